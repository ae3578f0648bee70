//! How long an object is, so that its length says little about its content.

use std::ops::Range;

use crate::document::chunk::{CHUNK_LEN, HEAD_LEN};
use crate::document::fail;
use crate::error::{Property, Result};
use crate::suite::TAG_LEN;

/// Length of the content's length, which opens the plaintext.
pub(super) const PREFIX_LEN: u64 = 8;
/// No plaintext is shorter.
const MIN_PADDED: u64 = 65_536;
/// Chunked encryption counts at most 2^38 chunks, of which the last is short.
const PADDED_LIMIT: u64 = (CHUNK_LEN as u64) << 38;

/// How a plaintext is lengthened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Padding {
    /// PADMÉ (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication
    /// with PURBs", 2019): at most 12 % more, lengths with as many significant bits as the length
    /// of the exponent; leaks O(log log L) bits.
    Padme = 1,
    /// The next power of two: leaks less, costs up to as much again.
    PowerOfTwo = 2,
}

impl Padding {
    /// The padding of this number in the header.
    pub(super) fn from_byte(byte: u8) -> Result<Self> {
        match byte {
            1 => Ok(Self::Padme),
            2 => Ok(Self::PowerOfTwo),
            _ => Err(fail(Property::Padding)),
        }
    }

    /// Length of the whole plaintext for a content of this length.
    pub(super) fn padded(self, content_length: u64) -> Result<u64> {
        let length = content_length.checked_add(PREFIX_LEN).ok_or(fail(Property::Length))?.max(MIN_PADDED);
        if length >= PADDED_LIMIT {
            return Err(fail(Property::Length));
        }
        let padded = match self {
            Self::Padme => {
                let exponent = length.ilog2();
                let free = exponent - (exponent.ilog2() + 1);
                length.next_multiple_of(1 << free)
            }
            Self::PowerOfTwo => length.next_power_of_two(),
        };
        if padded < PADDED_LIMIT { Ok(padded) } else { Err(fail(Property::Length)) }
    }
}

/// Length of the object that holds a content of this length. Refuses with `length` past 4 PiB.
pub fn object_length(content_length: u64, padding: Padding) -> Result<u64> {
    let padded = padding.padded(content_length)?;
    let chunks = padded / CHUNK_LEN as u64 + 1;
    Ok(HEAD_LEN as u64 + padded + chunks * TAG_LEN as u64)
}

/// The content length that the first chunk announces, and the padded length that goes with it.
pub(super) fn announced(first_chunk: &[u8], padding: Padding) -> Result<(u64, u64)> {
    let length = first_chunk.first_chunk().ok_or(fail(Property::Length))?;
    let length = u64::from_be_bytes(*length);
    Ok((length, padding.padded(length)?))
}

/// Which part of a piece of plaintext is content. What follows the content must be zeros.
pub(super) fn content_within(offset: u64, plaintext: &[u8], content_length: u64) -> Result<Range<usize>> {
    let within =
        |position: u64| usize::try_from(position.saturating_sub(offset)).unwrap_or(usize::MAX).min(plaintext.len());
    let content = within(PREFIX_LEN)..within(PREFIX_LEN + content_length);
    if plaintext[content.end..].iter().all(|byte| *byte == 0) { Ok(content) } else { Err(fail(Property::Padding)) }
}
