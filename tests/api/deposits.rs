//! Deposits: whole, once, where one may; a broken one leaves nothing behind.

use axum::body::Body;
use futures_util::stream;
use vault_core::api::{DepositAnswer, NewDeposit, NewOpening, OpeningView, ProblemCode, UploadAnswer};
use vault_core::ids::{DocumentId, DocumentVersion, FolderId, Hash, MandateId, UploadId};
use vault_core::mandate::Rights;
use vault_core::request::{Method, Request};
use vault_core::vocabulary::{EventType, FolderKind, Purpose, ResultCode};
use vault_core::wrap::SeedFor;
use vault_server::config::Settings;
use vault_server::domain::housekeeping;

use super::client::{House, NOW_MS, Sent};
use super::events::Seen;
use super::papers::{DAY, Sealed, opening, upload, upload_path};
use super::people::{Person, Town};

const RESOURCES: FolderKind = FolderKind::Resources;

/// Nothing is staged and nothing is kept: neither a row nor a file.
async fn nothing_remains(house: &House) {
    assert_eq!(house.blobs(), 0);
    assert_eq!(house.count("SELECT count(*) FROM uploads").await, 0);
    assert_eq!(house.count("SELECT count(*) FROM document_versions").await, 0);
    assert_eq!(house.count("SELECT sum(bytes_used) FROM vaults").await, 0);
}

async fn sealed(town: &Town) -> Sealed {
    town.house.seal(&town.vault.owner, &town.vault, RESOURCES, b"SPECIMEN").await
}

/// A paper whose object has arrived.
async fn staged(town: &Town) -> Sealed {
    let sealed = sealed(town).await;
    town.house.upload(&town.vault.owner, &town.vault, &sealed).await.done();
    sealed
}

/// An upload by the owner, signed over the true object, before it is spoilt.
fn signed_upload(town: &Town, sealed: &Sealed) -> Sent {
    let path = upload_path(&town.vault, sealed);
    let owner = &town.vault.owner;
    let signed = town.house.request(owner, Method::Put, &path, &sealed.object).sign(&owner.keys.signing).unwrap();
    upload(&path, sealed.object.clone()).with_token(owner).with_request(&signed)
}

#[tokio::test]
async fn the_same_deposit_again_is_the_same_deposit() {
    let town = Town::new().await;
    let owner = &town.vault.owner;
    let sealed = staged(&town).await;
    let first: DepositAnswer = town.house.add(owner, &town.vault, &sealed.new).await.ok();
    let events = town.house.events(&town.vault).await;
    let again: DepositAnswer = town.house.add(owner, &town.vault, &sealed.new).await.ok();
    assert_eq!((again.document_id, again.version, again.log_index), (first.document_id, 1, first.log_index));
    assert_eq!(town.house.events(&town.vault).await, events);
    let expected = Seen {
        what: EventType::Deposit,
        result: ResultCode::Done,
        actor: owner.keys.signing.kid(),
        mandate: MandateId::NONE,
        purpose: Purpose::None,
    };
    assert_eq!(events.last(), Some(&expected));
    assert_eq!(town.house.blobs(), 1);
}

#[tokio::test]
async fn other_bytes_under_the_same_name_are_refused() {
    let town = Town::new().await;
    let owner = &town.vault.owner;
    let first = staged(&town).await;
    town.house.add(owner, &town.vault, &first.new).await.done();
    let second = town.house.seal_as(owner, &town.vault, RESOURCES, b"OTHER", first.of).await;
    town.house.upload(owner, &town.vault, &second).await.done();
    town.house.add(owner, &town.vault, &second.new).await.refused(ProblemCode::Conflict);
    let view: OpeningView = town.house.try_open(owner, first.of.document).await.ok();
    assert_eq!(town.house.read(owner, (&owner.keys.opening, SeedFor::Owner), &view).await, b"SPECIMEN");
}

#[tokio::test]
async fn versions_follow_each_other_in_their_folder() {
    let town = Town::new().await;
    let (house, vault, owner) = (&town.house, &town.vault, &town.vault.owner);
    let document = town.own_paper().await;
    let version = |version| DocumentVersion { vault: vault.id, document, version };
    for (number, kind) in [(3, RESOURCES), (2, FolderKind::Housing)] {
        let wrong = house.seal_as(owner, vault, kind, b"WRONG", version(number)).await;
        house.upload(owner, vault, &wrong).await.done();
        house.add(owner, vault, &wrong.new).await.refused(ProblemCode::Conflict);
    }
    let unknown = DocumentVersion { document: DocumentId::from_bytes([7; 16]), ..version(2) };
    let unknown = house.seal_as(owner, vault, RESOURCES, b"WRONG", unknown).await;
    house.upload(owner, vault, &unknown).await.done();
    house.add(owner, vault, &unknown.new).await.refused(ProblemCode::Conflict);

    let next = house.seal_as(owner, vault, RESOURCES, b"SECOND", version(2)).await;
    house.upload(owner, vault, &next).await.done();
    house.add(owner, vault, &next.new).await.done();
    let key = (&owner.keys.opening, SeedFor::Owner);
    let latest: OpeningView = house.try_open(owner, document).await.ok();
    assert_eq!(house.read(owner, key, &latest).await, b"SECOND");
    let first = NewOpening { version: Some(1), ..opening(document) };
    let first: OpeningView = house.post(owner, "/v1/openings", &first).await.ok();
    assert_eq!(house.read(owner, key, &first).await, b"SPECIMEN");
}

