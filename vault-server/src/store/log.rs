//! The log's rows: entries, tiles, heads of vaults, and the growing end.

use vault_core::entropy::Entropy;
use vault_core::ids::{Hash, VaultId};
use vault_core::log::{EventBody, Frontier, LEAF_DATA_LEN, Purge, SealedRow, Tile, leaf_hash};
use vault_core::secret::LeafSalt;

use super::{StoreError, Tx, execute, fetch_all, fetch_optional, rows};
use crate::access::{EntryAccess, LogAccess};
use crate::clock::month_of;
use crate::error::{Error, Result};
use crate::key_directory::KeyDirectory;

/// The growing end of the log.
#[derive(Debug)]
pub struct LogState {
    /// The right edge of the tree.
    pub frontier: Frontier,
    /// Time of the last entry.
    pub last_ms: u64,
    /// The signed note; empty before the first entry.
    pub checkpoint: String,
}

/// An entry about to be written.
#[derive(Debug)]
pub struct NewEntry<'a> {
    /// Its place.
    pub index: u64,
    /// Its leaf data.
    pub leaf: [u8; LEAF_DATA_LEN],
    /// Its leaf hash.
    pub leaf_hash: Hash,
    /// What hides the body.
    pub salt: &'a LeafSalt,
    /// What it says.
    pub body: &'a EventBody,
    /// `VRQ1`, or empty.
    pub request: &'a [u8],
}

/// An entry read back.
#[derive(Debug)]
pub struct Entry {
    /// Its place.
    pub index: u64,
    /// Its place among the events of its vault.
    pub vault_seq: u64,
    /// Its leaf data, which outlives the rest.
    pub leaf: [u8; LEAF_DATA_LEN],
    /// What it says; none once forgotten.
    pub told: Option<Told>,
}

/// What an entry says.
#[derive(Debug)]
pub struct Told {
    /// What hides the body.
    pub salt: LeafSalt,
    /// 222 bytes.
    pub body: Vec<u8>,
    /// `VRQ1`, or empty.
    pub request: Vec<u8>,
}

/// Reads the growing end.
pub async fn state(tx: &mut Tx) -> Result<LogState, StoreError> {
    let row: Option<(Vec<u8>, i64, String)> =
        fetch_optional!(tx, "SELECT frontier, last_ms, checkpoint FROM log_state WHERE singleton = 1")?;
    match row {
        None => Ok(LogState { frontier: Frontier::new(), last_ms: 0, checkpoint: String::new() }),
        Some((frontier, last_ms, checkpoint)) => Ok(LogState {
            frontier: Frontier::parse(&frontier).map_err(StoreError::Corrupt)?,
            last_ms: rows::unsigned(last_ms, "log_state.last_ms")?,
            checkpoint,
        }),
    }
}

/// Writes the growing end, which must still be of the size `before`: whoever holds the database for writing knows that it is,
/// and a log that forks is worse than an act that fails.
///
/// # Errors
///
/// [`StoreError::WentOn`], when it is not.
pub async fn put_state(
    tx: &mut Tx,
    before: u64,
    frontier: &Frontier,
    last_ms: u64,
    checkpoint: &str,
) -> Result<(), StoreError> {
    let written = execute!(
        tx,
        "INSERT INTO log_state (singleton, size, frontier, last_ms, checkpoint) VALUES (1, $1, $2, $3, $4)
         ON CONFLICT (singleton) DO UPDATE SET size = excluded.size, frontier = excluded.frontier,
             last_ms = excluded.last_ms, checkpoint = excluded.checkpoint
         WHERE log_state.size = $5",
        rows::signed(frontier.size()),
        frontier.encode(),
        rows::signed(last_ms),
        checkpoint.to_owned(),
        rows::signed(before),
    )?;
    if written == 1 { Ok(()) } else { Err(StoreError::WentOn) }
}

/// The last event of a vault: its number and its leaf.
pub async fn head(tx: &mut Tx, vault_id: VaultId) -> Result<Option<(u64, Hash)>, StoreError> {
    let row: Option<(i64, Vec<u8>)> = fetch_optional!(
        tx,
        "SELECT vault_seq, leaf_hash FROM vault_heads WHERE vault_id = $1",
        vault_id.as_ref().to_vec(),
    )?;
    row.map(|(seq, leaf)| {
        Ok((rows::unsigned(seq, "vault_heads.vault_seq")?, rows::id(&leaf, "vault_heads.leaf_hash")?))
    })
    .transpose()
}

