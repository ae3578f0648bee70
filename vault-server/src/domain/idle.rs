//! Who has not come for long: staff are warned, then may not act; persons are told, and nothing else happens to them.

use vault_core::ids::{AccountId, Kid};
use vault_core::vocabulary::{AccountKind, EventType, NoticeKind};

use super::login::account_event;
use super::notices;
use crate::error::Result;
use crate::ledger::{Act, Event, Turn};
use crate::store::{accounts, idle, sessions};

const DAY_MS: u64 = 24 * 3600 * 1000;
/// Staff are warned after so long without a login.
const STAFF_WARNED_MS: u64 = 150 * DAY_MS;
/// And may not act after so long.
const STAFF_DISABLED_MS: u64 = 180 * DAY_MS;
/// A person is told again after a year.
const YEAR_MS: u64 = 365 * DAY_MS;
/// A month on average: 365.2425 days by twelve.
const MONTH_MS: u64 = 2_629_746_000;

/// One round over everybody.
pub(super) struct LookForIdle {
    /// Months without a login after which a person is told.
    pub(super) vault_months: u32,
}

impl Act for LookForIdle {
    type Answer = ();

    fn attempt(&self) -> Event {
        Event::new(EventType::IdleWarned, Kid::NONE)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<()> {
        let now_ms = turn.now_ms;
        let since = |ms: u64| now_ms.saturating_sub(ms);
        // Disabled before warned: nobody is both in one round, and everybody has thirty days after the warning.
        let late =
            idle::to_disable(turn.tx, since(STAFF_DISABLED_MS), since(STAFF_DISABLED_MS - STAFF_WARNED_MS)).await?;
        for account_id in late {
            disable(turn, account_id).await?;
        }
        // Once: a login forgets the warning.
        for account_id in idle::to_warn(turn.tx, AccountKind::Staff, since(STAFF_WARNED_MS), 0).await? {
            warn(turn, account_id).await?;
        }
        let months = u64::from(self.vault_months) * MONTH_MS;
        for account_id in idle::to_warn(turn.tx, AccountKind::Beneficiary, since(months), since(YEAR_MS)).await? {
            warn(turn, account_id).await?;
        }
        Ok(())
    }
}

async fn warn(turn: &mut Turn<'_>, account_id: AccountId) -> Result<()> {
    idle::warned(turn.tx, account_id, turn.now_ms).await?;
    notices::tell(turn, account_id, NoticeKind::Idle).await?;
    record(turn, account_id, EventType::IdleWarned).await
}

/// The last référent of an organisation stays: nobody else could let its people act again.
async fn disable(turn: &mut Turn<'_>, account_id: AccountId) -> Result<()> {
    if idle::is_last_referent(turn.tx, account_id).await? {
        return Ok(());
    }
    idle::disable(turn.tx, account_id).await?;
    sessions::end_all(turn.tx, account_id).await?;
    record(turn, account_id, EventType::IdleDisabled).await
}

async fn record(turn: &mut Turn<'_>, account_id: AccountId, event_type: EventType) -> Result<()> {
    if let Some(account) = accounts::find(turn.tx, account_id).await? {
        let event = account_event(turn.tx, &account, event_type).await?;
        turn.record(&event).await?;
    }
    Ok(())
}
