//! A server that answers twice: the second copy lies ready on the wire when the next question is asked.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::harness::{Cast, Server, same_content};

use super::liar::agent;

type Wire = StreamOwned<ServerConnection, TcpStream>;

/// Headers that go on to the server.
const PASSED: [&str; 4] = ["content-type", "authorization", "accept", vault_core::api::REQUEST_HEADER];

/// Passes everything on; doubles the answers of one path while it is told to.
struct Doubler {
    agent: ureq::Agent,
    upstream: String,
    tls: Arc<ServerConfig>,
    path: &'static str,
    doubles: AtomicBool,
    doubled: AtomicUsize,
}

impl Doubler {
    /// Listens until the test's process ends.
    fn start(port: u16, upstream: u16, tls: &Path, path: &'static str) -> Arc<Self> {
        let mut config =
            vault_server::tls::server_config(&tls.join("server.pem"), &tls.join("server.key")).expect("tls");
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let this = Arc::new(Self {
            agent: agent(&tls.join("ca.pem")),
            upstream: format!("https://localhost:{upstream}"),
            tls: Arc::new(config),
            path,
            doubles: AtomicBool::new(false),
            doubled: AtomicUsize::new(0),
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).expect("the port is free");
        let doubler = Arc::clone(&this);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let doubler = Arc::clone(&doubler);
                thread::spawn(move || doubler.speak(stream.expect("a connection")));
            }
        });
        this
    }

    /// One connection, question by question, until the other side has enough.
    fn speak(&self, stream: TcpStream) {
        let connection = ServerConnection::new(Arc::clone(&self.tls)).expect("tls");
        let mut wire = StreamOwned::new(connection, stream);
        while let Some((head, body)) = ask(&mut wire) {
            let (path, answer) = self.pass(&head, &body);
            let twice = self.doubles.load(Ordering::Relaxed) && path.ends_with(self.path);
            let times = if twice { 2 } else { 1 };
            self.doubled.fetch_add(times - 1, Ordering::Relaxed);
            if wire.write_all(&answer.repeat(times)).and_then(|()| wire.flush()).is_err() {
                return;
            }
        }
    }

    fn pass(&self, head: &str, body: &[u8]) -> (String, Vec<u8>) {
        let mut words = head.split(' ');
        let (method, path) = (words.next().expect("a method"), words.next().expect("a path"));
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.upstream));
        for (name, value) in head.lines().skip(1).filter_map(|line| line.split_once(": ")) {
            if PASSED.contains(&name.to_ascii_lowercase().as_str()) {
                request = request.header(name, value);
            }
        }
        let answer = if body.is_empty() {
            self.agent.run(request.body(()).expect("a request"))
        } else {
            self.agent.run(request.body(body).expect("a request"))
        };
        let mut answer = answer.expect("the server answers");
        let media = answer.headers().get("content-type").map_or("text/plain", |value| value.to_str().expect("text"));
        let head = format!("HTTP/1.1 {}\r\ncontent-type: {media}\r\n", answer.status());
        let body = answer.body_mut().read_to_vec().expect("an answer");
        let head = format!("{head}content-length: {}\r\n\r\n", body.len());
        (path.to_owned(), [head.as_bytes(), &body].concat())
    }
}

/// One request: its head, and its body of an announced length; none once the connection has ended.
fn ask(wire: &mut Wire) -> Option<(String, Vec<u8>)> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        wire.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).expect("a head");
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(told, _)| told.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
    };
    if header("expect").is_some() {
        wire.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").ok()?;
        wire.flush().ok()?;
    }
    let mut body = vec![0; header("content-length").map_or(0, |length| length.parse().expect("a length"))];
    wire.read_exact(&mut body).ok()?;
    Some((head, body))
}

/// The session, the opening and the object, each answered twice: never is the copy taken for the next answer.
#[test]
fn an_answer_that_comes_twice_is_never_that_of_the_next_question() {
    for path in ["/v1/session", "/v1/openings", "/object"] {
        let server = Server::prepare_behind_another();
        let doubler = Doubler::start(server.port(), server.inner_port(), &server.path("tls"), path);
        let cast = Cast::gather_on(server);
        cast.lend();
        let paper = cast.deposited(&cast.papers.pdf);
        doubler.doubles.store(true, Ordering::Relaxed);
        cast.professional.open(&paper, "opened").done();
        assert!(doubler.doubled.load(Ordering::Relaxed) > 0, "{path} was not asked for");
        assert!(same_content(&cast.professional.path("opened"), &cast.papers.pdf));
    }
}
