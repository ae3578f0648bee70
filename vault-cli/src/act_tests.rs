//! Acts made as the real ones are, with a log of their own: what holds, and what does not.

use std::path::PathBuf;

use vault_core::api::{EntryView, ReceiptView};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::consent::{Consent, text_hash};
use vault_core::deposit::Deposit;
use vault_core::entropy::SeededEntropy;
use vault_core::ids::{DocumentId, DocumentVersion, FolderId, Hash, Kid, MandateId, Nonce};
use vault_core::keys::{AccountKeys, SigningKey};
use vault_core::log::{Checkpoint, EventBody, Frontier, LogKey, LogName, ToldEntry};
use vault_core::mandate::{Mandate, Recipient, Rights, Target};
use vault_core::request::{Method, Request};
use vault_core::secret::{ClaimCode, LeafSalt};
use vault_core::suite::sha256;
use vault_core::vocabulary::EventType;

use super::read::{Found, Page, compare, read};
use super::*;
use crate::error::Error;
use crate::pins::Pins;
use crate::session::first_certificate;

const NOW_MS: u64 = 1_772_543_400_000;
const VAULT: VaultId = VaultId::from_bytes([0x11; 16]);
const PERSON: AccountId = AccountId::from_bytes([0x22; 16]);
const STAFF: AccountId = AccountId::from_bytes([0x33; 16]);
const HOUSE: OrganisationId = OrganisationId::from_bytes([0x44; 16]);
const TEXT: &str = "Texte SPÉCIMEN.\n- Vous pouvez dire non.\nTexte essai-1.";

/// Everybody's keys and the log's.
struct Town {
    person: AccountKeys,
    staff: AccountKeys,
    house: AccountKeys,
    log: SigningKey,
}

impl Town {
    fn new(seed: u64) -> Self {
        let random = &mut SeededEntropy::new(seed);
        let mut keys = || AccountKeys::generate(random);
        let (person, staff, house) = (keys(), keys(), keys());
        Self { person, staff, house, log: SigningKey::generate(random) }
    }

    fn log_key(&self) -> LogKey {
        LogKey::new(LogName::new("coffre.exemple.fr/log".to_owned()).expect("a name"), self.log.verifying_key())
    }

    fn organisation(&self) -> Party<OrganisationId> {
        let id = *HOUSE.as_bytes();
        let first = first_certificate(&self.house, CertificateKind::Organisation, id, id, NOW_MS / 1000);
        Party { id: HOUSE, certificates: vec![first.issue(&self.house.signing).into()] }
    }

    fn staff(&self) -> Party<AccountId> {
        let (scope, id) = (*HOUSE.as_bytes(), *STAFF.as_bytes());
        let first = first_certificate(&self.staff, CertificateKind::Account, scope, id, NOW_MS / 1000);
        Party { id: STAFF, certificates: vec![first.issue(&self.house.signing).into()] }
    }

    fn owner(&self) -> Party<AccountId> {
        let (scope, id) = (*VAULT.as_bytes(), *PERSON.as_bytes());
        let first = first_certificate(&self.person, CertificateKind::Account, scope, id, NOW_MS / 1000);
        Party { id: PERSON, certificates: vec![first.issue(&self.person.signing).into()] }
    }

    /// The log's receipt of one act among others, and the request that caused it.
    fn entry(&self, by: (AccountId, &SigningKey), path: &str, fill: impl FnOnce(&mut EventBody)) -> (String, Bytes) {
        self.claimed_entry(by, path, fill, None)
    }

    fn claimed_entry(
        &self,
        by: (AccountId, &SigningKey),
        path: &str,
        fill: impl FnOnce(&mut EventBody),
        claim: Option<ClaimCode>,
    ) -> (String, Bytes) {
        let request = Request {
            account: by.0,
            maker: by.1.kid(),
            origin: Hash::from_bytes([1; 32]),
            unix_ms: NOW_MS,
            nonce: Nonce::from_bytes([2; 16]),
            body: Hash::from_bytes([3; 32]),
            method: Method::Post,
            path: path.to_owned(),
        };
        let request = request.sign(by.1).expect("signed");
        let mut body = EventBody {
            unix_ms: NOW_MS,
            vault: VAULT,
            vault_seq: 2,
            previous: Hash::from_bytes([4; 32]),
            actor: by.1.kid(),
            request_hash: Request::hash_of(&request),
            request_signature: *Request::signature_of(&request).expect("signed"),
            ..EventBody::NONE
        };
        fill(&mut body);
        let told = ToldEntry { salt: LeafSalt::from_bytes([5; 32]), body, claim: None };
        let other = Hash::from_bytes([6; 32]);
        let mut tree = Frontier::new();
        tree.push(other);
        tree.push(told.leaf_hash());
        let checkpoint = Checkpoint { size: 2, root: tree.root() }.sign(self.log_key().name(), &self.log);
        let entry = EntryView {
            index: 1,
            salt: told.salt.expose().to_vec().into(),
            body: told.body.encode().into(),
            request: None,
            inclusion: vec![other],
        };
        let view = ReceiptView { checkpoint, entry };
        let receipt = make::read_receipt(&view, &self.log_key(), claim).expect("a receipt").0;
        (receipt.encode(), request.into())
    }

