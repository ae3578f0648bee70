//! Access restored with the sheet: two members, the delay, everybody told, anybody may stop it; the old cards are dead.

use std::time::Duration;

use vault_core::api::{
    CredentialView, NewCredential, NewRecovery, ProblemCode, RecoveryApproval, RecoveryEnrolment, RecoveryRelease,
    RecoveryReleased, RecoveryView,
};
use vault_core::credential::{Credential, open_root};
use vault_core::ids::RecoveryId;
use vault_core::keys::{AccountKeys, OpeningKey};
use vault_core::recovery::{RecoveryStatement, one_time_key};
use vault_core::secret::HalfB;
use vault_core::vocabulary::{CredentialKind, EventType, RecoveryMeans, RecoveryState, ResultCode, Role};
use vault_core::wrap::Reading;

use super::client::{Answer, House};
use super::credentials::tag;
use super::people::{PIN, Person, Town, WRONG_PIN};

const DAY_MS: u64 = 24 * 3600 * 1000;
const DELAY_MS: u64 = 3 * DAY_MS;

impl House {
    /// Starts a recovery; its one-time key is made anew whenever it is needed.
    pub(crate) async fn try_start(&self, by: &Person, town: &Town, means: RecoveryMeans) -> (RecoveryId, Answer) {
        let recovery_id = RecoveryId::generate(&mut self.random.clone());
        let new = NewRecovery {
            recovery_id,
            vault_id: town.vault.id,
            means,
            one_time_key: one_time_key(&by.keys, recovery_id).sealing_key().as_bytes().to_vec().into(),
            pin_tag: tag(&by.credential, &by.pin).into(),
        };
        (recovery_id, self.post(by, "/v1/recoveries", &new).await)
    }

    /// Approves as a member.
    pub(crate) async fn approve(&self, by: &Person, recovery_id: RecoveryId) -> Answer {
        let approval = RecoveryApproval { pin_tag: tag(&by.credential, &by.pin).into(), pieces: Vec::new() };
        self.post(by, &format!("/v1/recoveries/{recovery_id}/approvals"), &approval).await
    }

    /// Stops.
    pub(crate) async fn stop(&self, by: &Person, recovery_id: RecoveryId) -> Answer {
        self.signed(by, vault_core::request::Method::Post, &format!("/v1/recoveries/{recovery_id}/stop"), Vec::new())
            .await
    }

    /// Asks for the server's half, with the signature of this sheet.
    pub(crate) async fn release(&self, by: &Person, recovery_id: RecoveryId, sheet: Option<&Credential>) -> Answer {
        let key = one_time_key(&by.keys, recovery_id);
        let signature = sheet.map(|sheet| {
            let statement = RecoveryStatement {
                origin: self.origin(),
                recovery: recovery_id,
                credential: sheet.id,
                one_time_key: key.sealing_key(),
            };
            statement.sign(&sheet.signing_key()).to_vec().into()
        });
        let asked = RecoveryRelease { pin_tag: tag(&by.credential, &by.pin).into(), signature };
        self.post(by, &format!("/v1/recoveries/{recovery_id}/release"), &asked).await
    }

    /// Enrols the new card and sheet.
    pub(crate) async fn enrol(&self, by: &Person, recovery_id: RecoveryId, asked: &RecoveryEnrolment) -> Answer {
        self.post(by, &format!("/v1/recoveries/{recovery_id}/enrolment"), asked).await
    }

    /// Half b, opened with the one-time key.
    pub(crate) fn half_b(&self, key: &OpeningKey, released: &RecoveryReleased) -> HalfB {
        let log = self.log_key();
        let reading = Reading { with: key, maker: log.key() };
        reading.open_half_to_login(&released.half_b, released.owner.account_id, released.credential_id).unwrap()
    }
}

/// A town whose beneficiary has a sheet in the safe.
async fn with_sheet() -> (Town, Credential) {
    let town = Town::new().await;
    let owner = &town.vault.owner;
    let (sheet, new) = town.house.credential_of(CredentialKind::Sheet, owner.account, &owner.keys).await;
    town.house.change_credentials(owner, Some(new), &[]).await.done();
    (town, sheet)
}

