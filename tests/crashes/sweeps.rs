//! Each write and each sync of an act, killed or failed in its turn, by strace on the real server: not where chance
//! leads, but everywhere. `make test` goes through every one of an opening and samples the others; `make crashes` goes
//! through all.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use vault_core::api::ProblemCode;

use super::deeds::{Deed, Memory};
use super::ground::Ground;
use super::kills::from_env;
use crate::harness::Server;

/// What changes files: SQLite's writes and syncs, then those of objects and of the key directory.
const CALLS: &[&str] = &["pwrite64", "fdatasync", "fsync", "ftruncate", "rename", "mkdir", "unlink", "write"];

/// Calls after which a sweep ends in any case: `write` also wakes threads, without end.
const MOST: usize = 200;

/// `make crashes` sets it: every call, whatever the act.
const WHOLE: &str = "COFFRE_SWEEP_WHOLE";

/// What a server answers whose disk fails.
const FAILING: &[ProblemCode] = &[ProblemCode::Unavailable, ProblemCode::Unexpected];

/// Ends the server as it enters the call.
const KILL: &str = "signal=KILL";

/// strace, holding a server, with one fault to come.
struct Trap {
    strace: Child,
    output: PathBuf,
}

impl Trap {
    /// Waits until every thread is held. `fault` is [`KILL`], or `error=` and its name.
    fn set(ground: &Ground, call: &str, fault: &str, when: usize) -> Self {
        let output = ground.place.path("strace");
        let mut strace = Command::new("strace")
            .args(["-f", "-p", &ground.place.pid().to_string(), "-e", &format!("trace={call}")])
            .args(["-e", &format!("inject={call}:{fault}:when={when}"), "-o"])
            .arg(&output)
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("strace is there: scripts/install-strace.sh installs it");
        let mut said = BufReader::new(strace.stderr.take().unwrap()).lines();
        let held = said.find(|line| line.as_ref().is_ok_and(|line| line.contains("attached")));
        assert!(held.is_some(), "strace could not hold the server: run the tests as root");
        // What it says later is not read, and must not stop it.
        std::thread::spawn(move || said.for_each(drop));
        Self { strace, output }
    }

    /// Lets go of the server; says whether the fault came. A tracer may wait for ever for threads of a process that was
    /// killed: then it is ended, and so are they.
    fn lift(mut self, server: &mut Server) -> bool {
        let _ = kill_process(Pid::from_child(&self.strace), Signal::TERM);
        let left = patiently(|| self.strace.try_wait().unwrap().is_some());
        if !left {
            self.strace.kill().unwrap();
            self.strace.wait().unwrap();
        }
        let told = fs::read_to_string(&self.output).unwrap_or_default();
        let came = told.contains("INJECTED") || told.contains("killed by SIGKILL");
        came || (!left && patiently(|| server.has_ended()))
    }
}

/// Looks for something for a second.
fn patiently(mut is_so: impl FnMut() -> bool) -> bool {
    (0..100).any(|_| {
        let so = is_so();
        if !so {
            sleep(Duration::from_millis(10));
        }
        so
    })
}

/// The acts that are swept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Opening,
    Deposit,
    Revocation,
    Epoch,
    Erasure,
}

impl Act {
    /// What the act needs to be there is made before; the act itself is given.
    async fn prepare(self, ground: &Ground, memory: &Memory) -> Deed {
        match self {
            Self::Opening => {
                self.have_paper(ground, memory).await;
                Deed::Open(memory.paper(0).unwrap())
            }
            Self::Deposit => Deed::Deposit(Box::new(ground.scan())),
            Self::Revocation => {
                assert!(memory.act(ground, Memory::lending(ground)).await);
                Deed::Revoke(Box::new(memory.mandate().unwrap()))
            }
            Self::Epoch => memory.turning(ground).await.unwrap(),
            Self::Erasure => {
                self.have_paper(ground, memory).await;
                Deed::Erase(memory.doom().unwrap())
            }
        }
    }

