//! Verifying a snapshot: every byte without an identity, every row and the whole log with it.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use vault_core::log::{Checkpoint, LogKey};

use super::error::{BackupError, Damage, Result};
use super::folder::{Arriving, Folder, hash_file};
use super::manifest::{Header, Manifest};
use super::sealing::Opener;
use super::work::Work;
use crate::key_directory::KeyDirectory;
use crate::store::{Store, backup as rows, log};

/// Largest manifest in a sealed file, in bytes: what announces more is not one.
const MANIFEST_LEN: u32 = 64 << 20;

/// Checks every byte against the signed header, and opens nothing.
pub fn verify_sealed(folder: &Folder, snapshot: &str, keys: &KeyDirectory) -> Result<Header> {
    let header = folder.header(snapshot, &keys.log_key().verifying_key())?;
    let sealed = folder.sealed(snapshot);
    if !sealed.exists() || hash_file(&sealed)? != (header.sealed_sha256, header.sealed_length) {
        return Err(BackupError::damaged(snapshot, Damage::SealedFile));
    }
    for object in folder.objects(&header)? {
        let object = object?;
        let place = folder.object(&object.key);
        if !place.exists() || hash_file(&place)? != (object.sha256, object.length) {
            return Err(BackupError::damaged(snapshot, Damage::Object(object.key.clone())));
        }
    }
    Ok(header)
}

/// Checks everything, with the identity: the database is opened in the data folder's own workplace, and goes again.
pub async fn verify(
    folder: &Folder,
    snapshot: &str,
    keys: &KeyDirectory,
    log: &LogKey,
    data: &Path,
    opener: &Opener,
) -> Result<Header> {
    let header = verify_sealed(folder, snapshot, keys)?;
    check_epochs(&header.manifest, keys)?;
    let work = Work::begin(data)?;
    unseal(folder, &header, opener, &work.copy())?;
    check_database(&header.manifest, &work.copy(), folder, &header, log).await?;
    Ok(header)
}

/// Refuses a snapshot whose rows need a key that is not there.
pub(super) fn check_epochs(manifest: &Manifest, keys: &KeyDirectory) -> Result<()> {
    match manifest.lock_epochs.iter().find(|epoch| keys.rest(**epoch).is_none()) {
        Some(epoch) => Err(BackupError::EpochGone { snapshot: manifest.snapshot.clone(), epoch: *epoch }),
        None => Ok(()),
    }
}

/// Opens the sealed file into a new one: the database, with the hash of the manifest, which is that of the header.
pub(super) fn unseal(folder: &Folder, header: &Header, opener: &Opener, to: &Path) -> Result<()> {
    let manifest = &header.manifest;
    let path = folder.sealed(&manifest.snapshot);
    let mut sealed = opener.open(&path)?;
    let cut = |error: std::io::Error| BackupError::Sealed { path: path.clone(), why: error.to_string() };
    let mut length = [0; 4];
    sealed.read_exact(&mut length).map_err(cut)?;
    let length = u32::from_be_bytes(length);
    if length > MANIFEST_LEN {
        return Err(BackupError::damaged(&manifest.snapshot, Damage::Manifest));
    }
    let mut inner = vec![0; length as usize];
    sealed.read_exact(&mut inner).map_err(cut)?;
    if serde_json::from_slice::<Manifest>(&inner).ok().as_ref() != Some(manifest) {
        return Err(BackupError::damaged(&manifest.snapshot, Damage::ManifestOfAnother));
    }
    let mut database = Arriving::begin(to)?;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = sealed.read(&mut buffer).map_err(cut)?;
        if read == 0 {
            break;
        }
        database.write_all(&buffer[..read]).map_err(BackupError::io(to))?;
    }
    if database.finish()? != (manifest.database_sha256, manifest.database_length) {
        return Err(BackupError::damaged(&manifest.snapshot, Damage::Database));
    }
    Ok(())
}

/// The engine's own check; the log, leaf by leaf, up to the signed checkpoint; the list of objects.
pub(super) async fn check_database(
    manifest: &Manifest,
    path: &Path,
    folder: &Folder,
    header: &Header,
    log: &LogKey,
) -> Result<()> {
    let wrong = |what: Damage| BackupError::damaged(&manifest.snapshot, what);
    let copy = Store::open_copy(path).await?;
    let mut tx = copy.read().await?;
    if !rows::is_whole(&mut tx).await? {
        return Err(wrong(Damage::Database));
    }
    let state = log::state(&mut tx).await?;
    if state.checkpoint != manifest.checkpoint {
        return Err(wrong(Damage::Log));
    }
    if !state.checkpoint.is_empty() {
        let signed = Checkpoint::open(&state.checkpoint, log).map_err(|_| wrong(Damage::Log))?;
        if (signed.size, signed.root) != (state.frontier.size(), state.frontier.root()) {
            return Err(wrong(Damage::Log));
        }
    }
    if !rows::log_is_whole(&mut tx).await? {
        return Err(wrong(Damage::Log));
    }
    let listed = folder.objects(header)?.collect::<Result<Vec<_>>>()?;
    let mut listed = listed.into_iter().peekable();
    let mut after = None;
    loop {
        let page = rows::objects(&mut tx, after).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.version);
        for named in page {
            // What is not listed was missing, or erased, when the snapshot was made; the order is the same.
            listed.next_if(|object| object.key == named.key && object.sha256 == named.sha256);
        }
    }
    if listed.next().is_some() {
        return Err(wrong(Damage::List));
    }
    drop(tx);
    copy.close().await;
    Ok(())
}

/// Opens a sealed object for copying.
pub(super) fn open_object(path: &PathBuf) -> Result<File> {
    File::open(path).map_err(BackupError::io(path))
}
