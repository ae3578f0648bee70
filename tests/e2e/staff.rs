//! The life of an organisation's staff, with the real programs: suspended, resumed, removed; keys that turn.

use serde_json::Value;

use crate::harness::{BIRTH_DATE, Cast, FAMILY_NAME, GIVEN_NAME, Person, count, enrol, words};

fn account(person: &Person) -> String {
    person.run([&"whoami"]).text("account_id")
}

/// Something that a référent does to a member, with card and PIN.
fn solemn(by: &Person, what: &str, member: &str) -> crate::harness::Answer {
    let mut all = words([&"org", &what, &member]);
    all.extend(by.own());
    by.run_all(&all)
}

fn found(by: &Person) -> usize {
    by.run([&"vault", &"find", &FAMILY_NAME]).done().as_array().unwrap().len()
}

#[test]
fn a_suspended_member_is_out_at_once_and_comes_back_when_resumed() {
    let cast = Cast::gather();
    cast.lend();
    let document = cast.deposited(&cast.papers.pdf);
    let professional = account(&cast.professional);
    cast.professional.run([&"org", &"suspend", &professional]).failed(3, "role-forbids");
    cast.referent.run([&"org", &"suspend", &account(&cast.referent)]).failed(3, "not-allowed");
    cast.desk.run([&"org", &"suspend", &professional]).failed(3, "role-forbids");
    cast.referent.run([&"org", &"suspend", &professional]).done();

    cast.professional.open(&document, "opened").failed(3, "session-over");
    cast.professional.log_in().failed(3, "member-suspended");
    let members = cast.referent.run([&"org", &"members"]).done();
    let state = |name: &str, members: &Value| {
        let found = members.as_array().unwrap().iter().find(|member| member["display_name"] == name).cloned();
        found.map_or(Value::Null, |member| member["state"].clone())
    };
    assert_eq!(state("Claire Morel", &members), "suspended");
    assert_eq!(state("Hugo Petit", &members), "active");

    solemn(&cast.referent, "resume", &professional).done();
    cast.professional.log_in().done();
    cast.professional.open(&document, "opened").done();
    cast.auditor.run([&"log", &"verify"]).done();
}

#[test]
fn after_a_removal_those_who_remain_go_on_and_the_one_who_left_opens_nothing() {
    let cast = Cast::gather();
    cast.lend();
    let document = cast.deposit(&cast.professional, &cast.papers.pdf).done()[0]["document_id"].clone();
    let document = document.as_str().unwrap();
    let second = Person::new(&cast.server, "second");
    enrol(&cast.referent, &second, "Sophie Renard", "professional");
    second.open(document, "before").done();
    let gone = account(&cast.professional);
    solemn(&cast.referent, "remove", &account(&cast.referent)).failed(3, "oneself-removed");
    let done = solemn(&cast.referent, "remove", &gone).done();
    assert_eq!((&done["names"], done["members"].as_array().unwrap().len()), (&1.into(), 3));
    solemn(&cast.referent, "remove", &gone).failed(4, "member-missing");

    // The profile of the one who left is as it was: root, seeds, session.
    cast.professional.open(document, "after").failed(3, "session-over");
    cast.professional.log_in().failed(3, "account-disabled");
    assert!(!cast.professional.path("after").exists());

    // Names, mandates and papers from before serve those who remain; so does what comes after.
    assert_eq!((found(&second), found(&cast.desk), found(&cast.referent)), (1, 1, 1));
    second.open(document, "after").done();
    cast.desk.open(document, "desk").failed(3, "role-forbids");
    let later = cast.deposited(&cast.papers.jpeg);
    second.open(&later, "later").done();
    cast.lend();
    let third = Person::new(&cast.server, "third");
    enrol(&cast.referent, &third, "Marc Dubois", "professional");
    third.open(document, "third").done();
    third.open(&later, "third-later").done();
    assert_eq!(found(&third), 1);
    cast.auditor.run([&"log", &"verify"]).done();
    cast.beneficiary.run([&"log", &"verify"]).done();
}

