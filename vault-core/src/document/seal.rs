//! Seals an object from front to back in the memory of one chunk. The caller moves the bytes.

use std::fmt;

use zeroize::Zeroizing;

use crate::document::chunk::{CHUNK_LEN, HEAD_LEN, SEALED_CHUNK_LEN, StreamKey};
use crate::document::header::Header;
use crate::document::pad::PREFIX_LEN;
use crate::document::{Meter, Summary, fail};
use crate::entropy::{self, Entropy};
use crate::error::{Property, Result};
use crate::ids::Hash;
use crate::secret::DocumentKey;
use crate::suite::sha256;

const ZEROS: [u8; CHUNK_LEN] = [0; CHUNK_LEN];
/// How much padding one call writes at most.
const PADDING_STEP: u64 = 1 << 20;

/// Seals one version of a document.
pub struct Sealer {
    stream: StreamKey,
    chunk: u64,
    pending: Zeroizing<Vec<u8>>,
    content_length: u64,
    padding_left: u64,
    head_hash: Hash,
    object: Meter,
    content: Meter,
}

impl Sealer {
    /// Begins an object under a fresh salt and returns its first bytes too.
    ///
    /// Refuses with `length` a content that no object can hold.
    pub fn new(
        key: &DocumentKey,
        header: Header,
        content_length: u64,
        entropy: &mut dyn Entropy,
    ) -> Result<(Self, [u8; HEAD_LEN])> {
        let padding_left = header.padding.padded(content_length)? - PREFIX_LEN - content_length;
        let (stream, head) = StreamKey::begin(key, &header, &entropy::generate(entropy));
        let mut pending = Zeroizing::new(Vec::with_capacity(CHUNK_LEN));
        pending.extend_from_slice(&content_length.to_be_bytes());
        let mut object = Meter::default();
        object.take(&head);
        let head_hash = Hash::from_bytes(sha256(&[&head]));
        let content = Meter::default();
        Ok((Self { stream, chunk: 0, pending, content_length, padding_left, head_hash, object, content }, head))
    }

    /// Takes the next piece of content and appends what is ready of the object to `out`.
    ///
    /// Refuses with `length` more content than announced: a file that grows is not cut, it is an error.
    pub fn push(&mut self, plaintext: &[u8], out: &mut Vec<u8>) -> Result<()> {
        if plaintext.len() as u64 > self.content_length - self.content.length {
            return Err(fail(Property::Length));
        }
        self.content.take(plaintext);
        self.feed(plaintext, out);
        Ok(())
    }

    /// Appends up to 1 MiB of padding once all content is in, and says whether more is to come.
    ///
    /// [`Self::finish`] does it all at once; a caller who bounds its memory calls this first.
    pub fn pad(&mut self, out: &mut Vec<u8>) -> Result<bool> {
        if self.content.length < self.content_length {
            return Err(fail(Property::Length));
        }
        let mut step = self.padding_left.min(PADDING_STEP);
        self.padding_left -= step;
        while step > 0 {
            let zeros = &ZEROS[..usize::try_from(step).unwrap_or(CHUNK_LEN).min(CHUNK_LEN)];
            self.feed(zeros, out);
            step -= zeros.len() as u64;
        }
        Ok(self.padding_left > 0)
    }

    /// Appends the rest of the padding and the last chunk, which is short: the end mark.
    ///
    /// Refuses with `length` less content than announced.
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<Summary> {
        while self.pad(out)? {}
        let last = std::mem::take(&mut self.pending);
        self.emit(&last, out);
        let (object_hash, object_length) = self.object.finish();
        let (content_hash, content_length) = self.content.finish();
        Ok(Summary { object_hash, head_hash: self.head_hash, object_length, content_hash, content_length })
    }

    fn feed(&mut self, mut bytes: &[u8], out: &mut Vec<u8>) {
        out.reserve((self.pending.len() + bytes.len()) / CHUNK_LEN * SEALED_CHUNK_LEN);
        if !self.pending.is_empty() {
            let room = (CHUNK_LEN - self.pending.len()).min(bytes.len());
            let (now, later) = bytes.split_at(room);
            self.pending.extend_from_slice(now);
            bytes = later;
            if self.pending.len() < CHUNK_LEN {
                return;
            }
            let mut full = std::mem::take(&mut self.pending);
            self.emit(&full, out);
            full.clear();
            self.pending = full;
        }
        let (chunks, rest) = bytes.as_chunks::<CHUNK_LEN>();
        for chunk in chunks {
            self.emit(chunk, out);
        }
        self.pending.extend_from_slice(rest);
    }

    fn emit(&mut self, plaintext: &[u8], out: &mut Vec<u8>) {
        let start = out.len();
        self.stream.seal(self.chunk, plaintext, out);
        self.chunk += 1;
        self.object.take(&out[start..]);
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(redacted)")
    }
}
