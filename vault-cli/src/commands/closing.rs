//! `coffre vault refuse`, `close`, `keep`, `receipt`.

use std::path::{Path, PathBuf};

use serde_json::json;
use vault_core::api::{DestructionClaim, NewClosing, NewConsentRefusal, NewKeeping};
use vault_core::credential::Pin;
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::VaultId;
use vault_core::log::Receipt;
use vault_core::secret::ClaimCode;
use vault_core::vocabulary::EventType;

use super::{CardAndPin, solemnly, solemnly_with};
use crate::act::make::{self, Draft, check_free};
use crate::act::read::{self, Found};
use crate::act::{Kind, Said};
use crate::ask;
use crate::cli;
use crate::desk::Desk;
use crate::error::{About, Problem, Result};
use crate::i18n::msg;
use crate::output::Report;
use crate::pins;
use crate::session::{self, Actor};
use crate::words;

/// "Je refuse": the event is all that remains.
pub(super) fn refuse(desk: &Desk) -> Result<Report> {
    tell_refusal(desk, &Actor::resume(desk)?)?;
    Ok(Report { json: json!({ "refused": true }), text: msg!(desk.i18n, "done-refusal") })
}

/// Tells the server that somebody said no, and nothing else.
pub(super) fn tell_refusal(desk: &Desk, actor: &Actor) -> Result<()> {
    let organisation_id = actor.own_organisation()?.id;
    actor.calls(desk).refuse_vault(&NewConsentRefusal { organisation_id })
}

pub(super) fn close(desk: &Desk, args: &cli::VaultClose) -> Result<Report> {
    check_free(args.receipt_out.as_deref())?;
    check_free(args.act_out.as_deref())?;
    solemnly_with(desk, &CardAndPin::of_card(&args.own), |actor, pin_tag, file| {
        let question = msg!(desk.i18n, "ask-pin-to-close");
        let again = ask::secret(&desk.i18n, args.pin_again_file.as_deref(), "--pin-again-file", &question)?;
        let again = Pin::enter(&again).map_err(|_| Problem::PinUnreadable)?;
        if again.tag(&file.credential) != pin_tag {
            return Err(Problem::PinMismatch.into());
        }
        let vault = own_vault(actor)?;
        let out = args.receipt_out.clone().unwrap_or_else(|| default_name(vault));
        check_free(Some(&out))?;
        let claim = ClaimCode::generate(&mut &desk.random);
        let new = NewClosing { pin_tag: pin_tag.expose().to_vec().into(), claim_sha256: claim.hash() };
        let closing = actor.calls(desk).close_vault(vault, &new)?;
        let (receipt, body, _) =
            make::receipt(desk, actor, closing.log_index, Some(ClaimCode::from_bytes(*claim.expose())))?;
        if (body.vault, body.event_type) != (vault, EventType::VaultClosing.number()) {
            return Err(Broken::new(What::LogBody, Property::Ids)).about(&vault);
        }
        let path = make::write(&out, receipt.encode().as_bytes())?;
        let day = words::date_time(&desk.i18n, closing.destroy_ms, &desk.zone);
        let mut json = json!({
            "vault_id": vault, "destroy_ms": closing.destroy_ms, "log_index": closing.log_index, "receipt": path,
        });
        if let Some(path) = &args.act_out {
            let said = Said { destroy_ms: Some(closing.destroy_ms), ..Said::default() };
            let draft = Draft { claim: Some(claim), ..Draft::of_request(actor, Kind::Closing, vault, said) };
            json["act"] = draft.write(desk, actor, closing.log_index, path)?;
        }
        let mut text = msg!(desk.i18n, "done-closing", day = day, path = out.display().to_string());
        make::tell(desk, &mut text, args.act_out.as_deref());
        Ok(Report { json, text })
    })
}

pub(super) fn keep(desk: &Desk, args: &cli::VaultKeep) -> Result<Report> {
    solemnly(desk, &CardAndPin::of_card(&args.own), |actor, pin_tag| {
        let vault = own_vault(actor)?;
        let kept = actor.calls(desk).keep_vault(vault, &NewKeeping { pin_tag: pin_tag.expose().to_vec().into() })?;
        let json = json!({ "vault_id": vault, "log_index": kept.log_index });
        Ok(Report { json, text: msg!(desk.i18n, "done-kept") })
    })
}

/// The receipt of the destruction, with the one of the closing: no account, no card, no PIN.
pub(super) fn receipt(desk: &Desk, args: &cli::VaultReceipt) -> Result<Report> {
    let shown = || args.closing_receipt.display().to_string();
    check_free(Some(&args.output))?;
    let closing = match read::read(&args.closing_receipt)? {
        Found::Receipt(closing) => closing,
        Found::Act(act, _) => Receipt::parse(&act.receipt).about(&shown())?,
    };
    let remote = session::known_server(desk)?.ok_or(Problem::ServerMissing)?.remote()?;
    let log = pins::read(desk)?.log_key(remote.origin())?.ok_or(Problem::ServerMissing)?;
    let (told, _) = closing.told(&log).about(&shown())?;
    let claim = told.claim.ok_or_else(|| Problem::NotAClosing { path: shown() })?;
    let view = remote.destruction_receipt(desk, &DestructionClaim { claim: claim.expose().to_vec().into() })?;
    let (receipt, body) = make::read_receipt(&view, &log, None)?;
    if (body.vault, body.event_type) != (told.body.vault, EventType::VaultDestroyed.number()) {
        return Err(Broken::new(What::LogBody, Property::Ids)).about(&told.body.vault);
    }
    let path = make::write(&args.output, receipt.encode().as_bytes())?;
    let day = words::date_time(&desk.i18n, body.unix_ms, &desk.zone);
    let json =
        json!({ "vault_id": body.vault, "destroyed_ms": body.unix_ms, "log_index": receipt.index, "receipt": path });
    let text = msg!(desk.i18n, "done-destroyed", day = day, path = args.output.display().to_string());
    Ok(Report { json, text })
}

fn own_vault(actor: &Actor) -> Result<VaultId> {
    actor.view.vault_id.ok_or_else(|| Problem::WrongKindOfAccount.into())
}

fn default_name(vault: VaultId) -> PathBuf {
    let id = vault.to_string();
    Path::new(&format!("fermeture-{}.txt", id.get(..8).unwrap_or(&id))).to_owned()
}
