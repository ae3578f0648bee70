//! Trees, tiles, bundles and proofs.

use super::{SIZE, Tree, hash, leaf_at, leaf_data};
use crate::error::{Property, Result, What};
use crate::ids::Hash;
use crate::log::proof::{prove_consistency, prove_inclusion, verify_consistency, verify_inclusion};
use crate::log::{Frontier, Tile, bundle, changed_tiles, grow};
use crate::suite::sha256;
use crate::vectors::{Case, Fields, bad, flip, good, hex, patch, with};

use serde_json::{Value, json};

pub(super) fn cases() -> Vec<Case> {
    let tree = Tree::new(SIZE);
    [trees(&tree), tiles(), inclusion(&tree), consistency(&tree)].into_iter().flatten().collect()
}

pub(super) fn run(case: &Value) -> Option<Result<Value>> {
    Some(match case.text("test") {
        "tree" => Ok(frontier(case.number("size"))),
        "frontier" => Frontier::parse(&case.bytes("frontier")).map(|found| json!({"root": found.root()})),
        "tile-path" => tile_path(case.text("path")),
        "tiles" => Ok(changed_by_growth(case.number("old"), case.number("new"))),
        "bundle" => {
            let entries = bundle::parse(&case.bytes("bytes"), case.number("width").try_into().unwrap());
            entries.map(|entries| json!({"entries": entries.iter().map(hex).collect::<Vec<_>>()}))
        }
        "inclusion" => {
            let (leaf, root) = (hash(case, "leaf"), hash(case, "root"));
            verify_inclusion(&leaf, case.number("index"), case.number("size"), &root, &proof(case)).map(|()| json!({}))
        }
        "consistency" => {
            let (old, new) = (case.number("old_size"), case.number("new_size"));
            let (old_root, new_root) = (hash(case, "old_root"), hash(case, "new_root"));
            verify_consistency(old, &old_root, new, &new_root, &proof(case)).map(|()| json!({}))
        }
        _ => return None,
    })
}

fn proof(case: &Value) -> Vec<Hash> {
    case.list("proof").iter().map(|bytes| Hash::try_from(bytes.as_slice()).unwrap()).collect()
}

fn frontier(size: u64) -> Value {
    let mut frontier = Frontier::new();
    for index in 0..size {
        frontier.push(leaf_at(index));
    }
    json!({"root": frontier.root(), "frontier": hex(frontier.encode())})
}

fn tile_path(path: &str) -> Result<Value> {
    let tile = if path.starts_with("tile/entries/") { Tile::parse_entries_path(path) } else { Tile::parse_path(path) }?;
    Ok(json!({"level": tile.level(), "index": tile.index(), "width": tile.width()}))
}

fn trees(tree: &Tree) -> Vec<Case> {
    let mut cases = Vec::new();
    for size in [0, 1, 2, 3, 7, 8, 255, 256, 257, 600] {
        let expect = frontier(size);
        assert_eq!(expect["root"], json!(tree.root(size)));
        cases.push(good(&format!("tree of {size} leaves"), json!({"test": "tree", "size": size}), expect));
    }
    let bytes = [&3_u64.to_be_bytes()[..], &[1; 64]].concat();
    for (name, bytes, property) in [
        ("empty", Vec::new(), Property::Length),
        ("cut by one byte", bytes[..71].to_vec(), Property::Length),
        ("one hash missing", bytes[..40].to_vec(), Property::Length),
        ("one byte after the end", [&bytes[..], &[0]].concat(), Property::Trailing),
        ("one hash too many", [&bytes[..], &[1; 32]].concat(), Property::Trailing),
        ("larger than any tree", patch(&[0; 40], 0, &(1_u64 << 63).to_be_bytes()), Property::Length),
    ] {
        cases.push(bad(
            &format!("frontier: {name}"),
            json!({"test": "frontier", "frontier": hex(bytes)}),
            What::LogTree,
            property,
        ));
    }
    cases
}

