//! What may be done to a document that is there: undone, erased, moved, renamed.

use serde::{Deserialize, Serialize};

use super::Bytes;
use crate::ids::{DocumentId, FolderId, ReminderId};

/// `POST /v1/documents/{document_id}/undo`, by the depositor, soon and while nobody else has opened it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UndoRequest {
    /// The version to undo: the latest one.
    pub version: u64,
}

/// `POST /v1/documents/{document_id}/erasure`, by the vault's owner.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErasureRequest {
    /// 32 bytes: the tag of the PIN, asked for again. Counts as a try when wrong.
    pub pin_tag: Bytes,
}

/// `POST /v1/documents/{document_id}/amendments`, by the owner, or by a holder who may both read and deposit in the
/// folders concerned. Either all versions move to another folder and keep their descriptions, or one version is
/// described anew where it lies.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewAmendments {
    /// One for each version concerned.
    pub amendments: Vec<NewAmendment>,
    /// When the document moves: one for each of its reminders, because their texts are read by those who read the
    /// folder. Else none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<MovedReminder>,
}

/// The text of a reminder, for those who read the folder into which its document moves. Who moves it becomes its author.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MovedReminder {
    /// Which.
    pub reminder_id: ReminderId,
    /// `VWR1` kind 14, to the key in force of the folder that the amendments name.
    pub text: Bytes,
}

/// The amendment of one version.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewAmendment {
    /// `VAM1`.
    pub amendment: Bytes,
    /// `VWR1` kind 3: the record, to the key in force of the folder that the amendment names.
    pub record: Bytes,
}

/// Answer to [`NewAmendments`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AmendAnswer {
    /// The document.
    pub document_id: DocumentId,
    /// Where it lies now.
    pub folder_id: FolderId,
    /// Place of the event in the log.
    pub log_index: u64,
}

/// Answer to [`UndoRequest`] and [`ErasureRequest`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErasureAnswer {
    /// The document.
    pub document_id: DocumentId,
    /// The versions that are there no more, the lowest first.
    pub versions: Vec<u64>,
    /// Place of the event in the log.
    pub log_index: u64,
}
