//! The list of the page's files as it was published (`page.json`): each file's hash, which addresses show which file, content
//! types, and the headers with which everything is served.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use data_encoding::HEXLOWER_PERMISSIVE;
use serde::Deserialize;
use vault_core::ids::Hash;
use vault_core::suite::sha256;

use crate::error::{Problem, Result};

/// The list that lay beside when this program was built; empty when there was none.
const BUILT_BESIDE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/page.json"));
/// The format that is understood.
const FORMAT: u32 = 1;
/// Where the list itself is served.
const LIST: &str = "/page.json";
/// Applies to every address; one that ends with `/` to what begins so, any other to itself.
const EVERYWHERE: &str = "*";

/// A published list that was read.
#[derive(Debug)]
pub(crate) struct Published {
    bytes: Vec<u8>,
    list: List,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    format: u32,
    /// SHA-256 in hexadecimal, by path.
    files: BTreeMap<String, String>,
    /// The file that each address of a screen shows.
    screens: BTreeMap<String, String>,
    /// Content types, by the end of a file's name.
    types: BTreeMap<String, String>,
    headers: BTreeMap<String, BTreeMap<String, String>>,
}

/// What one address must answer.
#[derive(Debug)]
pub(crate) struct Expected<'a> {
    /// From `/`.
    pub(crate) path: &'a str,
    pub(crate) hash: Hash,
    pub(crate) content_type: &'a str,
    /// Each of these headers once, with this value; none of the others that the list knows of.
    pub(crate) headers: BTreeMap<&'a str, &'a str>,
}

impl Published {
    /// Reads the list in a file, else the one that this program was built beside.
    pub(crate) fn read(file: Option<&Path>) -> Result<Self> {
        let Some(path) = file else { return Self::built_beside() };
        let shown = || path.display().to_string();
        let bytes = std::fs::read(path).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => Problem::FileMissing { path: shown() },
            _ => Problem::FileUnreadable { path: shown(), cause: e.to_string() },
        })?;
        Self::parse(bytes).ok_or_else(|| Problem::PublishedUnreadable { path: shown() }.into())
    }

    fn built_beside() -> Result<Self> {
        Self::parse(BUILT_BESIDE.to_vec()).ok_or_else(|| Problem::PublishedMissing.into())
    }

    fn parse(bytes: Vec<u8>) -> Option<Self> {
        let list: List = serde_json::from_slice(&bytes).ok()?;
        let published = Self { bytes, list };
        published.is_whole().then_some(published)
    }

    /// Whether it says of everything that it names what must be served there.
    fn is_whole(&self) -> bool {
        let List { format, files, screens, headers, .. } = &self.list;
        let named = files.keys().chain(screens.keys()).all(|path| is_path(path));
        let shown = screens.values().all(|file| files.contains_key(file));
        let hashed = files.values().all(|hash| parse_hash(hash).is_some());
        let typed = files.keys().map(String::as_str).chain([LIST]).all(|path| self.content_type(path).is_some());
        *format == FORMAT && !files.is_empty() && headers.contains_key(EVERYWHERE) && named && shown && hashed && typed
    }

    /// SHA-256 of the list: what the page shows the beginning of at its foot.
    pub(crate) fn build(&self) -> Hash {
        Hash::from_bytes(sha256(&[&self.bytes]))
    }

    /// How many files the page has.
    pub(crate) fn files(&self) -> usize {
        self.list.files.len()
    }

    /// Everything that is asked for: the files, the addresses of screens, and the list itself.
    pub(crate) fn expected(&self) -> Vec<Expected<'_>> {
        let List { files, screens, .. } = &self.list;
        let own = files.keys().map(|path| (path.as_str(), path.as_str()));
        let addresses = screens.iter().map(|(address, file)| (address.as_str(), file.as_str()));
        let mut all: Vec<_> = own.chain(addresses).filter_map(|(path, file)| self.one(path, file)).collect();
        all.extend(self.content_type(LIST).map(|content_type| Expected {
            path: LIST,
            hash: self.build(),
            content_type,
            headers: self.headers(LIST),
        }));
        all
    }

    /// Every header that the list speaks of, for some address.
    pub(crate) fn known_headers(&self) -> impl Iterator<Item = &str> {
        self.list.headers.values().flat_map(BTreeMap::keys).map(String::as_str)
    }

    fn one<'a>(&'a self, path: &'a str, file: &str) -> Option<Expected<'a>> {
        let hash = parse_hash(self.list.files.get(file)?)?;
        Some(Expected { path, hash, content_type: self.content_type(file)?, headers: self.headers(path) })
    }

    fn content_type(&self, file: &str) -> Option<&str> {
        let (_, end) = file.rsplit_once('.')?;
        self.list.types.get(end).map(String::as_str)
    }

    /// What is said of everything, then what is said of this address, which is more exact and counts.
    fn headers(&self, path: &str) -> BTreeMap<&str, &str> {
        let applies = |place: &str| place == path || place.ends_with('/') && place != "/" && path.starts_with(place);
        let more_exact = self.list.headers.iter().filter(|(place, _)| applies(place)).map(|(_, headers)| headers);
        let all = self.list.headers.get(EVERYWHERE).into_iter().chain(more_exact).flatten();
        all.map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}

