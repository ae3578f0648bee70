//! Randomness as an argument: the programs pass [`OsEntropy`], tests and vectors pass [`SeededEntropy`].

use ring::rand::SecureRandom;

use crate::suite;

/// A source of bytes that nobody can guess.
pub trait Entropy {
    /// Fills `dst`.
    ///
    /// # Panics
    /// When the source fails: a process without randomness must stop rather than make guessable keys.
    fn fill(&mut self, dst: &mut [u8]);
}

impl<E: Entropy + ?Sized> Entropy for &mut E {
    fn fill(&mut self, dst: &mut [u8]) {
        (**self).fill(dst);
    }
}

/// Draws `N` bytes.
pub fn generate<const N: usize>(entropy: &mut dyn Entropy) -> [u8; N] {
    let mut out = [0; N];
    entropy.fill(&mut out);
    out
}

/// The operating system's source (`getrandom`, through ring).
#[derive(Debug)]
pub struct OsEntropy(ring::rand::SystemRandom);

impl OsEntropy {
    /// Opens the operating system's source.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        clippy::new_without_default,
        reason = "the one place where the operating system's randomness enters"
    )]
    pub fn new() -> Self {
        Self(ring::rand::SystemRandom::new())
    }
}

impl Entropy for OsEntropy {
    #[expect(clippy::expect_used, reason = "documented on the trait")]
    fn fill(&mut self, dst: &mut [u8]) {
        self.0.fill(dst).expect("the operating system gives random bytes");
    }
}

/// A reproducible stream for tests and vectors: HKDF-SHA-256 blocks of a seed. Never for real keys.
#[derive(Debug)]
pub struct SeededEntropy {
    seed: [u8; 32],
    counter: u64,
}

impl SeededEntropy {
    /// The stream that this number names.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { seed: suite::sha256(&[&seed.to_be_bytes()]), counter: 0 }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&mut self, dst: &mut [u8]) {
        for block in dst.chunks_mut(32) {
            let bytes = suite::sha256(&[b"vault/test-entropy/v1", &self.seed, &self.counter.to_be_bytes()]);
            self.counter += 1;
            block.copy_from_slice(&bytes[..block.len()]);
        }
    }
}
