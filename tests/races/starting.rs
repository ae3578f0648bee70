//! A server that starts while another writes: the log that goes on under its eyes is found to go on from what was kept.

use std::sync::Arc;

use vault_core::log::Checkpoint;
use vault_server::domain::log::{checkpoint, continues};

use crate::api::client::House;
use crate::api::people::Town;

const PAPERS: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_is_being_written_goes_on_from_each_of_its_checkpoints() {
    let town = Arc::new(Town::settle(House::new().await).await);
    let app = Arc::clone(&town.house.app);
    let writing = tokio::spawn({
        let town = Arc::clone(&town);
        async move {
            for _ in 0..PAPERS {
                town.own_paper().await;
            }
        }
    });
    let mut sizes = Vec::new();
    while !writing.is_finished() {
        let kept = Checkpoint::open(&checkpoint(&app).await.unwrap(), &app.log_key()).unwrap();
        sizes.push(kept.size);
        for _ in 0..8 {
            assert!(continues(&app, &kept).await.unwrap(), "from {} lines", kept.size);
        }
    }
    writing.await.unwrap();
    sizes.dedup();
    assert!(sizes.len() > PAPERS / 4, "it was looked at while it grew: {sizes:?}");
}
