//! A member who forgot the PIN, card in hand: two other members vouch, a référent among them.

use vault_core::api::{MemberPinApproval, PinResetApproved, ProblemCode};
use vault_core::ids::AccountId;
use vault_core::vocabulary::{EventType, ResultCode, Role};

use super::client::Answer;
use super::people::{Person, Town, WRONG_PIN};
use super::pin_resets::{NEW_PIN, signed};
use super::roles::logged;
use super::staff;

async fn vouch(town: &Town, by: &Person, member_id: AccountId) -> Answer {
    let approval = MemberPinApproval { member_id, pin_tag: by.pin_tag() };
    town.house.post(by, "/v1/pin-resets/member-approvals", &approval).await
}

/// The card of this member sets a new PIN, beside the other.
async fn reset(town: &Town, member: &Person, beside: &Person) -> Answer {
    let card = &member.credential;
    town.house.post(beside, "/v1/pin-resets", &signed(&town.house, card, card).await).await
}

/// A second professional of the first organisation.
async fn second(town: &Town) -> Person {
    town.house.member(&town.ccas, Role::Professional, "Lina SPECIMEN").await
}

#[tokio::test]
async fn two_members_vouch_a_referent_among_them_and_the_member_types_a_new_pin() {
    let town = Town::new().await;
    let (house, referent, forgot) = (&town.house, &town.ccas.referent, &town.professional);
    let second = second(&town).await;
    house.add_channel(forgot.account).await;
    for _ in 0..5 {
        house.try_log_in(&forgot.credential, WRONG_PIN).await.refused(ProblemCode::WrongPin);
    }
    house.try_log_in(&forgot.credential, &forgot.pin).await.refused(ProblemCode::CredentialBlocked);
    let told: PinResetApproved = vouch(&town, &second, forgot.account).await.ok();
    assert_eq!((told.approvals, told.needed), (1, 2));
    logged(&town, &second, EventType::PinResetApproved, ResultCode::Done).await;
    let told: PinResetApproved = vouch(&town, referent, forgot.account).await.ok();
    assert_eq!(told.approvals, 2);
    reset(&town, forgot, &second).await.done();
    logged(&town, &second, EventType::PinReset, ResultCode::Done).await;
    assert_eq!(house.count("SELECT count(*) FROM notices WHERE kind = 5").await, 1, "the member is told");
    house.get(forgot, "/v1/credentials").await.refused(ProblemCode::SessionOver);
    house.try_log_in(&forgot.credential, &forgot.pin).await.refused(ProblemCode::WrongPin);
    house.log_in(&forgot.credential, NEW_PIN).await;
    // The words of both served once.
    reset(&town, forgot, &second).await.refused(ProblemCode::SecondPersonMissing);
}

#[tokio::test]
async fn one_member_alone_or_two_without_a_referent_are_not_enough() {
    let town = Town::new().await;
    let (referent, forgot) = (&town.ccas.referent, &town.professional);
    let (second, third) = (second(&town).await, second(&town).await);
    for _ in 0..2 {
        vouch(&town, referent, forgot.account).await.done();
    }
    reset(&town, forgot, referent).await.refused(ProblemCode::SecondPersonMissing);
    logged(&town, referent, EventType::PinReset, ResultCode::SecondPersonMissing).await;
    // Whoever did not vouch does not stand beside.
    vouch(&town, &second, forgot.account).await.done();
    reset(&town, forgot, &third).await.refused(ProblemCode::SecondPersonMissing);

    let town = Town::new().await;
    let forgot = &town.professional;
    let (second, third) = (self::second(&town).await, self::second(&town).await);
    vouch(&town, &second, forgot.account).await.done();
    vouch(&town, &third, forgot.account).await.done();
    reset(&town, forgot, &third).await.refused(ProblemCode::RoleForbids);
    logged(&town, &third, EventType::PinReset, ResultCode::RoleForbids).await;
    town.house.log_in(&forgot.credential, &forgot.pin).await;
}

