//! Calls that nobody meant to make: the real router, in process, asked by people and strangers with any method, path,
//! headers and body. Whatever comes, the server answers with a documented status and shape, never with a fault of its own.

mod calls;
mod change;
mod world;

#[cfg(fuzzing)]
pub use target::{change, http};

#[cfg(fuzzing)]
mod target;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use calls::Seen;
use change::Changer;
use world::World;

/// Tells the input whose answer was none that may be given.
struct Told<'a>(&'a [u8]);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the input:\n{}", String::from_utf8_lossy(self.0));
        }
    }
}

/// The inputs that were worth keeping, in the form that [`calls`] tells.
fn corpus() -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus/http");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kept_sequence_of_calls_is_answered_as_documented() {
    let world = World::settle().await;
    let mut seen = BTreeSet::new();
    let kept = corpus();
    for (_, input) in &kept {
        let told = Told(input);
        seen.extend(world.give(input).await);
        drop(told);
    }
    let successes: BTreeSet<_> = seen.iter().filter(|seen| seen.status < 300).map(Seen::operation).collect();
    assert!(successes.len() >= 20, "the kept calls no longer succeed: {successes:?}");
    let operations: BTreeSet<_> = seen.iter().map(Seen::operation).collect();
    let all: BTreeSet<_> = vault_server::http::ROUTES.iter().copied().collect();
    let unasked: Vec<_> = all.difference(&operations).collect();
    assert!(unasked.is_empty(), "no kept call asks for {unasked:?}");
}

/// Kept calls, changed: a hundred inputs in `make test`, as many as there is time for with `COFFRE_FUZZ_SECONDS`, when those
/// that showed something new are written into `fuzz/seeds/http`.
#[tokio::test(flavor = "multi_thread")]
async fn every_changed_sequence_of_calls_is_answered_as_documented() {
    let world = World::settle().await;
    let seconds: Option<u64> = std::env::var("COFFRE_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let mut changer = Changer::new(std::env::var("COFFRE_FUZZ_SEED").ok().and_then(|text| text.parse().ok()));
    let mut known: Vec<Vec<u8>> = corpus().into_iter().map(|(_, input)| input).collect();
    let (mut seen, mut count) = (BTreeSet::new(), 0_u64);
    let begun = std::time::Instant::now();
    while seconds.map_or(count < 100, |seconds| begun.elapsed().as_secs() < seconds) {
        let input = changer.change(&known, &world);
        let told = Told(&input);
        let answers = world.give(&input).await;
        drop(told);
        count += 1;
        if !answers.is_subset(&seen) {
            if seconds.is_some() {
                keep(&input, known.len());
            }
            known.push(input);
        }
        seen.extend(answers);
    }
    assert!(count > 0 && seen.len() > 10, "{count} inputs, {} kinds of answers", seen.len());
    println!("{count} inputs, {} kinds of answers", seen.len());
}

fn keep(input: &[u8], number: usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds/http");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("changed-{number:06}")), input).unwrap();
}
