//! What people are told outside the vault, through the channels that they gave.
//!
//! A notice is written in the transaction of the act that it tells of, and handed over after the commit, by the one server
//! that has taken it. Before it has written what came of it, that server may stop: so a notice may be sent twice, under the
//! same id, and never not at all. One that cannot be handed over is tried again for two days, then given up; either end is
//! an event.

use futures_util::stream::{self, StreamExt};
use vault_core::ids::{AccountId, Kid, NoticeId};
use vault_core::vocabulary::{AccountKind, EventType, NoticeKind, ResultCode};

use super::channel;
use crate::app::App;
use crate::error::Result;
use crate::ledger::{Act, Event, Turn};
use crate::post::{Handed, Letter};
use crate::store::notices::{self, NoticeState, Waiting};
use crate::store::{Tx, accounts};

const MINUTE_MS: u64 = 60 * 1000;
const HOUR_MS: u64 = 60 * MINUTE_MS;

/// How long to wait after each try that failed. After the last one a notice is given up: 45 hours in all, less than the
/// shortest delay that a person must be able to stop something in.
const PAUSES_MS: [u64; 7] =
    [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 6 * HOUR_MS, 12 * HOUR_MS, 24 * HOUR_MS];

/// How long a server that has taken notices may be about them, then another one takes them: longer than [`BATCH`] tries last,
/// [`TOGETHER`] at a time and a minute each.
const TAKEN_MS: u64 = 10 * MINUTE_MS;

/// Most notices taken at once.
const BATCH: u32 = 64;
/// Notices on their way at the same time: one that is slow must not hold up the others.
const TOGETHER: usize = 8;

/// Tells somebody something, on every channel of theirs, once the transaction of the act is committed. Gives the
/// number of channels: none is no error, but whoever acts may want to say so.
pub async fn tell(turn: &mut Turn<'_>, account_id: AccountId, kind: NoticeKind) -> Result<usize> {
    Ok(notices::enqueue(turn.tx, &mut turn.entropy, account_id, kind, turn.now_ms).await?)
}

/// Whether the person could have been told: no notice of this kind, written at this time (Unix milliseconds) or later,
/// still waits for its first try. True for somebody without a channel.
pub async fn all_tried(tx: &mut Tx, account_id: AccountId, kind: NoticeKind, since_ms: u64) -> Result<bool> {
    Ok(notices::all_tried(tx, account_id, kind, since_ms).await?)
}

/// Tries every notice whose time has come; gives their number.
pub async fn deliver(app: &App) -> Result<usize> {
    let now_ms = app.clock.now_ms();
    if !notices::is_any_due(&mut app.store.read().await?, now_ms).await? {
        return Ok(0);
    }
    let due = app.ledger.perform(Take).await?;
    let number = due.len();
    let outcomes: Vec<Result<()>> =
        stream::iter(due).map(|waiting| deliver_one(app, waiting, now_ms)).buffer_unordered(TOGETHER).collect().await;
    outcomes.into_iter().collect::<Result<()>>()?;
    Ok(number)
}

async fn deliver_one(app: &App, waiting: Waiting, now_ms: u64) -> Result<()> {
    let Waiting { notice_id, account_id, kind, channel, address } = waiting;
    let account = accounts::find(&mut app.store.read().await?, account_id).await?;
    let reader = account.map_or(AccountKind::Beneficiary, |account| account.kind);
    let handed = match address {
        Ok(address) => app.post.hand(&Letter { notice_id, kind, reader, channel, address, now_ms }).await,
        Err(error) => Handed::NotNow(error.to_string()),
    };
    if let Handed::NotNow(reason) = &handed {
        tracing::warn!(channel = channel.code(), %reason, "a notice was not handed over");
    }
    app.ledger.perform(Tried { notice_id, account_id, handed }).await
}

/// One server takes the notices that it is going to try.
struct Take;

impl Act for Take {
    type Answer = Vec<Waiting>;

    fn attempt(&self) -> Event {
        Event::new(EventType::NoticeSent, Kid::NONE)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Vec<Waiting>> {
        let until_ms = turn.clock_ms + TAKEN_MS;
        Ok(notices::take_due(turn.tx, turn.lock, turn.clock_ms, until_ms, BATCH).await?)
    }
}

/// One try and what came of it. Only an end is an event.
struct Tried {
    notice_id: NoticeId,
    account_id: AccountId,
    handed: Handed,
}

impl Act for Tried {
    type Answer = ();

    fn attempt(&self) -> Event {
        Event::new(EventType::NoticeSent, Kid::NONE)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<()> {
        let Some(tries) = notices::tries(turn.tx, self.notice_id).await? else { return Ok(()) };
        let pause = usize::try_from(tries).ok().and_then(|tries| PAUSES_MS.get(tries));
        let state = match (&self.handed, pause) {
            (Handed::Over, _) => NoticeState::Sent,
            (Handed::NotNow(_), Some(pause)) => NoticeState::Waiting(turn.now_ms + pause),
            (Handed::NotNow(_), None) | (Handed::NoWay, _) => NoticeState::GivenUp,
        };
        notices::tried(turn.tx, self.notice_id, state).await?;
        let event = channel::event_of(turn.tx, self.account_id, self.attempt()).await?;
        match state {
            NoticeState::Waiting(_) => {}
            NoticeState::Sent => drop(turn.record(&event).await?),
            NoticeState::GivenUp => drop(turn.record(&event.ended(ResultCode::NotDelivered)).await?),
        }
        Ok(())
    }
}
