//! The disk of a desk's computer: after leaving, and after a kill in the middle of an opening and of a deposit.

use std::fs;
use std::process::Child;
use std::sync::mpsc::Receiver;
use std::thread::sleep;
use std::time::{Duration, Instant};

use data_encoding::BASE32_NOPAD;
use vault_core::secret::SessionHalf;

use super::needles::Needles;
use super::scene::{Scene, copy_all};
use super::thief::{Ring, Thief};
use crate::harness::{BIRTH_DATE, Cast, FAMILY_NAME, GIVEN_NAME, PIN, Person, Server, files_under, words};
use crate::hostile::between::liar::Liar;

const LINE: &str = "SPECIMEN: the rent of the room Belleombre is 312 euros. ";
const TITLE: &str = "Avis-Zéphyrin-Confidentiel";
const FILE_NAME: &str = "quittance-zephyrine.txt";

/// A desk behind a wire that can be held.
struct Desk {
    cast: Cast,
    liar: Liar,
    paper: String,
}

impl Desk {
    fn open() -> Self {
        let server = Server::prepare_behind_another();
        let liar = Liar::start(server.port(), server.inner_port(), &server.path("tls"));
        let cast = Cast::gather_on(server);
        cast.lend();
        let file = cast.papers.pdf.with_file_name(FILE_NAME);
        fs::write(&file, LINE.repeat(4_000)).expect("written");
        let json = cast.desk.run_all(&deposit(&cast)).done();
        let paper = json[0]["document_id"].as_str().expect("an id").to_owned();
        let found = cast.professional.run([&"vault", &"find", &"diarraval"]).done();
        assert_eq!(found[0]["given_name"], GIVEN_NAME);
        Self { cast, liar, paper }
    }

    /// What must not lie on the disk.
    fn needles(&self) -> Needles {
        let mut needles = Needles::default();
        for (what, text) in [
            ("content", "room Belleombre"),
            ("title", TITLE),
            ("file name", "quittance-zephyrine"),
            ("given name", GIVEN_NAME),
            ("family name", FAMILY_NAME),
            ("birth date", BIRTH_DATE),
            ("PIN", PIN),
        ] {
            needles.add(what, text.as_bytes());
        }
        for person in [&self.cast.professional, &self.cast.desk, &self.cast.beneficiary] {
            let card = Scene::card(person);
            needles.add("card code", card.to_text().as_bytes());
            let bytes = BASE32_NOPAD.decode(card.to_text().as_bytes()).expect("a code");
            needles.add("card secret", &bytes[10..30]);
            if let Some(keys) = self.thief().open_session(&person.home(), None) {
                for piece in keys.to_root().chunks(32) {
                    needles.add("private key", piece);
                }
            }
        }
        needles
    }

    /// Somebody who has the server's disk and keys too.
    fn thief(&self) -> Thief {
        let server = &self.cast.server;
        Thief::of_data(&server.data()).with_keys(&server.path("keys"))
    }
}

fn deposit(cast: &Cast) -> Vec<std::ffi::OsString> {
    let mut all = words([&"deposit", &"--vault", &cast.vault, &"--folder", &"Ressources", &"--type", &"other"]);
    all.extend(words([&"--title", &TITLE, &cast.papers.pdf.with_file_name(FILE_NAME)]));
    all
}

/// Everything that this person's program may have written: profile, output folder, temporary files.
#[track_caller]
fn clean(person: &Person, needles: &Needles) {
    for place in ["home", "out", "tmp"] {
        fs::create_dir_all(person.path(place)).expect("a folder");
        for file in files_under(&person.path(place)) {
            let mut bytes = fs::read(&file).expect("a file");
            bytes.extend(file.as_os_str().as_encoded_bytes());
            assert_eq!(needles.found_in(&bytes), Vec::<String>::new(), "in {}", file.display());
        }
    }
    // The same search finds what is there.
    let planted = person.path("home/planted");
    fs::write(&planted, format!("before {LINE} after")).expect("written");
    assert_eq!(needles.found_in(&fs::read(&planted).expect("a file")), ["content"]);
    fs::remove_file(planted).expect("removed");
}

