//! The key directory (FORMATS 2): the server's secrets, apart from the data, its backups and its database.
//!
//! | file | holds |
//! |---|---|
//! | `rest-0001.key` | one epoch of the server's own lock on everything at rest; the highest is the current one |
//! | `log.key` | signs checkpoints, vault heads, deposit-key certificates and released shares |
//! | `pepper.key` | keyed hash of PIN tags |
//! | `log-body-202501.key` | seals the log bodies of one month; destroyed when their retention ends |
//! | `deposit-0001.key` | opens the server shares of deposits; used for 45 days, then kept a while and destroyed |
//! | `checkpoint.seen` | the last checkpoint that the server signed, so that a log put back is noticed |
//! | `copied.sha256` | what the last sealed copy holds, so that the next one is made when that changes |
//! | `erased.list` | what was erased, so that an older backup does not bring it back |
//! | `lock` | nothing: whoever changes the directory holds it |
//!
//! Files are 0600 in a 0700 folder and are never written over. A second copy, sealed, belongs in another place:
//! whoever loses this directory loses every document.

mod bundle;
mod deposit;
mod erased;
mod error;
mod file;
mod log_body;
mod place;
mod rest;
mod seen;

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use rustix::fs::{FlockOperation, flock};
use vault_core::certificate::Certificate;
use vault_core::entropy::Entropy;
use vault_core::ids::Hash;
use vault_core::keys::{OpeningKey, SigningKey};
use vault_core::secret::{LogBodyKey, Pepper, RestKey, SigningSeed};
use zeroize::Zeroizing;

pub use bundle::{Bundle, Difference};
pub use deposit::{DEPOSIT_KEY_GRACE_S, DEPOSIT_KEY_LIFE_S, DepositKey};
pub use error::KeyDirectoryError;
pub use place::refuse_if_inside;

use crate::clock::month_of;
use file::{KeyFile, Kind, finish_removal, refuse_exposed};

/// Held by whoever reads or changes several files. Not the folder itself: one on a network has no lock of its own.
const LOCK: &str = "lock";

/// Stands in the directory while its first keys are being written.
const UNFINISHED: &str = "creation-unfinished";

/// The server's secrets, read at start-up and when they change.
pub struct KeyDirectory {
    path: PathBuf,
    rest: RwLock<BTreeMap<u32, Arc<RestKey>>>,
    log: SigningKey,
    pepper: Pepper,
    log_body: RwLock<BTreeMap<u32, Arc<LogBodyKey>>>,
    deposit: RwLock<BTreeMap<u32, Arc<DepositKey>>>,
}

impl KeyDirectory {
    /// Opens a key directory that must be there, whole.
    ///
    /// A server that already has data calls this one, so that a directory that was not mounted is told and not replaced.
    pub fn open(path: &Path) -> Result<Self, KeyDirectoryError> {
        let _lock = lock(path)?;
        finish_removal(path)?;
        if path.join(UNFINISHED).exists() {
            return Err(KeyDirectoryError::MissingPiece { path: path.join(Kind::Log.file_name(0)) });
        }
        Self::load(path)
    }

