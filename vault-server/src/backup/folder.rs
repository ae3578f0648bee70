//! The folder of backups: what lies where, and how a snapshot is whole or absent.
//!
//! | place | holds |
//! |---|---|
//! | `snapshots/ID.age` | manifest and database, sealed to the operator |
//! | `snapshots/ID.objects` | names, lengths and hashes of the objects that belong to it |
//! | `snapshots/ID.snapshot` | its signed header, renamed into place last: without it there is no snapshot |
//! | `objects/ab/abcdef…` | sealed documents, copied once whatever the number of snapshots that name them |
//! | `incoming/` | what is being written; cleared by the next command that writes |

use std::collections::HashSet;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};
use vault_core::ids::Hash;
use vault_core::keys::VerifyingKey;
use vault_core::suite::Sha256;

use super::error::{BackupError, Damage, Result};
use super::manifest::{Header, Object, objects};

const HEADER: &str = "snapshot";
const READ_LEN: usize = 64 * 1024;

/// A folder of backups, held against other commands until dropped.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    _alone: File,
}

/// A snapshot as it is found.
#[derive(Debug)]
pub struct Found {
    /// Its name.
    pub snapshot: String,
    /// Its header, or what is wrong with it.
    pub header: Result<Header>,
}

impl Folder {
    /// Opens a folder for writing; makes it if needed (0700), and clears what an interrupted command left.
    pub fn for_writing(path: &Path) -> Result<Self> {
        for place in [path.to_owned(), path.join("snapshots"), path.join("objects"), path.join("incoming")] {
            DirBuilder::new().recursive(true).mode(0o700).create(&place).map_err(BackupError::io(&place))?;
        }
        let folder = Self::open(path, FlockOperation::NonBlockingLockExclusive)?;
        let incoming = path.join("incoming");
        clear(&incoming).map_err(BackupError::io(&incoming))?;
        folder.clear_headless()?;
        Ok(folder)
    }

    /// Opens a folder for reading.
    pub fn for_reading(path: &Path) -> Result<Self> {
        Self::open(path, FlockOperation::NonBlockingLockShared)
    }

    fn open(path: &Path, operation: FlockOperation) -> Result<Self> {
        let alone = File::open(path).map_err(BackupError::io(path))?;
        flock(&alone, operation).map_err(|_| BackupError::Busy(path.to_owned()))?;
        Ok(Self { path: path.to_owned(), _alone: alone })
    }

    /// Files of a snapshot that never became one.
    fn clear_headless(&self) -> Result<()> {
        let snapshots = self.path.join("snapshots");
        let known: HashSet<String> = self.snapshots()?.into_iter().collect();
        let clear = || {
            for entry in fs::read_dir(&snapshots)? {
                let path = entry?.path();
                let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
                if !known.contains(stem) {
                    fs::remove_file(path)?;
                }
            }
            Ok(())
        };
        clear().map_err(BackupError::io(&snapshots))
    }

