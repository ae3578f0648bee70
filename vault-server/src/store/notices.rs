//! Notices on their way to people.

use vault_core::entropy::Entropy;
use vault_core::ids::{AccountId, NoticeId};
use vault_core::vocabulary::{ChannelKind, NoticeKind};
use zeroize::Zeroizing;

use super::{Lock, StoreError, Tx, channels, execute, fetch_all, fetch_optional, rows};

/// A notice that waits, with where it goes.
#[derive(Debug)]
pub struct Waiting {
    /// Its id, by which whoever passes it on may know it again.
    pub notice_id: NoticeId,
    /// To whom.
    pub account_id: AccountId,
    /// What it tells.
    pub kind: NoticeKind,
    /// What the address is.
    pub channel: ChannelKind,
    /// The address, opened to be written to.
    pub address: Result<Zeroizing<String>, StoreError>,
}

/// Where a notice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeState {
    /// Waits for its next try, at this time, Unix milliseconds.
    Waiting(u64),
    /// Was handed over.
    Sent,
    /// Was given up.
    GivenUp,
}

/// Writes one notice for each channel of an account, to be sent after the transaction. Gives their number.
pub async fn enqueue(
    tx: &mut Tx,
    entropy: &mut (dyn Entropy + Send),
    account_id: AccountId,
    kind: NoticeKind,
    now_ms: u64,
) -> Result<usize, StoreError> {
    let channels: Vec<(Vec<u8>,)> = fetch_all!(
        tx,
        "SELECT channel_id FROM channels WHERE account_id = $1 AND removed_ms IS NULL ORDER BY created_ms",
        account_id.as_ref().to_vec(),
    )?;
    for (channel_id,) in &channels {
        execute!(
            tx,
            "INSERT INTO notices (notice_id, channel_id, account_id, kind, state, tries, next_ms, created_ms)
             VALUES ($1, $2, $3, $4, 1, 0, $5, $5)",
            NoticeId::generate(entropy).as_ref().to_vec(),
            channel_id.clone(),
            account_id.as_ref().to_vec(),
            i64::from(kind.number()),
            rows::signed(now_ms),
        )?;
    }
    Ok(channels.len())
}

/// Whether a notice's next try has come.
pub async fn is_any_due(tx: &mut Tx, now_ms: u64) -> Result<bool, StoreError> {
    let due: Option<(i64,)> = fetch_optional!(
        tx,
        "SELECT CAST(1 AS BIGINT) FROM notices WHERE state = 1 AND next_ms <= $1 LIMIT 1",
        rows::signed(now_ms),
    )?;
    Ok(due.is_some())
}

/// Takes notices whose next try has come, the longest waiting first: until `until_ms` nobody else takes them.
pub async fn take_due(
    tx: &mut Tx,
    lock: &Lock,
    now_ms: u64,
    until_ms: u64,
    limit: u32,
) -> Result<Vec<Waiting>, StoreError> {
    let due = due(tx, lock, now_ms, limit).await?;
    for waiting in &due {
        execute!(
            tx,
            "UPDATE notices SET next_ms = $1 WHERE notice_id = $2",
            rows::signed(until_ms),
            waiting.notice_id.as_ref().to_vec(),
        )?;
    }
    Ok(due)
}

async fn due(tx: &mut Tx, lock: &Lock, now_ms: u64, limit: u32) -> Result<Vec<Waiting>, StoreError> {
    type Row = (Vec<u8>, Vec<u8>, i64, Vec<u8>, i64, Vec<u8>);
    let found: Vec<Row> = fetch_all!(
        tx,
        "SELECT notices.notice_id, notices.account_id, notices.kind, channels.channel_id, channels.kind, channels.sealed
         FROM notices JOIN channels ON channels.channel_id = notices.channel_id
         WHERE notices.state = 1 AND notices.next_ms <= $1 ORDER BY notices.next_ms LIMIT $2",
        rows::signed(now_ms),
        i64::from(limit),
    )?;
    let read = |(notice_id, account_id, kind, channel_id, channel, sealed): Row| {
        Ok(Waiting {
            notice_id: rows::id(&notice_id, "notices.notice_id")?,
            account_id: rows::id(&account_id, "notices.account_id")?,
            kind: rows::code(kind, NoticeKind::from_number, "notices.kind")?,
            channel: rows::code(channel, ChannelKind::from_number, "channels.kind")?,
            address: channels::address(lock, &channel_id, &sealed),
        })
    };
    found.into_iter().map(read).collect()
}

/// How often a notice that still waits was tried; none when it waits no more.
pub async fn tries(tx: &mut Tx, notice_id: NoticeId) -> Result<Option<u32>, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(
        tx,
        "SELECT tries FROM notices WHERE notice_id = $1 AND state = 1",
        notice_id.as_ref().to_vec(),
    )?;
    row.map(|(tries,)| rows::unsigned(tries, "notices.tries")).transpose()
}

/// Writes one try more, and what came of it.
pub async fn tried(tx: &mut Tx, notice_id: NoticeId, state: NoticeState) -> Result<(), StoreError> {
    let (number, next_ms) = match state {
        NoticeState::Waiting(next_ms) => (1, next_ms),
        NoticeState::Sent => (2, 0),
        NoticeState::GivenUp => (3, 0),
    };
    execute!(
        tx,
        "UPDATE notices SET state = $1, tries = tries + 1, next_ms = $2 WHERE notice_id = $3",
        number,
        rows::signed(next_ms),
        notice_id.as_ref().to_vec(),
    )
    .map(drop)
}

/// Whether no notice of this kind, written for the account at this time or later, still waits for its first try.
pub async fn all_tried(
    tx: &mut Tx,
    account_id: AccountId,
    kind: NoticeKind,
    since_ms: u64,
) -> Result<bool, StoreError> {
    let untried: Option<(i64,)> = fetch_optional!(
        tx,
        "SELECT CAST(1 AS BIGINT) FROM notices WHERE account_id = $1 AND kind = $2 AND created_ms >= $3 AND state = 1 AND tries = 0
         LIMIT 1",
        account_id.as_ref().to_vec(),
        i64::from(kind.number()),
        rows::signed(since_ms),
    )?;
    Ok(untried.is_none())
}

/// Forgets what was sent or given up, and written before this time.
pub async fn forget_settled(tx: &mut Tx, before_ms: u64) -> Result<(), StoreError> {
    execute!(tx, "DELETE FROM notices WHERE state <> 1 AND created_ms < $1", rows::signed(before_ms)).map(drop)
}
