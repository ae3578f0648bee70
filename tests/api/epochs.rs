//! A folder's next key: by the owner, for those who may still read and for nobody else.

use vault_core::api::{
    EpochAnswer, FolderView, HolderSeed, MandateView, NewEpoch, OpeningView, ProblemCode, RecordsRequest, RecordsView,
    ResealedRecord, ResealedRecords, VaultView,
};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::error::Property;
use vault_core::ids::{DocumentVersion, FolderEpoch, Hash};
use vault_core::keys::OpeningKey;
use vault_core::mandate::Rights;
use vault_core::record::Payload;
use vault_core::vocabulary::{EventType, FolderKind, ResultCode};
use vault_core::wrap::{Reading, SeedFor, Wrap};
use vault_server::domain::housekeeping;

use super::client::Answer;
use super::papers::DAY;
use super::people::{Organisation, Person, Town, to};

const RESOURCES: FolderKind = FolderKind::Resources;

impl Town {
    pub(crate) async fn folder(&self) -> FolderView {
        let view: VaultView = self.house.get(&self.vault.owner, &format!("/v1/vaults/{}", self.vault.id)).await.ok();
        view.folders.into_iter().find(|folder| folder.kind == RESOURCES).unwrap()
    }

    async fn all_records(&self, by: &Person) -> RecordsView {
        let path = format!("/v1/vaults/{}/records", self.vault.id);
        let request = RecordsRequest { all_versions: true, ..RecordsRequest::default() };
        self.house.post(by, &path, &request).await.ok()
    }

    /// What the person sends to give the folder Ressources its second key, and that key; `holders` are sealed the seed.
    pub(crate) async fn next_epoch(&self, holders: &[(&MandateView, &OpeningKey)]) -> (NewEpoch, OpeningKey) {
        let random = &mut self.house.random.clone();
        let (folder, key) = (self.folder().await, OpeningKey::generate(random));
        let current = folder.certificates.last().unwrap();
        let maker = &self.vault.owner.keys.signing;
        let certificate = Certificate {
            kind: CertificateKind::Folder,
            scope: *self.vault.id.as_bytes(),
            subject: *folder.folder_id.as_bytes(),
            epoch: Certificate::parse(current).unwrap().epoch + 1,
            not_before: self.house.now_s(),
            not_after: 0,
            sealing: key.sealing_key().clone(),
            verifying: None,
            previous: Certificate::hash_of(current),
            issuer: maker.kid(),
        };
        let of = FolderEpoch { vault: self.vault.id, folder: folder.folder_id, epoch: certificate.epoch };
        let own = to(self.vault.owner.keys.opening.sealing_key(), maker);
        let seed = own.seal_folder_seed(random, SeedFor::Owner, &of, &key).unwrap().into();
        let mut seeds = Vec::new();
        for (mandate, holder) in holders {
            let sealed = to(holder.sealing_key(), maker).seal_folder_seed(random, SeedFor::Holder, &of, &key).unwrap();
            seeds.push(HolderSeed { mandate_id: mandate.mandate_id, seed: sealed.into() });
        }
        let records = self.resealed(&self.vault.owner, &key, of.epoch).await;
        (NewEpoch { certificate: certificate.issue(maker).into(), seed, holders: seeds, records }, key)
    }

    /// The records of the folder, sealed by somebody to this key.
    async fn resealed(&self, by: &Person, key: &OpeningKey, epoch: u32) -> Vec<ResealedRecord> {
        let mut records = Vec::new();
        for shown in self.all_records(&self.vault.owner).await.records {
            let of = DocumentVersion { vault: self.vault.id, document: shown.document_id, version: shown.version };
            let payload = self.payload(&of, &shown.record);
            let envelope = to(key.sealing_key(), &by.keys.signing);
            let sealed = envelope.seal_record_to_folder(&mut self.house.random.clone(), &of, epoch, &payload).unwrap();
            records.push(ResealedRecord { document_id: of.document, version: of.version, record: sealed.into() });
        }
        records
    }

    /// The description under the folder's first key.
    pub(super) fn payload(&self, of: &DocumentVersion, record: &[u8]) -> Payload {
        let with = &self.vault.folders[usize::from(RESOURCES.number()) - 1].1;
        let maker = Wrap::parse(record).unwrap().maker();
        let people = [&self.vault.owner, &self.desk, &self.professional];
        let maker =
            people.into_iter().map(|by| by.keys.signing.verifying_key()).find(|key| key.kid() == maker).unwrap();
        Reading { with, maker: &maker }.open_record_to_folder(record, of, 1).unwrap()
    }

    pub(super) async fn try_turn(&self, by: &Person, new: &NewEpoch) -> Answer {
        let folder = self.vault.folder(RESOURCES);
        self.house.post(by, &format!("/v1/vaults/{}/folders/{folder}/epochs", self.vault.id), new).await
    }

