//! What leaves the program: one report on standard output, as text or as exactly one JSON value; errors on standard
//! error always, and as JSON on standard output too when JSON was asked for.

use std::io::{self, IsTerminal, Write};

use serde_json::Value;

use crate::error::Error;
use crate::exit::Exit;
use crate::i18n::I18n;

/// The result of a command: the same facts for a script and for a person.
#[derive(Debug)]
pub(crate) struct Report {
    /// For `--json`.
    pub(crate) json: Value,
    /// For a person; nothing is printed when empty.
    pub(crate) text: String,
}

/// Where reports and errors go.
#[derive(Debug)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    /// Text, or JSON.
    #[must_use]
    pub(crate) const fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether standard output carries JSON.
    #[must_use]
    pub(crate) const fn is_json(&self) -> bool {
        self.json
    }

    /// Prints the result of a command.
    pub(crate) fn report(&self, report: &Report) -> io::Result<()> {
        let mut out = io::stdout().lock();
        if self.json {
            writeln!(out, "{}", report.json)?;
        } else if !report.text.is_empty() {
            writeln!(out, "{}", report.text)?;
        }
        out.flush()
    }

    /// Prints why a command stopped, and yields its exit code.
    pub(crate) fn fail(&self, error: &Error, i18n: &I18n) -> Exit {
        let (sentence, next) = error.told(i18n);
        // An unwritable stderr or stdout must not hide the exit code.
        let mut err = io::stderr().lock();
        let _ = writeln!(err, "{sentence}");
        if !next.is_empty() {
            let _ = writeln!(err, "{next}");
        }
        if self.json {
            let _ = writeln!(io::stdout().lock(), "{}", error.json(i18n));
        }
        error.exit()
    }

    /// Whether a person is looking: progress bars are drawn for nobody else.
    #[must_use]
    pub(crate) fn is_watched(&self) -> bool {
        !self.json && io::stderr().is_terminal() && io::stdout().is_terminal()
    }
}

/// A remark that is neither the answer nor an error.
pub(crate) fn remark(sentence: &str) {
    let _ = writeln!(io::stderr().lock(), "{sentence}");
}

/// Lines of equal columns: `rows` under `head`, two spaces apart.
#[must_use]
pub(crate) fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let width = |text: &str| text.chars().count();
    let mut widths: Vec<usize> = head.iter().map(|h| width(h)).collect();
    for row in rows {
        for (w, cell) in widths.iter_mut().zip(row) {
            *w = (*w).max(width(cell));
        }
    }
    let line = |cells: &[String]| {
        let padded: Vec<String> =
            cells.iter().zip(&widths).map(|(c, w)| format!("{c}{}", " ".repeat(w - width(c)))).collect();
        padded.join("  ").trim_end().to_owned()
    };
    std::iter::once(line(head)).chain(rows.iter().map(|r| line(r))).collect::<Vec<_>>().join("\n")
}
