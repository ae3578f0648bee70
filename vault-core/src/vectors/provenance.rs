//! Former homes of a document, with the proof of its first deposit.

use serde_json::{Value, json};

use super::cast::{
    ACCOUNT, DOCUMENT, FOLDER, NEW_YEAR, ORGANISATION, OTHER_ACCOUNT, OTHER_VAULT, VAULT, opening, signing,
};
use super::{Case, Fields, bad, flip, good, settle};
use crate::api::Bytes;
use crate::certificate::{Certificate, CertificateKind};
use crate::deposit::Deposit;
use crate::error::{Error, Property, Result, What};
use crate::ids::{AccountId, DocumentId, DocumentVersion, Hash, Kid};
use crate::provenance::{Anchor, Evidence, Provenance};
use crate::record::{Payload, Record};
use crate::secret::ClientShare;

const W: What = What::Provenance;
const OWNER: u64 = 11;
const TOWN: u64 = 12;
const AGENT: u64 = 13;
const CONTENT: Hash = Hash::from_bytes([0x52; 32]);

fn certificate(kind: CertificateKind, scope: [u8; 16], subject: [u8; 16], number: u64, issuer: u64) -> Bytes {
    let draft = Certificate {
        kind,
        scope,
        subject,
        epoch: 1,
        not_before: NEW_YEAR,
        not_after: 0,
        sealing: opening(number).sealing_key().clone(),
        verifying: Some(signing(number).verifying_key()),
        previous: Hash::NONE,
        issuer: Kid::NONE,
    };
    draft.issue(&signing(issuer)).into()
}

fn owner() -> Vec<Bytes> {
    vec![certificate(CertificateKind::Account, *VAULT.as_bytes(), *ACCOUNT.as_bytes(), OWNER, OWNER)]
}

fn agent(issuer: u64) -> Vec<Bytes> {
    let (scope, subject) = (*ORGANISATION.as_bytes(), *OTHER_ACCOUNT.as_bytes());
    vec![certificate(CertificateKind::Account, scope, subject, AGENT, issuer)]
}

fn town() -> Vec<Bytes> {
    let id = *ORGANISATION.as_bytes();
    vec![certificate(CertificateKind::Organisation, id, id, TOWN, TOWN)]
}

fn record(depositor: AccountId, kid: Kid) -> Record {
    Record {
        document_type: "tax-notice".to_owned(),
        title: "Avis d'impôt (SPECIMEN)".to_owned(),
        issued_on: None,
        expires_on: None,
        pages: None,
        media_type: "application/pdf".to_owned(),
        file_name: None,
        content_sha256: CONTENT,
        length: 123_456,
        depositor,
        depositor_kid: kid,
        remarks: None,
        replaces: None,
        provenance: Vec::new(),
    }
}

/// A home whose deposit `signer` signed, said to be the deposit of `depositor`.
fn home(signer: u64, depositor: AccountId, chain: Vec<Bytes>, organisation: Vec<Bytes>) -> Provenance {
    let maker = signing(signer);
    let payload = record(depositor, maker.kid()).to_payload(&ClientShare::from_bytes([0x51; 32])).unwrap();
    let document = DocumentVersion { vault: VAULT, document: DOCUMENT, version: 2 };
    let unknown = Hash::from_bytes([0x11; 32]);
    let deposit =
        Deposit { document, folder: FOLDER, maker: Kid::NONE, object: unknown, head: unknown, record: payload.hash() }
            .sign(&maker);
    Provenance {
        server: "https://coffre.exemple.fr".to_owned(),
        vault: VAULT,
        document: DOCUMENT,
        version: 2,
        deposited_ms: NEW_YEAR * 1000,
        depositor: None,
        organisation: None,
        deposit_sha256: Deposit::hash_of(&deposit),
        evidence: Some(Evidence {
            deposit: deposit.into(),
            payload: payload.as_bytes().to_vec().into(),
            depositor: chain,
            organisation,
        }),
    }
}

fn with_evidence(home: &Provenance, change: impl FnOnce(&mut Evidence)) -> Provenance {
    let mut home = home.clone();
    let evidence = home.evidence.as_mut().unwrap();
    change(evidence);
    home.deposit_sha256 = Deposit::hash_of(&evidence.deposit);
    home
}

fn anchor_of(chain: &[Bytes]) -> Hash {
    Certificate::hash_of(&chain[0])
}

fn cases() -> Vec<Case> {
    let own = home(OWNER, ACCOUNT, owner(), Vec::new());
    let staff = Provenance {
        depositor: Some("Claire SPECIMEN".to_owned()),
        organisation: Some("CCAS SPECIMEN".to_owned()),
        ..home(AGENT, OTHER_ACCOUNT, agent(TOWN), town())
    };
    let told = json!({"anchor": anchor_of(&town()), "kind": "organisation"});
    let mut cases = vec![
        good("a deposit by the owner", of(&own), json!({"anchor": anchor_of(&owner()), "kind": "owner"})),
        good("a deposit by a member of an organisation", of(&staff), told),
        good("without evidence", of(&Provenance { evidence: None, ..own.clone() }), Value::Null),
    ];
    cases.extend(forged(&own, &staff));
    cases.extend(badly_written(&own));
    cases
}

