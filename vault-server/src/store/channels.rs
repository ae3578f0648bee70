//! Ways to reach people. Addresses are under the server's lock.

use vault_core::entropy::Entropy;
use vault_core::ids::{AccountId, ChannelId};
use vault_core::vocabulary::ChannelKind;
use zeroize::Zeroizing;

use super::lock::Table;
use super::{Lock, StoreError, Tx, execute, fetch_all, fetch_optional, rows};
use crate::access::OwnAccess;

/// A way to reach somebody.
#[derive(Debug)]
pub struct Channel {
    /// Its id.
    pub channel_id: ChannelId,
    /// What the address is.
    pub kind: ChannelKind,
    /// The address.
    pub address: Zeroizing<String>,
    /// When it was added, Unix milliseconds.
    pub created_ms: u64,
}

/// Adds a channel to the account of the proof.
pub async fn insert(
    tx: &mut Tx,
    lock: &Lock,
    entropy: &mut (dyn Entropy + Send),
    of: &OwnAccess,
    channel: &Channel,
) -> Result<(), StoreError> {
    let sealed = lock.seal_row(entropy, Table::Channels, channel.channel_id.as_ref(), channel.address.as_bytes());
    execute!(
        tx,
        "INSERT INTO channels (channel_id, account_id, kind, sealed, created_ms) VALUES ($1, $2, $3, $4, $5)",
        channel.channel_id.as_ref().to_vec(),
        of.account_id().as_ref().to_vec(),
        i64::from(channel.kind.number()),
        sealed,
        rows::signed(channel.created_ms),
    )
    .map(drop)
}

/// The channels in use of the account of the proof, oldest first.
pub async fn of_account(tx: &mut Tx, lock: &Lock, of: &OwnAccess) -> Result<Vec<Channel>, StoreError> {
    type Row = (Vec<u8>, i64, Vec<u8>, i64);
    let found: Vec<Row> = fetch_all!(
        tx,
        "SELECT channel_id, kind, sealed, created_ms FROM channels
         WHERE account_id = $1 AND removed_ms IS NULL ORDER BY created_ms, channel_id",
        of.account_id().as_ref().to_vec(),
    )?;
    let read = |(channel_id, kind, sealed, created_ms): Row| {
        Ok(Channel {
            channel_id: rows::id(&channel_id, "channels.channel_id")?,
            kind: rows::code(kind, ChannelKind::from_number, "channels.kind")?,
            address: address(lock, &channel_id, &sealed)?,
            created_ms: rows::unsigned(created_ms, "channels.created_ms")?,
        })
    };
    found.into_iter().map(read).collect()
}

/// Whose a channel is, in use or leaving.
pub async fn owner(tx: &mut Tx, channel_id: ChannelId) -> Result<Option<AccountId>, StoreError> {
    let row: Option<(Vec<u8>,)> =
        fetch_optional!(tx, "SELECT account_id FROM channels WHERE channel_id = $1", channel_id.as_ref().to_vec(),)?;
    row.map(|(account_id,)| rows::id(&account_id, "channels.account_id")).transpose()
}

/// Takes a channel of the account of the proof out of use; `false` when it has none of that id. It still gets the
/// notices that wait for it, and is deleted after them ([`forget_removed`]).
pub async fn remove(tx: &mut Tx, of: &OwnAccess, channel_id: ChannelId, now_ms: u64) -> Result<bool, StoreError> {
    execute!(
        tx,
        "UPDATE channels SET removed_ms = $1 WHERE channel_id = $2 AND account_id = $3 AND removed_ms IS NULL",
        rows::signed(now_ms),
        channel_id.as_ref().to_vec(),
        of.account_id().as_ref().to_vec(),
    )
    .map(|changed| changed == 1)
}

/// Takes all channels of an account that is being destroyed out of use, after its last notice was written.
pub async fn remove_all(tx: &mut Tx, account_id: AccountId, now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE channels SET removed_ms = $1 WHERE account_id = $2 AND removed_ms IS NULL",
        rows::signed(now_ms),
        account_id.as_ref().to_vec(),
    )
    .map(drop)
}

/// Deletes the channels out of use for which no notice waits.
pub async fn forget_removed(tx: &mut Tx) -> Result<(), StoreError> {
    execute!(
        tx,
        "DELETE FROM channels WHERE removed_ms IS NOT NULL AND channel_id NOT IN
             (SELECT channel_id FROM notices WHERE state = 1)",
    )
    .map(drop)
}

pub(super) fn address(lock: &Lock, channel_id: &[u8], sealed: &[u8]) -> Result<Zeroizing<String>, StoreError> {
    let row = lock.open_row(Table::Channels, channel_id, sealed)?;
    let text = std::str::from_utf8(&row).map_err(|_| StoreError::Form("channels.sealed"))?;
    Ok(Zeroizing::new(text.to_owned()))
}
