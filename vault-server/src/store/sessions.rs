//! What passes: login challenges, sessions, nonces of signed requests.

use vault_core::certificate::CertificateKind;
use vault_core::entropy::Entropy;
use vault_core::ids::{AccountId, CredentialId, Hash, Kid, Nonce};
use vault_core::secret::SessionHalf;

use super::lock::Table;
use super::{Lock, StoreError, Tx, execute, fetch_optional, rows};

/// A session.
#[derive(Debug)]
pub struct Session {
    /// Hash of its token.
    pub token_hash: Hash,
    /// Who is logged in.
    pub account_id: AccountId,
    /// With what.
    pub credential_id: CredentialId,
    /// The server's half of the key under which the client keeps its root.
    pub half: SessionHalf,
    /// Last use, Unix milliseconds.
    pub seen_ms: u64,
    /// End in any case, Unix milliseconds.
    pub ends_ms: u64,
}

/// Remembers a challenge until it is used or ends.
pub async fn insert_challenge(
    tx: &mut Tx,
    hash: Hash,
    credential_id: CredentialId,
    expires_ms: u64,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO login_challenges (challenge_hash, credential_id, expires_ms) VALUES ($1, $2, $3)",
        hash.as_ref().to_vec(),
        credential_id.as_ref().to_vec(),
        rows::signed(expires_ms),
    )
    .map(drop)
}

/// Counts a login that somebody begins, or tells how many milliseconds to wait: so many in a minute, at once or one after the
/// other (GCRA). `caller` stands for an address.
pub async fn count_login(
    tx: &mut Tx,
    caller: &[u8; 32],
    now_ms: u64,
    per_minute: u32,
) -> Result<Result<(), u64>, StoreError> {
    const MINUTE_MS: u64 = 60_000;
    let row: Option<(i64,)> =
        fetch_optional!(tx, "SELECT next_ms FROM login_rates WHERE caller = $1", caller.to_vec())?;
    let known = row.map(|(next_ms,)| rows::unsigned(next_ms, "login_rates.next_ms")).transpose()?.unwrap_or(0);
    // Of a clock that was put back, a minute at most is left to wait.
    let next_ms = known.clamp(now_ms, now_ms + MINUTE_MS) + MINUTE_MS / u64::from(per_minute.max(1));
    if let Some(wait_ms) = next_ms.checked_sub(now_ms + MINUTE_MS).filter(|wait_ms| *wait_ms > 0) {
        return Ok(Err(wait_ms));
    }
    execute!(
        tx,
        "INSERT INTO login_rates (caller, next_ms) VALUES ($1, $2) ON CONFLICT (caller) DO UPDATE SET next_ms = $2",
        caller.to_vec(),
        rows::signed(next_ms),
    )?;
    Ok(Ok(()))
}

/// Uses a challenge up; `false` when it is unknown, used, another's or over.
pub async fn use_challenge(
    tx: &mut Tx,
    hash: Hash,
    credential_id: CredentialId,
    now_ms: u64,
) -> Result<bool, StoreError> {
    execute!(
        tx,
        "DELETE FROM login_challenges WHERE challenge_hash = $1 AND credential_id = $2 AND expires_ms >= $3",
        hash.as_ref().to_vec(),
        credential_id.as_ref().to_vec(),
        rows::signed(now_ms),
    )
    .map(|deleted| deleted == 1)
}

/// Begins a session.
pub async fn insert(
    tx: &mut Tx,
    lock: &Lock,
    entropy: &mut (dyn Entropy + Send),
    session: &Session,
) -> Result<(), StoreError> {
    let sealed = lock.seal_row(entropy, Table::Sessions, session.token_hash.as_ref(), session.half.expose());
    execute!(
        tx,
        "INSERT INTO sessions (token_hash, account_id, credential_id, sealed_half, seen_ms, ends_ms)
         VALUES ($1, $2, $3, $4, $5, $6)",
        session.token_hash.as_ref().to_vec(),
        session.account_id.as_ref().to_vec(),
        session.credential_id.as_ref().to_vec(),
        sealed,
        rows::signed(session.seen_ms),
        rows::signed(session.ends_ms),
    )
    .map(drop)
}

