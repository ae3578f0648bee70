//! Documents, versions, staged uploads and openings. Whoever writes or releases brings a proof.

use vault_core::api::ExportedVersion;
use vault_core::entropy::Entropy;
use vault_core::ids::{AccountId, DocumentId, DocumentVersion, FolderId, Hash, OpeningId, UploadId, VaultId};
use vault_core::secret::ServerShare;

use super::lock::Table;
use super::{Lock, StoreError, Tx, execute, fetch_all, fetch_optional, rows};
use crate::access::{Deposit, FolderAccess, OwnerAccess, Read};

/// Where a document lies.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its id.
    pub document_id: DocumentId,
    /// Its vault.
    pub vault_id: VaultId,
    /// Its folder.
    pub folder_id: FolderId,
    /// The newest version.
    pub latest_version: u64,
}

/// A version, but for its share.
#[derive(Debug)]
pub struct Version {
    /// Which.
    pub document_id: DocumentId,
    /// Its number.
    pub version: u64,
    /// The document's folder.
    pub folder_id: FolderId,
    /// `VDP1`.
    pub deposit: Vec<u8>,
    /// Who deposited.
    pub depositor: AccountId,
    /// Where the object lies.
    pub blob_key: String,
    /// Its length in bytes.
    pub object_length: u64,
    /// `VWR1` kind 3.
    pub record: Vec<u8>,
    /// Place of the deposit in the log.
    pub log_index: u64,
    /// When it was recorded, Unix milliseconds.
    pub created_ms: u64,
}

/// A version with what opens it, which stays under the server's lock until [`share_for`] takes it out.
#[derive(Debug)]
pub struct Held {
    /// The version.
    pub version: Version,
    of: DocumentVersion,
    sealed_share: Vec<u8>,
    was_read: bool,
}

/// A version about to be written.
#[derive(Debug)]
pub struct NewVersion<'a> {
    /// Which.
    pub of: DocumentVersion,
    /// `VDP1`.
    pub deposit: &'a [u8],
    /// The staged object that it names.
    pub upload: &'a Upload,
    /// `VWR1` kind 3.
    pub record: &'a [u8],
    /// Epoch of the folder to whose key it is sealed.
    pub record_epoch: u32,
    /// The server's share.
    pub share: &'a ServerShare,
    /// Place of the event in the log.
    pub log_index: u64,
}

/// A staged upload.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its id.
    pub upload_id: UploadId,
    /// For which vault.
    pub vault_id: VaultId,
    /// By whom.
    pub account_id: AccountId,
    /// Where the object lies.
    pub blob_key: String,
    /// SHA-256 of the object.
    pub sha256: Hash,
    /// SHA-256 of its first 104 bytes.
    pub head_sha256: Hash,
    /// Its length in bytes.
    pub object_length: u64,
}

/// A release that still allows to fetch the object.
#[derive(Debug)]
pub struct Opening {
    /// Where the object lies.
    pub blob_key: String,
    /// Its length in bytes.
    pub object_length: u64,
}

/// Reads where a document lies.
pub async fn find(tx: &mut Tx, document_id: DocumentId) -> Result<Option<Document>, StoreError> {
    let row: Option<(Vec<u8>, Vec<u8>, i64)> = fetch_optional!(
        tx,
        "SELECT vault_id, folder_id, latest_version FROM documents WHERE document_id = $1",
        document_id.as_ref().to_vec(),
    )?;
    row.map(|(vault_id, folder_id, latest)| {
        Ok(Document {
            document_id,
            vault_id: rows::id(&vault_id, "documents.vault_id")?,
            folder_id: rows::id(&folder_id, "documents.folder_id")?,
            latest_version: rows::unsigned(latest, "documents.latest_version")?,
        })
    })
    .transpose()
}

