//! Public keys: no client accepts one without a `VKC1` certificate (FORMATS 3).
//!
//! A [`Certificate`] alone proves who signed it; a [`Chain`] proves that the one who signed was
//! allowed to, from an anchor that the reader already holds.

mod chain;

pub use chain::Chain;

use crate::codec::{Put, Reader, check_dates, ensure};
use crate::error::{Error, Property, Result, What};
use crate::ids::{Hash, Kid};
use crate::keys::{Label, SealingKey, SigningKey, VerifyingKey};
use crate::suite;

const MAGIC: [u8; 4] = *b"VKC1";
const LABEL: Label = Label("vault/key-cert/v1");
const W: What = What::Certificate;

/// Whose keys a certificate carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum CertificateKind {
    /// A person's. Scope: the organisation of staff (none before they join one, none for auditors), the vault of
    /// a beneficiary. Subject: the account.
    Account = 1,
    /// An organisation's: its X-Wing key is the *mandate* key. Scope and subject: the organisation.
    Organisation = 2,
    /// A folder's: no signing key. Scope: the vault. Subject: the folder.
    Folder = 3,
    /// The server's key for sealed deposits: no signing key, no scope, no subject.
    DepositKey = 4,
}

impl CertificateKind {
    const fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            1 => Self::Account,
            2 => Self::Organisation,
            3 => Self::Folder,
            4 => Self::DepositKey,
            _ => return None,
        })
    }

    /// Whether the subject signs.
    #[must_use]
    pub const fn signs(self) -> bool {
        matches!(self, Self::Account | Self::Organisation)
    }
}

/// What a `VKC1` certificate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Whose keys these are.
    pub kind: CertificateKind,
    /// Where the subject belongs; see [`CertificateKind`].
    pub scope: [u8; 16],
    /// Who or what the keys belong to; see [`CertificateKind`].
    pub subject: [u8; 16],
    /// From 1, strictly increasing along the subject's chain.
    pub epoch: u32,
    /// Unix seconds, inclusive.
    pub not_before: u64,
    /// Unix seconds, inclusive; 0 for no end.
    pub not_after: u64,
    /// Seals to the subject.
    pub sealing: SealingKey,
    /// Verifies the subject's acts; for accounts and organisations only.
    pub verifying: Option<VerifyingKey>,
    /// SHA-256 of the whole previous certificate; none for the first.
    pub previous: Hash,
    /// Who signed.
    pub issuer: Kid,
}

impl Certificate {
    /// Length of every certificate.
    pub const LEN: usize = 1420;

    /// The signed certificate. The issuer is the one who signs: the field is replaced.
    #[must_use]
    pub fn issue(&self, issuer: &SigningKey) -> Vec<u8> {
        let verifying = self.verifying.map_or([0; 32], |key| *key.as_bytes());
        let body = Vec::with_capacity(Self::LEN)
            .put(&MAGIC)
            .put(&[self.kind as u8])
            .zeros(3)
            .put(&self.scope)
            .put(&self.subject)
            .put(&self.epoch.to_be_bytes())
            .put(&self.not_before.to_be_bytes())
            .put(&self.not_after.to_be_bytes())
            .put(self.sealing.as_bytes())
            .put(&verifying)
            .put(self.previous.as_bytes())
            .put(issuer.kid().as_bytes());
        issuer.finish_signed(LABEL, body)
    }

    /// Reads the structure. Proves nothing: the keys may be used only after a [`Chain`] has accepted them.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let mut r = Reader::new(W, bytes);
        r.magic(MAGIC)?;
        let kind = CertificateKind::from_code(r.u8()?).ok_or(Error::new(W, Property::Kind))?;
        r.reserved(3)?;
        let (scope, subject) = (r.array()?, r.array()?);
        let (epoch, not_before, not_after) = (r.u32()?, r.u64()?, r.u64()?);
        let (sealing, verifying) = (r.array::<{ suite::XWING_PUBLIC_LEN }>()?, r.array()?);
        let (previous, issuer) = (Hash::from_bytes(r.array()?), Kid::from_bytes(r.array()?));
        r.take(suite::SIGNATURE_LEN)?;
        r.end()?;
        ensure(epoch != 0, W, Property::Epoch)?;
        ensure(not_after == 0 || not_after > not_before, W, Property::Validity)?;
        let unused_ids = kind == CertificateKind::DepositKey && (scope != [0; 16] || subject != [0; 16]);
        ensure(!unused_ids && (kind.signs() || verifying == [0; 32]), W, Property::Reserved)?;
        ensure(!kind.signs() || verifying != [0; 32], W, Property::Key)?;
        Ok(Self {
            kind,
            scope,
            subject,
            epoch,
            not_before,
            not_after,
            sealing: SealingKey::from_bytes(&sealing).ok_or(Error::new(W, Property::Key))?,
            verifying: kind.signs().then(|| VerifyingKey::from_bytes(verifying)),
            previous,
            issuer,
        })
    }

    /// Reads, and checks that this key issued it. Whether it was allowed to is for a [`Chain`] to say.
    pub fn verify(bytes: &[u8], issuer: &VerifyingKey) -> Result<Self> {
        let certificate = Self::parse(bytes)?;
        ensure(certificate.issuer == issuer.kid(), W, Property::Maker)?;
        issuer.check_signed(W, LABEL, bytes)?;
        Ok(certificate)
    }

    /// SHA-256 of a whole certificate: what the next one, mandates and printed anchors name.
    #[must_use]
    pub fn hash_of(bytes: &[u8]) -> Hash {
        Hash::from_bytes(suite::sha256(&[bytes]))
    }

    /// Refuses outside the dates ([`Property::Validity`]). `now` in Unix seconds.
    pub fn check_valid_at(&self, now: u64) -> Result<()> {
        check_dates(W, self.not_before, self.not_after, now)
    }

    /// Refuses an epoch below one already seen ([`Property::Epoch`]).
    pub fn check_epoch_at_least(&self, lowest: u32) -> Result<()> {
        ensure(self.epoch >= lowest, W, Property::Epoch)
    }
}

/// The server's current deposit key, checked against the log key that the reader holds.
pub fn verify_deposit_key(bytes: &[u8], log_key: &VerifyingKey, now: u64) -> Result<Certificate> {
    let certificate = Certificate::verify(bytes, log_key)?;
    ensure(certificate.kind == CertificateKind::DepositKey, W, Property::Kind)?;
    certificate.check_valid_at(now)?;
    Ok(certificate)
}
