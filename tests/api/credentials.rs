//! Several credentials for one account: the lost card is replaced and dead at once, the sheet never logs in.

use vault_core::api::{CredentialChange, CredentialState, CredentialView, NewCredential, ProblemCode};
use vault_core::credential::{Credential, Pin, seal_root};
use vault_core::ids::{AccountId, CredentialId};
use vault_core::keys::AccountKeys;
use vault_core::secret::HalfB;
use vault_core::vocabulary::{CredentialKind, EventType, ResultCode};

use super::client::{Answer, House, Sent};
use super::people::{PIN, Person, Town, WRONG_PIN, to};

impl House {
    /// A credential of this kind over somebody's keys, and what the server is told of it.
    pub(crate) async fn credential_of(
        &self,
        kind: CredentialKind,
        account: AccountId,
        keys: &AccountKeys,
    ) -> (Credential, NewCredential) {
        let server = self.deposit_key().await;
        let random = &mut self.random.clone();
        let (secret, half_b) = (Credential::generate(random), HalfB::generate(random));
        let sealed = to(&server.sealing, &keys.signing)
            .seal_half_to_server(random, account, secret.id, server.epoch, &half_b)
            .unwrap();
        let pin_tag = if kind.has_pin() { tag(&secret, PIN) } else { Vec::new() };
        let new = NewCredential {
            credential_id: secret.id,
            kind,
            public_key: secret.signing_key().verifying_key().as_bytes().to_vec().into(),
            pin_tag: pin_tag.into(),
            half_b: sealed.into(),
            root: seal_root(random, &secret, &half_b, account, keys).into(),
        };
        (secret, new)
    }

    /// A way to reach somebody, as if it had been given before.
    pub(crate) async fn add_channel(&self, account: AccountId) {
        let statement = "INSERT INTO channels (channel_id, account_id, kind, sealed, created_ms)
            VALUES (randomblob(16), $1, 1, x'00', 0)";
        self.sql(statement, account.as_ref()).await;
    }

    /// Changes a person's credentials, with the PIN of the session's.
    pub(crate) async fn change_credentials(
        &self,
        person: &Person,
        add: Option<NewCredential>,
        revoke: &[CredentialId],
    ) -> Answer {
        let pin_tag = tag(&person.credential, &person.pin).into();
        let change = CredentialChange { pin_tag, add, revoke: revoke.to_vec() };
        self.post(person, "/v1/credentials", &change).await
    }
}

pub(crate) fn tag(credential: &Credential, pin: &str) -> Vec<u8> {
    Pin::enter(pin).unwrap().tag(credential).expose().to_vec()
}

/// A second card of the owner, in a session of its own.
async fn with_second_card(town: &Town) -> Person {
    let owner = &town.vault.owner;
    let (secret, new) = town.house.credential_of(CredentialKind::Card, owner.account, &owner.keys).await;
    town.house.change_credentials(owner, Some(new), &[]).await.done();
    let token = town.house.log_in(&secret, PIN).await.0.token.0;
    let keys = AccountKeys::from_root(&owner.keys.to_root()[..]).unwrap();
    Person { account: owner.account, keys, credential: secret, pin: PIN.to_owned(), token, anchor: owner.anchor }
}

async fn states(town: &Town, person: &Person) -> Vec<(CredentialId, CredentialState)> {
    let listed: Vec<CredentialView> = town.house.get(person, "/v1/credentials").await.ok();
    listed.into_iter().map(|view| (view.credential_id, view.state)).collect()
}

#[tokio::test]
async fn a_lost_card_is_replaced_with_another_and_is_dead_at_once() {
    let town = Town::new().await;
    let (house, lost) = (&town.house, &town.vault.owner);
    house.add_channel(lost.account).await;
    let second = with_second_card(&town).await;
    let (third, new) = house.credential_of(CredentialKind::Card, lost.account, &lost.keys).await;
    house.change_credentials(&second, Some(new), &[lost.credential.id]).await.done();

    // The finder's session is over, and the card logs in no more.
    house.get(lost, "/v1/mandates").await.refused(ProblemCode::SessionOver);
    house.try_log_in(&lost.credential, PIN).await.refused(ProblemCode::CredentialRevoked);
    house.log_in(&third, PIN).await;
    let said = states(&town, &second).await;
    assert_eq!(said.iter().filter(|(_, state)| *state == CredentialState::Live).count(), 2);
    assert!(said.contains(&(lost.credential.id, CredentialState::Revoked)));
    let events: Vec<_> = house.events_for(&second, &town.vault).await.into_iter().map(|event| event.what).collect();
    assert!(events.contains(&EventType::CredentialAdded) && events.contains(&EventType::CredentialRevoked));
    assert_eq!(house.count("SELECT count(*) FROM notices WHERE kind = 4").await, 1, "the person is told");
    // Twice is once.
    house.change_credentials(&second, None, &[lost.credential.id]).await.refused(ProblemCode::Conflict);
}

