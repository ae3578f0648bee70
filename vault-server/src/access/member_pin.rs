//! A member who forgot the PIN: who may vouch for them, and when two words are enough.

use vault_core::ids::{AccountId, OrganisationId};
use vault_core::vocabulary::{ResultCode, Role};

use super::{Actor, PIN_APPROVAL_MS, PIN_APPROVALS, Refusal, member, require_active};

/// Proof: the actor is a professional or référent of the same organisation as this member, who may act.
#[derive(Debug)]
pub struct ColleagueAccess {
    account_id: AccountId,
    role: Role,
    member_id: AccountId,
}

impl ColleagueAccess {
    /// Who vouches.
    #[must_use]
    pub const fn account_id(&self) -> AccountId {
        self.account_id
    }

    /// For whom.
    #[must_use]
    pub const fn member_id(&self) -> AccountId {
        self.member_id
    }
}

/// Proof: two different members, one of them a référent, vouched just now for this member.
#[derive(Debug)]
pub struct MemberPinAccess {
    member_id: AccountId,
}

impl MemberPinAccess {
    /// Whose PIN.
    #[must_use]
    pub const fn member_id(&self) -> AccountId {
        self.member_id
    }
}

/// One member's word for another.
#[derive(Debug)]
pub struct MemberVouching {
    /// Proof that the member may, now.
    pub by: ColleagueAccess,
    /// When it was given, Unix milliseconds.
    pub approved_ms: u64,
}

/// May the actor vouch for this member of that organisation? Nobody vouches for themself, nor for a member who may not act:
/// who was suspended is first resumed.
pub fn colleague(actor: &Actor, other: &Actor, organisation_id: OrganisationId) -> Result<ColleagueAccess, Refusal> {
    let access = member(actor, organisation_id, &[Role::Referent, Role::Professional])?;
    if actor.account_id == other.account_id {
        return Err(Refusal::plain(ResultCode::NotAllowed));
    }
    require_active(other)?;
    Ok(ColleagueAccess { account_id: actor.account_id, role: access.role(), member_id: other.account_id })
}

/// Have two different members vouched in the last quarter of an hour, the actor among them and a référent among them?
/// `given`: each member once.
pub fn member_pin(actor: &ColleagueAccess, given: &[MemberVouching], now_ms: u64) -> Result<MemberPinAccess, Refusal> {
    let for_member = || given.iter().filter(|vouching| vouching.by.member_id == actor.member_id);
    let fresh = |vouching: &&MemberVouching| now_ms <= vouching.approved_ms + PIN_APPROVAL_MS;
    let own = for_member().filter(fresh).any(|vouching| vouching.by.account_id == actor.account_id);
    if own && for_member().filter(fresh).count() >= PIN_APPROVALS {
        let referent = for_member().filter(fresh).any(|vouching| vouching.by.role == Role::Referent);
        return if referent {
            Ok(MemberPinAccess { member_id: actor.member_id })
        } else {
            Err(Refusal::plain(ResultCode::RoleForbids))
        };
    }
    let late = for_member().count() >= PIN_APPROVALS && !for_member().any(|vouching| fresh(&vouching));
    Err(Refusal::plain(if late { ResultCode::TooLate } else { ResultCode::SecondPersonMissing }))
}
