//! The log: entries, tiles, bundles, proofs, heads, the chain of a vault, and the requests behind entries.

use std::collections::BTreeMap;

use super::{signing, take};
use crate::error::{Error, Result};
use crate::ids::{AccountId, Hash, VaultId};
use crate::keys::Label;
use crate::log::proof::{self, verify_consistency, verify_inclusion};
use crate::log::{
    EventBody, Frontier, Purge, SealedRow, Signatory, SignedActs, Tile, ToldEntry, VaultChain, VaultHead, bundle,
    changed_tiles, edge_tiles, grow, leaf_data, leaf_hash, prove_consistency, prove_inclusion, tiles_for_consistency,
    tiles_for_inclusion,
};
use crate::secret::{LeafSalt, LogBodyKey};
use crate::suite::SIGNATURE_LEN;

/// The first byte chooses: single readers, a vault's chain, proofs over any numbers, a small true tree, requests.
pub fn log(data: &[u8]) {
    match data.split_first() {
        Some((0, rest)) => readers(rest),
        Some((1, rest)) => chain(rest),
        Some((2, rest)) => numbers(rest),
        Some((3, rest)) => tree(rest),
        Some((4, rest)) => requests(rest),
        _ => {}
    }
}

fn readers(data: &[u8]) {
    if let Ok(body) = EventBody::parse(data) {
        assert_eq!(body.encode(), data);
        for index in [0, 1, u64::from(u32::MAX), u64::MAX] {
            if let Ok(Some(purge)) = Purge::read(index, &body) {
                assert_eq!(purge.fields(), (body.document, body.version));
                assert!(purge.before <= index);
                let _ = purge.check(0, &body);
            }
        }
    }
    if let Ok(told) = ToldEntry::parse(data) {
        assert_eq!(told.encode(), data);
    }
    if let Ok(frontier) = Frontier::parse(data) {
        assert_eq!(frontier.encode(), data);
        let mut longer = frontier.clone();
        assert_eq!(longer.push(frontier.root()), frontier.size());
    }
    for width in [0, 1, 2, 256, u16::MAX] {
        if let Ok(entries) = bundle::parse(data, width) {
            assert_eq!(bundle::encode(&entries), data);
        }
    }
    if let Ok(text) = std::str::from_utf8(data) {
        if let Ok(tile) = Tile::parse_path(text) {
            assert_eq!(tile.path(), text);
        }
        if let Ok(tile) = Tile::parse_entries_path(text) {
            assert_eq!((tile.entries_path().as_str(), tile.level()), (text, 0));
        }
    }
    let _ = (SealedRow::month_of(data), SealedRow::open(&LogBodyKey::from_bytes([7; LogBodyKey::LEN]), 1, data));
    head(data);
}

/// A signed head: as it is, and truly signed.
fn head(data: &[u8]) {
    let key = signing();
    let known = key.verifying_key();
    let _ = VaultHead::open(data, &known);
    let Some(body) = data.len().checked_sub(SIGNATURE_LEN).map(|length| &data[..length]) else { return };
    let signed = key.finish_signed(Label("vault/head/v1"), body.to_vec());
    if let Ok(head) = VaultHead::open(&signed, &known) {
        assert_eq!(head.sign(&key), signed);
    }
}

/// Entries of one vault as a hostile server gives them: each names the one before it, or does not, and some are said to
/// be erased.
fn chain(mut data: &[u8]) {
    let [flags] = take(&mut data);
    let erased: BTreeMap<u64, Hash> = (0..flags & 7)
        .map(|_| (u64::from_be_bytes(take(&mut data)), Hash::from_bytes([take::<1>(&mut data)[0]; 32])))
        .collect();
    let vault = VaultId::from_bytes([0xa1; 16]);
    let mut chain = VaultChain::new(vault, &erased);
    if flags & 8 != 0 {
        let (number, index) = (u64::from_be_bytes(take(&mut data)), u64::from_be_bytes(take(&mut data)));
        let Ok(begun) = chain.after_forgotten(number, index, Hash::from_bytes([1; 32])) else { return };
        chain = begun;
    }
    let (mut last, mut index) = (Hash::NONE, 0_u64);
    let salt = LeafSalt::from_bytes([7; LeafSalt::LEN]);
    while !data.is_empty() {
        let [how, step, vault_seq] = take(&mut data);
        index = if how & 1 == 0 { index.saturating_add(step.into()) } else { u64::from_be_bytes(take(&mut data)) };
        let seq = if how & 2 == 0 { chain.seq().saturating_add(1) } else { vault_seq.into() };
        let previous = if how & 4 == 0 { last } else { Hash::from_bytes([step; 32]) };
        let body =
            EventBody { vault, vault_seq: seq, previous, unix_ms: step.into(), event_type: 14, ..EventBody::NONE };
        let Ok(leaf) = chain.push(index, &salt, &body) else { continue };
        assert_eq!((chain.seq(), leaf), (seq, leaf_hash(&leaf_data(&salt, &body))));
        last = leaf;
    }
    for tree_size in [0, index, index.saturating_add(1), u64::MAX] {
        let head = VaultHead { vault, vault_seq: chain.seq(), leaf: last, tree_size, root: Hash::NONE };
        let _ = chain.clone().finish(&head);
    }
}

