//! What the check of the store (`crate::fsck`) reads: rows as they are, page by page, so that damage in one is told and
//! the next is read. It changes nothing, and what it opens never leaves the process.

mod references;

use vault_core::ids::DocumentVersion;

use super::log::{Told, tell};
use super::{StoreError, Tx, fetch_all, fetch_optional};
use crate::error::Result;
use crate::key_directory::KeyDirectory;

pub use references::{Loose, loose};

/// Rows at a time: the leaves of one whole tile of the log.
pub const PAGE: i64 = 256;

/// An entry of the log, as its row is.
#[derive(Debug, Clone)]
pub struct EntryRow {
    /// Its place.
    pub index: i64,
    /// The vault that its row names.
    pub vault: Vec<u8>,
    /// Its number among the entries of that vault.
    pub vault_seq: i64,
    /// Its leaf data.
    pub leaf: Vec<u8>,
    /// What it says, sealed; none once forgotten.
    pub sealed: Option<Vec<u8>>,
}

impl EntryRow {
    /// Opens what the entry says; none when it was forgotten.
    pub fn open(&self, keys: &KeyDirectory) -> Result<Option<Told>> {
        let index = u64::try_from(self.index).unwrap_or(u64::MAX);
        self.sealed.as_deref().map(|sealed| tell(keys, index, sealed)).transpose()
    }
}

type Entry = (i64, Vec<u8>, i64, Vec<u8>, Option<Vec<u8>>);

fn entry((index, vault, vault_seq, leaf, sealed): Entry) -> EntryRow {
    EntryRow { index, vault, vault_seq, leaf, sealed }
}

/// Leaves from an index on, in order: index and leaf data.
pub async fn leaves(tx: &mut Tx, from: i64) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
    fetch_all!(
        tx,
        "SELECT log_index, leaf FROM log_entries WHERE log_index >= $1 ORDER BY log_index LIMIT $2",
        from,
        PAGE,
    )
}

/// Entries after this one (vault and number), vault by vault.
pub async fn entries_by_vault(tx: &mut Tx, after: &(Vec<u8>, i64)) -> Result<Vec<EntryRow>, StoreError> {
    let rows: Vec<Entry> = fetch_all!(
        tx,
        "SELECT log_index, vault_id, vault_seq, leaf, sealed FROM log_entries
         WHERE (vault_id, vault_seq) > ($1, $2) ORDER BY vault_id, vault_seq LIMIT $3",
        after.0.clone(),
        after.1,
        PAGE,
    )?;
    Ok(rows.into_iter().map(entry).collect())
}

/// The entry at a place.
pub async fn entry_at(tx: &mut Tx, index: i64) -> Result<Option<EntryRow>, StoreError> {
    let row: Option<Entry> = fetch_optional!(
        tx,
        "SELECT log_index, vault_id, vault_seq, leaf, sealed FROM log_entries WHERE log_index = $1",
        index,
    )?;
    Ok(row.map(entry))
}

/// The entry of a vault with this number.
pub async fn entry_of(tx: &mut Tx, vault: &[u8], vault_seq: i64) -> Result<Option<EntryRow>, StoreError> {
    let row: Option<Entry> = fetch_optional!(
        tx,
        "SELECT log_index, vault_id, vault_seq, leaf, sealed FROM log_entries WHERE vault_id = $1 AND vault_seq = $2",
        vault.to_vec(),
        vault_seq,
    )?;
    Ok(row.map(entry))
}

/// The head of a vault's chain: number and leaf hash.
pub async fn head(tx: &mut Tx, vault: &[u8]) -> Result<Option<(i64, Vec<u8>)>, StoreError> {
    fetch_optional!(tx, "SELECT vault_seq, leaf_hash FROM vault_heads WHERE vault_id = $1", vault.to_vec())
}

/// Entries that say nothing any more although no purge covers them.
pub async fn forgotten_unduly(tx: &mut Tx) -> Result<Vec<(i64,)>, StoreError> {
    fetch_all!(
        tx,
        "SELECT log_index FROM log_entries WHERE sealed IS NULL
             AND log_index >= (SELECT COALESCE(MAX(before_index), 0) FROM log_purges) ORDER BY log_index",
    )
}

/// What was forgotten: place of the event that tells it, index after the last entry, month.
pub async fn purges(tx: &mut Tx) -> Result<Vec<(i64, i64, i64)>, StoreError> {
    fetch_all!(tx, "SELECT log_index, before_index, month FROM log_purges ORDER BY log_index")
}

