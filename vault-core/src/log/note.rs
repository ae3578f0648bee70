//! Signed notes (C2SP signed-note): text under one or more Ed25519 signatures, and the log's public
//! key in the text form that other tools of that family read.

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE64, HEXLOWER};

use crate::codec::{Put, base64};
use crate::error::{Error, Property, Result, What};
use crate::keys::{SigningKey, VerifyingKey};
use crate::suite;

const ED25519: u8 = 1;
const ID_LEN: usize = 4;
/// Room for the 16 signatures that must be accepted, the longest known kinds included, and more.
const MAX_NOTE_LEN: usize = 256 * 1024;

const fn fail(property: Property) -> Error {
    Error::new(What::Checkpoint, property)
}

/// What a log is called: the checkpoint's origin line and the name of its key.
///
/// Not empty, without any space, control character or `+`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogName(String);

impl LogName {
    /// Accepts a name, for instance a host and a path without a scheme.
    pub fn new(name: impl Into<String>) -> Result<Self> {
        let name = name.into();
        if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+') {
            return Err(fail(Property::Alphabet));
        }
        Ok(Self(name))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LogName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A log's name and public key: all that is needed to check what it signs.
///
/// Its text is `<name>+<key id, 8 hex digits>+<base64(0x01 ‖ public key)>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogKey {
    name: LogName,
    key: VerifyingKey,
}

impl LogKey {
    /// Joins a name and a key.
    #[must_use]
    pub const fn new(name: LogName, key: VerifyingKey) -> Self {
        Self { name, key }
    }

    /// The log's name.
    #[must_use]
    pub const fn name(&self) -> &LogName {
        &self.name
    }

    /// The log's public key.
    #[must_use]
    pub const fn key(&self) -> &VerifyingKey {
        &self.key
    }

    /// SHA-256(name ‖ newline ‖ 0x01 ‖ public key)[..4]: how a signature line names its key.
    #[must_use]
    pub fn id(&self) -> [u8; ID_LEN] {
        let hash = suite::sha256(&[self.name.0.as_bytes(), b"\n", &[ED25519], self.key.as_bytes()]);
        let mut id = [0; ID_LEN];
        id.copy_from_slice(&hash[..ID_LEN]);
        id
    }
}

impl fmt::Display for LogKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = BASE64.encode(&Vec::new().put(&[ED25519]).put(self.key.as_bytes()));
        write!(f, "{}+{}+{key}", self.name, HEXLOWER.encode(&self.id()))
    }
}

impl FromStr for LogKey {
    type Err = Error;

    /// Reads the text form, and checks that the key id is the key's.
    fn from_str(text: &str) -> Result<Self> {
        let mut parts = text.splitn(3, '+');
        let mut part = || parts.next().ok_or(fail(Property::Length));
        let (name, id, key) = (part()?, part()?, part()?);
        let name = LogName::new(name)?;
        let id = HEXLOWER.decode(id.as_bytes()).map_err(|_| fail(Property::Alphabet))?;
        let key = base64(What::Checkpoint, key)?;
        let (kind, key) = key.split_first().ok_or(fail(Property::Length))?;
        if *kind != ED25519 {
            return Err(fail(Property::Kind));
        }
        let key = key.try_into().map_err(|_| fail(Property::Length))?;
        let log = Self::new(name, VerifyingKey::from_bytes(key));
        if id == log.id() { Ok(log) } else { Err(fail(Property::Checksum)) }
    }
}

/// Appends a blank line and the log's signature line to a text that ends with a newline.
pub(super) fn sign(text: &str, name: &LogName, signing: &SigningKey) -> String {
    let id = LogKey::new(name.clone(), signing.verifying_key()).id();
    let signature = BASE64.encode(&id.to_vec().put(&signing.sign_raw(text.as_bytes())));
    format!("{text}\n— {name} {signature}\n")
}

/// Checks the log's signature and returns the signed text, its final newline included.
///
/// Lines signed by others are read for their form only. Every line that bears this key's name and
/// id must verify, and there must be one.
pub(super) fn open<'a>(note: &'a str, log: &LogKey) -> Result<&'a str> {
    if note.len() > MAX_NOTE_LEN {
        return Err(fail(Property::Length));
    }
    if note.bytes().any(|b| b < b' ' && b != b'\n') {
        return Err(fail(Property::Alphabet));
    }
    let gap = note.rfind("\n\n").ok_or(fail(Property::Length))?;
    let (text, lines) = (&note[..=gap], &note[gap + 2..]);
    let lines = lines.strip_suffix('\n').ok_or(fail(Property::Length))?;
    let mut signed = false;
    for line in lines.split('\n') {
        let (name, signature) = signature_line(line)?;
        let (id, signature) = signature.split_first_chunk::<ID_LEN>().ok_or(fail(Property::Length))?;
        if name == log.name && *id == log.id() {
            log.key.verify_raw(What::Checkpoint, text.as_bytes(), signature)?;
            signed = true;
        }
    }
    if signed { Ok(text) } else { Err(fail(Property::Maker)) }
}

fn signature_line(line: &str) -> Result<(LogName, Vec<u8>)> {
    let parts = line.strip_prefix("— ").and_then(|rest| rest.split_once(' '));
    let (name, signature) = parts.ok_or(fail(Property::Alphabet))?;
    let signature = base64(What::Checkpoint, signature)?;
    Ok((LogName::new(name)?, signature))
}

/// Reads a decimal number that is written in the one way: digits, no leading zero.
pub(super) fn decimal(text: &str) -> Option<u64> {
    text.parse::<u64>().ok().filter(|number| number.to_string() == text)
}
