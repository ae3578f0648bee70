//! A server that lies: each thing that it shows is changed, swapped or aged, and the opening must say what is wrong.

use std::collections::BTreeSet;

use vault_core::api::{
    AccountView, Bytes, FolderView, MandateState, MandateView, OwnerView, RecipientView, SignerView,
};
use vault_core::certificate::{Certificate, CertificateKind, Chain};
use vault_core::document::{Header, Padding, Sealer};
use vault_core::entropy::Entropy;
use vault_core::ids::{AccountId, CredentialId, FolderEpoch, FolderId, Hash, MandateId, OpeningId, VaultId};
use vault_core::keys::{AccountKeys, OpeningKey, SigningKey};
use vault_core::log::{LogKey, LogName};
use vault_core::mandate::{Mandate, Recipient, Target};
use vault_core::secret::{ClientShare, ServerShare};
use vault_core::vocabulary::{AccountKind, FolderKind};
use vault_core::wrap::{Envelope, SeedFor};

use super::*;
use crate::remote::Remote;
use crate::session::first_certificate;

const CONTENT: &[u8] = b"%PDF-1.7 SPECIMEN bulletin de paie";
const NOW: u64 = 1_772_543_400;

/// A person with keys and a first certificate of their own.
struct Person {
    id: AccountId,
    keys: AccountKeys,
    certificate: Bytes,
}

/// A vault, its owner, a holder of a mandate who opens, and what a true server shows.
struct World {
    _folder: tempfile::TempDir,
    desk: Desk,
    owner: Person,
    log: SigningKey,
    vault: VaultId,
    folder: FolderId,
    folder_key: OpeningKey,
    actor: Actor,
}

