//! Making a snapshot while the server works: one moment of the database, then the objects that it names.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::Path;

use age::x25519::Recipient;
use futures_util::StreamExt;
use vault_core::entropy::generate;
use vault_core::ids::Hash;

use super::error::{BackupError, Result};
use super::folder::{Arriving, Folder, hash_file};
use super::manifest::{FORMAT, Header, Manifest, Object};
use super::sealing::seal;
use super::work::Work;
use crate::app::App;
use crate::blobs::BlobError;
use crate::clock::moment;
use crate::error::Error;
use crate::store::{Store, backup as rows, documents, log, rest};

/// What was made.
#[derive(Debug)]
pub struct Made {
    /// The snapshot.
    pub header: Header,
    /// Objects that were copied now; the others were there.
    pub copied: u64,
}

/// Makes a snapshot. It is there whole, or not at all.
pub async fn make(app: &App, data: &Path, to: &Path, recipient: &Recipient) -> Result<Made> {
    let folder = Folder::for_writing(to)?;
    let work = Work::begin(data)?;
    let snapshot = name(app);
    app.store.copy_to(&work.copy()).await?;
    let copy = Store::open_copy(&work.copy()).await?;
    let list = folder.incoming("objects");
    let mut manifest = describe(app, &work.copy(), &copy, snapshot).await?;
    let copied = copy_objects(app, &folder, &copy, &list, &mut manifest).await?;
    copy.close().await;
    let sealed = folder.incoming("sealed");
    let (sealed_sha256, sealed_length) = seal_copy(&manifest, &work.copy(), &sealed, recipient)?;
    drop(work);
    let header = Header { manifest, sealed_length, sealed_sha256 };
    let text = header.sign(app.keys.log_key()).map_err(BackupError::io(&sealed))?;
    folder.publish(&header.manifest.snapshot, &sealed, &list, &text)?;
    Ok(Made { header, copied })
}

/// `20270115T080000123Z-9f3c21ab`: names sort as they were made, two of one second too.
fn name(app: &App) -> String {
    let random = u32::from_be_bytes(generate(&mut app.entropy.clone()));
    let now_ms = app.clock.now_ms();
    format!("{}{:03}Z-{random:08x}", moment(now_ms).replace(['-', ':', 'Z'], ""), now_ms % 1000)
}

/// Copies the objects that the copy names and that are not there yet, and writes the list of all. Gives the number of
/// those that were copied.
async fn copy_objects(app: &App, folder: &Folder, copy: &Store, list: &Path, manifest: &mut Manifest) -> Result<u64> {
    let mut out = Arriving::begin(list)?;
    let mut tx = copy.read().await?;
    let (mut after, mut copied) = (None, 0);
    loop {
        let page = rows::objects(&mut tx, after).await?;
        let Some(end) = page.last() else { break };
        after = Some(end.version);
        for named in page {
            let object = Object { key: named.key, length: named.length, sha256: named.sha256 };
            let there = folder.has(&object);
            if !there && !take(app, folder, &object).await? {
                // Erased since the copy was made: then nothing is missing.
                if documents::names_blob(&mut app.store.read().await?, &object.key).await? {
                    manifest.missing.push(object.key);
                }
                continue;
            }
            copied += u64::from(!there);
            manifest.objects += 1;
            manifest.objects_length += object.length;
            object.write(&mut out).map_err(BackupError::io(list))?;
        }
    }
    manifest.objects_sha256 = out.finish()?.0;
    Ok(copied)
}

/// Copies an object. False when it is not there, or not the one that was deposited.
async fn take(app: &App, folder: &Folder, object: &Object) -> Result<bool> {
    let mut bytes = match app.blobs.open(&object.key).await {
        Err(BlobError::Missing(_)) => return Ok(false),
        opened => opened.map_err(Error::from)?,
    };
    let path = folder.incoming(&object.key);
    let mut arriving = Arriving::begin(&path)?;
    while let Some(chunk) = bytes.next().await {
        let chunk = chunk.map_err(|error| Error::from(BlobError::from(error)))?;
        arriving.write_all(&chunk).map_err(BackupError::io(&path))?;
    }
    folder.keep(object, arriving)
}

/// What is known before the objects are copied.
async fn describe(app: &App, path: &Path, copy: &Store, snapshot: String) -> Result<Manifest> {
    let mut tx = copy.read().await?;
    let (database_sha256, database_length) = hash_file(path)?;
    Ok(Manifest {
        format: FORMAT,
        snapshot,
        origin: app.origin.to_string(),
        made_ms: app.clock.now_ms(),
        checkpoint: log::state(&mut tx).await?.checkpoint,
        lock_epochs: rest::epochs_in_use(&mut tx).await?.into_iter().collect(),
        current_epoch: app.keys.current_rest().0,
        deposit_epochs: app.keys.deposit_epochs(),
        database_length,
        database_sha256,
        objects: 0,
        objects_length: 0,
        objects_sha256: Hash::NONE,
        missing: Vec::new(),
    })
}

/// `u32 length ‖ manifest ‖ database`, sealed. Gives hash and length of the sealed file.
fn seal_copy(manifest: &Manifest, database: &Path, to: &Path, recipient: &Recipient) -> Result<(Hash, u64)> {
    let out = Arriving::begin(to)?;
    let write = || {
        let manifest = serde_json::to_vec(manifest)?;
        let length = u32::try_from(manifest.len()).map_err(|_| ErrorKind::InvalidData)?;
        seal(recipient, out, |sealed| {
            sealed.write_all(&length.to_be_bytes())?;
            sealed.write_all(&manifest)?;
            std::io::copy(&mut File::open(database)?, sealed).map(drop)
        })
    };
    write().map_err(BackupError::io(to))?.finish()
}
