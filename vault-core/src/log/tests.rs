//! The log against an independent implementation of RFC 6962, and its properties.

use std::collections::BTreeMap;

use ct_merkle::digest::{FixedOutput, HashMarker, Output, OutputSizeUser, Update, consts::U32};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;

use super::proof::{self, verify_consistency, verify_inclusion};
use super::*;
use crate::entropy::{self, SeededEntropy};
use crate::error::{Error, Property, Result, What};
use crate::ids::{DocumentId, Hash, Kid, MandateId, VaultId};
use crate::keys::SigningKey;
use crate::secret::LeafSalt;
use crate::suite;

mod edges;
mod signed;

/// SHA-256 in the clothes that the other implementation expects.
#[derive(Clone, Default)]
struct OracleHasher(suite::Sha256);

impl OutputSizeUser for OracleHasher {
    type OutputSize = U32;
}

impl Update for OracleHasher {
    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }
}

impl FixedOutput for OracleHasher {
    fn finalize_into(self, out: &mut Output<Self>) {
        out.copy_from_slice(&self.0.finish());
    }
}

impl HashMarker for OracleHasher {}

type Oracle = MemoryBackedTree<OracleHasher, [u8; 8]>;

fn leaves(range: std::ops::Range<u64>) -> Vec<Hash> {
    range.map(|i| leaf::leaf_hash(&i.to_be_bytes())).collect()
}

fn oracle(size: u64) -> Oracle {
    let mut tree = Oracle::new();
    (0..size).for_each(|i| tree.push(i.to_be_bytes()));
    tree
}

/// Tiles as a store keeps them: the widest state of each.
#[derive(Default)]
struct Store {
    tiles: BTreeMap<(u8, u64), Vec<u8>>,
    size: u64,
}

impl Store {
    fn of(size: u64) -> Self {
        let mut store = Self::default();
        store.grow(size);
        store
    }

    fn read(&self, tile: Tile) -> Result<Vec<u8>> {
        let missing = Error::new(What::LogTree, Property::Length);
        self.tiles.get(&(tile.level(), tile.index())).cloned().ok_or(missing)
    }

    fn grow(&mut self, to: u64) {
        let allowed = edge_tiles(self.size);
        let written = grow(self.size, &leaves(self.size..to), |tile| {
            assert!(allowed.contains(&tile), "{tile} is not among the announced ones");
            self.read(tile)
        })
        .unwrap();
        assert_eq!(written.iter().map(|(tile, _)| *tile).collect::<Vec<_>>(), changed_tiles(self.size, to));
        self.tiles.extend(written.into_iter().map(|(tile, bytes)| ((tile.level(), tile.index()), bytes)));
        self.size = to;
    }

    fn inclusion(&self, index: u64, size: u64) -> Vec<Hash> {
        let announced = proof::tiles_for_inclusion(index, size).unwrap();
        let mut asked = Vec::new();
        let made = proof::prove_inclusion(index, size, |tile| {
            asked.push(tile);
            self.read(tile)
        });
        assert_eq!(asked, announced);
        made.unwrap()
    }

    fn consistency(&self, old: u64, new: u64) -> Vec<Hash> {
        let announced = proof::tiles_for_consistency(old, new).unwrap();
        let mut asked = Vec::new();
        let made = proof::prove_consistency(old, new, |tile| {
            asked.push(tile);
            self.read(tile)
        });
        assert_eq!(asked, announced);
        made.unwrap()
    }

    fn root(&self, size: u64) -> Hash {
        proof::root(size, |tile| self.read(tile)).unwrap()
    }
}

fn bytes(proof: &[Hash]) -> Vec<u8> {
    proof.iter().flat_map(|hash| *hash.as_bytes()).collect()
}

#[test]
fn roots_are_those_of_the_oracle_at_every_size() {
    let (mut frontier, mut tree, mut store) = (Frontier::new(), Oracle::new(), Store::default());
    for size in 0..=600_u64 {
        let expected: [u8; 32] = (*tree.root().as_bytes()).into();
        assert_eq!(frontier.root().as_bytes(), &expected, "frontier at {size}");
        assert_eq!(store.root(size).as_bytes(), &expected, "tiles at {size}");
        assert_eq!(Frontier::parse(&frontier.encode()).unwrap(), frontier);
        tree.push(size.to_be_bytes());
        frontier.push(leaf::leaf_hash(&size.to_be_bytes()));
        store.grow(size + 1);
    }
}

