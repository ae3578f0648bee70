//! The signature of a manifest, `VXS1`: the owner says that this is what they took out.

use crate::codec::{Put, Reader, ensure};
use crate::error::{Property, Result, What};
use crate::ids::{Hash, Kid, VaultId};
use crate::keys::{Label, SigningKey, VerifyingKey};
use crate::suite;

const MAGIC: [u8; 4] = *b"VXS1";
const LABEL: Label = Label("vault/export/v1");
const W: What = What::Export;

/// What the owner signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ManifestSeal {
    /// The vault.
    pub vault: VaultId,
    /// Who signed.
    pub maker: Kid,
    /// SHA-256 of `manifest.json`, byte for byte.
    pub manifest: Hash,
}

impl ManifestSeal {
    /// Length in bytes.
    pub const LEN: usize = 136;

    /// Of a manifest's bytes.
    #[must_use]
    pub fn of(vault: VaultId, maker: Kid, manifest: &[u8]) -> Self {
        Self { vault, maker, manifest: Hash::from_bytes(suite::sha256(&[manifest])) }
    }

    /// The signed bytes. The maker is the one who signs: the field is replaced.
    #[must_use]
    pub fn sign(&self, maker: &SigningKey) -> Vec<u8> {
        let body = Vec::with_capacity(Self::LEN)
            .put(&MAGIC)
            .zeros(4)
            .put(self.vault.as_bytes())
            .put(maker.kid().as_bytes())
            .put(self.manifest.as_bytes());
        maker.finish_signed(LABEL, body)
    }

    /// Reads the structure. Proves nothing.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let mut r = Reader::new(W, bytes);
        r.magic(MAGIC)?;
        r.reserved(4)?;
        let vault = VaultId::from_bytes(r.array()?);
        let maker = Kid::from_bytes(r.array()?);
        let manifest = Hash::from_bytes(r.array()?);
        r.take(suite::SIGNATURE_LEN)?;
        r.end()?;
        Ok(Self { vault, maker, manifest })
    }

    /// Reads, and checks that this key signed it.
    pub fn verify(bytes: &[u8], maker: &VerifyingKey) -> Result<Self> {
        let seal = Self::parse(bytes)?;
        ensure(seal.maker == maker.kid(), W, Property::Maker)?;
        maker.check_signed(W, LABEL, bytes)?;
        Ok(seal)
    }

    /// Refuses another vault, or other bytes than those that were signed.
    pub fn check(&self, vault: VaultId, manifest: &[u8]) -> Result<()> {
        ensure(self.vault == vault, W, Property::Ids)?;
        ensure(self.manifest == Self::of(vault, self.maker, manifest).manifest, W, Property::Hash)
    }
}
