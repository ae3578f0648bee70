//! An archive checked from end to end, with no network and no account.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use vault_core::export::{MANIFEST, ManifestSeal, SIGNATURE, Verified, verify};

use super::read::Opened;
use crate::desk::Desk;
use crate::error::{About, Problem, Result};
use crate::progress::Progress;

/// Longest manifest and longest journal, in bytes.
const MAX_TEXT: u64 = 256 << 20;
const JOURNAL: &str = "journal/journal.json";

/// An archive of which everything holds.
pub(crate) struct Checked {
    /// The archive, to be read again.
    pub(crate) archive: Opened,
    /// What it proves.
    pub(crate) verified: Verified,
}

/// Checks the archive, the signatures, the journal, and that each file is the one that was signed, none missing, none
/// more.
pub(crate) fn check(desk: &Desk, path: &Path, identity: Option<&Path>) -> Result<Checked> {
    let shown = path.display();
    let mut archive = Opened::open(desk, path, identity)?;
    let manifest = archive.small(MANIFEST, MAX_TEXT)?;
    let signature = archive.small(SIGNATURE, ManifestSeal::LEN as u64)?;
    let journal = archive.small(JOURNAL, MAX_TEXT)?;
    let verified = verify(&manifest, &signature, &journal).about(&shown)?;
    let files = &verified.manifest.files;
    let listed: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).chain([MANIFEST, SIGNATURE]).collect();
    if let Some(extra) = archive.names().iter().find(|name| !listed.contains(name.as_str())) {
        return Err(Problem::ExportFileExtra { file: extra.clone() }.into());
    }
    let total = files.iter().map(|file| file.length).sum();
    let progress = Progress::bytes(desk.output.is_watched(), shown.to_string(), total);
    for file in files {
        let found = archive.pour(&file.path, file.length, &mut progress.writer(io::sink()))?;
        if found != (file.length, file.sha256) {
            return Err(Problem::ExportFileChanged { file: file.path.clone() }.into());
        }
    }
    progress.done();
    Ok(Checked { archive, verified })
}
