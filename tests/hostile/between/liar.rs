//! Stands at the address that people were told, speaks with the server's own certificate, passes everything on,
//! and changes one answer.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Response, StatusCode, header};
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use futures_util::{StreamExt, stream};
use serde_json::Value;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// Largest body that passes: the papers of these tests are small.
const MAX: usize = 8 << 20;

/// What of a request goes on.
const PASSED: [HeaderName; 4] = [header::CONTENT_TYPE, header::AUTHORIZATION, header::ACCEPT, header::ACCEPT_ENCODING];

/// What of an answer speaks of its way, not of itself.
const OF_THE_WAY: [HeaderName; 3] = [header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION];

/// Headers and body of an answer.
pub(crate) type Told = (HeaderMap, Vec<u8>);
/// Changes an answer to a request with these headers.
type Lie = Box<dyn FnMut(&HeaderMap, &mut Told) + Send>;

#[derive(Default)]
struct Play {
    /// The end of a path, and what happens to its answers.
    lie: Option<(String, Lie)>,
    /// Whether the lie was told.
    told: bool,
    /// The end of a path whose requests do not reach the server, and whether one was kept back.
    withheld: Option<(String, bool)>,
    /// The end of a path whose requests reach the server and are never answered, and whether there was one.
    unanswered: Option<(String, bool)>,
    /// The end of a path whose answers stop half-way and never go on, and who is told so.
    stalled: Option<(String, Sender<()>)>,
    /// The last answer of each path that was asked for.
    heard: Vec<(String, Vec<u8>)>,
}

struct Wire {
    agent: ureq::Agent,
    upstream: String,
    play: Mutex<Play>,
}

/// The liar. It stops when it is dropped.
pub(crate) struct Liar {
    wire: Arc<Wire>,
    handle: Handle<SocketAddr>,
    _tasks: tokio::runtime::Runtime,
}

impl Liar {
    /// Listens on `port` with the certificate in `tls`, and passes on to the server that listens on `upstream`.
    pub(crate) fn start(port: u16, upstream: u16, tls: &Path) -> Self {
        let wire = Arc::new(Wire {
            agent: agent(&tls.join("ca.pem")),
            upstream: format!("https://localhost:{upstream}"),
            play: Mutex::default(),
        });
        let config = vault_server::tls::server_config(&tls.join("server.pem"), &tls.join("server.key")).expect("tls");
        let tasks = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).expect("the port is free");
        listener.set_nonblocking(true).expect("a listener");
        let router = Router::new().fallback(pass).with_state(Arc::clone(&wire));
        let handle = Handle::new();
        let serving = {
            let _inside = tasks.enter();
            axum_server::from_tcp_rustls(listener, RustlsConfig::from_config(Arc::new(config)))
                .expect("a server")
                .handle(handle.clone())
                .serve(router.into_make_service())
        };
        tasks.spawn(serving);
        Self { wire, handle, _tasks: tasks }
    }

    /// Changes the bytes of the answers whose path ends with `path`, while `act` runs; the lie must have been told.
    pub(crate) fn while_lying<T>(
        &self,
        path: &str,
        mut lie: impl FnMut(&mut Vec<u8>) + Send + 'static,
        act: impl FnOnce() -> T,
    ) -> T {
        self.while_serving(path, move |_, told| lie(&mut told.1), act)
    }

    /// The same for whole answers, whose liar also sees the headers of the request.
    pub(crate) fn while_serving<T>(
        &self,
        path: &str,
        lie: impl FnMut(&HeaderMap, &mut Told) + Send + 'static,
        act: impl FnOnce() -> T,
    ) -> T {
        self.play().lie = Some((path.to_owned(), Box::new(lie)));
        let result = act();
        let mut play = self.play();
        play.lie = None;
        assert!(std::mem::take(&mut play.told), "nobody asked for {path}");
        result
    }

    /// The same for answers in JSON.
    pub(crate) fn while_telling<T>(
        &self,
        path: &str,
        mut lie: impl FnMut(&mut Value) + Send + 'static,
        act: impl FnOnce() -> T,
    ) -> T {
        let lie = move |bytes: &mut Vec<u8>| {
            let mut json = serde_json::from_slice(bytes).expect("an answer in JSON");
            lie(&mut json);
            *bytes = serde_json::to_vec(&json).expect("JSON");
        };
        self.while_lying(path, lie, act)
    }

    /// Keeps back the requests whose path ends with `path`, while `act` runs, as if the wire were cut there; there must
    /// have been one.
    pub(crate) fn while_withholding<T>(&self, path: &str, act: impl FnOnce() -> T) -> T {
        self.play().withheld = Some((path.to_owned(), false));
        let result = act();
        let kept = self.play().withheld.take();
        assert!(kept.is_some_and(|(_, kept)| kept), "nobody asked for {path}");
        result
    }

    /// Lets the requests whose path ends with `path` reach the server, and keeps its answers back until nobody waits any
    /// more, while `act` runs; there must have been one.
    pub(crate) fn while_unanswered<T>(&self, path: &str, act: impl FnOnce() -> T) -> T {
        self.play().unanswered = Some((path.to_owned(), false));
        let result = act();
        let kept = self.play().unanswered.take();
        assert!(kept.is_some_and(|(_, kept)| kept), "nobody asked for {path}");
        result
    }

    /// From now on the answers whose path ends with `path` stop half-way, and hold whoever waits for the rest. Something
    /// is received for each.
    pub(crate) fn stall(&self, path: &str) -> Receiver<()> {
        let (told, reached) = channel();
        self.play().stalled = Some((path.to_owned(), told));
        reached
    }

    /// The last true answer of a path that ends with `path`.
    pub(crate) fn heard(&self, path: &str) -> Vec<u8> {
        let play = self.play();
        let last = play.heard.iter().rev().find(|(heard, _)| is_of(heard, path));
        last.map_or_else(|| panic!("nobody asked for {path}"), |(_, body)| body.clone())
    }

    /// The same, as JSON.
    pub(crate) fn heard_json(&self, path: &str) -> Value {
        serde_json::from_slice(&self.heard(path)).expect("an answer in JSON")
    }

    fn play(&self) -> std::sync::MutexGuard<'_, Play> {
        self.wire.play.lock().expect("no test panicked here")
    }
}

