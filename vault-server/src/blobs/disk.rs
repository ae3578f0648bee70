//! Blobs in a folder: `ab/abcdef…` once whole and durable, `incoming/abcdef…` before.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use tokio::io::{AsyncWriteExt, BufWriter};
use tokio::task::spawn_blocking;
use tokio_util::io::ReaderStream;

use super::measure::{Measure, why_cut};
use super::{BlobError, BlobKey, BlobReader, StagedBlob};

/// What one upload may hold in memory between the network and the disk.
const BUFFER_LEN: usize = 256 * 1024;
/// What one download reads at a time.
const READ_LEN: usize = 256 * 1024;

/// Blobs in a folder of this machine.
#[derive(Debug, Clone)]
pub(super) struct Disk {
    folder: PathBuf,
}

impl Disk {
    pub(super) fn open(folder: &Path) -> Result<Self, BlobError> {
        let disk = Self { folder: folder.to_owned() };
        DirBuilder::new().recursive(true).mode(0o700).create(disk.incoming())?;
        Ok(disk)
    }

    fn incoming(&self) -> PathBuf {
        self.folder.join("incoming")
    }

    fn prefix(&self, key: &BlobKey) -> PathBuf {
        self.folder.join(&key.to_string()[..2])
    }

    fn place(&self, key: &BlobKey) -> PathBuf {
        self.prefix(key).join(key.to_string())
    }

    pub(super) async fn put<S, E>(&self, key: BlobKey, bytes: S, length: u64) -> Result<StagedBlob, BlobError>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
        E: std::error::Error + 'static,
    {
        // Opened here and now: an opening left to another thread could make the file after the guard has removed it.
        let path = self.incoming().join(key.to_string());
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        let guard = RemovedUnlessKept::new(path);
        // What arrives is a TLS record at a time; each write is a way to another thread and back.
        let mut file = BufWriter::with_capacity(BUFFER_LEN, tokio::fs::File::from_std(file));

        let mut measure = Measure::default();
        let mut bytes = pin!(bytes);
        while let Some(chunk) = bytes.next().await {
            let chunk = chunk.map_err(|error| why_cut(&error))?;
            measure.take(&chunk);
            if measure.length > length {
                return Err(BlobError::WrongLength);
            }
            file.write_all(&chunk).await?;
        }
        if measure.length != length {
            return Err(BlobError::WrongLength);
        }
        file.flush().await?;
        let file = file.into_inner().into_std().await;
        let (prefix, place) = (self.prefix(&key), self.place(&key));
        let folder = self.folder.clone();
        let guard = spawn_blocking(move || publish(&file, guard, &folder, &prefix, place)).await.map_err(stopped)??;
        guard.keep();
        Ok(measure.finish(&key))
    }

    pub(super) async fn open_blob(&self, key: &BlobKey) -> Result<BlobReader, BlobError> {
        let file = match tokio::fs::File::open(self.place(key)).await {
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(BlobError::Missing(key.to_string())),
            file => file?,
        };
        let length = file.metadata().await?.len();
        Ok(BlobReader { length, bytes: Box::pin(ReaderStream::with_capacity(file, READ_LEN)) })
    }

    pub(super) async fn delete(&self, key: &BlobKey) -> Result<(), BlobError> {
        let (prefix, place) = (self.prefix(key), self.place(key));
        let removed = spawn_blocking(move || {
            fs::remove_file(place)?;
            File::open(prefix)?.sync_all()
        });
        match removed.await.map_err(stopped)? {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    pub(super) async fn list_older_than(&self, part: u8, moment_ms: u64) -> Result<Vec<String>, BlobError> {
        let folder = self.folder.join(format!("{part:02x}"));
        let names = spawn_blocking(move || older_files(&folder, moment_ms)).await.map_err(stopped)??;
        Ok(names.into_iter().filter(|name| name.parse::<BlobKey>().is_ok()).collect())
    }

    pub(super) async fn unfinished_before(&self, moment_ms: u64) -> Result<Vec<String>, BlobError> {
        let incoming = self.incoming();
        Ok(spawn_blocking(move || older_files(&incoming, moment_ms)).await.map_err(stopped)??)
    }

    pub(super) async fn remove_unfinished_before(&self, moment_ms: u64) -> Result<usize, BlobError> {
        let incoming = self.incoming();
        let removed = spawn_blocking(move || {
            let names = older_files(&incoming, moment_ms)?;
            names.iter().try_for_each(|name| fs::remove_file(incoming.join(name)))?;
            Ok::<_, BlobError>(names.len())
        });
        removed.await.map_err(stopped)?
    }

    pub(super) async fn remove_unfinished(&self) -> Result<usize, BlobError> {
        let incoming = self.incoming();
        let removed = spawn_blocking(move || {
            let mut count = 0;
            for entry in fs::read_dir(incoming)? {
                fs::remove_file(entry?.path())?;
                count += 1;
            }
            Ok::<_, BlobError>(count)
        });
        removed.await.map_err(stopped)?
    }
}

/// The names of a folder's files that were last written to before a moment; none without the folder.
fn older_files(folder: &Path, moment_ms: u64) -> std::io::Result<Vec<String>> {
    let moment = SystemTime::UNIX_EPOCH + Duration::from_millis(moment_ms);
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry?;
        // One that is gone meanwhile is not there.
        let old = entry.metadata().and_then(|metadata| metadata.modified()).is_ok_and(|written| written < moment);
        if let Some(name) = entry.file_name().to_str().filter(|_| old) {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

/// Makes the bytes durable, then the name. The guard follows the file, so that a caller who has gone away by then
/// leaves nothing either.
fn publish(
    file: &File,
    guard: RemovedUnlessKept,
    folder: &Path,
    prefix: &Path,
    place: PathBuf,
) -> Result<RemovedUnlessKept, BlobError> {
    file.sync_all()?;
    match DirBuilder::new().mode(0o700).create(prefix) {
        Ok(()) => File::open(folder)?.sync_all()?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error.into()),
    }
    let guard = guard.rename(place)?;
    File::open(prefix)?.sync_all()?;
    Ok(guard)
}

fn stopped(error: tokio::task::JoinError) -> BlobError {
    BlobError::Io(std::io::Error::other(error))
}

/// A file that disappears unless somebody says that it is to stay.
struct RemovedUnlessKept(Option<PathBuf>);

impl RemovedUnlessKept {
    const fn new(path: PathBuf) -> Self {
        Self(Some(path))
    }

    fn keep(mut self) {
        self.0 = None;
    }

    fn rename(mut self, to: PathBuf) -> std::io::Result<Self> {
        if let Some(from) = &self.0 {
            fs::rename(from, &to)?;
            self.0 = Some(to);
        }
        Ok(self)
    }
}

impl Drop for RemovedUnlessKept {
    fn drop(&mut self) {
        if let Some(path) = &self.0
            && let Err(error) = fs::remove_file(path)
        {
            tracing::warn!(%error, "an unfinished upload could not be removed");
        }
    }
}
