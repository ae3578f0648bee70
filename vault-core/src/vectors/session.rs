//! The account root between two commands, and the credential file.

use serde_json::{Value, json};

use super::cast::{ACCOUNT, OTHER_ACCOUNT};
use super::{Case, Fields, bad, flip, good, hex, settle, with};
use crate::credential::{Credential, CredentialFile};
use crate::entropy::SeededEntropy;
use crate::error::{Property, Result, What};
use crate::ids::{AccountId, Hash};
use crate::keys::{AccountKeys, VerifyingKey};
use crate::secret::SessionHalf;
use crate::session::SessionHalves;

fn sealed_roots() -> Vec<Case> {
    let entropy = &mut SeededEntropy::new(80);
    let (local, server) = (SessionHalf::from_bytes([0x81; 32]), SessionHalf::from_bytes([0x82; 32]));
    let keys = AccountKeys::generate(entropy);
    let sealed = SessionHalves { local: &local, server: &server }.seal(entropy, ACCOUNT, &keys);
    let base = json!({
        "local_half": hex(local.expose()), "server_half": hex(server.expose()), "account": ACCOUNT,
        "bytes": hex(&sealed),
    });
    let mut cases = vec![good("a root kept during a session", base.clone(), json!({"root": hex(*keys.to_root())}))];
    for (name, change) in [
        ("with another local half", json!({"local_half": hex([0x83; 32])})),
        ("with another server half", json!({"server_half": hex([0x83; 32])})),
        ("with the halves exchanged", json!({"local_half": hex([0x82; 32]), "server_half": hex([0x81; 32])})),
        ("for another account", json!({"account": OTHER_ACCOUNT})),
        ("with a flipped nonce", json!({"bytes": hex(flip(&sealed, 0))})),
        ("with a flipped tag", json!({"bytes": hex(flip(&sealed, 91))})),
        ("cut inside the nonce", json!({"bytes": hex(&sealed[..11])})),
    ] {
        cases.push(bad(name, with(&base, &change), What::Root, Property::Authentication));
    }
    cases
}

fn open_root(case: &Value) -> Result<Value> {
    let half = |field| SessionHalf::from_bytes(case.array(field));
    let (local, server) = (half("local_half"), half("server_half"));
    let account = AccountId::from_bytes(case.array("account"));
    let keys = SessionHalves { local: &local, server: &server }.open(account, &case.bytes("bytes"))?;
    Ok(json!({"root": hex(*keys.to_root())}))
}

fn files() -> Vec<Case> {
    let file = CredentialFile {
        credential: Credential::generate(&mut SeededEntropy::new(81)),
        origin: Some("https://coffre.example".parse().unwrap()),
        account: Some(Hash::from_bytes([0x84; 32])),
        organisation: Some(Hash::from_bytes([0x85; 32])),
        log: Some(VerifyingKey::from_bytes([0x86; 32])),
    };
    let secret = file.credential.to_text();
    let bare = json!({
        "credential": secret.as_str(), "origin": null, "account": null, "organisation": null, "log": null,
    });
    let full = json!({
        "credential": secret.as_str(), "origin": "https://coffre.example", "account": hex([0x84; 32]),
        "organisation": hex([0x85; 32]), "log": hex([0x86; 32]),
    });
    let input = |text: &str| json!({"text": text});
    let base64_log = "log: hoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoY=";
    let mut cases = vec![
        good("a link with every anchor", input(&file.to_text("SPECIMEN")), full.clone()),
        good("the characters alone", input(&secret), bare.clone()),
        good("blank lines and spaces", input(&format!("\n  {}  \n\n", *secret)), bare.clone()),
        good(
            "a log key in base64",
            input(&format!("{}\n{base64_log}", *secret)),
            with(&bare, &json!({"log": hex([0x86; 32])})),
        ),
    ];
    let anchor = hex([0x84; 32]);
    for (name, text, property) in [
        ("nothing but a comment", "# SPECIMEN\n".to_owned(), Property::Length),
        ("two credentials", format!("{0}\n{0}", *secret), Property::Order),
        ("one anchor twice", format!("{0}\naccount: {anchor}\naccount: {anchor}", *secret), Property::Order),
        ("an unknown field", format!("{}\nvault: {anchor}", *secret), Property::Kind),
        ("an anchor cut", format!("{}\naccount: {}", *secret, &anchor[..62]), Property::Length),
        ("an anchor that is not hexadecimal", format!("{}\naccount: {}zz", *secret, &anchor[..62]), Property::Alphabet),
        ("longer than a file may be", "#".repeat(16 * 1024 + 1), Property::Length),
    ] {
        cases.push(bad(name, input(&text), What::Credential, property));
    }
    cases
}

fn read_file(case: &Value) -> Result<Value> {
    let file = CredentialFile::parse(case.text("text"))?;
    let anchor = |hash: Option<Hash>| hash.map(|hash| hash.to_string());
    Ok(json!({
        "credential": file.credential.to_text().as_str(), "origin": file.origin.map(|origin| origin.to_string()),
        "account": anchor(file.account), "organisation": anchor(file.organisation),
        "log": file.log.map(|key| hex(key.as_bytes())),
    }))
}

#[test]
fn vectors() {
    settle("session.json", &sealed_roots(), open_root);
    settle("credential-file.json", &files(), read_file);
}
