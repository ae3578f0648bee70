use serde_json::{Value, json};

use super::cast::VERSION;
use super::{Case, Fields, good, hex, settle, with};
use crate::ids::{DocumentId, DocumentVersion, VaultId};
use crate::secret::{ClientShare, ServerShare};
use crate::share::derive_document_key;

fn cases() -> Vec<Case> {
    let base = json!({
        "client_share": hex([1; 32]), "server_share": hex([2; 32]),
        "vault": VERSION.vault, "document": VERSION.document, "version": 2,
    });
    let case = |name: &str, change: Value, key: &str| good(name, with(&base, &change), json!({"document_key": key}));
    vec![
        case("both shares", json!({}), "7c2b921c02f44366d0be1ec21979de57e599427e3c4882e2afff27376049ea47"),
        case(
            "the shares exchanged",
            json!({"client_share": hex([2; 32]), "server_share": hex([1; 32])}),
            "7dfdec4498e6fbd15541dc42d62eebb2ab85aa9af88ab03a72d3928509e9f999",
        ),
        case(
            "the next version",
            json!({"version": 3}),
            "aed20e115f1586bf4e424b15b9b794b1dffd66d09ca60b771eecab7d0e15f529",
        ),
    ]
}

fn run(case: &Value) -> Value {
    let key = derive_document_key(
        &ClientShare::from_bytes(case.array("client_share")),
        &ServerShare::from_bytes(case.array("server_share")),
        &DocumentVersion {
            vault: VaultId::from_bytes(case.array("vault")),
            document: DocumentId::from_bytes(case.array("document")),
            version: case.number("version"),
        },
    );
    json!({"document_key": hex(key.expose())})
}

#[test]
fn vectors() {
    settle("share.json", &cases(), |case| Ok(run(case)));
}
