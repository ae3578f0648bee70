//! A forgotten PIN, card in hand: two members vouch, the person types a new PIN at once.

use vault_core::api::{PinReset, PinResetApproval, PinResetApproved, ProblemCode};
use vault_core::credential::{Credential, Pin, PinResetStatement};
use vault_core::ids::VaultId;
use vault_core::mandate::Rights;
use vault_core::vocabulary::{EventType, FolderKind, ResultCode, Role};

use super::client::{Answer, House};
use super::credentials::tag;
use super::people::{PIN, Person, Town, WRONG_PIN};

pub(crate) const NEW_PIN: &str = "90210";

async fn vouch(house: &House, member: &Person, vault_id: VaultId) -> Answer {
    let pin_tag = tag(&member.credential, &member.pin).into();
    house.post(member, "/v1/pin-resets/approvals", &PinResetApproval { vault_id, pin_tag }).await
}

/// The reset that this card signs.
pub(crate) async fn signed(house: &House, card: &Credential, signer: &Credential) -> PinReset {
    let challenge = house.challenge(card).await.challenge.to_array().unwrap();
    let new_pin_tag = Pin::enter(NEW_PIN).unwrap().tag(card);
    let origin = house.origin();
    let statement = PinResetStatement { origin, credential: card.id, challenge: &challenge, new_pin_tag: &new_pin_tag };
    PinReset {
        credential_id: card.id,
        challenge: challenge.to_vec().into(),
        new_pin_tag: new_pin_tag.expose().to_vec().into(),
        signature: statement.sign(&signer.signing_key()).to_vec().into(),
    }
}

async fn reset(town: &Town, member: &Person) -> Answer {
    let card = &town.vault.owner.credential;
    town.house.post(member, "/v1/pin-resets", &signed(&town.house, card, card).await).await
}

#[tokio::test]
async fn two_members_vouch_and_the_person_types_a_new_pin() {
    let town = Town::new().await;
    let (house, card) = (&town.house, &town.vault.owner.credential);
    house.add_channel(town.vault.owner.account).await;
    for _ in 0..5 {
        house.try_log_in(card, WRONG_PIN).await.refused(ProblemCode::WrongPin);
    }
    house.try_log_in(card, PIN).await.refused(ProblemCode::CredentialBlocked);
    let told: PinResetApproved = vouch(house, &town.professional, town.vault.id).await.ok();
    assert_eq!((told.approvals, told.needed), (1, 2));
    let told: PinResetApproved = vouch(house, &town.ccas.referent, town.vault.id).await.ok();
    assert_eq!(told.approvals, 2);
    reset(&town, &town.professional).await.done();
    let event = *house
        .events_for(&town.auditor, &town.vault)
        .await
        .iter()
        .rev()
        .find(|e| e.what != EventType::LogRead)
        .unwrap();
    assert_eq!((event.what, event.result), (EventType::PinReset, ResultCode::Done));
    assert_eq!(house.count("SELECT count(*) FROM notices WHERE kind = 5").await, 1, "the person is told");
    // The block is gone, the old PIN too, and so is the session that was begun with it.
    house.get(&town.vault.owner, "/v1/mandates").await.refused(ProblemCode::SessionOver);
    let wrong = house.try_log_in(card, PIN).await.refused(ProblemCode::WrongPin);
    assert_eq!(wrong.tries_left, Some(4));
    house.log_in(card, NEW_PIN).await;
    // The words of both served once.
    reset(&town, &town.professional).await.refused(ProblemCode::SecondPersonMissing);
}

#[tokio::test]
async fn the_same_member_twice_is_one() {
    let town = Town::new().await;
    reset(&town, &town.professional).await.refused(ProblemCode::SecondPersonMissing);
    for _ in 0..2 {
        let told: PinResetApproved = vouch(&town.house, &town.professional, town.vault.id).await.ok();
        assert_eq!(told.approvals, 1);
    }
    reset(&town, &town.professional).await.refused(ProblemCode::SecondPersonMissing);
    let event = town.house.last_event(&town.vault, &town.auditor).await;
    assert_eq!((event.what, event.result), (EventType::PinReset, ResultCode::SecondPersonMissing));
    town.house.log_in(&town.vault.owner.credential, PIN).await;
}

