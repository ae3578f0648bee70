//! The server at the other end: TLS 1.3 to one origin, signed requests, bounded answers, streams in constant memory.

use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use data_encoding::BASE64URL_NOPAD;
use rustls::SupportedCipherSuite;
use serde::Serialize;
use serde::de::DeserializeOwned;
use ureq::http::request::Builder;
use ureq::http::{HeaderName, HeaderValue, Request as HttpRequest, Response, StatusCode, header};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, AsSendBody, Body, SendBody};
use vault_core::api::{Problem as Refusal, REQUEST_HEADER};
use vault_core::ids::{AccountId, Hash, Nonce};
use vault_core::keys::SigningKey;
use vault_core::origin::Origin;
use vault_core::request::{Method, Request, to_header};
use vault_core::secret::SessionToken;
use vault_core::suite::sha256;
use zeroize::Zeroizing;

use crate::desk::Desk;
use crate::error::{Error, Problem, Result};

/// Largest JSON answer that is read.
const MAX_ANSWER: u64 = 16 * 1024 * 1024;
/// The roots of the system, when no authority was given.
const SYSTEM_ROOTS: &str = "/etc/ssl/certs/ca-certificates.crt";

/// One server.
#[derive(Debug)]
pub(crate) struct Remote {
    agent: Agent,
    origin: Origin,
}

/// Who asks: a session and the key that signs each request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller<'a> {
    /// The session.
    pub(crate) token: &'a SessionToken,
    /// The account.
    pub(crate) account: AccountId,
    /// Its signing key.
    pub(crate) signing: &'a SigningKey,
}

/// An answer as it came.
#[derive(Debug)]
pub(crate) struct Looked {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Looked {
    /// The header's value, empty when there is none; of several, all of them.
    pub(crate) fn header(&self, name: &str) -> String {
        let values = self.headers.iter().filter(|(told, _)| told == name).map(|(_, value)| value.as_str());
        values.collect::<Vec<_>>().join(" | ")
    }
}

/// What a request shows of who asks.
#[derive(Clone, Copy)]
enum Shown<'a> {
    Nobody,
    Token(&'a SessionToken),
    Signed(Caller<'a>),
}

impl<'a> From<Option<Caller<'a>>> for Shown<'a> {
    fn from(caller: Option<Caller<'a>>) -> Self {
        caller.map_or(Self::Nobody, Self::Signed)
    }
}

/// What goes with a request.
enum Content<'a> {
    Nothing,
    Json(Vec<u8>),
    Stream { reader: &'a mut dyn Read, length: u64, hash: Hash },
}

/// A file of certificates, or the system's.
pub(crate) fn read_roots(file: Option<&Path>) -> Result<String> {
    let path = file.unwrap_or(Path::new(SYSTEM_ROOTS));
    let shown = || path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => Problem::FileMissing { path: shown() },
        io::ErrorKind::InvalidData => Problem::CaFile { path: shown() },
        _ => Problem::FileUnreadable { path: shown(), cause: e.to_string() },
    })?;
    if certificates(&text).is_empty() { Err(Problem::CaFile { path: shown() }.into()) } else { Ok(text) }
}

fn certificates(pem: &str) -> Vec<Certificate<'static>> {
    let items = parse_pem(pem.as_bytes()).filter_map(std::result::Result::ok);
    items.filter_map(|item| if let PemItem::Certificate(c) = item { Some(c) } else { None }).collect()
}

