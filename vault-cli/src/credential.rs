//! Makes a credential over an account root: what is printed, and what the server is told of it.

use vault_core::api::NewCredential;
use vault_core::certificate::Certificate;
use vault_core::credential::{Credential, CredentialFile, Pin, seal_root};
use vault_core::ids::AccountId;
use vault_core::keys::AccountKeys;
use vault_core::secret::HalfB;
use vault_core::vocabulary::CredentialKind;
use vault_core::wrap::Envelope;

use crate::desk::Desk;
use crate::error::Result;

/// Whose credentials are made, and the server's deposit key, to which each half b goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Maker<'a> {
    /// The account.
    pub(crate) account: AccountId,
    /// Its keys.
    pub(crate) keys: &'a AccountKeys,
    /// The server's verified deposit key.
    pub(crate) server: &'a Certificate,
}

impl Maker<'_> {
    /// A card or a device, with its PIN.
    pub(crate) fn with_pin(&self, desk: &Desk, kind: CredentialKind, pin: &Pin) -> Result<(Credential, NewCredential)> {
        let (secret, new) = self.without_pin(desk, kind)?;
        let pin_tag = pin.tag(&secret).expose().to_vec().into();
        Ok((secret, NewCredential { pin_tag, ..new }))
    }

    /// A sheet, or what guardians hold in pieces.
    pub(crate) fn without_pin(&self, desk: &Desk, kind: CredentialKind) -> Result<(Credential, NewCredential)> {
        let random = &mut &desk.random;
        let (secret, half_b) = (Credential::generate(random), HalfB::generate(random));
        let envelope = Envelope { to: &self.server.sealing, maker: &self.keys.signing, not_after: 0 };
        let sealed = envelope.seal_half_to_server(random, self.account, secret.id, self.server.epoch, &half_b)?;
        let new = NewCredential {
            credential_id: secret.id,
            kind,
            public_key: secret.signing_key().verifying_key().as_bytes().to_vec().into(),
            pin_tag: Vec::new().into(),
            half_b: sealed.into(),
            root: seal_root(random, &secret, &half_b, self.account, self.keys).into(),
        };
        Ok((secret, new))
    }
}

/// The file of another credential of the same account: the same address, the same anchors.
pub(crate) fn file_beside(file: &CredentialFile, credential: Credential) -> CredentialFile {
    CredentialFile {
        credential,
        origin: file.origin.clone(),
        account: file.account,
        organisation: file.organisation,
        log: file.log,
    }
}
