//! `demo.json`: what was made, for people and scripts. Every path is absolute.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Everything that was made.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Record {
    /// Address of the server.
    pub(crate) url: String,
    /// The authority that signed the server's certificate, to give to `coffre login --ca`.
    pub(crate) ca: PathBuf,
    /// The program of the desk.
    pub(crate) coffre: PathBuf,
    pub(crate) organisation_id: String,
    pub(crate) vault_id: String,
    /// Folder ids by their French names.
    pub(crate) folders: BTreeMap<String, String>,
    pub(crate) mandate_id: String,
    pub(crate) people: People,
    pub(crate) documents: Vec<Document>,
}

/// The people, by what they do.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct People {
    pub(crate) referent: Person,
    pub(crate) professional: Person,
    pub(crate) desk: Person,
    pub(crate) beneficiary: Person,
    pub(crate) auditor: Person,
}

/// One person, and the files with which they log in.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) account_id: String,
    pub(crate) credential_file: PathBuf,
    pub(crate) pin_file: PathBuf,
    /// The profile folder, to give to `coffre` as `COFFRE_HOME`.
    pub(crate) home: PathBuf,
}

/// One paper that was added.
#[expect(clippy::struct_field_names, reason = "the file says `document_id`, as `coffre deposit --json` does")]
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Document {
    pub(crate) document_id: String,
    pub(crate) folder: String,
    /// The file as it was before, to compare with what comes back.
    pub(crate) file: PathBuf,
}

impl Record {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = fs::read(path).map_err(Error::file(path))?;
        serde_json::from_slice(&text).map_err(|_| Error::Record(path.to_owned()))
    }

    /// Writes the file whole or not at all.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let unfinished = path.with_extension("json.new");
        let text = serde_json::to_vec_pretty(self).map_err(|_| Error::Record(path.to_owned()))?;
        let mut file = fs::File::create(&unfinished).map_err(Error::file(&unfinished))?;
        file.write_all(&text).and_then(|()| file.write_all(b"\n")).map_err(Error::file(&unfinished))?;
        file.sync_all().map_err(Error::file(&unfinished))?;
        fs::rename(&unfinished, path).map_err(Error::file(path))
    }
}
