//! A small archive that proves itself, and the same with one lie at a time.

use std::collections::BTreeSet;

use super::manifest::{file, manifest as small};
use crate::api::{Bytes, EntryView, MandateState, VaultLogView};
use crate::certificate::{Certificate, CertificateKind};
use crate::deposit::Deposit;
use crate::entropy::SeededEntropy;
use crate::error::{Error, Property, Result, What};
use crate::export::*;
use crate::ids::{
    AccountId, DocumentId, DocumentVersion, FolderId, Hash, Kid, MandateId, Nonce, OrganisationId, VaultId,
};
use crate::keys::{OpeningKey, SigningKey};
use crate::log::leaf::{leaf_data, leaf_hash, node_hash};
use crate::log::{Checkpoint, EventBody, LogKey, LogName, VaultHead};
use crate::mandate::{Mandate, Recipient, Rights, Target};
use crate::provenance::{Anchor, Evidence, Provenance};
use crate::record::Record;
use crate::request::{Method, Request};
use crate::secret::{ClientShare, LeafSalt};
use crate::suite::sha256;

const VAULT: VaultId = VaultId::from_bytes([7; 16]);
const OWNER: AccountId = AccountId::from_bytes([8; 16]);
const TOWN: OrganisationId = OrganisationId::from_bytes([4; 16]);
const CONTENT: Hash = Hash::from_bytes([6; 32]);
const JOURNAL: &str = FILES_THAT_ARE_NO_DOCUMENT[3];

fn key(number: u64) -> SigningKey {
    SigningKey::generate(&mut SeededEntropy::new(number))
}

fn certificate(kind: CertificateKind, scope: [u8; 16], subject: [u8; 16], number: u64) -> Bytes {
    Certificate {
        kind,
        scope,
        subject,
        epoch: 1,
        not_before: 1,
        not_after: 0,
        sealing: OpeningKey::generate(&mut SeededEntropy::new(number)).sealing_key().clone(),
        verifying: Some(key(number).verifying_key()),
        previous: Hash::NONE,
        issuer: Kid::NONE,
    }
    .issue(&key(number))
    .into()
}

fn owners() -> Vec<Bytes> {
    vec![certificate(CertificateKind::Account, *VAULT.as_bytes(), *OWNER.as_bytes(), 1)]
}

/// Fills in what the owner signs of this version, as of this place.
fn deposit(version: &mut Version, document: DocumentId, folder: FolderId) {
    let payload = version.record.to_payload(&ClientShare::from_bytes([5; 32])).unwrap();
    let document = DocumentVersion { vault: VAULT, document, version: version.version };
    let unknown = Hash::from_bytes([1; 32]);
    let deposit =
        Deposit { document, folder, maker: Kid::NONE, object: unknown, head: unknown, record: payload.hash() };
    version.deposit = deposit.sign(&key(1)).into();
    version.payload = payload.as_bytes().to_vec().into();
}

/// One paper, which was somewhere else before, and one mandate.
fn manifest() -> Manifest {
    let mut manifest = small();
    let log = LogKey::new(LogName::new("coffre.example/specimen").unwrap(), key(2).verifying_key());
    manifest.server.log_key = log.to_string();
    manifest.vault = VaultPart { vault_id: VAULT, account_id: OWNER, certificates: owners() };
    let id = *TOWN.as_bytes();
    manifest.organisations[0].certificates = vec![certificate(CertificateKind::Organisation, id, id, 3)];
    (manifest.signers[0].kid, manifest.signers[0].account_id) = (key(1).verifying_key().kid(), OWNER);
    manifest.reminders.clear();
    let document = &mut manifest.documents[0];
    document.versions.truncate(1);
    let (id, folder, version) = (document.document_id, document.folder_id, &mut document.versions[0]);
    version.record = Record {
        content_sha256: CONTENT,
        depositor: OWNER,
        depositor_kid: key(1).verifying_key().kid(),
        ..version.record.clone()
    };
    deposit(version, id, folder);
    let home = Provenance {
        server: "https://coffre.example".to_owned(),
        vault: VAULT,
        document: id,
        version: version.version,
        deposited_ms: 1,
        depositor: None,
        organisation: None,
        deposit_sha256: Deposit::hash_of(&version.deposit),
        evidence: Some(Evidence {
            deposit: version.deposit.clone(),
            payload: version.payload.clone(),
            depositor: owners(),
            organisation: Vec::new(),
        }),
    };
    version.record.provenance = vec![home];
    deposit(version, id, folder);
    manifest.mandates[0] = mandate(&manifest.mandates[0], 1);
    manifest.files = FILES_THAT_ARE_NO_DOCUMENT.into_iter().map(file).collect();
    manifest.files.push(FileEntry { sha256: CONTENT, ..file("documents/a.pdf") });
    manifest
}

fn mandate(entry: &MandateEntry, signer: u64) -> MandateEntry {
    let mandate = Mandate {
        id: entry.mandate_id,
        vault: VAULT,
        recipient: Recipient::Organisation(TOWN),
        recipient_certificate: Hash::NONE,
        target: Target::Folders(vec![FolderId::from_bytes([1; 16])]),
        rights: Rights::READ,
        purpose: 3,
        purpose_text: Hash::NONE,
        not_before: 1,
        not_after: 2,
        consent: Hash::NONE,
        replaces: MandateId::NONE,
        maker: Kid::NONE,
    };
    MandateEntry { mandate: mandate.sign(&key(signer)).unwrap().into(), state: MandateState::Expired, ..entry.clone() }
}

fn request() -> Vec<u8> {
    let (origin, body) = (Hash::NONE, Hash::from_bytes(sha256(&[])));
    let nonce = Nonce::from_bytes([7; 16]);
    let path = "/v1/openings".to_owned();
    Request { account: OWNER, maker: Kid::NONE, origin, unix_ms: 1, nonce, body, method: Method::Post, path }
        .sign(&key(1))
        .unwrap()
}

