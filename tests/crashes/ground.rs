//! A town on a real server: its people are made in process, once; then they speak over TLS to the program, which may be
//! killed between any two of their calls.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use vault_core::mandate::Rights;
use vault_core::vocabulary::FolderKind;
use vault_server::clock::{Clock, SystemClock};
use vault_server::config::{Config, Settings};
use vault_server::fsck::Kind;
use vault_server::store::{Location, Store};

use crate::api::client::{House, NO_ANSWER};
use crate::api::fsck::findings;
use crate::api::papers::Sealed;
use crate::api::people::Town;
use crate::harness::{Person, Server};

/// Largest answer that is passed on, in bytes.
const MAX: usize = 64 << 20;

/// A town, and the program that serves it.
pub(super) struct Ground {
    pub(super) town: Town,
    pub(super) server: Server,
    /// How far the clocks of the server and of its people are ahead of the machine's.
    pub(super) ahead: Duration,
    scans: RefCell<Vec<Sealed>>,
    auditor: Option<Person>,
}

impl Ground {
    /// The town, with a mandate to read and deposit in Ressources and as many papers that the desk has sealed and not
    /// sent; the server is not started.
    pub(super) async fn laid(papers: usize) -> Self {
        Self::laid_on(Server::prepare(&[]), papers).await
    }

    /// The same on a server that was prepared.
    pub(super) async fn laid_on(server: Server, papers: usize) -> Self {
        let house = House::with(settings(&server), SystemClock.now_ms()).await;
        let mut town = Town::settle(house).await;
        town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
        let mut scans = Vec::with_capacity(papers);
        for number in 0..papers {
            let content = format!("SPECIMEN {number}");
            scans.push(town.house.seal(&town.desk, &town.vault, FolderKind::Resources, content.as_bytes()).await);
        }
        town.house.app.store.close().await;
        town.house.router = over_tls(&server);
        Self { town, server, ahead: Duration::ZERO, scans: RefCell::new(scans), auditor: None }
    }

    /// A paper that was sealed and not sent yet.
    pub(super) fn scan(&self) -> Sealed {
        self.scans.borrow_mut().pop().expect("enough papers were sealed")
    }

    /// The people's clocks show the server's time.
    pub(super) fn tick(&self) {
        let ahead = u64::try_from(self.ahead.as_millis()).unwrap();
        self.town.house.clock.set(SystemClock.now_ms() + ahead);
    }

    fn config(&self) -> Config {
        Config::from_settings(settings(&self.server))
    }

    /// The database, for looking.
    pub(super) async fn store(&self) -> Store {
        Store::open_to_read(&Location::File(self.server.database())).await.unwrap()
    }

    /// What the check of what is stored tells.
    pub(super) async fn findings(&self) -> Vec<(Kind, String)> {
        findings(&self.config(), SystemClock.now_ms()).await
    }

    /// The auditor verifies the whole log with the real `coffre`, against the checkpoint that it kept the time before.
    pub(super) fn verify_log(&mut self) {
        let first = self.auditor.is_none();
        let auditor = self.auditor.get_or_insert_with(|| Person::new(&self.server, "auditor"));
        if first {
            fs::write(auditor.path("credential"), self.town.auditor.credential.to_text().as_bytes()).unwrap();
            auditor.write_pin("pin", &self.town.auditor.pin);
            auditor.log_in().done();
        }
        auditor.run([&"log", &"verify"]).done();
    }
}

fn settings(server: &Server) -> Settings {
    Settings {
        public_url: Some(server.url()),
        data_dir: Some(server.data()),
        key_dir: Some(server.path("keys")),
        ..Settings::default()
    }
}

/// A router that hands every call to the program. Each call has a connection of its own, so that none outlives it.
fn over_tls(server: &Server) -> Router {
    let (agent, url) = (agent(&server.ca()), format!("https://localhost:{}", server.inner_port()));
    Router::new().fallback(move |request: Request<Body>| {
        let (agent, url) = (agent.clone(), url.clone());
        async move {
            let (parts, body) = request.into_parts();
            let body = axum::body::to_bytes(body, MAX).await.unwrap();
            let call = move || call(&agent, &url, &parts, &body).unwrap_or_else(no_answer);
            tokio::task::spawn_blocking(call).await.unwrap()
        }
    })
}

fn call(
    agent: &ureq::Agent,
    url: &str,
    parts: &axum::http::request::Parts,
    body: &[u8],
) -> Result<Response<Body>, ureq::Error> {
    let mut request = Request::builder().method(parts.method.clone()).uri(format!("{url}{}", parts.uri));
    for (name, value) in parts.headers.iter().filter(|(name, _)| *name != "content-length") {
        request = request.header(name, value);
    }
    let mut answer =
        if body.is_empty() { agent.run(request.body(()).unwrap())? } else { agent.run(request.body(body).unwrap())? };
    let body = answer.body_mut().with_config().limit(MAX as u64).read_to_vec()?;
    let mut response = Response::builder().status(answer.status());
    for (name, value) in answer.headers().iter().filter(|(name, _)| *name == "content-type") {
        response = response.header(name, value);
    }
    Ok(response.body(Body::from(body)).unwrap())
}

fn no_answer(_: ureq::Error) -> Response<Body> {
    let status = StatusCode::from_u16(NO_ANSWER).unwrap();
    Response::builder().status(status).body(Body::empty()).unwrap()
}

fn agent(ca: &Path) -> ureq::Agent {
    let root = Certificate::from_pem(&fs::read(ca).unwrap()).unwrap();
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::new_with_certs(&[root]))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    let config = ureq::Agent::config_builder().http_status_as_error(false).tls_config(tls);
    config.max_idle_connections(0).max_idle_connections_per_host(0).build().into()
}
