//! The two languages say the same things, and the code asks for what they say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_bundle::FluentResource;

use super::*;

/// Ids with the variables that each uses, its attributes' among them, read from the text of the files.
fn declared(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut id = String::new();
    for line in file(language).lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" =").filter(|_| line.starts_with("operator")) {
            id = name.to_owned();
            assert!(all.insert(id.clone(), BTreeSet::new()).is_none(), "{id} twice in {language:?}");
        }
        for part in line.split('$').skip(1) {
            let name = part.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            all.entry(id.clone()).or_default().insert(name);
        }
    }
    all
}

/// Every `say!(words, "id", name = …)` of the program's sources.
fn used() -> Vec<(String, BTreeSet<String>)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let commands = fs::read_dir(source.join("commands")).unwrap().map(|entry| entry.unwrap().path());
    let mut uses = Vec::new();
    for path in commands.chain([source.join("main.rs")]) {
        if path.file_name().is_some_and(|name| name != "words.rs" && name != "words_tests.rs") {
            let text = fs::read_to_string(&path).unwrap();
            uses.extend(text.match_indices("say!(").map(|(at, open)| parse_use(&text[at + open.len()..])));
        }
    }
    uses
}

/// The arguments of one `say!(`, up to its closing parenthesis: nested calls are skipped.
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
    let id = parts.get(1).map(|part| part.trim().trim_matches('"').to_owned()).unwrap_or_default();
    let names = parts.iter().skip(2).filter_map(|part| part.split_once(" = "));
    (id, names.map(|(name, _)| name.trim().to_owned()).collect())
}

#[test]
fn both_languages_have_the_same_ids_with_the_same_variables() {
    assert_eq!(declared(Language::French), declared(Language::English));
}

#[test]
fn every_line_of_the_files_parses() {
    for language in Language::ALL {
        assert!(FluentResource::try_new(file(language).to_owned()).is_ok(), "{language:?}");
    }
}

#[test]
fn every_use_is_declared_with_its_variables_and_nothing_is_declared_in_vain() {
    let declared = declared(Language::French);
    let mut known = BTreeSet::new();
    for (id, variables) in used() {
        let wanted = declared.get(&id).unwrap_or_else(|| panic!("{id} is used and not declared"));
        assert_eq!(*wanted, variables, "variables of {id}");
        known.insert(id);
    }
    for id in declared.keys() {
        // Help texts are checked against the commands themselves, in localise.rs.
        let help = id.starts_with("operator-command") || id.starts_with("operator-arg-");
        assert!(help || known.contains(id), "{id} is declared and not used");
    }
}

#[test]
fn every_problem_names_the_next_thing_to_do() {
    for language in Language::ALL {
        let words = Words::new(language);
        for id in declared(language).keys().filter(|id| id.starts_with("operator-problem-")) {
            assert!(words.find(id, Some("next")).is_some(), "{language:?}: {id} leaves the operator alone");
        }
    }
}
