//! The server as a child process: made ready, started, watched, stopped.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::net::{Ipv4Addr, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::error::{Error, Result};
use crate::program::{administer, args};
use crate::settings::Settings;

const READY_WITHIN: Duration = Duration::from_mins(1);
const STOPPED_WITHIN: Duration = Duration::from_secs(30);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The running server. Dropping it stops it.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    log: PathBuf,
}

/// Makes what the server needs before its first start: its own authority and certificate.
pub(crate) fn prepare(settings: &Settings) -> Result<()> {
    administer(&settings.server, args([&"demo-certificate", &"--dir", &settings.tls()]))
}

/// Writes the first credential of a person whom no organisation can enrol.
pub(crate) fn invite(settings: &Settings, role: &str, name: &str, credential: &Path, pin: &Path) -> Result<()> {
    let mut words = args([&"admin", &"invite", &"--role", &role, &"--display-name", &name]);
    words.extend(args([&"--credential-out", &credential, &"--pin-out", &pin]));
    words.extend(configuration(settings));
    administer(&settings.server, words)
}

/// What the server is told each time, as flags.
fn configuration(settings: &Settings) -> Vec<OsString> {
    let listen = format!("127.0.0.1:{}", settings.port);
    let mut words = args([&"--listen", &listen, &"--public-url", &settings.url()]);
    words.extend(args([&"--data-dir", &settings.server_data(), &"--key-dir", &settings.server_keys()]));
    words.extend(args([&"--tls-certificate", &settings.tls().join("server.pem")]));
    words.extend(args([&"--tls-key", &settings.tls().join("server.key"), &"--allow-keys-beside-data"]));
    words
}

impl Server {
    /// Starts the server, and returns once it accepts connections.
    pub(crate) fn start(settings: &Settings) -> Result<Self> {
        let log = settings.server_log();
        let written = OpenOptions::new().create(true).append(true).open(&log).map_err(Error::file(&log))?;
        let also = written.try_clone().map_err(Error::file(&log))?;
        let mut command = Command::new(&settings.server);
        command.arg("serve").args(configuration(settings));
        // A group of its own: Ctrl-C reaches this program alone, which then stops the server in order.
        command.stdin(Stdio::null()).stdout(written).stderr(also).process_group(0);
        let child = command.spawn().map_err(Error::file(&settings.server))?;
        let mut server = Self { child, log };
        server.wait_until_ready(settings.port)?;
        Ok(server)
    }

    /// Whether the server is still there.
    pub(crate) fn check(&mut self) -> Result<()> {
        match self.child.try_wait() {
            Ok(None) => Ok(()),
            _ => Err(Error::ServerEnded(self.log.clone())),
        }
    }

    fn wait_until_ready(&mut self, port: u16) -> Result<()> {
        let begun = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            self.check()?;
            if begun.elapsed() > READY_WITHIN {
                return Err(Error::ServerSilent(self.log.clone()));
            }
            sleep(LOOK_EVERY);
        }
        self.check()
    }

    /// Asks the server to end, and waits; one that does not is killed.
    fn stop(&mut self) {
        if kill_process(Pid::from_child(&self.child), Signal::TERM).is_ok() {
            let begun = Instant::now();
            while begun.elapsed() < STOPPED_WITHIN {
                if !matches!(self.child.try_wait(), Ok(None)) {
                    return;
                }
                sleep(LOOK_EVERY);
            }
        }
        // Nothing is left to do if these fail: the process is gone.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.stop();
        }
    }
}
