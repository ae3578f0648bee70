//! The direction of travel: which crate and which module may know of which, held by reading the sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const HOUSE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Longest source file, in lines: past it nobody reads it whole.
const MAX_LINES: usize = 600;

/// Every Rust file under a folder of the house, with its text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                walk(&entry, found);
            } else if entry.extension().is_some_and(|extension| extension == "rs") {
                found.push(entry);
            }
        }
    }
    let mut found = Vec::new();
    let path = Path::new(HOUSE).join(folder);
    if path.is_dir() {
        walk(&path, &mut found);
    } else {
        found.push(path);
    }
    assert!(!found.is_empty(), "{folder}");
    found.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// Those files that run outside tests.
fn running(folder: &str) -> Vec<(PathBuf, String)> {
    let of_tests = |path: &PathBuf| {
        // The way there leads through this crate's folder.
        let inside = path.strip_prefix(Path::new(HOUSE).join(folder)).unwrap();
        inside.components().any(|part| {
            let name = part.as_os_str().to_string_lossy();
            let stem = name.trim_end_matches(".rs");
            matches!(stem, "vectors" | "properties" | "tests") || stem.ends_with("_tests")
        })
    };
    sources(folder).into_iter().filter(|(path, _)| !of_tests(path)).collect()
}

/// The code of a file: without comments, and without the tests at its end.
fn code(text: &str) -> String {
    let lines = text.lines().take_while(|line| line.trim() != "#[cfg(test)]");
    lines.map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Whether a word stands in the code, not as a part of a longer one.
fn names(code: &str, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back().is_none_or(|c| !joins(c));
        before && code[at + word.len()..].chars().next().is_none_or(|c| !joins(c))
    })
}

/// No file under these folders names any of these words.
fn never(folders: &[&str], words: &[&str]) {
    for (path, text) in folders.iter().flat_map(|folder| running(folder)) {
        let code = code(&text);
        for word in words {
            assert!(!names(&code, word), "{} names {word}", path.display());
        }
    }
}

/// What a crate's manifest depends on, development apart.
fn dependencies(krate: &str) -> BTreeSet<String> {
    let manifest = fs::read_to_string(Path::new(HOUSE).join(krate).join("Cargo.toml")).unwrap();
    let mut found = BTreeSet::new();
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line == "[dependencies]";
        } else if inside && let Some((name, _)) = line.split_once(['.', ' ', '=']) {
            found.insert(name.trim().to_owned());
        }
    }
    assert!(!found.is_empty(), "{krate}");
    found
}

#[test]
fn server_and_command_line_meet_nowhere() {
    let house = ["vault-core", "vault-server", "vault-cli", "coffre-demo", "coffre-tests"];
    let of_house = |krate| {
        let all = dependencies(krate);
        house.into_iter().filter(|name| all.contains(*name)).collect::<Vec<_>>()
    };
    assert_eq!(of_house("vault-core"), [""; 0]);
    assert_eq!(of_house("vault-server"), ["vault-core"]);
    assert_eq!(of_house("vault-cli"), ["vault-core"]);
    assert!(!of_house("demo").contains(&"coffre-tests"));
}

#[test]
fn the_core_is_pure() {
    let all = dependencies("vault-core");
    for name in ["tokio", "axum", "sqlx", "rustls", "ureq", "hyper", "reqwest", "tempfile", "tracing"] {
        assert!(!all.contains(name), "vault-core depends on {name}");
    }
    never(
        &["vault-core/src"],
        &[
            "tokio",
            "axum",
            "sqlx",
            "std::fs",
            "TcpStream",
            "TcpListener",
            "UdpSocket",
            "std::process",
            "std::env",
            "SystemTime",
            "Instant",
            "println",
        ],
    );
}

#[test]
fn primitives_are_met_in_one_module() {
    for (path, text) in running("vault-core/src") {
        let place = path.strip_prefix(Path::new(HOUSE).join("vault-core/src")).unwrap().to_owned();
        // Keys hold a key pair of ring; entropy is where the system's randomness enters.
        let allowed = ["suite.rs", "keys.rs", "entropy.rs"].map(PathBuf::from).contains(&place);
        assert!(allowed || !(names(&code(&text), "ring") || names(&code(&text), "hpke")), "{}", place.display());
    }
    for folder in ["vault-server/src", "vault-cli/src"] {
        for (path, text) in running(folder) {
            let code = code(&text).replace("rustls::crypto::ring", "");
            for word in ["ring::aead", "ring::hkdf", "ring::hmac", "ring::signature", "ring::digest", "hpke"] {
                assert!(!names(&code, word), "{} names {word}", path.display());
            }
        }
    }
}

