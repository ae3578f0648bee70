//! The log, checked on this side: signatures, inclusion, each vault's chain, the requests under the entries, and that
//! nothing known has gone.

use std::collections::BTreeMap;

use vault_core::api::{ActorView, ConsistencyView, EntryView, ProblemCode, VaultLogView};
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::{Hash, VaultId};
use vault_core::log::proof::{verify_consistency, verify_inclusion};
use vault_core::log::{Checkpoint, EventBody, Frontier, VaultChain, VaultHead, leaf};
use vault_core::request::Request;
use vault_core::secret::LeafSalt;

use crate::desk::Desk;
use crate::error::{About, Error, Result};
use crate::forgotten::{Forgotten, of_whole};
use crate::pins;
use crate::remote::Remote;
use crate::session::Actor;
use crate::signatures::Signatures;

/// How often a log that grows meanwhile is asked again.
const TRIES: usize = 8;
/// Entries asked for at a time by an auditor.
const PAGE: u64 = 500;

/// A verified part of the log.
#[derive(Debug)]
pub(crate) struct Verified {
    /// The checkpoint that everything was checked against.
    pub(crate) checkpoint: Checkpoint,
    /// Size of the checkpoint that was kept from before, if any.
    pub(crate) kept_size: Option<u64>,
    /// The entries, in order.
    pub(crate) entries: Vec<Entry>,
    /// Who acted.
    pub(crate) actors: Vec<ActorView>,
    /// For one vault, the answers in which the server gave it, with their proofs.
    pub(crate) pages: Vec<VaultLogView>,
    /// How many entries before them were forgotten, their time having passed.
    pub(crate) forgotten: u64,
}

/// One verified entry.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Place in the log.
    pub(crate) index: u64,
    /// What it says.
    pub(crate) body: EventBody,
}

/// Checks that the log continues the checkpoint kept here, and keeps the new one.
pub(crate) fn head_of_log(desk: &Desk, actor: &Actor) -> Result<Verified> {
    let kept = kept(desk, actor)?;
    let from = kept.map_or(0, |c| c.size);
    let answer = consistency(desk, actor, from)?;
    let new = Checkpoint::open(&answer.checkpoint, &actor.log)?;
    if let Some(old) = kept {
        continues(&old, &new, &answer.proof)?;
    }
    keep(desk, actor, &answer.checkpoint)?;
    let kept_size = kept.map(|c| c.size);
    let (entries, actors, pages) = (Vec::new(), Vec::new(), Vec::new());
    Ok(Verified { checkpoint: new, kept_size, entries, actors, pages, forgotten: 0 })
}

/// All entries of one vault: each included, the chain without a gap up to the signed head, nothing known gone.
pub(crate) fn vault(desk: &Desk, actor: &Actor, vault: VaultId) -> Result<Verified> {
    let kept_size = kept(desk, actor)?.map(|c| c.size);
    let (mut entries, mut actors, mut pages) = (Vec::new(), Vec::new(), Vec::new());
    let (mut forgotten, mut signatures): (Option<Forgotten>, _) = (None, Signatures::new());
    let mut after = 0;
    let (checkpoint, head) = loop {
        let page = actor.calls(desk).vault_log(vault, after)?;
        pages.push(page.clone());
        if page.vault_id != vault {
            return Err(Broken::new(What::LogBody, Property::Ids)).about(&vault);
        }
        let checkpoint = accept_checkpoint(desk, actor, &page.checkpoint)?;
        let head = VaultHead::open(&page.head, actor.log.key()).about(&vault)?;
        if (head.vault, head.tree_size, head.root) != (vault, checkpoint.size, checkpoint.root) {
            return Err(Broken::new(What::VaultHead, Property::Ids)).about(&vault);
        }
        let told = Forgotten::read(&page.erased, page.purge.as_ref(), &checkpoint)?;
        forgotten = told.or(forgotten);
        signatures.learn(desk, actor, (&page.signers, &page.organisations), &page.actors)?;
        merge(&mut actors, page.actors);
        let last = page.entries.last().map(parse).transpose()?;
        entries.extend(page.entries.into_iter().map(|e| (e, checkpoint)));
        match last {
            Some((_, body)) if page.more && body.vault_seq > after => after = body.vault_seq,
            _ if page.more => return Err(Broken::new(What::LogBody, Property::Sequence)).about(&vault),
            _ => break (checkpoint, head),
        }
    };
    let shown = entries;
    let (entries, forgotten) = replay(desk, vault, &shown, forgotten.as_ref(), &head)?;
    let told: Vec<_> = shown.iter().map(|(view, _)| view).zip(entries.iter().map(|entry| &entry.body)).collect();
    signatures.check(actor.log.key().kid(), &told)?;
    pins::update(desk, |pins| pins.see_head(&head))?;
    Ok(Verified { checkpoint, kept_size, entries, actors, pages, forgotten })
}

