//! New keys for the server's lock, and the end of old ones (FORMATS 2, destruction).
//!
//! 1. [`turn`] makes the next epoch and seals every row under it, a few hundred at a time, between other people's acts.
//! 2. A backup is made, which then needs the new epoch only, and is verified.
//! 3. [`destroy`] destroys the old key: what was erased since then opens in no older backup either.
//!
//! A crash between any two steps leaves rows under several epochs, all of whose keys are there: [`upkeep`] goes on.

use vault_core::ids::Kid;
use vault_core::vocabulary::EventType;

use crate::app::App;
use crate::error::Result;
use crate::ledger::{Act, Event, Turn};
use crate::store::rest::{self, Locked, Place};
use crate::store::{backup, lock_epochs as rows};

/// Rows that one act seals anew: few enough that callers do not wait long.
const ROWS: u32 = 256;

/// Passes over all rows until none is left under an older epoch; more than one is needed only when the lock turned
/// again meanwhile.
const PASSES: usize = 3;

/// In events, where a deposit key's epoch stands in the field of the version, beside those of the lock.
pub const DEPOSIT_EPOCHS: u64 = 1 << 32;

/// Why an old key of the lock is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Rows lie under it still.
    Rows,
    /// No verified backup does without it.
    NoBackup,
}

/// What was destroyed, and what was not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Destroyed {
    /// Epochs of the lock.
    pub lock: Vec<u32>,
    /// Epochs of the deposit key.
    pub deposit: Vec<u32>,
    /// Past epochs of the lock that stay, and why.
    pub kept: Vec<(u32, Kept)>,
}

/// Makes the next epoch of the lock. Rows written from now on are under it; [`seal_anew`] brings the others.
pub async fn begin(app: &App) -> Result<u32> {
    app.ledger.perform(Begin).await
}

/// Seals every row under the newest epoch. Harmless when all are.
pub async fn seal_anew(app: &App) -> Result<()> {
    for _ in 0..PASSES {
        for column in Locked::ALL {
            let mut place = Some(Place::default());
            while let Some(after) = place {
                place = app.ledger.perform(SealPage { column, after }).await?;
            }
        }
        if app.ledger.perform(Turned).await? {
            break;
        }
    }
    Ok(app.store.fold_journal().await?)
}

/// Makes the next epoch of the lock and brings every row under it. Gives its number.
pub async fn turn(app: &App) -> Result<u32> {
    let epoch = begin(app).await?;
    seal_anew(app).await?;
    Ok(epoch)
}

/// Destroys the keys that nothing needs any more: epochs of the lock under which no row lies and without which a
/// verified backup does; deposit keys whose last day is long past. The events are written first: a crash in between
/// leaves keys that the next call destroys.
pub async fn destroy(app: &App) -> Result<Destroyed> {
    let destroyed = app.ledger.perform(Decide).await?;
    for epoch in &destroyed.lock {
        app.keys.destroy_rest(*epoch)?;
    }
    for epoch in &destroyed.deposit {
        app.keys.destroy_deposit(*epoch)?;
    }
    if !destroyed.lock.is_empty() {
        app.store.fold_journal().await?;
    }
    Ok(destroyed)
}

/// Whether anything was erased since the newest epoch began.
pub async fn is_due(app: &App) -> Result<bool> {
    let mut tx = app.store.read().await?;
    let begun = rows::newest_begun_ms(&mut tx).await?;
    Ok(!backup::erased_since(&mut tx, begun).await?.is_empty())
}

/// Once a day: goes on with a turning that was interrupted, and destroys what may be.
pub async fn upkeep(app: &App) -> Result<()> {
    let newest = app.keys.current_rest().0;
    let in_use = rest::epochs_in_use(&mut app.store.read().await?).await?;
    if in_use.iter().any(|epoch| *epoch < newest) {
        seal_anew(app).await?;
    }
    destroy(app).await?;
    Ok(app.store.fold_journal().await?)
}

struct Begin;

impl Act for Begin {
    type Answer = u32;

    fn attempt(&self) -> Event {
        Event::new(EventType::Maintenance, Kid::NONE)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<u32> {
        let epoch = turn.keys.turn_rest(&mut turn.entropy)?;
        rows::begin(turn.tx, epoch, turn.now_ms).await?;
        turn.done().await?;
        Ok(epoch)
    }
}

struct SealPage {
    column: Locked,
    after: Place,
}

impl Act for SealPage {
    /// Where to go on; none at the end.
    type Answer = Option<Place>;

    fn attempt(&self) -> Event {
        Event::new(EventType::Maintenance, Kid::NONE)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Option<Place>> {
        let (lock, entropy) = (turn.lock, &mut turn.entropy);
        Ok(rest::seal_page_anew(turn.tx, lock, entropy, self.column, &self.after, ROWS).await?)
    }
}

struct Turned;

impl Act for Turned {
    /// Whether every row is under the newest epoch.
    type Answer = bool;

    fn attempt(&self) -> Event {
        Event::new(EventType::KeysTurned, Kid::NONE)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<bool> {
        let epoch = turn.keys.current_rest().0;
        if rest::epochs_in_use(turn.tx).await?.iter().any(|used| *used != epoch) {
            return Ok(false);
        }
        if rows::set_turned(turn.tx, epoch, turn.now_ms).await? {
            turn.attempt.version = epoch.into();
            turn.done().await?;
        }
        Ok(true)
    }
}

struct Decide;

impl Act for Decide {
    type Answer = Destroyed;

    fn attempt(&self) -> Event {
        Event::new(EventType::KeysDestroyed, Kid::NONE)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Destroyed> {
        let mut destroyed = Destroyed::default();
        let newest = turn.keys.current_rest().0;
        let in_use = rest::epochs_in_use(turn.tx).await?;
        let verified = backup::newest_verified_epoch(turn.tx).await?.unwrap_or(0);
        for epoch in turn.keys.rest_epochs().into_iter().filter(|epoch| *epoch < newest) {
            if in_use.contains(&epoch) {
                destroyed.kept.push((epoch, Kept::Rows));
            } else if verified <= epoch {
                destroyed.kept.push((epoch, Kept::NoBackup));
            } else {
                rows::set_destroyed(turn.tx, epoch, turn.now_ms).await?;
                turn.attempt.version = epoch.into();
                turn.done().await?;
                destroyed.lock.push(epoch);
            }
        }
        for epoch in turn.keys.past_deposits(turn.now_ms) {
            turn.attempt.version = DEPOSIT_EPOCHS + u64::from(epoch);
            turn.done().await?;
            destroyed.deposit.push(epoch);
        }
        Ok(destroyed)
    }
}
