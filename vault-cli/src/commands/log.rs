//! `coffre log show`, `log verify`.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use vault_core::ids::{AccountId, VaultId};
use vault_core::vocabulary::{AccountKind, EventType, Purpose, ResultCode, Role};

use super::{id, list, vault_id};
use crate::cli;
use crate::desk::Desk;
use crate::error::Result;
use crate::i18n::msg;
use crate::journal::{Names, sentence};
use crate::output::Report;
use crate::session::Actor;
use crate::verify::{self, Entry, Verified};

pub(super) fn show(desk: &Desk, args: &cli::LogShow) -> Result<Report> {
    let actor = Actor::resume(desk)?;
    let vault = vault_id(&actor, args.vault.as_deref())?;
    let log = verify::vault(desk, &actor, vault)?;
    let is_owner = actor.view.vault_id == Some(vault);
    let titles = if is_owner { list::titles(desk, &actor, vault)? } else { BTreeMap::new() };
    let own = actor.chain.verifying_keys().map(vault_core::keys::VerifyingKey::kid).collect();
    let names = Names { actors: log.actors, own, titles };
    let told: Vec<String> = log.entries.iter().map(|e| sentence(desk, &e.body, &names)).collect();
    let entries = log.entries.iter().zip(&told).map(|(entry, told)| describe(entry, told, &names));
    let json = Value::Array(entries.collect());
    let mut text = if told.is_empty() { msg!(desk.i18n, "journal-empty") } else { told.join("\n") };
    if log.forgotten > 0 {
        text = format!("{}\n{text}", msg!(desk.i18n, "verify-forgotten", n = log.forgotten.to_string()));
    }
    Ok(Report { json, text })
}

fn describe(entry: &Entry, told: &str, names: &Names) -> Value {
    let body = &entry.body;
    let actor = names.actors.iter().find(|a| a.kid == body.actor);
    let known = |is_none: bool, id: String| (!is_none).then_some(id);
    json!({
        "index": entry.index,
        "seq": body.vault_seq,
        "at_ms": body.unix_ms,
        "type": EventType::from_number(body.event_type).map(EventType::code),
        "result": ResultCode::from_number(body.result).map(ResultCode::code),
        "purpose": Purpose::from_number(body.purpose).map(Purpose::code),
        "document_id": known(body.document.is_none(), body.document.to_string()),
        "version": body.version,
        "mandate_id": known(body.mandate.is_none(), body.mandate.to_string()),
        "actor": {
            "kid": body.actor,
            "kind": actor.map(|a| a.kind.code()),
            "name": actor.and_then(|a| a.display_name.clone()),
            "organisation": actor.and_then(|a| a.organisation_name.clone()),
            "role": actor.and_then(|a| a.role).map(Role::code),
        },
        "sentence": told,
    })
}

pub(super) fn verify(desk: &Desk, args: &cli::LogVerify) -> Result<Report> {
    let actor = Actor::resume(desk)?;
    let named = args.vault.as_deref().map(id::<VaultId>).transpose()?;
    let (verified, scope) = match (actor.view.kind, named.or(actor.view.vault_id)) {
        (AccountKind::Auditor, None) => (verify::whole(desk, &actor)?, "log"),
        (_, Some(vault)) => (verify::vault(desk, &actor, vault)?, "vault"),
        (_, None) => (verify::head_of_log(desk, &actor)?, "checkpoint"),
    };
    Ok(report(desk, &verified, scope, actor.view.account_id))
}

fn report(desk: &Desk, verified: &Verified, scope: &str, account: AccountId) -> Report {
    let Verified { checkpoint, kept_size, entries, forgotten, .. } = verified;
    let json = json!({
        "verified": true,
        "scope": scope,
        "account_id": account,
        "tree_size": checkpoint.size,
        "root_hash": checkpoint.root,
        "entries": entries.len(),
        "forgotten": forgotten,
        "kept_tree_size": kept_size,
    });
    let size = checkpoint.size.to_string();
    let i18n = &desk.i18n;
    let mut text = match scope {
        "log" => msg!(i18n, "done-verify-log", size = size),
        "vault" => msg!(i18n, "done-verify-vault", n = entries.len(), size = size),
        _ => msg!(i18n, "done-verify-checkpoint", size = size),
    };
    let remembered = match kept_size {
        Some(kept) => msg!(i18n, "verify-kept", size = kept.to_string()),
        None => msg!(i18n, "verify-first"),
    };
    text.push('\n');
    text.push_str(&remembered);
    if *forgotten > 0 {
        text.push('\n');
        text.push_str(&msg!(i18n, "verify-forgotten", n = forgotten.to_string()));
    }
    Report { json, text }
}
