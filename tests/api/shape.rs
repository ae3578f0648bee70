//! Whether an answer is one that the OpenAPI document tells: route, status, media type, and the shape of the JSON. Every answer
//! of these tests is held to it.

use std::sync::OnceLock;

use serde_json::Value;
use vault_server::http::ROUTES;

/// The route that a call reaches, as method and template.
pub(crate) fn route(method: &str, path: &str) -> Option<(&'static str, &'static str)> {
    let path = path.split('?').next().unwrap_or_default();
    ROUTES.iter().copied().find(|(known, template)| known.eq_ignore_ascii_case(method) && fits(template, path))
}

fn fits(template: &str, path: &str) -> bool {
    let mut asked = path.split('/');
    for part in template.split('/') {
        match (part, asked.next()) {
            ("{*tile}", Some(rest)) => return !rest.is_empty(),
            (part, Some(given)) if part.starts_with('{') && !given.is_empty() => {}
            (part, Some(given)) if part == given => {}
            _ => return false,
        }
    }
    asked.next().is_none()
}

/// Why the document does not allow this answer to this call, if it does not. What is no route of the interface is not judged.
pub(crate) fn broken(call: (&str, &str), status: u16, media: Option<&str>, body: &[u8]) -> Option<String> {
    let (method, template) = route(call.0, call.1)?;
    judge((method, template), status, media, body).err().map(|why| format!("{method} {template}: {status}: {why}"))
}

fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| serde_json::to_value(vault_server::http::document()).unwrap())
}

fn judge((method, template): (&str, &str), status: u16, media: Option<&str>, body: &[u8]) -> Result<(), String> {
    let responses = &document()["paths"][template.replace("{*", "{")][method]["responses"];
    // What fails is told once, for every status; what succeeds is told by its own.
    let name = if status < 400 { status.to_string() } else { "default".to_owned() };
    let response = responses.get(&name).ok_or("an undocumented status")?;
    let Some(content) = response.get("content").and_then(Value::as_object) else {
        return if body.is_empty() { Ok(()) } else { Err("a body where none is documented".to_owned()) };
    };
    let media = media.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let schema = content.get(media).ok_or_else(|| format!("the media type {media:?} is not documented"))?;
    if !media.ends_with("json") {
        return Ok(());
    }
    let value: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    fit(&value, &schema["schema"], "$")
}

/// Holds a value to a schema: the part of JSON Schema that the document uses.
fn fit(value: &Value, schema: &Value, at: &str) -> Result<(), String> {
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.strip_prefix("#/components/schemas/")) {
        let found = document()["components"]["schemas"].get(name).ok_or_else(|| format!("{at}: no schema {name}"))?;
        return fit(value, found, at);
    }
    if let Some(all) = schema["allOf"].as_array() {
        all.iter().try_for_each(|one| fit(value, one, at))?;
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(some) = schema[choice].as_array()
            && !some.iter().any(|one| fit(value, one, at).is_ok())
        {
            return Err(format!("{at}: {value} is none of {schema}"));
        }
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        return Err(format!("{at}: {value} is not one of {words:?}"));
    }
    let kinds = match &schema["type"] {
        Value::String(kind) => vec![kind.as_str()],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return Ok(()),
    };
    if !kinds.iter().any(|kind| is(value, kind)) {
        return Err(format!("{at}: {value} is not {kinds:?}"));
    }
    match value {
        Value::Array(items) if schema["items"].is_object() => items
            .iter()
            .enumerate()
            .try_for_each(|(number, item)| fit(item, &schema["items"], &format!("{at}[{number}]"))),
        Value::Object(fields) => fields_fit(fields, schema, at),
        _ => Ok(()),
    }
}

/// Nothing that is required is missing, nothing is there that is not told.
fn fields_fit(fields: &serde_json::Map<String, Value>, schema: &Value, at: &str) -> Result<(), String> {
    let Some(told) = schema["properties"].as_object() else { return Ok(()) };
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        fields.get(name).ok_or_else(|| format!("{at}.{name} is missing"))?;
    }
    fields.iter().try_for_each(|(name, field)| {
        let schema = told.get(name).ok_or_else(|| format!("{at}.{name} is not documented"))?;
        fit(field, schema, &format!("{at}.{name}"))
    })
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

#[test]
fn what_the_document_does_not_tell_is_seen() {
    let judged = |status, media, body: &str| broken(("GET", "/v1/channels"), status, Some(media), body.as_bytes());
    assert_eq!(judged(200, "application/json", "[]"), None);
    for (status, media, body) in [
        (202, "application/json", "[]"),
        (200, "text/plain", "[]"),
        (200, "application/json", "{}"),
        (200, "application/json", "[{}]"),
        (400, "application/json", "{}"),
        (400, "application/problem+json", "{}"),
    ] {
        assert!(judged(status, media, body).is_some(), "{status} {media} {body}");
    }
    assert!(route("GET", "/log/tile/0/x001/234.p/7").is_some() && route("GET", "/v1/channels/1").is_none());
}
