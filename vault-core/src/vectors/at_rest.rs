use serde_json::{Value, json};

use super::cast::{ACCOUNT, CREDENTIAL, OTHER_ACCOUNT, OTHER_VAULT, VERSION};
use super::{Case, Fields, bad, flip, good, hex, settle, with};
use crate::at_rest::{Lock, epoch_of};
use crate::entropy::SeededEntropy;
use crate::error::{Property, Result, What};
use crate::ids::{AccountId, CredentialId, DocumentId, DocumentVersion, VaultId};
use crate::secret::{HalfB, RestKey, ServerShare};

const W: What = What::AtRest;

fn cases() -> Vec<Case> {
    let key = RestKey::from_bytes([0x31; 32]);
    let lock = Lock { epoch: 7, key: &key };
    let entropy = &mut SeededEntropy::new(20);
    let common = json!({"key": hex(key.expose()), "epoch": 7});
    let row = lock.seal_row(entropy, 3, b"row key", b"SPECIMEN");
    let share = lock.seal_share(entropy, &VERSION, &ServerShare::from_bytes([0x32; 32]));
    let half = lock.seal_half(entropy, ACCOUNT, CREDENTIAL, &HalfB::from_bytes([0x33; 32]));
    let row = with(&common, &json!({"use": "row", "table": 3, "row_key": hex(b"row key"), "bytes": hex(row)}));
    let share = with(
        &common,
        &json!({
            "use": "share", "vault": VERSION.vault, "document": VERSION.document, "version": 2, "bytes": hex(share),
        }),
    );
    let half =
        with(&common, &json!({"use": "half-b", "account": ACCOUNT, "credential": CREDENTIAL, "bytes": hex(half)}));
    let mut cases = vec![
        good("a row", row.clone(), json!({"plaintext": hex(b"SPECIMEN")})),
        good("a share", share.clone(), json!({"plaintext": hex([0x32; 32])})),
        good("a half b", half.clone(), json!({"plaintext": hex([0x33; 32])})),
    ];
    let bytes = row.bytes("bytes");
    let end = bytes.len();
    for (name, bytes, property) in [
        ("flipped epoch", flip(&bytes, 3), Property::Epoch),
        ("flipped nonce", flip(&bytes, 4), Property::Authentication),
        ("flipped ciphertext", flip(&bytes, 16), Property::Authentication),
        ("flipped tag", flip(&bytes, end - 1), Property::Authentication),
        ("cut by one byte", bytes[..end - 1].to_vec(), Property::Authentication),
        ("shorter than a tag", bytes[..20].to_vec(), Property::Authentication),
        ("shorter than an epoch", bytes[..3].to_vec(), Property::Length),
        ("one byte after the end", [bytes.as_slice(), &[0]].concat(), Property::Authentication),
    ] {
        cases.push(bad(name, with(&row, &json!({"bytes": hex(bytes)})), W, property));
    }
    for (name, base, change) in [
        ("the key of another epoch", &row, json!({"key": hex([0x30; 32])})),
        ("moved to another table", &row, json!({"table": 4})),
        ("moved to another row", &row, json!({"row_key": hex(b"row kez")})),
        ("a share of another vault", &share, json!({"vault": OTHER_VAULT})),
        ("a share of another document", &share, json!({"document": OTHER_VAULT})),
        ("a share of an older version", &share, json!({"version": 1})),
        ("a half b of another account", &half, json!({"account": OTHER_ACCOUNT})),
        ("a half b of another credential", &half, json!({"credential": CredentialId::from_bytes([0x92; 9])})),
        ("a row in the place of a share", &share, json!({"bytes": row["bytes"]})),
        ("a share in the place of a half b", &half, json!({"bytes": share["bytes"]})),
    ] {
        cases.push(bad(name, with(base, &change), W, Property::Authentication));
    }
    cases
}

fn run(case: &Value) -> Result<Value> {
    let (key, bytes) = (RestKey::from_bytes(case.array("key")), case.bytes("bytes"));
    let lock = Lock { epoch: case.epoch("epoch"), key: &key };
    let plaintext = match case.text("use") {
        "row" => {
            let table = case.number("table").try_into().unwrap();
            lock.open_row(table, &case.bytes("row_key"), &bytes)?.to_vec()
        }
        "share" => {
            let of = DocumentVersion {
                vault: VaultId::from_bytes(case.array("vault")),
                document: DocumentId::from_bytes(case.array("document")),
                version: case.number("version"),
            };
            lock.open_share(&of, &bytes)?.expose().to_vec()
        }
        _ => {
            let account = AccountId::from_bytes(case.array("account"));
            let credential = CredentialId::from_bytes(case.array("credential"));
            lock.open_half(account, credential, &bytes)?.expose().to_vec()
        }
    };
    assert_eq!(epoch_of(&bytes)?, lock.epoch);
    Ok(json!({"plaintext": hex(plaintext)}))
}

#[test]
fn vectors() {
    settle("at_rest.json", &cases(), run);
}
