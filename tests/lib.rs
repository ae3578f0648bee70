//! What programs beside the one test binary are built from: a clock that a test moves, and for the fuzzer, the sequences of calls.

#![cfg_attr(fuzzing, allow(dead_code, unused_imports, reason = "the tests use the rest of what the fuzzer borrows"))]

mod clocked;

pub use clocked::FileClock;

// The fuzzer's program is no test: of the modules of `main.rs`, it gets those that its calls go through, and nobody else does.
#[cfg(fuzzing)]
mod api;
#[cfg(fuzzing)]
pub mod fuzzed;
#[cfg(fuzzing)]
mod harness {
    mod files_under;
    mod post;
    mod postgres;
    mod rows;
    mod s3;

    pub(crate) use files_under::files_under;
    pub(crate) use post::{Authority, Mood, PostServer, Taken, Tls};
    pub(crate) use postgres::{database_url, fill, made as postgres_made};
    pub(crate) use rows::Rows;
    pub(crate) use s3::{bucket, bucket_of, objects_in};
}