/// Well written, and not proved.
fn forged(own: &Provenance, staff: &Provenance) -> Vec<Case> {
    let stranger = with_evidence(staff, |e| e.depositor = agent(99));
    let not_a_member = with_evidence(staff, |e| e.organisation.clear());
    let signed_by_another =
        with_evidence(own, |e| e.deposit = home(AGENT, ACCOUNT, vec![], vec![]).evidence.unwrap().deposit);
    let flipped = with_evidence(own, |e| e.deposit = flip(&e.deposit, 200).into());
    let other_record = with_evidence(own, |e| {
        let record = Record { title: "Autre".to_owned(), ..record(ACCOUNT, signing(OWNER).kid()) };
        let payload = record.to_payload(&ClientShare::from_bytes([0x51; 32])).unwrap();
        e.payload = payload.as_bytes().to_vec().into();
    });
    let named_another = with_evidence(&home(OWNER, OTHER_ACCOUNT, owner(), Vec::new()), |_| {});
    vec![
        bad("issued by a stranger", of(&stranger), What::Certificate, Property::Maker),
        bad("a member without the organisation", of(&not_a_member), What::Certificate, Property::Ids),
        bad("signed by somebody else", of(&signed_by_another), What::Certificate, Property::Maker),
        bad("a changed signature", of(&flipped), What::Deposit, Property::Signature),
        bad("another description than the signed one", of(&other_record), What::Record, Property::Hash),
        bad("a description that names another depositor", of(&named_another), What::Certificate, Property::Ids),
        bad("of another vault", of(&Provenance { vault: OTHER_VAULT, ..own.clone() }), W, Property::Ids),
        bad("of another version", of(&Provenance { version: 1, ..own.clone() }), W, Property::Ids),
        bad("of another document", of(&Provenance { document: DocumentId::NONE, ..own.clone() }), W, Property::Ids),
    ]
}

/// Refused with the whole record.
fn badly_written(own: &Provenance) -> Vec<Case> {
    let mut many = of(own);
    many["homes"] = json!(vec![Provenance { evidence: None, ..own.clone() }; 17]);
    let mut other_content = of(own);
    other_content["content_sha256"] = json!(Hash::from_bytes([0x53; 32]));
    let other_hash = Provenance { deposit_sha256: CONTENT, ..own.clone() };
    let version = Provenance { version: 0, ..own.clone() };
    let server = |text: &str| of(&Provenance { server: text.to_owned(), ..own.clone() });
    let named = |text: &str| of(&Provenance { depositor: Some(text.to_owned()), ..own.clone() });
    vec![
        bad("more homes than any document had", many, W, Property::Length),
        bad("evidence for another content", other_content, W, Property::Hash),
        bad("another deposit than the one named", of(&other_hash), W, Property::Hash),
        bad("version zero", of(&version), W, Property::Version),
        bad("no server", server("coffre"), What::Origin, Property::Alphabet),
        bad("a server written in another way", server("https://COFFRE.exemple.fr/"), W, Property::Alphabet),
        bad("an empty name", named(""), W, Property::Length),
        bad("a name of two lines", named("a\nb"), W, Property::Alphabet),
        bad("a name too long", named(&"a".repeat(201)), W, Property::Length),
    ]
}

fn of(home: &Provenance) -> Value {
    json!({"content_sha256": CONTENT, "homes": [home]})
}

fn run(case: &Value) -> Result<Value> {
    let homes: Vec<Provenance> = serde_json::from_value(case["homes"].clone()).unwrap();
    let content_sha256 = Hash::from_bytes(case.array("content_sha256"));
    let record = Record { content_sha256, provenance: homes, ..record(ACCOUNT, Kid::NONE) };
    // Whoever writes or reads a record refuses what is badly written.
    let payload = Payload::from_bytes(large(&record)?)?;
    let (_, record) = payload.read()?;
    let home = record.provenance.first().ok_or(Error::new(W, Property::Length))?;
    Ok(match home.verify()? {
        None => Value::Null,
        Some(Anchor::Owner(_, anchor)) => json!({"anchor": anchor, "kind": "owner"}),
        Some(Anchor::Organisation(_, anchor)) => json!({"anchor": anchor, "kind": "organisation"}),
    })
}

fn large(record: &Record) -> Result<zeroize::Zeroizing<Vec<u8>>> {
    let payload = record.to_payload(&ClientShare::from_bytes([0x51; 32]))?;
    Ok(payload.as_bytes().to_vec().into())
}

#[test]
fn vectors() {
    settle("provenance.json", &cases(), run);
}

#[test]
fn evidence_carries_no_chain_that_nobody_has() {
    let staff = home(AGENT, OTHER_ACCOUNT, agent(TOWN), town());
    let many = |of: Vec<Bytes>| vec![of[0].clone(); 9];
    for long in [
        with_evidence(&staff, |e| e.depositor = many(agent(TOWN))),
        with_evidence(&staff, |e| e.organisation = many(town())),
    ] {
        assert_eq!(run(&of(&long)), Err(Error::new(W, Property::Length)));
    }
}
