//! Policy, case by case.

use super::*;

mod members;
mod papers;
mod recoveries;

const NOW: u64 = 1_800_000_000_000;
/// A quarter of an hour.
const QUARTER_MS: u64 = 900_000;
const FOLDER: FolderId = FolderId::from_bytes([3; 16]);
const OTHER_FOLDER: FolderId = FolderId::from_bytes([4; 16]);

fn actor(role: Role) -> Actor {
    Actor {
        account_id: AccountId::from_bytes([1; 16]),
        kind: AccountKind::Staff,
        active: true,
        suspended: false,
        membership: Some((OrganisationId::from_bytes([9; 16]), role)),
    }
}

fn mandate() -> MandateFacts {
    MandateFacts {
        mandate_id: MandateId::from_bytes([7; 16]),
        to_organisation: true,
        rights: Rights::READ | Rights::DEPOSIT,
        folders: vec![FOLDER],
        purpose: Purpose::Rsa,
        not_before_s: NOW / 1000 - 10,
        not_after_s: NOW / 1000 + 10,
        revoked: false,
    }
}

fn vault(mandates: Vec<MandateFacts>) -> VaultFacts {
    VaultFacts {
        vault_id: VaultId::from_bytes([5; 16]),
        owner: AccountId::from_bytes([2; 16]),
        mandates,
        closing: false,
    }
}

fn refusal<N: Need>(actor: &Actor, vault: &VaultFacts, now: u64) -> ResultCode {
    folder::<N>(actor, vault, FOLDER, None, now).map_or_else(|refusal| refusal.reason, |_| ResultCode::Done)
}

#[test]
fn a_professional_reads_and_a_desk_only_deposits() {
    let vault = vault(vec![mandate()]);
    assert_eq!(refusal::<Read>(&actor(Role::Professional), &vault, NOW), ResultCode::Done);
    assert_eq!(refusal::<Deposit>(&actor(Role::Desk), &vault, NOW), ResultCode::Done);
    assert_eq!(refusal::<Read>(&actor(Role::Desk), &vault, NOW), ResultCode::RoleForbids);
}

#[test]
fn dates_are_exact_to_the_second() {
    let vault = vault(vec![mandate()]);
    let professional = actor(Role::Professional);
    assert_eq!(refusal::<Read>(&professional, &vault, NOW - 11_000), ResultCode::MandateNotStarted);
    assert_eq!(refusal::<Read>(&professional, &vault, NOW - 10_000), ResultCode::Done);
    assert_eq!(refusal::<Read>(&professional, &vault, NOW + 10_999), ResultCode::Done);
    assert_eq!(refusal::<Read>(&professional, &vault, NOW + 11_000), ResultCode::MandateExpired);
}

#[test]
fn revoked_missing_right_and_uncovered_folder_are_refused_by_their_names() {
    let professional = actor(Role::Professional);
    let revoked = vault(vec![MandateFacts { revoked: true, ..mandate() }]);
    assert_eq!(refusal::<Read>(&professional, &revoked, NOW), ResultCode::MandateRevoked);
    let no_read = vault(vec![MandateFacts { rights: Rights::DEPOSIT, ..mandate() }]);
    assert_eq!(refusal::<Read>(&professional, &no_read, NOW), ResultCode::RightMissing);
    let elsewhere = vault(vec![MandateFacts { folders: vec![OTHER_FOLDER], ..mandate() }]);
    assert_eq!(refusal::<Read>(&professional, &elsewhere, NOW), ResultCode::NoMandate);
    assert_eq!(refusal::<Read>(&professional, &vault(vec![]), NOW), ResultCode::NoMandate);
}

#[test]
fn a_live_mandate_wins_over_a_dead_one_unless_the_dead_one_was_asked_for() {
    let dead = MandateFacts { mandate_id: MandateId::from_bytes([6; 16]), revoked: true, ..mandate() };
    let vault = vault(vec![dead.clone(), mandate()]);
    let professional = actor(Role::Professional);
    let access = folder::<Read>(&professional, &vault, FOLDER, None, NOW).unwrap();
    assert_eq!(access.ground(), Ground::Mandate(mandate().mandate_id, Purpose::Rsa));
    let refused = folder::<Read>(&professional, &vault, FOLDER, Some(dead.mandate_id), NOW).unwrap_err();
    assert_eq!(refused, Refusal { reason: ResultCode::MandateRevoked, mandate_id: dead.mandate_id });
}

