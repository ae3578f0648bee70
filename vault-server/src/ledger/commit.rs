//! A batch: performed one after the other, committed together, answered after.

use std::sync::Arc;

use tokio::sync::mpsc;
use vault_core::api::ProblemCode;
use vault_core::log::{LogKey, LogName};

use super::Turn;
use super::queue::{Job, Performed, SignedRequest};
use super::record::LogWriter;
use crate::clock::Clock;
use crate::entropy::SharedEntropy;
use crate::error::{Error, Result};
use crate::key_directory::KeyDirectory;
use crate::store::{self, Lock, Store, StoreError, Tx};

/// The key directory remembers the last checkpoint at most so often, in milliseconds, and when the line ends: what a
/// crash can make it miss is bounded by this, and a commit does not wait for a second disk.
const REMEMBER_EVERY_MS: u64 = 10_000;

/// Most acts committed together: enough to share one sync among many, few enough to answer soon.
const BATCH: usize = 64;

pub(super) struct Writer {
    pub(super) store: Store,
    pub(super) keys: Arc<KeyDirectory>,
    pub(super) lock: Lock,
    pub(super) name: LogName,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) entropy: SharedEntropy,
}

impl Writer {
    pub(super) async fn run(self, mut line: mpsc::Receiver<Box<dyn Job>>) {
        let mut batch = Vec::with_capacity(BATCH);
        let (mut checkpoint, mut remembered_ms) = (None, 0);
        while line.recv_many(&mut batch, BATCH).await > 0 {
            match self.commit(&mut batch).await {
                Ok(signed) => {
                    batch.drain(..).for_each(Job::settle);
                    checkpoint = signed.or(checkpoint);
                }
                Err(error) => {
                    tracing::error!(%error, acts = batch.len(), "a batch could not be committed; nothing of it remains");
                    batch.drain(..).for_each(Job::abandon);
                }
            }
            let now_ms = self.clock.now_ms();
            if now_ms >= remembered_ms + REMEMBER_EVERY_MS {
                self.remember(checkpoint.take());
                remembered_ms = now_ms;
            }
        }
        self.remember(checkpoint);
    }

    /// Apart from the data, so that a database put back to an earlier state is noticed.
    fn remember(&self, checkpoint: Option<String>) {
        let log = LogKey::new(self.name.clone(), self.keys.log_key().verifying_key());
        if let Some(note) = checkpoint
            && let Err(error) = self.keys.remember_checkpoint(&log, &note)
        {
            tracing::error!(%error, "the checkpoint could not be remembered in the key directory");
        }
    }

    /// Gives the checkpoint that was signed, if anything was added to the log.
    async fn commit(&self, batch: &mut [Box<dyn Job>]) -> Result<Option<String>> {
        let mut tx = self.store.write().await?;
        // Only now, when nobody else can write: another process may have turned the lock or destroyed an epoch.
        self.keys.refresh()?;
        if store::relocation::mark(&mut tx).await?.is_some() {
            return Err(StoreError::Elsewhere.into());
        }
        let mut log = LogWriter::new(store::log::state(&mut tx).await?);
        tx.savepoint().await?;
        let mut kept = false;
        for job in batch {
            if kept {
                tx.move_savepoint().await?;
            }
            kept = self.take_turn(&mut tx, &mut log, job.as_mut()).await?;
        }
        let checkpoint = log.finish(&mut tx, &self.keys, &self.name).await?;
        tx.commit().await?;
        Ok(checkpoint)
    }

    /// One act, from the transaction's last savepoint on. Its own failure is its answer; only a failure to undo it loses
    /// the batch. Says whether anything was written since that savepoint.
    async fn take_turn(&self, tx: &mut Tx, log: &mut LogWriter, job: &mut dyn Job) -> Result<bool> {
        let before = log.clone();
        let request = job.request().cloned();
        if let Some(request) = &request
            && let Err(error) = self.take_nonce(tx, request).await
        {
            job.fail(error);
            tx.roll_back_to_savepoint().await?;
            return Ok(false);
        }
        let clock_ms = self.clock.now_ms();
        let mut turn = Turn {
            tx,
            now_ms: log.time(clock_ms),
            clock_ms,
            lock: &self.lock,
            keys: &self.keys,
            entropy: self.entropy.clone(),
            attempt: job.attempt(),
            request: request.as_ref(),
            log,
        };
        match job.perform(&mut turn).await {
            Performed::Keep => Ok(true),
            Performed::Undo => {
                turn.tx.roll_back_to_savepoint().await?;
                *turn.log = before;
                Ok(false)
            }
            Performed::UndoAndRecord(refusal) => {
                turn.tx.roll_back_to_savepoint().await?;
                *turn.log = before;
                turn.record_refusal(refusal).await?;
                if let Some(request) = &request {
                    self.take_nonce(turn.tx, request).await?;
                }
                Ok(true)
            }
        }
    }

    /// A signed request causes one act at most.
    async fn take_nonce(&self, tx: &mut Tx, request: &SignedRequest) -> Result<()> {
        match store::sessions::take_nonce(tx, request.kid(), request.nonce(), self.clock.now_ms()).await {
            Err(error) if error.is_taken() => {
                Err(Error::problem(ProblemCode::Conflict, "this signed request was sent before"))
            }
            other => Ok(other?),
        }
    }
}
