//! What is text: cards, links, credential files, PINs, origins, ids, the log's notes and receipts, the manifest and
//! the journal of an export, where a document comes from, days.

use data_encoding::BASE64;

use super::{signing, take};
use crate::backup;
use crate::calendar::{day_of, midnight_ms, months_between};
use crate::codec::Put;
use crate::credential::{Credential, CredentialFile, Pin};
use crate::export::{Journal, Manifest, ManifestSeal, is_path, verify};
use crate::ids::{CredentialId, Hash, VaultId};
use crate::log::{Checkpoint, LogKey, LogName, Receipt};
use crate::mandate::Rights;
use crate::origin::Origin;
use crate::provenance::{Provenance, imported_id};
use crate::reminder::{check_day, day_text, due_ms};
use crate::request::Method;
use crate::vocabulary::{EventType, is_document_type};

/// The first byte chooses: what a person types or holds, what a log signs, what an export holds.
pub fn texts(data: &[u8]) {
    let Some((which, rest)) = data.split_first() else { return };
    let text = std::str::from_utf8(rest);
    match (which, text) {
        (0, Ok(text)) => typed(text),
        (1, Ok(text)) => notes(text),
        (2, _) => exported(rest),
        (3, Ok(text)) => days(text),
        _ => {}
    }
}

fn typed(text: &str) {
    if let Ok(credential) = text.parse::<Credential>() {
        assert_eq!(credential.to_text().parse::<Credential>().as_ref(), Ok(&credential));
        assert_eq!(credential.to_grouped_text().parse::<Credential>().as_ref(), Ok(&credential));
    }
    if let Ok((credential, origin)) = Credential::from_link(text) {
        let link = credential.to_link(&origin);
        assert_eq!(Credential::from_link(&link), Ok((credential, origin)));
    }
    if let Ok(file) = CredentialFile::parse(text) {
        assert_eq!(CredentialFile::parse(&file.to_text("SPECIMEN\nSPECIMEN")).as_ref(), Ok(&file));
    }
    if let Ok(origin) = text.parse::<Origin>() {
        assert_eq!(origin.as_str().parse::<Origin>().as_ref(), Ok(&origin));
        let _ = (origin.is_this_machine(), origin.hash());
        let _ = imported_id(VaultId::NONE, origin.as_str(), VaultId::NONE, crate::ids::DocumentId::NONE);
    }
    if let Ok(rights) = text.parse::<Rights>() {
        assert_eq!(rights.to_string().parse::<Rights>(), Ok(rights));
    }
    if let Ok(hash) = text.parse::<Hash>() {
        assert_eq!(hash.to_string(), text);
    }
    let _ = (text.parse::<VaultId>(), text.parse::<CredentialId>());
    if let Some(method) = Method::from_name(text) {
        assert_eq!(method.as_str(), text);
    }
    if let Some(event) = EventType::from_code(text) {
        assert_eq!(event.code(), text);
    }
    let (pin, date) = text.split_once('\n').unwrap_or((text, ""));
    if Pin::choose(pin, Some(date)).is_ok() {
        assert!(Pin::enter(pin).is_ok(), "a chosen PIN can be entered");
    }
    let _ = (is_path(text), is_document_type(text));
}

/// Notes: as they are, and the same words truly signed.
fn notes(text: &str) {
    let key = signing();
    let Ok(name) = LogName::new("coffre.exemple.fr/log") else { return };
    let log = LogKey::new(name.clone(), key.verifying_key());
    assert_eq!(log.to_string().parse::<LogKey>().as_ref(), Ok(&log));
    if let Ok(other) = text.parse::<LogKey>() {
        assert_eq!(other.to_string(), text);
    }
    let signature = BASE64.encode(&log.id().to_vec().put(&key.sign_raw(text.as_bytes())));
    for note in [text.to_owned(), format!("{text}\n— {name} {signature}\n")] {
        if let Ok(checkpoint) = Checkpoint::open(&note, &log) {
            assert_eq!(Checkpoint::open(&checkpoint.sign(&name, &key), &log), Ok(checkpoint));
        }
    }
    if let Ok(receipt) = Receipt::parse(text) {
        assert_eq!(receipt.encode(), text);
        let _ = (receipt.verify(&log, &Hash::NONE), receipt.told(&log));
        let one = Checkpoint { size: 1, root: Hash::NONE }.sign(&name, &key);
        let _ = Receipt { checkpoint: one, ..receipt }.told(&log);
    }
    let _ = backup::open(text, &key.verifying_key());
    if !text.contains('\n') {
        assert_eq!(backup::open(&backup::sign(text, &key), &key.verifying_key()), Ok(text));
    }
}

/// The three parts of an export, each after its length; the manifest is sealed truly if its owner is the one with the
/// key that everybody knows.
fn exported(data: &[u8]) {
    if let Ok(manifest) = Manifest::parse(data) {
        assert!(manifest.files.iter().all(|file| is_path(&file.path)));
    }
    let _ = Journal::parse(data);
    if let Ok(home) = serde_json::from_slice::<Provenance>(data) {
        let _ = home.verify();
    }
    let mut rest = data;
    let mut part = || {
        let length = usize::from(u16::from_be_bytes(take(&mut rest))).min(rest.len());
        let (part, after) = rest.split_at(length);
        rest = after;
        part
    };
    let (manifest, signature, journal) = (part(), part(), part());
    let _ = verify(manifest, signature, journal);
    let Ok(read) = Manifest::parse(manifest) else { return };
    let key = signing();
    let _ = verify(manifest, &ManifestSeal::of(read.vault.vault_id, key.kid(), manifest).sign(&key), journal);
}

fn days(text: &str) {
    if let Some(due) = due_ms(text) {
        assert_eq!(day_text(due), text);
        let _ = (check_day(due, 0), check_day(due, u64::MAX));
    }
    let mut bytes = text.as_bytes();
    let ms = u64::from_be_bytes(take(&mut bytes));
    let day = day_of(ms);
    if let Some(midnight) = midnight_ms(day) {
        assert!(midnight <= ms && ms - midnight < crate::calendar::DAY_MS);
    }
    let _ = midnight_ms(crate::calendar::Day {
        year: u32::from_be_bytes(take(&mut bytes)),
        month: u32::from_be_bytes(take(&mut bytes)),
        day: u32::from_be_bytes(take(&mut bytes)),
    });
    let _ = months_between(u32::from_be_bytes(take(&mut bytes)), u32::from_be_bytes(take(&mut bytes)));
}