#[tokio::test]
async fn an_upload_of_somebody_else_is_not_found() {
    let town = Town::new().await;
    town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
    let sealed = town.house.seal(&town.professional, &town.vault, RESOURCES, b"SPECIMEN").await;
    town.house.upload(&town.desk, &town.vault, &sealed).await.done();
    town.house.add(&town.professional, &town.vault, &sealed.new).await.refused(ProblemCode::NotFound);
    let never = NewDeposit { upload_id: UploadId::from_bytes([7; 16]), ..sealed.new };
    town.house.add(&town.professional, &town.vault, &never).await.refused(ProblemCode::NotFound);
    assert_eq!(town.house.count("SELECT count(*) FROM document_versions").await, 0);
}

#[tokio::test]
async fn an_object_other_than_the_signed_one_leaves_nothing() {
    let town = Town::new().await;
    let sealed = sealed(&town).await;
    let mut other = sealed.object.clone();
    other[5000] ^= 1;
    let sent = signed_upload(&town, &sealed).carrying(other.into());
    town.house.send(sent).await.refused(ProblemCode::BodyMismatch);
    nothing_remains(&town.house).await;
}

#[tokio::test]
async fn a_length_other_than_the_announced_one_leaves_nothing() {
    let town = Town::new().await;
    let sealed = sealed(&town).await;
    for wrong in [sealed.object.len() - 1, sealed.object.len() + 1] {
        let sent = signed_upload(&town, &sealed).header("content-length", wrong.to_string());
        town.house.send(sent).await.refused(ProblemCode::BodyMismatch);
        nothing_remains(&town.house).await;
    }
    let sent = signed_upload(&town, &sealed).header("content-length", "many");
    town.house.send(sent).await.refused(ProblemCode::LengthRequired);
    let sent = signed_upload(&town, &sealed).header("content-type", "application/json");
    town.house.send(sent).await.refused(ProblemCode::UnsupportedMediaType);
    nothing_remains(&town.house).await;
}

#[tokio::test]
async fn a_body_that_is_cut_leaves_nothing() {
    let town = Town::new().await;
    let sealed = sealed(&town).await;
    let pieces = [Ok(sealed.object[..40_000].to_vec()), Err(std::io::Error::other("the line was cut"))];
    let sent = signed_upload(&town, &sealed).carrying(Body::from_stream(stream::iter(pieces)));
    town.house.send(sent).await.refused(ProblemCode::BodyMismatch);
    nothing_remains(&town.house).await;
    town.house.add(&town.vault.owner, &town.vault, &sealed.new).await.refused(ProblemCode::NotFound);
    // The same upload, whole, is then taken.
    town.house.send(signed_upload(&town, &sealed)).await.done();
    town.house.add(&town.vault.owner, &town.vault, &sealed.new).await.done();
}

#[tokio::test]
async fn a_document_over_the_limit_is_refused_before_it_is_read() {
    let settings = Settings { max_document_bytes: Some(100_000), ..Settings::default() };
    let town = Town::settle(House::with(settings, NOW_MS).await).await;
    let sealed = town.house.seal(&town.vault.owner, &town.vault, RESOURCES, &vec![0; 200_000]).await;
    let problem = town.house.upload(&town.vault.owner, &town.vault, &sealed).await.refused(ProblemCode::TooLarge);
    assert_eq!(problem.limit, Some(100_000));
    nothing_remains(&town.house).await;
}

#[tokio::test]
async fn a_full_vault_takes_no_more_staged_objects_included() {
    let settings = Settings { max_vault_bytes: Some(150_000), ..Settings::default() };
    let town = Town::settle(House::with(settings, NOW_MS).await).await;
    town.own_paper().await;
    staged(&town).await;
    let third = sealed(&town).await;
    let problem = town.house.upload(&town.vault.owner, &town.vault, &third).await.refused(ProblemCode::VaultFull);
    assert_eq!(problem.limit, Some(150_000));
    assert_eq!(town.house.blobs(), 2);
    assert_eq!(town.house.count("SELECT count(*) FROM uploads").await, 1);
}

