//! Extractors: what a handler gets is checked already. [`Signed`] needs a live session and a request
//! signed by its account over this very method, path and body; [`SessionOnly`] serves the two calls by
//! which a client takes up or ends a session.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::{header, request::Parts};
use serde::de::DeserializeOwned;
use vault_core::api::{ProblemCode, REQUEST_HEADER, REQUEST_WINDOW_MS};
use vault_core::certificate::Certificate;
use vault_core::error::Property;
use vault_core::ids::Hash;
use vault_core::keys::VerifyingKey;
use vault_core::request::{self, Method, Request as SignedBytes};
use vault_core::suite;
use zeroize::Zeroizing;

use super::{ApiError, SharedApp};
use crate::app::App;
use crate::domain::{Caller, login};
use crate::error::{Error, Result};
use crate::ledger::SignedRequest;
use crate::store::sessions::Session;

/// A live session and nothing more.
#[derive(Debug)]
pub(super) struct SessionOnly(pub(super) Session);

impl FromRequestParts<SharedApp> for SessionOnly {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &SharedApp) -> std::result::Result<Self, ApiError> {
        Ok(Self(session(app, parts).await?.0))
    }
}

/// A signed request with a JSON body, of at most `TIMES` the limit of the settings: an organisation's next keys are sealed
/// to each of its members in one act.
#[derive(Debug)]
pub(super) struct Signed<T, const TIMES: usize = 1> {
    /// Who sent it.
    pub(super) caller: Caller,
    /// What it says.
    pub(super) body: T,
}

impl<T: DeserializeOwned, const TIMES: usize> FromRequest<SharedApp> for Signed<T, TIMES> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &SharedApp) -> std::result::Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        let claim = Claim::read(app, &parts).await?;
        let bytes = read_body(app.limits.max_json_bytes.saturating_mul(TIMES), &parts, body).await?;
        let caller = claim.accept(app, Some(&bytes))?;
        Ok(Self { caller, body: parse(&bytes)? })
    }
}

/// A signed request without a body.
#[derive(Debug)]
pub(super) struct SignedGet(pub(super) Caller);

impl FromRequestParts<SharedApp> for SignedGet {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &SharedApp) -> std::result::Result<Self, ApiError> {
        Ok(Self(Claim::read(app, parts).await?.accept(app, Some(&[]))?))
    }
}

/// A signed request whose body is a stream: the signature announces its hash, which is compared at the end.
#[derive(Debug)]
pub(super) struct SignedStream {
    /// Who sent it.
    pub(super) caller: Caller,
    /// SHA-256 of the body, as announced.
    pub(super) announced: Hash,
    /// Length of the body, as announced.
    pub(super) length: u64,
}

impl FromRequestParts<SharedApp> for SignedStream {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &SharedApp) -> std::result::Result<Self, ApiError> {
        let claim = Claim::read(app, parts).await?;
        let announced = claim.request.body;
        let caller = claim.accept(app, None)?;
        let length = parts
            .headers
            .get(header::CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse().ok())
            .ok_or_else(|| Error::problem(ProblemCode::LengthRequired, "Content-Length"))?;
        require_media_type(parts, "application/octet-stream")?;
        Ok(Self { caller, announced, length })
    }
}

/// A first enrolment: signed with the key that its own body publishes.
#[derive(Debug)]
pub(super) struct SignedFirst {
    /// The session.
    pub(super) session: Session,
    /// The first keys.
    pub(super) enrolment: vault_core::api::Enrolment,
    /// The signed request.
    pub(super) request: SignedRequest,
}

impl FromRequest<SharedApp> for SignedFirst {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &SharedApp) -> std::result::Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        let claim = Claim::read(app, &parts).await?;
        let bytes = read_body(app.limits.max_json_bytes, &parts, body).await?;
        let enrolment = parse(&bytes)?;
        let key = crate::domain::enrolment::first_key(claim.session.account_id, &enrolment)?;
        claim.check(app, &key, Some(&bytes))?;
        let request = SignedRequest::new(claim.bytes, &claim.request);
        Ok(Self { session: claim.session, enrolment, request })
    }
}

/// JSON from someone who is not logged in.
#[derive(Debug)]
pub(super) struct Unsigned<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<SharedApp> for Unsigned<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &SharedApp) -> std::result::Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        Ok(Self(parse(&read_body(app.limits.max_json_bytes, &parts, body).await?)?))
    }
}

/// Ids in the path.
#[derive(Debug)]
pub(super) struct Ids<T>(pub(super) T);

impl<T: DeserializeOwned + Send> FromRequestParts<SharedApp> for Ids<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &SharedApp) -> std::result::Result<Self, ApiError> {
        let Path(ids) = Path::<T>::from_request_parts(parts, app)
            .await
            .map_err(|error| Error::problem(ProblemCode::InvalidRequest, error.body_text()))?;
        Ok(Self(ids))
    }
}

