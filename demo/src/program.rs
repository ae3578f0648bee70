//! Running the two programs: `coffre` for somebody, and a command of `vault-server`.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::error::{Error, Result};

/// What each command of `coffre` begins with.
const OPTIONS: [&str; 2] = ["--json", "--lang=fr"];

/// `coffre` in the hands of one person: their profile folder goes with it.
#[derive(Debug)]
pub(crate) struct Coffre<'a> {
    pub(crate) program: &'a Path,
    pub(crate) home: PathBuf,
}

impl Coffre<'_> {
    /// Runs one command with `--json` and yields what it answered.
    pub(crate) fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Result<Answer> {
        let mut command = Command::new(self.program);
        // French whatever the terminal speaks: `demo.json` has the folders by their French names.
        command.env("COFFRE_HOME", &self.home).args(OPTIONS).args(args);
        let (name, output) = finish(command)?;
        let value = serde_json::from_slice(&output.stdout)
            .map_err(|_| Error::Answer { command: name.clone(), field: "json" })?;
        Ok(Answer { command: name, value })
    }
}

/// Runs one command of the server that ends by itself.
pub(crate) fn administer<A: AsRef<OsStr>>(server: &Path, args: impl IntoIterator<Item = A>) -> Result<()> {
    let mut command = Command::new(server);
    command.args(args);
    finish(command).map(drop)
}

fn finish(mut command: Command) -> Result<(String, Output)> {
    let name = spoken(&command);
    let program = PathBuf::from(command.get_program());
    let output = command.stdin(Stdio::null()).output().map_err(Error::file(&program))?;
    if output.status.success() {
        return Ok((name, output));
    }
    Err(Error::Step { command: name, said: String::from_utf8_lossy(&output.stderr).into_owned() })
}

/// The program and its command, without options: `coffre mandate grant`.
fn spoken(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let words = command.get_args().map(OsStr::to_string_lossy).skip_while(|word| OPTIONS.contains(&word.as_ref()));
    let words = words.take_while(|word| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'));
    let words = words.take_while(|word| !word.starts_with('-'));
    words.fold(program, |said, word| said + " " + &word)
}

/// What `coffre --json` answered.
#[derive(Debug)]
pub(crate) struct Answer {
    command: String,
    value: Value,
}

impl Answer {
    /// A text field of the answer.
    pub(crate) fn text(&self, field: &'static str) -> Result<String> {
        self.text_of(&self.value, field)
    }

    /// A field that holds texts by their names.
    pub(crate) fn named_texts(&self, field: &'static str) -> Result<BTreeMap<String, String>> {
        let named = self.value.get(field).cloned().ok_or_else(|| self.lacks(field))?;
        serde_json::from_value(named).map_err(|_| self.lacks(field))
    }

    /// A text field of each element, when the answer is a list.
    pub(crate) fn texts(&self, field: &'static str) -> Result<Vec<String>> {
        let list = self.value.as_array().ok_or_else(|| self.lacks(field))?;
        list.iter().map(|element| self.text_of(element, field)).collect()
    }

    fn text_of(&self, value: &Value, field: &'static str) -> Result<String> {
        value.get(field).and_then(Value::as_str).map(str::to_owned).ok_or_else(|| self.lacks(field))
    }

    fn lacks(&self, field: &'static str) -> Error {
        Error::Answer { command: self.command.clone(), field }
    }
}

/// Arguments of mixed kinds: words and paths.
pub(crate) fn args<const N: usize>(list: [&dyn AsRef<OsStr>; N]) -> Vec<OsString> {
    list.iter().map(|arg| arg.as_ref().to_owned()).collect()
}
