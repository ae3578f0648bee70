//! Proofs that an entry is in a tree and that one tree continues another: made from tiles
//! (RFC 6962, section 2.1), checked with nothing but hashes (RFC 9162, sections 2.1.3 and 2.1.4).

use std::ops::Range;

use crate::error::{Error, Property, Result, What};
use crate::ids::Hash;
use crate::log::leaf::{empty_root, node_hash};
use crate::log::tile::{self, Tile};

/// No tree may be larger: room for the arithmetic, and beyond any real log.
pub const MAX_SIZE: u64 = 1 << 62;

const fn fail(property: Property) -> Error {
    Error::new(What::LogTree, property)
}

/// The root of the tree as it was at `size` leaves.
pub fn root<E: From<Error>>(size: u64, read: impl FnMut(Tile) -> Result<Vec<u8>, E>) -> Result<Hash, E> {
    let hashes = tile::range_hashes(&[whole(size)?], size, read)?;
    Ok(hashes.into_iter().next().unwrap_or_else(empty_root))
}

/// The tiles that [`prove_inclusion`] reads.
pub fn tiles_for_inclusion(index: u64, size: u64) -> Result<Vec<Tile>> {
    tile::tiles_of(&inclusion_ranges(index, size)?, size)
}

/// The hashes that prove that leaf `index` is in the tree of `size` leaves, lowest first.
pub fn prove_inclusion<E: From<Error>>(
    index: u64,
    size: u64,
    read: impl FnMut(Tile) -> Result<Vec<u8>, E>,
) -> Result<Vec<Hash>, E> {
    tile::range_hashes(&inclusion_ranges(index, size)?, size, read)
}

/// The tiles that [`prove_consistency`] reads.
pub fn tiles_for_consistency(old: u64, new: u64) -> Result<Vec<Tile>> {
    tile::tiles_of(&consistency_ranges(old, new)?, new)
}

/// The hashes that prove that the tree of `new` leaves begins with the tree of `old` leaves.
pub fn prove_consistency<E: From<Error>>(
    old: u64,
    new: u64,
    read: impl FnMut(Tile) -> Result<Vec<u8>, E>,
) -> Result<Vec<Hash>, E> {
    tile::range_hashes(&consistency_ranges(old, new)?, new, read)
}

/// Checks that `leaf` stands at `index` in the tree of `size` leaves with this root.
///
/// Refuses with `length` a proof that has not the only possible number of hashes, with `inclusion`
/// an index past the end or a root that does not come out.
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, root: &Hash, proof: &[Hash]) -> Result<()> {
    if index >= size || size > MAX_SIZE {
        return Err(fail(Property::Inclusion));
    }
    let mut climb = Climb { place: index, last: size - 1 };
    let mut hash = *leaf;
    for step in proof {
        hash = if climb.sibling_is_left()? { node_hash(step, &hash) } else { node_hash(&hash, step) };
    }
    climb.end()?;
    if hash == *root { Ok(()) } else { Err(fail(Property::Inclusion)) }
}

/// Checks that the tree of `new` leaves begins with the tree of `old` leaves.
///
/// Refuses with `length` a proof that has not the only possible number of hashes, with
/// `consistency` a tree that shrank or a root that does not come out. The empty tree begins every tree.
pub fn verify_consistency(old: u64, old_root: &Hash, new: u64, new_root: &Hash, proof: &[Hash]) -> Result<()> {
    if old > new || new > MAX_SIZE {
        return Err(fail(Property::Consistency));
    }
    if old == 0 || old == new {
        let same = if old == new { new_root } else { &empty_root() };
        let holds = if proof.is_empty() { old_root == same } else { return Err(fail(Property::Length)) };
        return if holds { Ok(()) } else { Err(fail(Property::Consistency)) };
    }
    // A complete old tree is itself the first node of the way up, and is left out of the proof.
    let (first, steps) = match proof.split_first() {
        _ if old.is_power_of_two() => (old_root, proof),
        Some(split) => split,
        None => return Err(fail(Property::Length)),
    };
    let lone = (old - 1).trailing_ones();
    let mut climb = Climb { place: (old - 1) >> lone, last: (new - 1) >> lone };
    let (mut before, mut after) = (*first, *first);
    for step in steps {
        if climb.sibling_is_left()? {
            before = node_hash(step, &before);
            after = node_hash(step, &after);
        } else {
            after = node_hash(&after, step);
        }
    }
    climb.end()?;
    if before == *old_root && after == *new_root { Ok(()) } else { Err(fail(Property::Consistency)) }
}

/// The way from a node up to the root: its place in its level, and the last place there.
struct Climb {
    place: u64,
    last: u64,
}

impl Climb {
    /// Goes up past one sibling and says on which side it stands; refuses to go past the root.
    fn sibling_is_left(&mut self) -> Result<bool> {
        if self.last == 0 {
            return Err(fail(Property::Length));
        }
        let left = self.place & 1 == 1 || self.place == self.last;
        // The right edge also climbs past the levels where it has no sibling.
        let lone = if left { self.place.trailing_zeros() } else { 0 };
        (self.place, self.last) = (self.place >> lone >> 1, self.last >> lone >> 1);
        Ok(left)
    }

    /// Whether the root is reached.
    fn end(self) -> Result<()> {
        if self.last == 0 { Ok(()) } else { Err(fail(Property::Length)) }
    }
}

fn whole(size: u64) -> Result<Range<u64>> {
    if size > MAX_SIZE { Err(fail(Property::Length)) } else { Ok(0..size) }
}

/// Where a tree of more than one leaf splits: the largest power of two below its size.
fn split(range: &Range<u64>) -> u64 {
    let len = range.end - range.start;
    range.start + (1 << (len - 1).ilog2())
}

/// PATH of RFC 6962: the siblings on the way from the leaf to the root, lowest first.
fn inclusion_ranges(index: u64, size: u64) -> Result<Vec<Range<u64>>> {
    let mut range = whole(size)?;
    if !range.contains(&index) {
        return Err(fail(Property::Inclusion));
    }
    let mut siblings = Vec::new();
    while range.end - range.start > 1 {
        let middle = split(&range);
        let (left, right) = (range.start..middle, middle..range.end);
        let sibling;
        (range, sibling) = if index < middle { (left, right) } else { (right, left) };
        siblings.push(sibling);
    }
    siblings.reverse();
    Ok(siblings)
}

/// SUBPROOF of RFC 6962, lowest first.
fn consistency_ranges(old: u64, new: u64) -> Result<Vec<Range<u64>>> {
    let mut range = whole(new)?;
    if old > new {
        return Err(fail(Property::Consistency));
    }
    if old == 0 {
        return Ok(Vec::new());
    }
    let mut siblings = Vec::new();
    while range.end > old {
        let middle = split(&range);
        let (left, right) = (range.start..middle, middle..range.end);
        let sibling;
        (range, sibling) = if old <= middle { (left, right) } else { (right, left) };
        siblings.push(sibling);
    }
    if range.start > 0 {
        siblings.push(range);
    }
    siblings.reverse();
    Ok(siblings)
}
