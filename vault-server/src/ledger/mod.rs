//! The one writer. Every change and every release is an [`Act`], performed in turn inside one
//! transaction per batch, with its event; callers get their answer after COMMIT.
//!
//! - [`queue`]: callers wait in line here;
//! - [`commit`]: a batch is performed, its tiles and checkpoint written, and committed;
//! - [`record`]: how an event becomes a leaf of the log.

mod commit;
mod queue;
mod record;

pub use queue::{Ledger, SignedRequest};
pub use record::Event;

use std::future::Future;

use crate::access::Refusal;
use crate::entropy::SharedEntropy;
use crate::error::Result;
use crate::key_directory::KeyDirectory;
use crate::store::{Lock, Tx};

/// Something that changes or releases anything.
///
/// Returning an error undoes whatever the act wrote. `Error::Refused` moreover writes the event
/// that [`Turn::attempt`] describes by then, with the reason: so fill it in as facts are learnt.
pub trait Act: Send + Sync + 'static {
    /// What the caller gets, once it is durable.
    type Answer: Send + 'static;

    /// What is attempted, as far as it is known before any fact is read.
    fn attempt(&self) -> Event;

    /// Decides, writes, and records its event.
    fn perform(&self, turn: &mut Turn<'_>) -> impl Future<Output = Result<Self::Answer>> + Send;
}

/// What an act works with while it is its turn.
#[derive(Debug)]
pub struct Turn<'a> {
    /// The batch's transaction.
    pub tx: &'a mut Tx,
    /// The time of this batch, Unix milliseconds; never before that of the last event.
    pub now_ms: u64,
    /// What the clock shows, Unix milliseconds: for what is compared with the clock and not with the log (challenges,
    /// sessions, signed requests). After a clock that was ahead, the log's time stands still until it is caught up.
    pub clock_ms: u64,
    /// Seals rows and opens them.
    pub lock: &'a Lock,
    /// The server's keys.
    pub keys: &'a KeyDirectory,
    /// Randomness.
    pub entropy: SharedEntropy,
    /// The event to be.
    pub attempt: Event,
    request: Option<&'a SignedRequest>,
    log: &'a mut record::LogWriter,
}

impl Turn<'_> {
    /// Writes the event of [`Self::attempt`] as done; gives its index in the log.
    pub async fn done(&mut self) -> Result<u64> {
        let event = self.attempt.clone();
        self.record(&event).await
    }

    /// Writes an event; gives its index in the log.
    pub async fn record(&mut self, event: &Event) -> Result<u64> {
        self.log.append(self.tx, self.keys, &mut self.entropy, self.now_ms, event, self.request).await
    }

    async fn record_refusal(&mut self, refusal: Refusal) -> Result<u64> {
        let event = self.attempt.clone().refused(refusal);
        self.record(&event).await
    }
}
