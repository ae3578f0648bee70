//! The credentials of one account: listed, withdrawn, given another PIN; and who vouched for that.

use vault_core::credential::PinHash;
use vault_core::ids::{AccountId, CredentialId, VaultId};
use vault_core::vocabulary::CredentialKind;

use super::accounts::{self, CredentialStatus};
use super::{StoreError, Tx, execute, fetch_all, rows};
use crate::access::{ColleagueAccess, CredentialAccess, FollowerAccess, MemberPinAccess, PinResetAccess};

/// A credential, as its owner may see it.
#[derive(Debug, Clone, Copy)]
pub struct Listed {
    /// Its id.
    pub credential_id: CredentialId,
    /// What holds it.
    pub kind: CredentialKind,
    /// Where it stands.
    pub status: CredentialStatus,
    /// When it was made, Unix milliseconds.
    pub created_ms: u64,
}

impl Listed {
    /// Whether it was neither replaced nor withdrawn. A blocked one stands: a new PIN may unblock it.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.status != CredentialStatus::Revoked
    }
}

/// Every credential that an account ever had, oldest first.
pub async fn of_account(tx: &mut Tx, account_id: AccountId) -> Result<Vec<Listed>, StoreError> {
    let rows: Vec<(Vec<u8>, i64, i64, i64)> = fetch_all!(
        tx,
        "SELECT credential_id, kind, status, created_ms FROM credentials WHERE account_id = $1
         ORDER BY created_ms, credential_id",
        account_id.as_ref().to_vec(),
    )?;
    rows.into_iter()
        .map(|(id, kind, status, created_ms)| {
            Ok(Listed {
                credential_id: rows::id(&id, "credentials.credential_id")?,
                kind: rows::code(kind, CredentialKind::from_number, "credentials.kind")?,
                status: rows::code(status, CredentialStatus::from_number, "credentials.status")?,
                created_ms: rows::unsigned(created_ms, "credentials.created_ms")?,
            })
        })
        .collect()
}

/// Withdraws a credential of the proof's account and ends its sessions; `false` when it was withdrawn already.
pub async fn revoke(tx: &mut Tx, access: &CredentialAccess, credential_id: CredentialId) -> Result<bool, StoreError> {
    let changed = execute!(
        tx,
        "UPDATE credentials SET status = 3 WHERE credential_id = $1 AND account_id = $2 AND status <> 3",
        credential_id.as_ref().to_vec(),
        access.account_id().as_ref().to_vec(),
    )?;
    end_sessions(tx, credential_id).await?;
    Ok(changed == 1)
}

/// Gives a credential another PIN and all its tries, unblocked, and ends its sessions; `false` when it is not of the
/// proof's vault or was withdrawn.
pub async fn reset_pin(
    tx: &mut Tx,
    access: &PinResetAccess,
    credential_id: CredentialId,
    hash: &PinHash,
) -> Result<bool, StoreError> {
    let changed = execute!(
        tx,
        "UPDATE credentials SET pin_hash = $1, tries_left = $2, status = 1
         WHERE credential_id = $3 AND status <> 3
             AND account_id IN (SELECT owner FROM vaults WHERE vault_id = $4)",
        hash.as_bytes().to_vec(),
        i64::from(accounts::PIN_TRIES),
        credential_id.as_ref().to_vec(),
        access.vault_id().as_ref().to_vec(),
    )?;
    end_sessions(tx, credential_id).await?;
    let vault_id = access.vault_id().as_ref().to_vec();
    execute!(tx, "DELETE FROM pin_reset_approvals WHERE vault_id = $1", vault_id)?;
    Ok(changed == 1)
}

/// The same for a credential of the proof's member.
pub async fn reset_member_pin(
    tx: &mut Tx,
    access: &MemberPinAccess,
    credential_id: CredentialId,
    hash: &PinHash,
) -> Result<bool, StoreError> {
    let member_id = access.member_id().as_ref().to_vec();
    let changed = execute!(
        tx,
        "UPDATE credentials SET pin_hash = $1, tries_left = $2, status = 1
         WHERE credential_id = $3 AND status <> 3 AND account_id = $4",
        hash.as_bytes().to_vec(),
        i64::from(accounts::PIN_TRIES),
        credential_id.as_ref().to_vec(),
        member_id.clone(),
    )?;
    end_sessions(tx, credential_id).await?;
    execute!(tx, "DELETE FROM member_pin_approvals WHERE member_id = $1", member_id)?;
    Ok(changed == 1)
}

async fn end_sessions(tx: &mut Tx, credential_id: CredentialId) -> Result<(), StoreError> {
    execute!(tx, "DELETE FROM sessions WHERE credential_id = $1", credential_id.as_ref().to_vec()).map(drop)
}

/// Writes that a member vouched; a second time only moves the time.
pub async fn approve_pin_reset(tx: &mut Tx, access: &FollowerAccess, now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO pin_reset_approvals (vault_id, account_id, approved_ms) VALUES ($1, $2, $3)
         ON CONFLICT (vault_id, account_id) DO UPDATE SET approved_ms = excluded.approved_ms",
        access.vault_id().as_ref().to_vec(),
        access.account_id().as_ref().to_vec(),
        rows::signed(now_ms),
    )
    .map(drop)
}

/// Who vouched for the owner of a vault, each once, and when.
pub async fn pin_reset_approvals(tx: &mut Tx, vault_id: VaultId) -> Result<Vec<(AccountId, u64)>, StoreError> {
    let rows: Vec<(Vec<u8>, i64)> = fetch_all!(
        tx,
        "SELECT account_id, approved_ms FROM pin_reset_approvals WHERE vault_id = $1 ORDER BY approved_ms",
        vault_id.as_ref().to_vec(),
    )?;
    words(rows, "pin_reset_approvals")
}

/// Writes that a member vouched for another; a second time only moves the time.
pub async fn approve_member_pin(tx: &mut Tx, access: &ColleagueAccess, now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO member_pin_approvals (member_id, account_id, approved_ms) VALUES ($1, $2, $3)
         ON CONFLICT (member_id, account_id) DO UPDATE SET approved_ms = excluded.approved_ms",
        access.member_id().as_ref().to_vec(),
        access.account_id().as_ref().to_vec(),
        rows::signed(now_ms),
    )
    .map(drop)
}

/// Who vouched for a member, each once, and when.
pub async fn member_pin_approvals(tx: &mut Tx, member_id: AccountId) -> Result<Vec<(AccountId, u64)>, StoreError> {
    let rows: Vec<(Vec<u8>, i64)> = fetch_all!(
        tx,
        "SELECT account_id, approved_ms FROM member_pin_approvals WHERE member_id = $1 ORDER BY approved_ms",
        member_id.as_ref().to_vec(),
    )?;
    words(rows, "member_pin_approvals")
}

fn words(rows: Vec<(Vec<u8>, i64)>, table: &'static str) -> Result<Vec<(AccountId, u64)>, StoreError> {
    rows.into_iter().map(|(id, at)| Ok((rows::id(&id, table)?, rows::unsigned(at, table)?))).collect()
}
