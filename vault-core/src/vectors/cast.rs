//! The people and things of the vectors: each number names one, for ever.

use crate::entropy::SeededEntropy;
use crate::ids::{AccountId, CredentialId, DocumentId, DocumentVersion, FolderId, MandateId, OrganisationId, VaultId};
use crate::keys::{OpeningKey, SigningKey};

/// Who makes the acts of the vectors.
pub(crate) const MAKER: u64 = 1;

pub(crate) const VAULT: VaultId = VaultId::from_bytes([0xa1; 16]);
pub(crate) const OTHER_VAULT: VaultId = VaultId::from_bytes([0xa2; 16]);
pub(crate) const FOLDER: FolderId = FolderId::from_bytes([0xb1; 16]);
pub(crate) const DOCUMENT: DocumentId = DocumentId::from_bytes([0xc1; 16]);
pub(crate) const ACCOUNT: AccountId = AccountId::from_bytes([0xd1; 16]);
pub(crate) const OTHER_ACCOUNT: AccountId = AccountId::from_bytes([0xd2; 16]);
pub(crate) const ORGANISATION: OrganisationId = OrganisationId::from_bytes([0xe1; 16]);
pub(crate) const OTHER_ORGANISATION: OrganisationId = OrganisationId::from_bytes([0xe2; 16]);
pub(crate) const MANDATE: MandateId = MandateId::from_bytes([0xf1; 16]);
pub(crate) const CREDENTIAL: CredentialId = CredentialId::from_bytes([0x91; 9]);
pub(crate) const VERSION: DocumentVersion = DocumentVersion { vault: VAULT, document: DOCUMENT, version: 2 };
/// 2026-01-01T00:00:00Z.
pub(crate) const NEW_YEAR: u64 = 1_767_225_600;
pub(crate) const DAY: u64 = 86_400;

pub(crate) fn signing(number: u64) -> SigningKey {
    SigningKey::generate(&mut SeededEntropy::new(number))
}

pub(crate) fn opening(number: u64) -> OpeningKey {
    OpeningKey::generate(&mut SeededEntropy::new(1000 + number))
}
