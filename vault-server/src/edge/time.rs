//! How long a request may take.
//!
//! A short one must be sent and answered within one time. An upload may last as long as its bytes keep coming; the
//! same time then begins at its end.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::StreamExt;
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};
use tower_http::timeout::TimeoutBody;
use vault_core::api::{Problem, ProblemCode};

use super::{Edge, respond};

/// Stops a request that takes too long: whatever it was doing is dropped.
pub(super) async fn limit(State(edge): State<Arc<Edge>>, request: Request, next: Next) -> Response {
    if !is_upload(request.headers()) {
        return timeout(edge.request, next.run(request)).await.unwrap_or_else(|_| timed_out());
    }
    // The sender's half lives inside the body, so that it disappears when the body has been read or thrown away.
    let (in_body, body_is_done) = oneshot::channel::<()>();
    let request = request.map(|body| {
        let watched = Body::new(TimeoutBody::new(edge.idle, body)).into_data_stream();
        Body::from_stream(watched.inspect(move |_| {
            let _ = &in_body;
        }))
    });
    let too_late = async {
        let _ = body_is_done.await;
        sleep(edge.request).await;
    };
    tokio::select! {
        response = next.run(request) => response,
        () = too_late => timed_out(),
    }
}

fn is_upload(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|value| value == "application/octet-stream")
}

fn timed_out() -> Response {
    respond(&Problem::new(ProblemCode::TimedOut))
}