fn tiles() -> Vec<Case> {
    let mut cases = Vec::new();
    for path in [
        "tile/0/000.p/1",
        "tile/0/x001/x234/067",
        "tile/1/x001/000.p/255",
        "tile/2/999",
        "tile/7/000.p/64",
        "tile/entries/273.p/112",
    ] {
        let expect = tile_path(path).unwrap();
        cases.push(good(path, json!({"test": "tile-path", "path": path}), expect));
    }
    for (name, path, property) in [
        ("number not padded", "tile/0/67", Property::Alphabet),
        ("leading group of zeros", "tile/0/x000/067", Property::Alphabet),
        ("group without its x", "tile/0/001/234", Property::Alphabet),
        ("last group with an x", "tile/0/x001", Property::Alphabet),
        ("level with a leading zero", "tile/00/067", Property::Alphabet),
        ("level 8", "tile/8/000", Property::Length),
        ("width 0", "tile/0/067.p/0", Property::Length),
        ("width 256 written out", "tile/0/067.p/256", Property::Alphabet),
        ("width 257", "tile/0/067.p/257", Property::Length),
        ("width with a leading zero", "tile/0/067.p/01", Property::Alphabet),
        ("signed number", "tile/0/+67", Property::Alphabet),
        ("a path out of the folder", "tile/0/../067", Property::Alphabet),
        ("a slash before", "/tile/0/067", Property::Alphabet),
        ("a slash after", "tile/0/067/", Property::Alphabet),
        ("past the last index of its level", "tile/7/001", Property::Length),
    ] {
        cases.push(bad(
            &format!("tile path: {name}"),
            json!({"test": "tile-path", "path": path}),
            What::LogTree,
            property,
        ));
    }
    for (old, new) in [(0, 0), (0, 1), (1, 2), (255, 256), (256, 257), (250, 600), (65_530, 65_540)] {
        let input = json!({"test": "tiles", "old": old, "new": new});
        cases.push(good(&format!("tiles that change from {old} to {new} leaves"), input, changed_by_growth(old, new)));
    }
    let entries: Vec<_> = (0..3).map(leaf_data).collect();
    let bytes = bundle::encode(&entries);
    let input = |bytes: &[u8], width: u16| json!({"test": "bundle", "bytes": hex(bytes), "width": width});
    let expect = json!({"entries": entries.iter().map(hex).collect::<Vec<_>>()});
    cases.push(good("bundle of three entries", input(&bytes, 3), expect));
    for (name, bytes, width, property) in [
        ("cut by one byte", bytes[..104].to_vec(), 3, Property::Length),
        ("one entry missing", bytes[..70].to_vec(), 3, Property::Length),
        ("one entry too many", bytes.clone(), 2, Property::Trailing),
        ("an entry of another length", patch(&bytes, 36, &[32]), 3, Property::Length),
        ("an entry of another version", patch(&bytes, 37, &[2]), 3, Property::Version),
    ] {
        cases.push(bad(&format!("bundle: {name}"), input(&bytes, width), What::LogTree, property));
    }
    cases
}

fn changed_by_growth(old: u64, new: u64) -> Value {
    let before = Tree::new(old);
    let leaves: Vec<Hash> = (old..new).map(leaf_at).collect();
    let written = grow(old, &leaves, |tile| before.read(tile)).unwrap();
    assert_eq!(written.iter().map(|(tile, _)| *tile).collect::<Vec<_>>(), changed_tiles(old, new));
    let tiles = written.iter().map(|(tile, bytes)| json!({"path": tile.path(), "sha256": hex(sha256(&[bytes]))}));
    json!({"tiles": tiles.collect::<Vec<_>>()})
}

