//! Where ciphertext lies: sealed objects under random keys, written once, never changed.
//!
//! The seam for other engines: one variant of `Engine` each. The database knows which keys count; a blob that it
//! does not name is an orphan, found again by [`BlobStore::list_older_than`].

mod disk;
mod key;
mod measure;
mod s3;

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::Stream;
use vault_core::entropy::Entropy;
use vault_core::ids::Hash;

use disk::Disk;
use key::BlobKey;
pub use s3::Bucket;
use s3::S3;

/// Length of an object's head, which a deposit names apart from the whole (FORMATS 5).
pub(crate) const HEAD_LEN: usize = 104;

/// Why a blob could not be stored or read. Nothing of a failed upload remains.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// Shorter or longer than announced.
    #[error("the upload has not the length that was announced")]
    WrongLength,
    /// The sender stopped before the end.
    #[error("the upload was cut")]
    Cut,
    /// The sender was silent for too long.
    #[error("the upload took too long")]
    TimedOut,
    /// No blob of that name.
    #[error("the blob {0} is missing")]
    Missing(String),
    /// Not the name of a blob.
    #[error("not the name of a blob")]
    InvalidKey,
    /// No room is left where blobs lie.
    #[error("no room is left for blobs")]
    Full,
    /// The store did not answer, or not with what was asked for, at any try.
    #[error("the blob store is unavailable: {0}")]
    Unavailable(String),
    /// The engine failed.
    #[error("blob store: {0}")]
    Io(io::Error),
}

impl From<io::Error> for BlobError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Io(error),
        }
    }
}

/// What has arrived whole and is durable, under a name that nobody knows yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagedBlob {
    /// Its name: 32 hexadecimal digits.
    pub key: String,
    /// SHA-256 of all its bytes.
    pub sha256: Hash,
    /// SHA-256 of its first 104 bytes, or of all of them when there are fewer.
    pub head_sha256: Hash,
    /// Its length in bytes.
    pub length: u64,
}

/// A blob being read: a stream of its bytes.
pub struct BlobReader {
    length: u64,
    bytes: Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>,
}

impl BlobReader {
    /// Its length in bytes.
    #[must_use]
    pub const fn length(&self) -> u64 {
        self.length
    }
}

impl Stream for BlobReader {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.bytes.as_mut().poll_next(context)
    }
}

impl fmt::Debug for BlobReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlobReader").field("length", &self.length).finish_non_exhaustive()
    }
}

/// The place where blobs lie, and what names them.
#[derive(Clone)]
pub struct BlobStore {
    engine: Engine,
    entropy: Arc<Mutex<dyn Entropy + Send>>,
}

/// Where blobs lie, as an operator says it.
#[derive(Debug, Clone)]
pub enum Location {
    /// The default: a folder of this machine.
    Folder(PathBuf),
    /// A bucket of an S3 store.
    Bucket(Bucket),
}

/// Where blobs lie.
#[derive(Debug, Clone)]
enum Engine {
    /// A folder on this machine.
    Disk(Disk),
    /// A bucket of an S3 store.
    S3(S3),
}

impl BlobStore {
    /// Blobs in their place: a folder, which is made if needed (0700), or a bucket, which is there.
    pub fn at(place: &Location, entropy: impl Entropy + Send + 'static) -> Result<Self, BlobError> {
        let engine = match place {
            Location::Folder(folder) => Engine::Disk(Disk::open(folder)?),
            Location::Bucket(bucket) => Engine::S3(S3::open(bucket)?),
        };
        Ok(Self { engine, entropy: Arc::new(Mutex::new(entropy)) })
    }

    /// Takes a blob of exactly `length` bytes, in constant memory, and makes it durable under a fresh name.
    ///
    /// When it fails, or when the future is dropped, nothing remains.
    pub async fn put<S, E>(&self, bytes: S, length: u64) -> Result<StagedBlob, BlobError>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
        E: std::error::Error + 'static,
    {
        let key = BlobKey::generate(&mut *self.entropy.lock().unwrap_or_else(PoisonError::into_inner));
        self.put_under(key, bytes, length).await
    }

    /// The same, under the name that it has in another place: for what is brought from there.
    pub async fn put_as<S, E>(&self, key: &str, bytes: S, length: u64) -> Result<StagedBlob, BlobError>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
        E: std::error::Error + 'static,
    {
        self.put_under(key.parse()?, bytes, length).await
    }

    async fn put_under<S, E>(&self, key: BlobKey, bytes: S, length: u64) -> Result<StagedBlob, BlobError>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
        E: std::error::Error + 'static,
    {
        match &self.engine {
            Engine::Disk(disk) => disk.put(key, bytes, length).await,
            Engine::S3(s3) => s3.put(key, bytes, length).await,
        }
    }

    /// Opens a blob.
    pub async fn open(&self, key: &str) -> Result<BlobReader, BlobError> {
        match &self.engine {
            Engine::Disk(disk) => disk.open_blob(&key.parse()?).await,
            Engine::S3(s3) => s3.open_blob(&key.parse()?).await,
        }
    }

    /// Removes a blob. One that is not there is no error: removing twice is harmless.
    pub async fn delete(&self, key: &str) -> Result<(), BlobError> {
        match &self.engine {
            Engine::Disk(disk) => disk.delete(&key.parse()?).await,
            Engine::S3(s3) => s3.delete(&key.parse()?).await,
        }
    }

    /// The blobs of one part (the 256th whose keys begin with this byte) that were complete before a moment (Unix
    /// milliseconds). Those that the database does not name are orphans: the server stopped between storing them and
    /// writing it down.
    pub async fn list_older_than(&self, part: u8, moment_ms: u64) -> Result<Vec<String>, BlobError> {
        match &self.engine {
            Engine::Disk(disk) => disk.list_older_than(part, moment_ms).await,
            Engine::S3(s3) => s3.list_older_than(part, moment_ms).await,
        }
    }

    /// What is left of uploads that were cut, and was last written to before a moment (Unix milliseconds).
    pub async fn unfinished_before(&self, moment_ms: u64) -> Result<Vec<String>, BlobError> {
        match &self.engine {
            Engine::Disk(disk) => disk.unfinished_before(moment_ms).await,
            Engine::S3(s3) => s3.unfinished_before(moment_ms).await,
        }
    }

    /// Removes that, and tells how many.
    pub async fn remove_unfinished_before(&self, moment_ms: u64) -> Result<usize, BlobError> {
        match &self.engine {
            Engine::Disk(disk) => disk.remove_unfinished_before(moment_ms).await,
            Engine::S3(s3) => s3.remove_unfinished_before(moment_ms).await,
        }
    }

    /// Removes what a crash of this server left of unfinished uploads, and tells how many. Only before it takes requests.
    pub async fn remove_unfinished(&self) -> Result<usize, BlobError> {
        match &self.engine {
            Engine::Disk(disk) => disk.remove_unfinished().await,
            // Another server may be in the middle of one.
            Engine::S3(_) => Ok(0),
        }
    }
}

impl fmt::Debug for BlobStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlobStore").field(&self.engine).finish()
    }
}

#[cfg(test)]
mod tests;
