//! A client that only asks: a session and its keys, requests that were signed before, connections that stay open.

use std::path::Path;
use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use vault_core::api::{Challenge, ChallengeRequest, Login, LoginAnswer, REQUEST_HEADER, ServerInfo};
use vault_core::credential::{CredentialFile, Pin, open_root};
use vault_core::entropy::OsEntropy;
use vault_core::ids::{AccountId, CredentialId, Hash, Nonce};
use vault_core::keys::{AccountKeys, OpeningKey};
use vault_core::log::LogKey;
use vault_core::login::LoginStatement;
use vault_core::origin::Origin;
use vault_core::request::{Method, Request, to_header};
use vault_core::suite::sha256;
use vault_core::wrap::Reading;
use vault_server::clock::{Clock, SystemClock};

use crate::Result;
use crate::stage::Stage;

/// Somebody who is logged in, with their keys.
pub(crate) struct Account {
    pub(crate) id: AccountId,
    pub(crate) credential: CredentialId,
    pub(crate) keys: AccountKeys,
    pub(crate) token: Vec<u8>,
    pub(crate) origin: Origin,
    host: String,
}

/// A request that only has to be sent.
pub(crate) struct Ready {
    /// Head and body as they go over the connection.
    pub(crate) bytes: Vec<u8>,
    /// The signed request alone.
    pub(crate) signed: Vec<u8>,
    /// The same, read.
    pub(crate) request: Request,
}

impl Account {
    /// Logs in with the credential and the PIN of somebody on this stage.
    pub(crate) async fn log_in(stage: &Stage, who: &str) -> Result<Self> {
        let origin: Origin = stage.url().parse()?;
        let host = format!("localhost:{}", stage.port);
        let file = CredentialFile::parse(&std::fs::read_to_string(stage.person(who).join("credential"))?)?;
        let pin = Pin::enter(&std::fs::read_to_string(stage.person(who).join("pin"))?)?;
        let mut line = Connection::open(stage).await?;
        let info: ServerInfo = line.unsigned(&host, "GET", "/v1/server", &()).await?;
        let log: LogKey = info.log_key.parse()?;
        let asked = ChallengeRequest { credential_id: file.credential.id };
        let given: Challenge = line.unsigned(&host, "POST", "/v1/login-challenges", &asked).await?;
        let challenge = given.challenge.to_array().ok_or("the challenge has another length")?;
        let one_time = OpeningKey::generate(&mut OsEntropy::new());
        let pin_tag = pin.tag(&file.credential);
        let statement = LoginStatement {
            origin: &origin,
            credential: file.credential.id,
            challenge: &challenge,
            pin_tag: &pin_tag,
            one_time_key: one_time.sealing_key(),
        };
        let login = Login {
            credential_id: file.credential.id,
            challenge: challenge.to_vec().into(),
            pin_tag: pin_tag.expose().to_vec().into(),
            one_time_key: one_time.sealing_key().as_bytes().to_vec().into(),
            signature: statement.sign(&file.credential.signing_key()).to_vec().into(),
        };
        let answer: LoginAnswer = line.unsigned(&host, "POST", "/v1/logins", &login).await?;
        let id = answer.session.account.account_id;
        let reading = Reading { with: &one_time, maker: log.key() };
        let half_b = reading.open_half_to_login(&answer.half_b, id, file.credential.id)?;
        let root = answer.root.as_ref().ok_or("this account has no keys yet")?;
        let keys = open_root(&file.credential, &half_b, id, root)?;
        Ok(Self { id, credential: file.credential.id, keys, token: answer.token.0, origin, host })
    }

    /// Somebody who never logs in: what they sign is taken by the server's rules in this process.
    pub(crate) fn unseen(id: AccountId, credential: CredentialId, keys: AccountKeys, origin: Origin) -> Self {
        Self { id, credential, keys, token: Vec::new(), origin, host: String::new() }
    }

