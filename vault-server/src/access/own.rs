//! What an account does for itself alone.

use vault_core::ids::AccountId;

use super::{Actor, Refusal, require_active};

/// Proof: this account is active, and acts on what is its own.
#[derive(Debug)]
pub struct OwnAccess {
    account_id: AccountId,
}

impl OwnAccess {
    /// Who.
    #[must_use]
    pub const fn account_id(&self) -> AccountId {
        self.account_id
    }
}

/// May the actor act on what is its own?
pub fn own(actor: &Actor) -> Result<OwnAccess, Refusal> {
    require_active(actor)?;
    Ok(OwnAccess { account_id: actor.account_id })
}