/// The whole log, for an auditor: the tree is rebuilt, each vault's chain replayed. Requests are checked page by page
/// and not kept: a long log has gigabytes of them.
pub(crate) fn whole(desk: &Desk, actor: &Actor) -> Result<Verified> {
    let kept = kept(desk, actor)?;
    let (mut entries, mut erased, mut actors) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    let (mut signatures, mut signed) = (Signatures::new(), Ok(()));
    let mut from = 0;
    let note = loop {
        let page = actor.calls(desk).log_page(from, PAGE)?;
        let read = page.entries.iter().map(parse).collect::<Result<Vec<_>>>()?;
        signatures.learn(desk, actor, (&page.signers, &page.organisations), &page.actors)?;
        if signed.is_ok() {
            let told: Vec<_> = page.entries.iter().zip(read.iter().map(|(_, body)| body)).collect();
            signed = signatures.check(actor.log.key().kid(), &told);
        }
        entries.extend(page.entries.iter().map(|entry| entry.index).zip(read));
        erased.extend(page.erased.iter().map(|entry| (entry.index, entry.leaf_hash)));
        merge(&mut actors, page.actors);
        match page.next {
            Some(next) if next > from => from = next,
            Some(_) => return Err(Broken::new(What::LogTree, Property::Sequence).into()),
            None => break page.checkpoint,
        }
    };
    let checkpoint = Checkpoint::open(&note, &actor.log)?;
    of_whole(&entries, &erased)?;
    rebuild(&checkpoint, kept.as_ref(), &entries, &erased)?;
    let mut chains: BTreeMap<VaultId, VaultChain<'_>> = BTreeMap::new();
    for (index, (salt, body)) in &entries {
        let chain = chains.entry(body.vault).or_insert_with(|| VaultChain::new(body.vault, &erased));
        chain.push(*index, salt, body).about(&index)?;
    }
    // Told last: that an entry is there, and where, is known by now.
    signed?;
    keep(desk, actor, &note)?;
    let kept_size = kept.map(|c| c.size);
    let entries = entries.into_iter().map(|(index, (_, body))| Entry { index, body }).collect();
    Ok(Verified { checkpoint, kept_size, entries, actors, pages: Vec::new(), forgotten: erased.len() as u64 })
}

/// Every leaf from 0 on makes the signed root, that of a forgotten entry as it is given; the tree at the kept size is
/// the kept tree.
fn rebuild(
    checkpoint: &Checkpoint,
    kept: Option<&Checkpoint>,
    entries: &BTreeMap<u64, (LeafSalt, EventBody)>,
    erased: &BTreeMap<u64, Hash>,
) -> Result<()> {
    if kept.is_some_and(|kept| kept.size > checkpoint.size) {
        return Err(Broken::new(What::Checkpoint, Property::Consistency).into());
    }
    let mut tree = Frontier::new();
    for index in 0..checkpoint.size {
        let hash = entries.get(&index).map(|(salt, body)| leaf::leaf_hash(&leaf::leaf_data(salt, body)));
        let hash = hash.or_else(|| erased.get(&index).copied());
        tree.push(hash.ok_or(Broken::new(What::LogTree, Property::Sequence)).about(&index)?);
        if kept.is_some_and(|kept| kept.size == tree.size() && kept.root != tree.root()) {
            return Err(Broken::new(What::Checkpoint, Property::Consistency).into());
        }
    }
    let beyond = entries.keys().chain(erased.keys()).any(|index| *index >= checkpoint.size);
    if beyond || tree.root() != checkpoint.root {
        return Err(Broken::new(What::LogTree, Property::Inclusion).into());
    }
    Ok(())
}

