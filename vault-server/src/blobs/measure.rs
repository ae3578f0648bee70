//! What every engine learns of a blob as it passes: its length and its hashes.

use std::error::Error;

use tower_http::timeout::TimeoutError;
use vault_core::ids::Hash;
use vault_core::suite::{self, Sha256};

use super::{BlobError, BlobKey, HEAD_LEN, StagedBlob};

/// Hashes and counts what passes.
#[derive(Default)]
pub(super) struct Measure {
    pub(super) length: u64,
    hasher: Sha256,
    head: Vec<u8>,
}

impl Measure {
    pub(super) fn take(&mut self, chunk: &[u8]) {
        let missing = HEAD_LEN.saturating_sub(self.head.len()).min(chunk.len());
        self.head.extend_from_slice(&chunk[..missing]);
        self.hasher.update(chunk);
        self.length += chunk.len() as u64;
    }

    pub(super) fn finish(self, key: &BlobKey) -> StagedBlob {
        StagedBlob {
            key: key.to_string(),
            sha256: Hash::from_bytes(self.hasher.finish()),
            head_sha256: Hash::from_bytes(suite::sha256(&[&self.head])),
            length: self.length,
        }
    }
}

/// Whether the sender was silent for too long, or is gone.
pub(super) fn why_cut(error: &(dyn Error + 'static)) -> BlobError {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<TimeoutError>() {
            return BlobError::TimedOut;
        }
        cause = error.source();
    }
    BlobError::Cut
}
