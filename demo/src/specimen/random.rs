//! Numbers that look random and are the same on every machine (`SplitMix64`). For drawings and test content only: nothing
//! secret may come from here.

use std::io::{Read, Result};

/// A stream of numbers that its seed decides entirely.
#[derive(Debug, Clone)]
pub(super) struct Numbers(u64);

impl Numbers {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to `limit - 1`; `limit` is at least 1.
    pub(super) fn below(&mut self, limit: u16) -> u16 {
        let drawn = self.next() % u64::from(limit);
        u16::try_from(drawn).unwrap_or(0)
    }
}

/// Exactly `length` bytes that no compressor shortens, a word at a time.
#[derive(Debug)]
pub(super) struct Bytes {
    numbers: Numbers,
    word: [u8; 8],
    used: usize,
    left: u64,
}

impl Bytes {
    pub(super) fn new(seed: u64, length: u64) -> Self {
        Self { numbers: Numbers::new(seed), word: [0; 8], used: 8, left: length }
    }
}

impl Read for Bytes {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let wanted = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        for byte in &mut buffer[..wanted] {
            if self.used == self.word.len() {
                self.word = self.numbers.next().to_be_bytes();
                self.used = 0;
            }
            *byte = self.word[self.used];
            self.used += 1;
        }
        self.left -= wanted as u64;
        Ok(wanted)
    }
}
