use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use super::cast::{ACCOUNT, MAKER, NEW_YEAR, signing};
use super::{Case, Fields, bad, good, hex, patch, resign, settle, signed_hostiles, with};
use crate::error::{Property, Result, What};
use crate::ids::{Hash, Kid, Nonce};
use crate::keys::{Label, SigningKey};
use crate::origin::Origin;
use crate::request::{MAX_PATH, Method, Request, from_header, to_header};
use crate::suite::sha256;

const W: What = What::Request;
const LABEL: Label = Label("vault/request/v1");
const ORIGIN: &str = "https://coffre.example:8443";
const NOW_MS: u64 = NEW_YEAR * 1000;
const PATH: usize = 132;

fn request(method: Method, path: &str, body: &[u8]) -> Request {
    Request {
        account: ACCOUNT,
        maker: Kid::NONE,
        origin: ORIGIN.parse::<Origin>().unwrap().hash(),
        unix_ms: NOW_MS,
        nonce: Nonce::from_bytes([0x66; 16]),
        body: Hash::from_bytes(sha256(&[body])),
        method,
        path: path.to_owned(),
    }
}

fn input(request: &Request, body: &[u8], maker: &SigningKey) -> Value {
    json!({
        "bytes": hex(request.sign(maker).unwrap()), "maker": hex(maker.verifying_key().as_bytes()), "origin": ORIGIN,
        "method": request.method.as_str(), "path": request.path, "body": hex(body),
        "now_ms": NOW_MS + 1000, "tolerance_ms": 120_000,
    })
}

fn cases() -> Vec<Case> {
    let maker = signing(MAKER);
    let expect =
        json!({"account": ACCOUNT, "maker": maker.kid(), "unix_ms": NOW_MS, "nonce": Nonce::from_bytes([0x66; 16])});
    let body = br#"{"purpose":"housing"}"#;
    let post = request(Method::Post, "/v1/openings?x=1", body);
    let base = input(&post, body, &maker);
    let bytes = base.bytes("bytes");
    let longest = format!("/{}", "a".repeat(MAX_PATH - 1));
    let mut cases = vec![
        good("a POST with a body", base.clone(), expect.clone()),
        good("a GET without a body", input(&request(Method::Get, "/", b""), b"", &maker), expect.clone()),
        good("a PUT", input(&request(Method::Put, "/v1/x", b""), b"", &maker), expect.clone()),
        good("a DELETE", input(&request(Method::Delete, "/v1/x", b""), b"", &maker), expect.clone()),
        good("the longest path", input(&request(Method::Get, &longest, b""), b"", &maker), expect),
    ];
    cases.extend(signed_hostiles(
        W,
        &base,
        &[
            ("magic", 1, Property::Magic),
            ("reserved byte", 5, Property::Reserved),
            ("account", 8, Property::Signature),
            ("maker", 24, Property::Maker),
            ("origin", 40, Property::Signature),
            ("time", 79, Property::Signature),
            ("nonce", 80, Property::Signature),
            ("hash of the body", 96, Property::Signature),
            ("second reserved byte", 129, Property::Reserved),
            ("path", PATH + 1, Property::Signature),
        ],
    ));
    for (name, change, property) in [
        ("served by another origin", json!({"origin": "https://coffre.example"}), Property::Ids),
        ("served as another method", json!({"method": "GET"}), Property::Ids),
        ("served under another path", json!({"path": "/v1/openings"}), Property::Ids),
        ("with another body", json!({"body": hex(b"{}")}), Property::Hash),
        ("too old", json!({"now_ms": NOW_MS + 120_001}), Property::Validity),
        ("from the future", json!({"now_ms": NOW_MS - 120_001}), Property::Validity),
    ] {
        cases.push(bad(name, with(&base, &change), W, property));
    }
    for (name, bytes, property) in [
        ("no method", patch(&bytes, 128, &[0]), Property::Kind),
        ("unknown method", patch(&bytes, 128, &[5]), Property::Kind),
        ("a path longer than told", patch(&bytes, 130, &[0, 3]), Property::Trailing),
        ("a path shorter than told", patch(&bytes, 130, &[2, 0]), Property::Length),
        ("a path that is not absolute", patch(&bytes, PATH, b"v"), Property::Alphabet),
        ("a fragment in the path", patch(&bytes, PATH + 2, b"#"), Property::Alphabet),
        ("a space in the path", patch(&bytes, PATH + 2, b" "), Property::Alphabet),
        ("a byte above ASCII in the path", patch(&bytes, PATH + 2, &[0xe9]), Property::Alphabet),
        ("an empty path", [patch(&bytes[..PATH], 130, &[0, 0]), vec![0; 64]].concat(), Property::Length),
        ("a path above the limit", too_long(&bytes), Property::Length),
    ] {
        cases.push(bad(name, with(&base, &json!({"bytes": hex(resign(&bytes, LABEL, &maker))})), W, property));
    }
    cases
}

fn too_long(bytes: &[u8]) -> Vec<u8> {
    [patch(&bytes[..PATH], 130, &1025_u16.to_be_bytes()), vec![b'/'; 1025], vec![0; 64]].concat()
}

fn run(case: &Value) -> Result<Value> {
    let request = Request::verify(&case.bytes("bytes"), &case.verifying("maker"))?;
    let method = Method::from_name(case.text("method")).unwrap();
    request.check_target(&case.text("origin").parse()?, method, case.text("path"))?;
    request.check_body(&Hash::from_bytes(sha256(&[&case.bytes("body")])))?;
    request.check_fresh(case.number("now_ms"), case.number("tolerance_ms"))?;
    Ok(json!({
        "account": request.account, "maker": request.maker, "unix_ms": request.unix_ms, "nonce": request.nonce,
    }))
}

#[test]
fn vectors() {
    settle("request.json", &cases(), run);
}

#[test]
fn travels_in_one_header() {
    let bytes = request(Method::Post, "/v1/openings", b"").sign(&signing(MAKER)).unwrap();
    assert_eq!(from_header(&to_header(&bytes)).unwrap(), bytes);
    assert_eq!(to_header(&bytes), BASE64URL_NOPAD.encode(&bytes));
    assert_eq!(Request::signature_of(&bytes).unwrap()[..], bytes[bytes.len() - 64..]);
    assert_eq!(Request::hash_of(&bytes), Hash::from_bytes(sha256(&[&bytes])));
    assert_eq!(from_header("VlJRMQ==").unwrap_err().property, Property::Alphabet);
    assert_eq!(from_header("VlJ+").unwrap_err().property, Property::Alphabet);
    assert_eq!(from_header(&"A".repeat(2000)).unwrap_err().property, Property::Length);
}

#[test]
fn nobody_signs_what_nobody_would_accept() {
    for path in ["", "v1", "/v1/é", "/a b", "/a#b", "/a\n"] {
        assert!(request(Method::Get, path, b"").sign(&signing(MAKER)).is_err(), "{path}");
    }
}
