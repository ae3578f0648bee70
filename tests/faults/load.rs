//! The load under which faults happen: sixteen people, each with a vault of their own, who add, open, lend, take back, erase and
//! turn keys all the while, remember what was acknowledged to them, and time how long they wait.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use tokio::time::{sleep, sleep_until};

use crate::crashes::deeds::{Deed, Memory};
use crate::crashes::ground::{Ground, People, Place};

/// How many people.
pub(super) const CLIENTS: usize = 16;

/// From one deed of somebody to the next, unless the first takes longer.
const PACE: Duration = Duration::from_secs(1);

/// How long all is well before the fault, so that it comes into work that is under way.
const BEFORE: Duration = Duration::from_millis(1_200);

/// Service has not come back by itself when somebody is not served for so long after the fault.
const BACK_WITHIN: Duration = Duration::from_secs(100);

/// What people lived through during a fault.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Seen {
    /// Deeds that were acknowledged.
    pub(super) acknowledged: usize,
    /// Calls that had no answer.
    pub(super) unanswered: usize,
    /// Refusals, by code.
    pub(super) refused: BTreeMap<String, usize>,
    /// The longest wait for a deed that was acknowledged, in milliseconds.
    pub(super) slowest_ms: u64,
    /// The longest time in which nobody's deed was acknowledged, in milliseconds.
    pub(super) silence_ms: u64,
    /// From the end of the fault until each person has had an acknowledgement of something begun after it, in milliseconds.
    pub(super) back_ms: u64,
}

/// What the people of one load share.
struct Watch {
    last: Cell<Instant>,
    seen: RefCell<Seen>,
    lifted: Cell<Option<Instant>>,
    back: RefCell<Vec<bool>>,
    over: Cell<bool>,
}

impl Watch {
    fn begun() -> Self {
        Self {
            last: Cell::new(Instant::now()),
            seen: RefCell::default(),
            lifted: Cell::new(None),
            back: RefCell::new(vec![false; CLIENTS]),
            over: Cell::new(false),
        }
    }

    /// Somebody's deed was acknowledged.
    fn acknowledged(&self, number: usize, begun: Instant) {
        let mut seen = self.seen.borrow_mut();
        seen.acknowledged += 1;
        seen.slowest_ms = seen.slowest_ms.max(millis(begun.elapsed()));
        seen.silence_ms = seen.silence_ms.max(millis(self.last.replace(Instant::now()).elapsed()));
        if let Some(lifted) = self.lifted.get().filter(|lifted| begun >= *lifted)
            && !std::mem::replace(&mut self.back.borrow_mut()[number], true)
        {
            seen.back_ms = seen.back_ms.max(millis(lifted.elapsed()));
        }
    }

    async fn all_back(&self) {
        let begun = Instant::now();
        while !self.back.borrow().iter().all(|back| *back) {
            assert!(begun.elapsed() < BACK_WITHIN, "service has not come back: {:?}, {:?}", self.back, self.seen);
            sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Lets something happen while people work, and goes on until all are served again.
pub(super) async fn under_load<P: Place>(ground: &Ground<P>, memories: &[Memory], fault: impl AsyncFnOnce()) -> Seen {
    let watch = Watch::begun();
    let people = ground.towns.iter().zip(memories).enumerate();
    let clients = join_all(people.map(|(number, (people, memory))| client(number, people, memory, &watch)));
    let fate = async {
        sleep(BEFORE).await;
        fault().await;
        watch.lifted.set(Some(Instant::now()));
        watch.all_back().await;
        watch.over.set(true);
    };
    tokio::join!(clients, fate);
    let mut seen = watch.seen.into_inner();
    for memory in memories {
        seen.unanswered += memory.silences();
        for (code, times) in memory.refusals() {
            *seen.refused.entry(code.to_owned()).or_default() += times;
        }
    }
    seen
}

/// Somebody who does one thing after the other.
async fn client(number: usize, people: &People, memory: &Memory, watch: &Watch) {
    let begun = tokio::time::Instant::now() + PACE * u32::try_from(number).unwrap() / u32::try_from(CLIENTS).unwrap();
    let mut next = begun;
    for step in number.. {
        sleep_until(next).await;
        if watch.over.get() {
            return;
        }
        let begun = Instant::now();
        if let Some(deed) = deed(step, people, memory).await
            && memory.act(people, deed).await
        {
            watch.acknowledged(number, begun);
        }
        next = (next + PACE).max(tokio::time::Instant::now());
    }
}

/// What somebody does next, if that can be done now.
async fn deed(step: usize, people: &People, memory: &Memory) -> Option<Deed> {
    let opened = memory.paper(step).map(Deed::Open);
    let other = match step % 8 {
        0 | 3 => None,
        1 | 4 | 6 => opened,
        2 => Some(Memory::lending(people)),
        5 => memory.mandate().map(|view| Deed::Revoke(Box::new(view))),
        _ if step % 16 == 7 => memory.turning(people).await,
        _ => memory.doom().map(Deed::Erase),
    };
    Some(other.unwrap_or_else(|| Deed::Deposit(Box::new(people.scan()))))
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