    fn act(&self, kind: Kind, (receipt, request): (String, Bytes), signed: Vec<u8>) -> Act {
        let deposit = kind == Kind::Deposit;
        Act {
            format: FORMAT.to_owned(),
            layout: LAYOUT,
            kind,
            language: "fr".to_owned(),
            zone: "Europe/Paris".to_owned(),
            log_key: self.log_key().to_string(),
            receipt,
            request,
            vault: VAULT,
            owner: self.owner(),
            organisation: Some(self.organisation()),
            staff: (kind != Kind::Mandate).then(|| self.staff()),
            signed: signed.into(),
            consent: (!deposit).then(|| TEXT.to_owned()),
            said: Said {
                organisation: Some("CCAS de Valcourt SPÉCIMEN".to_owned()),
                title: deposit.then(|| "Avis d’impôt SPÉCIMEN".to_owned()),
                ..Said::default()
            },
        }
    }

    fn opening(&self) -> Act {
        let consent = Consent {
            vault: VAULT,
            account: PERSON,
            organisation: HOUSE,
            text: text_hash(TEXT),
            unix_ms: NOW_MS,
            maker: Kid::NONE,
        };
        let created = |body: &mut EventBody| body.event_type = EventType::VaultCreated.number();
        let entry = self.entry((STAFF, &self.staff.signing), "/v1/vaults", created);
        self.act(Kind::Opening, entry, consent.sign(&self.person.signing))
    }

    fn mandate(&self) -> Act {
        let id = MandateId::from_bytes([0x55; 16]);
        let house = self.organisation();
        let mandate = Mandate {
            id,
            vault: VAULT,
            recipient: Recipient::Organisation(HOUSE),
            recipient_certificate: Certificate::hash_of(&house.certificates[0]),
            target: Target::Folders(vec![FolderId::from_bytes([0x66; 16])]),
            rights: Rights::READ | Rights::DEPOSIT,
            purpose: 2,
            purpose_text: Hash::NONE,
            not_before: NOW_MS / 1000,
            not_after: NOW_MS / 1000 + 86_400,
            consent: text_hash(TEXT),
            replaces: MandateId::NONE,
            maker: Kid::NONE,
        };
        let granted = |body: &mut EventBody| {
            body.event_type = EventType::MandateGranted.number();
            (body.mandate, body.purpose) = (id, 2);
        };
        let entry = self.entry((PERSON, &self.person.signing), &format!("/v1/vaults/{VAULT}/mandates"), granted);
        self.act(Kind::Mandate, entry, mandate.sign(&self.person.signing).expect("signed"))
    }

    fn deposit(&self) -> Act {
        let document = DocumentVersion { vault: VAULT, document: DocumentId::from_bytes([0x77; 16]), version: 1 };
        let deposit = Deposit {
            document,
            folder: FolderId::from_bytes([0x66; 16]),
            maker: Kid::NONE,
            object: Hash::from_bytes([7; 32]),
            head: Hash::from_bytes([8; 32]),
            record: Hash::from_bytes([9; 32]),
        };
        let added = |body: &mut EventBody| {
            body.event_type = EventType::Deposit.number();
            (body.document, body.version) = (document.document, 1);
            body.mandate = MandateId::from_bytes([0x55; 16]);
        };
        let entry = self.entry((STAFF, &self.staff.signing), &format!("/v1/vaults/{VAULT}/deposits"), added);
        self.act(Kind::Deposit, entry, deposit.sign(&self.staff.signing))
    }