/// What can be put behind an origin and asks for nothing else.
fn is_path(path: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'-' | b'_');
    path.starts_with('/') && !path.starts_with("//") && !path.contains("..") && path.bytes().all(plain)
}

fn parse_hash(text: &str) -> Option<Hash> {
    let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?;
    Some(Hash::from_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn list() -> Value {
        json!({
            "format": 1,
            "files": { "/index.html": "11".repeat(32), "/assets/a-1.js": "22".repeat(32) },
            "screens": { "/": "/index.html", "/fini": "/index.html" },
            "types": { "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8", "json": "application/json" },
            "headers": {
                "*": { "cache-control": "no-store", "x-content-type-options": "nosniff" },
                "/assets/": { "cache-control": "immutable" },
                "/fini": { "clear-site-data": "*" },
            },
        })
    }

    fn parse(list: &Value) -> Option<Published> {
        Published::parse(list.to_string().into_bytes())
    }

    #[test]
    fn every_file_and_address_has_its_hash_its_type_and_its_headers() {
        let published = parse(&list()).unwrap();
        let all = published.expected();
        let paths: Vec<_> = all.iter().map(|one| one.path).collect();
        assert_eq!(paths, ["/assets/a-1.js", "/index.html", "/", "/fini", "/page.json"]);
        assert_eq!(all[0].headers["cache-control"], "immutable");
        assert_eq!(all[0].headers["x-content-type-options"], "nosniff");
        assert!(all[2].hash == all[1].hash && all[2].headers["cache-control"] == "no-store");
        assert_eq!(all[3].headers["clear-site-data"], "*");
        assert!(!all[2].headers.contains_key("clear-site-data"));
        assert_eq!((all[4].hash, all[4].content_type), (published.build(), "application/json"));
    }

    #[test]
    fn a_list_that_leaves_something_open_is_refused() {
        let changes: [fn(&mut Value); 10] = [
            |list| list["format"] = 2.into(),
            |list| list["files"] = json!({}),
            |list| list["files"]["/index.html"] = "11".into(),
            |list| list["files"]["/x.html?y"] = "11".repeat(32).into(),
            |list| list["files"]["@elsewhere.example/x.html"] = "11".repeat(32).into(),
            |list| list["files"]["/x.pdf"] = "11".repeat(32).into(),
            |list| list["screens"]["/aide"] = "/aide.html".into(),
            |list| list["headers"]["*"] = Value::Null,
            |list| drop(list["headers"].as_object_mut().unwrap().remove("*")),
            |list| list["more"] = 1.into(),
        ];
        for (i, change) in changes.into_iter().enumerate() {
            let mut list = list();
            change(&mut list);
            assert!(parse(&list).is_none(), "{i}: {list}");
        }
    }

    #[test]
    fn a_list_that_was_built_beside_is_whole() {
        assert!(BUILT_BESIDE.is_empty() || Published::built_beside().is_ok());
    }
}
