//! The credentials of one account: a new card, a new sheet, the old one withdrawn, in one act.

use vault_core::api::{
    CredentialChange, CredentialChanged, CredentialState, CredentialView, NewCredential, ProblemCode,
};
use vault_core::ids::{AccountId, CredentialId};
use vault_core::keys::VerifyingKey;
use vault_core::vocabulary::{CredentialKind, EventType, NoticeKind};

use super::pin::{PinProof, Solemn};
use super::{Caller, actor, enrolment, notices};
use crate::access::{self, CredentialAccess};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::accounts::{self, CredentialStatus};
use crate::store::credentials::{self, Listed};

/// The caller's own credentials, oldest first.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<CredentialView>> {
    let mut tx = app.store.read().await?;
    let listed = credentials::of_account(&mut tx, caller.account_id).await?;
    let view = |listed: Listed| CredentialView {
        credential_id: listed.credential_id,
        kind: listed.kind,
        state: match listed.status {
            CredentialStatus::Live => CredentialState::Live,
            CredentialStatus::Blocked => CredentialState::Blocked,
            CredentialStatus::Revoked => CredentialState::Revoked,
        },
        created_ms: listed.created_ms,
        current: listed.credential_id == caller.credential_id,
    };
    Ok(listed.into_iter().map(view).collect())
}

/// Adds and withdraws credentials of the caller's account.
pub async fn change(app: &App, caller: Caller, change: CredentialChange) -> Result<CredentialChanged> {
    let proof = PinProof::new(&caller, &change.pin_tag)?;
    let act = Change { account_id: caller.account_id, key: caller.key, proof, asked: change };
    app.ledger.perform_signed(act, caller.request).await?.into_result()
}

struct Change {
    account_id: AccountId,
    key: VerifyingKey,
    proof: PinProof,
    asked: CredentialChange,
}

impl Act for Change {
    type Answer = Solemn<CredentialChanged>;

    fn attempt(&self) -> Event {
        let added = self.asked.add.is_some();
        let what = if added { EventType::CredentialAdded } else { EventType::CredentialRevoked };
        Event::new(what, self.key.kid())
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<CredentialChanged>> {
        let account = accounts::find(turn.tx, self.account_id).await?.ok_or_else(|| Error::not_found("account"))?;
        if let Some(vault_id) = account.vault_id {
            turn.attempt = turn.attempt.clone().in_vault(vault_id);
        }
        if let Some(tries_left) = self.proof.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        let by = actor(turn.tx, self.account_id).await?;
        let access = access::own_credentials(&by)?;
        if self.asked.add.as_ref().is_some_and(|new| new.kind == CredentialKind::Device) {
            access::own_device(&by)?;
        }
        let known = credentials::of_account(turn.tx, self.account_id).await?;
        let withdrawn = self.withdrawn(&known)?;
        let mut added_index = None;
        if let Some(new) = &self.asked.add {
            enrolment::add_credential(turn, self.account_id, &self.key, new).await?;
            added_index = Some(turn.done().await?);
        }
        withdraw(turn, &access, &withdrawn).await?;
        let replaced = self.asked.add.as_ref().is_some_and(|new| new.kind == CredentialKind::Card);
        if replaced && !withdrawn.is_empty() {
            notices::tell(turn, self.account_id, NoticeKind::CardReplaced).await?;
        }
        Ok(Solemn::Done(CredentialChanged { added_index }))
    }
}

impl Change {
    /// What is to be withdrawn, all of it standing; one credential that logs in must remain.
    fn withdrawn(&self, known: &[Listed]) -> Result<Vec<CredentialId>> {
        let standing = || known.iter().filter(|listed| listed.stands());
        let mut ids = Vec::new();
        for id in &self.asked.revoke {
            let listed = known.iter().find(|listed| listed.credential_id == *id);
            let listed = listed.ok_or_else(|| Error::not_found("credential"))?;
            if !listed.stands() || ids.contains(id) {
                return Err(Error::problem(ProblemCode::Conflict, "this credential was withdrawn before"));
            }
            if listed.kind == CredentialKind::Guardians {
                return Err(Error::problem(ProblemCode::InvalidRequest, "guardians have a call of their own"));
            }
            ids.push(*id);
        }
        match self.asked.add.as_ref().map(|new: &NewCredential| new.kind) {
            Some(CredentialKind::Guardians) => {
                return Err(Error::problem(ProblemCode::InvalidRequest, "guardians have a call of their own"));
            }
            Some(CredentialKind::Sheet) => {
                let former = standing().filter(|listed| listed.kind == CredentialKind::Sheet);
                ids.extend(former.map(|listed| listed.credential_id).filter(|id| !self.asked.revoke.contains(id)));
            }
            Some(CredentialKind::Card | CredentialKind::Device) => return Ok(ids),
            None if ids.is_empty() => {
                return Err(Error::problem(ProblemCode::InvalidRequest, "nothing to add and nothing to withdraw"));
            }
            None => {}
        }
        let logs_in = |listed: &&Listed| listed.kind.has_pin() && listed.status == CredentialStatus::Live;
        if standing().filter(logs_in).any(|listed| !ids.contains(&listed.credential_id)) {
            Ok(ids)
        } else {
            Err(Error::problem(ProblemCode::Conflict, "the last credential that logs in is not withdrawn"))
        }
    }
}

/// Withdraws credentials and writes one event for each.
pub(super) async fn withdraw(turn: &mut Turn<'_>, access: &CredentialAccess, ids: &[CredentialId]) -> Result<()> {
    let event = Event { event_type: EventType::CredentialRevoked, ..turn.attempt.clone() };
    for id in ids {
        credentials::revoke(turn.tx, access, *id).await?;
        turn.record(&event).await?;
    }
    Ok(())
}
