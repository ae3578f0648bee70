//! The page as the server serves it: its headers, whatever is asked and however it ends, and no path that leads elsewhere.
//! These hold with and without a built page.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use tower::ServiceExt;
use vault_core::api::PROBLEM_MEDIA_TYPE;
use vault_core::entropy::SeededEntropy;
use vault_server::config::{Config, Settings};
use vault_server::edge::{self, Edge};

use super::client::{House, ORIGIN};

/// What every answer says to a browser.
const HEADERS: [(&str, &str); 7] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    ("strict-transport-security", "max-age=63072000"),
    ("cache-control", "no-store"),
];

/// What the policy must hold, and nothing wider.
const POLICY: [&str; 12] = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "connect-src 'self'",
    "worker-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types coffre-worker",
    "object-src 'none'",
];

/// Screens, files, the interface, and what does not exist.
const PATHS: [&str; 14] = [
    "/",
    "/borne",
    "/calme",
    "/fini",
    "/accessibilite",
    "/index.html",
    "/page.json",
    "/assets/none.js",
    "/nothing",
    "/healthz",
    "/v1/server",
    "/v1/session",
    "/openapi.json",
    "/log/checkpoint",
];

/// The router with the edge around it, as it runs.
async fn whole() -> (House, Router) {
    let house = House::new().await;
    let config = Config::from_settings(Settings { public_url: Some(ORIGIN.to_owned()), ..Settings::default() });
    let edge = Edge::new(&house.app.origin, config.rates(), &config.transport(), &mut SeededEntropy::new(1));
    let router = edge::wrap(house.router.clone(), &edge);
    (house, router)
}

async fn ask(router: &Router, request: Request<Body>) -> (StatusCode, HeaderMap, String) {
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = axum::body::to_bytes(body, 1 << 24).await.unwrap();
    (parts.status, parts.headers, String::from_utf8_lossy(&bytes).into_owned())
}

fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

fn by_a_person(path: &str) -> Request<Body> {
    Request::get(path).header(header::ACCEPT, "text/html,*/*;q=0.8").body(Body::empty()).unwrap()
}

fn hold(headers: &HeaderMap, told: &str) {
    for (name, value) in HEADERS {
        assert_eq!(headers.get(name).map(|value| value.to_str().unwrap()), Some(value), "{told}: {name}");
    }
    let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    let parts: Vec<_> = policy.split(';').map(str::trim).collect();
    for part in POLICY {
        assert!(parts.contains(&part), "{told}: {part} not in {policy}");
    }
    for wide in ["unsafe", "data:", "http", "*", "allow-duplicates"] {
        assert!(!policy.contains(wide), "{told}: {wide} in {policy}");
    }
    let permissions = headers["permissions-policy"].to_str().unwrap();
    assert!(permissions.contains("camera=(self)") && permissions.contains("microphone=()"), "{told}: {permissions}");
    assert!(!permissions.contains('*'), "{told}: {permissions}");
}

#[tokio::test]
async fn every_answer_carries_every_header() {
    let (_house, router) = whole().await;
    for path in PATHS {
        for request in [get(path), by_a_person(path)] {
            hold(&ask(&router, request).await.1, path);
        }
        for method in ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
            let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
            hold(&ask(&router, request).await.1, &format!("{method} {path}"));
        }
    }
}

/// The headers that are published with the page are those that are served, and no other.
#[tokio::test]
async fn published_headers_are_the_served_ones() {
    let (_house, router) = whole().await;
    let published: serde_json::Value =
        serde_json::from_str(include_str!("../../vault-server/web/headers.json")).expect("JSON");
    let everywhere = published["*"].as_object().expect("headers");
    // What says how this one answer is made, and by which request.
    let own = ["content-type", "content-encoding", "content-length", "coffre-request-id"];
    for path in PATHS {
        let (status, headers, _) = ask(&router, by_a_person(path)).await;
        let here = published.get(path).and_then(serde_json::Value::as_object);
        for (name, value) in everywhere.iter().chain(here.into_iter().flatten()) {
            // Only what was built has several forms.
            if name != "vary" || status == StatusCode::OK && !path.starts_with("/v1") && path != "/openapi.json" {
                assert_eq!(headers.get(name).map(|told| told.to_str().unwrap()), value.as_str(), "{path}: {name}");
            }
        }
        for name in headers.keys().filter(|name| !own.contains(&name.as_str())) {
            let is_published = everywhere.contains_key(name.as_str());
            assert!(is_published || here.is_some_and(|here| here.contains_key(name.as_str())), "{path}: {name}");
        }
    }
}

