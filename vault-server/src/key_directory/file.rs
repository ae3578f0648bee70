//! One key, one file: 100 bytes, `VKF1` ‖ kind 1 ‖ zero 3 ‖ number 4 ‖ `not_before` 8 ‖ `not_after` 8 (Unix seconds, zero
//! when the key has no dates) ‖ secret 32 ‖ SHA-256 of the certificate of the epoch before 32 (zero when there is none)
//! ‖ SHA-256(all before)[..8].
//!
//! The kind and the number repeat the file's name, and the checksum tells a damaged or swapped file at start-up:
//! a wrong pepper would otherwise look like every PIN being wrong.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use vault_core::ids::Hash;
use vault_core::suite;
use zeroize::Zeroizing;

use super::KeyDirectoryError;

const MAGIC: &[u8; 4] = b"VKF1";
const LEN: usize = 100;
/// The name of a key that is being destroyed.
const LEAVING: &str = ".leaving";
const CHECKED: usize = 92;
/// Permission bits of group and others.
const OTHERS: u32 = 0o077;

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Rest = 1,
    Log = 2,
    Pepper = 3,
    LogBody = 4,
    Deposit = 5,
}

impl Kind {
    const fn stem(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::Log => "log",
            Self::Pepper => "pepper",
            Self::LogBody => "log-body",
            Self::Deposit => "deposit",
        }
    }

    /// The name of the file that holds key `number` of this kind.
    pub(super) fn file_name(self, number: u32) -> String {
        match self {
            Self::Log | Self::Pepper => format!("{}.key", self.stem()),
            Self::LogBody => format!("{}-{number:06}.key", self.stem()),
            Self::Rest | Self::Deposit => format!("{}-{number:04}.key", self.stem()),
        }
    }

    /// The number in a file's name, if it is a name of this kind.
    pub(super) fn number_in(self, name: &str) -> Option<u32> {
        let digits = name.strip_prefix(self.stem())?.strip_prefix('-')?.strip_suffix(".key")?;
        let number = digits.parse().ok()?;
        (self.file_name(number) == name).then_some(number)
    }
}

/// A key as its file tells it.
pub(super) struct KeyFile {
    pub(super) kind: Kind,
    /// Epoch or month; zero where there is only one key of the kind.
    pub(super) number: u32,
    /// Unix seconds; zero when the key has no dates.
    pub(super) not_before: u64,
    /// Unix seconds; zero when the key has no dates.
    pub(super) not_after: u64,
    pub(super) secret: Zeroizing<[u8; 32]>,
    /// Of the certificate before this key's, so that the chain goes on when the key before is destroyed.
    pub(super) previous: Hash,
}

impl KeyFile {
    fn encode(&self) -> Zeroizing<[u8; LEN]> {
        let mut out = Zeroizing::new([0; LEN]);
        out[..4].copy_from_slice(MAGIC);
        out[4] = self.kind as u8;
        out[8..12].copy_from_slice(&self.number.to_be_bytes());
        out[12..20].copy_from_slice(&self.not_before.to_be_bytes());
        out[20..28].copy_from_slice(&self.not_after.to_be_bytes());
        out[28..60].copy_from_slice(self.secret.as_slice());
        out[60..CHECKED].copy_from_slice(self.previous.as_bytes());
        let checksum = suite::sha256(&[&out[..CHECKED]]);
        out[CHECKED..].copy_from_slice(&checksum[..LEN - CHECKED]);
        out
    }

