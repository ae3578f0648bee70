//! The two languages say the same things, and the code asks for what they say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use vault_core::api::ProblemCode;
use vault_core::error::{Property, What};
use vault_core::vocabulary::{
    AccountKind, ChannelKind, CredentialKind, DOCUMENT_TYPES, EventType, FolderKind, MemberState, Purpose,
    RecoveryMeans, RecoveryState, ResultCode, Role,
};

use super::*;
use crate::error::Problem;

/// Ids (attributes as `id.attribute`) with the variables that each uses, read from the text of the files.
fn declared(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for file in lang.files() {
        let (mut id, mut current) = (String::new(), String::new());
        for line in file.lines().filter(|l| !l.starts_with('#')) {
            let head = line.split_once(" =").map(|(h, _)| h);
            if let Some(name) = head.filter(|h| h.starts_with(|c: char| c.is_ascii_lowercase())) {
                id = name.to_owned();
                current = name.to_owned();
                assert!(all.insert(current.clone(), BTreeSet::new()).is_none(), "{name} twice in {lang:?}");
            } else if let Some(name) = head.map(str::trim).filter(|h| h.starts_with('.')) {
                current = format!("{id}{name}");
                all.insert(current.clone(), BTreeSet::new());
            }
            for part in line.split('$').skip(1) {
                let name: String = part.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                all.entry(current.clone()).or_default().insert(name);
            }
        }
    }
    all
}

/// The ids that code makes from the codes of a vocabulary.
fn families() -> BTreeSet<String> {
    fn add<'a>(ids: &mut BTreeSet<String>, family: &str, codes: impl Iterator<Item = &'a str>) {
        ids.extend(codes.map(|code| format!("{family}-{code}")));
    }
    let mut ids = BTreeSet::new();
    add(&mut ids, "act", ["opening", "mandate", "deposit", "closing", "sheet"].into_iter());
    add(&mut ids, "folder", FolderKind::ALL.iter().map(|c| c.code()));
    add(&mut ids, "purpose", Purpose::ALL.iter().map(|c| c.code()));
    add(&mut ids, "document-type", DOCUMENT_TYPES.iter().copied());
    add(&mut ids, "account-kind", AccountKind::ALL.iter().map(|c| c.code()));
    add(&mut ids, "channel-kind", ChannelKind::ALL.iter().map(|c| c.code()));
    add(&mut ids, "role", Role::ALL.iter().map(|c| c.code()));
    add(&mut ids, "credential-kind", CredentialKind::ALL.iter().map(|c| c.code()));
    add(&mut ids, "credential-state", ["live", "blocked", "revoked"].into_iter());
    add(&mut ids, "recovery-means", RecoveryMeans::ALL.iter().map(|c| c.code()));
    add(&mut ids, "recovery-state", RecoveryState::ALL.iter().map(|c| c.code()));
    add(&mut ids, "member-state", MemberState::ALL.iter().map(|c| c.code()));
    add(&mut ids, "right", ["read", "deposit", "manage"].into_iter());
    add(&mut ids, "mandate-state", ["active", "not-started", "expired", "revoked"].into_iter());
    add(&mut ids, "result", ResultCode::ALL.iter().filter(|c| c.is_refusal()).map(|c| c.code()));
    add(&mut ids, "event", EventType::ALL.iter().map(|c| c.code()));
    add(&mut ids, "problem", Problem::ALL.iter().map(|(code, _)| *code));
    add(&mut ids, "problem", ProblemCode::ALL.iter().map(|c| c.code()));
    add(&mut ids, "integrity", What::ALL.iter().map(|c| c.code()));
    add(&mut ids, "property", Property::ALL.iter().map(|c| c.code()));
    ids
}

/// Every `msg!(…)` of the sources: id and names of variables.
fn used() -> Vec<(String, BTreeSet<String>)> {
    let mut uses = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.file_name().is_some_and(|n| n != "i18n_tests.rs" && n != "i18n.rs") {
                let source = fs::read_to_string(&entry).expect("a source");
                uses.extend(source.match_indices("msg!(").map(|(at, open)| parse_use(&source[at + open.len()..])));
            }
        }
    }
    uses
}

