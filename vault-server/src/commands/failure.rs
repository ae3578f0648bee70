//! Why a command of the operator failed. `sentences.rs` says it.

use std::io;
use std::net::SocketAddr;

use tokio::task::JoinError;
use vault_server::admin::InviteError;
use vault_server::backup::BackupError;
use vault_server::boot::BootError;
use vault_server::config::ConfigError;
use vault_server::error::Error;
use vault_server::key_directory::KeyDirectoryError;
use vault_server::process::AloneError;
use vault_server::relocation::RelocationError;
use vault_server::store::StoreError;
use vault_server::tls::TlsError;

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    Config(ConfigError),
    Boot(BootError),
    Backup(BackupError),
    Keys(KeyDirectoryError),
    Tls(TlsError),
    Invite(InviteError),
    Alone(AloneError),
    Relocation(RelocationError),
    Store(StoreError),
    Server(Error),
    /// The address cannot be listened on.
    Listen {
        address: SocketAddr,
        source: io::Error,
    },
    /// Neither the command nor the settings say where the second copy of the keys goes.
    NoKeyCopy,
    /// The second copy of the keys is not that of the keys as they are.
    KeyCopyBehind,
    /// The check of what is stored found something.
    Unsound {
        /// How much.
        count: u64,
    },
    /// Nothing was removed, because something else is wrong.
    NotRepaired,
    /// The system: standard output, the process itself.
    System(io::Error),
    /// A task of the program ended before its time.
    Task(JoinError),
}

impl Failure {
    /// What the process ends with: 1 when the command could not be done, 3 when it was and found something wrong. Misuse
    /// is 2 (`main.rs`).
    pub(crate) const fn exit(&self) -> u8 {
        match self {
            Self::Unsound { .. } => 3,
            _ => 1,
        }
    }
}

macro_rules! from {
    ($($error:ty => $variant:ident),* $(,)?) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        })*
    };
}

from! {
    ConfigError => Config, BootError => Boot, BackupError => Backup, KeyDirectoryError => Keys, TlsError => Tls,
    InviteError => Invite, AloneError => Alone, RelocationError => Relocation, StoreError => Store, Error => Server, io::Error => System, JoinError => Task,
}