#[test]
fn sql_stays_in_the_store_and_http_at_the_door() {
    let rooms = ["vault-server/src/domain", "vault-server/src/ledger", "vault-server/src/blobs"];
    never(&rooms, &["axum", "sqlx", "crate::http"]);
    never(&["vault-server/src/access", "vault-server/src/key_directory"], &["axum", "sqlx"]);
    never(&["vault-server/src/http"], &["sqlx"]);
    for (path, text) in running("vault-server/src") {
        let place = path.strip_prefix(Path::new(HOUSE).join("vault-server/src")).unwrap();
        let room = place.components().next().unwrap().as_os_str().to_str().unwrap();
        let code = code(&text);
        assert!(room == "store" || !code.contains("sqlx::"), "{} uses sqlx", place.display());
        let door = ["http", "edge", "serve", "serve.rs", "web", "web.rs", "main.rs"].contains(&room);
        assert!(door || !names(&code, "axum"), "{} names axum", place.display());
    }
}

#[test]
fn data_moves_one_way() {
    let above_store = ["crate::ledger", "crate::domain", "crate::http", "crate::app"];
    never(&["vault-server/src/store", "vault-server/src/blobs"], &above_store);
    never(&["vault-server/src/ledger"], &["crate::domain", "crate::http", "crate::app"]);
    never(&["vault-server/src/domain"], &["crate::http", "super::super::http"]);
    // Policy knows the formats and, of the house, only itself.
    never(&["vault-server/src/access"], &["crate"]);
    // Reading facts needs no proof; what changes or releases anything is not called from the door.
    for (path, text) in running("vault-server/src/http") {
        let code = code(&text);
        let changes =
            ["Ledger", ".ledger", "store::documents", "store::mandates", "store::vaults", "store::organisations"];
        for word in changes {
            assert!(!code.contains(word), "{} names {word}", path.display());
        }
    }
}

#[test]
fn proofs_of_access_are_made_by_policy_alone() {
    for (path, text) in running("vault-server/src") {
        if path.components().any(|part| part.as_os_str() == "access") {
            continue;
        }
        for proof in [
            "FolderAccess",
            "OwnerAccess",
            "MemberAccess",
            "LogAccess",
            "ErasureAccess",
            "OwnAccess",
            "RosterAccess",
            "TieAccess",
            "DestructionAccess",
            "EntryAccess",
            "ColleagueAccess",
            "MemberPinAccess",
        ] {
            assert!(!code(&text).contains(&format!("{proof} {{")), "{} makes a {proof}", path.display());
        }
    }
}

#[test]
fn the_servers_share_leaves_its_lock_in_one_place() {
    let callers: Vec<_> = running("vault-server/src")
        .into_iter()
        .filter(|(_, text)| names(&code(text), "share_for"))
        .map(|(path, _)| path.strip_prefix(Path::new(HOUSE).join("vault-server/src")).unwrap().to_owned())
        .collect();
    let expected = BTreeSet::from([PathBuf::from("domain/opening.rs"), PathBuf::from("store/documents.rs")]);
    assert_eq!(callers.into_iter().collect::<BTreeSet<_>>(), expected);
}

#[test]
fn the_commands_go_to_the_network_through_one_page() {
    for (path, text) in running("vault-cli/src") {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        assert!(name == "remote.rs" || !names(&code(&text), "ureq"), "{name} names ureq");
        let calls = code(&text).contains("\"/v1/");
        assert!(name == "calls.rs" || !calls, "{name} names a path of the API");
    }
}

#[test]
fn no_banned_crate_has_crept_in() {
    let lock = fs::read_to_string(Path::new(HOUSE).join("Cargo.lock")).unwrap();
    for banned in ["aws-lc-rs", "aws-lc-sys", "openssl", "openssl-sys", "native-tls", "sharks", "hpke-rs"] {
        assert!(!lock.contains(&format!("name = \"{banned}\"\n")), "{banned}");
    }
}

#[test]
fn a_file_is_read_in_one_sitting() {
    for folder in ["vault-core/src", "vault-server/src", "vault-cli/src", "demo/src", "tests"] {
        for (path, text) in sources(folder) {
            let lines = text.lines().count();
            assert!(lines <= MAX_LINES, "{}: {lines} lines", path.display());
        }
        for (path, text) in running(folder) {
            assert!(text.starts_with("//!"), "{} does not say what it is for", path.display());
        }
    }
}

#[test]
fn the_finder_of_words_finds_them() {
    assert!(names("use sqlx::Row;", "sqlx") && !names("my_sqlx", "sqlx") && !names("sqlxx", "sqlx"));
    assert_eq!(code("a // sqlx\nb\n#[cfg(test)]\nmod tests { axum }"), "a \nb");
}
