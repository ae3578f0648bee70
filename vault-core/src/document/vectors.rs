//! The vectors of the document object, `tests/vectors/document.json`.
//!
//! An object of 64 KiB is not written out: each case gives what makes it. `plaintext` is the
//! announced length (8 bytes, hexadecimal), the content (`repeat`, over and over, `length` bytes),
//! zeros up to `padded`, then bytes replaced by `patch` (offset, bytes). It is sealed under `key`,
//! `salt` and the header as given, then `changes` are made to the object in their order.

use serde_json::{Value, json};

use super::chunk::{CONTEXT, StreamKey};
use super::*;
use crate::entropy::Entropy;
use crate::error::{Property, Result, What};
use crate::ids::{DocumentId, DocumentVersion, VaultId};
use crate::secret::DocumentKey;
use crate::suite::sha256;
use crate::vectors::{Case, Fields, bad, flip, good, hex, patch, settle, with};

const OF: DocumentVersion = DocumentVersion {
    vault: VaultId::from_bytes([0xa1; 16]),
    document: DocumentId::from_bytes([0xc1; 16]),
    version: 2,
};

/// Gives the salt of the case.
struct Fixed(Vec<u8>);

impl Entropy for Fixed {
    fn fill(&mut self, dst: &mut [u8]) {
        dst.copy_from_slice(&self.0);
    }
}

fn header(padding: Padding) -> [u8; 48] {
    Header { padding, of: OF }.encode()
}

/// The inputs of an honest object with this content.
fn object(padding: Padding, length: u64) -> Value {
    let padded = padding.padded(length).unwrap();
    json!({
        "test": "open", "key": hex([7; 32]), "header": hex(header(padding)), "salt": hex([0x24; 24]),
        "plaintext": {
            "announced": hex(length.to_be_bytes()), "repeat": hex(b"SPECIMEN "), "length": length, "padded": padded, "patch": [],
        },
        "changes": [],
        "vault": OF.vault, "document": OF.document, "version": OF.version,
    })
}

fn plaintext(rule: &Value) -> Vec<u8> {
    let content = rule.bytes("repeat").into_iter().cycle().take(usize::try_from(rule.number("length")).unwrap());
    let mut out = rule.bytes("announced");
    out.extend(content);
    out.resize(usize::try_from(rule.number("padded")).unwrap(), 0);
    for item in rule["patch"].as_array().unwrap() {
        out = patch(&out, usize::try_from(item.number("offset")).unwrap(), &item.bytes("bytes"));
    }
    out
}

/// Seals whatever the case says, honest or not.
fn build(case: &Value) -> Vec<u8> {
    let (key, salt, header) = (DocumentKey::from_bytes(case.array("key")), case.array("salt"), case.bytes("header"));
    let (stream, commitment) = StreamKey::derive(&key, &salt, &[CONTEXT, &header]);
    let mut out = [&header[..], &salt, &commitment].concat();
    let plaintext = plaintext(&case["plaintext"]);
    let (chunks, last) = plaintext.as_chunks::<CHUNK_LEN>();
    for (number, chunk) in (0..).zip(chunks.iter().map(<[u8; CHUNK_LEN]>::as_slice).chain([last])) {
        stream.seal(number, chunk, &mut out);
    }
    case["changes"].as_array().unwrap().iter().fold(out, |object, change| apply(&object, change))
}

fn apply(object: &[u8], change: &Value) -> Vec<u8> {
    let at = |field: &str| usize::try_from(change.number(field)).unwrap();
    let chunk = |number: usize| HEAD_LEN + number * SEALED_CHUNK_LEN..HEAD_LEN + (number + 1) * SEALED_CHUNK_LEN;
    match change.text("change") {
        "flip" => flip(object, at("offset")),
        "cut" => object[..at("length")].to_vec(),
        "append" => [object, &change.bytes("bytes")].concat(),
        "replace" => patch(object, at("offset"), &change.bytes("bytes")),
        "remove-chunk" => [&object[..chunk(at("chunk")).start], &object[chunk(at("chunk")).end..]].concat(),
        "swap-chunks" => {
            let (a, b) = (chunk(at("chunk")), chunk(at("with")));
            patch(&patch(object, a.start, &object[b.clone()]), b.start, &object[a])
        }
        other => panic!("no change is called {other}"),
    }
}

