//! What a credential signs to log in (FORMATS 6).
//!
//! Both sides build the statement from what they know; only the signature and the fields that the
//! server cannot know travel.

use crate::codec::Put;
use crate::error::{Result, What};
use crate::ids::CredentialId;
use crate::keys::{Label, SealingKey, SigningKey, VerifyingKey};
use crate::origin::Origin;
use crate::secret::PinTag;
use crate::suite::SIGNATURE_LEN;

const LABEL: Label = Label("vault/login/v1");

/// Bytes that the server draws: used once, within 60 seconds.
pub type Challenge = [u8; 32];

/// One login.
#[derive(Debug, Clone, Copy)]
pub struct LoginStatement<'a> {
    /// The server.
    pub origin: &'a Origin,
    /// The credential.
    pub credential: CredentialId,
    /// The server's challenge.
    pub challenge: &'a Challenge,
    /// The proof of the PIN.
    pub pin_tag: &'a PinTag,
    /// The key made for this login, to which half b will be sealed.
    pub one_time_key: &'a SealingKey,
}

impl LoginStatement<'_> {
    /// Signs with the credential's key.
    #[must_use]
    pub fn sign(&self, credential: &SigningKey) -> [u8; SIGNATURE_LEN] {
        credential.sign(LABEL, &self.to_bytes())
    }

    /// Checks the credential's signature.
    pub fn verify(&self, credential: &VerifyingKey, signature: &[u8]) -> Result<()> {
        credential.verify(What::Login, LABEL, &self.to_bytes(), signature)
    }

    fn to_bytes(self) -> Vec<u8> {
        Vec::with_capacity(137)
            .put(self.origin.hash().as_bytes())
            .put(self.credential.as_bytes())
            .put(self.challenge)
            .put(self.pin_tag.expose())
            .put(self.one_time_key.hash().as_bytes())
    }
}
