//! Writes the first inputs of each target into `fuzz/seeds`, out of the vectors in `tests/vectors`: every field that
//! holds bytes or text, behind each byte by which a target chooses what it reads.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use serde_json::Value;

/// A target, how many ways its first byte chooses (0: it does not choose), and the vectors that feed it.
const TARGETS: [(&str, u8, &[&str]); 6] = [
    ("certificates", 0, &["certificate", "provenance"]),
    ("acts", 0, &["amendment", "consent", "deposit", "mandate", "request", "revocation", "export"]),
    ("wraps", 4, &["wrap", "at_rest", "session", "credential", "recovery", "name"]),
    ("documents", 4, &["document", "record"]),
    ("log", 5, &["log"]),
    (
        "texts",
        4,
        &["credential", "credential-file", "export", "import", "login", "log", "provenance", "record", "request"],
    ),
];
/// A longer input teaches a fuzzer little.
const LONGEST: usize = 64 * 1024;

fn main() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    for (target, choices, vectors) in TARGETS {
        let mut inputs = BTreeSet::new();
        for name in vectors {
            let path = root.join(format!("../tests/vectors/{name}.json"));
            let cases: Value = serde_json::from_str(&fs::read_to_string(path).expect("vectors")).expect("JSON");
            for case in cases.as_array().expect("a list of cases") {
                gather(case, &mut inputs);
            }
        }
        let folder: PathBuf = root.join("seeds").join(target);
        fs::create_dir_all(&folder).expect("a folder");
        let inputs: Vec<_> = inputs.into_iter().filter(|input| (1..=LONGEST).contains(&input.len())).collect();
        for (number, input) in inputs.iter().enumerate() {
            for first in 0..choices.max(1) {
                let prefix = if choices == 0 { Vec::new() } else { vec![first] };
                fs::write(folder.join(format!("{number:04}-{first}")), [prefix, input.clone()].concat())
                    .expect("written");
            }
        }
        println!("{target}: {} inputs", inputs.len() * usize::from(choices.max(1)));
    }
}

/// Every text, the bytes that a text in hexadecimal stands for, every object as JSON, every list of bytes in a row.
fn gather(value: &Value, into: &mut BTreeSet<Vec<u8>>) {
    match value {
        Value::String(text) => {
            into.insert(bytes_of(text));
            if text.len() < 4096 {
                into.insert(text.as_bytes().to_vec());
            }
        }
        Value::Array(items) => {
            if let Some(texts) = items.iter().map(Value::as_str).collect::<Option<Vec<_>>>() {
                into.insert(texts.into_iter().flat_map(bytes_of).collect());
            }
            items.iter().for_each(|item| gather(item, into));
        }
        Value::Object(fields) => {
            into.insert(value.to_string().into_bytes());
            fields.values().for_each(|field| gather(field, into));
        }
        _ => {}
    }
}

fn bytes_of(text: &str) -> Vec<u8> {
    HEXLOWER.decode(text.as_bytes()).unwrap_or_else(|_| text.as_bytes().to_vec())
}
