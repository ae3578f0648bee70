//! Deposit keys: what desks seal server shares to, 45 days each, one certificate after the other.

use std::sync::{Arc, PoisonError};

use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::keys::{OpeningKey, SigningKey};
use vault_core::secret::XWingSeed;

use super::file::{KeyFile, Kind, remove_key};
use super::{KeyDirectory, KeyDirectoryError, lock};

/// For how long clients seal to one deposit key, in seconds (45 days).
pub const DEPOSIT_KEY_LIFE_S: u64 = 45 * 24 * 60 * 60;

/// For how long a deposit key is kept after its last day, in seconds (45 days): what was sealed to it without a network
/// may still arrive. Then it is destroyed.
pub const DEPOSIT_KEY_GRACE_S: u64 = 45 * 24 * 60 * 60;

/// One epoch of the key that opens the server shares of deposits.
#[derive(Debug)]
pub struct DepositKey {
    /// The epoch, from 1.
    pub epoch: u32,
    /// First second of use, Unix time.
    pub not_before: u64,
    /// Last second of use, Unix time.
    pub not_after: u64,
    /// The key pair.
    pub opening: Arc<OpeningKey>,
    /// `VKC1` kind 4, issued by the log key; the same bytes at each start.
    pub certificate: Vec<u8>,
}

impl DepositKey {
    /// The key that a file holds, certified.
    pub(super) fn new(file: &KeyFile, log: &SigningKey) -> Self {
        let opening = OpeningKey::from_seed(XWingSeed::from_bytes(*file.secret));
        let certificate = Certificate {
            kind: CertificateKind::DepositKey,
            scope: [0; 16],
            subject: [0; 16],
            epoch: file.number,
            not_before: file.not_before,
            not_after: file.not_after,
            sealing: opening.sealing_key().clone(),
            verifying: None,
            previous: file.previous,
            issuer: log.kid(),
        };
        Self {
            epoch: file.number,
            not_before: file.not_before,
            not_after: file.not_after,
            opening: Arc::new(opening),
            certificate: certificate.issue(log),
        }
    }
}

impl KeyDirectory {
    /// Every deposit epoch whose key is there, in order.
    #[must_use]
    pub fn deposit_epochs(&self) -> Vec<u32> {
        self.deposit.read().unwrap_or_else(PoisonError::into_inner).keys().copied().collect()
    }

    /// Deposit epochs whose days and grace are over. The newest is never among them: the next one names it.
    #[must_use]
    pub fn past_deposits(&self, now_ms: u64) -> Vec<u32> {
        let keys = self.deposit.read().unwrap_or_else(PoisonError::into_inner);
        let newest = keys.last_key_value().map(|(epoch, _)| *epoch);
        let is_past = |key: &DepositKey| key.not_after.saturating_add(DEPOSIT_KEY_GRACE_S) < now_ms / 1000;
        keys.values().filter(|key| Some(key.epoch) != newest && is_past(key)).map(|key| key.epoch).collect()
    }

    /// Destroys the key of a deposit epoch, which must not be the newest. One that is gone already is no error.
    pub fn destroy_deposit(&self, epoch: u32) -> Result<(), KeyDirectoryError> {
        let _lock = lock(&self.path)?;
        if self.deposit_epochs().last().is_none_or(|newest| epoch >= *newest) {
            return Err(KeyDirectoryError::StillNeeded { path: self.path.join(Kind::Deposit.file_name(epoch)) });
        }
        remove_key(&self.path, Kind::Deposit, epoch)?;
        self.deposit.write().unwrap_or_else(PoisonError::into_inner).remove(&epoch);
        Ok(())
    }
}