/// The arguments of one `msg!(`, up to its closing parenthesis: nested calls are skipped.
fn parse_use(rest: &str) -> (String, BTreeSet<String>) {
    let (mut depth, mut in_text, mut parts, mut part) = (0, false, Vec::new(), String::new());
    for c in rest.chars() {
        match c {
            '"' => in_text = !in_text,
            '(' | '[' | '{' if !in_text => depth += 1,
            ')' | ']' | '}' if !in_text && depth == 0 => break,
            ')' | ']' | '}' if !in_text => depth -= 1,
            ',' if !in_text && depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    parts.push(part);
    let id = parts.get(1).map(|p| p.trim().trim_matches('"').to_owned()).unwrap_or_default();
    let names = parts.iter().skip(2).filter_map(|p| p.split_once(" = ")).map(|(n, _)| n.trim().to_owned()).collect();
    (id, names)
}

#[test]
fn both_languages_have_the_same_ids_with_the_same_variables() {
    let (fr, en) = (declared(Lang::Fr), declared(Lang::En));
    for (id, variables) in &fr {
        // An article that depends on the word is a French need: English may leave a variable out, never add one.
        let other = en.get(id).unwrap_or_else(|| panic!("{id} is missing in English"));
        assert_eq!(other, variables, "{id}");
    }
    for id in en.keys() {
        assert!(fr.contains_key(id), "{id} is missing in French");
    }
}

#[test]
fn every_line_of_the_files_parses() {
    for lang in Lang::ALL {
        for file in lang.files() {
            assert!(FluentResource::try_new((*file).to_owned()).is_ok(), "{lang:?}: {}", &file[..60]);
        }
    }
}

#[test]
fn every_use_is_declared_with_its_variables_and_nothing_is_declared_in_vain() {
    let declared = declared(Lang::Fr);
    let mut known = families();
    for (id, variables) in used() {
        let wanted = declared.get(&id).unwrap_or_else(|| panic!("{id} is used and not declared"));
        assert_eq!(*wanted, variables, "variables of {id}");
        known.insert(id);
    }
    for id in &known {
        assert!(declared.contains_key(id), "{id} is not declared");
    }
    for id in declared.keys() {
        let base = id.split('.').next().unwrap_or_default();
        // Help texts are checked against the commands themselves, in localise.rs.
        let is_help = base == "cli" || base.starts_with("cli-");
        assert!(is_help || known.contains(base), "{id} is declared and not used");
    }
}

#[test]
fn every_problem_has_a_sentence_and_a_next_step_with_its_own_variables() {
    let declared = declared(Lang::Fr);
    for (code, fields) in Problem::ALL {
        let fields: BTreeSet<String> = fields.iter().map(|f| (*f).to_owned()).collect();
        for id in [format!("problem-{code}"), format!("problem-{code}.next")] {
            let variables = declared.get(&id).unwrap_or_else(|| panic!("{id} is missing"));
            assert!(variables.is_subset(&fields), "{id}: {variables:?}");
        }
    }
    for code in ProblemCode::ALL {
        assert!(declared.contains_key(&format!("problem-{}.next", code.code())), "{}", code.code());
    }
}

#[test]
fn the_language_follows_the_option_then_the_environment_then_french() {
    let lang = |args: &[&str], set: &[(&str, &str)]| {
        Lang::choose(args.iter().copied(), |name| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    };
    assert_eq!(lang(&["coffre", "whoami"], &[]), Lang::Fr);
    assert_eq!(lang(&["coffre", "whoami"], &[("LANG", "en_GB.UTF-8")]), Lang::En);
    assert_eq!(lang(&["coffre", "--lang", "fr"], &[("LANG", "en_GB.UTF-8")]), Lang::Fr);
    assert_eq!(lang(&["coffre", "--lang=en"], &[("LANG", "fr_FR.UTF-8")]), Lang::En);
    assert_eq!(lang(&["coffre"], &[("LC_ALL", "fr_FR.UTF-8"), ("LANG", "en_GB.UTF-8")]), Lang::Fr);
    assert_eq!(lang(&["coffre"], &[("LC_ALL", ""), ("LC_MESSAGES", "en_US"), ("LANG", "fr")]), Lang::En);
    assert_eq!(lang(&["coffre"], &[("LANG", "C.UTF-8")]), Lang::Fr);
    assert_eq!(lang(&["coffre", "deposit", "--", "--lang=en"], &[]), Lang::Fr);
}
