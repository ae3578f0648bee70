//! An archive that somebody brings: a ZIP, or one that is encrypted with age. Nothing of it is believed: what a
//! hostile or damaged ZIP can hold is refused before a byte of a file is read.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use vault_core::error::{Error as Broken, Property, What};
use vault_core::export::is_path;
use vault_core::ids::Hash;
use vault_core::suite::Sha256;
use zip::read::{ArchiveOffset, Config};
use zip::{CompressionMethod, ZipArchive};

use super::names::key;
use crate::ask;
use crate::desk::Desk;
use crate::error::{About, Error, Problem, Result};

/// How an age file begins.
const AGE: &[u8] = b"age-encryption.org/v1\n";
/// How a ZIP ends when nothing follows it: the end record, without a comment.
const END: (&[u8], usize) = (b"PK\x05\x06", 22);
/// More entries than any vault has versions.
const MAX_ENTRIES: usize = 1_000_000;

trait Source: Read + Seek {}
impl<T: Read + Seek> Source for T {}

/// An archive whose structure is that of an export. Its content is not checked yet.
pub(crate) struct Opened {
    zip: ZipArchive<Box<dyn Source>>,
    names: BTreeSet<String>,
}

impl Opened {
    /// Opens a file. `identity`: the file of the age identity, for one that is encrypted.
    pub(crate) fn open(desk: &Desk, path: &Path, identity: Option<&Path>) -> Result<Self> {
        let mut source = source(desk, path, identity)?;
        let shown = path.display();
        check_end(&mut source).about(&shown)?;
        let config = Config { archive_offset: ArchiveOffset::Known(0) };
        let mut zip = ZipArchive::with_config(config, source).map_err(|_| broken(Property::Magic)).about(&shown)?;
        if zip.len() > MAX_ENTRIES {
            return Err(broken(Property::Length)).about(&shown);
        }
        if zip.has_duplicate_names() {
            return Err(broken(Property::Order)).about(&shown);
        }
        let names = (0..zip.len()).map(|at| entry(&zip, at)).collect::<Result<Vec<_>>>()?;
        let keys: BTreeSet<_> = names.iter().map(|name| key(name)).collect();
        if keys.len() != names.len() {
            return Err(broken(Property::Order)).about(&shown);
        }
        zip.validate_header_consistency().map_err(|_| broken(Property::Hash)).about(&shown)?;
        if !matches!(zip.has_overlapping_entries(), Ok(false)) {
            return Err(broken(Property::Order)).about(&shown);
        }
        Ok(Self { zip, names: names.into_iter().collect() })
    }

    /// The names of all entries.
    pub(crate) const fn names(&self) -> &BTreeSet<String> {
        &self.names
    }

    /// A small file, whole. One that is longer than `max` is refused, whatever it says of itself.
    pub(crate) fn small(&mut self, name: &str, max: u64) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let (length, _) = self.pour(name, max, &mut bytes)?;
        if length > max { Err(broken(Property::Length)).about(&name) } else { Ok(bytes) }
    }

    /// Pours a file out; reads one byte more than `expected` at most, so that a file that swells is told from a whole
    /// one and costs nothing. Gives what it had: length and hash.
    pub(crate) fn pour(&mut self, name: &str, expected: u64, to: &mut dyn Write) -> Result<(u64, Hash)> {
        let mut content = self.content(name, expected)?;
        let (mut hash, mut length) = (Sha256::default(), 0);
        let mut piece = vec![0; 64 * 1024];
        loop {
            let n = content.read(&mut piece).map_err(|e| damaged(&e)).about(&name)?;
            if n == 0 {
                return Ok((length, Hash::from_bytes(hash.finish())));
            }
            hash.update(&piece[..n]);
            length += n as u64;
            to.write_all(&piece[..n]).map_err(|e| failed(name, &e))?;
        }
    }

    /// The content of a file, to be read; one byte more than `expected` at most.
    pub(crate) fn content(&mut self, name: &str, expected: u64) -> Result<impl Read + use<'_>> {
        let missing = || Problem::ExportFileMissing { file: name.to_owned() };
        let entry = self.zip.by_name(name).map_err(|_| missing())?;
        Ok(entry.take(expected.saturating_add(1)))
    }
}

