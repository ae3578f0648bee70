//! A small router over real TLS: strangers who stall, too many of them, and a stop in the middle of a request.

use std::convert::Infallible;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Instant;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::routing::get;
use futures_util::stream;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use tempfile::TempDir;
use tokio::task::{JoinHandle, spawn_blocking};

use super::*;
use crate::clock::{Clock, SystemClock};
use crate::edge::Remote;
use crate::tls;

struct Running {
    folder: TempDir,
    address: SocketAddr,
    handle: Handle<SocketAddr>,
    server: JoinHandle<io::Result<()>>,
}

async fn start(transport: Transport) -> Running {
    let folder = tempfile::tempdir().unwrap();
    let files = tls::demo_certificate(folder.path(), SystemClock.now_ms()).unwrap();
    let tls = tls::server_config(&files.certificate, &files.key).unwrap();
    let router = Router::new()
        .route("/", get(|| async { "SPECIMEN" }))
        .route("/remote", get(|Extension(Remote(remote)): Extension<Remote>| async move { remote.to_string() }))
        .route("/slow", get(|| async { tokio::time::sleep(Duration::from_millis(500)).await }))
        .route(
            "/endless",
            get(|| async {
                Body::from_stream(stream::repeat_with(|| Ok::<_, Infallible>(Bytes::from_static(&[0; 16384]))))
            }),
        );
    let handle = Handle::new();
    let listen = "127.0.0.1:0".parse().unwrap();
    let server = {
        let handle = handle.clone();
        tokio::spawn(async move { serve_router(router, tls, listen, &transport, handle).await })
    };
    let address = handle.listening().await.unwrap();
    Running { folder, address, handle, server }
}

fn transport() -> Transport {
    Transport {
        request: Duration::from_secs(5),
        idle: Duration::from_millis(600),
        grace: Duration::from_secs(5),
        max_connections: 10,
        proxies: Vec::new(),
    }
}

type Tls = StreamOwned<ClientConnection, TcpStream>;

fn connect(address: SocketAddr, folder: &Path) -> Tls {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(folder.join("ca.pem")).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    StreamOwned::new(connection, stream)
}

fn ask(tls: &mut Tls, path: &str) -> io::Result<String> {
    tls.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes())?;
    let mut answer = Vec::new();
    match tls.read_to_end(&mut answer) {
        Err(error) if error.kind() != ErrorKind::UnexpectedEof => Err(error),
        _ => Ok(String::from_utf8_lossy(&answer).into_owned()),
    }
}

/// How long the server keeps a connection after which nothing more is sent.
fn kept(stream: &mut impl Read) -> Duration {
    let begun = Instant::now();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    begun.elapsed()
}

#[tokio::test]
async fn serves_over_tls_1_3_with_the_configured_certificate() {
    let running = start(transport()).await;
    let (address, folder) = (running.address, running.folder);
    let (answer, version) = spawn_blocking(move || {
        let mut tls = connect(address, folder.path());
        let answer = ask(&mut tls, "/").unwrap();
        (answer, tls.conn.protocol_version())
    })
    .await
    .unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("SPECIMEN"), "{answer}");
    assert_eq!(version, Some(rustls::ProtocolVersion::TLSv1_3));
}

#[tokio::test]
async fn who_stays_silent_is_cut_before_and_after_tls() {
    let running = start(transport()).await;
    let (address, folder) = (running.address, running.folder);
    spawn_blocking(move || {
        let mut bare = TcpStream::connect(address).unwrap();
        bare.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        assert!(kept(&mut bare) < Duration::from_secs(3));

        let mut silent = connect(address, folder.path());
        silent.conn.complete_io(&mut silent.sock).unwrap();
        assert!(kept(&mut silent) < Duration::from_secs(3));

        let mut half = connect(address, folder.path());
        half.write_all(b"GET / HTTP/1.1\r\nHost: loc").unwrap();
        assert!(kept(&mut half) < Duration::from_secs(3));
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_download_that_nobody_reads_is_cut() {
    let running = start(transport()).await;
    let (address, folder, handle) = (running.address, running.folder, running.handle);
    spawn_blocking(move || {
        let mut tls = connect(address, folder.path());
        tls.write_all(b"GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        tls.flush().unwrap();
        std::thread::sleep(Duration::from_secs(2));
        assert_eq!(handle.connection_count(), 0);
        drop(tls);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn the_last_place_is_the_last() {
    let running = start(Transport { max_connections: 1, idle: Duration::from_secs(5), ..transport() }).await;
    let (address, folder) = (running.address, running.folder);
    spawn_blocking(move || {
        let mut first = connect(address, folder.path());
        first.conn.complete_io(&mut first.sock).unwrap();
        assert!(ask(&mut connect(address, folder.path()), "/").is_err());
        assert!(ask(&mut first, "/").unwrap().ends_with("SPECIMEN"));
        drop(first);
        std::thread::sleep(Duration::from_millis(300));
        assert!(ask(&mut connect(address, folder.path()), "/").unwrap().ends_with("SPECIMEN"));
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_running_request_is_finished_before_the_stop() {
    let running = start(transport()).await;
    let (address, folder) = (running.address, running.folder);
    let answer = spawn_blocking(move || ask(&mut connect(address, folder.path()), "/slow").unwrap());
    tokio::time::sleep(Duration::from_millis(200)).await;
    running.handle.graceful_shutdown(Some(Duration::from_secs(5)));
    assert!(answer.await.unwrap().starts_with("HTTP/1.1 200"));
    running.server.await.unwrap().unwrap();
}

/// Version 2 of the PROXY protocol: a balancer speaks for 192.0.2.7.
const FOR_ANOTHER: &[u8] = b"\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0c\xc0\x00\x02\x07\x7f\x00\x00\x01\xd4\x31\x20\xfb";

/// From which address the server thinks that a call came, whose connection begins with this.
async fn remote(running: &Running, beginning: &'static [u8]) -> io::Result<String> {
    let (address, folder) = (running.address, running.folder.path().to_owned());
    spawn_blocking(move || {
        let mut tls = connect(address, &folder);
        tls.sock.write_all(beginning)?;
        let answer = ask(&mut tls, "/remote")?;
        Ok(answer.rsplit("\r\n").next().unwrap_or_default().to_owned())
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn a_trusted_balancer_tells_who_calls_and_nobody_else_may() {
    let running = start(transport()).await;
    assert_eq!(remote(&running, b"").await.unwrap(), "127.0.0.1");
    assert!(remote(&running, FOR_ANOTHER).await.is_err(), "what a stranger says about itself is not TLS");

    let running = start(Transport { proxies: vec!["127.0.0.1".parse().unwrap()], ..transport() }).await;
    assert_eq!(remote(&running, FOR_ANOTHER).await.unwrap(), "192.0.2.7");
    assert!(remote(&running, b"").await.is_err(), "a balancer that does not tell is not set up as it should be");

    let running = start(Transport { proxies: vec!["192.0.2.1".parse().unwrap()], ..transport() }).await;
    assert_eq!(remote(&running, b"").await.unwrap(), "127.0.0.1");
}
