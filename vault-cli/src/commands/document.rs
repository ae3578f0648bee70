//! `coffre document move`, `rename`, `erase`, and `coffre deposit undo`.

use serde_json::{Value, json};
use vault_core::amendment::Place;
use vault_core::api::{
    ErasureRequest, MovedReminder, NewAmendment, NewAmendments, RecordView, RecordsView, ReminderView, UndoRequest,
};
use vault_core::certificate::Certificate;
use vault_core::ids::{DocumentId, FolderId};
use vault_core::record::Payload;
use vault_core::reminder::Reminder;
use vault_core::wrap::Envelope;

use super::{folders, id, solemnly, vault_id};
use crate::cli;
use crate::desk::Desk;
use crate::display::clean;
use crate::error::{Problem, Result};
use crate::i18n::msg;
use crate::output::Report;
use crate::papers::{Paper, Shelves};
use crate::queue::Queue;
use crate::reminders;
use crate::session::Actor;
use crate::words::{self, label};

/// A document with every version, opened and verified.
struct Found {
    view: RecordsView,
    shelves: Shelves,
    papers: Vec<Paper>,
}

pub(super) fn relocate(desk: &Desk, args: &cli::DocumentMove) -> Result<Report> {
    let document: DocumentId = id(&args.document)?;
    let actor = Actor::resume(desk)?;
    let found = find(desk, &actor, args.vault.as_deref(), document)?;
    let target = folders::find(desk, &actor, &found.view.vault, &args.folder)?;
    let name = label(&desk.i18n, "folder", target.kind.code());
    let folder = target.folder_id;
    if found.papers.iter().all(|paper| paper.place.folder == folder) {
        return Err(Problem::DocumentThere { folder: name }.into());
    }
    let to = found.shelves.chain(folder)?.current();
    let one = |paper: &Paper| amend(desk, &actor, &paper.place, (folder, to), &paper.payload);
    let amendments = found.papers.iter().map(one).collect::<Result<_>>()?;
    let reminders = found.reminders_to(desk, &actor, document, to)?;
    let answer = actor.calls(desk).amend(document, &NewAmendments { amendments, reminders })?;
    let title = found.title();
    let json = json!({
        "document_id": document,
        "folder_id": answer.folder_id,
        "folder": name,
        "title": title,
        "log_index": answer.log_index,
    });
    Ok(Report { json, text: msg!(desk.i18n, "done-move", title = clean(&title, 80), folder = name) })
}

pub(super) fn rename(desk: &Desk, args: &cli::DocumentRename) -> Result<Report> {
    let document: DocumentId = id(&args.document)?;
    let document_type = args.document_type.as_deref().map(|t| words::document_type(&desk.i18n, t)).transpose()?;
    let issued_on = args.issued.as_deref().map(words::date).transpose()?;
    let expires_on = args.expires.as_deref().map(words::date).transpose()?;
    let actor = Actor::resume(desk)?;
    let found = find(desk, &actor, args.vault.as_deref(), document)?;
    let paper = found.papers.last().ok_or_else(|| missing(document))?;
    let mut record = paper.record.clone();
    record.title = args.title.clone().unwrap_or(record.title);
    record.document_type = document_type.map_or(record.document_type, str::to_owned);
    record.issued_on = issued_on.or(record.issued_on);
    record.expires_on = expires_on.or(record.expires_on);
    let payload = record.to_payload(&paper.client).map_err(|_| Problem::NameUnusable)?;
    let folder = paper.place.folder;
    let to = found.shelves.chain(folder)?.current();
    let amendments = vec![amend(desk, &actor, &paper.place, (folder, to), &payload)?];
    let answer = actor.calls(desk).amend(document, &NewAmendments { amendments, reminders: Vec::new() })?;
    let json = json!({
        "document_id": document,
        "version": paper.place.document.version,
        "title": record.title,
        "type": record.document_type,
        "issued_on": record.issued_on,
        "expires_on": record.expires_on,
        "log_index": answer.log_index,
    });
    Ok(Report { json, text: msg!(desk.i18n, "done-rename", title = clean(&record.title, 80)) })
}

