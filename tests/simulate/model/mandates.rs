//! Who may: the owner, and whoever holds a mandate that began, did not end, and says so.

use vault_core::api::ProblemCode;
use vault_core::vocabulary::{EventType, ResultCode, Role};

use super::{Granted, Line, Mandate, Model, Place, SECOND, Standing, To, Told};

/// What somebody wants to do in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Wish {
    Read,
    Add,
    /// Move: take out of one folder and put into another.
    Amend,
}

/// On what it rests: nothing for an owner, else a mandate and its purpose.
pub(super) type Ground = Option<(usize, u16)>;

/// Why not, and the mandate that came nearest.
pub(super) type No = (ResultCode, Option<usize>);

impl Model {
    /// May this person do this in this folder, at this moment, under this mandate or any?
    pub(in super::super) fn may(
        &self,
        person: usize,
        (vault, folder): (usize, usize),
        wish: Wish,
        asked: Option<usize>,
        at: u64,
    ) -> Result<Ground, No> {
        if self.owns(person, vault) {
            return Ok(None);
        }
        // How near each comes: what ends a mandate is told before what it never allowed.
        let steps = |id: usize| {
            let granted = &self.mandates[&id];
            let mandate = &granted.mandate;
            let second = at / SECOND;
            let enough = match wish {
                Wish::Read => mandate.reads,
                Wish::Add => mandate.adds,
                Wish::Amend => mandate.reads && mandate.adds,
            };
            let role_may = match (mandate.to, self.role(person)) {
                (To::Person(_), _) => true,
                (To::Organisation(_), Some((_, Role::Desk))) => wish == Wish::Add,
                (To::Organisation(_), role) => role.is_some(),
            };
            let checks = [
                (mandate.folders.contains(&folder), ResultCode::NoMandate, 0),
                (!granted.revoked, ResultCode::MandateRevoked, 2),
                (second <= mandate.until, ResultCode::MandateExpired, 1),
                (second >= mandate.from, ResultCode::MandateNotStarted, 3),
                (enough, ResultCode::RightMissing, 4),
                (role_may, ResultCode::RoleForbids, 5),
            ];
            checks.into_iter().find(|(holds, ..)| !holds).map(|(_, why, near)| (near, why))
        };
        let mut nearest: Option<(u8, No)> = None;
        for id in self.held(person, vault).into_iter().filter(|id| asked.is_none_or(|asked| asked == *id)) {
            let Some((near, why)) = steps(id) else { return Ok(Some((id, self.mandates[&id].mandate.purpose))) };
            if nearest.is_none_or(|(before, _)| near > before) {
                nearest = Some((near, (why, Some(id))));
            }
        }
        Err(nearest.map_or((ResultCode::NoMandate, None), |(_, no)| no))
    }

    /// In which folders? Refused when in none, by the refusal that comes nearest.
    pub(in super::super) fn may_somewhere(
        &self,
        person: usize,
        vault: usize,
        wish: Wish,
        at: u64,
    ) -> Result<Vec<(usize, Ground)>, No> {
        let near = |no: &No| {
            let order = [
                ResultCode::MandateExpired,
                ResultCode::MandateRevoked,
                ResultCode::MandateNotStarted,
                ResultCode::RightMissing,
                ResultCode::RoleForbids,
            ];
            order.iter().position(|known| *known == no.0).map_or(0, |place| place + 1)
        };
        let (mut open, mut nearest): (Vec<_>, Option<No>) = (Vec::new(), None);
        for folder in 0..self.vaults[&vault].folders.len() {
            match self.may(person, (vault, folder), wish, None, at) {
                Ok(ground) => open.push((folder, ground)),
                Err(no) if nearest.is_none_or(|before| near(&no) > near(&before)) => nearest = Some(no),
                Err(_) => {}
            }
        }
        if open.is_empty() { Err(nearest.unwrap_or((ResultCode::NoMandate, None))) } else { Ok(open) }
    }

    /// The mandates on a vault that name this person or their organisation, oldest first.
    fn held(&self, person: usize, vault: usize) -> Vec<usize> {
        let names = |granted: &Granted| match granted.mandate.to {
            To::Person(named) => named == person,
            To::Organisation(named) => self.role(person).is_some_and(|(own, _)| own == named),
        };
        let all = self.mandates.iter().filter(|(_, granted)| granted.mandate.vault == vault && names(granted));
        let mut held: Vec<_> = all.map(|(id, granted)| ((granted.at, granted.mandate.id), *id)).collect();
        held.sort_unstable();
        held.into_iter().map(|(_, id)| id).collect()
    }

