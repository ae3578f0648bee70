//! Starting on what is there: a key that the log still needs is asked for, and not made anew.

use std::sync::Arc;

use vault_core::entropy::SeededEntropy;
use vault_server::boot::{BootError, boot, start_keeper};
use vault_server::clock::TestClock;
use vault_server::config::Config;
use vault_server::entropy::SharedEntropy;

use super::client::{NOW_MS, settings_of};

#[tokio::test]
async fn a_server_does_not_start_without_the_key_of_the_month_in_which_its_log_ends() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config::from_settings(settings_of(folder.path(), &folder.path().join("data")));
    let start =
        async || boot(&config, Arc::new(TestClock::new(NOW_MS)), SharedEntropy::new(SeededEntropy::new(1))).await;
    let (app, writer) = start().await.unwrap();
    // The start is written into the log.
    start_keeper(&app).await.unwrap().abort();
    let store = app.store.clone();
    drop(app);
    writer.await.unwrap();
    store.close().await;

    let key = folder.path().join("keys/log-body-202701.key");
    let aside = folder.path().join("aside");
    std::fs::rename(&key, &aside).unwrap();
    assert!(matches!(start().await, Err(BootError::LogKeyMissing { month: 202_701 })));
    assert!(!key.exists(), "another key was made in its place");
    std::fs::rename(&aside, &key).unwrap();
    start().await.unwrap();
}
