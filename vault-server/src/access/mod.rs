//! Policy, as a pure function: facts and a time in, a proof or a refusal out.
//!
//! The proofs ([`FolderAccess`], [`OwnerAccess`], [`MemberAccess`], [`LogAccess`], and those of the modules) have private
//! fields and no other maker: the functions of `store` that change or release something take one,
//! so that forgetting a check does not compile.

pub mod amend;
pub mod erasure;
mod leaving;
mod member_pin;
mod own;
mod people;
pub mod recovery;
pub mod remind;
mod staff;
mod tie;

pub use member_pin::{ColleagueAccess, MemberPinAccess, MemberVouching, colleague, member_pin};
pub use staff::{RosterAccess, enter, other_member, roster};
pub use tie::{TieAccess, tie};

pub use leaving::{
    ClosingFacts, DestructionAccess, EntryAccess, claimed_entry, decision_entry, destroyed_before, destruction,
    own_entry,
};

use std::marker::PhantomData;

use vault_core::ids::{AccountId, FolderId, MandateId, OrganisationId, VaultId};
use vault_core::mandate::Rights;
use vault_core::vocabulary::{AccountKind, Purpose, ResultCode, Role};

pub use own::{OwnAccess, own};
pub use people::{
    CredentialAccess, FollowerAccess, PIN_APPROVAL_MS, PIN_APPROVALS, PinResetAccess, Vouching, follower,
    own_credentials, own_device, pin_reset,
};

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub account_id: AccountId,
    /// What it is.
    pub kind: AccountKind,
    /// Whether it may act at all.
    pub active: bool,
    /// Whether its organisation has suspended it.
    pub suspended: bool,
    /// The organisation and the role in it.
    pub membership: Option<(OrganisationId, Role)>,
}

/// A vault and the mandates given on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultFacts {
    /// The vault.
    pub vault_id: VaultId,
    /// Whose it is.
    pub owner: AccountId,
    /// Every mandate of this vault that names the actor or the actor's organisation.
    pub mandates: Vec<MandateFacts>,
    /// Whether its owner asked for its end: then only the owner still reads, and nobody adds.
    pub closing: bool,
}

/// What policy needs to know of a mandate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MandateFacts {
    /// The mandate.
    pub mandate_id: MandateId,
    /// Whether it was given to the actor's organisation (roles apply) or to the actor.
    pub to_organisation: bool,
    /// What it allows.
    pub rights: Rights,
    /// The folders that it covers.
    pub folders: Vec<FolderId>,
    /// For which démarche.
    pub purpose: Purpose,
    /// First moment, Unix seconds.
    pub not_before_s: u64,
    /// Last second, Unix seconds, inclusive.
    pub not_after_s: u64,
    /// Whether it was revoked.
    pub revoked: bool,
}

/// Why something was refused, and under which mandate it was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// The reason.
    pub reason: ResultCode,
    /// The mandate that came nearest, or none.
    pub mandate_id: MandateId,
}

impl Refusal {
    /// A refusal for which no mandate matters.
    #[must_use]
    pub const fn plain(reason: ResultCode) -> Self {
        Self { reason, mandate_id: MandateId::NONE }
    }
}

/// What one wants to do in a folder.
pub trait Need {
    /// The right that a mandate must give.
    const RIGHT: Rights;
    /// Whether the owner may still do it while the vault is being closed.
    const WHILE_CLOSING: bool = false;
    /// Whether a member of an organisation with this role may use its mandates for it.
    fn role_may(role: Role) -> bool;
}

/// To read: records, openings.
#[derive(Debug, Clone, Copy)]
pub enum Read {}

impl Need for Read {
    const RIGHT: Rights = Rights::READ;
    const WHILE_CLOSING: bool = true;

    fn role_may(role: Role) -> bool {
        matches!(role, Role::Referent | Role::Professional)
    }
}

/// To add documents.
#[derive(Debug, Clone, Copy)]
pub enum Deposit {}

impl Need for Deposit {
    const RIGHT: Rights = Rights::DEPOSIT;

    fn role_may(role: Role) -> bool {
        matches!(role, Role::Referent | Role::Professional | Role::Desk)
    }
}

/// On what an access rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// It is the person's own vault.
    Owner,
    /// A mandate of that purpose.
    Mandate(MandateId, Purpose),
}

impl Ground {
    /// The mandate as the log writes it: zeros for the owner.
    #[must_use]
    pub const fn mandate_id(self) -> MandateId {
        match self {
            Self::Owner => MandateId::NONE,
            Self::Mandate(mandate_id, _) => mandate_id,
        }
    }