/// What follows `?`.
#[derive(Debug)]
pub(super) struct Params<T>(pub(super) T);

impl<T: DeserializeOwned + Send> FromRequestParts<SharedApp> for Params<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &SharedApp) -> std::result::Result<Self, ApiError> {
        let Query(params) = Query::<T>::from_request_parts(parts, app)
            .await
            .map_err(|error| Error::problem(ProblemCode::InvalidRequest, error.body_text()))?;
        Ok(Self(params))
    }
}

/// A session and a signed request that are not yet compared.
struct Claim {
    session: Session,
    /// The certificate in force of the session's account, if it has one.
    certificate: Option<Vec<u8>>,
    bytes: Vec<u8>,
    request: SignedBytes,
    method: Method,
    path: String,
}

impl Claim {
    async fn read(app: &App, parts: &Parts) -> Result<Self> {
        let (session, certificate) = session(app, parts).await?;
        let not_signed = |detail: &str| {
            app.count_unsigned();
            Error::problem(ProblemCode::NotSigned, detail)
        };
        let header = parts.headers.get(REQUEST_HEADER).and_then(|value| value.to_str().ok());
        let header = header.ok_or_else(|| not_signed("the header Coffre-Request is missing"))?;
        let bytes = request::from_header(header).map_err(|error| not_signed(&error.to_string()))?;
        let request = SignedBytes::parse(&bytes).map_err(|error| not_signed(&error.to_string()))?;
        let method = Method::from_name(parts.method.as_str()).ok_or_else(|| not_signed("this method is not signed"))?;
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        Ok(Self { session, certificate, bytes, request, method, path })
    }

    /// Checks the signature of the account's key in force.
    fn accept(self, app: &App, body: Option<&[u8]>) -> Result<Caller> {
        let key = match &self.certificate {
            Some(current) => Certificate::parse(current).map_err(Error::Corrupt)?.verifying,
            None => None,
        };
        let key = key.ok_or_else(|| Error::problem(ProblemCode::NotSigned, "this account has no keys yet"))?;
        self.check(app, &key, body)?;
        Ok(Caller {
            account_id: self.session.account_id,
            credential_id: self.session.credential_id,
            token_hash: self.session.token_hash,
            key,
            request: SignedRequest::new(self.bytes, &self.request),
        })
    }

    /// `body`: what arrived; `None` when it is still to come.
    fn check(&self, app: &App, key: &VerifyingKey, body: Option<&[u8]>) -> Result<()> {
        let checked = SignedBytes::verify(&self.bytes, key)
            .and_then(|request| request.check_target(&app.origin, self.method, &self.path))
            .and_then(|()| match body {
                Some(body) => self.request.check_body(&Hash::from_bytes(suite::sha256(&[body]))),
                None => Ok(()),
            });
        if checked.is_err() || self.request.account != self.session.account_id {
            app.count_unsigned();
            let property = checked.err().map_or(Property::Ids, |error| error.property);
            return Err(Error::problem(ProblemCode::NotSigned, format!("request: {}", property.code())));
        }
        self.request
            .check_fresh(app.clock.now_ms(), REQUEST_WINDOW_MS)
            .map_err(|_| Error::problem(ProblemCode::ClockSkew, "signed too long ago, or in the future"))
    }
}

async fn session(app: &App, parts: &Parts) -> Result<(Session, Option<Vec<u8>>)> {
    let token = parts
        .headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
        .and_then(|text| data_encoding::BASE64URL_NOPAD.decode(text.as_bytes()).ok())
        .map(Zeroizing::new);
    if let Some(token) = token {
        return login::session(app, &token).await;
    }
    app.count_unsigned();
    Err(Error::problem(ProblemCode::SessionOver, "no session token"))
}

async fn read_body(limit: usize, parts: &Parts, body: Body) -> Result<Bytes> {
    require_media_type(parts, "application/json")?;
    let over = || Error::OverLimit { code: ProblemCode::TooLarge, limit: limit as u64 };
    let announced =
        parts.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(over());
    }
    axum::body::to_bytes(body, limit).await.map_err(|error| {
        let cause = std::error::Error::source(&error);
        if cause.is_some_and(<dyn std::error::Error>::is::<http_body_util::LengthLimitError>) {
            over()
        } else {
            Error::problem(ProblemCode::BodyMismatch, "the body was cut")
        }
    })
}

fn require_media_type(parts: &Parts, wanted: &str) -> Result<()> {
    let given = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let essence = given.split(';').next().unwrap_or("").trim();
    if essence.eq_ignore_ascii_case(wanted) {
        Ok(())
    } else {
        Err(Error::problem(ProblemCode::UnsupportedMediaType, wanted))
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    serde_json::from_slice(bytes).map_err(|error| {
        // serde's text names fields and places, never values that were sealed; values in clear are ids only.
        Error::problem(ProblemCode::InvalidRequest, error.to_string())
    })
}
