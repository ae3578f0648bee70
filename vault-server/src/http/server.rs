//! What anyone may ask of the server: who it is, whether it lives, what it answers.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use vault_core::api::{Bytes, ProblemCode, ServerInfo};

use super::{Answer, ApiError, SharedApp, openapi};
use crate::entropy::SharedEntropy;
use crate::error::Error;
use crate::web;

/// What a client needs before it logs in.
#[utoipa::path(get, path = "/v1/server", tag = "server",
    responses((status = 200, body = ServerInfo)))]
pub(super) async fn info(State(app): State<SharedApp>) -> Answer<ServerInfo> {
    let now_ms = app.clock.now_ms();
    let mut entropy: SharedEntropy = app.entropy.clone();
    let deposit = app.keys.current_deposit(now_ms, &mut entropy)?;
    Ok(Json(ServerInfo {
        origin: app.origin.to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        log_key: app.log_key().to_string(),
        deposit_certificate: Bytes(deposit.certificate.clone()),
        max_document_bytes: app.limits.max_document_bytes,
        max_vault_bytes: app.limits.max_vault_bytes,
        health_folder: app.health_folder,
        now_ms,
    }))
}

/// Whether the server answers and reads its database.
#[utoipa::path(get, path = "/healthz", tag = "server",
    responses((status = 204)))]
pub(super) async fn health(State(app): State<SharedApp>) -> Result<StatusCode, ApiError> {
    app.store.read().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// This document.
#[utoipa::path(get, path = "/openapi.json", tag = "server", responses((status = 200, body = serde_json::Value)))]
pub(super) async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(openapi::document())
}

/// Any other path: one of the page, or nothing.
pub(super) async fn page(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let nothing = || ApiError(Error::not_found(uri.path().to_owned())).into_response();
    web::answer(&method, &uri, &headers).unwrap_or_else(nothing)
}

/// Any other method.
pub(super) async fn method_not_allowed(uri: Uri) -> ApiError {
    ApiError(Error::problem(ProblemCode::MethodNotAllowed, uri.path().to_owned()))
}
