//! What was erased, remembered apart from the data: a backup from before does not bring it back.
//!
//! `erased.list` is only ever appended to. Each record has 32 bytes: document 16 ‖ version 8 ‖
//! SHA-256("vault/erased/v1" ‖ 0x00 ‖ document ‖ version)[..8]. A record cut by a crash at the end of the file is dropped
//! at the next writing; what does not verify elsewhere is damage.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;

use vault_core::ids::DocumentId;
use vault_core::suite;

use super::file::refuse_exposed;
use super::{KeyDirectory, KeyDirectoryError, lock};

/// The file's name in the key directory.
pub(super) const ERASED: &str = "erased.list";
const NAMED: usize = 24;
const RECORD: usize = 32;

impl KeyDirectory {
    /// Remembers, durably, that these versions were erased. Those that are remembered already are not written again.
    pub fn remember_erased(&self, versions: &[(DocumentId, u64)]) -> Result<(), KeyDirectoryError> {
        let _lock = lock(&self.path)?;
        let known = self.erased()?;
        let new: BTreeSet<_> = versions.iter().copied().filter(|version| !known.contains(version)).collect();
        if new.is_empty() {
            return Ok(());
        }
        let path = self.path.join(ERASED);
        let append = || {
            let mut file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path)?;
            file.set_len((known.len() * RECORD) as u64)?;
            file.seek(SeekFrom::End(0))?;
            file.write_all(&new.iter().flat_map(record).collect::<Vec<u8>>())?;
            file.sync_all()?;
            File::open(&self.path)?.sync_all()
        };
        append().map_err(|error| KeyDirectoryError::io(&path, error))
    }

    /// Everything that was ever erased: documents and versions.
    pub fn erased(&self) -> Result<BTreeSet<(DocumentId, u64)>, KeyDirectoryError> {
        let path = self.path.join(ERASED);
        let mut file = match File::open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
            file => file.map_err(|error| KeyDirectoryError::io(&path, error))?,
        };
        refuse_exposed(&path, &file.metadata().map_err(|error| KeyDirectoryError::io(&path, error))?)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|error| KeyDirectoryError::io(&path, error))?;
        parse(&bytes).ok_or(KeyDirectoryError::Damaged { path })
    }
}

/// The records of a list, but for a last one that was cut.
pub(super) fn parse(bytes: &[u8]) -> Option<BTreeSet<(DocumentId, u64)>> {
    let (records, _cut) = bytes.as_chunks::<RECORD>();
    records
        .iter()
        .map(|bytes| {
            let (document, rest) = bytes.split_first_chunk::<16>()?;
            let version = rest.first_chunk::<8>()?;
            let version = (DocumentId::from_bytes(*document), u64::from_be_bytes(*version));
            (record(&version) == *bytes).then_some(version)
        })
        .collect()
}

fn record((document, version): &(DocumentId, u64)) -> [u8; RECORD] {
    let mut record = [0; RECORD];
    record[..16].copy_from_slice(document.as_ref());
    record[16..NAMED].copy_from_slice(&version.to_be_bytes());
    let check = suite::sha256(&[b"vault/erased/v1\0", &record[..NAMED]]);
    record[NAMED..].copy_from_slice(&check[..RECORD - NAMED]);
    record
}
