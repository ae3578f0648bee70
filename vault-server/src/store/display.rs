//! How people like the page to be shown: one wrap for each account, sealed to itself, among the wraps.

use vault_core::entropy::Entropy;
use vault_core::wrap::{Wrap, WrapKind};

use super::{Lock, StoreError, Tx, execute, organisations};
use crate::access::OwnAccess;

/// Keeps what the account of the proof sealed, and forgets the one before.
pub async fn keep(
    tx: &mut Tx,
    lock: &Lock,
    entropy: &mut (dyn Entropy + Send),
    of: &OwnAccess,
    (wrap, bytes): (&Wrap<'_>, &[u8]),
) -> Result<(), StoreError> {
    execute!(
        tx,
        "DELETE FROM wraps WHERE kind = $1 AND object = $2",
        i64::from(WrapKind::DisplayToSelf as u8),
        of.account_id().as_ref().to_vec(),
    )?;
    organisations::insert_wrap(tx, lock, entropy, wrap, bytes, None).await
}

/// What the account of the proof keeps.
pub async fn of_account(tx: &mut Tx, lock: &Lock, of: &OwnAccess) -> Result<Option<Vec<u8>>, StoreError> {
    let kept = organisations::wraps(tx, lock, WrapKind::DisplayToSelf, of.account_id().as_bytes(), None).await?;
    Ok(kept.into_iter().next())
}
