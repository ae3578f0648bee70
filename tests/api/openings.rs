//! Openings: under a live mandate and not otherwise; every refusal has its name, and is seen by the person.

use vault_core::api::{NewOpening, OpeningView, ProblemCode};
use vault_core::ids::{DocumentId, MandateId};
use vault_core::mandate::Rights;
use vault_core::request::Method;
use vault_core::vocabulary::{EventType, FolderKind, Purpose, ResultCode, Role};
use vault_core::wrap::SeedFor;

use super::client::Sent;
use super::events::Seen;
use super::papers::{DAY, opening};
use super::people::{Person, Town};

/// Tries to open; the answer is this refusal, and the person and the auditor see it in the log.
async fn refused(town: &Town, by: &Person, document: DocumentId, code: ProblemCode, seen: (ResultCode, MandateId)) {
    let before = town.house.events(&town.vault).await.len();
    town.house.try_open(by, document).await.refused(code);
    assert_eq!(town.house.events(&town.vault).await.len(), before + 1, "one event");
    let expected = Seen {
        what: EventType::Opening,
        result: seen.0,
        actor: by.keys.signing.kid(),
        mandate: seen.1,
        purpose: Purpose::None,
    };
    assert_eq!(town.house.last_event(&town.vault, &town.auditor).await, expected);
    assert_eq!(town.house.count("SELECT count(*) FROM openings").await, 0, "nothing was released");
}

#[tokio::test]
async fn a_paper_of_the_desk_is_read_under_the_mandate_to_the_byte() {
    let town = Town::new().await;
    let house = &town.house;
    let mandate = town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
    let content: Vec<u8> = (0..200_000_u32).map(|i| (i % 251) as u8).collect();
    let document = house.deposit(&town.desk, &town.vault, FolderKind::Resources, &content).await;
    let view: OpeningView = house.try_open(&town.professional, document).await.ok();
    let read = house.read(&town.professional, (&town.ccas.keys.opening, SeedFor::Holder), &view).await;
    assert_eq!(read, content);
    let expected = Seen {
        what: EventType::Opening,
        result: ResultCode::Done,
        actor: town.professional.keys.signing.kid(),
        mandate: mandate.mandate_id,
        purpose: Purpose::Rsa,
    };
    assert_eq!(house.last_event(&town.vault, &town.auditor).await, expected);
    let log = house.vault_log(&town.vault).await;
    assert_eq!(log.last().unwrap().index, view.log_index);

    let own: OpeningView = house.try_open(&town.vault.owner, document).await.ok();
    let key = &town.vault.owner.keys.opening;
    assert_eq!(house.read(&town.vault.owner, (key, SeedFor::Owner), &own).await, content);
    assert!(own.mandate.is_none());
}

#[tokio::test]
async fn the_body_of_an_opening_has_one_written_form() {
    let town = Town::new().await;
    let document = town.own_paper().await;
    let owner = &town.vault.owner;
    let written = String::from_utf8(serde_json::to_vec(&opening(document)).unwrap()).unwrap();
    for other in [
        written.replace(':', ": "),
        format!("{{\"document_id\":\"{document}\"}}"),
        format!("{{\"version\":null,\"document_id\":\"{document}\",\"mandate_id\":null,\"purpose\":null}}"),
    ] {
        let answer = town.house.signed(owner, Method::Post, "/v1/openings", other.into_bytes()).await;
        answer.refused(ProblemCode::InvalidRequest);
    }
    town.house.signed(owner, Method::Post, "/v1/openings", written.into_bytes()).await.done();
    // Owners rely on no mandate: an event without one would not tell what was asked.
    let mandate = town.resources_mandate(Rights::READ).await;
    let new = NewOpening { mandate_id: Some(mandate.mandate_id), ..opening(document) };
    town.house.post(owner, "/v1/openings", &new).await.refused(ProblemCode::InvalidRequest);
}

#[tokio::test]
async fn the_purpose_that_is_named_is_the_one_in_the_log() {
    let town = Town::new().await;
    town.resources_mandate(Rights::READ).await;
    let document = town.own_paper().await;
    let new = NewOpening { purpose: Some(Purpose::Housing), ..opening(document) };
    town.house.post(&town.professional, "/v1/openings", &new).await.done();
    assert_eq!(town.house.last_event(&town.vault, &town.auditor).await.purpose, Purpose::Housing);
}

