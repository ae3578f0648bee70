//! A recovery: who approves, who stops it, when the server lets go, and when it is over.

use super::recovery::*;
use super::*;
use vault_core::ids::{CredentialId, RecoveryId};
use vault_core::vocabulary::{RecoveryMeans, RecoveryState};

const ORGANISATION: OrganisationId = OrganisationId::from_bytes([9; 16]);
const ELSEWHERE: OrganisationId = OrganisationId::from_bytes([8; 16]);
const VAULT: VaultId = VaultId::from_bytes([5; 16]);
const OWNER: AccountId = AccountId::from_bytes([2; 16]);
const STARTED: u64 = NOW;
const APPROVED: u64 = NOW + 1_000;
const DELAY: u64 = 72 * 3600 * 1000;
const OPEN_MS: u64 = 2_592_000_000;
const READY: u64 = APPROVED + DELAY;
const LAPSES: u64 = READY + OPEN_MS;

fn facts() -> RecoveryFacts {
    RecoveryFacts {
        recovery_id: RecoveryId::from_bytes([4; 16]),
        account_id: OWNER,
        vault_id: VAULT,
        means: RecoveryMeans::Sheet,
        credential_id: CredentialId::from_bytes([3; 9]),
        started_by: AccountId::from_bytes([1; 16]),
        state: RecoveryState::Waiting,
        started_ms: STARTED,
        approved_ms: Some(APPROVED),
        released: false,
        delay_ms: DELAY,
        untold: false,
    }
}

fn starter() -> FollowerAccess {
    start(&actor(Role::Professional), VAULT, &[ORGANISATION]).unwrap()
}

#[test]
fn it_may_be_finished_after_the_delay_and_for_thirty_days() {
    let waiting = RecoveryFacts { approved_ms: None, ..facts() };
    assert_eq!((facts().ready_ms(), facts().lapses_ms()), (Some(READY), LAPSES));
    assert_eq!((waiting.ready_ms(), waiting.lapses_ms()), (None, STARTED + OPEN_MS));
    let reason = |facts: &RecoveryFacts, now| release(&starter(), facts, now).map(drop).map_err(|r| r.reason);
    assert_eq!(reason(&facts(), READY - 1), Err(ResultCode::TooEarly));
    assert_eq!(reason(&facts(), READY), Ok(()));
    assert_eq!(reason(&facts(), LAPSES), Ok(()));
    assert_eq!(reason(&facts(), LAPSES + 1), Err(ResultCode::TooLate));
    assert_eq!(reason(&waiting, READY), Err(ResultCode::SecondPersonMissing));
    assert_eq!(reason(&RecoveryFacts { untold: true, ..facts() }, READY), Err(ResultCode::TooEarly));
    for (state, expected) in [
        (RecoveryState::Stopped, ResultCode::Stopped),
        (RecoveryState::Finished, ResultCode::TooLate),
        (RecoveryState::Lapsed, ResultCode::TooLate),
    ] {
        assert_eq!(reason(&RecoveryFacts { state, ..facts() }, READY), Err(expected));
    }
}

#[test]
fn the_one_who_started_it_finishes_it_and_the_half_is_let_go_first() {
    let refused = |facts: &RecoveryFacts| release(&starter(), facts, READY).unwrap_err().reason;
    assert_eq!(refused(&RecoveryFacts { started_by: OWNER, ..facts() }), ResultCode::NotAllowed);
    let elsewhere = RecoveryFacts { vault_id: VaultId::from_bytes([6; 16]), ..facts() };
    assert_eq!(refused(&elsewhere), ResultCode::NotAllowed);
    let access = release(&starter(), &facts(), READY).unwrap();
    assert_eq!((access.recovery_id(), access.credential_id()), (facts().recovery_id, facts().credential_id));
    assert_eq!(access.credentials().account_id(), OWNER);

    assert_eq!(enrolment(&starter(), &facts(), READY).unwrap_err().reason, ResultCode::TooEarly);
    let released = RecoveryFacts { released: true, ..facts() };
    assert!(enrolment(&starter(), &released, READY).is_ok());
    assert_eq!(enrolment(&starter(), &released, LAPSES + 1).unwrap_err().reason, ResultCode::TooLate);
}

