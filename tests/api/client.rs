//! A server in process, and a client that speaks to its router: no socket, a clock and randomness that tests own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{self, StatusCode, header};
use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::TempDir;
use tower::ServiceExt;
use vault_core::api::{PROBLEM_MEDIA_TYPE, Problem, ProblemCode, REQUEST_HEADER, ServerInfo};
use vault_core::certificate::{Certificate, verify_deposit_key};
use vault_core::entropy::SeededEntropy;
use vault_core::ids::{Hash, Nonce};
use vault_core::log::LogKey;
use vault_core::origin::Origin;
use vault_core::request::{Method, Request, to_header};
use vault_core::suite::sha256;
use vault_server::app::App;
use vault_server::boot::boot;
use vault_server::clock::{Clock, TestClock};
use vault_server::config::{Config, Settings};
use vault_server::entropy::SharedEntropy;

use super::fsck::Soundness;
use super::people::Person;
use super::record::Recorder;
use super::shape;
use crate::harness::{Rows, bucket_of, database_url, objects_in};

/// Friday 15 January 2027, 08:00 UTC.
pub(crate) const NOW_MS: u64 = 1_800_000_000_000;
/// The status that stands for an answer that never came, where the router passes calls on to a program that may be killed.
pub(crate) const NO_ANSWER: u16 = 599;
/// Where the server of these tests says to be.
pub(crate) const ORIGIN: &str = "https://coffre.exemple.fr";

/// The settings of a server whose keys lie in this folder, and its data there.
pub(crate) fn settings_of(folder: &Path, data: &Path) -> Settings {
    let places = Settings {
        public_url: Some(ORIGIN.to_owned()),
        data_dir: Some(data.to_owned()),
        key_dir: Some(folder.join("keys")),
        database_url: database_url(data),
        // Their clock stands still, and all come from one address.
        logins_per_minute: Some(1_000_000),
        ..Settings::default()
    };
    places.or(bucket_of(data).unwrap_or_default())
}

/// A server with its data in a folder of its own.
pub(crate) struct House {
    pub(crate) app: Arc<App>,
    pub(crate) router: Router,
    pub(crate) clock: Arc<TestClock>,
    /// Randomness of the clients.
    pub(crate) random: SharedEntropy,
    /// Looks at what was stored when the test is over; before the folder goes.
    pub(crate) sound: Soundness,
    pub(crate) folder: TempDir,
}

impl House {
    /// A server with the default settings.
    pub(crate) async fn new() -> Self {
        Self::with(Settings::default(), NOW_MS).await
    }

    /// A server with these settings, that begins at this time.
    pub(crate) async fn with(settings: Settings, now_ms: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = settings.or(settings_of(folder.path(), &folder.path().join("data")));
        Self::made_in(folder, Config::from_settings(settings), now_ms).await
    }

    /// A server on the places of this configuration and no others, that begins at this time.
    pub(crate) async fn on(config: Config, now_ms: u64) -> Self {
        Self::made_in(tempfile::tempdir().unwrap(), config, now_ms).await
    }

    async fn made_in(folder: TempDir, config: Config, now_ms: u64) -> Self {
        let clock = Arc::new(TestClock::new(now_ms));
        let shared: Arc<dyn Clock> = clock.clone();
        let random = SharedEntropy::new(SeededEntropy::new(1));
        let (app, _writer) = boot(&config, shared, random).await.unwrap();
        let router = vault_server::http::router(Arc::clone(&app));
        let sound = Soundness::of(config, Arc::clone(&clock));
        Self { app, router, clock, folder, random: SharedEntropy::new(SeededEntropy::new(2)), sound }
    }

    /// The same server, held once more.
    pub(crate) fn same(&self) -> Self {
        self.with_app(Arc::clone(&self.app))
    }

    /// Another server on the same database, keys and objects.
    pub(crate) async fn another(&self) -> Self {
        let (app, _writer) = boot(self.sound.config(), self.clock.clone(), self.random.clone()).await.unwrap();
        self.with_app(app)
    }

