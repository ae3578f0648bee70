use serde_json::{Value, json};

use super::cast::{ACCOUNT, DAY, DOCUMENT, FOLDER, MAKER, MANDATE, NEW_YEAR, ORGANISATION, VAULT, signing};
use super::{Case, Fields, bad, good, hex, patch, resign, settle, signed_hostiles, with};
use crate::error::{Property, Result, What};
use crate::ids::{FolderId, Hash, Kid, MandateId};
use crate::keys::{Label, SigningKey};
use crate::mandate::{Mandate, Recipient, Rights, Target};

const W: What = What::Mandate;
const LABEL: Label = Label("vault/mandate/v1");
/// Where the targets begin.
const TARGETS: usize = 208;

fn mandate(target: Target, rights: Rights, recipient: Recipient) -> Mandate {
    Mandate {
        id: MANDATE,
        vault: VAULT,
        recipient,
        recipient_certificate: Hash::from_bytes([0x44; 32]),
        target,
        rights,
        purpose: 3,
        purpose_text: Hash::NONE,
        not_before: NEW_YEAR,
        not_after: NEW_YEAR + 31 * DAY,
        consent: Hash::from_bytes([0x55; 32]),
        replaces: MandateId::NONE,
        maker: Kid::NONE,
    }
}

fn folders(count: u8) -> Target {
    Target::Folders((1..=count).map(|n| FolderId::from_bytes([n; 16])).collect())
}

fn input(bytes: &[u8], maker: &SigningKey, now: u64) -> Value {
    json!({"bytes": hex(bytes), "maker": hex(maker.verifying_key().as_bytes()), "now": now})
}

fn summary(mandate: &Mandate) -> Value {
    let (recipient_kind, recipient) = match mandate.recipient {
        Recipient::Account(id) => ("account", id.to_string()),
        Recipient::Organisation(id) => ("organisation", id.to_string()),
    };
    let targets: Vec<String> = match &mandate.target {
        Target::Folders(folders) => folders.iter().map(ToString::to_string).collect(),
        Target::Document(document) => vec![document.to_string()],
    };
    json!({
        "id": mandate.id, "vault": mandate.vault, "recipient_kind": recipient_kind, "recipient": recipient,
        "targets": targets, "rights": mandate.rights.to_string(), "purpose": mandate.purpose,
        "not_before": mandate.not_before, "not_after": mandate.not_after,
    })
}

fn cases() -> Vec<Case> {
    let maker = signing(MAKER);
    let now = NEW_YEAR + DAY;
    let all = Rights::READ | Rights::DEPOSIT | Rights::MANAGE;
    let mut cases = Vec::new();
    for (name, mandate) in [
        ("one folder to an account", mandate(folders(1), Rights::READ, Recipient::Account(ACCOUNT))),
        ("64 folders to an organisation", mandate(folders(64), all, Recipient::Organisation(ORGANISATION))),
        ("one document", mandate(Target::Document(DOCUMENT), Rights::READ, Recipient::Account(ACCOUNT))),
    ] {
        cases.push(good(name, input(&mandate.sign(&maker).unwrap(), &maker, now), summary(&mandate)));
    }
    let three = mandate(folders(3), Rights::READ | Rights::DEPOSIT, Recipient::Organisation(ORGANISATION));
    let bytes = three.sign(&maker).unwrap();
    let base = input(&bytes, &maker, now);
    cases.push(good("three folders, read and deposit", base.clone(), summary(&three)));
    cases.push(good("its last second", input(&bytes, &maker, three.not_after), summary(&three)));
    cases.push(bad("before its first second", input(&bytes, &maker, NEW_YEAR - 1), W, Property::Validity));
    cases.push(bad("after its last second", input(&bytes, &maker, three.not_after + 1), W, Property::Validity));
    cases.extend(signed_hostiles(
        W,
        &base,
        &[
            ("magic", 0, Property::Magic),
            ("id", 8, Property::Signature),
            ("vault", 24, Property::Signature),
            ("recipient", 40, Property::Signature),
            ("hash of the recipient's certificate", 56, Property::Signature),
            ("purpose", 89, Property::Signature),
            ("reserved byte", 95, Property::Reserved),
            ("hash of the purpose text", 96, Property::Signature),
            ("beginning", 135, Property::Signature),
            ("end", 143, Property::Signature),
            ("hash of the consent text", 144, Property::Signature),
            ("replaced mandate", 176, Property::Signature),
            ("maker", 192, Property::Maker),
            ("last byte of a target", TARGETS + 15, Property::Signature),
        ],
    ));
    cases.extend(resigned(&bytes, &maker, &base));
    cases
}

