use serde_json::{Value, json};

use super::cast::{CREDENTIAL, MAKER, opening, signing};
use super::{Case, Fields, bad, flip, good, hex, settle, with};
use crate::error::{Property, Result, What};
use crate::ids::CredentialId;
use crate::keys::Label;
use crate::login::LoginStatement;
use crate::origin::Origin;
use crate::secret::PinTag;

const W: What = What::Login;

fn cases() -> Vec<Case> {
    let key = signing(MAKER);
    let origin: Origin = "https://coffre.example".parse().unwrap();
    let (challenge, pin_tag) = ([0x77; 32], PinTag::from_bytes([0x88; 32]));
    let one_time = opening(1);
    let statement = LoginStatement {
        origin: &origin,
        credential: CREDENTIAL,
        challenge: &challenge,
        pin_tag: &pin_tag,
        one_time_key: one_time.sealing_key(),
    };
    let signature = statement.sign(&key);
    let base = json!({
        "origin": origin.as_str(), "credential": CREDENTIAL, "challenge": hex(challenge), "pin_tag": hex(pin_tag.expose()),
        "one_time_key": hex(one_time.sealing_key().as_bytes()), "key": hex(key.verifying_key().as_bytes()),
        "signature": hex(signature),
    });
    let body = [
        origin.hash().as_ref(),
        CREDENTIAL.as_ref(),
        &challenge,
        pin_tag.expose(),
        one_time.sealing_key().hash().as_ref(),
    ]
    .concat();
    let foreign = key.sign(Label("vault/request/v1"), &body);
    let other_id = CredentialId::from_bytes([0x92; 9]);
    let mut cases =
        vec![good("a login", base.clone(), json!({"message": hex([b"vault/login/v1\0".as_slice(), &body].concat())}))];
    for (name, change) in [
        ("to another server", json!({"origin": "https://c0ffre.example"})),
        ("of another credential", json!({"credential": other_id})),
        ("for another challenge", json!({"challenge": hex([0x78; 32])})),
        ("with another PIN", json!({"pin_tag": hex([0x89; 32])})),
        ("with another one-time key", json!({"one_time_key": hex(opening(2).sealing_key().as_bytes())})),
        ("with the key of somebody else", json!({"key": hex(signing(99).verifying_key().as_bytes())})),
        ("flipped signature", json!({"signature": hex(flip(&signature, 0))})),
        ("cut signature", json!({"signature": hex(&signature[..63])})),
        ("longer signature", json!({"signature": hex([&signature[..], &[0]].concat())})),
        ("signed under another label", json!({"signature": hex(foreign)})),
    ] {
        cases.push(bad(name, with(&base, &change), W, Property::Signature));
    }
    cases
}

fn run(case: &Value) -> Result<Value> {
    let origin: Origin = case.text("origin").parse()?;
    let (challenge, pin_tag) = (case.array("challenge"), PinTag::from_bytes(case.array("pin_tag")));
    let one_time_key = case.sealing("one_time_key");
    let statement = LoginStatement {
        origin: &origin,
        credential: CredentialId::from_bytes(case.array("credential")),
        challenge: &challenge,
        pin_tag: &pin_tag,
        one_time_key: &one_time_key,
    };
    let (key, signature) = (case.verifying("key"), case.bytes("signature"));
    statement.verify(&key, &signature)?;
    // The message that the case shows is the one that was signed.
    let message = case["expect"].bytes("message");
    key.verify_raw(W, &message, &signature)?;
    Ok(json!({"message": hex(message)}))
}

#[test]
fn vectors() {
    settle("login.json", &cases(), run);
}
