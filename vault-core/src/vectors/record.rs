use serde_json::{Value, json};

use super::cast::{ACCOUNT, DOCUMENT, MAKER, signing};
use super::{Case, Fields, bad, flip, good, hex, patch, settle};
use crate::error::{Error, Property, Result, What};
use crate::ids::Hash;
use crate::padded::pad;
use crate::record::{Payload, Record};
use crate::secret::ClientShare;

const W: What = What::Record;
const SHARE: [u8; 32] = [0x51; 32];

fn short() -> Record {
    Record {
        document_type: "identity-card".to_owned(),
        title: "Carte d'identité (SPECIMEN)".to_owned(),
        issued_on: None,
        expires_on: None,
        pages: None,
        media_type: "application/pdf".to_owned(),
        file_name: None,
        content_sha256: Hash::from_bytes([0x52; 32]),
        length: 123_456,
        depositor: ACCOUNT,
        depositor_kid: signing(MAKER).kid(),
        remarks: None,
        replaces: None,
        provenance: Vec::new(),
    }
}

fn full() -> Record {
    Record {
        issued_on: Some("2024-02-29".to_owned()),
        expires_on: Some("2034-02-28".to_owned()),
        pages: Some(2),
        file_name: Some("carte recto-verso.pdf".to_owned()),
        remarks: Some("Recto et verso.\nOriginal vu.".to_owned()),
        replaces: Some(DOCUMENT),
        ..short()
    }
}

fn cases() -> Vec<Case> {
    let share = ClientShare::from_bytes(SHARE);
    let longest = Record { remarks: Some("\u{1f5c4}".repeat(2000)), title: "é".repeat(200), ..full() };
    let mut cases = Vec::new();
    for (name, record) in [("the shortest", short()), ("every field", full()), ("the longest texts", longest)] {
        let payload = record.to_payload(&share).unwrap();
        let expect = json!({"client_share": hex(SHARE), "record": record, "sha256": payload.hash()});
        cases.push(good(name, json!({"payload": hex(payload.as_bytes())}), expect));
    }
    let payload = short().to_payload(&share).unwrap().as_bytes().to_vec();
    let end = payload.len();
    for (name, bytes, property) in [
        ("cut by one byte", payload[..end - 1].to_vec(), Property::Length),
        ("cut by one block", payload[..end - 256].to_vec(), Property::Length),
        ("empty", Vec::new(), Property::Length),
        ("a block of zeros too many", [payload.as_slice(), &[0; 256]].concat(), Property::Padding),
        ("longer than any record", vec![0; 16_384 + 256], Property::Length),
        ("a length that lies", patch(&payload, 32, &[0xff, 0xff]), Property::Length),
        ("a length one short", patch(&payload, 32, &one_less(&payload)), Property::Padding),
        ("padding that is not zero", flip(&payload, end - 1), Property::Padding),
    ] {
        cases.push(bad(name, json!({"payload": hex(bytes)}), W, property));
    }
    cases.extend(badly_written());
    cases
}

fn one_less(payload: &[u8]) -> [u8; 2] {
    (u16::from_be_bytes([payload[32], payload[33]]) - 1).to_be_bytes()
}

/// Well sealed, and yet refused: each replaces one piece of the JSON.
fn badly_written() -> Vec<Case> {
    let json = serde_json::to_string(&full()).unwrap();
    let title = &format!(r#""title":"{}""#, short().title);
    [
        ("a field twice", title, format!(r#"{title},"title":"Autre""#), Property::Json),
        ("an optional field twice", &r#""pages":2"#.to_owned(), r#""pages":2,"pages":3"#.to_owned(), Property::Json),
        ("an unknown field", title, format!(r#"{title},"colour":"blue""#), Property::Json),
        ("a missing field", &format!("{title},"), String::new(), Property::Json),
        ("an array in its place", &json, "[]".to_owned(), Property::Json),
        ("something after the object", &json, format!("{json} {{}}"), Property::Json),
        ("a negative length", &"123456".to_owned(), "-1".to_owned(), Property::Json),
        ("a length that is not whole", &"123456".to_owned(), "1.5".to_owned(), Property::Json),
        ("a length above 2^53", &"123456".to_owned(), "9007199254740992".to_owned(), Property::Length),
        ("an empty title", title, r#""title":"""#.to_owned(), Property::Length),
        ("a title too long", title, format!(r#""title":"{}""#, "a".repeat(201)), Property::Length),
        ("a control character in the title", title, r#""title":"a\u0000""#.to_owned(), Property::Alphabet),
        ("a line feed in the title", title, r#""title":"a\nb""#.to_owned(), Property::Alphabet),
        ("a change of writing direction", title, "\"title\":\"a\u{202e}b\"".to_owned(), Property::Alphabet),
        ("a type in capitals", &"identity-card".to_owned(), "Identity".to_owned(), Property::Alphabet),
        ("a folder in the file name", &"carte recto".to_owned(), "../carte".to_owned(), Property::Alphabet),
        ("a media type with parameters", &"application/pdf".to_owned(), "a/b; c=d".to_owned(), Property::Alphabet),
        ("a day that does not exist", &"2024-02-29".to_owned(), "2023-02-29".to_owned(), Property::Validity),
        ("a hash in capitals", &"52".repeat(32), "AB".repeat(32), Property::Json),
        ("a short hash", &"52".repeat(32), "52".repeat(31), Property::Json),
    ]
    .into_iter()
    .map(|(name, from, to, property)| {
        let changed = json.replace(from, &to);
        assert_ne!(changed, json, "{name}");
        let payload = pad(W, &SHARE, changed.as_bytes(), 16_384).unwrap();
        bad(name, json!({"payload": hex(&*payload)}), W, property)
    })
    .collect()
}

fn run(case: &Value) -> Result<Value> {
    let payload = Payload::from_bytes(case.bytes("payload").into())?;
    let (share, record) = payload.read()?;
    Ok(json!({"client_share": hex(share.expose()), "record": record, "sha256": payload.hash()}))
}

#[test]
fn vectors() {
    settle("record.json", &cases(), run);
}

#[test]
fn nobody_writes_what_nobody_would_read() {
    let share = ClientShare::from_bytes(SHARE);
    let refused = |record: Record| record.to_payload(&share).unwrap_err();
    assert_eq!(refused(Record { title: String::new(), ..short() }), Error::new(W, Property::Length));
    assert_eq!(refused(Record { file_name: Some("..".to_owned()), ..short() }), Error::new(W, Property::Alphabet));
    assert_eq!(refused(Record { expires_on: Some("soon".to_owned()), ..short() }), Error::new(W, Property::Validity));
}

#[test]
fn the_length_shows_little() {
    let share = ClientShare::from_bytes(SHARE);
    let other = Record { title: "Autre titre, un peu plus long (SPECIMEN)".to_owned(), ..short() };
    let len = |record: Record| record.to_payload(&share).unwrap().as_bytes().len();
    assert_eq!(len(short()), len(other));
}
