//! The server of Coffre solidaire, as a library, so that tests boot what runs.

pub mod access;
pub mod admin;
pub mod app;
pub mod backup;
pub mod blobs;
pub mod boot;
pub mod clock;
pub mod config;
pub mod domain;
pub mod edge;
pub mod entropy;
pub mod error;
pub mod fsck;
pub mod http;
pub mod key_directory;
pub mod ledger;
pub mod messages;
pub mod post;
pub mod process;
pub mod relocation;
pub mod serve;
pub mod store;
pub mod tls;
pub(crate) mod web;
