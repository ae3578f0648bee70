//! `coffre folders`, and how a folder is named on the command line.

use serde_json::{Value, json};
use vault_core::api::{FolderView, VaultView};
use vault_core::ids::FolderId;

use super::vault_id;
use crate::cli;
use crate::desk::Desk;
use crate::error::{Problem, Result};
use crate::i18n::msg;
use crate::output::{Report, table};
use crate::session::Actor;
use crate::trust;
use crate::words::{folder_kind, label};

pub(super) fn folders(desk: &Desk, args: &cli::Folders) -> Result<Report> {
    let actor = Actor::resume(desk)?;
    let view = actor.calls(desk).vault(vault_id(&actor, args.vault.as_deref())?)?;
    let owner = trust::owner(desk, &actor, view.vault_id, &view.owner)?;
    let (mut json, mut rows) = (Vec::new(), Vec::new());
    for folder in &view.folders {
        let chain = trust::folder(desk, &owner, folder)?;
        let name = label(&desk.i18n, "folder", folder.kind.code());
        let epoch = chain.current().epoch;
        json.push(json!({
            "folder_id": folder.folder_id,
            "kind": folder.kind.code(),
            "name": name,
            "epoch": epoch,
            "readable": folder.seed.is_some(),
        }));
        rows.push(vec![name, folder.folder_id.to_string()]);
    }
    let head = [msg!(desk.i18n, "head-folder"), msg!(desk.i18n, "head-id")];
    Ok(Report { json: Value::Array(json), text: table(&head, &rows) })
}

/// A folder by its name in either language, its code, or its id.
pub(super) fn find<'a>(desk: &Desk, actor: &Actor, view: &'a VaultView, text: &str) -> Result<&'a FolderView> {
    if let Ok(id) = text.trim().to_ascii_lowercase().parse::<FolderId>() {
        let found = view.folders.iter().find(|f| f.folder_id == id);
        return found.ok_or_else(|| Problem::FolderMissing { folder: id.to_string() }.into());
    }
    let kind = folder_kind(text);
    let is_owner = view.owner.account_id == actor.view.account_id;
    view.folders.iter().find(|f| Some(f.kind) == kind).ok_or_else(|| {
        let known: Vec<_> = view.folders.iter().map(|f| label(&desk.i18n, "folder", f.kind.code())).collect();
        let (folder, known) = (text.to_owned(), known.join(", "));
        match kind {
            // Only part of the vault is shown to those who are not its owner.
            Some(kind) if !is_owner => {
                let folder = label(&desk.i18n, "folder", kind.code());
                Problem::FolderNotCovered { folder, known }.into()
            }
            _ => Problem::FolderUnknown { folder, known }.into(),
        }
    })
}
