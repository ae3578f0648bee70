//! A revocation, `VRV1`: ends a mandate, for good (FORMATS 5).

use crate::codec::{Put, Reader, ensure};
use crate::error::{Property, Result, What};
use crate::ids::{Hash, Kid, MandateId};
use crate::keys::{Label, SigningKey, VerifyingKey};
use crate::suite;

const MAGIC: [u8; 4] = *b"VRV1";
const LABEL: Label = Label("vault/revoke/v1");
const W: What = What::Revocation;

/// Signed by the person who granted the mandate, or by the recipient who gives it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revocation {
    /// The mandate that ends.
    pub mandate: MandateId,
    /// SHA-256 of the whole mandate.
    pub mandate_hash: Hash,
    /// When it was signed, Unix milliseconds; the order in the log decides.
    pub unix_ms: u64,
    /// Who signed.
    pub maker: Kid,
}

impl Revocation {
    /// Length of every revocation.
    pub const LEN: usize = 144;

    /// The signed revocation. The maker is the one who signs: the field is replaced.
    #[must_use]
    pub fn sign(&self, maker: &SigningKey) -> Vec<u8> {
        let body = Vec::with_capacity(Self::LEN)
            .put(&MAGIC)
            .zeros(4)
            .put(self.mandate.as_bytes())
            .put(self.mandate_hash.as_bytes())
            .put(&self.unix_ms.to_be_bytes())
            .put(maker.kid().as_bytes());
        maker.finish_signed(LABEL, body)
    }

    /// Reads the structure. Proves nothing.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let mut r = Reader::new(W, bytes);
        r.magic(MAGIC)?;
        r.reserved(4)?;
        let mandate = MandateId::from_bytes(r.array()?);
        let mandate_hash = Hash::from_bytes(r.array()?);
        let unix_ms = r.u64()?;
        let maker = Kid::from_bytes(r.array()?);
        r.take(suite::SIGNATURE_LEN)?;
        r.end()?;
        Ok(Self { mandate, mandate_hash, unix_ms, maker })
    }

    /// Reads, and checks that this key signed it.
    pub fn verify(bytes: &[u8], maker: &VerifyingKey) -> Result<Self> {
        let revocation = Self::parse(bytes)?;
        ensure(revocation.maker == maker.kid(), W, Property::Maker)?;
        maker.check_signed(W, LABEL, bytes)?;
        Ok(revocation)
    }

    /// Refuses unless it names this mandate, to the byte.
    pub fn check_mandate(&self, id: MandateId, hash: &Hash) -> Result<()> {
        ensure(self.mandate == id, W, Property::Ids)?;
        ensure(self.mandate_hash == *hash, W, Property::Hash)
    }
}
