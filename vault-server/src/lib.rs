//! The server of Coffre solidaire, as a library, so that tests boot what runs.

pub mod clock;
pub mod key_directory;
