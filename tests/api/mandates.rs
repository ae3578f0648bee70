//! Mandates: granted by the person alone, to a key that the person saw, for a year at most; ended at once.

use vault_core::api::{MandateState, MandateView, NewMandate, NewRevocation, ProblemCode};
use vault_core::ids::{DocumentId, FolderId, Hash, MandateId, OrganisationId, VaultId};
use vault_core::mandate::{Mandate, Recipient, Rights, Target};
use vault_core::revocation::Revocation;
use vault_core::suite::sha256;
use vault_core::vocabulary::{EventType, FolderKind, Purpose, ResultCode};
use vault_server::domain::housekeeping;

use super::events::Seen;
use super::papers::DAY;
use super::people::{Person, Town, to};

const FOLDERS: &[FolderKind] = &[FolderKind::Housing, FolderKind::Resources];

fn mandate(town: &Town) -> Mandate {
    town.house.mandate(&town.vault, &town.ccas, FOLDERS, Rights::READ)
}

fn new(town: &Town, mandate: &Mandate) -> NewMandate {
    town.house.new_mandate(&town.vault, &town.ccas.keys.opening, mandate)
}

/// Sends a mandate that is refused for this, and leaves neither a row nor an event.
async fn refused(town: &Town, new: &NewMandate, code: ProblemCode, broken: Option<(&str, &str)>) {
    let before = town.house.events(&town.vault).await;
    let problem = town.house.try_grant(&town.vault, new).await.refused(code);
    assert_eq!(problem.what.as_deref().zip(problem.property.as_deref()), broken);
    assert_eq!(town.house.events(&town.vault).await, before);
    assert_eq!(town.house.count("SELECT count(*) FROM mandates").await, 0);
    assert_eq!(town.house.count("SELECT count(*) FROM wraps WHERE mandate_id IS NOT NULL").await, 0);
}

async fn malformed(town: &Town, mandate: &Mandate, property: &str) {
    refused(town, &new(town, mandate), ProblemCode::Malformed, Some(("mandate", property))).await;
}

fn event(by: &Person, what: EventType, result: ResultCode, mandate: MandateId) -> Seen {
    let purpose = if what == EventType::MandateGranted { Purpose::Rsa } else { Purpose::None };
    Seen { what, result, actor: by.keys.signing.kid(), mandate, purpose }
}

#[tokio::test]
async fn granted_once_however_often_it_is_sent() {
    let town = Town::new().await;
    let mandate = mandate(&town);
    let new = new(&town, &mandate);
    let view: MandateView = town.house.try_grant(&town.vault, &new).await.ok();
    assert_eq!((view.mandate_id, view.state), (mandate.id, MandateState::Active));
    let expected = event(&town.vault.owner, EventType::MandateGranted, ResultCode::Done, mandate.id);
    assert_eq!(town.house.last_event(&town.vault, &town.auditor).await, expected);
    let events = town.house.events(&town.vault).await;
    let again: MandateView = town.house.try_grant(&town.vault, &new).await.ok();
    assert_eq!(again.mandate, view.mandate);
    assert_eq!(town.house.events(&town.vault).await, events);
    let other = Mandate { purpose: Purpose::Housing.number(), ..mandate };
    town.house.try_grant(&town.vault, &self::new(&town, &other)).await.refused(ProblemCode::Conflict);
}

#[tokio::test]
async fn signed_by_the_one_who_sends_it() {
    let town = Town::new().await;
    let mut forged = new(&town, &mandate(&town));
    forged.mandate = mandate(&town).sign(&town.professional.keys.signing).unwrap().into();
    refused(&town, &forged, ProblemCode::Malformed, Some(("mandate", "maker"))).await;
    let mut flipped = new(&town, &mandate(&town));
    // In the hash of the consent text.
    flipped.mandate.0[150] ^= 1;
    refused(&town, &flipped, ProblemCode::Malformed, Some(("mandate", "signature"))).await;
}

#[tokio::test]
async fn granted_by_nobody_but_the_owner() {
    let town = Town::new().await;
    let mandate = mandate(&town);
    let mut own = new(&town, &mandate);
    own.mandate = mandate.sign(&town.professional.keys.signing).unwrap().into();
    let path = format!("/v1/vaults/{}/mandates", town.vault.id);
    town.house.post(&town.professional, &path, &own).await.refused(ProblemCode::NotAllowed);
    let expected = event(&town.professional, EventType::MandateGranted, ResultCode::NotAllowed, mandate.id);
    assert_eq!(town.house.last_event(&town.vault, &town.auditor).await, expected);
    assert_eq!(town.house.count("SELECT count(*) FROM mandates").await, 0);
}

