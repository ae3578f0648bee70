//! Mandates and their revocations, as signed.

use vault_core::ids::{AccountId, MandateId, OrganisationId, VaultId};
use vault_core::mandate::{Mandate, Recipient};

use super::{StoreError, Tx, execute, fetch_all, fetch_optional, rows};
use crate::access::OwnerAccess;

/// A mandate as stored.
#[derive(Debug, Clone)]
pub struct StoredMandate {
    /// What was signed, read.
    pub mandate: Mandate,
    /// `VMD1`.
    pub bytes: Vec<u8>,
    /// `VRV1`, once revoked.
    pub revocation: Option<Vec<u8>>,
    /// When it was recorded, Unix milliseconds.
    pub created_ms: u64,
    /// Place of the grant in the log.
    pub log_index: Option<u64>,
}

/// Writes a mandate that the caller has verified, on the owner's proof.
pub async fn insert(
    tx: &mut Tx,
    _granted_by: &OwnerAccess,
    mandate: &Mandate,
    bytes: &[u8],
    log_index: u64,
    now_ms: u64,
) -> Result<(), StoreError> {
    let (kind, recipient) = recipient_columns(mandate.recipient);
    execute!(
        tx,
        "INSERT INTO mandates (mandate_id, vault_id, recipient_kind, recipient_id, mandate, revocation,
             expiry_logged, not_after_ms, created_ms, log_index) VALUES ($1, $2, $3, $4, $5, NULL, 0, $6, $7, $8)",
        mandate.id.as_ref().to_vec(),
        mandate.vault.as_ref().to_vec(),
        kind,
        recipient,
        bytes.to_vec(),
        rows::signed(mandate.not_after.saturating_mul(1000).saturating_add(999)),
        rows::signed(now_ms),
        rows::signed(log_index),
    )
    .map(drop)
}

/// Ends a mandate; `false` when it had ended already. Whoever calls has the owner's or the recipient's signature.
pub async fn revoke(tx: &mut Tx, mandate_id: MandateId, revocation: &[u8], now_ms: u64) -> Result<bool, StoreError> {
    execute!(
        tx,
        "UPDATE mandates SET revocation = $1, revoked_ms = $2 WHERE mandate_id = $3 AND revocation IS NULL",
        revocation.to_vec(),
        rows::signed(now_ms),
        mandate_id.as_ref().to_vec(),
    )
    .map(|changed| changed == 1)
}

type Row = (Vec<u8>, Option<Vec<u8>>, i64, Option<i64>);

/// Reads a mandate.
pub async fn find(tx: &mut Tx, mandate_id: MandateId) -> Result<Option<StoredMandate>, StoreError> {
    let row: Option<Row> = fetch_optional!(
        tx,
        "SELECT mandate, revocation, created_ms, log_index FROM mandates WHERE mandate_id = $1",
        mandate_id.as_ref().to_vec(),
    )?;
    row.map(stored).transpose()
}

/// Every mandate ever given on a vault, oldest first.
pub async fn of_vault(tx: &mut Tx, vault_id: VaultId) -> Result<Vec<StoredMandate>, StoreError> {
    let rows: Vec<Row> = fetch_all!(
        tx,
        "SELECT mandate, revocation, created_ms, log_index FROM mandates WHERE vault_id = $1 ORDER BY created_ms, mandate_id",
        vault_id.as_ref().to_vec(),
    )?;
    rows.into_iter().map(stored).collect()
}

/// Every mandate given to an account or to its organisation, oldest first.
pub async fn of_recipient(
    tx: &mut Tx,
    account_id: AccountId,
    organisation_id: Option<OrganisationId>,
) -> Result<Vec<StoredMandate>, StoreError> {
    let rows: Vec<Row> = fetch_all!(
        tx,
        "SELECT mandate, revocation, created_ms, log_index FROM mandates
         WHERE (recipient_kind = 1 AND recipient_id = $1) OR (recipient_kind = 2 AND recipient_id = $2)
         ORDER BY created_ms, mandate_id",
        account_id.as_ref().to_vec(),
        organisation_id.map(|id| id.as_ref().to_vec()),
    )?;
    rows.into_iter().map(stored).collect()
}

/// Mandates whose last second is past and whose end is not yet an event: marks them, and gives them.
pub async fn take_expired(tx: &mut Tx, now_ms: u64) -> Result<Vec<StoredMandate>, StoreError> {
    let rows: Vec<Row> = fetch_all!(
        tx,
        "UPDATE mandates SET expiry_logged = 1
         WHERE expiry_logged = 0 AND revocation IS NULL AND not_after_ms < $1
         RETURNING mandate, revocation, created_ms, log_index",
        rows::signed(now_ms),
    )?;
    let mut expired: Vec<_> = rows.into_iter().map(stored).collect::<Result<_, _>>()?;
    // Rows of an update come in any order; lines of the log are written in one.
    expired.sort_by_key(|mandate| mandate.log_index);
    Ok(expired)
}

/// Forgets the mandates that ended before this time, with what was sealed for them. Gives their number.
pub async fn forget_ended(tx: &mut Tx, before_ms: u64) -> Result<u64, StoreError> {
    let before = rows::signed(before_ms);
    execute!(
        tx,
        "DELETE FROM wraps WHERE mandate_id IN (SELECT mandate_id FROM mandates
             WHERE (expiry_logged = 1 AND not_after_ms < $1) OR revoked_ms < $1)",
        before,
    )?;
    execute!(tx, "DELETE FROM mandates WHERE (expiry_logged = 1 AND not_after_ms < $1) OR revoked_ms < $1", before,)
}

fn stored((bytes, revocation, created_ms, log_index): Row) -> Result<StoredMandate, StoreError> {
    let mandate = Mandate::parse(&bytes).map_err(StoreError::Corrupt)?;
    let created_ms = rows::unsigned(created_ms, "mandates.created_ms")?;
    let log_index = log_index.map(|index| rows::unsigned(index, "mandates.log_index")).transpose()?;
    Ok(StoredMandate { mandate, bytes, revocation, created_ms, log_index })
}

fn recipient_columns(recipient: Recipient) -> (i64, Vec<u8>) {
    match recipient {
        Recipient::Account(id) => (1, id.as_ref().to_vec()),
        Recipient::Organisation(id) => (2, id.as_ref().to_vec()),
    }
}
