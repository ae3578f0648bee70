//! The program `coffre`: hands the system over to the library.

use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use vault_cli::System;
use vault_core::entropy::OsEntropy;

fn main() -> ExitCode {
    let env = |name: &str| std::env::var(name).ok();
    let entropy = Box::new(OsEntropy::new());
    vault_cli::run(System { args: std::env::args_os().collect(), env, now_ms, entropy })
}

/// Unix milliseconds.
#[expect(clippy::disallowed_methods, reason = "the one place where this program's clock enters")]
fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
