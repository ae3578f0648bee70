//! How the caller likes the page to be shown.

use axum::Json;
use axum::extract::State;
use vault_core::api::{DisplayView, NewDisplay};

use super::extract::{Signed, SignedGet};
use super::{Answer, SharedApp};
use crate::domain::display;

/// Keeps the caller's own display profile, instead of the one before.
#[utoipa::path(put, path = "/v1/display", tag = "accounts", request_body = NewDisplay,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = DisplayView)))]
pub(super) async fn keep(State(app): State<SharedApp>, signed: Signed<NewDisplay>) -> Answer<DisplayView> {
    Ok(Json(display::keep(&app, signed.caller, signed.body).await?))
}

/// The caller's own display profile.
#[utoipa::path(get, path = "/v1/display", tag = "accounts", security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = DisplayView)))]
pub(super) async fn show(State(app): State<SharedApp>, SignedGet(caller): SignedGet) -> Answer<DisplayView> {
    Ok(Json(display::show(&app, &caller).await?))
}