#[test]
fn every_small_proof_is_the_oracles_and_verifies() {
    let store = Store::of(70);
    for size in 1..=70 {
        let (tree, root) = (oracle(size), store.root(size));
        for index in 0..size {
            let proof = store.inclusion(index, size);
            assert_eq!(bytes(&proof), tree.prove_inclusion(usize::try_from(index).unwrap()).as_bytes());
            verify_inclusion(&leaves(index..index + 1)[0], index, size, &root, &proof).unwrap();
        }
        for old in 0..=size {
            let proof = store.consistency(old, size);
            if old > 0 {
                let added = usize::try_from(size - old).unwrap();
                assert_eq!(bytes(&proof), tree.prove_consistency(added).as_bytes(), "{old} to {size}");
            }
            verify_consistency(old, &store.root(old), size, &root, &proof).unwrap();
        }
    }
}

#[test]
fn proofs_hold_around_the_edges_of_tiles() {
    let edges = [1, 2, 255, 256, 257, 511, 512, 513, 65_279, 65_280, 65_281, 65_535, 65_536, 65_537, 65_792, 66_000];
    let (store, tree) = (Store::of(66_000), oracle(66_000));
    let root = store.root(66_000);
    assert_eq!(<[u8; 32]>::from(*tree.root().as_bytes()), *root.as_bytes());
    for old in edges {
        let proof = store.consistency(old, 66_000);
        assert_eq!(bytes(&proof), tree.prove_consistency(usize::try_from(66_000 - old).unwrap()).as_bytes());
        verify_consistency(old, &store.root(old), 66_000, &root, &proof).unwrap();
        let proof = store.inclusion(old - 1, 66_000);
        assert_eq!(bytes(&proof), tree.prove_inclusion(usize::try_from(old - 1).unwrap()).as_bytes());
        verify_inclusion(&leaves(old - 1..old)[0], old - 1, 66_000, &root, &proof).unwrap();
        let proof = store.inclusion(old / 2, old);
        verify_inclusion(&leaves(old / 2..old / 2 + 1)[0], old / 2, old, &store.root(old), &proof).unwrap();
    }
}

#[test]
fn tiles_have_the_names_of_their_text() {
    let tile = |level, index, width| Tile::new(level, index, width).unwrap().path();
    assert_eq!(tile(0, 1_234_067, 256), "tile/0/x001/x234/067");
    assert_eq!(tile(2, 0, 1), "tile/2/000.p/1");
    assert_eq!(tile(1, 1_000, 255), "tile/1/x001/000.p/255");
    assert_eq!(Tile::new(0, 273, 112).unwrap().entries_path(), "tile/entries/273.p/112");
    for text in ["tile/0/x001/x234/067", "tile/7/000.p/1", "tile/0/999"] {
        assert_eq!(Tile::parse_path(text).unwrap().path(), text);
    }
    assert_eq!(Tile::parse_entries_path("tile/entries/x001/000").unwrap().index(), 1000);
    for text in [
        "tile/0/67",
        "tile/00/067",
        "tile/0/x000/067",
        "tile/0/067.p/256",
        "tile/0/067.p/01",
        "tile/0/067.p/0",
        "tile/8/000",
        "tile/0/x001/x234/67",
        "tile/0/001/234",
        "tile/7/001",
        "tile/0/067.p/1/",
        "/tile/0/067",
        "tile/0/../067",
        "tile/-1/000",
    ] {
        assert!(Tile::parse_path(text).is_err(), "{text}");
    }
}

#[test]
fn a_tree_of_70_000_has_the_tiles_of_the_specification() {
    let tiles = changed_tiles(0, 70_000);
    let count = |level, full| tiles.iter().filter(|t| t.level() == level && (t.width() == 256) == full).count();
    assert_eq!([count(0, true), count(0, false), count(1, true), count(1, false), count(2, false)], [273, 1, 1, 1, 1]);
    let edge: Vec<_> = edge_tiles(70_000).into_iter().map(Tile::width).collect();
    assert_eq!(edge, [112, 17, 1]);
    assert_eq!(changed_tiles(256, 256), []);
    assert_eq!(edge_tiles(256).len(), 1);
}