#[tokio::test]
async fn credentials_change_only_with_the_pin() {
    let town = Town::new().await;
    let (house, owner) = (&town.house, &town.vault.owner);
    let (secret, new) = house.credential_of(CredentialKind::Card, owner.account, &owner.keys).await;
    let pin_tag = tag(&owner.credential, WRONG_PIN).into();
    let change = CredentialChange { pin_tag, add: Some(new), revoke: vec![owner.credential.id] };
    house.post(owner, "/v1/credentials", &change).await.refused(ProblemCode::WrongPin);
    assert_eq!(states(&town, owner).await, [(owner.credential.id, CredentialState::Live)]);
    house.try_log_in(&secret, PIN).await.refused(ProblemCode::WrongCredential);
    let event = house.last_event(&town.vault, &town.auditor).await;
    assert_eq!((event.what, event.result), (EventType::CredentialAdded, ResultCode::WrongPin));
}

#[tokio::test]
async fn nobody_withdraws_the_card_of_somebody_else() {
    let town = Town::new().await;
    let (house, owner) = (&town.house, &town.vault.owner);
    for stranger in [&town.professional, &town.ccas.referent] {
        house.change_credentials(stranger, None, &[owner.credential.id]).await.refused(ProblemCode::NotFound);
    }
    // Nor does anybody add one to another account: half b is sealed by the account itself.
    let (_, new) = house.credential_of(CredentialKind::Card, owner.account, &town.professional.keys).await;
    house.change_credentials(owner, Some(new), &[]).await.refused(ProblemCode::Malformed);
    let (_, new) = house.credential_of(CredentialKind::Card, owner.account, &owner.keys).await;
    house.change_credentials(&town.professional, Some(new), &[]).await.refused(ProblemCode::Malformed);
    house.get(owner, "/v1/mandates").await.done();
}

#[tokio::test]
async fn the_last_card_is_not_withdrawn_without_another() {
    let town = Town::new().await;
    let (house, owner) = (&town.house, &town.vault.owner);
    house.change_credentials(owner, None, &[owner.credential.id]).await.refused(ProblemCode::Conflict);
    let (_, sheet) = house.credential_of(CredentialKind::Sheet, owner.account, &owner.keys).await;
    house.change_credentials(owner, Some(sheet), &[owner.credential.id]).await.refused(ProblemCode::Conflict);
    house.change_credentials(owner, None, &[]).await.refused(ProblemCode::InvalidRequest);
    // A worn card makes way for a new one in one act.
    let (new_card, new) = house.credential_of(CredentialKind::Card, owner.account, &owner.keys).await;
    house.change_credentials(owner, Some(new), &[owner.credential.id]).await.done();
    house.get(owner, "/v1/mandates").await.refused(ProblemCode::SessionOver);
    house.log_in(&new_card, PIN).await;
}

#[tokio::test]
async fn a_sheet_never_logs_in_and_a_new_one_takes_its_place() {
    let town = Town::new().await;
    let (house, owner) = (&town.house, &town.vault.owner);
    let (first, new) = house.credential_of(CredentialKind::Sheet, owner.account, &owner.keys).await;
    house.change_credentials(owner, Some(new), &[]).await.done();
    house.try_log_in(&first, PIN).await.refused(ProblemCode::NotAllowed);
    let event = house.last_event(&town.vault, &town.auditor).await;
    assert_eq!((event.what, event.result), (EventType::Login, ResultCode::NotAllowed));
    let (second, new) = house.credential_of(CredentialKind::Sheet, owner.account, &owner.keys).await;
    house.change_credentials(owner, Some(new), &[]).await.done();
    let said = states(&town, owner).await;
    assert!(said.contains(&(first.id, CredentialState::Revoked)) && said.contains(&(second.id, CredentialState::Live)));
    // A sheet with a PIN, or a card without one, is no such thing.
    let (card, new) = house.credential_of(CredentialKind::Card, owner.account, &owner.keys).await;
    let pinless = NewCredential { pin_tag: Vec::new().into(), ..new };
    house.change_credentials(owner, Some(pinless), &[]).await.refused(ProblemCode::InvalidRequest);
    let (_, new) = house.credential_of(CredentialKind::Sheet, owner.account, &owner.keys).await;
    let with_pin = NewCredential { pin_tag: tag(&card, PIN).into(), ..new };
    house.change_credentials(owner, Some(with_pin), &[]).await.refused(ProblemCode::InvalidRequest);
    let (_, new) = house.credential_of(CredentialKind::Guardians, owner.account, &owner.keys).await;
    house.change_credentials(owner, Some(new), &[]).await.refused(ProblemCode::InvalidRequest);
}

