//! What a text inside a sealed object may hold, so that a screen, a file name or a printed line can
//! show it without surprise.

use serde::de::DeserializeOwned;

use crate::codec::ensure;
use crate::error::{Error, Property, Result, What};

/// One line: at most `max` characters, no control character, nothing that turns the writing direction of what follows.
pub(crate) fn check_line(what: What, text: &str, max: usize) -> Result<()> {
    ensure(text.chars().count() <= max, what, Property::Length)?;
    ensure(!text.chars().any(is_hazardous), what, Property::Alphabet)
}

/// The same, with line feeds.
pub(crate) fn check_lines(what: What, text: &str, max: usize) -> Result<()> {
    ensure(text.chars().count() <= max, what, Property::Length)?;
    ensure(!text.chars().any(|c| c != '\n' && is_hazardous(c)), what, Property::Alphabet)
}

/// Control characters, line and paragraph separators, and Unicode's embeddings, overrides and isolates.
fn is_hazardous(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A day of the Gregorian calendar, `YYYY-MM-DD`.
pub(crate) fn check_date(what: What, text: &str) -> Result<()> {
    ensure(parse_date(text).is_some(), what, Property::Validity)
}

/// (year, month, day) of a real day.
pub(crate) fn parse_date(text: &str) -> Option<(u16, u8, u8)> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    let digits = |range: std::ops::Range<usize>| {
        let part = &bytes[range];
        part.iter().all(u8::is_ascii_digit).then(|| part.iter().fold(0_u16, |n, d| n * 10 + u16::from(d - b'0')))
    };
    let (year, month, day) = (digits(0..4)?, digits(5..7)?, digits(8..10)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    let real = bytes[4] == b'-' && bytes[7] == b'-' && (1..=days).contains(&day);
    real.then_some((year, u8::try_from(month).ok()?, u8::try_from(day).ok()?))
}

/// A JSON object: unknown, missing and repeated fields are refused by the type's `deny_unknown_fields`;
/// an array in the place of the object is refused here.
pub(crate) fn parse_json<T: DeserializeOwned>(what: What, json: &[u8]) -> Result<T> {
    let refused = Error::new(what, Property::Json);
    ensure(json.first() == Some(&b'{'), what, Property::Json)?;
    serde_json::from_slice(json).map_err(|_| refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_exist() {
        for day in ["2024-02-29", "2000-02-29", "1999-12-31", "2026-04-30"] {
            assert_eq!(check_date(What::Record, day), Ok(()), "{day}");
        }
        for day in ["2023-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-01", ""]
        {
            assert!(check_date(What::Record, day).is_err(), "{day}");
        }
        assert!(check_date(What::Record, "2026/01/01").is_err());
        assert!(check_date(What::Record, "+026-01-01").is_err());
    }

    #[test]
    fn lines_hold_no_surprise() {
        assert_eq!(check_line(What::Name, "Zoé O'Neill-ÇELİK محمد", 40), Ok(()));
        for bad in ["a\nb", "a\0b", "a\u{7f}", "a\u{202e}fdp.exe", "a\u{2066}b", "a\u{2028}b"] {
            assert_eq!(check_line(What::Name, bad, 40), Err(Error::new(What::Name, Property::Alphabet)), "{bad:?}");
        }
        assert_eq!(check_lines(What::Name, "a\nb", 3), Ok(()));
        assert_eq!(check_lines(What::Name, "ééé", 2), Err(Error::new(What::Name, Property::Length)));
    }
}
