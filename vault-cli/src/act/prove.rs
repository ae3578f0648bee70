//! Checks an act with what it carries: signatures, chains, consent text, and the log's receipt. No network, no account.

use vault_core::certificate::Chain;
use vault_core::consent::{Consent, text_hash};
use vault_core::deposit::Deposit;
use vault_core::error::{Error as Broken, Property, Result, What};
use vault_core::ids::{DocumentId, MandateId};
use vault_core::keys::VerifyingKey;
use vault_core::log::{Checkpoint, EventBody, LogKey, Receipt};
use vault_core::mandate::{Mandate, Recipient};
use vault_core::request::{Method, Request};
use vault_core::secret::ClaimCode;
use vault_core::vocabulary::{EventType, ResultCode};

use super::{Act, Kind};
use crate::calls;

/// What an act proves once everything in it holds together.
#[derive(Debug)]
pub(crate) struct Proven {
    /// The log that vouches for it.
    pub(crate) log: LogKey,
    /// The entry's place in it.
    pub(crate) index: u64,
    /// What the entry says.
    pub(crate) body: EventBody,
    /// The checkpoint that the proof leads to.
    pub(crate) checkpoint: Checkpoint,
    /// The person's chain.
    pub(crate) owner: Chain,
    /// The organisation's chain.
    pub(crate) organisation: Option<Chain>,
    /// The professional's chain.
    pub(crate) staff: Option<Chain>,
    /// The signed object.
    pub(crate) signed: Signed,
    /// The claim code of a closing.
    pub(crate) claim: Option<ClaimCode>,
}

/// The signed object of each kind.
#[derive(Debug)]
pub(crate) enum Signed {
    /// Of an opening.
    Consent(Consent),
    /// Of a mandate.
    Mandate(Mandate),
    /// Of a deposit.
    Deposit(Deposit),
    /// The request of the entry is all that is signed.
    Request,
}

const fn fail(property: Property) -> Broken {
    Broken::new(What::Act, property)
}

fn ensure(holds: bool, property: Property) -> Result<()> {
    if holds { Ok(()) } else { Err(fail(property)) }
}

/// Checks everything that can be checked with the act alone. Whether its keys are the true ones is another question:
/// see [`super::read::Known`].
pub(crate) fn prove(act: &Act) -> Result<Proven> {
    let log: LogKey = act.log_key.parse()?;
    let receipt = Receipt::parse(&act.receipt)?;
    let (told, checkpoint) = receipt.told(&log)?;
    ensure(told.claim.is_some() == (act.kind == Kind::Closing), Property::Trailing)?;
    let (body, claim) = (told.body, told.claim);
    let event = match act.kind {
        Kind::Opening => EventType::VaultCreated,
        Kind::Mandate => EventType::MandateGranted,
        Kind::Deposit => EventType::Deposit,
        Kind::Closing => EventType::VaultClosing,
        Kind::Sheet => EventType::CredentialAdded,
    };
    ensure(body.event_type == event.number() && body.result == ResultCode::Done.number(), Property::Kind)?;
    ensure(body.vault == act.vault, Property::Ids)?;
    let owner = Chain::verify_beneficiary(&act.owner.certificates, act.owner.id, act.vault)?;
    let organisation = act.organisation.as_ref();
    let organisation = organisation.map(|o| Chain::verify_organisation(&o.certificates, o.id)).transpose()?;
    let staff = match (&act.staff, &organisation) {
        (None, _) => None,
        (Some(staff), Some(of)) => Some(Chain::verify_staff(&staff.certificates, staff.id, of)?),
        (Some(staff), None) => Some(Chain::verify_unaffiliated(&staff.certificates, staff.id)?),
    };
    let chains = Chains { owner: &owner, organisation: organisation.as_ref(), staff: staff.as_ref() };
    let signed = match act.kind {
        Kind::Opening => Signed::Consent(consent(act, &body, &chains)?),
        Kind::Mandate => Signed::Mandate(mandate(act, &body, &chains)?),
        Kind::Deposit => Signed::Deposit(deposit(act, &body, &chains)?),
        Kind::Closing => asked(act, &body, &chains, &calls::closing_of(act.vault))?,
        Kind::Sheet => asked(act, &body, &chains, calls::CREDENTIALS)?,
    };
    Ok(Proven { log, index: receipt.index, body, checkpoint, owner, organisation, staff, signed, claim })
}

