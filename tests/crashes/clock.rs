//! A machine whose clock jumps an hour ahead and back again, as after a flat battery and a hasty correction.

use std::time::Duration;

use super::deeds::{Deed, Memory};
use super::ground::Ground;
use crate::harness::Server;

const HOUR: Duration = Duration::from_hours(1);

/// Something of each kind.
async fn work(ground: &Ground, memory: &Memory) {
    assert!(memory.act(ground, Deed::Deposit(Box::new(ground.scan()))).await);
    assert!(memory.act(ground, Deed::Open(memory.paper(0).unwrap())).await);
    assert!(memory.act(ground, Memory::lending(ground)).await);
    assert!(memory.act(ground, Deed::Revoke(Box::new(memory.mandate().unwrap()))).await);
    let turning = memory.turning(ground).await.unwrap();
    assert!(memory.act(ground, turning).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_jumps_an_hour_ahead_and_back_loses_nothing_and_the_log_goes_on() {
    let mut ground = Ground::laid_on(Server::prepare_clocked(), 4).await;
    let memory = Memory::default();
    ground.server.start();
    work(&ground, &memory).await;
    for ahead in [HOUR, Duration::ZERO] {
        ground.server.set_clock_ahead(ahead);
        ground.ahead = ahead;
        ground.tick();
        // Sessions that have idled for an hour are over.
        ground.town = ground.town.logged_in_again().await;
        work(&ground, &memory).await;
        ground.server.kill();
        assert_eq!(ground.findings().await, [], "{ahead:?}");
        memory.judge(&ground).await;
        ground.server.start();
        ground.verify_log();
    }
    work(&ground, &memory).await;
    assert_eq!(ground.findings().await, []);
    memory.judge(&ground).await;
}