fn event(seq: u64, previous: Hash) -> EventBody {
    EventBody { event_type: 7, unix_ms: seq, vault: VAULT, vault_seq: seq, previous, ..EventBody::NONE }
}

/// The journal of two entries, the second of which was asked for; `change` is what the log then signs.
fn journal(change: impl FnOnce(&mut EventBody), head_of: VaultId) -> VaultLogView {
    let salt = LeafSalt::from_bytes([9; 32]);
    let first = event(1, Hash::NONE);
    let before = leaf_hash(&leaf_data(&salt, &first));
    let mut second = EventBody {
        actor: key(1).verifying_key().kid(),
        request_hash: Request::hash_of(&request()),
        request_signature: *Request::signature_of(&request()).unwrap(),
        ..event(2, before)
    };
    change(&mut second);
    let leaf = leaf_hash(&leaf_data(&salt, &second));
    let entry = |index, body: &EventBody, request: Option<Vec<u8>>, sibling| EntryView {
        index,
        salt: salt.expose().to_vec().into(),
        body: body.encode().into(),
        request: request.map(Bytes::from),
        inclusion: vec![sibling],
    };
    let root = node_hash(&before, &leaf);
    VaultLogView {
        vault_id: VAULT,
        checkpoint: Checkpoint { size: 2, root }.sign(&LogName::new("coffre.example/specimen").unwrap(), &key(2)),
        head: VaultHead { vault: head_of, vault_seq: 2, leaf, tree_size: 2, root }.sign(&key(2)).into(),
        entries: vec![entry(0, &first, None, leaf), entry(1, &second, Some(request()), before)],
        erased: Vec::new(),
        purge: None,
        actors: Vec::new(),
        signers: Vec::new(),
        organisations: Vec::new(),
        more: false,
    }
}

/// The archive of these two, which the owner signs.
fn prove(mut manifest: Manifest, page: VaultLogView) -> Result<Verified> {
    let journal = serde_json::to_vec(&Journal { pages: vec![page] }).unwrap();
    for entry in manifest.files.iter_mut().filter(|entry| entry.path == JOURNAL) {
        (entry.sha256, entry.length) = (Hash::from_bytes(sha256(&[&journal])), journal.len() as u64);
    }
    let json = serde_json::to_vec(&manifest).unwrap();
    verify(&json, &ManifestSeal::of(VAULT, Kid::NONE, &json).sign(&key(1)), &journal)
}

#[test]
fn a_small_archive_proves_itself() {
    let verified = prove(manifest(), journal(|_| (), VAULT)).unwrap();
    let anchor = Certificate::hash_of(&owners()[0]);
    assert_eq!((verified.owner, verified.checkpoint.size, verified.entries.len()), (anchor, 2, 2));
    assert_eq!(verified.former, BTreeSet::from([Anchor::Owner(OWNER, anchor)]));
    assert!(verified.depositors.is_empty());
}

#[test]
fn a_manifest_with_one_lie_is_refused() {
    let refused = |change: fn(&mut Manifest)| {
        let mut manifest = manifest();
        change(&mut manifest);
        let error = prove(manifest, journal(|_| (), VAULT)).unwrap_err();
        (error.what, error.property)
    };
    assert_eq!(refused(|m| m.files[4].length += 1), (What::Export, Property::Hash));
    assert_eq!(refused(|m| m.files[4].sha256 = Hash::NONE), (What::Export, Property::Hash));
    let title = refused(|m| m.documents[0].versions[0].record.title.push('!'));
    assert_eq!(title, (What::Record, Property::Hash));
    let unsigned = refused(|m| *m.documents[0].versions[0].deposit.0.last_mut().unwrap() ^= 1);
    assert_eq!(unsigned, (What::Deposit, Property::Signature));
    assert_eq!(refused(|m| m.mandates[0].mandate_id = MandateId::NONE), (What::Mandate, Property::Ids));
    assert_eq!(refused(|m| m.mandates[0] = mandate(&m.mandates[0], 3)), (What::Mandate, Property::Maker));
    assert_eq!(refused(|m| m.log_index = 2), (What::Checkpoint, Property::Order));
}

#[test]
fn a_journal_with_one_lie_is_refused() {
    let refused = |page: VaultLogView| {
        let error = prove(manifest(), page).unwrap_err();
        (error.what, error.property)
    };
    let other = VaultId::from_bytes([2; 16]);
    let elsewhere = VaultLogView { vault_id: other, ..journal(|_| (), VAULT) };
    assert_eq!(refused(elsewhere), (What::LogBody, Property::Ids));
    assert_eq!(refused(journal(|_| (), other)), (What::LogBody, Property::Ids));
    // What the log signed is not what was asked for.
    for change in [
        (|body| body.request_signature[0] ^= 1) as fn(&mut EventBody),
        |body| body.request_hash = Hash::NONE,
        |body| body.actor = Kid::NONE,
    ] {
        assert_eq!(refused(journal(change, VAULT)), (What::Request, Property::Hash));
    }
    let mut silent = journal(|_| (), VAULT);
    silent.entries[1].request = None;
    assert_eq!(refused(silent), (What::Request, Property::Hash));
    // Another journal than the one that the manifest lists.
    let json = serde_json::to_vec(&manifest()).unwrap();
    let seal = ManifestSeal::of(VAULT, Kid::NONE, &json).sign(&key(1));
    let page = serde_json::to_vec(&Journal { pages: vec![journal(|_| (), VAULT)] }).unwrap();
    assert_eq!(verify(&json, &seal, &page).unwrap_err(), Error::new(What::Export, Property::Hash));
}
