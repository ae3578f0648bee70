//! When the server lets go of its half without a PIN: never for one person alone, never at once.

use vault_core::ids::{AccountId, CredentialId, OrganisationId, RecoveryId, VaultId};
use vault_core::vocabulary::{RecoveryMeans, RecoveryState, ResultCode, Role};

use super::{Actor, CredentialAccess, FollowerAccess, Refusal, follower, member, require_active};

/// Approvals that a recovery needs: two members, or two guardians.
pub const RECOVERY_APPROVALS: usize = 2;

/// How long a recovery may be finished once its delay has passed, and how long it waits for approvals, in milliseconds.
pub const RECOVERY_OPEN_MS: u64 = 30 * 24 * 3600 * 1000;

/// What policy needs to know of a recovery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecoveryFacts {
    /// The request.
    pub recovery_id: RecoveryId,
    /// Whose account.
    pub account_id: AccountId,
    /// Whose vault.
    pub vault_id: VaultId,
    /// By what.
    pub means: RecoveryMeans,
    /// The sheet's credential, or the guardians'.
    pub credential_id: CredentialId,
    /// Who started it.
    pub started_by: AccountId,
    /// Where it stands.
    pub state: RecoveryState,
    /// When it was started, Unix milliseconds.
    pub started_ms: u64,
    /// When the last approval came that was missing.
    pub approved_ms: Option<u64>,
    /// Whether the server has let go of its half before.
    pub released: bool,
    /// How long everybody has to stop it, in milliseconds.
    pub delay_ms: u64,
    /// Whether a channel of the person was not even tried yet.
    pub untold: bool,
}

impl RecoveryFacts {
    /// From when it may be finished. Counted from the last approval, which is the later moment: whoever starts a request
    /// and has it approved on the last day gains nothing.
    #[must_use]
    pub fn ready_ms(&self) -> Option<u64> {
        self.approved_ms.map(|approved| approved + self.delay_ms)
    }

    /// Until when it may be approved, then finished.
    #[must_use]
    pub fn lapses_ms(&self) -> u64 {
        self.ready_ms().unwrap_or(self.started_ms) + RECOVERY_OPEN_MS
    }

    /// Refuses a request that is over.
    fn open(&self, now_ms: u64) -> Result<(), Refusal> {
        match self.state {
            RecoveryState::Stopped => Err(Refusal::plain(ResultCode::Stopped)),
            RecoveryState::Finished | RecoveryState::Lapsed => Err(Refusal::plain(ResultCode::TooLate)),
            RecoveryState::Waiting if now_ms > self.lapses_ms() => Err(Refusal::plain(ResultCode::TooLate)),
            RecoveryState::Waiting => Ok(()),
        }
    }
}

/// Proof: the actor's approval of this recovery counts.
#[derive(Debug)]
pub struct ApprovalAccess {
    recovery: RecoveryId,
    by: AccountId,
    organisation: Option<OrganisationId>,
}

impl ApprovalAccess {
    /// Which request.
    #[must_use]
    pub const fn recovery_id(&self) -> RecoveryId {
        self.recovery
    }

    /// Whose approval.
    #[must_use]
    pub const fn account_id(&self) -> AccountId {
        self.by
    }

    /// For which organisation; none for a guardian.
    #[must_use]
    pub const fn organisation_id(&self) -> Option<OrganisationId> {
        self.organisation
    }
}

/// Proof: the actor may stop this recovery.
#[derive(Debug)]
pub struct StopAccess {
    recovery: RecoveryId,
}

impl StopAccess {
    /// Which request.
    #[must_use]
    pub const fn recovery_id(&self) -> RecoveryId {
        self.recovery
    }
}

/// Proof: approvals, delay and notices are there, and the one who started the recovery asks.
#[derive(Debug)]
pub struct ReleaseAccess {
    recovery: RecoveryId,
    account: AccountId,
    credential: CredentialId,
}

impl ReleaseAccess {
    /// Which request.
    #[must_use]
    pub const fn recovery_id(&self) -> RecoveryId {
        self.recovery
    }

