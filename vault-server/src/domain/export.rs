//! Taking everything out: the owner says so, with their PIN, and learns what there is. The documents are then opened
//! one by one, each an event of its own.

use vault_core::api::{ExportView, NewExport};
use vault_core::ids::{AccountId, Kid, VaultId};
use vault_core::vocabulary::EventType;

use super::pin::{PinProof, Solemn};
use super::{Caller, actor};
use crate::access;
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::{documents, vaults};

/// Writes that the owner takes everything out, and tells what there is.
pub async fn export(app: &App, caller: Caller, vault_id: VaultId, new: NewExport) -> Result<ExportView> {
    let act = Export {
        account_id: caller.account_id,
        kid: caller.kid(),
        vault_id,
        proof: PinProof::new(&caller, &new.pin_tag)?,
    };
    app.ledger.perform_signed(act, caller.request).await?.into_result()
}

struct Export {
    account_id: AccountId,
    kid: Kid,
    vault_id: VaultId,
    proof: PinProof,
}

impl Act for Export {
    type Answer = Solemn<ExportView>;

    fn attempt(&self) -> Event {
        Event::new(EventType::Export, self.kid).in_vault(self.vault_id)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<ExportView>> {
        let vault = vaults::find(turn.tx, self.vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
        if let Some(tries_left) = self.proof.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        let actor = actor(turn.tx, self.account_id).await?;
        let access = access::owner(&actor, vault.vault_id, vault.owner)?;
        let versions = documents::all_versions(turn.tx, &access).await?;
        let log_index = turn.done().await?;
        Ok(Solemn::Done(ExportView { log_index, exported_ms: turn.now_ms, versions }))
    }
}
