use serde_json::{Value, json};

use super::cast::{MAKER, OTHER_VAULT, VAULT, signing};
use super::{Case, Fields, bad, good, hex, settle, signed_hostiles, with};
use crate::error::{Property, Result, What};
use crate::export::ManifestSeal;
use crate::ids::{DocumentId, Kid, VaultId};
use crate::provenance::imported_id;

const W: What = What::Export;
const MANIFEST: &[u8] = b"{\"format\":\"coffre-solidaire/export\"}";

fn cases() -> Vec<Case> {
    let maker = signing(MAKER);
    let bytes = ManifestSeal::of(VAULT, Kid::NONE, MANIFEST).sign(&maker);
    let input = json!({
        "bytes": hex(&bytes), "maker": hex(maker.verifying_key().as_bytes()), "vault": VAULT, "manifest": hex(MANIFEST),
    });
    let mut cases = vec![good("the signature of a manifest", input.clone(), json!({"maker": maker.kid()}))];
    cases.extend(signed_hostiles(
        W,
        &input,
        &[
            ("magic", 3, Property::Magic),
            ("reserved byte", 4, Property::Reserved),
            ("vault", 8, Property::Signature),
            ("maker", 24, Property::Maker),
            ("hash of the manifest", 40, Property::Signature),
        ],
    ));
    for (name, change, property) in [
        ("another vault", json!({"vault": OTHER_VAULT}), Property::Ids),
        ("one byte more in the manifest", json!({"manifest": hex([MANIFEST, b"\n"].concat())}), Property::Hash),
    ] {
        cases.push(bad(name, with(&input, &change), W, property));
    }
    cases
}

fn run(case: &Value) -> Result<Value> {
    let seal = ManifestSeal::verify(&case.bytes("bytes"), &case.verifying("maker"))?;
    seal.check(VaultId::from_bytes(case.array("vault")), &case.bytes("manifest"))?;
    Ok(json!({"maker": seal.maker}))
}

#[test]
fn vectors() {
    settle("export.json", &cases(), run);
}

fn imports() -> Vec<Case> {
    let input = json!({
        "into": OTHER_VAULT, "server": "https://coffre.exemple.fr", "vault": VAULT,
        "document": super::cast::DOCUMENT,
    });
    let case = |name: &str, change: &Value| {
        let input = with(&input, change);
        let id = id_of(&input);
        good(name, input, json!({"document": id}))
    };
    vec![
        case("the id of an imported document", &json!({})),
        case("from another server", &json!({"server": "https://coffre.exemple.org"})),
        case("into another vault", &json!({"into": VAULT})),
    ]
}

fn id_of(case: &Value) -> DocumentId {
    let vault = |field| VaultId::from_bytes(case.array(field));
    let document = DocumentId::from_bytes(case.array("document"));
    imported_id(vault("into"), case.text("server"), vault("vault"), document)
}

#[test]
fn import_vectors() {
    settle("import.json", &imports(), |case| Ok(json!({"document": id_of(case)})));
}
