//! What a credential in hand signs for a new PIN, when the old one is forgotten (FORMATS 6).

use super::W;
use crate::codec::Put;
use crate::error::Result;
use crate::ids::CredentialId;
use crate::keys::{Label, SigningKey, VerifyingKey};
use crate::login::Challenge;
use crate::origin::Origin;
use crate::secret::PinTag;
use crate::suite::SIGNATURE_LEN;

const LABEL: Label = Label("vault/pin-reset/v1");

/// One new PIN. The signature proves that the card is there; two members prove that its holder may.
#[derive(Debug, Clone, Copy)]
pub struct PinResetStatement<'a> {
    /// The server.
    pub origin: &'a Origin,
    /// The credential.
    pub credential: CredentialId,
    /// The server's challenge, as for a login.
    pub challenge: &'a Challenge,
    /// The tag of the new PIN.
    pub new_pin_tag: &'a PinTag,
}

impl PinResetStatement<'_> {
    /// Signs with the credential's key.
    #[must_use]
    pub fn sign(&self, credential: &SigningKey) -> [u8; SIGNATURE_LEN] {
        credential.sign(LABEL, &self.to_bytes())
    }

    /// Checks the credential's signature.
    pub fn verify(&self, credential: &VerifyingKey, signature: &[u8]) -> Result<()> {
        credential.verify(W, LABEL, &self.to_bytes(), signature)
    }

    fn to_bytes(self) -> Vec<u8> {
        Vec::with_capacity(105)
            .put(self.origin.hash().as_bytes())
            .put(self.credential.as_bytes())
            .put(self.challenge)
            .put(self.new_pin_tag.expose())
    }
}