    async fn try_reseal(&self, by: &Person, records: Vec<ResealedRecord>) -> Answer {
        let folder = self.vault.folder(RESOURCES);
        let path = format!("/v1/vaults/{}/folders/{folder}/records", self.vault.id);
        let body = serde_json::to_vec(&ResealedRecords { records }).unwrap();
        self.house.signed(by, vault_core::request::Method::Put, &path, body).await
    }

    async fn lent_to(&self, organisation: &Organisation, rights: Rights) -> MandateView {
        let mandate = self.house.mandate(&self.vault, organisation, &[RESOURCES], rights);
        self.house.grant(&self.vault, organisation, &mandate).await
    }

    /// The turn is refused as malformed in this way, and nothing of it remains.
    async fn malformed_turn(&self, new: &NewEpoch, what: &str, property: Property) {
        let problem = self.try_turn(&self.vault.owner, new).await.refused(ProblemCode::Malformed);
        assert_eq!((problem.what.as_deref(), problem.property.as_deref()), (Some(what), Some(property.code())));
        assert_eq!(self.folder().await.certificates.len(), 1);
    }
}

#[tokio::test]
async fn after_a_revocation_the_former_holder_reads_nothing_new_and_the_others_do() {
    let town = Town::new().await;
    let (house, vault, owner) = (&town.house, &town.vault, &town.vault.owner);
    let association = house.organisation("Association SPECIMEN").await;
    let theirs = town.lent_to(&association, Rights::READ).await;
    let revoked = town.lent_to(&town.ccas, Rights::READ | Rights::DEPOSIT).await;
    let document = town.own_paper().await;
    assert!(!town.folder().await.key_due);
    house.try_revoke(owner, &revoked).await.done();
    assert!(town.folder().await.key_due);

    let (new, _) = town.next_epoch(&[(&theirs, &association.keys.opening)]).await;
    let answer: EpochAnswer = town.try_turn(owner, &new).await.ok();
    assert_eq!((answer.epoch, answer.left), (2, 0));
    let event = house.last_event(vault, &town.auditor).await;
    assert_eq!((event.what, event.result), (EventType::FolderKeysTurned, ResultCode::Done));
    let folder = town.folder().await;
    assert!(!folder.key_due && folder.former_seeds.is_empty());
    assert_eq!(folder.certificates.len(), 2);

    // The first seed, with everything that the server keeps of the record, out of its lock: it opens no more.
    let shown = &town.all_records(owner).await.records[0];
    let of = DocumentVersion { vault: vault.id, document, version: 1 };
    let with = &vault.folders[usize::from(RESOURCES.number()) - 1].1;
    let maker = owner.keys.signing.verifying_key();
    let reading = Reading { with, maker: &maker };
    assert_eq!(reading.open_record_to_folder(&shown.record, &of, 2).unwrap_err().property, Property::Recipient);
    assert_eq!(reading.open_record_to_folder(&shown.record, &of, 1).unwrap_err().property, Property::Epoch);
    // Whoever may still read does, with the new seed; so does the person.
    let view: OpeningView = house.try_open(&association.referent, document).await.ok();
    let holder = (&association.keys.opening, SeedFor::Holder);
    assert_eq!(house.read(&association.referent, holder, &view).await, b"SPECIMEN");
    let view: OpeningView = house.try_open(owner, document).await.ok();
    assert_eq!(house.read(owner, (&owner.keys.opening, SeedFor::Owner), &view).await, b"SPECIMEN");
    // Nothing of the folder is kept for the former holder.
    house.try_open(&town.professional, document).await.refused(ProblemCode::MandateRevoked);
    house.get(&town.professional, &format!("/v1/vaults/{}", vault.id)).await.refused(ProblemCode::MandateRevoked);
    assert_eq!(house.count("SELECT count(*) FROM wraps WHERE kind = 2").await, 2);
    let former = "DELETE FROM wraps WHERE kind = 2 AND mandate_id = $1";
    assert_eq!(house.sql(former, revoked.mandate_id.as_ref()).await, 0);
}