#[tokio::test]
async fn an_upload_that_no_deposit_names_is_gone_after_a_day() {
    let town = Town::new().await;
    staged(&town).await;
    town.house.clock.advance(DAY * 1000);
    assert_eq!(housekeeping::round(&town.house.app).await.unwrap(), 0);
    town.house.clock.advance(1000);
    assert_eq!(housekeeping::round(&town.house.app).await.unwrap(), 1);
    nothing_remains(&town.house).await;
}

#[tokio::test]
async fn the_same_upload_again_is_the_same_upload() {
    // Who was cut between the upload and the deposit sends both again; a vault that is nearly full takes them.
    let settings = Settings { max_vault_bytes: Some(100_000), ..Settings::default() };
    let town = Town::settle(House::with(settings, NOW_MS).await).await;
    let sealed = staged(&town).await;
    town.house.clock.advance(DAY / 2);
    let again: UploadAnswer = town.house.send(signed_upload(&town, &sealed)).await.ok();
    assert_eq!(again.length, sealed.object.len() as u64);
    assert_eq!((town.house.blobs(), town.house.count("SELECT count(*) FROM uploads").await), (1, 1));
    // The day after which it is forgotten began anew.
    town.house.clock.advance(DAY / 2 + 1000);
    assert_eq!(housekeeping::round(&town.house.app).await.unwrap(), 0);
    town.house.send(signed_upload(&town, &sealed)).await.done();
    town.house.add(&town.vault.owner, &town.vault, &sealed.new).await.done();
    assert_eq!((town.house.blobs(), town.house.count("SELECT count(*) FROM uploads").await), (1, 0));
}

#[tokio::test]
async fn another_object_or_another_person_does_not_take_the_place_of_an_upload() {
    let town = Town::new().await;
    town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
    let first = staged(&town).await;
    let mut other = sealed(&town).await;
    other.new.upload_id = first.new.upload_id;
    town.house.upload(&town.vault.owner, &town.vault, &other).await.refused(ProblemCode::Conflict);
    town.house.upload(&town.professional, &town.vault, &first).await.refused(ProblemCode::Conflict);
    assert_eq!((town.house.blobs(), town.house.count("SELECT count(*) FROM uploads").await), (1, 1));
    town.house.add(&town.vault.owner, &town.vault, &first.new).await.done();
}

#[tokio::test]
async fn refused_where_one_may_not_deposit_before_a_byte_is_taken() {
    let town = Town::new().await;
    let mandate = town.resources_mandate(Rights::READ).await;
    let stranger = town.stranger().await;
    let none = (ProblemCode::NoMandate, ResultCode::NoMandate, MandateId::NONE);
    let missing = (ProblemCode::RightMissing, ResultCode::RightMissing, mandate.mandate_id);
    for (by, (code, result, mandate)) in [(&stranger, none), (&town.professional, missing)] {
        let sealed = town.house.seal(by, &town.vault, RESOURCES, b"SPECIMEN").await;
        let expected = |by: &Person| Seen {
            what: EventType::Deposit,
            result,
            actor: by.keys.signing.kid(),
            mandate,
            purpose: Purpose::None,
        };
        town.house.upload(by, &town.vault, &sealed).await.refused(code);
        assert_eq!(town.house.last_event(&town.vault, &town.auditor).await, expected(by));
        town.house.add(by, &town.vault, &sealed.new).await.refused(code);
        assert_eq!(town.house.last_event(&town.vault, &town.auditor).await, expected(by));
    }
    nothing_remains(&town.house).await;
}

#[tokio::test]
async fn refused_in_a_folder_that_the_mandate_does_not_cover() {
    let town = Town::new().await;
    let mandate = town.resources_mandate(Rights::DEPOSIT).await;
    let sealed = town.house.seal(&town.desk, &town.vault, FolderKind::Private, b"SPECIMEN").await;
    town.house.upload(&town.desk, &town.vault, &sealed).await.done();
    town.house.add(&town.desk, &town.vault, &sealed.new).await.refused(ProblemCode::NoMandate);
    let event = town.house.last_event(&town.vault, &town.auditor).await;
    assert_eq!((event.result, event.mandate), (ResultCode::NoMandate, mandate.mandate_id));
    assert_eq!(town.house.count("SELECT count(*) FROM document_versions").await, 0);
}

/// Sends a spoilt deposit of a staged object; it is refused for this, and no event says that it was done.
async fn malformed(town: &Town, new: &NewDeposit, what: &str, property: &str) {
    let before = town.house.events(&town.vault).await;
    let problem = town.house.add(&town.vault.owner, &town.vault, new).await.refused(ProblemCode::Malformed);
    assert_eq!((problem.what.as_deref(), problem.property.as_deref()), (Some(what), Some(property)));
    assert_eq!(town.house.events(&town.vault).await, before);
    assert_eq!(town.house.count("SELECT count(*) FROM document_versions").await, 0);
}

