//! A person and organisations: joined by card and PIN at another desk, left with every mandate revoked.

use vault_core::api::{
    Departure, DirectoryView, MandateView, NewDirectoryEntry, NewInvitation, OrganisationView, ProblemCode,
};
use vault_core::ids::{Hash, OrganisationId};
use vault_core::mandate::{Mandate, Recipient, Rights};
use vault_core::name::{Directory, NameEntry};
use vault_core::revocation::Revocation;
use vault_core::suite::sha256;
use vault_core::vocabulary::{EventType, FolderKind, ResultCode, Role};

use super::client::Answer;
use super::people::{Organisation, Person, Town, WRONG_PIN};

/// The town, and another organisation with a professional of its own.
struct Neighbours {
    town: Town,
    other: Organisation,
    professional: Person,
    desk: Person,
}

impl Neighbours {
    async fn new() -> Self {
        let town = Town::new().await;
        let other = town.house.organisation("Association SPECIMEN").await;
        let professional = town.house.member(&other, Role::Professional, "Paul SPECIMEN").await;
        let desk = town.house.member(&other, Role::Desk, "Ana SPECIMEN").await;
        Self { town, other, professional, desk }
    }

    /// The name as the other organisation seals it.
    fn name(&self) -> NewDirectoryEntry {
        let entry = NameEntry {
            given_name: "Amina".to_owned(),
            family_name: "SPECIMEN".to_owned(),
            birth_date: "1987-04-23".to_owned(),
            anchor: self.town.vault.owner.anchor,
        };
        let directory = Directory::derive(&self.other.directory, self.other.id, 1);
        let sealed = directory.seal(&mut self.town.house.random.clone(), self.town.vault.id, &entry).unwrap();
        NewDirectoryEntry { vault_id: self.town.vault.id, directory_epoch: 1, directory_entry: sealed.into() }
    }

    async fn invite(&self, by: &Person, name: &NewDirectoryEntry, pin: &str) -> Answer {
        let invitation = NewInvitation {
            organisation_id: self.other.id,
            entry_sha256: Hash::from_bytes(sha256(&[&name.directory_entry])),
            pin_tag: by.tag_of(pin),
        };
        self.town.house.post(by, &format!("/v1/vaults/{}/directory-invitations", self.town.vault.id), &invitation).await
    }

    async fn join(&self, by: &Person, name: &NewDirectoryEntry) -> Answer {
        self.town.house.post(by, &format!("/v1/organisations/{}/directory", self.other.id), name).await
    }

    /// The person comes to the other desk.
    async fn joined(&self) {
        let (name, owner) = (self.name(), &self.town.vault.owner);
        self.invite(owner, &name, &owner.pin).await.done();
        self.join(&self.professional, &name).await.done();
    }

    async fn leave(&self, by: &Person, from: OrganisationId, mandates: &[&MandateView], pin: &str) -> Answer {
        let revocations = mandates.iter().map(|view| {
            let revocation = Revocation {
                mandate: view.mandate_id,
                mandate_hash: Mandate::hash_of(&view.mandate),
                unix_ms: self.town.house.now_ms(),
                maker: by.keys.signing.kid(),
            };
            revocation.sign(&by.keys.signing).into()
        });
        let body = Departure { revocations: revocations.collect(), pin_tag: by.tag_of(pin) };
        let path = format!("/v1/vaults/{}/organisations/{from}/departure", self.town.vault.id);
        self.town.house.post(by, &path, &body).await
    }

    async fn names_of(&self, by: &Person, organisation: &Organisation) -> usize {
        let path = format!("/v1/organisations/{}/directory", organisation.id);
        let view: DirectoryView = self.town.house.get(by, &path).await.ok();
        view.entries.len()
    }

    async fn last(&self) -> (EventType, ResultCode) {
        let event = self.town.house.last_event(&self.town.vault, &self.town.auditor).await;
        (event.what, event.result)
    }
}

