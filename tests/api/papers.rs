//! Papers and mandates, made and read as a client does: what is read is verified from end to end.

use vault_core::amendment::{Amendment, Place};
use vault_core::api::{
    DepositAnswer, MandateView, NewDeposit, NewMandate, NewOpening, NewRevocation, OpeningView, UploadAnswer,
};
use vault_core::certificate::{Certificate, Chain};
use vault_core::deposit::Deposit;
use vault_core::document::{Header, Opener, Padding, Sealer, Summary};
use vault_core::ids::{DocumentId, DocumentVersion, FolderEpoch, FolderId, Hash, Kid, MandateId, OpeningId, UploadId};
use vault_core::keys::{OpeningKey, VerifyingKey};
use vault_core::mandate::{Mandate, Recipient, Rights, Target};
use vault_core::record::{Payload, Record};
use vault_core::request::Method;
use vault_core::revocation::Revocation;
use vault_core::secret::{ClientShare, ServerShare};
use vault_core::share::derive_document_key;
use vault_core::suite::sha256;
use vault_core::vocabulary::{FolderKind, Purpose};
use vault_core::wrap::{Envelope, Reading, SeedFor, Wrap};

use super::client::{Answer, House, Sent};
use super::people::{Organisation, Person, Town, Vault, to};

/// A day, in seconds.
pub(crate) const DAY: u64 = 24 * 3600;

/// A paper that is sealed and not yet sent.
pub(crate) struct Sealed {
    pub(crate) of: DocumentVersion,
    pub(crate) object: Vec<u8>,
    pub(crate) new: NewDeposit,
    pub(crate) signed: Deposit,
}

impl House {
    /// Seals a paper: version 1 of a new document.
    pub(crate) async fn seal(&self, by: &Person, vault: &Vault, kind: FolderKind, content: &[u8]) -> Sealed {
        let document = DocumentId::generate(&mut self.random.clone());
        self.seal_as(by, vault, kind, content, DocumentVersion { vault: vault.id, document, version: 1 }).await
    }

    /// Seals this version of this document.
    pub(crate) async fn seal_as(
        &self,
        by: &Person,
        vault: &Vault,
        kind: FolderKind,
        content: &[u8],
        of: DocumentVersion,
    ) -> Sealed {
        self.seal_with(&self.deposit_key().await, by, vault, kind, content, of)
    }

    /// Seals this version of this document, without asking the server for its deposit key.
    pub(crate) fn seal_with(
        &self,
        server_key: &Certificate,
        by: &Person,
        vault: &Vault,
        kind: FolderKind,
        content: &[u8],
        of: DocumentVersion,
    ) -> Sealed {
        let random = &mut self.random.clone();
        let (folder, folder_key) = &vault.folders[usize::from(kind.number()) - 1];
        let (client, server) = (ClientShare::generate(random), ServerShare::generate(random));
        let key = derive_document_key(&client, &server, &of);
        let header = Header { padding: Padding::Padme, of };
        let (mut sealer, head) = Sealer::new(&key, header, content.len() as u64, random).unwrap();
        let mut object = head.to_vec();
        sealer.push(content, &mut object).unwrap();
        let summary = sealer.finish(&mut object).unwrap();
        let payload = record(by, &summary).to_payload(&client).unwrap();
        let signed = Deposit {
            document: of,
            folder: *folder,
            maker: by.keys.signing.kid(),
            object: summary.object_hash,
            head: summary.head_hash,
            record: payload.hash(),
        };
        let sign = &by.keys.signing;
        let record = to(folder_key.sealing_key(), sign).seal_record_to_folder(random, &of, 1, &payload).unwrap();
        let share = to(&server_key.sealing, sign).seal_share_to_server(random, &of, server_key.epoch, &server).unwrap();
        let new = NewDeposit {
            deposit: signed.sign(sign).into(),
            upload_id: UploadId::generate(random),
            record: record.into(),
            server_share: share.into(),
            mandate_id: None,
        };
        Sealed { of, object, new, signed }
    }

    /// Sends the object.
    pub(crate) async fn upload(&self, by: &Person, vault: &Vault, sealed: &Sealed) -> Answer {
        let path = upload_path(vault, sealed);
        let request = self.request(by, Method::Put, &path, &sealed.object).sign(&by.keys.signing).unwrap();
        self.send(upload(&path, sealed.object.clone()).with_token(by).with_request(&request)).await
    }

    /// Sends the signed deposit.
    pub(crate) async fn add(&self, by: &Person, vault: &Vault, new: &NewDeposit) -> Answer {
        self.post(by, &format!("/v1/vaults/{}/deposits", vault.id), new).await
    }