    /// Opens a key directory, or makes the first keys in a folder that is missing or empty. The keys of the current
    /// month and deposit period are made too, so that a folder that cannot be written is told at start-up.
    pub fn open_or_create(path: &Path, entropy: &mut dyn Entropy, now_ms: u64) -> Result<Self, KeyDirectoryError> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)
            .map_err(|error| KeyDirectoryError::io(path, error))?;
        {
            let _lock = lock(path)?;
            if is_unused(path)? {
                create_first_keys(path, entropy)?;
            }
        }
        let directory = Self::open(path)?;
        directory.ensure_log_body_key(month_of(now_ms), entropy)?;
        directory.current_deposit(now_ms, entropy)?;
        Ok(directory)
    }

    fn load(path: &Path) -> Result<Self, KeyDirectoryError> {
        let missing = |kind: Kind| KeyDirectoryError::MissingPiece { path: path.join(kind.file_name(0)) };
        let one = |kind: Kind| KeyFile::read(path, kind, 0)?.ok_or_else(|| missing(kind));
        let log = SigningKey::from_seed(SigningSeed::from_bytes(*one(Kind::Log)?.secret));
        let pepper = Pepper::from_bytes(*one(Kind::Pepper)?.secret);

        let directory = Self {
            path: path.to_owned(),
            rest: RwLock::default(),
            log,
            pepper,
            log_body: RwLock::default(),
            deposit: RwLock::default(),
        };
        directory.refresh_rest()?;
        directory.erased()?;
        for month in numbers(path, Kind::LogBody)? {
            directory.log_body_key(month)?;
        }
        directory.load_deposit_keys()?;
        Ok(directory)
    }

    /// Where the directory lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Signs for the log.
    #[must_use]
    pub const fn log_key(&self) -> &SigningKey {
        &self.log
    }

    /// Hashes PIN tags.
    #[must_use]
    pub const fn pepper(&self) -> &Pepper {
        &self.pepper
    }

    /// Takes up what other servers and operators' commands made, and forgets what they destroyed.
    pub fn refresh(&self) -> Result<(), KeyDirectoryError> {
        self.refresh_rest()?;
        let months = numbers(&self.path, Kind::LogBody)?;
        self.log_body.write().unwrap_or_else(PoisonError::into_inner).retain(|month, _| months.contains(month));
        let epochs = numbers(&self.path, Kind::Deposit)?;
        self.deposit.write().unwrap_or_else(PoisonError::into_inner).retain(|epoch, _| epochs.contains(epoch));
        Ok(())
    }

    /// The deposit key of an epoch; `None` when it was destroyed or never was.
    #[must_use]
    pub fn deposit(&self, epoch: u32) -> Option<Arc<OpeningKey>> {
        self.known_deposit(epoch).or_else(|| {
            // Another server may have made it since.
            self.load_deposit_keys().ok()?;
            self.known_deposit(epoch)
        })
    }

    fn known_deposit(&self, epoch: u32) -> Option<Arc<OpeningKey>> {
        let keys = self.deposit.read().unwrap_or_else(PoisonError::into_inner);
        keys.get(&epoch).map(|key| Arc::clone(&key.opening))
    }

    /// The deposit key that clients seal to now: made and made durable when the one before has ended.
    pub fn current_deposit(
        &self,
        now_ms: u64,
        entropy: &mut dyn Entropy,
    ) -> Result<Arc<DepositKey>, KeyDirectoryError> {
        let second = now_ms / 1000;
        if let Some(key) = self.live_deposit(second) {
            return Ok(key);
        }
        let _lock = lock(&self.path)?;
        self.load_deposit_keys()?;
        if let Some(key) = self.live_deposit(second) {
            return Ok(key);
        }
        let newest = self.newest_deposit();
        let epoch = newest.as_ref().map_or(0, |key| key.epoch).saturating_add(1);
        let previous = newest.map_or(Hash::NONE, |key| Certificate::hash_of(&key.certificate));
        let not_after = second.saturating_add(DEPOSIT_KEY_LIFE_S - 1);
        let secret = draw(entropy);
        let file = KeyFile { kind: Kind::Deposit, number: epoch, not_before: second, not_after, secret, previous };
        file.create(&self.path)?;
        self.load_deposit_keys()?;
        self.live_deposit(second)
            .ok_or_else(|| KeyDirectoryError::MissingPiece { path: self.path.join(Kind::Deposit.file_name(epoch)) })
    }

    /// The newest deposit key, unless it has ended.
    fn live_deposit(&self, second: u64) -> Option<Arc<DepositKey>> {
        self.newest_deposit().filter(|key| second <= key.not_after)
    }

    fn newest_deposit(&self) -> Option<Arc<DepositKey>> {
        self.deposit.read().unwrap_or_else(PoisonError::into_inner).values().next_back().map(Arc::clone)
    }

    fn load_deposit_keys(&self) -> Result<(), KeyDirectoryError> {
        for epoch in numbers(&self.path, Kind::Deposit)? {
            if self.known_deposit(epoch).is_some() {
                continue;
            }
            if let Some(file) = KeyFile::read(&self.path, Kind::Deposit, epoch)? {
                let key = Arc::new(DepositKey::new(&file, &self.log));
                self.deposit.write().unwrap_or_else(PoisonError::into_inner).insert(epoch, key);
            }
        }
        Ok(())
    }
}

