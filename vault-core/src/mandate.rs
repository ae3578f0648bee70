//! A mandate, `VMD1`: who may do what, on what, for what purpose, until when (FORMATS 5).

use std::fmt;
use std::ops::BitOr;
use std::str::FromStr;

use crate::codec::{Put, Reader, check_dates, ensure};
use crate::error::{Error, Property, Result, What};
use crate::ids::{AccountId, DocumentId, FolderId, Hash, Kid, MandateId, OrganisationId, VaultId};
use crate::keys::{Label, SigningKey, VerifyingKey};
use crate::suite;

const MAGIC: [u8; 4] = *b"VMD1";
const LABEL: Label = Label("vault/mandate/v1");
const W: What = What::Mandate;

/// Most folders in one mandate.
pub const MAX_FOLDERS: usize = 64;

/// What a mandate allows: a set of three rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rights(u8);

impl Rights {
    /// May open documents.
    pub const READ: Self = Self(1);
    /// May add documents.
    pub const DEPOSIT: Self = Self(2);
    /// May certify a folder's next epoch and grant on.
    pub const MANAGE: Self = Self(4);

    const NAMES: [(Self, &'static str); 3] =
        [(Self::READ, "read"), (Self::DEPOSIT, "deposit"), (Self::MANAGE, "manage")];

    /// The set that these bits name: not empty, no unknown bit.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Option<Self> {
        if bits != 0 && bits & !0b111 == 0 { Some(Self(bits)) } else { None }
    }

    /// The bits.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// What is in either.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` is in it.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for Rights {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.with(other)
    }
}

impl fmt::Display for Rights {
    /// `read,deposit,manage`: those that are in it, in this order.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = Self::NAMES.iter().filter(|(right, _)| self.contains(*right)).map(|(_, n)| *n).collect();
        f.write_str(&names.join(","))
    }
}

impl FromStr for Rights {
    type Err = Error;

    /// Names with commas between, in any order, spaces allowed.
    fn from_str(text: &str) -> Result<Self> {
        let bit = |name: &str| Self::NAMES.iter().find(|(_, n)| *n == name.trim()).map(|(right, _)| right.0);
        let bits = text.split(',').try_fold(0, |bits, name| Some(bits | bit(name)?));
        bits.and_then(Self::from_bits).ok_or(Error::new(W, Property::Rights))
    }
}

/// Whom a mandate is granted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Recipient {
    /// One person.
    Account(AccountId),
    /// An organisation: any of its members who may read; the log names the member.
    Organisation(OrganisationId),
}

/// What a mandate is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// 1 to 64 folders, sorted, each once.
    Folders(Vec<FolderId>),
    /// One document; only to read.
    Document(DocumentId),
}

/// What the beneficiary signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mandate {
    /// Its name.
    pub id: MandateId,
    /// The vault.
    pub vault: VaultId,
    /// Whom it is granted to.
    pub recipient: Recipient,
    /// SHA-256 of the recipient's certificate in force: the key that the person saw.
    pub recipient_certificate: Hash,
    /// What it is about.
    pub target: Target,
    /// What it allows.
    pub rights: Rights,
    /// Code of the purpose (the vocabulary of purposes).
    pub purpose: u16,
    /// SHA-256 of the sealed purpose text (`VWR1` kind 13); [`Hash::NONE`] when there is none.
    pub purpose_text: Hash,
    /// Unix seconds, inclusive.
    pub not_before: u64,
    /// Unix seconds, inclusive; later than `not_before`.
    pub not_after: u64,
    /// SHA-256 of the consent text that was shown, UTF-8.
    pub consent: Hash,
    /// The mandate it replaces; [`MandateId::NONE`] when there is none.
    pub replaces: MandateId,
    /// Who signed.
    pub maker: Kid,
}

impl Mandate {
    /// Length without the targets.
    const FIXED_LEN: usize = 272;
    /// Longest mandate.
    pub const MAX_LEN: usize = Self::FIXED_LEN + 16 * MAX_FOLDERS;

