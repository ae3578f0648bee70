//! Deposit keys: what desks seal server shares to, 45 days each, one certificate after the other.

use std::sync::Arc;

use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::keys::{OpeningKey, SigningKey};
use vault_core::secret::XWingSeed;

use super::file::KeyFile;

/// For how long clients seal to one deposit key, in seconds (45 days).
pub const DEPOSIT_KEY_LIFE_S: u64 = 45 * 24 * 60 * 60;

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
