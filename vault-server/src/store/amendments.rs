//! Where versions lie and how they are described since their deposit, and records that are sealed anew.

use std::collections::{BTreeSet, HashMap};

use vault_core::amendment::Amendment;
use vault_core::entropy::Entropy;
use vault_core::ids::{DocumentId, DocumentVersion, FolderId};

use super::lock::Table;
use super::{Lock, StoreError, Tx, execute, fetch_all, fetch_optional, rows};
use crate::access::amend::Amend;
use crate::access::{FolderAccess, Read};

/// `VAM1` of a version, the first one first.
pub async fn of_version(tx: &mut Tx, document: DocumentId, version: u64) -> Result<Vec<Vec<u8>>, StoreError> {
    let rows: Vec<(Vec<u8>,)> = fetch_all!(
        tx,
        "SELECT amendment FROM amendments WHERE document_id = $1 AND version = $2 ORDER BY sequence",
        document.as_ref().to_vec(),
        rows::signed(version),
    )?;
    Ok(rows.into_iter().map(|(bytes,)| bytes).collect())
}

/// `VAM1` of every version in the folder of the proof that has any, the first one first.
pub async fn in_folder(
    tx: &mut Tx,
    access: &FolderAccess<Read>,
) -> Result<HashMap<(DocumentId, u64), Vec<Vec<u8>>>, StoreError> {
    let rows: Vec<(Vec<u8>, i64, Vec<u8>)> = fetch_all!(
        tx,
        "SELECT a.document_id, a.version, a.amendment
         FROM documents d JOIN amendments a ON a.document_id = d.document_id
         WHERE d.vault_id = $1 AND d.folder_id = $2 ORDER BY a.document_id, a.version, a.sequence",
        access.vault_id().as_ref().to_vec(),
        access.folder_id().as_ref().to_vec(),
    )?;
    let mut amendments: HashMap<_, Vec<_>> = HashMap::new();
    for (document, version, bytes) in rows {
        let document = rows::id(&document, "amendments.document_id")?;
        amendments.entry((document, rows::unsigned(version, "amendments.version")?)).or_default().push(bytes);
    }
    Ok(amendments)
}

/// The versions of a document and their `VDP1`, the lowest first.
pub async fn deposits(tx: &mut Tx, document: DocumentId) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
    let rows: Vec<(i64, Vec<u8>)> = fetch_all!(
        tx,
        "SELECT version, deposit FROM document_versions WHERE document_id = $1 ORDER BY version",
        document.as_ref().to_vec(),
    )?;
    rows.into_iter()
        .map(|(version, deposit)| Ok((rows::unsigned(version, "document_versions.version")?, deposit)))
        .collect()
}

/// Writes an amendment that the caller has verified, on the proof of the folder that it names.
pub async fn insert(
    tx: &mut Tx,
    into: &FolderAccess<Amend>,
    amendment: &Amendment,
    bytes: &[u8],
    now_ms: u64,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO amendments (document_id, version, sequence, amendment, maker, created_ms)
         VALUES ($1, $2, $3, $4, $5, $6)",
        amendment.document.document.as_ref().to_vec(),
        rows::signed(amendment.document.version),
        rows::signed(amendment.sequence),
        bytes.to_vec(),
        into.account_id().as_ref().to_vec(),
        rows::signed(now_ms),
    )
    .map(drop)
}

/// Moves a document from the folder of one proof to that of the other.
pub async fn move_document(
    tx: &mut Tx,
    from: &FolderAccess<Amend>,
    into: &FolderAccess<Amend>,
    document: DocumentId,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE documents SET folder_id = $1 WHERE document_id = $2 AND vault_id = $3 AND folder_id = $4",
        into.folder_id().as_ref().to_vec(),
        document.as_ref().to_vec(),
        from.vault_id().as_ref().to_vec(),
        from.folder_id().as_ref().to_vec(),
    )
    .map(drop)
}

/// Replaces the sealed record of a version that lies in the folder of the proof. `false` when there is none there.
pub async fn replace_record(
    tx: &mut Tx,
    lock: &Lock,
    entropy: &mut (dyn Entropy + Send),
    access: &FolderAccess<Amend>,
    of: &DocumentVersion,
    (record, epoch): (&[u8], u32),
) -> Result<bool, StoreError> {
    let sealed = lock.seal_row(entropy, Table::Records, &of.to_bytes(), record);
    execute!(
        tx,
        "UPDATE document_versions SET sealed_record = $1, record_epoch = $2
         WHERE document_id = $3 AND version = $4 AND EXISTS (SELECT 1 FROM documents d
             WHERE d.document_id = document_versions.document_id AND d.vault_id = $5 AND d.folder_id = $6)",
        sealed,
        i64::from(epoch),
        of.document.as_ref().to_vec(),
        rows::signed(of.version),
        access.vault_id().as_ref().to_vec(),
        access.folder_id().as_ref().to_vec(),
    )
    .map(|changed| changed == 1)
}

/// The epoch to which a record in this folder is sealed; none when the version does not lie there.
pub async fn record_epoch(tx: &mut Tx, of: &DocumentVersion, folder: FolderId) -> Result<Option<u32>, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(
        tx,
        "SELECT v.record_epoch FROM documents d JOIN document_versions v ON v.document_id = d.document_id
         WHERE d.vault_id = $1 AND d.folder_id = $2 AND d.document_id = $3 AND v.version = $4",
        of.vault.as_ref().to_vec(),
        folder.as_ref().to_vec(),
        of.document.as_ref().to_vec(),
        rows::signed(of.version),
    )?;
    row.map(|(epoch,)| rows::unsigned(epoch, "document_versions.record_epoch")).transpose()
}

/// The epochs to which the records of a folder are sealed.
pub async fn record_epochs(tx: &mut Tx, folder: FolderId) -> Result<BTreeSet<u32>, StoreError> {
    let rows: Vec<(i64,)> = fetch_all!(
        tx,
        "SELECT DISTINCT v.record_epoch FROM documents d JOIN document_versions v ON v.document_id = d.document_id
         WHERE d.folder_id = $1",
        folder.as_ref().to_vec(),
    )?;
    rows.into_iter().map(|(epoch,)| rows::unsigned(epoch, "document_versions.record_epoch")).collect()
}

/// How many records of a folder are sealed to an epoch before this one.
pub async fn records_before(tx: &mut Tx, folder: FolderId, epoch: u32) -> Result<u64, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(
        tx,
        "SELECT COUNT(*) FROM documents d JOIN document_versions v ON v.document_id = d.document_id
         WHERE d.folder_id = $1 AND v.record_epoch < $2",
        folder.as_ref().to_vec(),
        i64::from(epoch),
    )?;
    rows::unsigned(row.map_or(0, |(count,)| count), "document_versions")
}
