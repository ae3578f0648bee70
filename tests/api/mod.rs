//! The API on the real router, in process: what it refuses, under which name, and what the log says of it.

mod channels;
pub(crate) mod client;
pub(crate) mod credentials;
mod deposits;
mod erasure;
mod events;
mod exports;
mod forms;
mod guardians;
mod log;
mod logins;
mod mandates;
mod notices;
mod openapi;
mod openings;
pub(crate) mod papers;
pub(crate) mod people;
mod pin_resets;
mod recoveries;
mod requests;
mod retention;
mod roles;
mod start;
