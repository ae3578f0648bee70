//! Vaults, logins, cards, members.

use vault_core::api::{CredentialChange, LoginAnswer, Removal, Resumption};
use vault_core::request::Method;
use vault_core::vocabulary::{CredentialKind, Role};

use super::super::model::{CardState, Place, Standing};
use super::{Kind, Sim};
use crate::api::client::Sent;
use crate::api::people::WRONG_PIN;

/// So many vaults and members at most: more would only be slower.
const VAULTS: usize = 5;
/// See [`VAULTS`].
const MEMBERS: usize = 4;

impl Sim {
    /// Somebody logs in, if they have no session and a card that should do.
    pub(super) async fn come_in(&mut self, person: usize) {
        if self.model.is_in(person) {
            return;
        }
        let live = |card: &usize| self.model.cards[card].state == CardState::Live;
        if let Some(card) = self.model.cards_of(person).into_iter().find(live) {
            self.log_in(Kind::LogIn, card, true).await;
        }
    }

    async fn log_in(&mut self, kind: Kind, card: usize, right: bool) {
        self.trace.doing(format!("log in with card {card}, right PIN: {right}"));
        let house = self.world.house();
        let (credential, pin) = &self.world.cards[card];
        let attempt = house.attempt(credential, if right { pin } else { WRONG_PIN }).await;
        let answer = house.send(Sent::post("/v1/logins", &attempt.login)).await;
        let token = self.world.tokens.len();
        let expected = self.model.log_in(card, right, token);
        let done = self.judge(kind, expected, &answer).is_some();
        let token = if done { answer.ok::<LoginAnswer>().token.0 } else { Vec::new() };
        self.world.tokens.push(token);
    }

    /// With any card that ever was, lost ones and sheets included.
    pub(super) async fn log_in_anyhow(&mut self) {
        let card = self.dice.index(self.world.cards.len());
        self.log_in(Kind::LogIn, card, true).await;
    }

    pub(super) async fn wrong_pin(&mut self) {
        // A référent without a card would end the simulation of an organisation: nobody helps them here.
        let staff = |person: usize| !matches!(self.model.people[&person].place, Place::Owner(_));
        let of_owners = |(id, card): (&usize, &super::super::model::Card)| (!staff(card.person)).then_some(*id);
        let owners: Vec<usize> = self.model.cards.iter().filter_map(of_owners).collect();
        let card = self.dice.pick(&owners).unwrap_or_default();
        if self.dice.chance(5) {
            self.log_in(Kind::WrongPin, card, true).await;
        } else {
            self.log_in(Kind::WrongPin, card, false).await;
        }
    }

    /// The PIN of a solemn act: wrong now and then, but for staff, whom nobody helps here when their card is blocked.
    pub(super) fn right_pin(&mut self, by: usize) -> bool {
        let owner = self.model.people.get(&by).is_none_or(|person| matches!(person.place, Place::Owner(_)));
        let tries = self.model.cards.get(&self.card_in_use(by)).map_or(0, |card| card.tries);
        self.right() || (!owner && tries < 3)
    }

    pub(super) async fn replace_card(&mut self) {
        let owners: Vec<usize> = self.model.vaults.values().map(|vault| vault.owner).collect();
        let by = self.somebody(&owners).await;
        let (right, lost) = (self.right_pin(by), self.card_in_use(by));
        self.trace.doing(format!("{by} replaces card {lost}, right PIN: {right}"));
        let person = &self.world.people[by];
        let house = self.world.house();
        let (secret, new) = house.credential_of(CredentialKind::Card, person.account, &person.keys).await;
        let pin_tag = self.world.tag(lost, right);
        let change = CredentialChange { pin_tag, add: Some(new), revoke: vec![self.world.cards[lost].0.id] };
        let answer = house.post(person, "/v1/credentials", &change).await;
        let card = self.world.keep_card(secret);
        let expected = self.model.replace(by, right, card);
        if self.judge(Kind::ReplaceCard, expected, &answer).is_some() {
            self.with_former_session(by).await;
        }
    }

    /// Somebody goes on with a session that was just ended.
    async fn with_former_session(&mut self, person: usize) {
        let vault = self.some_vault();
        self.list_by(person, vault).await;
    }

    /// A member, without fail.
    pub(in super::super) async fn enrol(&mut self, organisation: usize, role: Role) {
        let by = self.staff(organisation, &[Role::Referent])[0];
        self.come_in(by).await;
        self.dress(by);
        self.enrol_by(by, organisation, role, true).await;
    }

    async fn enrol_by(&mut self, by: usize, organisation: usize, role: Role, right: bool) {
        self.trace.doing(format!("{by} enrols a {role:?} of {organisation}, right PIN: {right}"));
        let known = self.model.organisations[&organisation].clone();
        let pin_tag = self.world.tag(self.card_in_use(by), right);
        let (person, card, new) = self.world.new_member(organisation, &known, role, pin_tag).await;
        let path = format!("/v1/organisations/{}/members", self.world.organisations[organisation].id);
        let answer = self.world.house().post(&self.world.people[by], &path, &new).await;
        let expected = self.model.add_member(by, (organisation, role), right, (person, card));
        self.judge(Kind::AddMember, expected, &answer);
    }

