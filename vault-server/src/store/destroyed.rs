//! What the destruction of a vault removes beside its documents, table by table. Certificates, the log, tombstones, the account's id and
//! the vault's stay: they hold public keys and random ids, and the log verifies with them.

use super::{StoreError, Tx, execute, fetch_all};
use crate::access::DestructionAccess;

/// Removes what a vault holds beside its documents; gives the staged objects, to be deleted after COMMIT.
pub async fn vault(tx: &mut Tx, access: &DestructionAccess) -> Result<Vec<String>, StoreError> {
    let id = || access.vault_id().as_ref().to_vec();
    let staged: Vec<(String,)> = fetch_all!(tx, "DELETE FROM uploads WHERE vault_id = $1 RETURNING blob_key", id())?;
    execute!(tx, "DELETE FROM wraps WHERE scope = $1", id())?;
    execute!(tx, "DELETE FROM mandates WHERE vault_id = $1", id())?;
    execute!(tx, "DELETE FROM directory_entries WHERE vault_id = $1", id())?;
    execute!(tx, "DELETE FROM directory_invitations WHERE vault_id = $1", id())?;
    execute!(
        tx,
        "DELETE FROM recovery_approvals WHERE recovery_id IN (SELECT recovery_id FROM recoveries WHERE vault_id = $1)",
        id(),
    )?;
    execute!(tx, "DELETE FROM recoveries WHERE vault_id = $1", id())?;
    execute!(tx, "DELETE FROM pin_reset_approvals WHERE vault_id = $1", id())?;
    execute!(tx, "DELETE FROM guardians WHERE vault_id = $1", id())?;
    execute!(tx, "DELETE FROM reminders WHERE vault_id = $1", id())?;
    execute!(tx, "DELETE FROM folders WHERE vault_id = $1", id())?;
    Ok(staged.into_iter().map(|(blob,)| blob).collect())
}

/// Removes everything with which the owner could come back, and disables the account. Channels wait for the last
/// notice ([`super::channels::remove_all`]).
pub async fn owner(tx: &mut Tx, access: &DestructionAccess) -> Result<(), StoreError> {
    let id = || access.owner().as_ref().to_vec();
    execute!(
        tx,
        "DELETE FROM login_challenges WHERE credential_id IN
             (SELECT credential_id FROM credentials WHERE account_id = $1)",
        id(),
    )?;
    execute!(tx, "DELETE FROM credentials WHERE account_id = $1", id())?;
    execute!(tx, "DELETE FROM sessions WHERE account_id = $1", id())?;
    execute!(tx, "DELETE FROM openings WHERE account_id = $1", id())?;
    // What the account kept for itself: its display profile.
    execute!(tx, "DELETE FROM wraps WHERE scope = $1", id())?;
    execute!(tx, "UPDATE accounts SET status = 3 WHERE account_id = $1", id()).map(drop)
}