#[tokio::test]
async fn a_name_is_given_by_the_person_and_written_by_a_member() {
    let here = Neighbours::new().await;
    let (house, owner) = (&here.town.house, &here.town.vault.owner);
    let name = here.name();
    // No organisation of this id: nothing waits for one that may come.
    let unknown = NewInvitation {
        organisation_id: OrganisationId::from_bytes([7; 16]),
        entry_sha256: Hash::from_bytes(sha256(&[&name.directory_entry])),
        pin_tag: owner.pin_tag(),
    };
    let path = format!("/v1/vaults/{}/directory-invitations", here.town.vault.id);
    house.post(owner, &path, &unknown).await.refused(ProblemCode::NotFound);
    here.invite(owner, &name, &owner.pin).await.done();
    assert_eq!(here.last().await, (EventType::OrganisationJoined, ResultCode::Done));
    assert_eq!(here.names_of(&here.desk, &here.other).await, 0);
    here.join(&here.professional, &name).await.done();
    let event = house.last_event(&here.town.vault, &here.town.auditor).await;
    assert_eq!((event.what, event.actor), (EventType::OrganisationJoined, here.professional.keys.signing.kid()));
    assert_eq!(here.names_of(&here.desk, &here.other).await, 1);
    assert_eq!(here.names_of(&here.town.desk, &here.town.ccas).await, 1);
    let path = format!("/v1/vaults/{}/organisations", here.town.vault.id);
    let known: Vec<OrganisationView> = house.get(owner, &path).await.ok();
    assert_eq!(known.len(), 2);
    house.get(&here.professional, &path).await.refused(ProblemCode::NotAllowed);
    // Used once; a new word of the person replaces the name.
    here.join(&here.professional, &name).await.refused(ProblemCode::NotTrusted);
    here.joined().await;
    assert_eq!(here.names_of(&here.desk, &here.other).await, 1);
}

#[tokio::test]
async fn nobody_gives_a_name_away_for_the_person() {
    let here = Neighbours::new().await;
    let owner = &here.town.vault.owner;
    let name = here.name();
    // The member alone cannot; nor can somebody else invite.
    here.join(&here.professional, &name).await.refused(ProblemCode::NotTrusted);
    assert_eq!(here.last().await, (EventType::OrganisationJoined, ResultCode::NotTrusted));
    for by in [&here.professional, &here.town.professional, &here.town.ccas.referent, &here.town.auditor] {
        here.invite(by, &name, &by.pin).await.refused(ProblemCode::NotAllowed);
    }
    here.invite(owner, &name, WRONG_PIN).await.refused(ProblemCode::WrongPin);
    assert_eq!(here.last().await, (EventType::OrganisationJoined, ResultCode::WrongPin));
    here.join(&here.professional, &name).await.refused(ProblemCode::NotTrusted);

    here.invite(owner, &name, &owner.pin).await.done();
    // Not another name than the one that the person allowed; not by others.
    here.join(&here.professional, &here.name()).await.refused(ProblemCode::NotTrusted);
    here.join(&here.desk, &name).await.refused(ProblemCode::RoleForbids);
    for by in [&here.town.professional, owner, &here.town.auditor] {
        here.join(by, &name).await.refused(ProblemCode::NotAMember);
    }
    let stale = NewDirectoryEntry { directory_epoch: 2, ..name.clone() };
    here.join(&here.professional, &stale).await.refused(ProblemCode::Conflict);
    let mut cut = name.clone();
    cut.directory_entry.0.pop();
    here.join(&here.professional, &cut).await.refused(ProblemCode::InvalidRequest);
    // Not later than a quarter of an hour.
    here.town.house.clock.advance(NewInvitation::LASTS_MS - 1000);
    here.join(&here.professional, &cut).await.refused(ProblemCode::InvalidRequest);
    here.town.house.clock.advance(1001);
    here.join(&here.professional, &name).await.refused(ProblemCode::TooLate);
    assert_eq!(here.names_of(&here.professional, &here.other).await, 0);
}