/// Writes an entry under the key of its month, and moves its vault's head.
pub async fn insert(
    tx: &mut Tx,
    keys: &KeyDirectory,
    entropy: &mut (dyn Entropy + Send),
    entry: &NewEntry<'_>,
) -> Result<()> {
    let month = month_of(entry.body.unix_ms);
    let key = keys.ensure_log_body_key(month, entropy)?;
    let row = SealedRow { index: entry.index, salt: entry.salt, body: entry.body, request: entry.request };
    let sealed = row.seal(entropy, month, &key);
    execute!(
        tx,
        "INSERT INTO log_entries (log_index, vault_id, vault_seq, leaf, sealed) VALUES ($1, $2, $3, $4, $5)",
        rows::signed(entry.index),
        entry.body.vault.as_ref().to_vec(),
        rows::signed(entry.body.vault_seq),
        entry.leaf.to_vec(),
        sealed,
    )?;
    execute!(
        tx,
        "INSERT INTO vault_heads (vault_id, vault_seq, leaf_hash) VALUES ($1, $2, $3)
         ON CONFLICT (vault_id) DO UPDATE SET vault_seq = excluded.vault_seq, leaf_hash = excluded.leaf_hash",
        entry.body.vault.as_ref().to_vec(),
        rows::signed(entry.body.vault_seq),
        entry.leaf_hash.as_ref().to_vec(),
    )?;
    Ok(())
}

type EntryRow = (i64, i64, Vec<u8>, Option<Vec<u8>>);

/// Events of the vault that the proof names, after a number, in order. Forgotten ones are left out.
pub async fn of_vault(
    tx: &mut Tx,
    keys: &KeyDirectory,
    access: &LogAccess,
    after_seq: u64,
    limit: u64,
) -> Result<Vec<Entry>> {
    let vault_id = access.vault_id().unwrap_or(VaultId::NONE);
    let rows: Vec<EntryRow> = fetch_all!(
        tx,
        "SELECT log_index, vault_seq, leaf, sealed FROM log_entries
         WHERE vault_id = $1 AND vault_seq > $2 AND sealed IS NOT NULL ORDER BY vault_seq LIMIT $3",
        vault_id.as_ref().to_vec(),
        rows::signed(after_seq),
        rows::signed(limit),
    )?;
    rows.into_iter().map(|row| open(keys, row)).collect()
}

/// The last forgotten event of the vault that the proof names.
pub async fn last_forgotten(tx: &mut Tx, access: &LogAccess) -> Result<Option<(u64, Hash)>> {
    let vault_id = access.vault_id().unwrap_or(VaultId::NONE);
    let row: Option<(i64, Vec<u8>)> = fetch_optional!(
        tx,
        "SELECT log_index, leaf FROM log_entries WHERE vault_id = $1 AND sealed IS NULL ORDER BY vault_seq DESC LIMIT 1",
        vault_id.as_ref().to_vec(),
    )?;
    row.map(|(index, leaf)| {
        let leaf: [u8; LEAF_DATA_LEN] = rows::array(&leaf, "log_entries.leaf")?;
        Ok((rows::unsigned(index, "log_entries.log_index")?, leaf_hash(&leaf)))
    })
    .transpose()
}

/// The event that tells what was forgotten last: it covers whatever was forgotten before. It concerns no vault, and is
/// shown to whoever reads a log from which something is missing.
pub async fn last_purge(tx: &mut Tx, keys: &KeyDirectory, _read_by: &LogAccess) -> Result<Option<Entry>> {
    let row: Option<EntryRow> = fetch_optional!(
        tx,
        "SELECT log_index, vault_seq, leaf, sealed FROM log_entries
         WHERE log_index = (SELECT MAX(log_index) FROM log_purges)",
    )?;
    row.map(|row| open(keys, row)).transpose()
}

/// The month (`yyyymm`) of the oldest entry that is still told.
pub async fn first_month(tx: &mut Tx) -> Result<Option<u32>> {
    let row: Option<(Vec<u8>,)> =
        fetch_optional!(tx, "SELECT sealed FROM log_entries WHERE sealed IS NOT NULL ORDER BY log_index LIMIT 1")?;
    row.map(|(sealed,)| SealedRow::month_of(&sealed).map_err(Error::Corrupt)).transpose()
}

/// The index after the last entry that was sealed under the key of a month.
pub async fn end_of_month(tx: &mut Tx, month: u32) -> Result<Option<u64>, StoreError> {
    let row: Option<(Option<i64>,)> = fetch_optional!(
        tx,
        "SELECT MAX(log_index) FROM log_entries WHERE substr(sealed, 1, 4) = $1",
        month.to_be_bytes().to_vec(),
    )?;
    let last = row.and_then(|(last,)| last);
    last.map(|last| rows::unsigned::<u64>(last, "log_entries.log_index").map(|last| last + 1)).transpose()
}

/// Forgets what all entries before an index say; their leaves stay. The event that tells it stands at `told_at`.
pub async fn forget(tx: &mut Tx, purge: &Purge, told_at: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE log_entries SET sealed = NULL WHERE log_index < $1 AND sealed IS NOT NULL",
        rows::signed(purge.before),
    )?;
    execute!(
        tx,
        "INSERT INTO log_purges (log_index, before_index, month) VALUES ($1, $2, $3)",
        rows::signed(told_at),
        rows::signed(purge.before),
        i64::from(purge.month),
    )
    .map(drop)
}