#[tokio::test]
async fn leaving_clears_what_the_browser_kept_and_nothing_else_does() {
    let (_house, router) = whole().await;
    for path in PATHS {
        let told =
            ask(&router, get(path)).await.1.get("clear-site-data").map(|value| value.to_str().unwrap().to_owned());
        let leaves = matches!(path, "/calme" | "/fini");
        assert_eq!(told.as_deref(), leaves.then_some("\"cache\", \"storage\""), "{path}");
    }
}

#[tokio::test]
async fn no_path_leads_out_of_the_page() {
    let (_house, router) = whole().await;
    for path in [
        "/../Cargo.toml",
        "/..%2fCargo.toml",
        "/assets/../../src/main.rs",
        "/assets/%2e%2e/%2e%2e/package.json",
        "/assets/..\\..\\package.json".replace('\\', "%5c").as_str(),
        "//etc/passwd",
        "/assets/%00",
        "/package.json",
        "/src/main.tsx",
        "/.gitignore",
        "/dist/page/index.html",
        "/index.html.br",
    ] {
        let (status, headers, body) = ask(&router, get(path)).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(headers[header::CONTENT_TYPE], PROBLEM_MEDIA_TYPE, "{path}: {body}");
    }
}

#[tokio::test]
async fn the_page_is_served_or_says_how_to_build_it() {
    let (_house, router) = whole().await;
    for path in ["/", "/borne", "/calme", "/fini", "/accessibilite", "/aide"] {
        let (status, headers, body) = ask(&router, by_a_person(path)).await;
        if status == StatusCode::OK {
            assert_eq!(headers[header::CONTENT_TYPE], "text/html; charset=utf-8", "{path}");
            assert!(body.starts_with("<!doctype html>"), "{path}: {body}");
            assert!(!body.contains("<style") && !body.contains("<script>") && !body.contains(" on"), "{path}: {body}");
        } else {
            assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
            assert_eq!(headers[header::CONTENT_TYPE], "text/plain; charset=utf-8", "{path}");
            assert!(body.contains("make page") && body.contains("construite"), "{body}");
        }
    }
}

#[tokio::test]
async fn a_file_whose_name_holds_its_hash_is_kept_and_its_forms_are_one_file() {
    let (_house, router) = whole().await;
    let (status, _, list) = ask(&router, get("/page.json")).await;
    if status == StatusCode::NOT_FOUND {
        // Not built: the test above says what is served then.
        return;
    }
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let files = list["files"].as_object().unwrap();
    assert!(files.contains_key("/index.html") && files.contains_key("/calme.html"), "{files:?}");
    for path in files.keys() {
        let (status, headers, body) = ask(&router, get(path)).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        let kept = headers[header::CACHE_CONTROL] == "public, max-age=31536000, immutable";
        assert_eq!(kept, path.starts_with("/assets/"), "{path}");
        let told = headers[header::CONTENT_TYPE].to_str().unwrap();
        let expected = match path.rsplit('.').next().unwrap() {
            "html" => "text/html; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "svg" => "image/svg+xml",
            _ => "application/json",
        };
        assert_eq!(told, expected, "{path}");
        let squeezed = Request::get(path).header(header::ACCEPT_ENCODING, "gzip, br").body(Body::empty()).unwrap();
        let (_, headers, smaller) = ask(&router, squeezed).await;
        assert!(headers.contains_key(header::CONTENT_ENCODING) == (smaller != body), "{path}");
    }
}

#[tokio::test]
async fn who_follows_a_wrong_link_gets_a_screen_and_a_program_gets_a_problem() {
    let (_house, router) = whole().await;
    let (status, headers, _) = ask(&router, by_a_person("/papiers-perdus")).await;
    assert!(matches!(status, StatusCode::NOT_FOUND | StatusCode::SERVICE_UNAVAILABLE), "{status}");
    assert_ne!(headers[header::CONTENT_TYPE], PROBLEM_MEDIA_TYPE);
    let (status, headers, _) = ask(&router, get("/papiers-perdus")).await;
    assert_eq!((status, headers[header::CONTENT_TYPE].to_str().unwrap()), (StatusCode::NOT_FOUND, PROBLEM_MEDIA_TYPE));
    let post = Request::post("/").body(Body::empty()).unwrap();
    assert_eq!(ask(&router, post).await.1[header::CONTENT_TYPE], PROBLEM_MEDIA_TYPE);
}
