//! Restoring access: requests, approvals, what the server lets go of, guardians and their rehearsals (FORMATS 7).

use serde::{Deserialize, Serialize};

use super::{Bytes, NewCredential, OwnerView};
use crate::ids::{AccountId, CredentialId, FolderId, OrganisationId, RecoveryId, VaultId};
use crate::vocabulary::{RecoveryMeans, RecoveryState};

/// `POST /v1/recoveries`, by a professional or référent of an organisation that follows the person.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewRecovery {
    /// The request, chosen by the client.
    pub recovery_id: RecoveryId,
    /// Whose access.
    pub vault_id: VaultId,
    /// By what.
    pub means: RecoveryMeans,
    /// 1216 bytes: X-Wing public key made for this request; what is released is sealed to it.
    pub one_time_key: Bytes,
    /// 32 bytes: the PIN of the session's credential, proved again.
    pub pin_tag: Bytes,
}

/// `POST /v1/recoveries/{recovery_id}/approvals`, by a second member, or by a guardian.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryApproval {
    /// 32 bytes: the PIN of the session's credential, proved again.
    pub pin_tag: Bytes,
    /// `VWR1` kind 5, two of them, made by the guardian for the one-time key; empty for a member.
    pub pieces: Vec<Bytes>,
}

/// `POST /v1/recoveries/{recovery_id}/release`, by the one who started it, once everything is there.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryRelease {
    /// 32 bytes: the PIN of the session's credential, proved again.
    pub pin_tag: Bytes,
    /// 64 bytes: Ed25519 by the sheet's auth key over the statement of FORMATS 7; none with guardians.
    pub signature: Option<Bytes>,
}

/// Answer to [`RecoveryRelease`]: the server's half, and what goes with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryReleased {
    /// The credential whose halves are put together.
    pub credential_id: CredentialId,
    /// `VWR1` kind 12: half b, made by the log key for the one-time key.
    pub half_b: Bytes,
    /// The account root under the key that both halves make.
    pub root: Bytes,
    /// Whose account it is.
    pub owner: OwnerView,
    /// The folders' seeds, sealed to the account: every epoch.
    pub folders: Vec<FolderSeeds>,
    /// What the guardians sealed to the one-time key; empty with a sheet.
    pub pieces: Vec<GuardianPieces>,
}

/// The seeds of one folder.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FolderSeeds {
    /// The folder.
    pub folder_id: FolderId,
    /// `VWR1` kind 1, one for each epoch.
    pub seeds: Vec<Bytes>,
}

/// What one guardian gave to a recovery.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GuardianPieces {
    /// The guardian.
    pub account_id: AccountId,
    /// 32 bytes: the guardian's signing key when the pieces were given.
    pub signing_key: Bytes,
    /// `VWR1` kind 5, two of them.
    pub pieces: Vec<Bytes>,
}

/// `POST /v1/recoveries/{recovery_id}/enrolment`: the new card; every former credential is dead at once.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryEnrolment {
    /// `VKC1` kind 1 of the new keys, issued by the former ones; with guardians only.
    pub certificate: Option<Bytes>,
    /// `VWR1` kind 1: every seed that was released, sealed to the new keys; with guardians only.
    pub seeds: Vec<Bytes>,
    /// The new card.
    pub card: NewCredential,
    /// The new sheet.
    pub sheet: NewCredential,
}

/// A request to restore access, as the person, those who help and the guardians see it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryView {
    /// The request.
    pub recovery_id: RecoveryId,
    /// Whose access.
    pub vault_id: VaultId,
    /// By what.
    pub means: RecoveryMeans,
    /// Where it stands.
    pub state: RecoveryState,
    /// The X-Wing public key made for it.
    pub one_time_key: Bytes,
    /// Who started it.
    pub started_by: Helper,
    /// When, Unix milliseconds.
    pub started_ms: u64,
    /// Who approved.
    pub approvals: Vec<Approval>,
    /// How many approvals are needed.
    pub needed: u32,
    /// From when it may be finished, Unix milliseconds; none while approvals are missing.
    pub ready_ms: Option<u64>,
    /// Until when it may be finished, Unix milliseconds.
    pub lapses_ms: u64,
    /// When it was stopped or finished, Unix milliseconds.
    pub ended_ms: Option<u64>,
}

/// Somebody who helps with a recovery.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Helper {
    /// The account.
    pub account_id: AccountId,
    /// As staff chose to appear; none for a guardian who is a beneficiary.
    pub display_name: Option<String>,
    /// The organisation for which a member acts.
    pub organisation: Option<String>,
}

/// One approval.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Approval {
    /// Who.
    pub by: Helper,
    /// Whether as a guardian.
    pub guardian: bool,
    /// When, Unix milliseconds.
    pub approved_ms: u64,
}

/// `POST /v1/guardians`: the person names three, or three others.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewGuardians {
    /// 32 bytes: the PIN of the session's credential, proved again.
    pub pin_tag: Bytes,
    /// Which making, as `GET /v1/guardians` tells the next one.
    pub generation: u32,
    /// Of kind `guardians`: its half a is in the pieces, and nowhere else.
    pub credential: NewCredential,
    /// Three, in the order of their places.
    pub guardians: Vec<NewGuardian>,
}

/// One guardian.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewGuardian {
    /// Staff, or the owner of another vault.
    pub account_id: AccountId,
    /// `VWR1` kind 5, two of them, to this guardian.
    pub pieces: Vec<Bytes>,
    /// 32 bytes: public key of the key that both pieces make (FORMATS 7).
    pub rehearsal_key: Bytes,
}

/// `POST /v1/guardians/end`: no more guardians.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GuardiansEnd {
    /// 32 bytes: the PIN of the session's credential, proved again.
    pub pin_tag: Bytes,
}

/// `GET /v1/guardians`: the caller's own.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GuardiansView {
    /// The generation that a next naming takes.
    pub next_generation: u32,
    /// Three, or none.
    pub guardians: Vec<GuardianView>,
}

/// One guardian, as the person sees it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GuardianView {
    /// Who.
    pub guardian: Helper,
    /// When named, Unix milliseconds.
    pub named_ms: u64,
    /// Last rehearsal, Unix milliseconds.
    pub rehearsed_ms: Option<u64>,
}

/// One line of `GET /v1/guardianships`: a vault whose owner named the caller.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GuardianshipView {
    /// The vault.
    pub vault_id: VaultId,
    /// Whose keys made the pieces.
    pub owner: OwnerView,
    /// The generation of the pieces.
    pub generation: u32,
    /// `VWR1` kind 5, two of them, to the caller.
    pub pieces: Vec<Bytes>,
    /// Last rehearsal, Unix milliseconds.
    pub rehearsed_ms: Option<u64>,
}

/// `POST /v1/guardianships/rehearsals`: the caller's pieces work.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewRehearsal {
    /// The vault.
    pub vault_id: VaultId,
    /// When it was signed, Unix milliseconds.
    pub unix_ms: u64,
    /// 64 bytes: Ed25519 by the key that both pieces make.
    pub signature: Bytes,
}

/// `GET /v1/accounts/{account_id}/guardian-keys`: the keys of somebody who shall be a guardian.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GuardianKeys {
    /// The account.
    pub account_id: AccountId,
    /// As staff chose to appear.
    pub display_name: Option<String>,
    /// Of staff that belong to one.
    pub organisation_id: Option<OrganisationId>,
    /// `VKC1` chain, oldest first.
    pub certificates: Vec<Bytes>,
}
