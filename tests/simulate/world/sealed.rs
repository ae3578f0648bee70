//! What people seal and sign: papers, moves, mandates, the next keys of folders.

use vault_core::amendment::Place;
use vault_core::api::{HolderSeed, NewAmendment, NewDeposit, NewEpoch, NewMandate};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::deposit::Deposit;
use vault_core::document::{Header, Padding, Sealer};
use vault_core::ids::{DocumentId, DocumentVersion, FolderEpoch, Hash, MandateId, UploadId};
use vault_core::keys::{OpeningKey, SealingKey};
use vault_core::mandate::{Mandate as Signed, Recipient, Rights, Target};
use vault_core::secret::{ClientShare, ServerShare};
use vault_core::share::derive_document_key;
use vault_core::suite::sha256;
use vault_core::wrap::{Envelope, SeedFor};

use super::super::model::{Mandate, Sealed, To};
use super::{FolderKey, SealedVersion, SignedMandate, World};
use crate::api::papers;
use crate::api::people::to;

impl World {
    /// A paper that nobody has yet.
    pub(in super::super) fn new_paper(&mut self) -> usize {
        let id = DocumentId::generate(&mut self.house().random.clone());
        self.papers.push(id);
        self.papers.len() - 1
    }

    /// Somebody seals a version of a paper to a folder's key.
    pub(in super::super) async fn seal(
        &mut self,
        by: usize,
        (vault, folder, key): (usize, usize, usize),
        (paper, version): (usize, u64),
    ) -> Sealed {
        let house = self.house();
        let server = house.deposit_key().await;
        let random = &mut house.random.clone();
        let person = &self.people[by];
        let (vault_id, folders) = &self.vaults[vault];
        let of = DocumentVersion { vault: *vault_id, document: self.papers[paper], version };
        let content = format!("SPECIMEN {} {version}", self.versions.len());
        let (client, share) = (ClientShare::generate(random), ServerShare::generate(random));
        let header = Header { padding: Padding::Padme, of };
        let document_key = derive_document_key(&client, &share, &of);
        let (mut sealer, head) = Sealer::new(&document_key, header, content.len() as u64, random).unwrap();
        let mut object = head.to_vec();
        sealer.push(content.as_bytes(), &mut object).unwrap();
        let summary = sealer.finish(&mut object).unwrap();
        let payload = papers::record(person, &summary).to_payload(&client).unwrap();
        let signed = Deposit {
            document: of,
            folder: folders[folder],
            maker: person.keys.signing.kid(),
            object: summary.object_hash,
            head: summary.head_hash,
            record: payload.hash(),
        };
        let sign = &person.keys.signing;
        let FolderKey { epoch, key: folder_key, .. } = &self.keys[key];
        let record = to(folder_key.sealing_key(), sign).seal_record_to_folder(random, &of, *epoch, &payload).unwrap();
        let locked = to(&server.sealing, sign).seal_share_to_server(random, &of, server.epoch, &share).unwrap();
        let deposit = signed.sign(sign);
        let place = Place::deposited(&signed, &deposit);
        let new = NewDeposit {
            deposit: deposit.into(),
            upload_id: UploadId::generate(random),
            record: record.into(),
            server_share: locked.into(),
            mandate_id: None,
        };
        self.places.push(place);
        let (number, place) = (self.versions.len(), self.places.len() - 1);
        let model = Sealed { number, by, vault, folder, key, paper, version, place };
        let upload = papers::Sealed { of, object, new, signed };
        self.versions.push(SealedVersion { model, upload, payload, share });
        model
    }

    /// Somebody signs that the versions of a paper, each sealed and placed so, go into a folder under this key.
    pub(in super::super) fn moving(
        &mut self,
        by: usize,
        versions: &[(usize, usize)],
        (vault, folder, key): (usize, usize, usize),
    ) -> (Vec<usize>, Vec<NewAmendment>) {
        let (mut places, mut sent) = (Vec::new(), Vec::new());
        for (sealed, place) in versions {
            let house = self.house();
            let (version, sign) = (&self.versions[*sealed], &self.people[by].keys.signing);
            let into = self.vaults[vault].1[folder];
            let amendment = self.places[*place].amend(into, version.payload.hash(), house.now_ms());
            let bytes = amendment.sign(sign);
            let FolderKey { epoch, key, .. } = &self.keys[key];
            let record = to(key.sealing_key(), sign)
                .seal_record_to_folder(&mut house.random.clone(), &version.upload.of, *epoch, &version.payload)
                .unwrap();
            let next = self.places[*place].amended(&amendment, &bytes).unwrap();
            sent.push(NewAmendment { amendment: bytes.into(), record: record.into() });
            self.places.push(next);
            places.push(self.places.len() - 1);
        }
        (places, sent)
    }

