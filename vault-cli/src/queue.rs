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

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use vault_core::ids::UploadId;

    use super::*;

    fn waiting(byte: u8) -> Waiting {
        Waiting {
            origin: "https://coffre.exemple.fr".to_owned(),
            account: AccountId::NONE,
            vault: VaultId::NONE,
            folder: FolderId::NONE,
            document: DocumentId::from_bytes([byte; 16]),
            object_hash: Hash::NONE,
            object_length: 6,
            sealed_ms: u64::from(byte),
            deposit: NewDeposit {
                deposit: vec![byte; 240].into(),
                upload_id: UploadId::NONE,
                record: vec![byte].into(),
                server_share: vec![byte].into(),
                mandate_id: None,
            },
        }
    }

    #[test]
    fn the_exact_bytes_wait_in_order_until_they_are_taken_out() {
        let home = tempfile::tempdir().expect("a folder");
        let queue = Queue::open(&Desk::for_test(home.path())).expect("a queue");
        for byte in [2, 1] {
            let mut spool = queue.spool().expect("a file");
            spool.write_all(b"object").expect("written");
            queue.keep(&waiting(byte), spool).expect("kept");
        }
        let listed = queue.list().expect("listed");
        assert_eq!(listed.iter().map(|w| w.sealed_ms).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(listed[0].deposit.deposit, waiting(1).deposit.deposit);
        let mut object = Vec::new();
        queue.read_object(listed[0].document).expect("there").read_to_end(&mut object).expect("read");
        assert_eq!(object, b"object");
        queue.remove(listed[0].document).expect("removed");
        assert_eq!(queue.list().expect("listed").len(), 1);
        assert_eq!(fs::read_dir(home.path().join("queue")).expect("a folder").count(), 2);
    }

    #[test]
    fn an_interrupted_sealing_is_not_part_of_the_queue() {
        let home = tempfile::tempdir().expect("a folder");
        let desk = Desk::for_test(home.path());
        let queue = Queue::open(&desk).expect("a queue");
        let mut spool = queue.spool().expect("a file");
        spool.write_all(b"half").expect("written");
        let (_, path) = spool.keep().expect("as after a kill");
        assert!(queue.list().expect("listed").is_empty());
        let old =
            fs::File::open(&path).expect("there").metadata().and_then(|m| m.modified()).expect("a time") - STALE * 2;
        fs::File::options().write(true).open(&path).expect("there").set_modified(old).expect("aged");
        Queue::open(&desk).expect("a queue");
        assert!(!path.exists());
    }
}