    fn with_app(&self, app: Arc<App>) -> Self {
        let router = vault_server::http::router(Arc::clone(&app));
        let (clock, random) = (Arc::clone(&self.clock), self.random.clone());
        let sound = Soundness::of(self.sound.config().clone(), Arc::clone(&clock));
        // What is stored is looked at once, by whoever has the folder.
        sound.forgo();
        Self { app, router, clock, random, sound, folder: tempfile::tempdir().unwrap() }
    }

    /// Unix milliseconds.
    pub(crate) fn now_ms(&self) -> u64 {
        self.clock.now_ms()
    }

    /// Unix seconds.
    pub(crate) fn now_s(&self) -> u64 {
        self.now_ms() / 1000
    }

    /// The log's key.
    pub(crate) fn log_key(&self) -> LogKey {
        self.app.log_key()
    }

    /// The server's deposit key, verified as a client does.
    pub(crate) async fn deposit_key(&self) -> Certificate {
        let info: ServerInfo = self.send(Sent::get("/v1/server")).await.ok();
        verify_deposit_key(&info.deposit_certificate, self.log_key().key(), self.now_s()).unwrap()
    }

    /// What a person signs to have this request served: now, once, here.
    pub(crate) fn request(&self, person: &Person, method: Method, path: &str, body: &[u8]) -> Request {
        Request {
            account: person.account,
            maker: person.keys.signing.kid(),
            origin: self.app.origin.hash(),
            unix_ms: self.now_ms(),
            nonce: Nonce::generate(&mut self.random.clone()),
            body: Hash::from_bytes(sha256(&[body])),
            method,
            path: path.to_owned(),
        }
    }

    /// A signed call with a JSON body.
    pub(crate) async fn post(&self, person: &Person, path: &str, body: &impl Serialize) -> Answer {
        self.signed(person, Method::Post, path, serde_json::to_vec(body).unwrap()).await
    }

    /// A signed call without a body.
    pub(crate) async fn get(&self, person: &Person, path: &str) -> Answer {
        self.signed(person, Method::Get, path, Vec::new()).await
    }

    /// A signed call.
    pub(crate) async fn signed(&self, person: &Person, method: Method, path: &str, body: Vec<u8>) -> Answer {
        let request = self.request(person, method, path, &body).sign(&person.keys.signing).unwrap();
        self.send(Sent::new(method, path, body).with_token(person).with_request(&request)).await
    }

    /// A call as it is.
    pub(crate) async fn send(&self, sent: Sent) -> Answer {
        let recorder = Recorder::of_environment();
        let sent = match &recorder {
            Some(recorder) => recorder.call(self, sent).await,
            None => sent,
        };
        let (method, path) = (sent.method.clone(), sent.path.clone());
        let response = self.router.clone().oneshot(sent.into_http()).await.unwrap();
        let (parts, body) = response.into_parts();
        let media = parts.headers.get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap().to_owned());
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        let answer = Answer { status: parts.status, media, body };
        if answer.status.as_u16() == NO_ANSWER {
            return answer;
        }
        let broken = shape::broken((&method, &path), answer.status.as_u16(), answer.media.as_deref(), &answer.body);
        assert_eq!(broken, None, "{}", String::from_utf8_lossy(&answer.body));
        recorder.inspect(|recorder| recorder.answer(&path, &answer));
        answer
    }

    /// The origin.
    pub(crate) fn origin(&self) -> &Origin {
        &self.app.origin
    }

    /// The database, behind the server's back.
    pub(crate) async fn rows(&self) -> Rows {
        Rows::of(&self.sound.config().database().unwrap()).await
    }

    /// Changes the database behind the server's back.
    pub(crate) async fn sql(&self, statement: &'static str, id: &[u8]) -> u64 {
        self.sound.forgo();
        self.rows().await.execute(statement, id).await
    }

    /// How many rows a table holds.
    pub(crate) async fn count(&self, statement: &'static str) -> i64 {
        self.rows().await.number(statement).await
    }

    /// The tables of which a row holds these bytes, in any column.
    pub(crate) async fn tables_with(&self, bytes: &[u8]) -> Vec<String> {
        self.rows().await.tables_with(bytes).await
    }

    /// The folder of the blob store.
    pub(crate) fn objects(&self) -> PathBuf {
        objects_in(&self.folder.path().join("data"))
    }

    /// The files of the blob store.
    pub(crate) fn copy_of_blobs(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let files = crate::harness::files_under(&self.objects());
        files.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
    }

    /// How many files lie in the blob store, finished or not.
    pub(crate) fn blobs(&self) -> usize {
        crate::harness::files_under(&self.objects()).len()
    }
}