    /// A new id for a mandate.
    pub(in super::super) fn mandate_id(&self) -> MandateId {
        MandateId::generate(&mut self.house().random.clone())
    }

    /// Somebody signs a mandate, as if the vault were theirs; `keys` are those in force of its folders.
    pub(in super::super) fn sign_mandate(&mut self, by: usize, id: MandateId, mandate: Mandate, keys: &[usize]) {
        let (vault, folders) = &self.vaults[mandate.vault];
        let mut named: Vec<_> = mandate.folders.iter().map(|folder| folders[*folder]).collect();
        named.sort();
        let (recipient, recipient_certificate) = match mandate.to {
            To::Organisation(number) => {
                let certificate = &self.organisation_keys[mandate.keys.unwrap()].certificate;
                let hash = Hash::from_bytes(sha256(&[certificate]));
                (Recipient::Organisation(self.organisations[number].id), hash)
            }
            To::Person(number) => (Recipient::Account(self.people[number].account), self.people[number].anchor),
        };
        let rights = match (mandate.reads, mandate.adds) {
            (true, true) => Rights::READ | Rights::DEPOSIT,
            (true, false) => Rights::READ,
            (false, _) => Rights::DEPOSIT,
        };
        let maker = &self.people[by].keys.signing;
        let signed = Signed {
            id,
            vault: *vault,
            recipient,
            recipient_certificate,
            target: Target::Folders(named),
            rights,
            purpose: mandate.purpose,
            purpose_text: Hash::NONE,
            not_before: mandate.from,
            not_after: mandate.until,
            consent: Hash::from_bytes(sha256(&[b"SPECIMEN"])),
            replaces: MandateId::NONE,
            maker: maker.kid(),
        };
        let bytes = signed.sign(maker).unwrap();
        let mut seeds = Vec::new();
        if mandate.reads {
            let envelope = Envelope { to: self.recipient_key(&mandate), maker, not_after: mandate.until };
            for (folder, key) in mandate.folders.iter().zip(keys) {
                let FolderKey { epoch, key, .. } = &self.keys[*key];
                let of = FolderEpoch { vault: *vault, folder: folders[*folder], epoch: *epoch };
                let random = &mut self.house().random.clone();
                seeds.push(envelope.seal_folder_seed(random, SeedFor::Holder, &of, key).unwrap().into());
            }
        }
        let new = NewMandate { mandate: bytes.into(), seeds, purpose_text: None };
        self.mandates.push(SignedMandate { id, by, mandate, new });
    }

    fn recipient_key(&self, mandate: &Mandate) -> &SealingKey {
        match mandate.to {
            To::Organisation(_) => self.organisation_keys[mandate.keys.unwrap()].keys.opening.sealing_key(),
            To::Person(number) => self.people[number].keys.opening.sealing_key(),
        }
    }

    /// Somebody makes a folder's next key, with seeds for the holders of these mandates, each with the keys in force of
    /// its organisation.
    pub(in super::super) fn next_key(
        &mut self,
        by: usize,
        (vault, folder, current): (usize, usize, usize),
        holders: &[(usize, Option<usize>)],
    ) -> (usize, NewEpoch) {
        let house = self.house();
        let random = &mut house.random.clone();
        let key = OpeningKey::generate(random);
        let (vault_id, folder_id) = (self.vaults[vault].0, self.vaults[vault].1[folder]);
        let person = &self.people[by];
        let maker = &person.keys.signing;
        let former = &self.keys[current];
        let epoch = former.epoch + 1;
        let certificate = Certificate {
            kind: CertificateKind::Folder,
            scope: *vault_id.as_bytes(),
            subject: *folder_id.as_bytes(),
            epoch,
            not_before: house.now_s(),
            not_after: 0,
            sealing: key.sealing_key().clone(),
            verifying: None,
            previous: Certificate::hash_of(&former.certificate),
            issuer: maker.kid(),
        };
        let certificate = certificate.issue(maker);
        let of = FolderEpoch { vault: vault_id, folder: folder_id, epoch };
        let own = to(person.keys.opening.sealing_key(), maker);
        let seed = own.seal_folder_seed(random, SeedFor::Owner, &of, &key).unwrap().into();
        let mut seeds = Vec::new();
        for (number, keys) in holders {
            let SignedMandate { id, mandate, .. } = &self.mandates[*number];
            let mandate = Mandate { keys: *keys, ..mandate.clone() };
            let envelope = to(self.recipient_key(&mandate), maker);
            let seed = envelope.seal_folder_seed(random, SeedFor::Holder, &of, &key).unwrap().into();
            seeds.push(HolderSeed { mandate_id: *id, seed });
        }
        let new = NewEpoch { certificate: certificate.clone().into(), seed, holders: seeds, records: Vec::new() };
        self.keys.push(FolderKey { epoch, key, certificate });
        (self.keys.len() - 1, new)
    }
}
