//! Vaults and folders.

use vault_core::entropy::Entropy;
use vault_core::ids::{AccountId, FolderId, Hash, VaultId};
use vault_core::vocabulary::FolderKind;

use super::lock::Table;
use super::{Lock, StoreError, Tx, execute, fetch_all, fetch_optional, rows};
use crate::access::MemberAccess;

/// A vault.
#[derive(Debug, Clone)]
pub struct Vault {
    /// Its id.
    pub vault_id: VaultId,
    /// Whose it is.
    pub owner: AccountId,
    /// Bytes of sealed objects in it.
    pub bytes_used: u64,
    /// Place of its creation in the log.
    pub log_index: Option<u64>,
}

/// A folder.
#[derive(Debug, Clone, Copy)]
pub struct Folder {
    /// Its id.
    pub folder_id: FolderId,
    /// What it is for.
    pub kind: FolderKind,
    /// Whether its key is to be replaced.
    pub key_due: bool,
}

/// Writes a new vault, made with the person by a member who may.
pub async fn insert(
    tx: &mut Tx,
    _opened_by: &MemberAccess,
    vault: &Vault,
    consent: Hash,
    now_ms: u64,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO vaults (vault_id, owner, bytes_used, consent_sha256, created_ms, log_index)
         VALUES ($1, $2, $3, $4, $5, $6)",
        vault.vault_id.as_ref().to_vec(),
        vault.owner.as_ref().to_vec(),
        rows::signed(vault.bytes_used),
        consent.as_ref().to_vec(),
        rows::signed(now_ms),
        vault.log_index.map(rows::signed),
    )
    .map(drop)
}

/// Writes a folder of a new vault.
pub async fn insert_folder(
    tx: &mut Tx,
    lock: &Lock,
    entropy: &mut (dyn Entropy + Send),
    vault_id: VaultId,
    folder_id: FolderId,
    kind: FolderKind,
) -> Result<(), StoreError> {
    let sealed = lock.seal_row(entropy, Table::Folders, folder_id.as_ref(), &[kind.number()]);
    execute!(
        tx,
        "INSERT INTO folders (folder_id, vault_id, sealed_kind) VALUES ($1, $2, $3)",
        folder_id.as_ref().to_vec(),
        vault_id.as_ref().to_vec(),
        sealed,
    )
    .map(drop)
}

/// Reads a vault.
pub async fn find(tx: &mut Tx, vault_id: VaultId) -> Result<Option<Vault>, StoreError> {
    let row: Option<(Vec<u8>, i64, Option<i64>)> = fetch_optional!(
        tx,
        "SELECT owner, bytes_used, log_index FROM vaults WHERE vault_id = $1",
        vault_id.as_ref().to_vec(),
    )?;
    row.map(|(owner, bytes_used, log_index)| {
        Ok(Vault {
            vault_id,
            owner: rows::id(&owner, "vaults.owner")?,
            bytes_used: rows::unsigned(bytes_used, "vaults.bytes_used")?,
            log_index: log_index.map(|index| rows::unsigned(index, "vaults.log_index")).transpose()?,
        })
    })
    .transpose()
}

/// The folders of a vault, in the order of their kinds.
pub async fn folders(tx: &mut Tx, lock: &Lock, vault_id: VaultId) -> Result<Vec<Folder>, StoreError> {
    let rows: Vec<(Vec<u8>, Vec<u8>, i64)> = fetch_all!(
        tx,
        "SELECT folder_id, sealed_kind, key_due FROM folders WHERE vault_id = $1",
        vault_id.as_ref().to_vec(),
    )?;
    let mut folders = rows
        .into_iter()
        .map(|(folder_id, sealed, key_due)| {
            let kind = lock.open_row(Table::Folders, &folder_id, &sealed)?;
            let kind = match kind.as_slice() {
                [number] => FolderKind::from_number(*number),
                _ => None,
            };
            Ok(Folder {
                folder_id: rows::id(&folder_id, "folders.folder_id")?,
                kind: kind.ok_or(StoreError::Form("folders.sealed_kind"))?,
                key_due: key_due == 1,
            })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    folders.sort_by_key(|folder| folder.kind);
    Ok(folders)
}