#[tokio::test]
async fn nobody_vouches_for_themself_from_elsewhere_or_without_the_pin() {
    let town = Town::new().await;
    let (house, forgot) = (&town.house, &town.professional);
    let stranger = town.stranger().await;
    for (by, code) in [
        (forgot, ProblemCode::NotAllowed),
        (&town.desk, ProblemCode::RoleForbids),
        (&stranger, ProblemCode::NotAMember),
        (&town.auditor, ProblemCode::NotAMember),
        (&town.vault.owner, ProblemCode::NotAMember),
    ] {
        vouch(&town, by, forgot.account).await.refused(code);
    }
    // Nor for somebody who is no member.
    for nobody in [town.vault.owner.account, town.auditor.account, AccountId::from_bytes([9; 16])] {
        vouch(&town, &town.ccas.referent, nobody).await.refused(ProblemCode::NotFound);
    }
    let pin_tag = town.ccas.referent.tag_of(WRONG_PIN);
    let approval = MemberPinApproval { member_id: forgot.account, pin_tag };
    let wrong = house.post(&town.ccas.referent, "/v1/pin-resets/member-approvals", &approval).await;
    wrong.refused(ProblemCode::WrongPin);
    logged(&town, &town.ccas.referent, EventType::PinResetApproved, ResultCode::WrongPin).await;
    assert_eq!(house.count("SELECT count(*) FROM member_pin_approvals").await, 0);
    // Two words of the right ones do not let a stranger, or the member alone, choose the PIN.
    vouch(&town, &town.ccas.referent, forgot.account).await.done();
    vouch(&town, &second(&town).await, forgot.account).await.done();
    reset(&town, forgot, &stranger).await.refused(ProblemCode::NotAMember);
    reset(&town, forgot, forgot).await.refused(ProblemCode::NotAllowed);
}

#[tokio::test]
async fn a_suspended_member_neither_vouches_nor_is_vouched_for() {
    let town = Town::new().await;
    let (house, referent, forgot) = (&town.house, &town.ccas.referent, &town.professional);
    let mut second = second(&town).await;
    vouch(&town, &second, forgot.account).await.done();
    staff::suspend(&town, referent, &second).await.done();
    vouch(&town, &second, forgot.account).await.refused(ProblemCode::SessionOver);
    house.try_log_in(&second.credential, &second.pin).await.refused(ProblemCode::MemberSuspended);
    vouch(&town, referent, forgot.account).await.done();
    reset(&town, forgot, referent).await.refused(ProblemCode::SecondPersonMissing);
    staff::resume(&town, referent, &second, &referent.pin).await.done();
    second.token = house.log_in(&second.credential, &second.pin).await.0.token.0;

    staff::suspend(&town, referent, forgot).await.done();
    vouch(&town, referent, forgot.account).await.refused(ProblemCode::MemberSuspended);
    reset(&town, forgot, referent).await.refused(ProblemCode::MemberSuspended);
    staff::resume(&town, referent, forgot, &referent.pin).await.done();
    reset(&town, forgot, referent).await.done();
    // A card that was withdrawn gets no PIN.
    let (_, new) =
        house.credential_of(vault_core::vocabulary::CredentialKind::Card, second.account, &second.keys).await;
    house.change_credentials(&second, Some(new), &[second.credential.id]).await.done();
    vouch(&town, referent, second.account).await.done();
    let third = self::second(&town).await;
    vouch(&town, &third, second.account).await.done();
    reset(&town, &second, referent).await.refused(ProblemCode::CredentialRevoked);
}

#[tokio::test]
async fn a_word_for_a_member_counts_for_a_quarter_of_an_hour() {
    let town = Town::new().await;
    let (house, referent, forgot) = (&town.house, &town.ccas.referent, &town.professional);
    let second = second(&town).await;
    vouch(&town, &second, forgot.account).await.done();
    house.clock.advance(10 * 60_000);
    vouch(&town, referent, forgot.account).await.done();
    house.clock.advance(5 * 60_000 + 1);
    reset(&town, forgot, referent).await.refused(ProblemCode::SecondPersonMissing);
    house.clock.advance(10 * 60_000);
    reset(&town, forgot, referent).await.refused(ProblemCode::TooLate);
}