#[test]
fn a_disabled_account_may_nothing_even_in_its_own_vault() {
    let vault = vault(vec![]);
    let owner = Actor {
        account_id: vault.owner,
        kind: AccountKind::Beneficiary,
        active: false,
        suspended: false,
        membership: None,
    };
    assert_eq!(refusal::<Read>(&owner, &vault, NOW), ResultCode::AccountDisabled);
    assert_eq!(refusal::<Read>(&Actor { active: true, ..owner }, &vault, NOW), ResultCode::Done);
}

#[test]
fn logs_are_for_the_owner_and_the_auditor() {
    let vault = vault(vec![mandate()]);
    let of_vault = Some((vault.vault_id, vault.owner));
    let auditor = Actor { kind: AccountKind::Auditor, membership: None, ..actor(Role::Desk) };
    assert!(!log(&auditor, None).unwrap().names());
    assert!(log(&actor(Role::Professional), of_vault).is_err());
    let owner = Actor {
        account_id: vault.owner,
        kind: AccountKind::Beneficiary,
        active: true,
        suspended: false,
        membership: None,
    };
    assert!(log(&owner, of_vault).unwrap().names());
    assert!(log(&owner, None).is_err());
}

#[test]
fn who_is_suspended_or_disabled_does_nothing_at_all() {
    let (member, vault) = (actor(Role::Referent), vault(vec![mandate()]));
    let organisation = OrganisationId::from_bytes([9; 16]);
    let somebody = AccountId::from_bytes([6; 16]);
    for (actor, reason) in [
        (Actor { suspended: true, ..member.clone() }, ResultCode::MemberSuspended),
        (Actor { active: false, ..member.clone() }, ResultCode::AccountDisabled),
    ] {
        assert_eq!(refusal::<Read>(&actor, &vault, NOW), reason);
        assert_eq!(refusal::<Deposit>(&actor, &vault, NOW), reason);
        assert_eq!(roster(&actor, organisation).map(drop), Err(Refusal::plain(reason)));
        assert_eq!(enter(&actor, false), Err(Refusal::plain(reason)));
        assert_eq!(recipient(&actor, Some(actor.account_id), None), Err(Refusal::plain(reason)));
    }
    assert!(other_member(&member, organisation, somebody).is_ok());
    let oneself = other_member(&member, organisation, member.account_id).map(drop);
    assert_eq!(oneself, Err(Refusal::plain(ResultCode::NotAllowed)));
}

#[test]
fn a_vault_is_destroyed_after_its_days_of_grace_and_once() {
    let vault = vault(Vec::new());
    let facts =
        leaving::ClosingFacts { vault_id: vault.vault_id, owner: vault.owner, destroy_ms: NOW, destroyed_index: None };
    let reason =
        |facts: &leaving::ClosingFacts, now| leaving::destruction(facts, now).map_err(|refusal| refusal.reason);
    assert_eq!(reason(&facts, NOW).unwrap_err(), ResultCode::TooEarly);
    assert_eq!(reason(&facts, NOW + 1).unwrap().vault_id(), vault.vault_id);
    let done = leaving::ClosingFacts { destroyed_index: Some(7), ..facts };
    assert_eq!(reason(&done, NOW + 1).unwrap_err(), ResultCode::TooLate);
    assert!(leaving::claimed_entry(&facts).is_none());
    assert_eq!(leaving::claimed_entry(&done).unwrap().index(), 7);
}

#[test]
fn an_account_that_may_not_act_has_no_receipt_no_new_card_and_helps_nobody() {
    let vault = vault(Vec::new());
    let trusted = [OrganisationId::from_bytes([9; 16])];
    let may = actor(Role::Professional);
    let mut inactive = may.clone();
    inactive.active = false;
    assert!(leaving::own_entry(&may, Some(may.account_id), 1).is_ok());
    assert!(leaving::own_entry(&inactive, Some(inactive.account_id), 1).is_err());
    assert!(people::own_credentials(&may).is_ok());
    assert!(people::own_credentials(&inactive).is_err());
    assert!(people::follower(&may, vault.vault_id, &trusted).is_ok());
    assert!(people::follower(&inactive, vault.vault_id, &trusted).is_err());
}
