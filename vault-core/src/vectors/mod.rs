//! The vectors in `tests/vectors`: made here, checked here, and read by every other implementation.
//!
//! Each file is a list of cases, `{"name", inputs…, "expect" | "error"}`, named for the one property
//! that it shows; bytes are in hexadecimal. The files must equal what this module makes;
//! `COFFRE_WRITE_VECTORS=1 cargo test -p vault-core vectors` writes them anew. Each case is then run
//! from its JSON, as another implementation would.

mod amendment;
mod at_rest;
mod cast;
mod certificate;
mod consent;
mod credential;
mod deposit;
mod export;
mod login;
mod mandate;
mod name;
mod provenance;
mod record;
mod recovery;
mod request;
mod revocation;
mod session;
mod share;
mod wrap;

use std::fmt::Write as _;
use std::path::Path;

use data_encoding::HEXLOWER;
use serde_json::{Map, Value, json};

use crate::error::{Error, Property, Result, What};
use crate::keys::{Label, SealingKey, SigningKey, VerifyingKey};
use crate::suite::SIGNATURE_LEN;

/// One case: its inputs, and what must come of it.
pub(crate) struct Case {
    name: String,
    input: Value,
    outcome: Result<Value>,
}

pub(crate) fn good(name: &str, input: Value, expect: Value) -> Case {
    Case { name: name.to_owned(), input, outcome: Ok(expect) }
}

pub(crate) fn bad(name: &str, input: Value, what: What, property: Property) -> Case {
    Case { name: name.to_owned(), input, outcome: Err(Error::new(what, property)) }
}

/// Compares the file with the cases, and each case with what the code does.
pub(crate) fn settle(file: &str, cases: &[Case], run: impl Fn(&Value) -> Result<Value>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors").join(file);
    let text = render(cases);
    if std::env::var_os("COFFRE_WRITE_VECTORS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
    }
    let stored = std::fs::read_to_string(&path).unwrap();
    assert!(stored == text, "{file} is not what the code makes; COFFRE_WRITE_VECTORS=1 writes it anew");
    let stored: Vec<Map<String, Value>> = serde_json::from_str(&stored).unwrap();
    let mut names = std::collections::HashSet::new();
    for (case, stored) in cases.iter().zip(stored) {
        assert!(names.insert(case.name.clone()), "{file}: two cases are called {}", case.name);
        assert_eq!(run(&Value::Object(stored)), case.outcome, "{file}: {}", case.name);
    }
}

/// One field on a line, the name first, the outcome last.
fn render(cases: &[Case]) -> String {
    let mut out = String::from("[");
    for (i, case) in cases.iter().enumerate() {
        let separator = if i == 0 { "" } else { "," };
        let _ = write!(out, "{separator}\n {{\n  \"name\": {}", json!(case.name));
        for (field, value) in case.input.as_object().unwrap() {
            let _ = write!(out, ",\n  {}: {value}", json!(field));
        }
        let _ = match &case.outcome {
            Ok(value) => write!(out, ",\n  \"expect\": {value}"),
            Err(Error { what, property }) => {
                write!(out, ",\n  \"error\": {}", json!({"what": what.code(), "property": property.code()}))
            }
        };
        out.push_str("\n }");
    }
    out.push_str("\n]\n");
    out
}

pub(crate) fn hex(bytes: impl AsRef<[u8]>) -> String {
    HEXLOWER.encode(bytes.as_ref())
}

/// Reads a case's fields.
pub(crate) trait Fields {
    fn text(&self, field: &str) -> &str;
    fn bytes(&self, field: &str) -> Vec<u8>;
    fn array<const N: usize>(&self, field: &str) -> [u8; N];
    fn number(&self, field: &str) -> u64;
    fn list(&self, field: &str) -> Vec<Vec<u8>>;

    fn epoch(&self, field: &str) -> u32 {
        self.number(field).try_into().unwrap()
    }

    fn verifying(&self, field: &str) -> VerifyingKey {
        VerifyingKey::from_bytes(self.array(field))
    }

    fn sealing(&self, field: &str) -> SealingKey {
        SealingKey::from_bytes(&self.array(field)).unwrap()
    }
}

impl Fields for Value {
    fn text(&self, field: &str) -> &str {
        self[field].as_str().unwrap_or_else(|| panic!("no text {field}"))
    }

    fn bytes(&self, field: &str) -> Vec<u8> {
        HEXLOWER.decode(self.text(field).as_bytes()).unwrap()
    }

    fn array<const N: usize>(&self, field: &str) -> [u8; N] {
        self.bytes(field).try_into().unwrap()
    }

    fn number(&self, field: &str) -> u64 {
        self[field].as_u64().unwrap_or_else(|| panic!("no number {field}"))
    }

    fn list(&self, field: &str) -> Vec<Vec<u8>> {
        let items = self[field].as_array().unwrap();
        items.iter().map(|item| HEXLOWER.decode(item.as_str().unwrap().as_bytes()).unwrap()).collect()
    }
}

/// The case's input with some fields replaced.
pub(crate) fn with(input: &Value, changes: &Value) -> Value {
    let mut out = input.clone();
    for (field, value) in changes.as_object().unwrap() {
        out[field] = value.clone();
    }
    out
}

/// One bit changed.
pub(crate) fn flip(bytes: &[u8], offset: usize) -> Vec<u8> {
    let mut out = bytes.to_vec();
    out[offset] ^= 1;
    out
}

/// Bytes replaced.
pub(crate) fn patch(bytes: &[u8], offset: usize, with: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    out[offset..offset + with.len()].copy_from_slice(with);
    out
}

/// Signed anew, so that only the property under test fails.
pub(crate) fn resign(bytes: &[u8], label: Label, maker: &SigningKey) -> Vec<u8> {
    maker.finish_signed(label, bytes[..bytes.len() - SIGNATURE_LEN].to_vec())
}

/// The cases that every signed format has: `input.bytes` signed by `input.maker`, `fields` = (name, offset, property
/// that a flipped bit breaks).
pub(crate) fn signed_hostiles(what: What, input: &Value, fields: &[(&str, usize, Property)]) -> Vec<Case> {
    let bytes = input.bytes("bytes");
    let changed = |bytes: &[u8]| with(input, &json!({"bytes": hex(bytes)}));
    let mut cases: Vec<Case> = fields
        .iter()
        .map(|(name, offset, property)| {
            bad(&format!("flipped {name}"), changed(&flip(&bytes, *offset)), what, *property)
        })
        .collect();
    let end = bytes.len();
    let mut longer = bytes.clone();
    longer.push(0);
    cases.push(bad("flipped first byte of the signature", changed(&flip(&bytes, end - 64)), what, Property::Signature));
    cases.push(bad("flipped last byte of the signature", changed(&flip(&bytes, end - 1)), what, Property::Signature));
    cases.push(bad("cut by one byte", changed(&bytes[..end - 1]), what, Property::Length));
    cases.push(bad("cut before the signature", changed(&bytes[..end - 64]), what, Property::Length));
    cases.push(bad("empty", changed(&[]), what, Property::Length));
    cases.push(bad("one byte after the end", changed(&longer), what, Property::Trailing));
    let other = hex(cast::signing(99).verifying_key().as_bytes());
    cases.push(bad(
        "checked with the key of somebody else",
        with(input, &json!({"maker": other})),
        what,
        Property::Maker,
    ));
    let foreign = resign(&bytes, Label("vault/test/v1"), &cast::signing(cast::MAKER));
    cases.push(bad("signed under another label", changed(&foreign), what, Property::Signature));
    cases
}
