//! age, as backups and copies of the keys use it: to one recipient, as a stream.
//!
//! The `age` crate draws its file keys itself: this is one of the two places where randomness is not an argument.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};
use age::{Decryptor, Encryptor, IdentityFile};

use super::error::{BackupError, Result};

/// Whoever may open what is sealed.
pub struct Opener(Vec<Box<dyn age::Identity>>);

impl Opener {
    /// Reads an identity file (`AGE-SECRET-KEY-1…`), as `age-keygen` or `vault-server keys identity` make it.
    pub fn read(path: &Path) -> Result<Self> {
        let unusable = |why: String| BackupError::Identity { path: path.to_owned(), why };
        let file = File::open(path).map_err(BackupError::io(path))?;
        let identities =
            IdentityFile::from_buffer(BufReader::new(file)).map_err(|error| unusable(error.to_string()))?;
        let identities = identities.into_identities().map_err(|error| unusable(error.to_string()))?;
        if identities.is_empty() {
            return Err(unusable("it holds no identity".to_owned()));
        }
        Ok(Self(identities))
    }

    /// Opens a sealed file for reading. What is read is authentic as far as it was read: only the end tells that
    /// nothing was cut.
    pub fn open(&self, path: &Path) -> Result<impl Read + use<>> {
        let sealed = |error: age::DecryptError| BackupError::Sealed { path: path.to_owned(), why: error.to_string() };
        let file = File::open(path).map_err(BackupError::io(path))?;
        let decryptor = Decryptor::new_buffered(BufReader::new(file)).map_err(sealed)?;
        decryptor.decrypt(self.0.iter().map(|identity| &**identity)).map_err(sealed)
    }
}

impl std::fmt::Debug for Opener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Opener(redacted)")
    }
}

/// Reads a recipient.
pub fn recipient(text: &str) -> Result<Recipient> {
    if text.is_empty() {
        return Err(BackupError::NoRecipient);
    }
    text.parse().map_err(|_| BackupError::Recipient(text.to_owned()))
}

/// Seals what `write` gives into a writer, which is handed back when everything has gone into it.
pub fn seal<W: Write>(to: &Recipient, into: W, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<W> {
    let encryptor = Encryptor::with_recipients(std::iter::once(to as &dyn age::Recipient)).map_err(io::Error::other)?;
    let mut sealed = BufWriter::with_capacity(64 * 1024, encryptor.wrap_output(into)?);
    write(&mut sealed)?;
    sealed.into_inner().map_err(io::IntoInnerError::into_error)?.finish()
}

/// Makes an identity in a new file (0600) and gives its recipient.
pub fn new_identity(path: &Path) -> Result<String> {
    let identity = Identity::generate();
    let recipient = identity.to_public().to_string();
    let write = || {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        writeln!(file, "# public key: {recipient}\n{}", identity.to_string().expose_secret())?;
        file.sync_all()
    };
    write().map_err(BackupError::io(path))?;
    Ok(recipient)
}
