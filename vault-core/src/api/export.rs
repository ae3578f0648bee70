//! Taking everything out of a vault.

use serde::{Deserialize, Serialize};

use super::Bytes;
use crate::ids::{DocumentId, FolderId};

/// `POST /v1/vaults/{vault_id}/exports`, by the owner: says so in the log, and tells what there is to take. Each
/// document is then opened like any other time, one event each.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewExport {
    /// Proof of the PIN (32 bytes, FORMATS 6): taking everything out is a solemn act.
    pub pin_tag: Bytes,
}

/// Answer to [`NewExport`], given after the event is durable.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportView {
    /// Place of the event in the log.
    pub log_index: u64,
    /// The server's time of it, Unix milliseconds.
    pub exported_ms: u64,
    /// Every version of every document: documents in the order in which they were added, versions ascending.
    pub versions: Vec<ExportedVersion>,
}

/// One version of a document, to be opened.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedVersion {
    /// The document.
    pub document_id: DocumentId,
    /// The version.
    pub version: u64,
    /// Where the document lies now.
    pub folder_id: FolderId,
    /// When the server recorded it, Unix milliseconds.
    pub deposited_ms: u64,
}
