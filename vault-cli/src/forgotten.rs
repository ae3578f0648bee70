//! Entries of the log that the server calls forgotten: accepted exactly where an event of the log says so (FORMATS 8).

use std::collections::BTreeMap;

use vault_core::api::{EntryView, ErasedView};
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::Hash;
use vault_core::log::proof::verify_inclusion;
use vault_core::log::{Checkpoint, EventBody, Purge, leaf};
use vault_core::secret::LeafSalt;

use crate::error::{About, Result};
use crate::verify::parse;

/// The beginning of a vault's log, forgotten.
#[derive(Debug)]
pub(crate) struct Forgotten {
    /// The event that says so.
    pub(crate) purge: Purge,
    /// The last forgotten entry of the vault: its place and its leaf.
    pub(crate) last: (u64, Hash),
}

impl Forgotten {
    /// Reads what a page calls forgotten, if it does: the entry is in the tree, and so is the event that covers it.
    pub(crate) fn read(
        erased: &[ErasedView],
        purge: Option<&EntryView>,
        checkpoint: &Checkpoint,
    ) -> Result<Option<Self>> {
        let Some(last) = erased.iter().max_by_key(|entry| entry.index) else { return Ok(None) };
        let hidden = Broken::new(What::LogBody, Property::Sequence);
        let event = purge.ok_or(hidden).about(&last.index)?;
        let (salt, body) = parse(event)?;
        let leaf = leaf::leaf_hash(&leaf::leaf_data(&salt, &body));
        let included = |leaf: &Hash, index: u64, proof: &[Hash]| {
            verify_inclusion(leaf, index, checkpoint.size, &checkpoint.root, proof).about(&index)
        };
        included(&leaf, event.index, &event.inclusion)?;
        included(&last.leaf_hash, last.index, &last.inclusion)?;
        let purge = Purge::read(event.index, &body).about(&event.index)?;
        let covered = purge.filter(|purge| last.index < purge.before).ok_or(hidden).about(&last.index)?;
        Ok(Some(Self { purge: covered, last: (last.index, last.leaf_hash) }))
    }
}

/// The same for the whole log, whose tree was rebuilt: every forgotten entry is covered by the last such event.
pub(crate) fn of_whole(entries: &BTreeMap<u64, (LeafSalt, EventBody)>, erased: &BTreeMap<u64, Hash>) -> Result<()> {
    let mut last: Option<Purge> = None;
    for (index, (_, body)) in entries {
        last = Purge::read(*index, body).about(index)?.or(last);
    }
    for index in erased.keys() {
        if last.is_none_or(|purge| *index >= purge.before) {
            return Err(Broken::new(What::LogBody, Property::Sequence)).about(index);
        }
    }
    if let Some(purge) = last.filter(|_| !erased.is_empty()) {
        for (index, (_, body)) in entries {
            purge.check(*index, body).about(index)?;
        }
    }
    Ok(())
}