    /// The purpose that the mandate names.
    #[must_use]
    pub const fn purpose(self) -> Purpose {
        match self {
            Self::Owner => Purpose::None,
            Self::Mandate(_, purpose) => purpose,
        }
    }
}

/// Proof: this account may do `N` in this folder of this vault, now.
#[derive(Debug)]
pub struct FolderAccess<N> {
    account_id: AccountId,
    vault_id: VaultId,
    folder_id: FolderId,
    ground: Ground,
    need: PhantomData<N>,
}

impl<N> FolderAccess<N> {
    /// Who.
    #[must_use]
    pub const fn account_id(&self) -> AccountId {
        self.account_id
    }

    /// In which vault.
    #[must_use]
    pub const fn vault_id(&self) -> VaultId {
        self.vault_id
    }

    /// In which folder.
    #[must_use]
    pub const fn folder_id(&self) -> FolderId {
        self.folder_id
    }

    /// On what it rests.
    #[must_use]
    pub const fn ground(&self) -> Ground {
        self.ground
    }
}

/// Proof: this account owns this vault.
#[derive(Debug)]
pub struct OwnerAccess {
    vault_id: VaultId,
}

impl OwnerAccess {
    /// The vault.
    #[must_use]
    pub const fn vault_id(&self) -> VaultId {
        self.vault_id
    }
}

/// Proof: this account acts as a member of this organisation, in a role that may.
#[derive(Debug)]
pub struct MemberAccess {
    organisation_id: OrganisationId,
    role: Role,
}

impl MemberAccess {
    /// The organisation.
    #[must_use]
    pub const fn organisation_id(&self) -> OrganisationId {
        self.organisation_id
    }

    /// The role.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }
}

/// Proof: this account may read log bodies, of one vault or of all.
#[derive(Debug)]
pub struct LogAccess {
    vault_id: Option<VaultId>,
    names: bool,
}

impl LogAccess {
    /// The vault; none for the whole log.
    #[must_use]
    pub const fn vault_id(&self) -> Option<VaultId> {
        self.vault_id
    }

    /// Whether names of staff may be told.
    #[must_use]
    pub const fn names(&self) -> bool {
        self.names
    }
}

/// May the actor do `N` in this folder?
pub fn folder<N: Need>(
    actor: &Actor,
    vault: &VaultFacts,
    folder_id: FolderId,
    asked: Option<MandateId>,
    now_ms: u64,
) -> Result<FolderAccess<N>, Refusal> {
    require_active(actor)?;
    let ground = if vault.owner == actor.account_id {
        Ground::Owner
    } else {
        best_mandate::<N>(actor, vault, folder_id, asked, now_ms)?
    };
    if vault.closing && !(ground == Ground::Owner && N::WHILE_CLOSING) {
        return Err(Refusal { reason: ResultCode::VaultClosing, mandate_id: ground.mandate_id() });
    }
    Ok(FolderAccess { account_id: actor.account_id, vault_id: vault.vault_id, folder_id, ground, need: PhantomData })
}

/// In which of these folders may the actor do `N`? Refused when in none.
pub fn folders<N: Need>(
    actor: &Actor,
    vault: &VaultFacts,
    among: &[FolderId],
    asked: Option<MandateId>,
    now_ms: u64,
) -> Result<Vec<FolderAccess<N>>, Refusal> {
    let mut granted = Vec::new();
    let mut refused = None;
    for folder_id in among {
        match folder::<N>(actor, vault, *folder_id, asked, now_ms) {
            Ok(access) => granted.push(access),
            Err(refusal) => refused = Some(nearest(refused, refusal)),
        }
    }
    if granted.is_empty() { Err(refused.unwrap_or(Refusal::plain(ResultCode::NoMandate))) } else { Ok(granted) }
}

/// Does the actor own this vault?
pub fn owner(actor: &Actor, vault_id: VaultId, owner: AccountId) -> Result<OwnerAccess, Refusal> {
    require_active(actor)?;
    if owner == actor.account_id { Ok(OwnerAccess { vault_id }) } else { Err(Refusal::plain(ResultCode::NotAllowed)) }
}

