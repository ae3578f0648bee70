//! `coffre`, the command line of the reception desk.
//!
//! Everything is sealed and opened on this side; the server sees ciphertext, ids and signatures.

mod act;
mod ask;
mod calls;
mod card;
mod check;
mod cli;
mod commands;
mod credential;
mod desk;
mod directory;
mod display;
mod enrol;
mod error;
mod exit;
mod export;
mod forgotten;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod handover;
pub mod i18n;
mod journal;
mod localise;
mod outfile;
mod output;
mod papers;
mod pdf;
mod pins;
mod profile;
mod progress;
mod published;
mod queue;
mod receive;
mod remembered;
mod reminders;
mod remote;
mod scan;
mod seal;
mod send;
mod served;
mod session;
mod sheet;
mod signatures;
mod trust;
mod turn;
mod verify;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};
use jiff::tz::TimeZone;
use vault_core::entropy::Entropy;

use crate::cli::Cli;
use crate::desk::{Desk, Random};
use crate::error::{Error, Problem};
use crate::exit::Exit;
use crate::i18n::{I18n, Lang};
use crate::localise::{localise, sentence};
use crate::output::{Output, Report, remark};
use crate::profile::Profile;

/// What a run needs from the system it runs on; a test may own each part.
pub struct System {
    /// The command line, the program's name first.
    pub args: Vec<OsString>,
    /// Reads an environment variable.
    pub env: fn(&str) -> Option<String>,
    /// Unix milliseconds.
    pub now_ms: fn() -> u64,
    /// Randomness.
    pub entropy: Box<dyn Entropy>,
}

impl std::fmt::Debug for System {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("System")
    }
}

/// Runs one command to its end.
#[must_use]
pub fn run(system: System) -> ExitCode {
    let shown: Vec<String> = system.args.iter().map(|a| a.to_string_lossy().into_owned()).collect();
    let i18n = I18n::new(Lang::choose(shown.iter().map(String::as_str), system.env));
    let wants_json = shown.iter().take_while(|a| *a != "--").any(|a| a == "--json");
    let output = Output::new(wants_json);
    match localise(Cli::command(), &i18n).try_get_matches_from(&system.args) {
        Err(stop) => stopped(&stop, &output, &i18n),
        Ok(matches) => match Cli::from_arg_matches(&matches) {
            Err(stop) => stopped(&stop, &output, &i18n),
            Ok(cli) => execute(&cli, system, i18n, output),
        },
    }
    .into()
}

fn execute(cli: &Cli, system: System, i18n: I18n, output: Output) -> Exit {
    let profile = match Profile::open(system.env) {
        Ok(profile) => profile,
        Err(error) => return output.fail(&error, &i18n),
    };
    let zone = TimeZone::try_system().unwrap_or(TimeZone::UTC);
    let random = Random::new(system.entropy);
    let session_pin = cli.global.session_pin_file.clone();
    let desk = Desk { i18n, output, profile, random, now_ms: system.now_ms, zone, session_pin };
    match commands::run(&desk, &cli.command) {
        Ok(report) => print(&desk.output, &report),
        Err(error) => desk.output.fail(&error, &desk.i18n),
    }
}

/// Help and version are answers; everything else that stops clap is a misuse.
fn stopped(stop: &clap::Error, output: &Output, i18n: &I18n) -> Exit {
    use clap::error::ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion};
    let told = || stop.render().to_string().trim_end().to_owned();
    match stop.kind() {
        DisplayHelp | DisplayVersion => {
            let text = told();
            print(output, &Report { json: serde_json::json!({ "help": text }), text })
        }
        DisplayHelpOnMissingArgumentOrSubcommand => {
            remark(&told());
            Exit::Usage
        }
        _ => output.fail(&Error::from(Problem::CommandLine { sentence: sentence(stop, i18n) }), i18n),
    }
}

/// A reader that went away (a closed pipe) is no failure of the command.
fn print(output: &Output, report: &Report) -> Exit {
    match output.report(report) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Exit::Unexpected,
        _ => Exit::Done,
    }
}