    /// An act in which the request is all that is signed.
    fn asked(&self, kind: Kind, entry: (String, Bytes), said: Said) -> Act {
        let act = self.act(kind, entry, Vec::new());
        Act { organisation: None, staff: None, consent: None, said, ..act }
    }

    fn closing(&self) -> Act {
        let asked = |body: &mut EventBody| body.event_type = EventType::VaultClosing.number();
        let claim = Some(ClaimCode::from_bytes([0xc1; 16]));
        let path = format!("/v1/vaults/{VAULT}/closing");
        let entry = self.claimed_entry((PERSON, &self.person.signing), &path, asked, claim);
        self.asked(Kind::Closing, entry, Said { destroy_ms: Some(NOW_MS + 90 * 86_400_000), ..Said::default() })
    }

    fn sheet(&self) -> Act {
        let added = |body: &mut EventBody| body.event_type = EventType::CredentialAdded.number();
        let entry = self.entry((PERSON, &self.person.signing), "/v1/credentials", added);
        self.asked(Kind::Sheet, entry, Said { sheet: Some(CredentialId::from_bytes([0x88; 9])), ..Said::default() })
    }

    fn all(&self) -> [Act; 5] {
        [self.opening(), self.mandate(), self.deposit(), self.closing(), self.sheet()]
    }
}

fn refused(act: &Act) -> (What, Property) {
    let broken = prove::prove(act).expect_err("refused");
    (broken.what, broken.property)
}

fn file(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("acte.pdf");
    std::fs::write(&path, bytes).expect("written");
    (folder, path)
}

fn read_bytes(bytes: &[u8]) -> Result<Found, Error> {
    let (_folder, path) = file(bytes);
    read(&path)
}

/// One JSON inside a PDF in the place of another, the file's structure kept.
fn with_inside(pdf: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    assert!(new.len() <= old.len(), "made to fit");
    let at = pdf.windows(old.len()).position(|window| window == old).expect("inside");
    let mut changed = pdf.to_vec();
    changed[at..at + new.len()].copy_from_slice(new);
    changed[at + new.len()..at + old.len()].fill(b' ');
    changed
}

#[test]
fn each_act_proves_itself_and_comes_back_from_its_page() {
    for act in Town::new(1).all() {
        let proven = prove::prove(&act).expect("holds");
        assert_eq!((proven.index, proven.checkpoint.size, proven.body.vault), (1, 2, VAULT));
        let pdf = page::draw(&act).expect("drawn");
        let Found::Act(found, page) = read_bytes(&pdf).expect("read") else { panic!("an act") };
        assert_eq!((*found, page), (act.clone(), Page::Same));
        let Found::Act(found, page) = read_bytes(&act.to_json().expect("json")).expect("read") else {
            panic!("an act")
        };
        assert_eq!((*found, page), (act, Page::None));
    }
}

#[test]
fn no_byte_of_a_page_may_change() {
    for act in Town::new(1).all() {
        let pdf = page::draw(&act).expect("drawn");
        for offset in (0..pdf.len()).step_by(211) {
            let mut changed = pdf.clone();
            changed[offset] ^= 1;
            assert!(read_bytes(&changed).is_err(), "byte {offset}");
        }
        assert!(read_bytes(&[pdf, b"\n".to_vec()].concat()).is_err(), "a byte after the end");
    }
}

#[test]
fn an_act_moved_into_the_page_of_another_is_refused() {
    let town = Town::new(1);
    let (one, other) = (town.deposit(), {
        let said = Said { title: Some("Autre".to_owned()), ..town.deposit().said };
        Act { said, ..town.deposit() }
    });
    let (inside, moved) = (one.to_json().expect("json"), other.to_json().expect("json"));
    let swapped = with_inside(&page::draw(&one).expect("drawn"), &inside, &moved);
    let error = read_bytes(&swapped).expect_err("refused");
    assert!(matches!(error, Error::Integrity { broken, .. } if broken == Broken::new(What::Act, Property::Hash)));
    // Said to be of another layout, the page is not compared, and that is told; a signed act is still checked.
    let text = String::from_utf8(moved).expect("text").replace("\"layout\": 1", "\"layout\": 2");
    let swapped = with_inside(&page::draw(&one).expect("drawn"), &inside, text.as_bytes());
    assert!(matches!(read_bytes(&swapped), Ok(Found::Act(_, Page::NotCompared))));
}

