//! A document's description, which travels sealed beside it with the client share (FORMATS 4).
//!
//! Payload: `c 32 ‖ u16 length ‖ JSON ‖ zeros` to a multiple of 256 bytes. The deposit signs its hash,
//! so re-sealing to another key keeps the same payload to the byte.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::codec::ensure;
use crate::error::{Error, Property, Result, What};
use crate::ids::{AccountId, DocumentId, Hash, Kid};
use crate::padded::{is_padded_len, pad, unpad};
use crate::provenance::{self, Provenance};
use crate::secret::ClientShare;
use crate::suite;
use crate::text::{check_date, check_line, check_lines, parse_json};
use crate::vocabulary::is_document_type;
use crate::wrap::MAX_PLAINTEXT;

const W: What = What::Record;

/// Longest title, in characters.
pub const MAX_TITLE: usize = 200;
/// Longest remarks, in characters.
pub const MAX_REMARKS: usize = 2000;
/// Longest file name, in characters.
pub const MAX_FILE_NAME: usize = 200;
/// Longest media type, in characters.
pub const MAX_MEDIA_TYPE: usize = 64;
/// Largest length that every reader of JSON holds exactly.
const MAX_EXACT: u64 = (1 << 53) - 1;

/// The description of one version of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Code of the kind of justificatif; see [`is_document_type`].
    #[serde(rename = "type")]
    pub document_type: String,
    /// What people call it.
    pub title: String,
    /// Day of issue, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<String>,
    /// Last day of validity, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<String>,
    /// Number of pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// Media type (RFC 6838), without parameters.
    pub media_type: String,
    /// Name of the file that was added, without folders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// SHA-256 of the content.
    pub content_sha256: Hash,
    /// Length of the content in bytes.
    pub length: u64,
    /// Who added it.
    pub depositor: AccountId,
    /// The key that signed the deposit.
    pub depositor_kid: Kid,
    /// Free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remarks: Option<String>,
    /// The document that this one replaces, when it was added as a new document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<DocumentId>,
    /// Where an imported document was before: its homes, the first one first. Empty for one that was added here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provenance: Vec<Provenance>,
}

impl Record {
    /// The payload to seal and to sign.
    pub fn to_payload(&self, share: &ClientShare) -> Result<Payload> {
        self.check()?;
        let json = Zeroizing::new(serde_json::to_vec(self).map_err(|_| Error::new(W, Property::Json))?);
        pad(W, share.expose(), &json, MAX_PLAINTEXT).map(Payload)
    }

    fn check(&self) -> Result<()> {
        ensure(is_document_type(&self.document_type), W, Property::Alphabet)?;
        ensure((1..=MAX_MEDIA_TYPE).contains(&self.media_type.len()), W, Property::Length)?;
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"/.+-_".contains(&b);
        ensure(self.media_type.bytes().all(plain), W, Property::Alphabet)?;
        ensure(!self.title.is_empty(), W, Property::Length)?;
        check_line(W, &self.title, MAX_TITLE)?;
        if let Some(name) = &self.file_name {
            ensure(!name.is_empty(), W, Property::Length)?;
            check_line(W, name, MAX_FILE_NAME)?;
            ensure(!name.contains(['/', '\\']) && name != "." && name != "..", W, Property::Alphabet)?;
        }
        if let Some(remarks) = &self.remarks {
            check_lines(W, remarks, MAX_REMARKS)?;
        }
        for day in [&self.issued_on, &self.expires_on].into_iter().flatten() {
            check_date(W, day)?;
        }
        provenance::check(&self.provenance, &self.content_sha256)?;
        ensure(self.length <= MAX_EXACT, W, Property::Length)
    }
}

/// The bytes that are sealed and whose hash is signed. Holds the client share: wiped on drop.
pub struct Payload(Zeroizing<Vec<u8>>);

impl Payload {
    /// Takes over what a wrap held.
    pub fn from_bytes(bytes: Zeroizing<Vec<u8>>) -> Result<Self> {
        ensure(is_padded_len(bytes.len(), MAX_PLAINTEXT), W, Property::Length)?;
        Ok(Self(bytes))
    }

    /// The bytes, for sealing only.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// SHA-256 of the payload: what the deposit signs.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::from_bytes(suite::sha256(&[&self.0]))
    }

    /// The client share and the description.
    pub fn read(&self) -> Result<(ClientShare, Record)> {
        let (share, json) = unpad::<{ ClientShare::LEN }>(W, &self.0, MAX_PLAINTEXT)?;
        let record: Record = parse_json(W, json)?;
        record.check()?;
        Ok((ClientShare::from_bytes(*share), record))
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Payload(redacted)")
    }
}