/// The bytes of the ZIP, out of age if need be.
fn source(desk: &Desk, path: &Path, identity: Option<&Path>) -> Result<Box<dyn Source>> {
    let shown = || path.display().to_string();
    let unreadable = |e: &io::Error| match e.kind() {
        io::ErrorKind::NotFound => Problem::FileMissing { path: shown() },
        _ => Problem::FileUnreadable { path: shown(), cause: e.to_string() },
    };
    let mut file = File::open(path).map_err(|e| unreadable(&e))?;
    if !file.metadata().map_err(|e| unreadable(&e))?.is_file() {
        return Err(Problem::FileNotRegular { path: shown() }.into());
    }
    let mut head = Vec::new();
    (&mut file).take(AGE.len() as u64).read_to_end(&mut head).map_err(|e| unreadable(&e))?;
    file.rewind().map_err(|e| unreadable(&e))?;
    if head != AGE {
        return Ok(Box::new(BufReader::new(file)));
    }
    let identity = identity.ok_or_else(|| Problem::ExportSealed { path: shown() })?;
    let identities = identities(desk, identity)?;
    let opened =
        age::Decryptor::new_buffered(BufReader::new(file)).map_err(|_| broken(Property::Magic)).about(&shown())?;
    let chosen = identities.iter().map(|identity| identity as &dyn age::Identity);
    let stream = opened.decrypt(chosen).map_err(|e| match e {
        age::DecryptError::NoMatchingKeys => Error::from(Problem::ExportSealed { path: shown() }),
        _ => Error::Integrity { broken: broken(Property::Authentication), subject: shown() },
    })?;
    Ok(Box::new(BufReader::new(stream)))
}

/// Each line of the file that begins with `AGE-SECRET-KEY-1`.
fn identities(desk: &Desk, path: &Path) -> Result<Vec<age::x25519::Identity>> {
    let text = ask::secret_file(&desk.i18n, path)?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let unreadable = || Problem::IdentityUnreadable { path: path.display().to_string() };
    lines.map(|line| line.parse().map_err(|_| unreadable().into())).collect()
}

/// The name of an entry that an export may hold.
fn entry(zip: &ZipArchive<Box<dyn Source>>, at: usize) -> Result<String> {
    let entry = zip.by_index_data(at).map_err(|_| broken(Property::Magic))?;
    let raw = String::from_utf8_lossy(entry.name_raw()).into_owned();
    let name = String::from_utf8(entry.name_raw().to_vec()).map_err(|_| broken(Property::Alphabet)).about(&raw)?;
    let plain = matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated);
    let property = if entry.encrypted() || !plain {
        Property::Suite
    } else if entry.is_symlink() || !entry.is_file() {
        Property::Kind
    } else if !is_path(&name) {
        Property::Alphabet
    } else {
        return Ok(name);
    };
    Err(broken(property)).about(&raw)
}

/// Nothing follows the archive.
fn check_end(source: &mut Box<dyn Source>) -> std::result::Result<(), Broken> {
    let mut end = [0; END.1];
    let length = i64::try_from(END.1).unwrap_or_default();
    let read = source.seek(SeekFrom::End(-length)).and_then(|_| source.read_exact(&mut end));
    read.map_err(|e| damaged(&e))?;
    match (end.starts_with(END.0), end.ends_with(&[0, 0])) {
        (true, true) => Ok(()),
        (true, false) => Err(broken(Property::Trailing)),
        (false, _) => Err(broken(Property::Magic)),
    }
}

/// What could not be read as the sender wrote it.
fn damaged(error: &io::Error) -> Broken {
    match error.kind() {
        io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => broken(Property::Length),
        _ => broken(Property::Checksum),
    }
}

fn failed(name: &str, error: &io::Error) -> Problem {
    Problem::OutputFailed { path: name.to_owned(), cause: error.to_string() }
}

const fn broken(property: Property) -> Broken {
    Broken::new(What::Export, property)
}
