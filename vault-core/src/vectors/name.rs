use serde_json::{Value, json};

use super::cast::{ORGANISATION, OTHER_ORGANISATION, OTHER_VAULT, VAULT};
use super::{Case, Fields, bad, flip, good, hex, settle, with};
use crate::codec::labelled;
use crate::entropy::SeededEntropy;
use crate::error::{Property, Result, What};
use crate::ids::{Hash, OrganisationId, VaultId};
use crate::name::{Directory, NameEntry};
use crate::padded::pad;
use crate::secret::DirectorySeed;
use crate::suite::{self, Aead};

const W: What = What::Name;
const EPOCH: u32 = 2;
const SEED: [u8; 32] = [0x41; 32];

fn entry() -> NameEntry {
    NameEntry {
        given_name: "Zoé Aïcha".to_owned(),
        family_name: "SPECIMEN".to_owned(),
        birth_date: "1987-04-23".to_owned(),
        anchor: Hash::from_bytes([0x42; 32]),
    }
}

fn input(bytes: &[u8]) -> Value {
    json!({
        "directory_seed": hex(SEED), "organisation": ORGANISATION, "epoch": EPOCH, "vault": VAULT, "bytes": hex(bytes),
    })
}

/// Sealed as the format says, whatever the plaintext.
fn seal_raw(plaintext: &[u8]) -> Vec<u8> {
    let info: [&[u8]; 2] = [b"vault/directory/v1", &EPOCH.to_be_bytes()];
    let key = suite::hkdf_sha256(ORGANISATION.as_ref(), &[&SEED], &info);
    let aad = labelled("vault/name/v1", &[ORGANISATION.as_ref(), &EPOCH.to_be_bytes(), VAULT.as_ref()]);
    Aead::new(&key).seal(&mut SeededEntropy::new(31), &aad, plaintext)
}

fn cases() -> Vec<Case> {
    let directory = Directory::derive(&DirectorySeed::from_bytes(SEED), ORGANISATION, EPOCH);
    let entropy = &mut SeededEntropy::new(30);
    let bytes = directory.seal(entropy, VAULT, &entry()).unwrap();
    let single = NameEntry { family_name: String::new(), ..entry() };
    let longest = NameEntry { given_name: "é".repeat(100), family_name: "ù".repeat(100), ..entry() };
    let base = input(&bytes);
    let mut cases = vec![good("a name", base.clone(), json!(entry()))];
    for (name, entry) in [("a single name", single), ("the longest names", longest)] {
        let sealed = directory.seal(entropy, VAULT, &entry).unwrap();
        cases.push(good(name, input(&sealed), json!(entry)));
    }
    let end = bytes.len();
    for (name, bytes, property) in [
        ("flipped nonce", flip(&bytes, 0), Property::Authentication),
        ("flipped ciphertext", flip(&bytes, 12), Property::Authentication),
        ("flipped tag", flip(&bytes, end - 1), Property::Authentication),
        ("cut by one byte", bytes[..end - 1].to_vec(), Property::Length),
        ("empty", Vec::new(), Property::Length),
        ("one byte after the end", [bytes.as_slice(), &[0]].concat(), Property::Length),
        ("longer than any name", seal_raw(&[0; 1280]), Property::Length),
    ] {
        cases.push(bad(name, input(&bytes), W, property));
    }
    for (name, change) in [
        ("of another vault", json!({"vault": OTHER_VAULT})),
        ("of another organisation", json!({"organisation": OTHER_ORGANISATION})),
        ("of an older epoch", json!({"epoch": 1})),
        ("with another seed", json!({"directory_seed": hex([0x43; 32])})),
    ] {
        cases.push(bad(name, with(&base, &change), W, Property::Authentication));
    }
    cases.extend(badly_written());
    cases
}

/// Sealed by a member, and yet not a name.
fn badly_written() -> Vec<Case> {
    let anchor = "42".repeat(32);
    let json = |given: &str, date: &str, more: &str| {
        format!(r#"{{"given_name":"{given}","family_name":"S","birth_date":"{date}","anchor":"{anchor}"{more}}}"#)
    };
    let day = "1987-04-23";
    let no_anchor =
        format!(r#"{{"given_name":"A","family_name":"S","birth_date":"{day}","anchor":"{}"}}"#, "0".repeat(64));
    let mut cases: Vec<Case> = [
        ("a field twice", json("A", day, r#","given_name":"B""#), Property::Json),
        ("an unknown field", json("A", day, r#","nick":"B""#), Property::Json),
        ("a missing field", r#"{"given_name":"A"}"#.to_owned(), Property::Json),
        ("a list", format!(r#"["A","S","{day}","{anchor}"]"#), Property::Json),
        ("a control character", json("A\\n", day, ""), Property::Alphabet),
        ("a change of writing direction", json("A\u{202e}", day, ""), Property::Alphabet),
        ("a day that does not exist", json("A", "1987-02-29", ""), Property::Validity),
        ("a name too long", json(&"a".repeat(101), day, ""), Property::Length),
        ("an anchor of zeros", no_anchor, Property::Anchor),
    ]
    .into_iter()
    .map(|(name, json, property)| {
        let padded = pad(W, &[], json.as_bytes(), 1024).unwrap();
        bad(name, input(&seal_raw(&padded)), W, property)
    })
    .collect();
    let padded = pad(W, &[], json("A", day, "").as_bytes(), 1024).unwrap();
    cases.push(bad("padding that is not zero", input(&seal_raw(&flip(&padded, 255))), W, Property::Padding));
    let invalid = pad(W, &[], &flip(json("A", day, "").as_bytes(), 0), 1024).unwrap();
    cases.push(bad("not JSON", input(&seal_raw(&invalid)), W, Property::Json));
    let not_utf8: Vec<u8> = json("A", day, "").bytes().map(|b| if b == b'A' { 0xff } else { b }).collect();
    let not_utf8 = pad(W, &[], &not_utf8, 1024).unwrap();
    cases.push(bad("not UTF-8", input(&seal_raw(&not_utf8)), W, Property::Json));
    cases
}

fn run(case: &Value) -> Result<Value> {
    let seed = DirectorySeed::from_bytes(case.array("directory_seed"));
    let organisation = OrganisationId::from_bytes(case.array("organisation"));
    let directory = Directory::derive(&seed, organisation, case.epoch("epoch"));
    let entry = directory.open(VaultId::from_bytes(case.array("vault")), &case.bytes("bytes"))?;
    Ok(json!(entry))
}

#[test]
fn vectors() {
    settle("name.json", &cases(), run);
}

#[test]
fn every_sealed_name_has_a_length_that_the_server_accepts() {
    let directory = Directory::derive(&DirectorySeed::from_bytes(SEED), ORGANISATION, EPOCH);
    let sealed = directory.seal(&mut SeededEntropy::new(1), VAULT, &entry()).unwrap();
    assert!(crate::name::is_sealed_len(sealed.len()));
    for len in [0, 28, 255 + 28, 1280 + 28] {
        assert!(!crate::name::is_sealed_len(len), "{len}");
    }
}
