use serde_json::{Value, json};

use super::cast::{DOCUMENT, FOLDER, MAKER, VAULT, VERSION, signing};
use super::{Case, Fields, bad, good, hex, patch, resign, settle, signed_hostiles, with};
use crate::deposit::Deposit;
use crate::error::{Property, Result, What};
use crate::ids::{DocumentId, DocumentVersion, Hash, Kid, VaultId};
use crate::keys::Label;
use crate::record::Payload;

const W: What = What::Deposit;
const LABEL: Label = Label("vault/deposit/v1");

fn cases() -> Vec<Case> {
    let maker = signing(MAKER);
    let payload = [7_u8; 512];
    let deposit = Deposit {
        document: VERSION,
        folder: FOLDER,
        maker: Kid::NONE,
        object: Hash::from_bytes([0x11; 32]),
        head: Hash::from_bytes([0x22; 32]),
        record: Payload::from_bytes(payload.to_vec().into()).unwrap().hash(),
    };
    let bytes = deposit.sign(&maker);
    let input = json!({
        "bytes": hex(&bytes), "maker": hex(maker.verifying_key().as_bytes()),
        "vault": VAULT, "document": DOCUMENT, "version": 2,
        "object_sha256": deposit.object, "head_sha256": deposit.head, "record_payload": hex(payload),
    });
    let mut cases = vec![good("a deposit", input.clone(), json!({"folder": FOLDER, "maker": maker.kid()}))];
    cases.extend(signed_hostiles(
        W,
        &input,
        &[
            ("magic", 3, Property::Magic),
            ("reserved byte", 4, Property::Reserved),
            ("vault", 8, Property::Signature),
            ("folder", 24, Property::Signature),
            ("document", 40, Property::Signature),
            ("version", 63, Property::Signature),
            ("maker", 64, Property::Maker),
            ("hash of the object", 80, Property::Signature),
            ("hash of the head", 112, Property::Signature),
            ("hash of the record", 144, Property::Signature),
        ],
    ));
    let zero = resign(&patch(&bytes, 56, &[0; 8]), LABEL, &maker);
    cases.push(bad("version zero", with(&input, &json!({"bytes": hex(zero)})), W, Property::Version));
    for (name, change, what, property) in [
        ("another vault asked for", json!({"vault": DOCUMENT}), W, Property::Ids),
        ("another document asked for", json!({"document": VAULT}), W, Property::Ids),
        ("an older version asked for", json!({"version": 1}), W, Property::Ids),
        ("another object", json!({"object_sha256": deposit.head}), What::Document, Property::Hash),
        ("another head", json!({"head_sha256": deposit.object}), What::Document, Property::Hash),
        ("another record", json!({"record_payload": hex([8; 512])}), What::Record, Property::Hash),
    ] {
        cases.push(bad(name, with(&input, &change), what, property));
    }
    cases
}

fn run(case: &Value) -> Result<Value> {
    let deposit = Deposit::verify(&case.bytes("bytes"), &case.verifying("maker"))?;
    deposit.check_document(&DocumentVersion {
        vault: VaultId::from_bytes(case.array("vault")),
        document: DocumentId::from_bytes(case.array("document")),
        version: case.number("version"),
    })?;
    deposit.check_object(&Hash::from_bytes(case.array("object_sha256")))?;
    deposit.check_head(&Hash::from_bytes(case.array("head_sha256")))?;
    deposit.check_record(&Payload::from_bytes(case.bytes("record_payload").into())?)?;
    Ok(json!({"folder": deposit.folder, "maker": deposit.maker}))
}

#[test]
fn vectors() {
    settle("deposit.json", &cases(), run);
}
