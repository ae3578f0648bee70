//! Serves the page: the files that were built from `web/`, embedded in this program. Nothing is read from disk, so a path leads to
//! a file of the table or nowhere.

mod files;
mod texts;

use axum::body::Body;
use axum::http::header::{ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use files::File;

/// The neutral page that people leave to.
const CALM: &str = "/calme";
/// The screen that ends a session on a shared computer.
const DONE: &str = "/fini";

/// Tells the browser to forget what it keeps of this site (W3C Clear Site Data).
const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// A screen or a file of the page; nothing for any other path or method, so that the interface answers.
pub(crate) fn answer(method: &Method, uri: &Uri, headers: &HeaderMap) -> Option<Response> {
    if !matches!(*method, Method::GET | Method::HEAD) {
        return None;
    }
    let path = uri.path();
    if matches!(path, CALM | DONE) {
        let document = if path == CALM { "/calme.html" } else { "/index.html" };
        let mut response = html(document, StatusCode::OK, headers);
        response.headers_mut().insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\", \"storage\""));
        return Some(response);
    }
    if files::screens().any(|screen| screen == path) {
        return Some(html("/index.html", StatusCode::OK, headers));
    }
    if let Some(file) = files::find(path) {
        return Some(serve(file, StatusCode::OK, headers));
    }
    // Who follows a wrong link reads a screen, not the interface's JSON.
    let asks_for_a_screen = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    let is_a_person = asks_for_a_screen.is_some_and(|accept| accept.contains("text/html"));
    is_a_person.then(|| html("/index.html", StatusCode::NOT_FOUND, headers))
}

/// One of the page's HTML files, or a plain sentence when the page was not built.
fn html(path: &str, status: StatusCode, headers: &HeaderMap) -> Response {
    if let Some(file) = files::find(path) {
        return serve(file, status, headers);
    }
    let plain = (CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    (StatusCode::SERVICE_UNAVAILABLE, [plain], texts::not_built()).into_response()
}

fn serve(file: &'static File, status: StatusCode, headers: &HeaderMap) -> Response {
    let (body, encoding) = match (file.brotli, file.gzip) {
        (Some(brotli), _) if accepts(headers, "br") => (brotli, Some("br")),
        (_, Some(gzip)) if accepts(headers, "gzip") => (gzip, Some("gzip")),
        _ => (file.plain, None),
    };
    let mut response = (status, Body::from(body)).into_response();
    let told = response.headers_mut();
    told.insert(CONTENT_TYPE, HeaderValue::from_static(file.kind));
    told.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        told.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if file.is_immutable() {
        told.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    }
    response
}

/// Whether the browser takes this encoding (RFC 9110, 12.5.3). One that it does not name is not used, whatever `*` says.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let lines = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, ""));
        let weight = weight.trim().trim_start_matches("q=").trim();
        let refused = weight.starts_with('0') && weight.chars().all(|c| matches!(c, '0' | '.'));
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

#[cfg(test)]
mod tests;
