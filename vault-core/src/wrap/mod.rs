//! Sealed to people, or to the server: `VWR1` (FORMATS 4).
//!
//! A wrap is signed by its maker and opens only for its recipient. Each kind has its own pair of
//! functions (in `contents.rs`), so that no caller handles a plaintext without its type.

mod contents;
mod display;
mod reminder;

pub use contents::*;
pub use display::Display;

use zeroize::Zeroizing;

use crate::codec::{Put, Reader, check_dates, ensure};
use crate::entropy::Entropy;
use crate::error::{Error, Property, Result, What};
use crate::ids::Kid;
use crate::keys::{Label, OpeningKey, SealingKey, SigningKey, VerifyingKey};
use crate::padded::is_padded_len;
use crate::suite;

const MAGIC: [u8; 4] = *b"VWR1";
const KEM_XWING: u8 = 1;
const LABEL: Label = Label("vault/wrap-sig/v1");
const HPKE_INFO: &[u8] = b"vault/wrap/v1";
const W: What = What::Wrap;

/// Length of the header: what HPKE authenticates beside the plaintext.
const HEADER_LEN: usize = 92;
/// Everything but the plaintext.
pub(crate) const OVERHEAD: usize = HEADER_LEN + suite::XWING_ENC_LEN + suite::TAG_LEN + suite::SIGNATURE_LEN;
/// Longest plaintext: a record or a purpose text.
pub const MAX_PLAINTEXT: usize = 16_384;
/// Longest wrap.
pub const MAX_LEN: usize = OVERHEAD + MAX_PLAINTEXT;

/// What is inside, hence who may make it and who may open it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum WrapKind {
    /// A folder's seed to the vault's owner.
    FolderSeedToOwner = 1,
    /// A folder's seed to the holder of a mandate.
    FolderSeedToHolder = 2,
    /// A record to its folder.
    RecordToFolder = 3,
    /// A record to the holder of a mandate on one document.
    RecordToHolder = 4,
    /// A guardian's piece.
    RecoveryPiece = 5,
    /// An organisation's mandate seed to a member.
    MandateSeedToMember = 6,
    /// The server's share to the server. Never stored.
    ShareToServer = 7,
    /// The server's share to the one who opens a document.
    ShareToReader = 8,
    /// An organisation's directory seed to a member.
    DirectorySeedToMember = 9,
    /// An organisation's signing seed to a référent.
    SigningSeedToReferent = 10,
    /// Half b of a credential to the server. Never stored.
    HalfToServer = 11,
    /// Half b of a credential to a login's one-time key.
    HalfToLogin = 12,
    /// The free text of a mandate's purpose to a folder.
    PurposeToFolder = 13,
    /// The text of a reminder to a folder.
    ReminderToFolder = 14,
    /// How an account likes the page to be shown, to itself.
    DisplayToSelf = 15,
}

impl WrapKind {
    pub(crate) const fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            1 => Self::FolderSeedToOwner,
            2 => Self::FolderSeedToHolder,
            3 => Self::RecordToFolder,
            4 => Self::RecordToHolder,
            5 => Self::RecoveryPiece,
            6 => Self::MandateSeedToMember,
            7 => Self::ShareToServer,
            8 => Self::ShareToReader,
            9 => Self::DirectorySeedToMember,
            10 => Self::SigningSeedToReferent,
            11 => Self::HalfToServer,
            12 => Self::HalfToLogin,
            13 => Self::PurposeToFolder,
            14 => Self::ReminderToFolder,
            15 => Self::DisplayToSelf,
            _ => return None,
        })
    }

    const fn allows_len(self, plaintext: usize) -> bool {
        match self {
            Self::RecordToFolder | Self::RecordToHolder | Self::PurposeToFolder | Self::ReminderToFolder => {
                is_padded_len(plaintext, MAX_PLAINTEXT)
            }
            Self::DisplayToSelf => plaintext == display::LEN,
            Self::RecoveryPiece => plaintext == 37,
            _ => plaintext == 32,
        }
    }

    /// Whether the object is one version of a document.
    const fn has_version(self) -> bool {
        matches!(self, Self::RecordToFolder | Self::RecordToHolder | Self::ShareToServer | Self::ShareToReader)
    }

    /// Whether the epoch says something: that of the folder, organisation or deposit key. A record sealed to the
    /// holder of a mandate names the epoch of the organisation, or 0 when the holder is an account.
    const fn allows_epoch(self, epoch: u32) -> bool {
        match self {
            Self::RecordToHolder => true,
            Self::RecoveryPiece | Self::ShareToReader | Self::HalfToLogin | Self::DisplayToSelf => epoch == 0,
            _ => epoch != 0,
        }
    }
}

/// What a wrap is about: what its maker writes in clear, and what its reader asks for, to the byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// What is inside.
    pub kind: WrapKind,
    /// Where it belongs: a vault, an organisation (kinds 6, 9, 10) or an account (11, 12, 15).
    pub scope: [u8; 16],
    /// A folder, a document, a member, a guardian, a mandate, a reminder, an account, or a credential padded with zeros.
    pub object: [u8; 16],
    /// A document's version, from 1; 0 when the object is no document.
    pub version: u64,
    /// Epoch of the folder, organisation or deposit key; 0 when the kind has none.
    pub epoch: u32,
}

impl About {
    fn check(&self) -> Result<()> {
        ensure(self.kind.has_version() == (self.version != 0), W, Property::Version)?;
        ensure(self.kind.allows_epoch(self.epoch), W, Property::Epoch)
    }
}

