//! No room left, where data lie and where keys lie: a refusal in its form, no half act, and work again once there is room.

use std::fs;
use std::path::Path;

use vault_core::api::ProblemCode;

use super::deeds::{Deed, Memory};
use super::ground::Ground;
use crate::harness::{Server, SmallDisk};

/// People try everything while there is no room; what is refused is refused in its form, and done once there is room.
async fn starved(ground: &mut Ground, memory: &Memory, small: &SmallDisk) {
    let lent = Memory::lending(ground);
    let papers: Vec<_> = (0..3).map(|_| Deed::Deposit(Box::new(ground.scan()))).collect();
    assert!(memory.act(ground, lent).await);
    for paper in papers {
        assert!(memory.act(ground, paper).await);
    }
    let filler = small.fill();
    memory.excuse(&[ProblemCode::Unavailable]);
    for _ in 0..3 {
        memory.act(ground, Deed::Deposit(Box::new(ground.scan()))).await;
        memory.act(ground, Deed::Open(memory.paper(1).unwrap())).await;
        memory.act(ground, Memory::lending(ground)).await;
    }
    memory.act(ground, Deed::Revoke(Box::new(memory.mandate().unwrap()))).await;
    memory.act(ground, Deed::Erase(memory.doom().unwrap())).await;
    memory.excuse(&[]);
    ground.judge([memory]).await;
    fs::remove_file(filler).unwrap();
    memory.settle(ground).await;
    assert_eq!(ground.findings().await, []);
    ground.judge([memory]).await;
    ground.verify_log();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_data_disk_refuses_and_serves_again_once_there_is_room() {
    let server = Server::prepare(&[]);
    let small = SmallDisk::mounted(server.data(), 24);
    let mut ground = Ground::laid_on(server, 1).await;
    let memory = Memory::default();
    ground.place.start();
    starved(&mut ground, &memory, &small).await;
    assert!(!memory.refusals().is_empty(), "the disk was full");

    // Killed while there is no room, it starts again once there is some, and nothing is lost.
    let filler = small.fill();
    memory.excuse(&[ProblemCode::Unavailable]);
    memory.act(&ground, Deed::Deposit(Box::new(ground.scan()))).await;
    ground.place.kill();
    memory.excuse(&[]);
    fs::remove_file(filler).unwrap();
    assert_eq!(ground.findings().await, []);
    ground.judge([&memory]).await;
    ground.place.start();
    memory.settle(&ground).await;
    ground.place.stop();
    assert_eq!(ground.findings().await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_key_disk_loses_no_erasure() {
    let server = Server::prepare(&[]);
    let keys: &Path = &server.path("keys");
    let small = SmallDisk::mounted(keys.to_owned(), 1);
    let mut ground = Ground::laid_on(server, 1).await;
    let memory = Memory::default();
    ground.place.start();
    starved(&mut ground, &memory, &small).await;
    ground.place.stop();
    // What could not be remembered as erased is remembered at the next start.
    ground.place.start();
    ground.place.stop();
    assert_eq!(ground.findings().await, []);
    ground.judge([&memory]).await;
    let remembered = vault_server::key_directory::KeyDirectory::open(&ground.place.path("keys")).unwrap();
    assert_eq!(remembered.erased().unwrap().len(), 1);
}
