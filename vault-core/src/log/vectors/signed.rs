//! What the log signs: checkpoints, receipts, heads; and its key in text.

use data_encoding::BASE64;
use serde_json::{Value, json};

use super::entry::VAULT;
use super::{Tree, hash, leaf_at};
use crate::entropy::SeededEntropy;
use crate::error::{Property, Result, What};
use crate::ids::Hash;
use crate::keys::{Label, SigningKey};
use crate::log::leaf::empty_root;
use crate::log::{Checkpoint, LogKey, LogName, Receipt, VaultHead, note, proof};
use crate::vectors::{Case, Fields, bad, flip, good, hex, patch, resign, with};

const NAME: &str = "coffre.example/specimen";
const LABEL: Label = Label("vault/head/v1");

pub(super) fn cases() -> Vec<Case> {
    [keys(), checkpoints(), receipts(), heads()].into_iter().flatten().collect()
}

pub(super) fn run(case: &Value) -> Option<Result<Value>> {
    let log = || case.text("log").parse::<LogKey>();
    Some(match case.text("test") {
        "log-key" => log().map(|key| {
            assert_eq!(key.to_string(), case.text("log"));
            json!({"name": key.name().as_str(), "id": hex(key.id()), "key": hex(key.key().as_bytes())})
        }),
        "checkpoint" => log().and_then(|log| Checkpoint::open(case.text("note"), &log)).map(|found| checkpoint(&found)),
        "receipt" => receipt(case),
        "head" => VaultHead::open(&case.bytes("bytes"), &case.verifying("log_key")).map(|head| head_fields(&head)),
        _ => return None,
    })
}

fn checkpoint(found: &Checkpoint) -> Value {
    json!({"size": found.size, "root": found.root})
}

fn receipt(case: &Value) -> Result<Value> {
    let receipt = Receipt::parse(case.text("receipt"))?;
    assert_eq!(receipt.encode(), case.text("receipt"));
    let checkpoint = receipt.verify(&case.text("log").parse()?, &hash(case, "leaf"))?;
    Ok(json!({"index": receipt.index, "size": checkpoint.size, "extra": receipt.extra.map(hex)}))
}

fn head_fields(head: &VaultHead) -> Value {
    json!({
        "vault": head.vault, "vault_seq": head.vault_seq, "leaf": head.leaf, "tree_size": head.tree_size, "root": head.root,
    })
}

fn signing(number: u64) -> SigningKey {
    SigningKey::generate(&mut SeededEntropy::new(number))
}

fn log_name() -> LogName {
    LogName::new(NAME).unwrap()
}

/// The same bytes as two texts, one after the other, each of which ends in padding.
fn in_pieces(bytes: &[u8]) -> String {
    let (first, rest) = bytes.split_at(1);
    BASE64.encode(first) + &BASE64.encode(rest)
}

fn log_key() -> LogKey {
    LogKey::new(log_name(), signing(1).verifying_key())
}

