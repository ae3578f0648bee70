//! Second stage of a deposit: is this something that the server takes, and what is it called?

use vault_core::api::ServerInfo;
use vault_core::ids::DocumentId;

use crate::desk::Desk;
use crate::display::{TITLE_MAX, clean};
use crate::error::{Problem, Result};
use crate::scan::Scan;
use crate::words;

/// What the one who deposits says of a document.
#[derive(Debug, Clone)]
pub(crate) struct Description {
    /// Code of the kind of justificatif.
    pub(crate) document_type: &'static str,
    /// What people call it; the file's name otherwise.
    pub(crate) title: Option<String>,
    /// Day of issue.
    pub(crate) issued_on: Option<String>,
    /// Last day of validity.
    pub(crate) expires_on: Option<String>,
    /// The document that this one replaces.
    pub(crate) replaces: Option<DocumentId>,
}

/// A file that may be sealed, with its title.
#[derive(Debug)]
pub(crate) struct Checked {
    /// The open file.
    pub(crate) scan: Scan,
    /// Its title.
    pub(crate) title: String,
    /// What is said of it.
    pub(crate) description: Description,
}

/// Checks the size against the server's limit and settles the title.
pub(crate) fn check(desk: &Desk, scan: Scan, description: &Description, info: &ServerInfo) -> Result<Checked> {
    if scan.length > info.max_document_bytes {
        let limit = words::size(&desk.i18n, info.max_document_bytes);
        return Err(Problem::FileTooLarge { path: scan.path.display().to_string(), limit }.into());
    }
    let chosen = description.title.as_deref().map(|t| clean(t, TITLE_MAX)).unwrap_or_default();
    let candidates = [chosen, scan.title.clone(), words::type_label(&desk.i18n, description.document_type)];
    let title = candidates.into_iter().find(|t| !t.is_empty()).unwrap_or_default();
    Ok(Checked { scan, title, description: description.clone() })
}
