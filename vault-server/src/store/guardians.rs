//! Guardians: who they are, which pieces they hold, when they rehearsed.

use vault_core::ids::{AccountId, CredentialId, Hash, VaultId};

use super::{StoreError, Tx, execute, fetch_all, rows};
use crate::access::{CredentialAccess, OwnerAccess};

/// A guardian of somebody.
#[derive(Debug, Clone)]
pub struct Guardian {
    /// Whose guardian.
    pub account_id: AccountId,
    /// 1 to 3.
    pub place: u8,
    /// Who.
    pub guardian_id: AccountId,
    /// Whose vault.
    pub vault_id: VaultId,
    /// The credential whose half a is in pieces.
    pub credential_id: CredentialId,
    /// Which making.
    pub generation: u32,
    /// Hashes of the two wraps.
    pub pieces: [Hash; 2],
    /// The public key that a rehearsal is checked with.
    pub rehearsal_key: [u8; 32],
    /// When named, Unix milliseconds.
    pub named_ms: u64,
    /// Last rehearsal, Unix milliseconds.
    pub rehearsed_ms: Option<u64>,
}

type Row = (Vec<u8>, i64, Vec<u8>, Vec<u8>, Vec<u8>, i64, Vec<u8>, Vec<u8>, Vec<u8>, i64, Option<i64>);

/// Writes a guardian.
pub async fn insert(tx: &mut Tx, _named_by: &OwnerAccess, guardian: &Guardian) -> Result<(), StoreError> {
    let [first, second] = &guardian.pieces;
    execute!(
        tx,
        "INSERT INTO guardians (account_id, place, guardian_id, vault_id, credential_id, generation, first_piece,
             second_piece, rehearsal_key, named_ms, rehearsed_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL)",
        guardian.account_id.as_ref().to_vec(),
        i64::from(guardian.place),
        guardian.guardian_id.as_ref().to_vec(),
        guardian.vault_id.as_ref().to_vec(),
        guardian.credential_id.as_ref().to_vec(),
        i64::from(guardian.generation),
        first.as_ref().to_vec(),
        second.as_ref().to_vec(),
        guardian.rehearsal_key.to_vec(),
        rows::signed(guardian.named_ms),
    )
    .map(drop)
}

/// The guardians of an account, in the order of their places.
pub async fn of_account(tx: &mut Tx, account_id: AccountId) -> Result<Vec<Guardian>, StoreError> {
    let found: Vec<Row> = fetch_all!(
        tx,
        "SELECT account_id, place, guardian_id, vault_id, credential_id, generation, first_piece, second_piece,
             rehearsal_key, named_ms, rehearsed_ms FROM guardians WHERE account_id = $1 ORDER BY place",
        account_id.as_ref().to_vec(),
    )?;
    found.into_iter().map(stored).collect()
}

/// Whom somebody guards.
pub async fn by_guardian(tx: &mut Tx, guardian_id: AccountId) -> Result<Vec<Guardian>, StoreError> {
    let found: Vec<Row> = fetch_all!(
        tx,
        "SELECT account_id, place, guardian_id, vault_id, credential_id, generation, first_piece, second_piece,
             rehearsal_key, named_ms, rehearsed_ms FROM guardians WHERE guardian_id = $1 ORDER BY named_ms, vault_id",
        guardian_id.as_ref().to_vec(),
    )?;
    found.into_iter().map(stored).collect()
}

fn stored(row: Row) -> Result<Guardian, StoreError> {
    let (account, place, guardian, vault, credential, generation, first, second, key, named, rehearsed) = row;
    Ok(Guardian {
        account_id: rows::id(&account, "guardians.account_id")?,
        place: rows::unsigned(place, "guardians.place")?,
        guardian_id: rows::id(&guardian, "guardians.guardian_id")?,
        vault_id: rows::id(&vault, "guardians.vault_id")?,
        credential_id: rows::id(&credential, "guardians.credential_id")?,
        generation: rows::unsigned(generation, "guardians.generation")?,
        pieces: [rows::id(&first, "guardians.first_piece")?, rows::id(&second, "guardians.second_piece")?],
        rehearsal_key: rows::array(&key, "guardians.rehearsal_key")?,
        named_ms: rows::unsigned(named, "guardians.named_ms")?,
        rehearsed_ms: rehearsed.map(|ms| rows::unsigned(ms, "guardians.rehearsed_ms")).transpose()?,
    })
}

/// Forgets the guardians of the proof's account, with their pieces.
pub async fn remove(tx: &mut Tx, access: &CredentialAccess) -> Result<(), StoreError> {
    let account_id = access.account_id();
    execute!(
        tx,
        "DELETE FROM wraps WHERE wrap_hash IN (SELECT first_piece FROM guardians WHERE account_id = $1
             UNION ALL SELECT second_piece FROM guardians WHERE account_id = $1)",
        account_id.as_ref().to_vec(),
    )?;
    execute!(tx, "DELETE FROM guardians WHERE account_id = $1", account_id.as_ref().to_vec()).map(drop)
}

/// A guardian proved to hold the pieces. Whoever calls has checked the signature.
pub async fn rehearsed(tx: &mut Tx, guardian: &Guardian, now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE guardians SET rehearsed_ms = $1 WHERE account_id = $2 AND place = $3",
        rows::signed(now_ms),
        guardian.account_id.as_ref().to_vec(),
        i64::from(guardian.place),
    )
    .map(drop)
}
