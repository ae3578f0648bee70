//! Who is let in: so many connections at a time, and none that stays silent. Both count from the first TCP packet, so
//! they hold before TLS and before HTTP.

use std::future::{Ready, ready};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum_server::accept::Accept;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};

/// Lets connections in while there are places.
#[derive(Debug, Clone)]
pub(crate) struct Admission {
    places: Arc<Semaphore>,
    idle: Duration,
}

impl Admission {
    pub(crate) fn new(places: usize, idle: Duration) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), idle }
    }
}

impl<S> Accept<TcpStream, S> for Admission {
    type Stream = Watched<TcpStream>;
    type Service = S;
    type Future = Ready<io::Result<(Self::Stream, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let admitted = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| io::Error::other("no place is left"))
            .and_then(|place| stream.set_nodelay(true).map(|()| place))
            .map(|place| (Watched::new(stream, self.idle, place), service));
        ready(admitted)
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
