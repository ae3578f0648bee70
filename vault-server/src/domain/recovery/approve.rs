//! A second person's word, and the word that stops everything.

use vault_core::api::{ProblemCode, RecoveryApproval, RecoveryView};
use vault_core::ids::{AccountId, Hash, Kid, RecoveryId};
use vault_core::keys::{SealingKey, VerifyingKey};
use vault_core::suite;
use vault_core::vocabulary::{EventType, NoticeKind, RecoveryMeans};
use vault_core::wrap::{About, Wrap};

use super::super::pin::{PinProof, Solemn};
use super::super::{Caller, actor, enrolment, notices};
use super::{find, view};
use crate::access::recovery::{self as policy, RECOVERY_APPROVALS};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::recoveries::{self, Recovery};
use crate::store::{facts, guardians, organisations};

/// A second member, or a guardian with both pieces, approves.
pub async fn approve(
    app: &App,
    caller: Caller,
    recovery_id: RecoveryId,
    approval: RecoveryApproval,
) -> Result<RecoveryView> {
    let act = Approve {
        account_id: caller.account_id,
        key: caller.key,
        proof: PinProof::new(&caller, &approval.pin_tag)?,
        delay_ms: app.limits.recovery_delay_ms,
        recovery_id,
        approval,
    };
    app.ledger.perform_signed(act, caller.request).await?.into_result()
}

struct Approve {
    account_id: AccountId,
    key: VerifyingKey,
    proof: PinProof,
    delay_ms: u64,
    recovery_id: RecoveryId,
    approval: RecoveryApproval,
}

impl Act for Approve {
    type Answer = Solemn<RecoveryView>;

    fn attempt(&self) -> Event {
        Event::new(EventType::RecoveryApproved, self.key.kid())
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<RecoveryView>> {
        let recovery = find(turn.tx, self.recovery_id, self.delay_ms).await?;
        let facts = &recovery.facts;
        turn.attempt = turn.attempt.clone().in_vault(facts.vault_id);
        if let Some(tries_left) = self.proof.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        let approver = actor(turn.tx, self.account_id).await?;
        let followers = facts::followers(turn.tx, facts.vault_id).await?;
        let guards = guardians::of_account(turn.tx, facts.account_id).await?;
        let guards = guards
            .iter()
            .any(|guardian| guardian.guardian_id == self.account_id && guardian.credential_id == facts.credential_id);
        let given = recoveries::approvals(turn.tx, self.recovery_id).await?;
        let given: Vec<AccountId> = given.iter().map(|approved| approved.account_id).collect();
        let access = policy::approve(&approver, facts, &followers, guards, &given, turn.now_ms)?;
        let pieces = self.keep_pieces(turn, &recovery).await?;
        recoveries::approve(turn.tx, &access, &pieces, turn.now_ms).await?;
        if given.len() + 1 >= RECOVERY_APPROVALS {
            recoveries::approved(turn.tx, &access, turn.now_ms).await?;
        }
        turn.done().await?;
        let recovery = find(turn.tx, self.recovery_id, self.delay_ms).await?;
        Ok(Solemn::Done(view::one(turn.tx, &recovery).await?))
    }
}

impl Approve {
    /// Two pieces of a guardian, made by the guardian for the one-time key of this request; none of a member.
    async fn keep_pieces(&self, turn: &mut Turn<'_>, recovery: &Recovery) -> Result<Vec<Hash>> {
        let wanted = match recovery.facts.means {
            RecoveryMeans::Sheet => 0,
            RecoveryMeans::Guardians => 2,
        };
        if self.approval.pieces.len() != wanted {
            return Err(Error::problem(ProblemCode::InvalidRequest, format!("pieces: {wanted}")));
        }
        let malformed = || Error::problem(ProblemCode::InvalidRequest, "pieces: sealed to the one-time key");
        let key = recovery.one_time_key.as_slice().try_into().ok().and_then(SealingKey::from_bytes);
        let key = key.ok_or_else(malformed)?;
        let about = About::recovery_piece(recovery.facts.vault_id, self.account_id);
        let mut hashes = Vec::with_capacity(wanted);
        for bytes in &self.approval.pieces {
            let wrap = Wrap::parse(bytes).map_err(Error::Malformed)?;
            wrap.verify(&self.key).map_err(Error::Malformed)?;
            wrap.check_about(&about).map_err(Error::Malformed)?;
            if !wrap.is_for(&key) {
                return Err(malformed());
            }
            organisations::insert_wrap(turn.tx, turn.lock, &mut turn.entropy, &wrap, bytes, None)
                .await
                .map_err(|error| enrolment::taken(error, "piece"))?;
            hashes.push(Hash::from_bytes(suite::sha256(&[bytes])));
        }
        Ok(hashes)
    }
}

/// The person, or a member of an organisation that follows them, stops a recovery. Easy on purpose: no PIN is asked again.
pub async fn stop(app: &App, caller: Caller, recovery_id: RecoveryId) -> Result<()> {
    let delay_ms = app.limits.recovery_delay_ms;
    let act = Stop { account_id: caller.account_id, kid: caller.kid(), delay_ms, recovery_id };
    app.ledger.perform_signed(act, caller.request).await
}

struct Stop {
    account_id: AccountId,
    kid: Kid,
    delay_ms: u64,
    recovery_id: RecoveryId,
}

impl Act for Stop {
    type Answer = ();

    fn attempt(&self) -> Event {
        Event::new(EventType::RecoveryStopped, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<()> {
        let recovery = find(turn.tx, self.recovery_id, self.delay_ms).await?;
        let facts = &recovery.facts;
        turn.attempt = turn.attempt.clone().in_vault(facts.vault_id);
        let followers = facts::followers(turn.tx, facts.vault_id).await?;
        let access = policy::stop(&actor(turn.tx, self.account_id).await?, facts, &followers, turn.now_ms)?;
        recoveries::stop(turn.tx, &access, turn.now_ms).await?;
        turn.done().await?;
        notices::tell(turn, facts.account_id, NoticeKind::RecoveryStopped).await?;
        Ok(())
    }
}
