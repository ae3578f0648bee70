//! Papers, reminders, receipts, and the ends of things: what each proof says, and who gets none.

use super::erasure::{DepositFacts, undo};
use super::remind::{Remind, ReminderFacts, removal};
use super::*;
use crate::access::amend::Amend;
use vault_core::log::EventBody;
use vault_core::vocabulary::EventType;

const OWNER: AccountId = AccountId::from_bytes([2; 16]);
const VAULT: VaultId = VaultId::from_bytes([5; 16]);

fn person() -> Actor {
    Actor { account_id: OWNER, kind: AccountKind::Beneficiary, membership: None, ..actor(Role::Desk) }
}

#[test]
fn a_proof_says_who_may_what_where_and_on_what_it_rests() {
    let vault = vault(vec![mandate()]);
    let professional = actor(Role::Professional);
    let access = folder::<Read>(&professional, &vault, FOLDER, None, NOW).unwrap();
    assert_eq!((access.account_id(), access.vault_id()), (professional.account_id, VAULT));
    assert_eq!(access.folder_id(), FOLDER);
    assert_eq!((access.ground().mandate_id(), access.ground().purpose()), (mandate().mandate_id, Purpose::Rsa));
    let own = folder::<Deposit>(&person(), &vault, FOLDER, None, NOW).unwrap().ground();
    assert_eq!((own, own.mandate_id(), own.purpose()), (Ground::Owner, MandateId::NONE, Purpose::None));

    let access = owner(&person(), VAULT, OWNER).unwrap();
    assert_eq!((access.vault_id(), erasure::by_owner(&access).vault_id()), (VAULT, VAULT));
    assert_eq!(owner(&professional, VAULT, OWNER).unwrap_err().reason, ResultCode::NotAllowed);
    assert_eq!(erasure::decided_before(VAULT).vault_id(), VAULT);
    assert_eq!(log(&person(), Some((VAULT, OWNER))).unwrap().vault_id(), Some(VAULT));
    let destroyed = destroyed_before(VAULT, OWNER);
    assert_eq!((destroyed.vault_id(), destroyed.owner()), (VAULT, OWNER));
}

#[test]
fn each_act_needs_its_right_and_its_role() {
    let with = |rights| vault(vec![MandateFacts { rights, ..mandate() }]);
    let (professional, desk) = (actor(Role::Professional), actor(Role::Desk));
    let both = with(Rights::READ | Rights::DEPOSIT);
    for role in [Role::Professional, Role::Referent] {
        assert_eq!(refusal::<Read>(&actor(role), &both, NOW), ResultCode::Done);
        assert_eq!(refusal::<Deposit>(&actor(role), &both, NOW), ResultCode::Done);
        assert_eq!(refusal::<Amend>(&actor(role), &both, NOW), ResultCode::Done);
        assert_eq!(refusal::<Remind>(&actor(role), &both, NOW), ResultCode::Done);
    }
    assert_eq!(refusal::<Amend>(&professional, &with(Rights::READ), NOW), ResultCode::RightMissing);
    assert_eq!(refusal::<Amend>(&professional, &with(Rights::DEPOSIT), NOW), ResultCode::RightMissing);
    assert_eq!(refusal::<Remind>(&professional, &with(Rights::DEPOSIT), NOW), ResultCode::RightMissing);
    assert_eq!(refusal::<Deposit>(&professional, &with(Rights::READ), NOW), ResultCode::RightMissing);
    assert_eq!(refusal::<Amend>(&desk, &both, NOW), ResultCode::RoleForbids);
    assert_eq!(refusal::<Remind>(&desk, &both, NOW), ResultCode::RoleForbids);
    // Given to oneself, no role counts; and without an organisation, none that was given to one.
    let own = vault(vec![MandateFacts { to_organisation: false, ..mandate() }]);
    assert_eq!(refusal::<Read>(&desk, &own, NOW), ResultCode::Done);
    let alone = Actor { membership: None, ..professional };
    assert_eq!(refusal::<Read>(&alone, &both, NOW), ResultCode::RoleForbids);
}

#[test]
fn while_a_vault_closes_its_owner_reads_and_nobody_does_anything_else() {
    let closing = VaultFacts { closing: true, ..vault(vec![mandate()]) };
    assert_eq!(refusal::<Read>(&person(), &closing, NOW), ResultCode::Done);
    assert_eq!(refusal::<Deposit>(&person(), &closing, NOW), ResultCode::VaultClosing);
    assert_eq!(refusal::<Amend>(&person(), &closing, NOW), ResultCode::VaultClosing);
    assert_eq!(refusal::<Remind>(&person(), &closing, NOW), ResultCode::VaultClosing);
    let refused = folder::<Read>(&actor(Role::Professional), &closing, FOLDER, None, NOW).unwrap_err();
    assert_eq!(refused, Refusal { reason: ResultCode::VaultClosing, mandate_id: mandate().mandate_id });
}

