//! `make bench`: measures, one section after the other, and writes each section's table into `docs/BENCHMARKS.md`.
//!
//! Every ratio compares two things that were measured in the same run, alternately, so that a busy machine disturbs
//! both. `--small` proves in a few minutes that everything still runs, and writes nothing. The sections of `make bench-load` need a
//! PostgreSQL and a Garage beside them, and run when they are named.

mod client;
mod engine;
mod ground;
mod inside;
mod load;
mod log;
mod memory;
mod openings;
mod process;
mod report;
mod seal;
mod setting;
mod sink;
mod stage;
mod start;
mod transfer;

use std::path::Path;
use std::process::ExitCode;

use setting::Setting;

/// Whatever stops a measurement: the programs are driven, not judged.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// What measures one section.
type Measure = fn(&Setting) -> Result<report::Table>;

/// The sections, in the order in which they run.
const SECTIONS: [(&str, Measure); 6] = [
    ("seal", seal::measure),
    ("openings", openings::measure),
    ("transfer", transfer::measure),
    ("memory", memory::measure),
    ("log", log::measure),
    ("start", start::measure),
];

/// Those of `make bench-load`.
const LOAD: [(&str, Measure); 4] = [
    ("load", load::measure),
    ("filled", load::filled::measure),
    ("growth", load::growth::measure),
    ("peers", load::peers::measure),
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words[..] {
        // What this program does in processes of its own, so that they can be compared with other programs.
        ["seal-file", from, to] => seal::seal_file(Path::new(from), Path::new(to)),
        ["open-file", from, to] => seal::open_file(Path::new(from), Path::new(to)),
        ["sink", folder, port] => sink::serve(Path::new(folder), port),
        _ => run(&words),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report::say(&format!("coffre-bench: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<()> {
    let (small, long) = (words.contains(&"--small"), words.contains(&"--long"));
    let only: Vec<&str> = words.iter().copied().filter(|word| !word.starts_with("--")).collect();
    let known: Vec<_> = SECTIONS.into_iter().chain(LOAD).collect();
    if let Some(unknown) = only.iter().find(|name| !known.iter().any(|(known, _)| known == *name)) {
        let known = known.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        return Err(format!("no section {unknown}; there are {known}").into());
    }
    let points = words.iter().find_map(|word| word.strip_prefix("--points=")).unwrap_or("");
    let setting = Setting::new(small, long, points)?;
    let sections = if only.is_empty() { SECTIONS.to_vec() } else { known };
    for (name, measure) in sections {
        if only.is_empty() || only.contains(&name) {
            report::say(&format!("\n== {name}"));
            let table = measure(&setting)?;
            if setting.keeps() {
                report::write(&setting, name, &table)?;
            }
        }
    }
    Ok(())
}
