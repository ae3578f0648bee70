//! What came of each fault, kept as a line of JSON in the file that `COFFRE_FAULTS_REPORT` names, and the table that is drawn from
//! all its lines between two marks of the page that `COFFRE_FAULTS_TABLE` names.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;

use serde::{Deserialize, Serialize};

use super::load::Seen;
use super::table::{self, Fault};

/// The file.
const REPORT: &str = "COFFRE_FAULTS_REPORT";
/// The page.
const PAGE: &str = "COFFRE_FAULTS_TABLE";

const BEGIN: &str = "<!-- make test-faults: begin -->\n";
const END: &str = "<!-- make test-faults: end -->";

/// One fault, once.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) fault: String,
    pub(super) round: usize,
    pub(super) seen: Seen,
}

/// Keeps a line, where somebody wants to have it. There is none of a fault after which something did not hold.
pub(super) fn keep(line: &Line) {
    let Ok(path) = std::env::var(REPORT) else { return };
    let mut file = OpenOptions::new().create(true).append(true).open(path).expect("the report opens");
    writeln!(file, "{}", serde_json::to_string(line).expect("JSON")).expect("written");
}

/// Draws the table, where somebody wants to have it.
pub(super) fn publish() {
    let (Ok(report), Ok(page)) = (std::env::var(REPORT), std::env::var(PAGE)) else { return };
    let lines: Vec<Line> = fs::read_to_string(report)
        .expect("text")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line"))
        .collect();
    let text = fs::read_to_string(&page).expect("a page");
    let (from, to) = (text.find(BEGIN).expect("a mark"), text.find(END).expect("a mark"));
    let drawn = format!("{}{BEGIN}\n{}\n{}", &text[..from], drawn(&lines), &text[to..]);
    fs::write(page, drawn).expect("written");
}

fn drawn(lines: &[Line]) -> String {
    let mut text =
        "| fault | tried | deeds | lost | unlogged | s to recover (longest) | what people saw |\n|---|--:|--:|--:|--:|--:|---|\n"
            .to_owned();
    for fault in table::all() {
        let of_fault: Vec<_> = lines.iter().filter(|line| line.fault == fault.name).map(|line| &line.seen).collect();
        if !of_fault.is_empty() {
            row(&mut text, fault, &of_fault);
        }
    }
    text
}

/// Nothing was lost or unlogged in what has a line: the run ends where something is.
fn row(text: &mut String, fault: &Fault, seen: &[&Seen]) {
    let deeds: usize = seen.iter().map(|seen| seen.acknowledged).sum();
    let mut back: Vec<_> = seen.iter().map(|seen| seen.back_ms).collect();
    back.sort_unstable();
    let (middle, most) = (seconds(back[(back.len() - 1) / 2]), seconds(back[back.len() - 1]));
    let (what, tried, saw) = (fault.what, seen.len(), saw(seen));
    let _ = writeln!(text, "| {what} | {tried} | {deeds} | 0 | 0 | {middle} ({most}) | {saw} |");
}

fn saw(seen: &[&Seen]) -> String {
    let most = |of: fn(&Seen) -> u64| seen.iter().map(|seen| of(seen)).max().unwrap_or_default();
    let mut told = vec![format!("waited {} s at most", seconds(most(|seen| seen.slowest_ms)))];
    let silences: usize = seen.iter().map(|seen| seen.unanswered).sum();
    if silences > 0 {
        told.push(format!("{silences} × no answer"));
    }
    let codes: std::collections::BTreeSet<_> = seen.iter().flat_map(|seen| seen.refused.keys()).collect();
    for code in codes {
        let times: usize = seen.iter().filter_map(|seen| seen.refused.get(code)).sum();
        told.push(format!("{times} × `{code}`"));
    }
    told.join("; ")
}

fn seconds(ms: u64) -> String {
    format!("{}.{}", ms / 1000, ms % 1000 / 100)
}
