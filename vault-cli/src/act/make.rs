//! Puts an act together, just after it was done: the receipt is fetched, everything is checked, the page is drawn.

use std::path::Path;

use serde_json::{Value, json};
use vault_core::api::{Bytes, ReceiptView};
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::{AccountId, OrganisationId, VaultId};
use vault_core::log::{EventBody, Receipt, ToldEntry};
use vault_core::secret::{ClaimCode, LeafSalt};

use super::{Act, FORMAT, Kind, LAYOUT, Party, Said, page};
use crate::desk::Desk;
use crate::error::{Problem, Result};
use crate::i18n::msg;
use crate::profile::write_private;
use crate::session::Actor;
use crate::verify;

/// An act without the log's part.
#[derive(Debug)]
pub(crate) struct Draft {
    /// What was done.
    pub(crate) kind: Kind,
    /// In which vault.
    pub(crate) vault: VaultId,
    /// Whose it is.
    pub(crate) owner: Party<AccountId>,
    /// See [`Act::organisation`].
    pub(crate) organisation: Option<Party<OrganisationId>>,
    /// See [`Act::staff`].
    pub(crate) staff: Option<Party<AccountId>>,
    /// See [`Act::signed`].
    pub(crate) signed: Bytes,
    /// The consent text.
    pub(crate) consent: Option<String>,
    /// What nothing proves.
    pub(crate) said: Said,
    /// Of a closing.
    pub(crate) claim: Option<ClaimCode>,
}

/// Whoever is logged in, as the one who acted.
pub(crate) fn actor(actor: &Actor) -> (Option<Party<OrganisationId>>, Option<Party<AccountId>>) {
    let membership = actor.view.membership.as_ref();
    let organisation = membership.map(|m| Party { id: m.organisation_id, certificates: m.certificates.clone() });
    let staff = Party { id: actor.view.account_id, certificates: actor.view.certificates.clone() };
    (organisation, actor.view.vault_id.is_none().then_some(staff))
}

/// The receipt of an entry, verified against the log's key and the checkpoints kept here; with the signed request.
pub(crate) fn receipt(
    desk: &Desk,
    actor: &Actor,
    index: u64,
    claim: Option<ClaimCode>,
) -> Result<(Receipt, EventBody, Option<Bytes>)> {
    let view = actor.calls(desk).receipt(index)?;
    verify::accept_checkpoint(desk, actor, &view.checkpoint)?;
    let (receipt, body) = read_receipt(&view, &actor.log, claim)?;
    if receipt.index != index {
        return Err(Broken::new(What::LogBody, Property::Ids).into());
    }
    Ok((receipt, body, view.entry.request))
}

/// The receipt that an answer makes, verified against a log's key.
pub(crate) fn read_receipt(
    view: &ReceiptView,
    log: &vault_core::log::LogKey,
    claim: Option<ClaimCode>,
) -> Result<(Receipt, EventBody)> {
    let salt = LeafSalt::from_slice(&view.entry.salt).ok_or(Broken::new(What::LogBody, Property::Length))?;
    let told = ToldEntry { salt, body: EventBody::parse(&view.entry.body)?, claim };
    let receipt = Receipt {
        extra: Some(told.encode()),
        index: view.entry.index,
        proof: view.entry.inclusion.clone(),
        checkpoint: view.checkpoint.clone(),
    };
    let (told, _) = receipt.told(log)?;
    Ok((receipt, told.body))
}

impl Draft {
    /// What a person asked for in their own vault, where the request is all that is signed.
    pub(crate) fn of_request(actor: &Actor, kind: Kind, vault: VaultId, said: Said) -> Self {
        let owner = Party { id: actor.view.account_id, certificates: actor.view.certificates.clone() };
        let signed = Vec::new().into();
        Self { kind, vault, owner, organisation: None, staff: None, signed, consent: None, said, claim: None }
    }

    /// The PDF, drawn of an act that proves itself.
    pub(crate) fn finish(self, desk: &Desk, actor: &Actor, index: u64) -> Result<Vec<u8>> {
        let (receipt, _, request) = receipt(desk, actor, index, self.claim)?;
        let act = Act {
            format: FORMAT.to_owned(),
            layout: LAYOUT,
            kind: self.kind,
            language: desk.i18n.lang().tag().to_owned(),
            zone: desk.zone.iana_name().unwrap_or("UTC").to_owned(),
            log_key: actor.log.to_string(),
            receipt: receipt.encode(),
            request: request.ok_or(Broken::new(What::Request, Property::Length))?,
            vault: self.vault,
            owner: self.owner,
            organisation: self.organisation,
            staff: self.staff,
            signed: self.signed,
            consent: self.consent,
            said: self.said,
        };
        Ok(page::draw(&act)?)
    }

    /// The same into a file, for its owner's eyes only; says where it is.
    pub(crate) fn write(self, desk: &Desk, actor: &Actor, index: u64, path: &Path) -> Result<Value> {
        let pdf = self.finish(desk, actor, index)?;
        write(path, &pdf)
    }
}

/// Says where the page to print is, if one was asked for.
pub(crate) fn tell(desk: &Desk, text: &mut String, path: Option<&Path>) {
    if let Some(path) = path {
        text.push('\n');
        text.push_str(&msg!(desk.i18n, "done-act", path = path.display().to_string()));
    }
}

/// Writes a file that was not there before.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<Value> {
    check_free(Some(path))?;
    let failed = |e: std::io::Error| Problem::OutputFailed { path: path.display().to_string(), cause: e.to_string() };
    write_private(path, bytes).map_err(failed)?;
    Ok(json!(std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()))
}

/// Refuses early what could not be written in the end.
pub(crate) fn check_free(path: Option<&Path>) -> Result<()> {
    match path {
        Some(path) if path.exists() => Err(Problem::OutputExists { path: path.display().to_string() }.into()),
        _ => Ok(()),
    }
}
