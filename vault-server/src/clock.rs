//! Time as an argument: the program passes [`SystemClock`], tests pass [`TestClock`].

use std::sync::atomic::{AtomicU64, Ordering};

/// Milliseconds in a day.
const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// Tells the time.
pub trait Clock: std::fmt::Debug + Send + Sync {
    /// Unix time, in milliseconds.
    fn now_ms(&self) -> u64;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's time enters the server")]
    fn now_ms(&self) -> u64 {
        let since_epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX)
    }
}

/// A clock that stands still until it is told otherwise.
#[derive(Debug, Default)]
pub struct TestClock(AtomicU64);

impl TestClock {
    /// A clock that stands at `now_ms`.
    #[must_use]
    pub const fn new(now_ms: u64) -> Self {
        Self(AtomicU64::new(now_ms))
    }

    /// Sets the time, in Unix milliseconds.
    pub fn set(&self, now_ms: u64) {
        self.0.store(now_ms, Ordering::SeqCst);
    }

    /// Moves forward.
    pub fn advance(&self, by_ms: u64) {
        self.0.fetch_add(by_ms, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now_ms(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

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

/// A moment as people write it: `2027-01-15T08:00:00Z`.
#[must_use]
pub fn moment(unix_ms: u64) -> String {
    let (day, second) = (day_of(unix_ms), unix_ms / 1000 % 86_400);
    let (hours, minutes, seconds) = (second / 3600, second / 60 % 60, second % 60);
    format!("{:04}-{:02}-{:02}T{hours:02}:{minutes:02}:{seconds:02}Z", day.year, day.month, day.day)
}

/// The month in which a moment falls, as a number `yyyymm`, UTC.
#[must_use]
pub const fn month_of(unix_ms: u64) -> u32 {
    let day = day_of(unix_ms);
    day.year.saturating_mul(100).saturating_add(day.month)
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
        }
    }

    #[test]
    fn a_moment_is_written_as_people_do() {
        assert_eq!(moment(1_800_000_000_000), "2027-01-15T08:00:00Z");
        assert_eq!(moment(951_868_799_999), "2000-02-29T23:59:59Z");
    }

    #[test]
    fn a_month_begins_at_midnight_utc() {
        assert_eq!(month_of(1_735_689_599_999), 202_412);
        assert_eq!(month_of(1_735_689_600_000), 202_501);
    }

    #[test]
    fn the_test_clock_moves_only_when_told() {
        let clock = TestClock::new(1_000);
        assert_eq!(clock.now_ms(), 1_000);
        clock.advance(5);
        assert_eq!(clock.now_ms(), 1_005);
        clock.set(7);
        assert_eq!(clock.now_ms(), 7);
    }

    #[test]
    fn the_machine_is_set_to_this_century() {
        assert!((2024..2100).contains(&(month_of(SystemClock.now_ms()) / 100)));
    }
}
