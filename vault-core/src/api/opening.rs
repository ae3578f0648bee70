//! Openings: one release of a server share, hence one log entry.

use serde::{Deserialize, Serialize};

use super::{Bytes, FolderView, MandateView, OrganisationView, OwnerView, SignerView};
use crate::ids::{DocumentId, MandateId, OpeningId, VaultId};
use crate::vocabulary::Purpose;

/// `POST /v1/openings`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewOpening {
    /// The document.
    pub document_id: DocumentId,
    /// The version; the latest by default.
    pub version: Option<u64>,
    /// The mandate to rely on; by default the best that the caller holds.
    pub mandate_id: Option<MandateId>,
    /// For which démarche; the mandate's by default.
    pub purpose: Option<Purpose>,
}

/// Answer to [`NewOpening`], given after the event is durable: everything that is needed to open and to check.
/// The object itself is then streamed by `GET /v1/openings/{opening_id}/object`, within ten minutes.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpeningView {
    /// Names this release.
    pub opening_id: OpeningId,
    /// The vault.
    pub vault_id: VaultId,
    /// The document.
    pub document_id: DocumentId,
    /// The version that was opened.
    pub version: u64,
    /// Whose vault it is.
    pub owner: OwnerView,
    /// The folder, with its seed as sealed to the caller.
    pub folder: FolderView,
    /// The mandate relied on; none for the owner.
    pub mandate: Option<MandateView>,
    /// `VWR1` kind 3.
    pub record: Bytes,
    /// `VDP1`.
    pub deposit: Bytes,
    /// `VAM1` of this version, the first one first.
    #[serde(default)]
    pub amendments: Vec<Bytes>,
    /// Who deposited.
    pub depositor: SignerView,
    /// The depositor's organisation, if any.
    pub depositor_organisation: Option<OrganisationView>,
    /// Who amended it, and who sealed its record anew.
    #[serde(default)]
    pub signers: Vec<SignerView>,
    /// The organisations of these signers.
    #[serde(default)]
    pub organisations: Vec<OrganisationView>,
    /// `VWR1` kind 8: the server's share, made by the log key for the caller's account key.
    pub server_share: Bytes,
    /// Length of the sealed object in bytes.
    pub object_length: u64,
    /// Place of the event in the log.
    pub log_index: u64,
}