fn keys() -> Vec<Case> {
    let log = log_key();
    let (id, key) = (hex(log.id()), log.key().as_bytes());
    let input = |text: String| json!({"test": "log-key", "log": text});
    let encoded = |kind: u8, key: &[u8]| BASE64.encode(&[&[kind], key].concat());
    let expect = json!({"name": NAME, "id": id, "key": hex(key)});
    let mut cases = vec![good("log key", input(log.to_string()), expect)];
    for (name, text, property) in [
        ("of another name", format!("coffre.example/other+{id}+{}", encoded(1, key)), Property::Checksum),
        ("with another id", format!("{NAME}+{}+{}", hex(flip(&log.id(), 0)), encoded(1, key)), Property::Checksum),
        ("with another key", format!("{NAME}+{id}+{}", encoded(1, &flip(key, 0))), Property::Checksum),
        ("of another kind", format!("{NAME}+{id}+{}", encoded(4, key)), Property::Kind),
        ("cut by one byte", format!("{NAME}+{id}+{}", encoded(1, &key[..31])), Property::Length),
        ("one byte longer", format!("{NAME}+{id}+{}", encoded(1, &[&key[..], &[0]].concat())), Property::Length),
        ("without its key", format!("{NAME}+{id}+"), Property::Length),
        ("without its id", NAME.to_owned(), Property::Length),
        ("without a name", format!("+{id}+{}", encoded(1, key)), Property::Alphabet),
        ("with a space in its name", format!("coffre example+{id}+{}", encoded(1, key)), Property::Alphabet),
        ("with its id in upper case", format!("{NAME}+{}+{}", id.to_uppercase(), encoded(1, key)), Property::Alphabet),
        (
            "with its key in pieces",
            format!("{NAME}+{id}+{}", in_pieces(&[&[1], &key[..]].concat())),
            Property::Alphabet,
        ),
        ("with a stray sign after it", format!("{NAME}+{id}+{}", encoded(1, key) + "="), Property::Alphabet),
    ] {
        cases.push(bad(&format!("log key {name}"), input(text), What::Checkpoint, property));
    }
    cases
}

/// A note as the log signs it, whatever its text.
fn signed(text: &str) -> String {
    note::sign(text, &log_name(), &signing(1))
}

fn checkpoints() -> Vec<Case> {
    let root = BASE64.encode(leaf_at(0).as_ref());
    let text = format!("{NAME}\n300\n{root}\n");
    let whole = signed(&text);
    let (_, line) = whole.split_once("\n\n").unwrap();
    let witness = note::sign(&text, &LogName::new("witness.example").unwrap(), &signing(2));
    let (_, witness) = witness.split_once("\n\n").unwrap();
    let homonym = note::sign(&text, &log_name(), &signing(2));
    let (_, homonym) = homonym.split_once("\n\n").unwrap();
    let input = |note: String| json!({"test": "checkpoint", "log": log_key().to_string(), "note": note});
    let expect = json!({"size": 300, "root": leaf_at(0)});
    let empty = json!({"size": 0, "root": empty_root()});
    let mut cases = Vec::new();
    for (name, note, expect) in [
        ("alone", whole.clone(), &expect),
        ("with a witness after it", format!("{text}\n{line}{witness}"), &expect),
        ("with a witness before it", format!("{text}\n{witness}{line}"), &expect),
        ("with another key of the same name", format!("{text}\n{homonym}{line}"), &expect),
        ("with an extension line", signed(&format!("{text}SPECIMEN\n")), &expect),
        ("of an empty tree", signed(&format!("{NAME}\n0\n{}\n", BASE64.encode(empty_root().as_ref()))), &empty),
    ] {
        cases.push(good(&format!("checkpoint {name}"), input(note), expect.clone()));
    }
    let right = BASE64.decode(line.trim_end().rsplit(' ').next().unwrap().as_bytes()).unwrap();
    let bad_line =
        |signature: &[u8]| format!("{text}\n— {NAME} {}\n", BASE64.encode(&[&log_key().id(), signature].concat()));
    for (name, note, property) in [
        ("of another log", signed(&text.replace(NAME, "coffre.example/other")), Property::Ids),
        (
            "signed under another name",
            format!("{text}\n{}", line.replace(NAME, "coffre.example/other")),
            Property::Maker,
        ),
        ("signed by another key", format!("{text}\n{homonym}"), Property::Maker),
        ("signed by a witness alone", format!("{text}\n{witness}"), Property::Maker),
        ("with another size", whole.replace("\n300\n", "\n301\n"), Property::Signature),
        ("with another root", whole.replace(&root, &BASE64.encode(leaf_at(1).as_ref())), Property::Signature),
        ("with an extension line added", format!("{text}SPECIMEN\n\n{line}"), Property::Signature),
        ("with a signature of zeros", bad_line(&[0; 64]), Property::Signature),
        ("with a signature cut by one byte", bad_line(&[0; 63]), Property::Signature),
        (
            "with a right signature and a wrong one",
            format!("{text}\n{line}{}", bad_line(&[0; 64]).split_once("\n\n").unwrap().1),
            Property::Signature,
        ),
        ("with a signature shorter than a key id", format!("{text}\n— {NAME} AAA=\n"), Property::Length),
        ("with a signature that is not base64", format!("{text}\n— {NAME} !!!!\n"), Property::Alphabet),
        ("with a signature in pieces", format!("{text}\n— {NAME} {}\n", in_pieces(&right)), Property::Alphabet),
        ("with a hyphen for its dash", whole.replace('—', "-"), Property::Alphabet),
        ("without a signature", format!("{text}\n"), Property::Length),
        ("without its blank line", format!("{text}{line}"), Property::Length),
        ("without its last newline", whole.trim_end().to_owned(), Property::Length),
        ("with a carriage return", whole.replace("300\n", "300\r\n"), Property::Alphabet),
        ("empty", String::new(), Property::Length),
        ("signed without a root", signed(&format!("{NAME}\n300\n")), Property::Length),
        ("signed with an empty line", signed(&format!("{NAME}\n300\n{root}\n\nSPECIMEN\n")), Property::Length),
        ("signed with a leading zero", signed(&format!("{NAME}\n0300\n{root}\n")), Property::Alphabet),
        ("signed with a signed size", signed(&format!("{NAME}\n+300\n{root}\n")), Property::Alphabet),
        (
            "signed with a size past 64 bits",
            signed(&format!("{NAME}\n18446744073709551616\n{root}\n")),
            Property::Alphabet,
        ),
        ("signed with a size past 2^62", signed(&format!("{NAME}\n4611686018427387905\n{root}\n")), Property::Length),
        (
            "signed with a root that is not base64",
            signed(&format!("{NAME}\n300\n{}\n", root.trim_end_matches('='))),
            Property::Alphabet,
        ),
        (
            "signed with a root in pieces",
            signed(&format!("{NAME}\n300\n{}\n", in_pieces(leaf_at(0).as_ref()))),
            Property::Alphabet,
        ),
        (
            "signed with a root of 31 bytes",
            signed(&format!("{NAME}\n300\n{}\n", BASE64.encode(&[0; 31]))),
            Property::Length,
        ),
        ("signed with an empty tree that has a root", signed(&format!("{NAME}\n0\n{root}\n")), Property::Hash),
    ] {
        cases.push(bad(&format!("checkpoint {name}"), input(note), What::Checkpoint, property));
    }
    cases
}

