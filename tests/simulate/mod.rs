//! Random steps on the real server beside a small plain model of it: after each, both must have answered the same, and
//! from time to time everything is compared.
//!
//! The server is the real router, ledger, store and start code, in process, with a clock that the simulator moves. All
//! chance comes from one seed, so that a failure is played again exactly: it prints how.

mod acts;
mod audit;
mod dice;
mod model;
mod report;
mod world;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use acts::Sim;
use report::Report;

/// Steps that one town lives through: then another begins.
const LIFE: u64 = 1_250;

/// Steps in `make test`.
const STEPS: u64 = 10_000;

/// The seed of the first town.
const FIRST: u64 = 1;

/// One town, from its seed.
fn live(seed: u64, steps: u64) -> Report {
    let tasks = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    tasks.block_on(async {
        let mut sim = Sim::new(seed).await;
        for _ in 0..steps {
            sim.step().await;
        }
        sim.end().await
    })
}

fn number(name: &str) -> Option<u64> {
    let given = std::env::var(name).ok().filter(|text| !text.is_empty());
    given.map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}")))
}

#[test]
fn model_and_server_say_the_same_after_each_step() {
    let steps = number("COFFRE_SIMULATE_STEPS").unwrap_or(STEPS);
    if let Some(seed) = number("COFFRE_SIMULATE_SEED") {
        println!("{}", live(seed, steps));
        return;
    }
    let towns = steps.div_ceil(LIFE);
    let (next, all) = (AtomicU64::new(0), Mutex::new(Report::default()));
    let workers = std::thread::available_parallelism().map_or(2, usize::from).min(8);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let town = next.fetch_add(1, Ordering::Relaxed);
                    if town >= towns {
                        return;
                    }
                    let report = live(FIRST + town, LIFE.min(steps - town * LIFE));
                    all.lock().unwrap().add(report);
                    if towns > 20 && town.is_multiple_of(10) {
                        println!("town {town} of {towns}");
                    }
                }
            });
        }
    });
    let report = all.into_inner().unwrap();
    println!("{report}");
    assert_eq!(report.missing(), [""; 0], "too few steps, or a kind of step that comes to nothing");
}
