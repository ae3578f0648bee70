//! `make demo` as a newcomer meets it: the real driver with the real programs, twice, and with things in its way.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

use crate::harness::{built, files_under, free_port};

const WITHIN: Duration = Duration::from_mins(2);

/// A folder and a port for one demonstration.
struct Stage {
    folder: TempDir,
    port: u16,
}

impl Stage {
    fn new() -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        Self { folder, port: free_port() }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, data: &Path) -> Command {
        let mut command = Command::new(built("coffre-demo"));
        command.env("DEMO_DIR", data).env("DEMO_PORT", self.port.to_string()).env("LC_ALL", "fr_FR.UTF-8");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs it to an end that comes by itself.
    fn refused(&self, data: &Path) -> String {
        let output = self.command(data).output().expect("run");
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).expect("text")
    }

    /// Runs it until it waits for Ctrl-C.
    fn start(&self) -> Running {
        let page = self.folder.path().join("page");
        let mut command = self.command(&self.data());
        command.stdout(fs::File::create(&page).expect("a file"));
        let mut running = Running { child: Some(command.spawn().expect("started")), page };
        let begun = Instant::now();
        while !running.page().contains("rm -r ") {
            let ended = running.child.as_mut().and_then(|child| child.try_wait().expect("a child"));
            assert!(ended.is_none() && begun.elapsed() < WITHIN, "not ready: {}", running.page());
            sleep(Duration::from_millis(50));
        }
        running
    }
}

/// A demonstration in the foreground of nobody.
struct Running {
    child: Option<Child>,
    page: PathBuf,
}

impl Running {
    fn page(&self) -> String {
        fs::read_to_string(&self.page).expect("text")
    }

    /// Ctrl-C.
    fn interrupt(mut self) -> Output {
        let child = self.child.take().expect("started");
        kill_process(Pid::from_child(&child), Signal::INT).expect("told");
        child.wait_with_output().expect("ended")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = kill_process(Pid::from_child(&child), Signal::TERM);
            drop(child.wait());
        }
    }
}

fn record(data: &Path) -> Value {
    serde_json::from_slice(&fs::read(data.join("demo.json")).expect("demo.json")).expect("JSON")
}

fn path(value: &Value) -> PathBuf {
    PathBuf::from(value.as_str().expect("a path"))
}

/// `coffre` in the hands of one of the people of `demo.json`; gives its exit code.
fn coffre(record: &Value, who: &str, args: &[&str]) -> Option<i32> {
    let mut command = Command::new(path(&record["coffre"]));
    command.env("COFFRE_HOME", path(&record["people"][who]["home"])).args(args).stdin(Stdio::null());
    command.output().expect("run").status.code()
}

fn log_in(record: &Value, who: &str) {
    let person = &record["people"][who];
    let [url, ca] = [&record["url"], &record["ca"]].map(|text| text.as_str().expect("text"));
    let [card, pin] = ["credential_file", "pin_file"].map(|file| person[file].as_str().expect("a path"));
    let args = ["login", "--server", url, "--ca", ca, "--credential-file", card, "--pin-file", pin];
    assert_eq!(coffre(record, who, &args), Some(0), "{who}");
}

#[test]
fn a_first_start_makes_everything_and_a_second_start_finds_it_again() {
    let stage = Stage::new();
    let first = stage.start();
    let made = record(&stage.data());
    assert_eq!(made["url"], format!("https://localhost:{}", stage.port));
    assert_eq!(made["folders"]["Ressources"].as_str().map(str::len), Some(32));
    for file in files_under(&stage.data()) {
        assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o077, 0, "{}", file.display());
    }
    let other = stage.folder.path().join("other");
    assert!(stage.refused(&other).contains(&format!("Le port {} est déjà pris", stage.port)));
    assert!(!other.exists());

    assert!(first.interrupt().status.success());
    TcpListener::bind((Ipv4Addr::LOCALHOST, stage.port)).expect("the server has stopped");

    let second = stage.start();
    assert_eq!(record(&stage.data()), made);
    let (id, file) =
        (made["documents"][0]["document_id"].as_str().expect("an id"), path(&made["documents"][0]["file"]));
    assert!(second.page().contains(&format!("coffre open {id} ")));
    let copy = stage.folder.path().join("copy.pdf");
    let open = ["open", id, "-o", copy.to_str().expect("text")];
    for who in ["professional", "desk", "beneficiary", "auditor"] {
        log_in(&made, who);
    }
    assert_eq!(coffre(&made, "desk", &open), Some(3));
    assert!(!copy.exists());
    assert_eq!(coffre(&made, "professional", &open), Some(0));
    assert_eq!(fs::read(&copy).expect("the copy"), fs::read(&file).expect("the original"));
    assert_eq!(coffre(&made, "auditor", &["log", "verify"]), Some(0));
    // What the page proposes works as it is printed.
    let page = second.page();
    for begins in ["card sheet ", "verify ", "export --", "export verify "] {
        let mut commands = page.lines().filter_map(|line| line.trim().strip_prefix("coffre "));
        let command = commands.find(|command| command.starts_with(begins)).expect("proposed");
        let args: Vec<&str> = command.split(' ').collect();
        assert_eq!(coffre(&made, "beneficiary", &args), Some(0), "{command}");
    }
    assert!(second.interrupt().status.success());
}

#[test]
fn what_somebody_else_left_or_half_made_is_told_and_never_touched() {
    let stage = Stage::new();
    fs::create_dir(stage.data()).expect("a folder");
    fs::write(stage.data().join("letter.txt"), "SPECIMEN").expect("written");
    assert!(stage.refused(&stage.data()).contains("contient déjà autre chose"));
    assert_eq!(files_under(&stage.data()).len(), 1);

    fs::create_dir(stage.data().join("people")).expect("a folder");
    assert!(stage.refused(&stage.data()).contains(&format!("rm -r {}", stage.data().display())));

    fs::write(stage.data().join("demo.json"), "{}").expect("written");
    assert!(stage.refused(&stage.data()).contains("demo.json n’est pas celui d’une démonstration"));
    assert_eq!(files_under(&stage.data()).len(), 2);
}
