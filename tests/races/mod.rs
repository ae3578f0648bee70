//! Many at once on the real router and the real ledger: what each was answered must be explained by one order, and that
//! order is the log's.
//!
//! Every call is remembered with the moments at which it was made and answered, on one counter. Afterwards the whole log
//! is read and verified; a call is found in it by the hash of its signed request. Then: calls that followed one another
//! stand in that order in the log, and the log, replayed from its beginning, gives to each the answer that it got. The one
//! writer makes most of these races impossible by construction; the checks do not rely on it.

mod deposits;
mod openings;
mod paused;
mod recoveries;
mod starting;
mod writers;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;
use tokio::sync::Barrier;
use vault_core::api::{LogPage, ProblemCode};
use vault_core::ids::{Hash, VaultId};
use vault_core::log::{Checkpoint, EventBody, Frontier, leaf_data, leaf_hash};
use vault_core::request::{Method, Request};
use vault_core::secret::LeafSalt;

use crate::api::client::{Answer, House, Sent};
use crate::api::people::Person;

/// Times that each race is run, each with other delays.
const ROUNDS: u64 = 6;

/// A call, from its making to its answer.
#[derive(Debug)]
struct Call {
    made: u64,
    answered: u64,
    request: Hash,
    answer: Answer,
}

impl Call {
    /// Whether it was done, or the refusal.
    fn told(&self) -> Result<(), ProblemCode> {
        if self.answer.status.is_success() { Ok(()) } else { Err(self.answer.problem().code) }
    }
}

/// Lets calls begin together, a little apart, and remembers them.
#[derive(Debug)]
struct Race {
    moments: AtomicU64,
    start: Barrier,
    seed: u64,
}

impl Race {
    /// Of so many.
    fn of(runners: usize, seed: u64) -> Arc<Self> {
        Arc::new(Self { moments: AtomicU64::new(0), start: Barrier::new(runners), seed })
    }

    /// Waits for the others, then steps back a few times: other times in each round.
    async fn ready(&self, runner: u64) {
        self.start.wait().await;
        let mixed = (self.seed * 64 + runner + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for _ in 0..(mixed >> 59) {
            tokio::task::yield_now().await;
        }
    }

    /// One call with a JSON body.
    async fn post(&self, house: &House, by: &Person, path: &str, body: &impl Serialize) -> Call {
        self.signed(house, by, path, serde_json::to_vec(body).unwrap()).await
    }

    /// One call, which may have no body.
    async fn signed(&self, house: &House, by: &Person, path: &str, body: Vec<u8>) -> Call {
        let request = house.request(by, Method::Post, path, &body).sign(&by.keys.signing).unwrap();
        let sent = Sent::new(Method::Post, path, body).with_token(by).with_request(&request);
        let made = self.moments.fetch_add(1, Ordering::SeqCst);
        let answer = house.send(sent).await;
        let answered = self.moments.fetch_add(1, Ordering::SeqCst);
        Call { made, answered, request: Request::hash_of(&request), answer }
    }
}

/// Runs these at the same time, each in a task of its own.
async fn together<T: Send + 'static>(runners: Vec<impl Future<Output = T> + Send + 'static>) -> Vec<T> {
    let tasks: Vec<_> = runners.into_iter().map(tokio::spawn).collect();
    let mut done = Vec::with_capacity(tasks.len());
    for task in tasks {
        done.push(task.await.unwrap());
    }
    done
}

/// The whole log, as an auditor reads and verifies it: no entry missing, each following the last of its vault, all of them
/// making the signed root.
#[derive(Debug)]
struct Log(Vec<EventBody>);

impl Log {
    async fn verified(house: &House, auditor: &Person) -> Self {
        let (mut bodies, mut frontier, mut from) = (Vec::new(), Frontier::new(), 0);
        let mut heads: Vec<(VaultId, u64, Hash)> = Vec::new();
        loop {
            let page: LogPage = house.get(auditor, &format!("/v1/log/entries?from={from}&limit=500")).await.ok();
            for entry in &page.entries {
                let body = EventBody::parse(&entry.body).unwrap();
                let hash = leaf_hash(&leaf_data(&LeafSalt::from_slice(&entry.salt).unwrap(), &body));
                let head = heads.iter().position(|(vault, ..)| *vault == body.vault);
                let (_, number, last) = head.map_or((body.vault, 0, Hash::NONE), |at| heads.swap_remove(at));
                assert_eq!((body.vault_seq, body.previous), (number + 1, last), "a chain is broken");
                heads.push((body.vault, body.vault_seq, hash));
                assert_eq!(frontier.push(hash), entry.index, "an entry is missing");
                bodies.push(body);
            }
            let Some(next) = page.next else {
                let checkpoint = Checkpoint::open(&page.checkpoint, &house.log_key()).unwrap();
                assert_eq!((checkpoint.size, checkpoint.root), (frontier.size(), frontier.root()));
                return Self(bodies);
            };
            from = next;
        }
    }

    /// The first line of a call, if it has one.
    fn place(&self, call: &Call) -> Option<usize> {
        self.0.iter().position(|body| body.request_hash == call.request)
    }

    /// What was answered before something else was asked stands before it.
    fn keeps_the_order_of<'a>(&self, calls: impl Iterator<Item = &'a Call> + Clone) {
        let placed: Vec<_> = calls.filter_map(|call| Some((call, self.place(call)?))).collect();
        for (first, at) in &placed {
            for (second, after) in &placed {
                assert!(first.answered >= second.made || at < after, "{first:?} at {at}, {second:?} at {after}");
            }
        }
    }
}

/// A call that left no line was served at some moment after the line of another: so it was not over before that one was
/// made.
fn may_come_after(call: &Call, decided: &Call) {
    assert!(call.answered > decided.made, "{call:?} knew of {decided:?} before it was made");
}
