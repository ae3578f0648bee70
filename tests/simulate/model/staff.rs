//! Vaults opened, members enrolled, suspended, resumed, removed.

use vault_core::api::ProblemCode;
use vault_core::vocabulary::{EventType, ResultCode, Role};

use super::{Card, Folder, Line, Model, Person, Place, Standing, Told, Vault};

/// What comes with a new vault.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Opened {
    pub(in super::super) vault: usize,
    pub(in super::super) owner: usize,
    pub(in super::super) card: usize,
    pub(in super::super) sheet: usize,
    /// The number of its first folder's key; the others follow.
    pub(in super::super) first_key: usize,
    pub(in super::super) folders: usize,
}

impl Model {
    /// A vault, for an organisation, by one of its members who reads.
    pub(in super::super) fn open_vault(&mut self, by: usize, organisation: usize, new: Opened) -> Told {
        self.enter(by)?;
        let line = Line::of(EventType::VaultCreated, by);
        self.member(by, organisation, &[Role::Referent, Role::Professional], line)?;
        self.write(line.vault(new.vault));
        let keys = new.first_key..new.first_key + new.folders;
        let folders = keys.map(|key| Folder { key, epoch: 1, former: None }).collect();
        self.vaults.insert(new.vault, Vault { owner: new.owner, follower: organisation, folders });
        self.settle(new.owner, Place::Owner(new.vault), new.card);
        self.cards.insert(new.sheet, Card::new(new.owner, true));
        Ok(())
    }

    /// Somebody new, with a card.
    pub(in super::super) fn settle(&mut self, person: usize, place: Place, card: usize) {
        self.people.insert(person, Person { place, standing: Standing::Active, session: None });
        self.cards.insert(card, Card::new(person, false));
    }

    fn member(&mut self, by: usize, organisation: usize, roles: &[Role], line: Line) -> Told {
        match self.role(by) {
            Some((own, role)) if own == organisation => {
                if roles.contains(&role) {
                    Ok(())
                } else {
                    self.refuse(line, ResultCode::RoleForbids)
                }
            }
            _ => self.refuse(line, ResultCode::NotAMember),
        }
    }

    /// A référent enrols somebody.
    pub(in super::super) fn add_member(
        &mut self,
        by: usize,
        (organisation, role): (usize, Role),
        right: bool,
        (person, card): (usize, usize),
    ) -> Told {
        self.enter(by)?;
        let line = Line::of(EventType::MemberAdded, by);
        self.member(by, organisation, &[Role::Referent], line)?;
        self.solemn(by, right, line)?;
        self.solemnly_done(by);
        self.settle(person, Place::Staff(organisation, role), card);
        self.write(line);
        Ok(())
    }

    /// A référent, and another member who was not removed.
    fn about_member(&mut self, by: usize, organisation: usize, member: usize, line: Line) -> Told {
        self.enter(by)?;
        self.member(by, organisation, &[Role::Referent], line)?;
        if by == member {
            return self.refuse(line, ResultCode::NotAllowed);
        }
        let known = self.people.get(&member).is_some_and(|person| {
            matches!(person.place, Place::Staff(own, _) if own == organisation) && person.standing != Standing::Removed
        });
        if known { Ok(()) } else { Err(ProblemCode::NotFound) }
    }

    /// An emergency brake: at once, and without a PIN.
    pub(in super::super) fn suspend(&mut self, by: usize, organisation: usize, member: usize) -> Told {
        let line = Line::of(EventType::MemberSuspended, by);
        self.about_member(by, organisation, member, line)?;
        if self.people[&member].standing == Standing::Active {
            self.people.get_mut(&member).unwrap().standing = Standing::Suspended;
            self.end_sessions(member);
            self.write(line);
        }
        Ok(())
    }

    pub(in super::super) fn resume(&mut self, by: usize, organisation: usize, member: usize, right: bool) -> Told {
        let line = Line::of(EventType::MemberResumed, by);
        self.about_member(by, organisation, member, line)?;
        self.solemn(by, right, line)?;
        self.solemnly_done(by);
        if self.people[&member].standing == Standing::Suspended {
            self.people.get_mut(&member).unwrap().standing = Standing::Active;
            self.write(line);
        }
        Ok(())
    }

    /// For good; the organisation's keys turn in the same act.
    pub(in super::super) fn remove(
        &mut self,
        by: usize,
        organisation: usize,
        member: usize,
        right: bool,
        keys: usize,
    ) -> Told {
        let line = Line::of(EventType::MemberRemoved, by);
        self.about_member(by, organisation, member, line)?;
        self.solemn(by, right, line)?;
        self.solemnly_done(by);
        self.people.get_mut(&member).unwrap().standing = Standing::Removed;
        self.end_sessions(member);
        for card in self.cards.values_mut().filter(|card| card.person == member) {
            card.state = super::CardState::Withdrawn;
        }
        self.organisations.get_mut(&organisation).unwrap().push(keys);
        self.write(line);
        self.write(Line { what: EventType::OrganisationKeysTurned, ..line });
        Ok(())
    }

    /// The members of an organisation who were not removed.
    pub(in super::super) fn members(&self, organisation: usize) -> Vec<(usize, Role)> {
        let member = |(id, person): (&usize, &Person)| match person.place {
            Place::Staff(own, role) if own == organisation && person.standing != Standing::Removed => Some((*id, role)),
            _ => None,
        };
        self.people.iter().filter_map(member).collect()
    }
}
