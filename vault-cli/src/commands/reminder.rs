//! `coffre reminder set`, `list`, `remove`.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde_json::{Value, json};
use vault_core::api::RecordsView;
use vault_core::ids::{DocumentId, ReminderId};
use vault_core::reminder::{DayRefused, MAX_PER_DOCUMENT, MAX_TEXT, Reminder, check_day, day_text, due_ms};

use super::list::open_records;
use super::{id, vault_id};
use crate::ask;
use crate::cli;
use crate::desk::Desk;
use crate::display::clean;
use crate::error::{Problem, Result};
use crate::i18n::msg;
use crate::output::{Report, remark, table};
use crate::papers::Shelves;
use crate::reminders::{of_document, seal};
use crate::session::Actor;
use crate::words::{self, date_short};

pub(super) fn set(desk: &Desk, args: &cli::ReminderSet) -> Result<Report> {
    let document: DocumentId = id(&args.document)?;
    let due_ms = day(desk, &args.on)?;
    let actor = Actor::resume(desk)?;
    let vault = vault_id(&actor, args.vault.as_deref())?;
    let view = actor.calls(desk).records(vault)?;
    let shown = view.records.iter().find(|shown| shown.document_id == document);
    let shown = shown.ok_or_else(|| Problem::DocumentMissing { document: document.to_string() })?;
    if of_document(&view, document).count() as u64 >= MAX_PER_DOCUMENT {
        return Err(Problem::ReminderTooMany { limit: MAX_PER_DOCUMENT.to_string() }.into());
    }
    let shelves = Shelves::verify(desk, &actor, vault, &view)?;
    let folder = shelves.chain(shown.folder_id)?.current();
    let text = what_to_do(desk, args)?;
    let reminder_id = ReminderId::generate(&mut &desk.random);
    let of = Reminder { id: reminder_id, vault, document, due_ms };
    let new = seal(desk, &actor, folder, &of, &text)?;
    actor.calls(desk).set_reminder(document, &new)?;
    let json = json!({
        "reminder_id": reminder_id,
        "document_id": document,
        "vault_id": vault,
        "on": day_text(due_ms),
    });
    let day = date_short(&desk.i18n, due_ms, &TimeZone::UTC);
    Ok(Report { json, text: msg!(desk.i18n, "done-reminder", day = day, id = reminder_id.to_string()) })
}

/// The moment of a day to come.
fn day(desk: &Desk, on: &str) -> Result<u64> {
    let day = words::date(on)?;
    let due_ms = due_ms(&day).ok_or_else(|| Problem::DateUnknown { date: day.clone() })?;
    match check_day(due_ms, desk.now_ms()) {
        Ok(()) => Ok(due_ms),
        Err(DayRefused::TooFar) => Err(Problem::ReminderDayFar { day }.into()),
        Err(DayRefused::Past | DayRefused::Hour) => Err(Problem::ReminderDayPast { day }.into()),
    }
}

/// From a file, or typed.
fn what_to_do(desk: &Desk, args: &cli::ReminderSet) -> Result<String> {
    match &args.text_file {
        Some(path) => Ok(ask::secret_file(&desk.i18n, path)?.replace("\r\n", "\n")),
        None => ask::line("--text-file", &msg!(desk.i18n, "ask-reminder")),
    }
}

pub(super) fn list(desk: &Desk, args: &cli::ReminderList) -> Result<Report> {
    let actor = Actor::resume(desk)?;
    let vault = vault_id(&actor, args.vault.as_deref())?;
    let view = actor.calls(desk).records(vault)?;
    let shelves = Shelves::verify(desk, &actor, vault, &view)?;
    let opened = open_records(desk, &actor, vault, &view)?;
    let titles: BTreeMap<DocumentId, String> =
        opened.into_iter().map(|(shown, record)| (shown.document_id, record.title)).collect();
    let (i18n, now_ms) = (&desk.i18n, desk.now_ms());
    let (mut json, mut rows) = (Vec::new(), Vec::new());
    for shown in &view.reminders {
        let (title, text) = (titles.get(&shown.document_id), shelves.reminder(desk, &view, shown)?);
        let author = view.signers.iter().find(|signer| signer.account_id == shown.author);
        let is_due = shown.due_ms <= now_ms;
        json.push(json!({
            "reminder_id": shown.reminder_id,
            "document_id": shown.document_id,
            "vault_id": vault,
            "on": day_text(shown.due_ms),
            "due": is_due,
            "title": title,
            "text": text,
            "author": { "account_id": shown.author, "name": author.and_then(|author| author.display_name.clone()) },
            "created_ms": shown.created_ms,
        }));
        // One line of a table.
        let text = text.map(|text| clean(&text.replace('\n', " "), MAX_TEXT));
        rows.push(vec![
            date_short(i18n, shown.due_ms, &TimeZone::UTC),
            if is_due { msg!(i18n, "reminder-due") } else { msg!(i18n, "reminder-ahead") },
            title.map(|title| clean(title, 48)).unwrap_or_default(),
            text.unwrap_or_else(|| msg!(i18n, "reminder-sealed-before")),
            shown.reminder_id.to_string(),
        ]);
    }
    let head = [
        msg!(i18n, "head-day"),
        msg!(i18n, "head-state"),
        msg!(i18n, "head-title"),
        msg!(i18n, "head-reminder"),
        msg!(i18n, "head-id"),
    ];
    let text = if rows.is_empty() { msg!(i18n, "none-reminder") } else { table(&head, &rows) };
    Ok(Report { json: Value::Array(json), text })
}

pub(super) fn remove(desk: &Desk, args: &cli::ReminderRemove) -> Result<Report> {
    let reminder: ReminderId = id(&args.reminder)?;
    Actor::resume(desk)?.calls(desk).remove_reminder(reminder)?;
    let json = json!({ "reminder_id": reminder, "removed": true });
    Ok(Report { json, text: msg!(desk.i18n, "done-reminder-removed", id = reminder.to_string()) })
}

/// Whoever looks at the papers of a vault hears of the days that have come, whether or not a message could be sent.
pub(super) fn tell_due(desk: &Desk, view: &RecordsView) {
    let now_ms = desk.now_ms();
    match view.reminders.iter().filter(|shown| shown.due_ms <= now_ms).count() {
        0 => {}
        n => remark(&msg!(desk.i18n, "remark-reminders-due", n = n)),
    }
}
