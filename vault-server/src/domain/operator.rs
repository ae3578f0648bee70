//! What the operator did on the server's own machine, as events: the law asks for maintenance to be traced.

use vault_core::ids::Kid;
use vault_core::vocabulary::EventType;

use crate::app::App;
use crate::error::Result;
use crate::ledger::{Act, Event, Turn};
use crate::store::backup as rows;

/// Something that the operator has done.
#[derive(Debug, Clone)]
pub enum Done {
    /// A backup was made.
    Backup {
        /// Its name.
        snapshot: String,
        /// The oldest epoch of the lock under which a row of it lies.
        oldest_epoch: u32,
        /// When, Unix milliseconds.
        made_ms: u64,
    },
    /// A backup was verified whole.
    Verified {
        /// Its name.
        snapshot: String,
        /// The oldest epoch of the lock under which a row of it lies.
        oldest_epoch: u32,
        /// When it was made, Unix milliseconds.
        made_ms: u64,
    },
    /// The second copy of the key directory was made.
    KeysExported,
    /// The operator goes on from a log that is behind, or differs from, a checkpoint that was kept.
    LogAccepted {
        /// Size of the kept checkpoint.
        kept: u64,
    },
}

/// Writes the event, and what later decisions depend on. Gives the event's place in the log.
pub async fn note(app: &App, done: Done) -> Result<u64> {
    app.ledger.perform(done).await
}

impl Act for Done {
    type Answer = u64;

    fn attempt(&self) -> Event {
        let (event_type, version) = match self {
            Self::Backup { .. } => (EventType::Backup, 0),
            Self::Verified { .. } => (EventType::BackupVerified, 0),
            Self::KeysExported => (EventType::KeysExported, 0),
            // The body has no other room for a size; FORMATS 8 says so.
            Self::LogAccepted { kept } => (EventType::LogBehindAccepted, *kept),
        };
        Event { version, ..Event::new(event_type, Kid::NONE) }
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<u64> {
        match self {
            Self::Backup { snapshot, oldest_epoch, made_ms } => {
                rows::insert(turn.tx, snapshot, *oldest_epoch, *made_ms).await?;
            }
            Self::Verified { snapshot, oldest_epoch, made_ms } => {
                // A snapshot of before a restoration is not in the rows any more.
                rows::insert(turn.tx, snapshot, *oldest_epoch, *made_ms).await?;
                rows::set_verified(turn.tx, snapshot, turn.now_ms).await?;
            }
            Self::KeysExported | Self::LogAccepted { .. } => {}
        }
        turn.done().await
    }
}
