//! The real server over TLS, and people who use the real `coffre`: an organisation, a professional, a person with a vault
//! who lends a folder, an auditor. Fictional, as everything here.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::Result;
use crate::engine::{Engine, Place};
use crate::process::{cpu_of, run};
use crate::setting::Setting;

const READY_WITHIN: Duration = Duration::from_mins(2);
const LOOK_EVERY: Duration = Duration::from_millis(2);

/// A server in a folder of its own, or several of one database. Dropping it stops them.
pub(crate) struct Stage {
    programs: PathBuf,
    pub(crate) folder: PathBuf,
    /// Of the first server, which the public address names.
    pub(crate) port: u16,
    /// Where rows and objects lie.
    pub(crate) place: Place,
    servers: Vec<Server>,
    /// The vault.
    pub(crate) vault: String,
    /// The organisation to which a folder of it is lent.
    pub(crate) organisation: String,
}

/// One server of a stage.
struct Server {
    port: u16,
    /// Those that give it its places included.
    flags: Vec<OsString>,
    child: Option<Child>,
}

/// Arguments of mixed kinds: words and paths.
fn words<const N: usize>(list: [&dyn AsRef<OsStr>; N]) -> Vec<OsString> {
    list.iter().map(|word| word.as_ref().to_owned()).collect()
}

impl Stage {
    /// Servers that are not started, with these flags besides those that give them their places.
    fn prepare(setting: &Setting, name: &str, engine: Engine, flags: &[&str]) -> Result<Self> {
        let folder = setting.folder(name)?;
        let ports = (0..engine.servers()).map(|_| free_port()).collect::<Result<Vec<_>>>()?;
        let [port, ..] = ports[..] else { return Err("a stage has a server".into()) };
        let (programs, place) = (setting.programs.clone(), Place::make(engine, name)?);
        let (servers, vault, organisation) = (Vec::new(), String::new(), String::new());
        let mut stage = Self { programs, folder, port, place, servers, vault, organisation };
        stage.administer(&words([&"demo-certificate", &"--dir", &stage.path("tls")]))?;
        stage.servers = ports.into_iter().map(|port| stage.server(port, flags)).collect();
        Ok(stage)
    }

    fn server(&self, port: u16, flags: &[&str]) -> Server {
        let data = if port == self.port { self.path("data") } else { self.path(&format!("data-{port}")) };
        let mut all = words([&"--listen", &format!("127.0.0.1:{port}"), &"--public-url", &self.url()]);
        all.extend(words([&"--data-dir", &data, &"--key-dir", &self.path("keys")]));
        all.extend(words([&"--tls-certificate", &self.path("tls/server.pem")]));
        all.extend(words([&"--tls-key", &self.path("tls/server.key")]));
        // One machine asks for as much as it can, which no desk does.
        let most = ["--calls-per-minute", "--unauthenticated-per-minute", "--logins-per-minute"];
        all.extend(most.iter().map(|flag| format!("{flag}=1000000").into()));
        all.extend(self.place.flags());
        all.extend(flags.iter().map(OsString::from));
        Server { port, flags: all, child: None }
    }

    /// One server on the embedded database, started, with everybody on it.
    pub(crate) fn gather(setting: &Setting, name: &str, flags: &[&str]) -> Result<Self> {
        Self::gather_on(setting, name, Engine::Embedded, flags)
    }

    /// The same on this engine, on a database and a bucket that are new. Not from within a runtime.
    pub(crate) fn gather_on(setting: &Setting, name: &str, engine: Engine, flags: &[&str]) -> Result<Self> {
        let mut stage = Self::prepare(setting, name, engine, flags)?;
        for (who, role) in [("referent", "referent"), ("auditor", "auditor")] {
            fs::create_dir_all(stage.person(who))?;
            let mut all = words([&"admin", &"invite", &"--role", &role, &"--display-name", &"SPECIMEN"]);
            all.extend(words([&"--credential-out", &stage.person(who).join("credential")]));
            all.extend(words([&"--pin-out", &stage.person(who).join("pin")]));
            all.extend(stage.servers.iter().take(1).flat_map(|server| server.flags.iter().cloned()));
            stage.administer(&all)?;
        }
        stage.start()?;
        stage.log_in("referent")?;
        stage.log_in("auditor")?;
        let organisation = stage.coffre("referent", &words([&"org", &"create", &"CCAS SPECIMEN"]))?;
        stage.enrol()?;
        stage.open_vault()?;
        text(&organisation, "organisation_id")?.clone_into(&mut stage.organisation);
        stage.lend()?;
        Ok(stage)
    }