#[tokio::test]
async fn for_this_vault_and_its_folders() {
    let town = Town::new().await;
    malformed(&town, &Mandate { vault: VaultId::from_bytes([7; 16]), ..mandate(&town) }, "ids").await;
    let unknown = Mandate { target: Target::Folders(vec![FolderId::from_bytes([7; 16])]), ..mandate(&town) };
    let signed = unknown.sign(&town.vault.owner.keys.signing).unwrap();
    let unknown = NewMandate { mandate: signed.into(), ..new(&town, &mandate(&town)) };
    refused(&town, &unknown, ProblemCode::NotFound, None).await;
    let document = Mandate { target: Target::Document(DocumentId::from_bytes([7; 16])), ..mandate(&town) };
    let signed = document.sign(&town.vault.owner.keys.signing).unwrap();
    let document = NewMandate { mandate: signed.into(), seeds: Vec::new(), purpose_text: None };
    refused(&town, &document, ProblemCode::Malformed, Some(("mandate", "kind"))).await;
}

#[tokio::test]
async fn to_the_key_that_the_person_saw() {
    let town = Town::new().await;
    let other = Mandate { recipient_certificate: Hash::from_bytes([7; 32]), ..mandate(&town) };
    malformed(&town, &other, "recipient").await;
    let nobody = Mandate { recipient: Recipient::Organisation(OrganisationId::from_bytes([7; 16])), ..mandate(&town) };
    refused(&town, &new(&town, &nobody), ProblemCode::NotFound, None).await;
    let own = Recipient::Account(town.vault.owner.account);
    let own = Mandate { recipient: own, recipient_certificate: town.vault.owner.anchor, ..mandate(&town) };
    refused(&town, &new(&town, &own), ProblemCode::InvalidRequest, None).await;
}

#[tokio::test]
async fn for_a_year_at_most_and_not_for_the_past() {
    let town = Town::new().await;
    let now = town.house.now_s();
    malformed(&town, &Mandate { not_after: now + 366 * DAY + 1, ..mandate(&town) }, "validity").await;
    malformed(&town, &Mandate { not_before: now - 10, not_after: now - 1, ..mandate(&town) }, "validity").await;
    let longest = Mandate { not_after: now + 366 * DAY, ..mandate(&town) };
    town.house.try_grant(&town.vault, &new(&town, &longest)).await.done();
}

#[tokio::test]
async fn with_one_seed_for_each_folder() {
    let town = Town::new().await;
    let mandate = mandate(&town);
    let full = new(&town, &mandate);
    let missing = NewMandate { seeds: full.seeds[..1].to_vec(), ..full.clone() };
    refused(&town, &missing, ProblemCode::InvalidRequest, None).await;
    let extra = NewMandate { seeds: [&full.seeds[..], &full.seeds[..1]].concat(), ..full.clone() };
    refused(&town, &extra, ProblemCode::InvalidRequest, None).await;
    let twice = NewMandate { seeds: vec![full.seeds[0].clone(); 2], ..full.clone() };
    refused(&town, &twice, ProblemCode::InvalidRequest, None).await;
    let elsewhere = town.house.new_mandate(&town.vault, &town.professional.keys.opening, &mandate);
    let elsewhere = NewMandate { seeds: elsewhere.seeds, ..full.clone() };
    refused(&town, &elsewhere, ProblemCode::Malformed, Some(("wrap", "recipient"))).await;
    let mut flipped = full.clone();
    flipped.seeds[1].0[1000] ^= 1;
    refused(&town, &flipped, ProblemCode::Malformed, Some(("wrap", "signature"))).await;
    let deposit = Mandate { rights: Rights::DEPOSIT, ..mandate };
    let deposit = NewMandate { seeds: full.seeds, ..new(&town, &deposit) };
    refused(&town, &deposit, ProblemCode::InvalidRequest, None).await;
}

#[tokio::test]
async fn with_the_purpose_text_that_it_names() {
    let town = Town::new().await;
    let mandate = mandate(&town);
    let Target::Folders(folders) = &mandate.target else { panic!("folders") };
    let first = town.vault.folders.iter().find(|(id, _)| *id == folders[0]).unwrap();
    let random = &mut town.house.random.clone();
    let owner = &town.vault.owner.keys.signing;
    let text = to(first.1.sealing_key(), owner).seal_purpose_text(random, town.vault.id, mandate.id, 1, "SPECIMEN");
    let text = text.unwrap();
    let named = Mandate { purpose_text: Hash::from_bytes(sha256(&[&text])), ..mandate.clone() };
    refused(&town, &new(&town, &named), ProblemCode::InvalidRequest, None).await;
    let unnamed = NewMandate { purpose_text: Some(text.clone().into()), ..new(&town, &mandate) };
    refused(&town, &unnamed, ProblemCode::Malformed, Some(("mandate", "hash"))).await;
    let full = NewMandate { purpose_text: Some(text.clone().into()), ..new(&town, &named) };
    let view: MandateView = town.house.try_grant(&town.vault, &full).await.ok();
    assert_eq!(view.purpose_text.unwrap().0, text);
}

