//! A person gives an address and a number at the desk, sees them, and takes one back.

use std::ffi::OsString;

use serde_json::Value;

use crate::harness::{Cast, Person, count, words};

const MAIL: &str = "amina.specimen@exemple.fr";

/// A command of the person's, on the professional's computer.
fn beside(mut command: Vec<OsString>, card: &Person) -> Vec<OsString> {
    command.extend(words([&"--beneficiary-credential-file", &card.path("credential")]));
    command.extend(words([&"--beneficiary-pin-file", &card.path("pin")]));
    command
}

#[test]
fn a_person_is_reached_as_they_want() {
    let cast = Cast::gather();
    let run = |command| cast.professional.run_all(&beside(command, &cast.beneficiary));
    let mail = run(words([&"channel", &"add", &"--mail", &MAIL])).done();
    assert_eq!((mail["kind"].as_str(), mail["hint"].as_str()), (Some("mail"), Some("a…@exemple.fr")));
    run(words([&"channel", &"add", &"--mail", &MAIL])).failed(3, "conflict");
    run(words([&"channel", &"add", &"--phone", &"06 39 98 12 34"])).failed(2, "phone-unreadable");
    run(words([&"channel", &"add", &"--phone", &"+33 6"])).failed(2, "invalid-request");
    run(words([&"channel", &"add", &"--phone", &"+33 6 39 98 12 34"])).done();
    let known = run(words([&"channel", &"list"])).done();
    assert_eq!(known.as_array().map(Vec::len), Some(2), "{known}");
    // The professional's own are others.
    let own: Vec<OsString> = words([&"channel", &"list", &"--credential-file", &cast.professional.path("credential")])
        .into_iter()
        .chain(words([&"--pin-file", &cast.professional.path("pin")]))
        .collect();
    assert_eq!(cast.professional.run_all(&own).done(), Value::Array(Vec::new()));
    let id = mail["channel_id"].as_str().expect("an id");
    run(words([&"channel", &"remove", &id])).done();
    run(words([&"channel", &"remove", &id])).failed(4, "not-found");
    assert_eq!(cast.beneficiary.run([&"channel", &"list"]).done().as_array().map(Vec::len), Some(1));
    assert_eq!(count(&cast.log(&cast.beneficiary), "channel-changed", "done"), 3);
}
