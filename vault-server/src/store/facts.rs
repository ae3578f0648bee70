//! What policy asks: who acts, and the mandates that may serve. Reading facts needs no proof.

use vault_core::ids::{AccountId, OrganisationId, VaultId};
use vault_core::mandate::{Recipient, Target};
use vault_core::vocabulary::{MemberState, Purpose};

use super::accounts::{self, AccountStatus};
use super::mandates::{self, StoredMandate};
use super::{StoreError, Tx, fetch_all, fetch_optional, rows};
use crate::access::{Actor, MandateFacts, VaultFacts};

/// Who acts; none when the account does not exist.
pub async fn actor(tx: &mut Tx, account_id: AccountId) -> Result<Option<Actor>, StoreError> {
    let Some((account, member)) = accounts::with_membership(tx, account_id).await? else { return Ok(None) };
    let state = member.map(|member| member.state);
    Ok(Some(Actor {
        account_id,
        kind: account.kind,
        active: account.status == AccountStatus::Active && state != Some(MemberState::Removed),
        suspended: state == Some(MemberState::Suspended),
        membership: member.map(|member| (member.organisation_id, member.role)),
    }))
}

/// A vault, and of its mandates those that name the actor or the actor's organisation.
pub async fn vault(tx: &mut Tx, actor: &Actor, vault_id: VaultId) -> Result<Option<VaultFacts>, StoreError> {
    let row: Option<(Vec<u8>, Option<i64>)> = fetch_optional!(
        tx,
        "SELECT v.owner, c.asked_ms FROM vaults v LEFT JOIN closings c ON c.vault_id = v.vault_id WHERE v.vault_id = $1",
        vault_id.as_ref().to_vec(),
    )?;
    let Some((owner, closing)) = row else { return Ok(None) };
    let mandates = mandates::of_vault(tx, vault_id).await?;
    let mandates = mandates.iter().filter_map(|stored| mandate(actor, stored)).collect();
    Ok(Some(VaultFacts { vault_id, owner: rows::id(&owner, "vaults.owner")?, mandates, closing: closing.is_some() }))
}

/// The organisations that follow the owner of a vault: those whose directory has the name.
pub async fn followers(tx: &mut Tx, vault_id: VaultId) -> Result<Vec<OrganisationId>, StoreError> {
    let rows: Vec<(Vec<u8>,)> = fetch_all!(
        tx,
        "SELECT organisation_id FROM directory_entries WHERE vault_id = $1 ORDER BY organisation_id",
        vault_id.as_ref().to_vec(),
    )?;
    rows.into_iter().map(|(id,)| rows::id(&id, "directory_entries.organisation_id")).collect()
}

/// The organisations that the owner of a vault trusts: those that follow, and those that hold a mandate in force.
pub async fn trusted(tx: &mut Tx, vault_id: VaultId, now_ms: u64) -> Result<Vec<OrganisationId>, StoreError> {
    let mut trusted = followers(tx, vault_id).await?;
    let now = now_ms / 1000;
    for stored in mandates::of_vault(tx, vault_id).await? {
        let mandate = &stored.mandate;
        let in_force = stored.revocation.is_none() && mandate.not_before <= now && now <= mandate.not_after;
        if let (Recipient::Organisation(id), true) = (mandate.recipient, in_force) {
            trusted.push(id);
        }
    }
    Ok(trusted)
}

/// What policy needs of a mandate; none when it does not name the actor.
fn mandate(actor: &Actor, stored: &StoredMandate) -> Option<MandateFacts> {
    let to_organisation = match stored.mandate.recipient {
        Recipient::Account(id) if id == actor.account_id => false,
        Recipient::Organisation(id) if actor.membership.is_some_and(|(own, _)| own == id) => true,
        _ => return None,
    };
    let folders = match &stored.mandate.target {
        Target::Folders(folders) => folders.clone(),
        Target::Document(_) => return None,
    };
    Some(MandateFacts {
        mandate_id: stored.mandate.id,
        to_organisation,
        rights: stored.mandate.rights,
        folders,
        purpose: Purpose::from_number(stored.mandate.purpose).unwrap_or(Purpose::Other),
        not_before_s: stored.mandate.not_before,
        not_after_s: stored.mandate.not_after,
        revoked: stored.revocation.is_some(),
    })
}