fn signing() -> SigningKey {
    SigningKey::generate(&mut SeededEntropy::new(8))
}

fn log_key(signing: &SigningKey) -> LogKey {
    LogKey::new(LogName::new("coffre.example/specimen").unwrap(), signing.verifying_key())
}

#[test]
fn checkpoints_receipts_and_heads_come_back() {
    let signing = signing();
    let log = log_key(&signing);
    assert_eq!(log.to_string().parse::<LogKey>().unwrap(), log);
    let store = Store::of(300);
    let checkpoint = Checkpoint { size: 300, root: store.root(300) };
    let note = checkpoint.sign(log.name(), &signing);
    assert_eq!(Checkpoint::open(&note, &log).unwrap(), checkpoint);

    for extra in [None, Some(b"SPECIMEN".to_vec())] {
        let receipt = Receipt { extra, index: 256, proof: store.inclusion(256, 300), checkpoint: note.clone() };
        let read = Receipt::parse(&receipt.encode()).unwrap();
        assert_eq!(read, receipt);
        assert_eq!(read.verify(&log, &leaves(256..257)[0]).unwrap(), checkpoint);
        let wrong = read.verify(&log, &leaves(255..256)[0]).unwrap_err();
        assert_eq!(wrong.property, Property::Inclusion);
    }

    let head = VaultHead {
        vault: VaultId::from_bytes([3; 16]),
        vault_seq: 2,
        leaf: leaves(9..10)[0],
        tree_size: 300,
        root: checkpoint.root,
    };
    let signed = head.sign(&signing);
    assert_eq!(signed.len(), VaultHead::LEN);
    assert_eq!(VaultHead::open(&signed, log.key()).unwrap(), head);
}

/// A vault's chain at random indices: (index, salt, body).
fn chain(vault: VaultId, seed: u64, length: u64) -> Vec<(u64, LeafSalt, EventBody)> {
    let mut entropy = SeededEntropy::new(seed);
    let (mut index, mut previous) = (0, Hash::NONE);
    let mut out = Vec::new();
    for vault_seq in 1..=length {
        let salt = LeafSalt::generate(&mut entropy);
        let body = EventBody {
            event_type: 7,
            unix_ms: 1_700_000_000_000 + vault_seq / 2,
            vault,
            vault_seq,
            previous,
            document: DocumentId::generate(&mut entropy),
            version: 1,
            actor: Kid::from_bytes(entropy::generate(&mut entropy)),
            mandate: MandateId::generate(&mut entropy),
            purpose: 3,
            result: 0,
            request_hash: Hash::from_bytes(entropy::generate(&mut entropy)),
            request_signature: entropy::generate(&mut entropy),
        };
        previous = leaf::leaf_hash(&leaf::leaf_data(&salt, &body));
        out.push((index, salt, body));
        index += 1 + u64::from(entropy::generate::<1>(&mut entropy)[0] % 5);
    }
    out
}

fn head_of(entries: &[(u64, LeafSalt, EventBody)]) -> VaultHead {
    let (index, salt, body) = entries.last().unwrap();
    let leaf = leaf::leaf_hash(&leaf::leaf_data(salt, body));
    VaultHead { vault: body.vault, vault_seq: body.vault_seq, leaf, tree_size: index + 1, root: Hash::NONE }
}

