//! Logins, sessions, first keys, PINs, and the public keys of staff.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vault_core::api::{Challenge, ChallengeRequest, Enrolment, Login, LoginAnswer, PinChange, SessionView, SignerView};
use vault_core::ids::AccountId;

use super::extract::{Ids, SessionOnly, Signed, SignedFirst, SignedGet, Unsigned};
use super::{Answer, ApiError, SharedApp};
use crate::domain::{enrolment, login, pin};
use crate::edge::Address;

/// Gives a challenge for a login.
#[utoipa::path(post, path = "/v1/login-challenges", tag = "accounts", request_body = ChallengeRequest,
    responses((status = 200, body = Challenge)))]
pub(super) async fn challenge(
    State(app): State<SharedApp>,
    caller: Address,
    Unsigned(request): Unsigned<ChallengeRequest>,
) -> Answer<Challenge> {
    Ok(Json(login::challenge(&app, caller, request).await?))
}

/// Logs in with a credential and its PIN.
#[utoipa::path(post, path = "/v1/logins", tag = "accounts", request_body = Login,
    responses((status = 200, body = LoginAnswer)))]
pub(super) async fn log_in(State(app): State<SharedApp>, Unsigned(request): Unsigned<Login>) -> Answer<LoginAnswer> {
    Ok(Json(login::login(&app, request).await?))
}

/// Takes up a session.
#[utoipa::path(get, path = "/v1/session", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = SessionView)))]
pub(super) async fn session(State(app): State<SharedApp>, SessionOnly(session): SessionOnly) -> Answer<SessionView> {
    Ok(Json(login::view(&app, &session).await?))
}

/// Ends a session.
#[utoipa::path(delete, path = "/v1/session", tag = "accounts", security(("session" = [])),
    responses((status = 204)))]
pub(super) async fn log_out(
    State(app): State<SharedApp>,
    SessionOnly(session): SessionOnly,
) -> Result<StatusCode, ApiError> {
    login::logout(&app, &session).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An invited account gives its first keys.
#[utoipa::path(put, path = "/v1/enrolment", tag = "accounts", request_body = Enrolment,
    security(("session" = [], "signed-request" = [])),
    responses((status = 204)))]
pub(super) async fn enrol(State(app): State<SharedApp>, first: SignedFirst) -> Result<StatusCode, ApiError> {
    let SignedFirst { session, enrolment, request } = first;
    enrolment::enrol(&app, session.account_id, session.credential_id, enrolment, request).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes the PIN of the session's credential.
#[utoipa::path(post, path = "/v1/pin-changes", tag = "accounts", request_body = PinChange,
    security(("session" = [], "signed-request" = [])),
    responses((status = 204)))]
pub(super) async fn change_pin(
    State(app): State<SharedApp>,
    signed: Signed<PinChange>,
) -> Result<StatusCode, ApiError> {
    pin::change_pin(&app, signed.caller, signed.body).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The public keys of a staff member.
#[utoipa::path(get, path = "/v1/accounts/{account_id}", tag = "accounts", params(("account_id" = AccountId, Path)),
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = SignerView)))]
pub(super) async fn find(
    State(app): State<SharedApp>,
    SignedGet(_caller): SignedGet,
    Ids(account_id): Ids<AccountId>,
) -> Answer<SignerView> {
    Ok(Json(enrolment::staff_keys(&app, account_id).await?))
}