impl fmt::Debug for KeyDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyDirectory")
            .field("path", &self.path)
            .field("rest", &self.rest_epochs())
            .field("log", &self.log)
            .finish_non_exhaustive()
    }
}

/// Holds the directory against other processes until dropped; refuses one that others may enter.
fn lock(path: &Path) -> Result<File, KeyDirectoryError> {
    let folder = File::open(path).map_err(|error| KeyDirectoryError::io(path, error))?;
    let metadata = folder.metadata().map_err(|error| KeyDirectoryError::io(path, error))?;
    if !metadata.is_dir() {
        return Err(KeyDirectoryError::io(path, std::io::ErrorKind::NotADirectory.into()));
    }
    refuse_exposed(path, &metadata)?;
    let place = path.join(LOCK);
    let held = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&place);
    let held = held.map_err(|error| KeyDirectoryError::io(&place, error))?;
    flock(&held, FlockOperation::LockExclusive).map_err(|error| KeyDirectoryError::io(&place, error.into()))?;
    Ok(held)
}

/// Whether the directory holds no key that was ever used: nothing at all, or a creation that was interrupted.
fn is_unused(path: &Path) -> Result<bool, KeyDirectoryError> {
    let on_folder = |error| KeyDirectoryError::io(path, error);
    for entry in fs::read_dir(path).map_err(on_folder)? {
        if entry.map_err(on_folder)?.file_name() != LOCK {
            return Ok(path.join(UNFINISHED).exists());
        }
    }
    Ok(true)
}

/// Writes the first keys; a marker stands there until all are durable, so that an interruption is recognised.
fn create_first_keys(path: &Path, entropy: &mut dyn Entropy) -> Result<(), KeyDirectoryError> {
    let marker = path.join(UNFINISHED);
    let on_marker = |error| KeyDirectoryError::io(&marker, error);
    File::create(&marker).and_then(|file| file.sync_all()).map_err(on_marker)?;
    for (kind, number) in [(Kind::Rest, 1), (Kind::Pepper, 0), (Kind::Log, 0)] {
        let leftover = path.join(kind.file_name(number));
        if leftover.exists() {
            fs::remove_file(&leftover).map_err(|error| KeyDirectoryError::io(&leftover, error))?;
        }
        create_key(path, kind, number, entropy)?;
    }
    fs::remove_file(&marker).map_err(on_marker)?;
    File::open(path).and_then(|folder| folder.sync_all()).map_err(|error| KeyDirectoryError::io(path, error))
}

/// Makes a key that has neither dates nor a certificate.
fn create_key(folder: &Path, kind: Kind, number: u32, entropy: &mut dyn Entropy) -> Result<(), KeyDirectoryError> {
    let secret = draw(entropy);
    KeyFile { kind, number, not_before: 0, not_after: 0, secret, previous: Hash::NONE }.create(folder)
}

fn draw(entropy: &mut dyn Entropy) -> Zeroizing<[u8; 32]> {
    let mut secret = Zeroizing::new([0; 32]);
    entropy.fill(secret.as_mut());
    secret
}

/// The numbers of the keys of one kind, in order.
fn numbers(folder: &Path, kind: Kind) -> Result<Vec<u32>, KeyDirectoryError> {
    let on_folder = |error| KeyDirectoryError::io(folder, error);
    let mut numbers = Vec::new();
    for entry in fs::read_dir(folder).map_err(on_folder)? {
        let name = entry.map_err(on_folder)?.file_name();
        numbers.extend(name.to_str().and_then(|name| kind.number_in(name)));
    }
    numbers.sort_unstable();
    Ok(numbers)
}

#[cfg(test)]
mod tests;
