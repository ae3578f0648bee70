//! The server's own lock on what people must not read in a copy of the database (FORMATS 2).

use std::sync::Arc;

use vault_core::at_rest;
use vault_core::entropy::Entropy;
use vault_core::error::Error as FormatError;
use vault_core::ids::{AccountId, CredentialId, DocumentVersion};
use vault_core::secret::{HalfB, ServerShare};
use zeroize::Zeroizing;

use super::StoreError;
use crate::key_directory::KeyDirectory;

/// The tables whose rows are locked, by the number that the lock binds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Table {
    Wraps = 1,
    Records = 2,
    DirectoryEntries = 3,
    Folders = 4,
    Roots = 5,
    Sessions = 6,
    Channels = 7,
}

/// Seals under the current epoch; opens under whichever epoch a row names.
#[derive(Debug, Clone)]
pub struct Lock {
    keys: Arc<KeyDirectory>,
}

impl Lock {
    /// The lock whose keys are in this directory.
    #[must_use]
    pub const fn new(keys: Arc<KeyDirectory>) -> Self {
        Self { keys }
    }

    /// The epoch under which rows are sealed now.
    pub(super) fn current_epoch(&self) -> u32 {
        self.keys.current_rest().0
    }

    pub(super) fn seal_row(&self, entropy: &mut dyn Entropy, table: Table, key: &[u8], row: &[u8]) -> Vec<u8> {
        self.with_current(|lock| lock.seal_row(entropy, table as u8, key, row))
    }

    pub(super) fn open_row(&self, table: Table, key: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        self.with_epoch_of(sealed, |lock| lock.open_row(table as u8, key, sealed))
    }

    pub(super) fn seal_share(&self, entropy: &mut dyn Entropy, of: &DocumentVersion, share: &ServerShare) -> Vec<u8> {
        self.with_current(|lock| lock.seal_share(entropy, of, share))
    }

    pub(super) fn open_share(&self, of: &DocumentVersion, sealed: &[u8]) -> Result<ServerShare, StoreError> {
        self.with_epoch_of(sealed, |lock| lock.open_share(of, sealed))
    }

    pub(super) fn seal_half(
        &self,
        entropy: &mut dyn Entropy,
        account_id: AccountId,
        credential_id: CredentialId,
        half: &HalfB,
    ) -> Vec<u8> {
        self.with_current(|lock| lock.seal_half(entropy, account_id, credential_id, half))
    }

    pub(super) fn open_half(
        &self,
        account_id: AccountId,
        credential_id: CredentialId,
        sealed: &[u8],
    ) -> Result<HalfB, StoreError> {
        self.with_epoch_of(sealed, |lock| lock.open_half(account_id, credential_id, sealed))
    }

    fn with_current(&self, seal: impl FnOnce(&at_rest::Lock<'_>) -> Vec<u8>) -> Vec<u8> {
        let (epoch, key) = self.keys.current_rest();
        seal(&at_rest::Lock { epoch, key: &key })
    }

    fn with_epoch_of<T>(
        &self,
        sealed: &[u8],
        open: impl FnOnce(&at_rest::Lock<'_>) -> Result<T, FormatError>,
    ) -> Result<T, StoreError> {
        let epoch = at_rest::epoch_of(sealed).map_err(StoreError::Corrupt)?;
        let key = self.keys.rest(epoch).ok_or(StoreError::KeyMissing(epoch))?;
        open(&at_rest::Lock { epoch, key: &key }).map_err(StoreError::Corrupt)
    }
}
