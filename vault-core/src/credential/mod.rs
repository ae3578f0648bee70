//! A credential: a secret that one holds, printed as 52 characters, beside a PIN that one knows (FORMATS 6).

mod file;
mod pin;
mod reset;
mod root;

pub use file::CredentialFile;
pub use pin::{Pin, PinHash};
pub use reset::PinResetStatement;
pub use root::{SEALED_ROOT_LEN, derive_root_key, open_root, open_root_with, seal_root};

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE32_NOPAD, DecodeKind};
use zeroize::Zeroizing;

use crate::codec::ensure;
use crate::entropy::Entropy;
use crate::error::{Error, Property, Result, What};
use crate::ids::CredentialId;
use crate::keys::SigningKey;
use crate::origin::Origin;
use crate::secret::{CardSecret, HalfA, PinKey, SigningSeed};
use crate::suite;

const W: What = What::Credential;
const VERSION: u8 = 1;
/// Version 1 ‖ id 9 ‖ secret 20 ‖ checksum 2.
const LEN: usize = 32;
const CHECKED_LEN: usize = LEN - 2;
/// Characters of the text form.
pub const TEXT_LEN: usize = 52;

/// What is printed on a card, written in a file on an enrolled computer, or sealed on a sheet.
#[derive(Debug, PartialEq, Eq)]
pub struct Credential {
    /// By what the server knows it.
    pub id: CredentialId,
    /// What the server never learns.
    pub secret: CardSecret,
}

impl Credential {
    /// Draws a new one.
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        Self { id: CredentialId::generate(entropy), secret: CardSecret::generate(entropy) }
    }

    /// The 52 characters.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([0; LEN]);
        bytes[0] = VERSION;
        bytes[1..10].copy_from_slice(self.id.as_bytes());
        bytes[10..CHECKED_LEN].copy_from_slice(self.secret.expose());
        let checksum = crc16(&bytes[..CHECKED_LEN]);
        bytes[CHECKED_LEN..].copy_from_slice(&checksum.to_be_bytes());
        Zeroizing::new(BASE32_NOPAD.encode(&*bytes))
    }

    /// In groups of four, for eyes and for dictation.
    #[must_use]
    pub fn to_grouped_text(&self) -> Zeroizing<String> {
        let mut out = Zeroizing::new(String::with_capacity(TEXT_LEN + TEXT_LEN / 4));
        for (i, c) in self.to_text().chars().enumerate() {
            if i != 0 && i % 4 == 0 {
                out.push(' ');
            }
            out.push(c);
        }
        out
    }

    /// A link for a phone's camera; what follows `#` is never sent to the server.
    #[must_use]
    pub fn to_link(&self, origin: &Origin) -> Zeroizing<String> {
        let text = self.to_text();
        let mut link = Zeroizing::new(String::with_capacity(origin.as_str().len() + 2 + TEXT_LEN));
        for part in [origin.as_str(), "/#", &text] {
            link.push_str(part);
        }
        link
    }

    /// Reads a link: the credential, and the server that it was printed for.
    pub fn from_link(link: &str) -> Result<(Self, Origin)> {
        let (origin, text) = link.trim().split_once("/#").ok_or(Error::new(W, Property::Alphabet))?;
        Ok((text.parse()?, origin.parse()?))
    }

    /// Signs logins.
    #[must_use]
    pub fn signing_key(&self) -> SigningKey {
        SigningKey::from_seed(SigningSeed::from_bytes(*self.derive("card/auth/v1")))
    }

    /// Makes PIN tags.
    #[must_use]
    pub fn pin_key(&self) -> PinKey {
        PinKey::from_bytes(*self.derive("card/pin/v1"))
    }

    /// The credential's half of what unlocks the account.
    #[must_use]
    pub fn half_a(&self) -> HalfA {
        HalfA::from_bytes(*self.derive("card/kek/v1"))
    }

    fn derive(&self, label: &str) -> Zeroizing<[u8; 32]> {
        suite::hkdf_sha256(self.id.as_ref(), &[self.secret.expose()], &[label.as_bytes()])
    }
}

impl FromStr for Credential {
    type Err = Error;

    /// Reads the 52 characters; spaces, hyphens and lower case do no harm.
    fn from_str(text: &str) -> Result<Self> {
        let mut plain = Zeroizing::new(Vec::with_capacity(TEXT_LEN));
        for b in text.bytes().filter(|b| !matches!(b, b' ' | b'-' | b'\t' | b'\r' | b'\n')) {
            // Never past the capacity: growing would leave an unwiped copy behind.
            ensure(plain.len() < TEXT_LEN, W, Property::Length)?;
            plain.push(b.to_ascii_uppercase());
        }
        ensure(plain.len() == TEXT_LEN, W, Property::Length)?;
        let mut bytes = Zeroizing::new([0; LEN]);
        BASE32_NOPAD.decode_mut(&plain, &mut *bytes).map_err(|partial| {
            let trailing = partial.error.kind == DecodeKind::Trailing;
            Error::new(W, if trailing { Property::Padding } else { Property::Alphabet })
        })?;
        let (checked, checksum) = bytes.split_at(CHECKED_LEN);
        ensure(crc16(checked).to_be_bytes() == checksum, W, Property::Checksum)?;
        ensure(checked[0] == VERSION, W, Property::Version)?;
        let id = CredentialId::try_from(&checked[1..10])?;
        let secret = CardSecret::from_slice(&checked[10..]).ok_or(Error::new(W, Property::Length))?;
        Ok(Self { id, secret })
    }
}

impl fmt::Display for Credential {
    /// Its name only; the secret leaves through [`Credential::to_text`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.id, f)
    }
}

/// CRC-16/CCITT-FALSE: polynomial 0x1021, initial value 0xffff, neither reflected nor inverted.
fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xffff, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte) << 8, |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x1021 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    #[test]
    fn checksum_of_the_catalogue() {
        assert_eq!(crc16(b"123456789"), 0x29b1);
    }

    #[test]
    fn read_as_people_write_it() {
        let credential = Credential::generate(&mut SeededEntropy::new(1));
        let text = credential.to_text();
        assert_eq!(text.len(), TEXT_LEN);
        let grouped = credential.to_grouped_text();
        for form in [text.as_str(), &text.to_lowercase(), &grouped, &grouped.replace(' ', "-"), &format!("{}\n", *text)]
        {
            assert_eq!(form.parse::<Credential>().unwrap(), credential);
        }
        let origin: Origin = "https://coffre.example:8443".parse().unwrap();
        let link = credential.to_link(&origin);
        assert_eq!(*link, format!("https://coffre.example:8443/#{}", *text));
        assert_eq!(Credential::from_link(&link).unwrap(), (credential, origin));
    }

    #[test]
    fn keys_of_different_uses_differ() {
        let credential = Credential::generate(&mut SeededEntropy::new(1));
        let auth = *credential.signing_key().seed().expose();
        assert_ne!(&auth, credential.pin_key().expose());
        assert_ne!(&auth, credential.half_a().expose());
        assert_ne!(credential.pin_key().expose(), credential.half_a().expose());
    }

    #[test]
    fn shows_no_secret() {
        let credential = Credential::generate(&mut SeededEntropy::new(1));
        let shown = format!("{credential} {credential:?}");
        assert!(!shown.contains(&data_encoding::HEXLOWER.encode(credential.secret.expose())));
        assert!(shown.contains("redacted"));
    }
}
