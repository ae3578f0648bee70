//! Mandates and their revocation.

use axum::Json;
use axum::extract::State;
use vault_core::api::{MandateView, NewMandate, NewRevocation};
use vault_core::ids::{MandateId, VaultId};

use super::extract::{Ids, Signed, SignedGet};
use super::{Answer, SharedApp};
use crate::domain::mandate;

/// Grants a mandate on one's own vault.
#[utoipa::path(post, path = "/v1/vaults/{vault_id}/mandates", tag = "mandates", params(("vault_id" = VaultId, Path)),
    request_body = NewMandate, security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = MandateView)))]
pub(super) async fn grant(
    State(app): State<SharedApp>,
    Ids(vault_id): Ids<VaultId>,
    signed: Signed<NewMandate>,
) -> Answer<MandateView> {
    Ok(Json(mandate::grant(&app, signed.caller, vault_id, signed.body).await?))
}

/// The mandates on a vault: to its owner all, to others those that they hold.
#[utoipa::path(get, path = "/v1/vaults/{vault_id}/mandates", tag = "mandates", params(("vault_id" = VaultId, Path)),
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = Vec<MandateView>)))]
pub(super) async fn of_vault(
    State(app): State<SharedApp>,
    SignedGet(caller): SignedGet,
    Ids(vault_id): Ids<VaultId>,
) -> Answer<Vec<MandateView>> {
    Ok(Json(mandate::of_vault(&app, &caller, vault_id).await?))
}

/// The mandates that the caller holds, by itself or through its organisation.
#[utoipa::path(get, path = "/v1/mandates", tag = "mandates", security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = Vec<MandateView>)))]
pub(super) async fn held(State(app): State<SharedApp>, SignedGet(caller): SignedGet) -> Answer<Vec<MandateView>> {
    Ok(Json(mandate::held(&app, &caller).await?))
}

/// Revokes a mandate, or gives it up.
#[utoipa::path(post, path = "/v1/mandates/{mandate_id}/revocation", tag = "mandates",
    params(("mandate_id" = MandateId, Path)), request_body = NewRevocation,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = MandateView)))]
pub(super) async fn revoke(
    State(app): State<SharedApp>,
    Ids(mandate_id): Ids<MandateId>,
    signed: Signed<NewRevocation>,
) -> Answer<MandateView> {
    Ok(Json(mandate::revoke(&app, signed.caller, mandate_id, signed.body).await?))
}
