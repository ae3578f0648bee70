//! What this desk has seen to be true, and holds the server to: first certificates, highest epochs, the log's key,
//! its last checkpoint, the last head of each vault, the latest version of each document and its last amendment, the
//! mandates that were revoked. Ids, numbers and hashes only.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use vault_core::amendment::Place;
use vault_core::certificate::Chain;
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::{DocumentId, Hash, MandateId, VaultId};
use vault_core::log::{Checkpoint, LogKey, VaultHead};
use vault_core::origin::Origin;

use crate::desk::Desk;
use crate::error::{About, Result};

const FILE: &str = "pins.json";

/// Everything pinned, in one file of the profile.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pins {
    #[serde(default)]
    logs: BTreeMap<String, LogPin>,
    #[serde(default)]
    chains: BTreeMap<String, ChainPin>,
    #[serde(default)]
    heads: BTreeMap<String, HeadPin>,
    #[serde(default)]
    versions: BTreeMap<String, u64>,
    #[serde(default)]
    places: BTreeMap<String, PlacePin>,
    #[serde(default)]
    revoked: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct LogPin {
    key: String,
    /// The last checkpoint, as the log signed it: the proof, if it ever denies it.
    checkpoint: Option<String>,
    /// Checkpoints that the log does not continue any more, by the operator's decision.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    given_up: Vec<GivenUp>,
}

/// A checkpoint that was given up, with the decision that was believed: the proof of both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct GivenUp {
    checkpoint: String,
    /// Leaf of the decision in the log.
    decision: Hash,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct ChainPin {
    anchor: Hash,
    epoch: u32,
    current: Hash,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct HeadPin {
    seq: u64,
    leaf: Hash,
}

/// The last amendment seen of one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct PlacePin {
    sequence: u64,
    last: Hash,
}

/// Reads the pins.
pub(crate) fn read(desk: &Desk) -> Result<Pins> {
    Ok(desk.profile.read(FILE)?.unwrap_or_default())
}

/// Changes the pins under the profile's lock; nothing is written when `change` refuses.
pub(crate) fn update<T>(desk: &Desk, change: impl FnOnce(&mut Pins) -> Result<T>) -> Result<T> {
    let _lock = desk.profile.lock()?;
    let before = read(desk)?;
    let mut pins = before.clone();
    let value = change(&mut pins)?;
    if pins != before {
        desk.profile.write(FILE, &pins)?;
    }
    Ok(value)
}

impl Pins {
    /// Whether the first certificate of this account, organisation or folder is known.
    pub(crate) fn knows(&self, id: &impl ToString) -> bool {
        self.chains.contains_key(&id.to_string())
    }

    /// Holds a chain to what was seen of it: same first certificate, no lower epoch, no other certificate in the same
    /// epoch. Then remembers it.
    pub(crate) fn see_chain(&mut self, id: &impl std::fmt::Display, chain: &Chain) -> Result<()> {
        let seen = ChainPin { anchor: chain.anchor(), epoch: chain.current().epoch, current: chain.current_hash() };
        if let Some(pin) = self.chains.get(&id.to_string()) {
            chain.check_anchor(&pin.anchor).about(id)?;
            chain.check_epoch_at_least(pin.epoch).about(id)?;
            let same = pin.epoch != seen.epoch || pin.current == seen.current;
            ensure(same, What::Certificate, Property::Hash).about(id)?;
        }
        self.chains.insert(id.to_string(), seen);
        Ok(())
    }

    /// Refuses a version older than one that was shown as the latest; remembers it.
    pub(crate) fn see_latest(&mut self, document: DocumentId, version: u64) -> Result<()> {
        let seen = self.versions.entry(document.to_string()).or_insert(version);
        ensure(version >= *seen, What::Document, Property::Version).about(&document)?;
        *seen = version;
        Ok(())
    }

