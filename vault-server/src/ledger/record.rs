//! How an event becomes a leaf: body, salt, sealed row, head of its vault, tiles, checkpoint.

use std::collections::HashMap;

use vault_core::entropy::Entropy;
use vault_core::ids::{DocumentId, Hash, Kid, MandateId, VaultId};
use vault_core::log::{Checkpoint, EventBody, Frontier, LogName, Tile, edge_tiles, grow, leaf_data, leaf_hash};
use vault_core::secret::LeafSalt;
use vault_core::vocabulary::{EventType, Purpose, ResultCode};

use super::SignedRequest;
use crate::access::{Ground, Refusal};
use crate::error::{Error, Result};
use crate::key_directory::KeyDirectory;
use crate::store::{self, Tx, log::LogState};

/// What happened, before it has a place in the log. Absent ids are zeros.
#[derive(Debug, Clone)]
pub struct Event {
    /// What was done or attempted.
    pub event_type: EventType,
    /// In which vault.
    pub vault_id: VaultId,
    /// On which document.
    pub document_id: DocumentId,
    /// On which version.
    pub version: u64,
    /// By whom.
    pub actor: Kid,
    /// Under which mandate, or concerning which.
    pub mandate_id: MandateId,
    /// For which démarche.
    pub purpose: Purpose,
    /// How it ended.
    pub result: ResultCode,
}

impl Event {
    /// An event that concerns nothing but its actor.
    #[must_use]
    pub const fn new(event_type: EventType, actor: Kid) -> Self {
        Self {
            event_type,
            vault_id: VaultId::NONE,
            document_id: DocumentId::NONE,
            version: 0,
            actor,
            mandate_id: MandateId::NONE,
            purpose: Purpose::None,
            result: ResultCode::Done,
        }
    }

    /// The same, in a vault.
    #[must_use]
    pub const fn in_vault(self, vault_id: VaultId) -> Self {
        Self { vault_id, ..self }
    }

    /// The same, about a mandate.
    #[must_use]
    pub const fn about_mandate(self, mandate_id: MandateId) -> Self {
        Self { mandate_id, ..self }
    }

    /// The same, on the ground that allowed it.
    #[must_use]
    pub const fn on_ground(self, ground: Ground) -> Self {
        Self { mandate_id: ground.mandate_id(), purpose: ground.purpose(), ..self }
    }

    /// The same, ended this way.
    #[must_use]
    pub const fn ended(self, result: ResultCode) -> Self {
        Self { result, ..self }
    }

    pub(super) fn refused(self, refusal: Refusal) -> Self {
        let mandate_id = if refusal.mandate_id.is_none() { self.mandate_id } else { refusal.mandate_id };
        Self { mandate_id, result: refusal.reason, ..self }
    }
}

/// The growing end of the log during one batch. Cloned before each act, so that an act can be undone.
#[derive(Debug, Clone)]
pub(super) struct LogWriter {
    before: u64,
    frontier: Frontier,
    leaves: Vec<Hash>,
    last_ms: u64,
}

impl LogWriter {
    pub(super) fn new(state: LogState) -> Self {
        Self { before: state.frontier.size(), frontier: state.frontier, leaves: Vec::new(), last_ms: state.last_ms }
    }

    /// Time never goes back in the log, whatever the clock does.
    pub(super) fn time(&self, clock_ms: u64) -> u64 {
        clock_ms.max(self.last_ms)
    }

    pub(super) async fn append(
        &mut self,
        tx: &mut Tx,
        keys: &KeyDirectory,
        entropy: &mut (dyn Entropy + Send),
        now_ms: u64,
        event: &Event,
        request: Option<&SignedRequest>,
    ) -> Result<u64> {
        let (last_seq, previous) = store::log::head(tx, event.vault_id).await?.unwrap_or_default();
        let body = EventBody {
            event_type: event.event_type.number(),
            unix_ms: now_ms,
            vault: event.vault_id,
            vault_seq: last_seq + 1,
            previous,
            document: event.document_id,
            version: event.version,
            actor: event.actor,
            mandate: event.mandate_id,
            purpose: event.purpose.number(),
            result: event.result.number(),
            request_hash: request.map_or(Hash::NONE, SignedRequest::hash),
            request_signature: request.map_or([0; 64], SignedRequest::signature),
        };
        let salt = LeafSalt::generate(entropy);
        let leaf = leaf_data(&salt, &body);
        let hash = leaf_hash(&leaf);
        let index = self.frontier.push(hash);
        let request = request.map_or(&[][..], SignedRequest::bytes);
        let entry = store::log::NewEntry { index, leaf, leaf_hash: hash, salt: &salt, body: &body, request };
        store::log::insert(tx, keys, entropy, &entry).await?;
        self.leaves.push(hash);
        self.last_ms = now_ms;
        Ok(index)
    }

    /// Writes the tiles that changed and the signed checkpoint, which it gives; none when nothing was added.
    pub(super) async fn finish(&self, tx: &mut Tx, keys: &KeyDirectory, name: &LogName) -> Result<Option<String>> {
        if self.leaves.is_empty() {
            return Ok(None);
        }
        let mut edge: HashMap<Tile, Vec<u8>> = HashMap::new();
        for tile in edge_tiles(self.before) {
            edge.insert(tile, store::log::tile(tx, tile).await?);
        }
        let read = |tile: Tile| Ok(edge.get(&tile).cloned().unwrap_or_default());
        for (tile, hashes) in grow(self.before, &self.leaves, read).map_err(Error::Corrupt)? {
            store::log::put_tile(tx, tile, &hashes).await?;
        }
        let checkpoint = Checkpoint { size: self.frontier.size(), root: self.frontier.root() };
        let note = checkpoint.sign(name, keys.log_key());
        store::log::put_state(tx, self.before, &self.frontier, self.last_ms, &note).await?;
        Ok(Some(note))
    }
}
