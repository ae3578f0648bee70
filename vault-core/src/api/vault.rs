//! Vaults and folders.

use serde::{Deserialize, Serialize};

use super::{Bytes, NewCredential};
use crate::ids::{AccountId, DocumentId, FolderId, Hash, MandateId, OrganisationId, VaultId};
use crate::vocabulary::FolderKind;

/// `POST /v1/vaults`, by a référent or a professional, with the person beside them.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewVault {
    /// The vault, chosen by the client.
    pub vault_id: VaultId,
    /// The beneficiary's account, chosen by the client.
    pub account_id: AccountId,
    /// `VKC1` kind 1, epoch 1, self-issued, scope = the vault.
    pub certificate: Bytes,
    /// The card.
    pub credential: NewCredential,
    /// The recovery sheet, if one is printed.
    #[serde(default)]
    pub sheet: Option<NewCredential>,
    /// The folders, one of each kind at most.
    pub folders: Vec<NewFolder>,
    /// The organisation in whose directory the name is written.
    pub organisation_id: OrganisationId,
    /// The directory seed's epoch.
    pub directory_epoch: u32,
    /// The sealed name (FORMATS 4).
    pub directory_entry: Bytes,
    /// SHA-256 of the consent text that the person was shown.
    pub consent_sha256: Hash,
}

/// A folder of a new vault.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewFolder {
    /// The folder, chosen by the client.
    pub folder_id: FolderId,
    /// Which one it is.
    pub kind: FolderKind,
    /// `VKC1` kind 3, epoch 1, issued by the beneficiary.
    pub certificate: Bytes,
    /// `VWR1` kind 1: the folder's seed, to its owner.
    pub seed: Bytes,
}

/// `GET /v1/vaults/{vault_id}`: to the owner, or to the holder of a live mandate, who sees the folders it covers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VaultView {
    /// The vault.
    pub vault_id: VaultId,
    /// Whose it is.
    pub owner: OwnerView,
    /// The folders.
    pub folders: Vec<FolderView>,
    /// Bytes of sealed objects.
    pub bytes_used: u64,
    /// Place of its creation in the log.
    pub log_index: Option<u64>,
    /// While it is being closed: it is destroyed after this moment, Unix milliseconds.
    #[serde(default)]
    pub destroy_ms: Option<u64>,
}

/// The owner of a vault: keys, never a name.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnerView {
    /// The account.
    pub account_id: AccountId,
    /// `VKC1` chain, oldest first.
    pub certificates: Vec<Bytes>,
}

/// A folder.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FolderView {
    /// The folder.
    pub folder_id: FolderId,
    /// Which one it is.
    pub kind: FolderKind,
    /// `VKC1` chain, oldest first.
    pub certificates: Vec<Bytes>,
    /// The folder's seed as sealed to the caller: `VWR1` kind 1 for the owner, kind 2 (to the organisation's mandate
    /// key, or to the account) for the holder of a mandate that reads; none otherwise.
    pub seed: Option<Bytes>,
    /// The seeds of former epochs, newest first, as sealed to the caller, while a record is still sealed under one.
    #[serde(default)]
    pub former_seeds: Vec<Bytes>,
    /// Somebody who could read this folder may no longer: its owner is to give it a new key.
    #[serde(default)]
    pub key_due: bool,
}

/// `POST /v1/vaults/{vault_id}/folders/{folder_id}/epochs`, by the owner: the folder's next key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewEpoch {
    /// `VKC1` kind 3, the next of the folder's chain.
    pub certificate: Bytes,
    /// `VWR1` kind 1: the new seed, to the owner.
    pub seed: Bytes,
    /// The new seed to each holder of a mandate that reads this folder and has not ended: to these, and to nobody else.
    pub holders: Vec<HolderSeed>,
    /// Records of the folder, sealed to the new key; those left out follow by [`ResealedRecords`].
    pub records: Vec<ResealedRecord>,
}

/// A folder's seed for the holder of a mandate.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolderSeed {
    /// The mandate.
    pub mandate_id: MandateId,
    /// `VWR1` kind 2.
    pub seed: Bytes,
}

/// `PUT /v1/vaults/{vault_id}/folders/{folder_id}/records`: records sealed to the folder's key in force, by the owner,
/// or by a holder who may both read and deposit there.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResealedRecords {
    /// The records: what they hold is unchanged, to the byte.
    pub records: Vec<ResealedRecord>,
}

/// A record sealed anew.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResealedRecord {
    /// The document.
    pub document_id: DocumentId,
    /// Its version.
    pub version: u64,
    /// `VWR1` kind 3.
    pub record: Bytes,
}

/// Answer to [`NewEpoch`] and [`ResealedRecords`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EpochAnswer {
    /// The folder's epoch in force.
    pub epoch: u32,
    /// How many of its records are still sealed under former ones.
    pub left: u64,
}