/// Replays a vault's entries; gives them, and how many were forgotten before the first of them.
fn replay(
    desk: &Desk,
    vault: VaultId,
    entries: &[(EntryView, Checkpoint)],
    forgotten: Option<&Forgotten>,
    head: &VaultHead,
) -> Result<(Vec<Entry>, u64)> {
    let known = pins::read(desk)?.head(vault);
    let parsed = entries.iter().map(|(entry, _)| parse(entry)).collect::<Result<Vec<_>>>()?;
    let missing = parsed.first().map_or(head.vault_seq, |(_, body)| body.vault_seq.saturating_sub(1));
    let nothing = BTreeMap::new();
    let mut chain = VaultChain::new(vault, &nothing);
    if let Some(Forgotten { last: (index, leaf), .. }) = forgotten {
        chain = chain.after_forgotten(missing, *index, *leaf).about(&vault)?;
        if known.is_some_and(|(seq, hash)| seq == missing && hash != *leaf) {
            return Err(Broken::new(What::VaultHead, Property::Consistency)).about(&vault);
        }
    }
    let mut out = Vec::with_capacity(entries.len());
    for ((entry, checkpoint), (salt, body)) in entries.iter().zip(parsed) {
        if let Some(forgotten) = forgotten {
            forgotten.purge.check(entry.index, &body).about(&entry.index)?;
        }
        let leaf = chain.push(entry.index, &salt, &body).about(&entry.index)?;
        verify_inclusion(&leaf, entry.index, checkpoint.size, &checkpoint.root, &entry.inclusion)
            .about(&entry.index)?;
        if known.is_some_and(|(seq, hash)| seq == body.vault_seq && hash != leaf) {
            return Err(Broken::new(What::VaultHead, Property::Consistency)).about(&vault);
        }
        out.push(Entry { index: entry.index, body });
    }
    chain.finish(head).about(&vault)?;
    Ok((out, missing))
}

/// Reads an entry, and checks that the signed request that it names is shown with it, and no other.
pub(crate) fn parse(entry: &EntryView) -> Result<(LeafSalt, EventBody)> {
    let salt = LeafSalt::from_slice(&entry.salt).ok_or(Broken::new(What::LogBody, Property::Length));
    let salt = salt.about(&entry.index)?;
    let body = EventBody::parse(&entry.body).about(&entry.index)?;
    let same = match &entry.request {
        None => body.request_hash.is_none(),
        Some(bytes) => {
            let request = Request::parse(bytes).about(&entry.index)?;
            Request::hash_of(bytes) == body.request_hash
                && Request::signature_of(bytes) == Some(&body.request_signature)
                && request.maker == body.actor
        }
    };
    if same { Ok((salt, body)) } else { Err(Broken::new(What::Request, Property::Hash)).about(&entry.index) }
}

fn merge(all: &mut Vec<ActorView>, more: Vec<ActorView>) {
    for actor in more {
        if !all.iter().any(|a| a.kid == actor.kid) {
            all.push(actor);
        }
    }
}

fn kept(desk: &Desk, actor: &Actor) -> Result<Option<Checkpoint>> {
    pins::read(desk)?.checkpoint(actor.remote.origin(), &actor.log)
}

fn keep(desk: &Desk, actor: &Actor, note: &str) -> Result<()> {
    pins::update(desk, |pins| pins.keep_checkpoint(actor.remote.origin(), &actor.log, note))
}

/// The proof that the current tree continues one of this size. A server that knows no such size any more has cut its
/// log: the size comes from a checkpoint that it signed.
fn consistency(desk: &Desk, actor: &Actor, from: u64) -> Result<ConsistencyView> {
    way_from(desk, &actor.remote, from)
}

/// The same, for whoever asks: the tree is public.
pub(crate) fn way_from(desk: &Desk, remote: &Remote, from: u64) -> Result<ConsistencyView> {
    remote.consistency(desk, from).map_err(|error| match &error {
        Error::Server(refusal) if refusal.code == ProblemCode::NotFound => {
            Broken::new(What::Checkpoint, Property::Consistency).into()
        }
        _ => error,
    })
}

/// Whether the new checkpoint has the old one in it.
pub(crate) fn continues(old: &Checkpoint, new: &Checkpoint, proof: &[Hash]) -> Result<()> {
    let same = verify_consistency(old.size, &old.root, new.size, &new.root, proof);
    same.map_err(|e| Broken::new(What::Checkpoint, e.property).into())
}

