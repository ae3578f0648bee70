//! `coffre page verify`: a true server is said to be one, and each lie about the page is told, with its address.

use std::path::{Path, PathBuf};

use axum::http::{HeaderMap, HeaderValue, header};
use serde_json::Value;

use crate::harness::{Answer, Person, Server};

use super::liar::{Liar, Told};

/// A server, a liar before it, and somebody without any account.
struct Door {
    liar: Liar,
    somebody: Person,
    server: Server,
}

impl Door {
    fn open() -> Self {
        let mut server = Server::prepare_behind_another();
        server.start();
        let liar = Liar::start(server.port(), server.inner_port(), &server.path("tls"));
        Self { liar, somebody: Person::new(&server, "somebody"), server }
    }

    /// Compares with the list that `coffre` was built beside.
    fn verify(&self) -> Answer {
        self.somebody.run([&"page", &"verify", &"--server", &self.server.url(), &"--ca", &self.server.ca()])
    }

    fn verify_with(&self, list: &Path) -> Answer {
        let (url, ca) = (self.server.url(), self.server.ca());
        self.somebody.run([&"page", &"verify", &"--server", &url, &"--ca", &ca, &"--published", &list])
    }

    /// What is told when the answers of `path` are changed so: one difference.
    #[track_caller]
    fn told(&self, path: &str, lie: impl FnMut(&HeaderMap, &mut Told) + Send + 'static) -> Value {
        let error = self.liar.while_serving(path, lie, || self.verify()).failed(5, "page-differs");
        let all = error["differences"].as_array().expect("a list").clone();
        assert_eq!(all.len(), 1, "{error}");
        assert_eq!(all[0]["path"], path, "{error}");
        all[0].clone()
    }
}

/// The list of the page that lies in the house; nothing when it was not built, as the programs then were not built beside one.
fn published() -> Option<PathBuf> {
    let list = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../vault-server/web/dist/page/page.json"));
    list.is_file().then_some(list)
}

fn asks(asked: &HeaderMap, encoding: &str) -> bool {
    asked[header::ACCEPT_ENCODING] == encoding
}

#[test]
fn what_is_served_is_the_published_page_or_what_differs_is_told() {
    let door = Door::open();
    let Some(list) = published() else {
        door.verify().failed(2, "published-missing");
        return;
    };
    // The true page, against either copy of the list.
    let told = door.verify().done();
    assert_eq!((told["same"].as_bool(), told["built_beside"].as_bool()), (Some(true), Some(true)), "{told}");
    assert_eq!(told["build"], door.verify_with(&list).done()["build"]);
    assert!(told["files"].as_u64().expect("a number") > 20 && told["addresses"].as_u64() > told["files"].as_u64());

    // One file is changed, for everybody.
    let text: Value = serde_json::from_slice(&std::fs::read(&list).expect("the list")).expect("JSON");
    let script = text["files"]
        .as_object()
        .expect("files")
        .keys()
        .find(|path| path.starts_with("/assets/index-"))
        .expect("a script");
    let changed = door.told(script, |_, (headers, body)| {
        headers.remove(header::CONTENT_ENCODING);
        *body = b"/* SPECIMEN */".to_vec();
    });
    assert_eq!(
        (changed["what"].as_str(), changed["accept_encoding"].as_array().map(Vec::len)),
        (Some("content"), Some(4))
    );

    // A script more in what one address shows, and nowhere else.
    let added = door.told("/borne", |asked, (_, body)| {
        if asks(asked, "identity") {
            let text = String::from_utf8(body.clone()).expect("text");
            *body = text.replace("</head>", "<script src=\"/assets/more.js\"></script></head>").into_bytes();
        }
    });
    assert_eq!((added["what"].as_str(), added["accept_encoding"][0].as_str()), (Some("content"), Some("identity")));

    // Another file for what browsers ask, and the true one for whoever asks more plainly.
    let hidden = door.told("/index.html", |asked, (headers, body)| {
        if asks(asked, "gzip, deflate, br, zstd") {
            headers.remove(header::CONTENT_ENCODING);
            body.push(b' ');
        }
    });
    assert_eq!(hidden["accept_encoding"], serde_json::json!(["gzip, deflate, br, zstd"]));
    // What is said to be compressed and is not.
    let garbled = door.told("/calme.html", |asked, (_, body)| {
        if asks(asked, "br") {
            body.truncate(body.len() / 2);
        }
    });
    assert_eq!((garbled["what"].as_str(), garbled["accept_encoding"][0].as_str()), (Some("encoding"), Some("br")));
    // The list itself.
    let list = door.told("/page.json", |_, (headers, body)| {
        headers.remove(header::CONTENT_ENCODING);
        *body = b"{}".to_vec();
    });
    assert_eq!(list["what"], "content");
}