impl World {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let desk = Desk::for_test(home.path());
        let random = &mut &desk.random;
        let (vault, folder) = (VaultId::generate(random), FolderId::generate(random));
        let owner = person(&desk, *vault.as_bytes());
        let log = SigningKey::generate(random);
        let folder_key = OpeningKey::generate(random);
        let actor = holder(&desk, &log);
        Self { _folder: home, desk, owner, log, vault, folder, folder_key, actor }
    }

    fn folder_certificate(&self, epoch: u32, previous: Option<&[u8]>, issuer: &SigningKey) -> Bytes {
        let certificate = Certificate {
            kind: CertificateKind::Folder,
            scope: *self.vault.as_bytes(),
            subject: *self.folder.as_bytes(),
            epoch,
            not_before: NOW,
            not_after: 0,
            sealing: self.folder_key.sealing_key().clone(),
            verifying: None,
            previous: previous.map_or(Hash::NONE, Certificate::hash_of),
            issuer: issuer.kid(),
        };
        certificate.issue(issuer).into()
    }

    fn mandate(&self, signer: &SigningKey) -> MandateView {
        let mandate = Mandate {
            id: MandateId::generate(&mut &self.desk.random),
            vault: self.vault,
            recipient: Recipient::Account(self.actor.view.account_id),
            recipient_certificate: self.actor.chain.current_hash(),
            target: Target::Folders(vec![self.folder]),
            rights: Rights::READ,
            purpose: 2,
            purpose_text: Hash::NONE,
            not_before: NOW,
            not_after: NOW + 86_400,
            consent: Hash::NONE,
            replaces: MandateId::NONE,
            maker: signer.kid(),
        };
        MandateView {
            mandate_id: mandate.id,
            vault_id: self.vault,
            mandate: mandate.sign(signer).expect("a mandate").into(),
            purpose_text: None,
            state: MandateState::Active,
            revocation: None,
            recipient: RecipientView { name: None, certificates: self.actor.view.certificates.clone() },
            owner_certificates: vec![self.owner.certificate.clone()],
            granted_ms: 0,
            log_index: None,
        }
    }

    /// What a true server shows of one version, and the object.
    fn opening(&self, document: DocumentId, version: u64) -> (OpeningView, Vec<u8>) {
        let random = &mut &self.desk.random;
        let of = DocumentVersion { vault: self.vault, document, version };
        let (client, server) = (ClientShare::generate(random), ServerShare::generate(random));
        let (object, summary) = seal(random, &derive_document_key(&client, &server, &of), of, CONTENT);
        let signing = &self.owner.keys.signing;
        let record = Record {
            document_type: "payslip".to_owned(),
            title: "Bulletin".to_owned(),
            issued_on: None,
            expires_on: None,
            pages: None,
            media_type: "application/pdf".to_owned(),
            file_name: None,
            content_sha256: summary.content_hash,
            length: summary.content_length,
            depositor: self.owner.id,
            depositor_kid: signing.kid(),
            remarks: None,
            replaces: None,
            provenance: Vec::new(),
        };
        let payload = record.to_payload(&client).expect("a record");
        let deposit = Deposit {
            document: of,
            folder: self.folder,
            maker: signing.kid(),
            object: summary.object_hash,
            head: summary.head_hash,
            record: payload.hash(),
        };
        let to = |to, maker| Envelope { to, maker, not_after: 0 };
        let reader = self.actor.keys.opening.sealing_key();
        let epoch = FolderEpoch { vault: self.vault, folder: self.folder, epoch: 1 };
        let sealed_record = to(self.folder_key.sealing_key(), signing).seal_record_to_folder(random, &of, 1, &payload);
        let seed = to(reader, signing).seal_folder_seed(random, SeedFor::Holder, &epoch, &self.folder_key);
        let share = to(reader, &self.log).seal_share_to_reader(random, &of, &server);
        let view = OpeningView {
            opening_id: OpeningId::generate(random),
            vault_id: self.vault,
            document_id: document,
            version,
            owner: OwnerView { account_id: self.owner.id, certificates: vec![self.owner.certificate.clone()] },
            folder: FolderView {
                folder_id: self.folder,
                kind: FolderKind::Resources,
                certificates: vec![self.folder_certificate(1, None, signing)],
                seed: Some(seed.expect("a seed").into()),
                former_seeds: Vec::new(),
                key_due: false,
            },
            mandate: Some(self.mandate(signing)),
            record: sealed_record.expect("a record").into(),
            deposit: deposit.sign(signing).into(),
            amendments: Vec::new(),
            depositor: SignerView {
                kid: signing.kid(),
                account_id: self.owner.id,
                display_name: None,
                organisation_id: None,
                certificates: vec![self.owner.certificate.clone()],
            },
            depositor_organisation: None,
            signers: Vec::new(),
            organisations: Vec::new(),
            server_share: share.expect("a share").into(),
            object_length: object.len() as u64,
            log_index: 0,
        };
        (view, object)
    }

    /// Another content under the same key and the same first 104 bytes: what somebody who could read can make.
    fn forge(&self, document: DocumentId, view: &OpeningView, object: &[u8]) -> Vec<u8> {
        let ready = prepare(&self.desk, &self.actor, document, view).expect("readable");
        let mut salt = Replay(object[Header::LEN..][..24].to_vec());
        let forged = [b"SPECIMEN", &CONTENT[8..]].concat();
        seal(&mut salt, &ready.key, ready.deposit.document, &forged).0
    }

    /// The content, or `object:property` of what is wrong.
    fn open(&self, document: DocumentId, view: &OpeningView, object: &[u8]) -> Result<Vec<u8>, String> {
        let told = |error: Error| match error {
            Error::Integrity { broken, .. } => format!("{}:{}", broken.what.code(), broken.property.code()),
            other => other.code(),
        };
        let ready = prepare(&self.desk, &self.actor, document, view).map_err(told)?;
        let mut out = Vec::new();
        pour(&self.actor, &ready, &mut &*object, &mut out).map_err(|poured| match poured {
            Poured::Stopped(error) => told(error),
            Poured::Unwritable(error) => error.to_string(),
        })?;
        Ok(out)
    }
}

