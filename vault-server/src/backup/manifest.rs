//! What a snapshot says of itself (FORMATS 2): a signed header, and the list of the sealed objects that belong to it.

use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};
use vault_core::backup as signed;
use vault_core::ids::Hash;
use vault_core::keys::{SigningKey, VerifyingKey};

use super::error::{BackupError, Damage, Result};

/// The version of the format.
pub(super) const FORMAT: u32 = 1;

/// What a snapshot holds. Written at the head of the sealed file too, so that it says what it is without its header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: u32,
    /// Its name: the moment, UTC, and four random bytes.
    pub snapshot: String,
    /// The server's origin.
    pub origin: String,
    /// When it was made, Unix milliseconds.
    pub made_ms: u64,
    /// The log's signed checkpoint in it; empty before the first entry.
    pub checkpoint: String,
    /// Epochs of the lock under which its rows lie.
    pub lock_epochs: Vec<u32>,
    /// Epoch of the lock in force.
    pub current_epoch: u32,
    /// Epochs of the deposit key that were there.
    pub deposit_epochs: Vec<u32>,
    /// Length of the database, in bytes.
    pub database_length: u64,
    /// Hash of the database.
    pub database_sha256: Hash,
    /// How many sealed objects belong to it.
    pub objects: u64,
    /// Their length together, in bytes.
    pub objects_length: u64,
    /// Hash of the list of objects.
    pub objects_sha256: Hash,
    /// Objects that the database names and that could not be copied: missing or damaged where they lay.
    pub missing: Vec<String>,
}

impl Manifest {
    /// The oldest epoch of the lock that it needs; the newest possible when it holds no row under the lock.
    #[must_use]
    pub fn oldest_epoch(&self) -> u32 {
        self.lock_epochs.first().copied().unwrap_or(self.current_epoch)
    }
}

/// The public header of a snapshot: enough for `list`, and for checking every byte without opening any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// What the snapshot holds.
    pub manifest: Manifest,
    /// Length of the sealed file, in bytes.
    pub sealed_length: u64,
    /// Hash of the sealed file.
    pub sealed_sha256: Hash,
}

impl Header {
    /// The text of the header file.
    pub fn sign(&self, log: &SigningKey) -> io::Result<String> {
        Ok(signed::sign(&serde_json::to_string(self)?, log))
    }

    /// Checks the signature and reads.
    pub fn open(snapshot: &str, text: &str, log: &VerifyingKey) -> Result<Self> {
        let json = signed::open(text, log).map_err(|_| BackupError::damaged(snapshot, Damage::HeaderUnsigned))?;
        let header: Self = serde_json::from_str(json).map_err(|_| BackupError::damaged(snapshot, Damage::Header))?;
        if header.manifest.format != FORMAT || header.manifest.snapshot != snapshot {
            return Err(BackupError::damaged(snapshot, Damage::HeaderOfAnother));
        }
        Ok(header)
    }
}

/// A sealed object of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its name in the blob store: 32 hexadecimal digits.
    pub key: String,
    /// Its length in bytes.
    pub length: u64,
    /// Its hash, as the signed deposit names it.
    pub sha256: Hash,
}

impl Object {
    /// Its line in the list.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        writeln!(to, "{} {} {}", self.key, self.length, self.sha256)
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let key = words.next().filter(|key| is_key(key))?.to_owned();
        let object = Self { key, length: words.next()?.parse().ok()?, sha256: words.next()?.parse().ok()? };
        words.next().is_none().then_some(object)
    }
}

/// Reads a list that was checked against its hash.
pub(super) fn objects(snapshot: &str, list: impl BufRead) -> impl Iterator<Item = Result<Object>> {
    list.lines().map(move |line| {
        let line = line.map_err(|_| BackupError::damaged(snapshot, Damage::List))?;
        Object::parse(&line).ok_or_else(|| BackupError::damaged(snapshot, Damage::List))
    })
}

/// Whether this is the name of a blob, and so nothing that a file system could take for more.
fn is_key(key: &str) -> bool {
    key.len() == 32 && key.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
