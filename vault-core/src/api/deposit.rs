//! Uploads, deposits and records.
//!
//! A deposit is two calls: the sealed object goes up as a stream and stays invisible; the signed
//! deposit that names its hash makes it a document. A broken upload leaves nothing.

use serde::{Deserialize, Serialize};

use super::{Bytes, MandateView, OrganisationView, ReminderView, VaultView};
use crate::ids::{AccountId, DocumentId, FolderId, Hash, Kid, MandateId, OrganisationId, UploadId};

/// Answer to `PUT /v1/vaults/{vault_id}/uploads/{upload_id}`, whose body is the object itself
/// (`application/octet-stream`, length announced, the signed request's body hash = the object's hash).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UploadAnswer {
    /// The staged upload; kept for a day if no deposit names it.
    pub upload_id: UploadId,
    /// SHA-256 of what arrived.
    pub sha256: Hash,
    /// Its length in bytes.
    pub length: u64,
}

/// `POST /v1/vaults/{vault_id}/deposits`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewDeposit {
    /// `VDP1`.
    pub deposit: Bytes,
    /// The staged object.
    pub upload_id: UploadId,
    /// `VWR1` kind 3: the record, to the folder.
    pub record: Bytes,
    /// `VWR1` kind 7: the server's share, to the deposit key.
    pub server_share: Bytes,
    /// The mandate to rely on; by default the best that the caller holds.
    pub mandate_id: Option<MandateId>,
}

/// Answer to [`NewDeposit`]. The same deposit sent again gets the same answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DepositAnswer {
    /// The document.
    pub document_id: DocumentId,
    /// Its version.
    pub version: u64,
    /// The folder.
    pub folder_id: FolderId,
    /// Place of the event in the log.
    pub log_index: u64,
}

/// `POST /v1/vaults/{vault_id}/records`: the descriptions of the documents that the caller may read. An event unless by the owner.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordsRequest {
    /// The mandate to rely on; by default every live one that the caller holds.
    pub mandate_id: Option<MandateId>,
    /// Every version of each document, not the latest alone.
    #[serde(default)]
    pub all_versions: bool,
}

/// Answer to [`RecordsRequest`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordsView {
    /// The vault, its owner's keys, the folders that the caller may read.
    pub vault: VaultView,
    /// The mandates relied on; empty for the owner.
    pub mandates: Vec<MandateView>,
    /// The latest version of each document, or all of them.
    pub records: Vec<RecordView>,
    /// The reminders of documents in these folders, the earliest day first.
    #[serde(default)]
    pub reminders: Vec<ReminderView>,
    /// Who signed any of it.
    pub signers: Vec<SignerView>,
    /// The organisations of the signers.
    pub organisations: Vec<OrganisationView>,
}

/// A document's sealed description.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordView {
    /// The document.
    pub document_id: DocumentId,
    /// Its version.
    pub version: u64,
    /// The folder.
    pub folder_id: FolderId,
    /// `VWR1` kind 3.
    pub record: Bytes,
    /// `VDP1`.
    pub deposit: Bytes,
    /// `VAM1` of this version, the first one first.
    #[serde(default)]
    pub amendments: Vec<Bytes>,
    /// Length of the sealed object in bytes.
    pub object_length: u64,
    /// When the server recorded it, Unix milliseconds.
    pub deposited_ms: u64,
}

/// `GET /v1/accounts/{account_id}`: the keys to seal a mandate to. Also wherever someone signed something: keys, and for staff the name by which they chose to appear.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignerView {
    /// The key that signed.
    pub kid: Kid,
    /// The account.
    pub account_id: AccountId,
    /// For staff.
    pub display_name: Option<String>,
    /// For staff that belong to one.
    pub organisation_id: Option<OrganisationId>,
    /// `VKC1` chain, oldest first.
    pub certificates: Vec<Bytes>,
}
