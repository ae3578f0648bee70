//! Out of one vault, into another on another server, and out again: nothing is lost, nothing comes twice, and the
//! first home stays known.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use vault_core::calendar::DAY_MS;
use vault_core::export::{Document, Manifest, ReminderEntry, Version};
use vault_core::ids::{DocumentId, Hash, VaultId};
use vault_core::record::Record;
use vault_core::reminder::day_text;
use vault_core::suite::sha256;
use vault_core::vocabulary::{DOCUMENT_TYPES, FolderKind};
use vault_server::clock::{Clock, SystemClock};

use super::forge::{Forged, Paper, SERVER, Scan};
use super::unzip::{manifest, unzip};
use crate::harness::{Answer, Cast, Person, Server, files_under, words};

/// Everything of a vault but ids and times of its own: what must come through.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kept {
    /// Where it was first.
    first: (String, VaultId, DocumentId),
    folder: u8,
    versions: Vec<KeptVersion>,
    /// Days on which it is to be renewed, and what is to be done.
    reminders: Vec<(String, String)>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct KeptVersion {
    /// Its number in its first home, and the hash of the deposit there.
    first: (u64, Hash),
    /// Who added it there, as shown.
    shown: (Option<String>, Option<String>),
    /// The description without ids, as JSON.
    described: String,
    /// Where the document that it replaces was first.
    replaces: Option<DocumentId>,
    content: [u8; 32],
}

/// Reads an archive as what it keeps.
fn kept(path: &Path) -> Vec<Kept> {
    let files = unzip(path);
    let manifest = manifest(&files);
    let first = |document: &Document| first_home(&manifest, document, &document.versions[0]).1;
    let firsts: BTreeMap<_, _> = manifest.documents.iter().map(|d| (d.document_id, first(d).2)).collect();
    let mut all: Vec<Kept> = manifest
        .documents
        .iter()
        .map(|document| {
            let folder = manifest.folders.iter().find(|f| f.folder_id == document.folder_id).unwrap();
            let version = |v: &Version| {
                let (number_and_hash, _, shown) = first_home(&manifest, document, v);
                let plain = Record {
                    depositor: vault_core::ids::AccountId::NONE,
                    depositor_kid: vault_core::ids::Kid::NONE,
                    replaces: None,
                    provenance: Vec::new(),
                    ..v.record.clone()
                };
                KeptVersion {
                    first: number_and_hash,
                    shown,
                    described: serde_json::to_string(&plain).unwrap(),
                    replaces: v.record.replaces.map(|id| firsts[&id]),
                    content: sha256(&[&files[&v.path]]),
                }
            };
            Kept {
                first: first(document),
                folder: folder.kind.number(),
                versions: document.versions.iter().map(version).collect(),
                reminders: reminders(&manifest, document),
            }
        })
        .collect();
    all.sort();
    all
}

fn reminders(manifest: &Manifest, document: &Document) -> Vec<(String, String)> {
    let own = manifest.reminders.iter().filter(|entry| entry.document_id == document.document_id);
    let mut all: Vec<_> = own.map(|entry| (entry.on.clone(), entry.text.clone())).collect();
    all.sort();
    all
}

/// A day so far ahead of the server's clock, as it is written.
fn in_days(days: u64) -> String {
    day_text(SystemClock.now_ms() + days * DAY_MS)
}

type Home = (String, VaultId, DocumentId);
type Shown = (Option<String>, Option<String>);

fn first_home(manifest: &Manifest, document: &Document, version: &Version) -> ((u64, Hash), Home, Shown) {
    if let Some(home) = version.record.provenance.first() {
        let place = (home.server.clone(), home.vault, home.document);
        let shown = (home.depositor.clone(), home.organisation.clone());
        return ((home.version, home.deposit_sha256), place, shown);
    }
    let signer = manifest.signer(&version.record.depositor_kid).unwrap();
    let organisation = signer.organisation_id.and_then(|id| manifest.organisation(&id)).map(|o| o.name.clone());
    let hash = vault_core::deposit::Deposit::hash_of(&version.deposit);
    let place = (manifest.server.origin.clone(), manifest.vault.vault_id, document.document_id);
    ((version.version, hash), place, (signer.display_name.clone(), organisation))
}

