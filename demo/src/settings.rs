//! What the demonstration is told from outside: a folder, a port, and where its two programs are.

use std::env;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::record::Record;

const DEFAULT_FOLDER: &str = "demo-data";
const DEFAULT_PORT: u16 = 8443;

/// Folder, port and programs; every path is absolute.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) folder: PathBuf,
    pub(crate) port: u16,
    pub(crate) server: PathBuf,
    pub(crate) coffre: PathBuf,
}

/// What the folder holds at the start.
pub(crate) enum Found {
    /// Nothing: everything is to be made.
    Nothing,
    /// Everything, made by an earlier run.
    Made(Box<Record>),
}

impl Settings {
    /// Reads `DEMO_DIR` and `DEMO_PORT`, and looks for the programs beside this one.
    pub(crate) fn read() -> Result<Self> {
        let folder = env::var_os("DEMO_DIR").filter(|value| !value.is_empty());
        let folder = folder.map_or_else(|| PathBuf::from(DEFAULT_FOLDER), PathBuf::from);
        let folder = std::path::absolute(&folder).map_err(Error::file(&folder))?;
        let port = match env::var("DEMO_PORT") {
            Ok(text) if !text.is_empty() => parse_port(&text)?,
            _ => DEFAULT_PORT,
        };
        let here = env::current_exe().map_err(Error::file(Path::new("coffre-demo")))?;
        Ok(Self { folder, port, server: beside(&here, "vault-server")?, coffre: beside(&here, "coffre")? })
    }

    /// The address that browsers and `coffre` use.
    pub(crate) fn url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    /// Refuses a port on which something listens already.
    pub(crate) fn check_port(&self) -> Result<()> {
        TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).map(drop).map_err(|_| Error::PortTaken(self.port))
    }

    /// What an earlier run has left; something half-made or foreign is an error, never touched.
    pub(crate) fn look(&self) -> Result<Found> {
        let record = self.record_file();
        if record.exists() {
            let made = Record::read(&record)?;
            if made.url != self.url() {
                return Err(Error::OtherPort { made: made.url, folder: self.folder.clone() });
            }
            return Ok(Found::Made(Box::new(made)));
        }
        match fs::read_dir(&self.folder).map(|mut entries| entries.next().is_none()) {
            Ok(true) => Ok(Found::Nothing),
            Ok(false) if self.people().exists() => Err(Error::HalfMade(self.folder.clone())),
            Ok(false) => Err(Error::NotEmpty(self.folder.clone())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Found::Nothing),
            Err(error) => Err(Error::file(&self.folder)(error)),
        }
    }

    /// The file that is written last, and whose presence means that everything is there.
    pub(crate) fn record_file(&self) -> PathBuf {
        self.folder.join("demo.json")
    }

    /// Made first, so that a preparation that was cut can be told from a folder of somebody else.
    pub(crate) fn people(&self) -> PathBuf {
        self.folder.join("people")
    }

    pub(crate) fn papers(&self) -> PathBuf {
        self.folder.join("papers")
    }

    pub(crate) fn tls(&self) -> PathBuf {
        self.folder.join("tls")
    }

    pub(crate) fn ca(&self) -> PathBuf {
        self.tls().join("ca.pem")
    }

    pub(crate) fn server_data(&self) -> PathBuf {
        self.folder.join("server")
    }

    pub(crate) fn server_keys(&self) -> PathBuf {
        self.folder.join("keys")
    }

    pub(crate) fn server_log(&self) -> PathBuf {
        self.folder.join("server.log")
    }
}

fn parse_port(text: &str) -> Result<u16> {
    text.parse().ok().filter(|port| *port != 0).ok_or_else(|| Error::PortUnusable(text.to_owned()))
}

fn beside(here: &Path, name: &str) -> Result<PathBuf> {
    let program = here.with_file_name(name);
    if program.is_file() { Ok(program) } else { Err(Error::ProgramMissing(program)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_a_number_that_can_be_listened_on() {
        assert_eq!(parse_port("9443").unwrap(), 9443);
        for wrong in ["0", "65536", "-1", "https", "84 43"] {
            assert!(matches!(parse_port(wrong), Err(Error::PortUnusable(_))), "{wrong}");
        }
    }
}
