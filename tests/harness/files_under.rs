//! A walk through a folder, which the fuzzer borrows too.

use std::fs;
use std::path::{Path, PathBuf};

/// All files of a folder and of its folders.
pub(crate) fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files.extend(files_under(&path)) } else { files.push(path) }
    }
    files
}