fn receipts() -> Vec<Case> {
    let tree = Tree::new(300);
    let checkpoint = Checkpoint { size: 300, root: tree.root(300) }.sign(&log_name(), &signing(1));
    let receipt = Receipt {
        extra: None,
        index: 256,
        proof: proof::prove_inclusion(256, 300, |tile| tree.read(tile)).unwrap(),
        checkpoint: checkpoint.clone(),
    };
    let text = receipt.encode();
    let input =
        |text: String| json!({"test": "receipt", "log": log_key().to_string(), "leaf": leaf_at(256), "receipt": text});
    let with_extra = Receipt { extra: Some(b"SPECIMEN".to_vec()), ..receipt.clone() }.encode();
    let mut cases = vec![
        good("receipt", input(text.clone()), json!({"index": 256, "size": 300, "extra": null})),
        good(
            "receipt with extra data",
            input(with_extra),
            json!({"index": 256, "size": 300, "extra": hex(b"SPECIMEN")}),
        ),
    ];
    let first = BASE64.encode(receipt.proof[0].as_ref());
    let other = BASE64.encode(Hash::NONE.as_ref());
    for (name, text, what, property) in [
        ("of another format", text.replace("proof@v1", "proof@v2"), What::LogTree, Property::Magic),
        ("without its index", text.replace("index 256\n", ""), What::LogTree, Property::Length),
        ("with a leading zero", text.replace("index 256", "index 0256"), What::LogTree, Property::Alphabet),
        ("with another index", text.replace("index 256", "index 257"), What::LogTree, Property::Inclusion),
        ("with another hash", text.replace(&first, &other), What::LogTree, Property::Inclusion),
        ("with a hash missing", text.replace(&format!("{first}\n"), ""), What::LogTree, Property::Length),
        ("with a hash cut", text.replace(&first, &BASE64.encode(&[0; 31])), What::LogTree, Property::Length),
        ("with a hash that is not base64", text.replace(&first, "!"), What::LogTree, Property::Alphabet),
        (
            "with a hash in pieces",
            text.replace(&first, &in_pieces(receipt.proof[0].as_ref())),
            What::LogTree,
            Property::Alphabet,
        ),
        (
            "with extra data that is not base64",
            text.replace("index", "extra !\nindex"),
            What::LogTree,
            Property::Alphabet,
        ),
        ("without its checkpoint", text.replace(&format!("\n\n{checkpoint}"), ""), What::LogTree, Property::Length),
        (
            "with another size in its checkpoint",
            text.replace("\n300\n", "\n301\n"),
            What::Checkpoint,
            Property::Signature,
        ),
    ] {
        cases.push(bad(&format!("receipt {name}"), input(text), what, property));
    }
    let other_leaf = with(&input(text), &json!({"leaf": leaf_at(255)}));
    cases.push(bad("receipt of another entry", other_leaf, What::LogTree, Property::Inclusion));
    cases
}

