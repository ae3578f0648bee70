//! Somebody with a credential, a PIN and a profile folder, who uses the real `coffre`.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::programs::{built, words};
use super::{Answer, Server};

/// Somebody.
#[derive(Debug)]
pub(crate) struct Person {
    folder: PathBuf,
    url: String,
    ca: PathBuf,
    clock: Option<PathBuf>,
}

impl Person {
    /// Somebody whose things lie in a folder, which holds `credential` and `pin` once they were given.
    pub(crate) fn new(server: &Server, name: &str) -> Self {
        let folder = server.path("people").join(name);
        Self { clock: server.clock(), ..Self::at(folder, server.url(), server.ca()) }
    }

    /// Somebody whose things lie in this folder, at the server of this address and authority.
    pub(crate) fn at(folder: PathBuf, url: String, ca: PathBuf) -> Self {
        fs::create_dir_all(&folder).expect("a folder");
        Self { folder, url, ca, clock: None }
    }

    /// The same person on another computer, which knows nothing yet.
    pub(crate) fn elsewhere(&self, name: &str) -> Self {
        let folder = self.folder.with_file_name(name);
        fs::create_dir_all(&folder).expect("a folder");
        for file in ["credential", "pin"] {
            fs::copy(self.path(file), folder.join(file)).expect("copied");
        }
        Self { folder, url: self.url.clone(), ca: self.ca.clone(), clock: self.clock.clone() }
    }

    /// Runs one command with `--json`.
    pub(crate) fn run<const N: usize>(&self, list: [&dyn AsRef<OsStr>; N]) -> Answer {
        self.run_all(&words(list))
    }

    /// Runs one command with `--json`, whose arguments were put together before.
    pub(crate) fn run_all(&self, all: &[OsString]) -> Answer {
        let output = self.command(all).output().expect("coffre runs");
        Answer::of(&output, format!("{all:?}"))
    }

    /// `coffre` with this person's profile; standard output and standard error are kept.
    pub(crate) fn command(&self, all: &[OsString]) -> Command {
        let mut command = Command::new(match &self.clock {
            Some(_) => PathBuf::from(env!("CARGO_BIN_EXE_clocked-coffre")),
            None => built("coffre"),
        });
        command.env_clear().env("COFFRE_HOME", self.home()).env("TZ", "Europe/Paris");
        command.envs(self.clock.iter().map(|clock| ("CLOCK_FILE", clock)));
        command.arg("--json").args(all).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Opens a document into a file of this person's.
    pub(crate) fn open(&self, document: &str, output: &str) -> Answer {
        self.run([&"open", &document, &"-o", &self.path(output)])
    }

    /// The options that give card and PIN again, for a solemn act.
    pub(crate) fn own(&self) -> Vec<OsString> {
        words([&"--credential-file", &self.path("credential"), &"--pin-file", &self.path("pin")])
    }

    /// Logs in with the credential and the PIN.
    pub(crate) fn log_in(&self) -> Answer {
        self.log_in_with(&self.path("pin"))
    }

    /// Logs in with the credential and another PIN.
    pub(crate) fn log_in_with(&self, pin: &Path) -> Answer {
        let mut all = words([&"login", &"--server", &self.url, &"--ca", &self.ca]);
        all.extend(words([&"--credential-file", &self.path("credential"), &"--pin-file", &pin]));
        self.run_all(&all)
    }

    /// Writes a PIN into a file that nobody else may read.
    pub(crate) fn write_pin(&self, name: &str, pin: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, pin).expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("set");
        path
    }

    /// The profile folder.
    pub(crate) fn home(&self) -> PathBuf {
        self.path("home")
    }

    /// Something of this person's, out of the profile folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}
