//! The shape of the Merkle tree: which complete subtrees make a range, and the compact state that
//! is enough to append (RFC 6962, section 2.1).

use std::ops::Range;

use crate::codec::{Put, Reader};
use crate::error::{Property, Result, What};
use crate::ids::Hash;
use crate::log::leaf::{empty_root, node_hash};

/// A complete subtree: leaves `index << height .. (index + 1) << height`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) height: u32,
    pub(super) index: u64,
}

/// The complete subtrees that make up a range of leaves, from left to right.
pub(super) fn nodes(range: Range<u64>) -> Vec<Node> {
    let mut out = Vec::new();
    let mut start = range.start;
    while let Some(log) = range.end.saturating_sub(start).checked_ilog2() {
        let height = log.min(start.trailing_zeros());
        out.push(Node { height, index: start >> height });
        start += 1 << height;
    }
    out
}

/// The hash of a range from the hashes of its complete subtrees, given from left to right.
pub(super) fn fold(hashes: impl DoubleEndedIterator<Item = Hash>) -> Hash {
    hashes.rev().reduce(|right, left| node_hash(&left, &right)).unwrap_or_else(empty_root)
}

/// All that is needed to append leaves and to know the root: the hashes of the complete subtrees
/// along the right edge, largest first. One hash for each bit set in the size.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    hashes: Vec<Hash>,
}

impl Frontier {
    /// The empty tree.
    #[must_use]
    pub const fn new() -> Self {
        Self { size: 0, hashes: Vec::new() }
    }

    /// How many leaves.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Appends one leaf and returns its index.
    pub fn push(&mut self, leaf_hash: Hash) -> u64 {
        let index = self.size;
        let kept = self.hashes.len().saturating_sub(index.trailing_ones() as usize);
        let node = self.hashes.drain(kept..).rev().fold(leaf_hash, |right, left| node_hash(&left, &right));
        self.hashes.push(node);
        self.size = index + 1;
        index
    }

    /// The Merkle tree hash of all leaves.
    #[must_use]
    pub fn root(&self) -> Hash {
        fold(self.hashes.iter().copied())
    }

    /// `size 8 ‖ 32 for each bit set in the size`, largest subtree first.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let out = Vec::with_capacity(8 + 32 * self.hashes.len()).put(&self.size.to_be_bytes());
        self.hashes.iter().fold(out, |out, hash| out.put(hash.as_ref()))
    }

    /// Reads what [`Self::encode`] made.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let mut reader = Reader::new(What::LogTree, bytes);
        let size = reader.u64()?;
        let hashes =
            (0..size.count_ones()).map(|_| Ok(Hash::from_bytes(reader.array()?))).collect::<Result<Vec<_>>>()?;
        if size > super::proof::MAX_SIZE {
            return Err(reader.fail(Property::Length));
        }
        reader.end()?;
        Ok(Self { size, hashes })
    }
}