#[tokio::test]
async fn given_up_by_a_member_who_may_use_it() {
    let town = Town::new().await;
    let mandate = town.resources_mandate(Rights::READ).await;
    town.house.try_revoke(&town.desk, &mandate).await.refused(ProblemCode::RoleForbids);
    let expected = event(&town.desk, EventType::MandateRevoked, ResultCode::RoleForbids, mandate.mandate_id);
    assert_eq!(town.house.last_event(&town.vault, &town.auditor).await, expected);
    let view: MandateView = town.house.try_revoke(&town.professional, &mandate).await.ok();
    assert_eq!(view.state, MandateState::Revoked);
    let expected = event(&town.professional, EventType::MandateRevoked, ResultCode::Done, mandate.mandate_id);
    assert_eq!(town.house.last_event(&town.vault, &town.auditor).await, expected);
}

#[tokio::test]
async fn revoked_by_no_stranger() {
    let town = Town::new().await;
    let mandate = town.resources_mandate(Rights::READ).await;
    let stranger = town.stranger().await;
    for (by, code, result) in [
        (&stranger, ProblemCode::NotAMember, ResultCode::NotAMember),
        (&town.auditor, ProblemCode::NotAMember, ResultCode::NotAMember),
    ] {
        town.house.try_revoke(by, &mandate).await.refused(code);
        let expected = event(by, EventType::MandateRevoked, result, mandate.mandate_id);
        assert_eq!(town.house.last_event(&town.vault, &town.auditor).await, expected);
    }
    let held: Vec<MandateView> = town.house.get(&town.professional, "/v1/mandates").await.ok();
    assert_eq!(held[0].state, MandateState::Active);
}

#[tokio::test]
async fn revoked_once() {
    let town = Town::new().await;
    let mandate = town.resources_mandate(Rights::READ).await;
    let view: MandateView = town.house.try_revoke(&town.vault.owner, &mandate).await.ok();
    town.house.try_revoke(&town.vault.owner, &mandate).await.refused(ProblemCode::MandateRevoked);
    let held: Vec<MandateView> = town.house.get(&town.professional, "/v1/mandates").await.ok();
    assert_eq!((held[0].state, &held[0].revocation), (MandateState::Revoked, &view.revocation));
}

#[tokio::test]
async fn a_revocation_names_its_mandate_to_the_byte_and_is_signed_by_its_sender() {
    let town = Town::new().await;
    let mandate = town.resources_mandate(Rights::READ).await;
    let owner = &town.vault.owner;
    let right = Revocation {
        mandate: mandate.mandate_id,
        mandate_hash: Mandate::hash_of(&mandate.mandate),
        unix_ms: town.house.now_ms(),
        maker: owner.keys.signing.kid(),
    };
    let path = format!("/v1/mandates/{}/revocation", mandate.mandate_id);
    let other_hash = Revocation { mandate_hash: Hash::from_bytes([7; 32]), ..right }.sign(&owner.keys.signing);
    let other_id = Revocation { mandate: MandateId::from_bytes([7; 16]), ..right }.sign(&owner.keys.signing);
    let forged = right.sign(&town.professional.keys.signing);
    for (bytes, property) in [(other_hash, "hash"), (other_id, "ids"), (forged, "maker")] {
        let new = NewRevocation { revocation: bytes.into() };
        let problem = town.house.post(owner, &path, &new).await.refused(ProblemCode::Malformed);
        assert_eq!(problem.property.as_deref(), Some(property));
    }
    let unknown = format!("/v1/mandates/{}/revocation", MandateId::from_bytes([7; 16]));
    let new = NewRevocation { revocation: right.sign(&owner.keys.signing).into() };
    town.house.post(owner, &unknown, &new).await.refused(ProblemCode::NotFound);
    town.house.post(owner, &path, &new).await.done();
}

#[tokio::test]
async fn its_last_day_is_an_event_once() {
    let town = Town::new().await;
    let mandate = town.resources_mandate(Rights::READ).await;
    town.house.clock.advance(32 * DAY * 1000);
    let town = town.logged_in_again().await;
    housekeeping::round(&town.house.app).await.unwrap();
    housekeeping::round(&town.house.app).await.unwrap();
    let events = town.house.events(&town.vault).await;
    let expired = events.iter().filter(|seen| seen.what == EventType::MandateExpired).collect::<Vec<_>>();
    assert_eq!(expired.len(), 1);
    assert_eq!(expired[0].mandate, mandate.mandate_id);
    let held: Vec<MandateView> = town.house.get(&town.professional, "/v1/mandates").await.ok();
    assert_eq!(held[0].state, MandateState::Expired);
}

#[tokio::test]
async fn shown_to_the_owner_and_to_those_who_hold_it() {
    let town = Town::new().await;
    let mandate = town.resources_mandate(Rights::READ).await;
    let stranger = town.stranger().await;
    let path = format!("/v1/vaults/{}/mandates", town.vault.id);
    for (by, count) in
        [(&town.vault.owner, 1), (&town.professional, 1), (&town.desk, 1), (&stranger, 0), (&town.auditor, 0)]
    {
        let shown: Vec<MandateView> = town.house.get(by, &path).await.ok();
        assert_eq!(shown.len(), count);
        assert!(shown.iter().all(|view| view.mandate_id == mandate.mandate_id));
    }
}
