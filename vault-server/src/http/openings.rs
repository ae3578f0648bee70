//! Openings, and the objects that they let fetch.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use vault_core::api::{NewOpening, OpeningView};
use vault_core::ids::OpeningId;

use super::extract::{Ids, Signed, SignedGet};
use super::{Answer, ApiError, SharedApp};
use crate::domain::opening;

/// Opens a document: releases the server's share to the caller, once the event is durable.
#[utoipa::path(post, path = "/v1/openings", tag = "openings", request_body = NewOpening,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = OpeningView)))]
pub(super) async fn create(State(app): State<SharedApp>, signed: Signed<NewOpening>) -> Answer<OpeningView> {
    Ok(Json(opening::open(&app, signed.caller, signed.body).await?))
}

/// The sealed object of an opening, for ten minutes, to the one who opened.
#[utoipa::path(get, path = "/v1/openings/{opening_id}/object", tag = "openings",
    params(("opening_id" = OpeningId, Path)), security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
pub(super) async fn object(
    State(app): State<SharedApp>,
    SignedGet(caller): SignedGet,
    Ids(opening_id): Ids<OpeningId>,
) -> Result<Response, ApiError> {
    let opening = opening::object(&app, &caller, opening_id).await?;
    let reader = app.blobs.open(&opening.blob_key).await?;
    let length = reader.length();
    let mut response = Body::from_stream(reader).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    Ok(response)
}
