//! Serves a router over TLS until it is told to stop.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use hyper_util::rt::TokioTimer;
use rustls::ServerConfig;
use tokio::signal::unix::{SignalKind, signal};

use crate::config::Transport;
use crate::edge::Admission;

/// For a request's head to arrive whole.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// Largest head of a request, in bytes.
const HEAD_LEN: u16 = 32 * 1024;
/// Requests at the same time on one HTTP/2 connection.
const STREAMS: u32 = 64;

/// Serves until the handle says stop, then gives running requests the time that its caller set. Port 0 takes a free
/// one: [`Handle::listening`] tells which.
pub async fn serve_router(
    router: Router,
    tls: ServerConfig,
    listen: SocketAddr,
    transport: &Transport,
    handle: Handle<SocketAddr>,
) -> io::Result<()> {
    let acceptor = RustlsAcceptor::new(RustlsConfig::from_config(Arc::new(tls))).acceptor(Admission::new(transport));
    let mut server = axum_server::bind(listen).acceptor(acceptor).handle(handle);
    let http = server.http_builder();
    http.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIME).max_buf_size(HEAD_LEN.into());
    http.http2().timer(TokioTimer::new()).max_concurrent_streams(STREAMS).max_header_list_size(HEAD_LEN.into());
    server.serve(router.into_make_service()).await
}

/// Tells the handle to stop, with `grace` for running requests, when the operator asks for it (Ctrl-C or SIGTERM).
pub async fn stop_on_signal(handle: Handle<SocketAddr>, grace: Duration) -> io::Result<()> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    tracing::info!("stopping");
    handle.graceful_shutdown(Some(grace));
    Ok(())
}

#[cfg(test)]
mod tests;
