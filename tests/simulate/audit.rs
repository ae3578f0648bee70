//! A client that keeps what it has read: it accepts a log that only grows, whose entries make its signed root and whose
//! chains follow on, and gives up what it kept only when the operator has said so.

use vault_core::api::{ConsistencyView, LogPage, ProblemCode};
use vault_core::ids::{Hash, VaultId};
use vault_core::log::proof::verify_consistency;
use vault_core::log::{Checkpoint, EventBody, Frontier, leaf_data, leaf_hash};
use vault_core::request::Request;
use vault_core::secret::LeafSalt;
use vault_core::vocabulary::{EventType, ResultCode};
use vault_server::app::App;

use super::model::Line;
use super::world::World;
use crate::api::client::{House, Sent};

/// An entry, as far as it matters later.
#[derive(Debug, Clone)]
struct Read {
    vault: VaultId,
    number: u64,
    at: u64,
    leaf: Hash,
    /// None for what was before the simulation, and for keys that the server publishes when their day has come.
    line: Option<Line>,
}

/// The client.
#[derive(Debug, Clone)]
pub(super) struct Auditor {
    /// Where the simulation begins.
    begin: usize,
    read: Vec<Read>,
    kept: Option<Checkpoint>,
    /// Entries verified, in all.
    pub(super) seen: u64,
}

impl Auditor {
    /// Everything up to now is verified, and not compared.
    pub(super) async fn new(app: &App) -> Self {
        let begin = usize::try_from(vault_server::domain::log::size(app).await.unwrap()).unwrap();
        Self { begin, read: Vec::new(), kept: None, seen: 0 }
    }

    /// Reads a page from where the last one ended; whether more follows.
    pub(super) async fn read(&mut self, world: &World, by: usize) -> bool {
        let path = format!("/v1/log/entries?from={}&limit=500", self.read.len());
        let page: LogPage = world.house().get(&world.people[by], &path).await.ok();
        for entry in &page.entries {
            assert_eq!(entry.index, self.read.len() as u64, "an entry is left out");
            let body = EventBody::parse(&entry.body).unwrap();
            let salt = LeafSalt::from_slice(&entry.salt).unwrap();
            self.follows(&body);
            let signed = entry.request.as_ref().map(|bytes| (Request::hash_of(bytes), Request::signature_of(bytes)));
            assert_eq!(body.request_hash, signed.map_or(Hash::NONE, |(hash, _)| hash));
            assert_eq!(Some(body.request_signature), signed.map_or(Some([0; 64]), |(_, made)| made.copied()));
            let published = body.event_type == EventType::KeyPublication.number() && body.vault.is_none();
            let compared = self.read.len() >= self.begin && !published;
            let line = compared.then(|| line(world, &body));
            let leaf = leaf_hash(&leaf_data(&salt, &body));
            self.read.push(Read { vault: body.vault, number: body.vault_seq, at: body.unix_ms, leaf, line });
            self.seen += 1;
        }
        if page.next.is_none() {
            self.settle(world.house(), &page.checkpoint).await;
        }
        page.next.is_some()
    }

    /// An entry follows the last one of its vault, and time does not go back.
    fn follows(&self, body: &EventBody) {
        let before = self.read.iter().rev().find(|read| read.vault == body.vault);
        let (number, leaf) = before.map_or((0, Hash::NONE), |before| (before.number, before.leaf));
        assert_eq!((body.vault_seq, body.previous), (number + 1, leaf), "the chain of a vault is broken");
        assert!(self.read.last().is_none_or(|last| last.at <= body.unix_ms), "time goes back");
    }

    /// The entries make the signed root, and the log continues what was kept.
    async fn settle(&mut self, house: &House, note: &str) {
        let checkpoint = Checkpoint::open(note, &house.log_key()).expect("signed");
        let mut frontier = Frontier::new();
        for read in &self.read {
            frontier.push(read.leaf);
        }
        assert_eq!((checkpoint.size, checkpoint.root), (frontier.size(), frontier.root()), "the root is another");
        if let Some(kept) = &self.kept {
            let path = format!("/v1/log/consistency?from={}", kept.size);
            let view: ConsistencyView = house.send(Sent::get(&path)).await.ok();
            let now = Checkpoint::open(&view.checkpoint, &house.log_key()).expect("signed");
            verify_consistency(kept.size, &kept.root, now.size, &now.root, &view.proof).expect("only appended to");
        }
        self.kept = Some(checkpoint);
    }

    /// The operator restored a backup, at the time of which `then` had been read. What was kept since does not hold any
    /// more, and this is noticed; only then is it given up.
    pub(super) async fn given_up(&mut self, house: &House, then: &Self) {
        if let Some(kept) = self.kept.take_if(|kept| !then.has_seen(kept)) {
            let answer = house.send(Sent::get(&format!("/v1/log/consistency?from={}", kept.size))).await;
            if answer.status.is_success() {
                let view: ConsistencyView = answer.ok();
                let now = Checkpoint::open(&view.checkpoint, &house.log_key()).expect("signed");
                let proof = verify_consistency(kept.size, &kept.root, now.size, &now.root, &view.proof);
                assert!(proof.is_err(), "a log that went back passes for one that continues");
            } else {
                answer.refused(ProblemCode::NotFound);
            }
        }
        *self = Self { seen: self.seen, ..then.clone() };
    }

    /// Whether what had been read begins with this.
    fn has_seen(&self, checkpoint: &Checkpoint) -> bool {
        let mut frontier = Frontier::new();
        let size = usize::try_from(checkpoint.size).unwrap();
        for read in self.read.iter().take(size) {
            frontier.push(read.leaf);
        }
        (frontier.size(), frontier.root()) == (checkpoint.size, checkpoint.root)
    }

    /// The lines are those of the model, one by one and in this order.
    pub(super) async fn compare(&self, world: &World, model: &[Line]) {
        let lines: Vec<Line> = self.read.iter().filter_map(|read| read.line).collect();
        for (number, (expected, seen)) in model.iter().zip(&lines).enumerate() {
            assert_eq!(expected, seen, "line {number} of the log (left: the model)");
        }
        assert_eq!(model.len(), lines.len(), "lines of the log (left: the model); {:?}", lines.last());
        let size = vault_server::domain::log::size(&world.house().app).await.unwrap();
        assert_eq!(size, self.read.len() as u64);
    }
}

/// An entry in the words of the model.
pub(super) fn line(world: &World, body: &EventBody) -> Line {
    let known = |found: Option<usize>, what: &str| Some(found.unwrap_or_else(|| panic!("an unknown {what}: {body:?}")));
    let what = EventType::from_number(body.event_type).unwrap();
    let position = |is: &dyn Fn(usize) -> bool, end: usize| (0..end).rev().find(|number| is(*number));
    let vault = position(&|number| world.vaults[number].0 == body.vault, world.vaults.len());
    let paper = position(&|number| world.papers[number] == body.document, world.papers.len());
    let mandate = position(&|number| world.mandates[number].id == body.mandate, world.mandates.len());
    // How much was given up, which the model does not count.
    let version = if what == EventType::LogBehindAccepted { 0 } else { body.version };
    Line {
        what,
        result: ResultCode::from_number(body.result).unwrap(),
        vault: if body.vault.is_none() { None } else { known(vault, "vault") },
        by: if body.actor.is_none() { None } else { known(world.kids.get(&body.actor).copied(), "person") },
        mandate: if body.mandate.is_none() { None } else { known(mandate, "mandate") },
        paper: if body.document.is_none() { None } else { known(paper, "paper") },
        version,
        purpose: body.purpose,
    }
}
