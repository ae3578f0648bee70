//! The server of Coffre solidaire, as a library, so that tests boot what runs.

pub mod blobs;
pub mod clock;
pub mod config;
pub mod key_directory;
pub mod tls;
