//! What only the embedded engine can tell of itself: `scripts/run-tests.sh` does not run this on the other one.

use super::{Journey, Kind};

#[tokio::test]
async fn a_file_that_the_engine_does_not_find_whole_is_told() {
    let journey = Journey::made().await;
    let forgotten = "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'folders_by_vault'";
    journey.copy().sql(forgotten).await.finds(&[(Kind::Database, "vault.db")]).await;
}
