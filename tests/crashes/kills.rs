//! `kill -9` at random moments, under mixed load: a hundred times in `make test`, a thousand in `make crashes`.

use std::cell::Cell;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::sync::Notify;
use vault_core::entropy::{Entropy, SeededEntropy};

use super::deeds::{Deed, Memory};
use super::ground::Ground;

/// How many kills; `COFFRE_KILLS` says another number.
const KILLS: usize = 100;

/// Kills that one server lives through, since all that it acknowledged is looked at after each: then another begins.
const LIFE: usize = 100;

/// From where the moments of the first server are drawn, those of the next from the number after; `COFFRE_SEED` says another.
const SEED: usize = 5;

/// Kills between two verifications of the log by the real `coffre`, each from where the last one ended.
const VERIFY_EVERY: usize = 25;

/// Most deeds between two kills, and most microseconds after the last of them.
const MOST_DEEDS: usize = 12;
const MOST_DELAY_US: usize = 6_000;

/// Numbers drawn from a seed.
struct Dice(SeededEntropy);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        usize::try_from(u32::from_be_bytes(bytes)).unwrap() % end
    }
}

/// Burns with each answer; when it is short enough, the server is killed.
struct Fuse {
    left: Cell<usize>,
    lit: Notify,
}

impl Fuse {
    fn burn(&self) {
        self.left.set(self.left.get().saturating_sub(1));
        if self.left.get() == 0 {
            self.lit.notify_one();
        }
    }
}

pub(crate) fn from_env(name: &str, or: usize) -> usize {
    std::env::var(name).map_or(or, |text| text.parse().expect("a number"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_killed_at_any_moment_has_lost_nothing_that_it_acknowledged() {
    let (kills, first) = (from_env("COFFRE_KILLS", KILLS), from_env("COFFRE_SEED", SEED));
    for life in 0..kills.div_ceil(LIFE) {
        live(first + life, LIFE.min(kills - life * LIFE)).await;
    }
}

/// One server, killed so many times.
async fn live(seed: usize, kills: usize) {
    let mut ground = Ground::laid().await;
    let (memory, mut dice) = (Memory::default(), Dice(SeededEntropy::new(seed as u64)));
    ground.place.start();
    for kill in 1..=kills {
        memory.settle(&ground).await;
        let fuse = Fuse { left: Cell::new(1 + dice.below(MOST_DEEDS)), lit: Notify::new() };
        let delay = Duration::from_micros(dice.below(MOST_DELAY_US) as u64);
        let drawn = dice.below(1 << 20);
        let pid = Pid::from_raw(i32::try_from(ground.place.pid()).unwrap()).unwrap();
        let killer = async {
            fuse.lit.notified().await;
            tokio::time::sleep(delay).await;
            kill_process(pid, Signal::KILL).unwrap();
        };
        let acts = (&ground, &memory, &fuse);
        tokio::join!(killer, desk(acts), reader(acts, drawn), person(acts));
        ground.place.kill();
        assert_eq!(ground.findings().await, [], "seed {seed}, kill {kill}");
        ground.judge([&memory]).await;
        ground.place.start();
        if kill % VERIFY_EVERY == 0 {
            ground.verify_log();
        }
    }
    memory.settle(&ground).await;
    ground.judge([&memory]).await;
    ground.verify_log();
    ground.place.stop();
    let told = ground.place.fsck(&["--json"]);
    assert!(told.status.success(), "{told:?}");
    assert!(memory.acknowledged() >= kills, "there was work between two kills");
    println!("seed {seed}: {kills} kills, {} deeds acknowledged, nothing lost", memory.acknowledged());
}

/// Where somebody acts, what they remember, and what their acts burn.
type Acting<'a> = (&'a Ground, &'a Memory, &'a Fuse);

/// Adds papers until the server is gone.
async fn desk((ground, memory, fuse): Acting<'_>) {
    for _ in 0..MOST_DEEDS / 2 {
        if !memory.act(ground, Deed::Deposit(Box::new(ground.scan()))).await {
            return;
        }
        fuse.burn();
    }
    gone(fuse);
}

/// Opens papers until the server is gone.
async fn reader((ground, memory, fuse): Acting<'_>, drawn: usize) {
    for number in drawn.. {
        match memory.paper(number) {
            None => tokio::task::yield_now().await,
            Some(paper) if memory.act(ground, Deed::Open(paper)).await => fuse.burn(),
            Some(_) => return,
        }
        if memory.paper(number).is_none() && fuse.left.get() == 0 {
            return;
        }
    }
}

/// Lends, takes back, erases, turns a key, over and over, until the server is gone.
async fn person((ground, memory, fuse): Acting<'_>) {
    for step in 0.. {
        let deed = match step % 4 {
            0 => Some(Memory::lending(ground)),
            1 => memory.turning(ground).await,
            2 => memory.mandate().map(|view| Deed::Revoke(Box::new(view))),
            _ if step % 8 == 7 => memory.doom().map(Deed::Erase),
            _ => None,
        };
        match deed {
            Some(deed) => {
                if !memory.act(ground, deed).await {
                    return;
                }
                fuse.burn();
            }
            None if step % 4 == 1 => return,
            None => {}
        }
    }
}

/// Whoever has nothing more to do does not keep the others waiting.
fn gone(fuse: &Fuse) {
    fuse.left.set(1);
    fuse.burn();
}
