//! The life of an organisation's staff: suspended at once, resumed, removed for good; keys that turn.

use vault_core::api::{KeyTurn, MemberView, NamesLeft, NewKeys, ProblemCode, Removal, ResealedNames, Resumption};
use vault_core::certificate::CertificateKind;
use vault_core::ids::{AccountId, Kid, OrganisationId};
use vault_core::name;
use vault_core::vocabulary::{EventType, MemberState};

use super::organisation_keys::{self, turn_keys};
use super::pin::{PinProof, Solemn};
use super::views::People;
use super::{Caller, actor};
use crate::access;
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::organisations::{DirectoryEntry, Member};
use crate::store::{Tx, sessions, staff};

/// Who does something to whom, in which organisation.
#[derive(Debug, Clone, Copy)]
struct Among {
    account_id: AccountId,
    kid: Kid,
    organisation_id: OrganisationId,
    member_id: AccountId,
}

impl Among {
    fn new(caller: &Caller, organisation_id: OrganisationId, member_id: AccountId) -> Self {
        Self { account_id: caller.account_id, kid: caller.kid(), organisation_id, member_id }
    }

    /// The proof that the actor may, and the member.
    async fn enter(&self, turn: &mut Turn<'_>) -> Result<(access::RosterAccess, Member)> {
        let by = actor(turn.tx, self.account_id).await?;
        let access = access::other_member(&by, self.organisation_id, self.member_id)?;
        let member = staff::find(turn.tx, &access, self.member_id).await?;
        Ok((access, member.ok_or_else(|| Error::not_found("member"))?))
    }
}

/// Suspends a member: an emergency brake, which asks for no PIN and holds at once.
pub async fn suspend(
    app: &App,
    caller: Caller,
    organisation_id: OrganisationId,
    member_id: AccountId,
) -> Result<MemberView> {
    let act = Suspend(Among::new(&caller, organisation_id, member_id));
    app.ledger.perform_signed(act, caller.request).await
}

struct Suspend(Among);

impl Act for Suspend {
    type Answer = MemberView;

