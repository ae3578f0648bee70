//! A consent, `VCN1`: the person's signature under the text that they agreed to when their vault was opened (FORMATS 5).

use crate::codec::{Put, Reader, ensure};
use crate::error::{Property, Result, What};
use crate::ids::{AccountId, Hash, Kid, OrganisationId, VaultId};
use crate::keys::{Label, SigningKey, VerifyingKey};
use crate::suite;

const MAGIC: [u8; 4] = *b"VCN1";
const LABEL: Label = Label("vault/consent/v1");
const W: What = What::Consent;

/// Signed by the person whose vault it is, with the keys that were just made with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consent {
    /// The vault.
    pub vault: VaultId,
    /// The person.
    pub account: AccountId,
    /// The organisation that opens the vault with them.
    pub organisation: OrganisationId,
    /// SHA-256 of the text that was shown, UTF-8.
    pub text: Hash,
    /// When it was signed, Unix milliseconds.
    pub unix_ms: u64,
    /// Who signed.
    pub maker: Kid,
}

impl Consent {
    /// Length of every consent.
    pub const LEN: usize = 176;

    /// The signed consent. The maker is the one who signs: the field is replaced.
    #[must_use]
    pub fn sign(&self, maker: &SigningKey) -> Vec<u8> {
        let body = Vec::with_capacity(Self::LEN)
            .put(&MAGIC)
            .zeros(4)
            .put(self.vault.as_bytes())
            .put(self.account.as_bytes())
            .put(self.organisation.as_bytes())
            .put(self.text.as_bytes())
            .put(&self.unix_ms.to_be_bytes())
            .put(maker.kid().as_bytes());
        maker.finish_signed(LABEL, body)
    }

    /// Reads the structure. Proves nothing.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let mut r = Reader::new(W, bytes);
        r.magic(MAGIC)?;
        r.reserved(4)?;
        let vault = VaultId::from_bytes(r.array()?);
        let account = AccountId::from_bytes(r.array()?);
        let organisation = OrganisationId::from_bytes(r.array()?);
        let text = Hash::from_bytes(r.array()?);
        let unix_ms = r.u64()?;
        let maker = Kid::from_bytes(r.array()?);
        r.take(suite::SIGNATURE_LEN)?;
        r.end()?;
        Ok(Self { vault, account, organisation, text, unix_ms, maker })
    }

    /// Reads, and checks that this key signed it.
    pub fn verify(bytes: &[u8], maker: &VerifyingKey) -> Result<Self> {
        let consent = Self::parse(bytes)?;
        ensure(consent.maker == maker.kid(), W, Property::Maker)?;
        maker.check_signed(W, LABEL, bytes)?;
        Ok(consent)
    }

    /// Refuses unless this is the text that was shown, to the byte.
    pub fn check_text(&self, text: &str) -> Result<()> {
        ensure(self.text == text_hash(text), W, Property::Hash)
    }
}

/// How every act names a consent text: SHA-256 of its UTF-8 bytes.
#[must_use]
pub fn text_hash(text: &str) -> Hash {
    Hash::from_bytes(suite::sha256(&[text.as_bytes()]))
}
