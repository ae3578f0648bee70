//! What every command has at hand: words, output, profile, the clock and randomness.

use std::cell::RefCell;
use std::path::PathBuf;

use jiff::tz::TimeZone;
use vault_core::entropy::Entropy;

use crate::i18n::I18n;
use crate::output::Output;
use crate::profile::Profile;

/// The surroundings of one command.
pub(crate) struct Desk {
    /// Words.
    pub(crate) i18n: I18n,
    /// Where answers go.
    pub(crate) output: Output,
    /// What is remembered between two commands.
    pub(crate) profile: Profile,
    /// Randomness: `&mut &desk.random` is an [`Entropy`].
    pub(crate) random: Random,
    /// Unix milliseconds.
    pub(crate) now_ms: fn() -> u64,
    /// The time zone in which dates are told.
    pub(crate) zone: TimeZone,
    /// Holds the PIN of this computer, for when the session has ended.
    pub(crate) session_pin: Option<PathBuf>,
}

impl Desk {
    /// A French desk in Paris, with a clock that stands still and keys that anyone can make again.
    #[cfg(any(test, fuzzing))]
    #[expect(clippy::expect_used, reason = "a test or a fuzzer that has no home has nothing to test")]
    pub(crate) fn for_test(home: &std::path::Path) -> Self {
        let home = home.display().to_string();
        Self {
            i18n: I18n::new(crate::i18n::Lang::Fr),
            output: Output::new(true),
            profile: Profile::open(|n| (n == "COFFRE_HOME").then(|| home.clone())).expect("a profile"),
            random: Random::new(Box::new(vault_core::entropy::SeededEntropy::new(1))),
            now_ms: || 1_772_543_400_000,
            zone: TimeZone::get("Europe/Paris").expect("bundled"),
            session_pin: None,
        }
    }

    /// Unix milliseconds.
    pub(crate) fn now_ms(&self) -> u64 {
        (self.now_ms)()
    }

    /// Unix seconds, as certificates and mandates count.
    pub(crate) fn now_s(&self) -> u64 {
        self.now_ms() / 1000
    }
}

/// The program's source of randomness, shared by everything that a command does.
pub(crate) struct Random(RefCell<Box<dyn Entropy>>);

impl Random {
    /// Takes over the source that the program was given.
    pub(crate) fn new(source: Box<dyn Entropy>) -> Self {
        Self(RefCell::new(source))
    }
}

impl Entropy for &Random {
    fn fill(&mut self, dst: &mut [u8]) {
        self.0.borrow_mut().fill(dst);
    }
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Desk({:?})", self.profile)
    }
}
