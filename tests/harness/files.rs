//! Files to deposit, and a search for bytes in files.

use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use coffre_demo::specimen;

use super::Server;

/// The samples that are deposited: fictional papers, marked SPECIMEN.
#[derive(Debug)]
pub(crate) struct SampleFiles {
    /// A PDF of a few kilobytes.
    pub(crate) pdf: PathBuf,
    /// A JPEG of a few hundred kilobytes.
    pub(crate) jpeg: PathBuf,
}

impl SampleFiles {
    /// Writes them beside the server.
    pub(crate) fn write(server: &Server) -> Self {
        let folder = server.path("papers");
        fs::create_dir_all(folder.join("given")).expect("a folder");
        let files = Self { pdf: folder.join("avis-impot-2025.pdf"), jpeg: folder.join("carte-identite.jpg") };
        fs::write(&files.pdf, specimen::pdf(11)).expect("written");
        fs::write(&files.jpeg, specimen::jpeg(12)).expect("written");
        files
    }
}

/// Whether a file holds these bytes anywhere, its own name included.
pub(crate) fn find(needle: &[u8], file: &Path) -> bool {
    let bytes = fs::read(file).expect("a file");
    let name = file.file_name().expect("a name").as_encoded_bytes();
    [bytes.as_slice(), name].iter().any(|hay| hay.windows(needle.len()).any(|window| window == needle))
}

/// Whether two files hold the same bytes, however many.
pub(crate) fn same_content(one: &Path, other: &Path) -> bool {
    let bytes = |path: &Path| BufReader::with_capacity(1 << 20, File::open(path).expect("a file"));
    let (mut one, mut other) = (bytes(one), bytes(other));
    let (mut left, mut right) = (vec![0; 1 << 20], vec![0; 1 << 20]);
    loop {
        let length = fill(&mut one, &mut left);
        if length != fill(&mut other, &mut right) || left[..length] != right[..length] {
            return false;
        }
        if length == 0 {
            return true;
        }
    }
}

fn fill(reader: &mut impl Read, buffer: &mut [u8]) -> usize {
    let mut filled = 0;
    while filled < buffer.len() {
        match reader.read(&mut buffer[filled..]).expect("readable") {
            0 => break,
            length => filled += length,
        }
    }
    filled
}
