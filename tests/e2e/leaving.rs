//! Saying no, printed acts that anyone checks offline, and a vault that ends: with the real programs.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use vault_core::credential::CredentialFile;

use crate::harness::{Cast, Person, Server, built, count, find, words};

const DAY: Duration = Duration::from_hours(24);

/// Somebody who has nothing but a file: no account, no session, no network that this server is on.
fn passer_by(cast: &Cast) -> Person {
    let folder = cast.server.path("people").join("passer-by");
    Person::at(folder, "https://localhost:1".to_owned(), cast.server.ca())
}

/// The log's public key, as it is printed on the card.
fn log_key(of: &Person) -> String {
    let text = fs::read_to_string(of.path("credential")).expect("text");
    let key = CredentialFile::parse(&text).expect("a card").log.expect("printed");
    data_encoding::HEXLOWER.encode(key.as_bytes())
}

#[test]
fn a_no_at_the_desk_leaves_one_line_and_no_name() {
    let cast = Cast::gather();
    cast.professional.run([&"vault", &"refuse"]).done();
    cast.desk.run([&"vault", &"refuse"]).failed(3, "role-forbids");
    cast.beneficiary.run([&"vault", &"refuse"]).failed(3, "organisation-none");
    cast.auditor.run([&"log", &"verify"]).done();
}

