//! Who may act for somebody who lost a card or forgot a PIN, and who may change their own credentials.

use vault_core::ids::{AccountId, OrganisationId, VaultId};
use vault_core::vocabulary::{AccountKind, ResultCode, Role};

use super::{Actor, Refusal, member, require_active};

/// How long a member's word counts towards a new PIN, in milliseconds.
pub const PIN_APPROVAL_MS: u64 = 15 * 60 * 1000;

/// How many different members must vouch for a new PIN.
pub const PIN_APPROVALS: usize = 2;

/// Proof: the account may change its own credentials.
#[derive(Debug)]
pub struct CredentialAccess {
    account_id: AccountId,
}

impl CredentialAccess {
    /// At the end of a recovery: its proof stands for the account.
    pub(super) const fn after_recovery(account_id: AccountId) -> Self {
        Self { account_id }
    }

    /// Whose credentials.
    #[must_use]
    pub const fn account_id(&self) -> AccountId {
        self.account_id
    }
}

/// Proof: the actor is a professional or référent of an organisation that the owner of this vault trusts.
#[derive(Debug)]
pub struct FollowerAccess {
    member: AccountId,
    organisation: OrganisationId,
    vault: VaultId,
}

impl FollowerAccess {
    /// Who.
    #[must_use]
    pub const fn account_id(&self) -> AccountId {
        self.member
    }

    /// For which organisation.
    #[must_use]
    pub const fn organisation_id(&self) -> OrganisationId {
        self.organisation
    }

    /// Whose vault.
    #[must_use]
    pub const fn vault_id(&self) -> VaultId {
        self.vault
    }
}

/// Proof: two different members vouched just now for the owner of this vault.
#[derive(Debug)]
pub struct PinResetAccess {
    vault_id: VaultId,
}

impl PinResetAccess {
    /// Whose vault.
    #[must_use]
    pub const fn vault_id(&self) -> VaultId {
        self.vault_id
    }
}

/// One member's word.
#[derive(Debug)]
pub struct Vouching {
    /// Proof that the member may, now.
    pub by: FollowerAccess,
    /// When it was given, Unix milliseconds.
    pub approved_ms: u64,
}

/// May the actor change the credentials of the own account?
pub fn own_credentials(actor: &Actor) -> Result<CredentialAccess, Refusal> {
    require_active(actor)?;
    Ok(CredentialAccess { account_id: actor.account_id })
}

/// May the actor enrol a computer that then asks for the PIN alone? Staff only: persons come to shared computers.
pub fn own_device(actor: &Actor) -> Result<(), Refusal> {
    require_active(actor)?;
    if actor.kind == AccountKind::Staff { Ok(()) } else { Err(Refusal::plain(ResultCode::NotAllowed)) }
}

/// Does the actor help the owner of this vault, whom `trusted` follow?
pub fn follower(actor: &Actor, vault_id: VaultId, trusted: &[OrganisationId]) -> Result<FollowerAccess, Refusal> {
    require_active(actor)?;
    let Some((organisation_id, _)) = actor.membership else { return Err(Refusal::plain(ResultCode::NotAllowed)) };
    let access = member(actor, organisation_id, &[Role::Referent, Role::Professional])?;
    if trusted.contains(&organisation_id) {
        Ok(FollowerAccess { member: actor.account_id, organisation: access.organisation_id(), vault: vault_id })
    } else {
        Err(Refusal::plain(ResultCode::NotTrusted))
    }
}

/// Have two different members vouched in the last quarter of an hour, the actor among them? `given`: each member once.
pub fn pin_reset(actor: &FollowerAccess, given: &[Vouching], now_ms: u64) -> Result<PinResetAccess, Refusal> {
    let of_vault = || given.iter().filter(|vouching| vouching.by.vault == actor.vault);
    let fresh = |vouching: &&Vouching| now_ms <= vouching.approved_ms + PIN_APPROVAL_MS;
    let own = of_vault().filter(fresh).any(|vouching| vouching.by.member == actor.member);
    if own && of_vault().filter(fresh).count() >= PIN_APPROVALS {
        return Ok(PinResetAccess { vault_id: actor.vault });
    }
    let late = of_vault().count() >= PIN_APPROVALS && !of_vault().any(|vouching| fresh(&vouching));
    Err(Refusal::plain(if late { ResultCode::TooLate } else { ResultCode::SecondPersonMissing }))
}
