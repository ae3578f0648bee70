//! Where the programs are, and how they are called.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// A program of the workspace, as it was built beside this test.
pub(crate) fn built(name: &str) -> PathBuf {
    let here = std::env::current_exe().expect("this test has a path");
    let folder = here.parent().and_then(Path::parent).expect("tests lie in a folder of the target folder");
    let program = folder.join(name);
    assert!(program.is_file(), "{} is missing: run `cargo build --workspace` first", program.display());
    program
}

/// Arguments of mixed kinds: words and paths.
pub(crate) fn words<const N: usize>(list: [&dyn AsRef<OsStr>; N]) -> Vec<OsString> {
    list.iter().map(|word| word.as_ref().to_owned()).collect()
}
