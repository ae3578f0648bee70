//! A clock that a test moves from outside, for the two programs that must believe that days have passed.

use vault_server::clock::{Clock, SystemClock};

/// The machine's time, plus the milliseconds that stand in the file `CLOCK_FILE`: fewer than none for a clock that is late.
#[derive(Debug, Clone, Copy, Default)]
pub struct FileClock;

impl Clock for FileClock {
    #[expect(clippy::expect_used, reason = "a test that cannot move its clock must not go on")]
    fn now_ms(&self) -> u64 {
        let file = std::env::var_os("CLOCK_FILE").expect("CLOCK_FILE is set");
        let ahead = std::fs::read_to_string(file).expect("the clock can be read");
        SystemClock.now_ms().saturating_add_signed(ahead.trim().parse().expect("milliseconds"))
    }
}
