//! A computer that was enrolled for a professional: the PIN alone after a pause and for solemn acts, with the real programs.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use crate::harness::{Answer, Cast, Person, Server, enrol, words};

const MINUTE: Duration = Duration::from_mins(1);

/// Logs in with the card and has this computer enrolled.
fn remember(person: &Person) -> Answer {
    let mut all = words([&"login", &"--remember"]);
    all.extend(person.own());
    person.run_all(&all)
}

fn with_pin(person: &Person, option: &str, command: &[&str]) -> Answer {
    let mut all: Vec<OsString> = command.iter().map(OsString::from).collect();
    all.extend(words([&option, &person.path("pin")]));
    person.run_all(&all)
}

/// State of each computer of this person, oldest first.
fn computers(person: &Person) -> Vec<String> {
    let mut all = words([&"card", &"list"]);
    all.extend(person.own());
    let listed = person.run_all(&all).done();
    let computers = listed.as_array().unwrap().iter().filter(|line| line["kind"] == "device");
    computers.map(|line| line["state"].as_str().unwrap().to_owned()).collect()
}

fn kept(person: &Person) -> std::path::PathBuf {
    person.home().join("computer.json")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

#[test]
fn after_a_pause_the_pin_alone_is_asked_for() {
    let cast = Cast::gather_on(Server::prepare_clocked());
    cast.lend();
    let document = cast.deposited(&cast.papers.pdf);
    let claire = &cast.professional;
    // Without it, the card is asked for.
    cast.server.set_clock_ahead(16 * MINUTE);
    with_pin(claire, "--session-pin-file", &["whoami"]).failed(3, "session-over");
    remember(claire).done();
    assert_eq!(fs::metadata(kept(claire)).unwrap().permissions().mode() & 0o777, 0o600);

    cast.server.set_clock_ahead(30 * MINUTE);
    claire.open(&document, "in-time").done();
    cast.server.set_clock_ahead(46 * MINUTE);
    let missing = claire.run([&"whoami"]).failed(2, "no-terminal");
    assert!(missing.to_string().contains("--session-pin-file"), "{missing}");
    with_pin(claire, "--session-pin-file", &["whoami"]).done();
    // The session is there again, for the next commands.
    claire.open(&document, "after").done();

    // Solemn acts too: an agreement to a new PIN.
    with_pin(claire, "--pin-file", &["pin", "approve", "--vault", &cast.vault]).done();
    // A colleague at the same desk gives card and PIN.
    let mut other = words([&"pin", &"approve", &"--vault", &cast.vault]);
    other.extend(cast.referent.own());
    assert_eq!(claire.run_all(&other).done()["approvals"], 2);
    let asked = with_pin(claire, "--pin-file", &["pin", "approve", "--vault", &cast.vault, "--card"]);
    assert!(asked.failed(2, "no-terminal").to_string().contains("--credential-file"));
    // Twelve hours end every session; logging out leaves the computer enrolled.
    cast.server.set_clock_ahead(14 * 60 * MINUTE);
    with_pin(claire, "--session-pin-file", &["whoami"]).done();
    claire.run([&"logout"]).done();
    claire.run([&"whoami"]).failed(3, "not-logged-in");
    with_pin(claire, "--pin-file", &["login"]).done();
    claire.run([&"whoami"]).done();
    cast.auditor.log_in().done();
    cast.auditor.run([&"log", &"verify"]).done();
}

#[test]
fn a_stolen_profile_opens_nothing_without_the_pin_and_five_wrong_ones_block_it() {
    let cast = Cast::gather_on(Server::prepare_clocked());
    let claire = &cast.professional;
    remember(claire).done();
    let thief = Person::new(&cast.server, "thief");
    copy(&claire.home(), &thief.home());
    cast.server.set_clock_ahead(16 * MINUTE);
    thief.run([&"whoami"]).failed(2, "no-terminal");
    let wrong = thief.write_pin("pin", "73519264");
    for left in (0..5).rev() {
        let told = with_pin(&thief, "--session-pin-file", &["whoami"]).failed(3, "wrong-pin");
        assert_eq!(told["tries_left"], left);
    }
    thief.run([&"--session-pin-file", &wrong, &"whoami"]).failed(3, "computer-forgotten");
    assert!(!kept(&thief).exists());
    // Nor with the right one any more; and the professional goes on with the card.
    assert_eq!(computers(claire), ["blocked"]);
    with_pin(claire, "--session-pin-file", &["whoami"]).failed(3, "computer-forgotten");
    claire.log_in().done();
    assert!(!kept(claire).exists());
    remember(claire).done();
    assert_eq!(computers(claire), ["blocked", "live"]);
}

#[test]
fn a_computer_that_was_withdrawn_asks_for_the_card_again() {
    let cast = Cast::gather();
    let claire = &cast.professional;
    remember(claire).done();
    remember(claire).done();
    assert_eq!(computers(claire), ["revoked", "live"], "one computer, one credential");
    let elsewhere = claire.elsewhere("elsewhere");
    elsewhere.log_in().done();
    let listed = elsewhere.run([&"card", &"list"]).done();
    let live = |line: &&Value| line["kind"] == "device" && line["state"] == "live";
    let id = listed.as_array().unwrap().iter().find(live).unwrap()["credential_id"].as_str().unwrap().to_owned();
    let mut revoke = words([&"card", &"revoke", &id]);
    revoke.extend(elsewhere.own());
    elsewhere.run_all(&revoke).done();

    let asked = with_pin(claire, "--pin-file", &["login"]);
    assert!(asked.stderr.contains("enregistré"), "{}", asked.stderr);
    assert!(asked.failed(2, "no-terminal").to_string().contains("--credential-file"));
    assert!(!kept(claire).exists());
    claire.log_in().done();
}

#[test]
fn forgetting_withdraws_the_credential_and_removes_it() {
    let cast = Cast::gather();
    let claire = &cast.professional;
    with_pin(claire, "--pin-file", &["logout", "--forget"]).failed(4, "computer-unknown");
    remember(claire).done();
    let wrong = claire.write_pin("wrong", "73519264");
    claire.run([&"logout", &"--forget", &"--pin-file", &wrong]).failed(3, "wrong-pin");
    assert!(kept(claire).exists());
    with_pin(claire, "--pin-file", &["logout", "--forget"]).done();
    assert!(!kept(claire).exists());
    claire.run([&"whoami"]).failed(3, "not-logged-in");
    with_pin(claire, "--pin-file", &["login"]).failed(2, "no-terminal");
    with_pin(claire, "--pin-file", &["logout", "--forget"]).failed(4, "computer-unknown");
    claire.log_in().done();
    assert_eq!(computers(claire), ["revoked"]);
    // Without the server, it is forgotten here, and the card withdraws it later.
    remember(claire).done();
    let mut cast = cast;
    cast.server.stop();
    let told = with_pin(&cast.professional, "--pin-file", &["logout", "--forget"]).done();
    assert_eq!(told["server_told"], false);
    assert!(!kept(&cast.professional).exists());
}

#[test]
fn no_computer_is_enrolled_for_a_person_nor_for_two() {
    let cast = Cast::gather();
    let amadou = &cast.beneficiary;
    remember(amadou).failed(3, "remember-staff-only");
    remember(&cast.auditor).failed(3, "remember-staff-only");
    assert!(!kept(amadou).exists());
    // A colleague on the computer of another.
    let claire = &cast.professional;
    remember(claire).done();
    let colleague = Person::new(&cast.server, "colleague");
    enrol(&cast.referent, &colleague, "Lina Spécimen", "professional");
    let mut all = words([&"login", &"--remember"]);
    all.extend(colleague.own());
    claire.run_all(&all).failed(3, "computer-taken");
    // A person who logs in there is never taken for the professional.
    let mut all = words([&"login"]);
    all.extend(amadou.own());
    claire.run_all(&all).done();
    let asked = with_pin(claire, "--pin-file", &["card", "replace"]).failed(2, "no-terminal");
    assert!(asked.to_string().contains("--credential-file"));
    assert_eq!(claire.run([&"whoami"]).done()["kind"], "beneficiary");
    claire.run([&"logout"]).done();
    with_pin(claire, "--pin-file", &["login"]).done();
}

#[test]
fn the_code_of_an_enrolled_computer_is_changed_there() {
    let cast = Cast::gather();
    let claire = &cast.professional;
    remember(claire).done();
    let new = claire.write_pin("new", "61940285");
    let mut change = words([&"pin", &"change", &"--pin-file", &claire.path("pin")]);
    change.extend(words([&"--new-pin-file", &new]));
    claire.run_all(&change).done();
    with_pin(claire, "--pin-file", &["login"]).failed(3, "wrong-pin");
    claire.run([&"login", &"--pin-file", &new]).done();
    // The card keeps its own.
    claire.log_in().done();
}

#[test]
fn a_colleague_who_forgot_the_pin_chooses_another_card_in_hand() {
    let cast = Cast::gather();
    let claire = &cast.professional;
    let account = claire.run([&"whoami"]).text("account_id");
    let second = Person::new(&cast.server, "second");
    enrol(&cast.referent, &second, "Sophie Spécimen", "professional");
    let approve = |by: &Person| {
        let mut all = words([&"pin", &"approve", &"--member", &account]);
        all.extend(by.own());
        cast.referent.run_all(&all)
    };
    let new = claire.write_pin("new", "61940285");
    let mut reset = words([&"pin", &"reset", &"--member-credential-file", &claire.path("credential")]);
    reset.extend(words([&"--new-pin-file", &new]));
    approve(claire).failed(3, "not-allowed");
    approve(&second).done();
    cast.referent.run_all(&reset).failed(3, "second-person-missing");
    assert_eq!(approve(&cast.referent).done()["approvals"], 2);
    cast.referent.run_all(&reset).done();
    claire.log_in().failed(3, "wrong-pin");
    claire.log_in_with(&new).done();
    cast.auditor.run([&"log", &"verify"]).done();
}
