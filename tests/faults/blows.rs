//! How each fault is done to a cluster, and undone.

use std::fs;
use std::path::PathBuf;

use futures_util::future::join_all;
use tokio::time::sleep;

use super::cluster::{Cluster, NODES};
use super::table::{Blow, Fault, Pair, Part};
use super::wires::{PEOPLE, Rule};
use crate::harness::SmallDisk;

/// Where servers look for the store.
const STORE: &str = "objects";

/// What a fault needs before anybody works.
pub(super) async fn prepare(cluster: &Cluster, fault: &Fault, round: usize) {
    if let Blow::Clock { both, .. } = fault.blow {
        join_all(servers(both, round).iter().map(|server| cluster.hold_clock(server, true))).await;
    }
}

/// What it leaves, once everybody is served again.
pub(super) async fn clear(cluster: &Cluster, fault: &Fault, round: usize) {
    if let Blow::Clock { both, .. } = fault.blow {
        join_all(servers(both, round).iter().map(|server| cluster.hold_clock(server, false))).await;
    }
}

/// The fault, from its beginning to its end.
pub(super) async fn strike(cluster: &Cluster, fault: &Fault, round: usize) {
    match fault.blow {
        Blow::Kill(part) => stop(cluster, fault, ["kill", "restart"], &names(cluster, part, round).await).await,
        Blow::Pause(part) => stop(cluster, fault, ["pause", "resume"], &names(cluster, part, round).await).await,
        Blow::Restart(part) => each(cluster, "restart", &names(cluster, part, round).await).await,
        Blow::Between(pair, rule) => wrong(cluster, fault, &[between(pair, round)], rule).await,
        Blow::Store(ill) => {
            let pairs = servers(true, round).into_iter().map(|server| (server, STORE.to_owned()));
            wrong(cluster, fault, &pairs.collect::<Vec<_>>(), Rule::Answers(ill)).await;
        }
        Blow::Clock { both, minutes } => {
            let servers = servers(both, round);
            for ahead_ms in [minutes * 60_000, 0] {
                for server in &servers {
                    cluster.set_clock(server, ahead_ms);
                }
                if ahead_ms != 0 {
                    sleep(fault.lasts).await;
                }
            }
        }
        Blow::DatabaseFull => {
            fill(cluster.database_disk(), fault).await;
            // It gives up where it cannot write its own log, and whoever keeps services running starts it again.
            if !cluster.runs("postgres") {
                cluster.part("restart", "postgres").await;
            }
        }
        Blow::NodesFull(how_many) => {
            let disks = (0..how_many).map(|more| &cluster.node_disks()[(round + more) % NODES]);
            let fillers: Vec<PathBuf> = disks.map(SmallDisk::fill).collect();
            sleep(fault.lasts).await;
            for filler in fillers {
                fs::remove_file(filler).expect("room");
            }
        }
        Blow::FolderFull(_) => unreachable!("a cluster has no such folder"),
    }
}

/// The fault of a single server, whose disk this is.
pub(super) async fn fill(disk: &SmallDisk, fault: &Fault) {
    let filler = disk.fill();
    sleep(fault.lasts).await;
    fs::remove_file(filler).expect("room");
}

async fn stop(cluster: &Cluster, fault: &Fault, [how, back]: [&'static str; 2], parts: &[String]) {
    each(cluster, how, parts).await;
    sleep(fault.lasts).await;
    each(cluster, back, parts).await;
}

/// At the same time: two nodes of the store that are down are ready only together.
async fn each(cluster: &Cluster, command: &'static str, parts: &[String]) {
    join_all(parts.iter().map(|part| cluster.part(command, part))).await;
}

async fn wrong(cluster: &Cluster, fault: &Fault, pairs: &[(String, String)], rule: Rule) {
    let pairs: Vec<_> = pairs.iter().map(|(one, other)| (one.as_str(), other.as_str())).collect();
    cluster.wires.break_between(&pairs, rule);
    sleep(fault.lasts).await;
    cluster.wires.mend();
}

/// What the script calls a part in this round.
async fn names(cluster: &Cluster, part: Part, round: usize) -> Vec<String> {
    match part {
        Part::Server => vec![server(round)],
        Part::Sequencer => vec![cluster.freeze_sequencer().await],
        Part::Postgres => vec!["postgres".to_owned()],
        Part::Node => vec![node(round)],
        Part::TwoNodes => vec![node(round), node(round + 1)],
        Part::Balancer => vec!["balancer".to_owned()],
    }
}

fn between(pair: Pair, round: usize) -> (String, String) {
    let balancer = || "balancer".to_owned();
    match pair {
        Pair::PeopleBalancer => (PEOPLE.to_owned(), balancer()),
        Pair::BalancerServer => (balancer(), server(round)),
        Pair::ServerPostgres => (server(round), "postgres".to_owned()),
        Pair::ServerStore => (server(round), STORE.to_owned()),
        Pair::BalancerNode => (balancer(), node(round)),
        Pair::NodeNode => (node(round), node(round + 1)),
    }
}

fn server(round: usize) -> String {
    format!("server-{}", round % 2 + 1)
}

fn node(round: usize) -> String {
    format!("garage-{}", round % NODES + 1)
}

/// One server, or both.
fn servers(both: bool, round: usize) -> Vec<String> {
    (round..=round + usize::from(both)).map(server).collect()
}
