//! `coffre pin change|approve|reset`.

use serde_json::json;
use vault_core::api::{ChallengeRequest, MemberPinApproval, PinChange, PinReset, PinResetApproval};
use vault_core::credential::PinResetStatement;
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::{AccountId, VaultId};

use super::{CardAndPin, chosen_pin, id, solemnly, typed_pin};
use crate::ask;
use crate::cli;
use crate::desk::Desk;
use crate::error::{Problem, Result};
use crate::i18n::msg;
use crate::output::Report;
use crate::remembered;
use crate::session::{self, Actor};

pub(super) fn run(desk: &Desk, command: &cli::Pin) -> Result<Report> {
    match command {
        cli::Pin::Change(args) => change(desk, args),
        cli::Pin::Approve(args) => approve(desk, args),
        cli::Pin::Reset(args) => reset(desk, args),
    }
}

fn change(desk: &Desk, args: &cli::PinChange) -> Result<Report> {
    let actor = Actor::resume(desk)?;
    let from: CardAndPin<'_> = (&args.own).into();
    let computer = if from.computer { remembered::find(desk)? } else { None };
    let computer = computer.filter(|computer| computer.credential_id() == actor.view.credential_id);
    let file = if let Some(computer) = computer {
        computer.file()?
    } else {
        let text = ask::secret(&desk.i18n, from.card.0, from.card.1, &msg!(desk.i18n, "ask-card"))?;
        session::parse_credential(&text)?
    };
    if file.credential.id != actor.view.credential_id {
        return Err(Problem::OtherCard.into());
    }
    let current = typed_pin(desk, args.own.pin_file.as_deref(), "--pin-file")?;
    let new = chosen_pin(desk, args.new_pin_file.as_deref(), "--new-pin-file", None)?;
    actor.calls(desk).change_pin(&PinChange {
        current_pin_tag: current.tag(&file.credential).expose().to_vec().into(),
        new_pin_tag: new.tag(&file.credential).expose().to_vec().into(),
    })?;
    Ok(Report { json: json!({ "changed": true }), text: msg!(desk.i18n, "done-pin") })
}

/// Who forgot the PIN: the owner of a vault, or a colleague.
#[derive(Clone, Copy)]
enum Whose {
    Vault(VaultId),
    Member(AccountId),
}

/// A member vouches, with the own card and PIN: two members may do so one after the other at the same desk.
fn approve(desk: &Desk, args: &cli::PinApprove) -> Result<Report> {
    let whose = match (&args.vault, &args.member) {
        (Some(vault), _) => Whose::Vault(id(vault)?),
        (None, Some(member)) => Whose::Member(id(member)?),
        (None, None) => return Err(Problem::VaultMissing.into()),
    };
    solemnly(desk, &(&args.own).into(), |actor, pin_tag| {
        let pin_tag = pin_tag.expose().to_vec().into();
        let calls = actor.calls(desk);
        let told = match whose {
            Whose::Vault(vault_id) => calls.approve_pin_reset(&PinResetApproval { vault_id, pin_tag })?,
            Whose::Member(member_id) => calls.approve_member_pin(&MemberPinApproval { member_id, pin_tag })?,
        };
        let text = msg!(desk.i18n, "done-pin-approved", n = told.approvals, needed = told.needed);
        Ok(Report { json: json!(told), text })
    })
}

/// Who forgot it types a new PIN, with the card in hand, beside one of the two members.
fn reset(desk: &Desk, args: &cli::PinReset) -> Result<Report> {
    let actor = Actor::resume(desk)?;
    let option = "--beneficiary-credential-file";
    let question = msg!(desk.i18n, "ask-card");
    let text = ask::secret(&desk.i18n, args.beneficiary_credential_file.as_deref(), option, &question)?;
    let credential = session::parse_credential(&text)?.credential;
    let pin = chosen_pin(desk, args.new_pin_file.as_deref(), "--new-pin-file", None)?;
    let challenge = actor.remote.challenge(desk, &ChallengeRequest { credential_id: credential.id })?.challenge;
    let challenge = challenge.to_array().ok_or(Broken::new(What::Login, Property::Length))?;
    let new_pin_tag = pin.tag(&credential);
    let statement = PinResetStatement {
        origin: actor.remote.origin(),
        credential: credential.id,
        challenge: &challenge,
        new_pin_tag: &new_pin_tag,
    };
    actor.calls(desk).reset_pin(&PinReset {
        credential_id: credential.id,
        challenge: challenge.to_vec().into(),
        new_pin_tag: new_pin_tag.expose().to_vec().into(),
        signature: statement.sign(&credential.signing_key()).to_vec().into(),
    })?;
    Ok(Report { json: json!({ "reset": true }), text: msg!(desk.i18n, "done-pin-reset") })
}