fn flipped(offset: u64) -> Value {
    json!({"changes": [{"change": "flip", "offset": offset}]})
}

/// The form of the first 104 bytes, and what they bind.
fn heads() -> Vec<Case> {
    let base = object(Padding::Padme, 9_000);
    let mut cases = Vec::new();
    for (name, offset, property) in [
        ("magic", 0, Property::Magic),
        ("suite", 4, Property::Suite),
        ("kind of padding", 5, Property::Padding),
        ("first reserved byte", 6, Property::Reserved),
        ("second reserved byte", 7, Property::Reserved),
        ("vault", 8, Property::Ids),
        ("document", 39, Property::Ids),
        ("version", 47, Property::Ids),
        ("first byte of the salt", 48, Property::Commitment),
        ("last byte of the salt", 71, Property::Commitment),
        ("first byte of the commitment", 72, Property::Commitment),
        ("last byte of the commitment", 103, Property::Commitment),
    ] {
        cases.push(bad(&format!("flipped {name}"), with(&base, &flipped(offset)), What::Document, property));
    }
    // The same bytes, this time sealed by someone who holds the key: the commitment is right.
    for (name, offset, byte, property) in [
        ("magic", 3, b'2', Property::Magic),
        ("suite 0", 4, 0, Property::Suite),
        ("suite 2", 4, 2, Property::Suite),
        ("padding 0", 5, 0, Property::Padding),
        ("padding 3", 5, 3, Property::Padding),
        ("reserved byte", 7, 1, Property::Reserved),
        ("vault", 8, 0, Property::Ids),
        ("document", 24, 0, Property::Ids),
        ("older version", 47, 1, Property::Ids),
    ] {
        let changed = json!({"header": hex(patch(&header(Padding::Padme), offset, &[byte]))});
        cases.push(bad(&format!("sealed with another {name}"), with(&base, &changed), What::Document, property));
    }
    for (name, changed, property) in [
        ("another vault asked for", json!({"vault": hex([0xa2; 16])}), Property::Ids),
        ("another document asked for", json!({"document": hex([0xc2; 16])}), Property::Ids),
        ("an older version asked for", json!({"version": 1}), Property::Ids),
        (
            "padding changed to the other kind",
            json!({"changes": [{"change": "replace", "offset": 5, "bytes": "02"}]}),
            Property::Commitment,
        ),
        ("opened with another key", json!({"open_key": hex([8; 32])}), Property::Commitment),
    ] {
        cases.push(bad(name, with(&base, &changed), What::Document, property));
    }
    cases
}