    /// Signs a request with JSON or without a body, now.
    pub(crate) fn sign(&self, method: Method, path: &str, body: &[u8]) -> Result<Ready> {
        self.sign_as(method, path, body, "application/json")
    }

    /// Signs an upload, now.
    pub(crate) fn sign_upload(&self, path: &str, object: &[u8]) -> Result<Ready> {
        self.sign_as(Method::Put, path, object, "application/octet-stream")
    }

    fn sign_as(&self, method: Method, path: &str, body: &[u8], media_type: &str) -> Result<Ready> {
        let request = Request {
            account: self.id,
            maker: self.keys.signing.kid(),
            origin: self.origin.hash(),
            unix_ms: SystemClock.now_ms(),
            nonce: Nonce::generate(&mut OsEntropy::new()),
            body: Hash::from_bytes(sha256(&[body])),
            method,
            path: path.to_owned(),
        };
        let signed = request.sign(&self.keys.signing)?;
        let mut bytes = format!(
            "{} {path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\n{REQUEST_HEADER}: {}\r\n\
             content-type: {media_type}\r\ncontent-length: {}\r\n\r\n",
            method.as_str(),
            self.host,
            BASE64URL_NOPAD.encode(&self.token),
            to_header(&signed),
            body.len(),
        )
        .into_bytes();
        bytes.extend_from_slice(body);
        Ok(Ready { bytes, signed, request })
    }
}

/// One connection to the server, over TLS 1.3 and HTTP/1.1.
pub(crate) struct Connection {
    stream: TlsStream<TcpStream>,
    held: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(stage: &Stage) -> Result<Self> {
        Self::open_at(stage, stage.port).await
    }

    /// To the server of a stage that listens on this port.
    pub(crate) async fn open_at(stage: &Stage, port: u16) -> Result<Self> {
        let connector = TlsConnector::from(Arc::new(trusting(&stage.ca())?));
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        let stream = connector.connect(ServerName::try_from("localhost")?, stream).await?;
        Ok(Self { stream, held: Vec::with_capacity(64 * 1024) })
    }

    /// Sends bytes and gives the body of the answer, which must be a good one.
    pub(crate) async fn ask(&mut self, bytes: &[u8]) -> Result<Vec<u8>> {
        self.stream.write_all(bytes).await?;
        self.stream.flush().await?;
        let head = loop {
            if let Some(end) = self.held.windows(4).position(|four| four == b"\r\n\r\n") {
                break String::from_utf8_lossy(&self.held.drain(..end + 4).collect::<Vec<_>>()).to_ascii_lowercase();
            }
            self.more().await?;
        };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.ok_or("an answer without a length")?.trim().parse()?;
        while self.held.len() < length {
            self.more().await?;
        }
        let after = self.held.split_off(length);
        let body = std::mem::replace(&mut self.held, after);
        if head.starts_with("http/1.1 2") { Ok(body) } else { Err(String::from_utf8_lossy(&body).into()) }
    }

    /// What the server says of itself, to anybody.
    pub(crate) async fn server_info(&mut self, stage: &Stage) -> Result<ServerInfo> {
        self.unsigned(&format!("localhost:{}", stage.port), "GET", "/v1/server", &()).await
    }

    /// Sends a request that was signed; gives what the server said, read.
    pub(crate) async fn told<T: DeserializeOwned>(&mut self, ready: &Ready) -> Result<T> {
        Ok(serde_json::from_slice(&self.ask(&ready.bytes).await?)?)
    }

    async fn more(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.held).await? == 0 { Err("the server hung up".into()) } else { Ok(()) }
    }

    async fn unsigned<T: DeserializeOwned>(
        &mut self,
        host: &str,
        method: &str,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T> {
        let body = if method == "GET" { Vec::new() } else { serde_json::to_vec(body)? };
        let mut bytes = format!(
            "{method} {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        bytes.extend_from_slice(&body);
        Ok(serde_json::from_slice(&self.ask(&bytes).await?)?)
    }
}

fn trusting(ca: &Path) -> Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(ca)?)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_protocol_versions(&[&rustls::version::TLS13])?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
