//! The log over several tiles: everything that is served is recomputed here from RFC 6962, by other code.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use ring::{digest, hmac};
use vault_core::api::{ConsistencyView, EntryView, LogPage, ProblemCode, RecordsRequest, VaultLogView};
use vault_core::error::Property;
use vault_core::ids::{Hash, VaultId};
use vault_core::log::proof::{verify_consistency, verify_inclusion};
use vault_core::log::{Checkpoint, EventBody, VaultChain, VaultHead, bundle};
use vault_core::mandate::Rights;
use vault_core::secret::LeafSalt;
use vault_server::domain::housekeeping;

use super::client::Sent;
use super::people::Town;

type Node = [u8; 32];

fn sha256(parts: &[&[u8]]) -> Node {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(part);
    }
    context.finish().as_ref().try_into().unwrap()
}

/// RFC 6962, section 2.1: the root of these leaf hashes.
fn root(leaves: &[Node]) -> Node {
    match leaves.len() {
        0 => sha256(&[]),
        1 => leaves[0],
        n => {
            let half = n.next_power_of_two() / 2;
            sha256(&[&[1], &root(&leaves[..half]), &root(&leaves[half..])])
        }
    }
}

/// FORMATS 8: what is logged of an entry.
fn leaf_data(entry: &EntryView) -> [u8; 33] {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &entry.salt), &entry.body);
    let mut data = [1; 33];
    data[1..].copy_from_slice(tag.as_ref());
    data
}

/// A town whose log goes over two full tiles: openings of records in a vault, starts of the server elsewhere.
async fn busy() -> Town {
    let town = Town::new().await;
    town.resources_mandate(Rights::READ).await;
    let path = format!("/v1/vaults/{}/records", town.vault.id);
    for _ in 0..30 {
        let all = RecordsRequest::default();
        let read = || town.house.post(&town.professional, &path, &all);
        // At the same time, so that batches of several acts are committed together.
        let (reads, starts) = tokio::join!(
            join_all((0..18).map(|_| read())),
            join_all((0..4).map(|_| housekeeping::started(&town.house.app))),
        );
        reads.iter().for_each(super::client::Answer::done);
        assert!(starts.iter().all(Result::is_ok));
        town.house.clock.advance(1000);
    }
    town
}

/// The whole log as an auditor reads it, page by page.
async fn whole(town: &Town) -> (String, Vec<EntryView>) {
    let (mut entries, mut from) = (Vec::new(), 0);
    loop {
        let path = format!("/v1/log/entries?from={from}&limit=256");
        let page: LogPage = town.house.get(&town.auditor, &path).await.ok();
        assert!(page.erased.is_empty() && page.entries.len() <= 256);
        entries.extend(page.entries);
        match page.next {
            Some(next) => from = next,
            None => return (page.checkpoint, entries),
        }
    }
}

#[tokio::test]
async fn the_whole_log_makes_the_signed_root_and_the_served_tiles() {
    let town = busy().await;
    let (note, entries) = whole(&town).await;
    let checkpoint = Checkpoint::open(&note, &town.house.log_key()).unwrap();
    assert!(checkpoint.size > 600 && entries.len() as u64 == checkpoint.size);
    assert!(entries.iter().zip(0..).all(|(entry, index)| entry.index == index));
    let data: Vec<[u8; 33]> = entries.iter().map(leaf_data).collect();
    let leaves: Vec<Node> = data.iter().map(|data| sha256(&[&[0], data])).collect();
    assert_eq!(*checkpoint.root.as_bytes(), root(&leaves));
    let served = town.house.send(Sent::get("/log/checkpoint")).await;
    assert_eq!((served.media.as_deref(), &served.body[..]), (Some("text/plain; charset=utf-8"), note.as_bytes()));

    let tile = async |path: String| {
        let answer = town.house.send(Sent::get(&format!("/log/tile/{path}"))).await;
        answer.done();
        answer.body
    };
    let mut full = Vec::new();
    for (index, tile_leaves) in leaves.chunks(256).enumerate() {
        let width = tile_leaves.len();
        let partial = if width == 256 { String::new() } else { format!(".p/{width}") };
        assert_eq!(tile(format!("0/{index:03}{partial}")).await, tile_leaves.concat());
        let entries = tile(format!("entries/{index:03}{partial}")).await;
        let parsed = bundle::parse(&entries, u16::try_from(width).unwrap()).unwrap();
        assert_eq!(parsed, data[index * 256..index * 256 + width]);
        // A tile that has grown is still served at its former widths.
        assert_eq!(tile(format!("0/{index:03}.p/7")).await, tile_leaves[..7].concat());
        if width == 256 {
            full.push(root(tile_leaves));
        }
    }
    assert!(full.len() >= 2);
    assert_eq!(tile(format!("1/000.p/{}", full.len())).await, full.concat());
    let beyond = format!("/log/tile/1/000.p/{}", full.len() + 1);
    town.house.send(Sent::get(&beyond)).await.refused(ProblemCode::NotFound);
}