#[tokio::test]
async fn refused_without_a_mandate() {
    let town = Town::new().await;
    let document = town.own_paper().await;
    let none = (ResultCode::NoMandate, MandateId::NONE);
    refused(&town, &town.professional, document, ProblemCode::NoMandate, none).await;
}

#[tokio::test]
async fn refused_to_another_organisation() {
    let town = Town::new().await;
    town.resources_mandate(Rights::READ).await;
    let document = town.own_paper().await;
    let stranger = town.stranger().await;
    refused(&town, &stranger, document, ProblemCode::NoMandate, (ResultCode::NoMandate, MandateId::NONE)).await;
}

#[tokio::test]
async fn refused_for_a_folder_that_the_mandate_does_not_cover() {
    let town = Town::new().await;
    let mandate = town.house.mandate(&town.vault, &town.ccas, &[FolderKind::Housing], Rights::READ);
    town.house.grant(&town.vault, &town.ccas, &mandate).await;
    let document = town.own_paper().await;
    refused(&town, &town.professional, document, ProblemCode::NoMandate, (ResultCode::NoMandate, mandate.id)).await;
}

#[tokio::test]
async fn refused_from_the_second_after_the_last() {
    let town = Town::new().await;
    let house = &town.house;
    let document = town.own_paper().await;
    let mandate = house.mandate(&town.vault, &town.ccas, &[FolderKind::Resources], Rights::READ);
    house.grant(&town.vault, &town.ccas, &mandate).await;
    house.clock.set(mandate.not_after * 1000 + 999);
    // A month later everyone logs in again.
    let town = town.logged_in_again().await;
    town.house.try_open(&town.professional, document).await.done();
    town.house.sql("DELETE FROM openings WHERE opening_id <> $1", b"").await;
    town.house.clock.advance(1);
    let expired = (ResultCode::MandateExpired, mandate.id);
    refused(&town, &town.professional, document, ProblemCode::MandateExpired, expired).await;
}

#[tokio::test]
async fn refused_until_the_first_second() {
    let town = Town::new().await;
    let document = town.own_paper().await;
    let mut mandate = town.house.mandate(&town.vault, &town.ccas, &[FolderKind::Resources], Rights::READ);
    mandate.not_before += 10;
    mandate.not_after += DAY;
    town.house.grant(&town.vault, &town.ccas, &mandate).await;
    town.house.clock.advance(9_999);
    let early = (ResultCode::MandateNotStarted, mandate.id);
    refused(&town, &town.professional, document, ProblemCode::MandateNotStarted, early).await;
    town.house.clock.advance(1);
    town.house.try_open(&town.professional, document).await.done();
}

#[tokio::test]
async fn refused_at_once_after_the_revocation() {
    let town = Town::new().await;
    let document = town.own_paper().await;
    let mandate = town.resources_mandate(Rights::READ).await;
    town.house.try_revoke(&town.vault.owner, &mandate).await.done();
    let revoked = (ResultCode::MandateRevoked, mandate.mandate_id);
    refused(&town, &town.professional, document, ProblemCode::MandateRevoked, revoked).await;
}

#[tokio::test]
async fn refused_without_the_right_to_read() {
    let town = Town::new().await;
    let document = town.own_paper().await;
    let mandate = town.resources_mandate(Rights::DEPOSIT).await;
    let missing = (ResultCode::RightMissing, mandate.mandate_id);
    refused(&town, &town.professional, document, ProblemCode::RightMissing, missing).await;
}

#[tokio::test]
async fn refused_to_the_desk_even_for_what_it_added() {
    let town = Town::new().await;
    let mandate = town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
    let document = town.house.deposit(&town.desk, &town.vault, FolderKind::Resources, b"SPECIMEN").await;
    let forbidden = (ResultCode::RoleForbids, mandate.mandate_id);
    refused(&town, &town.desk, document, ProblemCode::RoleForbids, forbidden).await;
}

#[tokio::test]
async fn refused_to_an_account_that_is_disabled() {
    let town = Town::new().await;
    town.resources_mandate(Rights::READ).await;
    let document = town.own_paper().await;
    let account = town.professional.account;
    assert_eq!(town.house.sql("UPDATE accounts SET status = 3 WHERE account_id = $1", account.as_ref()).await, 1);
    let disabled = (ResultCode::AccountDisabled, MandateId::NONE);
    refused(&town, &town.professional, document, ProblemCode::AccountDisabled, disabled).await;
}