#[test]
fn keys_turn_by_hand_and_again() {
    let cast = Cast::gather();
    cast.lend();
    let document = cast.deposited(&cast.papers.pdf);
    let turn = |by: &Person| {
        let mut all = words([&"org", &"turn-keys"]);
        all.extend(by.own());
        by.run_all(&all)
    };
    turn(&cast.professional).failed(3, "wrong-kind-of-account");
    for _ in 0..2 {
        let done = turn(&cast.referent).done();
        assert_eq!((&done["names"], done["members"].as_array().unwrap().len()), (&1.into(), 3));
    }
    cast.professional.open(&document, "opened").done();
    assert_eq!(found(&cast.desk), 1);
    let again = cast.referent.run([&"org", &"turn-keys", &"--names-only"]).done();
    assert_eq!(again["names"], 0);
    // A computer that knows nothing yet accepts the chain of three.
    let elsewhere = cast.professional.elsewhere("elsewhere");
    elsewhere.log_in().done();
    elsewhere.open(&document, "opened").done();
    assert_eq!(found(&elsewhere), 1);
}

#[test]
fn a_person_moves_to_another_town() {
    let cast = Cast::gather();
    cast.lend();
    let document = cast.deposited(&cast.papers.pdf);
    cast.professional.open(&document, "before").done();
    // At the desk of the other town: the professional is logged in, the person gives card and PIN.
    let other = cast.other_professional();
    let there = other.run([&"whoami"]).text("organisation_id");
    let mut join = words([&"vault", &"join", &"--given-name", &GIVEN_NAME, &"--family-name", &FAMILY_NAME]);
    join.extend(words([&"--birth-date", &BIRTH_DATE]));
    assert_eq!(found(&other), 0);
    let with_card = [join.clone(), cast.with_card()].concat();
    cast.desk.run_all(&with_card).failed(3, "wrong-kind-of-account");
    let wrong = cast.beneficiary.write_pin("wrong", "73519264");
    let mut wrong_pin = join;
    wrong_pin.extend(words([&"--beneficiary-credential-file", &cast.beneficiary.path("credential")]));
    wrong_pin.extend(words([&"--beneficiary-pin-file", &wrong]));
    other.run_all(&wrong_pin).failed(3, "wrong-pin");
    assert_eq!(found(&other), 0);
    other.run_all(&with_card).done();
    assert_eq!((found(&other), found(&cast.desk)), (1, 1));
    // The name alone opens nothing; a mandate does.
    other.open(&document, "without").failed(3, "no-mandate");
    let mut grant = words([&"mandate", &"grant", &"--vault", &cast.vault, &"--to", &there, &"--folder", &"Ressources"]);
    grant.extend(words([&"--right", &"read,deposit", &"--purpose", &"housing", &"--days", &"182"]));
    grant.extend(cast.with_card());
    other.run_all(&grant).done();
    other.open(&document, "there").done();
    cast.professional.open(&document, "still").done();
    let known = cast.beneficiary.run([&"vault", &"organisations"]).done();
    assert_eq!(known.as_array().unwrap().len(), 2);

    // Then the person leaves the former town.
    let mut leave = words([&"vault", &"leave", &"--organisation", &cast.organisation]);
    leave.extend(cast.with_card());
    assert_eq!(other.run_all(&leave).done()["revoked"], 1);
    assert_eq!((found(&other), found(&cast.desk)), (1, 0));
    cast.professional.open(&document, "after").failed(3, "mandate-revoked");
    other.open(&document, "again").done();
    cast.deposit(&cast.desk, &cast.papers.jpeg).failed(3, "mandate-revoked");
    other.run_all(&leave).failed(4, "not-found");
    let later = cast.deposit(&other, &cast.papers.jpeg).done()[0]["document_id"].clone();
    other.open(later.as_str().unwrap(), "later").done();
    cast.beneficiary.open(later.as_str().unwrap(), "own").done();
    // The former organisation holds no tie to end; the new one is the last, and may not let go.
    let release = |by: &Person| {
        let mut all = words([&"vault", &"release", &"--vault", &cast.vault]);
        all.extend(by.own());
        by.run_all(&all)
    };
    release(&other).failed(3, "not-allowed");
    release(&cast.professional).failed(4, "not-found");
    let log = cast.log(&cast.beneficiary);
    assert_eq!((count(&log, "organisation-joined", "done"), count(&log, "organisation-left", "done")), (2, 1));
    assert_eq!(count(&log, "mandate-revoked", "done"), 1);
    cast.beneficiary.run([&"log", &"verify"]).done();
    cast.auditor.run([&"log", &"verify"]).done();
}
