//! `coffre list`: the descriptions of a vault's documents, each verified and opened here.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use vault_core::api::{RecordView, RecordsView};
use vault_core::deposit::Deposit;
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::{DocumentId, DocumentVersion, FolderId, VaultId};
use vault_core::keys::OpeningKey;
use vault_core::record::Record;
use vault_core::wrap::{Reading, Wrap};

use super::{folders, vault_id};
use crate::cli;
use crate::desk::Desk;
use crate::display::clean;
use crate::error::{About, Result};
use crate::i18n::msg;
use crate::output::{Report, table};
use crate::pins;
use crate::session::Actor;
use crate::trust::{self, Owner};
use crate::words::{self, label, size};

pub(super) fn list(desk: &Desk, args: &cli::List) -> Result<Report> {
    let actor = Actor::resume(desk)?;
    let vault = vault_id(&actor, args.vault.as_deref())?;
    let view = actor.calls(desk).records(vault)?;
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

/// Verifies the owner, the folders, the mandates and who deposited; opens each description and checks it against its deposit.
pub(super) fn open_records<'a>(
    desk: &Desk,
    actor: &Actor,
    vault: VaultId,
    view: &'a RecordsView,
) -> Result<Vec<(&'a RecordView, Record)>> {
    if view.vault.vault_id != vault {
        return Err(Broken::new(What::Record, Property::Ids)).about(&vault);
    }
    let owner = trust::owner(desk, actor, vault, &view.vault.owner)?;
    for shown in &view.mandates {
        let mandate = trust::mandate(desk, actor, shown, Some(&owner))?;
        trust::check_holder(actor, &mandate)?;
    }
    let mut keys = BTreeMap::new();
    for folder in &view.vault.folders {
        let chain = trust::folder(desk, &owner, folder)?;
        if folder.seed.is_some() {
            keys.insert(folder.folder_id, trust::folder_key(desk, actor, &owner, folder, &chain)?);
        }
    }
    let open = |shown| open_record(desk, &owner, &keys, view, shown).map(|record| (shown, record));
    let opened: Vec<_> = view.records.iter().map(open).collect::<Result<_>>()?;
    pins::update(desk, |pins| {
        opened.iter().try_for_each(|(shown, _)| pins.see_latest(shown.document_id, shown.version))
    })?;
    Ok(opened)
}

fn open_record(
    desk: &Desk,
    owner: &Owner,
    keys: &BTreeMap<FolderId, OpeningKey>,
    view: &RecordsView,
    shown: &RecordView,
) -> Result<Record> {
    let id = shown.document_id;
    let of = DocumentVersion { vault: owner.vault, document: id, version: shown.version };
    let claimed = Deposit::parse(&shown.deposit).about(&id)?;
    let signer = view.signers.iter().find(|s| s.kid == claimed.maker);
    let signer = signer.ok_or(Broken::new(What::Deposit, Property::Maker)).about(&id)?;
    let key = trust::signer(desk, owner, signer, &view.organisations, &claimed.maker)?;
    let deposit = Deposit::verify(&shown.deposit, &key).about(&id)?;
    deposit.check_document(&of).about(&id)?;
    if deposit.folder != shown.folder_id {
        return Err(Broken::new(What::Deposit, Property::Ids)).about(&id);
    }
    let with = keys.get(&shown.folder_id).ok_or(Broken::new(What::Wrap, Property::Recipient)).about(&id)?;
    let epoch = Wrap::parse(&shown.record).about(&id)?.about().epoch;
    let payload = Reading { with, maker: &key }.open_record_to_folder(&shown.record, &of, epoch).about(&id)?;
    deposit.check_record(&payload).about(&id)?;
    let (_, record) = payload.read().about(&id)?;
    if record.depositor != signer.account_id || record.depositor_kid != deposit.maker {
        return Err(Broken::new(What::Record, Property::Maker)).about(&id);
    }
    Ok(record)
}