/// Correctly signed, and yet refused.
fn resigned(bytes: &[u8], maker: &SigningKey, base: &Value) -> Vec<Case> {
    let one = mandate(Target::Document(DOCUMENT), Rights::READ, Recipient::Account(ACCOUNT)).sign(maker).unwrap();
    let case = |name: &str, bytes: Vec<u8>, property| {
        bad(name, with(base, &json!({"bytes": hex(resign(&bytes, LABEL, maker))})), W, property)
    };
    let shorter = [&bytes[..TARGETS], &bytes[bytes.len() - 64..]].concat();
    let many = (0..65).fold(bytes[..TARGETS].to_vec(), |out, n: u8| [out, vec![n; 16]].concat());
    let many = [patch(&many, 7, &[65]), vec![0; 64]].concat();
    let end = bytes.len();
    let swapped = patch(&patch(bytes, TARGETS, &[2; 16]), TARGETS + 16, &[1; 16]);
    vec![
        case("unknown kind of recipient", patch(bytes, 4, &[3]), Property::Kind),
        case("unknown kind of target", patch(bytes, 5, &[3]), Property::Kind),
        case("no right", patch(bytes, 6, &[0]), Property::Rights),
        case("unknown right", patch(bytes, 6, &[9]), Property::Rights),
        case("deposit on one document", patch(&one, 6, &[3]), Property::Rights),
        case("two documents", patch(bytes, 5, &[2]), Property::Length),
        case("no target", patch(&shorter, 7, &[0]), Property::Length),
        case("65 targets", many, Property::Length),
        case("a count above the targets", patch(bytes, 7, &[4]), Property::Length),
        case("a count below the targets", patch(bytes, 7, &[2]), Property::Trailing),
        case("targets out of order", swapped, Property::Order),
        case("a target twice", patch(bytes, TARGETS + 16, &[1; 16]), Property::Order),
        case("ends when it begins", patch(bytes, 136, &bytes[128..136]), Property::Validity),
        case("no end", patch(bytes, 136, &[0; 8]), Property::Validity),
        case("cut and signed again", bytes[..end - 16].to_vec(), Property::Length),
    ]
}

fn run(case: &Value) -> Result<Value> {
    let mandate = Mandate::verify(&case.bytes("bytes"), &case.verifying("maker"))?;
    mandate.check_valid_at(case.number("now"))?;
    Ok(summary(&mandate))
}

#[test]
fn vectors() {
    settle("mandate.json", &cases(), run);
}

#[test]
fn rights_in_words() {
    for text in ["read", "deposit", "manage", "read,deposit", "read,deposit,manage"] {
        assert_eq!(text.parse::<Rights>().unwrap().to_string(), text);
    }
    assert_eq!("manage, read".parse::<Rights>().unwrap().to_string(), "read,manage");
    assert_eq!("read,read".parse::<Rights>().unwrap().to_string(), "read");
    assert_eq!((Rights::READ | Rights::DEPOSIT) | Rights::READ, Rights::READ | Rights::DEPOSIT);
    for text in ["", "write", "read,", "READ", "read;deposit"] {
        assert!(text.parse::<Rights>().is_err(), "{text}");
    }
}

#[test]
fn covers_what_it_names() {
    let whole = mandate(Target::Folders(vec![FOLDER]), Rights::READ, Recipient::Account(ACCOUNT));
    let elsewhere = FolderId::from_bytes([0; 16]);
    assert!(whole.covers(FOLDER, DOCUMENT) && whole.covers_folder(FOLDER));
    assert!(!whole.covers(elsewhere, DOCUMENT) && !whole.covers_folder(elsewhere));
    let single = mandate(Target::Document(DOCUMENT), Rights::READ, Recipient::Account(ACCOUNT));
    assert!(single.covers(elsewhere, DOCUMENT));
    assert!(!single.covers_folder(FOLDER));
    assert!(!single.covers(FOLDER, crate::ids::DocumentId::from_bytes([0; 16])));
}

#[test]
fn nobody_signs_what_nobody_would_accept() {
    let maker = signing(MAKER);
    let refused = |mandate: Mandate| mandate.sign(&maker).unwrap_err().property;
    let to = Recipient::Account(ACCOUNT);
    assert_eq!(refused(mandate(Target::Folders(vec![]), Rights::READ, to)), Property::Length);
    assert_eq!(refused(mandate(Target::Folders(vec![FOLDER, FOLDER]), Rights::READ, to)), Property::Order);
    assert_eq!(refused(mandate(Target::Document(DOCUMENT), Rights::MANAGE, to)), Property::Rights);
    let no_time = Mandate { not_after: NEW_YEAR, ..mandate(folders(1), Rights::READ, to) };
    assert_eq!(refused(no_time), Property::Validity);
}
