//! What a recovery sheet signs at the end of a recovery: it is there, and this is the request that it serves (FORMATS 7).

use super::W;
use crate::codec::Put;
use crate::error::Result;
use crate::ids::{CredentialId, RecoveryId};
use crate::keys::{Label, SealingKey, SigningKey, VerifyingKey};
use crate::origin::Origin;
use crate::suite::SIGNATURE_LEN;

const LABEL: Label = Label("vault/recovery/v1");

/// One use of a sheet.
#[derive(Debug, Clone, Copy)]
pub struct RecoveryStatement<'a> {
    /// The server.
    pub origin: &'a Origin,
    /// The request.
    pub recovery: RecoveryId,
    /// The sheet.
    pub credential: CredentialId,
    /// The request's one-time key, to which half b will be sealed.
    pub one_time_key: &'a SealingKey,
}

impl RecoveryStatement<'_> {
    /// Signs with the sheet's key.
    #[must_use]
    pub fn sign(&self, sheet: &SigningKey) -> [u8; SIGNATURE_LEN] {
        sheet.sign(LABEL, &self.to_bytes())
    }

    /// Checks the sheet's signature.
    pub fn verify(&self, sheet: &VerifyingKey, signature: &[u8]) -> Result<()> {
        sheet.verify(W, LABEL, &self.to_bytes(), signature)
    }

    fn to_bytes(self) -> Vec<u8> {
        Vec::with_capacity(89)
            .put(self.origin.hash().as_bytes())
            .put(self.recovery.as_bytes())
            .put(self.credential.as_bytes())
            .put(self.one_time_key.hash().as_bytes())
    }
}