#[test]
fn headers_that_are_dropped_changed_or_added_are_told() {
    let door = Door::open();
    if published().is_none() {
        door.verify().failed(2, "published-missing");
        return;
    }
    let dropped = door.told("/", |_, (headers, _)| drop(headers.remove(header::CONTENT_SECURITY_POLICY)));
    assert_eq!(
        (dropped["what"].as_str(), dropped["header"].as_str()),
        (Some("header"), Some("content-security-policy"))
    );
    assert_eq!(dropped["found"], "");
    let widened = door.told("/aide", |_, (headers, _)| {
        let policy =
            headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text").replace("'self'", "'self' https:");
        headers.insert(header::CONTENT_SECURITY_POLICY, policy.parse().expect("a value"));
    });
    assert_eq!(widened["header"], "content-security-policy");
    // A second one beside the true one.
    let doubled = door.told("/fini", |_, (headers, _)| {
        headers.append("permissions-policy", HeaderValue::from_static("camera=*"));
    });
    assert_eq!(doubled["header"], "permissions-policy");
    // What makes a browser load or keep something that no file names.
    for (name, value) in [("link", "</more.js>; rel=preload"), ("set-cookie", "a=b"), ("refresh", "0; url=/more.html")]
    {
        let more = door
            .told("/index.html", move |_, (headers, _)| drop(headers.insert(name, HeaderValue::from_static(value))));
        assert_eq!((more["what"].as_str(), more["header"].as_str()), (Some("unexpected-header"), Some(name)), "{more}");
    }
    // Kept where nothing may be kept; cleared where nothing is to be cleared.
    let kept = door.told("/", |_, (headers, _)| {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public"));
    });
    assert_eq!((kept["expected"].as_str(), kept["found"].as_str()), (Some("no-store"), Some("public")));
    let kind = door.told("/mark.svg", |_, (headers, _)| {
        drop(headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html")));
    });
    assert_eq!(kind["what"], "content-type");
}

#[test]
fn a_list_of_another_build_or_no_list_at_all_is_told() {
    let door = Door::open();
    let broken = door.server.path("list.json");
    std::fs::write(&broken, "{}").expect("written");
    door.verify_with(&broken).failed(2, "published-unreadable");
    door.verify_with(&door.server.path("none.json")).failed(2, "file-missing");
    let Some(list) = published() else { return };
    let mut other: Value = serde_json::from_slice(&std::fs::read(list).expect("the list")).expect("JSON");
    other["files"]["/assets/gone.js"] = "00".repeat(32).into();
    std::fs::write(&broken, other.to_string()).expect("written");
    let error = door.verify_with(&broken).failed(5, "page-differs");
    let told = error["differences"].as_array().expect("a list");
    let of = |path: &str| {
        told.iter()
            .filter(|one| one["path"] == path)
            .map(|one| one["what"].as_str().expect("a word"))
            .collect::<Vec<_>>()
    };
    assert!(of("/assets/gone.js").contains(&"status"), "{error}");
    assert_eq!(of("/page.json"), ["content"], "{error}");
}
