//! Saying no, closing a vault, and receipts.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vault_core::api::{
    ClosingView, DestructionClaim, KeptView, NewClosing, NewConsentRefusal, NewKeeping, ReceiptView,
};
use vault_core::ids::VaultId;

use super::extract::{Ids, Signed, SignedGet, Unsigned};
use super::{Answer, ApiError, SharedApp};
use crate::domain::{closing, consent, receipt};

/// Somebody was offered a vault and said no.
#[utoipa::path(post, path = "/v1/consent-refusals", tag = "vaults", request_body = NewConsentRefusal,
    security(("session" = [], "signed-request" = [])),
    responses((status = 204)))]
pub(super) async fn refuse(
    State(app): State<SharedApp>,
    signed: Signed<NewConsentRefusal>,
) -> Result<StatusCode, ApiError> {
    consent::refuse(&app, signed.caller, signed.body).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The owner asks for the end of the vault.
#[utoipa::path(post, path = "/v1/vaults/{vault_id}/closing", tag = "vaults", params(("vault_id" = VaultId, Path)),
    request_body = NewClosing, security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = ClosingView)))]
pub(super) async fn close(
    State(app): State<SharedApp>,
    Ids(vault_id): Ids<VaultId>,
    signed: Signed<NewClosing>,
) -> Answer<ClosingView> {
    Ok(Json(closing::close(&app, signed.caller, vault_id, signed.body).await?))
}

/// The owner keeps the vault after all.
#[utoipa::path(post, path = "/v1/vaults/{vault_id}/keeping", tag = "vaults", params(("vault_id" = VaultId, Path)),
    request_body = NewKeeping, security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = KeptView)))]
pub(super) async fn keep(
    State(app): State<SharedApp>,
    Ids(vault_id): Ids<VaultId>,
    signed: Signed<NewKeeping>,
) -> Answer<KeptView> {
    Ok(Json(closing::keep(&app, signed.caller, vault_id, signed.body).await?))
}

/// The receipt of a destroyed vault, for whoever holds the claim code.
#[utoipa::path(post, path = "/v1/destruction-receipts", tag = "log", request_body = DestructionClaim,
    responses((status = 200, body = ReceiptView)))]
pub(super) async fn destruction_receipt(
    State(app): State<SharedApp>,
    Unsigned(claim): Unsigned<DestructionClaim>,
) -> Answer<ReceiptView> {
    Ok(Json(receipt::of_destruction(&app, claim).await?))
}

/// The receipt of one's own act.
#[utoipa::path(get, path = "/v1/log/receipts/{log_index}", tag = "log", params(("log_index" = u64, Path)),
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = ReceiptView)))]
pub(super) async fn receipt(
    State(app): State<SharedApp>,
    SignedGet(caller): SignedGet,
    Ids(index): Ids<u64>,
) -> Answer<ReceiptView> {
    Ok(Json(receipt::of_own_act(&app, caller, index).await?))
}

/// The operator's decision to go on from a log that is behind what people have seen, to everyone.
#[utoipa::path(get, path = "/v1/log/decisions/{log_index}", tag = "log", params(("log_index" = u64, Path)),
    responses((status = 200, body = ReceiptView)))]
pub(super) async fn decision(State(app): State<SharedApp>, Ids(index): Ids<u64>) -> Answer<ReceiptView> {
    Ok(Json(receipt::of_decision(&app, index).await?))
}