/// Starts a command of this person, with a place of its own for temporary files.
fn begin(person: &Person, all: &[std::ffi::OsString]) -> Child {
    for place in ["out", "tmp"] {
        fs::create_dir_all(person.path(place)).expect("a folder");
    }
    person.command(all).env("TMPDIR", person.path("tmp")).spawn().expect("started")
}

fn wait(reached: &Receiver<()>) {
    reached.recv_timeout(Duration::from_mins(1)).expect("the call is made");
}

/// Waits until a file without a name, which this process writes, holds something; gives what.
fn written_without_a_name(child: &Child) -> Vec<u8> {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_mins(1) {
        for entry in fs::read_dir(format!("/proc/{}/fd", child.id())).expect("a running program") {
            let path = entry.expect("an entry").path();
            let nameless = fs::read_link(&path).is_ok_and(|to| to.to_string_lossy().contains("(deleted)"));
            let bytes = if nameless { fs::read(&path).unwrap_or_default() } else { Vec::new() };
            if !bytes.is_empty() {
                return bytes;
            }
        }
        sleep(Duration::from_millis(10));
    }
    panic!("nothing was written")
}

#[test]
fn a_kill_in_the_middle_of_an_opening_leaves_nothing_that_can_be_read() {
    let desk = Desk::open();
    let (claire, needles) = (&desk.cast.professional, desk.needles());
    let reached = desk.liar.stall("/object");
    let mut child = begin(claire, &words([&"open", &desk.paper, &"-o", &claire.path("out/opened")]));
    wait(&reached);
    let half = written_without_a_name(&child);
    assert!(half.starts_with(LINE.as_bytes()), "the paper was being written");
    child.kill().expect("killed");
    child.wait().expect("gone");
    assert_eq!(fs::read_dir(claire.path("out")).expect("a folder").count(), 0, "it never had a name");
    clean(claire, &needles);
}

#[test]
fn a_kill_in_the_middle_of_a_deposit_leaves_sealed_papers_alone() {
    let desk = Desk::open();
    let (hugo, needles) = (&desk.cast.desk, desk.needles());
    let reached = desk.liar.stall("/deposits");
    let mut child = begin(hugo, &deposit(&desk.cast));
    wait(&reached);
    child.kill().expect("killed");
    child.wait().expect("gone");
    let waiting = files_under(&hugo.path("home/queue"));
    assert!(!waiting.is_empty(), "the sealed paper waits");
    clean(hugo, &needles);
}

#[test]
fn a_profile_opens_nothing_without_the_servers_half_which_ends_with_the_session() {
    let desk = Desk::open();
    let (claire, needles) = (&desk.cast.professional, desk.needles());
    clean(claire, &needles);
    let stolen = claire.path("stolen");
    copy_all(&claire.home(), &stolen);
    // The disk of a computer that was cut off in the middle of a session: half of a key.
    let nobody = SessionHalf::from_bytes([0; 32]);
    assert!(Thief::default().open_session(&stolen, Some(&nobody)).is_none());
    assert!(Thief::of_data(&desk.cast.server.data()).open_session(&stolen, None).is_none(), "without the lock's key");
    let keys = desk.thief().open_session(&stolen, None).expect("the thief knows how, with both halves");
    let account = claire.run([&"whoami"]).text("account_id").parse().expect("an id");
    let mut ring = Ring::default();
    ring.accounts.insert(account, keys);
    assert!(!desk.thief().rob(&mut ring).contents.is_empty());

    claire.run([&"logout"]).done();
    assert!(!claire.home().join("session.json").exists());
    clean(claire, &needles);
    assert!(desk.thief().open_session(&stolen, None).is_none(), "the server's half is gone");
}