fn person(desk: &Desk, scope: [u8; 16]) -> Person {
    let id = AccountId::generate(&mut &desk.random);
    let keys = AccountKeys::generate(&mut &desk.random);
    let first = first_certificate(&keys, CertificateKind::Account, scope, *id.as_bytes(), NOW);
    Person { id, certificate: first.issue(&keys.signing).into(), keys }
}

fn holder(desk: &Desk, log: &SigningKey) -> Actor {
    let Person { id, keys, certificate } = person(desk, [0; 16]);
    let chain = Chain::verify_unaffiliated(&[&certificate], id).expect("a chain");
    let view = AccountView {
        account_id: id,
        credential_id: CredentialId::NONE,
        kind: AccountKind::Staff,
        display_name: None,
        certificates: vec![certificate],
        membership: None,
        vault_id: None,
    };
    let remote = Remote::new("https://coffre.exemple.fr".parse().expect("an origin"), "").expect("prepared");
    let name = LogName::new("coffre.exemple.fr/log").expect("a name");
    Actor::offline(remote, LogKey::new(name, log.verifying_key()), keys, view, chain)
}

fn seal(entropy: &mut dyn Entropy, key: &DocumentKey, of: DocumentVersion, content: &[u8]) -> (Vec<u8>, Summary) {
    let header = Header { padding: Padding::Padme, of };
    let (mut sealer, head) = Sealer::new(key, header, content.len() as u64, entropy).expect("begun");
    let mut out = head.to_vec();
    sealer.push(content, &mut out).expect("sealed");
    let summary = sealer.finish(&mut out).expect("whole");
    (out, summary)
}

/// Gives again what was drawn before.
struct Replay(Vec<u8>);

impl Entropy for Replay {
    fn fill(&mut self, dst: &mut [u8]) {
        dst.copy_from_slice(&self.0);
    }
}

fn flip(bytes: &mut Bytes, at: usize) {
    bytes.0[at] ^= 1;
}

#[test]
fn a_true_server_is_believed() {
    let world = World::new();
    let document = DocumentId::generate(&mut &world.desk.random);
    let (view, object) = world.opening(document, 1);
    assert_eq!(world.open(document, &view, &object).as_deref(), Ok(CONTENT));
}

#[test]
fn every_byte_that_is_shown_counts() {
    type Lie = fn(&mut OpeningView, usize);
    let lies: [(&str, usize, Lie); 8] = [
        ("owner", 1420, |v, at| flip(&mut v.owner.certificates[0], at)),
        ("folder", 1420, |v, at| flip(&mut v.folder.certificates[0], at)),
        ("seed", 1324, |v, at| flip(v.folder.seed.as_mut().expect("a seed"), at)),
        ("mandate", 288, |v, at| flip(&mut v.mandate.as_mut().expect("a mandate").mandate, at)),
        ("record", 1804, |v, at| flip(&mut v.record, at)),
        ("deposit", 240, |v, at| flip(&mut v.deposit, at)),
        ("share", 1324, |v, at| flip(&mut v.server_share, at)),
        ("holder", 1420, |v, at| flip(&mut v.mandate.as_mut().expect("a mandate").recipient.certificates[0], at)),
    ];
    let world = World::new();
    let document = DocumentId::generate(&mut &world.desk.random);
    let (view, object) = world.opening(document, 1);
    for (name, length, lie) in lies {
        for at in (0..length).step_by(29).chain([length - 1]) {
            let mut view = view.clone();
            lie(&mut view, at);
            assert!(world.open(document, &view, &object).is_err(), "{name} changed at {at}");
        }
    }
}

#[test]
fn a_changed_cut_or_lengthened_object_is_not_opened() {
    let world = World::new();
    let document = DocumentId::generate(&mut &world.desk.random);
    let (view, object) = world.opening(document, 1);
    let mut reasons = BTreeSet::new();
    for at in (0..object.len()).step_by(997).chain([object.len() - 1]) {
        let mut object = object.clone();
        object[at] ^= 1;
        reasons.insert(world.open(document, &view, &object).expect_err("changed"));
        reasons.insert(world.open(document, &view, &object[..at]).expect_err("cut"));
    }
    reasons.insert(world.open(document, &view, &[&object[..], b"more"].concat()).expect_err("lengthened"));
    assert!(reasons.iter().all(|reason| reason.starts_with("document:")), "{reasons:?}");
}