#[test]
fn of_several_refusals_the_nearest_is_told() {
    let professional = actor(Role::Professional);
    let numbered =
        |number: u8, mandate: MandateFacts| MandateFacts { mandate_id: MandateId::from_bytes([number; 16]), ..mandate };
    // From the farthest to the nearest.
    let mandates = [
        numbered(1, MandateFacts { folders: vec![OTHER_FOLDER], ..mandate() }),
        numbered(2, MandateFacts { not_after_s: NOW / 1000 - 1, ..mandate() }),
        numbered(3, MandateFacts { revoked: true, ..mandate() }),
        numbered(4, MandateFacts { not_before_s: NOW / 1000 + 1, ..mandate() }),
        numbered(5, MandateFacts { rights: Rights::DEPOSIT, ..mandate() }),
    ];
    let told = |mandates: Vec<MandateFacts>| {
        folder::<Read>(&professional, &vault(mandates), FOLDER, None, NOW).unwrap_err().mandate_id
    };
    for pair in mandates.windows(2) {
        assert_eq!(told(pair.to_vec()), pair[1].mandate_id);
        assert_eq!(told(vec![pair[1].clone(), pair[0].clone()]), pair[1].mandate_id);
    }
    // Of two that are as near, the first.
    assert_eq!(told(vec![numbered(8, mandates[1].clone()), mandates[1].clone()]), MandateId::from_bytes([8; 16]));
    // A role that does not allow it is nearer than a missing right.
    let desk = actor(Role::Desk);
    let both = vault(vec![mandates[4].clone(), mandate()]);
    let refused = folder::<Read>(&desk, &both, FOLDER, None, NOW).unwrap_err();
    assert_eq!(refused, Refusal { reason: ResultCode::RoleForbids, mandate_id: mandate().mandate_id });
}

#[test]
fn among_several_folders_those_that_are_granted_count_and_otherwise_the_nearest_refusal() {
    let vault = vault(vec![mandate()]);
    let professional = actor(Role::Professional);
    let granted = folders::<Read>(&professional, &vault, &[OTHER_FOLDER, FOLDER], None, NOW).unwrap();
    assert_eq!(granted.iter().map(FolderAccess::folder_id).collect::<Vec<_>>(), [FOLDER]);
    let refused = |among: &[FolderId]| folders::<Read>(&actor(Role::Desk), &vault, among, None, NOW).unwrap_err();
    assert_eq!(refused(&[FOLDER, OTHER_FOLDER]).reason, ResultCode::RoleForbids);
    assert_eq!(refused(&[]), Refusal::plain(ResultCode::NoMandate));
    let closing = VaultFacts { closing: true, ..vault };
    let refused = folders::<Read>(&professional, &closing, &[OTHER_FOLDER, FOLDER], None, NOW).unwrap_err();
    assert_eq!(refused.reason, ResultCode::VaultClosing);
}

#[test]
fn a_deposit_is_undone_by_whoever_made_it_unread_and_for_a_quarter_of_an_hour() {
    let depositor = actor(Role::Desk);
    let facts = DepositFacts { vault_id: VAULT, depositor: depositor.account_id, deposited_ms: NOW, read: false };
    let reason = |actor: &Actor, facts: &DepositFacts, now| {
        undo(actor, facts, now).map(|access| access.vault_id()).map_err(|refusal| refusal.reason)
    };
    assert_eq!(reason(&depositor, &facts, NOW + QUARTER_MS), Ok(VAULT));
    assert_eq!(reason(&depositor, &facts, NOW + QUARTER_MS + 1), Err(ResultCode::TooLate));
    assert_eq!(reason(&depositor, &DepositFacts { read: true, ..facts }, NOW), Err(ResultCode::AlreadyRead));
    assert_eq!(reason(&person(), &facts, NOW), Err(ResultCode::NotAllowed));
    let suspended = Actor { suspended: true, ..depositor };
    assert_eq!(reason(&suspended, &facts, NOW), Err(ResultCode::MemberSuspended));
}

#[test]
fn a_reminder_is_removed_by_its_author_and_by_the_person() {
    let author = actor(Role::Professional);
    let facts = ReminderFacts { vault_id: VAULT, owner: OWNER, author: author.account_id };
    for actor in [&author, &person()] {
        assert_eq!(removal(actor, &facts).unwrap().vault_id(), VAULT);
    }
    let somebody = Actor { account_id: AccountId::from_bytes([6; 16]), ..author.clone() };
    assert_eq!(removal(&somebody, &facts).unwrap_err().reason, ResultCode::NotAllowed);
    assert!(removal(&Actor { active: false, ..author }, &facts).is_err());
}

#[test]
fn a_receipt_is_for_whoever_acted_and_that_of_a_decision_for_all() {
    let may = actor(Role::Desk);
    assert_eq!(own_entry(&may, Some(may.account_id), 3).unwrap().index(), 3);
    assert_eq!(own_entry(&may, Some(OWNER), 3).unwrap_err().reason, ResultCode::NotAllowed);
    assert_eq!(own_entry(&may, None, 3).unwrap_err().reason, ResultCode::NotAllowed);
    let body = |event: EventType, result: ResultCode| EventBody {
        event_type: event.number(),
        unix_ms: NOW,
        result: result.number(),
        ..EventBody::NONE
    };
    let decided = body(EventType::LogBehindAccepted, ResultCode::Done);
    assert_eq!(decision_entry(&decided, 4).unwrap().index(), 4);
    assert!(decision_entry(&body(EventType::Backup, ResultCode::Done), 4).is_none());
    assert!(decision_entry(&body(EventType::LogBehindAccepted, ResultCode::NotAllowed), 4).is_none());
}
