//! Who is let in: so many connections at a time, and none that stays silent. Both count from the first TCP packet, so
//! they hold before TLS and before HTTP.

use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Extension;
use axum::middleware::AddExtension;
use axum_server::accept::Accept;
use futures_util::future::BoxFuture;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};
use tower::Layer;

use super::address::Remote;
use super::proxy::told_address;
use crate::config::Transport;

/// Lets connections in while there are places.
#[derive(Debug, Clone)]
pub(crate) struct Admission {
    places: Arc<Semaphore>,
    idle: Duration,
    proxies: Arc<[IpAddr]>,
}

impl Admission {
    pub(crate) fn new(transport: &Transport) -> Self {
        Self {
            places: Arc::new(Semaphore::new(transport.max_connections)),
            idle: transport.idle,
            proxies: transport.proxies.as_slice().into(),
        }
    }
}

impl<S: Send + 'static> Accept<TcpStream, S> for Admission {
    type Stream = Watched<TcpStream>;
    type Service = AddExtension<S, Remote>;
    type Future = BoxFuture<'static, io::Result<(Self::Stream, Self::Service)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let (places, idle, proxies) = (Arc::clone(&self.places), self.idle, Arc::clone(&self.proxies));
        Box::pin(async move {
            let place = places.try_acquire_owned().map_err(|_| io::Error::other("no place is left"))?;
            stream.set_nodelay(true)?;
            let peer = stream.peer_addr()?.ip().to_canonical();
            let mut stream = Watched::new(stream, idle, place);
            let told = if proxies.contains(&peer) { told_address(&mut stream).await? } else { None };
            Ok((stream, Extension(Remote(told.unwrap_or(peer))).layer(service)))
        })
    }
}

/// A connection that fails when nothing passes, in either direction, for some time.
#[derive(Debug)]
pub(crate) struct Watched<T> {
    stream: T,
    idle: Duration,
    silence: Pin<Box<Sleep>>,
    _place: OwnedSemaphorePermit,
}

impl<T> Watched<T> {
    fn new(stream: T, idle: Duration, place: OwnedSemaphorePermit) -> Self {
        Self { stream, idle, silence: Box::pin(sleep(idle)), _place: place }
    }

    /// Passes on what the stream said; something that is still pending is so only until the silence ends.
    fn watch<R>(&mut self, context: &mut Context<'_>, outcome: Poll<io::Result<R>>) -> Poll<io::Result<R>> {
        if outcome.is_ready() {
            let end = Instant::now() + self.idle;
            self.silence.as_mut().reset(end);
            return outcome;
        }
        self.silence.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Watched<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.watch(context, outcome)
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Watched<T> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(context, outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.watch(context, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_flush(context);
        // A flush that had nothing to do is no sign of life.
        if outcome.is_ready() { outcome } else { self.watch(context, outcome) }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_shutdown(context);
        if outcome.is_ready() { outcome } else { self.watch(context, outcome) }
    }
}
