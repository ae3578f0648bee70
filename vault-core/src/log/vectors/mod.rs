//! The vectors of the log, `tests/vectors/log.json`.
//!
//! Where a case needs a tree, the data of leaf `i` is `0x01 ‖ SHA-256(u64 i)`, so that any tree can
//! be made anew from its size. Hashes in proofs are in hexadecimal, lowest first.

mod entry;
mod signed;
mod tree;

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Tile, grow, leaf, proof};
use crate::error::{Error, Property, Result, What};
use crate::ids::Hash;
use crate::suite::sha256;
use crate::vectors::{Fields, settle};

/// The largest tree of the vectors: it has tiles of three levels.
const SIZE: u64 = 70_000;

fn leaf_data(index: u64) -> [u8; leaf::LEAF_DATA_LEN] {
    let mut data = [1; leaf::LEAF_DATA_LEN];
    data[1..].copy_from_slice(&sha256(&[&index.to_be_bytes()]));
    data
}

fn leaf_at(index: u64) -> Hash {
    leaf::leaf_hash(&leaf_data(index))
}

/// A tree of the rule's leaves.
struct Tree(BTreeMap<Tile, Vec<u8>>);

impl Tree {
    fn new(size: u64) -> Self {
        let leaves: Vec<Hash> = (0..size).map(leaf_at).collect();
        let nothing_to_read = |_| Err(Error::new(What::LogTree, Property::Length));
        Self(grow(0, &leaves, nothing_to_read).unwrap().into_iter().collect())
    }

    /// The widest state of each tile serves every smaller size.
    fn read(&self, tile: Tile) -> Result<Vec<u8>> {
        let mut same_place = self.0.iter().filter(|(t, _)| (t.level(), t.index()) == (tile.level(), tile.index()));
        same_place.next().map(|(_, bytes)| bytes.clone()).ok_or(Error::new(What::LogTree, Property::Length))
    }

    fn root(&self, size: u64) -> Hash {
        proof::root(size, |tile| self.read(tile)).unwrap()
    }
}

fn hash(case: &Value, field: &str) -> Hash {
    Hash::from_bytes(case.array(field))
}

fn run(case: &Value) -> Result<Value> {
    let found = entry::run(case).or_else(|| tree::run(case)).or_else(|| signed::run(case));
    found.unwrap_or_else(|| panic!("no test is called {}", case.text("test")))
}

#[test]
fn vectors() {
    let cases: Vec<_> = [entry::cases(), tree::cases(), signed::cases()].into_iter().flatten().collect();
    settle("log.json", &cases, run);
}
