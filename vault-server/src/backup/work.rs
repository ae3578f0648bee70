//! The clear copy of the database: in the data folder, where the database itself lies.

use std::fs::{DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

use super::error::{BackupError, Result};
use super::folder::clear;

/// A folder for one copy; empty again when dropped, and what a crash left in it goes when the next one begins.
#[derive(Debug)]
pub(super) struct Work {
    folder: PathBuf,
    _alone: File,
}

impl Work {
    pub(super) fn begin(data: &Path) -> Result<Self> {
        let folder = data.join("backup-work");
        DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(BackupError::io(&folder))?;
        let alone = File::open(&folder).map_err(BackupError::io(&folder))?;
        flock(&alone, FlockOperation::NonBlockingLockExclusive).map_err(|_| BackupError::Busy(folder.clone()))?;
        clear(&folder).map_err(BackupError::io(&folder))?;
        Ok(Self { folder, _alone: alone })
    }

    /// Where the copy goes.
    pub(super) fn copy(&self) -> PathBuf {
        self.folder.join("copy.db")
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        if let Err(error) = clear(&self.folder) {
            tracing::warn!(%error, "the copy of the database could not be removed");
        }
    }
}
