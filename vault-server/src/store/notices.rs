//! Notices on their way to people.

use vault_core::entropy::Entropy;
use vault_core::ids::{AccountId, NoticeId};
use vault_core::vocabulary::NoticeKind;

use super::{StoreError, Tx, execute, fetch_all, rows};

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
        "SELECT channel_id FROM channels WHERE account_id = $1 ORDER BY created_ms",
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
