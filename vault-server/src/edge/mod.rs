//! What stands between the network and the handlers, the same for every route: how many may come, how often, how long
//! they may take, and what every answer says to browsers.

mod address;
mod connection;
mod headers;
mod proxy;
mod rates;
mod time;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use tower_http::catch_panic::CatchPanicLayer;
use vault_core::api::{Problem, ProblemCode};
use vault_core::entropy::{self, Entropy};
use vault_core::origin::Origin;

pub use address::{Address, Remote};
pub(crate) use connection::Admission;

use crate::config::{RateSettings, Transport};
use crate::http::respond;
use rates::Rates;

/// What the edge remembers between requests.
#[derive(Debug)]
pub struct Edge {
    rates: Rates,
    /// From a request to its answer.
    request: Duration,
    /// Between two pieces of an upload.
    idle: Duration,
    /// Whether browsers are told never to come back without TLS.
    hsts: bool,
    /// Tells the requests of this run from those of another.
    run: [u8; 4],
    served: AtomicU64,
}

impl Edge {
    /// The edge of a server with this origin.
    pub fn new(origin: &Origin, rates: RateSettings, transport: &Transport, entropy: &mut dyn Entropy) -> Arc<Self> {
        Arc::new(Self {
            rates: Rates::new(rates),
            request: transport.request,
            idle: transport.idle,
            hsts: !origin.is_this_machine(),
            run: entropy::generate(entropy),
            served: AtomicU64::new(0),
        })
    }
}

/// Puts the edge around a router. From the outside in: headers and the request's line in the log, panics, rates, times.
pub fn wrap(router: Router, edge: &Arc<Edge>) -> Router {
    router
        .layer(from_fn_with_state(Arc::clone(edge), time::limit))
        .layer(from_fn_with_state(Arc::clone(edge), rates::limit))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(Arc::clone(edge), headers::secure))
}

/// The panic's message is not told: it could hold anything.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    respond(&Problem::new(ProblemCode::Unexpected))
}

#[cfg(test)]
mod tests;