/// Chunks changed, moved, removed, cut.
fn chunks() -> Vec<Case> {
    let (base, odd) = (object(Padding::Padme, 9_000), object(Padding::Padme, 70_000));
    let (end, odd_end) = (build(&base).len(), build(&odd).len());
    let cut = |length: usize| json!({"changes": [{"change": "cut", "length": length}]});
    let one = |change: Value| json!({"changes": [change]});
    let mut cases = Vec::new();
    for (name, base, changed, property) in [
        ("flipped first byte of the first chunk", &base, flipped(104), Property::Authentication),
        ("flipped content", &base, flipped(5_000), Property::Authentication),
        ("flipped padding", &base, flipped(60_000), Property::Authentication),
        ("flipped tag of the first chunk", &base, flipped(104 + 16_399), Property::Authentication),
        ("flipped last byte, the last chunk being empty", &base, flipped(end as u64 - 1), Property::Authentication),
        (
            "flipped last byte, the last chunk not being empty",
            &odd,
            flipped(odd_end as u64 - 1),
            Property::Authentication,
        ),
        ("nothing at all", &base, cut(0), Property::Length),
        ("cut in the header", &base, cut(47), Property::Length),
        ("cut in the commitment", &base, cut(103), Property::Length),
        ("cut before the first chunk", &base, cut(104), Property::Length),
        ("cut in the first chunk", &base, cut(104 + 10_000), Property::Authentication),
        ("cut in the first tag", &base, cut(104 + 16_399), Property::Authentication),
        ("cut between two chunks", &base, cut(104 + 2 * 16_400), Property::Length),
        ("without its empty last chunk: the last is full", &base, cut(end - 16), Property::Length),
        ("cut by one byte, the last chunk being empty", &base, cut(end - 1), Property::Length),
        ("cut by one byte, the last chunk not being empty", &odd, cut(odd_end - 1), Property::Authentication),
        ("one byte after the end", &base, one(json!({"change": "append", "bytes": "00"})), Property::Authentication),
        (
            "a tag's length after the end",
            &base,
            one(json!({"change": "append", "bytes": hex([0; 16])})),
            Property::Authentication,
        ),
        ("first chunk removed", &base, one(json!({"change": "remove-chunk", "chunk": 0})), Property::Authentication),
        ("middle chunk removed", &base, one(json!({"change": "remove-chunk", "chunk": 2})), Property::Authentication),
        (
            "two chunks swapped",
            &base,
            one(json!({"change": "swap-chunks", "chunk": 1, "with": 2})),
            Property::Authentication,
        ),
        (
            "first chunks swapped",
            &base,
            one(json!({"change": "swap-chunks", "chunk": 0, "with": 1})),
            Property::Authentication,
        ),
    ] {
        cases.push(bad(name, with(base, &changed), What::Document, property));
    }
    cases
}

/// Sealed under the right key by someone who does not follow the format.
fn plaintexts() -> Vec<Case> {
    let base = object(Padding::Padme, 9_000);
    let changed = |changes: Value| with(&base, &json!({"plaintext": with(&base["plaintext"], &changes)}));
    let announced = |length: u64| json!({"announced": hex(length.to_be_bytes())});
    let patched = |offset: u64| json!({"patch": [{"offset": offset, "bytes": "01"}]});
    let mut cases = Vec::new();
    for (name, changes, property) in [
        ("not zero just after the content", patched(9_008), Property::Padding),
        ("not zero at the end of the padding", patched(65_535), Property::Padding),
        ("announced length shorter than the content", announced(8_999), Property::Padding),
        ("announced length of zero", announced(0), Property::Padding),
        ("announced length past the object", announced(65_529), Property::Length),
        ("announced length of 2^52", announced(1 << 52), Property::Length),
        ("announced length of 2^64 - 1", announced(u64::MAX), Property::Length),
        ("padded to less than 64 KiB", json!({"padded": 49_152}), Property::Length),
        ("padded by one byte less", json!({"padded": 65_535}), Property::Length),
        ("padded by one byte more", json!({"padded": 65_537}), Property::Length),
        ("padded by one chunk more", json!({"padded": 81_920}), Property::Length),
        ("padded to the next length that PADMÉ has", json!({"padded": 67_584}), Property::Length),
        (
            "without room for its own length",
            json!({"announced": "00000000000000", "length": 0, "padded": 7}),
            Property::Length,
        ),
        ("no plaintext", json!({"announced": "", "length": 0, "padded": 0}), Property::Length),
    ] {
        cases.push(bad(&format!("sealed {name}"), changed(changes), What::Document, property));
    }
    let other = object(Padding::PowerOfTwo, 70_000);
    let padme = json!({"header": hex(header(Padding::Padme))});
    cases.push(bad("sealed with the other kind's padding", with(&other, &padme), What::Document, Property::Length));
    cases
}

