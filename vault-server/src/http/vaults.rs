//! Vaults and the descriptions of their documents.

use axum::Json;
use axum::extract::State;
use vault_core::api::{NewVault, RecordsRequest, RecordsView, VaultView};
use vault_core::ids::VaultId;

use super::extract::{Ids, Signed, SignedGet};
use super::{Answer, SharedApp};
use crate::domain::{opening, vault};

/// Creates a vault, with the person present.
#[utoipa::path(post, path = "/v1/vaults", tag = "vaults", request_body = NewVault,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = VaultView)))]
pub(super) async fn create(State(app): State<SharedApp>, signed: Signed<NewVault>) -> Answer<VaultView> {
    Ok(Json(vault::create(&app, signed.caller, signed.body).await?))
}

/// A vault and the folders that the caller may use.
#[utoipa::path(get, path = "/v1/vaults/{vault_id}", tag = "vaults", params(("vault_id" = VaultId, Path)),
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = VaultView)))]
pub(super) async fn find(
    State(app): State<SharedApp>,
    SignedGet(caller): SignedGet,
    Ids(vault_id): Ids<VaultId>,
) -> Answer<VaultView> {
    Ok(Json(vault::find(&app, caller, vault_id).await?))
}

/// The sealed descriptions of the documents that the caller may read.
#[utoipa::path(post, path = "/v1/vaults/{vault_id}/records", tag = "vaults", params(("vault_id" = VaultId, Path)),
    request_body = RecordsRequest, security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = RecordsView)))]
pub(super) async fn records(
    State(app): State<SharedApp>,
    Ids(vault_id): Ids<VaultId>,
    signed: Signed<RecordsRequest>,
) -> Answer<RecordsView> {
    Ok(Json(opening::records(&app, signed.caller, vault_id, signed.body).await?))
}
