//! From an entry to a leaf, and from leaves to nodes (RFC 6962, section 2.1).
//!
//! The leaf is a salted MAC of the body: who reads the tree learns nothing, and once salt and body
//! are destroyed the leaf says nothing to anyone while every proof stays valid.

use crate::ids::Hash;
use crate::log::EventBody;
use crate::secret::LeafSalt;
use crate::suite;

/// Length of a leaf's data.
pub const LEAF_DATA_LEN: usize = 33;

pub(super) const LEAF_VERSION: u8 = 1;

/// `0x01 ‖ HMAC-SHA-256(salt, body)`: what the tree commits to and what entry bundles publish.
#[must_use]
pub fn leaf_data(salt: &LeafSalt, body: &EventBody) -> [u8; LEAF_DATA_LEN] {
    let mut data = [LEAF_VERSION; LEAF_DATA_LEN];
    data[1..].copy_from_slice(&suite::hmac_sha256(salt.expose(), &[&body.encode()]));
    data
}

/// `SHA-256(0x00 ‖ data)`.
#[must_use]
pub fn leaf_hash(data: &[u8]) -> Hash {
    Hash::from_bytes(suite::sha256(&[&[0], data]))
}

/// `SHA-256(0x01 ‖ left ‖ right)`.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Hash::from_bytes(suite::sha256(&[&[1], left.as_ref(), right.as_ref()]))
}

/// The root of a tree without leaves: SHA-256 of nothing.
#[must_use]
pub fn empty_root() -> Hash {
    Hash::from_bytes(suite::sha256(&[]))
}
