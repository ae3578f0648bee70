//! Two words for a new PIN, and who may give one; what people are to an organisation.

use super::*;
use crate::access::people::own_device;

const ORGANISATION: OrganisationId = OrganisationId::from_bytes([9; 16]);
const ELSEWHERE: OrganisationId = OrganisationId::from_bytes([8; 16]);
const VAULT: VaultId = VaultId::from_bytes([5; 16]);

/// A member of the organisation, by number.
fn numbered(number: u8, role: Role) -> Actor {
    Actor { account_id: AccountId::from_bytes([number; 16]), ..actor(role) }
}

fn follows(number: u8, vault: VaultId) -> FollowerAccess {
    follower(&numbered(number, Role::Professional), vault, &[ORGANISATION]).unwrap()
}

#[test]
fn a_follower_is_a_professional_or_a_referent_of_an_organisation_that_is_trusted() {
    for (role, reason) in
        [(Role::Referent, None), (Role::Professional, None), (Role::Desk, Some(ResultCode::RoleForbids))]
    {
        let answer = follower(&actor(role), VAULT, &[ORGANISATION]).map_err(|refusal| refusal.reason);
        assert_eq!(answer.err(), reason, "{role:?}");
    }
    let refused = |actor: &Actor, trusted: &[OrganisationId]| follower(actor, VAULT, trusted).unwrap_err().reason;
    assert_eq!(refused(&actor(Role::Referent), &[ELSEWHERE]), ResultCode::NotTrusted);
    let alone = Actor { membership: None, ..actor(Role::Referent) };
    assert_eq!(refused(&alone, &[ORGANISATION]), ResultCode::NotAllowed);
    let access = follower(&actor(Role::Referent), VAULT, &[ELSEWHERE, ORGANISATION]).unwrap();
    let expected = (AccountId::from_bytes([1; 16]), ORGANISATION, VAULT);
    assert_eq!((access.account_id(), access.organisation_id(), access.vault_id()), expected);
}

#[test]
fn a_new_pin_needs_two_words_of_this_quarter_of_an_hour_the_actors_among_them() {
    const LAST: u64 = NOW - QUARTER_MS;
    let other_vault = VaultId::from_bytes([6; 16]);
    let reason = |given: &[(u8, VaultId, u64)]| {
        let word = |(by, vault, approved_ms): &(u8, VaultId, u64)| Vouching {
            by: follows(*by, *vault),
            approved_ms: *approved_ms,
        };
        let given: Vec<Vouching> = given.iter().map(word).collect();
        pin_reset(&follows(1, VAULT), &given, NOW).map(|access| access.vault_id()).map_err(|refusal| refusal.reason)
    };
    assert_eq!(reason(&[(1, VAULT, LAST), (2, VAULT, NOW)]), Ok(VAULT));
    for missing in [
        vec![],
        vec![(1, VAULT, NOW)],
        vec![(1, VAULT, NOW), (2, VAULT, LAST - 1)],
        vec![(1, VAULT, NOW), (2, other_vault, NOW)],
        vec![(1, other_vault, NOW), (2, VAULT, NOW), (3, VAULT, NOW)],
        vec![(2, VAULT, NOW), (3, VAULT, NOW)],
        vec![(1, VAULT, LAST - 1), (2, VAULT, NOW), (3, VAULT, NOW)],
        vec![(1, VAULT, LAST - 1)],
    ] {
        assert_eq!(reason(&missing), Err(ResultCode::SecondPersonMissing), "{missing:?}");
    }
    assert_eq!(reason(&[(1, VAULT, LAST - 1), (2, VAULT, LAST - 1)]), Err(ResultCode::TooLate));
}

#[test]
fn a_colleague_vouches_for_another_member_who_may_act() {
    let (one, other) = (numbered(1, Role::Professional), numbered(2, Role::Desk));
    let access = colleague(&one, &other, ORGANISATION).unwrap();
    assert_eq!((access.account_id(), access.member_id()), (one.account_id, other.account_id));
    let refused =
        |actor: &Actor, other: &Actor, organisation| colleague(actor, other, organisation).unwrap_err().reason;
    assert_eq!(refused(&one, &one, ORGANISATION), ResultCode::NotAllowed);
    assert_eq!(refused(&one, &other, ELSEWHERE), ResultCode::NotAMember);
    assert_eq!(refused(&numbered(1, Role::Desk), &other, ORGANISATION), ResultCode::RoleForbids);
    let suspended = Actor { suspended: true, ..other };
    assert_eq!(refused(&one, &suspended, ORGANISATION), ResultCode::MemberSuspended);
}

