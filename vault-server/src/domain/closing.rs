//! The end of a vault: asked for by its owner, undone during the days of grace, done by the server after them.

use vault_core::api::{ClosingView, KeptView, NewClosing, NewKeeping, ProblemCode};
use vault_core::ids::{AccountId, DocumentId, Hash, Kid, VaultId};
use vault_core::secret::ClaimCode;
use vault_core::vocabulary::{EventType, NoticeKind, ResultCode};

use super::erasure::{self, Erased};
use super::pin::{PinProof, Solemn};
use super::{Caller, actor, notices};
use crate::access::{self, DestructionAccess, OwnerAccess, Refusal};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::vaults::{self, Vault};
use crate::store::{Tx, channels, closings, destroyed};

/// The owner asks for the end of the vault.
pub async fn close(app: &App, caller: Caller, vault_id: VaultId, new: NewClosing) -> Result<ClosingView> {
    let act = Close {
        account_id: caller.account_id,
        kid: caller.kid(),
        vault_id,
        proof: PinProof::new(&caller, &new.pin_tag)?,
        claim: new.claim_sha256,
        grace_ms: app.limits.closing_grace_ms,
    };
    app.ledger.perform_signed(act, caller.request).await?.into_result()
}

struct Close {
    account_id: AccountId,
    kid: Kid,
    vault_id: VaultId,
    proof: PinProof,
    claim: Hash,
    grace_ms: u64,
}

impl Act for Close {
    type Answer = Solemn<ClosingView>;

    fn attempt(&self) -> Event {
        Event::new(EventType::VaultClosing, self.kid).in_vault(self.vault_id)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<ClosingView>> {
        let (vault, access) = owned(turn.tx, self.account_id, self.vault_id).await?;
        if let Some(tries_left) = self.proof.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        let known = closings::find(turn.tx, self.vault_id).await?;
        let destroy_ms = known.map_or(turn.now_ms + self.grace_ms, |closing| closing.destroy_ms);
        closings::ask(turn.tx, &access, &vault, self.claim, destroy_ms, turn.now_ms)
            .await
            .map_err(|error| super::enrolment::taken(error, "claim_sha256"))?;
        let log_index = turn.done().await?;
        notices::tell(turn, vault.owner, NoticeKind::VaultClosing).await?;
        Ok(Solemn::Done(ClosingView { destroy_ms, log_index }))
    }
}

/// The owner keeps the vault after all, as long as it stands.
pub async fn keep(app: &App, caller: Caller, vault_id: VaultId, keeping: NewKeeping) -> Result<KeptView> {
    let act = Keep {
        account_id: caller.account_id,
        kid: caller.kid(),
        vault_id,
        proof: PinProof::new(&caller, &keeping.pin_tag)?,
    };
    app.ledger.perform_signed(act, caller.request).await?.into_result()
}

struct Keep {
    account_id: AccountId,
    kid: Kid,
    vault_id: VaultId,
    proof: PinProof,
}

impl Act for Keep {
    type Answer = Solemn<KeptView>;

    fn attempt(&self) -> Event {
        Event::new(EventType::VaultKept, self.kid).in_vault(self.vault_id)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<KeptView>> {
        let (_, access) = owned(turn.tx, self.account_id, self.vault_id).await?;
        if let Some(tries_left) = self.proof.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        if !closings::withdraw(turn.tx, &access).await? {
            return Err(Error::problem(ProblemCode::Conflict, "this vault is not being closed"));
        }
        Ok(Solemn::Done(KeptView { log_index: turn.done().await? }))
    }
}

async fn owned(tx: &mut Tx, account_id: AccountId, vault_id: VaultId) -> Result<(Vault, OwnerAccess)> {
    let vault = vaults::find(tx, vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
    let access = access::owner(&actor(tx, account_id).await?, vault_id, vault.owner)?;
    Ok((vault, access))
}

/// Nothing is given or added any more in a vault that is being closed, not even by its owner.
pub(super) async fn refuse_while_closing(tx: &mut Tx, vault_id: VaultId) -> Result<()> {
    match closings::find(tx, vault_id).await? {
        None => Ok(()),
        Some(_) => Err(Refusal::plain(ResultCode::VaultClosing).into()),
    }
}

/// Destroys the vaults whose days of grace are over, one transaction each.
///
/// Objects go after COMMIT: when the server stops between the two, no row names them any more, nothing opens them, and
/// the daily search for orphans deletes them.
pub async fn destroy_due(app: &App) -> Result<()> {
    let due = closings::due(&mut app.store.read().await?, app.clock.now_ms()).await?;
    for closing in due {
        match app.ledger.perform(Destroy { vault_id: closing.vault_id }).await {
            // Kept, or destroyed, in the meantime.
            Err(Error::Problem { .. }) => {}
            erased => erasure::finish(app, &erased?).await,
        }
    }
    Ok(())
}

struct Destroy {
    vault_id: VaultId,
}

impl Act for Destroy {
    type Answer = Erased;

    fn attempt(&self) -> Event {
        Event::new(EventType::VaultDestroyed, Kid::NONE).in_vault(self.vault_id)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Erased> {
        let not_due = || Error::problem(ProblemCode::Conflict, "this vault is not to be destroyed now");
        let closing = closings::find(turn.tx, self.vault_id).await?.ok_or_else(not_due)?;
        let access = access::destruction(&closing, turn.now_ms).map_err(|_| not_due())?;
        destroy(turn, &access).await
    }
}

async fn destroy(turn: &mut Turn<'_>, access: &DestructionAccess) -> Result<Erased> {
    let papers = access::erasure::decided_before(access.vault_id());
    let mut erased = erasure::erase_all(turn, &papers).await?;
    erased.versions.push(destroyed_mark(access.vault_id()));
    erased.blobs.extend(destroyed::vault(turn.tx, access).await?);
    destroyed::owner(turn.tx, access).await?;
    let log_index = turn.done().await?;
    // The hash of no claim code that anybody holds.
    let nobodys = ClaimCode::generate(&mut turn.entropy).hash();
    closings::mark_destroyed(turn.tx, access, log_index, (nobodys, turn.now_ms)).await?;
    notices::tell(turn, access.owner(), NoticeKind::VaultDestroyed).await?;
    channels::remove_all(turn.tx, access.owner(), turn.now_ms).await?;
    Ok(erased)
}

/// By what the key directory remembers a destroyed vault, among the versions that were erased: version 0 of no document.
pub(super) fn destroyed_mark(vault_id: VaultId) -> (DocumentId, u64) {
    (DocumentId::from_bytes(*vault_id.as_bytes()), 0)
}

/// Destroys a vault once more, when a restored database still has it. Gives whether it had.
pub(super) async fn destroy_again(app: &App, vault_id: VaultId) -> Result<bool> {
    let Some(erased) = app.ledger.perform(DestroyAgain { vault_id }).await? else { return Ok(false) };
    erasure::finish(app, &erased).await;
    Ok(true)
}

struct DestroyAgain {
    vault_id: VaultId,
}

impl Act for DestroyAgain {
    type Answer = Option<Erased>;

    fn attempt(&self) -> Event {
        Event::new(EventType::VaultDestroyed, Kid::NONE).in_vault(self.vault_id)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Option<Erased>> {
        let Some(vault) = vaults::find(turn.tx, self.vault_id).await? else { return Ok(None) };
        if closings::find(turn.tx, self.vault_id).await?.is_some_and(|c| c.destroyed_index.is_some()) {
            return Ok(None);
        }
        destroy(turn, &access::destroyed_before(vault.vault_id, vault.owner)).await.map(Some)
    }
}