fn inclusion(tree: &Tree) -> Vec<Case> {
    let input = |index: u64, size: u64| {
        let proof = prove_inclusion(index, size, |tile| tree.read(tile)).unwrap();
        json!({"test": "inclusion", "leaf": leaf_at(index), "index": index, "size": size, "root": tree.root(size), "proof": proof})
    };
    let mut cases = Vec::new();
    for (index, size) in
        [(0, 1), (0, 2), (1, 2), (2, 3), (6, 7), (255, 256), (256, 257), (300, 600), (69_999, SIZE), (12_345, SIZE)]
    {
        cases.push(good(&format!("entry {index} of {size}"), input(index, size), json!({})));
    }
    let base = input(300, 600);
    let proof = base["proof"].as_array().unwrap();
    let longer = [proof.as_slice(), &[json!(Hash::NONE)]].concat();
    let mut reversed = proof.clone();
    reversed.reverse();
    for (name, changed, property) in [
        ("another leaf", json!({"leaf": leaf_at(301)}), Property::Inclusion),
        ("another index", json!({"index": 301}), Property::Inclusion),
        ("index past the end", json!({"index": 600}), Property::Inclusion),
        ("another root", json!({"root": tree.root(599)}), Property::Inclusion),
        ("a smaller tree", json!({"size": 500}), Property::Length),
        ("a larger tree", json!({"size": 1_200}), Property::Length),
        ("an empty tree", json!({"size": 0, "index": 0}), Property::Inclusion),
        ("one hash flipped", json!({"proof": flip_hash(proof, 3)}), Property::Inclusion),
        ("hashes in the other order", json!({"proof": reversed}), Property::Inclusion),
        ("first hash missing", json!({"proof": proof[1..]}), Property::Length),
        ("last hash missing", json!({"proof": proof[..proof.len() - 1]}), Property::Length),
        ("one hash too many", json!({"proof": longer}), Property::Length),
        ("no proof", json!({"proof": []}), Property::Length),
    ] {
        cases.push(bad(&format!("inclusion: {name}"), with(&base, &changed), What::LogTree, property));
    }
    cases
}

fn consistency(tree: &Tree) -> Vec<Case> {
    let input = |old: u64, new: u64| {
        let proof = prove_consistency(old, new, |tile| tree.read(tile)).unwrap();
        json!({
            "test": "consistency", "old_size": old, "old_root": tree.root(old), "new_size": new, "new_root": tree.root(new), "proof": proof,
        })
    };
    let mut cases = Vec::new();
    for (old, new) in
        [(0, 0), (0, 9), (1, 2), (3, 7), (7, 7), (8, 9), (256, 600), (300, 600), (65_537, SIZE), (69_999, SIZE)]
    {
        cases.push(good(&format!("{new} entries continue {old}"), input(old, new), json!({})));
    }
    let base = input(300, 600);
    let proof = base["proof"].as_array().unwrap();
    let longer = [proof.as_slice(), &[json!(Hash::NONE)]].concat();
    for (name, base, changed, property) in [
        ("another old root", &base, json!({"old_root": tree.root(299)}), Property::Consistency),
        ("another new root", &base, json!({"new_root": tree.root(599)}), Property::Consistency),
        ("another old size", &base, json!({"old_size": 308}), Property::Consistency),
        ("a larger new tree", &base, json!({"new_size": 1_200}), Property::Length),
        ("one hash flipped", &base, json!({"proof": flip_hash(proof, 1)}), Property::Consistency),
        ("first hash missing", &base, json!({"proof": proof[1..]}), Property::Length),
        ("last hash missing", &base, json!({"proof": proof[..proof.len() - 1]}), Property::Length),
        ("one hash too many", &base, json!({"proof": longer}), Property::Length),
        ("no proof", &base, json!({"proof": []}), Property::Length),
        ("no proof from a power of two", &input(256, 600), json!({"proof": []}), Property::Length),
        ("a tree that shrank", &base, json!({"new_size": 200, "new_root": tree.root(200)}), Property::Consistency),
        ("same size, another root", &input(300, 300), json!({"new_root": tree.root(299)}), Property::Consistency),
        ("same size, a proof all the same", &input(300, 300), json!({"proof": [Hash::NONE]}), Property::Length),
        ("an empty tree with a root", &input(0, 9), json!({"old_root": Hash::NONE}), Property::Consistency),
        ("an empty tree with a proof", &input(0, 9), json!({"proof": [Hash::NONE]}), Property::Length),
    ] {
        cases.push(bad(&format!("consistency: {name}"), with(base, &changed), What::LogTree, property));
    }
    cases
}

fn flip_hash(proof: &[Value], at: usize) -> Vec<Value> {
    let mut out = proof.to_vec();
    let hash = json!({"hash": proof[at]}).bytes("hash");
    out[at] = json!(hex(flip(&hash, 5)));
    out
}
