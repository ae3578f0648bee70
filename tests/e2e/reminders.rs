//! A paper that will have to be renewed: what is to be done is read by those who may read the paper, and by no server.

use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use vault_core::reminder::day_text;
use vault_server::clock::{Clock, SystemClock};

use crate::harness::{Answer, Cast, Person, Server, count, files_under, find, words};

const BY_HOLDER: &str = "Prendre rendez-vous à la mairie de Brumecendre";
const BY_OWNER: &str = "Demander à Zéphyrine les deux photos";
const DAY: Duration = Duration::from_hours(24);

/// So many days from now, as it is typed.
fn in_days(days: u32) -> String {
    let ahead = u64::try_from((DAY * days).as_millis()).expect("small");
    day_text(SystemClock.now_ms() + ahead)
}

fn set(by: &Person, vault: &str, document: &str, day: &str, text: &str) -> Answer {
    let file = by.write_pin("reminder", text);
    let all = words([&"reminder", &"set", &"--vault", &vault, &"--document", &document, &"--on", &day]);
    by.run_all(&[all, words([&"--text-file", &file])].concat())
}

fn reminders(by: &Person, vault: &str) -> Vec<Value> {
    let list = by.run([&"reminder", &"list", &"--vault", &vault]).done();
    list.as_array().expect("a list").clone()
}

fn texts(list: &[Value]) -> Vec<&str> {
    list.iter().map(|shown| shown["text"].as_str().expect("text")).collect()
}

fn hold_neither(text: &str, folder: &Path) {
    for file in files_under(folder) {
        assert!(!find(text.as_bytes(), &file), "{text} in {}", file.display());
    }
}

#[test]
fn a_reminder_is_read_by_who_reads_the_paper_and_by_nobody_else() {
    let mut cast = Cast::gather_on(Server::prepare_clocked());
    let mandate = cast.lend();
    let document = cast.deposited(&cast.papers.pdf);
    let (professional, beneficiary, vault) = (&cast.professional, &cast.beneficiary, &cast.vault);
    let day = in_days(40);
    let first = set(professional, vault, &document, &day, BY_HOLDER).done();
    assert_eq!((&first["on"], &first["document_id"]), (&day.as_str().into(), &document.as_str().into()));
    let second = set(beneficiary, vault, &document, &in_days(300), BY_OWNER).text("reminder_id");
    for reader in [professional, beneficiary] {
        let list = reminders(reader, vault);
        assert_eq!(texts(&list), [BY_HOLDER, BY_OWNER]);
        assert_eq!((&list[0]["on"], &list[0]["due"]), (&day.as_str().into(), &false.into()));
        assert_eq!(list[0]["author"]["name"], "Claire Morel");
    }

    // What cannot be set, told in words before anything is sent.
    set(professional, vault, &document, "2001-02-03", BY_HOLDER).failed(2, "reminder-day-past");
    set(professional, vault, &document, &in_days(17 * 366), BY_HOLDER).failed(2, "reminder-day-far");
    set(professional, vault, &document, "demain", BY_HOLDER).failed(2, "date-unknown");
    set(professional, vault, &document, &day, &"a".repeat(501)).failed(2, "reminder-text");
    set(professional, vault, &"ab".repeat(16), &day, BY_HOLDER).failed(4, "document-missing");
    set(&cast.desk, vault, &document, &day, BY_HOLDER).failed(3, "role-forbids");
    for _ in 2..5 {
        set(beneficiary, vault, &document, &day, "SPECIMEN").done();
    }
    set(beneficiary, vault, &document, &day, "SPECIMEN").failed(3, "reminder-too-many");

    // Neither the server's disk nor what it says holds the text; nor does a desk's profile.
    let mut folders = vec![cast.server.data(), cast.server.path("keys")];
    folders.extend([professional.home(), beneficiary.home()]);
    for text in [BY_HOLDER, BY_OWNER] {
        for folder in &folders {
            hold_neither(text, folder);
        }
        assert!(!cast.server.told().contains(text));
    }
    assert!(files_under(&cast.server.data()).iter().any(|file| find(b"CCAS de Valcourt", file)), "the search is blind");

    // The mandate ends and the folder's key turns: the person still reads what was written before.
    cast.revoke(&mandate).done();
    assert_eq!(texts(&reminders(beneficiary, vault)).len(), 5);
    professional.run([&"reminder", &"list", &"--vault", vault]).failed(3, "mandate-revoked");
    set(professional, vault, &document, &day, BY_HOLDER).failed(3, "mandate-revoked");
    professional.run([&"reminder", &"remove", &second]).failed(3, "not-allowed");

    // The day has come: whoever looks at the papers is told, though no message could be sent.
    cast.server.set_clock_ahead(DAY * 41);
    cast.server.stop();
    cast.server.start();
    let (professional, beneficiary, vault) = (&cast.professional, &cast.beneficiary, &cast.vault);
    for person in [professional, beneficiary] {
        person.log_in().done();
    }
    let list = reminders(beneficiary, vault);
    let due: Vec<bool> = list.iter().map(|shown| shown["due"].as_bool().expect("yes or no")).collect();
    assert_eq!(due, [true, true, true, true, false]);
    let listed = beneficiary.run([&"list"]);
    assert!(listed.stderr.contains("4 rappels sont arrivés à leur jour"), "{}", listed.stderr);
    listed.done();

    // The author takes back what they set, without any mandate; the person the rest.
    let first = first["reminder_id"].as_str().expect("an id");
    professional.run([&"reminder", &"remove", &first]).done();
    for shown in reminders(beneficiary, vault) {
        let id = shown["reminder_id"].as_str().expect("an id");
        beneficiary.run([&"reminder", &"remove", &id]).done();
        beneficiary.run([&"reminder", &"remove", &id]).failed(4, "not-found");
    }
    assert!(reminders(beneficiary, vault).is_empty());
    let log = cast.log(beneficiary);
    assert_eq!(count(&log, "reminder-changed", "done"), 10);
    assert_eq!(count(&log, "reminder-changed", "not-allowed"), 1);
}

#[test]
fn a_reminder_follows_its_paper_to_another_folder() {
    let cast = Cast::gather();
    cast.lend();
    let document = cast.deposited(&cast.papers.pdf);
    let (professional, beneficiary, vault) = (&cast.professional, &cast.beneficiary, &cast.vault);
    set(professional, vault, &document, &in_days(40), BY_HOLDER).done();
    set(beneficiary, vault, &document, &in_days(41), BY_OWNER).done();
    let move_to = |by: &Person, folder: &str| {
        by.run([&"document", &"move", &document, &"--vault", vault, &"--folder", &folder]).done();
    };
    // Ressources and Identité are lent.
    move_to(professional, "Identité");
    for reader in [professional, beneficiary] {
        assert_eq!(texts(&reminders(reader, vault)), [BY_HOLDER, BY_OWNER]);
    }
    move_to(beneficiary, "Logement");
    assert_eq!(texts(&reminders(beneficiary, vault)), [BY_HOLDER, BY_OWNER]);
    assert!(reminders(professional, vault).is_empty());
}