    fn enrol(&self) -> Result<()> {
        let pin = self.write_pin("professional", "58027413")?;
        let (own, new) = (self.person("referent"), self.person("professional"));
        let mut all = words([&"org", &"add-member", &"--name", &"SPECIMEN", &"--role", &"professional"]);
        all.extend(words([&"--new-pin-file", &pin, &"--credential-out", &new.join("credential")]));
        all.extend(words([&"--card-out", &new.join("card.pdf")]));
        all.extend(words([&"--credential-file", &own.join("credential"), &"--pin-file", &own.join("pin")]));
        self.coffre("referent", &all)?;
        self.log_in("professional")
    }

    fn open_vault(&mut self) -> Result<()> {
        let pin = self.write_pin("beneficiary", "40729186")?;
        let new = self.person("beneficiary");
        let mut all = words([&"vault", &"create", &"--given-name", &"Amadou", &"--family-name", &"SPECIMEN"]);
        all.extend(words([&"--birth-date", &"1984-03-12", &"--no-protection-measure"]));
        all.extend(words([&"--beneficiary-pin-file", &pin, &"--credential-out", &new.join("credential")]));
        all.extend(words([&"--card-out", &new.join("card.pdf"), &"--sheet-out", &new.join("sheet.pdf")]));
        all.extend(words([&"--sheet-credential-out", &new.join("sheet")]));
        let made = self.coffre("professional", &all)?;
        text(&made, "vault_id")?.clone_into(&mut self.vault);
        self.log_in("beneficiary")
    }

    fn lend(&self) -> Result<()> {
        let owner = self.person("beneficiary");
        let mut all = words([&"mandate", &"grant", &"--vault", &self.vault, &"--to", &self.organisation]);
        all.extend(words([&"--folder", &"Ressources", &"--right", &"read,deposit", &"--purpose", &"rsa"]));
        all.extend(words([&"--days", &"182", &"--beneficiary-credential-file", &owner.join("credential")]));
        all.extend(words([&"--beneficiary-pin-file", &owner.join("pin")]));
        self.coffre("professional", &all).map(drop)
    }

    /// What adds a file to the folder Ressources, by the professional.
    pub(crate) fn deposit(&self, file: &Path) -> Command {
        let mut all = words([&"deposit", &"--vault", &self.vault, &"--folder", &"Ressources"]);
        all.extend(words([&"--type", &"tax-notice", &file]));
        self.command("professional", &all)
    }

    /// Adds a file; gives the document's id.
    pub(crate) fn deposited(&self, file: &Path) -> Result<String> {
        let told: Value = serde_json::from_slice(&run(&mut self.deposit(file))?.1.stdout)?;
        Ok(text(&told[0], "document_id")?.to_owned())
    }

    /// What opens a document into a file, by the professional.
    pub(crate) fn open(&self, document: &str, to: &Path) -> Command {
        self.command("professional", &words([&"open", &document, &"-o", &to]))
    }

    /// Logs somebody in, anew if their session has ended.
    pub(crate) fn log_in(&self, who: &str) -> Result<()> {
        let own = self.person(who);
        let mut all = words([&"login", &"--server", &self.url(), &"--ca", &self.ca()]);
        all.extend(words([&"--credential-file", &own.join("credential"), &"--pin-file", &own.join("pin")]));
        self.coffre(who, &all).map(drop)
    }

    /// Runs `coffre` for somebody; gives its JSON.
    fn coffre(&self, who: &str, all: &[OsString]) -> Result<Value> {
        Ok(serde_json::from_slice(&run(&mut self.command(who, all))?.1.stdout)?)
    }