/// `vault create` at a terminal, where somebody types this; gives the exit code and the screen.
fn asked_at_a_terminal(cast: &Cast, typed: &str) -> (Option<i32>, String) {
    let pin = cast.professional.write_pin("their-pin", "47291836");
    let home = cast.professional.home();
    let line = format!(
        "COFFRE_HOME='{}' TZ=Europe/Paris '{}' --lang fr vault create --given-name Awa --family-name SPECIMEN \
         --birth-date 1990-02-03 --no-protection-measure --beneficiary-pin-file '{}' --card-out '{}'",
        home.display(),
        built("coffre").display(),
        pin.display(),
        cast.professional.path("refused.pdf").display(),
    );
    let mut terminal = Command::new("script");
    terminal.args(["--quiet", "--return", "--command", &line, "/dev/null"]);
    terminal.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut terminal = terminal.spawn().expect("a pseudo-terminal");
    let mut keyboard = terminal.stdin.take().expect("piped");
    keyboard.write_all(format!("{typed}\n").as_bytes()).expect("typed");
    let output = terminal.wait_with_output().expect("ended");
    drop(keyboard);
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn a_no_that_is_typed_at_the_consent_is_counted_and_nothing_is_opened() {
    let cast = Cast::gather();
    let size = || cast.professional.run([&"log", &"verify"]).done()["tree_size"].as_u64().expect("a size");
    let mut lines = Vec::new();
    for typed in ["peut-être", "non"] {
        let before = size();
        let (code, screen) = asked_at_a_terminal(&cast, typed);
        assert_eq!(code, Some(3), "{screen}");
        assert!(screen.contains("n’a pas dit oui") && screen.contains("Vous pouvez dire non"), "{screen}");
        lines.push(size() - before);
    }
    assert_eq!(lines[1], lines[0] + 1, "only the clear no is counted: {lines:?}");
    assert_eq!(cast.professional.run([&"vault", &"find", &"Awa"]).done(), serde_json::json!([]));
    assert!(!cast.professional.path("refused.pdf").exists());
}

#[test]
fn printed_acts_are_checked_by_anyone_who_has_the_file() {
    let cast = Cast::gather();
    let (opening, mandate, deposit) =
        (cast.server.path("ouverture.pdf"), cast.server.path("autorisation.pdf"), cast.server.path("recu.pdf"));
    let awa = Person::new(&cast.server, "awa");
    let pin = awa.write_pin("pin", "47291836");
    let mut all = words([&"vault", &"create", &"--given-name", &"Awa", &"--family-name", &"SPECIMEN"]);
    all.extend(words([&"--birth-date", &"1990-02-03", &"--no-protection-measure", &"--beneficiary-pin-file", &pin]));
    all.extend(words([&"--credential-out", &awa.path("credential"), &"--card-out", &awa.path("card.pdf")]));
    all.extend(words([&"--act-out", &opening]));
    let created = cast.professional.run_all(&all).done();
    let vault = created["vault_id"].as_str().expect("an id").to_owned();
    let mut all = words([&"mandate", &"grant", &"--vault", &vault, &"--to", &cast.organisation]);
    all.extend(words([
        &"--folder",
        &"Ressources",
        &"--right",
        &"read,deposit",
        &"--purpose",
        &"rsa",
        &"--days",
        &"31",
    ]));
    all.extend(words([&"--beneficiary-credential-file", &awa.path("credential"), &"--beneficiary-pin-file", &pin]));
    all.extend(words([&"--act-out", &mandate]));
    let granted = cast.professional.run_all(&all).text("mandate_id");
    let mut all = words([&"deposit", &"--vault", &vault, &"--folder", &"Ressources", &"--type", &"tax-notice"]);
    all.extend(words([&"--receipt-out", &deposit, &cast.papers.pdf]));
    let added = cast.desk.run_all(&all).done();

    // The desk's computer knows the keys; a stranger's knows none, and is told so, or compares with a card.
    let told = cast.professional.run([&"verify", &mandate]).done();
    assert_eq!((&told["mandate_id"], &told["page"]), (&granted.as_str().into(), &"same".into()));
    assert_eq!(told["known"], serde_json::json!({ "log": true, "person": true, "organisation": true }));
    let stranger = passer_by(&cast);
    for (file, kind) in [(&opening, "opening"), (&mandate, "mandate"), (&deposit, "deposit")] {
        let told = stranger.run([&"verify", file]).done();
        assert_eq!((&told["kind"], &told["vault_id"]), (&kind.into(), &vault.as_str().into()));
        assert_eq!(told["known"]["log"], false);
        let told = stranger.run([&"verify", file, &"--log-key", &log_key(&awa)]).done();
        assert_eq!(told["known"]["log"], true);
        stranger.run([&"verify", file, &"--log-key", &"ab".repeat(32)]).failed(5, "integrity-checkpoint");
        let mut bytes = fs::read(file).expect("read");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        let changed = cast.server.path("changed.pdf");
        fs::write(&changed, bytes).expect("written");
        assert_ne!(stranger.run([&"verify", &changed]).code, 0, "{kind}");
        // No secret is inside: neither the PIN nor the card's characters.
        let code = created["card"]["code"].as_str().expect("text");
        assert!(code.len() == 52 && !find(code.as_bytes(), file) && !find(b"47291836", file), "{kind}");
    }
    assert_eq!(added[0]["document_id"], stranger.run([&"verify", &deposit]).done()["document_id"]);
    stranger.run([&"verify", &cast.papers.pdf]).failed(2, "not-an-act");
    stranger.run([&"verify", &cast.server.path("none.pdf")]).failed(2, "file-missing");
    // What is there already is not replaced, and nothing is done before that is seen.
    cast.professional.run_all(&all).failed(2, "output-exists");
}

#[test]
fn a_vault_is_closed_kept_closed_again_and_destroyed_with_a_receipt() {
    let mut cast = Cast::gather_on(Server::prepare_clocked());
    cast.lend();
    let document = cast.deposited(&cast.papers.pdf);
    let (first, second) = (cast.server.path("closing-1.txt"), cast.server.path("closing-2.txt"));
    let close = |cast: &Cast, again: &str, out: &std::path::Path| {
        let again = cast.beneficiary.write_pin("again", again);
        let mut all = words([&"vault", &"close", &"--credential-file", &cast.beneficiary.path("credential")]);
        all.extend(words([&"--pin-file", &cast.beneficiary.path("pin"), &"--pin-again-file", &again]));
        all.extend(words([&"--receipt-out", &out, &"--act-out", &out.with_extension("pdf")]));
        cast.beneficiary.run_all(&all)
    };
    close(&cast, "11112222", &first).failed(2, "pin-mismatch");
    let pin = crate::harness::PIN;
    close(&cast, pin, &first).done();
    close(&cast, pin, &first).failed(2, "output-exists");
    let output = cast.server.path("opened.pdf");
    cast.professional.run([&"open", &document, &"-o", &output]).failed(3, "vault-closing");
    cast.deposit(&cast.desk, &cast.papers.jpeg).failed(3, "vault-closing");
    let mut keep = words([&"vault", &"keep", &"--credential-file", &cast.beneficiary.path("credential")]);
    keep.extend(words([&"--pin-file", &cast.beneficiary.path("pin")]));
    cast.beneficiary.run_all(&keep).done();
    cast.beneficiary.run_all(&keep).failed(3, "conflict");
    cast.professional.run([&"open", &document, &"-o", &output]).done();

    let closed = close(&cast, pin, &second).done();
    let act = second.with_extension("pdf");
    let told = passer_by(&cast).run([&"verify", &act, &"--log-key", &log_key(&cast.beneficiary)]).done();
    assert_eq!(
        (&told["kind"], &told["page"], &told["known"]["log"]),
        (&"closing".into(), &"same".into(), &true.into())
    );
    assert_eq!((&told["log_index"], &told["said"]["destroy_ms"]), (&closed["log_index"], &closed["destroy_ms"]));
    assert_eq!(cast.beneficiary.run([&"verify", &second]).done()["event"], "vault-closing");
    cast.beneficiary.run([&"vault", &"receipt", &second, &"-o", &output]).failed(2, "output-exists");
    let end = cast.server.path("destroyed.txt");
    // The text and the page are as good as each other.
    for closing in [&second, &act] {
        cast.beneficiary.run([&"vault", &"receipt", closing, &"-o", &end]).failed(3, "too-early");
    }
    let log = cast.log(&cast.beneficiary);
    assert_eq!((count(&log, "vault-closing", "done"), count(&log, "vault-kept", "done")), (2, 1));

    // A month and a day later, the server looks after itself.
    cast.server.set_clock_ahead(31 * DAY);
    cast.server.stop();
    cast.server.start();
    wait_until(|| cast.blobs() == 0);
    cast.beneficiary.log_in().failed(3, "wrong-credential");
    // The closing of before was taken back: its code gives nothing.
    cast.professional.run([&"vault", &"receipt", &first, &"-o", &end]).failed(4, "not-found");
    let told = cast.professional.run([&"vault", &"receipt", &second, &"-o", &end]).done();
    assert_eq!(told["vault_id"], closed["vault_id"]);
    let key = log_key(&cast.beneficiary);
    let stranger = passer_by(&cast);
    let told = stranger.run([&"verify", &end, &"--log-key", &key]).done();
    assert_eq!((&told["event"], &told["vault_id"]), (&"vault-destroyed".into(), &closed["vault_id"]));
    stranger.run([&"verify", &end]).failed(2, "log-key-missing");
    stranger.run([&"verify", &end, &"--log-key", &"cd".repeat(32)]).failed(5, "integrity-checkpoint");
    let text = fs::read_to_string(&end).expect("text").replacen("index ", "index 1", 1);
    fs::write(&end, text).expect("written");
    assert_eq!(stranger.run([&"verify", &end, &"--log-key", &key]).code, 5);
}

/// A round of housekeeping runs when the server has started: it needs a moment.
fn wait_until(done: impl Fn() -> bool) {
    for _ in 0..600 {
        if done() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("it was not done within 30 s");
}
