//! One source of randomness for the whole server, handed to whoever needs some.

use std::sync::{Arc, Mutex, PoisonError};

use vault_core::entropy::Entropy;

/// A source that tasks share. Tests give a seeded one.
#[derive(Clone)]
pub struct SharedEntropy(Arc<Mutex<dyn Entropy + Send>>);

impl SharedEntropy {
    /// Shares a source.
    pub fn new(entropy: impl Entropy + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(entropy)))
    }
}

impl Entropy for SharedEntropy {
    fn fill(&mut self, dst: &mut [u8]) {
        // A panic of another holder leaves no half-drawn state behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill(dst);
    }
}

impl std::fmt::Debug for SharedEntropy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SharedEntropy")
    }
}
