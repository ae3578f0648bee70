//! What a command answered.

use std::process::Output;

use serde_json::Value;

/// Exit code and outputs of one run of `coffre --json`.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The exit code; negative when a signal ended the run.
    pub(crate) code: i32,
    /// The one JSON value on standard output.
    pub(crate) json: Value,
    /// What a person would have read.
    pub(crate) stderr: String,
    command: String,
}

impl Answer {
    pub(crate) fn of(output: &Output, command: String) -> Self {
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        let json = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            panic!("{command}: no JSON ({error}) in {}\n{stderr}", String::from_utf8_lossy(&output.stdout))
        });
        Self { code: output.status.code().unwrap_or(-1), json, stderr, command }
    }

    /// The JSON of a command that must have been done.
    #[track_caller]
    pub(crate) fn done(self) -> Value {
        assert_eq!(self.code, 0, "{} failed: {} {}", self.command, self.stderr, self.json);
        self.json
    }

    /// A text field of a command that must have been done.
    #[track_caller]
    pub(crate) fn text(self, field: &str) -> String {
        let json = self.done();
        json[field].as_str().unwrap_or_else(|| panic!("no text `{field}` in {json}")).to_owned()
    }

    /// The error of a command that must have ended with this exit code and problem code.
    #[track_caller]
    pub(crate) fn failed(self, exit: i32, code: &str) -> Value {
        let told = self.json["error"]["code"].as_str().unwrap_or_default();
        assert_eq!((self.code, told), (exit, code), "{}: {} {}", self.command, self.stderr, self.json);
        assert!(!self.stderr.trim().is_empty(), "{} told nothing", self.command);
        self.json["error"].clone()
    }
}
