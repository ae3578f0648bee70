//! The whole key directory as one piece, for its second copy (FORMATS 2). The piece is secret: it is sealed at once.
//!
//! `VKD1`, then for each file, in the order of their names: length of the name 1 ‖ name ‖ length 4 ‖ bytes. The
//! remembered checkpoint is not in it: it changes all the time, and an old one tells nothing.

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, File};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use vault_core::ids::Hash;
use vault_core::suite;
use zeroize::Zeroizing;

use super::erased::ERASED;
use super::file::{Kind, write_private};
use super::{KeyDirectory, KeyDirectoryError, UNFINISHED, is_unused, lock};

const MAGIC: &[u8; 4] = b"VKD1";
const KINDS: [Kind; 5] = [Kind::Rest, Kind::Log, Kind::Pepper, Kind::LogBody, Kind::Deposit];
/// The fingerprint of what the last sealed copy holds.
const COPIED: &str = "copied.sha256";

/// The files of a key directory, by name.
pub struct Bundle(BTreeMap<String, Zeroizing<Vec<u8>>>);

/// How a copy differs from the directory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// In the directory, not in the copy.
    pub missing: Vec<String>,
    /// In both, and not the same.
    pub changed: Vec<String>,
    /// In the copy, and destroyed here.
    pub left: Vec<String>,
}

impl Difference {
    /// Whether the copy is complete and current.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        self.missing.is_empty() && self.changed.is_empty() && self.left.is_empty()
    }
}

impl Bundle {
    /// The bytes, to be sealed.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let length = self.0.iter().map(|(name, bytes)| 5 + name.len() + bytes.len()).sum::<usize>();
        // Of its full size from the beginning: growing would leave copies of secrets behind.
        let mut out = Zeroizing::new(Vec::with_capacity(MAGIC.len() + length));
        out.extend_from_slice(MAGIC);
        for (name, bytes) in &self.0 {
            out.extend_from_slice(&u8::try_from(name.len()).unwrap_or(u8::MAX).to_be_bytes());
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
            out.extend_from_slice(bytes);
        }
        out
    }

    /// Reads what was opened. Only names of a key directory are let in. `None` when it is anything else.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut files = BTreeMap::new();
        while let Some((length, after)) = rest.split_first() {
            let (name, after) = after.split_at_checked(usize::from(*length))?;
            let (length, after) = after.split_first_chunk::<4>()?;
            let (bytes, after) = after.split_at_checked(u32::from_be_bytes(*length) as usize)?;
            let name = std::str::from_utf8(name).ok().filter(|name| belongs(name))?;
            if files.insert(name.to_owned(), Zeroizing::new(bytes.to_vec())).is_some() {
                return None;
            }
            rest = after;
        }
        files.contains_key(&Kind::Log.file_name(0)).then_some(Self(files))
    }

    /// How this copy differs from what is in the directory now.
    #[must_use]
    pub fn compare(&self, now: &Self) -> Difference {
        let mut difference = Difference::default();
        for (name, bytes) in &now.0 {
            match self.0.get(name) {
                None => difference.missing.push(name.clone()),
                Some(copied) if copied != bytes => difference.changed.push(name.clone()),
                Some(_) => {}
            }
        }
        difference.left.extend(self.0.keys().filter(|name| !now.0.contains_key(*name)).cloned());
        difference
    }

    /// A fingerprint: whether two are the same is told by it, and nothing else is.
    #[must_use]
    pub fn fingerprint(&self) -> Hash {
        Hash::from_bytes(suite::sha256(&[&self.to_bytes()]))
    }
}

impl std::fmt::Debug for Bundle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Bundle").field(&self.0.keys()).finish()
    }
}

impl KeyDirectory {
    /// Everything in the directory that a copy needs.
    pub fn bundle(&self) -> Result<Bundle, KeyDirectoryError> {
        let _lock = lock(&self.path)?;
        let on_folder = |error| KeyDirectoryError::io(&self.path, error);
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(&self.path).map_err(on_folder)? {
            let name = entry.map_err(on_folder)?.file_name();
            if let Some(name) = name.to_str().filter(|name| belongs(name)) {
                let path = self.path.join(name);
                files.insert(name.to_owned(), read(&path).map_err(|error| KeyDirectoryError::io(&path, error))?);
            }
        }
        Ok(Bundle(files))
    }

    /// Whether a sealed copy with this fingerprint was made.
    #[must_use]
    pub fn was_copied(&self, fingerprint: &Hash) -> bool {
        fs::read_to_string(self.path.join(COPIED)).is_ok_and(|known| known == fingerprint.to_string())
    }

    /// Remembers that a sealed copy with this fingerprint was made.
    pub fn remember_copy(&self, fingerprint: &Hash) -> Result<(), KeyDirectoryError> {
        let _lock = lock(&self.path)?;
        let path = self.path.join(COPIED);
        write_private(&self.path, &path, fingerprint.to_string().as_bytes())
            .map_err(|error| KeyDirectoryError::io(&path, error))
    }

    /// Makes a key directory of a copy, in a folder that is missing or empty, and opens it.
    pub fn import(path: &Path, bundle: &Bundle) -> Result<Self, KeyDirectoryError> {
        let on_path = |error| KeyDirectoryError::io(path, error);
        DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(on_path)?;
        {
            let _lock = lock(path)?;
            if !is_unused(path)? {
                return Err(on_path(ErrorKind::DirectoryNotEmpty.into()));
            }
            // Until all is there, a server that starts on it says that a piece is missing.
            let marker = path.join(UNFINISHED);
            File::create(&marker).and_then(|file| file.sync_all()).map_err(on_path)?;
            for (name, bytes) in &bundle.0 {
                let place = path.join(name);
                write_private(path, &place, bytes).map_err(|error| KeyDirectoryError::io(&place, error))?;
            }
            fs::remove_file(&marker).map_err(on_path)?;
        }
        Self::open(path)
    }
}

fn read(path: &Path) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let mut file = File::open(path)?;
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(0);
    let mut bytes = Zeroizing::new(Vec::with_capacity(length));
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn belongs(name: &str) -> bool {
    let single = [Kind::Log, Kind::Pepper].iter().any(|kind| kind.file_name(0) == name);
    single || name == ERASED || KINDS.iter().any(|kind| kind.number_in(name).is_some())
}
