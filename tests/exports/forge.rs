//! An archive made by hand: whatever a vault can hold, and by whom it pleases, signed by keys of its own.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use vault_core::api::{Bytes, EntryView, MandateState, VaultLogView};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::deposit::Deposit;
use vault_core::entropy::{Entropy, SeededEntropy};
use vault_core::export::{
    Document, FORMAT, FileEntry, Folder, Journal, MANIFEST, MandateEntry, Manifest, ManifestSeal, Organisation,
    SIGNATURE, ServerPart, Signer, VERSION, VaultPart, Version,
};
use vault_core::ids::{
    AccountId, DocumentId, DocumentVersion, FolderId, Hash, Kid, MandateId, OrganisationId, VaultId,
};
use vault_core::keys::{AccountKeys, SigningKey};
use vault_core::log::{Checkpoint, EventBody, Frontier, LogKey, LogName, VaultHead, leaf_data, leaf_hash};
use vault_core::mandate::{Mandate, Recipient, Rights, Target};
use vault_core::record::Record;
use vault_core::secret::{ClientShare, LeafSalt};
use vault_core::suite::sha256;
use vault_core::vocabulary::{AccountKind, EventType, FolderKind};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// The server that a forged archive comes from.
pub(crate) const SERVER: &str = "https://ailleurs.exemple.fr";
const NOW_S: u64 = 1_767_225_600;

/// A document to be: where it lies, its scans, and the earlier one that it replaces.
#[derive(Debug, Clone)]
pub(crate) struct Paper {
    pub(crate) folder: FolderKind,
    pub(crate) scans: Vec<Scan>,
    pub(crate) replaces: Option<usize>,
}

/// One version of it.
#[derive(Clone)]
pub(crate) struct Scan {
    pub(crate) content: Vec<u8>,
    pub(crate) by_staff: bool,
    /// Ids, hashes and lengths are set when it is forged.
    pub(crate) record: Record,
}

impl std::fmt::Debug for Scan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes, {:?}", self.content.len(), self.record)
    }
}

impl Scan {
    pub(crate) fn new(title: &str, content: &[u8]) -> Self {
        let record = Record {
            document_type: "other".to_owned(),
            title: title.to_owned(),
            issued_on: None,
            expires_on: None,
            pages: None,
            media_type: "application/pdf".to_owned(),
            file_name: None,
            content_sha256: Hash::NONE,
            length: 0,
            depositor: AccountId::NONE,
            depositor_kid: Kid::NONE,
            remarks: None,
            replaces: None,
            provenance: Vec::new(),
        };
        Self { content: content.to_vec(), by_staff: false, record }
    }
}

/// A whole archive, before it is zipped.
#[derive(Debug)]
pub(crate) struct Forged {
    pub(crate) manifest: Manifest,
    pub(crate) journal: Journal,
    pub(crate) owner: AccountKeys,
    pub(crate) agent: AccountKeys,
    /// The log's key.
    pub(crate) log: SigningKey,
    documents: Vec<(String, Vec<u8>)>,
    random: SeededEntropy,
}

impl Forged {
    /// Two papers, one of them twice scanned, one of them by a desk.
    pub(crate) fn sample() -> Self {
        let staff = Scan { by_staff: true, ..Scan::new("Avis d'impôt (SPECIMEN)", b"SPECIMEN two, again") };
        Self::new(
            1,
            &[
                Paper {
                    folder: FolderKind::Identity,
                    scans: vec![Scan::new("Carte (SPECIMEN)", b"SPECIMEN one")],
                    replaces: None,
                },
                Paper {
                    folder: FolderKind::Resources,
                    scans: vec![Scan::new("Avis (SPECIMEN)", b"SPECIMEN two"), staff],
                    replaces: Some(0),
                },
            ],
        )
    }

