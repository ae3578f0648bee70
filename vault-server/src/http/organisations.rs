//! Organisations, members, seeds, directory.

use axum::Json;
use axum::extract::State;
use vault_core::api::{DirectoryView, MemberView, NewMember, NewOrganisation, OrganisationView, SeedsView};
use vault_core::ids::OrganisationId;

use super::extract::{Ids, Signed, SignedGet};
use super::{Answer, SharedApp};
use crate::domain::organisation;

/// Creates an organisation.
#[utoipa::path(post, path = "/v1/organisations", tag = "organisations", request_body = NewOrganisation,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = OrganisationView)))]
pub(super) async fn create(State(app): State<SharedApp>, signed: Signed<NewOrganisation>) -> Answer<OrganisationView> {
    Ok(Json(organisation::create(&app, signed.caller, signed.body).await?))
}

/// Every organisation's public name and keys.
#[utoipa::path(get, path = "/v1/organisations", tag = "organisations",
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = Vec<OrganisationView>)))]
pub(super) async fn list(State(app): State<SharedApp>, SignedGet(_caller): SignedGet) -> Answer<Vec<OrganisationView>> {
    Ok(Json(organisation::list(&app).await?))
}

/// One organisation's public name and keys.
#[utoipa::path(get, path = "/v1/organisations/{organisation_id}", tag = "organisations",
    params(("organisation_id" = OrganisationId, Path)), security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = OrganisationView)))]
pub(super) async fn find(
    State(app): State<SharedApp>,
    SignedGet(_caller): SignedGet,
    Ids(organisation_id): Ids<OrganisationId>,
) -> Answer<OrganisationView> {
    Ok(Json(organisation::find(&app, organisation_id).await?))
}

/// Enrols a member.
#[utoipa::path(post, path = "/v1/organisations/{organisation_id}/members", tag = "organisations",
    params(("organisation_id" = OrganisationId, Path)), request_body = NewMember,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = MemberView)))]
pub(super) async fn add_member(
    State(app): State<SharedApp>,
    Ids(organisation_id): Ids<OrganisationId>,
    signed: Signed<NewMember>,
) -> Answer<MemberView> {
    Ok(Json(organisation::add_member(&app, signed.caller, organisation_id, signed.body).await?))
}

/// The members, to members.
#[utoipa::path(get, path = "/v1/organisations/{organisation_id}/members", tag = "organisations",
    params(("organisation_id" = OrganisationId, Path)), security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = Vec<MemberView>)))]
pub(super) async fn members(
    State(app): State<SharedApp>,
    SignedGet(caller): SignedGet,
    Ids(organisation_id): Ids<OrganisationId>,
) -> Answer<Vec<MemberView>> {
    Ok(Json(organisation::members(&app, caller, organisation_id).await?))
}

/// What the organisation has sealed to the caller.
#[utoipa::path(get, path = "/v1/organisations/{organisation_id}/seeds", tag = "organisations",
    params(("organisation_id" = OrganisationId, Path)), security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = SeedsView)))]
pub(super) async fn seeds(
    State(app): State<SharedApp>,
    SignedGet(caller): SignedGet,
    Ids(organisation_id): Ids<OrganisationId>,
) -> Answer<SeedsView> {
    Ok(Json(organisation::seeds(&app, caller, organisation_id).await?))
}

/// The organisation's directory of sealed names.
#[utoipa::path(get, path = "/v1/organisations/{organisation_id}/directory", tag = "organisations",
    params(("organisation_id" = OrganisationId, Path)), security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = DirectoryView)))]
pub(super) async fn directory(
    State(app): State<SharedApp>,
    SignedGet(caller): SignedGet,
    Ids(organisation_id): Ids<OrganisationId>,
) -> Answer<DirectoryView> {
    Ok(Json(organisation::directory(&app, caller, organisation_id).await?))
}
