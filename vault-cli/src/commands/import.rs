//! `coffre import`: brings a vault that was taken out elsewhere. Everything is checked before the first paper goes.

use std::collections::BTreeMap;

use serde_json::json;
use vault_core::api::{ServerInfo, VaultView};
use vault_core::ids::{DocumentId, FolderId, VaultId};
use vault_core::vocabulary::FolderKind;

use super::{list, vault_id};
use crate::cli;
use crate::desk::Desk;
use crate::error::{Problem, Result};
use crate::export::check::{Checked, check};
use crate::export::import::{Brought, Importer, Present};
use crate::i18n::msg;
use crate::output::Report;
use crate::queue::Queue;
use crate::reminders;
use crate::seal::Target;
use crate::session::Actor;
use crate::trust;
use crate::words::size;

pub(super) fn import(desk: &Desk, args: &cli::Import) -> Result<Report> {
    let Checked { mut archive, verified } = check(desk, &args.file, args.identity.as_deref())?;
    let manifest = &verified.manifest;
    let actor = Actor::resume(desk)?;
    let vault = vault_id(&actor, args.vault.as_deref())?;
    let info = actor.remote.server_info(desk)?;
    if let Some((_, version)) = manifest.versions().find(|(_, v)| v.record.length > info.max_document_bytes) {
        let limit = size(&desk.i18n, info.max_document_bytes);
        return Err(Problem::FileTooLarge { path: version.path.clone(), limit }.into());
    }
    let view = actor.calls(desk).vault(vault)?;
    let importer = Importer {
        desk,
        actor: &actor,
        queue: Queue::open(desk)?,
        vault,
        targets: targets(desk, &actor, &info, &view)?,
        present: present(desk, &actor, vault, &view)?,
        manifest,
    };
    // Every folder is found before the first paper is sealed.
    for document in &manifest.documents {
        importer.folder_of(document)?;
    }
    let mut done = Brought::default();
    for document in &manifest.documents {
        importer.document(document, &mut archive, &mut done)?;
    }
    let told = reminders::bring(&importer)?;
    let json = json!({
        "vault_id": vault,
        "from_vault_id": manifest.vault.vault_id,
        "from_server": manifest.server.origin,
        "documents": manifest.documents.len(),
        "imported": done.imported,
        "already_there": done.already_there,
        "erased_here": done.erased,
        "reminders_set": told.set,
        "reminders_left": told.left,
    });
    let mut text = msg!(desk.i18n, "done-import", n = done.imported, there = done.already_there);
    if done.erased > 0 {
        text.push('\n');
        text.push_str(&msg!(desk.i18n, "done-import-erased", n = done.erased));
    }
    if told.set > 0 {
        text.push('\n');
        text.push_str(&msg!(desk.i18n, "done-import-reminders", n = told.set));
    }
    if told.left > 0 {
        text.push('\n');
        text.push_str(&msg!(desk.i18n, "done-import-reminders-left", n = told.left));
    }
    Ok(Report { json, text })
}

/// The folders into which this account may deposit, by kind, each verified.
fn targets(
    desk: &Desk,
    actor: &Actor,
    info: &ServerInfo,
    view: &VaultView,
) -> Result<BTreeMap<FolderId, (FolderKind, Target)>> {
    let owner = trust::owner(desk, actor, view.vault_id, &view.owner)?;
    let mut targets = BTreeMap::new();
    for folder in &view.folders {
        let chain = trust::folder(desk, &owner, folder)?;
        let target = Target::new(desk, actor, info, view.vault_id, (folder.folder_id, &chain))?;
        targets.insert(folder.folder_id, (folder.kind, target));
    }
    Ok(targets)
}

/// What already lies in the vault, as far as this account may read it; none if it may read nothing.
fn present(
    desk: &Desk,
    actor: &Actor,
    vault: VaultId,
    view: &VaultView,
) -> Result<Option<BTreeMap<DocumentId, Present>>> {
    if view.folders.iter().all(|folder| folder.seed.is_none()) {
        return Ok(None);
    }
    let records = actor.calls(desk).records(vault)?;
    let opened = list::open_records(desk, actor, vault, &records)?;
    let of = |(shown, record): (&vault_core::api::RecordView, vault_core::record::Record)| {
        let first = record.provenance.first().map(|home| home.version);
        (shown.document_id, Present { folder: shown.folder_id, version: shown.version, former_version: first })
    };
    Ok(Some(opened.into_iter().map(of).collect()))
}
