//! What can be wrong with the key directory, and what the operator does about it.

use std::path::{Path, PathBuf};

/// Why the key directory is refused.
#[derive(Debug, thiserror::Error)]
pub enum KeyDirectoryError {
    /// A key that must be there is not.
    #[error(
        "{} is missing: restore it from the second copy of the key directory (a new one could open nothing of what is stored)",
        path.display()
    )]
    MissingPiece {
        /// The missing file.
        path: PathBuf,
    },
    /// A key that must not be destroyed yet.
    #[error("{} is still needed and was not destroyed", path.display())]
    StillNeeded {
        /// The file.
        path: PathBuf,
    },
    /// Others than the server may read it.
    #[error("{} has mode {mode:03o}, open to others than the server: run `chmod {wanted:03o}` on it, and ask who may have read it", path.display())]
    Exposed {
        /// The file or folder.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
        /// What they should be.
        wanted: u32,
    },
    /// Cut, changed, or not the key that its name tells.
    #[error("{} is damaged or is another file: restore it from the second copy of the key directory", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// Keys and data lie together.
    #[error(
        "the key directory {} and the data directory {} lie one in the other, so that one stolen copy would hold both \
         locks: move one of them (or, on a demonstration only, allow it with --allow-keys-beside-data)",
        keys.display(), data.display()
    )]
    BesideData {
        /// The key directory.
        keys: PathBuf,
        /// The data directory.
        data: PathBuf,
    },
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl KeyDirectoryError {
    /// Whether the disk is full, which passes once there is room.
    #[must_use]
    pub fn is_full(&self) -> bool {
        use std::io::ErrorKind::{QuotaExceeded, StorageFull};
        matches!(self, Self::Io { source, .. } if matches!(source.kind(), StorageFull | QuotaExceeded))
    }

    pub(super) fn io(path: &Path, source: std::io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }
}