/// Adds a version: the document itself when it is the first, the object's bytes to the vault's sum, and no upload left.
pub async fn insert_version(
    tx: &mut Tx,
    lock: &Lock,
    entropy: &mut (dyn Entropy + Send),
    access: &FolderAccess<Deposit>,
    new: &NewVersion<'_>,
    now_ms: u64,
) -> Result<(), StoreError> {
    let sealed_record = lock.seal_row(entropy, Table::Records, &new.of.to_bytes(), new.record);
    let sealed_share = lock.seal_share(entropy, &new.of, new.share);
    execute!(
        tx,
        "INSERT INTO documents (document_id, vault_id, folder_id, latest_version, created_ms)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (document_id) DO UPDATE SET latest_version = excluded.latest_version",
        new.of.document.as_ref().to_vec(),
        access.vault_id().as_ref().to_vec(),
        access.folder_id().as_ref().to_vec(),
        rows::signed(new.of.version),
        rows::signed(now_ms),
    )?;
    execute!(
        tx,
        "INSERT INTO document_versions (document_id, version, deposit, depositor, blob_key, object_length,
             sealed_record, record_epoch, sealed_share, log_index, created_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        new.of.document.as_ref().to_vec(),
        rows::signed(new.of.version),
        new.deposit.to_vec(),
        access.account_id().as_ref().to_vec(),
        new.upload.blob_key.clone(),
        rows::signed(new.upload.object_length),
        sealed_record,
        i64::from(new.record_epoch),
        sealed_share,
        rows::signed(new.log_index),
        rows::signed(now_ms),
    )?;
    execute!(
        tx,
        "UPDATE vaults SET bytes_used = bytes_used + $1 WHERE vault_id = $2",
        rows::signed(new.upload.object_length),
        access.vault_id().as_ref().to_vec(),
    )?;
    execute!(tx, "DELETE FROM uploads WHERE upload_id = $1", new.upload.upload_id.as_ref().to_vec())?;
    Ok(())
}

/// `VDP1` of a version, if there is one: what a repeated deposit is compared with.
pub async fn deposit_of(tx: &mut Tx, of: &DocumentVersion) -> Result<Option<(Vec<u8>, u64)>, StoreError> {
    let row: Option<(Vec<u8>, i64)> = fetch_optional!(
        tx,
        "SELECT deposit, log_index FROM document_versions WHERE document_id = $1 AND version = $2",
        of.document.as_ref().to_vec(),
        rows::signed(of.version),
    )?;
    row.map(|(deposit, index)| Ok((deposit, rows::unsigned(index, "document_versions.log_index")?))).transpose()
}

#[derive(sqlx::FromRow)]
struct VersionRow {
    document_id: Vec<u8>,
    version: i64,
    folder_id: Vec<u8>,
    deposit: Vec<u8>,
    depositor: Vec<u8>,
    blob_key: String,
    object_length: i64,
    sealed_record: Vec<u8>,
    log_index: i64,
    created_ms: i64,
}

#[derive(sqlx::FromRow)]
struct HeldRow {
    #[sqlx(flatten)]
    row: VersionRow,
    sealed_share: Vec<u8>,
    read_ms: Option<i64>,
}

/// The latest version of each document in the folder that the proof names, or all of them.
pub async fn in_folder(
    tx: &mut Tx,
    lock: &Lock,
    access: &FolderAccess<Read>,
    all_versions: bool,
) -> Result<Vec<Version>, StoreError> {
    let rows: Vec<VersionRow> = fetch_all!(
        tx,
        "SELECT v.document_id, v.version, d.folder_id, v.deposit, v.depositor, v.blob_key, v.object_length,
             v.sealed_record, v.log_index, v.created_ms
         FROM documents d JOIN document_versions v
             ON v.document_id = d.document_id AND (v.version = d.latest_version OR $1 = 1)
         WHERE d.vault_id = $2 AND d.folder_id = $3 ORDER BY v.created_ms, v.document_id, v.version",
        i64::from(all_versions),
        access.vault_id().as_ref().to_vec(),
        access.folder_id().as_ref().to_vec(),
    )?;
    rows.into_iter().map(|row| version(lock, access.vault_id(), row)).collect()
}

/// Every version of every document of the owner's vault: documents as they were added, versions ascending.
pub async fn all_versions(tx: &mut Tx, access: &OwnerAccess) -> Result<Vec<ExportedVersion>, StoreError> {
    let rows: Vec<(Vec<u8>, i64, Vec<u8>, i64)> = fetch_all!(
        tx,
        "SELECT v.document_id, v.version, d.folder_id, v.created_ms
         FROM documents d JOIN document_versions v ON v.document_id = d.document_id
         WHERE d.vault_id = $1 ORDER BY d.created_ms, d.document_id, v.version",
        access.vault_id().as_ref().to_vec(),
    )?;
    rows.into_iter()
        .map(|(document, version, folder, created_ms)| {
            Ok(ExportedVersion {
                document_id: rows::id(&document, "document_versions.document_id")?,
                version: rows::unsigned(version, "document_versions.version")?,
                folder_id: rows::id(&folder, "documents.folder_id")?,
                deposited_ms: rows::unsigned(created_ms, "document_versions.created_ms")?,
            })
        })
        .collect()
}

