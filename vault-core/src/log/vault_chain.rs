//! Replays one vault's entries in order and refuses a gap, a repeat, a change or a step back
//! (FORMATS 8).

use std::collections::BTreeMap;
use std::ops::Range;

use crate::error::{Error, Property, Result, What};
use crate::ids::{Hash, VaultId};
use crate::log::head::VaultHead;
use crate::log::{EventBody, leaf};
use crate::secret::LeafSalt;

/// The entries of one vault, fed in the order of `vault_seq`.
///
/// A gap is accepted only when entries that an erasure event lists explain it: as many of them lie
/// between the two neighbours as are missing, and the later neighbour names one of them as its
/// predecessor.
#[derive(Debug, Clone)]
pub struct VaultChain<'a> {
    vault: VaultId,
    erased: &'a BTreeMap<u64, Hash>,
    last: Option<Link>,
}

/// The last entry seen.
#[derive(Debug, Clone, Copy)]
struct Link {
    index: u64,
    seq: u64,
    unix_ms: u64,
    leaf: Hash,
}

impl<'a> VaultChain<'a> {
    /// Starts before the vault's first entry. `erased` gives the leaf hash, taken from the tree, of
    /// every index that erasure events list, whatever the vault.
    #[must_use]
    pub const fn new(vault: VaultId, erased: &'a BTreeMap<u64, Hash>) -> Self {
        Self { vault, erased, last: None }
    }

    /// The same for a chain whose beginning was forgotten: its first `number` entries, of which the last stands at
    /// `index` with this leaf hash. The caller has proved that it does, and that a [`super::Purge`] covers it.
    ///
    /// Refuses with `sequence` more entries than there are indices.
    pub fn after_forgotten(self, number: u64, index: u64, leaf: Hash) -> Result<Self> {
        if number == 0 || number - 1 > index {
            return Err(Error::new(What::LogBody, Property::Sequence));
        }
        Ok(Self { last: Some(Link { index, seq: number, unix_ms: 0, leaf }), ..self })
    }

    /// Number of the last entry seen; 0 before the first.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.last.map_or(0, |last| last.seq)
    }

    /// Takes the next entry and returns its leaf hash, which the caller compares with the tree's or
    /// proves included.
    ///
    /// Refuses with `ids` another vault's entry, with `order` an index that does not grow, with
    /// `sequence` a repeat or an unexplained gap, with `hash` a predecessor that is not the one
    /// seen, with `validity` a time that goes back.
    pub fn push(&mut self, index: u64, salt: &LeafSalt, body: &EventBody) -> Result<Hash> {
        let fail = |property| Err(Error::new(What::LogBody, property));
        if body.vault != self.vault {
            return fail(Property::Ids);
        }
        if self.last.is_some_and(|last| index <= last.index) {
            return fail(Property::Order);
        }
        let Some(before) = body.vault_seq.checked_sub(1) else { return fail(Property::Sequence) };
        if let Some(property) = self.mismatch(before, &body.previous, index) {
            return fail(property);
        }
        if self.last.is_some_and(|last| body.unix_ms < last.unix_ms) {
            return fail(Property::Validity);
        }
        let leaf = leaf::leaf_hash(&leaf::leaf_data(salt, body));
        self.last = Some(Link { index, seq: body.vault_seq, unix_ms: body.unix_ms, leaf });
        Ok(leaf)
    }

    /// Checks that the entries seen are all of the vault's, up to the signed head.
    ///
    /// Refuses with `ids` another vault's head, with `order` a head older than the entries seen,
    /// with `sequence` a missing end, with `hash` another end.
    pub fn finish(self, head: &VaultHead) -> Result<()> {
        let fail = |property| Err(Error::new(What::VaultHead, property));
        if head.vault != self.vault {
            return fail(Property::Ids);
        }
        if self.last.is_some_and(|last| last.index >= head.tree_size) {
            return fail(Property::Order);
        }
        match self.mismatch(head.vault_seq, &head.leaf, head.tree_size) {
            Some(property) => fail(property),
            None => Ok(()),
        }
    }

    /// Why `seq` with this leaf hash, at an index below `bound`, is not where the chain stands: the
    /// last entry seen, or an erased one after it.
    fn mismatch(&self, seq: u64, leaf: &Hash, bound: u64) -> Option<Property> {
        let (last_seq, last_leaf, after) = self.last.map_or((0, Hash::NONE, 0), |l| (l.seq, l.leaf, l.index + 1));
        let Some(missing) = seq.checked_sub(last_seq) else { return Some(Property::Sequence) };
        if missing == 0 {
            return (*leaf != last_leaf).then_some(Property::Hash);
        }
        let mut candidates =
            self.erased_within(after..bound).skip(usize::try_from(missing - 1).unwrap_or(usize::MAX)).peekable();
        if candidates.peek().is_none() {
            return Some(Property::Sequence);
        }
        (!candidates.any(|hash| hash == leaf)).then_some(Property::Hash)
    }

    fn erased_within(&self, range: Range<u64>) -> impl Iterator<Item = &Hash> {
        // An empty range must not reach BTreeMap::range, which panics on an inverted one.
        let end = range.end.max(range.start);
        self.erased.range(range.start..end).map(|(_, hash)| hash)
    }
}
