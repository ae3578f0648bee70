//! Makes somebody's first keys, credential and card: a member's, or a beneficiary's.

use std::path::{Path, PathBuf};

use data_encoding::BASE32_NOPAD;
use serde_json::{Value, json};
use vault_core::api::{NewCredential, ServerInfo};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::credential::{Credential, CredentialFile, Pin, seal_root};
use vault_core::ids::AccountId;
use vault_core::keys::{AccountKeys, SigningKey};
use vault_core::secret::HalfB;
use vault_core::vocabulary::CredentialKind;
use vault_core::wrap::Envelope;
use zeroize::Zeroizing;

use crate::card::Card;
use crate::desk::Desk;
use crate::error::{Problem, Result};
use crate::i18n::msg;
use crate::profile::write_private;
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
}

/// Where the card goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outlets<'a> {
    /// The PDF; a name made of the account's id otherwise.
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
        let secret = Credential::generate(random);
        let half_b = HalfB::generate(random);
        let envelope = Envelope { to: &server.sealing, maker: &keys.signing, not_after: 0 };
        let sealed_half = envelope.seal_half_to_server(random, account, secret.id, server.epoch, &half_b)?;
        let credential = NewCredential {
            credential_id: secret.id,
            kind: CredentialKind::Card,
            public_key: secret.signing_key().verifying_key().as_bytes().to_vec().into(),
            pin_tag: pin.tag(&secret).expose().to_vec().into(),
            half_b: sealed_half.into(),
            root: seal_root(random, &secret, &half_b, account, &keys).into(),
        };
        let file = CredentialFile {
            credential: secret,
            origin: Some(actor.remote.origin().clone()),
            account: Some(Certificate::hash_of(&certificate)),
            organisation: actor.organisation.as_ref().map(|own| own.chain.anchor()),
            log: Some(*actor.log.key()),
        };
        Ok(Self { account, keys, certificate, credential, file })
    }

    /// Refuses early what could not be written in the end.
    pub(crate) fn check_outlets(&self, outlets: Outlets<'_>) -> Result<()> {
        for path in [Some(self.card_path(outlets)), outlets.credential.map(Path::to_owned)].into_iter().flatten() {
            if path.exists() {
                return Err(Problem::OutputExists { path: path.display().to_string() }.into());
            }
        }
        Ok(())
    }

    /// Writes the card and the credential file, for their owner's eyes only, and says where they are.
    pub(crate) fn hand_over(&self, desk: &Desk, card: &Card<'_>, outlets: Outlets<'_>) -> Result<Value> {
        let comment = msg!(desk.i18n, "card-file-comment");
        let text: Zeroizing<String> = self.file.to_text(&comment);
        let path = self.card_path(outlets);
        write(&path, &card.to_pdf(&desk.i18n)?)?;
        if let Some(path) = outlets.credential {
            write(path, text.as_bytes())?;
        }
        Ok(json!({
            "card": {
                "code": self.file.credential.to_text().as_str(),
                "text": text.as_str(),
                "file": absolute(&path),
            },
            "credential_file": outlets.credential.map(absolute),
        }))
    }

    /// Where the PDF goes.
    pub(crate) fn card_path(&self, outlets: Outlets<'_>) -> PathBuf {
        let named = || PathBuf::from(format!("carte-{}.pdf", BASE32_NOPAD.encode(&self.account.as_bytes()[..5])));
        outlets.card.map_or_else(named, Path::to_owned)
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |e: std::io::Error| Problem::OutputFailed { path: path.display().to_string(), cause: e.to_string() };
    Ok(write_private(path, bytes).map_err(failed)?)
}

fn absolute(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}
