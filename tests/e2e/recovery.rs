//! Access restored, with the real programs and a clock that moves: once with the sheet, once with two guardians.

use std::ffi::OsString;
use std::fs;
use std::time::Duration;

use crate::harness::{Answer, Cast, Person, Server, words};

const DELAY: Duration = Duration::from_hours(72);

fn own(person: &Person) -> Vec<OsString> {
    words([&"--credential-file", &person.path("credential"), &"--pin-file", &person.path("pin")])
}

/// A solemn command, on the professional's computer, with the card and the PIN of the one who acts.
fn acts(cast: &Cast, who: &Person, mut all: Vec<OsString>) -> Answer {
    all.extend(own(who));
    cast.professional.run_all(&all)
}

/// Where the new card goes.
fn new_card(cast: &Cast, name: &str) -> (Person, Vec<OsString>) {
    let person = Person::new(&cast.server, name);
    let pin = person.write_pin("pin", "61940285");
    let mut all = words([&"--new-pin-file", &pin, &"--card-out", &person.path("card.pdf")]);
    all.extend(words([&"--credential-out", &person.path("credential"), &"--sheet-out", &person.path("sheet.pdf")]));
    all.extend(words([&"--sheet-credential-out", &person.path("sheet-credential")]));
    (person, all)
}

#[test]
fn a_lost_card_is_forgotten_with_the_sheet_from_the_safe() {
    let cast = Cast::gather_on(Server::prepare_clocked());
    let lost = &cast.beneficiary;
    let paper = cast.deposit(lost, &cast.papers.jpeg).done();
    let document = paper[0]["document_id"].as_str().unwrap();

    let id =
        acts(&cast, &cast.professional, words([&"recovery", &"start", &"--vault", &cast.vault])).text("recovery_id");
    acts(&cast, &cast.professional, words([&"recovery", &"approve", &id])).failed(3, "second-person-missing");
    acts(&cast, &cast.referent, words([&"recovery", &"approve", &id])).done();
    let (found, outlets) = new_card(&cast, "found");
    let finish = || {
        let mut all = words([&"recovery", &"finish", &id]);
        all.extend(words([&"--sheet-credential-file", &lost.path("sheet-credential")]));
        all.extend(outlets.iter().cloned());
        acts(&cast, &cast.professional, all)
    };
    finish().failed(3, "too-early");
    assert!(!found.path("card.pdf").exists(), "nothing is printed before its time");
    cast.server.set_clock_ahead(DELAY + Duration::from_mins(5));
    // Stopped between the two calls: the half is out, no card is there; nothing is lost, and trying again works.
    fs::write(found.path("sheet.pdf"), "in the way").unwrap();
    finish().failed(2, "output-exists");
    lost.log_in().done();
    fs::remove_file(found.path("sheet.pdf")).unwrap();
    finish().done();

    lost.log_in().failed(3, "credential-revoked");
    found.log_in().done();
    found.open(document, "opened").done();
    assert!(fs::read(found.path("opened")).unwrap() == fs::read(&cast.papers.jpeg).unwrap());
    let log = cast.log(&found);
    for event in ["recovery-started", "recovery-approved", "recovery-finished", "credential-revoked"] {
        assert!(log.iter().any(|entry| entry["type"] == event && entry["result"] == "done"), "{event}");
    }
    found.run([&"log", &"verify"]).done();
    // The request is over, and says so to the person.
    let told = found.run([&"recovery", &"status", &id]).done();
    assert_eq!((&told["state"], &told["means"]), (&"finished".into(), &"sheet".into()));
}

