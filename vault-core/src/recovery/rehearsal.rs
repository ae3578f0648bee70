//! How a guardian proves to hold both pieces still, without showing or opening anything (FORMATS 7).
//!
//! Whoever names the guardians makes a signing key from each one's two pieces and gives the server its public key.
//! Only who can open the pieces can make that key again and sign with it; the public key tells nothing of them, since
//! each piece holds 32 random bytes.

use super::{Piece, W};
use crate::codec::Put;
use crate::error::Result;
use crate::ids::{AccountId, VaultId};
use crate::keys::{Label, SigningKey, VerifyingKey};
use crate::secret::SigningSeed;
use crate::suite::{self, SIGNATURE_LEN};

const KEY_LABEL: &[u8] = b"vault/rehearsal-key/v1";
const LABEL: Label = Label("vault/rehearsal/v1");

/// The key that the two pieces of one guardian of one vault make, in the order of their pairs.
#[must_use]
pub fn rehearsal_key(vault: VaultId, guardian: AccountId, pieces: &[Piece; 2]) -> SigningKey {
    let [first, second] = pieces;
    let (first, second) = if first.pair <= second.pair { (first, second) } else { (second, first) };
    let info = [KEY_LABEL, vault.as_ref(), guardian.as_ref()];
    let ikm: [&[u8]; 2] = [&*first.to_bytes(), &*second.to_bytes()];
    SigningKey::from_seed(SigningSeed::from_bytes(*suite::hkdf_sha256(&[], &ikm, &info)))
}

/// One rehearsal.
#[derive(Debug, Clone, Copy)]
pub struct Rehearsal {
    /// The vault that is guarded.
    pub vault: VaultId,
    /// Who rehearses.
    pub guardian: AccountId,
    /// The generation of the pieces.
    pub generation: u32,
    /// When, Unix milliseconds.
    pub unix_ms: u64,
}

impl Rehearsal {
    /// Signs with the key that the pieces make.
    #[must_use]
    pub fn sign(&self, key: &SigningKey) -> [u8; SIGNATURE_LEN] {
        key.sign(LABEL, &self.to_bytes())
    }

    /// Checks the signature against the key that was given with the guardians' names.
    pub fn verify(&self, key: &VerifyingKey, signature: &[u8]) -> Result<()> {
        key.verify(W, LABEL, &self.to_bytes(), signature)
    }

    fn to_bytes(self) -> Vec<u8> {
        Vec::with_capacity(44)
            .put(self.vault.as_bytes())
            .put(self.guardian.as_bytes())
            .put(&self.generation.to_be_bytes())
            .put(&self.unix_ms.to_be_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;
    use crate::error::{Error, Property};
    use crate::recovery::split;
    use crate::secret::HalfA;

    const VAULT: VaultId = VaultId::from_bytes([1; 16]);
    const GUARDIAN: AccountId = AccountId::from_bytes([2; 16]);

    #[test]
    fn only_both_pieces_of_this_guardian_make_the_key() {
        let [first, second, _] = split(&mut SeededEntropy::new(1), &HalfA::from_bytes([9; 32]), 1);
        let key = rehearsal_key(VAULT, GUARDIAN, &first).verifying_key();
        let [one, two] = first;
        assert_eq!(rehearsal_key(VAULT, GUARDIAN, &[two, one]).verifying_key(), key, "in whichever order they come");
        assert_ne!(rehearsal_key(VAULT, GUARDIAN, &second).verifying_key(), key);
        let [first, _, _] = split(&mut SeededEntropy::new(1), &HalfA::from_bytes([9; 32]), 1);
        assert_ne!(rehearsal_key(VaultId::NONE, GUARDIAN, &first).verifying_key(), key);
        assert_ne!(rehearsal_key(VAULT, AccountId::NONE, &first).verifying_key(), key);
        let rehearsal = Rehearsal { vault: VAULT, guardian: GUARDIAN, generation: 1, unix_ms: 7 };
        let signature = rehearsal.sign(&rehearsal_key(VAULT, GUARDIAN, &first));
        rehearsal.verify(&key, &signature).unwrap();
        let later = Rehearsal { unix_ms: 8, ..rehearsal };
        assert_eq!(later.verify(&key, &signature), Err(Error::new(W, Property::Signature)));
    }
}
