//! The log, to those who may read bodies; its tree, to everyone.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;
use vault_core::api::{ConsistencyView, LogPage, VaultLogView};
use vault_core::ids::VaultId;

use super::extract::{Ids, Params, SignedGet};
use super::{Answer, ApiError, SharedApp};
use crate::domain::log;

/// Where a vault's log is taken up.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AfterSeq {
    /// The last number that is known already; 0 for all.
    #[serde(default)]
    after_seq: u64,
}

/// The log of one vault, with proofs.
#[utoipa::path(get, path = "/v1/vaults/{vault_id}/log", tag = "log", params(("vault_id" = VaultId, Path), AfterSeq),
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = VaultLogView)))]
pub(super) async fn of_vault(
    State(app): State<SharedApp>,
    SignedGet(caller): SignedGet,
    Ids(vault_id): Ids<VaultId>,
    Params(after): Params<AfterSeq>,
) -> Answer<VaultLogView> {
    Ok(Json(log::of_vault(&app, caller, vault_id, after.after_seq).await?))
}

/// A page of the whole log.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct From {
    /// First index.
    #[serde(default)]
    from: u64,
    /// At most so many, 500 by default and at most.
    limit: Option<u64>,
}

/// The whole log page by page, to an auditor.
#[utoipa::path(get, path = "/v1/log/entries", tag = "log", params(From),
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = LogPage)))]
pub(super) async fn entries(
    State(app): State<SharedApp>,
    SignedGet(caller): SignedGet,
    Params(page): Params<From>,
) -> Answer<LogPage> {
    Ok(Json(log::page(&app, caller, page.from, page.limit).await?))
}

/// A size that a client knows.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct FromSize {
    /// Size of the checkpoint that the client kept.
    from: u64,
}

/// That the current checkpoint continues an earlier one.
#[utoipa::path(get, path = "/v1/log/consistency", tag = "log", params(FromSize),
    responses((status = 200, body = ConsistencyView)))]
pub(super) async fn consistency(
    State(app): State<SharedApp>,
    Params(size): Params<FromSize>,
) -> Answer<ConsistencyView> {
    Ok(Json(log::consistency(&app, size.from).await?))
}

/// The signed checkpoint (C2SP tlog-checkpoint).
#[utoipa::path(get, path = "/log/checkpoint", tag = "log",
    responses((status = 200, body = String, content_type = "text/plain")))]
pub(super) async fn checkpoint(State(app): State<SharedApp>) -> Result<Response, ApiError> {
    let note = log::checkpoint(&app).await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], note).into_response())
}

/// A tile of hashes, or a bundle of leaf data (C2SP tlog-tiles).
#[utoipa::path(get, path = "/log/tile/{tile}", tag = "log",
    params(("tile" = String, Path, description = "path of the tile: level/index or entries/index, with .p/width")),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
pub(super) async fn tile(State(app): State<SharedApp>, Ids(path): Ids<String>) -> Result<Response, ApiError> {
    let bytes = log::tile(&app, &path).await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}
