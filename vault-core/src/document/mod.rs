//! The document object, `VDC1` (FORMATS 1): what the blob store holds of one version of one paper.
//!
//! A header, then C2SP chunked encryption ("Cobblestone-256") over the padded content. [`Sealer`]
//! and [`Opener`] stream in constant memory, the caller moving the bytes; [`RangeOpener`] reads a
//! part. Nothing that is not authenticated is ever released.

mod chunk;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzing;
mod header;
mod open;
mod pad;
mod range;
mod seal;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;

pub use chunk::{CHUNK_LEN, HEAD_LEN, SALT_LEN, SEALED_CHUNK_LEN};
pub use header::Header;
pub use open::Opener;
pub use pad::{Padding, object_length};
pub use range::RangeOpener;
pub use seal::Sealer;

use crate::error::{Error, Property, What};
use crate::ids::Hash;
use crate::suite::Sha256;

/// What a whole object is known by: the deposit signs the first two, the record holds the last two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// SHA-256 of the object.
    pub object_hash: Hash,
    /// SHA-256 of its first 104 bytes.
    pub head_hash: Hash,
    /// Its length in bytes.
    pub object_length: u64,
    /// SHA-256 of the content.
    pub content_hash: Hash,
    /// The content's length in bytes.
    pub content_length: u64,
}

/// Hashes and counts what goes through.
#[derive(Default)]
struct Meter {
    hash: Sha256,
    length: u64,
}

impl Meter {
    fn take(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.length += bytes.len() as u64;
    }

    fn finish(self) -> (Hash, u64) {
        (Hash::from_bytes(self.hash.finish()), self.length)
    }
}

const fn fail(property: Property) -> Error {
    Error::new(What::Document, property)
}
