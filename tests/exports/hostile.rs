//! Archives that somebody changed, or made to harm: refused by the name of what is wrong, and nothing is imported.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;
use vault_core::export::{MANIFEST, SIGNATURE};
use vault_core::ids::Hash;
use vault_core::keys::AccountKeys;
use vault_core::record::Record;
use vault_core::suite::sha256;

use super::forge::{Forged, zip_to};
use crate::harness::{Answer, Person, words};

pub(super) type Files = Vec<(String, Vec<u8>)>;

/// Somebody without an account, and a folder for archives.
pub(super) struct Desk {
    folder: TempDir,
    person: Person,
}

impl Desk {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let nowhere = "https://localhost:1".to_owned();
        let person = Person::at(folder.path().join("person"), nowhere, folder.path().join("ca.pem"));
        Self { folder, person }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("coffre.zip")
    }

    fn verify(&self) -> Answer {
        self.person.run_all(&words([&"export", &"verify", &self.path()]))
    }

    /// What is wrong with these files, zipped: the problem, and for broken bytes what of them.
    pub(super) fn wrong(&self, files: &Files) -> String {
        zip_to(&self.path(), files);
        told(&self.verify())
    }

    /// What is wrong with these bytes.
    fn wrong_bytes(&self, bytes: &[u8]) -> String {
        fs::write(self.path(), bytes).unwrap();
        told(&self.verify())
    }
}

fn told(answer: &Answer) -> String {
    assert_eq!(answer.code, 5, "{answer:?}");
    let error = &answer.json["error"];
    match error["property"].as_str() {
        Some(property) => format!("{}/{property}", error["what"].as_str().unwrap()),
        None => error["code"].as_str().unwrap().to_owned(),
    }
}

fn entry<'a>(files: &'a mut Files, name: &str) -> &'a mut Vec<u8> {
    &mut files.iter_mut().find(|(path, _)| path == name).unwrap().1
}

/// The first file of a document.
fn paper(files: &mut Files) -> &mut (String, Vec<u8>) {
    files.iter_mut().find(|(path, _)| path.starts_with("documents/")).unwrap()
}

#[test]
fn a_true_one_is_accepted_and_every_changed_file_is_found() {
    let desk = Desk::new();
    let forged = Forged::sample();
    forged.write(&desk.path());
    let told = desk.verify().done();
    assert_eq!((&told["documents"], &told["versions"], &told["log_entries"]), (&2.into(), &3.into(), &1.into()));
    assert_eq!(told["depositors"][0]["name"], "CCAS SPECIMEN");

    for (name, _) in forged.files() {
        let mut changed = forged.files();
        let bytes = entry(&mut changed, &name);
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        let wrong = desk.wrong(&changed);
        let expected = match name.as_str() {
            MANIFEST | SIGNATURE => "export/",
            "journal/journal.json" => "export/hash",
            _ => "export-file-changed",
        };
        assert!(wrong.starts_with(expected), "{name}: {wrong}");
        let mut missing = forged.files();
        missing.retain(|(path, _)| *path != name);
        assert_eq!(desk.wrong(&missing), "export-file-missing", "{name}");
    }
}

#[test]
fn whatever_was_added_swelled_or_renamed_is_found() {
    let desk = Desk::new();
    let forged = Forged::sample();
    let with = |change: &dyn Fn(&mut Files)| {
        let mut files = forged.files();
        change(&mut files);
        desk.wrong(&files)
    };
    let add = |name: &str| with(&|files| files.push((name.to_owned(), b"SPECIMEN".to_vec())));
    assert_eq!(add("documents/identity/virus.exe"), "export-file-extra");
    assert_eq!(add("../outside"), "export/alphabet");
    assert_eq!(add("/etc/passwd"), "export/alphabet");
    assert_eq!(add("C:\\x"), "export/alphabet");
    assert_eq!(add("documents/identity/"), "export/kind");
    assert_eq!(add("NUL.txt"), "export/alphabet");
    assert_eq!(add("INDEX.HTML"), "export/order");
    assert_eq!(with(&|files| paper(files).0.push('x')), "export-file-extra");
    // A file that swells: a gigabyte of zeros in a megabyte.
    assert_eq!(with(&|files| paper(files).1 = vec![0; 1 << 30]), "export-file-changed");
    assert_eq!(with(&|files| *entry(files, MANIFEST) = vec![b' '; (256 << 20) + 1]), "export/length");
    assert_eq!(with(&|files| entry(files, SIGNATURE).push(0)), "export/length");
}

