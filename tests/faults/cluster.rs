//! The real cluster of `scripts/cluster.sh`, whose parts can be stopped, whose disks are small, and of which every wire can be cut.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tokio::time::sleep;
use vault_server::config::{Config, Purpose, Settings};

use super::wires::Wires;
use crate::crashes::ground::Place;
use crate::harness::{Person, Rows, SmallDisk, built};

/// Nodes of the store.
pub(super) const NODES: usize = 3;

/// Room on the disk of the database, and on that of each node, in mebibytes.
const DATABASE_DISK: usize = 512;
const NODE_DISK: usize = 128;

/// What the turn to write is taken by.
const TURN: &str = "SELECT COALESCE(MAX(client_port), 0) FROM pg_stat_activity WHERE pid IN
    (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted)";

/// A program that stands for `vault-server`: the real one, or, where the file of a clock lies beside a server's settings, the one
/// whose clock a test moves.
const PROGRAM: &str = r#"#!/bin/sh
[ "$1" = serve ] || exec "REAL" "$@"
[ -e "${3%.toml}.clock" ] || exec "REAL" "$@" --logins-per-minute=100000
export CLOCK_FILE="${3%.toml}.clock"
shift
exec "CLOCKED" "$@" --logins-per-minute=100000
"#;

/// A cluster that runs. Dropping it stops it.
pub(super) struct Cluster {
    pub(super) wires: Wires,
    database_disk: SmallDisk,
    node_disks: Vec<SmallDisk>,
    folder: TempDir,
    // Where the database's own user may pass.
    _outside: TempDir,
}

impl Cluster {
    pub(super) async fn start() -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let outside = tempfile::Builder::new().prefix("coffre-faults-").tempdir_in("/tmp").expect("a folder");
        fs::set_permissions(outside.path(), Permissions::from_mode(0o711)).expect("open to pass");
        write_program(&folder.path().join("programs"));
        script(folder.path(), &["prepare"]);
        let cluster = folder.path().join("cluster");
        let database_disk = SmallDisk::mounted(outside.path().join("postgres"), DATABASE_DISK);
        symlink(outside.path().join("postgres"), cluster.join("postgres")).expect("a link");
        let node_disk = |node| SmallDisk::mounted(cluster.join(format!("garage-{node}")), NODE_DISK);
        let node_disks = (1..=NODES).map(node_disk).collect();
        let wires = Wires::between(&cluster).await;
        let started = Self { wires, database_disk, node_disks, folder, _outside: outside };
        started.script(&["start"]).await;
        started
    }

    /// What the script tells, about one part.
    pub(super) async fn part(&self, command: &'static str, name: &str) {
        self.script(&[command, name]).await;
    }

    async fn script(&self, words: &[&str]) {
        let (folder, words) =
            (self.folder.path().to_owned(), words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        let run = move || script(&folder, &words.iter().map(String::as_str).collect::<Vec<_>>());
        tokio::task::spawn_blocking(run).await.expect("the script succeeds");
    }

    /// Freezes the server whose turn it is to write, in the middle of it, while there is work: `server-1` or `server-2`.
    pub(super) async fn freeze_sequencer(&self) -> String {
        let (mut rows, begun) = (Rows::of(&self.config().database().unwrap()).await, Instant::now());
        while begun.elapsed() < Duration::from_secs(20) {
            if let Some(server) = self.writer(&mut rows).await {
                self.signal(&server, Signal::STOP);
                // Its turn may have ended just before.
                if self.writer(&mut rows).await.as_ref() == Some(&server) {
                    return server;
                }
                self.signal(&server, Signal::CONT);
            }
            sleep(Duration::from_millis(1)).await;
        }
        panic!("nobody writes");
    }

    async fn writer(&self, rows: &mut Rows) -> Option<String> {
        let port = u16::try_from(rows.number(TURN).await).expect("a port");
        self.wires.who_left_by(port).filter(|name| name.starts_with("server-"))
    }

    fn signal(&self, part: &str, signal: Signal) {
        let told = fs::read_to_string(self.path(&format!("run/{part}.pid"))).expect("it was started");
        let pid = told.split(' ').next().and_then(|pid| Pid::from_raw(pid.parse().ok()?)).expect("a process");
        kill_process(pid, signal).expect("it runs");
    }

    /// Sets the clock of a server so many milliseconds ahead of the machine's, or behind it.
    pub(super) fn set_clock(&self, server: &str, ahead_ms: i64) {
        fs::write(self.path(&format!("{server}.clock")), ahead_ms.to_string()).expect("the clock is set");
    }

    /// Lets a server run under a clock that is moved, from its next start on; or no more.
    pub(super) async fn hold_clock(&self, server: &str, held: bool) {
        if held {
            self.set_clock(server, 0);
        } else {
            fs::remove_file(self.path(&format!("{server}.clock"))).expect("removed");
        }
        self.part("restart", server).await;
    }

    /// The disk of the database.
    pub(super) const fn database_disk(&self) -> &SmallDisk {
        &self.database_disk
    }

    /// The disks of the nodes of the store.
    pub(super) fn node_disks(&self) -> &[SmallDisk] {
        &self.node_disks
    }

    /// Whether the part runs.
    pub(super) fn runs(&self, part: &str) -> bool {
        let told = script(self.folder.path(), &["status"]);
        told.lines().any(|line| line.starts_with(&format!("{part}: runs")))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("cluster").join(name)
    }
}

impl Place for Cluster {
    fn config(&self) -> Config {
        let given = Settings { logins_per_minute: Some(100_000), ..Settings::default() };
        Config::load(Some(&self.path("server-1.toml")), given, Purpose::Administer).expect("the settings of a server")
    }

    fn address(&self) -> String {
        self.config().public_url
    }

    fn authority(&self) -> PathBuf {
        self.path("tls/ca.pem")
    }

    fn person(&self, name: &str) -> Person {
        Person::at(self.folder.path().join("people").join(name), self.address(), self.authority())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if std::thread::panicking() {
            tell_logs(&self.path("log"));
        }
        script(self.folder.path(), &["stop"]);
    }
}

/// Runs the script, with COMMAND and then a part; gives what it says.
fn script(folder: &Path, words: &[&str]) -> String {
    let mut command = Command::new("bash");
    command
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/cluster.sh"))
        .arg(words[0])
        .arg(folder.join("cluster"));
    command.args(&words[1..]).env("COFFRE_PROGRAMS", folder.join("programs")).env("CLUSTER_WIRES", "yes");
    let output = command.stdin(Stdio::null()).output().expect("bash runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{words:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

fn write_program(folder: &Path) {
    let path = folder.join("vault-server");
    fs::create_dir(folder).expect("a folder");
    let real = PROGRAM.replace("REAL", &built("vault-server").to_string_lossy());
    fs::write(&path, real.replace("CLOCKED", env!("CARGO_BIN_EXE_clocked-server"))).expect("a file");
    fs::set_permissions(&path, Permissions::from_mode(0o755)).expect("a program");
}

/// The ends of what the parts have said, before the folder goes.
fn tell_logs(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let said = fs::read(entry.path()).unwrap_or_default();
        let said = String::from_utf8_lossy(&said).into_owned();
        let last: Vec<_> = said.lines().rev().take(15).collect();
        eprintln!("== {}", entry.path().display());
        last.iter().rev().for_each(|line| eprintln!("{line}"));
    }
}