#[tokio::test]
async fn leaving_revokes_every_mandate_or_does_nothing() {
    let here = Neighbours::new().await;
    let (house, town, owner) = (&here.town.house, &here.town, &here.town.vault.owner);
    let own = here.town.own_paper().await;
    let general = town.resources_mandate(Rights::READ).await;
    let mut personal = house.mandate(&town.vault, &town.ccas, &[FolderKind::Resources], Rights::READ);
    personal.recipient = Recipient::Account(town.professional.account);
    personal.recipient_certificate = town.professional.anchor;
    let personal = house.new_mandate(&town.vault, &town.professional.keys.opening, &personal);
    let personal: MandateView = house.try_grant(&town.vault, &personal).await.ok();
    here.joined().await;
    let elsewhere = house.mandate(&town.vault, &here.other, &[FolderKind::Resources], Rights::READ);
    let elsewhere = house.grant(&town.vault, &here.other, &elsewhere).await;

    let ccas = town.ccas.id;
    let all = [&general, &personal];
    for (by, mandates, pin, code) in [
        (owner, &all[..1], owner.pin.as_str(), ProblemCode::Conflict),
        (owner, &[&general, &personal, &elsewhere][..], &owner.pin, ProblemCode::Conflict),
        (owner, &[&general, &general][..], &owner.pin, ProblemCode::Conflict),
        (owner, &all[..], WRONG_PIN, ProblemCode::WrongPin),
        (&here.professional, &all[..], &here.professional.pin, ProblemCode::NotAMember),
        (&town.desk, &all[..], &town.desk.pin, ProblemCode::RoleForbids),
        (&town.auditor, &all[..], &town.auditor.pin, ProblemCode::NotAMember),
    ] {
        here.leave(by, ccas, mandates, pin).await.refused(code);
        assert_eq!(house.count("SELECT count(*) FROM mandates WHERE revocation IS NOT NULL").await, 0);
        assert_eq!(here.names_of(&town.desk, &town.ccas).await, 1);
    }
    // The words of a revocation that was signed for another mandate do not do, under the same id.
    let swapped = MandateView { mandate: personal.mandate.clone(), ..general.clone() };
    here.leave(owner, ccas, &[&swapped, &personal], &owner.pin).await.refused(ProblemCode::Malformed);
    assert_eq!(house.count("SELECT count(*) FROM mandates WHERE revocation IS NOT NULL").await, 0);
    house.try_open(&town.professional, own).await.done();
    here.leave(owner, ccas, &all, &owner.pin).await.done();
    assert_eq!(here.last().await, (EventType::OrganisationLeft, ResultCode::Done));
    let revoked = house.events(&town.vault).await;
    let revoked = revoked.iter().filter(|event| event.what == EventType::MandateRevoked);
    assert_eq!(revoked.count(), 2);
    house.try_open(&town.professional, own).await.refused(ProblemCode::MandateRevoked);
    house.try_open(&here.professional, own).await.done();
    assert_eq!(here.names_of(&town.desk, &town.ccas).await, 0);
    assert_eq!(here.names_of(&here.desk, &here.other).await, 1);
    // Twice: there is nothing to leave.
    here.leave(owner, ccas, &[], &owner.pin).await.refused(ProblemCode::NotFound);
}

#[tokio::test]
async fn an_organisation_lets_go_of_a_person_whom_another_one_knows() {
    let here = Neighbours::new().await;
    let (town, by) = (&here.town, &here.town.professional);
    let mandate = town.resources_mandate(Rights::READ).await;
    here.leave(by, town.ccas.id, &[&mandate], &by.pin).await.refused(ProblemCode::NotAllowed);
    assert_eq!(here.last().await, (EventType::OrganisationLeft, ResultCode::NotAllowed));
    here.joined().await;
    here.leave(by, town.ccas.id, &[], &by.pin).await.refused(ProblemCode::Conflict);
    here.leave(by, here.other.id, &[], &by.pin).await.refused(ProblemCode::NotAMember);
    here.leave(by, town.ccas.id, &[&mandate], &by.pin).await.done();
    assert_eq!(here.names_of(by, &town.ccas).await, 0);
    // The person may leave the last one too.
    let owner = &town.vault.owner;
    here.leave(owner, here.other.id, &[], &owner.pin).await.done();
}
