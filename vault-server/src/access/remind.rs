//! Who may set a reminder, and who may take it away.

use vault_core::ids::{AccountId, VaultId};
use vault_core::mandate::Rights;
use vault_core::vocabulary::{ResultCode, Role};

use super::{Actor, Need, Read, Refusal, require_active};

/// To set a reminder about a paper: whoever may read it, until the vault is being closed.
#[derive(Debug, Clone, Copy)]
pub enum Remind {}

impl Need for Remind {
    const RIGHT: Rights = Rights::READ;

    fn role_may(role: Role) -> bool {
        Read::role_may(role)
    }
}

/// Proof: reminders of this vault may be removed.
#[derive(Debug)]
pub struct RemovalAccess {
    vault_id: VaultId,
}

impl RemovalAccess {
    /// The vault.
    #[must_use]
    pub const fn vault_id(&self) -> VaultId {
        self.vault_id
    }
}

/// What decides whether a reminder may be removed.
#[derive(Debug, Clone, Copy)]
pub struct ReminderFacts {
    /// The vault.
    pub vault_id: VaultId,
    /// Whose it is.
    pub owner: AccountId,
    /// Who set the reminder.
    pub author: AccountId,
}

/// The person removes any, the author their own. The author needs no mandate any more: nothing is read by it, and one
/// that was revoked meanwhile must not leave the person with a message that nobody wants.
pub fn removal(actor: &Actor, reminder: &ReminderFacts) -> Result<RemovalAccess, Refusal> {
    require_active(actor)?;
    if actor.account_id == reminder.owner || actor.account_id == reminder.author {
        Ok(RemovalAccess { vault_id: reminder.vault_id })
    } else {
        Err(Refusal::plain(ResultCode::NotAllowed))
    }
}
