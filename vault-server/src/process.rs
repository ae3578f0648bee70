//! The process that holds the keys: nothing of its memory reaches a disk by accident, nothing it writes is for others,
//! and its own log says nothing about people.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, Mode, flock};
use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit, umask};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// What may be told in the server's own log: `info`, `vault_server=debug`, …
const LOG_VARIABLE: &str = "COFFRE_SERVER_LOG";

/// Parts that would tell headers or statements, hence tokens or ids, when asked to tell more.
const QUIET: [&str; 4] = ["h2", "hyper", "rustls", "sqlx"];

/// Why this process cannot work on a data folder alone.
#[derive(Debug, thiserror::Error)]
pub enum AloneError {
    /// Another server does.
    #[error("another server works on {}", data.display())]
    Taken {
        /// The data folder.
        data: PathBuf,
    },
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// No core dump, no debugger of the same user, and files for this user alone. To be called before anything is opened.
pub fn harden() -> io::Result<()> {
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    umask(Mode::RWXG | Mode::RWXO);
    Ok(())
}

/// Holds a data folder until the returned file is dropped: two servers on the same data would undo each other's work.
pub fn be_alone(data: &Path) -> Result<File, AloneError> {
    let path = data.join("serving.lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|source| AloneError::Io { path, source })?;
    flock(&file, FlockOperation::NonBlockingLockExclusive).map_err(|_| AloneError::Taken { data: data.to_owned() })?;
    Ok(file)
}

/// Sends the server's own log to standard error.
pub fn log_to_stderr() {
    let mut filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::INFO.into())
        .with_env_var(LOG_VARIABLE)
        .from_env_lossy();
    for part in QUIET {
        filter = filter.add_directive(format!("{part}=warn").parse().unwrap_or_else(|_| LevelFilter::WARN.into()));
    }
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(false).init();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_server_on_the_same_data_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let first = be_alone(folder.path()).unwrap();
        assert!(matches!(be_alone(folder.path()), Err(AloneError::Taken { data }) if data == folder.path()));
        drop(first);
        assert!(be_alone(folder.path()).is_ok());
    }
}
