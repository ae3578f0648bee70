//! Organisations: created by an invited référent, joined by members, each with what is sealed to them.

use vault_core::api::{
    Bytes, DirectoryEntryView, DirectoryView, MemberView, NewMember, NewOrganisation, OrganisationView, SeedsView,
};
use vault_core::certificate::{Certificate, CertificateKind, Chain};
use vault_core::error::{Error as FormatError, Property, What};
use vault_core::ids::{AccountId, Kid, OrganisationId};
use vault_core::vocabulary::{AccountKind, EventType, MemberState, Role};
use vault_core::wrap::WrapKind;

use super::organisation_keys::{self, Keyholder, keep_seeds};
use super::pin::{PinProof, Solemn};
use super::views::People;
use super::{Caller, actor, enrolment, staff};
use crate::access::{self, MemberAccess};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::accounts::{self, Account, AccountStatus};
use crate::store::{Tx, organisations};

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
        let sealing = &Certificate::parse(&new.member_certificate).map_err(Error::Malformed)?.sealing;
        let to = Keyholder { account_id: self.account_id, role: Role::Referent, sealing };
        keep_seeds(turn, &chain, &to, &[chain.current().epoch], &new.seeds).await?;
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
    let proof = PinProof::new(&caller, &new.pin_tag)?;
    let act = AddMember { account_id: caller.account_id, kid: caller.kid(), organisation_id, proof, new };
    app.ledger.perform_signed(act, caller.request).await?.into_result()
}

struct AddMember {
    account_id: AccountId,
    kid: Kid,
    organisation_id: OrganisationId,
    proof: PinProof,
    new: NewMember,
}

impl Act for AddMember {
    type Answer = Solemn<MemberView>;

    fn attempt(&self) -> Event {
        Event::new(EventType::MemberAdded, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<MemberView>> {
        let new = &self.new;
        let referent = actor(turn.tx, self.account_id).await?;
        let access = access::member(&referent, self.organisation_id, &[Role::Referent])?;
        if let Some(tries_left) = self.proof.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        let display_name = enrolment::check_text(&new.display_name, 80, "display_name")?;
        let organisation = organisation_keys::chain(turn.tx, self.organisation_id).await?;
        let chain =
            Chain::verify_staff(&[&new.certificate], new.account_id, &organisation).map_err(Error::Malformed)?;
        // Former keys verify old certificates; a new one comes from the key in force.
        if chain.current().issuer != enrolment::signing(&organisation)?.kid() {
            return Err(Error::Malformed(FormatError::new(What::Certificate, Property::Maker)));
        }
        let account = Account {
            account_id: new.account_id,
            kind: AccountKind::Staff,
            status: AccountStatus::Active,
            display_name: Some(display_name.clone()),
            vault_id: None,
        };
        enrolment::enrol_beside(turn, &account, &chain, &new.certificate, &new.credential).await?;
        organisations::insert_member(turn.tx, access.organisation_id(), new.account_id, new.role, turn.now_ms).await?;
        let to = Keyholder { account_id: new.account_id, role: new.role, sealing: &chain.current().sealing };
        let epochs: Vec<u32> = organisation.epochs().collect();
        keep_seeds(turn, &organisation, &to, &epochs, &new.seeds).await?;
        turn.done().await?;
        Ok(Solemn::Done(MemberView {
            account_id: new.account_id,
            role: new.role,
            display_name,
            state: MemberState::Active,
            certificates: vec![new.certificate.clone()],
        }))
    }
}

/// Every organisation's public name and keys: whoever grants a mandate must be able to name its recipient.
pub async fn list(app: &App) -> Result<Vec<OrganisationView>> {
    let mut tx = app.store.read().await?;
    let (mut views, mut people) = (Vec::new(), People::default());
    for (organisation_id, name) in organisations::all(&mut tx).await? {
        let certificates = people.chain(&mut tx, CertificateKind::Organisation, organisation_id.as_bytes()).await?;
        views.push(OrganisationView { organisation_id, name, certificates });
    }
    Ok(views)
}

/// One organisation's public name and keys.
pub async fn find(app: &App, organisation_id: OrganisationId) -> Result<OrganisationView> {
    People::default().organisation(&mut app.store.read().await?, organisation_id).await
}

/// The members, to members.
pub async fn members(app: &App, caller: Caller, organisation_id: OrganisationId) -> Result<Vec<MemberView>> {
    let access = enter(app, caller, organisation_id).await?;
    staff::members(&mut app.store.read().await?, &access).await
}

/// What the organisation has sealed to the caller.
pub async fn seeds(app: &App, caller: Caller, organisation_id: OrganisationId) -> Result<SeedsView> {
    let account_id = caller.account_id;
    enter(app, caller, organisation_id).await?;
    let mut tx = app.store.read().await?;
    let mut seeds = Vec::new();
    for kind in [WrapKind::DirectorySeedToMember, WrapKind::MandateSeedToMember, WrapKind::SigningSeedToReferent] {
        let wraps = organisations::wraps(&mut tx, &app.lock, kind, account_id.as_bytes(), None).await?;
        seeds.extend(wraps.into_iter().map(Bytes));
    }
    Ok(SeedsView { seeds })
}

/// The organisation's directory: sealed names, which open at the client's only.
pub async fn directory(app: &App, caller: Caller, organisation_id: OrganisationId) -> Result<DirectoryView> {
    let access = enter(app, caller, organisation_id).await?;
    let entries = organisations::directory(&mut app.store.read().await?, &app.lock, &access).await?;
    let entries = entries
        .into_iter()
        .map(|entry| DirectoryEntryView { vault_id: entry.vault_id, epoch: entry.epoch, entry: Bytes(entry.entry) })
        .collect();
    Ok(DirectoryView { entries })
}

/// Members look at what is their own organisation's; a refusal is an event.
async fn enter(app: &App, caller: Caller, organisation_id: OrganisationId) -> Result<MemberAccess> {
    let act = Enter { account_id: caller.account_id, kid: caller.kid(), organisation_id };
    let decided = act.decide(&mut app.store.read().await?).await;
    match decided {
        // Only a refusal needs the writer.
        Err(Error::Refused(_)) => app.ledger.perform_signed(act, caller.request).await,
        other => other,
    }
}

struct Enter {
    account_id: AccountId,
    kid: Kid,
    organisation_id: OrganisationId,
}

impl Act for Enter {
    type Answer = MemberAccess;

    fn attempt(&self) -> Event {
        Event::new(EventType::DirectoryRead, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<MemberAccess> {
        self.decide(turn.tx).await
    }
}

impl Enter {
    async fn decide(&self, tx: &mut Tx) -> Result<MemberAccess> {
        Ok(access::member(&actor(tx, self.account_id).await?, self.organisation_id, ANY_ROLE)?)
    }
}