/// Somebody who types another PIN.
fn mistyping(person: &Person) -> Person {
    Person {
        account: person.account,
        keys: AccountKeys::from_root(&person.keys.to_root()[..]).unwrap(),
        credential: Credential { id: person.credential.id, secret: person.credential.secret.duplicate() },
        pin: WRONG_PIN.to_owned(),
        token: person.token.clone(),
        anchor: person.anchor,
    }
}

/// Started by the professional.
async fn started(town: &Town) -> RecoveryId {
    let (id, answer) = town.house.try_start(&town.professional, town, RecoveryMeans::Sheet).await;
    answer.done();
    id
}

/// Started by the professional, approved by the référent.
async fn approved(town: &Town) -> RecoveryId {
    let id = started(town).await;
    town.house.approve(&town.ccas.referent, id).await.done();
    id
}

/// Time passes; people log in again.
async fn later(town: Town, ms: u64) -> Town {
    town.house.clock.advance(ms);
    town.logged_in_again().await
}

async fn new_cards(town: &Town) -> (Credential, RecoveryEnrolment) {
    let owner = &town.vault.owner;
    let (secret, card) = town.house.credential_of(CredentialKind::Card, owner.account, &owner.keys).await;
    let (_, sheet) = town.house.credential_of(CredentialKind::Sheet, owner.account, &owner.keys).await;
    (secret, RecoveryEnrolment { certificate: None, seeds: Vec::new(), card, sheet })
}

async fn events(town: &Town) -> Vec<(EventType, ResultCode)> {
    let seen = town.house.events_for(&town.auditor, &town.vault).await;
    // An auditor's reading is an event too.
    let seen = seen.into_iter().filter(|event| event.what != EventType::LogRead);
    seen.map(|event| (event.what, event.result)).collect()
}

#[tokio::test]
async fn two_members_and_the_delay_restore_access_with_the_sheet() {
    let (town, sheet) = with_sheet().await;
    let id = started(&town).await;
    // The starter's word is the first; the second starts the delay.
    town.house.clock.advance(DAY_MS / 200);
    let view: RecoveryView = town.house.approve(&town.ccas.referent, id).await.ok();
    assert_eq!((view.state, view.approvals.len(), view.needed), (RecoveryState::Waiting, 2, 2));
    assert_eq!(view.ready_ms, Some(town.house.now_ms() + DELAY_MS));
    assert_eq!(view.approvals[1].by.organisation.as_deref(), Some("CCAS SPECIMEN"));

    let town = later(town, DELAY_MS - 1).await;
    town.house.release(&town.professional, id, Some(&sheet)).await.refused(ProblemCode::TooEarly);
    town.house.clock.advance(1);
    let released: RecoveryReleased = town.house.release(&town.professional, id, Some(&sheet)).await.ok();
    assert_eq!(events(&town).await.last(), Some(&(EventType::RecoveryFinished, ResultCode::Done)));
    let (owner, house) = (&town.vault.owner, &town.house);
    let half_b = house.half_b(&one_time_key(&town.professional.keys, id), &released);
    let keys = open_root(&sheet, &half_b, owner.account, &released.root).unwrap();
    assert_eq!(keys.to_root(), owner.keys.to_root(), "the sheet opens the very same root");

    // The client died here: asking again gives the same again.
    house.release(&town.professional, id, Some(&sheet)).await.done();
    house.get(owner, "/v1/mandates").await.done();
    let (card, asked) = new_cards(&town).await;
    house.enrol(&town.professional, id, &asked).await.done();
    house.get(owner, "/v1/mandates").await.refused(ProblemCode::SessionOver);
    house.try_log_in(&owner.credential, PIN).await.refused(ProblemCode::CredentialRevoked);
    house.log_in(&card, PIN).await;
    let told = events(&town).await;
    let last: Vec<_> = told.iter().map(|(what, _)| *what).filter(|what| *what != EventType::Login).collect();
    let (added, gone) = (EventType::CredentialAdded, EventType::CredentialRevoked);
    assert!(last.windows(4).any(|four| four == [added, added, gone, gone]), "{last:?}");
    // Finished is finished.
    house.release(&town.professional, id, Some(&sheet)).await.refused(ProblemCode::TooLate);
    house.enrol(&town.professional, id, &asked).await.refused(ProblemCode::TooLate);
    house.stop(&town.professional, id).await.refused(ProblemCode::TooLate);
}

