//! The epochs of the lock at rest: a new one is made, every row is sealed anew, the old one is destroyed.
//!
//! Several processes may work at the same time (the server, an operator's command). The files are the truth: whoever is
//! about to seal rows calls [`KeyDirectory::refresh`] inside its writing transaction, of which there is one at a
//! time, and so seals under the newest epoch; whoever meets an epoch that it does not know looks once more.

use std::sync::{Arc, PoisonError};

use vault_core::entropy::Entropy;
use vault_core::secret::RestKey;

use super::file::{KeyFile, Kind, remove_key};
use super::{KeyDirectory, KeyDirectoryError, create_key, lock, numbers};

impl KeyDirectory {
    /// The epoch and key under which rows are sealed now.
    #[must_use]
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "loading refuses a directory without an epoch, and the newest is never destroyed"
    )]
    pub fn current_rest(&self) -> (u32, Arc<RestKey>) {
        let keys = self.rest.read().unwrap_or_else(PoisonError::into_inner);
        let (epoch, key) = keys.last_key_value().expect("an epoch");
        (*epoch, Arc::clone(key))
    }

    /// The key of an epoch; `None` when it was destroyed or never was.
    #[must_use]
    pub fn rest(&self, epoch: u32) -> Option<Arc<RestKey>> {
        let known = || self.rest.read().unwrap_or_else(PoisonError::into_inner).get(&epoch).map(Arc::clone);
        known().or_else(|| {
            // Another process may have made it since.
            self.refresh_rest().ok()?;
            known()
        })
    }

    /// Every epoch whose key is there, in order.
    #[must_use]
    pub fn rest_epochs(&self) -> Vec<u32> {
        self.rest.read().unwrap_or_else(PoisonError::into_inner).keys().copied().collect()
    }

    /// The same as [`Self::refresh`], for these epochs alone.
    pub(super) fn refresh_rest(&self) -> Result<(), KeyDirectoryError> {
        let there = numbers(&self.path, Kind::Rest)?;
        let known = self.rest_epochs();
        let missing = || KeyDirectoryError::MissingPiece { path: self.path.join(Kind::Rest.file_name(1)) };
        if there.last() < known.last() || there.is_empty() {
            return Err(missing());
        }
        if there == known {
            return Ok(());
        }
        let mut keys = self.rest.write().unwrap_or_else(PoisonError::into_inner);
        keys.retain(|epoch, _| there.contains(epoch));
        for epoch in there {
            if let std::collections::btree_map::Entry::Vacant(place) = keys.entry(epoch) {
                let file = KeyFile::read(&self.path, Kind::Rest, epoch)?.ok_or_else(missing)?;
                place.insert(Arc::new(RestKey::from_bytes(*file.secret)));
            }
        }
        Ok(())
    }

    /// Makes the next epoch, durably; rows are sealed under it from now on. Gives its number.
    pub fn turn_rest(&self, entropy: &mut dyn Entropy) -> Result<u32, KeyDirectoryError> {
        {
            let _lock = lock(&self.path)?;
            let next = numbers(&self.path, Kind::Rest)?.last().copied().unwrap_or(0).saturating_add(1);
            create_key(&self.path, Kind::Rest, next, entropy)?;
        }
        self.refresh_rest()?;
        Ok(self.current_rest().0)
    }

    /// Destroys the key of a past epoch. What is still under it can never be opened again: the caller has made sure
    /// that no row is. The newest epoch is refused. One that is gone already is no error.
    pub fn destroy_rest(&self, epoch: u32) -> Result<(), KeyDirectoryError> {
        {
            let _lock = lock(&self.path)?;
            if numbers(&self.path, Kind::Rest)?.last().is_none_or(|newest| epoch >= *newest) {
                return Err(KeyDirectoryError::StillNeeded { path: self.path.join(Kind::Rest.file_name(epoch)) });
            }
            remove_key(&self.path, Kind::Rest, epoch)?;
        }
        self.refresh_rest()
    }
}
