//! Printed acts (FORMATS 10): what was signed, with all that proves it, as one JSON text that rides inside the PDF which
//! people sign and keep.
//!
//! - [`make`]: puts an act together, just after it was done;
//! - [`prove`]: checks one, offline;
//! - [`tell`]: what it says, in words: the same words on paper and on screen;
//! - [`page`]: the page, drawn from the act alone, so that a page that says something else is found out;
//! - [`read`]: from a file, whatever its form.

pub(crate) mod make;
pub(crate) mod page;
pub(crate) mod prove;
pub(crate) mod read;
pub(crate) mod tell;

use serde::{Deserialize, Serialize};
use vault_core::api::Bytes;
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::{AccountId, CredentialId, OrganisationId, VaultId};

/// Names the format in the first field.
const FORMAT: &str = "coffre-act/1";
/// The page that this program draws. Raised whenever the same act would be drawn otherwise: a test holds it to that.
const LAYOUT: u32 = 1;
/// The name of the file inside the PDF.
const FILE_NAME: &str = "acte.json";

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// A vault was opened: `VCN1`.
    Opening,
    /// A mandate was given: `VMD1`.
    Mandate,
    /// A paper was added: `VDP1`.
    Deposit,
    /// The end of a vault was asked for: nothing is signed but the request.
    Closing,
    /// A recovery sheet was made: nothing is signed but the request, and the sheet's secret is not in the act.
    Sheet,
}

impl Kind {
    /// The word in the QR code, in JSON and in message ids.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Mandate => "mandate",
            Self::Deposit => "deposit",
            Self::Closing => "closing",
            Self::Sheet => "sheet",
        }
    }
}

/// Somebody, or an organisation, with the chain of its certificates, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Party<I> {
    /// Who.
    pub(crate) id: I,
    /// `VKC1`, oldest first.
    pub(crate) certificates: Vec<Bytes>,
}

/// What the desk wrote and nothing proves: names and titles, which are never told to the server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Said {
    /// The organisation's public name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) organisation: Option<String>,
    /// The professional, as they chose to appear.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) professional: Option<String>,
    /// The person's name, only when they ask for it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) person: Option<String>,
    /// The title of the paper.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) title: Option<String>,
    /// The names of the folders.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) folders: Option<String>,
    /// After which moment the vault is destroyed, Unix milliseconds, as the server announced it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) destroy_ms: Option<u64>,
    /// The id of a recovery sheet.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) sheet: Option<CredentialId>,
}

/// An act with all that proves it. Holds no secret but, for a closing, the claim code, which gives the receipt of the
/// destruction and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Act {
    format: String,
    layout: u32,
    /// What was done.
    pub(crate) kind: Kind,
    /// The language of the page: `fr` or `en`.
    pub(crate) language: String,
    /// The time zone in which the page tells dates.
    pub(crate) zone: String,
    /// The log's name and public key.
    pub(crate) log_key: String,
    /// C2SP tlog-proof of the log's entry, with salt and body.
    pub(crate) receipt: String,
    /// `VRQ1` that the entry names.
    pub(crate) request: Bytes,
    /// The vault.
    pub(crate) vault: VaultId,
    /// Whose it is.
    pub(crate) owner: Party<AccountId>,
    /// The organisation that opened the vault, holds the mandate, or employs the depositor.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) organisation: Option<Party<OrganisationId>>,
    /// The professional who opened the vault or added the paper; the holder of a mandate to one person.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) staff: Option<Party<AccountId>>,
    /// `VCN1`, `VMD1` or `VDP1`; empty where the request is all that is signed.
    #[serde(skip_serializing_if = "is_empty", default)]
    pub(crate) signed: Bytes,
    /// The consent text, whose hash was signed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) consent: Option<String>,
    /// What nothing proves.
    #[serde(default)]
    pub(crate) said: Said,
}

impl Act {
    /// Reads the JSON. Proves nothing.
    pub(crate) fn parse(json: &[u8]) -> Result<Self, Broken> {
        let act: Self = serde_json::from_slice(json).map_err(|_| Broken::new(What::Act, Property::Json))?;
        if act.format == FORMAT { Ok(act) } else { Err(Broken::new(What::Act, Property::Version)) }
    }

    /// The JSON, always the same for the same act.
    pub(crate) fn to_json(&self) -> Result<Vec<u8>, Broken> {
        serde_json::to_vec_pretty(self).map_err(|_| Broken::new(What::Act, Property::Json))
    }

    /// Whether this program draws its page.
    pub(crate) const fn is_of_this_layout(&self) -> bool {
        self.layout == LAYOUT
    }
}

fn is_empty(bytes: &Bytes) -> bool {
    bytes.0.is_empty()
}

/// Bytes in groups of four hexadecimal digits, which two people can read to each other.
pub(crate) fn grouped(bytes: &[u8]) -> String {
    let groups = bytes.chunks(2).map(|pair| data_encoding::HEXLOWER.encode(pair));
    groups.collect::<Vec<_>>().join(" ")
}

/// A fingerprint short enough to be read aloud: the first 16 bytes.
pub(crate) fn fingerprint(hash: &[u8]) -> String {
    grouped(hash.get(..16).unwrap_or(hash))
}

#[cfg(test)]
#[path = "../act_tests.rs"]
mod tests;