/// Who seals, to whom, until when.
#[derive(Debug, Clone, Copy)]
pub struct Envelope<'a> {
    /// The recipient's key, from an accepted certificate (or a login's one-time key).
    pub to: &'a SealingKey,
    /// Who makes and signs it.
    pub maker: &'a SigningKey,
    /// Unix seconds, inclusive; 0 for no end.
    pub not_after: u64,
}

impl Envelope<'_> {
    pub(crate) fn seal(&self, entropy: &mut dyn Entropy, about: &About, plaintext: &[u8]) -> Result<Vec<u8>> {
        about.check()?;
        ensure(about.kind.allows_len(plaintext.len()), W, Property::Length)?;
        let head = Vec::with_capacity(OVERHEAD + plaintext.len())
            .put(&MAGIC)
            .put(&[KEM_XWING, about.kind as u8])
            .zeros(2)
            .put(&about.scope)
            .put(&about.object)
            .put(&about.version.to_be_bytes())
            .put(&about.epoch.to_be_bytes())
            .put(&self.to.short_hash())
            .put(&self.not_after.to_be_bytes())
            .put(self.maker.kid().as_bytes());
        let (enc, ciphertext) = suite::hpke_seal(entropy, self.to.as_bytes(), HPKE_INFO, &head, plaintext)
            .map_err(|_| Error::new(W, Property::Recipient))?;
        Ok(self.maker.finish_signed(LABEL, head.put(&enc).put(&ciphertext)))
    }
}

/// Who opens, and whom the reader has accepted as the maker.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The recipient's key.
    pub with: &'a OpeningKey,
    /// The maker's key, found in the chain of someone who may make this kind; see [`Wrap::maker`].
    pub maker: &'a VerifyingKey,
}

impl Reading<'_> {
    fn open(&self, bytes: &[u8], about: &About) -> Result<Zeroizing<Vec<u8>>> {
        let wrap = Wrap::parse(bytes)?;
        ensure(wrap.about.kind == about.kind, W, Property::Kind)?;
        wrap.verify(self.maker)?;
        wrap.check_about(about)?;
        ensure(wrap.is_for(self.with.sealing_key()), W, Property::Recipient)?;
        suite::hpke_open(self.with.seed(), wrap.enc, HPKE_INFO, &bytes[..HEADER_LEN], wrap.ciphertext)
            .map_err(|_| Error::new(W, Property::Authentication))
    }
}

/// A wrap whose structure has been read: what one sees without opening it.
#[derive(Debug, Clone, Copy)]
pub struct Wrap<'a> {
    about: About,
    recipient: [u8; 16],
    not_after: u64,
    maker: Kid,
    enc: &'a [u8; suite::XWING_ENC_LEN],
    ciphertext: &'a [u8],
    bytes: &'a [u8],
}

impl<'a> Wrap<'a> {
    /// Reads the structure. Proves nothing.
    pub fn parse(bytes: &'a [u8]) -> Result<Self> {
        let mut r = Reader::new(W, bytes);
        r.magic(MAGIC)?;
        ensure(r.u8()? == KEM_XWING, W, Property::Suite)?;
        let kind = WrapKind::from_code(r.u8()?).ok_or(Error::new(W, Property::Kind))?;
        r.reserved(2)?;
        let about = About { kind, scope: r.array()?, object: r.array()?, version: r.u64()?, epoch: r.u32()? };
        let (recipient, not_after, maker) = (r.array()?, r.u64()?, Kid::from_bytes(r.array()?));
        let enc = r.array_ref()?;
        let plaintext = bytes.len().checked_sub(OVERHEAD).ok_or(Error::new(W, Property::Length))?;
        ensure(kind.allows_len(plaintext), W, Property::Length)?;
        about.check()?;
        let ciphertext = r.take(plaintext + suite::TAG_LEN)?;
        Ok(Self { about, recipient, not_after, maker, enc, ciphertext, bytes })
    }

    /// What it says to be about.
    #[must_use]
    pub const fn about(&self) -> &About {
        &self.about
    }

    /// Who says to have made it: the key to look for in the chains of those who may.
    #[must_use]
    pub const fn maker(&self) -> Kid {
        self.maker
    }

    /// Unix seconds, inclusive; 0 for no end.
    #[must_use]
    pub const fn not_after(&self) -> u64 {
        self.not_after
    }

    /// Whether it says to be sealed to this key.
    #[must_use]
    pub fn is_for(&self, key: &SealingKey) -> bool {
        self.recipient == key.short_hash()
    }

    /// Checks that this key made it, for those who carry or store it without opening it.
    pub fn verify(&self, maker: &VerifyingKey) -> Result<()> {
        ensure(self.maker == maker.kid(), W, Property::Maker)?;
        maker.check_signed(W, LABEL, self.bytes).map(|_| ())
    }

    /// Refuses anything but what was asked for.
    pub fn check_about(&self, asked: &About) -> Result<()> {
        let About { kind, scope, object, version, epoch } = self.about;
        ensure(kind == asked.kind, W, Property::Kind)?;
        ensure((scope, object, version) == (asked.scope, asked.object, asked.version), W, Property::Ids)?;
        ensure(epoch == asked.epoch, W, Property::Epoch)
    }

    /// Refuses after its end ([`Property::Validity`]). `now` in Unix seconds.
    pub fn check_valid_at(&self, now: u64) -> Result<()> {
        check_dates(W, 0, self.not_after, now)
    }
}
