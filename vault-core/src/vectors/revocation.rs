use serde_json::{Value, json};

use super::cast::{MAKER, MANDATE, NEW_YEAR, VAULT, signing};
use super::{Case, Fields, bad, good, hex, settle, signed_hostiles, with};
use crate::error::{Property, Result, What};
use crate::ids::{Hash, Kid, MandateId};
use crate::revocation::Revocation;

const W: What = What::Revocation;

fn cases() -> Vec<Case> {
    let maker = signing(MAKER);
    let hash = Hash::from_bytes([0x33; 32]);
    let unix_ms = NEW_YEAR * 1000;
    let bytes = Revocation { mandate: MANDATE, mandate_hash: hash, unix_ms, maker: Kid::NONE }.sign(&maker);
    let input = json!({
        "bytes": hex(&bytes), "maker": hex(maker.verifying_key().as_bytes()), "mandate": MANDATE, "mandate_sha256": hash,
    });
    let mut cases = vec![good("a revocation", input.clone(), json!({"unix_ms": unix_ms, "maker": maker.kid()}))];
    cases.extend(signed_hostiles(
        W,
        &input,
        &[
            ("magic", 0, Property::Magic),
            ("reserved byte", 7, Property::Reserved),
            ("mandate", 8, Property::Signature),
            ("hash of the mandate", 24, Property::Signature),
            ("time", 63, Property::Signature),
            ("maker", 64, Property::Maker),
        ],
    ));
    cases.push(bad("of another mandate", with(&input, &json!({"mandate": VAULT})), W, Property::Ids));
    let other = json!({"mandate_sha256": Hash::from_bytes([0x34; 32])});
    cases.push(bad("of other bytes under the same id", with(&input, &other), W, Property::Hash));
    cases
}

fn run(case: &Value) -> Result<Value> {
    let revocation = Revocation::verify(&case.bytes("bytes"), &case.verifying("maker"))?;
    let hash = Hash::from_bytes(case.array("mandate_sha256"));
    revocation.check_mandate(MandateId::from_bytes(case.array("mandate")), &hash)?;
    Ok(json!({"unix_ms": revocation.unix_ms, "maker": revocation.maker}))
}

#[test]
fn vectors() {
    settle("revocation.json", &cases(), run);
}
