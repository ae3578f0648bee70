//! Recoveries of lost access.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vault_core::api::{
    NewRecovery, RecoveryApproval, RecoveryEnrolment, RecoveryRelease, RecoveryReleased, RecoveryView,
};
use vault_core::ids::RecoveryId;

use super::extract::{Ids, Signed, SignedGet};
use super::{Answer, ApiError, SharedApp};
use crate::domain::recovery;

/// Starts a recovery.
#[utoipa::path(post, path = "/v1/recoveries", tag = "recoveries", request_body = NewRecovery,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = RecoveryView)))]
pub(super) async fn start(State(app): State<SharedApp>, signed: Signed<NewRecovery>) -> Answer<RecoveryView> {
    Ok(Json(recovery::start(&app, signed.caller, signed.body).await?))
}

/// The recoveries that concern the caller.
#[utoipa::path(get, path = "/v1/recoveries", tag = "recoveries", security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = Vec<RecoveryView>)))]
pub(super) async fn list(State(app): State<SharedApp>, SignedGet(caller): SignedGet) -> Answer<Vec<RecoveryView>> {
    Ok(Json(recovery::list(&app, &caller).await?))
}

/// A second member, or a guardian, approves.
#[utoipa::path(post, path = "/v1/recoveries/{recovery_id}/approvals", tag = "recoveries",
    params(("recovery_id" = RecoveryId, Path)), request_body = RecoveryApproval,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = RecoveryView)))]
pub(super) async fn approve(
    State(app): State<SharedApp>,
    Ids(recovery_id): Ids<RecoveryId>,
    signed: Signed<RecoveryApproval>,
) -> Answer<RecoveryView> {
    Ok(Json(recovery::approve(&app, signed.caller, recovery_id, signed.body).await?))
}

/// Stops a recovery.
#[utoipa::path(post, path = "/v1/recoveries/{recovery_id}/stop", tag = "recoveries",
    params(("recovery_id" = RecoveryId, Path)), security(("session" = [], "signed-request" = [])),
    responses((status = 204)))]
pub(super) async fn stop(
    State(app): State<SharedApp>,
    Ids(recovery_id): Ids<RecoveryId>,
    SignedGet(caller): SignedGet,
) -> Result<StatusCode, ApiError> {
    recovery::stop(&app, caller, recovery_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets go of the server's half.
#[utoipa::path(post, path = "/v1/recoveries/{recovery_id}/release", tag = "recoveries",
    params(("recovery_id" = RecoveryId, Path)), request_body = RecoveryRelease,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = RecoveryReleased)))]
pub(super) async fn release(
    State(app): State<SharedApp>,
    Ids(recovery_id): Ids<RecoveryId>,
    signed: Signed<RecoveryRelease>,
) -> Answer<RecoveryReleased> {
    Ok(Json(recovery::release(&app, signed.caller, recovery_id, signed.body).await?))
}

/// Enrols the new card.
#[utoipa::path(post, path = "/v1/recoveries/{recovery_id}/enrolment", tag = "recoveries",
    params(("recovery_id" = RecoveryId, Path)), request_body = RecoveryEnrolment,
    security(("session" = [], "signed-request" = [])),
    responses((status = 204)))]
pub(super) async fn enrol(
    State(app): State<SharedApp>,
    Ids(recovery_id): Ids<RecoveryId>,
    signed: Signed<RecoveryEnrolment>,
) -> Result<StatusCode, ApiError> {
    recovery::enrol(&app, signed.caller, recovery_id, signed.body).await?;
    Ok(StatusCode::NO_CONTENT)
}