impl Remote {
    /// Prepares to talk to a server whose certificate one of these roots (PEM) has signed. Nothing is sent yet.
    pub(crate) fn new(origin: Origin, roots: &str) -> Result<Self> {
        if !origin.as_str().starts_with("https://") {
            return Err(Problem::ServerUrl { url: origin.to_string() }.into());
        }
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::from(certificates(roots)))
            .unversioned_rustls_crypto_provider(tls13_provider())
            .build();
        let agent = Agent::config_builder()
            .tls_config(tls)
            .https_only(true)
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent(concat!("coffre/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(Duration::from_secs(10)))
            .timeout_await_100(Some(Duration::from_secs(5)))
            .timeout_recv_response(Some(Duration::from_mins(1)))
            .timeout_per_read(Some(Duration::from_secs(30)))
            .timeout_per_write(Some(Duration::from_secs(30)))
            .build()
            .into();
        Ok(Self { agent, origin })
    }

    /// The server's origin.
    pub(crate) const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// `GET`, JSON back.
    pub(crate) fn get<T: DeserializeOwned>(&self, desk: &Desk, path: &str, caller: Option<Caller<'_>>) -> Result<T> {
        self.json(&mut self.call(desk, Method::Get, path, Content::Nothing, caller.into())?)
    }

    /// `GET` with a session token alone, JSON back.
    pub(crate) fn get_with_token<T: DeserializeOwned>(
        &self,
        desk: &Desk,
        path: &str,
        token: &SessionToken,
    ) -> Result<T> {
        self.json(&mut self.call(desk, Method::Get, path, Content::Nothing, Shown::Token(token))?)
    }

    /// JSON out, JSON back.
    pub(crate) fn send<B: Serialize, T: DeserializeOwned>(
        &self,
        desk: &Desk,
        method: Method,
        path: &str,
        body: &B,
        caller: Option<Caller<'_>>,
    ) -> Result<T> {
        let body = serde_json::to_vec(body).map_err(|e| Problem::Unforeseen { cause: e.to_string() })?;
        self.json(&mut self.call(desk, method, path, Content::Json(body), caller.into())?)
    }

    /// JSON out, nothing expected back.
    pub(crate) fn tell<B: Serialize>(
        &self,
        desk: &Desk,
        method: Method,
        path: &str,
        body: Option<&B>,
        caller: Option<Caller<'_>>,
    ) -> Result<()> {
        let content = match body {
            None => Content::Nothing,
            Some(body) => {
                Content::Json(serde_json::to_vec(body).map_err(|e| Problem::Unforeseen { cause: e.to_string() })?)
            }
        };
        self.call(desk, method, path, content, caller.into()).map(|_| ())
    }

    /// A sealed object goes up as a stream of an announced length and hash.
    pub(crate) fn upload<T: DeserializeOwned>(
        &self,
        desk: &Desk,
        path: &str,
        object: (&mut dyn Read, u64, Hash),
        caller: Caller<'_>,
    ) -> Result<T> {
        let (reader, length, hash) = object;
        let content = Content::Stream { reader, length, hash };
        self.json(&mut self.call(desk, Method::Put, path, content, Shown::Signed(caller))?)
    }

    /// A sealed object comes down as a stream of at most `limit` bytes.
    pub(crate) fn download(
        &self,
        desk: &Desk,
        path: &str,
        limit: u64,
        caller: Caller<'_>,
    ) -> Result<impl Read + use<>> {
        let response = self.call(desk, Method::Get, path, Content::Nothing, Shown::Signed(caller))?;
        // What is longer is cut here and found out by whoever checks the bytes.
        Ok(response.into_body().into_with_config().limit(u64::MAX).reader().take(limit))
    }

    /// What a browser would be given at `path`: whatever it is, and however it ends.
    pub(crate) fn look(&self, path: &str, accept: &str, accept_encoding: &str) -> Result<Looked> {
        let request = HttpRequest::builder()
            .uri(format!("{}{path}", self.origin))
            .header(header::ACCEPT, accept)
            .header(header::ACCEPT_ENCODING, accept_encoding);
        let mut response = self.run(request, ())?;
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            return Err(self.unreachable(response.status()));
        }
        let told = |(name, value): (&HeaderName, &HeaderValue)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let headers = response.headers().iter().map(told).collect();
        let body = response.body_mut().with_config().limit(MAX_ANSWER).read_to_vec().map_err(|e| self.failure(e))?;
        Ok(Looked { status: response.status().as_u16(), headers, body })
    }

    /// What a broken stream means.
    pub(crate) fn stream_error(&self, error: &io::Error) -> Error {
        Problem::Unreachable { server: self.origin.to_string(), cause: error.to_string() }.into()
    }

