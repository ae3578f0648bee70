//! The signed end of one vault's chain of events, `VHD1` (FORMATS 8): with it a server that hides
//! the last entries has signed the proof of its lie.

use crate::codec::{Put, Reader};
use crate::error::{Property, Result, What};
use crate::ids::{Hash, VaultId};
use crate::keys::{Label, SigningKey, VerifyingKey};

const MAGIC: [u8; 4] = *b"VHD1";
const LABEL: Label = Label("vault/head/v1");
const BODY_LEN: usize = 104;

/// Where a vault's chain ends in the tree of one checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VaultHead {
    /// The vault; zeros for the chain of events that concern none.
    pub vault: VaultId,
    /// Number of its last entry; 0 when it has none.
    pub vault_seq: u64,
    /// Leaf hash of its last entry; zeros when it has none.
    pub leaf: Hash,
    /// Size of the checkpoint's tree.
    pub tree_size: u64,
    /// Root of the checkpoint's tree.
    pub root: Hash,
}

impl VaultHead {
    /// Length in bytes.
    pub const LEN: usize = BODY_LEN + 64;

    /// The signed bytes, by the log key.
    #[must_use]
    pub fn sign(&self, signing: &SigningKey) -> Vec<u8> {
        let body = Vec::with_capacity(Self::LEN)
            .put(&MAGIC)
            .zeros(4)
            .put(self.vault.as_ref())
            .put(&self.vault_seq.to_be_bytes())
            .put(self.leaf.as_ref())
            .put(&self.tree_size.to_be_bytes())
            .put(self.root.as_ref());
        signing.finish_signed(LABEL, body)
    }

    /// Reads and checks what the log key signed.
    pub fn open(bytes: &[u8], log: &VerifyingKey) -> Result<Self> {
        let mut reader = Reader::new(What::VaultHead, bytes);
        reader.magic(MAGIC)?;
        reader.reserved(4)?;
        let head = Self {
            vault: VaultId::from_bytes(reader.array()?),
            vault_seq: reader.u64()?,
            leaf: Hash::from_bytes(reader.array()?),
            tree_size: reader.u64()?,
            root: Hash::from_bytes(reader.array()?),
        };
        reader.take(crate::suite::SIGNATURE_LEN)?;
        if (head.vault_seq == 0) != head.leaf.is_none() || head.vault_seq > head.tree_size {
            return Err(reader.fail(Property::Sequence));
        }
        reader.end()?;
        log.check_signed(What::VaultHead, LABEL, bytes)?;
        Ok(head)
    }
}