/// Reads a session, over or not, and the certificate in force of its account, if it has one.
pub async fn find(
    tx: &mut Tx,
    lock: &Lock,
    token_hash: Hash,
) -> Result<Option<(Session, Option<Vec<u8>>)>, StoreError> {
    type Row = (Vec<u8>, Vec<u8>, Vec<u8>, i64, i64, Option<Vec<u8>>);
    let row: Option<Row> = fetch_optional!(
        tx,
        "SELECT s.account_id, s.credential_id, s.sealed_half, s.seen_ms, s.ends_ms,
             (SELECT c.certificate FROM certificates c WHERE c.kind = $1 AND c.subject = s.account_id
              ORDER BY c.epoch DESC LIMIT 1)
         FROM sessions s WHERE s.token_hash = $2",
        i64::from(CertificateKind::Account as u8),
        token_hash.as_ref().to_vec(),
    )?;
    let Some((account_id, credential_id, sealed, seen_ms, ends_ms, certificate)) = row else { return Ok(None) };
    let half = lock.open_row(Table::Sessions, token_hash.as_ref(), &sealed)?;
    let session = Session {
        token_hash,
        account_id: rows::id(&account_id, "sessions.account_id")?,
        credential_id: rows::id(&credential_id, "sessions.credential_id")?,
        half: SessionHalf::from_slice(&half).ok_or(StoreError::Form("sessions.sealed_half"))?,
        seen_ms: rows::unsigned(seen_ms, "sessions.seen_ms")?,
        ends_ms: rows::unsigned(ends_ms, "sessions.ends_ms")?,
    };
    Ok(Some((session, certificate)))
}

/// Marks a session as used now.
pub async fn touch(tx: &mut Tx, token_hash: Hash, now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE sessions SET seen_ms = $1 WHERE token_hash = $2 AND seen_ms < $1",
        rows::signed(now_ms),
        token_hash.as_ref().to_vec(),
    )
    .map(drop)
}

/// Ends a session.
pub async fn end(tx: &mut Tx, token_hash: Hash) -> Result<(), StoreError> {
    execute!(tx, "DELETE FROM sessions WHERE token_hash = $1", token_hash.as_ref().to_vec()).map(drop)
}

/// Ends every session of an account.
pub async fn end_all(tx: &mut Tx, account_id: AccountId) -> Result<(), StoreError> {
    execute!(tx, "DELETE FROM sessions WHERE account_id = $1", account_id.as_ref().to_vec()).map(drop)
}

/// Takes a request's nonce; fails as taken ([`StoreError::is_taken`]) when it was seen before.
pub async fn take_nonce(tx: &mut Tx, kid: Kid, nonce: Nonce, now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO request_nonces (kid, nonce, seen_ms) VALUES ($1, $2, $3)",
        kid.as_ref().to_vec(),
        nonce.as_ref().to_vec(),
        rows::signed(now_ms),
    )
    .map(drop)
}

/// Forgets what is over: challenges, sessions idle or ended, nonces that no clock window accepts any more.
pub async fn forget_past(
    tx: &mut Tx,
    now_ms: u64,
    idle_since_ms: u64,
    nonces_before_ms: u64,
) -> Result<(), StoreError> {
    execute!(tx, "DELETE FROM login_challenges WHERE expires_ms < $1", rows::signed(now_ms))?;
    execute!(tx, "DELETE FROM login_rates WHERE next_ms < $1", rows::signed(now_ms))?;
    execute!(
        tx,
        "DELETE FROM sessions WHERE ends_ms < $1 OR seen_ms < $2",
        rows::signed(now_ms),
        rows::signed(idle_since_ms),
    )?;
    execute!(tx, "DELETE FROM request_nonces WHERE seen_ms < $1", rows::signed(nonces_before_ms))?;
    Ok(())
}
