//! `coffre vault join`, `leave`, `release`, `organisations`.

use serde_json::{Value, json};
use vault_core::api::{Bytes, Departure, MandateState, MandateView, NewDirectoryEntry, NewInvitation};
use vault_core::error::What;
use vault_core::ids::{Hash, OrganisationId, VaultId};
use vault_core::mandate::{Mandate, Recipient};
use vault_core::name::{Directory, NameEntry};
use vault_core::revocation::Revocation;
use vault_core::secret::PinTag;
use vault_core::suite::sha256;
use vault_core::vocabulary::Role;

use super::{id, mandate, show_consent, solemnly, with_beneficiary};
use crate::cli;
use crate::desk::Desk;
use crate::directory::OrganisationKeys;
use crate::display::clean;
use crate::error::{Error, Problem, Result};
use crate::i18n::msg;
use crate::output::{Report, table};
use crate::pins;
use crate::session::Actor;
use crate::trust;
use crate::words;

/// At the desk of another organisation: the professional is logged in, the person gives card and PIN.
pub(super) fn join(desk: &Desk, args: &cli::VaultJoin) -> Result<Report> {
    let birth_date = words::date(&args.birth_date)?;
    let actor = Actor::resume(desk)?;
    let own = actor.own_organisation()?;
    if own.role == Role::Desk {
        return Err(Problem::WrongKindOfAccount.into());
    }
    let keys = OrganisationKeys::fetch(desk, &actor)?;
    let (epoch, seed) = keys.directory().ok_or(Problem::OrganisationNone)?;
    let directory = Directory::derive(seed, own.id, epoch);
    let consent = msg!(desk.i18n, "consent-join", organisation = clean(&own.name, 120));
    show_consent(desk, &consent, || Ok(()))?;
    solemnly(desk, &(&args.beneficiary).into(), |person, pin_tag| {
        let vault = person.view.vault_id.ok_or(Problem::VaultMissing)?;
        let entry = NameEntry {
            given_name: args.given_name.trim().to_owned(),
            family_name: args.family_name.trim().to_owned(),
            birth_date: birth_date.clone(),
            anchor: person.chain.anchor(),
        };
        let sealed = directory.seal(&mut &desk.random, vault, &entry).map_err(|broken| match broken.what {
            What::Name => Error::from(Problem::NameUnusable),
            _ => broken.into(),
        })?;
        let invitation = NewInvitation {
            organisation_id: own.id,
            entry_sha256: Hash::from_bytes(sha256(&[&sealed])),
            pin_tag: pin_tag.expose().to_vec().into(),
        };
        person.calls(desk).invite(vault, &invitation)?;
        let new = NewDirectoryEntry { vault_id: vault, directory_epoch: epoch, directory_entry: sealed.into() };
        actor.calls(desk).join(own.id, &new)?;
        let json = json!({ "vault_id": vault, "organisation_id": own.id });
        let text = msg!(desk.i18n, "done-joined", organisation = clean(&own.name, 120), id = vault.to_string());
        Ok(Report { json, text })
    })
}

/// The person ends the tie: the organisation keeps the name no more, and all its mandates are revoked.
pub(super) fn leave(desk: &Desk, args: &cli::VaultLeave) -> Result<Report> {
    let organisation: OrganisationId = id(&args.organisation)?;
    solemnly(desk, &(&args.beneficiary).into(), |person, pin_tag| {
        let vault = person.view.vault_id.ok_or(Problem::VaultMissing)?;
        ended(desk, person, (vault, organisation), &pin_tag)
    })
}

/// The organisation ends it.
pub(super) fn release(desk: &Desk, args: &cli::VaultRelease) -> Result<Report> {
    let vault: VaultId = id(&args.vault)?;
    solemnly(desk, &(&args.own).into(), |actor, pin_tag| {
        ended(desk, actor, (vault, actor.own_organisation()?.id), &pin_tag)
    })
}

fn ended(
    desk: &Desk,
    actor: &Actor,
    (vault, organisation): (VaultId, OrganisationId),
    pin_tag: &PinTag,
) -> Result<Report> {
    let mut revocations: Vec<Bytes> = Vec::new();
    let mut revoked = Vec::new();
    for view in actor.calls(desk).vault_mandates(vault)? {
        if falls(desk, actor, &view, organisation)? {
            let revocation = Revocation {
                mandate: view.mandate_id,
                mandate_hash: Mandate::hash_of(&view.mandate),
                unix_ms: desk.now_ms(),
                maker: actor.keys.signing.kid(),
            };
            revocations.push(revocation.sign(&actor.keys.signing).into());
            revoked.push(view.mandate_id);
        }
    }
    let count = revocations.len();
    let body = Departure { revocations, pin_tag: pin_tag.expose().to_vec().into() };
    actor.calls(desk).depart(vault, organisation, &body)?;
    if actor.view.vault_id == Some(vault) {
        pins::update(desk, |pins| {
            for mandate in revoked {
                pins.see_revoked(mandate);
            }
            Ok(())
        })?;
        // As after each revocation: the folders that were lent get new keys.
        mandate::turn_now(desk, actor);
    }
    let json = json!({ "vault_id": vault, "organisation_id": organisation, "revoked": count });
    Ok(Report { json, text: msg!(desk.i18n, "done-left", mandates = count) })
}

/// Whether a mandate ends with the tie: it is in force, and held by the organisation, or, when the person leaves, by one
/// of its members.
fn falls(desk: &Desk, actor: &Actor, view: &MandateView, organisation: OrganisationId) -> Result<bool> {
    if !matches!(view.state, MandateState::Active | MandateState::NotStarted) {
        return Ok(false);
    }
    match trust::mandate(desk, actor, view, None)?.recipient {
        Recipient::Organisation(holder) => Ok(holder == organisation),
        Recipient::Account(holder) if actor.view.vault_id == Some(view.vault_id) => {
            Ok(actor.calls(desk).account(holder)?.organisation_id == Some(organisation))
        }
        Recipient::Account(_) => Ok(false),
    }
}

/// Who keeps the person's name.
pub(super) fn organisations(desk: &Desk, args: &cli::VaultOrganisations) -> Result<Report> {
    with_beneficiary(desk, &args.beneficiary, |person| {
        let vault = person.view.vault_id.ok_or(Problem::VaultMissing)?;
        let known = person.calls(desk).vault_organisations(vault)?;
        let (mut json, mut rows) = (Vec::new(), Vec::new());
        for view in &known {
            trust::organisation(desk, view.organisation_id, &view.certificates)?;
            json.push(json!({ "organisation_id": view.organisation_id, "name": view.name }));
            rows.push(vec![clean(&view.name, 60), view.organisation_id.to_string()]);
        }
        let head = [msg!(desk.i18n, "head-organisation"), msg!(desk.i18n, "head-id")];
        Ok(Report { json: Value::Array(json), text: table(&head, &rows) })
    })
}
