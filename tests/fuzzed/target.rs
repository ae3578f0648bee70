//! What the fuzzer calls: one town for the whole run, a fresh copy of it for each input.

use std::cell::OnceCell;

use tokio::runtime::{Builder, Runtime};

use super::Told;
use super::change::Changer;
use super::world::World;

thread_local! {
    static TOWN: OnceCell<(Runtime, World)> = const { OnceCell::new() };
}

fn in_town<T>(act: impl FnOnce(&Runtime, &World) -> T) -> T {
    TOWN.with(|town| {
        let (tasks, world) = town.get_or_init(|| {
            let tasks = Builder::new_current_thread().enable_all().build().expect("a runtime");
            let world = tasks.block_on(World::settle());
            (tasks, world)
        });
        act(tasks, world)
    })
}

/// Makes the calls of an input; panics when one is answered otherwise than the interface documents.
pub fn http(data: &[u8]) {
    let told = Told(data);
    in_town(|tasks, world| tasks.block_on(world.give(data)));
    drop(told);
}

/// The input with a call or a part of one changed, as this number says.
#[must_use]
pub fn change(data: &[u8], seed: u32) -> Vec<u8> {
    in_town(|_, world| Changer::new(Some(seed.into())).change(&[data.to_vec()], world))
}