#[tokio::test]
async fn one_member_alone_restores_nothing() {
    let (town, sheet) = with_sheet().await;
    let id = started(&town).await;
    town.house.approve(&town.professional, id).await.refused(ProblemCode::SecondPersonMissing);
    let town = later(town, 2 * DELAY_MS).await;
    town.house.release(&town.professional, id, Some(&sheet)).await.refused(ProblemCode::SecondPersonMissing);
    let event = *events(&town).await.last().unwrap();
    assert_eq!(event, (EventType::RecoveryFinished, ResultCode::SecondPersonMissing));
    // Approved late, the delay begins late.
    town.house.approve(&town.ccas.referent, id).await.done();
    town.house.release(&town.professional, id, Some(&sheet)).await.refused(ProblemCode::TooEarly);
}

#[tokio::test]
async fn the_wrong_people_neither_start_nor_approve_nor_finish() {
    let (town, sheet) = with_sheet().await;
    let house = &town.house;
    let stranger = town.stranger().await;
    let cases = [
        (&stranger, ProblemCode::NotTrusted),
        (&town.desk, ProblemCode::RoleForbids),
        (&town.auditor, ProblemCode::NotAllowed),
        (&town.vault.owner, ProblemCode::NotAllowed),
    ];
    for (person, code) in cases {
        house.try_start(person, &town, RecoveryMeans::Sheet).await.1.refused(code);
    }
    let wrong = mistyping(&town.professional);
    house.try_start(&wrong, &town, RecoveryMeans::Sheet).await.1.refused(ProblemCode::WrongPin);
    let id = started(&town).await;
    house.approve(&mistyping(&town.ccas.referent), id).await.refused(ProblemCode::WrongPin);
    for (person, code) in cases {
        house.approve(person, id).await.refused(code);
    }
    house.try_start(&town.ccas.referent, &town, RecoveryMeans::Sheet).await.1.refused(ProblemCode::Conflict);
    house.approve(&town.ccas.referent, id).await.done();
    let third = house.member(&town.ccas, Role::Professional, "Lina SPECIMEN").await;
    let town = later(town, DELAY_MS).await;
    let token = town.house.log_in(&third.credential, PIN).await.0.token.0;
    let third = Person { token, ..third };
    // Who approved, or who only works there, is not who started.
    for person in [&third, &town.ccas.referent] {
        town.house.release(person, id, Some(&sheet)).await.refused(ProblemCode::NotAllowed);
    }
    let stranger = Person { token: town.house.log_in(&stranger.credential, PIN).await.0.token.0, ..stranger };
    town.house.release(&stranger, id, Some(&sheet)).await.refused(ProblemCode::NotTrusted);
    town.house.release(&mistyping(&town.professional), id, Some(&sheet)).await.refused(ProblemCode::WrongPin);
}

#[tokio::test]
async fn without_the_sheet_itself_nothing_is_released() {
    let (town, sheet) = with_sheet().await;
    let id = approved(&town).await;
    let town = later(town, DELAY_MS).await;
    let house = &town.house;
    house.release(&town.professional, id, None).await.refused(ProblemCode::WrongCredential);
    let forged = Credential { id: sheet.id, secret: town.professional.credential.secret.duplicate() };
    house.release(&town.professional, id, Some(&forged)).await.refused(ProblemCode::WrongCredential);
    // A signature for another request does not serve this one.
    let (other, _) = house.try_start(&town.professional, &town, RecoveryMeans::Sheet).await;
    let key = one_time_key(&town.professional.keys, other);
    let statement = RecoveryStatement {
        origin: house.origin(),
        recovery: other,
        credential: sheet.id,
        one_time_key: key.sealing_key(),
    };
    let signature = Some(statement.sign(&sheet.signing_key()).to_vec().into());
    let asked = RecoveryRelease { pin_tag: tag(&town.professional.credential, PIN).into(), signature };
    let path = format!("/v1/recoveries/{id}/release");
    house.post(&town.professional, &path, &asked).await.refused(ProblemCode::WrongCredential);
    assert_eq!(house.count("SELECT count(*) FROM recoveries WHERE released_ms IS NOT NULL").await, 0);
    // Nor does anybody enrol a card before.
    let (_, asked) = new_cards(&town).await;
    house.enrol(&town.professional, id, &asked).await.refused(ProblemCode::TooEarly);
}