    async fn have_paper(self, ground: &Ground, memory: &Memory) {
        if memory.paper(0).is_none() {
            assert!(memory.act(ground, Deed::Deposit(Box::new(ground.scan()))).await);
        }
    }

    /// The next place to look at: each for an opening, the first ones and then further and further for the others, and
    /// for `write`, by which threads wake each other as well.
    fn after(self, call: &str, when: usize) -> usize {
        let each = self == Self::Opening && call != "write" || from_env(WHOLE, 0) == 1;
        if each { when + 1 } else { when + when.div_ceil(2) }
    }
}

/// Sweeps one act; gives the number of faults that came.
async fn sweep(ground: &mut Ground, memory: &Memory, act: Act, fault: &str) -> usize {
    let mut came = 0;
    for call in CALLS {
        // What no file is written by must not fail: a thread that cannot wake another is no failing disk.
        if *call == "write" && fault != KILL {
            continue;
        }
        let mut when = 1;
        while when < MOST {
            let deed = act.prepare(ground, memory).await;
            let trap = Trap::set(ground, call, fault, when);
            memory.excuse(FAILING);
            memory.act(ground, deed).await;
            let hit = trap.lift(&mut ground.place);
            memory.excuse(&[]);
            if fault == KILL && hit {
                ground.place.kill();
                assert_eq!(ground.findings().await, [], "{call} {when}");
                ground.judge([memory]).await;
                ground.place.start();
            }
            memory.settle(ground).await;
            if !hit {
                break;
            }
            came += 1;
            when = act.after(call, when);
        }
    }
    assert_eq!(ground.findings().await, [], "{fault}");
    ground.judge([memory]).await;
    came
}

async fn swept(acts: &[Act], fault: &str) -> (Ground, Memory, usize) {
    let mut ground = Ground::laid().await;
    let memory = Memory::default();
    ground.place.start();
    let mut came = 0;
    for act in acts {
        let faults = sweep(&mut ground, &memory, *act, fault).await;
        assert!(faults > 2, "the act writes and syncs");
        came += faults;
    }
    ground.verify_log();
    ground.place.stop();
    assert_eq!(ground.findings().await, []);
    (ground, memory, came)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_opening_killed_at_each_of_its_writes_and_syncs_is_whole_or_absent() {
    let (_, _, came) = swept(&[Act::Opening], KILL).await;
    println!("{came} kills, nothing half done");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deposit_a_revocation_and_an_epoch_killed_at_their_writes_and_syncs_are_whole_or_absent() {
    let acts = [Act::Deposit, Act::Revocation, Act::Epoch];
    let (_, _, came) = swept(&acts, KILL).await;
    println!("{came} kills, nothing half done");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_fails_once_is_a_refusal_and_the_next_try_is_served() {
    let acts = [Act::Opening, Act::Deposit, Act::Revocation, Act::Epoch, Act::Erasure];
    for fault in ["error=EIO", "error=ENOSPC"] {
        let (_, memory, came) = swept(&acts, fault).await;
        println!("{fault}: {came} faults, {:?}", memory.refusals());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_object_that_could_not_be_made_durable_is_not_acknowledged() {
    let mut ground = Ground::laid().await;
    let memory = Memory::default();
    ground.place.start();
    // Its bytes, the folder of its folder where that is new, and the folder that names it; one thread syncs them all.
    for when in 1..=3 {
        let deed = Act::Deposit.prepare(&ground, &memory).await;
        let trap = Trap::set(&ground, "fsync", "error=EIO", when);
        memory.excuse(FAILING);
        let acknowledged = memory.act(&ground, deed).await;
        let hit = trap.lift(&mut ground.place);
        memory.excuse(&[]);
        assert!(hit || when == 3, "{when}: an object is synced, and its name");
        assert!(!(hit && acknowledged), "{when}");
        memory.settle(&ground).await;
    }
    ground.place.stop();
    assert_eq!(ground.findings().await, []);
    ground.judge([&memory]).await;
}
