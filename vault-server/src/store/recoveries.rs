//! Requests to restore access, and who approved them.

use vault_core::ids::{AccountId, Hash, OrganisationId, RecoveryId, VaultId};
use vault_core::vocabulary::{NoticeKind, RecoveryMeans, RecoveryState};

use super::{StoreError, Tx, execute, fetch_all, fetch_optional, notices, rows};
use crate::access::FollowerAccess;
use crate::access::recovery::{ApprovalAccess, RecoveryFacts, ReleaseAccess, StopAccess};

/// A request as stored.
#[derive(Debug, Clone)]
pub struct Recovery {
    /// What policy needs; the delay is the configuration's.
    pub facts: RecoveryFacts,
    /// For which organisation it was started.
    pub organisation_id: OrganisationId,
    /// X-Wing public key.
    pub one_time_key: Vec<u8>,
    /// When it was stopped or finished, Unix milliseconds.
    pub ended_ms: Option<u64>,
}

/// One approval as stored.
#[derive(Debug, Clone)]
pub struct Approved {
    /// Who.
    pub account_id: AccountId,
    /// For which organisation; none for a guardian.
    pub organisation_id: Option<OrganisationId>,
    /// A guardian's pieces: hashes of wraps.
    pub pieces: Vec<Hash>,
    /// When, Unix milliseconds.
    pub approved_ms: u64,
}

type Row = (
    Vec<u8>,
    Vec<u8>,
    Vec<u8>,
    i64,
    Vec<u8>,
    Vec<u8>,
    Vec<u8>,
    Vec<u8>,
    i64,
    i64,
    Option<i64>,
    Option<i64>,
    Option<i64>,
);

/// Writes a new request.
pub async fn insert(
    tx: &mut Tx,
    access: &FollowerAccess,
    facts: &RecoveryFacts,
    one_time_key: &[u8],
) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO recoveries (recovery_id, account_id, vault_id, means, credential_id, started_by,
             organisation_id, one_time_key, state, started_ms, approved_ms, released_ms, ended_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, NULL, NULL, NULL)",
        facts.recovery_id.as_ref().to_vec(),
        facts.account_id.as_ref().to_vec(),
        access.vault_id().as_ref().to_vec(),
        i64::from(facts.means.number()),
        facts.credential_id.as_ref().to_vec(),
        access.account_id().as_ref().to_vec(),
        access.organisation_id().as_ref().to_vec(),
        one_time_key.to_vec(),
        rows::signed(facts.started_ms),
    )
    .map(drop)
}

/// Reads a request.
pub async fn find(tx: &mut Tx, recovery_id: RecoveryId, delay_ms: u64) -> Result<Option<Recovery>, StoreError> {
    let row: Option<Row> = fetch_optional!(
        tx,
        "SELECT recovery_id, account_id, vault_id, means, credential_id, started_by, organisation_id, one_time_key,
             state, started_ms, approved_ms, released_ms, ended_ms FROM recoveries WHERE recovery_id = $1",
        recovery_id.as_ref().to_vec(),
    )?;
    match row {
        Some(row) => stored(tx, row, delay_ms).await.map(Some),
        None => Ok(None),
    }
}

/// Every request about a vault, newest first.
pub async fn of_vault(tx: &mut Tx, vault_id: VaultId, delay_ms: u64) -> Result<Vec<Recovery>, StoreError> {
    let found: Vec<Row> = fetch_all!(
        tx,
        "SELECT recovery_id, account_id, vault_id, means, credential_id, started_by, organisation_id, one_time_key,
             state, started_ms, approved_ms, released_ms, ended_ms FROM recoveries WHERE vault_id = $1
         ORDER BY started_ms DESC, recovery_id",
        vault_id.as_ref().to_vec(),
    )?;
    let mut all = Vec::with_capacity(found.len());
    for row in found {
        all.push(stored(tx, row, delay_ms).await?);
    }
    Ok(all)
}

/// The vaults that somebody may ask about: the own one, those that the organisation follows, those that are guarded.
pub async fn concerned(
    tx: &mut Tx,
    account_id: AccountId,
    organisation_id: Option<OrganisationId>,
) -> Result<Vec<VaultId>, StoreError> {
    let found: Vec<(Vec<u8>,)> = fetch_all!(
        tx,
        "SELECT DISTINCT vault_id FROM recoveries WHERE account_id = $1
             OR vault_id IN (SELECT vault_id FROM guardians WHERE guardian_id = $1)
             OR vault_id IN (SELECT vault_id FROM directory_entries WHERE organisation_id = $2)
         ORDER BY vault_id",
        account_id.as_ref().to_vec(),
        organisation_id.unwrap_or(OrganisationId::NONE).as_ref().to_vec(),
    )?;
    found.into_iter().map(|(id,)| rows::id(&id, "recoveries.vault_id")).collect()
}

