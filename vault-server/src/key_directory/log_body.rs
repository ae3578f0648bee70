//! The keys of the log's bodies, one for each month: destroying one makes the month forget, in old backups too.

use std::sync::{Arc, PoisonError};

use vault_core::entropy::Entropy;
use vault_core::secret::LogBodyKey;

use super::file::{KeyFile, Kind, remove_key};
use super::{KeyDirectory, KeyDirectoryError, create_key, lock, numbers};

impl KeyDirectory {
    /// The key of a month (`yyyymm`), for reading; `None` when it was destroyed or never was.
    pub fn log_body_key(&self, month: u32) -> Result<Option<Arc<LogBodyKey>>, KeyDirectoryError> {
        if let Some(key) = self.log_body.read().unwrap_or_else(PoisonError::into_inner).get(&month) {
            return Ok(Some(Arc::clone(key)));
        }
        let Some(file) = KeyFile::read(&self.path, Kind::LogBody, month)? else { return Ok(None) };
        let key = Arc::new(LogBodyKey::from_bytes(*file.secret));
        self.log_body.write().unwrap_or_else(PoisonError::into_inner).insert(month, Arc::clone(&key));
        Ok(Some(key))
    }

    /// The key of a month (`yyyymm`), for writing: made and made durable when the month begins.
    pub fn ensure_log_body_key(
        &self,
        month: u32,
        entropy: &mut dyn Entropy,
    ) -> Result<Arc<LogBodyKey>, KeyDirectoryError> {
        if let Some(key) = self.log_body_key(month)? {
            return Ok(key);
        }
        // Another process (an operator's command) may be making it at this moment.
        let _lock = lock(&self.path)?;
        if let Some(key) = self.log_body_key(month)? {
            return Ok(key);
        }
        create_key(&self.path, Kind::LogBody, month, entropy)?;
        self.log_body_key(month)?
            .ok_or_else(|| KeyDirectoryError::MissingPiece { path: self.path.join(Kind::LogBody.file_name(month)) })
    }

    /// The months (`yyyymm`) that have a key, in order.
    pub fn log_body_months(&self) -> Result<Vec<u32>, KeyDirectoryError> {
        numbers(&self.path, Kind::LogBody)
    }

    /// Destroys the key of a month, whose entries can never be read again. The caller has made sure that the log says
    /// so. The newest month is refused. One that is gone already is no error.
    pub fn destroy_log_body_key(&self, month: u32) -> Result<(), KeyDirectoryError> {
        let _lock = lock(&self.path)?;
        if self.log_body_months()?.last().is_none_or(|newest| month >= *newest) {
            return Err(KeyDirectoryError::StillNeeded { path: self.path.join(Kind::LogBody.file_name(month)) });
        }
        remove_key(&self.path, Kind::LogBody, month)?;
        self.log_body.write().unwrap_or_else(PoisonError::into_inner).remove(&month);
        Ok(())
    }
}
