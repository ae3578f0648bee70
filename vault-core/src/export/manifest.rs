//! The manifest: what the archive holds, where each file lies, and what proves each document.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::api::{Bytes, MandateState, VaultLogView};
use crate::codec::ensure;
use crate::error::{Error, Property, Result, What};
use crate::ids::{AccountId, DocumentId, FolderId, Hash, Kid, MandateId, OrganisationId, VaultId};
use crate::origin::Origin;
use crate::record::{Payload, Record};
use crate::reminder::{self, due_ms};
use crate::text::{check_line, parse_json};
use crate::vocabulary::FolderKind;

const W: What = What::Export;

/// The manifest's path in the archive.
pub const MANIFEST: &str = "manifest.json";
/// The path of its signature.
pub const SIGNATURE: &str = "manifest.sig";
/// The journal's path.
pub(super) const JOURNAL: &str = "journal/journal.json";
/// Every other file that is no document: for people, and the journal.
pub const FILES_THAT_ARE_NO_DOCUMENT: [&str; 4] = ["LISEZMOI.txt", "index.html", "journal/journal.html", JOURNAL];
/// What `format` holds.
pub const FORMAT: &str = "coffre-solidaire/export";
/// The version of the schema.
pub const VERSION: u32 = 1;
/// Longest path, in bytes of UTF-8.
const MAX_PATH: usize = 400;
/// Longest name shown, in characters.
const MAX_NAME: usize = 200;

/// `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// When, Unix milliseconds, by the server's clock.
    pub exported_ms: u64,
    /// Place of the event in the log.
    pub log_index: u64,
    /// Where it comes from.
    pub server: ServerPart,
    /// Whose it is.
    pub vault: VaultPart,
    /// The folders.
    pub folders: Vec<Folder>,
    /// The documents, in the order in which they were added.
    pub documents: Vec<Document>,
    /// Who deposited.
    pub signers: Vec<Signer>,
    /// Their organisations.
    pub organisations: Vec<Organisation>,
    /// Every mandate that the owner gave, ended ones included.
    pub mandates: Vec<MandateEntry>,
    /// Days on which the owner wanted to be told that a paper is to be renewed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<ReminderEntry>,
    /// Every file of the archive but the manifest and its signature.
    pub files: Vec<FileEntry>,
}

/// The server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerPart {
    /// `scheme://host[:port]`.
    pub origin: String,
    /// The log's verifier key (C2SP vkey).
    pub log_key: String,
}

/// The vault and its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VaultPart {
    /// The vault.
    pub vault_id: VaultId,
    /// The owner's account.
    pub account_id: AccountId,
    /// The owner's `VKC1` chain.
    pub certificates: Vec<Bytes>,
}

/// A folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Folder {
    /// The folder.
    pub folder_id: FolderId,
    /// Which one it is.
    pub kind: FolderKind,
    /// Its name, as people read it.
    pub label: String,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The document.
    pub document_id: DocumentId,
    /// Where it lies.
    pub folder_id: FolderId,
    /// Its versions, ascending.
    pub versions: Vec<Version>,
}

/// One version of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// From 1; undone versions leave gaps.
    pub version: u64,
    /// When the server recorded it, Unix milliseconds.
    pub deposited_ms: u64,
    /// Where its content lies in the archive.
    pub path: String,
    /// Its description, with the content's hash, length and media type.
    pub record: Record,
    /// `VDP1`.
    pub deposit: Bytes,
    /// `VAM1` since the deposit, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amendments: Vec<Bytes>,
    /// The record payload that was signed last. Its client share opens nothing without the server's.
    pub payload: Bytes,
}

/// Who signed a deposit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// The key that signed.
    pub kid: Kid,
    /// The account.
    pub account_id: AccountId,
    /// For staff, as the server showed it; nobody signed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// For staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<OrganisationId>,
    /// `VKC1` chain; empty for the owner, whose chain stands in `vault`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<Bytes>,
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// The organisation.
    pub organisation_id: OrganisationId,
    /// Its name, as the server showed it; nobody signed it.
    pub name: String,
    /// `VKC1` chain.
    pub certificates: Vec<Bytes>,
}

/// A mandate that the owner gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MandateEntry {
    /// The mandate.
    pub mandate_id: MandateId,
    /// `VMD1`.
    pub mandate: Bytes,
    /// `VRV1`, once revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revocation: Option<Bytes>,
    /// The holder's name, as the server showed it; nobody signed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// Where it stood at the time of the export.
    pub state: MandateState,
}

/// A reminder, with the text that the server could not read. It is the owner's word, given with the manifest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReminderEntry {
    /// The paper that is to be renewed.
    pub document_id: DocumentId,
    /// The day, `YYYY-MM-DD`.
    pub on: String,
    /// What is to be done.
    pub text: String,
}

/// A file of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Path in the archive.
    pub path: String,
    /// Length in bytes, uncompressed.
    pub length: u64,
    /// SHA-256 of the uncompressed bytes.
    pub sha256: Hash,
}

/// `journal/journal.json`: the vault's log as the server gave it, page by page.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journal {
    /// Each page with the checkpoint that its proofs lead to; the last one's head ends the chain.
    pub pages: Vec<VaultLogView>,
}

