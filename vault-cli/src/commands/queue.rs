//! `coffre queue list`, `send`, `drop`.

use serde_json::{Value, json};
use vault_core::ids::DocumentId;

use super::id;
use crate::cli;
use crate::desk::Desk;
use crate::error::{Problem, Result};
use crate::i18n::msg;
use crate::output::{Report, table};
use crate::queue::{Queue, Waiting};
use crate::send;
use crate::session::Actor;
use crate::words::{date_time, size};

pub(super) fn list(desk: &Desk) -> Result<Report> {
    let waiting = Queue::open(desk)?.list()?;
    let json = waiting.iter().map(|w| {
        json!({
            "document_id": w.document,
            "vault_id": w.vault,
            "folder_id": w.folder,
            "account_id": w.account,
            "server": w.origin,
            "object_length": w.object_length,
            "sealed_ms": w.sealed_ms,
        })
    });
    let row = |w: &Waiting| {
        let sealed = date_time(&desk.i18n, w.sealed_ms, &desk.zone);
        vec![sealed, size(&desk.i18n, w.object_length), w.document.to_string()]
    };
    let i18n = &desk.i18n;
    let rows: Vec<_> = waiting.iter().map(row).collect();
    let head = [msg!(i18n, "head-sealed"), msg!(i18n, "head-size"), msg!(i18n, "head-id")];
    let text = if rows.is_empty() { msg!(i18n, "none-waiting") } else { table(&head, &rows) };
    Ok(Report { json: Value::Array(json.collect()), text })
}

/// Sends what this account has sealed for this server; what others have sealed stays.
pub(super) fn send(desk: &Desk) -> Result<Report> {
    let queue = Queue::open(desk)?;
    let actor = Actor::resume(desk)?;
    let origin = actor.remote.origin().as_str();
    let (mut json, mut lines) = (Vec::new(), Vec::new());
    for waiting in queue.list()? {
        if waiting.account == actor.view.account_id && waiting.origin == origin {
            let id = waiting.document.to_string();
            let answer = send::send(desk, &actor, &queue, &waiting, &id)?;
            json.push(json!({
                "document_id": answer.document_id,
                "version": answer.version,
                "vault_id": waiting.vault,
                "folder_id": answer.folder_id,
            }));
            lines.push(msg!(desk.i18n, "done-sent", id = id));
        }
    }
    let text = if lines.is_empty() { msg!(desk.i18n, "none-waiting") } else { lines.join("\n") };
    Ok(Report { json: Value::Array(json), text })
}

pub(super) fn drop(desk: &Desk, args: &cli::QueueDrop) -> Result<Report> {
    let document: DocumentId = id(&args.document)?;
    let queue = Queue::open(desk)?;
    if !queue.list()?.iter().any(|w| w.document == document) {
        return Err(Problem::QueueNone { document: document.to_string() }.into());
    }
    queue.remove(document)?;
    let text = msg!(desk.i18n, "done-dropped", id = document.to_string());
    Ok(Report { json: json!({ "document_id": document, "dropped": true }), text })
}
