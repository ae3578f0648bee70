//! Reads a part of an object. Proves that whoever wrote it held the key, not that it is the object
//! of the deposit: only a whole read can be compared with the deposit's hash.

use std::fmt;
use std::ops::Range;

use zeroize::Zeroizing;

use crate::document::chunk::{CHUNK_LEN, HEAD_LEN, SEALED_CHUNK_LEN, StreamKey};
use crate::document::fail;
use crate::document::pad::{self, PREFIX_LEN};
use crate::error::{Property, Result};
use crate::ids::DocumentVersion;
use crate::secret::DocumentKey;
use crate::suite::TAG_LEN;

/// Opens ranges of one object's content, once both ends of the object are authenticated.
///
/// The caller fetches [`Self::first_range`] and [`Self::last_range`], makes the opener of them,
/// then fetches [`Self::object_range`] for each range of content that it wants.
pub struct RangeOpener {
    stream: StreamKey,
    object_length: u64,
    content_length: u64,
}

impl RangeOpener {
    /// Where the head and the first chunk stand in every object.
    #[must_use]
    pub const fn first_range() -> Range<u64> {
        0..HEAD_LEN as u64 + SEALED_CHUNK_LEN as u64
    }

    /// Where the last chunk stands in an object of this length. Refuses with `length` one that no object has.
    pub fn last_range(object_length: u64) -> Result<Range<u64>> {
        let chunks = object_length.checked_sub(HEAD_LEN as u64).ok_or(fail(Property::Length))?;
        let last = chunks % SEALED_CHUNK_LEN as u64;
        if last < TAG_LEN as u64 || object_length < Self::first_range().end {
            return Err(fail(Property::Length));
        }
        Ok(object_length - last..object_length)
    }

    /// Checks the head, the first chunk and the last, and that their lengths agree.
    ///
    /// `first` and `last` are the bytes of the object at [`Self::first_range`] and
    /// [`Self::last_range`]. Refuses as [`super::Opener`] does.
    pub fn new(
        key: &DocumentKey,
        expected: DocumentVersion,
        object_length: u64,
        first: &[u8],
        last: &[u8],
    ) -> Result<Self> {
        let last_range = Self::last_range(object_length)?;
        let (head, first) = first.split_first_chunk().ok_or(fail(Property::Length))?;
        if first.len() != SEALED_CHUNK_LEN || last.len() as u64 != last_range.end - last_range.start {
            return Err(fail(Property::Length));
        }
        let (stream, header) = StreamKey::resume(key, expected, head)?;
        let number = (last_range.start - HEAD_LEN as u64) / SEALED_CHUNK_LEN as u64;
        let mut plaintext = Zeroizing::new(Vec::with_capacity(SEALED_CHUNK_LEN));
        stream.open(number, last, &mut plaintext)?;
        let offset = number * CHUNK_LEN as u64;
        let plaintext_length = offset + plaintext.len() as u64;
        let mut opening = Zeroizing::new(Vec::with_capacity(SEALED_CHUNK_LEN));
        stream.open(0, first, &mut opening)?;
        let (content_length, padded) = pad::announced(&opening, header.padding)?;
        if padded != plaintext_length {
            return Err(fail(Property::Length));
        }
        pad::content_within(offset, &plaintext, content_length)?;
        Ok(Self { stream, object_length, content_length })
    }

    /// The content's length in bytes.
    #[must_use]
    pub const fn content_length(&self) -> u64 {
        self.content_length
    }

    /// The bytes of the object that hold these bytes of content: whole chunks. Refuses with `length`
    /// a range that is empty, inverted or past the content's end.
    pub fn object_range(&self, content: &Range<u64>) -> Result<Range<u64>> {
        let chunks = self.chunks(content)?;
        let at = |chunk: u64| (HEAD_LEN as u64 + chunk * SEALED_CHUNK_LEN as u64).min(self.object_length);
        Ok(at(chunks.start)..at(chunks.end))
    }

    /// Appends these bytes of content to `out`, from the object's bytes at [`Self::object_range`].
    pub fn open(&self, content: &Range<u64>, sealed: &[u8], out: &mut Vec<u8>) -> Result<()> {
        let (chunks, range) = (self.chunks(content)?, self.object_range(content)?);
        if sealed.len() as u64 != range.end - range.start {
            return Err(fail(Property::Length));
        }
        let mut plaintext = Zeroizing::new(Vec::with_capacity(SEALED_CHUNK_LEN));
        let mut found = Zeroizing::new(Vec::with_capacity(sealed.len()));
        for (number, sealed) in chunks.zip(sealed.chunks(SEALED_CHUNK_LEN)) {
            plaintext.clear();
            self.stream.open(number, sealed, &mut plaintext)?;
            let offset = number * CHUNK_LEN as u64;
            pad::content_within(offset, &plaintext, self.content_length)?;
            let at = |position: u64| {
                let within = (PREFIX_LEN + position).saturating_sub(offset);
                usize::try_from(within).unwrap_or(usize::MAX).min(plaintext.len())
            };
            found.extend_from_slice(&plaintext[at(content.start)..at(content.end)]);
        }
        out.extend_from_slice(&found);
        Ok(())
    }

    fn chunks(&self, content: &Range<u64>) -> Result<Range<u64>> {
        if content.is_empty() || content.end > self.content_length {
            return Err(fail(Property::Length));
        }
        let chunk_of = |position: u64| (PREFIX_LEN + position) / CHUNK_LEN as u64;
        Ok(chunk_of(content.start)..chunk_of(content.end - 1) + 1)
    }
}

impl fmt::Debug for RangeOpener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RangeOpener(redacted)")
    }
}