#[tokio::test]
async fn a_card_that_the_account_did_not_make_is_not_enrolled() {
    let (town, sheet) = with_sheet().await;
    let id = approved(&town).await;
    let town = later(town, DELAY_MS).await;
    let house = &town.house;
    house.release(&town.professional, id, Some(&sheet)).await.done();
    let (account, keys) = (town.vault.owner.account, &town.professional.keys);
    let (_, card) = house.credential_of(CredentialKind::Card, account, keys).await;
    let (_, good) = new_cards(&town).await;
    let forged = RecoveryEnrolment { card, ..good.clone() };
    house.enrol(&town.professional, id, &forged).await.refused(ProblemCode::Malformed);
    let device = NewCredential { kind: CredentialKind::Device, ..good.card.clone() };
    let other_kind = RecoveryEnrolment { card: device, ..good.clone() };
    house.enrol(&town.professional, id, &other_kind).await.refused(ProblemCode::InvalidRequest);
    let half = RecoveryEnrolment { sheet: good.card.clone(), ..good.clone() };
    house.enrol(&town.professional, id, &half).await.refused(ProblemCode::InvalidRequest);
    // Nothing half done: the old card works until the new one is there.
    let listed: Vec<CredentialView> = house.get(&town.vault.owner, "/v1/credentials").await.ok();
    assert_eq!(listed.len(), 2);
    house.enrol(&town.professional, id, &good).await.done();
}

#[tokio::test]
async fn the_person_stops_it_with_any_card_that_works() {
    let (town, sheet) = with_sheet().await;
    town.house.add_channel(town.vault.owner.account).await;
    let id = approved(&town).await;
    let seen: Vec<RecoveryView> = town.house.get(&town.vault.owner, "/v1/recoveries").await.ok();
    assert_eq!((seen.len(), seen[0].recovery_id, seen[0].state), (1, id, RecoveryState::Waiting));
    town.house.stop(&town.vault.owner, id).await.done();
    assert_eq!(town.house.count("SELECT count(*) FROM notices WHERE kind IN (1, 2)").await, 2);
    let town = later(town, DELAY_MS).await;
    town.house.release(&town.professional, id, Some(&sheet)).await.refused(ProblemCode::Stopped);
    town.house.approve(&town.ccas.referent, id).await.refused(ProblemCode::Stopped);
    town.house.stop(&town.vault.owner, id).await.refused(ProblemCode::Stopped);
    assert!(events(&town).await.contains(&(EventType::RecoveryFinished, ResultCode::Stopped)));
    // Final for that request; another one begins from the beginning.
    let again = approved(&town).await;
    town.house.release(&town.professional, again, Some(&sheet)).await.refused(ProblemCode::TooEarly);
}

#[tokio::test]
async fn everybody_who_follows_the_person_stops_it_and_nobody_else() {
    let (town, sheet) = with_sheet().await;
    let id = approved(&town).await;
    let stranger = town.stranger().await;
    let other = town.house.vault(&town.ccas, &town.professional).await.owner;
    town.house.stop(&stranger, id).await.refused(ProblemCode::NotTrusted);
    town.house.stop(&other, id).await.refused(ProblemCode::NotAllowed);
    town.house.stop(&town.auditor, id).await.refused(ProblemCode::NotAllowed);
    for nobody in [&stranger, &other, &town.auditor] {
        let seen: Vec<RecoveryView> = town.house.get(nobody, "/v1/recoveries").await.ok();
        assert!(seen.is_empty());
    }
    // A desk agent is enough: stopping is easy.
    town.house.stop(&town.desk, id).await.done();
    let town = later(town, DELAY_MS).await;
    town.house.release(&town.professional, id, Some(&sheet)).await.refused(ProblemCode::Stopped);
}

