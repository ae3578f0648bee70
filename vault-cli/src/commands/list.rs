//! `coffre list`: the descriptions of a vault's documents, each verified and opened here.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use vault_core::api::{RecordView, RecordsView};
use vault_core::ids::{DocumentId, VaultId};
use vault_core::record::Record;

use super::{epochs, folders, reminder, vault_id};
use crate::cli;
use crate::desk::Desk;
use crate::display::clean;
use crate::error::Result;
use crate::i18n::msg;
use crate::output::{Report, remark, table};
use crate::papers::Shelves;
use crate::pins;
use crate::session::Actor;
use crate::words::{self, label, size};

pub(super) fn list(desk: &Desk, args: &cli::List) -> Result<Report> {
    let actor = Actor::resume(desk)?;
    let vault = vault_id(&actor, args.vault.as_deref())?;
    epochs::turn_due(desk, &actor)?;
    let view = actor.calls(desk).records(vault)?;
    epochs::reseal_left(desk, &actor, vault, &view)?;
    reminder::tell_due(desk, &view);
    let only = args.folder.as_deref().map(|text| folders::find(desk, &actor, &view.vault, text)).transpose()?;
    let only = only.map(|f| f.folder_id);
    let (mut json, mut rows) = (Vec::new(), Vec::new());
    for (shown, record) in open_records(desk, &actor, vault, &view)? {
        if only.is_some_and(|folder| folder != shown.folder_id) {
            continue;
        }
        let folder = view.vault.folders.iter().find(|f| f.folder_id == shown.folder_id);
        let folder = folder.map(|f| label(&desk.i18n, "folder", f.kind.code())).unwrap_or_default();
        let depositor = view.signers.iter().find(|s| s.account_id == record.depositor);
        let organisation = depositor.and_then(|s| s.organisation_id);
        let organisation = view.organisations.iter().find(|o| Some(o.organisation_id) == organisation);
        json.push(json!({
            "document_id": shown.document_id,
            "version": shown.version,
            "vault_id": vault,
            "folder_id": shown.folder_id,
            "folder": folder,
            "type": record.document_type,
            "title": record.title,
            "media_type": record.media_type,
            "length": record.length,
            "sha256": record.content_sha256,
            "issued_on": record.issued_on,
            "expires_on": record.expires_on,
            "depositor": {
                "account_id": record.depositor,
                "name": depositor.and_then(|s| s.display_name.clone()),
                "organisation": organisation.map(|o| o.name.clone()),
            },
            "deposited_ms": shown.deposited_ms,
        }));
        rows.push(vec![
            folder,
            words::type_label(&desk.i18n, &record.document_type),
            clean(&record.title, 48),
            words::date_short(&desk.i18n, shown.deposited_ms, &desk.zone),
            size(&desk.i18n, record.length),
            shown.document_id.to_string(),
        ]);
    }
    let i18n = &desk.i18n;
    let head = [
        msg!(i18n, "head-folder"),
        msg!(i18n, "head-type"),
        msg!(i18n, "head-title"),
        msg!(i18n, "head-added"),
        msg!(i18n, "head-size"),
        msg!(i18n, "head-id"),
    ];
    let text = if rows.is_empty() { msg!(i18n, "none-document") } else { table(&head, &rows) };
    Ok(Report { json: Value::Array(json), text })
}

/// Titles by document, for the owner's log.
pub(super) fn titles(desk: &Desk, actor: &Actor, vault: VaultId) -> Result<BTreeMap<DocumentId, String>> {
    let view = actor.calls(desk).records(vault)?;
    let records = open_records(desk, actor, vault, &view)?;
    Ok(records.into_iter().map(|(shown, record)| (shown.document_id, record.title)).collect())
}

/// Verifies everything and opens each description. Those that are sealed to a former key which this reader was never
/// given are left out, and told.
pub(super) fn open_records<'a>(
    desk: &Desk,
    actor: &Actor,
    vault: VaultId,
    view: &'a RecordsView,
) -> Result<Vec<(&'a RecordView, Record)>> {
    let shelves = Shelves::verify(desk, actor, vault, view)?;
    let mut opened = Vec::with_capacity(view.records.len());
    for shown in &view.records {
        if let Some(paper) = shelves.open(desk, view, shown)? {
            opened.push((shown, paper.record));
        }
    }
    pins::update(desk, |pins| {
        view.records.iter().try_for_each(|shown| pins.see_latest(shown.document_id, shown.version))
    })?;
    match view.records.len() - opened.len() {
        0 => {}
        hidden => remark(&msg!(desk.i18n, "remark-sealed-before", n = hidden)),
    }
    Ok(opened)
}
