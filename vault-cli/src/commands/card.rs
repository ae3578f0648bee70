//! `coffre card list|replace|add|sheet|revoke`: with a card and its PIN, whatever session is open.

use serde_json::{Value, json};
use vault_core::api::{CredentialChange, CredentialChanged, CredentialView, NewCredential};
use vault_core::credential::CredentialFile;
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::CredentialId;
use vault_core::secret::PinTag;
use vault_core::vocabulary::{AccountKind, CredentialKind};

use super::{chosen_pin, solemnly_with};
use crate::act::make::{self, Draft, check_free};
use crate::act::{Kind, Said};
use crate::card::Card;
use crate::cli::{self, CardAdd, CardReplace, CardRevoke, CardSheet, NewCard, Own};
use crate::credential::{Maker, file_beside};
use crate::desk::Desk;
use crate::error::{Error, Problem, Result};
use crate::handover::Pages;
use crate::i18n::msg;
use crate::output::{Report, table};
use crate::seal::deposit_key;
use crate::session::Actor;
use crate::words::{date_short, label};

pub(super) fn run(desk: &Desk, command: &cli::Card) -> Result<Report> {
    match command {
        cli::Card::List(own) => list(desk, own),
        cli::Card::Replace(args) => replace(desk, args),
        cli::Card::Add(args) => add(desk, args),
        cli::Card::Sheet(args) => sheet(desk, args),
        cli::Card::Revoke(args) => revoke(desk, args),
    }
}

fn list(desk: &Desk, own: &Own) -> Result<Report> {
    let listed = if own.credential_file.is_some() || own.card {
        solemnly_with(desk, &own.into(), |actor, _, _| actor.calls(desk).credentials())?
    } else {
        Actor::resume(desk)?.calls(desk).credentials()?
    };
    let i18n = &desk.i18n;
    let rows: Vec<Vec<String>> = listed
        .iter()
        .map(|view| {
            let state = label(i18n, "credential-state", view.state.code());
            vec![
                label(i18n, "credential-kind", view.kind.code()),
                state,
                date_short(i18n, view.created_ms, &desk.zone),
                view.credential_id.to_string(),
            ]
        })
        .collect();
    let head =
        [msg!(i18n, "head-credential"), msg!(i18n, "head-state"), msg!(i18n, "head-made"), msg!(i18n, "head-id")];
    Ok(Report { json: json!(listed), text: table(&head, &rows) })
}

fn replace(desk: &Desk, args: &CardReplace) -> Result<Report> {
    solemnly_with(desk, &(&args.own).into(), |actor, pin_tag, file| {
        let lost = lost(&actor.calls(desk).credentials()?, args.lost.as_deref(), file.credential.id)?;
        let mut json = new_card(desk, actor, &pin_tag, file, &args.new, vec![lost])?;
        json["revoked"] = json!([lost]);
        let path = json["card"]["file"].as_str().unwrap_or_default().to_owned();
        Ok(Report { json, text: msg!(desk.i18n, "done-card-replaced", card = path) })
    })
}

fn add(desk: &Desk, args: &CardAdd) -> Result<Report> {
    solemnly_with(desk, &(&args.own).into(), |actor, pin_tag, file| {
        let json = new_card(desk, actor, &pin_tag, file, &args.new, Vec::new())?;
        let path = json["card"]["file"].as_str().unwrap_or_default().to_owned();
        Ok(Report { json, text: msg!(desk.i18n, "done-card-added", card = path) })
    })
}

fn sheet(desk: &Desk, args: &CardSheet) -> Result<Report> {
    check_free(args.act_out.as_deref())?;
    solemnly_with(desk, &(&args.own).into(), |actor, pin_tag, file| {
        let info = actor.remote.server_info(desk)?;
        let server = deposit_key(desk, actor, &info)?;
        let maker = Maker { account: actor.view.account_id, keys: &actor.keys, server: &server };
        let (secret, new) = maker.without_pin(desk, CredentialKind::Sheet)?;
        let out = args.sheet.sheet_credential_out.as_deref();
        let pages = Pages::sheet(secret.id, args.sheet.sheet_out.as_deref(), None, out);
        pages.check()?;
        let id = secret.id;
        let changed = change(desk, actor, &pin_tag, Some(new), Vec::new())?;
        let sheet = pages.write_sheet(desk, &file_beside(file, secret), &organisation_name(desk, actor))?;
        let mut json = json!({ "sheet": sheet });
        if let Some(path) = &args.act_out {
            let vault = actor.view.vault_id.ok_or(Problem::WrongKindOfAccount)?;
            let index = changed.added_index.ok_or(Broken::new(What::LogBody, Property::Ids))?;
            let said = Said { sheet: Some(id), ..Said::default() };
            json["act"] = Draft::of_request(actor, Kind::Sheet, vault, said).write(desk, actor, index, path)?;
        }
        let path = pages.page.display().to_string();
        let mut text = msg!(desk.i18n, "done-sheet", sheet = path);
        make::tell(desk, &mut text, args.act_out.as_deref());
        Ok(Report { json, text })
    })
}

