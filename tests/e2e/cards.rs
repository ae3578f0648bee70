//! A lost card, a worn sheet and a forgotten PIN, with the real programs.

use std::fs;

use vault_core::credential::CredentialFile;

use crate::harness::{Cast, Person, find, words};

/// The person's second card, on their own computer.
fn second_card(cast: &Cast) -> Person {
    let owner = &cast.beneficiary;
    let second = Person::new(&cast.server, "second");
    let pin = second.write_pin("pin", "61940285");
    let mut all = words([&"card", &"add", &"--credential-file", &owner.path("credential")]);
    all.extend(words([&"--pin-file", &owner.path("pin"), &"--new-pin-file", &pin]));
    all.extend(words([&"--card-out", &second.path("card.pdf"), &"--credential-out", &second.path("credential")]));
    owner.run_all(&all).done();
    second.log_in().done();
    second
}

#[test]
fn a_lost_card_is_replaced_in_one_visit() {
    let cast = Cast::gather();
    let (owner, second) = (&cast.beneficiary, second_card(&cast));
    let paper = cast.deposit(owner, &cast.papers.jpeg).done();
    let document = paper[0]["document_id"].as_str().unwrap();

    // At the professional's desk, with the card that is left.
    let third = Person::new(&cast.server, "third");
    let pin = third.write_pin("pin", "73058264");
    // What the server refuses is not left lying about.
    let mut wrong = words([&"card", &"replace", &"--lost", &"000000000000000000"]);
    wrong.extend(words([&"--credential-file", &second.path("credential"), &"--pin-file", &second.path("pin")]));
    wrong.extend(words([&"--new-pin-file", &pin, &"--card-out", &third.path("refused.pdf")]));
    cast.professional.run_all(&wrong).failed(4, "not-found");
    assert!(!third.path("refused.pdf").exists());

    let mut all = words([&"card", &"replace", &"--credential-file", &second.path("credential")]);
    all.extend(words([&"--pin-file", &second.path("pin"), &"--new-pin-file", &pin]));
    all.extend(words([&"--card-out", &third.path("card.pdf"), &"--credential-out", &third.path("credential")]));
    cast.professional.run_all(&all).done();

    owner.run([&"whoami"]).failed(3, "session-over");
    owner.log_in().failed(3, "credential-revoked");
    third.log_in().done();
    third.open(document, "opened").done();
    assert!(fs::read(third.path("opened")).unwrap() == fs::read(&cast.papers.jpeg).unwrap());
    let pdf = fs::read(third.path("card.pdf")).unwrap();
    assert!(String::from_utf8_lossy(&pdf).contains("CCAS de Valcourt"), "the card says where to turn to");
    let listed = third.run([&"card", &"list"]).done();
    let states: Vec<_> = listed.as_array().unwrap().iter().map(|line| line["state"].as_str().unwrap()).collect();
    assert_eq!(states.iter().filter(|state| **state == "revoked").count(), 1, "{listed}");
    third.run([&"log", &"verify"]).done();
}

#[test]
fn a_sheet_is_printed_with_the_vault_and_opens_nothing() {
    let cast = Cast::gather();
    let owner = &cast.beneficiary;
    let sheet = fs::read_to_string(owner.path("sheet-credential")).unwrap();
    assert!(String::from_utf8_lossy(&fs::read(owner.path("sheet.pdf")).unwrap()).contains("Feuille de secours"));
    let thief = Person::new(&cast.server, "thief");
    thief.write_pin("credential", &sheet);
    thief.write_pin("pin", "5829");
    thief.log_in().failed(3, "not-allowed");

    let mut all = words([&"card", &"sheet", &"--credential-file", &owner.path("credential")]);
    all.extend(words([&"--pin-file", &owner.path("pin"), &"--sheet-out", &owner.path("new-sheet.pdf")]));
    all.extend(words([&"--sheet-credential-out", &owner.path("new-sheet"), &"--act-out", &owner.path("act.pdf")]));
    let made = owner.run_all(&all).done();
    // What is filed and shown proves that the sheet was made, and holds nothing of its secret.
    let act = cast.professional.run([&"verify", &owner.path("act.pdf")]).done();
    assert_eq!((&act["kind"], &act["page"]), (&"sheet".into(), &"same".into()));
    assert_eq!(act["said"]["sheet"], made["sheet"]["credential_id"]);
    let secret = CredentialFile::parse(&fs::read_to_string(owner.path("new-sheet")).unwrap()).unwrap().credential;
    for written in [secret.to_text(), secret.to_grouped_text()] {
        assert!(find(&written.as_bytes()[..20], &owner.path("new-sheet.pdf")) || !written.contains(' '));
        assert!(!find(&written.as_bytes()[14..30], &owner.path("act.pdf")), "the secret is in the act");
    }
    assert!(made["sheet"].get("code").is_none(), "what is on the sheet stays on paper");
    let listed = owner.run([&"card", &"list"]).done();
    let sheets = listed.as_array().unwrap().iter().filter(|line| line["kind"] == "sheet");
    let states: Vec<_> = sheets.map(|line| line["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["revoked", "live"]);
}

#[test]
fn a_forgotten_pin_is_chosen_anew_after_two_members_agreed() {
    let cast = Cast::gather();
    let owner = &cast.beneficiary;
    let wrong = owner.write_pin("wrong", "73058264");
    for _ in 0..5 {
        owner.log_in_with(&wrong).failed(3, "wrong-pin");
    }
    owner.log_in().failed(3, "credential-blocked");

    let new = owner.write_pin("pin", "61940285");
    let mut reset = words([&"pin", &"reset", &"--beneficiary-credential-file", &owner.path("credential")]);
    reset.extend(words([&"--new-pin-file", &new]));
    let approve = |member: &Person| {
        let mut all = words([&"pin", &"approve", &"--vault", &cast.vault]);
        all.extend(words([&"--credential-file", &member.path("credential"), &"--pin-file", &member.path("pin")]));
        // Both cards at the same desk, one after the other.
        cast.professional.run_all(&all)
    };
    approve(&cast.desk).failed(3, "role-forbids");
    approve(&cast.professional).done();
    cast.professional.run_all(&reset).failed(3, "second-person-missing");
    assert_eq!(approve(&cast.referent).done()["approvals"], 2);
    cast.professional.run_all(&reset).done();
    owner.log_in().done();
}
