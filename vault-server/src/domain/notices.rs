//! What people are told outside the vault, through the channels that they gave.

use vault_core::ids::AccountId;
use vault_core::vocabulary::NoticeKind;

use crate::error::Result;
use crate::ledger::Turn;
use crate::store::notices;

/// Tells somebody something, on every channel of theirs, once the transaction of the act is committed. Gives the
/// number of channels: none is no error, but whoever acts may want to say so.
pub async fn tell(turn: &mut Turn<'_>, account_id: AccountId, kind: NoticeKind) -> Result<usize> {
    Ok(notices::enqueue(turn.tx, &mut turn.entropy, account_id, kind, turn.now_ms).await?)
}
