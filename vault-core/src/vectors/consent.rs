use serde_json::{Value, json};

use super::cast::{MAKER, NEW_YEAR, VAULT, signing};
use super::{Case, Fields, bad, good, hex, settle, signed_hostiles, with};
use crate::consent::{Consent, text_hash};
use crate::error::{Property, Result, What};
use crate::ids::{AccountId, Kid, OrganisationId};

const W: What = What::Consent;
const TEXT: &str = "Texte SPÉCIMEN.";

fn cases() -> Vec<Case> {
    let maker = signing(MAKER);
    let consent = Consent {
        vault: VAULT,
        account: AccountId::from_bytes([0x61; 16]),
        organisation: OrganisationId::from_bytes([0x62; 16]),
        text: text_hash(TEXT),
        unix_ms: NEW_YEAR * 1000,
        maker: Kid::NONE,
    };
    let bytes = consent.sign(&maker);
    let input = json!({ "bytes": hex(&bytes), "maker": hex(maker.verifying_key().as_bytes()), "text": TEXT });
    let expect = json!({
        "vault": consent.vault, "account": consent.account, "organisation": consent.organisation,
        "unix_ms": consent.unix_ms, "maker": maker.kid(),
    });
    let mut cases = vec![good("a consent", input.clone(), expect)];
    cases.extend(signed_hostiles(
        W,
        &input,
        &[
            ("magic", 0, Property::Magic),
            ("reserved byte", 7, Property::Reserved),
            ("vault", 8, Property::Signature),
            ("account", 24, Property::Signature),
            ("organisation", 40, Property::Signature),
            ("hash of the text", 56, Property::Signature),
            ("time", 95, Property::Signature),
            ("maker", 96, Property::Maker),
        ],
    ));
    cases.push(bad("of another text", with(&input, &json!({"text": "Texte SPÉCIMEN. "})), W, Property::Hash));
    cases
}

fn run(case: &Value) -> Result<Value> {
    let consent = Consent::verify(&case.bytes("bytes"), &case.verifying("maker"))?;
    consent.check_text(case.text("text"))?;
    Ok(json!({
        "vault": consent.vault, "account": consent.account, "organisation": consent.organisation,
        "unix_ms": consent.unix_ms, "maker": consent.maker,
    }))
}

#[test]
fn vectors() {
    settle("consent.json", &cases(), run);
}