fn revoke(desk: &Desk, args: &CardRevoke) -> Result<Report> {
    let id = credential_id(&args.credential)?;
    solemnly_with(desk, &(&args.own).into(), |actor, pin_tag, _| {
        change(desk, actor, &pin_tag, None, vec![id])?;
        let text = msg!(desk.i18n, "done-card-revoked", id = id.to_string());
        Ok(Report { json: json!({ "revoked": [id] }), text })
    })
}

/// Makes a card, prints it, and tells the server.
fn new_card(
    desk: &Desk,
    actor: &Actor,
    pin_tag: &PinTag,
    file: &CredentialFile,
    args: &NewCard,
    revoke: Vec<CredentialId>,
) -> Result<Value> {
    let pin = chosen_pin(desk, args.new_pin_file.as_deref(), "--new-pin-file", None)?;
    let info = actor.remote.server_info(desk)?;
    let server = deposit_key(desk, actor, &info)?;
    let maker = Maker { account: actor.view.account_id, keys: &actor.keys, server: &server };
    let (secret, new) = maker.with_pin(desk, CredentialKind::Card, &pin)?;
    let pages = Pages::card(secret.id, args.card_out.as_deref(), args.credential_out.as_deref());
    pages.check()?;
    let file = file_beside(file, secret);
    let is_staff = actor.view.kind != AccountKind::Beneficiary;
    let organisation = organisation_name(desk, actor);
    let holder = actor.view.display_name.as_deref();
    let card = Card { file: &file, is_staff, organisation: &organisation, holder };
    // Written before the server is told: a computer that stops in between leaves no one without a card.
    let mut json = pages.write_card(desk, &card)?;
    let told = change(desk, actor, pin_tag, Some(new), revoke);
    if let Err(Error::Server(_)) = &told {
        pages.remove();
    }
    told?;
    json["credential_id"] = json!(file.credential.id);
    Ok(json)
}

fn change(
    desk: &Desk,
    actor: &Actor,
    pin_tag: &PinTag,
    add: Option<NewCredential>,
    revoke: Vec<CredentialId>,
) -> Result<CredentialChanged> {
    let pin_tag = pin_tag.expose().to_vec().into();
    actor.calls(desk).change_credentials(&CredentialChange { pin_tag, add, revoke })
}

/// Which card is replaced: the one that is named; else the only other card that stands; else what is in hand, which is
/// then worn out and not lost. A computer goes only when it is named: `coffre logout --forget` is the way.
fn lost(listed: &[CredentialView], named: Option<&str>, in_hand: CredentialId) -> Result<CredentialId> {
    if let Some(named) = named {
        return credential_id(named);
    }
    let stands = |view: &&CredentialView| {
        view.kind == CredentialKind::Card
            && view.state != vault_core::api::CredentialState::Revoked
            && view.credential_id != in_hand
    };
    let others: Vec<CredentialId> = listed.iter().filter(stands).map(|view| view.credential_id).collect();
    match others.as_slice() {
        [] => Ok(in_hand),
        [one] => Ok(*one),
        _ => Err(Problem::CardUnclear.into()),
    }
}

fn credential_id(text: &str) -> Result<CredentialId> {
    let plain = text.trim().to_ascii_lowercase();
    plain.parse().map_err(|_| Problem::CredentialIdUnreadable { id: text.to_owned() }.into())
}

/// The organisation to turn to: the actor's own, else the one of the professional whose session is open here.
pub(super) fn organisation_name(desk: &Desk, actor: &Actor) -> String {
    if let Some(own) = &actor.organisation {
        return own.name.clone();
    }
    let beside = Actor::still_here(desk).ok().and_then(|professional| professional.organisation);
    beside.map_or_else(|| msg!(desk.i18n, "card-any-organisation"), |own| own.name)
}
