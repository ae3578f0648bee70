//! Restoring a snapshot into a new data folder: checked whole before it is given its place.

use std::fs::{self, DirBuilder};
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use tokio_util::io::ReaderStream;
use vault_core::entropy::OsEntropy;
use vault_core::log::LogKey;

use super::error::{BackupError, Damage, Result};
use super::folder::{Folder, publish};
use super::manifest::{Header, Object};
use super::sealing::Opener;
use super::verify::{check_database, check_epochs, open_object, unseal};
use crate::blobs::{self, BlobError, BlobStore};
use crate::error::Error;
use crate::key_directory::KeyDirectory;
use crate::store::{Location, Store, backup as rows};

/// Where a snapshot is restored: nothing may be there yet.
#[derive(Debug)]
pub struct Target<'a> {
    /// The data folder.
    pub data: &'a Path,
    /// Where the database comes to be.
    pub database: &'a Location,
    /// Where the sealed objects come to be. Those that a bucket has already are written over by themselves.
    pub objects: &'a blobs::Location,
}

/// Restores. The database appears in its place last: a server never starts on a half of it. What an interrupted
/// restoration left must be removed by hand, because the folder is then not empty.
pub async fn restore(
    folder: &Folder,
    snapshot: &str,
    keys: &KeyDirectory,
    log: &LogKey,
    Target { data, database, objects }: Target<'_>,
    opener: &Opener,
    now_ms: u64,
) -> Result<Header> {
    let header = folder.header(snapshot, &keys.log_key().verifying_key())?;
    check_epochs(&header.manifest, keys)?;
    require_empty(data)?;
    if !database.is_new().await? {
        return Err(BackupError::DatabaseNotEmpty);
    }
    make(data)?;
    let incoming = data.join("restoring.db");
    unseal(folder, &header, opener, &incoming)?;
    check_database(&header.manifest, &incoming, folder, &header, log).await?;
    let blobs = BlobStore::at(objects, OsEntropy::new()).map_err(Error::from)?;
    for object in folder.objects(&header)? {
        let Object { key, sha256, length } = object?;
        let bytes = ReaderStream::new(tokio::fs::File::from_std(open_object(&folder.object(&key))?));
        let damaged = || BackupError::damaged(snapshot, Damage::Object(key.clone()));
        match blobs.put_as(&key, bytes, length).await {
            Ok(put) if put.sha256 == sha256 => {}
            Ok(_) => {
                blobs.delete(&key).await.map_err(Error::from)?;
                return Err(damaged());
            }
            Err(BlobError::WrongLength) => return Err(damaged()),
            Err(error) => return Err(Error::from(error).into()),
        }
    }
    mark(&incoming, snapshot, now_ms).await?;
    match database {
        Location::File(place) => publish(&incoming, place).map_err(BackupError::io(place))?,
        Location::Postgres(_) => carry_over(&incoming, database).await?,
    }
    Ok(header)
}

/// Into a database of another engine, whole or not at all.
async fn carry_over(incoming: &Path, database: &Location) -> Result<()> {
    let (from, to) = (Store::open_copy(incoming).await?, Store::open(database).await?);
    to.fill_from(&from).await?;
    from.close().await;
    to.close().await;
    fs::remove_file(incoming).map_err(BackupError::io(incoming))
}

/// What was under way is over, and the next start writes that this was done.
async fn mark(database: &Path, snapshot: &str, now_ms: u64) -> Result<()> {
    let store = Store::open(&Location::File(database.to_owned())).await?;
    let mut tx = store.write().await?;
    rows::mark_restored(&mut tx, snapshot, now_ms).await?;
    tx.commit().await?;
    store.fold_journal().await?;
    store.close().await;
    Ok(())
}

fn require_empty(data: &Path) -> Result<()> {
    match fs::read_dir(data) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(BackupError::io(data)(error)),
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(BackupError::NotEmpty(data.to_owned())),
        },
    }
}

fn make(folder: &Path) -> Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(BackupError::io(folder))
}
