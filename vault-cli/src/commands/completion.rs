//! `coffre completion`.

use clap::CommandFactory;
use serde_json::json;

use crate::cli::{Cli, Completion};
use crate::output::Report;

pub(super) fn completion(args: &Completion) -> Report {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "coffre", &mut script);
    let script = String::from_utf8_lossy(&script).trim_end().to_owned();
    Report { json: json!({ "shell": args.shell.to_string(), "script": script }), text: script }
}
