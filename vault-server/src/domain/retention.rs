//! What is forgotten when its time has passed (docs/CONFIGURATION.md says after how long), once a day.

use vault_core::calendar::months_between;
use vault_core::ids::Kid;
use vault_core::log::Purge;
use vault_core::vocabulary::EventType;

use super::idle::LookForIdle;
use crate::app::App;
use crate::clock::month_of;
use crate::error::Result;
use crate::ledger::{Act, Event, Turn};
use crate::store::{log, mandates};

/// At least a year: with the leap day.
const YEAR_MS: u64 = 366 * 24 * 3600 * 1000;

/// One round.
pub async fn round(app: &App) -> Result<()> {
    app.ledger.perform(LookForIdle { vault_months: app.retention.idle_vault_months }).await?;
    app.ledger.perform(ForgetMandates { years: app.retention.mandate_years }).await?;
    forget_log(app).await
}

struct ForgetMandates {
    years: u32,
}

impl Act for ForgetMandates {
    type Answer = ();

    fn attempt(&self) -> Event {
        Event::new(EventType::MandatesPurged, Kid::NONE)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<()> {
        let before_ms = turn.now_ms.saturating_sub(u64::from(self.years) * YEAR_MS);
        let number = mandates::forget_ended(turn.tx, before_ms).await?;
        if number > 0 {
            // The body has no other room for a count; FORMATS 8 says so.
            turn.record(&Event { version: number, ..self.attempt() }).await?;
        }
        Ok(())
    }
}

/// Forgets, month by month, what the log said; then destroys the keys of those months, so that backups forget too. A
/// crash between the two leaves keys of months that no entry is under: the next round destroys them.
async fn forget_log(app: &App) -> Result<()> {
    let months = app.retention.log_body_months;
    loop {
        let mut tx = app.store.read().await?;
        let Some(month) = log::first_month(&mut tx).await? else { break };
        if months_between(month, month_of(app.clock.now_ms())) <= months {
            break;
        }
        let Some(before) = log::end_of_month(&mut tx, month).await? else { break };
        drop(tx);
        app.ledger.perform(ForgetMonth { purge: Purge { before, month }, months }).await?;
    }
    let now = month_of(app.clock.now_ms());
    let kept = log::first_month(&mut app.store.read().await?).await?;
    for month in app.keys.log_body_months()? {
        if months_between(month, now) > months && kept.is_none_or(|kept| month < kept) {
            app.keys.destroy_log_body_key(month)?;
        }
    }
    Ok(())
}

struct ForgetMonth {
    purge: Purge,
    months: u32,
}

impl Act for ForgetMonth {
    type Answer = ();

    fn attempt(&self) -> Event {
        let (document_id, version) = self.purge.fields();
        Event { document_id, version, ..Event::new(EventType::LogPurged, Kid::NONE) }
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<()> {
        // Decided again in the turn: another round may have done it, or the log's time be behind the clock.
        let still = log::first_month(turn.tx).await?.is_some_and(|month| month == self.purge.month);
        if !still || months_between(self.purge.month, month_of(turn.now_ms)) <= self.months {
            return Ok(());
        }
        let told_at = turn.done().await?;
        Ok(log::forget(turn.tx, &self.purge, told_at).await?)
    }
}
