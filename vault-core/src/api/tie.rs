//! Ties between a person and organisations: who keeps the person's sealed name (FORMATS 4).

use serde::{Deserialize, Serialize};

use super::Bytes;
use crate::ids::{Hash, OrganisationId, VaultId};

/// `POST /v1/vaults/{vault_id}/directory-invitations`, by the owner: this very sealed name may go into the directory of
/// this organisation, within [`NewInvitation::LASTS_MS`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewInvitation {
    /// The organisation.
    pub organisation_id: OrganisationId,
    /// SHA-256 of the sealed name, which a member of the organisation made beside the person.
    pub entry_sha256: Hash,
    /// 32 bytes: the tag of the owner's PIN, proved again.
    pub pin_tag: Bytes,
}

impl NewInvitation {
    /// How long it may be used, in milliseconds (15 minutes).
    pub const LASTS_MS: u64 = 15 * 60 * 1000;
}

/// `POST /v1/organisations/{organisation_id}/directory`, by a référent or a professional of it, on the owner's invitation.
/// It replaces the name that the organisation may have kept of this vault.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewDirectoryEntry {
    /// The vault.
    pub vault_id: VaultId,
    /// The organisation's epoch in force.
    pub directory_epoch: u32,
    /// The sealed name.
    pub directory_entry: Bytes,
}

/// `POST /v1/vaults/{vault_id}/organisations/{organisation_id}/departure`: the organisation keeps the name no more, and
/// holds no mandate any more. By the owner; or by a référent or a professional of the organisation, unless no other
/// organisation keeps the name.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Departure {
    /// `VRV1` by the caller: exactly one for each mandate in force that the organisation holds and, when the owner
    /// leaves, that an account of its members holds.
    pub revocations: Vec<Bytes>,
    /// 32 bytes: the tag of the caller's PIN, proved again.
    pub pin_tag: Bytes,
}