#[tokio::test]
async fn every_size_leads_to_the_current_checkpoint() {
    let town = busy().await;
    let (_, entries) = whole(&town).await;
    let leaves: Vec<Node> = entries.iter().map(|entry| sha256(&[&[0], &leaf_data(entry)])).collect();
    let size = leaves.len() as u64;
    for from in [0, 1, 2, 3, 7, 255, 256, 257, 511, 512, 513, 600, size - 1, size] {
        let view: ConsistencyView = town.house.send(Sent::get(&format!("/v1/log/consistency?from={from}"))).await.ok();
        let now = Checkpoint::open(&view.checkpoint, &town.house.log_key()).unwrap();
        assert_eq!(now.size, size);
        let old = Hash::from_bytes(root(&leaves[..usize::try_from(from).unwrap()]));
        if from > 0 {
            verify_consistency(from, &old, now.size, &now.root, &view.proof).unwrap();
        }
        assert!((1..size).contains(&from) || view.proof.is_empty());
        if let Some(first) = view.proof.first().copied() {
            let mut wrong = view.proof.clone();
            wrong[0] = Hash::from_bytes(sha256(&[first.as_ref()]));
            assert!(verify_consistency(from, &old, now.size, &now.root, &wrong).is_err());
        }
    }
    let beyond = format!("/v1/log/consistency?from={}", size + 1);
    town.house.send(Sent::get(&beyond)).await.refused(ProblemCode::NotFound);
}

#[tokio::test]
async fn a_vaults_log_is_proved_entry_by_entry_up_to_its_head() {
    let town = busy().await;
    let log_key = town.house.log_key();
    let erased = BTreeMap::new();
    let mut chain = VaultChain::new(town.vault.id, &erased);
    let mut after = 0;
    let head = loop {
        let path = format!("/v1/vaults/{}/log?after_seq={after}", town.vault.id);
        let page: VaultLogView = town.house.get(&town.vault.owner, &path).await.ok();
        let checkpoint = Checkpoint::open(&page.checkpoint, &log_key).unwrap();
        assert!(page.entries.len() <= 500);
        for entry in &page.entries {
            let body = EventBody::parse(&entry.body).unwrap();
            let leaf = chain.push(entry.index, &LeafSalt::from_slice(&entry.salt).unwrap(), &body).unwrap();
            assert_eq!(*leaf.as_bytes(), sha256(&[&[0], &leaf_data(entry)]));
            let (size, root) = (checkpoint.size, &checkpoint.root);
            verify_inclusion(&leaf, entry.index, size, root, &entry.inclusion).unwrap();
            let elsewhere = verify_inclusion(&leaf, entry.index ^ 1, size, root, &entry.inclusion).unwrap_err();
            assert_eq!(elsewhere.property, Property::Inclusion);
            after = body.vault_seq;
        }
        let head = VaultHead::open(&page.head, log_key.key()).unwrap();
        assert_eq!((head.tree_size, head.root), (checkpoint.size, checkpoint.root));
        if !page.more {
            break head;
        }
    };
    assert!(head.vault_seq > 500, "two pages");
    chain.finish(&head).unwrap();
}

#[tokio::test]
async fn every_vault_has_one_chain_without_a_gap() {
    let town = busy().await;
    let (_, entries) = whole(&town).await;
    let mut heads: BTreeMap<VaultId, (u64, Hash)> = BTreeMap::new();
    let mut last_ms = 0;
    for entry in &entries {
        let body = EventBody::parse(&entry.body).unwrap();
        let (seq, previous) = heads.get(&body.vault).copied().unwrap_or_default();
        assert_eq!((body.vault_seq, body.previous), (seq + 1, previous), "entry {}", entry.index);
        assert!(body.unix_ms >= last_ms, "time does not go back");
        last_ms = body.unix_ms;
        heads.insert(body.vault, (body.vault_seq, Hash::from_bytes(sha256(&[&[0], &leaf_data(entry)]))));
    }
    let vaults: Vec<VaultId> = heads.keys().copied().collect();
    assert_eq!(vaults, [VaultId::NONE, town.vault.id]);
}

#[tokio::test]
async fn time_in_the_log_does_not_go_back_when_the_clock_does() {
    let town = Town::new().await;
    let document = town.own_paper().await;
    let before = EventBody::parse(&town.house.vault_log(&town.vault).await.last().unwrap().body).unwrap();
    town.house.clock.set(town.house.now_ms() - 60_000);
    town.house.try_open(&town.vault.owner, document).await.done();
    let after = EventBody::parse(&town.house.vault_log(&town.vault).await.last().unwrap().body).unwrap();
    assert_eq!((after.vault_seq, after.unix_ms), (before.vault_seq + 1, before.unix_ms));
}
