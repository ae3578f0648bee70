//! What a server serves as the page, compared with the published list: every file, every address of a screen, in every form in
//! which a browser may be given it.

use std::collections::BTreeMap;
use std::io::Read;

use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use vault_core::ids::Hash;
use vault_core::suite::sha256;

use crate::display::clean;
use crate::error::Result;
use crate::i18n::{I18n, msg};
use crate::published::{Expected, Published};
use crate::remote::{Looked, Remote};

/// What is asked for: no compression, each alone, and the words that today's browsers send.
const ENCODINGS: [&str; 4] = ["identity", "gzip", "br", "gzip, deflate, br, zstd"];
/// The most that a compressed file may unfold to.
const MOST: u64 = 32 * 1024 * 1024;
/// Headers that steer no browser: what carries an answer, and what relays between here and there say of themselves.
const HARMLESS: [&str; 11] = [
    "age",
    "coffre-request-id",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "keep-alive",
    "server",
    "transfer-encoding",
    "via",
];
/// Not sent by a machine that people reach as `localhost`.
const HSTS: &str = "strict-transport-security";
/// Longest foreign text that is shown.
const SHOWN: usize = 300;

/// What of an answer is not as published.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    Status,
    ContentType,
    /// A compression that was not asked for, or bytes that are not compressed so.
    Encoding,
    Content,
    /// A header that is missing, twice, or other.
    Header(String),
    /// A header of which the list says nothing.
    Unexpected(String),
}

/// One thing that differs, and for which forms.
#[derive(Debug)]
pub(crate) struct Difference {
    path: String,
    what: What,
    expected: String,
    found: String,
    /// The `Accept-Encoding` for which it is so.
    asked: Vec<&'static str>,
}

/// Asks for everything and tells what differs, address by address.
pub(crate) fn compare(remote: &Remote, published: &Published) -> Result<Vec<Difference>> {
    let mut all = Vec::new();
    for expected in published.expected() {
        let mut found: BTreeMap<(What, String, String), Vec<&'static str>> = BTreeMap::new();
        for asked in ENCODINGS {
            let accept = if expected.content_type.starts_with("text/html") { "text/html,*/*;q=0.8" } else { "*/*" };
            let answer = remote.look(expected.path, accept, asked)?;
            for one in differences(&answer, &expected, published, asked, remote.origin().is_this_machine()) {
                found.entry(one).or_default().push(asked);
            }
        }
        let path = expected.path;
        all.extend(found.into_iter().map(|((what, expected, found), asked)| Difference {
            path: path.to_owned(),
            what,
            expected,
            found,
            asked,
        }));
    }
    Ok(all)
}

fn differences(
    answer: &Looked,
    expected: &Expected<'_>,
    published: &Published,
    asked: &str,
    this_machine: bool,
) -> Vec<(What, String, String)> {
    let mut all = Vec::new();
    let mut tell =
        |what: What, expected: &str, found: &str| all.push((what, clean(expected, SHOWN), clean(found, SHOWN)));
    let body = plain(answer, asked);
    if body.is_none() {
        tell(What::Encoding, asked, &answer.header("content-encoding"));
    }
    let mut differs = |what: What, expected: &str, found: &str| {
        if expected != found {
            tell(what, expected, found);
        }
    };
    differs(What::Status, "200", &answer.status.to_string());
    differs(What::ContentType, expected.content_type, &answer.header("content-type"));
    if let Some(body) = body {
        differs(What::Content, &hex(expected.hash), &hex(Hash::from_bytes(sha256(&[&body]))));
    }
    for (name, value) in &expected.headers {
        let told = answer.header(name);
        if !(*name == HSTS && this_machine && told.is_empty()) {
            differs(What::Header((*name).to_owned()), value, &told);
        }
    }
    for (name, _) in &answer.headers {
        let is_expected = expected.headers.contains_key(name.as_str()) || HARMLESS.contains(&name.as_str());
        if !is_expected {
            let what =
                if published.known_headers().any(|known| known == name) { What::Header } else { What::Unexpected };
            differs(what(name.clone()), "", &answer.header(name));
        }
    }
    all
}

/// The body without its compression, which must be one that was asked for.
fn plain(answer: &Looked, asked: &str) -> Option<Vec<u8>> {
    let encoding = answer.header("content-encoding").to_ascii_lowercase();
    let taken = asked.split(',').any(|one| one.trim() == encoding);
    match encoding.as_str() {
        "" | "identity" => Some(answer.body.clone()),
        "gzip" if taken => unfold(flate2::read::GzDecoder::new(&answer.body[..])),
        "br" if taken => unfold(brotli_decompressor::Decompressor::new(&answer.body[..], 4096)),
        _ => None,
    }
}

fn unfold(packed: impl Read) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    packed.take(MOST).read_to_end(&mut body).ok()?;
    Some(body)
}

fn hex(hash: Hash) -> String {
    HEXLOWER.encode(hash.as_bytes())
}

impl Difference {
    /// One sentence.
    pub(crate) fn told(&self, i18n: &I18n) -> String {
        let (path, expected, found) = (self.path.clone(), self.short(&self.expected), self.short(&self.found));
        let expected = if expected.is_empty() { msg!(i18n, "page-difference-none") } else { expected };
        let found = if found.is_empty() { msg!(i18n, "page-difference-none") } else { found };
        let told = match &self.what {
            What::Status => msg!(i18n, "page-difference-status", path = path, found = found),
            What::ContentType => msg!(i18n, "page-difference-type", path = path, expected = expected, found = found),
            What::Encoding => msg!(i18n, "page-difference-encoding", path = path, found = found),
            What::Content => msg!(i18n, "page-difference-content", path = path, expected = expected, found = found),
            What::Header(name) => {
                let name = clean(name, SHOWN);
                msg!(i18n, "page-difference-header", path = path, name = name, expected = expected, found = found)
            }
            What::Unexpected(name) => {
                msg!(i18n, "page-difference-unexpected", path = path, name = clean(name, SHOWN), found = found)
            }
        };
        if self.asked.len() == ENCODINGS.len() {
            return told;
        }
        let asked = self.asked.join(" · ");
        format!("{told} {}", msg!(i18n, "page-difference-asked", asked = asked))
    }

    /// The beginning of a hash is enough for the eye.
    fn short(&self, text: &str) -> String {
        let cut = self.what == What::Content;
        if cut { format!("{}…", text.chars().take(16).collect::<String>()) } else { text.to_owned() }
    }

    /// The same for a script.
    pub(crate) fn json(&self) -> Value {
        let (what, name) = match &self.what {
            What::Status => ("status", None),
            What::ContentType => ("content-type", None),
            What::Encoding => ("encoding", None),
            What::Content => ("content", None),
            What::Header(name) => ("header", Some(name)),
            What::Unexpected(name) => ("unexpected-header", Some(name)),
        };
        json!({
            "path": self.path,
            "what": what,
            "header": name,
            "expected": self.expected,
            "found": self.found,
            "accept_encoding": self.asked,
        })
    }
}
