//! Moving a paper and describing it anew: signed statements that continue the deposit.

use vault_core::amendment::{Amendment, Place};
use vault_core::api::{
    AmendAnswer, MovedReminder, NewAmendment, NewAmendments, OpeningView, ProblemCode, RecordsRequest, RecordsView,
};
use vault_core::deposit::Deposit;
use vault_core::ids::{DocumentId, DocumentVersion, Hash};
use vault_core::mandate::Rights;
use vault_core::record::Record;
use vault_core::vocabulary::{EventType, FolderKind, ResultCode};
use vault_core::wrap::SeedFor;

use super::client::Answer;
use super::people::{Person, Town, to};

const RESOURCES: FolderKind = FolderKind::Resources;
const HOUSING: FolderKind = FolderKind::Housing;

impl Town {
    /// What somebody sends to amend this version of a paper in Ressources: into this folder, its description changed.
    async fn amendment(
        &self,
        by: &Person,
        of: DocumentVersion,
        kind: FolderKind,
        describe: impl FnOnce(&mut Record),
        spoil: impl FnOnce(&mut Amendment),
    ) -> NewAmendment {
        let path = format!("/v1/vaults/{}/records", self.vault.id);
        let request = RecordsRequest { all_versions: true, ..RecordsRequest::default() };
        let view: RecordsView = self.house.post(&self.vault.owner, &path, &request).await.ok();
        let shown = view.records.iter().find(|shown| (shown.document_id, shown.version) == (of.document, of.version));
        let shown = shown.unwrap();
        let mut place = Place::deposited(&Deposit::parse(&shown.deposit).unwrap(), &shown.deposit);
        for bytes in &shown.amendments {
            place = place.amended(&Amendment::parse(bytes).unwrap(), bytes).unwrap();
        }
        let payload = self.payload(&of, &shown.record);
        let (client, mut record) = payload.read().unwrap();
        describe(&mut record);
        let payload = record.to_payload(&client).unwrap();
        let (folder, key) = &self.vault.folders[usize::from(kind.number()) - 1];
        let mut amendment = place.amend(*folder, payload.hash(), self.house.now_ms());
        spoil(&mut amendment);
        let envelope = to(key.sealing_key(), &by.keys.signing);
        let record = envelope.seal_record_to_folder(&mut self.house.random.clone(), &of, 1, &payload).unwrap();
        NewAmendment { amendment: amendment.sign(&by.keys.signing).into(), record: record.into() }
    }

    pub(super) async fn moving(&self, by: &Person, of: DocumentVersion) -> NewAmendment {
        self.amendment(by, of, HOUSING, |_| (), |_| ()).await
    }

    pub(super) async fn renaming(&self, by: &Person, of: DocumentVersion, title: &str) -> NewAmendment {
        self.amendment(by, of, RESOURCES, |record| record.title = title.to_owned(), |_| ()).await
    }

    pub(super) async fn amend(&self, by: &Person, document: DocumentId, amendments: &[NewAmendment]) -> Answer {
        self.amend_reminded(by, document, amendments, &[]).await
    }

    /// The same, with the texts of the document's reminders.
    pub(super) async fn amend_reminded(
        &self,
        by: &Person,
        document: DocumentId,
        amendments: &[NewAmendment],
        reminders: &[MovedReminder],
    ) -> Answer {
        let new = NewAmendments { amendments: amendments.to_vec(), reminders: reminders.to_vec() };
        self.house.post(by, &format!("/v1/documents/{document}/amendments"), &new).await
    }

    pub(super) fn first(&self, document: DocumentId) -> DocumentVersion {
        DocumentVersion { vault: self.vault.id, document, version: 1 }
    }

    async fn lent(&self, kinds: &[FolderKind], rights: Rights) -> vault_core::api::MandateView {
        let mandate = self.house.mandate(&self.vault, &self.ccas, kinds, rights);
        self.house.grant(&self.vault, &self.ccas, &mandate).await
    }

    /// Refused as malformed in this way; the paper lies where it did.
    async fn malformed(&self, by: &Person, document: DocumentId, new: NewAmendment, what: &str, property: &str) {
        let problem = self.amend(by, document, &[new]).await.refused(ProblemCode::Malformed);
        assert_eq!((problem.what.as_deref(), problem.property.as_deref()), (Some(what), Some(property)));
        assert_eq!(self.house.count("SELECT count(*) FROM amendments").await, 0);
    }
}

