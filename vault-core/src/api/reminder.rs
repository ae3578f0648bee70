//! Days on which the owner of a vault is told that a paper is to be renewed.

use serde::{Deserialize, Serialize};

use super::Bytes;
use crate::ids::{AccountId, DocumentId, ReminderId};

/// `POST /v1/documents/{document_id}/reminders`, by the owner, or by the holder of a live mandate that reads the folder.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewReminder {
    /// Chosen by the client, so that sending twice sets one.
    pub reminder_id: ReminderId,
    /// The day at 08:00 UTC, Unix milliseconds ([`crate::reminder`] has the limits).
    pub due_ms: u64,
    /// `VWR1` kind 14, to the key in force of the document's folder.
    pub text: Bytes,
}

/// A reminder, in [`super::RecordsView`] and as the answer to [`NewReminder`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReminderView {
    /// The reminder.
    pub reminder_id: ReminderId,
    /// The document.
    pub document_id: DocumentId,
    /// The day at 08:00 UTC, Unix milliseconds.
    pub due_ms: u64,
    /// `VWR1` kind 14, to the key that the folder had when the reminder was set.
    pub text: Bytes,
    /// Who set it.
    pub author: AccountId,
    /// When it was set, Unix milliseconds.
    pub created_ms: u64,
}

/// Answer to `POST /v1/reminders/{reminder_id}/removal`, by the owner or the author.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReminderRemoved {
    /// The reminder that is there no more.
    pub reminder_id: ReminderId,
    /// Place of the event in the log.
    pub log_index: u64,
}
