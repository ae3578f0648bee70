//! Who may take a paper out of a vault for good: its owner, and for a little while whoever put it there by mistake.

use vault_core::ids::{AccountId, VaultId};
use vault_core::vocabulary::ResultCode;

use super::{Actor, OwnerAccess, Refusal, require_active};

/// How long a deposit may be undone by its depositor.
pub const UNDO_MS: u64 = 15 * 60 * 1000;

/// Proof: papers of this vault may be erased.
#[derive(Debug)]
pub struct ErasureAccess {
    vault_id: VaultId,
}

impl ErasureAccess {
    /// The vault.
    #[must_use]
    pub const fn vault_id(&self) -> VaultId {
        self.vault_id
    }
}

/// What decides whether a deposit may be undone.
#[derive(Debug, Clone, Copy)]
pub struct DepositFacts {
    /// The vault.
    pub vault_id: VaultId,
    /// Who deposited.
    pub depositor: AccountId,
    /// When, Unix milliseconds.
    pub deposited_ms: u64,
    /// Whether anybody but the depositor has opened it.
    pub read: bool,
}

/// The person erases what is theirs.
#[must_use]
pub const fn by_owner(access: &OwnerAccess) -> ErasureAccess {
    ErasureAccess { vault_id: access.vault_id() }
}

/// The depositor takes back what should not have been added. No mandate is needed any more: nothing is read or
/// changed by it, and a mandate that was revoked meanwhile must not keep another person's paper in the vault.
///
/// Only an opening of the content by somebody else counts as reading. A list shows titles to all who may read, the
/// owner first; were that enough, a paper in the wrong vault could often not be taken back at all. And depositors may
/// look at what they have just added, to see that it is the wrong one.
pub fn undo(actor: &Actor, deposit: &DepositFacts, now_ms: u64) -> Result<ErasureAccess, Refusal> {
    require_active(actor)?;
    if deposit.depositor != actor.account_id {
        Err(Refusal::plain(ResultCode::NotAllowed))
    } else if deposit.read {
        Err(Refusal::plain(ResultCode::AlreadyRead))
    } else if now_ms > deposit.deposited_ms.saturating_add(UNDO_MS) {
        Err(Refusal::plain(ResultCode::TooLate))
    } else {
        Ok(ErasureAccess { vault_id: deposit.vault_id })
    }
}

/// What was decided before and is now carried out: the days of grace of a closed vault are over, or a restored backup
/// still holds what was erased.
#[must_use]
pub const fn decided_before(vault_id: VaultId) -> ErasureAccess {
    ErasureAccess { vault_id }
}
