//! An archive read by another hand than the program's.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use vault_core::export::{MANIFEST, Manifest};

/// Every file of an archive.
pub(crate) fn unzip(path: &Path) -> BTreeMap<String, Vec<u8>> {
    read(File::open(path).unwrap())
}

/// The same from anything that can be read back and forth.
pub(crate) fn read(from: impl Read + std::io::Seek) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(from).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut entry = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// The manifest of an archive.
pub(crate) fn manifest(files: &BTreeMap<String, Vec<u8>>) -> Manifest {
    Manifest::parse(&files[MANIFEST]).unwrap()
}
