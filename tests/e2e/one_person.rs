//! A mandate to one person, of another organisation: it serves that person, and no colleague.

use std::fs;

use crate::harness::{Cast, words};

#[test]
fn a_mandate_to_one_person_serves_that_person_only() {
    let cast = Cast::gather();
    let other = cast.other_professional();
    let account = other.run([&"whoami"]).text("account_id");
    let mut all = words([&"mandate", &"grant", &"--vault", &cast.vault, &"--to", &account, &"--folder", &"Ressources"]);
    all.extend(words([&"--right", &"read", &"--purpose", &"housing", &"--days", &"31"]));
    cast.beneficiary.run_all(&all).done();
    let paper = cast.deposit(&cast.beneficiary, &cast.papers.pdf).done();
    let document = paper[0]["document_id"].as_str().unwrap();

    other.open(document, "opened").done();
    assert!(
        fs::read(other.path("opened")).unwrap() == fs::read(&cast.papers.pdf).unwrap(),
        "another content came back"
    );
    // The référent of the same organisation, and the professional of the first one, hold nothing.
    cast.stranger.open(document, "opened").failed(3, "no-mandate");
    cast.professional.open(document, "opened").failed(3, "no-mandate");
    // It reads and does not add.
    cast.deposit(&other, &cast.papers.jpeg).failed(3, "right-missing");
    assert_eq!(cast.listed().len(), 1);
}
