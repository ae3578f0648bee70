//! Who may log in, and who may say who belongs to an organisation.

use vault_core::ids::{AccountId, OrganisationId};
use vault_core::vocabulary::{ResultCode, Role};

use super::{Actor, MemberAccess, Refusal, member, require_active};

/// Proof: this account may say who belongs to this organisation, and turn its keys.
#[derive(Debug)]
pub struct RosterAccess {
    member: MemberAccess,
}

impl RosterAccess {
    /// As a member.
    #[must_use]
    pub const fn member(&self) -> &MemberAccess {
        &self.member
    }

    /// The organisation.
    #[must_use]
    pub const fn organisation_id(&self) -> OrganisationId {
        self.member.organisation_id()
    }
}

/// May the actor say who belongs to this organisation? Its référents only.
pub fn roster(actor: &Actor, organisation_id: OrganisationId) -> Result<RosterAccess, Refusal> {
    member(actor, organisation_id, &[Role::Referent]).map(|member| RosterAccess { member })
}

/// The same, about somebody else: nobody suspends or removes themself. So a référent who may act always remains, and
/// nobody leaves with new keys that they have made.
pub fn other_member(
    actor: &Actor,
    organisation_id: OrganisationId,
    account_id: AccountId,
) -> Result<RosterAccess, Refusal> {
    let access = roster(actor, organisation_id)?;
    if actor.account_id == account_id { Err(Refusal::plain(ResultCode::NotAllowed)) } else { Ok(access) }
}

/// May this account log in? One that was invited has no keys yet, and logs in to make them.
pub fn enter(actor: &Actor, invited: bool) -> Result<(), Refusal> {
    if invited { Ok(()) } else { require_active(actor) }
}
