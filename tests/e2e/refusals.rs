//! Those who may not, or may no longer: refused, and seen.

use std::time::Duration;

use crate::harness::{Cast, Person, Server, count};

const HOUR: Duration = Duration::from_hours(1);

#[test]
fn another_organisation_is_refused_and_the_beneficiary_and_the_auditor_see_it() {
    let cast = Cast::gather();
    cast.lend();
    let document = cast.deposited(&cast.papers.pdf);
    let other = cast.other_professional();
    other.open(&document, "opened").failed(3, "no-mandate");
    assert!(!other.path("opened").exists());
    other.run([&"list", &"--vault", &cast.vault]).failed(3, "no-mandate");
    cast.deposit(&other, &cast.papers.jpeg).failed(3, "no-mandate");
    assert_eq!((cast.listed().len(), cast.blobs()), (1, 1), "a refused deposit left something");

    let refusal = |by: &Person| {
        let log = cast.log(by);
        let refused = |entry: &&serde_json::Value| entry["type"] == "opening" && entry["result"] == "no-mandate";
        let found: Vec<_> = log.iter().filter(refused).cloned().collect();
        assert_eq!(found.len(), 1, "{log:?}");
        found.into_iter().next().unwrap()
    };
    let seen = refusal(&cast.beneficiary);
    assert_eq!((&seen["actor"]["name"], &seen["document_id"]), (&"Inès Garnier".into(), &document.clone().into()));
    let sentence = seen["sentence"].as_str().unwrap();
    assert!(sentence.contains("Inès Garnier, de l’Association du Pont, a voulu ouvrir"), "{sentence}");
    assert!(sentence.contains("Refusé : pas d’autorisation."), "{sentence}");

    // The auditor sees the same act, and no name.
    let audited = refusal(&cast.auditor);
    assert_eq!(audited["actor"]["kid"], seen["actor"]["kid"]);
    assert_eq!(audited["document_id"], document);
    assert!(audited["actor"]["name"].is_null());
    assert!(!audited["sentence"].as_str().unwrap().contains("Garnier"));
    cast.auditor.run([&"log", &"verify"]).done();
}

#[test]
fn after_a_revocation_the_next_opening_is_refused_though_every_key_is_still_held() {
    let cast = Cast::gather();
    let mandate = cast.lend();
    let document = cast.deposited(&cast.papers.pdf);
    cast.professional.open(&document, "before").done();
    cast.revoke(&mandate).done();

    cast.professional.open(&document, "after").failed(3, "mandate-revoked");
    assert!(!cast.professional.path("after").exists());
    cast.deposit(&cast.desk, &cast.papers.jpeg).failed(3, "mandate-revoked");
    let log = cast.log(&cast.beneficiary);
    let openings = (count(&log, "opening", "done"), count(&log, "opening", "mandate-revoked"));
    assert_eq!((openings, count(&log, "mandate-revoked", "done")), ((1, 1), 1));
    // The desk agent was refused where a deposit begins: at the list of folders.
    assert_eq!(count(&log, "vault-read", "mandate-revoked"), 1);

    // A new mandate opens again, with the same keys: nothing but the mandate was missing.
    cast.lend();
    cast.professional.open(&document, "again").done();
}

#[test]
fn a_mandate_revoked_twice_is_revoked_once() {
    let cast = Cast::gather();
    let mandate = cast.lend();
    cast.revoke(&mandate).done();
    let again = cast.revoke(&mandate);
    assert!([0, 3].contains(&again.code), "{again:?}");
    assert_eq!(count(&cast.log(&cast.beneficiary), "mandate-revoked", "done"), 1);
    let mandates = cast.beneficiary.run([&"mandate", &"list"]).done();
    assert_eq!((mandates.as_array().unwrap().len(), &mandates[0]["state"]), (1, &"revoked".into()));
}

#[test]
fn after_the_last_day_of_a_mandate_nothing_opens() {
    let cast = Cast::gather_on(Server::prepare_clocked());
    cast.lend_for("1");
    let document = cast.deposited(&cast.papers.pdf);
    cast.server.set_clock_ahead(23 * HOUR);
    cast.professional.log_in().done();
    cast.professional.open(&document, "in-time").done();

    cast.server.set_clock_ahead(24 * HOUR + HOUR / 60);
    cast.professional.log_in().done();
    cast.professional.open(&document, "late").failed(3, "mandate-expired");
    assert!(!cast.professional.path("late").exists());
    cast.desk.log_in().done();
    cast.deposit(&cast.desk, &cast.papers.jpeg).failed(3, "mandate-expired");
    cast.beneficiary.log_in().done();
    let log = cast.log(&cast.beneficiary);
    assert_eq!((count(&log, "opening", "done"), count(&log, "opening", "mandate-expired")), (1, 1));
    assert_eq!(cast.listed().len(), 1);
}

#[test]
fn five_wrong_pins_block_and_the_right_one_is_then_refused() {
    let cast = Cast::gather();
    let elsewhere = cast.beneficiary.elsewhere("thief");
    let wrong = elsewhere.write_pin("wrong", "73519264");
    for left in (0..5).rev() {
        assert_eq!(elsewhere.log_in_with(&wrong).failed(3, "wrong-pin")["tries_left"], left);
    }
    elsewhere.log_in().failed(3, "credential-blocked");
    elsewhere.log_in_with(&wrong).failed(3, "credential-blocked");

    let log = cast.log(&cast.auditor);
    assert_eq!(count(&log, "login", "wrong-pin"), 5);
    // One when the fifth try blocked the card, one for each login that was tried on the blocked card.
    assert_eq!(count(&log, "login", "credential-blocked"), 3);
    assert_eq!(count(&log, "login", "done"), 1);
    cast.auditor.run([&"log", &"verify"]).done();
}

#[test]
fn a_right_pin_gives_all_tries_back() {
    let cast = Cast::gather();
    let elsewhere = cast.beneficiary.elsewhere("elsewhere");
    let wrong = elsewhere.write_pin("wrong", "73519264");
    for _ in 0..2 {
        for left in [4, 3, 2, 1] {
            assert_eq!(elsewhere.log_in_with(&wrong).failed(3, "wrong-pin")["tries_left"], left);
        }
        elsewhere.log_in().done();
    }
}