/// Events of the whole log from an index on, in order; the proof must be for the whole log.
pub async fn from_index(
    tx: &mut Tx,
    keys: &KeyDirectory,
    _whole_log: &LogAccess,
    from: u64,
    limit: u64,
) -> Result<Vec<Entry>> {
    let rows: Vec<EntryRow> = fetch_all!(
        tx,
        "SELECT log_index, vault_seq, leaf, sealed FROM log_entries
         WHERE log_index >= $1 ORDER BY log_index LIMIT $2",
        rows::signed(from),
        rows::signed(limit),
    )?;
    rows.into_iter().map(|row| open(keys, row)).collect()
}

/// The entry that the proof names.
pub async fn one(tx: &mut Tx, keys: &KeyDirectory, access: &EntryAccess) -> Result<Option<Entry>> {
    entry_row(tx, access.index()).await?.map(|row| open(keys, row)).transpose()
}

/// The body of an entry, for policy to judge who acted; the inner none once it is forgotten. Reading facts needs no
/// proof.
pub async fn body_at(tx: &mut Tx, keys: &KeyDirectory, index: u64) -> Result<Option<Option<Vec<u8>>>> {
    let Some(row) = entry_row(tx, index).await? else { return Ok(None) };
    Ok(Some(open(keys, row)?.told.map(|told| told.body)))
}

async fn entry_row(tx: &mut Tx, index: u64) -> Result<Option<EntryRow>, StoreError> {
    fetch_optional!(
        tx,
        "SELECT log_index, vault_seq, leaf, sealed FROM log_entries WHERE log_index = $1",
        rows::signed(index),
    )
}

fn open(keys: &KeyDirectory, (index, vault_seq, leaf, sealed): EntryRow) -> Result<Entry> {
    let index = rows::unsigned(index, "log_entries.log_index")?;
    Ok(Entry {
        index,
        vault_seq: rows::unsigned(vault_seq, "log_entries.vault_seq")?,
        leaf: rows::array(&leaf, "log_entries.leaf")?,
        told: sealed.map(|sealed| tell(keys, index, &sealed)).transpose()?,
    })
}

pub(super) fn tell(keys: &KeyDirectory, index: u64, sealed: &[u8]) -> Result<Told> {
    let month = SealedRow::month_of(sealed).map_err(Error::Corrupt)?;
    let key = keys.log_body_key(month)?.ok_or(StoreError::KeyMissing(month))?;
    let (salt, body, request) = SealedRow::open(&key, index, sealed).map_err(Error::Corrupt)?;
    Ok(Told { salt, body, request })
}

/// The month whose key the last readable entry is under.
pub async fn last_month(tx: &mut Tx) -> Result<Option<u32>> {
    let row: Option<(Vec<u8>,)> = fetch_optional!(
        tx,
        "SELECT sealed FROM log_entries WHERE sealed IS NOT NULL ORDER BY log_index DESC LIMIT 1",
    )?;
    row.map(|(sealed,)| SealedRow::month_of(&sealed).map_err(Error::Corrupt)).transpose()
}

/// Leaf data from an index on: what tlog-tiles calls a bundle. Nothing in it can be read back to a body.
pub async fn leaves(tx: &mut Tx, from: u64, limit: u64) -> Result<Vec<[u8; LEAF_DATA_LEN]>, StoreError> {
    let rows: Vec<(Vec<u8>,)> = fetch_all!(
        tx,
        "SELECT leaf FROM log_entries WHERE log_index >= $1 ORDER BY log_index LIMIT $2",
        rows::signed(from),
        rows::signed(limit),
    )?;
    rows.into_iter().map(|(leaf,)| rows::array(&leaf, "log_entries.leaf")).collect()
}

/// The hashes of a tile as they stand; empty when there is none yet.
pub async fn tile(tx: &mut Tx, tile: Tile) -> Result<Vec<u8>, StoreError> {
    let row: Option<(Vec<u8>,)> = fetch_optional!(
        tx,
        "SELECT hashes FROM log_tiles WHERE level = $1 AND tile_index = $2",
        i64::from(tile.level()),
        rows::signed(tile.index()),
    )?;
    Ok(row.map(|(hashes,)| hashes).unwrap_or_default())
}

/// Writes a tile.
pub async fn put_tile(tx: &mut Tx, tile: Tile, hashes: &[u8]) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO log_tiles (level, tile_index, hashes) VALUES ($1, $2, $3)
         ON CONFLICT (level, tile_index) DO UPDATE SET hashes = excluded.hashes",
        i64::from(tile.level()),
        rows::signed(tile.index()),
        hashes.to_vec(),
    )
    .map(drop)
}
