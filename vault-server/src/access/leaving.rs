//! What policy says of the end of a vault, and of receipts.

use vault_core::ids::{AccountId, VaultId};
use vault_core::log::EventBody;
use vault_core::vocabulary::{EventType, ResultCode};

use super::{Actor, Refusal, require_active};

/// A vault whose owner asked for its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosingFacts {
    /// The vault.
    pub vault_id: VaultId,
    /// Whose it is.
    pub owner: AccountId,
    /// Not before this moment, Unix milliseconds.
    pub destroy_ms: u64,
    /// Place of the destruction in the log, once it is done.
    pub destroyed_index: Option<u64>,
}

/// Proof: the days of grace of this vault are over, and it stands still.
#[derive(Debug)]
pub struct DestructionAccess {
    vault_id: VaultId,
    owner: AccountId,
}

impl DestructionAccess {
    /// The vault.
    #[must_use]
    pub const fn vault_id(&self) -> VaultId {
        self.vault_id
    }

    /// Whose it is.
    #[must_use]
    pub const fn owner(&self) -> AccountId {
        self.owner
    }
}

/// Proof: this entry of the log may be shown, with its body.
#[derive(Debug)]
pub struct EntryAccess {
    index: u64,
}

impl EntryAccess {
    /// Its place in the log.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }
}

/// May this vault be destroyed now? Refused before the days of grace are over, and once it is done.
pub fn destruction(closing: &ClosingFacts, now_ms: u64) -> Result<DestructionAccess, Refusal> {
    if closing.destroyed_index.is_some() {
        Err(Refusal::plain(ResultCode::TooLate))
    } else if now_ms <= closing.destroy_ms {
        Err(Refusal::plain(ResultCode::TooEarly))
    } else {
        Ok(DestructionAccess { vault_id: closing.vault_id, owner: closing.owner })
    }
}

/// A vault that was destroyed before is in a restored backup: what was decided is carried out again.
#[must_use]
pub const fn destroyed_before(vault_id: VaultId, owner: AccountId) -> DestructionAccess {
    DestructionAccess { vault_id, owner }
}

/// May the actor have the receipt of this entry, in which `acted` did something? Everyone has those of their own acts.
pub fn own_entry(actor: &Actor, acted: Option<AccountId>, index: u64) -> Result<EntryAccess, Refusal> {
    require_active(actor)?;
    if acted == Some(actor.account_id) {
        Ok(EntryAccess { index })
    } else {
        Err(Refusal::plain(ResultCode::NotAllowed))
    }
}

/// The receipt of a destruction, for whoever holds the claim code of that closing. None before it is done.
#[must_use]
pub fn claimed_entry(closing: &ClosingFacts) -> Option<EntryAccess> {
    closing.destroyed_index.map(|index| EntryAccess { index })
}

/// The operator's decision to go on from a log that is behind what people have seen: everyone may see it, so that a
/// computer that has seen more can ask for it. It names nobody. None for any other entry.
#[must_use]
pub fn decision_entry(body: &EventBody, index: u64) -> Option<EntryAccess> {
    let decided = body.event_type == EventType::LogBehindAccepted.number() && body.result == ResultCode::Done.number();
    decided.then_some(EntryAccess { index })
}
