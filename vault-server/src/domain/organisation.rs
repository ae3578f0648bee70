//! Organisations: created by an invited référent, joined by members, each with what is sealed to them.

use vault_core::api::{
    Bytes, DirectoryEntryView, DirectoryView, MemberView, NewMember, NewOrganisation, OrganisationView, ProblemCode,
    SeedsView,
};
use vault_core::certificate::{CertificateKind, Chain};
use vault_core::ids::{AccountId, Kid, OrganisationId};
use vault_core::vocabulary::{AccountKind, EventType, Role};
use vault_core::wrap::{About, MemberEpoch, Wrap, WrapKind};

use super::{Caller, actor, enrolment, views};
use crate::access;
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::accounts::{self, Account, AccountStatus};
use crate::store::organisations;

/// Longest public name, in characters.
const MAX_NAME: usize = 120;

/// Every role.
const ANY_ROLE: &[Role] = &[Role::Referent, Role::Professional, Role::Desk];

/// Creates an organisation.
pub async fn create(app: &App, caller: Caller, new: NewOrganisation) -> Result<OrganisationView> {
    let act = Create { account_id: caller.account_id, kid: caller.kid(), new };
    app.ledger.perform_signed(act, caller.request).await
}

struct Create {
    account_id: AccountId,
    kid: Kid,
    new: NewOrganisation,
}

impl Act for Create {
    type Answer = OrganisationView;

