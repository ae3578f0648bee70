//! The life of an organisation's staff: suspended, resumed, removed; and the keys that turn when somebody goes.

use serde::{Deserialize, Serialize};

use super::Bytes;
use crate::ids::{AccountId, VaultId};

/// New keys of an organisation: its next certificate, and its seeds for exactly the members who remain.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewKeys {
    /// `VKC1` kind 2, next epoch, issued by its predecessor; both keys are new.
    pub certificate: Bytes,
    /// One for each member, suspended ones included.
    pub members: Vec<MemberSeeds>,
}

/// What a member is given of new keys.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberSeeds {
    /// The member.
    pub account_id: AccountId,
    /// `VWR1` of the new epoch: kind 9 for all; kind 6 too unless `desk`; kind 10 too for `referent`.
    pub seeds: Vec<Bytes>,
}

/// `POST /v1/organisations/{organisation_id}/keys`, by a référent of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyTurn {
    /// The new keys.
    pub keys: NewKeys,
    /// 32 bytes: the tag of the référent's PIN, proved again.
    pub pin_tag: Bytes,
}

/// `POST /v1/organisations/{organisation_id}/members/{account_id}/removal`, by another référent of it: final.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Removal {
    /// The new keys, for those who remain.
    pub keys: NewKeys,
    /// 32 bytes: the tag of the référent's PIN, proved again.
    pub pin_tag: Bytes,
}

/// `POST /v1/organisations/{organisation_id}/members/{account_id}/resumption`, by a référent of it. (Suspending, an
/// emergency brake, has no body and asks for no PIN.)
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Resumption {
    /// 32 bytes: the tag of the référent's PIN, proved again.
    pub pin_tag: Bytes,
}

/// `POST /v1/organisations/{organisation_id}/names`, by a référent of it: names of the directory, sealed anew under
/// the keys in force. At most [`ResealedNames::MAX`] at a time; sending some twice is harmless.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResealedNames {
    /// The organisation's epoch in force.
    pub epoch: u32,
    /// The names.
    pub entries: Vec<ResealedName>,
}

impl ResealedNames {
    /// Most names in one call.
    pub const MAX: usize = 200;
}

/// One name, sealed anew.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResealedName {
    /// The vault.
    pub vault_id: VaultId,
    /// The sealed name (FORMATS 4).
    pub entry: Bytes,
}

/// Answer to [`ResealedNames`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NamesLeft {
    /// How many names are still under former keys.
    pub left: u64,
}