#[tokio::test]
async fn refused_under_a_mandate_that_was_asked_for_and_is_dead() {
    let town = Town::new().await;
    let document = town.own_paper().await;
    let dead = town.resources_mandate(Rights::READ).await;
    town.house.try_revoke(&town.vault.owner, &dead).await.done();
    town.resources_mandate(Rights::READ).await;
    town.house.try_open(&town.professional, document).await.done();
    let new = NewOpening { mandate_id: Some(dead.mandate_id), ..opening(document) };
    town.house.post(&town.professional, "/v1/openings", &new).await.refused(ProblemCode::MandateRevoked);
}

#[tokio::test]
async fn unknown_documents_and_versions_are_not_found() {
    let town = Town::new().await;
    let document = town.own_paper().await;
    let unknown = DocumentId::generate(&mut town.house.random.clone());
    town.house.try_open(&town.vault.owner, unknown).await.refused(ProblemCode::NotFound);
    let new = NewOpening { version: Some(2), ..opening(document) };
    town.house.post(&town.vault.owner, "/v1/openings", &new).await.refused(ProblemCode::NotFound);
}

#[tokio::test]
async fn an_object_is_fetched_by_the_one_who_opened_within_ten_minutes() {
    let town = Town::new().await;
    town.resources_mandate(Rights::READ).await;
    let document = town.own_paper().await;
    let view: OpeningView = town.house.try_open(&town.professional, document).await.ok();
    town.house.fetch(&town.ccas.referent, view.opening_id).await.refused(ProblemCode::NotFound);
    town.house.fetch(&town.vault.owner, view.opening_id).await.refused(ProblemCode::NotFound);
    town.house.clock.advance(10 * 60_000);
    town.house.fetch(&town.professional, view.opening_id).await.done();
    town.house.clock.advance(1);
    town.house.fetch(&town.professional, view.opening_id).await.refused(ProblemCode::NotFound);
}

#[tokio::test]
async fn a_session_alone_releases_nothing() {
    let town = Town::new().await;
    town.resources_mandate(Rights::READ).await;
    let document = town.own_paper().await;
    let before = town.house.events(&town.vault).await.len();
    let unsigned = Sent::post("/v1/openings", &opening(document)).with_token(&town.professional);
    town.house.send(unsigned).await.refused(ProblemCode::NotSigned);
    let view: OpeningView = town.house.try_open(&town.professional, document).await.ok();
    let path = format!("/v1/openings/{}/object", view.opening_id);
    town.house.send(Sent::get(&path).with_token(&town.professional)).await.refused(ProblemCode::NotSigned);
    assert_eq!(town.house.events(&town.vault).await.len(), before + 1);
    assert_eq!(town.house.count("SELECT count(*) FROM openings").await, 1);
    // Nor does a signature without a session.
    let body = serde_json::to_vec(&opening(document)).unwrap();
    let signed = town.house.request(&town.professional, Method::Post, "/v1/openings", &body);
    let signed = signed.sign(&town.professional.keys.signing).unwrap();
    let alone = Sent::new(Method::Post, "/v1/openings", body).with_request(&signed);
    town.house.send(alone).await.refused(ProblemCode::SessionOver);
}

#[tokio::test]
async fn a_mandate_to_one_person_serves_that_person_only() {
    let town = Town::new().await;
    let house = &town.house;
    let document = town.own_paper().await;
    let mut mandate = house.mandate(&town.vault, &town.ccas, &[FolderKind::Resources], Rights::READ);
    mandate.recipient = vault_core::mandate::Recipient::Account(town.professional.account);
    mandate.recipient_certificate = town.professional.anchor;
    let new = house.new_mandate(&town.vault, &town.professional.keys.opening, &mandate);
    house.try_grant(&town.vault, &new).await.done();
    let view: OpeningView = house.try_open(&town.professional, document).await.ok();
    let own = (&town.professional.keys.opening, SeedFor::Holder);
    assert_eq!(house.read(&town.professional, own, &view).await, b"SPECIMEN");
    house.try_open(&town.ccas.referent, document).await.refused(ProblemCode::NoMandate);
    let colleague = house.member(&town.ccas, Role::Professional, "Luc SPECIMEN").await;
    house.try_open(&colleague, document).await.refused(ProblemCode::NoMandate);
}
