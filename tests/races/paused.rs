//! A server that stops in the middle of a batch, for longer than anybody waits, on PostgreSQL: the other goes on, and the one
//! that wakes up has written nothing.

use std::time::Duration;

use vault_server::config::Settings;
use vault_server::store::log::{put_state, state};

use crate::api::client::{House, NOW_MS, ORIGIN};
use crate::api::people::Town;
use crate::harness::postgres_made;

/// Far longer than the database lets a silent server keep its turn.
const PATIENCE: Duration = Duration::from_mins(2);

#[tokio::test]
async fn a_server_that_wakes_up_after_a_pause_has_lost_its_turn() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        public_url: Some(ORIGIN.to_owned()),
        database_url: Some(postgres_made(folder.path())),
        ..Settings::default()
    };
    let town = Town::settle(House::with(settings, NOW_MS).await).await;
    let paused = town.house.app.store.clone();
    let other = town.house.another().await;

    // It has read the log and is about to write when it is stopped: nothing is heard of it.
    let mut turn = paused.write().await.unwrap();
    let read = state(&mut turn).await.unwrap();
    let size = read.frontier.size();
    let town = Town { house: other, ..town };
    let paper = tokio::time::timeout(PATIENCE, town.own_paper()).await;
    let paper = paper.expect("the other waits no longer than the database lets it");
    let mut reading = paused.read().await.unwrap();
    let after = state(&mut reading).await.unwrap().frontier.size();
    assert!(after > size, "the other server has written {paper}");

    // It wakes up. The database has ended its turn, and says so at the first word.
    let late = put_state(&mut turn, size, &read.frontier, read.last_ms, &read.checkpoint).await;
    assert!(late.is_err(), "{late:?}");
    assert!(turn.commit().await.is_err());
    drop(reading);
    let mut again = paused.write().await.unwrap();
    assert_eq!(state(&mut again).await.unwrap().frontier.size(), after);

    // And were its turn not over, it would still not write over what the other has written.
    let forked = put_state(&mut again, size, &read.frontier, read.last_ms, &read.checkpoint).await;
    assert!(matches!(forked, Err(vault_server::store::StoreError::WentOn)), "{forked:?}");
}