#[tokio::test]
async fn a_new_key_goes_to_each_live_reader_and_to_nobody_else() {
    let town = Town::new().await;
    let association = town.house.organisation("Association SPECIMEN").await;
    let live = town.lent_to(&association, Rights::READ).await;
    let deposits = town.lent_to(&town.ccas, Rights::DEPOSIT).await;
    let revoked = town.lent_to(&town.ccas, Rights::READ).await;
    town.house.try_revoke(&town.vault.owner, &revoked).await.done();
    let (to_them, to_ccas) = (&association.keys.opening, &town.ccas.keys.opening);
    let (whole, _) = town.next_epoch(&[(&live, to_them)]).await;
    for holders in [vec![], vec![(&live, to_them), (&revoked, to_ccas)], vec![(&live, to_them), (&deposits, to_ccas)]] {
        let (new, _) = town.next_epoch(&holders).await;
        town.try_turn(&town.vault.owner, &new).await.refused(ProblemCode::Conflict);
    }
    let twice = NewEpoch { holders: [whole.holders.clone(), whole.holders.clone()].concat(), ..whole.clone() };
    town.try_turn(&town.vault.owner, &twice).await.refused(ProblemCode::Conflict);
    let (astray, _) = town.next_epoch(&[(&live, to_ccas)]).await;
    town.malformed_turn(&astray, "wrap", Property::Recipient).await;
    let swapped = NewEpoch { seed: whole.holders[0].seed.clone(), ..whole.clone() };
    town.malformed_turn(&swapped, "wrap", Property::Kind).await;
    // A seed that somebody else sealed: whoever opens it must know that it is the person's.
    let of = FolderEpoch { vault: town.vault.id, folder: town.folder().await.folder_id, epoch: 2 };
    let random = &mut town.house.random.clone();
    let other_key = OpeningKey::generate(random);
    let by_other = to(to_them.sealing_key(), &town.professional.keys.signing);
    let seed = by_other.seal_folder_seed(random, SeedFor::Holder, &of, &other_key);
    let forged = HolderSeed { seed: seed.unwrap().into(), ..whole.holders[0].clone() };
    let forged = NewEpoch { holders: vec![forged], ..whole.clone() };
    town.malformed_turn(&forged, "wrap", Property::Maker).await;
    assert!(town.folder().await.key_due);
    town.try_turn(&town.vault.owner, &whole).await.done();
}

#[tokio::test]
async fn only_the_owner_gives_a_folder_its_next_key_once() {
    let town = Town::new().await;
    let all = Rights::READ | Rights::DEPOSIT | Rights::MANAGE;
    let mandate = town.lent_to(&town.ccas, all).await;
    town.own_paper().await;
    let (new, key) = town.next_epoch(&[(&mandate, &town.ccas.keys.opening)]).await;
    for by in [&town.professional, &town.desk, &town.ccas.referent, &town.auditor] {
        town.try_turn(by, &new).await.refused(ProblemCode::NotAllowed);
        let event = town.house.last_event(&town.vault, &town.auditor).await;
        assert_eq!((event.what, event.result), (EventType::FolderKeysTurned, ResultCode::NotAllowed));
    }
    let certificate = Certificate::parse(&new.certificate).unwrap();
    let sign = &town.vault.owner.keys.signing;
    let first = town.vault.folders[usize::from(RESOURCES.number()) - 1].1.sealing_key().clone();
    for (spoilt, property) in [
        (Certificate { epoch: 3, ..certificate.clone() }, Property::Epoch),
        (Certificate { epoch: 1, ..certificate.clone() }, Property::Epoch),
        (Certificate { previous: Hash::NONE, ..certificate.clone() }, Property::Hash),
        (Certificate { sealing: first, ..certificate }, Property::Key),
    ] {
        let new = NewEpoch { certificate: spoilt.issue(sign).into(), ..new.clone() };
        town.malformed_turn(&new, "certificate", property).await;
    }
    // A folder that is none of this vault's.
    let (vault, owner) = (&town.vault, &town.vault.owner);
    let stranger = town.house.vault(&town.ccas, &town.professional).await;
    for path in
        [format!("{}/folders/{}", vault.id, stranger.folder(RESOURCES)), format!("{}/folders/{:032x}", vault.id, 7)]
    {
        let answer = town.house.post(owner, &format!("/v1/vaults/{path}/epochs"), &new).await;
        assert_eq!(answer.refused(ProblemCode::NotFound).detail.as_deref(), Some("folder"));
        let body = serde_json::to_vec(&ResealedRecords { records: Vec::new() }).unwrap();
        let path = format!("/v1/vaults/{path}/records");
        let answer = town.house.signed(owner, vault_core::request::Method::Put, &path, body).await;
        assert_eq!(answer.refused(ProblemCode::NotFound).detail.as_deref(), Some("folder"));
    }
    // A turn that fails at its last record leaves nothing of what came before.
    let mut cut = new.clone();
    cut.records[0].record.0.pop();
    town.malformed_turn(&cut, "wrap", Property::Length).await;
    town.try_turn(&town.vault.owner, &new).await.done();
    town.try_turn(&town.vault.owner, &new).await.refused(ProblemCode::Malformed);
    assert_eq!(
        *key.sealing_key(),
        Certificate::parse(town.folder().await.certificates.last().unwrap()).unwrap().sealing
    );
}

