//! The dishonest server: the real one, in this process and over TLS, whose answers a closure changes on their way.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Request, Response, header};
use axum_server::tls_rustls::RustlsConfig;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower::ServiceExt;
use vault_core::credential::CredentialFile;
use vault_core::ids::DocumentId;
use vault_core::mandate::Rights;
use vault_core::vocabulary::FolderKind;
use vault_server::clock::{Clock, SystemClock};
use vault_server::config::Settings;
use vault_server::tls;

use crate::api::client::House;
use crate::api::people::{Person, Town};
use crate::harness::{Answer, Person as Home};

/// Changes the body of an answer. Given: the method and path of the call, the body that was sent, and the true answer.
type Lie = Box<dyn FnMut(&str, &[u8], Vec<u8>) -> Vec<u8> + Send>;

#[derive(Clone)]
struct Between {
    truth: Router,
    lie: Arc<Mutex<Option<Lie>>>,
}

/// A town behind a lying server, and two papers that its professional may open.
pub(crate) struct Forger {
    pub(crate) town: Town,
    /// The paper that is opened in the cases, by the desk.
    pub(crate) paper: DocumentId,
    /// Another paper of the same folder, by the person.
    pub(crate) other: DocumentId,
    /// The mandate of the CCAS, and the time it was given.
    pub(crate) mandate: vault_core::api::MandateView,
    url: String,
    ca: PathBuf,
    lie: Arc<Mutex<Option<Lie>>>,
}

impl Forger {
    /// Everything in place, and no lie yet.
    pub(crate) async fn new() -> Self {
        Self::since(SystemClock.now_ms()).await
    }

    /// The same, everything having happened at this time.
    pub(crate) async fn since(then_ms: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        let settings = Settings { public_url: Some(url.clone()), ..Settings::default() };
        let town = Town::settle(House::with(settings, then_ms).await).await;
        // What a forger leaves is not sound.
        town.house.sound.forgo();
        let mandate = town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
        let paper = town.house.deposit(&town.desk, &town.vault, FolderKind::Resources, b"SPECIMEN one").await;
        let other = town.house.deposit(&town.vault.owner, &town.vault, FolderKind::Resources, b"SPECIMEN two").await;
        let files = tls::demo_certificate(&town.house.folder.path().join("tls"), SystemClock.now_ms()).unwrap();
        let config = Arc::new(tls::server_config(&files.certificate, &files.key).unwrap());
        let lie = Arc::new(Mutex::new(None));
        let between = Between { truth: town.house.router.clone(), lie: Arc::clone(&lie) };
        let service = Router::new().fallback(pass).with_state(between).into_make_service();
        listener.set_nonblocking(true).unwrap();
        let server = axum_server::from_tcp_rustls(listener, RustlsConfig::from_config(config)).unwrap();
        tokio::spawn(server.serve(service));
        Self { town, paper, other, mandate, url, ca: files.ca, lie }
    }

    /// A computer on which this person has just logged in, told the truth. Its credential holds no anchor but the card.
    pub(crate) fn home(&self, person: &Person) -> Home {
        let home = self.shut_home(person);
        self.at(&home, Home::log_in).done();
        home
    }

    /// A computer on which this person has not logged in.
    pub(crate) fn shut_home(&self, person: &Person) -> Home {
        let folder = tempfile::tempdir_in(self.town.house.folder.path()).unwrap().keep();
        let home = Home::at(folder, self.url.clone(), self.ca.clone());
        let secret = vault_core::secret::CardSecret::from_bytes(*person.credential.secret.expose());
        let credential = vault_core::credential::Credential { id: person.credential.id, secret };
        let file = CredentialFile { credential, origin: None, account: None, organisation: None, log: None };
        write(&home.path("credential"), &file.to_text("SPECIMEN"));
        write(&home.path("pin"), &person.pin);
        home
    }

    /// Lets a command run while the server answers in this same process.
    pub(crate) fn at(&self, home: &Home, command: impl FnOnce(&Home) -> Answer) -> Answer {
        self.town.house.clock.set(SystemClock.now_ms());
        tokio::task::block_in_place(|| command(home))
    }

    /// From now on the bodies of these calls are changed. `call` is the beginning of `METHOD /path`.
    pub(crate) fn bytes(&self, call: &str, mut change: impl FnMut(Vec<u8>) -> Vec<u8> + Send + 'static) {
        self.answers(call, move |_, body| change(body));
    }

