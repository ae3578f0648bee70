//! A PIN: 4 to 8 digits that one knows. The server tries it, at most five times, and never sees it.

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::Credential;
use crate::codec::{ensure, labelled};
use crate::error::{Property, Result, What};
use crate::secret::{Pepper, PinTag};
use crate::suite;

const W: What = What::Pin;
const LABEL: &str = "vault/pin/v1";

/// 4 to 8 ASCII digits, wiped on drop.
#[derive(PartialEq, Eq)]
pub struct Pin(Zeroizing<String>);

impl Pin {
    /// A PIN that somebody types to log in: only its form is checked.
    pub fn enter(text: &str) -> Result<Self> {
        let digits = text.trim();
        ensure(digits.bytes().all(|b| b.is_ascii_digit()), W, Property::Alphabet)?;
        ensure((4..=8).contains(&digits.len()), W, Property::Length)?;
        Ok(Self(Zeroizing::new(digits.to_owned())))
    }

    /// A PIN that somebody chooses: refuses those that a thief would try first ([`Property::Weak`]):
    /// a block repeated, digits that follow each other up or down, a year from 1900 to 2099, and the
    /// person's own birth date (`YYYY-MM-DD`), however written.
    pub fn choose(text: &str, birth_date: Option<&str>) -> Result<Self> {
        let pin = Self::enter(text)?;
        let digits = pin.0.as_bytes();
        let weak = is_repetition(digits) || is_sequence(digits) || is_year(digits);
        let own = birth_date.is_some_and(|date| is_birth_date(digits, date.as_bytes()));
        ensure(!weak && !own, W, Property::Weak)?;
        Ok(pin)
    }

    /// What proves this PIN to the server, for this credential only.
    #[must_use]
    pub fn tag(&self, credential: &Credential) -> PinTag {
        let message = Zeroizing::new(labelled(LABEL, &[credential.id.as_ref(), self.0.as_bytes()]));
        PinTag::from_bytes(suite::hmac_sha256(credential.pin_key().expose(), &[&message]))
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(redacted)")
    }
}

/// What the server keeps of a PIN: nothing that a copy of the database alone lets one try. Equality takes constant time.
#[derive(Clone)]
pub struct PinHash([u8; 32]);

impl PinHash {
    /// HMAC of a tag under the pepper of the key directory.
    #[must_use]
    pub fn of(pepper: &Pepper, tag: &PinTag) -> Self {
        Self(suite::hmac_sha256(pepper.expose(), &[tag.expose()]))
    }

    /// Takes over what was stored.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, to store.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl PartialEq for PinHash {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for PinHash {}

impl fmt::Debug for PinHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PinHash(redacted)")
    }
}

/// 1111, 1212, 123123.
fn is_repetition(digits: &[u8]) -> bool {
    (1..=digits.len() / 2)
        .filter(|period| digits.len().is_multiple_of(*period))
        .any(|period| digits.chunks(period).all(|block| block == &digits[..period]))
}

/// 1234, 8901, 4321, 2109.
fn is_sequence(digits: &[u8]) -> bool {
    let steps = |step| digits.windows(2).all(|pair| (pair[1] + 10 - pair[0]) % 10 == step);
    steps(1) || steps(9)
}

fn is_year(digits: &[u8]) -> bool {
    digits.len() == 4 && (digits.starts_with(b"19") || digits.starts_with(b"20"))
}

/// Whether the digits are a birth date's, in any of the usual orders.
fn is_birth_date(digits: &[u8], date: &[u8]) -> bool {
    let &[c1, c2, y1, y2, _, m1, m2, _, d1, d2] = date else { return false };
    let (century, year, month, day) = ([c1, c2], [y1, y2], [m1, m2], [d1, d2]);
    let orders: [&[[u8; 2]]; 13] = [
        &[day, month],
        &[month, day],
        &[century, year],
        &[month, year],
        &[year, month],
        &[day, month, year],
        &[month, day, year],
        &[year, month, day],
        &[month, century, year],
        &[century, year, month],
        &[day, month, century, year],
        &[month, day, century, year],
        &[century, year, month, day],
    ];
    orders.iter().any(|order| order.concat() == digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;
    use crate::error::Error;

    fn choose(text: &str) -> Result<()> {
        Pin::choose(text, Some("1987-04-23")).map(|_| ())
    }

    #[test]
    fn refuses_what_a_thief_tries_first() {
        for weak in [
            "1111", "00000000", "1212", "123123", "1234", "6789", "7890", "8901", "4321", "3210", "1098", "1900",
            "1984", "2099", "2304", "0423", "1987", "0487", "8704", "230487", "042387", "870423", "041987", "198704",
            "23041987", "19870423", "04231987",
        ] {
            assert_eq!(choose(weak), Err(Error::new(W, Property::Weak)), "{weak}");
        }
        for good in ["5829", "2310", "19842", "112233", "1357", "90210"] {
            assert_eq!(choose(good), Ok(()), "{good}");
        }
        assert!(Pin::choose("2304", None).is_ok());
    }

    #[test]
    fn only_four_to_eight_ascii_digits() {
        for (text, property) in [
            ("", Property::Length),
            ("123", Property::Length),
            ("123456789", Property::Length),
            ("12a4", Property::Alphabet),
            ("12 34", Property::Alphabet),
            ("١٢٣٤", Property::Alphabet),
        ] {
            assert_eq!(Pin::enter(text).map(|_| ()), Err(Error::new(W, property)), "{text}");
        }
        assert_eq!(Pin::enter("1234\n").unwrap(), Pin::enter("1234").unwrap());
    }

    #[test]
    fn a_tag_is_for_one_pin_and_one_credential() {
        let mut entropy = SeededEntropy::new(1);
        let (one, two) = (Credential::generate(&mut entropy), Credential::generate(&mut entropy));
        let pin = Pin::enter("5829").unwrap();
        assert_eq!(pin.tag(&one), pin.tag(&one));
        assert_ne!(pin.tag(&one), pin.tag(&two));
        assert_ne!(pin.tag(&one), Pin::enter("5820").unwrap().tag(&one));
    }

    #[test]
    fn a_stored_tag_needs_the_pepper() {
        let tag = PinTag::from_bytes([1; 32]);
        let stored = PinHash::of(&Pepper::from_bytes([2; 32]), &tag);
        assert_eq!(stored, PinHash::of(&Pepper::from_bytes([2; 32]), &tag));
        assert_ne!(stored, PinHash::of(&Pepper::from_bytes([3; 32]), &tag));
        assert_ne!(stored, PinHash::of(&Pepper::from_bytes([2; 32]), &PinTag::from_bytes([2; 32])));
    }
}