#[tokio::test]
async fn whoever_does_not_help_the_person_cannot_vouch() {
    let town = Town::new().await;
    let (house, vault) = (&town.house, town.vault.id);
    let stranger = town.stranger().await;
    vouch(house, &stranger, vault).await.refused(ProblemCode::NotTrusted);
    vouch(house, &town.desk, vault).await.refused(ProblemCode::RoleForbids);
    vouch(house, &town.auditor, vault).await.refused(ProblemCode::NotAllowed);
    vouch(house, &town.vault.owner, vault).await.refused(ProblemCode::NotAllowed);
    vouch(house, &town.professional, VaultId::NONE).await.refused(ProblemCode::NotFound);
    let pin_tag = tag(&town.professional.credential, WRONG_PIN).into();
    let approval = PinResetApproval { vault_id: vault, pin_tag };
    house.post(&town.professional, "/v1/pin-resets/approvals", &approval).await.refused(ProblemCode::WrongPin);
    assert_eq!(house.count("SELECT count(*) FROM pin_reset_approvals").await, 0);
    // Two words of the right ones do not let a third one, or a stranger, choose the PIN.
    vouch(house, &town.professional, vault).await.done();
    vouch(house, &town.ccas.referent, vault).await.done();
    reset(&town, &stranger).await.refused(ProblemCode::NotTrusted);
    let third = house.member(&town.ccas, Role::Professional, "Lina SPECIMEN").await;
    reset(&town, &third).await.refused(ProblemCode::SecondPersonMissing);
}

#[tokio::test]
async fn a_suspended_member_cannot_vouch_and_their_word_of_before_counts_no_more() {
    let mut town = Town::new().await;
    vouch(&town.house, &town.professional, town.vault.id).await.done();
    let referent = &town.ccas.referent;
    super::staff::suspend(&town, referent, &town.professional).await.done();
    vouch(&town.house, &town.professional, town.vault.id).await.refused(ProblemCode::SessionOver);
    let professional = &town.professional;
    town.house.try_log_in(&professional.credential, &professional.pin).await.refused(ProblemCode::MemberSuspended);
    vouch(&town.house, referent, town.vault.id).await.done();
    reset(&town, referent).await.refused(ProblemCode::SecondPersonMissing);
    super::staff::resume(&town, referent, professional, &referent.pin).await.done();
    town.professional.token = town.house.log_in(&professional.credential, &professional.pin).await.0.token.0;
    reset(&town, &town.professional).await.done();
}

#[tokio::test]
async fn an_organisation_with_a_mandate_in_force_is_trusted() {
    let town = Town::new().await;
    let house = &town.house;
    let other = house.organisation("Association SPECIMEN").await;
    vouch(house, &other.referent, town.vault.id).await.refused(ProblemCode::NotTrusted);
    let mandate = house.mandate(&town.vault, &other, &[FolderKind::Housing], Rights::READ);
    let mandate = house.grant(&town.vault, &other, &mandate).await;
    vouch(house, &other.referent, town.vault.id).await.done();
    house.try_revoke(&town.vault.owner, &mandate).await.done();
    vouch(house, &other.referent, town.vault.id).await.refused(ProblemCode::NotTrusted);
    // What was vouched before counts no more either.
    vouch(house, &town.professional, town.vault.id).await.done();
    reset(&town, &town.professional).await.refused(ProblemCode::SecondPersonMissing);
}

#[tokio::test]
async fn a_word_counts_for_a_quarter_of_an_hour() {
    let town = Town::new().await;
    let house = &town.house;
    vouch(house, &town.professional, town.vault.id).await.done();
    house.clock.advance(10 * 60_000);
    vouch(house, &town.ccas.referent, town.vault.id).await.done();
    house.clock.advance(5 * 60_000 + 1);
    reset(&town, &town.ccas.referent).await.refused(ProblemCode::SecondPersonMissing);
    house.clock.advance(10 * 60_000);
    reset(&town, &town.ccas.referent).await.refused(ProblemCode::TooLate);
    let town = town.logged_in_again().await;
    vouch(&town.house, &town.professional, town.vault.id).await.done();
    vouch(&town.house, &town.ccas.referent, town.vault.id).await.done();
    town.house.clock.advance(14 * 60_000);
    reset(&town, &town.ccas.referent).await.done();
}

#[tokio::test]
async fn a_new_pin_needs_the_card_itself() {
    let town = Town::new().await;
    let (house, card) = (&town.house, &town.vault.owner.credential);
    vouch(house, &town.professional, town.vault.id).await.done();
    vouch(house, &town.ccas.referent, town.vault.id).await.done();
    // Signed by another card; with a challenge that served; with another PIN than the one signed.
    let own = &town.professional.credential;
    let forged = signed(house, card, own).await;
    house.post(&town.professional, "/v1/pin-resets", &forged).await.refused(ProblemCode::WrongCredential);
    let mut changed = signed(house, card, card).await;
    changed.new_pin_tag = tag(card, "84130").into();
    house.post(&town.professional, "/v1/pin-resets", &changed).await.refused(ProblemCode::WrongCredential);
    // What two members said of the person is not said of a member.
    let staff = signed(house, own, own).await;
    house.post(&town.ccas.referent, "/v1/pin-resets", &staff).await.refused(ProblemCode::SecondPersonMissing);
    house.post(&town.professional, "/v1/pin-resets", &staff).await.refused(ProblemCode::NotAllowed);
    let good = signed(house, card, card).await;
    house.post(&town.professional, "/v1/pin-resets", &good).await.done();
    house.post(&town.professional, "/v1/pin-resets", &good).await.refused(ProblemCode::WrongCredential);
}
