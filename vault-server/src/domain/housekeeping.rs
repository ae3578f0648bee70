//! What the server does by itself, once a minute: writes the end of mandates, tells of reminders that have come due,
//! forgets what is past, counts what nobody signed, publishes its keys.

use vault_core::certificate::Certificate;
use vault_core::ids::Kid;
use vault_core::vocabulary::EventType;

use super::{closing, epoch, reminder};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::{accounts, backup, channels, documents, mandates, notices, sessions};

/// A staged upload that no deposit names is kept for a day.
const UPLOAD_MS: u64 = 24 * 3600 * 1000;

/// A notice that was sent or given up is kept for thirty days.
const NOTICE_MS: u64 = 30 * 24 * 3600 * 1000;

/// One round. Gives the number of staged objects that were deleted.
pub async fn round(app: &App) -> Result<usize> {
    let act = Round { idle_ms: app.limits.session_idle_ms, unsigned: app.take_unsigned() };
    let forgotten = app.ledger.perform(act).await?;
    for key in &forgotten {
        app.blobs.delete(key).await?;
    }
    closing::destroy_due(app).await?;
    Ok(forgotten.len())
}

/// Removes blobs that no row names, and uploads that were not ended: a server stopped between storing them and writing it
/// down, or before. Only those older than a day, so that nothing under way is touched. Gives their number.
pub async fn remove_orphans(app: &App) -> Result<usize> {
    let a_day_ago = app.clock.now_ms().saturating_sub(UPLOAD_MS);
    let mut removed = app.blobs.remove_unfinished_before(a_day_ago).await?;
    for part in 0..=u8::MAX {
        for key in app.blobs.list_older_than(part, a_day_ago).await? {
            if !documents::names_blob(&mut app.store.read().await?, &key).await? {
                app.blobs.delete(&key).await?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}

struct Round {
    idle_ms: u64,
    unsigned: u64,
}

impl Act for Round {
    /// Blobs that no row names any more.
    type Answer = Vec<String>;

    fn attempt(&self) -> Event {
        Event::new(EventType::Maintenance, Kid::NONE)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Vec<String>> {
        for expired in mandates::take_expired(turn.tx, turn.now_ms).await? {
            let event = Event::new(EventType::MandateExpired, Kid::NONE)
                .in_vault(expired.mandate.vault)
                .about_mandate(expired.mandate.id);
            turn.record(&event).await?;
            epoch::mark_due(turn.tx, &expired.mandate).await?;
        }
        if self.unsigned > 0 {
            // The body has no other room for a count; FORMATS 8 says so.
            let event = Event { version: self.unsigned, ..Event::new(EventType::UnsignedRequests, Kid::NONE) };
            turn.record(&event).await?;
        }
        publish_deposit_key(turn).await?;
        reminder::tell_due(turn).await?;
        let (now_ms, clock_ms) = (turn.now_ms, turn.clock_ms);
        let idle_since = clock_ms.saturating_sub(self.idle_ms);
        let window = 2 * vault_core::api::REQUEST_WINDOW_MS;
        sessions::forget_past(turn.tx, clock_ms, idle_since, clock_ms.saturating_sub(window)).await?;
        documents::forget_openings(turn.tx, now_ms).await?;
        channels::forget_removed(turn.tx).await?;
        notices::forget_settled(turn.tx, now_ms.saturating_sub(NOTICE_MS)).await?;
        Ok(documents::forget_uploads(turn.tx, now_ms.saturating_sub(UPLOAD_MS)).await?)
    }
}

/// A deposit key is an event when it is first in use.
async fn publish_deposit_key(turn: &mut Turn<'_>) -> Result<()> {
    let current = turn.keys.current_deposit(turn.now_ms, &mut turn.entropy)?;
    let certificate = Certificate::parse(&current.certificate).map_err(Error::Corrupt)?;
    let known =
        accounts::chain(turn.tx, vault_core::certificate::CertificateKind::DepositKey, &certificate.subject).await?;
    if known.iter().any(|bytes| bytes == &current.certificate) {
        return Ok(());
    }
    accounts::publish(turn.tx, &certificate, &current.certificate, turn.now_ms).await?;
    turn.record(&Event::new(EventType::KeyPublication, turn.keys.log_key().kid())).await?;
    Ok(())
}

/// The server was started: an operator's act. So was a restoration before it, if there was one.
pub async fn started(app: &App) -> Result<()> {
    app.ledger.perform(Started).await
}

struct Started;

impl Act for Started {
    type Answer = ();

    fn attempt(&self) -> Event {
        Event::new(EventType::Maintenance, Kid::NONE)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<()> {
        for _ in 0..backup::take_restorations(turn.tx).await? {
            turn.record(&Event::new(EventType::Restore, Kid::NONE)).await?;
        }
        turn.done().await?;
        Ok(())
    }
}
