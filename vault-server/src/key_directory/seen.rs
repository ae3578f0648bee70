//! The last checkpoint that the server signed, remembered apart from the data: a database that was put back to an
//! earlier state, or exchanged, is noticed at the next start.

use std::fs;
use std::io::ErrorKind;

use vault_core::log::{Checkpoint, LogKey};

use super::file::write_private;
use super::{KeyDirectory, KeyDirectoryError, lock};

/// The file's name in the key directory: the signed note.
const SEEN: &str = "checkpoint.seen";

impl KeyDirectory {
    /// Remembers, durably, a checkpoint that this server signed, unless it remembers a later one.
    pub fn remember_checkpoint(&self, log: &LogKey, note: &str) -> Result<(), KeyDirectoryError> {
        let new = Checkpoint::open(note, log).map_err(|_| self.damaged_checkpoint())?;
        let _lock = lock(&self.path)?;
        match self.seen_checkpoint(log)? {
            Some(seen) if seen.size >= new.size => Ok(()),
            _ => self.write_checkpoint(note),
        }
    }

    /// Remembers this checkpoint whatever was remembered: the operator has decided to go on from it.
    pub fn replace_checkpoint(&self, note: &str) -> Result<(), KeyDirectoryError> {
        let _lock = lock(&self.path)?;
        self.write_checkpoint(note)
    }

    /// The checkpoint that is remembered; none before the first.
    pub fn seen_checkpoint(&self, log: &LogKey) -> Result<Option<Checkpoint>, KeyDirectoryError> {
        let path = self.path.join(SEEN);
        match fs::read_to_string(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(KeyDirectoryError::io(&path, error)),
            Ok(note) => Checkpoint::open(&note, log).map(Some).map_err(|_| self.damaged_checkpoint()),
        }
    }

    fn write_checkpoint(&self, note: &str) -> Result<(), KeyDirectoryError> {
        let path = self.path.join(SEEN);
        write_private(&self.path, &path, note.as_bytes()).map_err(|error| KeyDirectoryError::io(&path, error))
    }

    fn damaged_checkpoint(&self) -> KeyDirectoryError {
        KeyDirectoryError::Damaged { path: self.path.join(SEEN) }
    }
}
