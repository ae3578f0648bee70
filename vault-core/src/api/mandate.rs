//! Mandates and revocations (FORMATS 5).

use serde::{Deserialize, Serialize};

use super::Bytes;
use crate::ids::{MandateId, VaultId};

/// `POST /v1/vaults/{vault_id}/mandates`, by the beneficiary.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewMandate {
    /// `VMD1`.
    pub mandate: Bytes,
    /// `VWR1` kind 2, one per folder, when the mandate reads.
    pub seeds: Vec<Bytes>,
    /// `VWR1` kind 13: the purpose in the person's words, sealed to the first folder.
    pub purpose_text: Option<Bytes>,
}

/// Where a mandate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MandateState {
    /// Gives its rights now.
    Active,
    /// Will begin.
    NotStarted,
    /// Its last day is past.
    Expired,
    /// Was revoked.
    Revoked,
}

/// `GET /v1/mandates`, `GET /v1/vaults/{vault_id}/mandates`: to the owner all of the vault's, to others those that they hold.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MandateView {
    /// The mandate.
    pub mandate_id: MandateId,
    /// The vault.
    pub vault_id: VaultId,
    /// `VMD1`: everything else is read from it, after its signature was verified.
    pub mandate: Bytes,
    /// `VWR1` kind 13, if there is one.
    pub purpose_text: Option<Bytes>,
    /// Where it stands now.
    pub state: MandateState,
    /// `VRV1`, once revoked.
    pub revocation: Option<Bytes>,
    /// The holder's public name and keys.
    pub recipient: RecipientView,
    /// The vault owner's `VKC1` chain: who signed.
    pub owner_certificates: Vec<Bytes>,
    /// When the server recorded it, Unix milliseconds.
    pub granted_ms: u64,
    /// Place of the grant in the log.
    pub log_index: Option<u64>,
}

/// The holder of a mandate.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecipientView {
    /// The organisation's or the person's public name; none for a beneficiary.
    pub name: Option<String>,
    /// `VKC1` chain, oldest first.
    pub certificates: Vec<Bytes>,
}

/// `POST /v1/mandates/{mandate_id}/revocation`, by the beneficiary, or by the recipient who gives up.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewRevocation {
    /// `VRV1`.
    pub revocation: Bytes,
}
