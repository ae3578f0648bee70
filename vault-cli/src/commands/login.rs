//! `coffre login`, `logout`, `whoami`.

use serde_json::json;

use super::typed_pin;
use crate::ask;
use crate::cli;
use crate::desk::Desk;
use crate::display::clean;
use crate::error::{Problem, Result};
use crate::i18n::msg;
use crate::output::Report;
use crate::remote::read_roots;
use crate::session::{self, Actor, Server, known_server, remember_server};
use crate::verify;
use crate::words::label;

pub(super) fn login(desk: &Desk, args: &cli::Login) -> Result<Report> {
    let question = msg!(desk.i18n, "ask-card");
    let text = ask::secret(&desk.i18n, args.credential_file.as_deref(), "--credential-file", &question)?;
    let file = session::parse_credential(&text)?;
    let known = known_server(desk)?;
    let origin = args.server.clone().or_else(|| file.origin.as_ref().map(ToString::to_string));
    let origin = origin.or_else(|| known.as_ref().map(|k| k.origin.clone())).ok_or(Problem::ServerMissing)?;
    let mut server = Server { origin, roots: String::new() };
    // The same text for the same server, so that a slash at the end does not make two of it.
    if let Ok(origin) = server.origin.parse::<vault_core::origin::Origin>() {
        server.origin = origin.to_string();
    }
    server.roots = match (&args.ca, known) {
        (None, Some(known)) if known.origin == server.origin => known.roots,
        (ca, _) => read_roots(ca.as_deref())?,
    };
    let remote = server.remote()?;
    let pin = typed_pin(desk, args.pin_file.as_deref(), "--pin-file")?;
    let actor = Actor::log_in(desk, remote, &file, &pin)?;
    // From the first login on, the log is held to what was seen of it.
    verify::head_of_log(desk, &actor)?;
    actor.stay(desk)?;
    remember_server(desk, &server)?;
    Ok(describe(desk, &actor))
}

pub(super) fn logout(desk: &Desk) -> Result<Report> {
    let told = Actor::leave(desk)?;
    Ok(Report { json: json!({ "logged_out": true, "server_told": told }), text: msg!(desk.i18n, "done-logout") })
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