/// Does the actor belong to this organisation, in one of these roles?
pub fn member(actor: &Actor, organisation_id: OrganisationId, roles: &[Role]) -> Result<MemberAccess, Refusal> {
    require_active(actor)?;
    match actor.membership {
        Some((own, role)) if own == organisation_id => {
            if roles.contains(&role) {
                Ok(MemberAccess { organisation_id, role })
            } else {
                Err(Refusal::plain(ResultCode::RoleForbids))
            }
        }
        _ => Err(Refusal::plain(ResultCode::NotAMember)),
    }
}

/// May the actor, who belongs to no organisation yet, create one?
pub fn founder(actor: &Actor) -> Result<(), Refusal> {
    require_active(actor)?;
    if actor.kind == AccountKind::Staff && actor.membership.is_none() {
        Ok(())
    } else {
        Err(Refusal::plain(ResultCode::NotAllowed))
    }
}

/// May the actor give up, for the recipient, a mandate that it holds?
pub fn recipient(
    actor: &Actor,
    to_account: Option<AccountId>,
    to_organisation: Option<OrganisationId>,
) -> Result<(), Refusal> {
    require_active(actor)?;
    if to_account == Some(actor.account_id) {
        return Ok(());
    }
    match to_organisation {
        Some(organisation_id) => member(actor, organisation_id, &[Role::Referent, Role::Professional]).map(drop),
        None => Err(Refusal::plain(ResultCode::NotAllowed)),
    }
}

/// May the actor read the log of this vault (its owner, an auditor), or all of it (an auditor)?
pub fn log(actor: &Actor, vault: Option<(VaultId, AccountId)>) -> Result<LogAccess, Refusal> {
    require_active(actor)?;
    let vault_id = vault.map(|(vault_id, _)| vault_id);
    if actor.kind == AccountKind::Auditor {
        return Ok(LogAccess { vault_id, names: false });
    }
    match vault {
        Some((_, owner)) if owner == actor.account_id => Ok(LogAccess { vault_id, names: true }),
        _ => Err(Refusal::plain(ResultCode::NotAllowed)),
    }
}

const fn require_active(actor: &Actor) -> Result<(), Refusal> {
    if !actor.active {
        Err(Refusal::plain(ResultCode::AccountDisabled))
    } else if actor.suspended {
        Err(Refusal::plain(ResultCode::MemberSuspended))
    } else {
        Ok(())
    }
}

/// The first mandate that allows it; otherwise the refusal that tells most.
fn best_mandate<N: Need>(
    actor: &Actor,
    vault: &VaultFacts,
    folder_id: FolderId,
    asked: Option<MandateId>,
    now_ms: u64,
) -> Result<Ground, Refusal> {
    let mut refused = None;
    for mandate in vault.mandates.iter().filter(|mandate| asked.is_none_or(|id| id == mandate.mandate_id)) {
        match judge::<N>(actor, mandate, folder_id, now_ms) {
            ResultCode::Done => return Ok(Ground::Mandate(mandate.mandate_id, mandate.purpose)),
            reason => refused = Some(nearest(refused, Refusal { reason, mandate_id: mandate.mandate_id })),
        }
    }
    Err(refused.unwrap_or(Refusal::plain(ResultCode::NoMandate)))
}

fn judge<N: Need>(actor: &Actor, mandate: &MandateFacts, folder_id: FolderId, now_ms: u64) -> ResultCode {
    let second = now_ms / 1000;
    if !mandate.folders.contains(&folder_id) {
        ResultCode::NoMandate
    } else if mandate.revoked {
        ResultCode::MandateRevoked
    } else if second > mandate.not_after_s {
        ResultCode::MandateExpired
    } else if second < mandate.not_before_s {
        ResultCode::MandateNotStarted
    } else if !mandate.rights.contains(N::RIGHT) {
        ResultCode::RightMissing
    } else if mandate.to_organisation && !actor.membership.is_some_and(|(_, role)| N::role_may(role)) {
        ResultCode::RoleForbids
    } else {
        ResultCode::Done
    }
}

/// Of two refusals, the one that came nearer to being allowed.
fn nearest(known: Option<Refusal>, other: Refusal) -> Refusal {
    const fn nearness(reason: ResultCode) -> u8 {
        match reason {
            ResultCode::VaultClosing => 6,
            ResultCode::RoleForbids => 5,
            ResultCode::RightMissing => 4,
            ResultCode::MandateNotStarted => 3,
            ResultCode::MandateRevoked => 2,
            ResultCode::MandateExpired => 1,
            _ => 0,
        }
    }
    match known {
        Some(known) if nearness(known.reason) >= nearness(other.reason) => known,
        _ => other,
    }
}

#[cfg(test)]
mod tests;