struct Chains<'a> {
    owner: &'a Chain,
    organisation: Option<&'a Chain>,
    staff: Option<&'a Chain>,
}

/// The vault was opened by the professional, and the person signed the consent with the vault's first key.
fn consent(act: &Act, body: &EventBody, chains: &Chains<'_>) -> Result<Consent> {
    let (Some(organisation), Some(staff)) = (&act.organisation, chains.staff) else {
        return Err(fail(Property::Maker));
    };
    let by = staff.find(&body.actor).ok_or(fail(Property::Maker))?;
    request(act, body, by, calls::VAULTS)?;
    let maker = Consent::parse(&act.signed)?.maker;
    let consent = Consent::verify(&act.signed, chains.owner.find(&maker).ok_or(fail(Property::Maker))?)?;
    let same = (consent.vault, consent.account, consent.organisation) == (act.vault, act.owner.id, organisation.id);
    ensure(same, Property::Ids)?;
    consent.check_text(act.consent.as_deref().ok_or(fail(Property::Hash))?)?;
    Ok(consent)
}

/// The person signed the mandate, to the recipient's key that is here, after the consent text that is here.
fn mandate(act: &Act, body: &EventBody, chains: &Chains<'_>) -> Result<Mandate> {
    let by = chains.owner.find(&body.actor).ok_or(fail(Property::Maker))?;
    request(act, body, by, &calls::mandates_of(act.vault))?;
    let mandate = Mandate::verify(&act.signed, by)?;
    let same = (mandate.vault, mandate.id, mandate.purpose) == (act.vault, body.mandate, body.purpose);
    ensure(same && body.document == DocumentId::NONE, Property::Ids)?;
    let recipient = match (mandate.recipient, &act.organisation, &act.staff) {
        (Recipient::Organisation(id), Some(organisation), None) if id == organisation.id => chains.organisation,
        (Recipient::Account(id), _, Some(staff)) if id == staff.id => chains.staff,
        _ => None,
    };
    let recipient = recipient.ok_or(fail(Property::Recipient))?;
    ensure(recipient.current_hash() == mandate.recipient_certificate, Property::Recipient)?;
    let text = act.consent.as_deref().ok_or(fail(Property::Hash))?;
    ensure(mandate.consent == text_hash(text), Property::Hash)?;
    Ok(mandate)
}

/// Whoever added the paper signed what was added.
fn deposit(act: &Act, body: &EventBody, chains: &Chains<'_>) -> Result<Deposit> {
    let by = chains.staff.unwrap_or(chains.owner).find(&body.actor).ok_or(fail(Property::Maker))?;
    request(act, body, by, &calls::deposits_of(act.vault))?;
    let deposit = Deposit::verify(&act.signed, by)?;
    let of = &deposit.document;
    ensure((of.vault, of.document, of.version) == (act.vault, body.document, body.version), Property::Ids)?;
    ensure(act.consent.is_none() && (act.staff.is_some() || body.mandate == MandateId::NONE), Property::Ids)?;
    Ok(deposit)
}

/// The person asked for it, and the request is all that they signed.
fn asked(act: &Act, body: &EventBody, chains: &Chains<'_>, path: &str) -> Result<Signed> {
    let by = chains.owner.find(&body.actor).ok_or(fail(Property::Maker))?;
    request(act, body, by, path)?;
    let alone = act.staff.is_none() && act.organisation.is_none() && act.consent.is_none() && act.signed.0.is_empty();
    ensure(alone, Property::Trailing)?;
    Ok(Signed::Request)
}

/// The entry names this signed request, and its actor made it, for this.
fn request(act: &Act, body: &EventBody, by: &VerifyingKey, path: &str) -> Result<()> {
    let request = Request::verify(&act.request, by)?;
    let same = Request::hash_of(&act.request) == body.request_hash
        && Request::signature_of(&act.request) == Some(&body.request_signature)
        && request.method == Method::Post
        && request.path == path;
    if same { Ok(()) } else { Err(Broken::new(What::Request, Property::Hash)) }
}
