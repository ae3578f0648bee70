//! An amendment, `VAM1`: where a version of a document lies and how it is described, since its deposit (FORMATS 5).
//!
//! Amendments of one version form a chain that begins with its deposit: each names the hash of the one before, so that
//! none can be left out, moved or repeated unnoticed. The object stays what the deposit signed.

use crate::codec::{Put, Reader, ensure};
use crate::deposit::Deposit;
use crate::error::{Property, Result, What};
use crate::ids::{DocumentId, DocumentVersion, FolderId, Hash, Kid, VaultId};
use crate::keys::{Label, SigningKey, VerifyingKey};
use crate::record::Payload;
use crate::suite;

const MAGIC: [u8; 4] = *b"VAM1";
const LABEL: Label = Label("vault/amend/v1");
const W: What = What::Amendment;

/// What somebody signs who moves or describes anew one version of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amendment {
    /// Which version of which document, in which vault.
    pub document: DocumentVersion,
    /// Number among the amendments of this version, from 1.
    pub sequence: u64,
    /// Where it lies from now on.
    pub folder: FolderId,
    /// When it was signed, Unix milliseconds; the order in the chain decides.
    pub unix_ms: u64,
    /// Who signed.
    pub maker: Kid,
    /// SHA-256 of the whole amendment before, or of the deposit for the first.
    pub previous: Hash,
    /// SHA-256 of the record payload from now on.
    pub record: Hash,
}

impl Amendment {
    /// Length of every amendment.
    pub const LEN: usize = 224;

    /// The signed amendment. The maker is the one who signs: the field is replaced.
    #[must_use]
    pub fn sign(&self, maker: &SigningKey) -> Vec<u8> {
        let body = Vec::with_capacity(Self::LEN)
            .put(&MAGIC)
            .zeros(4)
            .put(self.document.vault.as_bytes())
            .put(self.document.document.as_bytes())
            .put(&self.document.version.to_be_bytes())
            .put(&self.sequence.to_be_bytes())
            .put(self.folder.as_bytes())
            .put(&self.unix_ms.to_be_bytes())
            .put(maker.kid().as_bytes())
            .put(self.previous.as_bytes())
            .put(self.record.as_bytes());
        maker.finish_signed(LABEL, body)
    }

    /// Reads the structure. Proves nothing.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let mut r = Reader::new(W, bytes);
        r.magic(MAGIC)?;
        r.reserved(4)?;
        let vault = VaultId::from_bytes(r.array()?);
        let document = DocumentId::from_bytes(r.array()?);
        let (version, sequence) = (r.u64()?, r.u64()?);
        let folder = FolderId::from_bytes(r.array()?);
        let unix_ms = r.u64()?;
        let maker = Kid::from_bytes(r.array()?);
        let [previous, record] = [r.array()?, r.array()?].map(Hash::from_bytes);
        r.take(suite::SIGNATURE_LEN)?;
        r.end()?;
        ensure(version != 0, W, Property::Version)?;
        ensure(sequence != 0, W, Property::Sequence)?;
        let document = DocumentVersion { vault, document, version };
        Ok(Self { document, sequence, folder, unix_ms, maker, previous, record })
    }

    /// Reads, and checks that this key signed it.
    pub fn verify(bytes: &[u8], maker: &VerifyingKey) -> Result<Self> {
        let amendment = Self::parse(bytes)?;
        ensure(amendment.maker == maker.kid(), W, Property::Maker)?;
        maker.check_signed(W, LABEL, bytes)?;
        Ok(amendment)
    }
}

/// Where a version lies and how it is described, by its deposit and the amendments so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which version of which document.
    pub document: DocumentVersion,
    /// How many amendments there were.
    pub sequence: u64,
    /// The folder.
    pub folder: FolderId,
    /// SHA-256 of the record payload.
    pub record: Hash,
    /// SHA-256 of the last amendment, or of the deposit: what the next amendment names.
    pub last: Hash,
}

impl Place {
    /// As deposited. `bytes` is the whole deposit, which the caller has verified.
    #[must_use]
    pub fn deposited(deposit: &Deposit, bytes: &[u8]) -> Self {
        let Deposit { document, folder, record, .. } = *deposit;
        Self { document, sequence: 0, folder, record, last: Deposit::hash_of(bytes) }
    }

    /// After the next amendment, whose signature the caller has verified. Refuses one of another version
    /// ([`Property::Ids`]), one that is not the next ([`Property::Sequence`]), and one that continues something else
    /// ([`Property::Hash`]).
    pub fn amended(&self, amendment: &Amendment, bytes: &[u8]) -> Result<Self> {
        ensure(amendment.document == self.document, W, Property::Ids)?;
        ensure(Some(amendment.sequence) == self.sequence.checked_add(1), W, Property::Sequence)?;
        ensure(amendment.previous == self.last, W, Property::Hash)?;
        let Amendment { document, sequence, folder, record, .. } = *amendment;
        Ok(Self { document, sequence, folder, record, last: Hash::from_bytes(suite::sha256(&[bytes])) })
    }

    /// What somebody signs to move it to `folder` and to describe it by the payload of this hash, now.
    #[must_use]
    pub const fn amend(&self, folder: FolderId, record: Hash, unix_ms: u64) -> Amendment {
        let (document, previous, sequence) = (self.document, self.last, self.sequence + 1);
        Amendment { document, sequence, folder, unix_ms, maker: Kid::NONE, previous, record }
    }

    /// Refuses another description than the one signed last.
    pub fn check_record(&self, payload: &Payload) -> Result<()> {
        ensure(self.record == payload.hash(), What::Record, Property::Hash)
    }

    /// Refuses another folder than the one signed last: `what` is the last object that named it.
    pub fn check_folder(&self, folder: FolderId) -> Result<()> {
        let what = if self.sequence == 0 { What::Deposit } else { W };
        ensure(self.folder == folder, what, Property::Ids)
    }
}
