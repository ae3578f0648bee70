//! Time as an argument: the program passes [`SystemClock`], tests pass [`TestClock`].

use std::sync::atomic::{AtomicU64, Ordering};

pub use vault_core::calendar::{day_of, month_of};

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

/// A moment as people write it: `2027-01-15T08:00:00Z`.
#[must_use]
pub fn moment(unix_ms: u64) -> String {
    let (day, second) = (day_of(unix_ms), unix_ms / 1000 % 86_400);
    let (hours, minutes, seconds) = (second / 3600, second / 60 % 60, second % 60);
    format!("{:04}-{:02}-{:02}T{hours:02}:{minutes:02}:{seconds:02}Z", day.year, day.month, day.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_people_do() {
        assert_eq!(moment(1_800_000_000_000), "2027-01-15T08:00:00Z");
        assert_eq!(moment(951_868_799_999), "2000-02-29T23:59:59Z");
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
