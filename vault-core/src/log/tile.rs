//! The tree as files that never change: tiles of 256 hashes (C2SP tlog-tiles, height 8).
//!
//! Pure: each function says which tiles it needs, and takes a closure that gives their bytes. A
//! caller whose storage is asynchronous fetches the named tiles first and lends them.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use crate::error::{Error, Property, Result, What};
use crate::ids::Hash;
use crate::log::leaf::node_hash;
use crate::log::tree::{Node, fold, nodes};

const HEIGHT: u32 = 8;
const FULL: u16 = 1 << HEIGHT;
const MAX_LEVEL: u8 = 7;

/// Consecutive hashes at one level of the tree: leaves at level 0, roots of full tiles above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    level: u8,
    index: u64,
    width: u16,
}

impl Tile {
    /// Length in bytes of a full tile.
    pub const FULL_LEN: usize = FULL as usize * Hash::LEN;

    /// Level 0 to 7, position in the level, 1 to 256 hashes. Refuses what no tree of 64-bit size has.
    pub fn new(level: u8, index: u64, width: u16) -> Result<Self> {
        let fits = level <= MAX_LEVEL && index <= (u64::MAX >> HEIGHT) >> (HEIGHT * u32::from(level));
        if !fits || width == 0 || width > FULL {
            return Err(Error::new(What::LogTree, Property::Length));
        }
        Ok(Self { level, index, width })
    }

    /// 0 for leaf hashes.
    #[must_use]
    pub const fn level(self) -> u8 {
        self.level
    }

    /// Position within the level.
    #[must_use]
    pub const fn index(self) -> u64 {
        self.index
    }

    /// How many hashes, 1 to 256.
    #[must_use]
    pub const fn width(self) -> u16 {
        self.width
    }

    /// The leaves under a tile of level 0.
    #[must_use]
    pub fn leaves(self) -> Range<u64> {
        let start = self.index << HEIGHT;
        start..start + u64::from(self.width)
    }

    /// The path of the tile's hashes, `tile/<L>/<N>[.p/<W>]`; `Display` writes the same.
    #[must_use]
    pub fn path(self) -> String {
        self.to_string()
    }

    /// The path of the entry bundle under a tile of level 0, `tile/entries/<N>[.p/<W>]`.
    #[must_use]
    pub fn entries_path(self) -> String {
        format!("tile/entries/{}", self.tail())
    }

    /// Reads `tile/<L>/<N>[.p/<W>]`; exactly one text names each tile.
    pub fn parse_path(path: &str) -> Result<Self> {
        let rest = path.strip_prefix("tile/").ok_or(ALPHABET)?;
        let (level, tail) = rest.split_once('/').ok_or(ALPHABET)?;
        Self::from_tail(level.parse().map_err(|_| ALPHABET)?, tail).and_then(|tile| tile.if_named(path, Self::path))
    }

    /// Reads `tile/entries/<N>[.p/<W>]`, as the tile of level 0 over the same entries.
    pub fn parse_entries_path(path: &str) -> Result<Self> {
        let tail = path.strip_prefix("tile/entries/").ok_or(ALPHABET)?;
        Self::from_tail(0, tail).and_then(|tile| tile.if_named(path, Self::entries_path))
    }

    fn tail(self) -> String {
        let digits = format!("{:03}", self.index);
        let padded = format!("{digits:0>width$}", width = digits.len().next_multiple_of(3));
        let mut text = String::new();
        for (i, digit) in padded.chars().enumerate() {
            if i % 3 == 0 {
                text.push_str(if i == 0 { "" } else { "/" });
                text.push_str(if i + 3 < padded.len() { "x" } else { "" });
            }
            text.push(digit);
        }
        if self.width < FULL { format!("{text}.p/{}", self.width) } else { text }
    }

    fn from_tail(level: u8, tail: &str) -> Result<Self> {
        let (number, width) = match tail.split_once(".p/") {
            Some((number, width)) => (number, width.parse().map_err(|_| ALPHABET)?),
            None => (tail, FULL),
        };
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        Self::new(level, digits.parse().map_err(|_| ALPHABET)?, width)
    }

    /// The lenient reading above is made strict by writing the name again.
    fn if_named(self, path: &str, name: impl Fn(Self) -> String) -> Result<Self> {
        if name(self) == path { Ok(self) } else { Err(ALPHABET) }
    }
}

const ALPHABET: Error = Error::new(What::LogTree, Property::Alphabet);

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/{}", self.level, self.tail())
    }
}

/// The hashes of one level of a tree of `size` leaves.
const fn level_len(size: u64, level: u8) -> u64 {
    size >> (HEIGHT * level as u32)
}

/// The tile at this place in a tree of `size` leaves.
fn tile_at(level: u8, index: u64, size: u64) -> Result<Tile> {
    let width = level_len(size, level).saturating_sub(index << HEIGHT).min(u64::from(FULL));
    Tile::new(level, index, u16::try_from(width).unwrap_or(FULL))
}