    /// A paper, from the scan to the vault.
    pub(crate) async fn deposit(&self, by: &Person, vault: &Vault, kind: FolderKind, content: &[u8]) -> DocumentId {
        let sealed = self.seal(by, vault, kind, content).await;
        let arrived: UploadAnswer = self.upload(by, vault, &sealed).await.ok();
        assert_eq!((arrived.sha256, arrived.length), (sealed.signed.object, sealed.object.len() as u64));
        let answer: DepositAnswer = self.add(by, vault, &sealed.new).await.ok();
        assert_eq!((answer.document_id, answer.version), (sealed.of.document, 1));
        answer.document_id
    }

    /// Asks to open the latest version.
    pub(crate) async fn try_open(&self, by: &Person, document: DocumentId) -> Answer {
        self.post(by, "/v1/openings", &opening(document)).await
    }

    /// Fetches the object of an opening.
    pub(crate) async fn fetch(&self, by: &Person, opening: OpeningId) -> Answer {
        self.get(by, &format!("/v1/openings/{opening}/object")).await
    }

    /// A mandate to an organisation.
    pub(crate) fn mandate(&self, vault: &Vault, to: &Organisation, kinds: &[FolderKind], rights: Rights) -> Mandate {
        let mut folders: Vec<FolderId> = kinds.iter().map(|kind| vault.folder(*kind)).collect();
        folders.sort();
        Mandate {
            id: MandateId::generate(&mut self.random.clone()),
            vault: vault.id,
            recipient: Recipient::Organisation(to.id),
            recipient_certificate: Hash::from_bytes(sha256(&[&to.certificate])),
            target: Target::Folders(folders),
            rights,
            purpose: Purpose::Rsa.number(),
            purpose_text: Hash::NONE,
            not_before: self.now_s(),
            not_after: self.now_s() + 31 * DAY,
            consent: Hash::from_bytes(sha256(&[b"SPECIMEN"])),
            replaces: MandateId::NONE,
            maker: vault.owner.keys.signing.kid(),
        }
    }

    /// What the person sends to grant a mandate: signed, with the seeds of its folders.
    pub(crate) fn new_mandate(&self, vault: &Vault, to: &OpeningKey, mandate: &Mandate) -> NewMandate {
        let random = &mut self.random.clone();
        let Target::Folders(folders) = &mandate.target else { panic!("folders") };
        let maker = &vault.owner.keys.signing;
        let envelope = Envelope { to: to.sealing_key(), maker, not_after: mandate.not_after };
        let mut seeds = Vec::new();
        for folder in folders.iter().filter(|_| mandate.rights.contains(Rights::READ)) {
            let key = vault.folders.iter().find(|(id, _)| id == folder).map(|(_, key)| key).unwrap();
            let of = FolderEpoch { vault: vault.id, folder: *folder, epoch: 1 };
            seeds.push(envelope.seal_folder_seed(random, SeedFor::Holder, &of, key).unwrap().into());
        }
        NewMandate { mandate: mandate.sign(maker).unwrap().into(), seeds, purpose_text: None }
    }

    /// Sends a mandate.
    pub(crate) async fn try_grant(&self, vault: &Vault, new: &NewMandate) -> Answer {
        self.post(&vault.owner, &format!("/v1/vaults/{}/mandates", vault.id), new).await
    }

    /// Grants a mandate to an organisation.
    pub(crate) async fn grant(&self, vault: &Vault, to: &Organisation, mandate: &Mandate) -> MandateView {
        self.try_grant(vault, &self.new_mandate(vault, &to.keys.opening, mandate)).await.ok()
    }

    /// Asks to end a mandate.
    pub(crate) async fn try_revoke(&self, by: &Person, mandate: &MandateView) -> Answer {
        let revocation = Revocation {
            mandate: mandate.mandate_id,
            mandate_hash: Mandate::hash_of(&mandate.mandate),
            unix_ms: self.now_ms(),
            maker: by.keys.signing.kid(),
        };
        let new = NewRevocation { revocation: revocation.sign(&by.keys.signing).into() };
        self.post(by, &format!("/v1/mandates/{}/revocation", mandate.mandate_id), &new).await
    }

