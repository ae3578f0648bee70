//! Reminders on their way: sealed to the folder of a paper, by whoever sets one, moves the paper or brings it in.

use std::collections::BTreeSet;

use vault_core::api::{NewReminder, RecordsView, ReminderView};
use vault_core::certificate::Certificate;
use vault_core::ids::{DocumentId, ReminderId};
use vault_core::reminder::{MAX_PER_DOCUMENT, MAX_TEXT, Reminder, check_day, due_ms};
use vault_core::wrap::Envelope;

use crate::desk::Desk;
use crate::error::{Problem, Result};
use crate::export::import::Importer;
use crate::papers::Shelves;
use crate::session::Actor;

/// What came of the reminders of an archive.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Brought {
    /// Were set.
    pub(crate) set: usize,
    /// Were not: their day is past, or their paper lies where it cannot be read from here, or has enough of them.
    pub(crate) left: usize,
}

/// The reminders of a document.
pub(crate) fn of_document(view: &RecordsView, document: DocumentId) -> impl Iterator<Item = &ReminderView> {
    view.reminders.iter().filter(move |shown| shown.document_id == document)
}

/// Seals a text to a folder's key.
pub(crate) fn seal(desk: &Desk, actor: &Actor, to: &Certificate, of: &Reminder, text: &str) -> Result<NewReminder> {
    let envelope = Envelope { to: &to.sealing, maker: &actor.keys.signing, not_after: 0 };
    let sealed = envelope.seal_reminder(&mut &desk.random, of, to.epoch, text);
    let sealed = sealed.map_err(|_| Problem::ReminderText { limit: MAX_TEXT.to_string() })?;
    Ok(NewReminder { reminder_id: of.id, due_ms: of.due_ms, text: sealed.into() })
}

/// Sets the reminders of an archive on the papers that came from it. One that a paper has already, with the same day
/// and the same words, is not set again.
pub(crate) fn bring(importer: &Importer<'_>) -> Result<Brought> {
    let Importer { desk, actor, vault, manifest, .. } = *importer;
    let mut done = Brought::default();
    if manifest.reminders.is_empty() || importer.present.is_none() {
        done.left = manifest.reminders.len();
        return Ok(done);
    }
    let view = actor.calls(desk).records(vault)?;
    let shelves = Shelves::verify(desk, actor, vault, &view)?;
    let mut there = BTreeSet::new();
    for shown in &view.reminders {
        there.insert((shown.document_id, shown.due_ms, shelves.reminder(desk, &view, shown)?));
    }
    for entry in &manifest.reminders {
        let found = manifest.documents.iter().find(|document| document.document_id == entry.document_id);
        let document = found.map(|document| importer.id_of(document));
        let shown = view.records.iter().find(|shown| Some(shown.document_id) == document);
        let (Some(shown), Some(due_ms)) = (shown, due_ms(&entry.on)) else {
            done.left += 1;
            continue;
        };
        let document = shown.document_id;
        let same = (document, due_ms, Some(entry.text.clone()));
        if there.contains(&same) {
            continue;
        }
        let count = there.iter().filter(|(of, ..)| *of == document).count() as u64;
        if check_day(due_ms, desk.now_ms()).is_err() || count >= MAX_PER_DOCUMENT {
            done.left += 1;
            continue;
        }
        let of = Reminder { id: ReminderId::generate(&mut &desk.random), vault, document, due_ms };
        let new = seal(desk, actor, shelves.chain(shown.folder_id)?.current(), &of, &entry.text)?;
        actor.calls(desk).set_reminder(document, &new)?;
        there.insert(same);
        done.set += 1;
    }
    Ok(done)
}
