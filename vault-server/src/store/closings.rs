//! Vaults whose owner asked for their end, and what remains of them after it.

use vault_core::ids::{Hash, VaultId};

use super::{StoreError, Tx, execute, fetch_all, fetch_optional, rows};
use crate::access::{ClosingFacts, DestructionAccess, OwnerAccess};
use crate::store::vaults::Vault;

type Row = (Vec<u8>, Vec<u8>, i64, Option<i64>);

/// The closing of a vault, while it waits or once it is done.
pub async fn find(tx: &mut Tx, vault_id: VaultId) -> Result<Option<ClosingFacts>, StoreError> {
    let row: Option<Row> = fetch_optional!(
        tx,
        "SELECT vault_id, owner, destroy_ms, destroyed_index FROM closings WHERE vault_id = $1",
        vault_id.as_ref().to_vec(),
    )?;
    row.map(facts).transpose()
}

/// The closing whose claim code has this hash.
pub async fn by_claim(tx: &mut Tx, claim: Hash) -> Result<Option<ClosingFacts>, StoreError> {
    let row: Option<Row> = fetch_optional!(
        tx,
        "SELECT vault_id, owner, destroy_ms, destroyed_index FROM closings WHERE claim_hash = $1",
        claim.as_ref().to_vec(),
    )?;
    row.map(facts).transpose()
}

/// Those whose days of grace are over.
pub async fn due(tx: &mut Tx, now_ms: u64) -> Result<Vec<ClosingFacts>, StoreError> {
    let rows: Vec<Row> = fetch_all!(
        tx,
        "SELECT vault_id, owner, destroy_ms, destroyed_index FROM closings
         WHERE destroyed_index IS NULL AND destroy_ms < $1 ORDER BY destroy_ms",
        rows::signed(now_ms),
    )?;
    rows.into_iter().map(facts).collect()
}

/// Writes that the owner asked for the end; asked again, the date stays and the claim code is replaced.
pub async fn ask(
    tx: &mut Tx,
    access: &OwnerAccess,
    vault: &Vault,
    claim: Hash,
    destroy_ms: u64,
    now_ms: u64,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO closings (vault_id, owner, claim_hash, asked_ms, destroy_ms) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (vault_id) DO UPDATE SET claim_hash = excluded.claim_hash",
        access.vault_id().as_ref().to_vec(),
        vault.owner.as_ref().to_vec(),
        claim.as_ref().to_vec(),
        rows::signed(now_ms),
        rows::signed(destroy_ms),
    )
    .map(drop)
}

/// The owner keeps the vault; `false` when it was not being closed.
pub async fn withdraw(tx: &mut Tx, access: &OwnerAccess) -> Result<bool, StoreError> {
    execute!(
        tx,
        "DELETE FROM closings WHERE vault_id = $1 AND destroyed_index IS NULL",
        access.vault_id().as_ref().to_vec(),
    )
    .map(|changed| changed == 1)
}

/// Writes that it is done. `claim` and the dates serve only when nothing is known of the owner's wish any more: the
/// database is one from before it.
pub async fn mark_destroyed(
    tx: &mut Tx,
    access: &DestructionAccess,
    log_index: u64,
    (claim, now_ms): (Hash, u64),
) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO closings (vault_id, owner, claim_hash, asked_ms, destroy_ms, destroyed_index)
         VALUES ($1, $2, $3, $4, $4, $5)
         ON CONFLICT (vault_id) DO UPDATE SET destroyed_index = excluded.destroyed_index",
        access.vault_id().as_ref().to_vec(),
        access.owner().as_ref().to_vec(),
        claim.as_ref().to_vec(),
        rows::signed(now_ms),
        rows::signed(log_index),
    )
    .map(drop)
}

/// The vaults that were destroyed.
pub async fn destroyed(tx: &mut Tx) -> Result<Vec<VaultId>, StoreError> {
    let rows: Vec<(Vec<u8>,)> = fetch_all!(tx, "SELECT vault_id FROM closings WHERE destroyed_index IS NOT NULL")?;
    rows.into_iter().map(|(id,)| rows::id(&id, "closings.vault_id")).collect()
}

fn facts((vault_id, owner, destroy_ms, destroyed_index): Row) -> Result<ClosingFacts, StoreError> {
    Ok(ClosingFacts {
        vault_id: rows::id(&vault_id, "closings.vault_id")?,
        owner: rows::id(&owner, "closings.owner")?,
        destroy_ms: rows::unsigned(destroy_ms, "closings.destroy_ms")?,
        destroyed_index: destroyed_index.map(|index| rows::unsigned(index, "closings.destroyed_index")).transpose()?,
    })
}
