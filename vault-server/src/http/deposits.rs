//! Uploads as streams, and the deposits that name them.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use vault_core::api::{DepositAnswer, NewDeposit, UploadAnswer};
use vault_core::ids::{UploadId, VaultId};

use super::extract::{Ids, Signed, SignedStream};
use super::{Answer, SharedApp};
use crate::domain::deposit;

/// Stages a sealed object. Invisible until a deposit names it; gone after a day if none does. The same, sent twice, is one.
#[utoipa::path(put, path = "/v1/vaults/{vault_id}/uploads/{upload_id}", tag = "deposits",
    params(("vault_id" = VaultId, Path), ("upload_id" = UploadId, Path)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = UploadAnswer)))]
pub(super) async fn upload(
    State(app): State<SharedApp>,
    Ids((vault_id, upload_id)): Ids<(VaultId, UploadId)>,
    signed: SignedStream,
    body: Body,
) -> Answer<UploadAnswer> {
    let SignedStream { caller, announced, length } = signed;
    deposit::before_upload(&app, &caller, (vault_id, upload_id), length).await?;
    let blob = app.blobs.put(body.into_data_stream(), length).await?;
    if let Err(error) = deposit::check_arrived(&blob, announced) {
        app.blobs.delete(&blob.key).await?;
        return Err(error.into());
    }
    Ok(Json(deposit::stage(&app, &caller, vault_id, upload_id, blob).await?))
}

/// Makes a staged object a document, or its next version.
#[utoipa::path(post, path = "/v1/vaults/{vault_id}/deposits", tag = "deposits", params(("vault_id" = VaultId, Path)),
    request_body = NewDeposit, security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = DepositAnswer)))]
pub(super) async fn create(
    State(app): State<SharedApp>,
    Ids(vault_id): Ids<VaultId>,
    signed: Signed<NewDeposit>,
) -> Answer<DepositAnswer> {
    Ok(Json(deposit::deposit(&app, signed.caller, vault_id, signed.body).await?))
}