    /// The credential whose half b is released.
    #[must_use]
    pub const fn credential_id(&self) -> CredentialId {
        self.credential
    }

    /// The account's credentials are replaced at the end.
    #[must_use]
    pub const fn credentials(&self) -> CredentialAccess {
        CredentialAccess::after_recovery(self.account)
    }
}

/// May the actor start a recovery of this vault? The proof serves to write it.
pub fn start(actor: &Actor, vault_id: VaultId, followers: &[OrganisationId]) -> Result<FollowerAccess, Refusal> {
    follower(actor, vault_id, followers)
}

/// May the actor approve? `guards`: whether the actor is a guardian of this very credential; `given`: who approved.
pub fn approve(
    actor: &Actor,
    facts: &RecoveryFacts,
    followers: &[OrganisationId],
    guards: bool,
    given: &[AccountId],
    now_ms: u64,
) -> Result<ApprovalAccess, Refusal> {
    require_active(actor)?;
    facts.open(now_ms)?;
    let organisation = match facts.means {
        RecoveryMeans::Sheet => Some(follower(actor, facts.vault_id, followers)?.organisation_id()),
        RecoveryMeans::Guardians if !guards => return Err(Refusal::plain(ResultCode::NotAllowed)),
        // The organisation's word and a guardian's are two people's.
        RecoveryMeans::Guardians if actor.account_id == facts.started_by => {
            return Err(Refusal::plain(ResultCode::SecondPersonMissing));
        }
        RecoveryMeans::Guardians => None,
    };
    if given.contains(&actor.account_id) {
        return Err(Refusal::plain(ResultCode::SecondPersonMissing));
    }
    Ok(ApprovalAccess { recovery: facts.recovery_id, by: actor.account_id, organisation })
}

/// May the actor stop it? The person, and every member of an organisation that follows them, in whichever role.
pub fn stop(
    actor: &Actor,
    facts: &RecoveryFacts,
    followers: &[OrganisationId],
    now_ms: u64,
) -> Result<StopAccess, Refusal> {
    require_active(actor)?;
    if actor.account_id != facts.account_id {
        match actor.membership {
            Some((organisation, _)) if followers.contains(&organisation) => {
                member(actor, organisation, &[Role::Referent, Role::Professional, Role::Desk])?;
            }
            Some(_) => return Err(Refusal::plain(ResultCode::NotTrusted)),
            None => return Err(Refusal::plain(ResultCode::NotAllowed)),
        }
    }
    facts.open(now_ms)?;
    Ok(StopAccess { recovery: facts.recovery_id })
}

/// Is the actor one of these guardians?
pub fn rehearse(actor: &Actor, named: &[AccountId]) -> Result<(), Refusal> {
    require_active(actor)?;
    if named.contains(&actor.account_id) { Ok(()) } else { Err(Refusal::plain(ResultCode::NotAllowed)) }
}

/// May the server let go of its half, now?
pub fn release(starter: &FollowerAccess, facts: &RecoveryFacts, now_ms: u64) -> Result<ReleaseAccess, Refusal> {
    let refused = |reason| Err(Refusal::plain(reason));
    if starter.account_id() != facts.started_by || starter.vault_id() != facts.vault_id {
        return refused(ResultCode::NotAllowed);
    }
    facts.open(now_ms)?;
    match facts.ready_ms() {
        None => refused(ResultCode::SecondPersonMissing),
        Some(ready) if now_ms < ready || facts.untold => refused(ResultCode::TooEarly),
        Some(_) => Ok(ReleaseAccess {
            recovery: facts.recovery_id,
            account: facts.account_id,
            credential: facts.credential_id,
        }),
    }
}

/// May the new card take the place of all former credentials? As for the release, which must have come before.
pub fn enrolment(starter: &FollowerAccess, facts: &RecoveryFacts, now_ms: u64) -> Result<ReleaseAccess, Refusal> {
    let access = release(starter, facts, now_ms)?;
    if facts.released { Ok(access) } else { Err(Refusal::plain(ResultCode::TooEarly)) }
}
