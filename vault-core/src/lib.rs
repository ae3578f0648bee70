//! The formats and cryptography of Coffre solidaire.
//!
//! Pure: bytes in, bytes out. No file, no clock, no network; time and randomness are arguments.
//! The normative text is `docs/FORMATS.md`; the sections named in the modules are its sections.

pub mod amendment;
pub mod api;
pub mod at_rest;
pub mod backup;
pub mod calendar;
pub mod certificate;
mod codec;
pub mod consent;
pub mod credential;
pub mod deposit;
pub mod document;
pub mod entropy;
pub mod error;
pub mod export;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
pub mod ids;
pub mod keys;
pub mod log;
pub mod login;
pub mod mandate;
pub mod name;
pub mod origin;
mod padded;
pub mod provenance;
pub mod record;
pub mod recovery;
pub mod reminder;
pub mod request;
pub mod revocation;
pub mod secret;
pub mod session;
pub mod share;
pub mod suite;
mod text;
pub mod vocabulary;
pub mod wrap;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod said_tests;
#[cfg(test)]
mod vectors;
