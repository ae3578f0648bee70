//! What each kind of wrap holds, and who may make it: one pair of functions each.

use zeroize::Zeroizing;

use super::{About, Envelope, MAX_PLAINTEXT, Reading, WrapKind};
use crate::codec::ensure;
use crate::entropy::Entropy;
use crate::error::{Error, Property, Result, What};
use crate::ids::{AccountId, CredentialId, DocumentVersion, FolderEpoch, MandateId, OrganisationId, VaultId};
use crate::keys::{OpeningKey, SigningKey};
use crate::padded::{pad, unpad};
use crate::record::Payload;
use crate::recovery::Piece;
use crate::secret::{DirectorySeed, HalfB, ServerShare, SigningSeed, XWingSeed};
use crate::text::check_lines;

/// Longest text of a purpose, in characters.
pub const MAX_PURPOSE_TEXT: usize = 1000;

/// To whom a folder's seed, or a record, is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SeedFor {
    /// The vault's owner.
    Owner,
    /// The holder of a mandate on the folder: an organisation's mandate key, or an account.
    Holder,
}

/// A member of an organisation, and the epoch of the organisation's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MemberEpoch {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The member.
    pub member: AccountId,
    /// The epoch of the organisation's certificate, from 1.
    pub epoch: u32,
}

impl About {
    /// Kinds 1 and 2.
    #[must_use]
    pub fn folder_seed(seed_for: SeedFor, of: &FolderEpoch) -> Self {
        let kind = match seed_for {
            SeedFor::Owner => WrapKind::FolderSeedToOwner,
            SeedFor::Holder => WrapKind::FolderSeedToHolder,
        };
        Self { kind, scope: *of.vault.as_bytes(), object: *of.folder.as_bytes(), version: 0, epoch: of.epoch }
    }

    /// Kind 3. `epoch`: of the folder.
    #[must_use]
    pub fn record_to_folder(of: &DocumentVersion, epoch: u32) -> Self {
        Self::document(WrapKind::RecordToFolder, of, epoch)
    }

    /// Kind 4. `epoch`: of the organisation that holds the mandate, 0 when an account holds it.
    #[must_use]
    pub fn record_to_holder(of: &DocumentVersion, epoch: u32) -> Self {
        Self::document(WrapKind::RecordToHolder, of, epoch)
    }

    /// Kind 5. The object is the guardian's account.
    #[must_use]
    pub fn recovery_piece(vault: VaultId, guardian: AccountId) -> Self {
        let (scope, object) = (*vault.as_bytes(), *guardian.as_bytes());
        Self { kind: WrapKind::RecoveryPiece, scope, object, version: 0, epoch: 0 }
    }

    /// Kind 6.
    #[must_use]
    pub fn mandate_seed(of: &MemberEpoch) -> Self {
        Self::member(WrapKind::MandateSeedToMember, of)
    }

    /// Kind 7. `epoch`: of the deposit key.
    #[must_use]
    pub fn share_to_server(of: &DocumentVersion, epoch: u32) -> Self {
        Self::document(WrapKind::ShareToServer, of, epoch)
    }

    /// Kind 8.
    #[must_use]
    pub fn share_to_reader(of: &DocumentVersion) -> Self {
        Self::document(WrapKind::ShareToReader, of, 0)
    }

    /// Kind 9.
    #[must_use]
    pub fn directory_seed(of: &MemberEpoch) -> Self {
        Self::member(WrapKind::DirectorySeedToMember, of)
    }

    /// Kind 10.
    #[must_use]
    pub fn signing_seed(of: &MemberEpoch) -> Self {
        Self::member(WrapKind::SigningSeedToReferent, of)
    }

    /// Kind 11. `epoch`: of the deposit key.
    #[must_use]
    pub fn half_to_server(account: AccountId, credential: CredentialId, epoch: u32) -> Self {
        Self::credential(WrapKind::HalfToServer, account, credential, epoch)
    }

    /// Kind 12.
    #[must_use]
    pub fn half_to_login(account: AccountId, credential: CredentialId) -> Self {
        Self::credential(WrapKind::HalfToLogin, account, credential, 0)
    }

    /// Kind 13. `epoch`: of the mandate's first folder, to whose key it is sealed.
    #[must_use]
    pub fn purpose_text(vault: VaultId, mandate: MandateId, epoch: u32) -> Self {
        let (scope, object) = (*vault.as_bytes(), *mandate.as_bytes());
        Self { kind: WrapKind::PurposeToFolder, scope, object, version: 0, epoch }
    }

    fn document(kind: WrapKind, of: &DocumentVersion, epoch: u32) -> Self {
        Self { kind, scope: *of.vault.as_bytes(), object: *of.document.as_bytes(), version: of.version, epoch }
    }

