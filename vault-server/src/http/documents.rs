//! What may be done to a document that is there.

use axum::Json;
use axum::extract::State;
use vault_core::api::{AmendAnswer, ErasureAnswer, ErasureRequest, NewAmendments, UndoRequest};
use vault_core::ids::DocumentId;

use super::extract::{Ids, Signed};
use super::{Answer, SharedApp};
use crate::domain::{amendment, erasure};

/// Moves a document to another folder, or describes one of its versions anew.
#[utoipa::path(post, path = "/v1/documents/{document_id}/amendments", tag = "documents",
    params(("document_id" = DocumentId, Path)), request_body = NewAmendments,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = AmendAnswer)))]
pub(super) async fn amend(
    State(app): State<SharedApp>,
    Ids(document_id): Ids<DocumentId>,
    signed: Signed<NewAmendments>,
) -> Answer<AmendAnswer> {
    Ok(Json(amendment::amend(&app, signed.caller, document_id, signed.body).await?))
}

/// Erases a document with all its versions, for good.
#[utoipa::path(post, path = "/v1/documents/{document_id}/erasure", tag = "documents",
    params(("document_id" = DocumentId, Path)), request_body = ErasureRequest,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = ErasureAnswer)))]
pub(super) async fn erase(
    State(app): State<SharedApp>,
    Ids(document_id): Ids<DocumentId>,
    signed: Signed<ErasureRequest>,
) -> Answer<ErasureAnswer> {
    Ok(Json(erasure::erase(&app, signed.caller, document_id, signed.body).await?))
}

/// Undoes a deposit that should not have been made.
#[utoipa::path(post, path = "/v1/documents/{document_id}/undo", tag = "documents",
    params(("document_id" = DocumentId, Path)), request_body = UndoRequest,
    security(("session" = [], "signed-request" = [])),
    responses((status = 200, body = ErasureAnswer)))]
pub(super) async fn undo(
    State(app): State<SharedApp>,
    Ids(document_id): Ids<DocumentId>,
    signed: Signed<UndoRequest>,
) -> Answer<ErasureAnswer> {
    Ok(Json(erasure::undo(&app, signed.caller, document_id, signed.body).await?))
}