/// The person takes their own vault out.
fn export(person: &Person, name: &str) -> PathBuf {
    let path = person.path(name);
    let mut all = words([&"export", &"-o", &path, &"--force"]);
    all.extend(words([&"--beneficiary-credential-file", &person.path("credential")]));
    all.extend(words([&"--beneficiary-pin-file", &person.path("pin")]));
    person.run_all(&all).done();
    person.run([&"export", &"verify", &path]).done();
    path
}

fn import(person: &Person, file: &Path) -> Answer {
    person.run([&"import", &file])
}

/// To which paper, in how many days, what is to be done.
type Remind = (prop::sample::Index, u64, String);

fn reminders_to_set() -> impl Strategy<Value = Vec<Remind>> {
    let text = "[A-Za-zéà \n]{1,80}|\\p{Arabic}{1,40}|[0-9a-z]{500}";
    proptest::collection::vec((any::<prop::sample::Index>(), 1..16 * 365_u64, text), 0..5)
}

/// An archive with these papers and reminders.
fn forged(seed: u64, papers: &[Paper], reminders: &[Remind]) -> Forged {
    let mut forged = Forged::new(seed, papers);
    let of = |(index, days, text): &Remind| ReminderEntry {
        document_id: forged.manifest.documents[index.index(papers.len())].document_id,
        on: in_days(*days),
        text: text.clone(),
    };
    forged.manifest.reminders = reminders.iter().map(of).collect::<BTreeSet<_>>().into_iter().collect();
    forged
}

fn papers() -> impl Strategy<Value = Vec<Paper>> {
    let title = prop_oneof![
        "[A-Za-zéàçœ0-9 ./\\\\:*?\"<>|'’-]{1,60}",
        "\\p{Arabic}{1,30}",
        "\\p{Han}{1,200}",
        "[\\p{Cyrillic}\\p{Tamil} ]{1,50}",
        Just("CON".to_owned()),
        Just("...".to_owned()),
        Just("Été".to_owned()),
        Just("ÉTÉ".to_owned()),
        Just("👪 نسخة 1".to_owned()),
    ]
    .prop_filter("no control character, no change of direction", |title| {
        title.chars().all(|c| !c.is_control() && !('\u{2028}'..='\u{202e}').contains(&c))
    });
    let content = prop_oneof![
        proptest::collection::vec(any::<u8>(), 1..2),
        proptest::collection::vec(any::<u8>(), 1..3000),
        (1_u32..300_000).prop_map(|n| (0..n).map(|i| (i.wrapping_mul(n) >> 7).to_le_bytes()[0]).collect()),
    ];
    let day = prop_oneof![Just(None), Just(Some("1998-02-28".to_owned())), Just(Some("2031-12-31".to_owned()))];
    let described = (
        title,
        0..DOCUMENT_TYPES.len(),
        (day.clone(), day),
        proptest::option::of(any::<u32>()),
        proptest::option::of("[a-z é]{1,30}\\.(pdf|docx|exe|odt)"),
        proptest::option::of("[A-Za-z\n é]{0,300}|\\PC{0,2000}"),
        prop_oneof![Just("application/pdf"), Just("application/octet-stream"), Just("image/png")],
    );
    let scan = (described, content, any::<bool>()).prop_map(|(described, content, by_staff)| {
        let (title, kind, (issued_on, expires_on), pages, file_name, remarks, media_type) = described;
        let remarks = remarks
            .filter(|r| r.chars().all(|c| c == '\n' || !('\u{2028}'..='\u{202e}').contains(&c)))
            .filter(|r| r.chars().all(|c| !('\u{2066}'..='\u{2069}').contains(&c)));
        let plain = Scan::new(&title, &content);
        let document_type = DOCUMENT_TYPES[kind].to_owned();
        let media_type = media_type.to_owned();
        let record =
            Record { document_type, issued_on, expires_on, pages, file_name, remarks, media_type, ..plain.record };
        Scan { content, by_staff, record }
    });
    let paper = (0..FolderKind::ALL.len(), proptest::collection::vec(scan, 1..4), any::<Option<prop::sample::Index>>());
    proptest::collection::vec(paper, 1..6).prop_map(|papers| {
        let paper = |(at, (kind, scans, replaces)): (usize, (usize, Vec<Scan>, Option<prop::sample::Index>))| Paper {
            folder: FolderKind::ALL[kind],
            scans,
            replaces: replaces.filter(|_| at > 0).map(|index| index.index(at)),
        };
        papers.into_iter().enumerate().map(paper).collect()
    })
}

