//! `coffre deposit`: scan, check, seal, send, one stage each.

use serde_json::{Value, json};
use vault_core::api::{DepositAnswer, FolderView, VaultView};

use super::{folders, vault_id};
use crate::act::make::{self, Draft, check_free};
use crate::act::{Kind, Party, Said};
use crate::check::{Checked, Description, check};
use crate::cli;
use crate::desk::Desk;
use crate::error::{Problem, Result};
use crate::i18n::msg;
use crate::output::{Report, remark};
use crate::queue::{Queue, Waiting};
use crate::scan::scan;
use crate::seal::{Target, seal};
use crate::send::send;
use crate::session::Actor;
use crate::{trust, words};

pub(super) fn deposit(desk: &Desk, args: &cli::NewDeposit) -> Result<Report> {
    let description = Description {
        document_type: words::document_type(&desk.i18n, &args.document_type)?,
        title: args.title.clone(),
        issued_on: args.issued.as_deref().map(words::date).transpose()?,
        expires_on: args.expires.as_deref().map(words::date).transpose()?,
        replaces: None,
    };
    check_free(args.receipt_out.as_deref())?;
    if args.receipt_out.is_some() && args.files.len() > 1 {
        return Err(Problem::ReceiptOfOne.into());
    }
    // All files are looked at before the first is sent.
    let scans = args.files.iter().map(|path| scan(path)).collect::<Result<Vec<_>>>()?;
    let actor = Actor::resume(desk)?;
    let vault = vault_id(&actor, args.vault.as_deref())?;
    let info = actor.remote.server_info(desk)?;
    let checked = scans.into_iter().map(|s| check(desk, s, &description, &info)).collect::<Result<Vec<_>>>()?;
    let view = actor.calls(desk).vault(vault)?;
    let folder = folders::find(desk, &actor, &view, &args.folder)?;
    let owner = trust::owner(desk, &actor, vault, &view.owner)?;
    let chain = trust::folder(desk, &owner, folder)?;
    if folder.key_due {
        remark(&msg!(desk.i18n, "remark-key-due"));
    }
    let target = Target::new(desk, &actor, &info, vault, (folder.folder_id, &chain))?;

    let queue = Queue::open(desk)?;
    let (mut json, mut lines) = (Vec::new(), Vec::new());
    for checked in checked {
        let path = checked.scan.path.display().to_string();
        match seal_and_send(desk, &actor, &queue, &target, &checked) {
            Ok((title, waiting, answer)) => {
                let mut described = describe(&waiting, &answer, &title, &path);
                if let Some(out) = &args.receipt_out {
                    let draft = receipt(desk, &actor, &view, folder, (&waiting, title.clone()));
                    described["receipt"] = draft.write(desk, &actor, answer.log_index, out)?;
                }
                json.push(described);
                let id = answer.document_id.to_string();
                let mut line = msg!(desk.i18n, "done-deposit", title = title, id = id);
                make::tell(desk, &mut line, args.receipt_out.as_deref());
                lines.push(line);
            }
            Err(error) => {
                // What was acknowledged is done, and must be told before the reason to stop.
                for line in &lines {
                    remark(line);
                }
                return Err(error);
            }
        }
    }
    Ok(Report { json: Value::Array(json), text: lines.join("\n") })
}

/// What is printed of a deposit.
fn receipt(
    desk: &Desk,
    actor: &Actor,
    view: &VaultView,
    folder: &FolderView,
    (waiting, title): (&Waiting, String),
) -> Draft {
    let (organisation, staff) = make::actor(actor);
    let said = Said {
        organisation: actor.organisation.as_ref().map(|own| own.name.clone()),
        professional: actor.view.display_name.clone(),
        title: Some(title),
        folders: Some(words::label(&desk.i18n, "folder", folder.kind.code())),
        person: None,
        ..Said::default()
    };
    Draft {
        kind: Kind::Deposit,
        vault: waiting.vault,
        owner: Party { id: view.owner.account_id, certificates: view.owner.certificates.clone() },
        organisation,
        staff,
        signed: waiting.deposit.deposit.clone(),
        consent: None,
        said,
        claim: None,
    }
}

fn seal_and_send(
    desk: &Desk,
    actor: &Actor,
    queue: &Queue,
    target: &Target,
    checked: &Checked,
) -> Result<(String, Waiting, DepositAnswer)> {
    let title = checked.title.clone();
    let waiting = seal(desk, actor, queue, target, checked)?;
    let answer = send(desk, actor, queue, &waiting, &title)?;
    Ok((title, waiting, answer))
}

fn describe(waiting: &Waiting, answer: &DepositAnswer, title: &str, path: &str) -> Value {
    json!({
        "document_id": answer.document_id,
        "version": answer.version,
        "vault_id": waiting.vault,
        "folder_id": answer.folder_id,
        "title": title,
        "file": path,
        "object_sha256": waiting.object_hash,
        "object_length": waiting.object_length,
        "log_index": answer.log_index,
    })
}