    fn member(kind: WrapKind, of: &MemberEpoch) -> Self {
        let (scope, object) = (*of.organisation.as_bytes(), *of.member.as_bytes());
        Self { kind, scope, object, version: 0, epoch: of.epoch }
    }

    fn credential(kind: WrapKind, account: AccountId, credential: CredentialId, epoch: u32) -> Self {
        let mut object = [0; 16];
        object[..CredentialId::LEN].copy_from_slice(credential.as_bytes());
        Self { kind, scope: *account.as_bytes(), object, version: 0, epoch }
    }
}

impl Envelope<'_> {
    /// Kinds 1 and 2. Made by whoever may certify the folder: the owner, or the holder of a mandate to manage it.
    pub fn seal_folder_seed(
        &self,
        entropy: &mut dyn Entropy,
        seed_for: SeedFor,
        of: &FolderEpoch,
        folder: &OpeningKey,
    ) -> Result<Vec<u8>> {
        self.seal(entropy, &About::folder_seed(seed_for, of), folder.seed().expose())
    }

    /// Kind 3. Made by the depositor; re-sealing under a later epoch is made by whoever re-seals.
    pub fn seal_record_to_folder(
        &self,
        entropy: &mut dyn Entropy,
        of: &DocumentVersion,
        epoch: u32,
        record: &Payload,
    ) -> Result<Vec<u8>> {
        self.seal(entropy, &About::record_to_folder(of, epoch), record.as_bytes())
    }

    /// Kind 4. Made by whoever grants the mandate.
    pub fn seal_record_to_holder(
        &self,
        entropy: &mut dyn Entropy,
        of: &DocumentVersion,
        epoch: u32,
        record: &Payload,
    ) -> Result<Vec<u8>> {
        self.seal(entropy, &About::record_to_holder(of, epoch), record.as_bytes())
    }

    /// Kind 5. Made by the vault's owner; by the guardian when it goes on to a recovery's one-time key.
    pub fn seal_recovery_piece(
        &self,
        entropy: &mut dyn Entropy,
        vault: VaultId,
        guardian: AccountId,
        piece: &Piece,
    ) -> Result<Vec<u8>> {
        self.seal(entropy, &About::recovery_piece(vault, guardian), &*piece.to_bytes())
    }

    /// Kind 6. Made by the organisation.
    pub fn seal_mandate_seed(
        &self,
        entropy: &mut dyn Entropy,
        of: &MemberEpoch,
        organisation: &OpeningKey,
    ) -> Result<Vec<u8>> {
        self.seal(entropy, &About::mandate_seed(of), organisation.seed().expose())
    }

    /// Kind 7. Made by the depositor, to the server's deposit key.
    pub fn seal_share_to_server(
        &self,
        entropy: &mut dyn Entropy,
        of: &DocumentVersion,
        epoch: u32,
        share: &ServerShare,
    ) -> Result<Vec<u8>> {
        self.seal(entropy, &About::share_to_server(of, epoch), share.expose())
    }

    /// Kind 8. Made by the log key, to the account that opens the document.
    pub fn seal_share_to_reader(
        &self,
        entropy: &mut dyn Entropy,
        of: &DocumentVersion,
        share: &ServerShare,
    ) -> Result<Vec<u8>> {
        self.seal(entropy, &About::share_to_reader(of), share.expose())
    }

    /// Kind 9. Made by the organisation.
    pub fn seal_directory_seed(
        &self,
        entropy: &mut dyn Entropy,
        of: &MemberEpoch,
        seed: &DirectorySeed,
    ) -> Result<Vec<u8>> {
        self.seal(entropy, &About::directory_seed(of), seed.expose())
    }

    /// Kind 10. Made by the organisation.
    pub fn seal_signing_seed(
        &self,
        entropy: &mut dyn Entropy,
        of: &MemberEpoch,
        organisation: &SigningKey,
    ) -> Result<Vec<u8>> {
        self.seal(entropy, &About::signing_seed(of), organisation.seed().expose())
    }

    /// Kind 11. Made by the account that enrols the credential, to the server's deposit key.
    pub fn seal_half_to_server(
        &self,
        entropy: &mut dyn Entropy,
        account: AccountId,
        credential: CredentialId,
        epoch: u32,
        half: &HalfB,
    ) -> Result<Vec<u8>> {
        self.seal(entropy, &About::half_to_server(account, credential, epoch), half.expose())
    }

    /// Kind 12. Made by the log key, to the one-time key of a login.
    pub fn seal_half_to_login(
        &self,
        entropy: &mut dyn Entropy,
        account: AccountId,
        credential: CredentialId,
        half: &HalfB,
    ) -> Result<Vec<u8>> {
        self.seal(entropy, &About::half_to_login(account, credential), half.expose())
    }

    /// Kind 13. Made by the beneficiary, to the key of the mandate's first folder.
    pub fn seal_purpose_text(
        &self,
        entropy: &mut dyn Entropy,
        vault: VaultId,
        mandate: MandateId,
        epoch: u32,
        text: &str,
    ) -> Result<Vec<u8>> {
        check_lines(What::Wrap, text, MAX_PURPOSE_TEXT)?;
        let padded = pad(What::Wrap, &[], text.as_bytes(), MAX_PLAINTEXT)?;
        self.seal(entropy, &About::purpose_text(vault, mandate, epoch), &padded)
    }
}