/// Proofs with numbers and hashes of any kind: refused or true, never a panic, and not more tiles than a tree has.
fn numbers(mut data: &[u8]) {
    let [one, other] = [u64::from_be_bytes(take(&mut data)), u64::from_be_bytes(take(&mut data))];
    let proof: Vec<Hash> = data.as_chunks().0.iter().map(|hash| Hash::from_bytes(*hash)).collect();
    let (leaf, root) = (Hash::from_bytes([1; 32]), Hash::from_bytes([2; 32]));
    let _ = verify_inclusion(&leaf, one, other, &root, &proof);
    let _ = verify_consistency(one, &leaf, other, &root, &proof);
    for tiles in [tiles_for_inclusion(one, other).ok(), tiles_for_consistency(one, other).ok()] {
        assert!(tiles.is_none_or(|tiles| tiles.len() <= 200), "more tiles than there are levels and sides");
    }
    assert!(edge_tiles(one).len() <= 8);
    if other.abs_diff(one) < 10_000 {
        let _ = changed_tiles(one, other);
    }
    // A storage that gives the wrong bytes.
    let read = |_| Ok::<_, Error>(data.to_vec());
    let _ = (proof::root(one, read), prove_inclusion(one, other, read), prove_consistency(one, other, read));
    if one < proof::MAX_SIZE {
        let _ = grow(one, &proof, read);
    }
}

/// A tree of a few hundred leaves, grown in two steps: what is proved from its tiles is accepted, and nothing else.
fn tree(mut data: &[u8]) {
    let [old_high, old, new_high, new, at, change] = take(&mut data);
    let old = u64::from(u16::from_be_bytes([old_high & 3, old]));
    let new = old + u64::from(u16::from_be_bytes([new_high & 3, new]));
    let leaf = |index: u64| Hash::from_bytes(crate::suite::sha256(&[data, &index.to_be_bytes()]));
    let mut stored = BTreeMap::new();
    for (from, to) in [(0, old), (old, new)] {
        let leaves: Vec<Hash> = (from..to).map(leaf).collect();
        let kept = stored.clone();
        let grown = grow(from, &leaves, |tile| Ok::<_, Error>(found(&kept, tile)));
        assert!(grown.is_ok(), "{grown:?}");
        stored.extend(grown.unwrap_or_default());
    }
    let mut frontier = Frontier::new();
    (0..new).for_each(|index| assert_eq!(frontier.push(leaf(index)), index));
    let read = |tile| Ok::<_, Error>(found(&stored, tile));
    let root = frontier.root();
    assert_eq!(proof::root(new, read), Ok(root));
    let index = u64::from(at).min(new.saturating_sub(1));
    if new > 0 {
        let proved = |proof: &[Hash]| verify_inclusion(&leaf(index), index, new, &root, proof);
        changed(prove_inclusion(index, new, read), change, proved);
    }
    let old_root = proof::root(old, read);
    if let (Ok(old_root), true) = (old_root, old > 0) {
        let proved = |proof: &[Hash]| verify_consistency(old, &old_root, new, &root, proof);
        changed(prove_consistency(old, new, read), change, proved);
    }
}

/// The widest state of a tile that is stored.
fn found(stored: &BTreeMap<Tile, Vec<u8>>, wanted: Tile) -> Vec<u8> {
    let same = |tile: &&Tile| (tile.level(), tile.index()) == (wanted.level(), wanted.index());
    let tile = stored.keys().rev().find(same);
    tile.and_then(|tile| stored.get(tile)).cloned().unwrap_or_default()
}

/// The proof holds; with one hash changed, one more or one less, it does not.
fn changed(proof: Result<Vec<Hash>>, at: u8, holds: impl Fn(&[Hash]) -> Result<()>) {
    assert_eq!(proof.as_deref().map(&holds), Ok(Ok(())));
    let proof = proof.unwrap_or_default();
    assert!(holds(&[&proof[..], &[Hash::NONE]].concat()).is_err(), "one more");
    let Some(at) = usize::from(at).checked_rem(proof.len()) else { return };
    let mut wrong = proof.clone();
    wrong[at] = Hash::from_bytes([0xee; 32]);
    assert!(holds(&wrong).is_err(), "hash {at} changed");
    wrong.remove(at);
    assert!(holds(&wrong).is_err(), "hash {at} removed");
}

/// Entries with the requests that they name, each request truly signed.
fn requests(mut data: &[u8]) {
    let key = signing();
    let who = Signatory { account: AccountId::from_bytes([0xd1; 16]), key: key.verifying_key() };
    let mut acts = SignedActs::default();
    while data.len() > EventBody::LEN {
        let (body, rest) = data.split_at(EventBody::LEN);
        let [high, low] = take(&mut &rest[..2.min(rest.len())]);
        let rest = &rest[2.min(rest.len())..];
        let (request, rest) = rest.split_at(rest.len().min(usize::from(u16::from_be_bytes([high, low]))));
        data = rest;
        let Ok(body) = EventBody::parse(body) else { continue };
        let _ = acts.check(&body, None, key.kid(), |_| Some(who));
        let Ok(read) = crate::request::Request::parse(request) else { continue };
        let signed = crate::request::Request { account: who.account, ..read }.sign(&key).unwrap_or_default();
        let body = EventBody { actor: key.kid(), ..body };
        let _ = acts.check(&body, Some(&signed), key.kid(), |_| Some(who));
    }
}