/// The tiles that are new or wider in a tree of `new` leaves than in one of `old`, lowest level first.
#[must_use]
pub fn changed_tiles(old: u64, new: u64) -> Vec<Tile> {
    let mut out = Vec::new();
    for level in 0..=MAX_LEVEL {
        let (before, after) = (level_len(old, level), level_len(new, level));
        if after > before {
            let indices = (before >> HEIGHT)..=((after - 1) >> HEIGHT);
            out.extend(indices.filter_map(|index| tile_at(level, index, new).ok()));
        }
    }
    out
}

/// The partial tiles of a tree of `size` leaves: what [`grow`] may ask for, lowest level first.
#[must_use]
pub fn edge_tiles(size: u64) -> Vec<Tile> {
    (0..=MAX_LEVEL).filter_map(|level| tile_at(level, level_len(size, level) >> HEIGHT, size).ok()).collect()
}

/// Appends leaf hashes to a tree of `old` leaves: every tile that changes, with its new bytes,
/// lowest level first. `read` is asked only for [`edge_tiles`].
pub fn grow<E: From<Error>>(
    old: u64,
    leaf_hashes: &[Hash],
    mut read: impl FnMut(Tile) -> Result<Vec<u8>, E>,
) -> Result<Vec<(Tile, Vec<u8>)>, E> {
    let mut out = Vec::new();
    let mut added: Vec<Hash> = leaf_hashes.to_vec();
    for level in 0..=MAX_LEVEL {
        if added.is_empty() {
            break;
        }
        let first = level_len(old, level) >> HEIGHT;
        // No tile here means that the old tree ends between two tiles of this level.
        let mut hashes = match tile_at(level, first, old) {
            Ok(partial) => hashes_of(partial, &read(partial)?)?,
            Err(_) => Vec::new(),
        };
        hashes.append(&mut added);
        for (index, chunk) in (first..).zip(hashes.chunks(usize::from(FULL))) {
            let tile = Tile::new(level, index, u16::try_from(chunk.len()).unwrap_or(FULL))?;
            if tile.width == FULL {
                added.push(subtree(chunk));
            }
            out.push((tile, chunk.iter().flat_map(|hash| *hash.as_bytes()).collect()));
        }
    }
    Ok(out)
}

/// The hashes in a tile's bytes. A later, wider state of the same tile serves as well.
fn hashes_of(tile: Tile, bytes: &[u8]) -> Result<Vec<Hash>> {
    let (hashes, rest) = bytes.as_chunks::<{ Hash::LEN }>();
    let wanted = hashes.get(..usize::from(tile.width));
    match wanted {
        Some(wanted) if rest.is_empty() && hashes.len() <= usize::from(FULL) => {
            Ok(wanted.iter().map(|hash| Hash::from_bytes(*hash)).collect())
        }
        _ => Err(Error::new(What::LogTree, Property::Length)),
    }
}

/// The root of a complete subtree, from its 2^n lowest hashes.
fn subtree(hashes: &[Hash]) -> Hash {
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        row = row.as_chunks::<2>().0.iter().map(|[left, right]| node_hash(left, right)).collect();
    }
    fold(row.into_iter())
}

/// Where a complete subtree's hash comes from: a tile, and which of its hashes to join.
fn source(node: Node, size: u64) -> Result<(Tile, Range<usize>)> {
    let level = u8::try_from(node.height / HEIGHT).unwrap_or(MAX_LEVEL);
    let within = node.height % HEIGHT;
    let first = node.index << within;
    let offset = usize::try_from(first % u64::from(FULL)).unwrap_or_default();
    Ok((tile_at(level, first >> HEIGHT, size)?, offset..offset + (1 << within)))
}

/// The tiles needed for the hashes of these ranges, each once.
pub(super) fn tiles_of(ranges: &[Range<u64>], size: u64) -> Result<Vec<Tile>> {
    let mut tiles = ranges
        .iter()
        .flat_map(|range| nodes(range.clone()))
        .map(|node| Ok(source(node, size)?.0))
        .collect::<Result<Vec<_>>>()?;
    tiles.sort_unstable();
    tiles.dedup();
    Ok(tiles)
}

/// The Merkle tree hash of each range of leaves, read from the tiles of a tree of `size` leaves.
pub(super) fn range_hashes<E: From<Error>>(
    ranges: &[Range<u64>],
    size: u64,
    mut read: impl FnMut(Tile) -> Result<Vec<u8>, E>,
) -> Result<Vec<Hash>, E> {
    let mut tiles = BTreeMap::new();
    for tile in tiles_of(ranges, size)? {
        tiles.insert(tile, hashes_of(tile, &read(tile)?)?);
    }
    let hash = |node| {
        let (tile, range) = source(node, size)?;
        let hashes = tiles.get(&tile).and_then(|hashes| hashes.get(range));
        hashes.map(subtree).ok_or(Error::new(What::LogTree, Property::Length))
    };
    let mut out = Vec::with_capacity(ranges.len());
    for range in ranges {
        let hashes = nodes(range.clone()).into_iter().map(hash).collect::<Result<Vec<_>>>()?;
        out.push(fold(hashes.into_iter()));
    }
    Ok(out)
}