#[test]
fn what_somebody_signed_for_something_else_is_not_this_act() {
    let town = Town::new(1);
    let elsewhere = VaultId::from_bytes([0x99; 16]);
    let opening = |change: fn(&mut Consent)| {
        let act = town.opening();
        let mut consent = Consent::parse(&act.signed).expect("a consent");
        change(&mut consent);
        refused(&Act { signed: consent.sign(&town.person.signing).into(), ..act }).1
    };
    assert_eq!(opening(|consent| consent.vault = VaultId::from_bytes([0x99; 16])), Property::Ids);
    assert_eq!(opening(|consent| consent.account = STAFF), Property::Ids);
    assert_eq!(opening(|consent| consent.organisation = OrganisationId::from_bytes([0x99; 16])), Property::Ids);

    let mandate = |change: fn(&mut Mandate)| {
        let act = town.mandate();
        let mut mandate = Mandate::parse(&act.signed).expect("a mandate");
        change(&mut mandate);
        refused(&Act { signed: mandate.sign(&town.person.signing).expect("signed").into(), ..act }).1
    };
    assert_eq!(mandate(|mandate| mandate.id = MandateId::from_bytes([0x99; 16])), Property::Ids);
    assert_eq!(mandate(|mandate| mandate.vault = VaultId::from_bytes([0x99; 16])), Property::Ids);
    assert_eq!(mandate(|mandate| mandate.purpose = 3), Property::Ids);

    let deposit = |change: &dyn Fn(&mut DocumentVersion)| {
        let act = town.deposit();
        let mut deposit = Deposit::parse(&act.signed).expect("a deposit");
        change(&mut deposit.document);
        refused(&Act { signed: deposit.sign(&town.staff.signing).into(), ..act }).1
    };
    assert_eq!(deposit(&|of| of.vault = elsewhere), Property::Ids);
    assert_eq!(deposit(&|of| of.document = DocumentId::from_bytes([0x99; 16])), Property::Ids);
    assert_eq!(deposit(&|of| of.version = 2), Property::Ids);
    // A deposit needs no consent, and shows none.
    let with_consent = Act { consent: Some(TEXT.to_owned()), ..town.deposit() };
    assert_eq!(refused(&with_consent).1, Property::Ids);
}

#[test]
fn every_signed_part_is_checked() {
    use Property::{Hash as HashOf, Ids, Kind as KindOf, Maker, Recipient as To};
    let (town, other) = (Town::new(1), Town::new(2));
    let (opening, mandate, deposit) = (town.opening(), town.mandate(), town.deposit());
    let a = |what, property| (what, property);
    // Somebody else's signature, certificates or log in the place of the true ones.
    assert_eq!(refused(&Act { signed: other.opening().signed, ..opening.clone() }), a(What::Act, Maker));
    assert_eq!(refused(&Act { signed: other.mandate().signed, ..mandate.clone() }), a(What::Mandate, Maker));
    assert_eq!(refused(&Act { signed: other.deposit().signed, ..deposit.clone() }), a(What::Deposit, Maker));
    assert_eq!(refused(&Act { owner: other.owner(), ..mandate.clone() }), a(What::Act, Maker));
    assert_eq!(refused(&Act { staff: Some(other.staff()), ..deposit.clone() }), a(What::Certificate, Maker));
    assert_eq!(refused(&Act { organisation: Some(other.organisation()), ..mandate.clone() }), a(What::Act, To));
    assert_eq!(refused(&Act { log_key: other.log_key().to_string(), ..deposit.clone() }).0, What::Checkpoint);
    assert_eq!(refused(&Act { receipt: other.deposit().receipt, ..deposit.clone() }).0, What::Checkpoint);
    assert_eq!(refused(&Act { request: other.deposit().request, ..deposit.clone() }).0, What::Request);
    // Another text than the one that was agreed to.
    let text = Some(format!("{TEXT} "));
    assert_eq!(refused(&Act { consent: text.clone(), ..opening.clone() }), a(What::Consent, HashOf));
    assert_eq!(refused(&Act { consent: text, ..mandate.clone() }), a(What::Act, HashOf));
    assert_eq!(refused(&Act { consent: None, ..mandate.clone() }), a(What::Act, HashOf));
    // True parts of different acts.
    assert_eq!(refused(&Act { receipt: mandate.receipt.clone(), ..deposit.clone() }), a(What::Act, KindOf));
    assert_eq!(refused(&Act { kind: Kind::Mandate, ..deposit.clone() }), a(What::Act, KindOf));
    assert_eq!(refused(&Act { vault: VaultId::from_bytes([9; 16]), ..deposit.clone() }), a(What::Act, Ids));
    assert_eq!(refused(&Act { request: mandate.request, ..deposit.clone() }).0, What::Request);
    assert_eq!(refused(&Act { staff: None, ..deposit }), a(What::Act, Maker));
}

