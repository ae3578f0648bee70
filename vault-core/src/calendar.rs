//! Days and months of the Gregorian calendar, UTC, from Unix milliseconds: the log's bodies are sealed, and forgotten,
//! month by month.

/// Milliseconds in a day.
pub const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// A day of the Gregorian calendar, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The year, 1970 or later.
    pub year: u32,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
}

/// The day on which a moment falls.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "64 bits of milliseconds end in the year 584,556,019")]
pub const fn day_of(unix_ms: u64) -> Day {
    // The year is taken to begin on the 1st of March, so that the leap day is its last; eras of
    // 400 years (146,097 days) repeat exactly. 719,468 days lie between 0000-03-01 and 1970-01-01.
    let days = unix_ms / DAY_MS + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let (month, next_year) = if from_march < 10 { (from_march + 3, 0) } else { (from_march - 9, 1) };
    Day { year: (era * 400 + year_of_era + next_year) as u32, month: month as u32, day: day as u32 }
}

/// The first millisecond of a day, UTC; none for one that the calendar does not have, or before 1970.
#[must_use]
pub fn midnight_ms(day: Day) -> Option<u64> {
    // The reverse of [`day_of`].
    let year = u64::from(day.year).checked_sub(u64::from(day.month <= 2))?;
    let from_march = u64::from(if day.month > 2 { day.month.checked_sub(3)? } else { day.month.checked_add(9)? });
    let (era, of_era) = (year / 400, year % 400);
    let of_year = (153 * from_march + 2) / 5 + u64::from(day.day.checked_sub(1)?);
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    let ms = days.checked_sub(719_468)?.checked_mul(DAY_MS)?;
    (day_of(ms) == day).then_some(ms)
}

/// The month in which a moment falls, as a number `yyyymm`, UTC.
#[must_use]
pub const fn month_of(unix_ms: u64) -> u32 {
    let day = day_of(unix_ms);
    day.year.saturating_mul(100).saturating_add(day.month)
}

/// How many months lie between two months, given as `yyyymm`: 1 from December to January. 0 when the second is not
/// the later one.
#[must_use]
pub const fn months_between(from: u32, to: u32) -> u32 {
    const fn count(month: u32) -> u32 {
        (month / 100) * 12 + month % 100
    }
    count(to).saturating_sub(count(from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        let known = [
            (0, (1970, 1, 1)),
            (951_782_399_999, (2000, 2, 28)),
            (951_782_400_000, (2000, 2, 29)),
            (951_868_800_000, (2000, 3, 1)),
            (1_709_164_800_000, (2024, 2, 29)),
            (1_735_689_599_999, (2024, 12, 31)),
            (1_735_689_600_000, (2025, 1, 1)),
            (4_107_542_400_000, (2100, 3, 1)),
        ];
        for (ms, (year, month, day)) in known {
            assert_eq!(day_of(ms), Day { year, month, day }, "{ms}");
            assert_eq!(midnight_ms(day_of(ms)), Some(ms / DAY_MS * DAY_MS), "{ms}");
        }
        for (year, month, day) in
            [(2023, 2, 29), (2024, 0, 1), (2024, 13, 1), (2024, 4, 31), (2024, 1, 0), (1969, 12, 31)]
        {
            assert_eq!(midnight_ms(Day { year, month, day }), None, "{year}-{month}-{day}");
        }
    }

    #[test]
    fn a_month_begins_at_midnight_utc() {
        assert_eq!(month_of(1_735_689_599_999), 202_412);
        assert_eq!(month_of(1_735_689_600_000), 202_501);
    }

    #[test]
    fn months_are_counted_over_years() {
        assert_eq!((months_between(202_612, 202_701), months_between(202_601, 202_701)), (1, 12));
        assert_eq!((months_between(202_601, 202_601), months_between(202_602, 202_601)), (0, 0));
    }
}