    fn attempt(&self) -> Event {
        Event::new(EventType::MemberSuspended, self.0.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<MemberView> {
        let (access, member) = self.0.enter(turn).await?;
        if member.state == MemberState::Active {
            staff::set_state(turn.tx, &access, member.account_id, MemberState::Suspended).await?;
            sessions::end_all(turn.tx, member.account_id).await?;
            turn.done().await?;
        }
        view(turn.tx, Member { state: MemberState::Suspended, ..member }).await
    }
}

/// Lets a member act again who was suspended, or had not come for long.
pub async fn resume(
    app: &App,
    caller: Caller,
    organisation_id: OrganisationId,
    member_id: AccountId,
    body: Resumption,
) -> Result<MemberView> {
    let proof = PinProof::new(&caller, &body.pin_tag)?;
    let act = Resume { among: Among::new(&caller, organisation_id, member_id), proof };
    app.ledger.perform_signed(act, caller.request).await?.into_result()
}

struct Resume {
    among: Among,
    proof: PinProof,
}

impl Act for Resume {
    type Answer = Solemn<MemberView>;

    fn attempt(&self) -> Event {
        Event::new(EventType::MemberResumed, self.among.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<MemberView>> {
        let (access, member) = self.among.enter(turn).await?;
        if let Some(tries_left) = self.proof.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        if member.state == MemberState::Suspended {
            staff::resume(turn.tx, &access, member.account_id, turn.now_ms).await?;
            turn.done().await?;
        }
        Ok(Solemn::Done(view(turn.tx, Member { state: MemberState::Active, ..member }).await?))
    }
}

/// Removes a member for good, and turns the organisation's keys in the same act.
pub async fn remove(
    app: &App,
    caller: Caller,
    organisation_id: OrganisationId,
    member_id: AccountId,
    body: Removal,
) -> Result<Vec<MemberView>> {
    let proof = PinProof::new(&caller, &body.pin_tag)?;
    let act = Remove { among: Among::new(&caller, organisation_id, member_id), proof, keys: body.keys };
    app.ledger.perform_signed(act, caller.request).await?.into_result()
}

struct Remove {
    among: Among,
    proof: PinProof,
    keys: NewKeys,
}

impl Act for Remove {
    type Answer = Solemn<Vec<MemberView>>;

    fn attempt(&self) -> Event {
        Event::new(EventType::MemberRemoved, self.among.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<Vec<MemberView>>> {
        let (access, member) = self.among.enter(turn).await?;
        if let Some(tries_left) = self.proof.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        staff::set_state(turn.tx, &access, member.account_id, MemberState::Removed).await?;
        staff::disable(turn.tx, &access, member.account_id).await?;
        sessions::end_all(turn.tx, member.account_id).await?;
        turn_keys(turn, &access, &self.keys).await?;
        turn.done().await?;
        turn.record(&Event::new(EventType::OrganisationKeysTurned, self.among.kid)).await?;
        Ok(Solemn::Done(members(turn.tx, access.member()).await?))
    }
}

/// Turns the organisation's keys: somebody may have seen them.
pub async fn turn(
    app: &App,
    caller: Caller,
    organisation_id: OrganisationId,
    body: KeyTurn,
) -> Result<Vec<MemberView>> {
    let proof = PinProof::new(&caller, &body.pin_tag)?;
    let act = TurnKeys { account_id: caller.account_id, kid: caller.kid(), organisation_id, proof, keys: body.keys };
    app.ledger.perform_signed(act, caller.request).await?.into_result()
}

struct TurnKeys {
    account_id: AccountId,
    kid: Kid,
    organisation_id: OrganisationId,
    proof: PinProof,
    keys: NewKeys,
}

impl Act for TurnKeys {
    type Answer = Solemn<Vec<MemberView>>;

    fn attempt(&self) -> Event {
        Event::new(EventType::OrganisationKeysTurned, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<Vec<MemberView>>> {
        let access = access::roster(&actor(turn.tx, self.account_id).await?, self.organisation_id)?;
        if let Some(tries_left) = self.proof.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        turn_keys(turn, &access, &self.keys).await?;
        turn.done().await?;
        Ok(Solemn::Done(members(turn.tx, access.member()).await?))
    }
}

/// Takes names that were sealed anew under the keys in force; gives how many are not yet.
pub async fn reseal(
    app: &App,
    caller: Caller,
    organisation_id: OrganisationId,
    new: ResealedNames,
) -> Result<NamesLeft> {
    let act = Reseal { account_id: caller.account_id, kid: caller.kid(), organisation_id, new };
    app.ledger.perform_signed(act, caller.request).await
}

struct Reseal {
    account_id: AccountId,
    kid: Kid,
    organisation_id: OrganisationId,
    new: ResealedNames,
}

impl Act for Reseal {
    type Answer = NamesLeft;

    fn attempt(&self) -> Event {
        Event::new(EventType::OrganisationKeysTurned, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<NamesLeft> {
        let access = access::roster(&actor(turn.tx, self.account_id).await?, self.organisation_id)?;
        let epoch = organisation_keys::chain(turn.tx, self.organisation_id).await?.current().epoch;
        if self.new.epoch != epoch {
            return Err(Error::problem(ProblemCode::Conflict, "epoch: not the one in force"));
        }
        let well_formed = self.new.entries.iter().all(|entry| name::is_sealed_len(entry.entry.len()));
        if !well_formed || self.new.entries.len() > ResealedNames::MAX {
            return Err(Error::problem(ProblemCode::InvalidRequest, "entries: too many, or one of a wrong length"));
        }
        let mut changed = 0;
        for name in &self.new.entries {
            let entry = DirectoryEntry { vault_id: name.vault_id, epoch, entry: name.entry.to_vec() };
            let done = staff::reseal(turn.tx, turn.lock, &mut turn.entropy, &access, &entry).await?;
            changed += u64::from(done);
        }
        if changed > 0 {
            turn.attempt.version = changed;
            turn.done().await?;
        }
        Ok(NamesLeft { left: staff::names_before(turn.tx, &access, epoch).await? })
    }
}

/// The members who were not removed, as members see them.
pub(super) async fn members(tx: &mut Tx, access: &access::MemberAccess) -> Result<Vec<MemberView>> {
    let mut views = Vec::new();
    for member in crate::store::organisations::members(tx, access).await? {
        views.push(view(tx, member).await?);
    }
    Ok(views)
}

async fn view(tx: &mut Tx, member: Member) -> Result<MemberView> {
    let certificates = People::default().chain(tx, CertificateKind::Account, member.account_id.as_bytes()).await?;
    Ok(MemberView {
        account_id: member.account_id,
        role: member.role,
        display_name: member.display_name,
        state: member.state,
        certificates,
    })
}
