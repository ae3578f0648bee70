//! A member of an organisation who forgot the PIN, card in hand: two other members vouch, one of them a référent. The new PIN
//! is then set by the same act as a person's ([`super::pin_reset::reset`]).

use vault_core::api::{MemberPinApproval, PinResetApproved};
use vault_core::ids::{AccountId, Kid};
use vault_core::vocabulary::EventType;

use super::pin::{PinProof, Solemn};
use super::{Caller, actor, pin_reset};
use crate::access::{self, ColleagueAccess, MemberPinAccess, MemberVouching};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::{credentials, facts};

/// A member vouches for another.
pub async fn approve(app: &App, caller: Caller, approval: MemberPinApproval) -> Result<PinResetApproved> {
    let proof = PinProof::new(&caller, &approval.pin_tag)?;
    let act = Approve { account_id: caller.account_id, kid: caller.kid(), proof, member_id: approval.member_id };
    app.ledger.perform_signed(act, caller.request).await?.into_result()
}

struct Approve {
    account_id: AccountId,
    kid: Kid,
    proof: PinProof,
    member_id: AccountId,
}

impl Act for Approve {
    type Answer = Solemn<PinResetApproved>;

    fn attempt(&self) -> Event {
        Event::new(EventType::PinResetApproved, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<PinResetApproved>> {
        if let Some(tries_left) = self.proof.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        let access = colleague(turn, self.account_id, self.member_id).await?;
        credentials::approve_member_pin(turn.tx, &access, turn.now_ms).await?;
        turn.done().await?;
        let given = given(turn, self.member_id).await?;
        let given_ms = given.iter().map(|vouching| vouching.approved_ms);
        Ok(Solemn::Done(pin_reset::approved(given_ms, turn.now_ms)))
    }
}

/// The proof that two members vouched just now for this one, the actor among them.
pub(super) async fn vouched(
    turn: &mut Turn<'_>,
    account_id: AccountId,
    member_id: AccountId,
) -> Result<MemberPinAccess> {
    let colleague = colleague(turn, account_id, member_id).await?;
    let given = given(turn, member_id).await?;
    Ok(access::member_pin(&colleague, &given, turn.now_ms)?)
}

/// Somebody who belongs to no organisation has nobody to vouch for them here.
async fn colleague(turn: &mut Turn<'_>, account_id: AccountId, member_id: AccountId) -> Result<ColleagueAccess> {
    let unknown = || Error::not_found("member");
    let other = facts::actor(turn.tx, member_id).await?.ok_or_else(unknown)?;
    let (organisation_id, _) = other.membership.ok_or_else(unknown)?;
    Ok(access::colleague(&actor(turn.tx, account_id).await?, &other, organisation_id)?)
}

/// Who vouched and still may: a member who was suspended or removed since counts no more.
async fn given(turn: &mut Turn<'_>, member_id: AccountId) -> Result<Vec<MemberVouching>> {
    let mut given = Vec::new();
    for (account_id, approved_ms) in credentials::member_pin_approvals(turn.tx, member_id).await? {
        match colleague(turn, account_id, member_id).await {
            Ok(by) => given.push(MemberVouching { by, approved_ms }),
            Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(given)
}
