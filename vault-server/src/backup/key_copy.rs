//! The second copy of the key directory: sealed, in another place, in other hands than the backups.

use std::fs;
use std::io::Read;
use std::path::Path;

use age::x25519::Recipient;
use zeroize::Zeroizing;

use super::error::{BackupError, Result};
use super::folder::{Arriving, publish};
use super::sealing::{Opener, recipient, seal};
use crate::app::App;
use crate::domain::operator::{self, Done};
use crate::key_directory::{Bundle, KeyDirectory};

/// Writes a sealed copy in place of the one before, whole or not at all, and the event.
pub async fn export(app: &App, to: &Path, recipient: &Recipient) -> Result<()> {
    let bundle = app.keys.bundle()?;
    write(&bundle, to, recipient)?;
    app.keys.remember_copy(&bundle.fingerprint())?;
    operator::note(app, Done::KeysExported).await?;
    Ok(())
}

/// Writes the copy that the settings name, if there is one and the keys have changed since.
pub async fn renew(app: &App) -> Result<()> {
    let Some((path, text)) = &app.upkeep.key_copy else { return Ok(()) };
    if path.exists() && app.keys.was_copied(&app.keys.bundle()?.fingerprint()) {
        return Ok(());
    }
    export(app, path, &recipient(text)?).await
}

/// Opens a copy.
pub fn read(path: &Path, opener: &Opener) -> Result<Bundle> {
    let mut bytes = Zeroizing::new(Vec::new());
    let sealed = |why: String| BackupError::Sealed { path: path.to_owned(), why };
    // Room for everything at once: growing would leave copies of secrets behind.
    let length = fs::metadata(path).map_err(BackupError::io(path))?.len();
    bytes.reserve(usize::try_from(length).unwrap_or(0));
    opener.open(path)?.read_to_end(&mut bytes).map_err(|error| sealed(error.to_string()))?;
    Bundle::parse(&bytes).ok_or_else(|| sealed("it is not a copy of a key directory".to_owned()))
}

/// Makes a key directory of a copy.
pub fn import(path: &Path, opener: &Opener, keys: &Path) -> Result<KeyDirectory> {
    Ok(KeyDirectory::import(keys, &read(path, opener)?)?)
}

fn write(bundle: &Bundle, to: &Path, recipient: &Recipient) -> Result<()> {
    let beside = to.with_added_extension("incoming");
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(BackupError::io(&beside)(error)),
        _ => {}
    }
    let sealed = seal(recipient, Arriving::begin(&beside)?, |sealed| sealed.write_all(&bundle.to_bytes()));
    sealed.map_err(BackupError::io(&beside))?.finish()?;
    publish(&beside, &std::path::absolute(to).map_err(BackupError::io(to))?).map_err(BackupError::io(to))
}