async fn stored(tx: &mut Tx, row: Row, delay_ms: u64) -> Result<Recovery, StoreError> {
    let (id, account, vault, means, credential, by, organisation, key, state, started, approved, released, ended) = row;
    let at = |ms: Option<i64>, column| ms.map(|ms| rows::unsigned(ms, column)).transpose();
    let account_id = rows::id(&account, "recoveries.account_id")?;
    let started_ms = rows::unsigned(started, "recoveries.started_ms")?;
    let told = notices::all_tried(tx, account_id, NoticeKind::RecoveryStarted, started_ms).await?;
    Ok(Recovery {
        facts: RecoveryFacts {
            recovery_id: rows::id(&id, "recoveries.recovery_id")?,
            account_id,
            vault_id: rows::id(&vault, "recoveries.vault_id")?,
            means: rows::code(means, RecoveryMeans::from_number, "recoveries.means")?,
            credential_id: rows::id(&credential, "recoveries.credential_id")?,
            started_by: rows::id(&by, "recoveries.started_by")?,
            state: rows::code(state, RecoveryState::from_number, "recoveries.state")?,
            started_ms,
            approved_ms: at(approved, "recoveries.approved_ms")?,
            released: released.is_some(),
            delay_ms,
            untold: !told,
        },
        organisation_id: rows::id(&organisation, "recoveries.organisation_id")?,
        one_time_key: key,
        ended_ms: at(ended, "recoveries.ended_ms")?,
    })
}

/// Writes an approval; `pieces`: hashes of the wraps that a guardian gave.
pub async fn approve(tx: &mut Tx, access: &ApprovalAccess, pieces: &[Hash], now_ms: u64) -> Result<(), StoreError> {
    let piece = |n: usize| pieces.get(n).map(|hash| hash.as_ref().to_vec());
    execute!(
        tx,
        "INSERT INTO recovery_approvals (recovery_id, account_id, organisation_id, first_piece, second_piece,
             approved_ms) VALUES ($1, $2, $3, $4, $5, $6)",
        access.recovery_id().as_ref().to_vec(),
        access.account_id().as_ref().to_vec(),
        access.organisation_id().map(|id| id.as_ref().to_vec()),
        piece(0),
        piece(1),
        rows::signed(now_ms),
    )
    .map(drop)
}

/// The last approval that was missing has come.
pub async fn approved(tx: &mut Tx, access: &ApprovalAccess, now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE recoveries SET approved_ms = $1 WHERE recovery_id = $2 AND approved_ms IS NULL",
        rows::signed(now_ms),
        access.recovery_id().as_ref().to_vec(),
    )
    .map(drop)
}

/// Who approved, in order.
pub async fn approvals(tx: &mut Tx, recovery_id: RecoveryId) -> Result<Vec<Approved>, StoreError> {
    type ApprovalRow = (Vec<u8>, Option<Vec<u8>>, Option<Vec<u8>>, Option<Vec<u8>>, i64);
    let found: Vec<ApprovalRow> = fetch_all!(
        tx,
        "SELECT account_id, organisation_id, first_piece, second_piece, approved_ms FROM recovery_approvals
         WHERE recovery_id = $1 ORDER BY approved_ms, account_id",
        recovery_id.as_ref().to_vec(),
    )?;
    found
        .into_iter()
        .map(|(account, organisation, first, second, approved_ms)| {
            let pieces = [first, second].into_iter().flatten();
            Ok(Approved {
                account_id: rows::id(&account, "recovery_approvals.account_id")?,
                organisation_id: organisation
                    .map(|id| rows::id(&id, "recovery_approvals.organisation_id"))
                    .transpose()?,
                pieces: pieces.map(|hash| rows::id(&hash, "recovery_approvals.piece")).collect::<Result<_, _>>()?,
                approved_ms: rows::unsigned(approved_ms, "recovery_approvals.approved_ms")?,
            })
        })
        .collect()
}

/// The server has let go of its half: the first time is kept.
pub async fn released(tx: &mut Tx, access: &ReleaseAccess, now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE recoveries SET released_ms = $1 WHERE recovery_id = $2 AND released_ms IS NULL",
        rows::signed(now_ms),
        access.recovery_id().as_ref().to_vec(),
    )
    .map(drop)
}

/// The new card is there.
pub async fn finish(tx: &mut Tx, access: &ReleaseAccess, now_ms: u64) -> Result<(), StoreError> {
    end(tx, access.recovery_id(), RecoveryState::Finished, now_ms).await
}

/// Somebody stopped it.
pub async fn stop(tx: &mut Tx, access: &StopAccess, now_ms: u64) -> Result<(), StoreError> {
    end(tx, access.recovery_id(), RecoveryState::Stopped, now_ms).await
}

/// Nobody finished it in time, and another one is started.
pub async fn lapse(tx: &mut Tx, recovery: &Recovery) -> Result<(), StoreError> {
    end(tx, recovery.facts.recovery_id, RecoveryState::Lapsed, recovery.facts.lapses_ms()).await
}

async fn end(tx: &mut Tx, recovery_id: RecoveryId, state: RecoveryState, now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE recoveries SET state = $1, ended_ms = $2 WHERE recovery_id = $3 AND state = 1",
        i64::from(state.number()),
        rows::signed(now_ms),
        recovery_id.as_ref().to_vec(),
    )?;
    // What guardians sealed to the one-time key serves no more.
    execute!(
        tx,
        "DELETE FROM wraps WHERE wrap_hash IN
             (SELECT first_piece FROM recovery_approvals WHERE recovery_id = $1
              UNION ALL SELECT second_piece FROM recovery_approvals WHERE recovery_id = $1)",
        recovery_id.as_ref().to_vec(),
    )
    .map(drop)
}
