//! Organisations, their members and their directory.

use serde::{Deserialize, Serialize};

use super::{Bytes, NewCredential};
use crate::ids::{AccountId, OrganisationId, VaultId};
use crate::vocabulary::{MemberState, Role};

/// `POST /v1/organisations`, by an enrolled référent who belongs to none.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewOrganisation {
    /// Its id, chosen by the client: the same request sent twice is the same organisation.
    pub organisation_id: OrganisationId,
    /// Its public name, 1 to 120 characters.
    pub name: String,
    /// `VKC1` kind 2, epoch 1, self-issued.
    pub certificate: Bytes,
    /// `VKC1` kind 1 of the référent, next epoch, issued by the organisation.
    pub member_certificate: Bytes,
    /// `VWR1` kinds 6, 9 and 10, to the référent.
    pub seeds: Vec<Bytes>,
}

/// `GET /v1/organisations` (a list) and `GET /v1/organisations/{organisation_id}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganisationView {
    /// The organisation.
    pub organisation_id: OrganisationId,
    /// Its public name.
    pub name: String,
    /// `VKC1` chain, oldest first.
    pub certificates: Vec<Bytes>,
}

/// `POST /v1/organisations/{organisation_id}/members`, by a référent of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewMember {
    /// The new account, chosen by the client.
    pub account_id: AccountId,
    /// What the member may do.
    pub role: Role,
    /// As the member chooses to appear, 1 to 80 characters.
    pub display_name: String,
    /// `VKC1` kind 1, epoch 1, issued by the organisation, scope = the organisation.
    pub certificate: Bytes,
    /// The first credential.
    pub credential: NewCredential,
    /// `VWR1`, for each epoch of the organisation: kind 9 for all, kind 6 too unless `desk`; and kind 10 of the epoch in
    /// force for `referent`.
    pub seeds: Vec<Bytes>,
    /// 32 bytes: the tag of the référent's PIN, proved again.
    pub pin_tag: Bytes,
}

/// A member, to members of the same organisation.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberView {
    /// The account.
    pub account_id: AccountId,
    /// What the member may do.
    pub role: Role,
    /// As the member chose to appear.
    pub display_name: String,
    /// Active or suspended; those who were removed are not listed.
    pub state: MemberState,
    /// `VKC1` chain, oldest first: what seeds are sealed to.
    pub certificates: Vec<Bytes>,
}

/// `GET /v1/organisations/{organisation_id}/seeds`: what the organisation has sealed to the caller.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeedsView {
    /// `VWR1` kinds 6, 9, 10, made by the organisation's signing key.
    pub seeds: Vec<Bytes>,
}

/// `GET /v1/organisations/{organisation_id}/directory`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DirectoryView {
    /// One entry per vault that the organisation follows; names open locally only.
    pub entries: Vec<DirectoryEntryView>,
}

/// One line of the directory.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DirectoryEntryView {
    /// The vault.
    pub vault_id: VaultId,
    /// The directory seed's epoch.
    pub epoch: u32,
    /// The sealed name (FORMATS 4).
    pub entry: Bytes,
}
