//! HTTP: routes on one page, extractors that authenticate, answers and their statuses.

mod accounts;
mod channels;
mod credentials;
mod deposits;
mod display;
mod documents;
mod error;
mod exports;
mod extract;
mod folders;
mod guardians;
mod leaving;
mod log;
mod mandates;
mod openapi;
mod openings;
mod organisations;
mod recoveries;
mod reminders;
mod routes;
mod server;
mod staff;
mod ties;
mod vaults;

pub use error::ApiError;
pub(crate) use error::respond;
pub use openapi::document;
pub use routes::{ROUTES, router};

/// What every handler shares.
pub type SharedApp = std::sync::Arc<crate::app::App>;

/// The result of a handler.
type Answer<T> = std::result::Result<axum::Json<T>, ApiError>;