#[test]
fn the_person_stops_what_somebody_else_started() {
    let cast = Cast::gather_on(Server::prepare_clocked());
    let start = words([&"recovery", &"start", &"--vault", &cast.vault]);
    let id = acts(&cast, &cast.professional, start).text("recovery_id");
    acts(&cast, &cast.referent, words([&"recovery", &"approve", &id])).done();
    let told = cast.beneficiary.run([&"recovery", &"status"]).done();
    assert_eq!(told["recovery_id"], id.as_str());
    assert_eq!(cast.beneficiary.run([&"recovery", &"stop", &id]).text("state"), "stopped");
    cast.server.set_clock_ahead(DELAY + Duration::from_mins(5));
    let (_, outlets) = new_card(&cast, "thief");
    let mut all = words([&"recovery", &"finish", &id]);
    all.extend(words([&"--sheet-credential-file", &cast.beneficiary.path("sheet-credential")]));
    all.extend(outlets);
    acts(&cast, &cast.professional, all).failed(3, "stopped");
    cast.beneficiary.log_in().done();
}

#[test]
fn two_guardians_restore_access_and_the_person_has_new_keys() {
    let cast = Cast::gather_on(Server::prepare_clocked());
    let lost = &cast.beneficiary;
    cast.lend();
    let paper = cast.deposit(lost, &cast.papers.jpeg).done();
    let document = paper[0]["document_id"].as_str().unwrap();
    let friend = cast.friend("friend");
    let code = |guardian: &Person| guardian.run([&"guardian", &"code"]).text("code");
    let codes = [code(&cast.referent), code(&friend), code(&cast.desk)];
    let [one, two, three] = &codes;
    let mut all = words([&"guardian", &"name", &"--to", one, two, three]);
    all.extend(own(lost));
    lost.run_all(&all).done();
    // Each proves to hold the pieces; nothing is opened, and the person sees it.
    for guardian in [&cast.referent, &friend, &cast.desk] {
        guardian.run([&"recovery", &"rehearse"]).done();
    }
    let listed = lost.run([&"guardian", &"list"]).done();
    assert!(listed["guardians"].as_array().unwrap().iter().all(|line| line["rehearsed_ms"].is_u64()), "{listed}");

    let start = words([&"recovery", &"start", &"--vault", &cast.vault, &"--guardians"]);
    let started = acts(&cast, &cast.professional, start).done();
    let (id, fingerprint) = (started["recovery_id"].as_str().unwrap(), started["fingerprint"].as_str().unwrap());
    let approve = |guardian: &Person, fingerprint: &str| {
        let mut all = words([&"recovery", &"approve", &id, &"--fingerprint", &fingerprint]);
        all.extend(own(guardian));
        guardian.run_all(&all)
    };
    approve(&friend, "0000 0000 0000 0000 0000").failed(5, "other-fingerprint");
    approve(&friend, fingerprint).done();
    approve(&friend, fingerprint).failed(3, "second-person-missing");
    approve(&cast.desk, &fingerprint.replace(' ', "")).done();
    cast.server.set_clock_ahead(DELAY + Duration::from_mins(5));
    let (found, outlets) = new_card(&cast, "found");
    let mut finish = words([&"recovery", &"finish", &id]);
    finish.extend(outlets);
    acts(&cast, &cast.professional, finish).done();

    lost.log_in().failed(3, "credential-revoked");
    found.log_in().done();
    // The first visit gives every folder a new key, certified by the new keys.
    found.run([&"list"]).done();
    assert!(cast.log(&found).iter().filter(|entry| entry["type"] == "folder-keys-turned").count() >= 9);
    found.open(document, "opened").done();
    assert!(fs::read(found.path("opened")).unwrap() == fs::read(&cast.papers.jpeg).unwrap());
    // What the former keys signed still holds, and the new ones are believed.
    cast.professional.log_in().done();
    cast.professional.open(document, "opened").done();
    let mut grant = words([&"mandate", &"grant", &"--to", &cast.organisation, &"--folder", &"Ressources"]);
    grant.extend(words([&"--right", &"read", &"--purpose", &"rsa", &"--days", &"31"]));
    found.run_all(&grant).done();
    let guardians = found.run([&"guardian", &"list"]).done();
    assert!(guardians["guardians"].as_array().unwrap().is_empty(), "they are to be named anew");
    friend.log_in().done();
    assert_eq!(friend.run([&"recovery", &"rehearse"]).done()["rehearsed"].as_array().unwrap().len(), 0);
    found.run([&"log", &"verify"]).done();
}