fn replay(
    vault: VaultId,
    erased: &BTreeMap<u64, Hash>,
    entries: &[(u64, LeafSalt, EventBody)],
    head: &VaultHead,
) -> Result<()> {
    let mut replayed = VaultChain::new(vault, erased);
    for (index, salt, body) in entries {
        replayed.push(*index, salt, body)?;
    }
    replayed.finish(head)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn bodies_come_back(seed in any::<u64>(), seq in 1_u64..50) {
        for (_, _, body) in chain(VaultId::from_bytes([1; 16]), seed, seq) {
            let bytes = body.encode();
            prop_assert_eq!(bytes.len(), EventBody::LEN);
            prop_assert_eq!(EventBody::parse(&bytes).unwrap(), body);
        }
    }

    #[test]
    fn growth_in_steps_gives_the_tiles_of_growth_at_once(steps in prop::collection::vec(0_u64..700, 1..6)) {
        let mut store = Store::default();
        for step in steps {
            store.grow(store.size + step);
        }
        let whole = Store::of(store.size);
        prop_assert_eq!(&store.tiles, &whole.tiles);
        let mut frontier = Frontier::new();
        for leaf in leaves(0..store.size) {
            frontier.push(leaf);
        }
        prop_assert_eq!(store.root(store.size), frontier.root());
    }

    #[test]
    fn a_changed_proof_never_verifies(size in 1_u64..2_000, pick in any::<(u64, u64)>(), bit in 0_usize..256) {
        let store = Store::of(size);
        let (index, old) = (pick.0 % size, 1 + pick.1 % size);
        let (root, old_root) = (store.root(size), store.root(old));
        let leaf = leaves(index..index + 1)[0];

        let proof = store.inclusion(index, size);
        verify_inclusion(&leaf, index, size, &root, &proof).unwrap();
        for changed in changes(&proof, bit) {
            prop_assert!(verify_inclusion(&leaf, index, size, &root, &changed).is_err());
        }
        prop_assert!(verify_inclusion(&leaf, (index + 1) % (size + 1), size, &root, &proof).is_err());
        prop_assert!(verify_inclusion(&flip(leaf, bit), index, size, &root, &proof).is_err());

        let proof = store.consistency(old, size);
        verify_consistency(old, &old_root, size, &root, &proof).unwrap();
        for changed in changes(&proof, bit) {
            prop_assert!(verify_consistency(old, &old_root, size, &root, &changed).is_err());
        }
        prop_assert!(verify_consistency(old, &flip(old_root, bit), size, &root, &proof).is_err());
        prop_assert!(verify_consistency(old, &old_root, size, &flip(root, bit), &proof).is_err());
        prop_assert!(old == size || verify_consistency(size, &root, old, &old_root, &proof).is_err());
    }

    #[test]
    fn a_chain_holds_and_no_entry_can_be_left_out_repeated_or_swapped(seed in any::<u64>(), length in 2_u64..12, pick in any::<prop::sample::Index>()) {
        let vault = VaultId::from_bytes([1; 16]);
        let (entries, nothing) = (chain(vault, seed, length), BTreeMap::new());
        let head = head_of(&entries);
        replay(vault, &nothing, &entries, &head).unwrap();

        let at = pick.index(entries.len());
        let mut shorter = chain(vault, seed, length);
        let (index, salt, body) = shorter.remove(at);
        prop_assert_eq!(replay(vault, &nothing, &shorter, &head).unwrap_err().property, Property::Sequence);
        // The same gap holds once the entry is known as erased, by its leaf hash alone.
        let erased = BTreeMap::from([(index, leaf::leaf_hash(&leaf::leaf_data(&salt, &body)))]);
        replay(vault, &erased, &shorter, &head).unwrap();
        // A hash that is not the entry's does not explain it.
        let other = BTreeMap::from([(index, leaves(0..1)[0])]);
        prop_assert_eq!(replay(vault, &other, &shorter, &head).unwrap_err().property, Property::Hash);

        let mut swapped = chain(vault, seed, length);
        swapped.swap(at, (at + 1) % entries.len());
        prop_assert!(replay(vault, &nothing, &swapped, &head).is_err());
    }
}

fn flip(hash: Hash, bit: usize) -> Hash {
    let mut bytes = *hash.as_bytes();
    bytes[bit / 8] ^= 1 << (bit % 8);
    Hash::from_bytes(bytes)
}

/// Every proof that is one hash too long, too short, or differs by one bit in one place.
fn changes(proof: &[Hash], bit: usize) -> Vec<Vec<Hash>> {
    let mut out = vec![[proof, &[Hash::NONE]].concat()];
    for i in 0..proof.len() {
        let mut changed = proof.to_vec();
        changed[i] = flip(changed[i], bit);
        out.push(changed);
        let mut shorter = proof.to_vec();
        shorter.remove(i);
        out.push(shorter);
    }
    out
}
