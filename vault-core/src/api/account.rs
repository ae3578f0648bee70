//! Accounts, credentials, logins and sessions (FORMATS 6).

use serde::{Deserialize, Serialize};

use super::Bytes;
use crate::ids::{AccountId, CredentialId, OrganisationId, VaultId};
use crate::vocabulary::{AccountKind, CredentialKind, Role};

/// `POST /v1/login-challenges`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChallengeRequest {
    /// Who wants to log in. An unknown one gets a challenge too.
    pub credential_id: CredentialId,
}

/// Answer to [`ChallengeRequest`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Challenge {
    /// 32 bytes, good for one login within 60 s.
    pub challenge: Bytes,
    /// When it ends, Unix milliseconds.
    pub expires_ms: u64,
}

/// `POST /v1/logins`: the login statement of FORMATS 6, field by field, and its signature.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Login {
    /// The credential.
    pub credential_id: CredentialId,
    /// The challenge that was given.
    pub challenge: Bytes,
    /// 32 bytes: proves the PIN.
    pub pin_tag: Bytes,
    /// 1216 bytes: X-Wing public key, made for this login only; half b comes back sealed to it.
    pub one_time_key: Bytes,
    /// 64 bytes: Ed25519 by the credential's auth key.
    pub signature: Bytes,
}

/// Answer to [`Login`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoginAnswer {
    /// 32 bytes, shown once: the session token.
    pub token: Bytes,
    /// `VWR1` kind 12: half b, made by the log key for the one-time key.
    pub half_b: Bytes,
    /// The account root under the key that both halves make (`nonce 12 ‖ ciphertext`);
    /// none yet for an invited account: the client makes its keys and calls `PUT /v1/enrolment`.
    pub root: Option<Bytes>,
    /// The session, as `GET /v1/session` will tell it.
    pub session: SessionView,
}

/// `GET /v1/session`. `DELETE /v1/session` ends it at once (204).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    /// Who is logged in.
    pub account: AccountView,
    /// 32 bytes: the server's half of the key under which a client may keep the account root while the session lives.
    pub session_half: Bytes,
    /// When it ends if nothing is done, Unix milliseconds.
    pub idle_ends_ms: u64,
    /// When it ends in any case, Unix milliseconds.
    pub ends_ms: u64,
}

/// An account, as itself sees it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountView {
    /// The account.
    pub account_id: AccountId,
    /// The credential of this session.
    pub credential_id: CredentialId,
    /// What it is.
    pub kind: AccountKind,
    /// How a staff member or auditor chose to appear; none for a beneficiary.
    pub display_name: Option<String>,
    /// `VKC1` chain, oldest first; empty until enrolment is complete.
    pub certificates: Vec<Bytes>,
    /// The organisation, for staff that belong to one.
    pub membership: Option<Membership>,
    /// The vault, for a beneficiary.
    pub vault_id: Option<VaultId>,
}

/// Belonging to an organisation.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Membership {
    /// The organisation.
    pub organisation_id: OrganisationId,
    /// Its name.
    pub name: String,
    /// What the member may do.
    pub role: Role,
    /// The organisation's `VKC1` chain, oldest first.
    pub certificates: Vec<Bytes>,
}

/// `PUT /v1/enrolment`: an invited account gives its first keys. Signed with the new signing key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Enrolment {
    /// `VKC1` kind 1, epoch 1, self-issued, scope zero.
    pub certificate: Bytes,
    /// The account root under the key that both halves make.
    pub root: Bytes,
}

/// A credential made by the one who enrols somebody.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewCredential {
    /// Its id, chosen by the client.
    pub credential_id: CredentialId,
    /// What holds the secret.
    pub kind: CredentialKind,
    /// 32 bytes: Ed25519 public key of `card/auth/v1`.
    pub public_key: Bytes,
    /// 32 bytes: the PIN's tag. Empty for a kind that has no PIN.
    pub pin_tag: Bytes,
    /// `VWR1` kind 11: half b, sealed to the server's deposit key by the one who enrols.
    pub half_b: Bytes,
    /// The account root under the key that both halves make.
    pub root: Bytes,
}

/// `POST /v1/pin-changes`: the current PIN is proved again.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PinChange {
    /// 32 bytes: the tag of the PIN that is left. Counts as a try when wrong.
    pub current_pin_tag: Bytes,
    /// 32 bytes: the tag of the new PIN.
    pub new_pin_tag: Bytes,
}
