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
    let mut ground = Ground::laid_on(Server::prepare_clocked(), 1).await;
    let memory = Memory::default();
    ground.place.start();
    work(&ground, &memory).await;
    for ahead in [HOUR, Duration::ZERO] {
        ground.place.set_clock_ahead(ahead);
        ground.ahead = ahead;
        ground.tick();
        // Sessions that have idled for an hour are over.
        ground.town.log_in_again().await;
        work(&ground, &memory).await;
        ground.place.kill();
        assert_eq!(ground.findings().await, [], "{ahead:?}");
        ground.judge([&memory]).await;
        ground.place.start();
        ground.verify_log();
    }
    work(&ground, &memory).await;
    assert_eq!(ground.findings().await, []);
    ground.judge([&memory]).await;
}
