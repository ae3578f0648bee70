//! The text file that holds a credential for `coffre --credential-file`: the 52 characters or the
//! link, and the anchors that its holder pins (FORMATS 6).

use std::fmt::Write as _;

use data_encoding::{BASE64_NOPAD, HEXLOWER_PERMISSIVE};
use zeroize::Zeroizing;

use super::{Credential, W};
use crate::codec::ensure;
use crate::error::{Error, Property, Result};
use crate::ids::Hash;
use crate::keys::VerifyingKey;
use crate::origin::Origin;

/// Longest file.
const MAX: usize = 16 * 1024;

/// A credential with what its holder already knows to be true.
#[derive(Debug, PartialEq, Eq)]
pub struct CredentialFile {
    /// The credential.
    pub credential: Credential,
    /// The server that it was made for, when the file holds the link.
    pub origin: Option<Origin>,
    /// Anchor of the account: hash of its first certificate.
    pub account: Option<Hash>,
    /// Anchor of the organisation.
    pub organisation: Option<Hash>,
    /// The log's key.
    pub log: Option<VerifyingKey>,
}

impl CredentialFile {
    /// Reads a file: `#` comments, blank lines, one credential or link, and at most once each of
    /// `account:`, `organisation:` and `log:`.
    pub fn parse(text: &str) -> Result<Self> {
        ensure(text.len() <= MAX, W, Property::Length)?;
        let (mut found, mut account, mut organisation, mut log) = (None, None, None, None);
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if line.contains("/#") {
                let (credential, origin) = Credential::from_link(line)?;
                set_once(&mut found, (credential, Some(origin)))?;
            } else if let Some((field, value)) = line.split_once(':') {
                match field.trim() {
                    "account" => set_once(&mut account, parse_hash(value)?)?,
                    "organisation" => set_once(&mut organisation, parse_hash(value)?)?,
                    "log" => set_once(&mut log, parse_key(value)?)?,
                    _ => return Err(Error::new(W, Property::Kind)),
                }
            } else {
                set_once(&mut found, (line.parse()?, None))?;
            }
        }
        let (credential, origin) = found.ok_or(Error::new(W, Property::Length))?;
        Ok(Self { credential, origin, account, organisation, log })
    }

    /// The file's text, after a comment of the caller's (its lines need no `#`).
    #[must_use]
    pub fn to_text(&self, comment: &str) -> Zeroizing<String> {
        let secret = match &self.origin {
            Some(origin) => self.credential.to_link(origin),
            None => self.credential.to_text(),
        };
        let mut out = Zeroizing::new(String::with_capacity(comment.len() * 3 + secret.len() + 512));
        for line in comment.lines() {
            out.push_str("# ");
            out.push_str(line);
            out.push('\n');
        }
        out.push_str(&secret);
        out.push('\n');
        for (field, anchor) in [("account", self.account), ("organisation", self.organisation)] {
            if let Some(anchor) = anchor {
                // Writing to a String cannot fail.
                let _ = writeln!(out, "{field}: {anchor}");
            }
        }
        if let Some(key) = &self.log {
            let _ = writeln!(out, "log: {}", HEXLOWER_PERMISSIVE.encode(key.as_bytes()));
        }
        out
    }
}

fn set_once<T>(slot: &mut Option<T>, value: T) -> Result<()> {
    ensure(slot.is_none(), W, Property::Order)?;
    *slot = Some(value);
    Ok(())
}

fn parse_hash(text: &str) -> Result<Hash> {
    text.trim().to_ascii_lowercase().parse().map_err(|e: Error| Error::new(W, e.property))
}

/// 32 bytes in hexadecimal or in base64.
fn parse_key(text: &str) -> Result<VerifyingKey> {
    let text = text.trim().as_bytes();
    let bytes = if text.len() == 64 {
        HEXLOWER_PERMISSIVE.decode(text)
    } else {
        BASE64_NOPAD.decode(text.strip_suffix(b"=").unwrap_or(text))
    };
    let bytes = bytes.map_err(|_| Error::new(W, Property::Alphabet))?;
    bytes.try_into().map(VerifyingKey::from_bytes).map_err(|_| Error::new(W, Property::Length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    fn file() -> CredentialFile {
        CredentialFile {
            credential: Credential::generate(&mut SeededEntropy::new(1)),
            origin: Some("https://coffre.example".parse().unwrap()),
            account: Some(Hash::from_bytes([1; 32])),
            organisation: Some(Hash::from_bytes([2; 32])),
            log: Some(VerifyingKey::from_bytes([3; 32])),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let full = file();
        let text = full.to_text("SPECIMEN\nCarte de démonstration");
        assert!(text.starts_with("# SPECIMEN\n# Carte de démonstration\nhttps://coffre.example/#"));
        assert_eq!(CredentialFile::parse(&text).unwrap(), full);
        let bare = CredentialFile { origin: None, account: None, organisation: None, log: None, ..file() };
        assert_eq!(CredentialFile::parse(&bare.to_text("")).unwrap(), bare);
    }

    #[test]
    fn a_log_key_in_base64_too() {
        let text = format!("{}\nlog: {}=\n", *file().credential.to_grouped_text(), BASE64_NOPAD.encode(&[3; 32]));
        assert_eq!(CredentialFile::parse(&text).unwrap().log, file().log);
    }

    #[test]
    fn refuses_what_is_double_missing_or_unknown() {
        let secret = file().credential.to_text();
        let anchor = "11".repeat(32);
        for (text, property) in [
            (String::new(), Property::Length),
            (format!("{0}\n{0}", *secret), Property::Order),
            (format!("{0}\naccount: {anchor}\naccount: {anchor}", *secret), Property::Order),
            (format!("{0}\ncolour: blue", *secret), Property::Kind),
            (format!("{0}\naccount: 11", *secret), Property::Length),
            (format!("{0}\naccount: zz", *secret), Property::Alphabet),
            (format!("{0}\nlog: 11", *secret), Property::Alphabet),
            ("x".repeat(MAX + 1), Property::Length),
        ] {
            assert_eq!(CredentialFile::parse(&text).map(|_| ()), Err(Error::new(W, property)), "{text}");
        }
    }
}
