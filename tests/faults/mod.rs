//! Faults on the real cluster, under people who remember what it acknowledged: parts are killed, frozen and restarted, wires cut,
//! silent and late, the store answers badly, clocks jump, disks fill. After each, nothing acknowledged is lost, nothing was released
//! without its event, nothing is half there, the log goes on from the checkpoint that the auditor kept, and all are served again
//! without anybody's help. `table.rs` has a line for each fault.

mod blows;
mod cluster;
mod load;
mod report;
mod store;
mod table;
mod wires;

use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::{Instant, sleep};

use crate::crashes::deeds::{Deed, Memory};
use crate::crashes::ground::{Ground, People, Place};
use crate::crashes::kills::from_env;
use crate::harness::{Server, SmallDisk};
use cluster::Cluster;
use load::{CLIENTS, under_load};
use report::Line;
use table::{Blow, CLUSTER, FEW, Fault, SINGLE};

/// How often each fault is tried; unset, the few faults of `make test` once.
const ROUNDS: &str = "COFFRE_FAULT_ROUNDS";
/// Names of faults, to try these alone.
const NAMES: &str = "COFFRE_FAULTS";

/// From the end of a fault until everything that had no answer has one.
const SETTLED_WITHIN: Duration = Duration::from_mins(2);

/// Room on the disk of a single server, in mebibytes.
const SINGLE_DISK: usize = 96;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_and_all_are_served_again_whatever_fails() {
    let (of_cluster, of_single) = (chosen(CLUSTER), chosen(SINGLE));
    for round in 0..from_env(ROUNDS, 1) {
        if !of_cluster.is_empty() {
            cluster_endures(&of_cluster, round).await;
        }
        for fault in &of_single {
            single_endures(fault, round).await;
        }
    }
    report::publish();
}

/// The faults that were asked for, of these.
fn chosen(faults: &'static [Fault]) -> Vec<&'static Fault> {
    let asked = std::env::var(NAMES).unwrap_or_default();
    let asked: Vec<_> = asked.split([' ', ',']).filter(|name| !name.is_empty()).collect();
    if let Some(unknown) = asked.iter().find(|name| table::all().all(|fault| fault.name != **name)) {
        panic!("there is no fault {unknown}");
    }
    let few = std::env::var(ROUNDS).is_err();
    let wanted = |name: &str| if asked.is_empty() { !few || FEW.contains(&name) } else { asked.contains(&name) };
    faults.iter().filter(|fault| wanted(fault.name)).collect()
}

/// One round, on a cluster of its own.
async fn cluster_endures(faults: &[&Fault], round: usize) {
    let mut ground = Ground::laid_on(Cluster::start().await, CLIENTS).await;
    for fault in faults {
        blows::prepare(&ground.place, fault, round).await;
        endure(&mut ground, fault, round, async |cluster| blows::strike(cluster, fault, round).await).await;
        blows::clear(&ground.place, fault, round).await;
    }
}

/// A fault of a single server, on one of its own.
async fn single_endures(fault: &Fault, round: usize) {
    let Blow::FolderFull(folder) = fault.blow else { unreachable!("a fault of a single server") };
    let server = Server::prepare(&[]);
    let disk = SmallDisk::mounted(server.data().join(folder), SINGLE_DISK);
    let mut ground = Ground::laid_on(server, CLIENTS).await;
    ground.place.start();
    endure(&mut ground, fault, round, async |_| blows::fill(&disk, fault).await).await;
}

/// One fault, and everything that must hold after it.
async fn endure<P: Place>(ground: &mut Ground<P>, fault: &Fault, round: usize, strike: impl AsyncFnOnce(&P)) {
    let begun = Instant::now();
    let memories: Vec<_> = (0..CLIENTS).map(|_| Memory::default()).collect();
    for memory in &memories {
        memory.excuse(fault.excused);
    }
    let seen = under_load(ground, &memories, async || strike(&ground.place).await).await;
    let struck = begun.elapsed();
    join_all(ground.towns.iter().zip(&memories).map(|(people, memory)| settle(people, memory))).await;
    assert_eq!(ground.findings().await, [], "{}, round {round}", fault.name);
    ground.judge(&memories).await;
    ground.verify_log();
    join_all(ground.towns.iter().zip(&memories).map(|(people, memory)| open_all(people, memory))).await;
    println!("{} {round}: {seen:?}; {struck:.1?} of {:.1?}", fault.name, begun.elapsed());
    report::keep(&Line { fault: fault.name.to_owned(), round, seen });
}

/// What had no answer is done again until it has one; then nothing is refused any more.
async fn settle(people: &People, memory: &Memory) {
    let begun = Instant::now();
    while !memory.try_settle(people).await {
        assert!(begun.elapsed() < SETTLED_WITHIN, "service has not come back");
        sleep(Duration::from_millis(100)).await;
    }
    memory.excuse(&[]);
}

/// Every paper that was acknowledged opens again. On a machine that is short of time the balancer may cut a call even now.
async fn open_all(people: &People, memory: &Memory) {
    for paper in memory.papers() {
        memory.act(people, Deed::Open(paper)).await;
    }
    settle(people, memory).await;
}
