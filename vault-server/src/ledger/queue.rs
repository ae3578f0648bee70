//! Where callers wait for their turn.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, oneshot};
use vault_core::ids::{Hash, Kid, Nonce};
use vault_core::log::LogName;
use vault_core::request::Request;
use vault_core::suite;

use super::{Act, Turn, commit};
use crate::clock::Clock;
use crate::entropy::SharedEntropy;
use crate::error::{Error, Result};
use crate::key_directory::KeyDirectory;
use crate::store::{Lock, Store};

/// How many callers may wait; past it they wait to wait, which is the back-pressure that we want.
const QUEUE: usize = 1024;

/// A request whose signature was verified, as the log keeps it.
#[derive(Debug, Clone)]
pub struct SignedRequest {
    bytes: Vec<u8>,
    kid: Kid,
    nonce: Nonce,
    body: Hash,
}

impl SignedRequest {
    /// Keeps `VRQ1` with what the writer needs of it. The caller has verified it.
    #[must_use]
    pub fn new(bytes: Vec<u8>, request: &Request) -> Self {
        Self { bytes, kid: request.maker, nonce: request.nonce, body: request.body }
    }

    /// The whole `VRQ1`.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 of the whole `VRQ1`.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::from_bytes(suite::sha256(&[&self.bytes]))
    }

    /// Its signature: the last 64 bytes.
    #[must_use]
    pub fn signature(&self) -> [u8; 64] {
        self.bytes.last_chunk().copied().unwrap_or([0; 64])
    }

    /// Who signed.
    #[must_use]
    pub const fn kid(&self) -> Kid {
        self.kid
    }

    /// Whether a body of this SHA-256 was signed.
    #[must_use]
    pub fn is_over(&self, body: &Hash) -> bool {
        self.body == *body
    }

    /// What makes it unique.
    #[must_use]
    pub const fn nonce(&self) -> Nonce {
        self.nonce
    }
}

/// The door to the one writer.
#[derive(Clone)]
pub struct Ledger {
    jobs: mpsc::Sender<Box<dyn Job>>,
}

impl Ledger {
    /// Starts the writer; it ends when the last door is dropped and the line is empty.
    pub fn start(
        store: Store,
        keys: Arc<KeyDirectory>,
        name: LogName,
        clock: Arc<dyn Clock>,
        entropy: SharedEntropy,
    ) -> (Self, tokio::task::JoinHandle<()>) {
        let (jobs, line) = mpsc::channel(QUEUE);
        let lock = Lock::new(Arc::clone(&keys));
        let writer = commit::Writer { store, keys, lock, name, clock, entropy };
        (Self { jobs }, tokio::spawn(writer.run(line)))
    }

    /// Performs an act that nobody signed: logins, the operator's, the server's own.
    pub async fn perform<A: Act>(&self, act: A) -> Result<A::Answer> {
        self.submit(act, None).await
    }

    /// Performs an act that an account signed.
    pub async fn perform_signed<A: Act>(&self, act: A, request: SignedRequest) -> Result<A::Answer> {
        self.submit(act, Some(request)).await
    }

    async fn submit<A: Act>(&self, act: A, request: Option<SignedRequest>) -> Result<A::Answer> {
        let (reply, answer) = oneshot::channel();
        let job = Waiting { act, request, answer: None, reply };
        self.jobs.send(Box::new(job)).await.map_err(|_| Error::Stopping)?;
        answer.await.map_err(|_| Error::Stopping)?
    }
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ledger")
    }
}

/// One caller's act, whatever its type.
pub(super) trait Job: Send {
    fn request(&self) -> Option<&SignedRequest>;
    fn attempt(&self) -> super::Event;
    /// Performs; keeps the answer until the batch is durable. Says whether what it wrote may stay.
    fn perform<'a>(&'a mut self, turn: &'a mut Turn<'_>) -> BoxFuture<'a, Performed>;
    /// Keeps an error as the answer.
    fn fail(&mut self, error: Error);
    /// The batch is durable: answers.
    fn settle(self: Box<Self>);
    /// The batch is lost: says so.
    fn abandon(self: Box<Self>);
}

/// What the writer does with an act's writes.
#[derive(Debug)]
pub(super) enum Performed {
    Keep,
    Undo,
    UndoAndRecord(crate::access::Refusal),
}

struct Waiting<A: Act> {
    act: A,
    request: Option<SignedRequest>,
    answer: Option<Result<A::Answer>>,
    reply: oneshot::Sender<Result<A::Answer>>,
}

impl<A: Act> Job for Waiting<A> {
    fn request(&self) -> Option<&SignedRequest> {
        self.request.as_ref()
    }

    fn attempt(&self) -> super::Event {
        self.act.attempt()
    }

    fn perform<'a>(&'a mut self, turn: &'a mut Turn<'_>) -> BoxFuture<'a, Performed> {
        Box::pin(async move {
            let answer = self.act.perform(turn).await;
            let performed = match &answer {
                Ok(_) => Performed::Keep,
                Err(Error::Refused(refusal)) => Performed::UndoAndRecord(*refusal),
                Err(_) => Performed::Undo,
            };
            self.answer = Some(answer);
            performed
        })
    }

    fn fail(&mut self, error: Error) {
        self.answer = Some(Err(error));
    }

    fn settle(self: Box<Self>) {
        // A caller who went away does not need the answer; what was done is done and logged.
        let _ = self.reply.send(self.answer.unwrap_or(Err(Error::Stopping)));
    }

    fn abandon(self: Box<Self>) {
        let _ = self.reply.send(Err(Error::Unwritten));
    }
}
