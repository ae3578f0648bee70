//! What is shown of recoveries: to the person, to those who follow them, to their guardians.

use vault_core::api::{Approval, Bytes, Helper, RecoveryView};
use vault_core::ids::{AccountId, OrganisationId};

use super::super::{Caller, actor};
use crate::access::recovery::RECOVERY_APPROVALS;
use crate::app::App;
use crate::error::Result;
use crate::store::recoveries::{self, Recovery};
use crate::store::{Tx, accounts, organisations};

/// Every recovery that concerns the caller, newest first for each vault.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<RecoveryView>> {
    let mut tx = app.store.read().await?;
    let actor = actor(&mut tx, caller.account_id).await?;
    let organisation = actor.membership.filter(|_| actor.active).map(|(id, _)| id);
    let mut views = Vec::new();
    for vault_id in recoveries::concerned(&mut tx, caller.account_id, organisation).await? {
        for recovery in recoveries::of_vault(&mut tx, vault_id, app.limits.recovery_delay_ms).await? {
            views.push(one(&mut tx, &recovery).await?);
        }
    }
    Ok(views)
}

pub(super) async fn one(tx: &mut Tx, recovery: &Recovery) -> Result<RecoveryView> {
    let facts = &recovery.facts;
    let mut approvals = Vec::new();
    for approved in recoveries::approvals(tx, facts.recovery_id).await? {
        approvals.push(Approval {
            by: helper(tx, approved.account_id, approved.organisation_id).await?,
            guardian: approved.organisation_id.is_none(),
            approved_ms: approved.approved_ms,
        });
    }
    Ok(RecoveryView {
        recovery_id: facts.recovery_id,
        vault_id: facts.vault_id,
        means: facts.means,
        state: facts.state,
        one_time_key: Bytes(recovery.one_time_key.clone()),
        started_by: helper(tx, facts.started_by, Some(recovery.organisation_id)).await?,
        started_ms: facts.started_ms,
        approvals,
        needed: u32::try_from(RECOVERY_APPROVALS).unwrap_or(u32::MAX),
        ready_ms: facts.ready_ms(),
        lapses_ms: facts.lapses_ms(),
        ended_ms: recovery.ended_ms,
    })
}

/// Somebody's public name, and the organisation for which they act.
pub(in crate::domain) async fn helper(
    tx: &mut Tx,
    account_id: AccountId,
    organisation_id: Option<OrganisationId>,
) -> Result<Helper> {
    let display_name = accounts::find(tx, account_id).await?.and_then(|account| account.display_name);
    let organisation = match organisation_id {
        Some(id) => organisations::name(tx, id).await?,
        None => None,
    };
    Ok(Helper { account_id, display_name, organisation })
}