    /// Refuses a version with fewer amendments than were seen, or with others; remembers them.
    pub(crate) fn see_place(&mut self, place: &Place) -> Result<()> {
        let id = format!("{}:{}", place.document.document, place.document.version);
        if let Some(pin) = self.places.get(&id) {
            ensure(place.sequence >= pin.sequence, What::Amendment, Property::Sequence).about(&id)?;
            let same = place.sequence != pin.sequence || place.last == pin.last;
            ensure(same, What::Amendment, Property::Hash).about(&id)?;
        }
        if place.sequence > 0 {
            self.places.insert(id, PlacePin { sequence: place.sequence, last: place.last });
        }
        Ok(())
    }

    /// Remembers that the owner has revoked a mandate.
    pub(crate) fn see_revoked(&mut self, mandate: MandateId) {
        self.revoked.insert(mandate.to_string());
    }

    /// Refuses a mandate that is shown without its revocation, once that was seen.
    pub(crate) fn check_not_revoked(&self, mandate: MandateId) -> Result<()> {
        let seen = self.revoked.contains(&mandate.to_string());
        ensure(!seen, What::Mandate, Property::Validity).about(&mandate)
    }

    /// The log's key of a server, if it was seen before.
    pub(crate) fn log_key(&self, origin: &Origin) -> Result<Option<LogKey>> {
        Ok(self.logs.get(origin.as_str()).map(|pin| pin.key.parse()).transpose()?)
    }

    /// The log's key of this name, whatever the server's address.
    pub(crate) fn log_named(&self, name: &str) -> Result<Option<LogKey>> {
        let keys =
            self.logs.values().map(|pin| pin.key.parse::<LogKey>()).collect::<std::result::Result<Vec<_>, _>>()?;
        Ok(keys.into_iter().find(|key| key.name().as_str() == name))
    }

    /// Hash of the first certificate of this account or organisation, if it was seen before.
    pub(crate) fn anchor(&self, id: &impl ToString) -> Option<Hash> {
        self.chains.get(&id.to_string()).map(|pin| pin.anchor)
    }

    /// Refuses another log key than the one known for this server; remembers the first.
    pub(crate) fn see_log_key(&mut self, origin: &Origin, key: &LogKey) -> Result<()> {
        let pin = self.logs.entry(origin.to_string()).or_insert(LogPin {
            key: key.to_string(),
            checkpoint: None,
            given_up: Vec::new(),
        });
        ensure(pin.key == key.to_string(), What::Checkpoint, Property::Anchor).about(origin)
    }

    /// The last checkpoint kept of a server's log.
    pub(crate) fn checkpoint(&self, origin: &Origin, key: &LogKey) -> Result<Option<Checkpoint>> {
        let note = self.logs.get(origin.as_str()).and_then(|pin| pin.checkpoint.as_ref());
        Ok(note.map(|note| Checkpoint::open(note, key)).transpose()?)
    }

    /// Keeps a checkpoint that was proved to continue the kept one.
    pub(crate) fn keep_checkpoint(&mut self, origin: &Origin, key: &LogKey, note: &str) -> Result<()> {
        let new = Checkpoint::open(note, key)?;
        let kept = self.checkpoint(origin, key)?.map_or(0, |c| c.size);
        if let Some(pin) = self.logs.get_mut(origin.as_str()).filter(|_| new.size >= kept) {
            pin.checkpoint = Some(note.to_owned());
        }
        Ok(())
    }

    /// Whether this decision made the desk give up a checkpoint before.
    pub(crate) fn has_given_up(&self, origin: &Origin, decision: &Hash) -> bool {
        self.logs.get(origin.as_str()).is_some_and(|pin| pin.given_up.iter().any(|past| past.decision == *decision))
    }

