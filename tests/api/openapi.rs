//! The OpenAPI document says what the router does, no more and no less.

use std::collections::BTreeSet;

use serde_json::Value;
use vault_core::api::{PROBLEM_MEDIA_TYPE, Problem, ProblemCode};
use vault_core::vocabulary::Role;
use vault_server::http::ROUTES;

use super::client::{House, Sent};
use super::people::Town;

/// Every method and path of the document, with what it says of them.
async fn operations(house: &House) -> Vec<(String, String, Value)> {
    let document: Value = house.send(Sent::get("/openapi.json")).await.ok();
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().unwrap().clone();
    let of_path = |(path, methods): (String, Value)| {
        let methods = methods.as_object().unwrap().clone();
        methods.into_iter().map(move |(method, operation)| (method, path.clone(), operation))
    };
    paths.into_iter().flat_map(of_path).collect()
}

#[tokio::test]
async fn every_route_is_in_the_document_and_conversely() {
    let documented = operations(&House::new().await).await;
    let documented: BTreeSet<_> = documented.into_iter().map(|(method, path, _)| (method, path)).collect();
    let routed: BTreeSet<_> =
        ROUTES.iter().map(|(method, path)| ((*method).to_owned(), path.replace("{*", "{"))).collect();
    assert_eq!(documented, routed);
}

#[tokio::test]
async fn every_operation_says_how_it_fails_and_names_its_parameters() {
    let mut known = BTreeSet::new();
    for (method, path, operation) in operations(&House::new().await).await {
        let name = operation["operationId"].as_str().unwrap_or_default().to_owned();
        assert!(!name.is_empty() && known.insert(name.clone()), "{method} {path}: {name:?}");
        let problem = &operation["responses"]["default"]["content"][PROBLEM_MEDIA_TYPE]["schema"]["$ref"];
        assert_eq!(problem, "#/components/schemas/Problem", "{method} {path}");
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let in_path = parameters.iter().filter(|parameter| parameter["in"] == "path");
        let named: BTreeSet<_> = in_path.map(|parameter| parameter["name"].as_str().unwrap().to_owned()).collect();
        let written = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        assert_eq!(named, written.map(str::to_owned).collect(), "{method} {path}");
        assert!(operation["description"].is_string() || operation["summary"].is_string(), "{method} {path}");
    }
}

/// Every list of words in a schema, wherever it stands.
fn enumerations(schema: &Value, into: &mut Vec<Vec<String>>) {
    match schema {
        Value::Object(fields) => {
            if let Some(words) = fields.get("enum").and_then(Value::as_array) {
                into.push(words.iter().map(|word| word.as_str().unwrap_or_default().to_owned()).collect());
            }
            fields.values().for_each(|field| enumerations(field, into));
        }
        Value::Array(items) => items.iter().for_each(|item| enumerations(item, into)),
        _ => {}
    }
}

#[tokio::test]
async fn the_document_tells_the_words_that_travel() {
    let house = House::new().await;
    let document: Value = house.send(Sent::get("/openapi.json")).await.ok();
    let words = |name: &str| document["components"]["schemas"][name]["enum"].clone();
    let codes: Vec<_> = ProblemCode::ALL.iter().map(|code| code.code()).collect();
    assert_eq!(words("ProblemCode"), serde_json::json!(codes));
    let roles: Vec<_> = Role::ALL.iter().map(|role| role.code()).collect();
    assert_eq!(words("Role"), serde_json::json!(roles));
    let mut all = Vec::new();
    enumerations(&document["components"], &mut all);
    assert!(all.len() > 5, "{all:?}");
    for word in all.iter().flatten() {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(!word.is_empty() && word.chars().all(plain), "{word:?} is no word of the interface: {all:?}");
    }
}

#[tokio::test]
async fn every_route_leads_somewhere() {
    let town = Town::new().await;
    for (method, path) in ROUTES {
        let filled: Vec<_> = path
            .split('/')
            .map(|part| match part {
                "{*tile}" => "0/000.p/1".to_owned(),
                _ if part.starts_with('{') => "07".repeat(16),
                _ => part.to_owned(),
            })
            .collect();
        let filled = filled.join("/");
        let answer = town.house.send(Sent::get(&filled).by(&method.to_uppercase())).await;
        assert_ne!(answer.status.as_u16(), 405, "{method} {path}");
        if answer.status.as_u16() == 404 {
            let problem: Problem = answer.problem();
            assert_ne!(problem.detail.as_deref(), Some(filled.as_str()), "{method} {path}");
        }
    }
}
