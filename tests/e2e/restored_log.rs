//! A log that was restored: refused by whoever has seen more, until the operator's decision is shown to them.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::harness::{Answer, Cast, Person};

fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-r").arg(from).arg(to).status().expect("run").success());
}

/// Puts the data of before in the place of the present ones.
fn go_back(cast: &Cast, before: &Path) {
    std::fs::remove_dir_all(cast.server.data()).expect("removed");
    copy(before, &cast.server.data());
}

fn verify(person: &Person) -> Answer {
    person.run([&"log", &"verify"])
}

fn accept(person: &Person, line: u64) -> Answer {
    person.run([&"log", &"accept-restored", &"--decision", &line.to_string()])
}

fn pins(person: &Person) -> Value {
    serde_json::from_slice(&std::fs::read(person.home().join("pins.json")).expect("read")).expect("JSON")
}

#[test]
fn a_restored_log_is_accepted_once_with_the_operators_decision_and_never_without() {
    let mut cast = Cast::gather();
    let mandate = cast.lend();
    assert!(cast.server.stop().success());
    let (first, second) = (cast.server.path("before-1"), cast.server.path("before-2"));
    copy(&cast.server.data(), &first);
    cast.server.start();
    cast.deposited(&cast.papers.pdf);
    cast.revoke(&mandate).done();
    verify(&cast.professional).done();
    accept(&cast.professional, 1).failed(2, "log-not-behind");
    let seen = pins(&cast.professional);

    assert!(cast.server.stop().success());
    go_back(&cast, &first);
    let size = cast.server.refuses_to_start();
    let line = cast.server.accept_log(size);
    assert_eq!(line, size);
    cast.server.start();
    verify(&cast.professional).failed(5, "integrity-checkpoint");
    // Another line, a line that is not there yet, none at all: nothing changes.
    for wrong in [0, line - 1, line + 1, 1_000_000] {
        accept(&cast.professional, wrong).failed(5, "decision-missing");
    }
    cast.professional.run([&"log", &"accept-restored"]).failed(2, "no-terminal");
    verify(&cast.professional).failed(5, "integrity-checkpoint");

    let told = accept(&cast.professional, line).done();
    assert_eq!((&told["decision"], &told["revoke_again"]), (&line.into(), &serde_json::json!([mandate])));
    let now = pins(&cast.professional);
    let log = |pins: &Value| pins["logs"].as_object().expect("logs").values().next().expect("one").clone();
    assert_eq!(log(&now)["given_up"][0]["checkpoint"], log(&seen)["checkpoint"], "the former one is kept");
    assert_ne!(log(&now)["checkpoint"], log(&seen)["checkpoint"]);
    verify(&cast.professional).done();
    accept(&cast.professional, line).failed(2, "log-not-behind");
    // What was undone with the log stands again, and can be done again.
    cast.revoke(&mandate).done();
    // The others have seen the lost lines too, and decide for themselves.
    verify(&cast.professional).done();

    // A server that goes back once more, and shows the same decision.
    assert!(cast.server.stop().success());
    copy(&cast.server.data(), &second);
    cast.server.start();
    verify(&cast.professional).done();
    assert!(cast.server.stop().success());
    go_back(&cast, &second);
    cast.server.forget_checkpoint();
    cast.server.start();
    verify(&cast.professional).failed(5, "integrity-checkpoint");
    assert_eq!(accept(&cast.professional, line).code, 5);
    verify(&cast.professional).failed(5, "integrity-checkpoint");
}