    fn decode(kind: Kind, number: u32, bytes: &[u8; LEN]) -> Option<Self> {
        let (checked, checksum) = bytes.split_at(CHECKED);
        let header_holds = checked.starts_with(MAGIC)
            && checked[4..8] == [kind as u8, 0, 0, 0]
            && checked[8..12] == number.to_be_bytes()
            && suite::sha256(&[checked]).starts_with(checksum);
        if !header_holds {
            return None;
        }
        let (not_before, rest) = checked[12..].split_first_chunk::<8>()?;
        let (not_after, rest) = rest.split_first_chunk::<8>()?;
        let (secret, previous) = rest.split_first_chunk::<32>()?;
        let mut file = Self {
            kind,
            number,
            not_before: u64::from_be_bytes(*not_before),
            not_after: u64::from_be_bytes(*not_after),
            secret: Zeroizing::new([0; 32]),
            previous: Hash::try_from(previous).ok()?,
        };
        file.secret.copy_from_slice(secret);
        Some(file)
    }

    /// Reads a key; `None` when there is no such file.
    pub(super) fn read(folder: &Path, kind: Kind, number: u32) -> Result<Option<Self>, KeyDirectoryError> {
        let path = folder.join(kind.file_name(number));
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(KeyDirectoryError::io(&path, error)),
        };
        let metadata = file.metadata().map_err(|error| KeyDirectoryError::io(&path, error))?;
        refuse_exposed(&path, &metadata)?;
        let damaged = || KeyDirectoryError::Damaged { path: path.clone() };
        if metadata.len() != LEN as u64 {
            return Err(damaged());
        }
        let mut bytes = Zeroizing::new([0; LEN]);
        file.read_exact(bytes.as_mut()).map_err(|error| KeyDirectoryError::io(&path, error))?;
        Self::decode(kind, number, &bytes).map(Some).ok_or_else(damaged)
    }

    /// Writes a new key: whole or not at all, and never over another.
    pub(super) fn create(&self, folder: &Path) -> Result<(), KeyDirectoryError> {
        let path = folder.join(self.kind.file_name(self.number));
        if path.symlink_metadata().is_ok() {
            return Err(KeyDirectoryError::io(&path, ErrorKind::AlreadyExists.into()));
        }
        write_private(folder, &path, self.encode().as_slice()).map_err(|error| KeyDirectoryError::io(&path, error))
    }
}

/// Writes `bytes` beside `path`, makes them durable, then gives them their name.
pub(super) fn write_private(folder: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let incoming = folder.join(".incoming");
    match fs::remove_file(&incoming) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&incoming)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&incoming, path)?;
    File::open(folder)?.sync_all()
}

/// Destroys a key: its bytes are overwritten, then its name goes. On flash media the overwriting may reach other cells,
/// which is why keys belong on a medium that can itself be destroyed. A key that is not there is no error.
///
/// It loses its name first: a crash in the middle leaves no damaged key, but something that [`finish_removal`] ends.
pub(super) fn remove_key(folder: &Path, kind: Kind, number: u32) -> Result<(), KeyDirectoryError> {
    finish_removal(folder)?;
    let path = folder.join(kind.file_name(number));
    match fs::rename(&path, folder.join(LEAVING)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(KeyDirectoryError::io(&path, error)),
        Ok(()) => {}
    }
    finish_removal(folder)
}

/// Destroys what a crash left of a key that was being destroyed.
pub(super) fn finish_removal(folder: &Path) -> Result<(), KeyDirectoryError> {
    let path = folder.join(LEAVING);
    let remove = || {
        let mut file = OpenOptions::new().write(true).open(&path)?;
        file.write_all(&[0; LEN])?;
        file.sync_all()?;
        fs::remove_file(&path)?;
        File::open(folder)?.sync_all()
    };
    match remove() {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(KeyDirectoryError::io(&path, error)),
        _ => Ok(()),
    }
}

/// Refuses what group or others may read, write or enter.
pub(super) fn refuse_exposed(path: &Path, metadata: &fs::Metadata) -> Result<(), KeyDirectoryError> {
    if metadata.mode() & OTHERS == 0 {
        return Ok(());
    }
    let wanted = if metadata.is_dir() { 0o700 } else { 0o600 };
    Err(KeyDirectoryError::Exposed { path: path.to_owned(), mode: metadata.mode() & 0o7777, wanted })
}
