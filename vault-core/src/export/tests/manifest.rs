//! What a manifest must be before any signature of it is looked at, one refusal at a time.

use crate::api::{Bytes, MandateState};
use crate::error::{Error, Property, Result, What};
use crate::export::*;
use crate::ids::{AccountId, DocumentId, FolderId, Hash, Kid, MandateId, OrganisationId, VaultId};
use crate::record::Record;
use crate::vocabulary::FolderKind;

const FOLDER: FolderId = FolderId::from_bytes([1; 16]);
const PAPER: DocumentId = DocumentId::from_bytes([2; 16]);
const SIGNER: Kid = Kid::from_bytes([3; 16]);
const TOWN: OrganisationId = OrganisationId::from_bytes([4; 16]);

pub(super) fn file(path: &str) -> FileEntry {
    FileEntry { path: path.to_owned(), length: 1, sha256: Hash::NONE }
}

fn version(number: u64, path: &str) -> Version {
    let record = Record {
        document_type: "passport".to_owned(),
        title: "SPECIMEN".to_owned(),
        issued_on: None,
        expires_on: None,
        pages: None,
        media_type: "application/pdf".to_owned(),
        file_name: None,
        content_sha256: Hash::NONE,
        length: 1,
        depositor: AccountId::NONE,
        depositor_kid: SIGNER,
        remarks: None,
        replaces: None,
        provenance: Vec::new(),
    };
    let (deposit, payload) = (Bytes::default(), Bytes::default());
    Version {
        version: number,
        deposited_ms: 1,
        path: path.to_owned(),
        record,
        deposit,
        amendments: Vec::new(),
        payload,
    }
}

/// One paper in two versions, one member who signed, one mandate, one reminder.
pub(super) fn manifest() -> Manifest {
    let versions = vec![version(1, "documents/a.pdf"), version(3, "documents/b.pdf")];
    let others = FILES_THAT_ARE_NO_DOCUMENT.into_iter();
    Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        exported_ms: 1,
        log_index: 1,
        server: ServerPart { origin: "https://coffre.example".to_owned(), log_key: "SPECIMEN".to_owned() },
        vault: VaultPart { vault_id: VaultId::NONE, account_id: AccountId::NONE, certificates: Vec::new() },
        folders: vec![Folder { folder_id: FOLDER, kind: FolderKind::ALL[0], label: "Identité".to_owned() }],
        documents: vec![Document { document_id: PAPER, folder_id: FOLDER, versions }],
        signers: vec![Signer {
            kid: SIGNER,
            account_id: AccountId::NONE,
            display_name: Some("Claire SPECIMEN".to_owned()),
            organisation_id: Some(TOWN),
            certificates: Vec::new(),
        }],
        organisations: vec![Organisation {
            organisation_id: TOWN,
            name: "CCAS SPECIMEN".to_owned(),
            certificates: Vec::new(),
        }],
        mandates: vec![MandateEntry {
            mandate_id: MandateId::from_bytes([5; 16]),
            mandate: Bytes::default(),
            revocation: None,
            recipient: Some("CCAS SPECIMEN".to_owned()),
            state: MandateState::Active,
        }],
        reminders: vec![ReminderEntry {
            document_id: PAPER,
            on: "2027-03-01".to_owned(),
            text: "À refaire".to_owned(),
        }],
        files: others.chain(["documents/a.pdf", "documents/b.pdf"]).map(file).collect(),
    }
}

fn read(change: impl FnOnce(&mut Manifest)) -> Result<Manifest> {
    let mut manifest = manifest();
    change(&mut manifest);
    Manifest::parse(&serde_json::to_vec(&manifest).unwrap())
}

#[test]
fn a_manifest_is_read_and_finds_its_signers_and_organisations() {
    let read = read(|_| ()).unwrap();
    assert_eq!(read, manifest());
    assert_eq!(
        read.versions().map(|(document, v)| (document.document_id, v.version)).collect::<Vec<_>>(),
        [(PAPER, 1), (PAPER, 3)]
    );
    assert_eq!(read.signer(&SIGNER), Some(&read.signers[0]));
    assert_eq!(read.signer(&Kid::NONE), None);
    assert_eq!(read.organisation(&TOWN), Some(&read.organisations[0]));
    assert_eq!(read.organisation(&OrganisationId::NONE), None);
}

#[test]
fn another_format_version_or_way_of_writing_is_refused() {
    let refused = |change: fn(&mut Manifest)| read(change).unwrap_err();
    let export = |property| Error::new(What::Export, property);
    assert_eq!(refused(|m| m.format.push('2')), export(Property::Magic));
    assert_eq!(refused(|m| m.version = 2), export(Property::Version));
    assert_eq!(refused(|m| m.server.origin.push('/')), Error::new(What::Origin, Property::Alphabet));
    for change in [
        (|m| m.signers[0].display_name = Some("a\nb".to_owned())) as fn(&mut Manifest),
        |m| m.organisations[0].name = "a\u{202e}b".to_owned(),
        |m| m.mandates[0].recipient = Some("a\nb".to_owned()),
        |m| m.folders[0].label = "a\nb".to_owned(),
    ] {
        assert_eq!(refused(change), export(Property::Alphabet));
    }
}

#[test]
fn nothing_is_listed_twice_and_nothing_names_what_is_not_there() {
    let refused = |change: fn(&mut Manifest)| read(change).unwrap_err();
    for twice in [
        (|m| m.folders.push(m.folders[0].clone())) as fn(&mut Manifest),
        |m| m.documents.push(Document { versions: vec![version(1, "documents/c.pdf")], ..m.documents[0].clone() }),
        |m| m.signers.push(m.signers[0].clone()),
        |m| m.organisations.push(m.organisations[0].clone()),
        |m| m.mandates.push(m.mandates[0].clone()),
        |m| m.reminders.push(m.reminders[0].clone()),
        |m| m.files.push(m.files[0].clone()),
        |m| m.documents[0].versions[1].path = "documents/a.pdf".to_owned(),
        // Versions ascend.
        |m| m.documents[0].versions[1].version = 1,
        |m| m.documents[0].versions.swap(0, 1),
    ] {
        assert_eq!(refused(twice), Error::new(What::Export, Property::Order));
    }
    for unknown in [
        (|m| m.documents[0].folder_id = FolderId::NONE) as fn(&mut Manifest),
        |m| m.reminders[0].document_id = DocumentId::NONE,
        |m| m.files.push(file("documents/c.pdf")),
        |m| drop(m.files.pop()),
        |m| drop(m.files.remove(0)),
    ] {
        assert_eq!(refused(unknown), Error::new(What::Export, Property::Ids));
    }
    assert_eq!(refused(|m| m.documents[0].versions.clear()), Error::new(What::Export, Property::Length));
    assert_eq!(refused(|m| m.reminders[0].on = "2027-02-30".to_owned()), Error::new(What::Export, Property::Validity));
}

#[test]
fn a_paper_lies_among_the_papers_and_no_path_leads_out() {
    for path in ["index2.html", "../a.pdf", "documents/../a.pdf"] {
        let refused = read(|m| {
            m.documents[0].versions[0].path = path.to_owned();
            m.files[4].path = path.to_owned();
        });
        assert_eq!(refused, Err(Error::new(What::Export, Property::Alphabet)), "{path}");
    }
}
