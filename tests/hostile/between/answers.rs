//! True answers of the server, to another question: another person's, an earlier one's, too late, or not at all.

use std::time::Duration;

use serde_json::Value;

use crate::harness::{Answer, Cast, Server, count, words};

use super::liar::Liar;
use super::stage::{Stage, is_broken};

/// The answer to another person's opening, as if it were of this paper.
#[test]
fn another_persons_document_is_refused() {
    let stage = Stage::set();
    let other = stage.cast.another_beneficiary("neighbour");
    let vault = other.run([&"whoami"]).text("vault_id");
    let mut all = words([&"deposit", &"--vault", &vault, &"--folder", &"Ressources", &"--type", &"other"]);
    all.extend(words([&stage.cast.papers.pdf]));
    let paper = other.run_all(&all).done()[0]["document_id"].as_str().expect("an id").to_owned();
    other.open(&paper, "own").done();
    let (theirs, their_object) = (stage.liar.heard_json("/v1/openings"), stage.liar.heard("/object"));

    let whole = theirs.clone();
    stage.opening_is_refused(move |json| *json = whole.clone(), "document", "ids");
    // Under the id that was asked for, in the other vault; then in this one.
    let renamed = |theirs: &Value, of: &[&'static str]| {
        let (theirs, of) = (theirs.clone(), of.to_vec());
        move |json: &mut Value| {
            let own = std::mem::replace(json, theirs.clone());
            for field in &of {
                json[*field] = own[*field].clone();
            }
        }
    };
    stage.opening_is_refused(renamed(&theirs, &["document_id"]), "wrap", "recipient");
    stage.opening_is_refused(renamed(&theirs, &["document_id", "vault_id"]), "certificate", "ids");
    let named = ["document_id", "vault_id", "owner", "folder", "mandate"];
    stage.opening_is_refused(renamed(&theirs, &named), "certificate", "maker");
    stage.object_is_refused(move |bytes| bytes.clone_from(&their_object), "document", "ids");
    stage.open().done();
}

/// What was answered to one is given to the next who asks: to the same person, about another paper; and about the same.
#[test]
fn the_answer_to_an_earlier_question_is_refused_or_true() {
    let stage = Stage::set();
    let (other, other_object) = stage.other_opening();
    stage.opening_is_refused(move |json| *json = other.clone(), "document", "ids");
    stage.object_is_refused(move |bytes| bytes.clone_from(&other_object), "document", "ids");

    // An earlier answer about this very paper is as true as it was: what was opened once is opened again.
    stage.open().done();
    let earlier = stage.liar.heard_json("/v1/openings");
    std::fs::remove_file(stage.cast.professional.path("opened")).expect("it was written");
    let told = earlier.clone();
    stage.liar.while_telling("/v1/openings", move |json| *json = told.clone(), || stage.open()).done();
    std::fs::remove_file(stage.cast.professional.path("opened")).expect("it was written");
    // Once the folder has another key, it is an answer of the past.
    stage.cast.revoke(&stage.mandate).done();
    stage.cast.lend();
    stage.open().done();
    std::fs::remove_file(stage.cast.professional.path("opened")).expect("it was written");
    stage.opening_is_refused(move |json| *json = earlier.clone(), "certificate", "epoch");
}

/// Answers that come when nobody waits any more: what was asked for was done, and asking again does it no second time.
#[test]
fn answers_that_come_too_late_do_nothing_twice() {
    let stage = Stage::set();
    let Stage { cast, liar, .. } = &stage;
    let before = cast.listed().len();
    liar.while_unanswered("/deposits", || cast.deposit(&cast.desk, &cast.papers.jpeg)).failed(6, "deposit-kept");
    cast.desk.run([&"queue", &"send"]).done();
    assert_eq!(cast.listed().len(), before + 1, "there once");
    assert_eq!(cast.desk.run([&"queue", &"list"]).done().as_array().map(Vec::len), Some(0));

    liar.while_unanswered("/v1/openings", || stage.open()).failed(6, "unreachable");
    assert!(!cast.professional.path("opened").exists(), "nothing was written");
    liar.while_unanswered("/object", || stage.open()).failed(6, "unreachable");
    assert!(!cast.professional.path("opened").exists(), "nothing was written");
    // The server let its share go twice, and the person reads that.
    assert_eq!(count(&cast.log(&cast.beneficiary), "opening", "done"), 2);

    assert_eq!(liar.while_unanswered("/revocation", || cast.revoke(&stage.mandate)).code, 6);
    cast.revoke(&stage.mandate).failed(3, "mandate-revoked");
    stage.open().failed(3, "mandate-revoked");
    assert_eq!(count(&cast.log(&cast.beneficiary), "mandate-revoked", "done"), 1);
    liar.while_unanswered("/v1/logins", || cast.beneficiary.log_in()).failed(6, "unreachable");
    cast.beneficiary.log_in().done();
    cast.beneficiary.run([&"log", &"verify"]).done();
}

/// A recovery that is said to be ripe is not: who tells it on the way shortens nothing.
#[test]
fn a_recovery_delay_that_is_shortened_on_the_way_stays_as_it_is() {
    let server = Server::prepare_behind_another();
    let liar = Liar::start(server.port(), server.inner_port(), &server.path("tls"));
    let cast = Cast::gather_on(server);
    let act = |by: &crate::harness::Person, mut all: Vec<std::ffi::OsString>| -> Answer {
        all.extend(by.own());
        cast.professional.run_all(&all)
    };
    let started = act(&cast.professional, words([&"recovery", &"start", &"--vault", &cast.vault]));
    let id = started.text("recovery_id");
    act(&cast.referent, words([&"recovery", &"approve", &id])).done();
    let pin = cast.professional.write_pin("new-pin", "61940285");
    let (card, sheet) = (cast.professional.path("new-card.pdf"), cast.professional.path("new-sheet.pdf"));
    let mut finish = words([&"recovery", &"finish", &id, &"--new-pin-file", &pin, &"--card-out", &card]);
    finish.extend(words([&"--sheet-out", &sheet]));
    finish.extend(words([&"--sheet-credential-file", &cast.beneficiary.path("sheet-credential")]));
    let ripe = |json: &mut Value| {
        let earlier = Duration::from_hours(72).as_millis();
        for field in ["started_ms", "ready_ms"] {
            let told = json[0][field].as_u64().expect("a time");
            json[0][field] = (told - u64::try_from(earlier).expect("small")).into();
        }
    };
    let answer = liar.while_telling("/v1/recoveries", ripe, || act(&cast.professional, finish.clone()));
    answer.failed(3, "too-early");
    assert!(!card.exists() && !sheet.exists(), "nothing is printed");
    cast.beneficiary.log_in().done();
    is_nothing_released(&cast);
}

fn is_nothing_released(cast: &Cast) {
    let log = cast.log(&cast.beneficiary);
    assert_eq!(count(&log, "recovery-finished", "done"), 0);
    assert_eq!(log.iter().filter(|entry| entry["type"] == "recovery-finished").count(), 1, "the try is told");
}

#[test]
fn a_session_of_another_account_serves_nobody() {
    let stage = Stage::set();
    let professional = &stage.cast.professional;
    stage.cast.beneficiary.log_in().done();
    let theirs = stage.liar.heard_json("/v1/session");
    let swapped = move |json: &mut Value| *json = theirs.clone();
    is_broken(stage.liar.while_telling("/v1/session", swapped, || stage.open()), "root", "authentication");
    assert!(!professional.path("opened").exists(), "nothing was written");
    stage.open().done();
}
