//! Keys of folders: which are to be replaced, and what is kept of former ones.

use std::collections::BTreeSet;

use vault_core::certificate::CertificateKind;
use vault_core::ids::{FolderId, MandateId, VaultId};
use vault_core::wrap::WrapKind;

use super::{StoreError, Tx, execute, fetch_all, fetch_optional, rows};
use crate::access::OwnerAccess;

/// Remembers that somebody who could read a folder may no longer: its owner gives it a new key at the next visit.
pub async fn mark_key_due(tx: &mut Tx, vault: VaultId, folder: FolderId) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE folders SET key_due = 1 WHERE folder_id = $1 AND vault_id = $2",
        folder.as_ref().to_vec(),
        vault.as_ref().to_vec(),
    )
    .map(drop)
}

/// The folder has a new key.
pub async fn key_replaced(tx: &mut Tx, access: &OwnerAccess, folder: FolderId) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE folders SET key_due = 0 WHERE folder_id = $1 AND vault_id = $2",
        folder.as_ref().to_vec(),
        access.vault_id().as_ref().to_vec(),
    )
    .map(drop)
}

/// The certificate of the epoch before this one, and when this one took its place, Unix milliseconds.
pub async fn former_key(tx: &mut Tx, folder: FolderId, epoch: u32) -> Result<Option<(Vec<u8>, u64)>, StoreError> {
    let row: Option<(Vec<u8>, i64)> = fetch_optional!(
        tx,
        "SELECT f.certificate, c.created_ms FROM certificates f JOIN certificates c
             ON c.kind = f.kind AND c.subject = f.subject AND c.epoch = f.epoch + 1
         WHERE f.kind = $1 AND f.subject = $2 AND c.epoch = $3",
        i64::from(CertificateKind::Folder as u8),
        folder.as_ref().to_vec(),
        i64::from(epoch),
    )?;
    row.map(|(former, ended_ms)| Ok((former, rows::unsigned(ended_ms, "certificates.created_ms")?))).transpose()
}

/// Forgets the seeds of a folder that were sealed to holders other than these: their mandates have ended.
pub async fn forget_seeds_of_others(
    tx: &mut Tx,
    _access: &OwnerAccess,
    folder: FolderId,
    keep: &BTreeSet<MandateId>,
) -> Result<(), StoreError> {
    let kind = i64::from(WrapKind::FolderSeedToHolder as u8);
    let held: Vec<(Vec<u8>,)> = fetch_all!(
        tx,
        "SELECT DISTINCT mandate_id FROM wraps WHERE kind = $1 AND object = $2 AND mandate_id IS NOT NULL",
        kind,
        folder.as_ref().to_vec(),
    )?;
    for (mandate,) in held {
        if !keep.contains(&rows::id(&mandate, "wraps.mandate_id")?) {
            execute!(
                tx,
                "DELETE FROM wraps WHERE kind = $1 AND object = $2 AND mandate_id = $3",
                kind,
                folder.as_ref().to_vec(),
                mandate,
            )?;
        }
    }
    Ok(())
}
