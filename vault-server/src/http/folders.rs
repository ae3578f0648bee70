//! Keys of folders.

use axum::Json;
use axum::extract::State;
use vault_core::api::{EpochAnswer, NewEpoch, ResealedRecords};
use vault_core::ids::{FolderId, VaultId};

use super::extract::{Ids, Signed};
use super::{Answer, SharedApp};
use crate::domain::epoch;

/// Gives a folder its next key.
#[utoipa::path(post, path = "/v1/vaults/{vault_id}/folders/{folder_id}/epochs", tag = "folders",
    params(("vault_id" = VaultId, Path), ("folder_id" = FolderId, Path)), request_body = NewEpoch,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = EpochAnswer)))]
pub(super) async fn turn(
    State(app): State<SharedApp>,
    Ids(place): Ids<(VaultId, FolderId)>,
    signed: Signed<NewEpoch>,
) -> Answer<EpochAnswer> {
    Ok(Json(epoch::turn(&app, signed.caller, place, signed.body).await?))
}

/// Takes records sealed to the folder's key in force, in the place of those sealed to former ones.
#[utoipa::path(put, path = "/v1/vaults/{vault_id}/folders/{folder_id}/records", tag = "folders",
    params(("vault_id" = VaultId, Path), ("folder_id" = FolderId, Path)), request_body = ResealedRecords,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = EpochAnswer)))]
pub(super) async fn reseal(
    State(app): State<SharedApp>,
    Ids(place): Ids<(VaultId, FolderId)>,
    signed: Signed<ResealedRecords>,
) -> Answer<EpochAnswer> {
    Ok(Json(epoch::reseal_records(&app, signed.caller, place, signed.body).await?))
}