/// Signs where a version lies and how it is described from now on, and seals the description to the folder's key.
fn amend(
    desk: &Desk,
    actor: &Actor,
    place: &Place,
    (folder, to): (FolderId, &Certificate),
    payload: &Payload,
) -> Result<NewAmendment> {
    let maker = &actor.keys.signing;
    let amendment = place.amend(folder, payload.hash(), desk.now_ms()).sign(maker);
    let envelope = Envelope { to: &to.sealing, maker, not_after: 0 };
    let record = envelope.seal_record_to_folder(&mut &desk.random, &place.document, to.epoch, payload)?;
    Ok(NewAmendment { amendment: amendment.into(), record: record.into() })
}

pub(super) fn erase(desk: &Desk, args: &cli::DocumentErase) -> Result<Report> {
    let document: DocumentId = id(&args.document)?;
    solemnly(desk, &(&args.beneficiary).into(), |person, pin_tag| {
        let request = ErasureRequest { pin_tag: pin_tag.expose().to_vec().into() };
        let answer = person.calls(desk).erase(document, &request)?;
        let json = json!({ "document_id": document, "versions": answer.versions, "log_index": answer.log_index });
        Ok(Report { json, text: msg!(desk.i18n, "done-erase", id = document.to_string()) })
    })
}

/// A paper that still waits here was never sent: it is dropped. Otherwise the server takes it out again.
pub(super) fn undo(desk: &Desk, args: &cli::DepositUndo) -> Result<Report> {
    let document: DocumentId = id(&args.document)?;
    let text = msg!(desk.i18n, "done-undo", id = document.to_string());
    let queue = Queue::open(desk)?;
    if queue.list()?.iter().any(|waiting| waiting.document == document) {
        queue.remove(document)?;
        let json = json!({ "document_id": document, "was_sent": false, "log_index": Value::Null });
        return Ok(Report { json, text });
    }
    let actor = Actor::resume(desk)?;
    // `coffre` deposits new documents only.
    let answer = actor.calls(desk).undo(document, &UndoRequest { version: 1 })?;
    let json = json!({ "document_id": document, "was_sent": true, "log_index": answer.log_index });
    Ok(Report { json, text })
}

fn find(desk: &Desk, actor: &Actor, vault: Option<&str>, document: DocumentId) -> Result<Found> {
    let vault = vault_id(actor, vault)?;
    let view = actor.calls(desk).all_records(vault)?;
    let shelves = Shelves::verify(desk, actor, vault, &view)?;
    let mut shown: Vec<&RecordView> = view.records.iter().filter(|shown| shown.document_id == document).collect();
    shown.sort_by_key(|shown| shown.version);
    if shown.is_empty() {
        return Err(missing(document));
    }
    let later = || Problem::DocumentSealedBefore { document: document.to_string() };
    let open = |shown: &RecordView| shelves.open(desk, &view, shown)?.ok_or_else(|| later().into());
    let papers = shown.into_iter().map(open).collect::<Result<_>>()?;
    Ok(Found { view, shelves, papers })
}

impl Found {
    /// The texts of the document's reminders, for those who read its new folder.
    fn reminders_to(
        &self,
        desk: &Desk,
        actor: &Actor,
        document: DocumentId,
        to: &Certificate,
    ) -> Result<Vec<MovedReminder>> {
        let moved = |shown: &ReminderView| {
            let text = self.shelves.reminder(desk, &self.view, shown)?;
            let text = text.ok_or_else(|| Problem::DocumentSealedBefore { document: document.to_string() })?;
            let (id, vault, due_ms) = (shown.reminder_id, self.shelves.owner.vault, shown.due_ms);
            let new = reminders::seal(desk, actor, to, &Reminder { id, vault, document, due_ms }, &text)?;
            Ok(MovedReminder { reminder_id: id, text: new.text })
        };
        reminders::of_document(&self.view, document).map(moved).collect()
    }

    fn title(&self) -> String {
        self.papers.last().map(|paper| paper.record.title.clone()).unwrap_or_default()
    }
}

fn missing(document: DocumentId) -> crate::error::Error {
    Problem::DocumentMissing { document: document.to_string() }.into()
}
