//! What the operator does on the server's own machine: the first credentials.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use vault_core::credential::{Credential, CredentialFile, Pin};
use vault_core::entropy::{Entropy, generate};
use vault_core::ids::AccountId;
use vault_core::vocabulary::AccountKind;

use crate::app::App;
use crate::domain::enrolment::{self, Invitation};
use crate::error::Error;

/// Digits of a first PIN; the person changes it at the first login.
const PIN_DIGITS: usize = 6;

/// Why an invitation was not made.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// A file could not be written, or exists already.
    #[error("{} cannot be written: {source}; give the name of a file that does not exist yet", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The server's rules or its database.
    #[error(transparent)]
    Server(#[from] Error),
}

/// Makes an account that is invited, and writes its credential and its first PIN to two files (0600) that must not exist.
pub async fn invite(
    app: &App,
    kind: AccountKind,
    display_name: &str,
    credential_out: &Path,
    pin_out: &Path,
) -> Result<AccountId, InviteError> {
    let mut entropy = app.entropy.clone();
    let credential = Credential::generate(&mut entropy);
    let digits = pin_digits(&mut entropy);
    let file = CredentialFile {
        credential,
        origin: Some(app.origin.clone()),
        account: None,
        organisation: None,
        log: Some(*app.log_key().key()),
    };
    write_new(credential_out, file.to_text(display_name).as_bytes())?;
    write_new(pin_out, format!("{digits}\n").as_bytes())?;
    let account_id = AccountId::generate(&mut entropy);
    let pin = Pin::enter(&digits).map_err(Error::Corrupt)?;
    let display_name = display_name.to_owned();
    let invitation = Invitation { account_id, kind, display_name, credential: file.credential, pin };
    if let Err(error) = enrolment::invite(app, invitation).await {
        // Files that open nothing must not be handed to anyone.
        let _ = std::fs::remove_file(credential_out);
        let _ = std::fs::remove_file(pin_out);
        return Err(error.into());
    }
    Ok(account_id)
}

/// Random digits that nobody would choose.
fn pin_digits(entropy: &mut dyn Entropy) -> String {
    loop {
        let digits: String = std::iter::from_fn(|| Some(generate::<1>(entropy)[0]))
            .filter(|byte| *byte < 250)
            .take(PIN_DIGITS)
            .map(|byte| char::from(b'0' + byte % 10))
            .collect();
        if Pin::choose(&digits, None).is_ok() {
            return digits;
        }
    }
}

fn write_new(path: &Path, bytes: &[u8]) -> Result<(), InviteError> {
    let write = || {
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|source| InviteError::File { path: path.to_owned(), source })
}
