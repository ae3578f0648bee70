//! What can be wrong with a backup, and what the operator does about it.

use std::io;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::key_directory::KeyDirectoryError;
use crate::store::StoreError;

/// Why a backup was not made, verified or restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// No recipient was given.
    #[error("no recipient: set backup_recipient, or give --recipient age1… (`vault-server keys identity` makes one)")]
    NoRecipient,
    /// Not an age recipient.
    #[error("`{0}` is not an age recipient; it begins with age1")]
    Recipient(String),
    /// The identity file cannot be used.
    #[error("the identity file {} cannot be used: {why}", path.display())]
    Identity {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// The identity does not open it, or it was changed.
    #[error("{} does not open: another identity is needed, or the file was changed or cut ({why})", path.display())]
    Sealed {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// Another command works in the folder.
    #[error("{} is in use by another command: wait for its end", .0.display())]
    Busy(PathBuf),
    /// The folder has no such snapshot.
    #[error("{} has no snapshot {snapshot}: see `vault-server backup list`", folder.display())]
    NoSnapshot {
        /// The folder.
        folder: PathBuf,
        /// Which was asked for.
        snapshot: String,
    },
    /// Something of a snapshot is not what was signed.
    #[error("snapshot {snapshot} is damaged: {what}; use another one, and look at the disk")]
    Damaged {
        /// Which.
        snapshot: String,
        /// What.
        what: Damage,
    },
    /// A snapshot needs a key that was destroyed.
    #[error(
        "snapshot {snapshot} opens no more: epoch {epoch} of the lock is not in the key directory. If it was destroyed \
         after an erasure, that is how it was meant: use a later snapshot"
    )]
    EpochGone {
        /// Which.
        snapshot: String,
        /// The epoch.
        epoch: u32,
    },
    /// The target holds something already.
    #[error("{} is not empty: give a folder that does not exist yet", .0.display())]
    NotEmpty(PathBuf),
    /// The target database holds something already.
    #[error("the database of `database_url` is not empty: name one that is new")]
    DatabaseNotEmpty,
    /// The backup was made, but objects of the server's own store are not what they should be.
    #[error("snapshot {snapshot} was made, but {} sealed objects are missing or damaged in the server's own store: {}", keys.len(), keys.join(", "))]
    SourceDamaged {
        /// The snapshot.
        snapshot: String,
        /// Names of the objects.
        keys: Vec<String>,
    },
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key directory.
    #[error(transparent)]
    Keys(#[from] KeyDirectoryError),
    /// The ledger.
    #[error(transparent)]
    Server(#[from] Error),
}

impl BackupError {
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |source| Self::Io { path, source }
    }

    pub(super) fn damaged(snapshot: &str, what: Damage) -> Self {
        Self::Damaged { snapshot: snapshot.to_owned(), what }
    }
}

/// What of a snapshot is not what was signed.
#[derive(Debug, thiserror::Error)]
pub enum Damage {
    /// The header is not UTF-8, or not what this program writes.
    #[error("its header is not understood")]
    Header,
    /// The header is not signed by this server's log key.
    #[error("its header is not signed by this server's log key")]
    HeaderUnsigned,
    /// The header belongs to another snapshot or program.
    #[error("its header belongs to another snapshot or program")]
    HeaderOfAnother,
    /// The sealed file.
    #[error("its sealed file")]
    SealedFile,
    /// The manifest.
    #[error("its manifest")]
    Manifest,
    /// The manifest is not that of the header.
    #[error("its manifest is not that of its header")]
    ManifestOfAnother,
    /// The database is not whole.
    #[error("its database")]
    Database,
    /// The log is not the one that was signed.
    #[error("its log")]
    Log,
    /// The list of objects.
    #[error("its list of objects")]
    List,
    /// A sealed object.
    #[error("the object {0}")]
    Object(String),
}

/// What a backup gives.
pub type Result<T, E = BackupError> = std::result::Result<T, E>;
