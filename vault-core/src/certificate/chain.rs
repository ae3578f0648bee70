//! From an anchor to the key in force: every certificate of one subject, first to last, each issued
//! by someone who was allowed to.

use super::{Certificate, CertificateKind, W};
use crate::codec::ensure;
use crate::error::{Error, Property, Result};
use crate::ids::{AccountId, FolderId, Hash, Kid, OrganisationId, VaultId};
use crate::keys::VerifyingKey;

/// All certificates of one subject, accepted. Only the `verify_` functions make one, one per policy.
#[derive(Debug, Clone)]
pub struct Chain {
    anchor: Hash,
    current: Certificate,
    current_hash: Hash,
    past: Vec<Certificate>,
}

impl Chain {
    /// An organisation: the first certificate is its own, each next one is issued by its predecessor.
    pub fn verify_organisation<B: AsRef<[u8]>>(certificates: &[B], organisation: OrganisationId) -> Result<Self> {
        let id = *organisation.as_bytes();
        let subject = Subject { kind: CertificateKind::Organisation, id, scopes: &[id] };
        Self::walk(certificates, &subject, own_line)
    }

    /// A beneficiary: the first certificate is their own, each next one is issued by its predecessor.
    pub fn verify_beneficiary<B: AsRef<[u8]>>(certificates: &[B], account: AccountId, vault: VaultId) -> Result<Self> {
        let subject = Subject { kind: CertificateKind::Account, id: *account.as_bytes(), scopes: &[*vault.as_bytes()] };
        Self::walk(certificates, &subject, own_line)
    }

    /// An account that belongs to no organisation: an auditor, or a référent before the organisation exists.
    pub fn verify_unaffiliated<B: AsRef<[u8]>>(certificates: &[B], account: AccountId) -> Result<Self> {
        let subject = Subject { kind: CertificateKind::Account, id: *account.as_bytes(), scopes: &[[0; 16]] };
        Self::walk(certificates, &subject, own_line)
    }

    /// A member of an organisation: issued by the organisation, after at most one certificate of their own
    /// from before they joined. The last one must be the organisation's.
    pub fn verify_staff<B: AsRef<[u8]>>(certificates: &[B], account: AccountId, organisation: &Self) -> Result<Self> {
        ensure(organisation.current.kind == CertificateKind::Organisation, W, Property::Kind)?;
        let scope = organisation.current.subject;
        let subject = Subject { kind: CertificateKind::Account, id: *account.as_bytes(), scopes: &[[0; 16], scope] };
        let chain = Self::walk(certificates, &subject, |certificate, previous| {
            if certificate.scope == scope {
                organisation.find(&certificate.issuer).copied()
            } else {
                previous.is_none().then_some(certificate.verifying).flatten()
            }
        })?;
        ensure(chain.current.scope == scope, W, Property::Maker)?;
        Ok(chain)
    }

    /// A folder: issued by the vault's owner, or by a holder of a mandate to manage it. `issuers` are the keys
    /// that the caller has accepted for this: those of the owner's chain, and of such holders.
    pub fn verify_folder<B: AsRef<[u8]>>(
        certificates: &[B],
        vault: VaultId,
        folder: FolderId,
        issuers: &[VerifyingKey],
    ) -> Result<Self> {
        let subject = Subject { kind: CertificateKind::Folder, id: *folder.as_bytes(), scopes: &[*vault.as_bytes()] };
        Self::walk(certificates, &subject, |certificate, _| {
            issuers.iter().find(|key| key.kid() == certificate.issuer).copied()
        })
    }

