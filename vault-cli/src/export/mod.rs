//! A vault as a file that its owner takes away: written, read back, and checked without a network.

pub(crate) mod archive;
pub(crate) mod check;
pub(crate) mod import;
mod names;
mod pages;
mod read;
pub(crate) mod write;