    /// Somebody grants a mandate that `signer` signed.
    pub(in super::super) fn grant(&mut self, by: usize, id: usize, mandate: &Mandate, signer: usize) -> Told {
        self.enter(by)?;
        if signer != by {
            return Err(ProblemCode::Malformed);
        }
        if !self.vaults.contains_key(&mandate.vault) {
            return Err(ProblemCode::NotFound);
        }
        let line = Line::of(EventType::MandateGranted, by).vault(mandate.vault);
        let line = Line { mandate: Some(id), purpose: mandate.purpose, ..line };
        if !self.owns(by, mandate.vault) {
            return self.refuse(line, ResultCode::NotAllowed);
        }
        if self.mandates.contains_key(&id) {
            return Ok(());
        }
        if self.time() / SECOND > mandate.until {
            return Err(ProblemCode::Malformed);
        }
        match mandate.to {
            To::Person(person) => match self.people.get(&person) {
                Some(known) if known.standing != Standing::Removed => {
                    if !matches!(known.place, Place::Staff(..)) {
                        return Err(ProblemCode::InvalidRequest);
                    }
                }
                _ => return Err(ProblemCode::NotFound),
            },
            To::Organisation(organisation) => {
                if self.organisations[&organisation].last().copied() != mandate.keys {
                    return Err(ProblemCode::Malformed);
                }
            }
        }
        let folders = &self.vaults[&mandate.vault].folders;
        if mandate.reads && !mandate.folders.iter().map(|folder| folders[*folder].epoch).eq(mandate.epochs.clone()) {
            return Err(ProblemCode::InvalidRequest);
        }
        let (at, nth) = (self.time(), self.mandates.values().map(|granted| granted.nth + 1).max().unwrap_or(0));
        self.write(line);
        let granted = Granted { mandate: mandate.clone(), at, nth, revoked: false, end_told: false };
        self.mandates.insert(id, granted);
        Ok(())
    }

    /// The owner takes a mandate back, or its holder gives it up.
    pub(in super::super) fn revoke(&mut self, by: usize, id: usize) -> Told {
        self.enter(by)?;
        let Some(granted) = self.mandates.get(&id) else { return Err(ProblemCode::NotFound) };
        let (vault, to, revoked) = (granted.mandate.vault, granted.mandate.to, granted.revoked);
        let line = Line { mandate: Some(id), ..Line::of(EventType::MandateRevoked, by).vault(vault) };
        if !self.owns(by, vault) {
            let no = match (to, self.role(by)) {
                (To::Person(person), _) if person == by => None,
                (To::Person(_), _) => Some(ResultCode::NotAllowed),
                (To::Organisation(named), Some((own, role))) if named == own => {
                    (role == Role::Desk).then_some(ResultCode::RoleForbids)
                }
                (To::Organisation(_), _) => Some(ResultCode::NotAMember),
            };
            if let Some(no) = no {
                return self.refuse(line, no);
            }
        }
        if revoked {
            return self.refuse(line, ResultCode::MandateRevoked);
        }
        self.mandates.get_mut(&id).unwrap().revoked = true;
        self.write(line);
        Ok(())
    }

    /// The mandates that read a folder and have not ended: those that a new key must be given to.
    pub(in super::super) fn readers(&self, vault: usize, folder: usize) -> Vec<usize> {
        let second = self.time() / SECOND;
        let reads = |granted: &Granted| {
            let mandate = &granted.mandate;
            mandate.vault == vault
                && mandate.reads
                && mandate.folders.contains(&folder)
                && !granted.revoked
                && second <= mandate.until
        };
        self.mandates.iter().filter(|(_, granted)| reads(granted)).map(|(id, _)| *id).collect()
    }

    /// The owner gives a folder its next key, with a seed for each of these mandates.
    pub(in super::super) fn turn(
        &mut self,
        by: usize,
        (vault, folder): (usize, usize),
        key: usize,
        given: &[usize],
    ) -> Told {
        self.enter(by)?;
        if !self.vaults.contains_key(&vault) {
            return Err(ProblemCode::NotFound);
        }
        let line = Line::of(EventType::FolderKeysTurned, by).vault(vault);
        if !self.owns(by, vault) {
            return self.refuse(line, ResultCode::NotAllowed);
        }
        if given != self.readers(vault, folder) {
            return Err(ProblemCode::Conflict);
        }
        let time = self.time();
        let folder = &mut self.vaults.get_mut(&vault).unwrap().folders[folder];
        folder.former = Some((folder.key, time));
        (folder.key, folder.epoch) = (key, folder.epoch + 1);
        self.write(line);
        Ok(())
    }
}
