//! The one place where errors become statuses: RFC 9457 problems, whose `code` clients translate.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use vault_core::api::{PROBLEM_MEDIA_TYPE, Problem, ProblemCode};
use vault_core::error::Error as FormatError;

use crate::blobs::BlobError;
use crate::error::Error;
use crate::store::StoreError;

/// An error on its way out.
#[derive(Debug)]
pub struct ApiError(pub Error);

impl<E: Into<Error>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let problem = problem(&self.0);
        if problem.status >= 500 {
            tracing::error!(error = %self.0, code = problem.code.code(), "a request failed");
        }
        respond(&problem)
    }
}

/// A problem as an answer.
pub(crate) fn respond(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, axum::Json(problem)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_MEDIA_TYPE));
    if let Some(seconds) = problem.retry_after_s {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn problem(error: &Error) -> Problem {
    match error {
        Error::Problem { code, detail } => Problem { detail: Some(detail.clone()), ..Problem::new(*code) },
        Error::Malformed(error) => named(ProblemCode::Malformed, *error),
        Error::Corrupt(error) | Error::Store(StoreError::Corrupt(error)) => named(ProblemCode::Integrity, *error),
        Error::Store(StoreError::Form(_) | StoreError::KeyMissing(_)) => Problem::new(ProblemCode::Integrity),
        Error::OverLimit { code, limit } => Problem { limit: Some(*limit), ..Problem::new(*code) },
        Error::WrongPin { tries_left } => {
            Problem { tries_left: Some(*tries_left), ..Problem::new(ProblemCode::WrongPin) }
        }
        Error::TooOften { wait_s } => {
            Problem { retry_after_s: Some(*wait_s), ..Problem::new(ProblemCode::TooManyRequests) }
        }
        Error::Refused(refusal) => Problem::new(Error::code_of(refusal.reason)),
        Error::Blob(error) => blob_problem(error),
        Error::Store(error) if error.is_full() || error.is_away() => Problem::new(ProblemCode::Unavailable),
        Error::Keys(error) if error.is_full() => Problem::new(ProblemCode::Unavailable),
        Error::Store(_) | Error::Keys(_) => Problem::new(ProblemCode::Unexpected),
        Error::Unwritten | Error::Stopping => Problem::new(ProblemCode::Unavailable),
    }
}

/// Which object, and which of its properties.
fn named(code: ProblemCode, error: FormatError) -> Problem {
    Problem {
        what: Some(error.what.code().to_owned()),
        property: Some(error.property.code().to_owned()),
        ..Problem::new(code)
    }
}

fn blob_problem(error: &BlobError) -> Problem {
    use vault_core::error::{Property, What};
    match error {
        BlobError::Missing(_) => named(ProblemCode::Integrity, FormatError::new(What::Document, Property::Length)),
        BlobError::WrongLength | BlobError::Cut => Problem::new(ProblemCode::BodyMismatch),
        BlobError::TimedOut => Problem::new(ProblemCode::TimedOut),
        BlobError::Full | BlobError::Unavailable(_) => Problem::new(ProblemCode::Unavailable),
        BlobError::InvalidKey | BlobError::Io(_) => Problem::new(ProblemCode::Unexpected),
    }
}
