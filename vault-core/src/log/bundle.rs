//! Entry bundles (C2SP tlog-tiles): the leaf data under one tile of level 0, each with its length
//! in two bytes before it.

use crate::codec::{Put, Reader};
use crate::error::{Property, Result, What};
use crate::log::leaf::{LEAF_DATA_LEN, LEAF_VERSION};

/// `(u16 33 ‖ leaf data)` for each entry.
#[must_use]
pub fn encode(entries: &[[u8; LEAF_DATA_LEN]]) -> Vec<u8> {
    let out = Vec::with_capacity(entries.len() * (2 + LEAF_DATA_LEN));
    entries.iter().fold(out, |out, entry| out.put(&PREFIX).put(entry))
}

/// Reads exactly `width` entries of this log.
pub fn parse(bytes: &[u8], width: u16) -> Result<Vec<[u8; LEAF_DATA_LEN]>> {
    let mut reader = Reader::new(What::LogTree, bytes);
    let mut entries = Vec::with_capacity(usize::from(width));
    for _ in 0..width {
        if reader.array()? != PREFIX {
            return Err(reader.fail(Property::Length));
        }
        let entry: [u8; LEAF_DATA_LEN] = reader.array()?;
        if entry[0] != LEAF_VERSION {
            return Err(reader.fail(Property::Version));
        }
        entries.push(entry);
    }
    reader.end()?;
    Ok(entries)
}

#[expect(clippy::cast_possible_truncation, reason = "33 fits")]
const PREFIX: [u8; 2] = (LEAF_DATA_LEN as u16).to_be_bytes();
