//! What is measured beside the product: the time, and what this disk and this processor give to anybody.

use std::path::Path;
use std::time::Instant;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Connection, Executor};
use vault_server::clock::{Clock, SystemClock, moment};

use crate::Result;
use crate::report::float;

/// How long something takes, in seconds.
pub(crate) fn seconds<T>(act: impl FnOnce() -> Result<T>) -> Result<(f64, T)> {
    let begun = Instant::now();
    let made = act()?;
    Ok((begun.elapsed().as_secs_f64(), made))
}

/// Today.
pub(crate) fn day() -> String {
    moment(SystemClock.now_ms()).chars().take(10).collect()
}

/// Durable commits in a second, one row of a log entry's size in each, one after the other: SQLite, WAL,
/// synchronous=FULL, on the disk of this folder.
pub(crate) async fn bare_commits(folder: &Path, count: u64) -> Result<f64> {
    let options = SqliteConnectOptions::new()
        .filename(folder.join("bare.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    connection.execute("CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)").await?;
    let row = vec![7_u8; 650];
    let begun = Instant::now();
    for _ in 0..count {
        sqlx::query("INSERT INTO bare (bytes) VALUES ($1)").bind(&row).execute(&mut connection).await?;
    }
    let taken = begun.elapsed().as_secs_f64();
    connection.close().await?;
    Ok(float(count) / taken)
}