impl Reading<'_> {
    /// Kinds 1 and 2.
    pub fn open_folder_seed(&self, bytes: &[u8], seed_for: SeedFor, of: &FolderEpoch) -> Result<OpeningKey> {
        self.open_seed(bytes, &About::folder_seed(seed_for, of))
    }

    /// Kind 3.
    pub fn open_record_to_folder(&self, bytes: &[u8], of: &DocumentVersion, epoch: u32) -> Result<Payload> {
        Payload::from_bytes(self.open(bytes, &About::record_to_folder(of, epoch))?)
    }

    /// Kind 4.
    pub fn open_record_to_holder(&self, bytes: &[u8], of: &DocumentVersion, epoch: u32) -> Result<Payload> {
        Payload::from_bytes(self.open(bytes, &About::record_to_holder(of, epoch))?)
    }

    /// Kind 5.
    pub fn open_recovery_piece(&self, bytes: &[u8], vault: VaultId, guardian: AccountId) -> Result<Piece> {
        Piece::from_bytes(&self.open(bytes, &About::recovery_piece(vault, guardian))?)
    }

    /// Kind 6.
    pub fn open_mandate_seed(&self, bytes: &[u8], of: &MemberEpoch) -> Result<OpeningKey> {
        self.open_seed(bytes, &About::mandate_seed(of))
    }

    /// Kind 7.
    pub fn open_share_to_server(&self, bytes: &[u8], of: &DocumentVersion, epoch: u32) -> Result<ServerShare> {
        self.open_32(bytes, &About::share_to_server(of, epoch)).map(|share| ServerShare::from_bytes(*share))
    }

    /// Kind 8.
    pub fn open_share_to_reader(&self, bytes: &[u8], of: &DocumentVersion) -> Result<ServerShare> {
        self.open_32(bytes, &About::share_to_reader(of)).map(|share| ServerShare::from_bytes(*share))
    }

    /// Kind 9.
    pub fn open_directory_seed(&self, bytes: &[u8], of: &MemberEpoch) -> Result<DirectorySeed> {
        self.open_32(bytes, &About::directory_seed(of)).map(|seed| DirectorySeed::from_bytes(*seed))
    }

    /// Kind 10.
    pub fn open_signing_seed(&self, bytes: &[u8], of: &MemberEpoch) -> Result<SigningKey> {
        let seed = self.open_32(bytes, &About::signing_seed(of))?;
        Ok(SigningKey::from_seed(SigningSeed::from_bytes(*seed)))
    }

    /// Kind 11.
    pub fn open_half_to_server(
        &self,
        bytes: &[u8],
        account: AccountId,
        credential: CredentialId,
        epoch: u32,
    ) -> Result<HalfB> {
        self.open_32(bytes, &About::half_to_server(account, credential, epoch)).map(|half| HalfB::from_bytes(*half))
    }

    /// Kind 12.
    pub fn open_half_to_login(&self, bytes: &[u8], account: AccountId, credential: CredentialId) -> Result<HalfB> {
        self.open_32(bytes, &About::half_to_login(account, credential)).map(|half| HalfB::from_bytes(*half))
    }

    /// Kind 13.
    pub fn open_purpose_text(&self, bytes: &[u8], vault: VaultId, mandate: MandateId, epoch: u32) -> Result<String> {
        let padded = self.open(bytes, &About::purpose_text(vault, mandate, epoch))?;
        let ([], text) = unpad(What::Wrap, &padded, MAX_PLAINTEXT)?;
        let text = std::str::from_utf8(text).map_err(|_| Error::new(What::Wrap, Property::Alphabet))?;
        check_lines(What::Wrap, text, MAX_PURPOSE_TEXT)?;
        Ok(text.to_owned())
    }

    fn open_32(&self, bytes: &[u8], about: &About) -> Result<Zeroizing<[u8; 32]>> {
        let plaintext = self.open(bytes, about)?;
        let mut out = Zeroizing::new([0; 32]);
        ensure(plaintext.len() == out.len(), What::Wrap, Property::Length)?;
        out.copy_from_slice(&plaintext);
        Ok(out)
    }

    fn open_seed(&self, bytes: &[u8], about: &About) -> Result<OpeningKey> {
        let seed = self.open_32(bytes, about)?;
        Ok(OpeningKey::from_seed(XWingSeed::from_bytes(*seed)))
    }
}
