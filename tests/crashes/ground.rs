//! People on real programs: they are made in process, once; then they speak over TLS to programs that may be killed, cut off or
//! misled between any two of their calls. Where the programs are, a [`Place`] says.

use std::cell::Cell;
use std::fs;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use futures_util::future::join_all;
use ureq::tls::{Certificate as Trusted, RootCerts, TlsConfig};
use vault_core::certificate::Certificate;
use vault_core::ids::{DocumentId, DocumentVersion};
use vault_core::mandate::Rights;
use vault_core::vocabulary::FolderKind;
use vault_server::clock::{Clock, SystemClock};
use vault_server::config::{Config, Settings};
use vault_server::fsck::Kind;
use vault_server::store::Store;

use super::deeds::Memory;
use crate::api::client::{House, NO_ANSWER};
use crate::api::fsck::findings;
use crate::api::papers::Sealed;
use crate::api::people::Town;
use crate::harness::{Answer, Person, Server};

/// Largest answer that is passed on, in bytes.
const MAX: usize = 64 << 20;

/// Who has heard nothing for so long has had no answer.
const PATIENCE: Duration = Duration::from_secs(45);

/// The exit code of `coffre` for a server that it cannot reach, and for how long it is asked again.
const UNREACHABLE: i32 = 6;
const REACHED_WITHIN: Duration = Duration::from_mins(1);

/// Programs that serve people, and what they have stored.
pub(crate) trait Place {
    /// Where its database, objects and keys are.
    fn config(&self) -> Config;
    /// Where people call.
    fn address(&self) -> String;
    /// The certificate of its authority.
    fn authority(&self) -> PathBuf;
    /// Somebody who uses the real `coffre`.
    fn person(&self, name: &str) -> Person;
}

impl Place for Server {
    fn config(&self) -> Config {
        Config::from_settings(Settings {
            public_url: Some(self.url()),
            data_dir: Some(self.data()),
            key_dir: Some(self.path("keys")),
            // All come from one address.
            logins_per_minute: Some(100_000),
            ..Settings::default()
        })
    }

    fn address(&self) -> String {
        format!("https://localhost:{}", self.inner_port())
    }

    fn authority(&self) -> PathBuf {
        self.ca()
    }

    fn person(&self, name: &str) -> Person {
        Person::new(self, name)
    }
}

/// A town of people.
pub(crate) struct People {
    pub(crate) town: Town,
    /// How far their clocks are ahead of the machine's.
    pub(crate) ahead: Duration,
    deposit_key: Certificate,
    scanned: Cell<u32>,
}

impl People {
    /// With a mandate to read and deposit in Ressources.
    async fn settled(house: House) -> Self {
        let town = Town::settle(house).await;
        town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
        let deposit_key = town.house.deposit_key().await;
        Self { town, ahead: Duration::ZERO, deposit_key, scanned: Cell::new(0) }
    }

    /// A paper that the desk has sealed and not sent yet.
    pub(crate) fn scan(&self) -> Sealed {
        let Town { house, desk, vault, .. } = &self.town;
        self.scanned.set(self.scanned.get() + 1);
        let content = format!("SPECIMEN {}", self.scanned.get());
        let document = DocumentId::generate(&mut house.random.clone());
        let of = DocumentVersion { vault: vault.id, document, version: 1 };
        house.seal_with(&self.deposit_key, desk, vault, FolderKind::Resources, content.as_bytes(), of)
    }

    /// Their clocks show the time.
    pub(crate) fn tick(&self) {
        let ahead = u64::try_from(self.ahead.as_millis()).unwrap();
        self.town.house.clock.set(SystemClock.now_ms() + ahead);
    }
}

/// Towns, and the programs that serve them. It stands for the first town, which is often the only one.
pub(crate) struct Ground<P: Place = Server> {
    pub(crate) towns: Vec<People>,
    /// Where the people were made. It looks at what is stored once more when the test is over.
    _house: House,
    pub(crate) place: P,
    auditor: Option<Person>,
}

impl<P: Place> Deref for Ground<P> {
    type Target = People;

    fn deref(&self) -> &People {
        &self.towns[0]
    }
}

impl<P: Place> DerefMut for Ground<P> {
    fn deref_mut(&mut self) -> &mut People {
        &mut self.towns[0]
    }
}

impl Ground {
    /// A town and a server, which is not started.
    pub(crate) async fn laid() -> Self {
        Self::laid_on(Server::prepare(&[]), 1).await
    }
}

impl<P: Place> Ground<P> {
    /// So many towns in a place that was prepared.
    pub(crate) async fn laid_on(place: P, towns: usize) -> Self {
        let house = House::on(place.config(), SystemClock.now_ms()).await;
        let mut towns = join_all((0..towns).map(|_| People::settled(house.same()))).await;
        house.app.store.close().await;
        for people in &mut towns {
            people.town.house.router = over_tls(&place);
        }
        Self { towns, _house: house, place, auditor: None }
    }

    /// The database, for looking.
    pub(crate) async fn store(&self) -> Store {
        Store::open_to_read(&self.place.config().database().unwrap()).await.unwrap()
    }

    /// What the check of what is stored tells.
    pub(crate) async fn findings(&self) -> Vec<(Kind, String)> {
        findings(&self.place.config(), SystemClock.now_ms()).await
    }

    /// Everything that was acknowledged to the towns, each with its memory, is there, and the log says it.
    pub(crate) async fn judge<'a>(&self, memories: impl IntoIterator<Item = &'a Memory>) {
        let store = self.store().await;
        for (people, memory) in self.towns.iter().zip(memories) {
            memory.judge(people, &mut store.read().await.unwrap()).await;
        }
        store.close().await;
    }

    /// The auditor verifies the whole log with the real `coffre`, against the checkpoint that it kept the time before.
    pub(crate) fn verify_log(&mut self) {
        let first = self.auditor.is_none();
        let auditor = self.auditor.get_or_insert_with(|| self.place.person("auditor"));
        if first {
            let known = &self.towns[0].town.auditor;
            fs::write(auditor.path("credential"), known.credential.to_text().as_bytes()).unwrap();
            auditor.write_pin("pin", &known.pin);
            until_reached(|| auditor.log_in()).done();
        }
        until_reached(|| auditor.run([&"log", &"verify"])).done();
    }
}

/// Asks again when a server was not reached: on a machine that is short of time, a balancer takes a slow one for a dead one.
fn until_reached(ask: impl Fn() -> Answer) -> Answer {
    let begun = Instant::now();
    loop {
        let answer = ask();
        if answer.code != UNREACHABLE || begun.elapsed() > REACHED_WITHIN {
            return answer;
        }
    }
}

/// A router that hands every call to the programs. Each call has a connection of its own, so that none outlives it.
fn over_tls(place: &impl Place) -> Router {
    let (agent, url) = (agent(&place.authority()), place.address());
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
    let root = Trusted::from_pem(&fs::read(ca).unwrap()).unwrap();
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::new_with_certs(&[root]))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    let config = ureq::Agent::config_builder().http_status_as_error(false).tls_config(tls);
    config.max_idle_connections(0).max_idle_connections_per_host(0).timeout_global(Some(PATIENCE)).build().into()
}
