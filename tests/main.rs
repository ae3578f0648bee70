//! What needs more than one crate to be shown: one binary, one module for each concern.
#![cfg(test)]

mod api;
mod architecture;
mod blobs;
mod crashes;
mod databases;
mod e2e;
mod exports;
mod faults;
mod fuzzed;
mod harness;
mod hostile;
mod races;
mod simulate;
mod stolen;