/// A version with its document, as the rows are.
#[derive(Debug, Clone)]
pub struct VersionRow {
    /// Which document.
    pub document: Vec<u8>,
    /// Which version.
    pub version: i64,
    /// The document's vault.
    pub vault: Vec<u8>,
    /// The document's folder.
    pub folder: Vec<u8>,
    /// `VDP1`.
    pub deposit: Vec<u8>,
    /// Who deposited.
    pub depositor: Vec<u8>,
    /// The object's name.
    pub blob_key: String,
    /// The object's length in bytes.
    pub object_length: i64,
    /// Place of the deposit in the log.
    pub log_index: i64,
    /// When somebody else first opened it; none while unread.
    pub read_ms: Option<i64>,
}

/// Versions after this one, document by document. A version without a document is told by [`loose`].
pub async fn versions(tx: &mut Tx, after: &(Vec<u8>, i64)) -> Result<Vec<VersionRow>, StoreError> {
    type Row = (Vec<u8>, i64, Vec<u8>, Vec<u8>, Vec<u8>, Vec<u8>, String, i64, i64, Option<i64>);
    let rows: Vec<Row> = fetch_all!(
        tx,
        "SELECT v.document_id, v.version, d.vault_id, d.folder_id, v.deposit, v.depositor, v.blob_key, v.object_length,
             v.log_index, v.read_ms
         FROM document_versions v JOIN documents d ON d.document_id = v.document_id
         WHERE (v.document_id, v.version) > ($1, $2) ORDER BY v.document_id, v.version LIMIT $3",
        after.0.clone(),
        after.1,
        PAGE,
    )?;
    let version =
        |(document, version, vault, folder, deposit, depositor, blob_key, object_length, log_index, read_ms)| {
            VersionRow {
                document,
                version,
                vault,
                folder,
                deposit,
                depositor,
                blob_key,
                object_length,
                log_index,
                read_ms,
            }
        };
    Ok(rows.into_iter().map(version).collect())
}

/// Whether a version still names this object: between two looks it may have been erased.
pub async fn still_named(tx: &mut Tx, row: &VersionRow) -> Result<bool, StoreError> {
    let found: Option<(i64,)> = fetch_optional!(
        tx,
        "SELECT CAST(1 AS BIGINT) FROM document_versions WHERE document_id = $1 AND version = $2 AND blob_key = $3",
        row.document.clone(),
        row.version,
        row.blob_key.clone(),
    )?;
    Ok(found.is_some())
}

/// Releases that still allow to fetch: the account, until when, the document and version of the object, its vault.
pub async fn openings(tx: &mut Tx) -> Result<Vec<(Vec<u8>, i64, Vec<u8>, i64, Vec<u8>)>, StoreError> {
    fetch_all!(
        tx,
        "SELECT o.account_id, o.expires_ms, v.document_id, v.version, d.vault_id
         FROM openings o JOIN document_versions v ON v.blob_key = o.blob_key
         JOIN documents d ON d.document_id = v.document_id",
    )
}

/// Whether a version that was deposited is there, or left its tombstone, or went with its vault.
pub async fn is_accounted_for(tx: &mut Tx, of: &DocumentVersion) -> Result<bool, StoreError> {
    let document = || of.document.as_ref().to_vec();
    let version = i64::try_from(of.version).unwrap_or(i64::MAX);
    let found: Option<(i64,)> = fetch_optional!(
        tx,
        "SELECT CAST(1 AS BIGINT) FROM document_versions WHERE document_id = $1 AND version = $2
         UNION ALL SELECT CAST(1 AS BIGINT) FROM tombstones WHERE document_id = $3 AND version = $4
         UNION ALL SELECT CAST(1 AS BIGINT) FROM closings WHERE vault_id = $5 AND destroyed_index IS NOT NULL LIMIT 1",
        document(),
        version,
        document(),
        version,
        of.vault.as_ref().to_vec(),
    )?;
    Ok(found.is_some())
}

/// Staged uploads: id, object, length in bytes, hash of the object, and when it arrived.
pub async fn uploads(tx: &mut Tx) -> Result<Vec<(Vec<u8>, String, i64, Vec<u8>, i64)>, StoreError> {
    fetch_all!(tx, "SELECT upload_id, blob_key, object_length, sha256, created_ms FROM uploads ORDER BY upload_id")
}
