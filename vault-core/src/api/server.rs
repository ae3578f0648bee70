//! What a client learns of a server before it logs in.

use serde::{Deserialize, Serialize};

use super::Bytes;

/// `GET /v1/server`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServerInfo {
    /// `scheme://host[:port]`: what signed requests and logins name.
    pub origin: String,
    /// The server's version.
    pub version: String,
    /// The log's verifier key, as a C2SP vkey: `name+hash+base64`. Pinned at first use; printed on cards.
    pub log_key: String,
    /// `VKC1` of the current deposit key, issued by the log key.
    pub deposit_certificate: Bytes,
    /// Largest document, in bytes.
    pub max_document_bytes: u64,
    /// Largest vault, in bytes of sealed objects.
    pub max_vault_bytes: u64,
    /// Whether new vaults get the folder Droits santé.
    pub health_folder: bool,
    /// The server's clock, Unix milliseconds.
    pub now_ms: u64,
}
