//! What is taken out for good, and the tombstones that stay: (document, version) is unique for ever.

use vault_core::ids::{DocumentId, DocumentVersion};

use super::{StoreError, Tx, execute, fetch_all, fetch_optional, rows};
use crate::access::erasure::{DepositFacts, ErasureAccess};

/// What policy asks about a deposit that is to be undone; none when there is no such version.
pub async fn deposit_facts(tx: &mut Tx, of: &DocumentVersion) -> Result<Option<DepositFacts>, StoreError> {
    let row: Option<(Vec<u8>, i64, Option<i64>)> = fetch_optional!(
        tx,
        "SELECT v.depositor, v.created_ms, v.read_ms
         FROM documents d JOIN document_versions v ON v.document_id = d.document_id
         WHERE d.vault_id = $1 AND d.document_id = $2 AND v.version = $3",
        of.vault.as_ref().to_vec(),
        of.document.as_ref().to_vec(),
        rows::signed(of.version),
    )?;
    row.map(|(depositor, created_ms, read_ms)| {
        Ok(DepositFacts {
            vault_id: of.vault,
            depositor: rows::id(&depositor, "document_versions.depositor")?,
            deposited_ms: rows::unsigned(created_ms, "document_versions.created_ms")?,
            read: read_ms.is_some(),
        })
    })
    .transpose()
}

/// Every document of the proof's vault.
pub async fn documents(tx: &mut Tx, access: &ErasureAccess) -> Result<Vec<DocumentId>, StoreError> {
    let rows: Vec<(Vec<u8>,)> = fetch_all!(
        tx,
        "SELECT document_id FROM documents WHERE vault_id = $1 ORDER BY created_ms, document_id",
        access.vault_id().as_ref().to_vec(),
    )?;
    rows.into_iter().map(|(id,)| rows::id(&id, "documents.document_id")).collect()
}

/// The numbers of a document's versions, the lowest first; none when it is not of the proof's vault.
pub async fn versions(tx: &mut Tx, access: &ErasureAccess, document: DocumentId) -> Result<Vec<u64>, StoreError> {
    let rows: Vec<(i64,)> = fetch_all!(
        tx,
        "SELECT v.version FROM documents d JOIN document_versions v ON v.document_id = d.document_id
         WHERE d.vault_id = $1 AND d.document_id = $2 ORDER BY v.version",
        access.vault_id().as_ref().to_vec(),
        document.as_ref().to_vec(),
    )?;
    rows.into_iter().map(|(version,)| rows::unsigned(version, "document_versions.version")).collect()
}

/// Takes the rows of one version away and leaves its tombstone; the document goes with its last version, and its
/// reminders with it. Gives the blob, to be deleted after COMMIT. The version must be of the proof's vault, which [`versions`] has shown.
pub async fn erase_version(
    tx: &mut Tx,
    access: &ErasureAccess,
    document: DocumentId,
    version: u64,
    now_ms: u64,
) -> Result<Option<String>, StoreError> {
    let (id, number) = (document.as_ref().to_vec(), rows::signed(version));
    let row: Option<(String, i64)> = fetch_optional!(
        tx,
        "DELETE FROM document_versions WHERE document_id = $1 AND version = $2 RETURNING blob_key, object_length",
        id.clone(),
        number,
    )?;
    let Some((blob_key, length)) = row else { return Ok(None) };
    execute!(tx, "DELETE FROM amendments WHERE document_id = $1 AND version = $2", id.clone(), number)?;
    execute!(tx, "DELETE FROM openings WHERE blob_key = $1", blob_key.clone())?;
    execute!(
        tx,
        "UPDATE vaults SET bytes_used = bytes_used - $1 WHERE vault_id = $2",
        length,
        access.vault_id().as_ref().to_vec(),
    )?;
    bury(tx, access, document, version, now_ms).await?;
    execute!(
        tx,
        "UPDATE documents SET latest_version =
             (SELECT MAX(v.version) FROM document_versions v WHERE v.document_id = documents.document_id)
         WHERE document_id = $1 AND EXISTS (SELECT 1 FROM document_versions v WHERE v.document_id = $2)",
        id.clone(),
        id.clone(),
    )?;
    let document_gone = execute!(
        tx,
        "DELETE FROM documents WHERE document_id = $1
             AND NOT EXISTS (SELECT 1 FROM document_versions v WHERE v.document_id = $2)",
        id.clone(),
        id.clone(),
    )?;
    if document_gone == 1 {
        execute!(
            tx,
            "DELETE FROM wraps WHERE wrap_hash IN (SELECT text_hash FROM reminders WHERE document_id = $1)",
            id.clone(),
        )?;
        execute!(tx, "DELETE FROM reminders WHERE document_id = $1", id)?;
    }
    Ok(Some(blob_key))
}

/// Writes the tombstone of a version that is not there (any more).
pub async fn bury(
    tx: &mut Tx,
    access: &ErasureAccess,
    document: DocumentId,
    version: u64,
    now_ms: u64,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO tombstones (document_id, version, vault_id, erased_ms) VALUES ($1, $2, $3, $4)
         ON CONFLICT (document_id, version) DO NOTHING",
        document.as_ref().to_vec(),
        rows::signed(version),
        access.vault_id().as_ref().to_vec(),
        rows::signed(now_ms),
    )
    .map(drop)
}

/// The highest version of a document that was erased or undone; none when it never had one.
pub async fn highest_erased(tx: &mut Tx, document: DocumentId) -> Result<Option<u64>, StoreError> {
    let row: Option<(Option<i64>,)> =
        fetch_optional!(tx, "SELECT MAX(version) FROM tombstones WHERE document_id = $1", document.as_ref().to_vec(),)?;
    row.and_then(|(version,)| version).map(|version| rows::unsigned(version, "tombstones.version")).transpose()
}

/// Every version that was ever erased or undone.
pub async fn tombstones(tx: &mut Tx) -> Result<Vec<(DocumentId, u64)>, StoreError> {
    let rows: Vec<(Vec<u8>, i64)> = fetch_all!(tx, "SELECT document_id, version FROM tombstones")?;
    rows.into_iter()
        .map(|(id, version)| {
            Ok((rows::id(&id, "tombstones.document_id")?, rows::unsigned(version, "tombstones.version")?))
        })
        .collect()
}

/// Whether this version was erased or undone.
pub async fn is_erased(tx: &mut Tx, document: DocumentId, version: u64) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(
        tx,
        "SELECT CAST(1 AS BIGINT) FROM tombstones WHERE document_id = $1 AND version = $2",
        document.as_ref().to_vec(),
        rows::signed(version),
    )?;
    Ok(row.is_some())
}