/// Parts read alone.
fn ranges() -> Vec<Case> {
    let base = with(&object(Padding::Padme, 70_000), &json!({"test": "range", "start": 20_000, "end": 50_000}));
    let end = build(&base).len();
    let mut cases = Vec::new();
    for (name, start, end) in [
        ("the middle", 20_000, 50_000),
        ("the first byte", 0, 1),
        ("the last byte", 69_999, 70_000),
        ("everything", 0, 70_000),
        ("the end of a chunk", 16_375, 16_376),
        ("the beginning of a chunk", 16_376, 16_377),
    ] {
        let input = with(&base, &json!({"start": start, "end": end}));
        let expect = json!({"content_length": 70_000, "sha256": content_hash(&input, start, end)});
        cases.push(good(&format!("range: {name}"), input, expect));
    }
    for (name, changed, property) in [
        ("nothing", json!({"start": 5, "end": 5}), Property::Length),
        ("backwards", json!({"start": 6, "end": 5}), Property::Length),
        ("past the content", json!({"start": 69_999, "end": 70_001}), Property::Length),
        ("flipped in the range", flipped(104 + 16_400 + 5_000), Property::Authentication),
        ("flipped commitment", flipped(72), Property::Commitment),
        ("flipped in the first chunk, which holds the length", flipped(110), Property::Authentication),
        ("flipped in the last chunk, which proves the length", flipped(end as u64 - 1), Property::Authentication),
        (
            "cut between two chunks",
            json!({"changes": [{"change": "cut", "length": 104 + 4 * 16_400}]}),
            Property::Length,
        ),
        ("without its middle", json!({"changes": [{"change": "remove-chunk", "chunk": 2}]}), Property::Authentication),
        ("another version asked for", json!({"version": 3}), Property::Ids),
    ] {
        cases.push(bad(&format!("range: {name}"), with(&base, &changed), What::Document, property));
    }
    let sealed = |changes: Value| json!({"plaintext": with(&base["plaintext"], &changes)});
    for (name, changed, property) in [
        (
            "an announced length past the object",
            sealed(json!({"announced": hex(71_673_u64.to_be_bytes())})),
            Property::Length,
        ),
        ("one chunk more than announced", sealed(json!({"padded": 88_064})), Property::Length),
        (
            "padding that ends with a one",
            sealed(json!({"patch": [{"offset": 71_679, "bytes": "01"}]})),
            Property::Padding,
        ),
    ] {
        cases.push(bad(&format!("range: sealed with {name}"), with(&base, &changed), What::Document, property));
    }
    cases
}

fn content_hash(case: &Value, start: usize, end: usize) -> String {
    hex(sha256(&[&plaintext(&case["plaintext"])[8 + start..8 + end]]))
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (salt, commitment) in [
        (0x00, "83d99bb3aeb70a602d567fc06e576b0ab8612cb3f0205dddc3924ad0eca119b3"),
        (0x24, "a3c7bb7947b3d3f7419d6b09cf5cfab230b21a2e6be12206a0a7c53c2d5a0e6a"),
    ] {
        let input = json!({"test": "commitment", "key": hex([7; 32]), "salt": hex([salt; 24]), "context": hex(b"vault/doc/v1")});
        cases.push(good(&format!("commitment of salt {salt:02x}"), input, json!({"commitment": commitment})));
    }
    for content_length in [0, 65_528, 65_529, 67_576, 67_577, 131_064, 131_065, 1_000_000, 268_435_456] {
        for padding in [Padding::Padme, Padding::PowerOfTwo] {
            let input = json!({"test": "length", "padding": padding as u8, "content_length": content_length});
            let expect = json!({"object_length": object_length(content_length, padding).unwrap()});
            cases.push(good(
                &format!("length of {content_length} bytes with padding {}", padding as u8),
                input,
                expect,
            ));
        }
    }
    let too_long = json!({"test": "length", "padding": 1, "content_length": (1_u64 << 52) - 8});
    cases.push(bad("length past 2^38 chunks", too_long, What::Document, Property::Length));
    for (name, padding, length) in [
        ("empty content", Padding::Padme, 0),
        ("one byte", Padding::Padme, 1),
        ("content that ends with its chunk", Padding::Padme, 16_376),
        ("the longest content of the smallest object", Padding::Padme, 65_528),
        ("one byte more than the smallest object holds", Padding::Padme, 65_529),
        ("content without any padding", Padding::Padme, 67_576),
        ("next power of two", Padding::PowerOfTwo, 70_000),
    ] {
        let input = object(padding, length);
        let bytes = build(&input);
        let expect = json!({
            "object_length": bytes.len(), "object_sha256": hex(sha256(&[&bytes])), "head_sha256": hex(sha256(&[&bytes[..104]])),
            "content_length": length, "content_sha256": content_hash(&input, 0, usize::try_from(length).unwrap()),
        });
        cases.push(good(name, input, expect));
    }
    cases.extend(heads());
    cases.extend(chunks());
    cases.extend(plaintexts());
    cases.extend(ranges());
    cases
}

