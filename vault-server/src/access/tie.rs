//! Who may end the tie between a person and an organisation.

use vault_core::ids::{AccountId, OrganisationId, VaultId};
use vault_core::vocabulary::Role;

use super::{Actor, Refusal, member, owner};

/// Proof: this account may end the tie between this vault's owner and this organisation.
#[derive(Debug)]
pub struct TieAccess {
    vault_id: VaultId,
    organisation_id: OrganisationId,
    by_owner: bool,
}

impl TieAccess {
    /// The vault.
    #[must_use]
    pub const fn vault_id(&self) -> VaultId {
        self.vault_id
    }

    /// The organisation.
    #[must_use]
    pub const fn organisation_id(&self) -> OrganisationId {
        self.organisation_id
    }

    /// Whether it is the person who leaves.
    #[must_use]
    pub const fn by_owner(&self) -> bool {
        self.by_owner
    }
}

/// May the actor end this tie? The owner; a référent or a professional of the organisation.
pub fn tie(
    actor: &Actor,
    (vault_id, owned_by): (VaultId, AccountId),
    organisation_id: OrganisationId,
) -> Result<TieAccess, Refusal> {
    let by_owner = owner(actor, vault_id, owned_by).is_ok();
    if !by_owner {
        member(actor, organisation_id, &[Role::Referent, Role::Professional])?;
    }
    Ok(TieAccess { vault_id, organisation_id, by_owner })
}