/// Accepts the checkpoint of an answer: signed, and continuing the kept one. The server proves the way to its current
/// tree, which may have grown past the answer's: then both the kept and the answer's must lead to that one.
pub(crate) fn accept_checkpoint(desk: &Desk, actor: &Actor, note: &str) -> Result<Checkpoint> {
    let new = Checkpoint::open(note, &actor.log)?;
    let Some(old) = kept(desk, actor)? else {
        keep(desk, actor, note)?;
        return Ok(new);
    };
    if old.size >= new.size {
        continues(&old, &new, &[])?;
        return Ok(new);
    }
    for _ in 0..TRIES {
        let from_old = consistency(desk, actor, old.size)?;
        let current = Checkpoint::open(&from_old.checkpoint, &actor.log)?;
        continues(&old, &current, &from_old.proof)?;
        let from_new = if current.size == new.size { None } else { Some(consistency(desk, actor, new.size)?) };
        let (also, proof) = match &from_new {
            None => (current, &[][..]),
            Some(answer) => (Checkpoint::open(&answer.checkpoint, &actor.log)?, &answer.proof[..]),
        };
        continues(&new, &also, proof)?;
        if also == current {
            keep(desk, actor, &from_old.checkpoint)?;
            return Ok(new);
        }
    }
    Err(Broken::new(What::Checkpoint, Property::Consistency).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    type Entries = BTreeMap<u64, (LeafSalt, EventBody)>;

    fn entry(index: u64) -> (LeafSalt, EventBody) {
        let body = EventBody {
            event_type: 14,
            unix_ms: index,
            vault: VaultId::from_bytes([7; 16]),
            vault_seq: index + 1,
            previous: Hash::from_bytes([u8::from(index > 0); 32]),
            ..EventBody::NONE
        };
        (LeafSalt::from_bytes([u8::try_from(index).expect("small"); 32]), body)
    }

    fn leaf_of((salt, body): &(LeafSalt, EventBody)) -> Hash {
        leaf::leaf_hash(&leaf::leaf_data(salt, body))
    }

    /// The first `size` entries and the true checkpoint over them.
    fn log(size: u64) -> (Entries, Checkpoint) {
        let entries: Entries = (0..size).map(|index| (index, entry(index))).collect();
        let mut tree = Frontier::new();
        for known in entries.values() {
            tree.push(leaf_of(known));
        }
        (entries, Checkpoint { size, root: tree.root() })
    }

    fn reason(entries: &Entries, checkpoint: &Checkpoint, kept: Option<&Checkpoint>) -> String {
        rebuild(checkpoint, kept, entries, &BTreeMap::new()).expect_err("refused").to_string()
    }

    #[test]
    fn a_true_log_is_rebuilt_whatever_was_kept_of_it() {
        let (entries, checkpoint) = log(11);
        for size in 1..=11 {
            rebuild(&checkpoint, Some(&log(size).1), &entries, &BTreeMap::new()).expect("the continuation");
        }
    }

    #[test]
    fn changed_removed_and_reordered_rows_are_found() {
        let (mut changed, checkpoint) = log(11);
        changed.get_mut(&5).expect("an entry").1.result = 1;
        assert!(reason(&changed, &checkpoint, None).contains("inclusion"));
        let (mut removed, _) = log(11);
        removed.remove(&5);
        assert!(reason(&removed, &checkpoint, None).contains("sequence"));
        let (mut reordered, _) = log(11);
        let (five, six) = (entry(5), entry(6));
        reordered.insert(6, five);
        reordered.insert(5, six);
        assert!(reason(&reordered, &checkpoint, None).contains("inclusion"));
    }

    #[test]
    fn a_cut_tail_or_a_rewritten_past_is_found_against_the_kept_checkpoint() {
        let (_, kept) = log(11);
        let (cut, shorter) = log(9);
        assert!(reason(&cut, &shorter, Some(&kept)).contains("consistency"));
        let (mut rewritten, _) = log(12);
        rewritten.get_mut(&3).expect("an entry").1.result = 1;
        let mut tree = Frontier::new();
        for known in rewritten.values() {
            tree.push(leaf_of(known));
        }
        let signed_anew = Checkpoint { size: 12, root: tree.root() };
        rebuild(&signed_anew, None, &rewritten, &BTreeMap::new()).expect("consistent in itself");
        assert!(reason(&rewritten, &signed_anew, Some(&kept)).contains("consistency"));
    }
}
