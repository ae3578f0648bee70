//! What programs beside the one test binary are built from: a clock that a test moves, and for the fuzzer, the sequences of calls.

mod clocked;

pub use clocked::FileClock;

// The fuzzer's program is no test: of the modules of `main.rs`, it gets those that its calls go through, and nobody else does.
#[cfg(fuzzing)]
#[allow(dead_code, unused_imports, reason = "the tests use the rest")]
mod api;
#[cfg(fuzzing)]
#[allow(dead_code, unused_imports, reason = "the tests use the rest")]
pub mod fuzzed;
#[cfg(fuzzing)]
#[allow(dead_code, unused_imports, reason = "the tests use the rest")]
mod harness {
    mod files_under;
    mod post;

    pub(crate) use files_under::files_under;
    pub(crate) use post::{Authority, Mood, PostServer, Taken, Tls};
}
