//! Headers of every answer, and one line per request in the server's own log: never a body, a token, an id or an address.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use data_encoding::HEXLOWER;

use super::Edge;

/// Names a request in the answer and in the server's log, for whoever reports a failure.
const REQUEST_ID: HeaderName = HeaderName::from_static("coffre-request-id");

/// What a document of this origin may do, the page included: run and draw only what the server itself serves, never from a string,
/// in no frame, sending no form anywhere. The page makes one Trusted Types policy, for the address of its worker.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; \
    worker-src 'self'; manifest-src 'none'; font-src 'none'; object-src 'none'; frame-src 'none'; frame-ancestors 'none'; base-uri 'none'; \
    form-action 'none'; require-trusted-types-for 'script'; trusted-types coffre-worker";

/// What of the device the page may ask for: the camera, for a card or a paper.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), bluetooth=(), browsing-topics=(), camera=(self), clipboard-read=(), \
    display-capture=(), encrypted-media=(), fullscreen=(self), gamepad=(), geolocation=(), gyroscope=(), hid=(), \
    identity-credentials-get=(), idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), storage-access=(), usb=(), \
    window-management=(), xr-spatial-tracking=()";

/// Nothing is guessed, framed, shared with or told to other sites. These are also written in `web/headers.json`, which is published
/// with the page; a test compares them.
const ALWAYS: [(HeaderName, HeaderValue); 7] = [
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS)),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-embedder-policy"), HeaderValue::from_static("require-corp")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// The route that tells whether all is well.
const HEALTH: &str = "/healthz";

/// Two years.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000");

pub(super) async fn secure(State(edge): State<Arc<Edge>>, request: Request, next: Next) -> Response {
    let id = format!("{}-{:x}", HEXLOWER.encode(&edge.run), edge.served.fetch_add(1, Ordering::Relaxed));
    let method = request.method().clone();
    // The route as it is written in the code: the path itself holds ids.
    let route = request.extensions().get::<MatchedPath>().cloned();
    let begun = Instant::now();

    let mut response = next.run(request).await;

    let route = route.as_ref().map_or("-", MatchedPath::as_str);
    let (elapsed_ms, status) = (begun.elapsed().as_millis(), response.status());
    // A balancer asks several times a second whether all is well: only that it is not is worth a line.
    if route != HEALTH || !status.is_success() {
        tracing::info!(id, %method, route, status = status.as_u16(), elapsed_ms, "request");
    }
    let headers = response.headers_mut();
    headers.extend(ALWAYS);
    // Only the page's own files, whose names hold their hash, say otherwise.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if edge.hsts {
        headers.insert(STRICT_TRANSPORT_SECURITY, HSTS);
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    response
}
