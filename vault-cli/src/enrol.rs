//! Makes somebody's first keys, credential and card: a member's, or a beneficiary's.

use std::path::{Path, PathBuf};

use serde_json::Value;
use vault_core::api::{NewCredential, ServerInfo};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::credential::{CredentialFile, Pin};
use vault_core::ids::AccountId;
use vault_core::keys::{AccountKeys, SigningKey};
use vault_core::vocabulary::CredentialKind;

use crate::card::Card;
use crate::credential::{Maker, file_beside};
use crate::desk::Desk;
use crate::error::Result;
use crate::handover::Pages;
use crate::seal::deposit_key;
use crate::session::{Actor, first_certificate};

/// A new account, not known to the server yet.
#[derive(Debug)]
pub(crate) struct Newcomer {
    /// Its id.
    pub(crate) account: AccountId,
    /// Its keys.
    pub(crate) keys: AccountKeys,
    /// Its first certificate.
    pub(crate) certificate: Vec<u8>,
    /// What the server is told of the credential.
    pub(crate) credential: NewCredential,
    /// What is printed.
    pub(crate) file: CredentialFile,
    server: Certificate,
}

/// Where the card goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outlets<'a> {
    /// The PDF; a name made of the credential's id otherwise.
    pub(crate) card: Option<&'a Path>,
    /// The text for `--credential-file`; not written otherwise.
    pub(crate) credential: Option<&'a Path>,
}

impl Newcomer {
    /// Draws everything. `scope`: the vault of a beneficiary, whose certificate is their own; the organisation of a
    /// member, which then issues it.
    pub(crate) fn make(
        desk: &Desk,
        actor: &Actor,
        info: &ServerInfo,
        pin: &Pin,
        scope: [u8; 16],
        issuer: Option<&SigningKey>,
    ) -> Result<Self> {
        let random = &mut &desk.random;
        let server = deposit_key(desk, actor, info)?;
        let account = AccountId::generate(random);
        let keys = AccountKeys::generate(random);
        let first = first_certificate(&keys, CertificateKind::Account, scope, *account.as_bytes(), desk.now_s());
        let certificate = first.issue(issuer.unwrap_or(&keys.signing));
        let maker = Maker { account, keys: &keys, server: &server };
        let (secret, credential) = maker.with_pin(desk, CredentialKind::Card, pin)?;
        let file = CredentialFile {
            credential: secret,
            origin: Some(actor.remote.origin().clone()),
            account: Some(Certificate::hash_of(&certificate)),
            organisation: actor.organisation.as_ref().map(|own| own.chain.anchor()),
            log: Some(*actor.log.key()),
        };
        Ok(Self { account, keys, certificate, credential, file, server })
    }

    /// A recovery sheet over the same root: what the server is told of it, and what is printed.
    pub(crate) fn sheet(&self, desk: &Desk) -> Result<(NewCredential, CredentialFile)> {
        let maker = Maker { account: self.account, keys: &self.keys, server: &self.server };
        let (secret, credential) = maker.without_pin(desk, CredentialKind::Sheet)?;
        Ok((credential, file_beside(&self.file, secret)))
    }

    /// Refuses early what could not be written in the end.
    pub(crate) fn check_outlets(&self, outlets: Outlets<'_>) -> Result<()> {
        self.pages(outlets).check()
    }

    /// Writes the card and the credential file, for their owner's eyes only, and says where they are.
    pub(crate) fn hand_over(&self, desk: &Desk, card: &Card<'_>, outlets: Outlets<'_>) -> Result<Value> {
        self.pages(outlets).write_card(desk, card)
    }

    /// Where the PDF goes.
    pub(crate) fn card_path(&self, outlets: Outlets<'_>) -> PathBuf {
        self.pages(outlets).page
    }

    fn pages(&self, outlets: Outlets<'_>) -> Pages {
        Pages::card(self.file.credential.id, outlets.card, outlets.credential)
    }
}
