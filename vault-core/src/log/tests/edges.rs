//! What stands on a limit, and one past it; and what a server would try with the beginning of a chain.

use super::*;
use crate::log::proof::MAX_SIZE;

/// The roots of trees of 1, 2, 4, … leaves that are all the same.
fn doublings(count: usize) -> Vec<Hash> {
    std::iter::successors(Some(leaves(0..1)[0]), |hash| Some(leaf::node_hash(hash, hash))).take(count).collect()
}

#[test]
fn the_largest_tree_has_proofs_and_no_larger_one() {
    let roots = doublings(64);
    let (leaf, bits) = (&roots[0], 62);
    assert_eq!(MAX_SIZE, 1 << bits);
    verify_inclusion(leaf, 0, MAX_SIZE, &roots[bits], &roots[..bits]).unwrap();
    verify_consistency(MAX_SIZE / 2, &roots[bits - 1], MAX_SIZE, &roots[bits], &roots[bits - 1..bits]).unwrap();

    let included = verify_inclusion(leaf, 0, 2 * MAX_SIZE, &roots[bits + 1], &roots[..=bits]);
    assert_eq!(included.unwrap_err().property, Property::Inclusion);
    let continued = verify_consistency(MAX_SIZE, &roots[bits], 2 * MAX_SIZE, &roots[bits + 1], &roots[bits..=bits]);
    assert_eq!(continued.unwrap_err().property, Property::Consistency);
    assert!(proof::tiles_for_inclusion(0, MAX_SIZE).is_ok());
    assert_eq!(proof::tiles_for_inclusion(0, MAX_SIZE + 1).unwrap_err().property, Property::Length);
}

#[test]
fn a_checkpoint_a_frontier_and_a_head_may_be_as_large_as_the_largest_tree() {
    let (signing, root) = (signing(), leaves(0..1)[0]);
    let log = log_key(&signing);
    for (size, accepted) in [(MAX_SIZE, true), (MAX_SIZE + 1, false)] {
        let note = Checkpoint { size, root }.sign(log.name(), &signing);
        assert_eq!(Checkpoint::open(&note, &log).is_ok(), accepted, "{size}");
        let hashes = vec![*root.as_bytes(); usize::try_from(size.count_ones()).unwrap()].concat();
        assert_eq!(Frontier::parse(&[size.to_be_bytes().to_vec(), hashes].concat()).is_ok(), accepted, "{size}");
    }
    // A vault whose entries are the whole log.
    for (vault_seq, accepted) in [(300, true), (301, false)] {
        let head = VaultHead { vault: VaultId::from_bytes([3; 16]), vault_seq, leaf: root, tree_size: 300, root };
        assert_eq!(VaultHead::open(&head.sign(&signing), log.key()).is_ok(), accepted, "{vault_seq}");
    }
}

#[test]
fn the_longest_note_is_read_and_no_longer_one() {
    let signing = signing();
    let log = log_key(&signing);
    let note = Checkpoint { size: 1, root: leaves(0..1)[0] }.sign(log.name(), &signing);
    let (text, signatures) = note.split_once("\n\n").unwrap();
    for (length, accepted) in [(256 * 1024, true), (256 * 1024 + 1, false)] {
        let extension = "x".repeat(length - note.len() - 1);
        let text = format!("{text}\n{extension}\n");
        let note = super::super::note::sign(&text, log.name(), &signing);
        assert!(note.len() == length && signatures.len() < length);
        assert_eq!(Checkpoint::open(&note, &log).is_ok(), accepted, "{length}");
    }
}

#[test]
fn a_tile_of_another_length_is_no_tile() {
    let store = Store::of(300);
    let read = |change: fn(&mut Vec<u8>)| {
        proof::prove_inclusion(299, 300, |tile| {
            let mut bytes = store.read(tile)?;
            change(&mut bytes);
            Ok::<_, Error>(bytes)
        })
    };
    assert!(read(|_| ()).is_ok());
    let length = Error::new(What::LogTree, Property::Length);
    assert_eq!(read(|bytes| bytes.push(0)), Err(length));
    assert_eq!(read(|bytes| bytes.resize(bytes.len() + 257 * Hash::LEN, 0)), Err(length));
    assert_eq!(read(|bytes| bytes.truncate(bytes.len() - 1)), Err(length));
}

#[test]
fn an_entry_that_is_shown_explains_no_gap_after_it() {
    let vault = VaultId::from_bytes([1; 16]);
    let mut entries = chain(vault, 1, 4);
    let head = head_of(&entries);
    let told = |entries: &[(u64, LeafSalt, EventBody)], at: usize| {
        let (index, salt, body) = &entries[at];
        (*index, leaf::leaf_hash(&leaf::leaf_data(salt, body)))
    };
    let (first, second, third) = (told(&entries, 0), told(&entries, 1), told(&entries, 2));
    entries.drain(1..3);
    replay(vault, &BTreeMap::from([second, third]), &entries, &head).unwrap();
    // Two are left out and one is listed as erased: a second listed entry has to stand after what was shown.
    let listed = BTreeMap::from([first, third]);
    assert_eq!(replay(vault, &listed, &entries, &head).unwrap_err().property, Property::Sequence);
}

#[test]
fn what_was_forgotten_is_no_more_than_there_was_and_the_rest_goes_on_from_it() {
    let vault = VaultId::from_bytes([1; 16]);
    let (entries, nothing) = (chain(vault, 2, 4), BTreeMap::new());
    let leaf = leaves(0..1)[0];
    for (number, index, accepted) in
        [(0, 5, false), (1, 0, true), (2, 0, false), (3, 2, true), (4, 2, false), (3, 9, true)]
    {
        let begun = VaultChain::new(vault, &nothing).after_forgotten(number, index, leaf);
        assert_eq!(begun.as_ref().map(VaultChain::seq).ok(), accepted.then_some(number), "{number} up to {index}");
    }
    let (index, salt, body) = &entries[1];
    let last = leaf::leaf_hash(&leaf::leaf_data(salt, body));
    let rest = |number, last| {
        let mut chain = VaultChain::new(vault, &nothing).after_forgotten(number, *index, last)?;
        for (index, salt, body) in &entries[2..] {
            chain.push(*index, salt, body)?;
        }
        chain.finish(&head_of(&entries))
    };
    rest(2, last).unwrap();
    assert_eq!(rest(2, leaf).unwrap_err().property, Property::Hash);
    assert_eq!(rest(1, last).unwrap_err().property, Property::Sequence);
}

#[test]
fn a_purge_names_an_index_past_the_first_256() {
    let mut body = chain(VaultId::NONE, 3, 1).remove(0).2;
    let purge = Purge { before: 0x0102_0304, month: 202_001 };
    (body.event_type, body.actor, body.mandate) =
        (crate::vocabulary::EventType::LogPurged.number(), Kid::NONE, MandateId::NONE);
    (body.document, body.version) = purge.fields();
    assert_eq!(Purge::read(0x0102_0304, &body).unwrap(), Some(purge));
    assert_eq!(Purge::read(0x0102_0303, &body).unwrap_err().property, Property::Order);
}