#[test]
fn a_sheet_is_approved_by_members_who_follow_the_person_each_once() {
    let facts = RecoveryFacts { approved_ms: None, ..facts() };
    let professional = actor(Role::Professional);
    let ask = |actor: &Actor, facts: &RecoveryFacts, followers: &[OrganisationId], given: &[AccountId], now| {
        approve(actor, facts, followers, false, given, now).map_err(|refusal| refusal.reason)
    };
    let last = STARTED + OPEN_MS;
    let access = ask(&professional, &facts, &[ORGANISATION], &[OWNER], last).unwrap();
    let expected = (facts.recovery_id, professional.account_id, Some(ORGANISATION));
    assert_eq!((access.recovery_id(), access.account_id(), access.organisation_id()), expected);
    let refused = |actor: &Actor, followers: &[OrganisationId], given: &[AccountId], now| {
        ask(actor, &facts, followers, given, now).unwrap_err()
    };
    assert_eq!(refused(&professional, &[ORGANISATION], &[], last + 1), ResultCode::TooLate);
    assert_eq!(refused(&professional, &[ELSEWHERE], &[], NOW), ResultCode::NotTrusted);
    assert_eq!(refused(&actor(Role::Desk), &[ORGANISATION], &[], NOW), ResultCode::RoleForbids);
    let twice = [professional.account_id];
    assert_eq!(refused(&professional, &[ORGANISATION], &twice, NOW), ResultCode::SecondPersonMissing);
    let suspended = Actor { suspended: true, ..professional };
    assert_eq!(refused(&suspended, &[ORGANISATION], &[], NOW), ResultCode::MemberSuspended);
}

#[test]
fn guardians_approve_for_themselves_and_are_not_the_one_who_started_it() {
    let facts = RecoveryFacts { means: RecoveryMeans::Guardians, approved_ms: None, ..facts() };
    let guardian = Actor { account_id: AccountId::from_bytes([7; 16]), membership: None, ..actor(Role::Desk) };
    let ask = |actor: &Actor, guards, given: &[AccountId]| {
        approve(actor, &facts, &[ORGANISATION], guards, given, NOW).map_err(|refusal| refusal.reason)
    };
    let access = ask(&guardian, true, &[]).unwrap();
    assert_eq!((access.account_id(), access.organisation_id()), (guardian.account_id, None));
    assert_eq!(ask(&guardian, false, &[]).unwrap_err(), ResultCode::NotAllowed);
    assert_eq!(ask(&guardian, true, &[guardian.account_id]).unwrap_err(), ResultCode::SecondPersonMissing);
    let starter = actor(Role::Professional);
    assert_eq!(ask(&starter, true, &[]).unwrap_err(), ResultCode::SecondPersonMissing);

    assert_eq!(rehearse(&guardian, &[OWNER, guardian.account_id]), Ok(()));
    assert_eq!(rehearse(&guardian, &[OWNER]), Err(Refusal::plain(ResultCode::NotAllowed)));
    let inactive = Actor { active: false, ..guardian };
    assert_eq!(rehearse(&inactive, &[inactive.account_id]), Err(Refusal::plain(ResultCode::AccountDisabled)));
}

#[test]
fn the_person_and_every_member_who_follows_them_stop_it() {
    let person = Actor { account_id: OWNER, kind: AccountKind::Beneficiary, membership: None, ..actor(Role::Desk) };
    let reason = |actor: &Actor, followers: &[OrganisationId], now| {
        stop(actor, &facts(), followers, now).map(|access| access.recovery_id()).map_err(|refusal| refusal.reason)
    };
    assert_eq!(reason(&person, &[], NOW), Ok(facts().recovery_id));
    for role in [Role::Referent, Role::Professional, Role::Desk] {
        assert_eq!(reason(&actor(role), &[ORGANISATION], LAPSES), Ok(facts().recovery_id));
    }
    assert_eq!(reason(&actor(Role::Referent), &[ELSEWHERE], NOW), Err(ResultCode::NotTrusted));
    let alone = Actor { membership: None, ..actor(Role::Referent) };
    assert_eq!(reason(&alone, &[ORGANISATION], NOW), Err(ResultCode::NotAllowed));
    assert_eq!(reason(&person, &[], LAPSES + 1), Err(ResultCode::TooLate));
    let suspended = Actor { suspended: true, ..actor(Role::Desk) };
    assert_eq!(reason(&suspended, &[ORGANISATION], NOW), Err(ResultCode::MemberSuspended));
}
