//! Which organisations keep a person's sealed name, and the invitations to do so.

use vault_core::ids::{Hash, OrganisationId, VaultId};

use super::{StoreError, Tx, execute, fetch_optional, rows};
use crate::access::{MemberAccess, OwnerAccess, TieAccess};

/// What the person allowed.
#[derive(Debug)]
pub struct Invitation {
    /// SHA-256 of the sealed name.
    pub entry_hash: Hash,
    /// Until when, Unix milliseconds.
    pub expires_ms: u64,
}

/// Writes an invitation, instead of an earlier one to the same organisation.
pub async fn invite(
    tx: &mut Tx,
    access: &OwnerAccess,
    organisation_id: OrganisationId,
    invitation: &Invitation,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO directory_invitations (vault_id, organisation_id, entry_hash, expires_ms)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (vault_id, organisation_id) DO UPDATE SET entry_hash = $3, expires_ms = $4",
        access.vault_id().as_ref().to_vec(),
        organisation_id.as_ref().to_vec(),
        invitation.entry_hash.as_ref().to_vec(),
        rows::signed(invitation.expires_ms),
    )
    .map(drop)
}

/// The invitation of the proof's organisation into this vault's ties, if there is one.
pub async fn invitation(
    tx: &mut Tx,
    access: &MemberAccess,
    vault_id: VaultId,
) -> Result<Option<Invitation>, StoreError> {
    let row: Option<(Vec<u8>, i64)> = fetch_optional!(
        tx,
        "SELECT entry_hash, expires_ms FROM directory_invitations WHERE vault_id = $1 AND organisation_id = $2",
        vault_id.as_ref().to_vec(),
        access.organisation_id().as_ref().to_vec(),
    )?;
    row.map(|(hash, expires_ms)| {
        Ok(Invitation {
            entry_hash: rows::id(&hash, "directory_invitations.entry_hash")?,
            expires_ms: rows::unsigned(expires_ms, "directory_invitations.expires_ms")?,
        })
    })
    .transpose()
}

/// Uses an invitation up, and takes away the name that the organisation may have kept before.
pub async fn make_room(tx: &mut Tx, access: &MemberAccess, vault_id: VaultId) -> Result<(), StoreError> {
    forget(tx, vault_id, access.organisation_id()).await.map(drop)
}

/// Removes the name; `false` when the organisation kept none.
pub async fn end(tx: &mut Tx, access: &TieAccess) -> Result<bool, StoreError> {
    forget(tx, access.vault_id(), access.organisation_id()).await
}

async fn forget(tx: &mut Tx, vault_id: VaultId, organisation_id: OrganisationId) -> Result<bool, StoreError> {
    let (vault, organisation) = (vault_id.as_ref().to_vec(), organisation_id.as_ref().to_vec());
    execute!(
        tx,
        "DELETE FROM directory_invitations WHERE vault_id = $1 AND organisation_id = $2",
        vault.clone(),
        organisation.clone(),
    )?;
    execute!(tx, "DELETE FROM directory_entries WHERE vault_id = $1 AND organisation_id = $2", vault, organisation,)
        .map(|deleted| deleted == 1)
}