/// A call on its way.
pub(crate) struct Sent {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) headers: Vec<(String, Vec<u8>)>,
    pub(super) body: Body,
}

impl Sent {
    /// A call with a body of JSON, or without one.
    pub(crate) fn new(method: Method, path: &str, body: Vec<u8>) -> Self {
        let headers =
            if body.is_empty() { Vec::new() } else { vec![("content-type".into(), b"application/json".into())] };
        Self { method: method.as_str().to_owned(), path: path.to_owned(), headers, body: body.into() }
    }

    /// A call without a body.
    pub(crate) fn get(path: &str) -> Self {
        Self::new(Method::Get, path, Vec::new())
    }

    /// JSON from a stranger.
    pub(crate) fn post(path: &str, body: &impl Serialize) -> Self {
        Self::new(Method::Post, path, serde_json::to_vec(body).unwrap())
    }

    /// Another method.
    pub(crate) fn by(self, method: &str) -> Self {
        Self { method: method.to_owned(), ..self }
    }

    /// Another body.
    pub(crate) fn carrying(self, body: Body) -> Self {
        Self { body, ..self }
    }

    /// A header, instead of the one of the same name.
    pub(crate) fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    /// The person's session.
    pub(crate) fn with_token(self, person: &Person) -> Self {
        let token = BASE64URL_NOPAD.encode(&person.token);
        self.header("authorization", format!("Bearer {token}"))
    }

    /// A signed request.
    pub(crate) fn with_request(self, signed: &[u8]) -> Self {
        self.header(REQUEST_HEADER, to_header(signed))
    }

    pub(super) fn into_http(self) -> http::Request<Body> {
        let mut request = http::Request::builder().method(self.method.as_str()).uri(self.path);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        request.body(self.body).unwrap()
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) media: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The body of a call that succeeded.
    pub(crate) fn ok<T: DeserializeOwned>(self) -> T {
        self.done();
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Requires that the call succeeded.
    pub(crate) fn done(&self) {
        assert!(self.status.is_success(), "{} {}", self.status, String::from_utf8_lossy(&self.body));
    }

    /// The problem, in the form of RFC 9457, of this code and no other.
    pub(crate) fn refused(&self, code: ProblemCode) -> Problem {
        let problem = self.problem();
        assert_eq!(problem.code, code, "{problem:?}");
        problem
    }

    /// The problem, in the form of RFC 9457.
    pub(crate) fn problem(&self) -> Problem {
        let text = String::from_utf8_lossy(&self.body);
        assert!(!self.status.is_success(), "{} {text}", self.status);
        assert_eq!(self.media.as_deref(), Some(PROBLEM_MEDIA_TYPE), "{text}");
        let problem: Problem = serde_json::from_slice(&self.body).unwrap();
        let plain = Problem::new(problem.code);
        assert_eq!((&problem.type_uri, &problem.title), (&plain.type_uri, &plain.title));
        assert_eq!((problem.status, self.status.as_u16()), (plain.status, plain.status));
        problem
    }
}
