use serde_json::{Value, json};

use super::cast::{DOCUMENT, FOLDER, MAKER, NEW_YEAR, VAULT, VERSION, signing};
use super::{Case, Fields, bad, good, hex, patch, resign, settle, signed_hostiles, with};
use crate::amendment::{Amendment, Place};
use crate::deposit::Deposit;
use crate::error::{Property, Result, What};
use crate::ids::{FolderId, Hash, Kid};
use crate::keys::Label;
use crate::record::Payload;

const W: What = What::Amendment;
const LABEL: Label = Label("vault/amend/v1");
const OTHER_FOLDER: FolderId = FolderId::from_bytes([0x44; 16]);

fn deposit() -> Deposit {
    Deposit {
        document: VERSION,
        folder: FOLDER,
        maker: Kid::NONE,
        object: Hash::from_bytes([0x11; 32]),
        head: Hash::from_bytes([0x22; 32]),
        record: payload(7).hash(),
    }
}

fn payload(byte: u8) -> Payload {
    Payload::from_bytes(vec![byte; 512].into()).unwrap()
}

fn cases() -> Vec<Case> {
    let maker = signing(MAKER);
    let signed = deposit().sign(&maker);
    let deposited = Place::deposited(&deposit(), &signed);
    let moved = deposited.amend(OTHER_FOLDER, payload(7).hash(), NEW_YEAR * 1000);
    let first = moved.sign(&maker);
    let place = deposited.amended(&moved, &first).unwrap();
    let renamed = place.amend(OTHER_FOLDER, payload(8).hash(), NEW_YEAR * 1000 + 1);
    let bytes = renamed.sign(&maker);
    let input = json!({
        "bytes": hex(&bytes), "maker": hex(maker.verifying_key().as_bytes()), "depositor": hex(maker.verifying_key().as_bytes()), "deposit": hex(&signed),
        "before": [hex(&first)], "folder": OTHER_FOLDER, "record_payload": hex(payload(8).as_bytes()),
    });
    let expect = json!({"sequence": 2, "unix_ms": NEW_YEAR * 1000 + 1, "folder": OTHER_FOLDER, "maker": maker.kid()});
    let mut cases = vec![good("a second amendment", input.clone(), expect)];
    cases.extend(signed_hostiles(
        W,
        &input,
        &[
            ("magic", 0, Property::Magic),
            ("reserved byte", 6, Property::Reserved),
            ("vault", 8, Property::Signature),
            ("document", 24, Property::Signature),
            ("version", 47, Property::Signature),
            ("sequence", 54, Property::Signature),
            ("folder", 56, Property::Signature),
            ("time", 79, Property::Signature),
            ("maker", 80, Property::Maker),
            ("hash of the one before", 96, Property::Signature),
            ("hash of the record", 128, Property::Signature),
        ],
    ));
    let changed = |offset, with: &[u8]| hex(resign(&patch(&bytes, offset, with), LABEL, &maker));
    for (name, bytes, property) in [
        ("version zero", changed(40, &[0; 8]), Property::Version),
        ("sequence zero", changed(48, &[0; 8]), Property::Sequence),
        ("of another vault", changed(8, DOCUMENT.as_bytes()), Property::Ids),
        ("of another document", changed(24, VAULT.as_bytes()), Property::Ids),
        ("of another version", changed(40, &1_u64.to_be_bytes()), Property::Ids),
        ("one was left out", changed(48, &3_u64.to_be_bytes()), Property::Sequence),
        ("the first once more", hex(&first), Property::Sequence),
        ("after another one", changed(96, &[0x55; 32]), Property::Hash),
    ] {
        cases.push(bad(name, with(&input, &json!({"bytes": bytes})), W, property));
    }
    for (name, change, what, property) in [
        ("the one before was left out", json!({"before": []}), W, Property::Sequence),
        ("after another deposit", json!({"deposit": hex(other_deposit(&maker))}), W, Property::Hash),
        ("another folder", json!({"folder": FOLDER}), W, Property::Ids),
        ("the record before", json!({"record_payload": hex([7; 512])}), What::Record, Property::Hash),
    ] {
        cases.push(bad(name, with(&input, &change), what, property));
    }
    cases
}

fn other_deposit(maker: &crate::keys::SigningKey) -> Vec<u8> {
    Deposit { object: Hash::from_bytes([0x12; 32]), ..deposit() }.sign(maker)
}

fn run(case: &Value) -> Result<Value> {
    let (maker, depositor) = (case.verifying("maker"), case.verifying("depositor"));
    let deposit = case.bytes("deposit");
    let mut place = Place::deposited(&Deposit::verify(&deposit, &depositor)?, &deposit);
    for bytes in case.list("before") {
        place = place.amended(&Amendment::verify(&bytes, &depositor)?, &bytes)?;
    }
    let bytes = case.bytes("bytes");
    let amendment = Amendment::verify(&bytes, &maker)?;
    place = place.amended(&amendment, &bytes)?;
    place.check_folder(FolderId::from_bytes(case.array("folder")))?;
    place.check_record(&Payload::from_bytes(case.bytes("record_payload").into())?)?;
    Ok(json!({
        "sequence": place.sequence, "unix_ms": amendment.unix_ms, "folder": place.folder, "maker": amendment.maker,
    }))
}

#[test]
fn vectors() {
    settle("amendment.json", &cases(), run);
}