    /// Goes on from a restored log: the kept checkpoint stays beside the new one, and what may honestly have gone back
    /// with the log is learnt anew: heads, versions, places, epochs. First certificates stay. Gives the mandates that
    /// were seen revoked: they may stand again, and have to be revoked again.
    pub(crate) fn give_up(&mut self, origin: &Origin, note: &str, decision: Hash) -> BTreeSet<String> {
        if let Some(pin) = self.logs.get_mut(origin.as_str())
            && let Some(checkpoint) = pin.checkpoint.replace(note.to_owned())
        {
            pin.given_up.push(GivenUp { checkpoint, decision });
        }
        self.heads.clear();
        self.versions.clear();
        self.places.clear();
        for chain in self.chains.values_mut() {
            (chain.epoch, chain.current) = (0, Hash::NONE);
        }
        std::mem::take(&mut self.revoked)
    }

    /// Refuses a head that goes back, or another head of the same length; remembers it.
    pub(crate) fn see_head(&mut self, head: &VaultHead) -> Result<()> {
        let vault: VaultId = head.vault;
        if let Some(pin) = self.heads.get(&vault.to_string()) {
            ensure(head.vault_seq >= pin.seq, What::VaultHead, Property::Consistency).about(&vault)?;
            let same = head.vault_seq != pin.seq || head.leaf == pin.leaf;
            ensure(same, What::VaultHead, Property::Consistency).about(&vault)?;
        }
        self.heads.insert(vault.to_string(), HeadPin { seq: head.vault_seq, leaf: head.leaf });
        Ok(())
    }

    /// The number and the leaf of the last entry seen of a vault.
    pub(crate) fn head(&self, vault: VaultId) -> Option<(u64, Hash)> {
        self.heads.get(&vault.to_string()).map(|pin| (pin.seq, pin.leaf))
    }
}

fn ensure(holds: bool, what: What, property: Property) -> std::result::Result<(), Broken> {
    if holds { Ok(()) } else { Err(Broken::new(what, property)) }
}

#[cfg(test)]
mod tests {
    use vault_core::entropy::SeededEntropy;
    use vault_core::keys::SigningKey;
    use vault_core::log::LogName;

    use super::*;

    fn head(seq: u64, leaf: u8) -> VaultHead {
        let vault = VaultId::from_bytes([1; 16]);
        VaultHead { vault, vault_seq: seq, leaf: Hash::from_bytes([leaf; 32]), tree_size: 9, root: Hash::NONE }
    }

    fn code(result: Result<()>) -> String {
        result.expect_err("refused").to_string()
    }

    #[test]
    fn a_vault_never_goes_back() {
        let mut pins = Pins::default();
        pins.see_head(&head(3, 3)).expect("first");
        pins.see_head(&head(3, 3)).expect("again");
        pins.see_head(&head(5, 5)).expect("further");
        assert!(code(pins.see_head(&head(4, 4))).contains("consistency"));
        assert!(code(pins.see_head(&head(5, 6))).contains("consistency"));
        assert_eq!(pins.head(VaultId::from_bytes([1; 16])).map(|(seq, _)| seq), Some(5));
    }

    #[test]
    fn a_document_never_goes_back() {
        let mut pins = Pins::default();
        let (one, other) = (DocumentId::from_bytes([1; 16]), DocumentId::from_bytes([2; 16]));
        pins.see_latest(one, 2).expect("first");
        pins.see_latest(one, 3).expect("further");
        assert!(code(pins.see_latest(one, 2)).contains("version"));
        pins.see_latest(one, 3).expect("again");
        pins.see_latest(other, 1).expect("another");
    }

    #[test]
    fn another_log_key_is_refused() {
        let mut entropy = SeededEntropy::new(1);
        let mut key = || {
            let name = LogName::new("coffre.exemple.fr/log").expect("a name");
            LogKey::new(name, SigningKey::generate(&mut entropy).verifying_key())
        };
        let (first, second) = (key(), key());
        let origin: Origin = "https://coffre.exemple.fr".parse().expect("an origin");
        let mut pins = Pins::default();
        pins.see_log_key(&origin, &first).expect("first use");
        pins.see_log_key(&origin, &first).expect("again");
        assert!(code(pins.see_log_key(&origin, &second)).contains("anchor"));
        assert_eq!(pins.log_key(&origin).expect("readable"), Some(first));
    }
}