#[tokio::test]
async fn a_deposit_is_signed_by_the_one_who_sends_it() {
    let town = Town::new().await;
    let sealed = staged(&town).await;
    let deposit = sealed.signed.sign(&town.professional.keys.signing).into();
    malformed(&town, &NewDeposit { deposit, ..sealed.new.clone() }, "deposit", "maker").await;
    let mut deposit = sealed.new.deposit.clone();
    deposit.0[60] ^= 1;
    malformed(&town, &NewDeposit { deposit, ..sealed.new }, "deposit", "signature").await;
}

#[tokio::test]
async fn a_deposit_names_its_vault_and_its_folder() {
    let town = Town::new().await;
    let sealed = staged(&town).await;
    let sign = &town.vault.owner.keys.signing;
    let mut elsewhere = sealed.signed;
    elsewhere.document.vault = vault_core::ids::VaultId::from_bytes([7; 16]);
    let deposit = elsewhere.sign(sign).into();
    malformed(&town, &NewDeposit { deposit, ..sealed.new.clone() }, "deposit", "ids").await;
    let mut nowhere = sealed.signed;
    nowhere.folder = FolderId::from_bytes([7; 16]);
    let new = NewDeposit { deposit: nowhere.sign(sign).into(), ..sealed.new };
    town.house.add(&town.vault.owner, &town.vault, &new).await.refused(ProblemCode::NotFound);
}

#[tokio::test]
async fn a_deposit_names_the_object_that_arrived() {
    let town = Town::new().await;
    let sealed = staged(&town).await;
    for head in [false, true] {
        let mut other = sealed.signed;
        *(if head { &mut other.head } else { &mut other.object }) = Hash::from_bytes([7; 32]);
        let new = NewDeposit { deposit: other.sign(&town.vault.owner.keys.signing).into(), ..sealed.new.clone() };
        town.house.add(&town.vault.owner, &town.vault, &new).await.refused(ProblemCode::BodyMismatch);
    }
    assert_eq!(town.house.count("SELECT count(*) FROM document_versions").await, 0);
}

#[tokio::test]
async fn a_record_is_sealed_to_the_folder_by_the_depositor_for_this_document() {
    let town = Town::new().await;
    let (house, vault) = (&town.house, &town.vault);
    let sealed = staged(&town).await;
    let with = |record| NewDeposit { record, ..sealed.new.clone() };
    let other = house.seal(&vault.owner, vault, RESOURCES, b"SPECIMEN").await;
    malformed(&town, &with(other.new.record), "wrap", "ids").await;
    let folder = house.seal_as(&vault.owner, vault, FolderKind::Housing, b"SPECIMEN", sealed.of).await;
    malformed(&town, &with(folder.new.record), "wrap", "recipient").await;
    let maker = house.seal_as(&town.professional, vault, RESOURCES, b"SPECIMEN", sealed.of).await;
    malformed(&town, &with(maker.new.record), "wrap", "maker").await;
    malformed(&town, &with(sealed.new.server_share.clone()), "wrap", "kind").await;
    let mut flipped = sealed.new.record.clone();
    flipped.0[1500] ^= 1;
    malformed(&town, &with(flipped), "wrap", "signature").await;
}

#[tokio::test]
async fn a_server_share_is_sealed_by_the_depositor_for_this_document() {
    let town = Town::new().await;
    let sealed = staged(&town).await;
    let with = |server_share| NewDeposit { server_share, ..sealed.new.clone() };
    let other = town.house.seal(&town.vault.owner, &town.vault, RESOURCES, b"SPECIMEN").await;
    malformed(&town, &with(other.new.server_share), "wrap", "ids").await;
    let maker = town.house.seal_as(&town.professional, &town.vault, RESOURCES, b"SPECIMEN", sealed.of).await;
    malformed(&town, &with(maker.new.server_share), "wrap", "maker").await;
}

#[tokio::test]
async fn an_upload_signed_for_another_path_is_not_taken() {
    let town = Town::new().await;
    let sealed = sealed(&town).await;
    let owner = &town.vault.owner;
    let path = upload_path(&town.vault, &sealed);
    let elsewhere =
        Request { path: "/v1/openings".to_owned(), ..town.house.request(owner, Method::Put, &path, &sealed.object) };
    let signed = elsewhere.sign(&owner.keys.signing).unwrap();
    let sent = upload(&path, sealed.object).with_token(owner).with_request(&signed);
    town.house.send(sent).await.refused(ProblemCode::NotSigned);
    nothing_remains(&town.house).await;
}