    fn attempt(&self) -> Event {
        Event::new(EventType::OrganisationCreated, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<OrganisationView> {
        let new = &self.new;
        let founder = actor(turn.tx, self.account_id).await?;
        access::founder(&founder)?;
        let name = enrolment::check_text(&new.name, MAX_NAME, "name")?;
        let chain = Chain::verify_organisation(&[&new.certificate], new.organisation_id).map_err(Error::Malformed)?;
        let mut own = accounts::chain(turn.tx, CertificateKind::Account, self.account_id.as_bytes()).await?;
        own.push(new.member_certificate.to_vec());
        Chain::verify_staff(&own, self.account_id, &chain).map_err(Error::Malformed)?;

        organisations::insert(turn.tx, new.organisation_id, &name, turn.now_ms)
            .await
            .map_err(|error| enrolment::taken(error, "organisation_id"))?;
        enrolment::publish_next(turn, &new.certificate).await?;
        enrolment::publish_next(turn, &new.member_certificate).await?;
        organisations::insert_member(turn.tx, new.organisation_id, self.account_id, Role::Referent, turn.now_ms)
            .await?;
        keep_seeds(turn, &chain, self.account_id, Role::Referent, &new.seeds).await?;
        turn.done().await?;
        Ok(OrganisationView { organisation_id: new.organisation_id, name, certificates: vec![new.certificate.clone()] })
    }
}

/// Enrols a member.
pub async fn add_member(
    app: &App,
    caller: Caller,
    organisation_id: OrganisationId,
    new: NewMember,
) -> Result<MemberView> {
    let act = AddMember { account_id: caller.account_id, kid: caller.kid(), organisation_id, new };
    app.ledger.perform_signed(act, caller.request).await
}

struct AddMember {
    account_id: AccountId,
    kid: Kid,
    organisation_id: OrganisationId,
    new: NewMember,
}

impl Act for AddMember {
    type Answer = MemberView;

    fn attempt(&self) -> Event {
        Event::new(EventType::MemberAdded, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<MemberView> {
        let new = &self.new;
        let referent = actor(turn.tx, self.account_id).await?;
        let access = access::member(&referent, self.organisation_id, &[Role::Referent])?;
        let display_name = enrolment::check_text(&new.display_name, 80, "display_name")?;
        let organisation =
            accounts::chain(turn.tx, CertificateKind::Organisation, self.organisation_id.as_bytes()).await?;
        let organisation = Chain::verify_organisation(&organisation, self.organisation_id).map_err(Error::Corrupt)?;
        let chain =
            Chain::verify_staff(&[&new.certificate], new.account_id, &organisation).map_err(Error::Malformed)?;
        let account = Account {
            account_id: new.account_id,
            kind: AccountKind::Staff,
            status: AccountStatus::Active,
            display_name: Some(display_name.clone()),
            vault_id: None,
        };
        enrolment::enrol_beside(turn, &account, &chain, &new.certificate, &new.credential).await?;
        organisations::insert_member(turn.tx, access.organisation_id(), new.account_id, new.role, turn.now_ms).await?;
        keep_seeds(turn, &organisation, new.account_id, new.role, &new.seeds).await?;
        turn.done().await?;
        Ok(MemberView { account_id: new.account_id, role: new.role, display_name })
    }
}

/// Keeps the seeds of a role: exactly those, made by the organisation, for this member.
async fn keep_seeds(
    turn: &mut Turn<'_>,
    organisation: &Chain,
    member: AccountId,
    role: Role,
    seeds: &[Bytes],
) -> Result<()> {
    let current = organisation.current();
    let of = MemberEpoch { organisation: OrganisationId::from_bytes(current.subject), member, epoch: current.epoch };
    let wanted = match role {
        Role::Desk => vec![About::directory_seed(&of)],
        Role::Professional => vec![About::directory_seed(&of), About::mandate_seed(&of)],
        Role::Referent => vec![About::directory_seed(&of), About::mandate_seed(&of), About::signing_seed(&of)],
    };
    if seeds.len() != wanted.len() {
        return Err(Error::problem(ProblemCode::InvalidRequest, format!("seeds: {} for this role", wanted.len())));
    }
    for about in &wanted {
        let (wrap, bytes) = find_wrap(seeds, about.kind)?;
        wrap.verify(enrolment::signing(organisation)?).map_err(Error::Malformed)?;
        wrap.check_about(about).map_err(Error::Malformed)?;
        organisations::insert_wrap(turn.tx, turn.lock, &mut turn.entropy, &wrap, bytes, None).await?;
    }
    Ok(())
}

fn find_wrap(seeds: &[Bytes], kind: WrapKind) -> Result<(Wrap<'_>, &[u8])> {
    for bytes in seeds {
        let wrap = Wrap::parse(bytes).map_err(Error::Malformed)?;
        if wrap.about().kind == kind {
            return Ok((wrap, bytes));
        }
    }
    Err(Error::problem(ProblemCode::InvalidRequest, "seeds: one is missing for this role"))
}

/// Every organisation's public name and keys: whoever grants a mandate must be able to name its recipient.
pub async fn list(app: &App) -> Result<Vec<OrganisationView>> {
    let mut tx = app.store.read().await?;
    let mut views = Vec::new();
    for (organisation_id, name) in organisations::all(&mut tx).await? {
        let certificates = views::chain(&mut tx, CertificateKind::Organisation, organisation_id.as_bytes()).await?;
        views.push(OrganisationView { organisation_id, name, certificates });
    }
    Ok(views)
}

/// One organisation's public name and keys.
pub async fn find(app: &App, organisation_id: OrganisationId) -> Result<OrganisationView> {
    views::organisation(&mut app.store.read().await?, organisation_id).await
}

/// The members, to members.
pub async fn members(app: &App, caller: &Caller, organisation_id: OrganisationId) -> Result<Vec<MemberView>> {
    let mut tx = app.store.read().await?;
    let access = access::member(&actor(&mut tx, caller.account_id).await?, organisation_id, ANY_ROLE)?;
    let members = organisations::members(&mut tx, &access).await?;
    Ok(members
        .into_iter()
        .map(|member| MemberView {
            account_id: member.account_id,
            role: member.role,
            display_name: member.display_name,
        })
        .collect())
}

/// What the organisation has sealed to the caller.
pub async fn seeds(app: &App, caller: &Caller, organisation_id: OrganisationId) -> Result<SeedsView> {
    let mut tx = app.store.read().await?;
    access::member(&actor(&mut tx, caller.account_id).await?, organisation_id, ANY_ROLE)?;
    let mut seeds = Vec::new();
    for kind in [WrapKind::DirectorySeedToMember, WrapKind::MandateSeedToMember, WrapKind::SigningSeedToReferent] {
        let wraps = organisations::wraps(&mut tx, &app.lock, kind, caller.account_id.as_bytes(), None).await?;
        seeds.extend(wraps.into_iter().map(Bytes));
    }
    Ok(SeedsView { seeds })
}

/// The organisation's directory: sealed names, which open at the client's only.
pub async fn directory(app: &App, caller: &Caller, organisation_id: OrganisationId) -> Result<DirectoryView> {
    let mut tx = app.store.read().await?;
    let access = access::member(&actor(&mut tx, caller.account_id).await?, organisation_id, ANY_ROLE)?;
    let entries = organisations::directory(&mut tx, &app.lock, &access).await?;
    let entries = entries
        .into_iter()
        .map(|entry| DirectoryEntryView { vault_id: entry.vault_id, epoch: entry.epoch, entry: Bytes(entry.entry) })
        .collect();
    Ok(DirectoryView { entries })
}