#[test]
fn any_vault_comes_through_two_other_servers_unharmed() {
    let (second, third) = (Cast::gather(), Cast::gather());
    let number = std::cell::Cell::new(0_u64);
    let config = Config { cases: 4, failure_persistence: None, max_shrink_iters: 4, ..Config::default() };
    let result = TestRunner::new(config).run(&(papers(), reminders_to_set()), |(papers, reminders)| {
        number.set(number.get() + 1);
        let case = format!("case-{}", number.get());
        let (there, beyond) = (second.another_beneficiary(&case), third.another_beneficiary(&case));
        let archive = self::forged(number.get(), &papers, &reminders);
        let set = archive.manifest.reminders.len();
        let forged = there.path("forged.zip");
        archive.write(&forged);
        let expected = kept(&forged);

        let told = import(&there, &forged).done();
        prop_assert_eq!((&told["imported"], &told["reminders_set"]), (&papers.len().into(), &set.into()));
        let out = export(&there, "out.zip");
        prop_assert_eq!(&kept(&out), &expected);
        let homes = |path: &Path| {
            let files = unzip(path);
            let manifest = manifest(&files);
            manifest.versions().map(|(_, v)| v.record.provenance.clone()).collect::<Vec<_>>()
        };
        for homes in homes(&out) {
            prop_assert_eq!((homes.len(), homes[0].server.as_str()), (1, SERVER));
            prop_assert!(homes[0].evidence.is_some() || homes[0].verify().is_ok());
        }
        // Once more changes nothing.
        let again = import(&there, &forged).done();
        prop_assert_eq!((&again["imported"], &again["already_there"]), (&0.into(), &papers.len().into()));
        prop_assert_eq!((&again["reminders_set"], &again["reminders_left"]), (&0.into(), &0.into()));

        prop_assert_eq!(&import(&beyond, &out).done()["imported"], papers.len());
        let last = export(&beyond, "out.zip");
        prop_assert_eq!(&kept(&last), &expected);
        for homes in homes(&last) {
            prop_assert_eq!((homes.len(), homes[0].server.as_str()), (2, SERVER));
            prop_assert_eq!(&homes[1].server, &second.server.url());
        }
        // By whatever way it comes: the first archive, the second one, back where it was.
        prop_assert_eq!(&import(&beyond, &forged).done()["imported"], 0);
        prop_assert_eq!(&import(&there, &last).done()["imported"], 0);
        prop_assert_eq!(&kept(&export(&there, "end.zip")), &expected);
        Ok(())
    });
    result.unwrap();
}

#[test]
fn the_proof_of_the_first_deposit_travels_with_the_paper() {
    let cast = Cast::gather();
    let forged = Forged::sample();
    let file = cast.beneficiary.path("forged.zip");
    forged.write(&file);
    import(&cast.beneficiary, &file).done();
    let out = export(&cast.beneficiary, "out.zip");
    let told = cast.beneficiary.run([&"export", &"verify", &out]).done();
    let former = told["former_homes"].as_array().unwrap();
    assert_eq!(
        former.iter().map(|home| home["kind"].as_str().unwrap()).collect::<Vec<_>>(),
        ["account", "organisation"]
    );
    let files = unzip(&out);
    for (_, version) in manifest(&files).versions() {
        assert!(version.record.provenance[0].verify().unwrap().is_some());
    }
    let index = String::from_utf8(files["index.html"].clone()).unwrap();
    assert!(index.contains(&format!("Vient de {SERVER}")) && index.contains("Accueil SPECIMEN, CCAS SPECIMEN"));
}

#[test]
fn one_comes_back_into_its_own_vault_only_where_something_is_missing() {
    let cast = Cast::gather();
    cast.lend();
    cast.deposited(&cast.papers.pdf);
    let out = export(&cast.beneficiary, "out.zip");
    let told = import(&cast.beneficiary, &out).done();
    assert_eq!((&told["imported"], &told["already_there"]), (&0.into(), &1.into()));
    assert_eq!(cast.listed().len(), 1);
}

