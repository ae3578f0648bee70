//! Days on which the owner of a vault is told that a paper is to be renewed.

use axum::Json;
use axum::extract::State;
use vault_core::api::{NewReminder, ReminderRemoved, ReminderView};
use vault_core::ids::{DocumentId, ReminderId};

use super::extract::{Ids, Signed, SignedGet};
use super::{Answer, SharedApp};
use crate::domain::reminder;

/// Sets a reminder on a document. Reminders are read with the records of a vault.
#[utoipa::path(post, path = "/v1/documents/{document_id}/reminders", tag = "reminders",
    params(("document_id" = DocumentId, Path)), request_body = NewReminder,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = ReminderView)))]
pub(super) async fn set(
    State(app): State<SharedApp>,
    Ids(document_id): Ids<DocumentId>,
    signed: Signed<NewReminder>,
) -> Answer<ReminderView> {
    Ok(Json(reminder::set(&app, signed.caller, document_id, signed.body).await?))
}

/// Removes a reminder.
#[utoipa::path(post, path = "/v1/reminders/{reminder_id}/removal", tag = "reminders",
    params(("reminder_id" = ReminderId, Path)),
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = ReminderRemoved)))]
pub(super) async fn remove(
    State(app): State<SharedApp>,
    SignedGet(caller): SignedGet,
    Ids(reminder_id): Ids<ReminderId>,
) -> Answer<ReminderRemoved> {
    Ok(Json(reminder::remove(&app, caller, reminder_id).await?))
}
