//! Kind 15: how somebody likes the page to be shown, sealed by them to themselves. Eyesight and language are nobody else's, so the
//! server is not told; and every such wrap has one length.

use super::{About, Envelope, Reading, WrapKind};
use crate::codec::ensure;
use crate::entropy::Entropy;
use crate::error::{Error, Property, Result, What};
use crate::ids::AccountId;
use crate::padded::{BLOCK, pad, unpad};

/// The one length of the plaintext.
pub(super) const LEN: usize = BLOCK;
/// Format, size of the text, flags.
const PREFIX: usize = 4;
const FORMAT: u8 = 1;
/// Sizes of the text, in per cent.
const SIZES: [u16; 4] = [100, 125, 150, 200];
const CONTRAST: u8 = 1;
const SPACING: u8 = 2;
const STILL: u8 = 4;
const W: What = What::Wrap;

/// A display profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Display {
    /// Size of the text, in per cent: 100, 125, 150 or 200.
    pub size: u16,
    /// High contrast.
    pub contrast: bool,
    /// Wide spacing.
    pub spacing: bool,
    /// Nothing moves.
    pub still: bool,
    /// Language of the page: 2 to 8 letters a to z (the first part of a BCP 47 tag).
    pub language: String,
}

impl About {
    /// Kind 15.
    #[must_use]
    pub fn display(account: AccountId) -> Self {
        let id = *account.as_bytes();
        Self { kind: WrapKind::DisplayToSelf, scope: id, object: id, version: 0, epoch: 0 }
    }
}

impl Envelope<'_> {
    /// Kind 15. Made by the account, to its own key.
    pub fn seal_display(&self, entropy: &mut dyn Entropy, account: AccountId, display: &Display) -> Result<Vec<u8>> {
        display.check()?;
        let padded = pad(W, &display.prefix(), display.language.as_bytes(), LEN)?;
        self.seal(entropy, &About::display(account), &padded)
    }
}

impl Reading<'_> {
    /// Kind 15.
    pub fn open_display(&self, bytes: &[u8], account: AccountId) -> Result<Display> {
        let padded = self.open(bytes, &About::display(account))?;
        let ([format, high, low, flags], language) = unpad::<PREFIX>(W, &padded, LEN)?;
        ensure(*format == FORMAT, W, Property::Version)?;
        ensure(flags & !(CONTRAST | SPACING | STILL) == 0, W, Property::Reserved)?;
        let has = |flag| flags & flag != 0;
        let language = std::str::from_utf8(language).map_err(|_| Error::new(W, Property::Alphabet))?.to_owned();
        let size = u16::from_be_bytes([*high, *low]);
        let display = Display { size, contrast: has(CONTRAST), spacing: has(SPACING), still: has(STILL), language };
        display.check()?;
        Ok(display)
    }
}

impl Display {
    fn prefix(&self) -> [u8; PREFIX] {
        let [high, low] = self.size.to_be_bytes();
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        let flags = flag(self.contrast, CONTRAST) | flag(self.spacing, SPACING) | flag(self.still, STILL);
        [FORMAT, high, low, flags]
    }

    fn check(&self) -> Result<()> {
        ensure(SIZES.contains(&self.size), W, Property::Kind)?;
        ensure((2..=8).contains(&self.language.len()), W, Property::Length)?;
        ensure(self.language.bytes().all(|b| b.is_ascii_lowercase()), W, Property::Alphabet)
    }
}