#[tokio::test]
async fn a_paper_moves_with_all_its_versions() {
    let town = Town::new().await;
    let (house, vault, owner) = (&town.house, &town.vault, &town.vault.owner);
    let mandate = town.lent(&[HOUSING], Rights::READ).await;
    let document = town.own_paper().await;
    let second = DocumentVersion { version: 2, ..town.first(document) };
    let sealed = house.seal_as(owner, vault, RESOURCES, b"SPECIMEN later", second).await;
    house.upload(owner, vault, &sealed).await.done();
    house.add(owner, vault, &sealed.new).await.done();
    house.try_open(&town.professional, document).await.refused(ProblemCode::NoMandate);
    let both = [town.moving(owner, town.first(document)).await, town.moving(owner, second).await];
    let apart = town.amendment(owner, second, FolderKind::Other, |_| (), |_| ()).await;
    for part in [&both[..1], &both[1..], &[both[0].clone(), both[0].clone()], &[both[0].clone(), apart]] {
        town.amend(owner, document, part).await.refused(ProblemCode::InvalidRequest);
    }
    let answer: AmendAnswer = town.amend(owner, document, &both).await.ok();
    assert_eq!(answer.folder_id, vault.folder(HOUSING));
    let event = house.last_event(vault, &town.auditor).await;
    assert_eq!((event.what, event.result), (EventType::DocumentMoved, ResultCode::Done));
    // It is read where it lies now, by those who may read there, against everything that was signed.
    let view: OpeningView = house.try_open(&town.professional, document).await.ok();
    assert_eq!(view.mandate.as_ref().unwrap().mandate_id, mandate.mandate_id);
    let holder = (&town.ccas.keys.opening, SeedFor::Holder);
    assert_eq!(house.read(&town.professional, holder, &view).await, b"SPECIMEN later");
    // Twice is no second move: the chain has gone on.
    let again = town.amend(owner, document, &both[..1]).await.refused(ProblemCode::Malformed);
    assert_eq!(again.property.as_deref(), Some("sequence"));
    // A next version is deposited where the paper lies.
    let third = DocumentVersion { version: 3, ..second };
    let astray = house.seal_as(owner, vault, RESOURCES, b"SPECIMEN", third).await;
    house.upload(owner, vault, &astray).await.done();
    house.add(owner, vault, &astray.new).await.refused(ProblemCode::Conflict);
    let right = house.seal_as(owner, vault, HOUSING, b"SPECIMEN", third).await;
    house.upload(owner, vault, &right).await.done();
    house.add(owner, vault, &right.new).await.done();
}

#[tokio::test]
async fn a_paper_is_renamed_by_who_may_read_and_deposit() {
    let town = Town::new().await;
    let mandate = town.lent(&[RESOURCES], Rights::READ | Rights::DEPOSIT).await;
    let document = town.own_paper().await;
    let of = town.first(document);
    let new = town.renaming(&town.professional, of, "Avis SPECIMEN").await;
    town.amend(&town.professional, document, &[new]).await.done();
    let event = town.house.last_event(&town.vault, &town.auditor).await;
    assert_eq!((event.what, event.mandate), (EventType::DocumentRenamed, mandate.mandate_id));
    let view: OpeningView = town.house.try_open(&town.vault.owner, document).await.ok();
    let own = (&town.vault.owner.keys.opening, SeedFor::Owner);
    assert_eq!(town.house.read(&town.vault.owner, own, &view).await, b"SPECIMEN");
    assert_eq!(town.payload(&of, &view.record).read().unwrap().1.title, "Avis SPECIMEN");
    // The next name continues from there.
    let next = town.renaming(&town.vault.owner, of, "Autre SPECIMEN").await;
    town.amend(&town.vault.owner, document, &[next]).await.done();
    assert_eq!(town.house.count("SELECT max(sequence) FROM amendments").await, 2);
}

