//! Who has not come for long.

use vault_core::ids::AccountId;
use vault_core::vocabulary::AccountKind;

use super::{StoreError, Tx, execute, fetch_all, fetch_optional, rows};

/// Remembers a login: whatever was warned of is over.
pub async fn seen(tx: &mut Tx, account_id: AccountId, now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE accounts SET last_login_ms = $1, idle_warned_ms = NULL WHERE account_id = $2",
        rows::signed(now_ms),
        account_id.as_ref().to_vec(),
    )
    .map(drop)
}

/// Active accounts of a kind that were not seen since `idle_since_ms`, and not warned since `warned_before_ms`.
pub async fn to_warn(
    tx: &mut Tx,
    kind: AccountKind,
    idle_since_ms: u64,
    warned_before_ms: u64,
) -> Result<Vec<AccountId>, StoreError> {
    let found: Vec<(Vec<u8>,)> = fetch_all!(
        tx,
        "SELECT account_id FROM accounts WHERE kind = $1 AND status = 2
             AND COALESCE(last_login_ms, created_ms) <= $2 AND (idle_warned_ms IS NULL OR idle_warned_ms <= $3)
         ORDER BY account_id",
        i64::from(kind.number()),
        rows::signed(idle_since_ms),
        rows::signed(warned_before_ms),
    )?;
    ids(&found)
}

/// Remembers a warning.
pub async fn warned(tx: &mut Tx, account_id: AccountId, now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE accounts SET idle_warned_ms = $1 WHERE account_id = $2",
        rows::signed(now_ms),
        account_id.as_ref().to_vec(),
    )
    .map(drop)
}

/// Active staff not seen since `idle_since_ms`, and warned at `warned_before_ms` or earlier.
pub async fn to_disable(tx: &mut Tx, idle_since_ms: u64, warned_before_ms: u64) -> Result<Vec<AccountId>, StoreError> {
    let found: Vec<(Vec<u8>,)> = fetch_all!(
        tx,
        "SELECT account_id FROM accounts WHERE kind = 2 AND status = 2
             AND COALESCE(last_login_ms, created_ms) <= $1 AND idle_warned_ms <= $2 ORDER BY account_id",
        rows::signed(idle_since_ms),
        rows::signed(warned_before_ms),
    )?;
    ids(&found)
}

/// Whether an account is a référent, and its organisation has no other who may act.
pub async fn is_last_referent(tx: &mut Tx, account_id: AccountId) -> Result<bool, StoreError> {
    let alone: Option<(i64,)> = fetch_optional!(
        tx,
        "SELECT CAST(1 AS BIGINT) FROM members WHERE members.account_id = $1 AND members.role = 1 AND NOT EXISTS
             (SELECT 1 FROM members AS others JOIN accounts ON accounts.account_id = others.account_id
              WHERE others.organisation_id = members.organisation_id AND others.account_id <> members.account_id
                  AND others.role = 1 AND others.state = 1 AND accounts.status = 2)",
        account_id.as_ref().to_vec(),
    )?;
    Ok(alone.is_some())
}

/// Closes an account: it may not act any more.
pub async fn disable(tx: &mut Tx, account_id: AccountId) -> Result<(), StoreError> {
    execute!(tx, "UPDATE accounts SET status = 3 WHERE account_id = $1", account_id.as_ref().to_vec()).map(drop)
}

fn ids(found: &[(Vec<u8>,)]) -> Result<Vec<AccountId>, StoreError> {
    found.iter().map(|(id,)| rows::id(id, "accounts.account_id")).collect()
}
