//! No room left, where data lie and where keys lie: a refusal in its form, no half act, and work again once there is room.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use vault_core::api::ProblemCode;

use super::deeds::{Deed, Memory};
use super::ground::Ground;
use crate::harness::Server;

/// A small file system of its own; it goes with this.
struct Small(PathBuf);

impl Small {
    fn mounted(path: PathBuf, mebibytes: usize) -> Self {
        fs::create_dir_all(&path).unwrap();
        let options = format!("size={mebibytes}m,mode=700");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(&path).status();
        assert!(mounted.unwrap().success(), "a tmpfs can be mounted: run the tests as root");
        Self(path)
    }

    /// Takes all the room that is left.
    fn fill(&self) -> PathBuf {
        let path = self.0.join("filler");
        let mut file = File::create(&path).unwrap();
        while file.write_all(&[0; 4096]).is_ok() {}
        path
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("--lazy").arg(&self.0).status());
        // The server's folder could not go before.
        drop(self.0.parent().map(fs::remove_dir_all));
    }
}

/// People try everything while there is no room; what is refused is refused in its form, and done once there is room.
async fn starved(ground: &mut Ground, memory: &Memory, small: &Small) {
    let lent = Memory::lending(ground);
    let papers: Vec<_> = (0..3).map(|_| Deed::Deposit(Box::new(ground.scan()))).collect();
    assert!(memory.act(ground, lent).await);
    for paper in papers {
        assert!(memory.act(ground, paper).await);
    }
    let filler = small.fill();
    memory.starve(true);
    for _ in 0..3 {
        memory.act(ground, Deed::Deposit(Box::new(ground.scan()))).await;
        memory.act(ground, Deed::Open(memory.paper(1).unwrap())).await;
        memory.act(ground, Memory::lending(ground)).await;
    }
    memory.act(ground, Deed::Revoke(Box::new(memory.mandate().unwrap()))).await;
    memory.act(ground, Deed::Erase(memory.doom().unwrap())).await;
    memory.starve(false);
    memory.judge(ground).await;
    fs::remove_file(filler).unwrap();
    memory.settle(ground).await;
    assert_eq!(ground.findings().await, []);
    memory.judge(ground).await;
    ground.verify_log();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_data_disk_refuses_and_serves_again_once_there_is_room() {
    let server = Server::prepare(&[]);
    let small = Small::mounted(server.data(), 24);
    let mut ground = Ground::laid_on(server, 12).await;
    let memory = Memory::default();
    ground.server.start();
    starved(&mut ground, &memory, &small).await;
    assert_eq!(memory.refusals(), [ProblemCode::Unavailable]);

    // Killed while there is no room, it starts again once there is some, and nothing is lost.
    let filler = small.fill();
    memory.starve(true);
    memory.act(&ground, Deed::Deposit(Box::new(ground.scan()))).await;
    ground.server.kill();
    memory.starve(false);
    fs::remove_file(filler).unwrap();
    assert_eq!(ground.findings().await, []);
    memory.judge(&ground).await;
    ground.server.start();
    memory.settle(&ground).await;
    ground.server.stop();
    assert_eq!(ground.findings().await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_key_disk_loses_no_erasure() {
    let server = Server::prepare(&[]);
    let keys: &Path = &server.path("keys");
    let small = Small::mounted(keys.to_owned(), 1);
    let mut ground = Ground::laid_on(server, 12).await;
    let memory = Memory::default();
    ground.server.start();
    starved(&mut ground, &memory, &small).await;
    ground.server.stop();
    // What could not be remembered as erased is remembered at the next start.
    ground.server.start();
    ground.server.stop();
    assert_eq!(ground.findings().await, []);
    memory.judge(&ground).await;
    let remembered = vault_server::key_directory::KeyDirectory::open(&ground.server.path("keys")).unwrap();
    assert_eq!(remembered.erased().unwrap().len(), 1);
}