#[test]
fn a_members_new_pin_needs_a_referent_among_the_two() {
    const LAST: u64 = NOW - QUARTER_MS;
    let vouches =
        |by: u8, role, member: u8| colleague(&numbered(by, role), &numbered(member, Role::Desk), ORGANISATION).unwrap();
    let reason = |given: &[(u8, Role, u8, u64)]| {
        let word = |(by, role, member, approved_ms): &(u8, Role, u8, u64)| MemberVouching {
            by: vouches(*by, *role, *member),
            approved_ms: *approved_ms,
        };
        let given: Vec<MemberVouching> = given.iter().map(word).collect();
        member_pin(&vouches(1, Role::Professional, 7), &given, NOW)
            .map(|access| access.member_id())
            .map_err(|refusal| refusal.reason)
    };
    let (plain, referent) = (Role::Professional, Role::Referent);
    assert_eq!(reason(&[(1, plain, 7, LAST), (2, referent, 7, NOW)]), Ok(AccountId::from_bytes([7; 16])));
    for forbidden in [
        vec![(1, plain, 7, NOW), (2, plain, 7, NOW)],
        vec![(1, plain, 7, NOW), (2, plain, 7, NOW), (3, referent, 7, LAST - 1)],
        vec![(1, plain, 7, NOW), (2, plain, 7, NOW), (3, referent, 6, NOW)],
    ] {
        assert_eq!(reason(&forbidden), Err(ResultCode::RoleForbids), "{forbidden:?}");
    }
    for missing in [
        vec![],
        vec![(1, plain, 7, NOW)],
        vec![(1, plain, 7, NOW), (2, referent, 7, LAST - 1)],
        vec![(1, plain, 7, NOW), (2, referent, 6, NOW)],
        vec![(2, plain, 7, NOW), (3, referent, 7, NOW)],
        vec![(1, plain, 7, LAST - 1), (2, referent, 7, NOW), (3, plain, 7, NOW)],
        vec![(1, plain, 7, LAST - 1)],
    ] {
        assert_eq!(reason(&missing), Err(ResultCode::SecondPersonMissing), "{missing:?}");
    }
    assert_eq!(reason(&[(1, plain, 7, LAST - 1), (2, referent, 7, LAST - 1)]), Err(ResultCode::TooLate));
}

#[test]
fn only_staff_have_a_computer_of_their_own_and_found_an_organisation_once() {
    let staff = Actor { membership: None, ..actor(Role::Desk) };
    let person = Actor { kind: AccountKind::Beneficiary, ..staff.clone() };
    let refused = Err(Refusal::plain(ResultCode::NotAllowed));
    assert_eq!((own_device(&staff), own_device(&person)), (Ok(()), refused));
    assert_eq!((founder(&staff), founder(&person), founder(&actor(Role::Referent))), (Ok(()), refused, refused));
    assert_eq!(own_credentials(&person).unwrap().account_id(), person.account_id);
    assert_eq!(own(&person).unwrap().account_id(), person.account_id);
    let inactive = Actor { active: false, ..staff };
    for answer in [own_device(&inactive), founder(&inactive), own(&inactive).map(drop)] {
        assert_eq!(answer, Err(Refusal::plain(ResultCode::AccountDisabled)));
    }
}

#[test]
fn a_member_acts_in_the_own_organisation_in_a_role_that_may() {
    let professional = actor(Role::Professional);
    let access = member(&professional, ORGANISATION, &[Role::Referent, Role::Professional]).unwrap();
    assert_eq!((access.organisation_id(), access.role()), (ORGANISATION, Role::Professional));
    let refused = |organisation, roles: &[Role]| member(&professional, organisation, roles).unwrap_err().reason;
    assert_eq!(refused(ORGANISATION, &[Role::Referent]), ResultCode::RoleForbids);
    assert_eq!(refused(ELSEWHERE, &[Role::Professional]), ResultCode::NotAMember);

    let access = roster(&actor(Role::Referent), ORGANISATION).unwrap();
    assert_eq!((access.organisation_id(), access.member().role()), (ORGANISATION, Role::Referent));
    assert_eq!(roster(&professional, ORGANISATION).unwrap_err().reason, ResultCode::RoleForbids);
    let invited = Actor { active: false, ..professional };
    assert_eq!(enter(&invited, true), Ok(()));
    assert_eq!(enter(&actor(Role::Desk), false), Ok(()));
}

#[test]
fn a_mandate_is_given_up_by_whoever_holds_it() {
    let (professional, desk) = (actor(Role::Professional), actor(Role::Desk));
    let somebody = AccountId::from_bytes([6; 16]);
    let reason = |actor: &Actor, account, organisation| recipient(actor, account, organisation).map_err(|r| r.reason);
    assert_eq!(reason(&desk, Some(desk.account_id), None), Ok(()));
    assert_eq!(reason(&professional, None, Some(ORGANISATION)), Ok(()));
    assert_eq!(reason(&professional, Some(somebody), None), Err(ResultCode::NotAllowed));
    assert_eq!(reason(&desk, None, Some(ORGANISATION)), Err(ResultCode::RoleForbids));
    assert_eq!(reason(&professional, None, Some(ELSEWHERE)), Err(ResultCode::NotAMember));
}

#[test]
fn a_tie_is_ended_by_the_person_or_by_who_follows_them() {
    let (owner, professional) = (AccountId::from_bytes([2; 16]), actor(Role::Professional));
    let person = Actor { account_id: owner, kind: AccountKind::Beneficiary, membership: None, ..professional.clone() };
    for (actor, by_owner) in [(&person, true), (&professional, false)] {
        let access = tie(actor, (VAULT, owner), ORGANISATION).unwrap();
        assert_eq!((access.vault_id(), access.organisation_id(), access.by_owner()), (VAULT, ORGANISATION, by_owner));
    }
    let refused = |actor: &Actor, organisation| tie(actor, (VAULT, owner), organisation).unwrap_err().reason;
    assert_eq!(refused(&actor(Role::Desk), ORGANISATION), ResultCode::RoleForbids);
    assert_eq!(refused(&professional, ELSEWHERE), ResultCode::NotAMember);
    assert!(tie(&Actor { active: false, ..person }, (VAULT, owner), ORGANISATION).is_err());
}
