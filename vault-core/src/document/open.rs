//! Opens an object from front to back in the memory of one chunk. The caller moves the bytes.

use std::fmt;

use zeroize::Zeroize;

use crate::document::chunk::{HEAD_LEN, SEALED_CHUNK_LEN, StreamKey};
use crate::document::pad::{self, Padding};
use crate::document::{Meter, Summary, fail};
use crate::error::{Error, Property, Result};
use crate::ids::{DocumentVersion, Hash};
use crate::secret::DocumentKey;
use crate::suite::{TAG_LEN, sha256};

/// Opens one version of a document.
///
/// What it appends is authenticated chunk by chunk; that it is the whole is known only when
/// [`Self::finish`] agrees, and the caller shows or keeps nothing before. After an error every call
/// repeats it.
pub struct Opener {
    key: DocumentKey,
    expected: DocumentVersion,
    head: Vec<u8>,
    body: Option<Body>,
    object: Meter,
    failed: Option<Error>,
}

impl Opener {
    /// Expects the object of this version of this document of this vault.
    #[must_use]
    pub fn new(key: &DocumentKey, expected: DocumentVersion) -> Self {
        let head = Vec::with_capacity(HEAD_LEN);
        Self { key: key.duplicate(), expected, head, body: None, object: Meter::default(), failed: None }
    }

    /// Takes the next piece of the object and appends the content that it completes to `out`.
    ///
    /// Refuses first what is wrong with the first 104 bytes, then with `authentication` a chunk that
    /// is not the one sealed at this place, with `padding` padding that is not zeros, with `length`
    /// an announced length that is not the object's.
    pub fn push(&mut self, ciphertext: &[u8], out: &mut Vec<u8>) -> Result<()> {
        let done = self.failed.map_or(Ok(()), Err).and_then(|()| self.take(ciphertext, out));
        self.failed = done.err();
        done
    }

    /// Opens the last chunk and checks that the object is whole.
    ///
    /// Refuses as [`Self::push`] does, and with `length` an object cut between two chunks.
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<Summary> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let (content_hash, content_length) = self.body.take().ok_or(fail(Property::Length))?.finish(out)?;
        let head_hash = Hash::from_bytes(sha256(&[&self.head]));
        let (object_hash, object_length) = self.object.finish();
        Ok(Summary { object_hash, head_hash, object_length, content_hash, content_length })
    }

    fn take(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<()> {
        self.object.take(bytes);
        if let Some(body) = &mut self.body {
            return body.take(bytes, out);
        }
        let (now, later) = bytes.split_at((HEAD_LEN - self.head.len()).min(bytes.len()));
        self.head.extend_from_slice(now);
        let Some(head) = self.head.first_chunk() else { return Ok(()) };
        let (stream, header) = StreamKey::resume(&self.key, self.expected, head)?;
        self.body.insert(Body::new(stream, header.padding)).take(later, out)
    }
}

/// The chunks, once the first bytes are checked.
struct Body {
    stream: StreamKey,
    padding: Padding,
    pending: Vec<u8>,
    chunk: u64,
    seen: u64,
    /// Announced content length and padded length, from the first chunk.
    lengths: Option<(u64, u64)>,
    content: Meter,
}

impl Body {
    fn new(stream: StreamKey, padding: Padding) -> Self {
        let pending = Vec::with_capacity(SEALED_CHUNK_LEN);
        Self { stream, padding, pending, chunk: 0, seen: 0, lengths: None, content: Meter::default() }
    }

    /// Opens the chunks that are complete: a full one is never the last.
    fn take(&mut self, mut bytes: &[u8], out: &mut Vec<u8>) -> Result<()> {
        out.reserve((self.pending.len() + bytes.len()) / SEALED_CHUNK_LEN * SEALED_CHUNK_LEN);
        if !self.pending.is_empty() {
            let (now, later) = bytes.split_at((SEALED_CHUNK_LEN - self.pending.len()).min(bytes.len()));
            self.pending.extend_from_slice(now);
            bytes = later;
            if self.pending.len() < SEALED_CHUNK_LEN {
                return Ok(());
            }
            let mut full = std::mem::take(&mut self.pending);
            self.open(&full, out)?;
            full.clear();
            self.pending = full;
        }
        let (chunks, rest) = bytes.as_chunks::<SEALED_CHUNK_LEN>();
        for chunk in chunks {
            self.open(chunk, out)?;
        }
        self.pending.extend_from_slice(rest);
        Ok(())
    }

    fn finish(mut self, out: &mut Vec<u8>) -> Result<(Hash, u64)> {
        let last = std::mem::take(&mut self.pending);
        if last.len() < TAG_LEN {
            return Err(fail(Property::Length));
        }
        self.open(&last, out)?;
        if self.lengths.map(|(_, padded)| padded) != Some(self.seen) {
            return Err(fail(Property::Length));
        }
        Ok(self.content.finish())
    }

    fn open(&mut self, sealed: &[u8], out: &mut Vec<u8>) -> Result<()> {
        let start = out.len();
        self.stream.open(self.chunk, sealed, out)?;
        let kept = self.account(&out[start..]).inspect_err(|_| {
            out[start..].zeroize();
            out.truncate(start);
        })?;
        out.truncate(start + kept.end);
        out.drain(start..start + kept.start);
        self.content.take(&out[start..]);
        self.chunk += 1;
        Ok(())
    }

    /// Which part of an authenticated chunk is content; the rest must be the length and zeros.
    fn account(&mut self, plaintext: &[u8]) -> Result<std::ops::Range<usize>> {
        let (length, _) = match self.lengths {
            Some(lengths) => lengths,
            None => *self.lengths.insert(pad::announced(plaintext, self.padding)?),
        };
        let kept = pad::content_within(self.seen, plaintext, length)?;
        self.seen += plaintext.len() as u64;
        Ok(kept)
    }
}

impl fmt::Debug for Opener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opener(redacted)")
    }
}