#[test]
fn a_zip_that_says_two_things_is_refused() {
    let desk = Desk::new();
    let forged = Forged::sample();
    forged.write(&desk.path());
    let zip = fs::read(desk.path()).unwrap();
    let at = |needle: &[u8], from: usize| from + zip[from..].windows(needle.len()).position(|w| w == needle).unwrap();
    let directory = at(b"PK\x01\x02", 0);
    let changed = |place: usize, bytes: &[u8]| {
        let mut zip = zip.clone();
        zip[place..place + bytes.len()].copy_from_slice(bytes);
        desk.wrong_bytes(&zip)
    };
    assert_eq!(desk.wrong_bytes(b"SPECIMEN"), "export/length");
    assert_eq!(desk.wrong_bytes(&[0; 4096]), "export/magic");
    assert_eq!(desk.wrong_bytes(&zip[..zip.len() - 1]), "export/magic");
    assert_eq!(desk.wrong_bytes(&zip[1..]), "export/magic");
    assert_eq!(desk.wrong_bytes(&[b"#!/bin/sh\n", zip.as_slice()].concat()), "export/magic");
    assert_eq!(desk.wrong_bytes(&[&zip[..zip.len() - 2], &[5, 0], b"hello"].concat()), "export/magic");
    assert_eq!(desk.wrong_bytes(&[zip.as_slice(), b"hello"].concat()), "export/magic");
    // The flag of an encrypted entry, another method, a link: in the directory.
    assert_eq!(changed(directory + 8, &[zip[directory + 8] | 1]), "export/suite");
    assert_eq!(changed(directory + 10, &[93, 0]), "export/suite");
    assert_eq!(changed(directory + 38, &(0o120_777_u32 << 16).to_le_bytes()), "export/kind");
    // Another name in the directory than before the file itself.
    let name = at(b"documents/", 0);
    assert_eq!(changed(name, b"Documents/"), "export/hash");
    // The same name twice in the directory.
    let (one, other) = (at(b"index.html", directory), at(b"LISEZMOI.txt", directory));
    assert_ne!(one, other);
    let second = at(b"documents/resources", directory);
    let twice = at(b"documents/resources", second + 1);
    let length = zip[second..].windows(4).position(|w| w == b".bin").unwrap() + 4;
    let same = zip[second..second + length].to_vec();
    assert_eq!(changed(twice, &same), "export/order");
    // Lengths that lie, in the directory alone and in both places.
    let lie = (u32::MAX - 1).to_le_bytes();
    assert!(changed(directory + 24, &lie).starts_with("export/"));
}