    pub(super) async fn add_member(&mut self) {
        let organisation = self.dice.index(2);
        let role = self.dice.pick(&[Role::Professional, Role::Desk]).unwrap();
        let full = self.model.members(organisation).len() >= MEMBERS;
        let referents = self.staff(if full { 1 - organisation } else { organisation }, &[Role::Referent]);
        let by = self.somebody(&referents).await;
        let allowed = self.staff(organisation, &[Role::Referent]).contains(&by);
        if full && allowed {
            return;
        }
        let right = self.right_pin(by);
        self.enrol_by(by, organisation, role, right).await;
    }

    /// A vault, without fail.
    pub(in super::super) async fn settle_vault(&mut self, organisation: usize) {
        let by = self.staff(organisation, &[Role::Professional])[0];
        self.come_in(by).await;
        self.dress(by);
        self.open_vault_by(by, organisation).await;
    }

    async fn open_vault_by(&mut self, by: usize, organisation: usize) {
        self.trace.doing(format!("{by} opens a vault for organisation {organisation}"));
        let keys = *self.model.organisations[&organisation].last().unwrap();
        let (opened, new) = self.world.new_vault(organisation, keys).await;
        let answer = self.world.house().post(&self.world.people[by], "/v1/vaults", &new).await;
        let expected = self.model.open_vault(by, organisation, opened);
        self.judge(Kind::OpenVault, expected, &answer);
    }

    pub(super) async fn open_vault(&mut self) {
        let organisation = self.dice.index(2);
        let full = self.model.vaults.len() >= VAULTS;
        let roles = if full { &[Role::Desk][..] } else { &[Role::Professional, Role::Referent] };
        let by = self.somebody(&self.staff(organisation, roles)).await;
        if full && self.staff(organisation, &[Role::Professional, Role::Referent]).contains(&by) {
            return;
        }
        self.open_vault_by(by, organisation).await;
    }

    /// A référent and somebody, likely of the same organisation and in this standing.
    async fn about_member(&mut self, standing: Standing) -> (usize, usize, usize, String) {
        let organisation = self.dice.index(2);
        let likely = |(person, _): &(usize, Role)| self.model.people[person].standing == standing;
        let members: Vec<usize> = self.model.members(organisation).iter().filter(|m| likely(m)).map(|m| m.0).collect();
        let anybody = self.dice.index(self.world.people.len());
        let member = if self.dice.chance(85) { self.dice.pick(&members).unwrap_or(anybody) } else { anybody };
        let by = self.somebody(&self.staff(organisation, &[Role::Referent])).await;
        let id = self.world.organisations[organisation].id;
        let path = format!("/v1/organisations/{id}/members/{}", self.world.people[member].account);
        (by, organisation, member, path)
    }

    pub(super) async fn suspend(&mut self) {
        let (by, organisation, member, path) = self.about_member(Standing::Active).await;
        self.trace.doing(format!("{by} suspends {member} of {organisation}"));
        let (house, path) = (self.world.house(), format!("{path}/suspension"));
        let answer = house.signed(&self.world.people[by], Method::Post, &path, Vec::new()).await;
        let expected = self.model.suspend(by, organisation, member);
        if self.judge(Kind::Suspend, expected, &answer).is_some() {
            self.with_former_session(member).await;
        }
    }

    pub(super) async fn resume(&mut self) {
        let (by, organisation, member, path) = self.about_member(Standing::Suspended).await;
        let right = self.right_pin(by);
        self.trace.doing(format!("{by} resumes {member} of {organisation}, right PIN: {right}"));
        let body = Resumption { pin_tag: self.world.tag(self.card_in_use(by), right) };
        let answer = self.world.house().post(&self.world.people[by], &format!("{path}/resumption"), &body).await;
        let expected = self.model.resume(by, organisation, member, right);
        self.judge(Kind::Resume, expected, &answer);
    }

    pub(super) async fn remove(&mut self) {
        let (by, organisation, member, path) = self.about_member(Standing::Active).await;
        let right = self.right_pin(by);
        self.trace.doing(format!("{by} removes {member} of {organisation}, right PIN: {right}"));
        let mut remain = self.model.members(organisation);
        remain.retain(|(person, _)| *person != member);
        let current = *self.model.organisations[&organisation].last().unwrap();
        let (next, keys) = self.world.next_keys(organisation, current, &remain);
        let body = Removal { keys, pin_tag: self.world.tag(self.card_in_use(by), right) };
        let answer = self.world.house().post(&self.world.people[by], &format!("{path}/removal"), &body).await;
        let expected = self.model.remove(by, organisation, member, right, next);
        let removed = self.judge(Kind::Remove, expected, &answer).is_some();
        // Somebody of each kind always comes after.
        if removed {
            self.with_former_session(member).await;
            for role in [Role::Professional, Role::Desk] {
                if self.staff(organisation, &[role]).is_empty() {
                    self.enrol_after(organisation, role).await;
                }
            }
        }
    }

    async fn enrol_after(&mut self, organisation: usize, role: Role) {
        let referents = self.staff(organisation, &[Role::Referent]);
        let active = |person: &usize| self.model.people[person].standing == Standing::Active;
        if let Some(by) = referents.into_iter().find(active) {
            self.come_in(by).await;
            self.dress(by);
            self.enrol_by(by, organisation, role, true).await;
        }
    }
}