    /// `coffre` with somebody's profile.
    pub(crate) fn command(&self, who: &str, all: &[OsString]) -> Command {
        let mut command = Command::new(self.programs.join("coffre"));
        command.env_clear().env("COFFRE_HOME", self.person(who).join("home")).env("TZ", "Europe/Paris");
        command.arg("--json").args(all);
        command
    }

    /// Somebody's folder: `credential`, `pin`, `home`.
    pub(crate) fn person(&self, who: &str) -> PathBuf {
        self.path("people").join(who)
    }

    fn write_pin(&self, who: &str, pin: &str) -> Result<PathBuf> {
        fs::create_dir_all(self.person(who))?;
        let path = self.person(who).join("pin");
        fs::write(&path, pin)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        Ok(path)
    }

    fn administer(&self, all: &[OsString]) -> Result<()> {
        run(Command::new(self.programs.join("vault-server")).args(all)).map(drop)
    }

    /// Starts the server, or one after the other; gives the seconds until the last said that it listens.
    pub(crate) fn start(&mut self) -> Result<f64> {
        let begun = Instant::now();
        for number in 0..self.servers.len() {
            let (told, said) = (self.path(&format!("told-{number}")), self.path(&format!("server-{number}.log")));
            let mut command = Command::new(self.programs.join("vault-server"));
            command.arg("serve").args(&self.servers[number].flags).stdin(Stdio::null());
            command.stdout(fs::File::create(&told)?).stderr(fs::File::create(&said)?);
            self.servers[number].child = Some(ready(command.spawn()?, &told, &said)?);
        }
        Ok(begun.elapsed().as_secs_f64())
    }

    /// Asks the servers to end, and waits.
    pub(crate) fn stop(&mut self) -> Result<()> {
        for server in &mut self.servers {
            if let Some(mut child) = server.child.take() {
                kill_process(Pid::from_child(&child), Signal::TERM)?;
                child.wait()?;
            }
        }
        Ok(())
    }

    /// Lets the operator's check look at everything that is stored; a finding is an error.
    pub(crate) fn check(&self) -> Result<()> {
        let mut all = words([&"fsck"]);
        all.extend(self.servers.iter().take(1).flat_map(|server| server.flags.iter().cloned()));
        self.administer(&all)
    }

    /// The first server's process.
    pub(crate) fn pid(&self) -> Result<u32> {
        self.pids().first().copied().ok_or_else(|| "the server does not run".into())
    }

    /// The processes of all servers that run.
    pub(crate) fn pids(&self) -> Vec<u32> {
        self.servers.iter().filter_map(|server| server.child.as_ref()).map(Child::id).collect()
    }

    /// Where each server listens.
    pub(crate) fn ports(&self) -> Vec<u16> {
        self.servers.iter().map(|server| server.port).collect()
    }

    /// Processor time of all servers until now, in seconds.
    pub(crate) fn cpu(&self) -> Result<f64> {
        self.pids().into_iter().map(cpu_of).sum()
    }

    /// The server's address.
    pub(crate) fn url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    /// The authority that signed its certificate.
    pub(crate) fn ca(&self) -> PathBuf {
        self.path("tls/ca.pem")
    }

    /// Something in the server's folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // A measurement that failed has told why; the folder goes with the run.
        drop(self.stop());
    }
}

/// Waits until a server has told its address.
fn ready(mut child: Child, told: &Path, said: &Path) -> Result<Child> {
    let begun = Instant::now();
    while !fs::read_to_string(told)?.contains("https://") {
        if child.try_wait()?.is_some() || begun.elapsed() > READY_WITHIN {
            return Err(fs::read_to_string(said)?.into());
        }
        sleep(LOOK_EVERY);
    }
    Ok(child)
}

/// A port that nothing listens on.
pub(crate) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// A text field of an answer.
pub(crate) fn text<'a>(json: &'a Value, field: &str) -> Result<&'a str> {
    json[field].as_str().ok_or_else(|| format!("no {field} in {json}").into())
}
