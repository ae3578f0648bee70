//! Restoring access (FORMATS 7): asked for, approved by a second person, waited for in sight of the person, finished.

mod approve;
mod finish;
mod view;

pub use approve::{approve, stop};
pub use finish::{enrol, release};
pub(super) use view::helper;
pub use view::list;

use vault_core::api::{NewRecovery, ProblemCode, RecoveryView};
use vault_core::ids::{AccountId, CredentialId, Kid, RecoveryId};
use vault_core::keys::SealingKey;
use vault_core::vocabulary::{CredentialKind, EventType, NoticeKind, RecoveryMeans, RecoveryState};

use super::pin::{PinProof, Solemn};
use super::{Caller, actor, enrolment, notices};
use crate::access::recovery::{self as policy, RecoveryFacts};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::recoveries::{self, Recovery};
use crate::store::{Tx, credentials, facts, vaults};

/// Starts a recovery. With a sheet, the starter's own word is the first of two.
pub async fn start(app: &App, caller: Caller, new: NewRecovery) -> Result<RecoveryView> {
    let malformed = || Error::problem(ProblemCode::InvalidRequest, "one_time_key has the wrong length");
    new.one_time_key.to_array().and_then(|key| SealingKey::from_bytes(&key)).ok_or_else(malformed)?;
    let proof = PinProof::new(&caller, &new.pin_tag)?;
    let delay_ms = app.limits.recovery_delay_ms;
    let act = Start { account_id: caller.account_id, kid: caller.kid(), proof, delay_ms, new };
    app.ledger.perform_signed(act, caller.request).await?.into_result()
}

struct Start {
    account_id: AccountId,
    kid: Kid,
    proof: PinProof,
    delay_ms: u64,
    new: NewRecovery,
}

impl Act for Start {
    type Answer = Solemn<RecoveryView>;

    fn attempt(&self) -> Event {
        Event::new(EventType::RecoveryStarted, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<RecoveryView>> {
        let vault_id = self.new.vault_id;
        let vault = vaults::find(turn.tx, vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
        turn.attempt = turn.attempt.clone().in_vault(vault_id);
        if let Some(tries_left) = self.proof.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        let followers = facts::followers(turn.tx, vault_id).await?;
        let access = policy::start(&actor(turn.tx, self.account_id).await?, vault_id, &followers)?;
        self.make_way(turn).await?;
        let facts = RecoveryFacts {
            recovery_id: self.new.recovery_id,
            account_id: vault.owner,
            vault_id,
            means: self.new.means,
            credential_id: self.credential(turn.tx, vault.owner).await?,
            started_by: self.account_id,
            state: RecoveryState::Waiting,
            started_ms: turn.now_ms,
            approved_ms: None,
            released: false,
            delay_ms: self.delay_ms,
            untold: false,
        };
        recoveries::insert(turn.tx, &access, &facts, &self.new.one_time_key)
            .await
            .map_err(|error| enrolment::taken(error, "recovery_id"))?;
        if facts.means == RecoveryMeans::Sheet {
            let own =
                policy::approve(&actor(turn.tx, self.account_id).await?, &facts, &followers, false, &[], turn.now_ms)?;
            recoveries::approve(turn.tx, &own, &[], turn.now_ms).await?;
        }
        turn.done().await?;
        notices::tell(turn, vault.owner, NoticeKind::RecoveryStarted).await?;
        let recovery = find(turn.tx, facts.recovery_id, self.delay_ms).await?;
        Ok(Solemn::Done(view::one(turn.tx, &recovery).await?))
    }
}

impl Start {
    /// One request at a time: one that nobody finished in time makes way.
    async fn make_way(&self, turn: &mut Turn<'_>) -> Result<()> {
        for known in recoveries::of_vault(turn.tx, self.new.vault_id, self.delay_ms).await? {
            if known.facts.state != RecoveryState::Waiting {
                continue;
            }
            if turn.now_ms <= known.facts.lapses_ms() {
                return Err(Error::problem(ProblemCode::Conflict, "a recovery of this vault is under way"));
            }
            recoveries::lapse(turn.tx, &known).await?;
        }
        Ok(())
    }

    /// The credential that these means serve.
    async fn credential(&self, tx: &mut Tx, owner: AccountId) -> Result<CredentialId> {
        let kind = match self.new.means {
            RecoveryMeans::Sheet => CredentialKind::Sheet,
            RecoveryMeans::Guardians => CredentialKind::Guardians,
        };
        let all = credentials::of_account(tx, owner).await?;
        let found = all.iter().rev().find(|listed| listed.kind == kind && listed.stands());
        found.map(|listed| listed.credential_id).ok_or_else(|| Error::not_found(kind.code()))
    }
}

async fn find(tx: &mut Tx, recovery_id: RecoveryId, delay_ms: u64) -> Result<Recovery> {
    recoveries::find(tx, recovery_id, delay_ms).await?.ok_or_else(|| Error::not_found("recovery"))
}
