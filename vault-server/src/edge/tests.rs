//! The edge around a small router.

use std::convert::Infallible;
use std::future::pending;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode, header};
use axum::routing::{get, post};
use futures_util::{StreamExt, stream};
use tower::ServiceExt;
use vault_core::entropy::SeededEntropy;

use super::*;

const RATES: RateSettings = RateSettings { calls: 100, unauthenticated: 50 };

fn edge_of(origin: &str) -> Arc<Edge> {
    let transport = Transport {
        request: Duration::from_millis(200),
        idle: Duration::from_millis(150),
        grace: Duration::ZERO,
        max_connections: 1,
        proxies: Vec::new(),
    };
    Edge::new(&origin.parse().unwrap(), RATES, &transport, &mut SeededEntropy::new(1))
}

fn router() -> Router {
    let handlers = Router::new()
        .route("/fine/{id}", get(|| async { "fine" }))
        .route("/hangs", get(pending::<()>))
        .route("/reads", post(|body: Bytes| async move { body.len().to_string() }))
        .route("/reads-then-hangs", post(|_: Bytes| pending::<()>()))
        .route("/panics", get(panics));
    wrap(handlers, &edge_of("https://coffre.example"))
}

async fn panics() {
    panic!("SPECIMEN secret");
}

async fn call(router: &Router, request: Request<Body>) -> (StatusCode, header::HeaderMap, String) {
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    (parts.status, parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
}

fn get_of(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

fn upload(path: &str, body: Body) -> Request<Body> {
    Request::post(path).header(header::CONTENT_TYPE, "application/octet-stream").body(body).unwrap()
}

/// `pieces` of one byte, every `pause`, then the end or silence.
fn slow(pieces: usize, pause: Duration, ends: bool) -> Body {
    let bytes = stream::iter(0..pieces).then(move |_| async move {
        tokio::time::sleep(pause).await;
        Ok::<_, Infallible>(Bytes::from_static(b"x"))
    });
    if ends { Body::from_stream(bytes) } else { Body::from_stream(bytes.chain(stream::pending())) }
}

#[tokio::test]
async fn every_answer_is_private_and_named() {
    let router = router();
    for path in ["/fine/1", "/nothing", "/panics"] {
        let (_, headers, _) = call(&router, get_of(path)).await;
        for (name, value) in [
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
            ("cross-origin-resource-policy", "same-origin"),
            ("referrer-policy", "no-referrer"),
            ("strict-transport-security", "max-age=63072000"),
        ] {
            assert_eq!(headers.get(name).unwrap(), value, "{path}");
        }
    }
    let id = |headers: header::HeaderMap| headers["coffre-request-id"].to_str().unwrap().to_owned();
    let first = id(call(&router, get_of("/fine/1")).await.1);
    assert_ne!(first, id(call(&router, get_of("/fine/1")).await.1));
}

#[test]
fn this_machine_is_not_bound_to_tls() {
    for (origin, hsts) in [
        ("https://localhost:8443", false),
        ("https://127.0.0.1", false),
        ("https://[::1]:8443", false),
        ("https://coffre.example", true),
    ] {
        assert_eq!(edge_of(origin).hsts, hsts, "{origin}");
    }
}

#[tokio::test]
async fn a_panic_is_answered_without_its_message() {
    let (status, _, body) = call(&router(), get_of("/panics")).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(body.contains("\"unexpected\"") && !body.contains("SPECIMEN"), "{body}");
}

#[tokio::test]
async fn too_many_calls_are_refused_with_the_time_to_wait() {
    let router = router();
    let mut allowed = 0;
    let (status, headers, body) = loop {
        let answer = call(&router, get_of("/fine/1")).await;
        match answer.0 {
            StatusCode::OK => allowed += 1,
            _ => break answer,
        }
    };
    assert!((50..60).contains(&allowed), "{allowed}");
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    let problem: Problem = serde_json::from_str(&body).unwrap();
    assert_eq!(problem.code, ProblemCode::TooManyRequests);
    let wait = problem.retry_after_s.unwrap();
    assert!((1..=60).contains(&wait));
    assert_eq!(headers[header::RETRY_AFTER], wait.to_string());
    let with_session = Request::get("/fine/1").header(header::AUTHORIZATION, "Bearer x").body(Body::empty()).unwrap();
    assert_eq!(call(&router, with_session).await.0, StatusCode::OK);
}

#[tokio::test]
async fn what_takes_too_long_is_stopped() {
    let router = router();
    let (status, _, body) = call(&router, get_of("/hangs")).await;
    assert_eq!(status, StatusCode::REQUEST_TIMEOUT);
    assert!(body.contains("\"timed-out\""), "{body}");

    let drip = Request::post("/reads").body(slow(100, Duration::from_millis(20), true)).unwrap();
    assert_eq!(call(&router, drip).await.0, StatusCode::REQUEST_TIMEOUT);

    let after_upload = upload("/reads-then-hangs", slow(3, Duration::ZERO, true));
    assert_eq!(call(&router, after_upload).await.0, StatusCode::REQUEST_TIMEOUT);
}

#[tokio::test]
async fn an_upload_lasts_while_its_bytes_come_and_no_longer() {
    let router = router();
    let (status, _, body) = call(&router, upload("/reads", slow(20, Duration::from_millis(30), true))).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, "20"));

    let silent = call(&router, upload("/reads", slow(3, Duration::ZERO, false)));
    let (status, _, _) = tokio::time::timeout(Duration::from_secs(2), silent).await.expect("waited for ever");
    assert!(status.is_client_error(), "{status}");
}
