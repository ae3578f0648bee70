//! `coffre login`, `logout`, `whoami`.

use std::path::Path;

use serde_json::json;
use vault_core::origin::Origin;

use super::typed_pin;
use crate::ask;
use crate::cli;
use crate::desk::Desk;
use crate::display::clean;
use crate::error::{Error, Problem, Result};
use crate::i18n::msg;
use crate::output::{Report, remark};
use crate::remembered::{self, Enroller};
use crate::remote::read_roots;
use crate::session::{self, Actor, Server, known_server, remember_server};
use crate::verify;
use crate::words::label;

pub(super) fn login(desk: &Desk, args: &cli::Login) -> Result<Report> {
    if let Some(actor) = with_computer(desk, args)? {
        return Ok(describe(desk, &actor));
    }
    let question = msg!(desk.i18n, "ask-card");
    let text = ask::secret(&desk.i18n, args.own.credential_file.as_deref(), "--credential-file", &question)?;
    let file = session::parse_credential(&text)?;
    let named = args.server.clone().or_else(|| file.origin.as_ref().map(ToString::to_string));
    let server = server(desk, named, args.ca.as_deref())?;
    let remote = server.remote()?;
    let pin = typed_pin(desk, args.own.pin_file.as_deref(), "--pin-file")?;
    let mut actor = Actor::log_in(desk, remote, &file, &pin)?;
    // From the first login on, the log is held to what was seen of it.
    verify::head_of_log(desk, &actor)?;
    if args.remember {
        actor = remembered::enrol(desk, Enroller { actor, file: &file, pin: &pin, server: &server })?;
    }
    actor.stay(desk)?;
    remember_server(desk, &server)?;
    Ok(describe(desk, &actor))
}

/// On an enrolled computer the PIN is enough. Where its credential was withdrawn meanwhile, the card is asked for again.
fn with_computer(desk: &Desk, args: &cli::Login) -> Result<Option<Actor>> {
    if args.own.credential_file.is_some() || args.own.card || args.remember {
        return Ok(None);
    }
    let Some(computer) = remembered::find(desk)?.filter(|computer| computer.is_at(args.server.as_deref())) else {
        return Ok(None);
    };
    let pin = computer.ask_pin(desk, (args.own.pin_file.as_deref(), "--pin-file"))?;
    match computer.begin(desk, &pin) {
        Err(Error::Problem(Problem::ComputerForgotten)) => {
            remark(&msg!(desk.i18n, "remark-computer-forgotten"));
            Ok(None)
        }
        result => result.map(Some),
    }
}

/// The server that is named, else the one that the profile knows.
pub(super) fn server(desk: &Desk, named: Option<String>, ca: Option<&Path>) -> Result<Server> {
    let known = known_server(desk)?;
    let origin = named.or_else(|| known.as_ref().map(|k| k.origin.clone())).ok_or(Problem::ServerMissing)?;
    let mut server = Server { origin, roots: String::new() };
    // The same text for the same server, so that a slash at the end does not make two of it.
    if let Ok(origin) = server.origin.parse::<Origin>() {
        server.origin = origin.to_string();
    }
    server.roots = match (ca, known) {
        (None, Some(known)) if known.origin == server.origin => known.roots,
        (ca, _) => read_roots(ca)?,
    };
    Ok(server)
}

pub(super) fn logout(desk: &Desk, args: &cli::Logout) -> Result<Report> {
    let left = if args.forget { Some(remembered::forget(desk, args.pin_file.as_deref())?) } else { None };
    let told = Actor::leave(desk)?;
    let json = json!({
        "logged_out": true,
        "server_told": left.map_or(told, |left| left.is_none()),
        "forgotten": args.forget,
    });
    let text = match left {
        None => msg!(desk.i18n, "done-logout"),
        Some(None) => msg!(desk.i18n, "done-computer-forgotten"),
        Some(Some(id)) => msg!(desk.i18n, "done-computer-forgotten-here", id = id.to_string()),
    };
    Ok(Report { json, text })
}

pub(super) fn whoami(desk: &Desk) -> Result<Report> {
    Ok(describe(desk, &Actor::resume(desk)?))
}

fn describe(desk: &Desk, actor: &Actor) -> Report {
    let (i18n, view) = (&desk.i18n, &actor.view);
    let kind = label(i18n, "account-kind", view.kind.code());
    let name = view.display_name.as_deref().map(|n| clean(n, 80));
    let text = match (&actor.organisation, &name) {
        (Some(org), Some(name)) => msg!(
            i18n,
            "whoami-member",
            name = name.clone(),
            role = label(i18n, "role", org.role.code()),
            organisation = clean(&org.name, 120)
        ),
        (None, Some(name)) => msg!(i18n, "whoami-named", name = name.clone(), kind = kind),
        _ => msg!(i18n, "whoami-unnamed", kind = kind),
    };
    let json = json!({
        "account_id": view.account_id,
        "credential_id": view.credential_id,
        "kind": view.kind.code(),
        "display_name": view.display_name,
        "organisation_id": actor.organisation.as_ref().map(|o| o.id),
        "organisation": actor.organisation.as_ref().map(|o| o.name.clone()),
        "role": actor.organisation.as_ref().map(|o| o.role.code()),
        "vault_id": view.vault_id,
        "server": actor.remote.origin().as_str(),
    });
    Report { json, text }
}
