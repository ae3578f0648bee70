//! Secrets that a setting names by their file.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use zeroize::Zeroizing;

/// Why a secret is not taken from its file.
#[derive(Debug)]
pub enum SecretFileError {
    /// It cannot be read.
    Unreadable(io::Error),
    /// Others than its owner may read it.
    Exposed,
}

/// A secret of one line, from a file that is closed to others.
///
/// # Errors
///
/// See [`SecretFileError`].
pub fn secret_line(path: &Path) -> Result<Zeroizing<String>, SecretFileError> {
    let metadata = std::fs::metadata(path).map_err(SecretFileError::Unreadable)?;
    if metadata.mode() & 0o077 != 0 {
        return Err(SecretFileError::Exposed);
    }
    let text = Zeroizing::new(std::fs::read_to_string(path).map_err(SecretFileError::Unreadable)?);
    Ok(Zeroizing::new(text.trim().to_owned()))
}
