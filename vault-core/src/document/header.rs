//! The 48 bytes that say what an object is, and to which version of which document it belongs.

use crate::codec::{Put, Reader};
use crate::document::pad::Padding;
use crate::error::{Property, Result, What};
use crate::ids::{DocumentId, DocumentVersion, VaultId};

const MAGIC: [u8; 4] = *b"VDC1";
/// AES-256-GCM, HKDF-SHA-512, chunks of 16 KiB.
const SUITE: u8 = 1;

/// The header of a document object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// How the plaintext is padded.
    pub padding: Padding,
    /// The version of the document that the object holds.
    pub of: DocumentVersion,
}

impl Header {
    /// Length in bytes.
    pub const LEN: usize = 48;

    /// The 48 bytes.
    #[must_use]
    pub fn encode(&self) -> [u8; Self::LEN] {
        let bytes = Vec::with_capacity(Self::LEN)
            .put(&MAGIC)
            .put(&[SUITE, self.padding as u8])
            .zeros(2)
            .put(&self.of.to_bytes());
        let mut out = [0; Self::LEN];
        out.copy_from_slice(&bytes);
        out
    }

    /// Reads exactly 48 bytes.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let mut reader = Reader::new(What::Document, bytes);
        reader.magic(MAGIC)?;
        if reader.u8()? != SUITE {
            return Err(reader.fail(Property::Suite));
        }
        let padding = Padding::from_byte(reader.u8()?)?;
        reader.reserved(2)?;
        let of = DocumentVersion {
            vault: VaultId::from_bytes(reader.array()?),
            document: DocumentId::from_bytes(reader.array()?),
            version: reader.u64()?,
        };
        reader.end()?;
        Ok(Self { padding, of })
    }
}
