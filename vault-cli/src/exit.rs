//! Exit codes, the one place: scripts rely on them.

use std::process::ExitCode;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Done.
    Done = 0,
    /// Something nobody foresaw.
    Unexpected = 1,
    /// The command line or a file given to it is not usable.
    Usage = 2,
    /// Refused: no mandate, expired, revoked, blocked, wrong PIN.
    Refused = 3,
    /// No such thing.
    NotFound = 4,
    /// Something was tampered with, or is not what it should be.
    Integrity = 5,
    /// The server cannot be reached, or cannot answer now.
    Unreachable = 6,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
