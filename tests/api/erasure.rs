//! What is taken out for good: a deposit undone by who made it, a paper erased by the person it belongs to.

use vault_core::api::{
    ErasureAnswer, ErasureRequest, NewOpening, OpeningView, ProblemCode, RecordsRequest, RecordsView, UndoRequest,
};
use vault_core::credential::Pin;
use vault_core::ids::{DocumentId, DocumentVersion, MandateId};
use vault_core::log::EventBody;
use vault_core::mandate::Rights;
use vault_core::vocabulary::{EventType, FolderKind, ResultCode};
use vault_core::wrap::SeedFor;
use vault_server::domain::{erasure, housekeeping};

use super::client::Answer;
use super::papers::opening;
use super::people::{PIN, Person, Town, WRONG_PIN};

const RESOURCES: FolderKind = FolderKind::Resources;
const MINUTE_MS: u64 = 60_000;

impl Town {
    pub(super) async fn undo(&self, by: &Person, document: DocumentId, version: u64) -> Answer {
        self.house.post(by, &format!("/v1/documents/{document}/undo"), &UndoRequest { version }).await
    }

    /// Asks to erase a paper.
    pub(crate) async fn erase(&self, by: &Person, pin: &str, document: DocumentId) -> Answer {
        let pin_tag = Pin::enter(pin).unwrap().tag(&by.credential).expose().to_vec().into();
        self.house.post(by, &format!("/v1/documents/{document}/erasure"), &ErasureRequest { pin_tag }).await
    }

    /// A paper that the desk has just added.
    async fn misfiled(&self) -> DocumentId {
        self.house.deposit(&self.desk, &self.vault, RESOURCES, b"SPECIMEN of somebody else").await
    }

    /// The last event of the vault, whose result is this.
    async fn ended(&self, by: &Person, what: EventType, result: ResultCode) {
        let seen = self.house.last_event(&self.vault, &self.auditor).await;
        assert_eq!((seen.what, seen.result, seen.actor), (what, result, by.keys.signing.kid()));
        assert_eq!(seen.mandate, MandateId::NONE);
    }

    /// Neither a row nor an object of any paper is left, but for these tombstones.
    async fn only_tombstones(&self, tombstones: i64) {
        assert_eq!(self.house.blobs(), 0);
        for table in ["SELECT count(*) FROM documents", "SELECT count(*) FROM document_versions"] {
            assert_eq!(self.house.count(table).await, 0, "{table}");
        }
        assert_eq!(self.house.count("SELECT count(*) FROM tombstones").await, tombstones);
        assert_eq!(self.house.count("SELECT sum(bytes_used) FROM vaults").await, 0);
        assert_eq!(self.house.count("SELECT count(*) FROM openings").await, 0);
    }
}

#[tokio::test]
async fn a_deposit_is_undone_by_its_depositor_and_leaves_an_event_and_a_tombstone() {
    let town = Town::new().await;
    town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
    let sealed = town.house.seal(&town.desk, &town.vault, RESOURCES, b"SPECIMEN").await;
    town.house.upload(&town.desk, &town.vault, &sealed).await.done();
    town.house.add(&town.desk, &town.vault, &sealed.new).await.done();
    let document = sealed.of.document;
    town.house.clock.advance(15 * MINUTE_MS);
    let answer: ErasureAnswer = town.undo(&town.desk, document, 1).await.ok();
    assert_eq!((answer.document_id, answer.versions), (document, vec![1]));
    town.only_tombstones(1).await;
    town.ended(&town.desk, EventType::DepositUndone, ResultCode::Done).await;
    let entry = town.house.vault_log(&town.vault).await.pop().unwrap();
    let body = EventBody::parse(&entry.body).unwrap();
    assert_eq!((body.document, body.version, entry.index), (document, 1, answer.log_index));

    // It is gone for everybody, twice is once, and the same deposit does not bring it back.
    town.house.try_open(&town.vault.owner, document).await.refused(ProblemCode::Erased);
    town.undo(&town.desk, document, 1).await.refused(ProblemCode::Erased);
    let again = town.house.seal_as(&town.desk, &town.vault, RESOURCES, b"SPECIMEN", sealed.of).await;
    town.house.upload(&town.desk, &town.vault, &again).await.done();
    for new in [&sealed.new, &again.new] {
        town.house.add(&town.desk, &town.vault, new).await.refused(ProblemCode::Erased);
    }
    assert_eq!(town.house.count("SELECT count(*) FROM document_versions").await, 0);
}

