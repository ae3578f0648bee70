//! What backups read of the database, and what is remembered of them.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use vault_core::deposit::Deposit;
use vault_core::ids::{DocumentId, Hash};
use vault_core::log::{Frontier, leaf_hash};

use super::log::{leaves, state};
use super::{Store, StoreError, Tx, execute, fetch_all, fetch_optional, rows};

/// Rows at a time.
const PAGE: u64 = 1000;

/// A sealed object that the database names.
#[derive(Debug)]
pub struct NamedObject {
    /// Its name in the blob store.
    pub key: String,
    /// Its length in bytes.
    pub length: u64,
    /// Its hash, as the signed deposit names it.
    pub sha256: Hash,
    /// The version that it is, from which the next page goes on.
    pub version: (DocumentId, u64),
}

impl Store {
    /// Writes a copy of the database as it is at one moment, while others write, into a file that does not exist.
    pub async fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        match self {
            Self::Sqlite { readers, .. } => {
                let path = path.to_string_lossy().into_owned();
                sqlx::query("VACUUM INTO $1").bind(path).execute(readers).await?;
                Ok(())
            }
            Self::Postgres { .. } => {
                let file = Self::open_sqlite(path).await?;
                file.fill_from(self).await?;
                file.fold_journal().await?;
                file.close().await;
                Ok(())
            }
        }
    }

    /// Opens a copy, for reading only: nothing in it is changed, its schema neither.
    pub async fn open_copy(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new().filename(path).read_only(true).immutable(true);
        let readers = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        Ok(Self::Sqlite { writer: readers.clone(), readers })
    }

    /// Folds the journal of the last writes into the database, so that what was deleted is overwritten there too.
    pub async fn fold_journal(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite { writer, .. } => {
                sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(writer).await?;
                Ok(())
            }
            // Its own journal is the business of whoever runs it.
            Self::Postgres { .. } => Ok(()),
        }
    }
}

/// Whether the engine finds its own file whole.
pub async fn is_whole(tx: &mut Tx) -> Result<bool, StoreError> {
    match tx {
        Tx::Sqlite(tx) => {
            let answers: Vec<(String,)> = sqlx::query_as("PRAGMA integrity_check").fetch_all(&mut **tx).await?;
            Ok(answers.len() == 1 && answers.iter().all(|(answer,)| answer == "ok"))
        }
        // It has no such question; with checksums, a damaged page fails whatever reads it.
        Tx::Postgres(_) => Ok(true),
    }
}

/// Whether the leaves of the log make the tree that its growing end tells.
pub async fn log_is_whole(tx: &mut Tx) -> Result<bool, StoreError> {
    let told = state(tx).await?.frontier;
    let mut tree = Frontier::new();
    loop {
        let page = leaves(tx, tree.size(), PAGE).await?;
        if page.is_empty() {
            return Ok(tree.size() == told.size() && tree.root() == told.root());
        }
        for leaf in page {
            tree.push(leaf_hash(&leaf));
        }
    }
}

/// The sealed objects of all versions, page by page, in the order of documents.
pub async fn objects(tx: &mut Tx, after: Option<(DocumentId, u64)>) -> Result<Vec<NamedObject>, StoreError> {
    type Row = (Vec<u8>, i64, String, i64, Vec<u8>);
    let (document, version) = after.unwrap_or((DocumentId::NONE, 0));
    let found: Vec<Row> = fetch_all!(
        tx,
        "SELECT document_id, version, blob_key, object_length, deposit FROM document_versions
         WHERE (document_id, version) > ($1, $2) ORDER BY document_id, version LIMIT $3",
        document.as_ref().to_vec(),
        rows::signed(version),
        rows::signed(PAGE),
    )?;
    found
        .into_iter()
        .map(|(document, version, key, length, deposit)| {
            let document = rows::id(&document, "document_versions.document_id")?;
            Ok(NamedObject {
                key,
                length: rows::unsigned(length, "document_versions.object_length")?,
                sha256: Deposit::parse(&deposit).map_err(StoreError::Corrupt)?.object,
                version: (document, rows::unsigned(version, "document_versions.version")?),
            })
        })
        .collect()
}

/// Remembers a snapshot.
pub async fn insert(tx: &mut Tx, snapshot: &str, oldest_epoch: u32, made_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO backups (snapshot_id, oldest_epoch, made_ms) VALUES ($1, $2, $3)
         ON CONFLICT (snapshot_id) DO NOTHING",
        snapshot.to_owned(),
        i64::from(oldest_epoch),
        rows::signed(made_ms),
    )
    .map(drop)
}

/// Remembers that a snapshot was verified whole.
pub async fn set_verified(tx: &mut Tx, snapshot: &str, now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE backups SET verified_ms = $1 WHERE snapshot_id = $2",
        rows::signed(now_ms),
        snapshot.to_owned(),
    )
    .map(drop)
}

/// When a snapshot was verified whole, Unix milliseconds.
pub async fn verified_ms(tx: &mut Tx, snapshot: &str) -> Result<Option<u64>, StoreError> {
    let row: Option<(Option<i64>,)> =
        fetch_optional!(tx, "SELECT verified_ms FROM backups WHERE snapshot_id = $1", snapshot.to_owned())?;
    row.and_then(|(at,)| at).map(|at| rows::unsigned(at, "backups.verified_ms")).transpose()
}

/// The oldest epoch of the lock in the verified snapshot that needs the fewest old keys; none without one.
pub async fn newest_verified_epoch(tx: &mut Tx) -> Result<Option<u32>, StoreError> {
    let row: Option<(Option<i64>,)> =
        fetch_optional!(tx, "SELECT MAX(oldest_epoch) FROM backups WHERE verified_ms IS NOT NULL")?;
    row.and_then(|(epoch,)| epoch).map(|epoch| rows::unsigned(epoch, "backups.oldest_epoch")).transpose()
}

/// Documents that were erased at or after a moment, in the order of their erasure.
pub async fn erased_since(tx: &mut Tx, moment_ms: u64) -> Result<Vec<DocumentId>, StoreError> {
    let rows: Vec<(Vec<u8>,)> = fetch_all!(
        tx,
        "SELECT document_id FROM tombstones WHERE erased_ms >= $1 GROUP BY document_id ORDER BY MIN(erased_ms)",
        rows::signed(moment_ms),
    )?;
    rows.into_iter().map(|(id,)| rows::id(&id, "tombstones.document_id")).collect()
}

/// On a database that was restored: forgets what was under way, and leaves a note for the next start.
pub async fn mark_restored(tx: &mut Tx, snapshot: &str, now_ms: u64) -> Result<(), StoreError> {
    execute!(tx, "DELETE FROM sessions")?;
    execute!(tx, "DELETE FROM login_challenges")?;
    execute!(tx, "DELETE FROM openings")?;
    execute!(tx, "DELETE FROM uploads")?;
    execute!(
        tx,
        "INSERT INTO restorations (restored_ms, snapshot_id, logged) VALUES ($1, $2, 0)
         ON CONFLICT (restored_ms) DO NOTHING",
        rows::signed(now_ms),
        snapshot.to_owned(),
    )
    .map(drop)
}

/// Restorations whose event is not written yet; from now on it is. Gives their number.
pub async fn take_restorations(tx: &mut Tx) -> Result<u64, StoreError> {
    execute!(tx, "UPDATE restorations SET logged = 1 WHERE logged = 0")
}