/// One version of a document in the folder that the proof names.
pub async fn version_for(
    tx: &mut Tx,
    lock: &Lock,
    access: &FolderAccess<Read>,
    of: &DocumentVersion,
) -> Result<Option<Held>, StoreError> {
    let row: Option<HeldRow> = fetch_optional!(
        tx,
        "SELECT v.document_id, v.version, d.folder_id, v.deposit, v.depositor, v.blob_key, v.object_length,
             v.sealed_record, v.log_index, v.created_ms, v.sealed_share, v.read_ms
         FROM documents d JOIN document_versions v ON v.document_id = d.document_id
         WHERE d.vault_id = $1 AND d.folder_id = $2 AND d.document_id = $3 AND v.version = $4",
        access.vault_id().as_ref().to_vec(),
        access.folder_id().as_ref().to_vec(),
        of.document.as_ref().to_vec(),
        rows::signed(of.version),
    )?;
    row.map(|HeldRow { row, sealed_share, read_ms }| {
        let version = version(lock, access.vault_id(), row)?;
        Ok(Held { version, of: *of, sealed_share, was_read: read_ms.is_some() })
    })
    .transpose()
}

/// Takes the server's share out of its lock: only what [`version_for`] has found on a proof that this reader may read the
/// folder in which it lies.
pub fn share_for(lock: &Lock, held: &Held) -> Result<ServerShare, StoreError> {
    lock.open_share(&held.of, &held.sealed_share)
}

fn version(lock: &Lock, vault: VaultId, row: VersionRow) -> Result<Version, StoreError> {
    let document = rows::id(&row.document_id, "document_versions.document_id")?;
    let number = rows::unsigned(row.version, "document_versions.version")?;
    let of = DocumentVersion { vault, document, version: number };
    Ok(Version {
        document_id: document,
        version: number,
        folder_id: rows::id(&row.folder_id, "documents.folder_id")?,
        deposit: row.deposit,
        depositor: rows::id(&row.depositor, "document_versions.depositor")?,
        blob_key: row.blob_key,
        object_length: rows::unsigned(row.object_length, "document_versions.object_length")?,
        record: lock.open_row(Table::Records, &of.to_bytes(), &row.sealed_record)?.to_vec(),
        log_index: rows::unsigned(row.log_index, "document_versions.log_index")?,
        created_ms: rows::unsigned(row.created_ms, "document_versions.created_ms")?,
    })
}

/// Remembers a staged upload, whose id is new.
pub async fn insert_upload(tx: &mut Tx, upload: &Upload, now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO uploads (upload_id, vault_id, account_id, blob_key, sha256, head_sha256, object_length, created_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        upload.upload_id.as_ref().to_vec(),
        upload.vault_id.as_ref().to_vec(),
        upload.account_id.as_ref().to_vec(),
        upload.blob_key.clone(),
        upload.sha256.as_ref().to_vec(),
        upload.head_sha256.as_ref().to_vec(),
        rows::signed(upload.object_length),
        rows::signed(now_ms),
    )
    .map(drop)
}

/// Reads a staged upload.
pub async fn upload(tx: &mut Tx, upload_id: UploadId) -> Result<Option<Upload>, StoreError> {
    type Row = (Vec<u8>, Vec<u8>, String, Vec<u8>, Vec<u8>, i64);
    let row: Option<Row> = fetch_optional!(
        tx,
        "SELECT vault_id, account_id, blob_key, sha256, head_sha256, object_length FROM uploads WHERE upload_id = $1",
        upload_id.as_ref().to_vec(),
    )?;
    row.map(|(vault_id, account_id, blob_key, sha256, head, length)| {
        Ok(Upload {
            upload_id,
            vault_id: rows::id(&vault_id, "uploads.vault_id")?,
            account_id: rows::id(&account_id, "uploads.account_id")?,
            blob_key,
            sha256: rows::id(&sha256, "uploads.sha256")?,
            head_sha256: rows::id(&head, "uploads.head_sha256")?,
            object_length: rows::unsigned(length, "uploads.object_length")?,
        })
    })
    .transpose()
}