#[test]
fn what_the_owner_did_not_sign_is_no_part_of_it() {
    let desk = Desk::new();
    let forged = Forged::sample();
    let stranger = AccountKeys::generate(&mut vault_core::entropy::SeededEntropy::new(99));
    assert_eq!(desk.wrong(&forged.files_signed_by(&stranger.signing)), "export/maker");
    assert_eq!(desk.wrong(&forged.files_signed_by(&forged.agent.signing)), "export/maker");

    // Even the owner cannot make somebody else's word of their own.
    let signed = |change: &dyn Fn(&mut Forged)| {
        let mut forged = Forged::sample();
        change(&mut forged);
        desk.wrong(&forged.files())
    };
    let version = |forged: &mut Forged, change: &dyn Fn(&mut vault_core::export::Version)| {
        change(&mut forged.manifest.documents[1].versions[1]);
    };
    assert_eq!(signed(&|f| version(f, &|v| v.deposit.0[239] ^= 1)), "deposit/signature");
    assert_eq!(signed(&|f| version(f, &|v| v.record.title.push('!'))), "record/hash");
    assert_eq!(signed(&|f| version(f, &|v| v.record.length += 1)), "export/hash");
    assert_eq!(signed(&|f| version(f, &|v| v.version = 7)), "deposit/ids");
    assert_eq!(signed(&|f| version(f, &|v| v.payload.0[0] ^= 1)), "record/hash");
    assert_eq!(signed(&|f| f.manifest.signers[1].organisation_id = None), "certificate/ids");
    assert_eq!(signed(&|f| f.manifest.signers[1].certificates.clear()), "certificate/length");
    assert_eq!(signed(&|f| f.manifest.organisations.clear()), "certificate/ids");
    assert_eq!(signed(&|f| f.manifest.documents[0].folder_id = vault_core::ids::FolderId::NONE), "export/ids");
    assert_eq!(signed(&|f| f.manifest.documents[1].versions.reverse()), "export/order");
    assert_eq!(signed(&|f| f.manifest.documents[1].versions.clear()), "export/length");
    let reminder = |document_id, on: &str, text: &str| vault_core::export::ReminderEntry {
        document_id,
        on: on.to_owned(),
        text: text.to_owned(),
    };
    let of_nothing = reminder(vault_core::ids::DocumentId::NONE, "2040-01-01", "SPECIMEN");
    assert_eq!(signed(&|f| f.manifest.reminders = vec![of_nothing.clone()]), "export/ids");
    for (on, text, told) in [
        ("2040-02-30", "SPECIMEN", "export/validity"),
        ("2040-01-01", "", "export/length"),
        ("2040-01-01", "\u{202e}SPECIMEN", "export/alphabet"),
    ] {
        let of_first = |f: &Forged| reminder(f.manifest.documents[0].document_id, on, text);
        assert_eq!(signed(&|f| f.manifest.reminders = vec![of_first(f)]), told);
    }
    let twice = |f: &Forged| vec![reminder(f.manifest.documents[0].document_id, "2040-01-01", "SPECIMEN"); 2];
    assert_eq!(signed(&|f| f.manifest.reminders = twice(f)), "export/order");
    assert_eq!(signed(&|f| f.manifest.version = 2), "export/version");
    assert_eq!(signed(&|f| f.manifest.format = "zip".to_owned()), "export/magic");
    assert_eq!(signed(&|f| f.manifest.vault.vault_id = vault_core::ids::VaultId::NONE), "certificate/ids");
    assert_eq!(signed(&|f| f.manifest.log_index = 1), "checkpoint/order");
}

#[test]
fn a_journal_that_was_cut_or_changed_is_found() {
    let desk = Desk::new();
    let signed = |change: &dyn Fn(&mut vault_core::api::VaultLogView)| {
        let mut forged = Forged::sample();
        change(&mut forged.journal.pages[0]);
        desk.wrong(&forged.files())
    };
    assert_eq!(signed(&|page| page.entries.clear()), "vault-head/sequence");
    assert_eq!(signed(&|page| page.entries[0].body.0[100] ^= 1), "log-tree/inclusion");
    assert_eq!(signed(&|page| page.entries[0].inclusion.push(Hash::NONE)), "log-tree/length");
    assert_eq!(signed(&|page| page.head.0[40] ^= 1), "vault-head/signature");
    assert_eq!(signed(&|page| page.checkpoint = page.checkpoint.replacen("\n1\n", "\n2\n", 1)), "checkpoint/signature");
    let mut empty = Forged::sample();
    empty.journal.pages.clear();
    assert_eq!(desk.wrong(&empty.files()), "vault-head/sequence");
}

#[test]
fn a_manifest_leads_nowhere_but_into_its_archive() {
    let desk = Desk::new();
    for (path, wrong) in [
        ("documents/../../etc/passwd", "export/alphabet"),
        ("/documents/x", "export/alphabet"),
        ("index.html", "export/order"),
        ("elsewhere/x.pdf", "export/alphabet"),
    ] {
        let mut forged = Forged::sample();
        forged.manifest.documents[0].versions[0].path = path.to_owned();
        let mut files = forged.files();
        // The manifest and its signature are consistent; only the path is hostile.
        let json = String::from_utf8(entry(&mut files, MANIFEST).clone()).unwrap();
        let old = paper(&mut files).0.clone();
        let json = if path == "index.html" { json } else { json.replace(&old, path) };
        let seal = vault_core::export::ManifestSeal::of(
            forged.manifest.vault.vault_id,
            forged.owner.signing.kid(),
            json.as_bytes(),
        );
        *entry(&mut files, SIGNATURE) = seal.sign(&forged.owner.signing);
        *entry(&mut files, MANIFEST) = json.into_bytes();
        let told = desk.wrong(&files);
        assert!(told == wrong || path == "index.html" && told == "export/alphabet", "{path}: {told}");
    }
    let mut hidden = Forged::sample();
    let content = Hash::from_bytes(sha256(&[b"other"]));
    let record = &mut hidden.manifest.documents[0].versions[0].record;
    *record = Record { content_sha256: content, ..record.clone() };
    assert_eq!(desk.wrong(&hidden.files()), "export/hash");
}