fn heads() -> Vec<Case> {
    let log = signing(1);
    let head = VaultHead { vault: VAULT, vault_seq: 5, leaf: leaf_at(20), tree_size: 21, root: leaf_at(99) };
    let none = VaultHead { vault_seq: 0, leaf: Hash::NONE, ..head };
    let bytes = head.sign(&log);
    let input =
        |bytes: &[u8]| json!({"test": "head", "log_key": hex(log.verifying_key().as_bytes()), "bytes": hex(bytes)});
    let mut cases = vec![
        good("head", input(&bytes), head_fields(&head)),
        good("head of a vault without entries", input(&none.sign(&log)), head_fields(&none)),
    ];
    let resigned = |offset, with: &[u8]| resign(&patch(&bytes, offset, with), LABEL, &log);
    for (name, bytes, property) in [
        ("flipped magic", flip(&bytes, 0), Property::Magic),
        ("flipped reserved byte", flip(&bytes, 7), Property::Reserved),
        ("flipped vault", flip(&bytes, 8), Property::Signature),
        ("flipped number", flip(&bytes, 31), Property::Signature),
        ("flipped leaf", flip(&bytes, 32), Property::Signature),
        ("flipped tree size", flip(&bytes, 71), Property::Signature),
        ("flipped root", flip(&bytes, 72), Property::Signature),
        ("flipped first byte of the signature", flip(&bytes, 104), Property::Signature),
        ("flipped last byte of the signature", flip(&bytes, 167), Property::Signature),
        ("empty", Vec::new(), Property::Length),
        ("cut by one byte", bytes[..167].to_vec(), Property::Length),
        ("cut before the signature", bytes[..104].to_vec(), Property::Length),
        ("one byte after the end", [&bytes[..], &[0]].concat(), Property::Trailing),
        ("signed with another magic", resigned(3, b"2"), Property::Magic),
        ("signed with a reserved byte", resigned(4, &[1]), Property::Reserved),
        ("signed with a leaf but no entry", resigned(24, &[0; 8]), Property::Sequence),
        ("signed with an entry but no leaf", resigned(32, &[0; 32]), Property::Sequence),
        ("signed with more entries than the tree", resigned(24, &22_u64.to_be_bytes()), Property::Sequence),
        ("signed under another label", resign(&bytes, Label("vault/test/v1"), &log), Property::Signature),
        ("signed by another key", head.sign(&signing(2)), Property::Signature),
    ] {
        cases.push(bad(&format!("head {name}"), input(&bytes), What::VaultHead, property));
    }
    cases
}
