//! The name of a blob: 32 lower-case hexadecimal digits, nothing that a file system could take for more.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use vault_core::entropy::{self, Entropy};

use super::BlobError;

/// 16 random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BlobKey([u8; 16]);

impl BlobKey {
    /// Draws a new one.
    pub(super) fn generate(entropy: &mut dyn Entropy) -> Self {
        Self(entropy::generate(entropy))
    }
}

impl fmt::Display for BlobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl FromStr for BlobKey {
    type Err = BlobError;

    fn from_str(text: &str) -> Result<Self, BlobError> {
        let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| BlobError::InvalidKey)?;
        Ok(Self(bytes.try_into().map_err(|_| BlobError::InvalidKey)?))
    }
}
