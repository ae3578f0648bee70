//! A real server in a folder of its own, on a port of its own, over TLS.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::programs::{built, words};

const READY_WITHIN: Duration = Duration::from_mins(1);
const STOPPED_WITHIN: Duration = Duration::from_mins(1);
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// A server. Dropping it stops it and removes its folder.
#[derive(Debug)]
pub(crate) struct Server {
    folder: TempDir,
    port: u16,
    inner_port: u16,
    flags: Vec<OsString>,
    clocked: bool,
    child: Option<Child>,
}

impl Server {
    /// A server that is not started yet; `flags` are added to those that give it its places.
    pub(crate) fn prepare(flags: &[&str]) -> Self {
        let port = free_port();
        Self::prepare_on(port, port, flags)
    }

    /// A server that somebody else stands before: it listens on [`Self::inner_port`], and people are told
    /// [`Self::port`].
    pub(crate) fn prepare_behind_another() -> Self {
        Self::prepare_on(free_port(), free_port(), &[])
    }

    fn prepare_on(port: u16, inner_port: u16, flags: &[&str]) -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let mut server = Self { folder, port, inner_port, flags: Vec::new(), clocked: false, child: None };
        administer(&words([&"demo-certificate", &"--dir", &server.path("tls")]));
        server.flags = words([&"--listen", &format!("127.0.0.1:{inner_port}")]);
        server.flags.extend(words([&"--public-url", &server.url()]));
        server.flags.extend(words([&"--data-dir", &server.data(), &"--key-dir", &server.path("keys")]));
        server.flags.extend(words([&"--tls-certificate", &server.path("tls/server.pem")]));
        server.flags.extend(words([&"--tls-key", &server.path("tls/server.key")]));
        // Tests call faster than people do.
        server.flags.extend(["--calls-per-minute=100000", "--unauthenticated-per-minute=100000"].map(Into::into));
        server.flags.push("--logins-per-minute=100000".into());
        if let Some(bucket) = super::bucket_of(&server.data()) {
            for (flag, value) in [("--s3-endpoint", &bucket.s3_endpoint), ("--s3-bucket", &bucket.s3_bucket)] {
                server.flags.extend([flag.into(), value.clone().unwrap_or_default().into()]);
            }
            server.flags.extend(["--s3-access-key-id".into(), bucket.s3_access_key_id.unwrap_or_default().into()]);
            for (flag, file) in [("--s3-secret-key-file", bucket.s3_secret_key_file), ("--s3-ca", bucket.s3_ca)] {
                server.flags.extend([flag.into(), file.unwrap_or_default().into()]);
            }
        }
        if let Some(url) = super::database_url(&server.data()) {
            server.flags.extend(words([&"--database-url", &url]));
        }
        server.flags.extend(flags.iter().map(OsString::from));
        server
    }

    /// The same server in a program whose clock a test may move: [`Self::set_clock_ahead`].
    pub(crate) fn prepare_clocked() -> Self {
        let mut server = Self::prepare(&[]);
        server.clocked = true;
        server.set_clock_ahead(Duration::ZERO);
        server
    }

    /// Moves the clock of this server, and of the people who use it, so far ahead of the machine's.
    pub(crate) fn set_clock_ahead(&self, ahead: Duration) {
        fs::write(self.clock_file(), ahead.as_millis().to_string()).expect("the clock is set");
    }

    /// The file by which the clock is moved; none for the real programs.
    pub(crate) fn clock(&self) -> Option<PathBuf> {
        self.clocked.then(|| self.clock_file())
    }

    /// Lets the operator write a first credential and its PIN into a folder.
    pub(crate) fn invite(&self, role: &str, name: &str, folder: &Path) {
        fs::create_dir_all(folder).expect("a folder");
        let mut all = words([&"admin", &"invite", &"--role", &role, &"--display-name", &name]);
        all.extend(words([&"--credential-out", &folder.join("credential")]));
        all.extend(words([&"--pin-out", &folder.join("pin")]));
        all.extend(self.flags.iter().cloned());
        administer(&all);
    }

    /// Runs one of the operator's commands on this server's places; gives what it says.
    pub(crate) fn operate<const N: usize>(&self, list: [&dyn AsRef<OsStr>; N]) -> String {
        let mut all = words(list);
        all.extend(self.flags.iter().cloned());
        administer(&all)
    }

    /// Starts it, and returns once it listens.
    pub(crate) fn start(&mut self) {
        assert!(self.child.is_none(), "already started");
        let program =
            if self.clocked { PathBuf::from(env!("CARGO_BIN_EXE_clocked-server")) } else { built("vault-server") };
        let mut command = Command::new(program);
        if self.clocked {
            command.env("CLOCK_FILE", self.clock_file());
        } else {
            command.arg("serve");
        }
        fs::write(self.path("stdout"), "").expect("a file");
        command.args(&self.flags).stdin(Stdio::null());
        command.stdout(self.appended("stdout")).stderr(self.appended("stderr"));
        self.child = Some(command.spawn().expect("started"));
        let begun = Instant::now();
        while !fs::read_to_string(self.path("stdout")).expect("text").contains("https://") {
            let ended = self.child.as_mut().and_then(|child| child.try_wait().expect("a child"));
            assert!(ended.is_none() && begun.elapsed() < READY_WITHIN, "not started: {}", self.told());
            sleep(LOOK_EVERY);
        }
    }

    /// Starts it in vain, on a log that is behind what was kept; gives the size that it names.
    pub(crate) fn refuses_to_start(&self) -> u64 {
        let output = Command::new(built("vault-server")).arg("serve").args(&self.flags).output().expect("run");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{told}");
        let size = told.split("accept-log --size ").nth(1).expect("the size is told");
        let digits: String = size.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().expect("a number")
    }

    /// The operator decides to go on from a log of this size; gives the line of the decision.
    pub(crate) fn accept_log(&self, size: u64) -> u64 {
        let mut all = words([&"admin", &"accept-log", &"--size", &size.to_string()]);
        all.extend(self.flags.iter().cloned());
        let told = administer(&all);
        let digits: String = told.chars().filter(char::is_ascii_digit).collect();
        digits.parse().expect("the line is told")
    }

    /// Asks it to end, as an operator would, and waits.
    pub(crate) fn stop(&mut self) -> ExitStatus {
        self.ask_to_stop();
        self.wait()
    }

    /// Asks it to end and does not wait.
    pub(crate) fn ask_to_stop(&self) {
        let child = self.child.as_ref().expect("started");
        kill_process(Pid::from_child(child), Signal::TERM).expect("told");
    }

    /// Whether it has ended by itself, or was killed by others.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.as_mut().is_none_or(|child| child.try_wait().expect("a child").is_some())
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(&mut self) {
        let mut child = self.child.take().expect("started");
        child.kill().expect("killed");
        child.wait().expect("gone");
    }

    /// Waits until it has ended.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let mut child = self.child.take().expect("started");
        let begun = Instant::now();
        loop {
            if let Some(status) = child.try_wait().expect("a child") {
                return status;
            }
            if begun.elapsed() > STOPPED_WITHIN {
                drop(child.kill());
                drop(child.wait());
                panic!("it did not stop: {}", self.told());
            }
            sleep(LOOK_EVERY);
        }
    }

    /// The flags that give it its places.
    pub(crate) fn flags(&self) -> &[OsString] {
        &self.flags
    }

    /// Its process, while it runs.
    pub(crate) fn pid(&self) -> u32 {
        self.child.as_ref().expect("started").id()
    }

    /// The port that people are told.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The port that it listens on.
    pub(crate) fn inner_port(&self) -> u16 {
        self.inner_port
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    /// The certificate of its authority.
    pub(crate) fn ca(&self) -> PathBuf {
        self.path("tls/ca.pem")
    }

    /// The folder that a backup, or a thief, would copy.
    pub(crate) fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// The database.
    pub(crate) fn database(&self) -> PathBuf {
        self.data().join("vault.db")
    }

    /// Forgets the checkpoint that the server signed last, as one does that means to deny it.
    pub(crate) fn forget_checkpoint(&self) {
        fs::remove_file(self.path("keys/checkpoint.seen")).expect("removed");
    }

    /// A path in this server's folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Everything that it has written to standard output and standard error.
    pub(crate) fn told(&self) -> String {
        let read = |name: &str| fs::read(self.path(name)).unwrap_or_default();
        String::from_utf8_lossy(&[read("stdout"), read("stderr")].concat()).into_owned()
    }

    fn clock_file(&self) -> PathBuf {
        self.path("clock")
    }

    fn appended(&self, name: &str) -> File {
        OpenOptions::new().create(true).append(true).open(self.path(name)).expect("a file")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let begun = Instant::now();
            let _ = kill_process(Pid::from_child(&child), Signal::TERM);
            while begun.elapsed() < STOPPED_WITHIN && matches!(child.try_wait(), Ok(None)) {
                sleep(LOOK_EVERY);
            }
            drop(child.kill());
            drop(child.wait());
        }
    }
}

/// Runs a command of the server that ends by itself; gives what it says.
fn administer(all: &[OsString]) -> String {
    let output = Command::new(built("vault-server")).args(all).stdin(Stdio::null()).output().expect("run");
    assert!(output.status.success(), "{all:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A port below those that the system gives to clients, so that no connection of another test sits on it.
pub(crate) fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = u16::try_from(std::process::id() % 1_000).expect("small") * 20;
    for _ in 0..20_000 {
        let port = 10_000 + (first + NEXT.fetch_add(1, Ordering::Relaxed)) % 20_000;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
    panic!("no free port");
}
