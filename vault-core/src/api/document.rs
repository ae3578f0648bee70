//! What may be done to a document that is there: undone, erased.

use serde::{Deserialize, Serialize};

use super::Bytes;
use crate::ids::DocumentId;

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