impl Drop for Liar {
    fn drop(&mut self) {
        self.handle.shutdown();
    }
}

async fn pass(State(wire): State<Arc<Wire>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, MAX).await.expect("a small body");
    tokio::task::spawn_blocking(move || wire.pass(&parts, &body)).await.expect("passed on")
}

impl Wire {
    fn pass(&self, parts: &axum::http::request::Parts, body: &Bytes) -> Response<Body> {
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        if self.keeps_back(&path, |play| &mut play.withheld) {
            return nothing();
        }
        let mut request = ureq::http::Request::builder().method(parts.method.as_str());
        request = request.uri(format!("{}{path}", self.upstream));
        let signed = HeaderName::from_static(vault_core::api::REQUEST_HEADER);
        for name in PASSED.iter().chain([&signed]) {
            if let Some(value) = parts.headers.get(name) {
                request = request.header(name.as_str(), value.as_bytes());
            }
        }
        let answer = if body.is_empty() {
            self.agent.run(request.body(()).expect("a request"))
        } else {
            self.agent.run(request.body(&body[..]).expect("a request"))
        };
        let mut answer = answer.expect("the server answers");
        let status = answer.status().as_u16();
        let headers = answer.headers().clone();
        let body = answer.body_mut().with_config().limit(MAX as u64).read_to_vec().expect("an answer");
        if self.keeps_back(&path, |play| &mut play.unanswered) {
            return nothing();
        }
        let mut told = (headers, body);
        if status == 200 {
            self.hear_and_lie(&path, &parts.headers, &mut told);
        }
        let (headers, body) = told;
        let mut response = Response::builder().status(StatusCode::from_u16(status).expect("a status"));
        // The length is told anew, of what is sent.
        for (name, value) in headers.iter().filter(|(name, _)| !OF_THE_WAY.contains(name)) {
            response = response.header(name, value);
        }
        response.body(self.whole_or_half(&path, body)).expect("a response")
    }

    fn whole_or_half(&self, path: &str, mut body: Vec<u8>) -> Body {
        let play = self.play.lock().expect("no test panicked here");
        let Some((_, told)) = play.stalled.as_ref().filter(|(part, _)| is_of(path, part)) else {
            return Body::from(body);
        };
        body.truncate(body.len() / 2);
        told.send(()).expect("somebody waits for it");
        let half = stream::once(async { Ok::<_, std::convert::Infallible>(body) });
        Body::from_stream(half.chain(stream::pending()))
    }

    fn keeps_back(&self, path: &str, which: fn(&mut Play) -> &mut Option<(String, bool)>) -> bool {
        let mut play = self.play.lock().expect("no test panicked here");
        let Some((part, kept)) = which(&mut play) else { return false };
        let is_kept = is_of(path, part);
        *kept |= is_kept;
        is_kept
    }

    fn hear_and_lie(&self, path: &str, asked: &HeaderMap, answer: &mut Told) {
        let mut play = self.play.lock().expect("no test panicked here");
        play.heard.push((path.to_owned(), answer.1.clone()));
        let Play { lie, told, .. } = &mut *play;
        if let Some((part, lie)) = lie
            && is_of(path, part)
        {
            lie(asked, answer);
            *told = true;
        }
    }
}

/// What stands in the place of an answer that does not come: what a proxy says when it has waited for long.
fn nothing() -> Response<Body> {
    Response::builder().status(StatusCode::BAD_GATEWAY).body(Body::empty()).expect("a response")
}

/// Whether a path, without what follows `?`, ends so.
fn is_of(path: &str, end: &str) -> bool {
    path.split('?').next().is_some_and(|path| path.ends_with(end))
}

pub(crate) fn agent(ca: &Path) -> ureq::Agent {
    let pem = std::fs::read(ca).expect("the authority");
    let root = Certificate::from_pem(&pem).expect("a certificate");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::new_with_certs(&[root]))
        .unversioned_rustls_crypto_provider(provider)
        .build();
    ureq::Agent::config_builder().http_status_as_error(false).tls_config(tls).build().into()
}