#[tokio::test]
async fn a_deposit_sealed_before_the_turn_is_taken_for_45_days_and_sealed_anew_by_who_may() {
    let town = Town::new().await;
    let mandate = town.lent_to(&town.ccas, Rights::READ | Rights::DEPOSIT).await;
    let waiting = town.house.seal(&town.desk, &town.vault, RESOURCES, b"SPECIMEN").await;
    let late = town.house.seal(&town.vault.owner, &town.vault, RESOURCES, b"SPECIMEN late").await;
    let (new, key) = town.next_epoch(&[(&mandate, &town.ccas.keys.opening)]).await;
    town.try_turn(&town.vault.owner, &new).await.done();
    town.house.upload(&town.desk, &town.vault, &waiting).await.done();
    town.house.add(&town.desk, &town.vault, &waiting.new).await.done();
    // The former seed comes with the folder while a record needs it.
    assert_eq!(town.folder().await.former_seeds.len(), 1);

    let by_desk = town.resealed(&town.desk, &key, 2).await;
    town.try_reseal(&town.desk, by_desk.clone()).await.refused(ProblemCode::RoleForbids);
    town.try_reseal(&town.professional, by_desk).await.refused(ProblemCode::Malformed);
    let sealed = town.resealed(&town.professional, &key, 2).await;
    let answer: EpochAnswer = town.try_reseal(&town.professional, sealed).await.ok();
    assert_eq!((answer.epoch, answer.left), (2, 0));
    assert!(town.folder().await.former_seeds.is_empty());
    let view: OpeningView = town.house.try_open(&town.professional, waiting.of.document).await.ok();
    let holder = (&town.ccas.keys.opening, SeedFor::Holder);
    assert_eq!(town.house.read(&town.professional, holder, &view).await, b"SPECIMEN");

    town.house.clock.advance(45 * DAY * 1000 + 1);
    let town = town.logged_in_again().await;
    town.house.upload(&town.vault.owner, &town.vault, &late).await.done();
    let problem = town.house.add(&town.vault.owner, &town.vault, &late.new).await.refused(ProblemCode::Malformed);
    assert_eq!(problem.property.as_deref(), Some("epoch"));
}

#[tokio::test]
async fn whoever_only_reads_or_only_deposits_seals_nothing_anew() {
    for (rights, code) in [(Rights::READ, ProblemCode::RightMissing), (Rights::DEPOSIT, ProblemCode::RightMissing)] {
        let town = Town::new().await;
        let mandate = town.lent_to(&town.ccas, rights).await;
        town.own_paper().await;
        let holders = [(&mandate, &town.ccas.keys.opening)];
        let holders = if rights == Rights::READ { &holders[..] } else { &[] };
        let (mut new, key) = town.next_epoch(holders).await;
        new.records.clear();
        let sealed = town.resealed(&town.professional, &key, 2).await;
        let answer: EpochAnswer = town.try_turn(&town.vault.owner, &new).await.ok();
        assert_eq!(answer.left, 1);
        town.try_reseal(&town.professional, sealed).await.refused(code);
        assert_eq!(town.folder().await.former_seeds.len(), 1);
    }
}

#[tokio::test]
async fn when_a_mandate_expires_the_folders_that_it_read_get_a_new_key() {
    let town = Town::new().await;
    let association = town.house.organisation("Association SPECIMEN").await;
    town.lent_to(&town.ccas, Rights::READ | Rights::DEPOSIT).await;
    let document = town.own_paper().await;
    town.house.clock.advance(31 * DAY * 1000);
    housekeeping::round(&town.house.app).await.unwrap();
    let town = town.logged_in_again().await;
    assert!(!town.folder().await.key_due, "its last second has come and not gone");
    town.house.clock.advance(1000);
    housekeeping::round(&town.house.app).await.unwrap();
    assert!(town.folder().await.key_due);
    // Once is enough: the next round finds nothing, and the owner's turn ends it.
    let (new, _) = town.next_epoch(&[]).await;
    town.try_turn(&town.vault.owner, &new).await.done();
    housekeeping::round(&town.house.app).await.unwrap();
    assert!(!town.folder().await.key_due);
    assert_eq!(town.house.count("SELECT count(*) FROM wraps WHERE kind = 2").await, 0);
    town.house.try_open(&town.professional, document).await.refused(ProblemCode::MandateExpired);

    // Whoever could only deposit held no key of the folder.
    let mandate = town.house.mandate(&town.vault, &association, &[RESOURCES], Rights::DEPOSIT);
    town.house.grant(&town.vault, &association, &mandate).await;
    town.house.clock.advance(32 * DAY * 1000);
    housekeeping::round(&town.house.app).await.unwrap();
    let town = town.logged_in_again().await;
    assert!(!town.folder().await.key_due);
}