#[tokio::test]
async fn nobody_else_undoes_a_deposit_and_the_refusal_is_seen() {
    let town = Town::new().await;
    town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
    let document = town.misfiled().await;
    for by in [&town.professional, &town.ccas.referent, &town.vault.owner, &town.auditor] {
        town.undo(by, document, 1).await.refused(ProblemCode::NotAllowed);
        town.ended(by, EventType::DepositUndone, ResultCode::NotAllowed).await;
    }
    let unknown = DocumentId::generate(&mut town.house.random.clone());
    town.undo(&town.desk, unknown, 1).await.refused(ProblemCode::NotFound);
    town.undo(&town.desk, document, 2).await.refused(ProblemCode::NotFound);
    assert_eq!(town.house.blobs(), 1);
    town.undo(&town.desk, document, 1).await.done();
}

#[tokio::test]
async fn a_deposit_is_not_undone_after_a_quarter_of_an_hour() {
    let town = Town::new().await;
    town.resources_mandate(Rights::DEPOSIT).await;
    let document = town.misfiled().await;
    // Their sessions are kept alive meanwhile.
    town.house.clock.advance(10 * MINUTE_MS);
    for by in [&town.desk, &town.vault.owner, &town.auditor] {
        town.house.get(by, "/v1/mandates").await.done();
    }
    town.house.clock.advance(5 * MINUTE_MS + 1);
    town.undo(&town.desk, document, 1).await.refused(ProblemCode::TooLate);
    town.ended(&town.desk, EventType::DepositUndone, ResultCode::TooLate).await;
    town.house.try_open(&town.vault.owner, document).await.done();
}

#[tokio::test]
async fn a_deposit_that_somebody_has_opened_is_not_undone() {
    let town = Town::new().await;
    town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
    // A list shows titles and is no reading; who deposited may look at what they added.
    let own = town.house.deposit(&town.professional, &town.vault, RESOURCES, b"SPECIMEN").await;
    let path = format!("/v1/vaults/{}/records", town.vault.id);
    let _: RecordsView = town.house.post(&town.vault.owner, &path, &RecordsRequest::default()).await.ok();
    town.house.try_open(&town.professional, own).await.done();
    town.undo(&town.professional, own, 1).await.done();

    let read = town.misfiled().await;
    town.house.try_open(&town.professional, read).await.done();
    town.undo(&town.desk, read, 1).await.refused(ProblemCode::AlreadyRead);
    town.ended(&town.desk, EventType::DepositUndone, ResultCode::AlreadyRead).await;
}

#[tokio::test]
async fn a_mandate_that_ends_does_not_keep_a_misfiled_paper_in_but_a_disabled_account_acts_no_more() {
    let town = Town::new().await;
    let mandate = town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
    let (first, second) = (town.misfiled().await, town.misfiled().await);
    town.house.try_revoke(&town.vault.owner, &mandate).await.done();
    town.undo(&town.desk, first, 1).await.done();
    town.house.sql("UPDATE accounts SET status = 3 WHERE account_id = $1", town.desk.account.as_ref()).await;
    town.undo(&town.desk, second, 1).await.refused(ProblemCode::AccountDisabled);
}

#[tokio::test]
async fn undoing_a_later_version_leaves_the_ones_before_and_its_number_is_not_given_again() {
    let town = Town::new().await;
    let (house, vault, owner) = (&town.house, &town.vault, &town.vault.owner);
    let document = town.own_paper().await;
    let add = async |version| {
        let of = DocumentVersion { vault: vault.id, document, version };
        let sealed = house.seal_as(owner, vault, RESOURCES, b"SPECIMEN later", of).await;
        house.upload(owner, vault, &sealed).await.done();
        house.add(owner, vault, &sealed.new).await
    };
    add(2).await.done();
    town.undo(owner, document, 1).await.refused(ProblemCode::Conflict);
    let answer: ErasureAnswer = town.undo(owner, document, 2).await.ok();
    assert_eq!(answer.versions, [2]);
    town.undo(owner, document, 2).await.refused(ProblemCode::Erased);
    let undone = NewOpening { version: Some(2), ..opening(document) };
    house.post(owner, "/v1/openings", &undone).await.refused(ProblemCode::Erased);
    let view: OpeningView = house.try_open(owner, document).await.ok();
    assert_eq!(house.read(owner, (&owner.keys.opening, SeedFor::Owner), &view).await, b"SPECIMEN");
    add(2).await.refused(ProblemCode::Erased);
    add(3).await.done();
}