#[test]
fn an_act_of_which_the_request_is_all_that_is_signed_is_checked_too() {
    use Property::{Kind as KindOf, Maker, Trailing};
    let (town, other) = (Town::new(1), Town::new(2));
    let (closing, sheet) = (town.closing(), town.sheet());
    let a = |property| (What::Act, property);
    assert_eq!(refused(&Act { owner: other.owner(), ..closing.clone() }), a(Maker));
    assert_eq!(refused(&Act { receipt: sheet.receipt.clone(), ..closing.clone() }), a(Trailing));
    assert_eq!(refused(&Act { receipt: closing.receipt.clone(), ..sheet.clone() }), a(Trailing));
    assert_eq!(refused(&Act { kind: Kind::Opening, ..sheet.clone() }), a(KindOf));
    assert_eq!(refused(&Act { request: closing.request.clone(), ..sheet.clone() }).0, What::Request);
    assert_eq!(refused(&Act { request: sheet.request.clone(), ..closing.clone() }).0, What::Request);
    // Nothing rides along that nobody signed.
    assert_eq!(refused(&Act { consent: Some(TEXT.to_owned()), ..closing.clone() }), a(Trailing));
    assert_eq!(refused(&Act { signed: vec![1].into(), ..closing.clone() }), a(Trailing));
    assert_eq!(
        refused(&Act { organisation: Some(town.organisation()), staff: Some(town.staff()), ..sheet }),
        a(Trailing)
    );
    let proven = prove::prove(&closing).expect("holds");
    assert_eq!(proven.claim.expect("a code").expose(), &[0xc1; 16]);
}

#[test]
fn keys_that_are_known_here_are_held_to_and_unknown_ones_are_told() {
    let (town, other) = (Town::new(1), Town::new(2));
    let act = town.mandate();
    let proven = prove::prove(&act).expect("holds");
    let known = compare(&act, &proven, &Pins::default(), None).expect("nothing to compare with");
    assert_eq!((known.log, known.owner, known.organisation), (false, false, Some(false)));
    assert!(compare(&act, &proven, &Pins::default(), Some(&town.log_key())).expect("the same").log);
    let refused = compare(&act, &proven, &Pins::default(), Some(&other.log_key())).expect_err("another log");
    assert!(matches!(refused, Error::Integrity { broken, .. } if broken.property == Property::Anchor));
    let mut pins = Pins::default();
    pins.see_log_key(&"https://coffre.exemple.fr".parse().expect("an origin"), &town.log_key()).expect("seen");
    pins.see_chain(&PERSON, &proven.owner).expect("seen");
    let known = compare(&act, &proven, &pins, None).expect("the same");
    assert_eq!((known.log, known.owner, known.organisation), (true, true, Some(false)));
    let foreign = other.mandate();
    let proven = prove::prove(&foreign).expect("holds by itself");
    assert!(compare(&foreign, &proven, &pins, None).is_err(), "a whole act of another log and person");
}

/// When this fails, the same act is drawn otherwise: raise [`LAYOUT`], or every page printed before will be refused.
#[test]
fn the_page_of_this_layout_is_drawn_as_ever() {
    let pdf = page::draw(&Town::new(1).mandate()).expect("drawn");
    assert_eq!(
        Hash::from_bytes(sha256(&[&pdf])).to_string(),
        "86fba42e8a7044f81d14af2ca1f60cf3a2f86dcb20f8ff3e67def2a60972a8dd"
    );
}

#[test]
fn what_is_no_act_is_told_as_such() {
    for bytes in [&b"%PDF-1.7\n"[..], b"{}", b"", b"\xff\xfe"] {
        assert_eq!(read_bytes(bytes).expect_err("refused").code(), "not-an-act");
    }
    let large = vec![b' '; (1 << 20) + 1];
    assert_eq!(read_bytes(&large).expect_err("refused").code(), "not-an-act");
    assert_eq!(fingerprint(&[0xab; 32]), "abab abab abab abab abab abab abab abab");
}