#[tokio::test]
async fn stopped_after_the_release_it_enrols_nothing() {
    let (town, sheet) = with_sheet().await;
    let id = approved(&town).await;
    let town = later(town, DELAY_MS).await;
    town.house.release(&town.professional, id, Some(&sheet)).await.done();
    town.house.stop(&town.vault.owner, id).await.done();
    let (_, asked) = new_cards(&town).await;
    town.house.enrol(&town.professional, id, &asked).await.refused(ProblemCode::Stopped);
    town.house.get(&town.vault.owner, "/v1/mandates").await.done();
}

#[tokio::test]
async fn nothing_is_released_before_every_channel_was_tried() {
    let (town, sheet) = with_sheet().await;
    town.house.add_channel(town.vault.owner.account).await;
    let id = approved(&town).await;
    let town = later(town, DELAY_MS).await;
    town.house.release(&town.professional, id, Some(&sheet)).await.refused(ProblemCode::TooEarly);
    town.house.sql("UPDATE notices SET tries = 1 WHERE kind = 1 AND $1 IS NOT NULL", b"x").await;
    town.house.release(&town.professional, id, Some(&sheet)).await.done();
}

#[tokio::test]
async fn a_recovery_lapses_after_thirty_days() {
    let (town, sheet) = with_sheet().await;
    let id = approved(&town).await;
    let town = later(town, DELAY_MS + 30 * DAY_MS).await;
    town.house.clock.advance(1);
    town.house.release(&town.professional, id, Some(&sheet)).await.refused(ProblemCode::TooLate);
    // It makes way for another one; so does one that nobody approved in thirty days.
    let second = started(&town).await;
    let town = later(town, 30 * DAY_MS + 1).await;
    town.house.approve(&town.ccas.referent, second).await.refused(ProblemCode::TooLate);
    started(&town).await;
    let seen: Vec<RecoveryView> = town.house.get(&town.professional, "/v1/recoveries").await.ok();
    let states: Vec<_> = seen.iter().map(|view| view.state).collect();
    assert_eq!(states, [RecoveryState::Waiting, RecoveryState::Lapsed, RecoveryState::Lapsed]);
}

#[tokio::test]
async fn a_sheet_that_was_replaced_meanwhile_restores_nothing() {
    let (town, sheet) = with_sheet().await;
    let id = approved(&town).await;
    let owner = &town.vault.owner;
    let (_, new) = town.house.credential_of(CredentialKind::Sheet, owner.account, &owner.keys).await;
    town.house.change_credentials(owner, Some(new), &[]).await.done();
    let town = later(town, DELAY_MS).await;
    town.house.release(&town.professional, id, Some(&sheet)).await.refused(ProblemCode::CredentialRevoked);
    let (other, answer) = town.house.try_start(&town.professional, &town, RecoveryMeans::Guardians).await;
    answer.refused(ProblemCode::Conflict);
    town.house.stop(&town.professional, id).await.done();
    town.house.approve(&town.professional, other).await.refused(ProblemCode::NotFound);
    // No guardians were named, so none can be asked.
    let answer = town.house.try_start(&town.professional, &town, RecoveryMeans::Guardians).await.1;
    answer.refused(ProblemCode::NotFound);
}

#[tokio::test]
async fn the_delay_is_the_operators_and_a_day_at_least() {
    use vault_server::config::{Config, Purpose, Settings};
    let config = |seconds| Config::from_settings(Settings { recovery_delay_s: Some(seconds), ..Settings::default() });
    assert_eq!(config(86_400).limits().recovery_delay_ms, DAY_MS);
    assert_eq!(Duration::from_millis(DELAY_MS).as_secs(), Config::from_settings(Settings::default()).recovery_delay_s);
    let mistakes = config(86_399).check(Purpose::Serve).unwrap_err().to_string();
    assert!(mistakes.contains(r#"Range { key: "recovery_delay_s", value: 86399, least: 86400"#), "{mistakes}");
}