/// A staged upload arrived once more: the day after which it is forgotten begins anew.
pub async fn touch_upload(tx: &mut Tx, upload_id: UploadId, now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE uploads SET created_ms = $1 WHERE upload_id = $2",
        rows::signed(now_ms),
        upload_id.as_ref().to_vec(),
    )
    .map(drop)
}

/// Bytes staged for a vault and not yet deposited, but for those of one upload.
pub async fn staged_bytes(tx: &mut Tx, vault_id: VaultId, but: UploadId) -> Result<u64, StoreError> {
    let row: Option<(Option<i64>,)> = fetch_optional!(
        tx,
        "SELECT CAST(SUM(object_length) AS BIGINT) FROM uploads WHERE vault_id = $1 AND upload_id <> $2",
        vault_id.as_ref().to_vec(),
        but.as_ref().to_vec(),
    )?;
    rows::unsigned(row.and_then(|(sum,)| sum).unwrap_or(0), "uploads.object_length")
}

/// Forgets uploads that no deposit named; gives their blobs, to be deleted after COMMIT.
pub async fn forget_uploads(tx: &mut Tx, before_ms: u64) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> =
        fetch_all!(tx, "DELETE FROM uploads WHERE created_ms < $1 RETURNING blob_key", rows::signed(before_ms))?;
    Ok(rows.into_iter().map(|(key,)| key).collect())
}

/// Whether a row names this blob.
pub async fn names_blob(tx: &mut Tx, key: &str) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(
        tx,
        "SELECT CAST(1 AS BIGINT) FROM document_versions WHERE blob_key = $1 UNION ALL SELECT CAST(1 AS BIGINT) FROM uploads WHERE blob_key = $2 LIMIT 1",
        key.to_owned(),
        key.to_owned(),
    )?;
    Ok(row.is_some())
}

/// Lets the reader of the proof fetch the object for a while.
pub async fn insert_opening(
    tx: &mut Tx,
    access: &FolderAccess<Read>,
    opening_id: OpeningId,
    version: &Version,
    expires_ms: u64,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO openings (opening_id, account_id, blob_key, object_length, expires_ms) VALUES ($1, $2, $3, $4, $5)",
        opening_id.as_ref().to_vec(),
        access.account_id().as_ref().to_vec(),
        version.blob_key.clone(),
        rows::signed(version.object_length),
        rows::signed(expires_ms),
    )
    .map(drop)
}

/// Remembers the first opening by somebody else than the depositor: from then on a deposit cannot be undone.
pub async fn mark_read(
    tx: &mut Tx,
    access: &FolderAccess<Read>,
    Held { version, was_read, .. }: &Held,
    now_ms: u64,
) -> Result<(), StoreError> {
    if *was_read || version.depositor == access.account_id() {
        return Ok(());
    }
    execute!(
        tx,
        "UPDATE document_versions SET read_ms = $1
         WHERE document_id = $2 AND version = $3 AND depositor <> $4 AND read_ms IS NULL",
        rows::signed(now_ms),
        version.document_id.as_ref().to_vec(),
        rows::signed(version.version),
        access.account_id().as_ref().to_vec(),
    )
    .map(drop)
}

/// The opening that this account may still fetch.
pub async fn opening(
    tx: &mut Tx,
    opening_id: OpeningId,
    account_id: AccountId,
    now_ms: u64,
) -> Result<Option<Opening>, StoreError> {
    let row: Option<(String, i64)> = fetch_optional!(
        tx,
        "SELECT blob_key, object_length FROM openings WHERE opening_id = $1 AND account_id = $2 AND expires_ms >= $3",
        opening_id.as_ref().to_vec(),
        account_id.as_ref().to_vec(),
        rows::signed(now_ms),
    )?;
    row.map(|(blob_key, length)| {
        Ok(Opening { blob_key, object_length: rows::unsigned(length, "openings.object_length")? })
    })
    .transpose()
}

/// Forgets openings whose time to fetch is past.
pub async fn forget_openings(tx: &mut Tx, now_ms: u64) -> Result<(), StoreError> {
    execute!(tx, "DELETE FROM openings WHERE expires_ms < $1", rows::signed(now_ms)).map(drop)
}
