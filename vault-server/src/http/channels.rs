//! Ways to reach the caller.

use axum::Json;
use axum::extract::State;
use vault_core::api::{ChannelRemoval, ChannelView, NewChannel};
use vault_core::ids::ChannelId;

use super::extract::{Ids, Signed, SignedGet};
use super::{Answer, SharedApp};
use crate::domain::channel;

/// Adds a way to reach the caller; the others are told.
#[utoipa::path(post, path = "/v1/channels", tag = "channels", request_body = NewChannel,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = ChannelView)))]
pub(super) async fn add(State(app): State<SharedApp>, signed: Signed<NewChannel>) -> Answer<ChannelView> {
    Ok(Json(channel::add(&app, signed.caller, signed.body).await?))
}

/// The ways to reach the caller.
#[utoipa::path(get, path = "/v1/channels", tag = "channels", security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = Vec<ChannelView>)))]
pub(super) async fn list(State(app): State<SharedApp>, SignedGet(caller): SignedGet) -> Answer<Vec<ChannelView>> {
    Ok(Json(channel::list(&app, &caller).await?))
}

/// Removes a way to reach the caller; it and the others are told.
#[utoipa::path(post, path = "/v1/channels/{channel_id}/removal", tag = "channels",
    params(("channel_id" = ChannelId, Path)), request_body = ChannelRemoval,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = Vec<ChannelView>)))]
pub(super) async fn remove(
    State(app): State<SharedApp>,
    Ids(channel_id): Ids<ChannelId>,
    signed: Signed<ChannelRemoval>,
) -> Answer<Vec<ChannelView>> {
    Ok(Json(channel::remove(&app, signed.caller, channel_id, signed.body).await?))
}
