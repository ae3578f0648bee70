//! Ties between a person and organisations.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vault_core::api::{Departure, NewDirectoryEntry, NewInvitation, OrganisationView};
use vault_core::ids::{OrganisationId, VaultId};

use super::extract::{Ids, Signed, SignedGet};
use super::{Answer, ApiError, SharedApp};
use crate::domain::tie;

/// The owner allows an organisation to keep their sealed name.
#[utoipa::path(post, path = "/v1/vaults/{vault_id}/directory-invitations", tag = "ties",
    params(("vault_id" = VaultId, Path)), request_body = NewInvitation,
    security(("session" = [], "signed-request" = [])),
    responses((status = 204)))]
pub(super) async fn invite(
    State(app): State<SharedApp>,
    Ids(vault_id): Ids<VaultId>,
    signed: Signed<NewInvitation>,
) -> Result<StatusCode, ApiError> {
    tie::invite(&app, signed.caller, vault_id, signed.body).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A member writes the sealed name into the organisation's directory.
#[utoipa::path(post, path = "/v1/organisations/{organisation_id}/directory", tag = "ties",
    params(("organisation_id" = OrganisationId, Path)), request_body = NewDirectoryEntry,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = OrganisationView)))]
pub(super) async fn join(
    State(app): State<SharedApp>,
    Ids(organisation_id): Ids<OrganisationId>,
    signed: Signed<NewDirectoryEntry>,
) -> Answer<OrganisationView> {
    Ok(Json(tie::join(&app, signed.caller, organisation_id, signed.body).await?))
}

/// The organisations that keep the owner's name.
#[utoipa::path(get, path = "/v1/vaults/{vault_id}/organisations", tag = "ties",
    params(("vault_id" = VaultId, Path)), security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = Vec<OrganisationView>)))]
pub(super) async fn of_vault(
    State(app): State<SharedApp>,
    SignedGet(caller): SignedGet,
    Ids(vault_id): Ids<VaultId>,
) -> Answer<Vec<OrganisationView>> {
    Ok(Json(tie::of_vault(&app, &caller, vault_id).await?))
}

/// Ends the tie: the name is removed, the organisation's mandates are revoked.
#[utoipa::path(post, path = "/v1/vaults/{vault_id}/organisations/{organisation_id}/departure", tag = "ties",
    params(("vault_id" = VaultId, Path), ("organisation_id" = OrganisationId, Path)), request_body = Departure,
    security(("session" = [], "signed-request" = [])),
    responses((status = 204)))]
pub(super) async fn leave(
    State(app): State<SharedApp>,
    Ids(between): Ids<(VaultId, OrganisationId)>,
    signed: Signed<Departure>,
) -> Result<StatusCode, ApiError> {
    tie::leave(&app, signed.caller, between, signed.body).await?;
    Ok(StatusCode::NO_CONTENT)
}
