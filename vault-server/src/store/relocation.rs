//! The mark on a database that is being carried to another place, or was.

use super::backup::log_is_whole;
use super::copy::copy;
use super::{Store, StoreError, Tx, execute, fetch_optional, log, rows};

/// How far that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relocation {
    /// It has begun, and may be given up.
    OnItsWay {
        /// When, in milliseconds since 1970: which one it is, where one was given up and another begun.
        began_ms: i64,
    },
    /// It is over: what is true is elsewhere.
    Over,
}

/// The mark; none on a database that lives here.
pub async fn mark(tx: &mut Tx) -> Result<Option<Relocation>, StoreError> {
    let row: Option<(i64, i64)> = fetch_optional!(tx, "SELECT is_over, began_ms FROM relocation WHERE singleton = 1")?;
    Ok(row.map(|(is_over, began_ms)| if is_over == 0 { Relocation::OnItsWay { began_ms } } else { Relocation::Over }))
}

/// From the end of this transaction on, no act is performed on this database.
pub async fn begin(tx: &mut Tx, now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO relocation (singleton, is_over, began_ms) VALUES (1, CAST(0 AS BIGINT), $1)
         ON CONFLICT (singleton) DO NOTHING",
        rows::signed(now_ms),
    )
    .map(drop)
}

/// It is elsewhere now.
pub async fn end(tx: &mut Tx) -> Result<(), StoreError> {
    execute!(tx, "UPDATE relocation SET is_over = 1").map(drop)
}

/// It lives here.
pub async fn lift(tx: &mut Tx) -> Result<(), StoreError> {
    execute!(tx, "DELETE FROM relocation").map(drop)
}

impl Store {
    /// Takes every row of a database that is on its way, in one transaction, so that it lives here; this one is new. Gives
    /// their number; none, and nothing is taken, where the old one no longer bears that mark. The log's tree is built anew
    /// from the leaves that were copied.
    ///
    /// # Errors
    ///
    /// [`StoreError::Form`] where what was copied is not what was read.
    pub async fn carry_over_from(&self, old: &Self, marked: Relocation) -> Result<Option<u64>, StoreError> {
        // In this order: whoever lifts the mark holds this turn meanwhile.
        let mut to = self.write().await?;
        let mut from = old.read().await?;
        if mark(&mut from).await? != Some(marked) {
            return Ok(None);
        }
        let rows = copy(&mut from, &mut to).await?;
        lift(&mut to).await?;
        let whole = log_is_whole(&mut to).await?;
        if !whole || log::state(&mut from).await?.checkpoint != log::state(&mut to).await?.checkpoint {
            return Err(StoreError::Form("the log that was copied is not that of the old place"));
        }
        to.commit().await?;
        Ok(Some(rows))
    }
}
