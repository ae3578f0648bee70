//! What one log entry says: 222 bytes that name ids only, never a person or a content (FORMATS 8).

use crate::codec::{Put, Reader};
use crate::error::{Property, Result, What};
use crate::ids::{DocumentId, Hash, Kid, MandateId, VaultId};

const FORMAT: u8 = 1;

/// The body of a log entry. Absent ids, hashes and signatures are zeros.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventBody {
    /// What was done or attempted, a code of the vocabulary.
    pub event_type: u8,
    /// Unix milliseconds: the later of the server's clock and the previous entry's time.
    pub unix_ms: u64,
    /// The vault concerned; zeros for events that concern none, which form a chain of their own.
    pub vault: VaultId,
    /// Position in the vault's own chain, from 1.
    pub vault_seq: u64,
    /// Leaf hash of the vault's previous entry; zeros for the first.
    pub previous: Hash,
    /// The document concerned.
    pub document: DocumentId,
    /// Its version; 0 if none.
    pub version: u64,
    /// Who acted.
    pub actor: Kid,
    /// The mandate that was relied on, granted or revoked.
    pub mandate: MandateId,
    /// The purpose code; 0 if none.
    pub purpose: u16,
    /// 0 done; otherwise the code of the refusal.
    pub result: u16,
    /// SHA-256 of the signed request, `VRQ1`.
    pub request_hash: Hash,
    /// That request's own signature, so that the actor cannot deny it.
    pub request_signature: [u8; 64],
}

impl EventBody {
    /// Length in bytes.
    pub const LEN: usize = 222;

    /// Of no type, at no time, concerning nothing: from it a body is written field by field. No log has such an entry.
    pub const NONE: Self = Self {
        event_type: 0,
        unix_ms: 0,
        vault: VaultId::NONE,
        vault_seq: 0,
        previous: Hash::NONE,
        document: DocumentId::NONE,
        version: 0,
        actor: Kid::NONE,
        mandate: MandateId::NONE,
        purpose: 0,
        result: 0,
        request_hash: Hash::NONE,
        request_signature: [0; 64],
    };

    /// The 222 bytes of FORMATS 8.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        Vec::with_capacity(Self::LEN)
            .put(&[FORMAT, self.event_type])
            .put(&self.unix_ms.to_be_bytes())
            .put(self.vault.as_ref())
            .put(&self.vault_seq.to_be_bytes())
            .put(self.previous.as_ref())
            .put(self.document.as_ref())
            .put(&self.version.to_be_bytes())
            .put(self.actor.as_ref())
            .put(self.mandate.as_ref())
            .put(&self.purpose.to_be_bytes())
            .put(&self.result.to_be_bytes())
            .put(self.request_hash.as_ref())
            .put(&self.request_signature)
    }

    /// Reads the 222 bytes. Refuses another format version, another length, a sequence number of 0,
    /// and a first entry with a predecessor or a later one without.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let mut reader = Reader::new(What::LogBody, bytes);
        if reader.u8()? != FORMAT {
            return Err(reader.fail(Property::Version));
        }
        let body = Self {
            event_type: reader.u8()?,
            unix_ms: reader.u64()?,
            vault: VaultId::from_bytes(reader.array()?),
            vault_seq: reader.u64()?,
            previous: Hash::from_bytes(reader.array()?),
            document: DocumentId::from_bytes(reader.array()?),
            version: reader.u64()?,
            actor: Kid::from_bytes(reader.array()?),
            mandate: MandateId::from_bytes(reader.array()?),
            purpose: reader.u16()?,
            result: reader.u16()?,
            request_hash: Hash::from_bytes(reader.array()?),
            request_signature: reader.array()?,
        };
        if body.vault_seq == 0 || (body.vault_seq == 1) != body.previous.is_none() {
            return Err(reader.fail(Property::Sequence));
        }
        reader.end()?;
        Ok(body)
    }
}
