//! What happens to a paper after its deposit: taken back, moved, renamed, erased, and read by those who still may.

use std::fs;

use serde_json::Value;

use crate::harness::{Cast, count, words};

fn titles(list: &[Value]) -> Vec<(&str, &str)> {
    list.iter().map(|shown| (shown["folder"].as_str().unwrap(), shown["title"].as_str().unwrap())).collect()
}

#[test]
fn a_misfiled_paper_is_taken_back_by_who_added_it() {
    let cast = Cast::gather();
    cast.lend();
    let (first, second) = (cast.deposited(&cast.papers.pdf), cast.deposited(&cast.papers.jpeg));
    let undo = |by: &crate::harness::Person, document: &str| by.run([&"deposit", &"undo", &document]);
    undo(&cast.professional, &first).failed(3, "not-allowed");
    cast.professional.open(&second, "read").done();
    undo(&cast.desk, &second).failed(3, "already-read");

    let answer = undo(&cast.desk, &first).done();
    assert_eq!((&answer["document_id"], &answer["was_sent"]), (&first.clone().into(), &true.into()));
    assert_eq!((cast.listed().len(), cast.blobs()), (1, 1));
    undo(&cast.desk, &first).failed(3, "erased");
    cast.beneficiary.open(&first, "gone").failed(3, "erased");
    let log = cast.log(&cast.beneficiary);
    assert_eq!((count(&log, "deposit-undone", "done"), count(&log, "deposit-undone", "already-read")), (1, 1));
    // The command keeps its old shape beside the new one.
    cast.desk.run([&"deposit"]).failed(2, "command-line");
    cast.desk.run([&"deposit", &"undo"]).failed(2, "command-line");
}

#[test]
fn a_paper_is_moved_renamed_and_erased() {
    let cast = Cast::gather();
    cast.lend();
    let document = cast.deposited(&cast.papers.pdf);
    let by = &cast.professional;
    let mut all = words([&"document", &"rename", &document, &"--vault", &cast.vault, &"--title", &"Avis SPECIMEN"]);
    all.extend(words([&"--type", &"payslip", &"--expires", &"2030-01-31"]));
    by.run_all(&all).done();
    by.run([&"document", &"move", &document, &"--vault", &cast.vault, &"--folder", &"Identité"]).done();
    let there = by.run([&"document", &"move", &document, &"--vault", &cast.vault, &"--folder", &"Identité"]);
    there.failed(2, "document-there");
    // The professional holds nothing on this folder; the person may move anywhere.
    let private = by.run([&"document", &"move", &document, &"--vault", &cast.vault, &"--folder", &"Privé"]);
    assert_eq!(private.code, 3, "{private:?}");
    let listed = cast.listed();
    assert_eq!(titles(&listed), [("Identité", "Avis SPECIMEN")]);
    assert_eq!((&listed[0]["type"], &listed[0]["expires_on"]), (&"payslip".into(), &"2030-01-31".into()));
    by.open(&document, "opened").done();
    assert!(fs::read(by.path("opened")).unwrap() == fs::read(&cast.papers.pdf).unwrap(), "another content came back");
    cast.beneficiary.run([&"document", &"move", &document, &"--folder", &"Privé"]).done();
    by.open(&document, "closed").failed(3, "no-mandate");
    cast.beneficiary.open(&document, "own").done();
    by.run([&"document", &"rename", &document]).failed(2, "command-line");

    let wrong = cast.beneficiary.write_pin("wrong", "73519264");
    let erase = |pin: &std::path::Path| {
        let mut all = words([&"document", &"erase", &document]);
        all.extend(words([&"--beneficiary-credential-file", &cast.beneficiary.path("credential")]));
        all.extend(words([&"--beneficiary-pin-file", &pin]));
        by.run_all(&all)
    };
    erase(&wrong).failed(3, "wrong-pin");
    assert_eq!(cast.listed().len(), 1);
    erase(&cast.beneficiary.path("pin")).done();
    assert_eq!((cast.listed().len(), cast.blobs()), (0, 0));
    cast.beneficiary.open(&document, "erased").failed(3, "erased");
    let log = cast.log(&cast.beneficiary);
    for event in ["document-renamed", "document-erased"] {
        assert_eq!(count(&log, event, "done"), 1, "{event}");
    }
    assert_eq!(count(&log, "document-moved", "done"), 2);
    cast.beneficiary.run([&"log", &"verify"]).done();
}

#[test]
fn after_a_revocation_the_folders_keys_change_and_the_others_go_on() {
    let cast = Cast::gather();
    let mandate = cast.lend();
    let other = cast.other_professional();
    let account = other.run([&"whoami"]).text("account_id");
    let mut all = words([&"mandate", &"grant", &"--vault", &cast.vault, &"--to", &account, &"--folder", &"Ressources"]);
    all.extend(words([&"--right", &"read", &"--purpose", &"housing", &"--days", &"31"]));
    cast.beneficiary.run_all(&all).done();
    let document = cast.deposited(&cast.papers.pdf);
    other.open(&document, "before").done();

    let revoked = cast.revoke(&mandate);
    assert!(revoked.stderr.contains("la clé est changée"), "{}", revoked.stderr);
    revoked.done();
    let folders = cast.beneficiary.run([&"folders"]).done();
    let epoch = |name: &str| {
        let found = folders.as_array().unwrap().iter().find(|folder| folder["name"] == name);
        found.unwrap()["epoch"].as_u64().unwrap()
    };
    assert_eq!((epoch("Ressources"), epoch("Identité"), epoch("Logement")), (2, 2, 1));
    assert_eq!(count(&cast.log(&cast.beneficiary), "folder-keys-turned", "done"), 2);

    other.open(&document, "after").done();
    assert!(fs::read(other.path("after")).unwrap() == fs::read(&cast.papers.pdf).unwrap(), "another content came back");
    assert_eq!(cast.listed().len(), 1);
    cast.professional.open(&document, "late").failed(3, "mandate-revoked");
    // A new mandate gives the key in force, which opens what was added before and after.
    cast.lend();
    cast.deposited(&cast.papers.jpeg);
    cast.professional.open(&document, "again").done();
    let list = cast.professional.run([&"list", &"--vault", &cast.vault]).done();
    assert_eq!(list.as_array().map_or(0, Vec::len), 2);
}
