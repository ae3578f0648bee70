//! When each epoch of the lock began, when all rows were under it, and when it was destroyed.

use super::{StoreError, Tx, execute, fetch_optional, rows};

/// An epoch begins.
pub async fn begin(tx: &mut Tx, epoch: u32, now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO lock_epochs (epoch, begun_ms) VALUES ($1, $2) ON CONFLICT (epoch) DO NOTHING",
        i64::from(epoch),
        rows::signed(now_ms),
    )
    .map(drop)
}

/// Every row is under this epoch. Says whether that is new.
pub async fn set_turned(tx: &mut Tx, epoch: u32, now_ms: u64) -> Result<bool, StoreError> {
    begin(tx, epoch, now_ms).await?;
    let changed = execute!(
        tx,
        "UPDATE lock_epochs SET turned_ms = $1 WHERE epoch = $2 AND turned_ms IS NULL",
        rows::signed(now_ms),
        i64::from(epoch),
    )?;
    Ok(changed > 0)
}

/// The key of this epoch is being destroyed.
pub async fn set_destroyed(tx: &mut Tx, epoch: u32, now_ms: u64) -> Result<(), StoreError> {
    begin(tx, epoch, now_ms).await?;
    execute!(tx, "UPDATE lock_epochs SET destroyed_ms = $1 WHERE epoch = $2", rows::signed(now_ms), i64::from(epoch),)
        .map(drop)
}

/// When the newest epoch began, Unix milliseconds; zero for the first.
pub async fn newest_begun_ms(tx: &mut Tx) -> Result<u64, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(tx, "SELECT begun_ms FROM lock_epochs ORDER BY epoch DESC LIMIT 1")?;
    row.map_or(Ok(0), |(begun,)| rows::unsigned(begun, "lock_epochs.begun_ms"))
}

/// When the key of an epoch was destroyed, Unix milliseconds; none while it lives.
pub async fn destroyed_ms(tx: &mut Tx, epoch: u32) -> Result<Option<u64>, StoreError> {
    let row: Option<(Option<i64>,)> =
        fetch_optional!(tx, "SELECT destroyed_ms FROM lock_epochs WHERE epoch = $1", i64::from(epoch))?;
    row.and_then(|(at,)| at).map(|at| rows::unsigned(at, "lock_epochs.destroyed_ms")).transpose()
}