impl Manifest {
    /// Reads `manifest.json` and checks all that is no signature: the format, the ids, the paths, that each document
    /// lies in a folder and has a file of its own, and that no file is nobody's.
    pub fn parse(json: &[u8]) -> Result<Self> {
        let manifest: Self = parse_json(W, json)?;
        ensure(manifest.format == FORMAT, W, Property::Magic)?;
        ensure(manifest.version == VERSION, W, Property::Version)?;
        manifest.check_texts()?;
        manifest.check_documents()?;
        manifest.check_files()?;
        Ok(manifest)
    }

    fn check_texts(&self) -> Result<()> {
        let origin: Origin = self.server.origin.parse()?;
        ensure(origin.as_str() == self.server.origin, What::Origin, Property::Alphabet)?;
        let names = self.signers.iter().filter_map(|s| s.display_name.as_ref());
        let names = names.chain(self.organisations.iter().map(|o| &o.name));
        let names = names.chain(self.mandates.iter().filter_map(|m| m.recipient.as_ref()));
        names.chain(self.folders.iter().map(|f| &f.label)).try_for_each(|name| check_line(W, name, MAX_NAME))
    }

    fn check_documents(&self) -> Result<()> {
        let folders = unique(self.folders.iter().map(|f| f.folder_id))?;
        let documents = unique(self.documents.iter().map(|d| d.document_id))?;
        unique(self.signers.iter().map(|s| s.kid))?;
        unique(self.organisations.iter().map(|o| o.organisation_id))?;
        unique(self.mandates.iter().map(|m| m.mandate_id))?;
        for document in &self.documents {
            ensure(folders.contains(&document.folder_id), W, Property::Ids)?;
            ensure(!document.versions.is_empty(), W, Property::Length)?;
            ensure(document.versions.is_sorted_by(|a, b| a.version < b.version), W, Property::Order)?;
        }
        unique(self.reminders.iter())?;
        for reminder in &self.reminders {
            ensure(documents.contains(&reminder.document_id), W, Property::Ids)?;
            ensure(due_ms(&reminder.on).is_some(), W, Property::Validity)?;
            reminder::check_text(W, &reminder.text)?;
        }
        Ok(())
    }

    /// One file for each version, those that every archive has, and nothing else.
    fn check_files(&self) -> Result<()> {
        let listed = unique(self.files.iter().map(|f| f.path.as_str()))?;
        ensure(listed.iter().all(|path| is_path(path)), W, Property::Alphabet)?;
        let documents = unique(self.versions().map(|(_, v)| v.path.as_str()))?;
        ensure(documents.iter().all(|path| path.starts_with("documents/")), W, Property::Alphabet)?;
        let others: BTreeSet<&str> = FILES_THAT_ARE_NO_DOCUMENT.into_iter().collect();
        let expected: BTreeSet<&str> = documents.union(&others).copied().collect();
        ensure(listed == expected, W, Property::Ids)
    }

    /// Every version, with its document.
    pub fn versions(&self) -> impl Iterator<Item = (&Document, &Version)> {
        self.documents.iter().flat_map(|d| d.versions.iter().map(move |v| (d, v)))
    }

    /// The signer of that key.
    #[must_use]
    pub fn signer(&self, kid: &Kid) -> Option<&Signer> {
        self.signers.iter().find(|s| s.kid == *kid)
    }

    /// The organisation of that id.
    #[must_use]
    pub fn organisation(&self, id: &OrganisationId) -> Option<&Organisation> {
        self.organisations.iter().find(|o| o.organisation_id == *id)
    }
}

impl Version {
    /// The payload, as what was signed.
    pub fn to_payload(&self) -> Result<Payload> {
        Payload::from_bytes(self.payload.to_vec().into())
    }
}

/// Whether a path leads nowhere but into the archive, on every system: relative, `/` between its parts, no part that
/// is empty, begins with a dot, ends with a dot or a space, is a device's name, or holds what some system forbids.
#[must_use]
pub fn is_path(path: &str) -> bool {
    let part = |part: &str| {
        let allowed = |c: char| !c.is_control() && !"<>:\"\\|?*".contains(c);
        let plain = !part.is_empty() && !part.starts_with('.') && !part.ends_with(['.', ' ']);
        plain && !is_device(part) && part.chars().all(allowed)
    };
    path.len() <= MAX_PATH && check_line(W, path, MAX_PATH).is_ok() && path.split('/').all(part)
}

/// Whether some system takes this name, whatever follows its first dot, for a device.
#[must_use]
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered = |prefix| {
        let rest = stem.strip_prefix(prefix).map(|rest: &str| rest.chars().collect::<Vec<_>>());
        matches!(rest.as_deref(), Some(['1'..='9' | '\u{b9}' | '\u{b2}' | '\u{b3}']))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") || numbered("COM") || numbered("LPT")
}

fn unique<T: Ord>(items: impl Iterator<Item = T>) -> Result<BTreeSet<T>> {
    let mut seen = BTreeSet::new();
    for item in items {
        ensure(seen.insert(item), W, Property::Order)?;
    }
    Ok(seen)
}

impl Journal {
    /// Reads `journal/journal.json`.
    pub fn parse(json: &[u8]) -> Result<Self> {
        serde_json::from_slice(json).map_err(|_| Error::new(W, Property::Json))
    }
}
