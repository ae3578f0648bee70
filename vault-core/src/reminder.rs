//! A day on which the owner of a vault is told that a paper is to be renewed (FORMATS 4): which days there are, and the
//! limits of reminders. What is to be done is a text that the server cannot read
//! ([`crate::wrap::Envelope::seal_reminder`]).

use crate::calendar::{DAY_MS, Day, day_of, midnight_ms};
use crate::codec::ensure;
use crate::error::{Property, Result, What};
use crate::ids::{DocumentId, ReminderId, VaultId};
use crate::text::{check_lines, parse_date};

/// When the server tells, on the day: 08:00 UTC, which is 9 or 10 in the morning in Paris. Milliseconds after midnight.
pub const HOUR_MS: u64 = 8 * 60 * 60 * 1000;

/// How far ahead the day may lie: 16 years, a little more than the longest-lived identity card. Milliseconds.
pub const MAX_AHEAD_MS: u64 = 16 * 366 * DAY_MS;

/// Most reminders of one document.
pub const MAX_PER_DOCUMENT: u64 = 5;

/// Longest text, in characters.
pub const MAX_TEXT: usize = 500;

/// What a reminder is about: all that the server knows of it beside its author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminder {
    /// The reminder.
    pub id: ReminderId,
    /// The vault.
    pub vault: VaultId,
    /// The document that is to be renewed.
    pub document: DocumentId,
    /// The day, as the moment at which the owner is told: [`HOUR_MS`] after its midnight, UTC, Unix milliseconds.
    pub due_ms: u64,
}

/// Why a day cannot be that of a new reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayRefused {
    /// Not [`HOUR_MS`] after a midnight.
    Hour,
    /// Its moment is past.
    Past,
    /// More than [`MAX_AHEAD_MS`] ahead.
    TooFar,
}

/// The moment of a day written `YYYY-MM-DD`; none when there is no such day, or none before 1970.
#[must_use]
pub fn due_ms(day: &str) -> Option<u64> {
    let (year, month, day) = parse_date(day)?;
    let midnight = midnight_ms(Day { year: year.into(), month: month.into(), day: day.into() })?;
    Some(midnight + HOUR_MS)
}

/// The day of such a moment, `YYYY-MM-DD`.
#[must_use]
pub fn day_text(due_ms: u64) -> String {
    let Day { year, month, day } = day_of(due_ms);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Whether a reminder may be set for this moment. Both in Unix milliseconds.
pub const fn check_day(due_ms: u64, now_ms: u64) -> std::result::Result<(), DayRefused> {
    if due_ms % DAY_MS != HOUR_MS {
        Err(DayRefused::Hour)
    } else if due_ms <= now_ms {
        Err(DayRefused::Past)
    } else if due_ms - now_ms > MAX_AHEAD_MS {
        Err(DayRefused::TooFar)
    } else {
        Ok(())
    }
}

/// Refuses a text that is empty, longer than [`MAX_TEXT`] characters, or holds control characters but line feeds.
pub(crate) fn check_text(what: What, text: &str) -> Result<()> {
    ensure(!text.is_empty(), what, Property::Length)?;
    check_lines(what, text, MAX_TEXT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_one_moment_and_back() {
        let due = due_ms("2027-01-15").unwrap();
        assert_eq!(due, 1_800_000_000_000);
        assert_eq!(day_text(due), "2027-01-15");
        assert_eq!(day_text(due_ms("2028-02-29").unwrap()), "2028-02-29");
        for wrong in ["2027-02-29", "15/01/2027", "1969-12-31", ""] {
            assert_eq!(due_ms(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn days_ahead_and_not_too_far() {
        let due = due_ms("2027-01-15").unwrap();
        assert_eq!(check_day(due, due - 1), Ok(()));
        assert_eq!(check_day(due, due), Err(DayRefused::Past));
        assert_eq!(check_day(due, due - MAX_AHEAD_MS), Ok(()));
        assert_eq!(check_day(due, due - MAX_AHEAD_MS - 1), Err(DayRefused::TooFar));
        assert_eq!(check_day(due + 1, due - DAY_MS), Err(DayRefused::Hour));
    }
}