    /// A vault with these papers. `seed`: two with the same one are the same vault.
    pub(crate) fn new(seed: u64, papers: &[Paper]) -> Self {
        let mut random = SeededEntropy::new(seed);
        let (owner, agent) = (AccountKeys::generate(&mut random), AccountKeys::generate(&mut random));
        let (town, log) = (AccountKeys::generate(&mut random), SigningKey::generate(&mut random));
        let vault = VaultId::generate(&mut random);
        let (account, clerk) = (AccountId::generate(&mut random), AccountId::generate(&mut random));
        let organisation = OrganisationId::generate(&mut random);
        let id = *organisation.as_bytes();
        let own = certificate(CertificateKind::Account, (*vault.as_bytes(), *account.as_bytes()), &owner, &owner);
        let its = certificate(CertificateKind::Organisation, (id, id), &town, &town);
        let hers = certificate(CertificateKind::Account, (id, *clerk.as_bytes()), &agent, &town);
        let name = LogName::new("ailleurs.exemple.fr/log").unwrap();
        let log_key = LogKey::new(name.clone(), log.verifying_key()).to_string();
        let folder = |kind: &FolderKind| {
            let folder_id = FolderId::from_bytes([kind.number(); 16]);
            Folder { folder_id, kind: *kind, label: format!("Dossier {}", kind.code()) }
        };
        let signer = |kid, account_id| Signer {
            kid,
            account_id,
            display_name: None,
            organisation_id: None,
            certificates: Vec::new(),
        };
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            version: VERSION,
            exported_ms: NOW_S * 1000,
            log_index: 0,
            server: ServerPart { origin: SERVER.to_owned(), log_key },
            vault: VaultPart { vault_id: vault, account_id: account, certificates: vec![own] },
            folders: FolderKind::ALL.iter().map(folder).collect(),
            documents: Vec::new(),
            signers: vec![
                signer(owner.signing.kid(), account),
                Signer {
                    display_name: Some("Accueil SPECIMEN".to_owned()),
                    organisation_id: Some(organisation),
                    certificates: vec![hers],
                    ..signer(agent.signing.kid(), clerk)
                },
            ],
            organisations: vec![Organisation {
                organisation_id: organisation,
                name: "CCAS SPECIMEN".to_owned(),
                certificates: vec![its],
            }],
            mandates: Vec::new(),
            reminders: Vec::new(),
            files: Vec::new(),
        };
        let journal = journal(vault, owner.signing.kid(), (&name, &log));
        let mut forged = Self { manifest, journal, owner, agent, log, documents: Vec::new(), random };
        for paper in papers {
            forged.add(paper);
        }
        forged
    }

    fn add(&mut self, paper: &Paper) {
        let document = DocumentId::generate(&mut self.random);
        let folder_id = FolderId::from_bytes([paper.folder.number(); 16]);
        let replaces = paper.replaces.map(|at| self.manifest.documents[at].document_id);
        let mut versions = Vec::new();
        for (number, scan) in (1_u64..).zip(&paper.scans) {
            let (keys, signer) = if scan.by_staff { (&self.agent, 1) } else { (&self.owner, 0) };
            let record = Record {
                content_sha256: Hash::from_bytes(sha256(&[&scan.content])),
                length: scan.content.len() as u64,
                depositor: self.manifest.signers[signer].account_id,
                depositor_kid: keys.signing.kid(),
                replaces,
                ..scan.record.clone()
            };
            let payload = record.to_payload(&ClientShare::generate(&mut self.random)).unwrap();
            let mut drawn = [0; 32];
            self.random.fill(&mut drawn);
            let deposit = Deposit {
                document: DocumentVersion { vault: self.manifest.vault.vault_id, document, version: number },
                folder: folder_id,
                maker: Kid::NONE,
                object: Hash::from_bytes(drawn),
                head: Hash::from_bytes(drawn),
                record: payload.hash(),
            };
            let path = format!("documents/{}/{document}-{number}.bin", paper.folder.code());
            self.documents.push((path.clone(), scan.content.clone()));
            versions.push(Version {
                version: number,
                deposited_ms: NOW_S * 1000 + number,
                path,
                record,
                deposit: deposit.sign(&keys.signing).into(),
                amendments: Vec::new(),
                payload: payload.as_bytes().to_vec().into(),
            });
        }
        self.manifest.documents.push(Document { document_id: document, folder_id, versions });
    }

    /// A file more, of which no document speaks.
    pub(crate) fn slip_in(&mut self, path: &str) {
        self.documents.push((path.to_owned(), b"SPECIMEN".to_vec()));
    }

    /// A mandate that the owner gave to their own organisation of staff.
    pub(crate) fn lend(&mut self) -> Mandate {
        let mandate = Mandate {
            id: MandateId::generate(&mut self.random),
            vault: self.manifest.vault.vault_id,
            recipient: Recipient::Organisation(self.manifest.organisations[0].organisation_id),
            recipient_certificate: Certificate::hash_of(&self.manifest.organisations[0].certificates[0]),
            target: Target::Folders(vec![self.manifest.folders[0].folder_id]),
            rights: Rights::READ,
            purpose: 1,
            purpose_text: Hash::NONE,
            not_before: NOW_S,
            not_after: NOW_S + 86_400,
            consent: Hash::from_bytes([7; 32]),
            replaces: MandateId::NONE,
            maker: Kid::NONE,
        };
        self.manifest.mandates.push(MandateEntry {
            mandate_id: mandate.id,
            mandate: mandate.sign(&self.owner.signing).unwrap().into(),
            revocation: None,
            recipient: None,
            state: MandateState::Active,
        });
        mandate
    }

    /// Every file in order, hashed and signed by the owner as it now stands.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        self.files_signed_by(&self.owner.signing)
    }

    /// The same, signed by somebody.
    pub(crate) fn files_signed_by(&self, maker: &SigningKey) -> Vec<(String, Vec<u8>)> {
        let mut files = self.documents.clone();
        let text = |path: &str| (path.to_owned(), b"SPECIMEN".to_vec());
        files.extend(["LISEZMOI.txt", "index.html", "journal/journal.html"].map(text));
        files.push(("journal/journal.json".to_owned(), serde_json::to_vec(&self.journal).unwrap()));
        let mut manifest = self.manifest.clone();
        let entry = |(path, bytes): &(String, Vec<u8>)| FileEntry {
            path: path.clone(),
            length: bytes.len() as u64,
            sha256: Hash::from_bytes(sha256(&[bytes])),
        };
        manifest.files = files.iter().map(entry).collect();
        let json = serde_json::to_vec(&manifest).unwrap();
        let signature = ManifestSeal::of(manifest.vault.vault_id, maker.kid(), &json).sign(maker);
        files.extend([(MANIFEST.to_owned(), json), (SIGNATURE.to_owned(), signature)]);
        files
    }

    /// Zips it.
    pub(crate) fn write(&self, path: &Path) {
        zip_to(path, &self.files());
    }
}