#[test]
fn reminders_that_cannot_be_set_are_counted_and_stay_readable_in_the_archive() {
    let cast = Cast::gather();
    let (file, person) = (cast.beneficiary.path("forged.zip"), &cast.beneficiary);
    let mut forged = Forged::sample();
    let document_id = forged.manifest.documents[0].document_id;
    let entry = |on: &str, text: &str| ReminderEntry { document_id, on: on.to_owned(), text: text.to_owned() };
    forged.manifest.reminders = vec![entry("2001-02-03", "SPECIMEN past")];
    let ahead = in_days(30);
    forged.manifest.reminders.extend((1..=6).map(|n| entry(&ahead, &format!("SPECIMEN <b>{n}</b>"))));
    forged.write(&file);
    cast.lend();
    // The desk may add papers and reads none.
    let by_desk = cast.desk.run([&"import", &file, &"--vault", &cast.vault]).done();
    assert_eq!((&by_desk["imported"], &by_desk["reminders_set"]), (&2.into(), &0.into()));
    assert_eq!(by_desk["reminders_left"], 7);
    // A paper has five at most.
    let told = import(person, &file).done();
    assert_eq!((&told["reminders_set"], &told["reminders_left"]), (&5.into(), &2.into()));
    let out = export(person, "out.zip");
    let index = String::from_utf8(unzip(&out)["index.html"].clone()).unwrap();
    assert!(index.contains("Papiers à renouveler") && index.contains("SPECIMEN &lt;b&gt;1&lt;/b&gt;"), "{index}");
    assert_eq!(manifest(&unzip(&out)).reminders.len(), 5);
}

#[test]
fn whoever_may_add_papers_may_bring_them_and_nobody_else() {
    let cast = Cast::gather();
    let file = cast.professional.path("forged.zip");
    Forged::sample().write(&file);
    let by = |person: &Person| person.run([&"import", &file, &"--vault", &cast.vault]);
    let refused = by(&cast.professional);
    assert_eq!((refused.code, cast.listed().len()), (3, 0), "{refused:?}");
    cast.lend();
    // Ressources and Identité were lent, and the papers lie there. The desk may add and may not read.
    assert_eq!(by(&cast.desk).done()["imported"], 2);
    assert_eq!(by(&cast.desk).done()["already_there"], 2);
    assert_eq!(by(&cast.professional).done()["already_there"], 2);
    assert_eq!(cast.listed().len(), 2);

    // A folder that was not lent stops the whole before anything is sent.
    let private = Paper { folder: FolderKind::Justice, scans: vec![Scan::new("SPECIMEN", b"x")], replaces: None };
    let lent = Paper { folder: FolderKind::Identity, scans: vec![Scan::new("SPECIMEN", b"y")], replaces: None };
    Forged::new(9, &[lent, private]).write(&file);
    by(&cast.professional).failed(3, "folder-not-covered");
    assert_eq!(cast.listed().len(), 2);

    // What is wrong is found before anything is sent.
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[60] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    assert_eq!(import(&cast.beneficiary, &file).code, 5);
    assert_eq!(cast.listed().len(), 2);
}

#[test]
fn an_import_that_was_stopped_goes_on_where_it_was() {
    let cast = Cast::gather_on(Server::prepare(&["--max-document-bytes=3000000"]));
    let scans = |n: u8| (0..n).map(|i| Scan::new(&format!("SPECIMEN {i}"), &vec![i; 400_000])).collect();
    let papers: Vec<_> = (0..8).map(|_| Paper { folder: FolderKind::Other, scans: scans(2), replaces: None }).collect();
    let file = cast.beneficiary.path("forged.zip");
    Forged::new(5, &papers).write(&file);
    let mut child = cast.beneficiary.command(&words([&"import", &file])).spawn().unwrap();
    let begun = Instant::now();
    while cast.blobs() < 3 && begun.elapsed() < Duration::from_mins(1) {
        sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let there = cast.listed().len();
    assert!((1..8).contains(&there), "killed too early or too late: {there}");

    import(&cast.beneficiary, &file).done();
    let out = export(&cast.beneficiary, "out.zip");
    assert_eq!(kept(&out), kept(&file));
    assert_eq!(cast.beneficiary.run([&"queue", &"list"]).done(), serde_json::json!([]));

    // A server that takes no paper of that size says so before the first one goes.
    let large =
        Paper { folder: FolderKind::Other, scans: vec![Scan::new("SPECIMEN", &vec![7; 3_000_001])], replaces: None };
    Forged::new(6, &[papers[0].clone(), large]).write(&file);
    import(&cast.beneficiary, &file).failed(2, "file-too-large");
    assert_eq!(cast.listed().len(), 8);
    assert_eq!(files_under(&cast.beneficiary.home().join("queue")).len(), 0);
}