    /// The signed mandate. The maker is the one who signs: the field is replaced. Refuses what no reader would accept.
    pub fn sign(&self, maker: &SigningKey) -> Result<Vec<u8>> {
        self.check()?;
        let (recipient_kind, recipient) = match &self.recipient {
            Recipient::Account(id) => (1, id.as_bytes()),
            Recipient::Organisation(id) => (2, id.as_bytes()),
        };
        let (target_kind, targets): (u8, Vec<&[u8; 16]>) = match &self.target {
            Target::Folders(folders) => (1, folders.iter().map(FolderId::as_bytes).collect()),
            Target::Document(document) => (2, vec![document.as_bytes()]),
        };
        let count = u8::try_from(targets.len()).map_err(|_| Error::new(W, Property::Length))?;
        let body = Vec::with_capacity(Self::FIXED_LEN + 16 * targets.len())
            .put(&MAGIC)
            .put(&[recipient_kind, target_kind, self.rights.0, count])
            .put(self.id.as_bytes())
            .put(self.vault.as_bytes())
            .put(recipient)
            .put(self.recipient_certificate.as_bytes())
            .put(&self.purpose.to_be_bytes())
            .zeros(6)
            .put(self.purpose_text.as_bytes())
            .put(&self.not_before.to_be_bytes())
            .put(&self.not_after.to_be_bytes())
            .put(self.consent.as_bytes())
            .put(self.replaces.as_bytes())
            .put(maker.kid().as_bytes());
        let body = targets.into_iter().fold(body, |body, target| body.put(target));
        Ok(maker.finish_signed(LABEL, body))
    }

    /// Reads the structure. Proves nothing.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let mut r = Reader::new(W, bytes);
        r.magic(MAGIC)?;
        let [recipient_kind, target_kind, rights, count] = r.array()?;
        let (id, vault) = (MandateId::from_bytes(r.array()?), VaultId::from_bytes(r.array()?));
        let recipient = match recipient_kind {
            1 => Recipient::Account(AccountId::from_bytes(r.array()?)),
            2 => Recipient::Organisation(OrganisationId::from_bytes(r.array()?)),
            _ => return Err(r.fail(Property::Kind)),
        };
        let recipient_certificate = Hash::from_bytes(r.array()?);
        let purpose = r.u16()?;
        r.reserved(6)?;
        let purpose_text = Hash::from_bytes(r.array()?);
        let (not_before, not_after) = (r.u64()?, r.u64()?);
        let consent = Hash::from_bytes(r.array()?);
        let replaces = MandateId::from_bytes(r.array()?);
        let maker = Kid::from_bytes(r.array()?);
        let target = read_target(&mut r, target_kind, count)?;
        r.take(suite::SIGNATURE_LEN)?;
        r.end()?;
        let rights = Rights::from_bits(rights).ok_or(Error::new(W, Property::Rights))?;
        let mandate = Self {
            id,
            vault,
            recipient,
            recipient_certificate,
            target,
            rights,
            purpose,
            purpose_text,
            not_before,
            not_after,
            consent,
            replaces,
            maker,
        };
        mandate.check()?;
        Ok(mandate)
    }

    /// Reads, and checks that this key signed it.
    pub fn verify(bytes: &[u8], maker: &VerifyingKey) -> Result<Self> {
        let mandate = Self::parse(bytes)?;
        ensure(mandate.maker == maker.kid(), W, Property::Maker)?;
        maker.check_signed(W, LABEL, bytes)?;
        Ok(mandate)
    }

    /// SHA-256 of a whole mandate: what its revocation names.
    #[must_use]
    pub fn hash_of(bytes: &[u8]) -> Hash {
        Hash::from_bytes(suite::sha256(&[bytes]))
    }

    /// Refuses outside its dates ([`Property::Validity`]). `now` in Unix seconds.
    pub fn check_valid_at(&self, now: u64) -> Result<()> {
        check_dates(W, self.not_before, self.not_after, now)
    }

    /// Whether it is about this document, which lies in this folder.
    #[must_use]
    pub fn covers(&self, folder: FolderId, document: DocumentId) -> bool {
        match &self.target {
            Target::Folders(_) => self.covers_folder(folder),
            Target::Document(one) => *one == document,
        }
    }

    /// Whether it is about this whole folder.
    #[must_use]
    pub fn covers_folder(&self, folder: FolderId) -> bool {
        matches!(&self.target, Target::Folders(folders) if folders.binary_search(&folder).is_ok())
    }

    fn check(&self) -> Result<()> {
        match &self.target {
            Target::Folders(folders) => {
                ensure((1..=MAX_FOLDERS).contains(&folders.len()), W, Property::Length)?;
                ensure(folders.is_sorted_by(|a, b| a < b), W, Property::Order)?;
            }
            Target::Document(_) => ensure(self.rights == Rights::READ, W, Property::Rights)?,
        }
        ensure(self.not_after > self.not_before, W, Property::Validity)
    }
}

fn read_target(r: &mut Reader<'_>, kind: u8, count: u8) -> Result<Target> {
    match (kind, count) {
        (1, _) => (0..count).map(|_| r.array().map(FolderId::from_bytes)).collect::<Result<_>>().map(Target::Folders),
        (2, 1) => r.array().map(DocumentId::from_bytes).map(Target::Document),
        (2, _) => Err(r.fail(Property::Length)),
        _ => Err(r.fail(Property::Kind)),
    }
}
