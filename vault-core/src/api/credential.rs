//! The credentials of one account: seen, added, replaced, withdrawn; and a new PIN for one that is in hand.

use serde::{Deserialize, Serialize};

use super::{Bytes, NewCredential};
use crate::ids::{AccountId, CredentialId, VaultId};
use crate::vocabulary::CredentialKind;

/// Where a credential stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CredentialState {
    /// It works.
    Live,
    /// Five wrong PINs.
    Blocked,
    /// Replaced or withdrawn.
    Revoked,
}

impl CredentialState {
    /// The word in JSON and in message ids.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Blocked => "blocked",
            Self::Revoked => "revoked",
        }
    }
}

/// One line of `GET /v1/credentials`: the account's own, without anything secret.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CredentialView {
    /// What it is known by.
    pub credential_id: CredentialId,
    /// What holds it.
    pub kind: CredentialKind,
    /// Where it stands.
    pub state: CredentialState,
    /// When it was made, Unix milliseconds.
    pub created_ms: u64,
    /// Whether the session that asks was begun with it.
    pub current: bool,
}

/// `POST /v1/credentials`: what is added and what is withdrawn, in one act. A new sheet takes the place of the former one.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CredentialChange {
    /// 32 bytes: the PIN of the credential of this session, proved again.
    pub pin_tag: Bytes,
    /// A card, a device or a sheet over the same account root.
    pub add: Option<NewCredential>,
    /// Those that log in no more; their sessions end.
    pub revoke: Vec<CredentialId>,
}

/// Answer to [`CredentialChange`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CredentialChanged {
    /// Place in the log of the event that tells of what was added; none when nothing was.
    pub added_index: Option<u64>,
}

/// `POST /v1/pin-resets/approvals`: a member vouches for somebody who forgot the PIN and holds the card.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PinResetApproval {
    /// Whose vault.
    pub vault_id: VaultId,
    /// 32 bytes: the PIN of the member's own credential, proved again.
    pub pin_tag: Bytes,
}

/// `POST /v1/pin-resets/member-approvals`: a member vouches for another of the same organisation, who forgot the PIN and
/// holds the card.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberPinApproval {
    /// Who forgot it.
    pub member_id: AccountId,
    /// 32 bytes: the PIN of the voucher's own credential, proved again.
    pub pin_tag: Bytes,
}

/// Answer to [`PinResetApproval`] and [`MemberPinApproval`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PinResetApproved {
    /// How many different members have vouched and may still count.
    pub approvals: u32,
    /// How many are needed.
    pub needed: u32,
    /// Until when this one counts, Unix milliseconds.
    pub until_ms: u64,
}

/// `POST /v1/pin-resets`: whoever forgot the PIN types a new one, beside one of the two members who vouched.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PinReset {
    /// The card in hand.
    pub credential_id: CredentialId,
    /// The server's challenge (`POST /v1/login-challenges`).
    pub challenge: Bytes,
    /// 32 bytes: the tag of the new PIN.
    pub new_pin_tag: Bytes,
    /// 64 bytes: Ed25519 by the credential's auth key over the statement of FORMATS 6.
    pub signature: Bytes,
}
