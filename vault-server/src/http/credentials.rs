//! The credentials of an account, and new PINs for those that are in hand.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vault_core::api::{
    CredentialChange, CredentialChanged, CredentialView, MemberPinApproval, PinReset, PinResetApproval,
    PinResetApproved,
};

use super::extract::{Signed, SignedGet};
use super::{Answer, ApiError, SharedApp};
use crate::domain::{credentials, member_pin, pin_reset};

/// The caller's own credentials.
#[utoipa::path(get, path = "/v1/credentials", tag = "accounts", security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = Vec<CredentialView>)))]
pub(super) async fn list(State(app): State<SharedApp>, SignedGet(caller): SignedGet) -> Answer<Vec<CredentialView>> {
    Ok(Json(credentials::list(&app, &caller).await?))
}

/// Adds and withdraws credentials of the caller's account.
#[utoipa::path(post, path = "/v1/credentials", tag = "accounts", request_body = CredentialChange,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = CredentialChanged)))]
pub(super) async fn change(
    State(app): State<SharedApp>,
    signed: Signed<CredentialChange>,
) -> Answer<CredentialChanged> {
    Ok(Json(credentials::change(&app, signed.caller, signed.body).await?))
}

/// Vouches for somebody who forgot the PIN.
#[utoipa::path(post, path = "/v1/pin-resets/approvals", tag = "accounts", request_body = PinResetApproval,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = PinResetApproved)))]
pub(super) async fn approve_pin_reset(
    State(app): State<SharedApp>,
    signed: Signed<PinResetApproval>,
) -> Answer<PinResetApproved> {
    Ok(Json(pin_reset::approve(&app, signed.caller, signed.body).await?))
}

/// Vouches for a colleague who forgot the PIN.
#[utoipa::path(post, path = "/v1/pin-resets/member-approvals", tag = "accounts", request_body = MemberPinApproval,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = PinResetApproved)))]
pub(super) async fn approve_member_pin(
    State(app): State<SharedApp>,
    signed: Signed<MemberPinApproval>,
) -> Answer<PinResetApproved> {
    Ok(Json(member_pin::approve(&app, signed.caller, signed.body).await?))
}

/// Sets the PIN that the person has just typed.
#[utoipa::path(post, path = "/v1/pin-resets", tag = "accounts", request_body = PinReset,
    security(("session" = [], "signed-request" = [])),
    responses((status = 204)))]
pub(super) async fn reset_pin(State(app): State<SharedApp>, signed: Signed<PinReset>) -> Result<StatusCode, ApiError> {
    pin_reset::reset(&app, signed.caller, signed.body).await?;
    Ok(StatusCode::NO_CONTENT)
}