    fn call(
        &self,
        desk: &Desk,
        method: Method,
        path: &str,
        content: Content<'_>,
        shown: Shown<'_>,
    ) -> Result<Response<Body>> {
        let mut request = HttpRequest::builder()
            .method(method.as_str())
            .uri(format!("{}{path}", self.origin))
            .header(header::ACCEPT, "application/json, application/problem+json, application/octet-stream");
        let token = match shown {
            Shown::Nobody => None,
            Shown::Token(token) => Some(token),
            Shown::Signed(caller) => {
                let signed = self.sign(desk, method, path, &content, caller)?;
                request = request.header(REQUEST_HEADER, to_header(&signed));
                Some(caller.token)
            }
        };
        if let Some(token) = token {
            let token = Zeroizing::new(BASE64URL_NOPAD.encode(token.expose()));
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", *token));
        }
        let response = match content {
            Content::Nothing => self.run(request, ()),
            Content::Json(body) => self.run(request.header(header::CONTENT_TYPE, "application/json"), body),
            Content::Stream { reader, length, .. } => {
                let request = request.header(header::CONTENT_TYPE, "application/octet-stream");
                // A refusal comes before the object is sent, not as a connection that breaks while it is.
                let request = request.header(header::EXPECT, "100-continue");
                self.run(request.header(header::CONTENT_LENGTH, length), SendBody::from_reader(reader))
            }
        }?;
        if response.status().is_success() { Ok(response) } else { Err(self.refusal(response)) }
    }

    fn run(&self, request: Builder, body: impl AsSendBody) -> Result<Response<Body>> {
        let request = request.body(body).map_err(|e| Problem::Unforeseen { cause: e.to_string() })?;
        self.agent.run(request).map_err(|e| self.failure(e))
    }

    fn sign(
        &self,
        desk: &Desk,
        method: Method,
        path: &str,
        content: &Content<'_>,
        caller: Caller<'_>,
    ) -> Result<Vec<u8>> {
        let body = match content {
            Content::Nothing => Hash::from_bytes(sha256(&[])),
            Content::Json(body) => Hash::from_bytes(sha256(&[body])),
            Content::Stream { hash, .. } => *hash,
        };
        let request = Request {
            account: caller.account,
            maker: caller.signing.kid(),
            origin: self.origin.hash(),
            unix_ms: desk.now_ms(),
            nonce: Nonce::generate(&mut &desk.random),
            body,
            method,
            path: path.to_owned(),
        };
        Ok(request.sign(caller.signing)?)
    }

    fn json<T: DeserializeOwned>(&self, response: &mut Response<Body>) -> Result<T> {
        let bytes = response.body_mut().with_config().limit(MAX_ANSWER).read_to_vec().map_err(|e| self.failure(e))?;
        serde_json::from_slice(&bytes).map_err(|e| Problem::AnswerUnreadable { cause: e.to_string() }.into())
    }

    /// An RFC 9457 answer, or the bare status of something in between.
    fn refusal(&self, mut response: Response<Body>) -> Error {
        let status = response.status();
        match self.json::<Refusal>(&mut response) {
            Ok(refusal) => Error::Server(Box::new(refusal)),
            Err(_) if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => self.unreachable(status),
            Err(_) => Problem::AnswerUnreadable { cause: format!("HTTP {}", status.as_u16()) }.into(),
        }
    }

    fn failure(&self, error: ureq::Error) -> Error {
        match error {
            ureq::Error::BodyExceedsLimit(_) => Problem::AnswerTooLarge.into(),
            ureq::Error::Rustls(tls) => self.tls_failure(&tls),
            ureq::Error::Io(io) => match io.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
                Some(tls) => self.tls_failure(tls),
                None => self.unreachable(io),
            },
            other => self.unreachable(other),
        }
    }

    fn tls_failure(&self, tls: &rustls::Error) -> Error {
        match tls {
            rustls::Error::InvalidCertificate(_) => {
                Problem::Untrusted { server: self.origin.to_string(), cause: tls.to_string() }.into()
            }
            other => self.unreachable(other),
        }
    }

    fn unreachable(&self, cause: impl std::fmt::Display) -> Error {
        Problem::Unreachable { server: self.origin.to_string(), cause: cause.to_string() }.into()
    }
}

/// Ring, with the suites of TLS 1.3 only: older versions are not offered.
fn tls13_provider() -> Arc<rustls::crypto::CryptoProvider> {
    let mut provider = rustls::crypto::ring::default_provider();
    provider.cipher_suites.retain(|suite| matches!(suite, SupportedCipherSuite::Tls13(_)));
    Arc::new(provider)
}
