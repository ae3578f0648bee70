//! Members who are suspended, resumed and removed, and names that are sealed anew after the keys have turned.

use vault_core::entropy::Entropy;
use vault_core::ids::AccountId;
use vault_core::vocabulary::MemberState;

use super::lock::Table;
use super::organisations::{DirectoryEntry, Member, directory_key};
use super::{Lock, StoreError, Tx, execute, fetch_optional, rows};
use crate::access::RosterAccess;

/// A member of the proof's organisation who was not removed.
pub async fn find(tx: &mut Tx, access: &RosterAccess, account_id: AccountId) -> Result<Option<Member>, StoreError> {
    let members = super::organisations::members(tx, access.member()).await?;
    Ok(members.into_iter().find(|member| member.account_id == account_id))
}

/// Moves a member of the proof's organisation to another state; one who was removed stays so.
pub async fn set_state(
    tx: &mut Tx,
    access: &RosterAccess,
    account_id: AccountId,
    state: MemberState,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE members SET state = $1 WHERE account_id = $2 AND organisation_id = $3 AND state <> 3",
        i64::from(state.number()),
        account_id.as_ref().to_vec(),
        access.organisation_id().as_ref().to_vec(),
    )
    .map(drop)
}

/// Lets a member of the proof's organisation who was not removed act again: suspended, or disabled for not having come
/// for long. Idle days are counted from now on.
pub async fn resume(tx: &mut Tx, access: &RosterAccess, account_id: AccountId, now_ms: u64) -> Result<(), StoreError> {
    set_state(tx, access, account_id, MemberState::Active).await?;
    execute!(
        tx,
        "UPDATE accounts SET status = 2, last_login_ms = $1, idle_warned_ms = NULL
         WHERE account_id = $2 AND status = 3 AND EXISTS
             (SELECT 1 FROM members WHERE members.account_id = accounts.account_id
                  AND members.organisation_id = $3 AND members.state = 1)",
        rows::signed(now_ms),
        account_id.as_ref().to_vec(),
        access.organisation_id().as_ref().to_vec(),
    )
    .map(drop)
}

/// What remains of a removed member: nothing that logs in, nothing that the organisation had sealed to them, nor what they kept for
/// themselves.
pub async fn disable(tx: &mut Tx, access: &RosterAccess, account_id: AccountId) -> Result<(), StoreError> {
    let account = account_id.as_ref().to_vec();
    execute!(tx, "UPDATE accounts SET status = 3 WHERE account_id = $1", account.clone())?;
    execute!(tx, "UPDATE credentials SET status = 3, sealed_root = NULL WHERE account_id = $1", account.clone())?;
    execute!(
        tx,
        "DELETE FROM wraps WHERE object = $1 AND (scope = $2 AND kind IN (6, 9, 10) OR kind = 15)",
        account,
        access.organisation_id().as_ref().to_vec(),
    )
    .map(drop)
}

/// Replaces a sealed name by one under a later epoch; `false` when it is under that epoch already, or not there.
pub async fn reseal(
    tx: &mut Tx,
    lock: &Lock,
    entropy: &mut (dyn Entropy + Send),
    access: &RosterAccess,
    entry: &DirectoryEntry,
) -> Result<bool, StoreError> {
    let key = directory_key(access.organisation_id(), entry.vault_id);
    let sealed = lock.seal_row(entropy, Table::DirectoryEntries, &key, &entry.entry);
    execute!(
        tx,
        "UPDATE directory_entries SET epoch = $1, sealed = $2
         WHERE organisation_id = $3 AND vault_id = $4 AND epoch < $1",
        i64::from(entry.epoch),
        sealed,
        access.organisation_id().as_ref().to_vec(),
        entry.vault_id.as_ref().to_vec(),
    )
    .map(|changed| changed == 1)
}

/// How many names are under an epoch before this one.
pub async fn names_before(tx: &mut Tx, access: &RosterAccess, epoch: u32) -> Result<u64, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(
        tx,
        "SELECT count(*) FROM directory_entries WHERE organisation_id = $1 AND epoch < $2",
        access.organisation_id().as_ref().to_vec(),
        i64::from(epoch),
    )?;
    row.map_or(Ok(0), |(count,)| rows::unsigned(count, "directory_entries"))
}
