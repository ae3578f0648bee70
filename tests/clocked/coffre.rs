//! `coffre` under a clock that a test moves.

use std::process::ExitCode;

use coffre_tests::FileClock;
use vault_cli::System;
use vault_core::entropy::OsEntropy;
use vault_server::clock::Clock;

fn main() -> ExitCode {
    let env = |name: &str| std::env::var(name).ok();
    let now_ms = || FileClock.now_ms();
    vault_cli::run(System { args: std::env::args_os().collect(), env, now_ms, entropy: Box::new(OsEntropy::new()) })
}