    /// `issuer_of(certificate, previous)` names the one key that may have issued it.
    fn walk<B: AsRef<[u8]>>(
        certificates: &[B],
        subject: &Subject<'_>,
        issuer_of: impl Fn(&Certificate, Option<&Certificate>) -> Option<VerifyingKey>,
    ) -> Result<Self> {
        let mut past = Vec::with_capacity(certificates.len());
        let mut anchor = Hash::NONE;
        let mut last_hash = Hash::NONE;
        for bytes in certificates.iter().map(AsRef::as_ref) {
            let claimed = Certificate::parse(bytes)?;
            let previous = past.last();
            subject.check(&claimed)?;
            ensure(claimed.previous == last_hash, W, Property::Hash)?;
            ensure(previous.is_none_or(|p: &Certificate| claimed.epoch > p.epoch), W, Property::Epoch)?;
            let issuer = issuer_of(&claimed, previous).ok_or(Error::new(W, Property::Maker))?;
            let accepted = Certificate::verify(bytes, &issuer)?;
            last_hash = Certificate::hash_of(bytes);
            if previous.is_none() {
                anchor = last_hash;
            }
            past.push(accepted);
        }
        let current = past.pop().ok_or(Error::new(W, Property::Length))?;
        Ok(Self { anchor, current, current_hash: last_hash, past })
    }

    /// Hash of the first certificate: what is printed on the card and pinned.
    #[must_use]
    pub const fn anchor(&self) -> Hash {
        self.anchor
    }

    /// The certificate in force.
    #[must_use]
    pub const fn current(&self) -> &Certificate {
        &self.current
    }

    /// Hash of the certificate in force: what a mandate names.
    #[must_use]
    pub const fn current_hash(&self) -> Hash {
        self.current_hash
    }

    /// The signing key in force; none for a folder.
    #[must_use]
    pub const fn verifying(&self) -> Option<&VerifyingKey> {
        self.current.verifying.as_ref()
    }

    /// The signing key of this name, present or past, so that old acts still verify.
    #[must_use]
    pub fn find(&self, kid: &Kid) -> Option<&VerifyingKey> {
        self.verifying_keys().find(|key| key.kid() == *kid)
    }

    /// All signing keys, the one in force first.
    pub fn verifying_keys(&self) -> impl Iterator<Item = &VerifyingKey> {
        self.certificates().filter_map(|certificate| certificate.verifying.as_ref())
    }

    /// The certificate of this epoch, present or past.
    #[must_use]
    pub fn at_epoch(&self, epoch: u32) -> Option<&Certificate> {
        self.certificates().find(|certificate| certificate.epoch == epoch)
    }

    /// The epochs of all certificates, from the first to the one in force.
    pub fn epochs(&self) -> impl Iterator<Item = u32> {
        self.past.iter().chain(std::iter::once(&self.current)).map(|certificate| certificate.epoch)
    }

    /// Refuses another anchor than the one printed or pinned ([`Property::Anchor`]).
    pub fn check_anchor(&self, expected: &Hash) -> Result<()> {
        ensure(self.anchor == *expected, W, Property::Anchor)
    }

    /// Refuses when the certificate in force is outside its dates ([`Property::Validity`]). `now` in Unix seconds.
    pub fn check_valid_at(&self, now: u64) -> Result<()> {
        self.current.check_valid_at(now)
    }

    /// Refuses to go back below an epoch already seen ([`Property::Epoch`]).
    pub fn check_epoch_at_least(&self, lowest: u32) -> Result<()> {
        self.current.check_epoch_at_least(lowest)
    }

    fn certificates(&self) -> impl Iterator<Item = &Certificate> {
        std::iter::once(&self.current).chain(self.past.iter().rev())
    }
}

/// The first certificate is the subject's own, each next one is its predecessor's.
fn own_line(certificate: &Certificate, previous: Option<&Certificate>) -> Option<VerifyingKey> {
    previous.unwrap_or(certificate).verifying
}

/// Whom a chain is about.
struct Subject<'a> {
    kind: CertificateKind,
    id: [u8; 16],
    scopes: &'a [[u8; 16]],
}

impl Subject<'_> {
    fn check(&self, certificate: &Certificate) -> Result<()> {
        ensure(certificate.kind == self.kind, W, Property::Kind)?;
        ensure(certificate.subject == self.id && self.scopes.contains(&certificate.scope), W, Property::Ids)
    }
}