#[tokio::test]
async fn a_paper_is_erased_by_the_person_with_their_pin() {
    let town = Town::new().await;
    let (house, vault, owner) = (&town.house, &town.vault, &town.vault.owner);
    let document = town.own_paper().await;
    let second = DocumentVersion { vault: vault.id, document, version: 2 };
    let second = house.seal_as(owner, vault, RESOURCES, b"SPECIMEN later", second).await;
    house.upload(owner, vault, &second).await.done();
    house.add(owner, vault, &second.new).await.done();
    let before: OpeningView = house.try_open(owner, document).await.ok();

    let problem = town.erase(owner, WRONG_PIN, document).await.refused(ProblemCode::WrongPin);
    assert_eq!(problem.tries_left, Some(4));
    town.ended(owner, EventType::DocumentErased, ResultCode::WrongPin).await;
    assert_eq!(house.blobs(), 2);

    let answer: ErasureAnswer = town.erase(owner, PIN, document).await.ok();
    assert_eq!(answer.versions, [1, 2]);
    assert!([1, 2].iter().all(|version| house.app.keys.erased().unwrap().contains(&(document, *version))));
    town.only_tombstones(2).await;
    town.ended(owner, EventType::DocumentErased, ResultCode::Done).await;
    // Nor may what was opened and not yet fetched be fetched any more.
    house.fetch(owner, before.opening_id).await.refused(ProblemCode::NotFound);
    town.erase(owner, PIN, document).await.refused(ProblemCode::Erased);
    for version in [None, Some(1), Some(2)] {
        let new = NewOpening { version, ..opening(document) };
        house.post(owner, "/v1/openings", &new).await.refused(ProblemCode::Erased);
    }
    house.add(owner, vault, &second.new).await.refused(ProblemCode::Erased);
    let path = format!("/v1/vaults/{}/records", vault.id);
    let list: RecordsView = house.post(owner, &path, &RecordsRequest::default()).await.ok();
    assert!(list.records.is_empty());
}

#[tokio::test]
async fn nobody_erases_a_paper_for_the_person() {
    let town = Town::new().await;
    town.resources_mandate(Rights::READ | Rights::DEPOSIT | Rights::MANAGE).await;
    let document = town.misfiled().await;
    for by in [&town.desk, &town.professional, &town.ccas.referent, &town.auditor] {
        town.erase(by, &by.pin, document).await.refused(ProblemCode::NotAllowed);
        town.ended(by, EventType::DocumentErased, ResultCode::NotAllowed).await;
    }
    town.house.try_open(&town.vault.owner, document).await.done();
}

#[tokio::test]
async fn an_object_that_a_crash_left_behind_is_swept() {
    let town = Town::new().await;
    let (house, owner) = (&town.house, &town.vault.owner);
    let document = town.own_paper().await;
    let blobs = house.objects();
    let object = crate::harness::files_under(&blobs).pop().unwrap();
    let kept = std::fs::read(&object).unwrap();
    town.erase(owner, PIN, document).await.done();
    // As if the server had stopped between COMMIT and the deletion.
    std::fs::write(&object, kept).unwrap();
    std::fs::remove_file(house.folder.path().join("keys/erased.list")).unwrap();
    erasure::remember_all(&house.app).await.unwrap();
    assert!(house.app.keys.erased().unwrap().contains(&(document, 1)));
    // And before, in the middle of an upload; in a bucket such a thing has no file (`tests/blobs/`).
    let incoming = blobs.join("incoming");
    let on_disk = incoming.is_dir();
    if on_disk {
        std::fs::write(incoming.join("left"), b"SPECIMEN").unwrap();
    }
    assert_eq!(housekeeping::remove_orphans(&house.app).await.unwrap(), 1 + usize::from(on_disk));
    assert!(!incoming.join("left").exists());
    town.only_tombstones(1).await;
}
