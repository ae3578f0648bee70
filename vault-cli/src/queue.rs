//! Sealed documents that wait until the server has acknowledged them: the exact bytes, so that sending twice is
//! harmless. Ciphertext, ids and signatures only.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use vault_core::api::NewDeposit;
use vault_core::ids::{AccountId, DocumentId, FolderId, Hash, VaultId};

use crate::desk::Desk;
use crate::error::{Problem, Result};
use crate::profile::{beside, write_private};

/// Pieces of an interrupted sealing are swept away after this time.
const STALE: Duration = Duration::from_hours(24);

/// The queue of one profile.
#[derive(Debug)]
pub(crate) struct Queue {
    folder: PathBuf,
}

/// One sealed document that waits.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Waiting {
    /// The server it is for.
    pub(crate) origin: String,
    /// Who sealed and signed it.
    pub(crate) account: AccountId,
    /// The vault.
    pub(crate) vault: VaultId,
    /// The folder.
    pub(crate) folder: FolderId,
    /// The document.
    pub(crate) document: DocumentId,
    /// SHA-256 of the object.
    pub(crate) object_hash: Hash,
    /// Its length in bytes.
    pub(crate) object_length: u64,
    /// When it was sealed, Unix milliseconds.
    pub(crate) sealed_ms: u64,
    /// What is sent once the object is up.
    pub(crate) deposit: NewDeposit,
}

impl Queue {
    /// Opens the queue and sweeps what an interrupted sealing left behind.
    pub(crate) fn open(desk: &Desk) -> Result<Self> {
        let queue = Self { folder: desk.profile.folder("queue")? };
        queue.sweep();
        Ok(queue)
    }

    /// A file for ciphertext, gone again unless it is kept.
    pub(crate) fn spool(&self) -> Result<NamedTempFile> {
        beside(&self.object(DocumentId::NONE)).map_err(|e| failed(&self.folder, &e))
    }

    /// Keeps a sealed document: first the object, then the line that makes it part of the queue.
    pub(crate) fn keep(&self, waiting: &Waiting, object: NamedTempFile) -> Result<()> {
        let (path, line) = (self.object(waiting.document), self.line(waiting.document));
        object.as_file().sync_all().map_err(|e| failed(&path, &e))?;
        object.persist(&path).map_err(|e| failed(&path, &e.error))?;
        let bytes = serde_json::to_vec(waiting).map_err(|e| Problem::Unforeseen { cause: e.to_string() })?;
        write_private(&line, &bytes).map_err(|e| failed(&line, &e))
    }

    /// The sealed object.
    pub(crate) fn read_object(&self, document: DocumentId) -> Result<File> {
        let path = self.object(document);
        File::open(&path).map_err(|e| failed(&path, &e))
    }

    /// Everything that waits, oldest first.
    pub(crate) fn list(&self) -> Result<Vec<Waiting>> {
        let mut all: Vec<Waiting> = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(|e| failed(&self.folder, &e))?.filter_map(io::Result::ok) {
            let path = entry.path();
            if path.extension().is_some_and(|e| e == "json") {
                let bytes = fs::read(&path).map_err(|e| failed(&path, &e))?;
                let shown = path.display().to_string();
                all.push(serde_json::from_slice(&bytes).map_err(|_| Problem::ProfileBroken { path: shown })?);
            }
        }
        all.sort_by_key(|w| (w.sealed_ms, w.document));
        Ok(all)
    }

    /// Takes a document out of the queue.
    pub(crate) fn remove(&self, document: DocumentId) -> Result<()> {
        for path in [self.line(document), self.object(document)] {
            match fs::remove_file(&path) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(failed(&path, &e)),
                _ => {}
            }
        }
        Ok(())
    }

    fn object(&self, document: DocumentId) -> PathBuf {
        self.folder.join(format!("{document}.object"))
    }

    fn line(&self, document: DocumentId) -> PathBuf {
        self.folder.join(format!("{document}.json"))
    }

    /// What cannot be swept now is swept the next time.
    fn sweep(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.filter_map(io::Result::ok) {
            let is_piece = entry.file_name().to_string_lossy().starts_with(".coffre-");
            let age = entry.metadata().and_then(|m| m.modified()).ok().and_then(|at| at.elapsed().ok());
            if is_piece && age.is_some_and(|age| age > STALE) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

fn failed(path: &Path, error: &io::Error) -> crate::error::Error {
    Problem::OutputFailed { path: path.display().to_string(), cause: error.to_string() }.into()
}