/// Files as an archive, in this order.
pub(crate) fn zip_to(path: &Path, files: &[(String, Vec<u8>)]) {
    let mut zip = zip::ZipWriter::new(File::create(path).unwrap());
    for (name, bytes) in files {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
}

fn certificate(
    kind: CertificateKind,
    (scope, subject): ([u8; 16], [u8; 16]),
    keys: &AccountKeys,
    issuer: &AccountKeys,
) -> Bytes {
    let draft = Certificate {
        kind,
        scope,
        subject,
        epoch: 1,
        not_before: NOW_S,
        not_after: 0,
        sealing: keys.opening.sealing_key().clone(),
        verifying: Some(keys.signing.verifying_key()),
        previous: Hash::NONE,
        issuer: Kid::NONE,
    };
    draft.issue(&issuer.signing).into()
}

/// A log of one entry: the export.
fn journal(vault: VaultId, actor: Kid, (name, log): (&LogName, &SigningKey)) -> Journal {
    let body = EventBody {
        event_type: EventType::Export.number(),
        unix_ms: NOW_S * 1000,
        vault,
        vault_seq: 1,
        actor,
        ..EventBody::NONE
    };
    let salt = LeafSalt::from_bytes([7; 32]);
    let leaf = leaf_hash(&leaf_data(&salt, &body));
    let mut tree = Frontier::new();
    tree.push(leaf);
    let head = VaultHead { vault, vault_seq: 1, leaf, tree_size: 1, root: tree.root() };
    let entry = EntryView {
        index: 0,
        salt: salt.expose().to_vec().into(),
        body: body.encode().into(),
        request: None,
        inclusion: Vec::new(),
    };
    let actor = vault_core::api::ActorView {
        kid: actor,
        kind: AccountKind::Beneficiary,
        display_name: None,
        organisation_name: None,
        role: None,
    };
    Journal {
        pages: vec![VaultLogView {
            purge: None,
            vault_id: vault,
            checkpoint: Checkpoint { size: 1, root: tree.root() }.sign(name, log),
            head: head.sign(log).into(),
            entries: vec![entry],
            erased: Vec::new(),
            actors: vec![actor],
            signers: Vec::new(),
            organisations: Vec::new(),
            more: false,
        }],
    }
}