#[tokio::test]
async fn an_amendment_continues_the_chain_of_its_version_and_of_no_other() {
    let town = Town::new().await;
    let owner = &town.vault.owner;
    let (document, other) = (town.own_paper().await, town.own_paper().await);
    let of = town.first(document);
    let spoilt = async |spoil: fn(&mut Amendment)| town.amendment(owner, of, RESOURCES, |_| (), spoil).await;
    let later = spoilt(|amendment| amendment.sequence = 2).await;
    town.malformed(owner, document, later, "amendment", "sequence").await;
    let elsewhere = spoilt(|amendment| amendment.previous = Hash::from_bytes([7; 32])).await;
    town.malformed(owner, document, elsewhere, "amendment", "hash").await;
    let unfit = spoilt(|amendment| amendment.document.vault = vault_core::ids::VaultId::from_bytes([7; 16])).await;
    town.malformed(owner, document, unfit, "amendment", "ids").await;
    let of_other = town.renaming(owner, town.first(other), "SPECIMEN").await;
    town.malformed(owner, document, of_other, "amendment", "ids").await;
    // Somebody else's signature, and a record by somebody else or to another folder.
    let theirs = town.renaming(&town.professional, of, "SPECIMEN").await;
    town.malformed(owner, document, theirs.clone(), "amendment", "maker").await;
    let own = town.renaming(owner, of, "SPECIMEN").await;
    let mixed = NewAmendment { record: theirs.record, ..own.clone() };
    town.malformed(owner, document, mixed, "wrap", "maker").await;
    let astray = NewAmendment { record: town.moving(owner, of).await.record, ..own };
    town.malformed(owner, document, astray, "wrap", "recipient").await;
    // Nothing is moved into another person's vault.
    let stranger = town.house.vault(&town.ccas, &town.professional).await;
    let folder = stranger.folder(HOUSING);
    let away = town.amendment(owner, of, HOUSING, |_| (), |amendment| amendment.folder = folder).await;
    town.amend(owner, document, &[away]).await.refused(ProblemCode::NotFound);
    // A move does not describe anew.
    let both = town.amendment(owner, of, HOUSING, |record| record.title = "SPECIMEN".to_owned(), |_| ()).await;
    town.malformed(owner, document, both, "record", "hash").await;
}

#[tokio::test]
async fn who_may_not_read_and_deposit_on_both_sides_moves_nothing() {
    for (here, there, code) in [
        (Rights::READ, Rights::READ | Rights::DEPOSIT, ProblemCode::RightMissing),
        (Rights::DEPOSIT, Rights::READ | Rights::DEPOSIT, ProblemCode::RightMissing),
        (Rights::READ | Rights::DEPOSIT, Rights::DEPOSIT, ProblemCode::RightMissing),
    ] {
        let town = Town::new().await;
        town.lent(&[RESOURCES], here).await;
        let document = town.own_paper().await;
        let new = town.moving(&town.professional, town.first(document)).await;
        town.amend(&town.professional, document, std::slice::from_ref(&new)).await.problem();
        town.lent(&[HOUSING], there).await;
        town.amend(&town.professional, document, &[new]).await.refused(code);
        let event = town.house.last_event(&town.vault, &town.auditor).await;
        assert_eq!((event.what, event.result), (EventType::DocumentMoved, ResultCode::RightMissing));
        assert_eq!(town.house.count("SELECT count(*) FROM amendments").await, 0);
    }
}

#[tokio::test]
async fn the_desk_and_a_former_holder_rename_nothing_and_an_erased_paper_is_gone() {
    let town = Town::new().await;
    let mandate = town.lent(&[RESOURCES], Rights::READ | Rights::DEPOSIT).await;
    let document = town.own_paper().await;
    let of = town.first(document);
    let by_desk = town.renaming(&town.desk, of, "SPECIMEN").await;
    town.amend(&town.desk, document, &[by_desk]).await.refused(ProblemCode::RoleForbids);
    let new = town.renaming(&town.professional, of, "SPECIMEN").await;
    town.house.try_revoke(&town.vault.owner, &mandate).await.done();
    town.amend(&town.professional, document, std::slice::from_ref(&new)).await.refused(ProblemCode::MandateRevoked);
    let undone = vault_core::api::UndoRequest { version: 1 };
    town.house.post(&town.vault.owner, &format!("/v1/documents/{document}/undo"), &undone).await.done();
    town.amend(&town.professional, document, &[new]).await.refused(ProblemCode::Erased);
    town.amend(&town.vault.owner, document, &[]).await.refused(ProblemCode::InvalidRequest);
}