#[test]
fn a_reader_who_holds_the_key_cannot_put_another_object_in_its_place() {
    let world = World::new();
    let document = DocumentId::generate(&mut &world.desk.random);
    let (view, object) = world.opening(document, 1);
    let forged = world.forge(document, &view, &object);
    assert_eq!(forged[..104], object[..104]);
    assert_eq!(world.open(document, &view, &forged).expect_err("forged"), "document:hash");
}

#[test]
fn another_document_or_an_older_version_is_told_from_the_one_asked_for() {
    let world = World::new();
    let (one, two) = (DocumentId::generate(&mut &world.desk.random), DocumentId::generate(&mut &world.desk.random));
    let (view, object) = world.opening(one, 2);
    let (other, other_object) = world.opening(two, 2);
    let (older, older_object) = world.opening(one, 1);
    let open = |view: &OpeningView, object: &[u8]| world.open(one, view, object).expect_err("refused");
    assert_eq!(open(&other, &other_object), "document:ids");
    assert_eq!(open(&view, &other_object), "document:ids");
    assert_eq!(open(&view, &older_object), "document:ids");
    assert_eq!(open(&OpeningView { record: older.record.clone(), ..view.clone() }, &object), "wrap:ids");
    assert_eq!(open(&OpeningView { deposit: older.deposit.clone(), ..view.clone() }, &object), "deposit:ids");
    assert_eq!(open(&OpeningView { server_share: older.server_share.clone(), ..view.clone() }, &object), "wrap:ids");
    assert_eq!(open(&OpeningView { version: 2, ..older }, &older_object), "deposit:ids");
}

#[test]
fn a_key_that_the_owner_did_not_make_is_not_used() {
    let world = World::new();
    let document = DocumentId::generate(&mut &world.desk.random);
    let (view, object) = world.opening(document, 1);
    let open = |view: &OpeningView| world.open(document, view, &object).expect_err("refused");
    let stranger = person(&world.desk, *world.vault.as_bytes());
    let mut lie = view.clone();
    lie.folder.certificates = vec![world.folder_certificate(1, None, &stranger.keys.signing)];
    assert_eq!(open(&lie), "certificate:maker");
    let mut lie = view.clone();
    lie.mandate = Some(world.mandate(&stranger.keys.signing));
    assert_eq!(open(&lie), "mandate:maker");
    let mut lie = view.clone();
    lie.depositor.kid = stranger.keys.signing.kid();
    assert_eq!(open(&lie), "deposit:maker");
    // The same account under another first certificate, once the true one was seen.
    world.open(document, &view, &object).expect("the true one");
    let mut lie = view;
    let keys = AccountKeys::generate(&mut &world.desk.random);
    let (scope, subject) = (*world.vault.as_bytes(), *world.owner.id.as_bytes());
    let forged = first_certificate(&keys, CertificateKind::Account, scope, subject, NOW).issue(&keys.signing);
    lie.owner.certificates = vec![forged.into()];
    assert_eq!(open(&lie), "certificate:anchor");
}

#[test]
fn a_folder_does_not_go_back_to_an_older_key() {
    let world = World::new();
    let document = DocumentId::generate(&mut &world.desk.random);
    let (view, object) = world.opening(document, 1);
    let signing = &world.owner.keys.signing;
    let first = view.folder.certificates[0].clone();
    let mut newer = view.clone();
    newer.folder.certificates.push(world.folder_certificate(2, Some(&first), signing));
    world.open(document, &newer, &object).expect("the newer one");
    assert_eq!(world.open(document, &view, &object).expect_err("older"), "certificate:epoch");
}
