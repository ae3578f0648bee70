//! `coffre pin change`.

use serde_json::json;
use vault_core::api::PinChange;

use super::{chosen_pin, typed_pin};
use crate::ask;
use crate::cli;
use crate::desk::Desk;
use crate::error::{Problem, Result};
use crate::i18n::msg;
use crate::output::Report;
use crate::session::{self, Actor};

pub(super) fn change(desk: &Desk, args: &cli::PinChange) -> Result<Report> {
    let actor = Actor::resume(desk)?;
    let text = ask::secret(
        &desk.i18n,
        args.own.credential_file.as_deref(),
        "--credential-file",
        &msg!(desk.i18n, "ask-card"),
    )?;
    let file = session::parse_credential(&text)?;
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
