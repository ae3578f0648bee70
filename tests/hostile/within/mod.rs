//! A dishonest server before the real `coffre`: it holds its own keys, log key included, remembers what it said, and
//! makes certificates of its own. Whatever it forges is found, named, and ends with exit code 5.

mod amendments;
mod epochs;
mod forger;
mod halves;
mod keys;
mod log;
mod papers;
mod purge;
mod requests;
mod suites;
mod two_logs;