    fn answers(&self, call: &str, mut change: impl FnMut(&[u8], Vec<u8>) -> Vec<u8> + Send + 'static) {
        let call = call.to_owned();
        let lie =
            move |asked: &str, sent: &[u8], body| if asked.starts_with(&call) { change(sent, body) } else { body };
        *self.lie.lock().unwrap() = Some(Box::new(lie));
    }

    /// From now on the JSON of these calls is changed.
    pub(crate) fn json(&self, call: &str, mut change: impl FnMut(&mut Value) + Send + 'static) {
        self.bytes(call, move |body| {
            let mut json = serde_json::from_slice(&body).unwrap();
            change(&mut json);
            serde_json::to_vec(&json).unwrap()
        });
    }

    /// The same, by somebody who looks at what was sent: forged for this very call.
    pub(crate) fn json_for<T: DeserializeOwned>(
        &self,
        call: &str,
        mut change: impl FnMut(&T, &mut Value) + Send + 'static,
    ) {
        self.answers(call, move |sent, body| {
            let mut json = serde_json::from_slice(&body).unwrap();
            change(&serde_json::from_slice(sent).unwrap(), &mut json);
            serde_json::to_vec(&json).unwrap()
        });
    }

    /// From now on the server tells the truth.
    pub(crate) fn honest(&self) {
        *self.lie.lock().unwrap() = None;
    }

    /// Runs a command: what is broken is named, in a sentence and for scripts, with exit code 5.
    #[track_caller]
    pub(crate) fn caught(&self, home: &Home, command: impl FnOnce(&Home) -> Answer, what: &str, property: &str) {
        let error = self.at(home, command).failed(5, &format!("integrity-{what}"));
        assert_eq!((error["what"].as_str(), error["property"].as_str()), (Some(what), Some(property)), "{error}");
        let sentence = error["message"].as_str().unwrap();
        assert!(sentence.len() > 20 && !sentence.contains("integrity-") && !sentence.contains('{'), "{sentence}");
        self.honest();
    }

    /// Opens the paper: it is caught, and no file is left, not even beside.
    #[track_caller]
    pub(crate) fn caught_opening(&self, home: &Home, what: &str, property: &str) {
        let out = tempfile::tempdir_in(self.town.house.folder.path()).unwrap();
        let file = out.path().join("paper.pdf");
        let paper = self.paper.to_string();
        self.caught(home, |home| home.run([&"open", &paper, &"-o", &file]), what, property);
        assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0, "nothing is left");
    }

    /// Opens the paper, as it should be.
    pub(crate) fn opens(&self, home: &Home) {
        let file = tempfile::tempdir_in(self.town.house.folder.path()).unwrap().keep().join("paper.pdf");
        let paper = self.paper.to_string();
        self.at(home, |home| home.run([&"open", &paper, &"-o", &file])).done();
        assert!(fs::read(file).unwrap().starts_with(b"SPECIMEN"));
    }
}

async fn pass(State(between): State<Between>, request: Request<Body>) -> Response<Body> {
    let call = format!("{} {}", request.method(), request.uri().path_and_query().unwrap());
    let (parts, sent) = request.into_parts();
    let sent = axum::body::to_bytes(sent, usize::MAX).await.unwrap();
    let request = Request::from_parts(parts, Body::from(sent.clone()));
    let response = between.truth.clone().oneshot(request).await.unwrap();
    let (mut parts, body) = response.into_parts();
    let mut body = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
    if parts.status.is_success()
        && let Some(lie) = between.lie.lock().unwrap().as_mut()
    {
        body = lie(&call, &sent, body);
    }
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    Response::from_parts(parts, body.into())
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

/// Changes one byte of a field of base64url.
pub(crate) fn flip(field: &mut Value, at: usize) {
    let mut bytes = decode(field);
    bytes[at] ^= 1;
    *field = encode(&bytes);
}

/// The bytes of a field.
pub(crate) fn decode(field: &Value) -> Vec<u8> {
    data_encoding::BASE64URL_NOPAD.decode(field.as_str().unwrap().as_bytes()).unwrap()
}

/// A field of these bytes.
pub(crate) fn encode(bytes: &[u8]) -> Value {
    data_encoding::BASE64URL_NOPAD.encode(bytes).into()
}
