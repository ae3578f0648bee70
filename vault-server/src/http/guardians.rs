//! Guardians, those who named them and those who are.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vault_core::api::{GuardianKeys, GuardiansEnd, GuardiansView, GuardianshipView, NewGuardians, NewRehearsal};
use vault_core::ids::AccountId;

use super::extract::{Ids, Signed, SignedGet};
use super::{Answer, ApiError, SharedApp};
use crate::domain::guardians;

/// Names three guardians.
#[utoipa::path(post, path = "/v1/guardians", tag = "recoveries", request_body = NewGuardians,
    security(("session" = [], "signed-request" = [])),
    responses((status = 204)))]
pub(super) async fn name(State(app): State<SharedApp>, signed: Signed<NewGuardians>) -> Result<StatusCode, ApiError> {
    guardians::name(&app, signed.caller, signed.body).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The caller's guardians.
#[utoipa::path(get, path = "/v1/guardians", tag = "recoveries", security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = GuardiansView)))]
pub(super) async fn list(State(app): State<SharedApp>, SignedGet(caller): SignedGet) -> Answer<GuardiansView> {
    Ok(Json(guardians::list(&app, &caller).await?))
}

/// No more guardians.
#[utoipa::path(post, path = "/v1/guardians/end", tag = "recoveries", request_body = GuardiansEnd,
    security(("session" = [], "signed-request" = [])),
    responses((status = 204)))]
pub(super) async fn end(State(app): State<SharedApp>, signed: Signed<GuardiansEnd>) -> Result<StatusCode, ApiError> {
    guardians::end(&app, signed.caller, signed.body).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The vaults that the caller guards.
#[utoipa::path(get, path = "/v1/guardianships", tag = "recoveries",
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = Vec<GuardianshipView>)))]
pub(super) async fn guarded(
    State(app): State<SharedApp>,
    SignedGet(caller): SignedGet,
) -> Answer<Vec<GuardianshipView>> {
    Ok(Json(guardians::guarded(&app, &caller).await?))
}

/// Proves that the caller's pieces work.
#[utoipa::path(post, path = "/v1/guardianships/rehearsals", tag = "recoveries", request_body = NewRehearsal,
    security(("session" = [], "signed-request" = [])),
    responses((status = 204)))]
pub(super) async fn rehearse(
    State(app): State<SharedApp>,
    signed: Signed<NewRehearsal>,
) -> Result<StatusCode, ApiError> {
    guardians::rehearse(&app, signed.caller, signed.body).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The keys of somebody who shall be a guardian.
#[utoipa::path(get, path = "/v1/accounts/{account_id}/guardian-keys", tag = "recoveries",
    params(("account_id" = AccountId, Path)), security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = GuardianKeys)))]
pub(super) async fn keys(
    State(app): State<SharedApp>,
    SignedGet(caller): SignedGet,
    Ids(account_id): Ids<AccountId>,
) -> Answer<GuardianKeys> {
    Ok(Json(guardians::keys(&app, &caller, account_id).await?))
}
