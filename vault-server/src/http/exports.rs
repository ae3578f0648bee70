//! Taking everything out of a vault.

use axum::Json;
use axum::extract::State;
use vault_core::api::{ExportView, NewExport};
use vault_core::ids::VaultId;

use super::extract::{Ids, Signed};
use super::{Answer, SharedApp};
use crate::domain::export;

/// Writes that the owner takes everything out, and lists what there is to open.
#[utoipa::path(post, path = "/v1/vaults/{vault_id}/exports", tag = "vaults", params(("vault_id" = VaultId, Path)),
    request_body = NewExport, security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = ExportView)))]
pub(super) async fn create(
    State(app): State<SharedApp>,
    Ids(vault_id): Ids<VaultId>,
    signed: Signed<NewExport>,
) -> Answer<ExportView> {
    Ok(Json(export::export(&app, signed.caller, vault_id, signed.body).await?))
}