fn open(case: &Value, object: &[u8], key: &DocumentKey, of: DocumentVersion) -> Result<Value> {
    let (mut opener, mut content) = (Opener::new(key, of), Vec::new());
    for piece in object.chunks(7_000) {
        opener.push(piece, &mut content)?;
    }
    let summary = opener.finish(&mut content)?;
    // What opens is also what sealing makes of the same content.
    let header = Header::parse(&case.bytes("header"))?;
    let (mut sealer, head) = Sealer::new(key, header, summary.content_length, &mut Fixed(case.bytes("salt")))?;
    let mut again = head.to_vec();
    sealer.push(&content, &mut again)?;
    assert_eq!(sealer.finish(&mut again)?, summary);
    assert!(again == object, "sealing and opening disagree");
    Ok(json!({
        "object_length": summary.object_length, "object_sha256": summary.object_hash, "head_sha256": summary.head_hash,
        "content_length": summary.content_length, "content_sha256": summary.content_hash,
    }))
}

fn read_range(case: &Value, object: &[u8], key: &DocumentKey, of: DocumentVersion) -> Result<Value> {
    let at = |range: std::ops::Range<u64>| {
        &object[usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap()]
    };
    let length = object.len() as u64;
    let (first, last) = (at(RangeOpener::first_range()), at(RangeOpener::last_range(length)?));
    let opener = RangeOpener::new(key, of, length, first, last)?;
    let (range, mut content) = (case.number("start")..case.number("end"), Vec::new());
    opener.open(&range, at(opener.object_range(&range)?), &mut content)?;
    Ok(json!({"content_length": opener.content_length(), "sha256": hex(sha256(&[&content]))}))
}

fn run(case: &Value) -> Result<Value> {
    match case.text("test") {
        "commitment" => {
            let key = DocumentKey::from_bytes(case.array("key"));
            let (_, commitment) = StreamKey::derive(&key, &case.array("salt"), &[&case.bytes("context")]);
            Ok(json!({"commitment": hex(commitment)}))
        }
        "length" => {
            let padding = if case.number("padding") == 1 { Padding::Padme } else { Padding::PowerOfTwo };
            Ok(json!({"object_length": object_length(case.number("content_length"), padding)?}))
        }
        test => {
            let object = build(case);
            let field = if case["open_key"].is_null() { "key" } else { "open_key" };
            let key = DocumentKey::from_bytes(case.array(field));
            let of = DocumentVersion {
                vault: VaultId::from_bytes(case.array("vault")),
                document: DocumentId::from_bytes(case.array("document")),
                version: case.number("version"),
            };
            if test == "range" { read_range(case, &object, &key, of) } else { open(case, &object, &key, of) }
        }
    }
}

#[test]
fn vectors() {
    settle("document.json", &cases(), run);
}
