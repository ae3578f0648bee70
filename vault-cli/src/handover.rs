//! What is handed over on paper: a card to its holder, a recovery sheet to the organisation's safe.

use std::path::{Path, PathBuf};

use data_encoding::BASE32_NOPAD;
use serde_json::{Value, json};
use vault_core::credential::CredentialFile;
use vault_core::ids::CredentialId;

use crate::card::Card;
use crate::desk::Desk;
use crate::error::{Problem, Result};
use crate::i18n::msg;
use crate::profile::write_private;
use crate::sheet::Sheet;
use crate::words::date_short;

/// Where a page goes, and the text of its credential if a script wants it.
#[derive(Debug, Clone)]
pub(crate) struct Pages {
    /// The PDF.
    pub(crate) page: PathBuf,
    /// The text for `--credential-file`; not written otherwise.
    pub(crate) credential: Option<PathBuf>,
}

impl Pages {
    /// A card: where it was asked for, else under a name made of its id.
    pub(crate) fn card(id: CredentialId, page: Option<&Path>, credential: Option<&Path>) -> Self {
        Self::named("carte", id, page, None, credential)
    }

    /// A sheet: where it was asked for, else beside the card.
    pub(crate) fn sheet(id: CredentialId, page: Option<&Path>, card: Option<&Path>, credential: Option<&Path>) -> Self {
        Self::named("feuille", id, page, card, credential)
    }

    fn named(
        prefix: &str,
        id: CredentialId,
        page: Option<&Path>,
        beside: Option<&Path>,
        credential: Option<&Path>,
    ) -> Self {
        let name = format!("{prefix}-{}.pdf", BASE32_NOPAD.encode(&id.as_bytes()[..5]));
        let page =
            page.map_or_else(|| beside.map_or_else(|| name.clone().into(), |p| p.with_file_name(&name)), Into::into);
        Self { page, credential: credential.map(Path::to_owned) }
    }

    /// Refuses early what could not be written in the end.
    pub(crate) fn check(&self) -> Result<()> {
        for path in std::iter::once(&self.page).chain(&self.credential) {
            if path.exists() {
                return Err(Problem::OutputExists { path: path.display().to_string() }.into());
            }
        }
        Ok(())
    }

    /// Removes what was written for a credential that the server refused.
    pub(crate) fn remove(&self) {
        for path in std::iter::once(&self.page).chain(&self.credential) {
            // What cannot be removed opens nothing.
            let _ = std::fs::remove_file(path);
        }
    }

    /// Writes a card and its credential, for their holder's eyes only, and says where they are.
    pub(crate) fn write_card(&self, desk: &Desk, card: &Card<'_>) -> Result<Value> {
        let text = card.file.to_text(&msg!(desk.i18n, "card-file-comment"));
        write(&self.page, &card.to_pdf(&desk.i18n)?)?;
        if let Some(path) = &self.credential {
            write(path, text.as_bytes())?;
        }
        Ok(json!({
            "card": {
                "code": card.file.credential.to_text().as_str(),
                "text": text.as_str(),
                "file": absolute(&self.page),
            },
            "credential_file": self.credential.as_deref().map(absolute),
        }))
    }

    /// Writes a sheet, and says where it is; never what is on it.
    pub(crate) fn write_sheet(&self, desk: &Desk, file: &CredentialFile, organisation: &str) -> Result<Value> {
        let date = date_short(&desk.i18n, desk.now_ms(), &desk.zone);
        write(&self.page, &Sheet { file, organisation, date: &date }.to_pdf(&desk.i18n)?)?;
        if let Some(path) = &self.credential {
            write(path, file.to_text(&msg!(desk.i18n, "sheet-file-comment")).as_bytes())?;
        }
        Ok(json!({
            "credential_id": file.credential.id,
            "file": absolute(&self.page),
            "credential_file": self.credential.as_deref().map(absolute),
        }))
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |e: std::io::Error| Problem::OutputFailed { path: path.display().to_string(), cause: e.to_string() };
    Ok(write_private(path, bytes).map_err(failed)?)
}

fn absolute(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}