    /// Opens and reads, verifying everything. `seeds`: the key to which the folder's seed was sealed.
    pub(crate) async fn read(&self, by: &Person, seeds: (&OpeningKey, SeedFor), view: &OpeningView) -> Vec<u8> {
        let of = DocumentVersion { vault: view.vault_id, document: view.document_id, version: view.version };
        let owner = Chain::verify_beneficiary(&view.owner.certificates, view.owner.account_id, of.vault).unwrap();
        let issuers: Vec<VerifyingKey> = owner.verifying_keys().copied().collect();
        let folder = view.folder.folder_id;
        let chain = Chain::verify_folder(&view.folder.certificates, of.vault, folder, &issuers).unwrap();
        if let Some(mandate) = &view.mandate {
            let mandate = Mandate::verify(&mandate.mandate, owner.verifying().unwrap()).unwrap();
            assert!(mandate.covers_folder(folder) && mandate.rights.contains(Rights::READ));
        }
        let deposit = Deposit::parse(&view.deposit).unwrap();
        let deposit = Deposit::verify(&view.deposit, &signer(view, &owner, deposit.maker)).unwrap();
        deposit.check_document(&of).unwrap();
        let mut place = Place::deposited(&deposit, &view.deposit);
        for bytes in &view.amendments {
            let maker = signer(view, &owner, Amendment::parse(bytes).unwrap().maker);
            place = place.amended(&Amendment::verify(bytes, &maker).unwrap(), bytes).unwrap();
        }
        place.check_folder(folder).unwrap();
        let of_folder = FolderEpoch { vault: of.vault, folder, epoch: chain.current().epoch };
        let reading = Reading { with: seeds.0, maker: owner.verifying().unwrap() };
        let key = reading.open_folder_seed(view.folder.seed.as_ref().unwrap(), seeds.1, &of_folder).unwrap();
        assert_eq!(*key.sealing_key(), chain.current().sealing);
        let maker = signer(view, &owner, Wrap::parse(&view.record).unwrap().maker());
        let payload: Payload =
            Reading { with: &key, maker: &maker }.open_record_to_folder(&view.record, &of, of_folder.epoch).unwrap();
        place.check_record(&payload).unwrap();
        let (client, record) = payload.read().unwrap();
        let log_key = self.log_key();
        let reading = Reading { with: &by.keys.opening, maker: log_key.key() };
        let server = reading.open_share_to_reader(&view.server_share, &of).unwrap();
        let object = self.fetch(by, view.opening_id).await;
        object.done();
        assert_eq!(object.body.len() as u64, view.object_length);
        let mut content = Vec::new();
        let mut opener = Opener::new(&derive_document_key(&client, &server, &of), of);
        opener.push(&object.body, &mut content).unwrap();
        let summary = opener.finish(&mut content).unwrap();
        deposit.check_object(&summary.object_hash).unwrap();
        deposit.check_head(&summary.head_hash).unwrap();
        assert_eq!((record.content_sha256, record.length), (summary.content_hash, summary.content_length));
        content
    }
}

impl Town {
    /// A mandate to the CCAS on the folder Ressources.
    pub(crate) async fn resources_mandate(&self, rights: Rights) -> MandateView {
        let mandate = self.house.mandate(&self.vault, &self.ccas, &[FolderKind::Resources], rights);
        self.house.grant(&self.vault, &self.ccas, &mandate).await
    }

    /// A paper of the person's own in the folder Ressources.
    pub(crate) async fn own_paper(&self) -> DocumentId {
        self.house.deposit(&self.vault.owner, &self.vault, FolderKind::Resources, b"SPECIMEN").await
    }
}

/// The key of somebody who signed something here: the owner's, or that of a member of an organisation.
fn signer(view: &OpeningView, owner: &Chain, kid: Kid) -> VerifyingKey {
    let by = std::iter::once(&view.depositor).chain(&view.signers).find(|by| by.kid == kid).unwrap();
    if by.account_id == view.owner.account_id {
        return *owner.verifying().unwrap();
    }
    let of = view.depositor_organisation.iter().chain(&view.organisations);
    let of = of.into_iter().find(|of| Some(of.organisation_id) == by.organisation_id).unwrap();
    let organisation = Chain::verify_organisation(&of.certificates, of.organisation_id).unwrap();
    let chain = Chain::verify_staff(&by.certificates, by.account_id, &organisation).unwrap();
    *chain.verifying().unwrap()
}

/// The description of a paper, by whoever adds it.
pub(crate) fn record(by: &Person, summary: &Summary) -> Record {
    Record {
        document_type: "payslip".to_owned(),
        title: "Bulletin SPECIMEN".to_owned(),
        issued_on: None,
        expires_on: None,
        pages: None,
        media_type: "application/pdf".to_owned(),
        file_name: None,
        content_sha256: summary.content_hash,
        length: summary.content_length,
        depositor: by.account,
        depositor_kid: by.keys.signing.kid(),
        remarks: None,
        replaces: None,
        provenance: Vec::new(),
    }
}

/// Where an object goes.
pub(crate) fn upload_path(vault: &Vault, sealed: &Sealed) -> String {
    format!("/v1/vaults/{}/uploads/{}", vault.id, sealed.new.upload_id)
}

/// An object on its way, neither signed nor with a session.
pub(crate) fn upload(path: &str, object: Vec<u8>) -> Sent {
    let length = object.len().to_string();
    Sent::new(Method::Put, path, object)
        .header("content-type", "application/octet-stream")
        .header("content-length", length)
}

/// Asks for the latest version, under the best mandate.
pub(crate) const fn opening(document_id: DocumentId) -> NewOpening {
    NewOpening { document_id, version: None, mandate_id: None, purpose: None }
}
