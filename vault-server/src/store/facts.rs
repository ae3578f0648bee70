//! What policy asks: who acts, and the mandates that may serve. Reading facts needs no proof.

use vault_core::ids::{AccountId, VaultId};
use vault_core::mandate::{Recipient, Target};
use vault_core::vocabulary::Purpose;

use super::accounts::{self, AccountStatus};
use super::mandates::{self, StoredMandate};
use super::{StoreError, Tx, organisations, vaults};
use crate::access::{Actor, MandateFacts, VaultFacts};

/// Who acts; none when the account does not exist.
pub async fn actor(tx: &mut Tx, account_id: AccountId) -> Result<Option<Actor>, StoreError> {
    let Some(account) = accounts::find(tx, account_id).await? else { return Ok(None) };
    Ok(Some(Actor {
        account_id,
        kind: account.kind,
        active: account.status == AccountStatus::Active,
        membership: organisations::membership(tx, account_id).await?,
    }))
}

/// A vault, and of its mandates those that name the actor or the actor's organisation.
pub async fn vault(tx: &mut Tx, actor: &Actor, vault_id: VaultId) -> Result<Option<VaultFacts>, StoreError> {
    let Some(vault) = vaults::find(tx, vault_id).await? else { return Ok(None) };
    let mandates = mandates::of_vault(tx, vault_id).await?;
    let mandates = mandates.iter().filter_map(|stored| mandate(actor, stored)).collect();
    Ok(Some(VaultFacts { vault_id, owner: vault.owner, mandates }))
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
