//! What every request needs, put together once.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use vault_core::log::{LogKey, LogName};
use vault_core::origin::Origin;

use crate::blobs::BlobStore;
use crate::clock::Clock;
use crate::config::{Limits, Retention};
use crate::entropy::SharedEntropy;
use crate::key_directory::KeyDirectory;
use crate::ledger::Ledger;
use crate::post::Post;
use crate::store::{Lock, Store};

/// What is done about keys without being asked.
#[derive(Debug, Clone, Default)]
pub struct Upkeep {
    /// Where the second copy of the keys is kept up to date, and to whom it is sealed.
    pub key_copy: Option<(PathBuf, String)>,
    /// Whether the lock's key turns once a day when something was erased.
    pub turn_keys: bool,
}

/// The parts of a running server.
#[derive(Debug)]
pub struct App {
    /// `scheme://host[:port]`, which signed requests and logins name.
    pub origin: Origin,
    /// Sizes and times.
    pub limits: Limits,
    /// Whether new vaults get the folder Droits santé.
    pub health_folder: bool,
    /// The database, for reading.
    pub store: Store,
    /// Where ciphertext lies.
    pub blobs: BlobStore,
    /// How long things are kept.
    pub retention: Retention,
    /// Where notices leave.
    pub post: Post,
    /// The one writer.
    pub ledger: Ledger,
    /// The server's keys.
    pub keys: Arc<KeyDirectory>,
    /// Opens rows at rest.
    pub lock: Lock,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: SharedEntropy,
    /// What is done about keys without being asked.
    pub upkeep: Upkeep,
    /// Requests that nobody signed since the last round.
    unsigned: AtomicU64,
}

impl App {
    /// Puts the parts together and starts the writer. The handle ends when the app is dropped and the line is empty.
    #[must_use]
    pub fn start(parts: Parts) -> (Arc<Self>, tokio::task::JoinHandle<()>) {
        let Parts { origin, limits, health_folder, store, blobs, retention, post, keys, clock, entropy, upkeep } =
            parts;
        let name = log_name(&origin);
        let (ledger, writer) =
            Ledger::start(store.clone(), Arc::clone(&keys), name, Arc::clone(&clock), entropy.clone());
        let lock = Lock::new(Arc::clone(&keys));
        let unsigned = AtomicU64::new(0);
        let app = Self {
            origin,
            limits,
            health_folder,
            store,
            blobs,
            retention,
            post,
            ledger,
            keys,
            lock,
            clock,
            entropy,
            upkeep,
            unsigned,
        };
        (Arc::new(app), writer)
    }

    /// The log's public key, as checkpoints and cards name it.
    #[must_use]
    pub fn log_key(&self) -> LogKey {
        log_key(&self.origin, &self.keys)
    }

    /// Counts a request that nobody signed: a stranger cannot fill the log, and does not go unseen.
    pub fn count_unsigned(&self) {
        self.unsigned.fetch_add(1, Ordering::Relaxed);
    }

    /// The count since it was last taken.
    pub(crate) fn take_unsigned(&self) -> u64 {
        self.unsigned.swap(0, Ordering::Relaxed)
    }
}

/// What [`App::start`] puts together.
#[derive(Debug)]
pub struct Parts {
    /// See [`App::origin`].
    pub origin: Origin,
    /// See [`App::limits`].
    pub limits: Limits,
    /// See [`App::health_folder`].
    pub health_folder: bool,
    /// See [`App::store`].
    pub store: Store,
    /// See [`App::blobs`].
    pub blobs: BlobStore,
    /// See [`App::retention`].
    pub retention: Retention,
    /// See [`App::post`].
    pub post: Post,
    /// See [`App::keys`].
    pub keys: Arc<KeyDirectory>,
    /// See [`App::clock`].
    pub clock: Arc<dyn Clock>,
    /// See [`App::entropy`].
    pub entropy: SharedEntropy,
    /// See [`App::upkeep`].
    pub upkeep: Upkeep,
}

/// The public key of the log that these keys sign under this origin.
#[must_use]
pub fn log_key(origin: &Origin, keys: &KeyDirectory) -> LogKey {
    LogKey::new(log_name(origin), keys.log_key().verifying_key())
}

/// The log is called after the host that serves it, under `/log`.
#[expect(clippy::expect_used, reason = "an origin has no space and no plus sign")]
fn log_name(origin: &Origin) -> LogName {
    let host = origin.as_str().split_once("://").map_or(origin.as_str(), |(_, host)| host);
    LogName::new(format!("{host}/log")).expect("a host is a log name")
}
