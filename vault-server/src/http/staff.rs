//! Members suspended, resumed, removed; the keys of an organisation that turn.

use axum::Json;
use axum::extract::State;
use vault_core::api::{KeyTurn, MemberView, NamesLeft, Removal, ResealedNames, Resumption};
use vault_core::ids::{AccountId, OrganisationId};

use super::extract::{Ids, Signed, SignedGet};
use super::{Answer, SharedApp};
use crate::domain::staff;

/// Next keys of an organisation may take so many times `max_json_bytes`: 3.6 KB for each professional, so 2,300 of them.
const KEYS: usize = 8;

/// Suspends a member at once.
#[utoipa::path(post, path = "/v1/organisations/{organisation_id}/members/{account_id}/suspension", tag = "staff",
    params(("organisation_id" = OrganisationId, Path), ("account_id" = AccountId, Path)),
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = MemberView)))]
pub(super) async fn suspend(
    State(app): State<SharedApp>,
    SignedGet(caller): SignedGet,
    Ids((organisation_id, account_id)): Ids<(OrganisationId, AccountId)>,
) -> Answer<MemberView> {
    Ok(Json(staff::suspend(&app, caller, organisation_id, account_id).await?))
}

/// Lets a suspended member act again.
#[utoipa::path(post, path = "/v1/organisations/{organisation_id}/members/{account_id}/resumption", tag = "staff",
    params(("organisation_id" = OrganisationId, Path), ("account_id" = AccountId, Path)), request_body = Resumption,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = MemberView)))]
pub(super) async fn resume(
    State(app): State<SharedApp>,
    Ids((organisation_id, account_id)): Ids<(OrganisationId, AccountId)>,
    signed: Signed<Resumption>,
) -> Answer<MemberView> {
    Ok(Json(staff::resume(&app, signed.caller, organisation_id, account_id, signed.body).await?))
}

/// Removes a member for good; gives those who remain.
#[utoipa::path(post, path = "/v1/organisations/{organisation_id}/members/{account_id}/removal", tag = "staff",
    params(("organisation_id" = OrganisationId, Path), ("account_id" = AccountId, Path)), request_body = Removal,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = Vec<MemberView>)))]
pub(super) async fn remove(
    State(app): State<SharedApp>,
    Ids((organisation_id, account_id)): Ids<(OrganisationId, AccountId)>,
    signed: Signed<Removal, KEYS>,
) -> Answer<Vec<MemberView>> {
    Ok(Json(staff::remove(&app, signed.caller, organisation_id, account_id, signed.body).await?))
}

/// Turns the organisation's keys; gives the members who hold the new ones.
#[utoipa::path(post, path = "/v1/organisations/{organisation_id}/keys", tag = "staff",
    params(("organisation_id" = OrganisationId, Path)), request_body = KeyTurn,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = Vec<MemberView>)))]
pub(super) async fn turn_keys(
    State(app): State<SharedApp>,
    Ids(organisation_id): Ids<OrganisationId>,
    signed: Signed<KeyTurn, KEYS>,
) -> Answer<Vec<MemberView>> {
    Ok(Json(staff::turn(&app, signed.caller, organisation_id, signed.body).await?))
}

/// Takes names of the directory, sealed anew under the keys in force.
#[utoipa::path(post, path = "/v1/organisations/{organisation_id}/names", tag = "staff",
    params(("organisation_id" = OrganisationId, Path)), request_body = ResealedNames,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = NamesLeft)))]
pub(super) async fn reseal_names(
    State(app): State<SharedApp>,
    Ids(organisation_id): Ids<OrganisationId>,
    signed: Signed<ResealedNames>,
) -> Answer<NamesLeft> {
    Ok(Json(staff::reseal(&app, signed.caller, organisation_id, signed.body).await?))
}