#[tokio::test]
async fn a_vault_is_opened_with_its_sheet() {
    let town = Town::new().await;
    let house = &town.house;
    let (mut new, keys, _, _) = house.new_vault(&town.ccas).await;
    let (secret, sheet) = house.credential_of(CredentialKind::Sheet, new.account_id, &keys).await;
    let (_, card) = house.credential_of(CredentialKind::Card, new.account_id, &keys).await;
    new.sheet = Some(card);
    house.post(&town.professional, "/v1/vaults", &new).await.refused(ProblemCode::InvalidRequest);
    new.sheet = Some(sheet);
    house.post(&town.professional, "/v1/vaults", &new).await.done();
    house.try_log_in(&secret, PIN).await.refused(ProblemCode::NotAllowed);
}

#[tokio::test]
async fn staff_replace_their_card_too_and_a_withdrawn_one_replaces_nothing() {
    let town = Town::new().await;
    let (house, claire) = (&town.house, &town.professional);
    let (_, new) = house.credential_of(CredentialKind::Card, claire.account, &claire.keys).await;
    house.change_credentials(claire, Some(new), &[claire.credential.id]).await.done();
    let (_, new) = house.credential_of(CredentialKind::Card, claire.account, &claire.keys).await;
    house.change_credentials(claire, Some(new), &[]).await.refused(ProblemCode::SessionOver);
    house.send(Sent::get("/v1/credentials").with_token(claire)).await.refused(ProblemCode::SessionOver);
}

#[tokio::test]
async fn staff_enrol_a_computer_and_withdraw_it() {
    let town = Town::new().await;
    let (house, claire) = (&town.house, &town.professional);
    let (computer, new) = house.credential_of(CredentialKind::Device, claire.account, &claire.keys).await;
    let wrong = CredentialChange {
        pin_tag: tag(&claire.credential, WRONG_PIN).into(),
        add: Some(new.clone()),
        revoke: Vec::new(),
    };
    house.post(claire, "/v1/credentials", &wrong).await.refused(ProblemCode::WrongPin);
    house.try_log_in(&computer, PIN).await.refused(ProblemCode::WrongCredential);
    house.change_credentials(claire, Some(new), &[]).await.done();
    // It has tries of its own, and five wrong ones block it alone.
    for left in (0..5).rev() {
        let problem = house.try_log_in(&computer, WRONG_PIN).await.refused(ProblemCode::WrongPin);
        assert_eq!(problem.tries_left, Some(left));
    }
    house.try_log_in(&computer, PIN).await.refused(ProblemCode::CredentialBlocked);
    house.log_in(&claire.credential, &claire.pin).await;
    // A stolen computer is withdrawn with the card, and its session is over at once.
    let (computer, new) = house.credential_of(CredentialKind::Device, claire.account, &claire.keys).await;
    house.change_credentials(claire, Some(new), &[]).await.done();
    let token = house.log_in(&computer, PIN).await.0.token.0;
    let keys = AccountKeys::from_root(&claire.keys.to_root()[..]).unwrap();
    let id = computer.id;
    let pin = PIN.to_owned();
    let thief = Person { account: claire.account, keys, credential: computer, pin, token, anchor: claire.anchor };
    assert!(states(&town, &thief).await.contains(&(id, CredentialState::Live)));
    house.change_credentials(claire, None, &[id]).await.done();
    house.get(&thief, "/v1/credentials").await.refused(ProblemCode::SessionOver);
    house.try_log_in(&thief.credential, PIN).await.refused(ProblemCode::CredentialRevoked);
    house.change_credentials(claire, None, &[id]).await.refused(ProblemCode::Conflict);
}

#[tokio::test]
async fn no_computer_is_enrolled_for_a_person_or_an_auditor() {
    let town = Town::new().await;
    let house = &town.house;
    for person in [&town.vault.owner, &town.auditor] {
        let (computer, new) = house.credential_of(CredentialKind::Device, person.account, &person.keys).await;
        house.change_credentials(person, Some(new), &[]).await.refused(ProblemCode::NotAllowed);
        house.try_log_in(&computer, PIN).await.refused(ProblemCode::WrongCredential);
    }
    let event = house.events_for(&town.vault.owner, &town.vault).await;
    let event = event.iter().find(|event| event.what == EventType::CredentialAdded).unwrap();
    assert_eq!(event.result, ResultCode::NotAllowed);
    // Nor does a vault begin with one.
    let (mut new, keys, ..) = house.new_vault(&town.ccas).await;
    new.credential = house.credential_of(CredentialKind::Device, new.account_id, &keys).await.1;
    house.post(&town.professional, "/v1/vaults", &new).await.refused(ProblemCode::InvalidRequest);
}
