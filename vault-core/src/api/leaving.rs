//! Saying no, closing a vault, and the receipts that the log gives (FORMATS 8).

use serde::{Deserialize, Serialize};

use super::{Bytes, EntryView};
use crate::ids::{Hash, OrganisationId};

/// `POST /v1/consent-refusals`, by a référent or a professional: somebody was offered a vault and said no. Nothing
/// else is told, and nothing but the event is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewConsentRefusal {
    /// The organisation that offered it.
    pub organisation_id: OrganisationId,
}

/// `POST /v1/vaults/{vault_id}/closing`, by the owner, the PIN proved again. Sent again, the date stays and the claim
/// code is replaced.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewClosing {
    /// 32 bytes: proves the PIN again.
    pub pin_tag: Bytes,
    /// Hash of the claim code, which is the client's to draw and the person's to keep.
    pub claim_sha256: Hash,
}

/// `POST /v1/vaults/{vault_id}/keeping`, by the owner, the PIN proved again: the vault is not closed after all.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewKeeping {
    /// 32 bytes: proves the PIN again.
    pub pin_tag: Bytes,
}

/// Answer to [`NewClosing`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClosingView {
    /// The vault is destroyed after this moment, Unix milliseconds.
    pub destroy_ms: u64,
    /// Place of the event in the log.
    pub log_index: u64,
}

/// Answer to [`NewKeeping`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptView {
    /// Place of the event in the log.
    pub log_index: u64,
}

/// `POST /v1/destruction-receipts`, by whoever holds the claim code: the account is gone by then.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DestructionClaim {
    /// 16 bytes: the claim code.
    pub claim: Bytes,
}

/// `GET /v1/log/receipts/{log_index}`, to the account whose act the entry is; also the answer to
/// [`DestructionClaim`]. All that a receipt needs, in the current checkpoint.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptView {
    /// Signed note (C2SP tlog-checkpoint).
    pub checkpoint: String,
    /// The entry, with its inclusion proof in that checkpoint.
    pub entry: EntryView,
}