    /// The names of all snapshots, the oldest first.
    pub fn snapshots(&self) -> Result<Vec<String>> {
        let place = self.path.join("snapshots");
        let entries = match fs::read_dir(&place) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(BackupError::io(&place))?,
        };
        let mut names = Vec::new();
        for entry in entries {
            let path = entry.map_err(BackupError::io(&place))?.path();
            if path.extension().is_some_and(|extension| extension == HEADER) {
                names.extend(path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned));
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    /// Every snapshot with its header, the oldest first.
    pub fn list(&self, log: &VerifyingKey) -> Result<Vec<Found>> {
        let names = self.snapshots()?;
        Ok(names.into_iter().map(|snapshot| Found { header: self.header(&snapshot, log), snapshot }).collect())
    }

    /// The header of a snapshot.
    pub fn header(&self, snapshot: &str, log: &VerifyingKey) -> Result<Header> {
        if !self.snapshots()?.iter().any(|known| known == snapshot) {
            return Err(BackupError::NoSnapshot { folder: self.path.clone(), snapshot: snapshot.to_owned() });
        }
        let path = self.part(snapshot, HEADER);
        let bytes = fs::read(&path).map_err(BackupError::io(&path))?;
        let text = String::from_utf8(bytes).map_err(|_| BackupError::damaged(snapshot, Damage::Header))?;
        Header::open(snapshot, &text, log)
    }

    /// The sealed file of a snapshot.
    #[must_use]
    pub fn sealed(&self, snapshot: &str) -> PathBuf {
        self.part(snapshot, "age")
    }

    /// The objects of a snapshot, from a list that has the hash of the header.
    pub fn objects(&self, header: &Header) -> Result<impl Iterator<Item = Result<Object>>> {
        let snapshot = &header.manifest.snapshot;
        let path = self.part(snapshot, "objects");
        if hash_file(&path)?.0 != header.manifest.objects_sha256 {
            return Err(BackupError::damaged(snapshot, Damage::List));
        }
        let file = File::open(&path).map_err(BackupError::io(&path))?;
        Ok(objects(snapshot, BufReader::new(file)).collect::<Vec<_>>().into_iter())
    }

    /// Where an object lies.
    #[must_use]
    pub fn object(&self, key: &str) -> PathBuf {
        self.path.join("objects").join(&key[..2]).join(key)
    }

    /// Whether an object of this length is there already. Its hash is checked by `verify`, not at each backup.
    #[must_use]
    pub fn has(&self, object: &Object) -> bool {
        fs::metadata(self.object(&object.key)).is_ok_and(|found| found.is_file() && found.len() == object.length)
    }

    /// Gives an object that has arrived its name, if it is the one that was asked for. Says whether it was.
    pub(super) fn keep(&self, object: &Object, arrived: Arriving) -> Result<bool> {
        let incoming = arrived.path.clone();
        if arrived.finish()? != (object.sha256, object.length) {
            fs::remove_file(&incoming).map_err(BackupError::io(&incoming))?;
            return Ok(false);
        }
        let place = self.object(&object.key);
        publish(&incoming, &place).map_err(BackupError::io(&place))?;
        Ok(true)
    }

    /// A place to write something that is not there yet.
    #[must_use]
    pub fn incoming(&self, name: &str) -> PathBuf {
        self.path.join("incoming").join(name)
    }

    /// Makes a snapshot of its parts, which lie in `incoming` and are durable: it appears with its header, last.
    pub fn publish(&self, snapshot: &str, sealed: &Path, list: &Path, header: &str) -> Result<()> {
        let incoming = self.incoming(HEADER);
        write_new(&incoming, header.as_bytes())?;
        for (from, part) in [(sealed, "age"), (list, "objects"), (&*incoming, HEADER)] {
            let place = self.part(snapshot, part);
            publish(from, &place).map_err(BackupError::io(&place))?;
        }
        Ok(())
    }

    /// Keeps the newest snapshots, and the objects that any of them names. Gives the names of those that went.
    pub fn prune(&self, keep: usize, log: &VerifyingKey) -> Result<Vec<String>> {
        let mut gone = self.snapshots()?;
        let kept = gone.split_off(gone.len().saturating_sub(keep));
        let mut named = HashSet::new();
        for snapshot in kept {
            // A damaged one might name anything: nothing goes until the operator has looked at it.
            for object in self.objects(&self.header(&snapshot, log)?)? {
                named.insert(object?.key);
            }
        }
        for snapshot in &gone {
            for part in [HEADER, "objects", "age"] {
                let path = self.part(snapshot, part);
                fs::remove_file(&path).map_err(BackupError::io(&path))?;
            }
        }
        let objects = self.path.join("objects");
        remove_unnamed(&objects, &named).map_err(BackupError::io(&objects))?;
        Ok(gone)
    }

    fn part(&self, snapshot: &str, part: &str) -> PathBuf {
        self.path.join("snapshots").join(format!("{snapshot}.{part}"))
    }
}

/// Hash and length of a file.
pub(super) fn hash_file(path: &Path) -> Result<(Hash, u64)> {
    let mut file = File::open(path).map_err(BackupError::io(path))?;
    let (mut hasher, mut length, mut buffer) = (Sha256::default(), 0, vec![0; READ_LEN]);
    loop {
        let read = file.read(&mut buffer).map_err(BackupError::io(path))?;
        if read == 0 {
            return Ok((Hash::from_bytes(hasher.finish()), length));
        }
        hasher.update(&buffer[..read]);
        length += read as u64;
    }
}

/// A new file (0600) that is being written, hashed and counted.
#[derive(Debug)]
pub(super) struct Arriving {
    path: PathBuf,
    out: BufWriter<File>,
    hasher: Sha256,
    length: u64,
}

impl Arriving {
    /// Begins a file that must not exist.
    pub(super) fn begin(path: &Path) -> Result<Self> {
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        let out = BufWriter::with_capacity(READ_LEN, file.map_err(BackupError::io(path))?);
        Ok(Self { path: path.to_owned(), out, hasher: Sha256::default(), length: 0 })
    }

    /// Makes it durable; gives its hash and length.
    pub(super) fn finish(self) -> Result<(Hash, u64)> {
        let sync = || self.out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all();
        sync().map_err(BackupError::io(&self.path))?;
        Ok((Hash::from_bytes(self.hasher.finish()), self.length))
    }
}

impl Write for Arriving {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes a new file (0600), durably. Gives its hash and length.
pub(super) fn write_new(path: &Path, mut from: impl Read) -> Result<(Hash, u64)> {
    let mut file = Arriving::begin(path)?;
    io::copy(&mut from, &mut file).map_err(BackupError::io(path))?;
    file.finish()
}

/// Gives a durable file its name.
pub(super) fn publish(from: &Path, place: &Path) -> io::Result<()> {
    let folder = place.parent().ok_or(ErrorKind::InvalidInput)?;
    match DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => File::open(folder.parent().ok_or(ErrorKind::InvalidInput)?)?.sync_all()?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    fs::rename(from, place)?;
    File::open(folder)?.sync_all()
}

/// Removes every file of a folder.
pub(super) fn clear(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        fs::remove_file(entry?.path())?;
    }
    Ok(())
}

fn remove_unnamed(objects: &Path, named: &HashSet<String>) -> io::Result<()> {
    for prefix in fs::read_dir(objects)? {
        for entry in fs::read_dir(prefix?.path())? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if !named.contains(name) {
                fs::remove_file(path)?;
            }
        }
    }
    Ok(())
}
