//! A deposit, `VDP1`: the depositor's signature over one version of a document (FORMATS 5).
//!
//! Readers recompute all three hashes: whoever can read holds the content key, so that the
//! encryption alone proves no origin.

use crate::codec::{Put, Reader, ensure};
use crate::error::{Property, Result, What};
use crate::ids::{DocumentId, DocumentVersion, FolderId, Hash, Kid, VaultId};
use crate::keys::{Label, SigningKey, VerifyingKey};
use crate::record::Payload;
use crate::suite;

const MAGIC: [u8; 4] = *b"VDP1";
const LABEL: Label = Label("vault/deposit/v1");
const W: What = What::Deposit;

/// What the depositor signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deposit {
    /// Which version of which document, in which vault.
    pub document: DocumentVersion,
    /// Where it was added first.
    pub folder: FolderId,
    /// Who signed.
    pub maker: Kid,
    /// SHA-256 of the whole stored object.
    pub object: Hash,
    /// SHA-256 of the object's first 104 bytes: what a partial read can check.
    pub head: Hash,
    /// SHA-256 of the record payload.
    pub record: Hash,
}

impl Deposit {
    /// Length of every deposit.
    pub const LEN: usize = 240;

    /// The signed deposit. The maker is the one who signs: the field is replaced.
    #[must_use]
    pub fn sign(&self, maker: &SigningKey) -> Vec<u8> {
        let body = Vec::with_capacity(Self::LEN)
            .put(&MAGIC)
            .zeros(4)
            .put(self.document.vault.as_bytes())
            .put(self.folder.as_bytes())
            .put(self.document.document.as_bytes())
            .put(&self.document.version.to_be_bytes())
            .put(maker.kid().as_bytes())
            .put(self.object.as_bytes())
            .put(self.head.as_bytes())
            .put(self.record.as_bytes());
        maker.finish_signed(LABEL, body)
    }

    /// Reads the structure. Proves nothing.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let mut r = Reader::new(W, bytes);
        r.magic(MAGIC)?;
        r.reserved(4)?;
        let vault = VaultId::from_bytes(r.array()?);
        let folder = FolderId::from_bytes(r.array()?);
        let document = DocumentId::from_bytes(r.array()?);
        let version = r.u64()?;
        let maker = Kid::from_bytes(r.array()?);
        let [object, head, record] = [r.array()?, r.array()?, r.array()?].map(Hash::from_bytes);
        r.take(suite::SIGNATURE_LEN)?;
        r.end()?;
        ensure(version != 0, W, Property::Version)?;
        Ok(Self { document: DocumentVersion { vault, document, version }, folder, maker, object, head, record })
    }

    /// Reads, and checks that this key signed it.
    pub fn verify(bytes: &[u8], maker: &VerifyingKey) -> Result<Self> {
        let deposit = Self::parse(bytes)?;
        ensure(deposit.maker == maker.kid(), W, Property::Maker)?;
        maker.check_signed(W, LABEL, bytes)?;
        Ok(deposit)
    }

    /// SHA-256 of a whole deposit: sending the same one twice is harmless.
    #[must_use]
    pub fn hash_of(bytes: &[u8]) -> Hash {
        Hash::from_bytes(suite::sha256(&[bytes]))
    }

    /// Refuses another document than the one asked for ([`Property::Ids`]).
    pub fn check_document(&self, asked: &DocumentVersion) -> Result<()> {
        ensure(self.document == *asked, W, Property::Ids)
    }

    /// Refuses another stored object than the one signed. `hash`: SHA-256 of the whole object.
    pub fn check_object(&self, hash: &Hash) -> Result<()> {
        ensure(self.object == *hash, What::Document, Property::Hash)
    }

    /// Refuses another beginning of the object than the one signed. `hash`: SHA-256 of its first 104 bytes.
    pub fn check_head(&self, hash: &Hash) -> Result<()> {
        ensure(self.head == *hash, What::Document, Property::Hash)
    }

    /// Refuses another description than the one signed.
    pub fn check_record(&self, payload: &Payload) -> Result<()> {
        ensure(self.record == payload.hash(), What::Record, Property::Hash)
    }
}
