//! The log as clients read it. Checkpoints and tiles are also served as C2SP tlog-tiles under `/log/`.

use serde::{Deserialize, Serialize};

use super::{Bytes, OrganisationView, SignerView};
use crate::ids::{Hash, Kid, VaultId};
use crate::vocabulary::{AccountKind, Role};

/// One event, with what is needed to check it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryView {
    /// Place in the log.
    pub index: u64,
    /// 32 bytes: hides the body behind its leaf.
    pub salt: Bytes,
    /// 222 bytes: the body (FORMATS 8).
    pub body: Bytes,
    /// `VRQ1` of the request that caused it, if one was signed.
    pub request: Option<Bytes>,
    /// Inclusion proof in the checkpoint of the same answer; empty in an auditor's page, who rebuilds the whole tree.
    #[serde(default)]
    pub inclusion: Vec<Hash>,
}

/// An entry whose body was forgotten: retention or erasure left its leaf.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErasedView {
    /// Place in the log.
    pub index: u64,
    /// Its leaf hash.
    pub leaf_hash: Hash,
    /// Inclusion proof in the checkpoint of the same answer; empty in an auditor's page, who rebuilds the whole tree.
    #[serde(default)]
    pub inclusion: Vec<Hash>,
}

/// `GET /v1/vaults/{vault_id}/log?after_seq=N`: to the owner, or to an auditor.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VaultLogView {
    /// The vault.
    pub vault_id: VaultId,
    /// Signed note (C2SP tlog-checkpoint).
    pub checkpoint: String,
    /// `VHD1`: the head of this vault at that checkpoint.
    pub head: Bytes,
    /// At most 500 events after the asked one, in order; ask again after the last while `more`.
    pub entries: Vec<EntryView>,
    /// The last entry of this vault whose body was forgotten: those before it were too. Empty when none was.
    pub erased: Vec<ErasedView>,
    /// The event that tells that they were, when some were: it stands in the chain of no vault.
    #[serde(default)]
    pub purge: Option<EntryView>,
    /// Who acted. An auditor gets no person's name.
    pub actors: Vec<ActorView>,
    /// The certificates of those whose requests are among the entries, former ones too. An auditor gets no person's name.
    #[serde(default)]
    pub signers: Vec<SignerView>,
    /// The organisations that some of them belong to.
    #[serde(default)]
    pub organisations: Vec<OrganisationView>,
    /// Whether events follow the last one given.
    pub more: bool,
}

/// Who acted, behind a key id.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActorView {
    /// The key id in the events.
    pub kid: Kid,
    /// What the account is.
    pub kind: AccountKind,
    /// As a staff member chose to appear; none for a beneficiary, and never told to an auditor.
    pub display_name: Option<String>,
    /// The organisation's public name.
    pub organisation_name: Option<String>,
    /// The role in it.
    pub role: Option<Role>,
}

/// `GET /v1/log/entries?from=N&limit=M`, for auditors.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogPage {
    /// Signed note at the time of the answer.
    pub checkpoint: String,
    /// Entries from the asked index on.
    pub entries: Vec<EntryView>,
    /// Entries whose body was forgotten, within the same range.
    pub erased: Vec<ErasedView>,
    /// Who acted: organisation and role, no person's name.
    pub actors: Vec<ActorView>,
    /// The certificates of those whose requests are among the entries, former ones too. An auditor gets no person's name.
    #[serde(default)]
    pub signers: Vec<SignerView>,
    /// The organisations that some of them belong to.
    #[serde(default)]
    pub organisations: Vec<OrganisationView>,
    /// The index to ask for next; none at the end.
    pub next: Option<u64>,
}

/// `GET /v1/log/consistency?from=N`: the current checkpoint continues the one of size N.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsistencyView {
    /// Signed note.
    pub checkpoint: String,
    /// RFC 6962 consistency proof; empty when N is 0 or the current size.
    pub proof: Vec<Hash>,
}
