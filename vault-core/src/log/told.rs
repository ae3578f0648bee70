//! What rides in the `extra` line of a receipt, so that it tells an entry and not only proves a leaf (FORMATS 8).

use crate::codec::labelled;
use crate::error::{Error, Property, Result, What};
use crate::ids::Hash;
use crate::log::leaf::{leaf_data, leaf_hash};
use crate::log::{Checkpoint, EventBody, LogKey, Receipt};
use crate::secret::{ClaimCode, LeafSalt};
use crate::suite;

const CLAIM_LABEL: &str = "vault/claim/v1";

/// An entry of the log and the salt that hides it; in the receipt of a closing, the claim code too.
#[derive(Debug)]
pub struct ToldEntry {
    /// Hides the body behind its leaf.
    pub salt: LeafSalt,
    /// What the entry says.
    pub body: EventBody,
    /// Fetches the receipt of the destruction later. Nothing of the log vouches for it.
    pub claim: Option<ClaimCode>,
}

impl ToldEntry {
    /// salt 32 ‖ body 222, then the claim code 16 if there is one.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = self.salt.expose().to_vec();
        out.extend(self.body.encode());
        out.extend(self.claim.iter().flat_map(|claim| *claim.expose()));
        out
    }

    /// Reads what [`Self::encode`] made. Proves nothing: see [`Receipt::told`].
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let fail = |property| Error::new(What::LogBody, property);
        let (salt, rest) = bytes.split_at_checked(LeafSalt::LEN).ok_or(fail(Property::Length))?;
        let (body, claim) = rest.split_at_checked(EventBody::LEN).ok_or(fail(Property::Length))?;
        let claim = match claim {
            [] => None,
            claim => Some(ClaimCode::from_slice(claim).ok_or(fail(Property::Trailing))?),
        };
        let salt = LeafSalt::from_slice(salt).ok_or(fail(Property::Length))?;
        Ok(Self { salt, body: EventBody::parse(body)?, claim })
    }

    /// The hash of its leaf.
    #[must_use]
    pub fn leaf_hash(&self) -> Hash {
        leaf_hash(&leaf_data(&self.salt, &self.body))
    }
}

impl Receipt {
    /// Checks that the log signed an entry that says this, and gives it with the checkpoint.
    ///
    /// Refuses with `log-body: length` a receipt that tells no entry; otherwise as [`Receipt::verify`] does.
    pub fn told(&self, log: &LogKey) -> Result<(ToldEntry, Checkpoint)> {
        let extra = self.extra.as_deref().ok_or(Error::new(What::LogBody, Property::Length))?;
        let told = ToldEntry::parse(extra)?;
        let checkpoint = self.verify(log, &told.leaf_hash())?;
        Ok((told, checkpoint))
    }
}

impl ClaimCode {
    /// What the server keeps of it: SHA-256(label ‖ code).
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::from_bytes(suite::sha256(&[&labelled(CLAIM_LABEL, &[self.expose()])]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;
    use crate::ids::{Kid, VaultId};
    use crate::keys::SigningKey;
    use crate::log::{Frontier, LogName};

    fn told(claim: Option<ClaimCode>) -> ToldEntry {
        let body = EventBody {
            event_type: 41,
            unix_ms: 1_800_000_000_000,
            vault: VaultId::from_bytes([7; 16]),
            vault_seq: 1,
            actor: Kid::from_bytes([3; 16]),
            ..EventBody::NONE
        };
        ToldEntry { salt: LeafSalt::from_bytes([9; 32]), body, claim }
    }

    /// A log of one entry, and its receipt.
    fn receipt(seed: u64) -> (LogKey, Receipt) {
        let key = SigningKey::generate(&mut SeededEntropy::new(seed));
        let name = LogName::new("coffre.exemple.fr/log".to_owned()).unwrap();
        let entry = told(Some(ClaimCode::from_bytes([5; 16])));
        let mut tree = Frontier::new();
        tree.push(entry.leaf_hash());
        let checkpoint = Checkpoint { size: 1, root: tree.root() }.sign(&name, &key);
        let receipt = Receipt { extra: Some(entry.encode()), index: 0, proof: Vec::new(), checkpoint };
        (LogKey::new(name, key.verifying_key()), receipt)
    }

    #[test]
    fn an_entry_comes_back_with_or_without_a_claim_code() {
        for claim in [None, Some(ClaimCode::from_bytes([5; 16]))] {
            let entry = told(claim);
            let read = ToldEntry::parse(&entry.encode()).unwrap();
            assert_eq!((&read.body, &read.salt, &read.claim), (&entry.body, &entry.salt, &entry.claim));
        }
        let bytes = told(None).encode();
        for (length, property) in [(0, Property::Length), (31, Property::Length), (253, Property::Length)] {
            assert_eq!(ToldEntry::parse(&bytes[..length]).unwrap_err().property, property, "{length}");
        }
        let longer = [bytes, vec![0; 15]].concat();
        assert_eq!(ToldEntry::parse(&longer).unwrap_err(), Error::new(What::LogBody, Property::Trailing));
    }

    #[test]
    fn no_byte_of_a_told_entry_may_change_and_no_other_log_vouches_for_it() {
        let (log, receipt) = receipt(1);
        assert_eq!(receipt.told(&log).unwrap().0.body, told(None).body);
        let extra = receipt.extra.clone().unwrap();
        // The claim code, at the end, is the person's own and is proved by nothing.
        for offset in 0..LeafSalt::LEN + EventBody::LEN {
            let mut changed = extra.clone();
            changed[offset] ^= 1;
            let changed = Receipt { extra: Some(changed), ..receipt.clone() };
            assert!(changed.told(&log).is_err(), "byte {offset}");
        }
        let (other, _) = self::receipt(2);
        assert_eq!(receipt.told(&other).unwrap_err().what, What::Checkpoint);
        let silent = Receipt { extra: None, ..receipt };
        assert_eq!(silent.told(&log).unwrap_err(), Error::new(What::LogBody, Property::Length));
    }
}
