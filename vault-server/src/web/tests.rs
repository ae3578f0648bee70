//! Which form of a file a browser is given.

use super::*;

fn accepting(value: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT_ENCODING, value.parse().unwrap());
    headers
}

static FILE: File = File {
    path: "/assets/a-1.js",
    kind: "text/javascript; charset=utf-8",
    plain: b"plain",
    brotli: Some(b"br"),
    gzip: Some(b"gz"),
};

#[test]
fn the_smallest_form_that_the_browser_takes_is_served() {
    for (accepted, encoding) in [
        ("gzip, deflate, br, zstd", Some("br")),
        ("br;q=0, gzip", Some("gzip")),
        ("br;q=0.0, gzip; q=0.5", Some("gzip")),
        ("br; q=0.001", Some("br")),
        ("BR", Some("br")),
        ("*", None),
        ("identity", None),
        ("brotli", None),
    ] {
        let response = serve(&FILE, StatusCode::OK, &accepting(accepted));
        let told = response.headers().get(CONTENT_ENCODING).map(|value| value.to_str().unwrap());
        assert_eq!(told, encoding, "{accepted}");
        assert_eq!(response.headers()[VARY], "accept-encoding");
    }
}

#[test]
fn only_a_name_with_a_hash_is_kept_by_the_browser() {
    let kept = |path| {
        let file: &'static File =
            Box::leak(Box::new(File { path, kind: "text/html; charset=utf-8", plain: b"", brotli: None, gzip: None }));
        serve(file, StatusCode::OK, &HeaderMap::new()).headers().contains_key(CACHE_CONTROL)
    };
    assert!(kept("/assets/index-1a2b3c.js"));
    assert!(!kept("/index.html") && !kept("/page.json"));
}

#[test]
fn screens_come_from_the_one_list() {
    let screens: Vec<_> = files::screens().collect();
    assert!(screens.contains(&"/") && screens.contains(&"/borne"), "{screens:?}");
}
