//! What a thief of the server's disk, of its output or of a desk's profile folder finds: nothing of the person's.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use serde_json::Value;
use vault_core::secret::SessionHalf;
use vault_core::session::SessionHalves;
use vault_server::domain::login::token_hash;
use vault_server::key_directory::KeyDirectory;
use vault_server::store::{Lock, Store, sessions};

use crate::harness::{BIRTH_DATE, Cast, FAMILY_NAME, GIVEN_NAME, PIN, Person, files_under, find, words};
use crate::stolen::needles::forms;

const TITLE: &str = "Avis-Zéphyrin-Confidentiel";
const FILE_NAME: &str = "quittance-zephyrine.txt";
const CONTENT: &str = "SPECIMEN: the rent of the room Belleombre is 312 euros";
const PURPOSE_TEXT: &str = "dossier Brumecendre en urgence";

/// Something that must not be found, and what it is.
type Needle = (&'static str, Vec<u8>);

#[test]
fn neither_content_nor_title_nor_name_nor_secret_lies_on_the_server() {
    let mut cast = Cast::gather();
    journey(&cast);
    let mut needles = needles(&cast);
    needles.extend(account_seeds(&mut cast));
    // Once with the journal of the database still open, once at rest.
    for is_running in [true, false] {
        if !is_running {
            cast.server.stop();
        }
        let mut places = files_under(&cast.server.data());
        places.extend(["stdout", "stderr"].map(|name| cast.server.path(name)));
        places.extend(files_under(&cast.server.path("keys")));
        absent(&needles, &places);

        // The same search finds what is there: a plain name in the database, a sealed object, a line of output.
        for (control, folder) in [(&b"CCAS de Valcourt"[..], "data"), (b"VDC1", "data/blobs")] {
            let files = files_under(&cast.server.path(folder));
            assert!(files.iter().any(|file| find(control, file)), "the search is blind in {folder}");
        }
        assert!(find(b"https://", &cast.server.path("stdout")));
        for (what, needle) in &needles {
            let planted = cast.server.path("data/blobs/planted");
            fs::write(&planted, [b"\0before\xff".as_slice(), needle, b"after"].concat()).unwrap();
            assert!(files_under(&cast.server.data()).iter().any(|file| find(needle, file)), "{what} was not found");
            fs::remove_file(planted).unwrap();
        }
    }
}

#[test]
fn a_profile_folder_holds_no_secret_and_is_closed_to_others() {
    let mut cast = Cast::gather();
    journey(&cast);
    let mut needles = needles(&cast);
    needles.extend(account_seeds(&mut cast));
    let people = [&cast.referent, &cast.professional, &cast.desk, &cast.beneficiary, &cast.auditor];
    for person in people {
        absent(&needles, &files_under(&person.home()));
        for file in files_under(&person.home()) {
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0, "{}", file.display());
        }
        assert_eq!(fs::metadata(person.home()).unwrap().permissions().mode() & 0o777, 0o700);
    }
    for person in people {
        // What a thief copied before the session ended is worth nothing after.
        let copied = session_of(person);
        person.run([&"logout"]).done();
        assert!(!person.home().join("session.json").exists());
        person.run([&"whoami"]).failed(3, "not-logged-in");
        fs::write(person.home().join("session.json"), copied).unwrap();
        person.run([&"whoami"]).failed(3, "session-over");
        absent(&needles, &files_under(&person.home()));
    }
}

/// Everything that a vault lives through, refusals included.
fn journey(cast: &Cast) {
    let mut all = words([&"mandate", &"grant", &"--vault", &cast.vault, &"--to", &cast.organisation]);
    all.extend(words([&"--folder", &"Logement", &"--right", &"read,deposit", &"--purpose", &"other"]));
    all.extend(words([&"--purpose-text", &PURPOSE_TEXT, &"--days", &"31"]));
    all.extend(words([&"--beneficiary-credential-file", &cast.beneficiary.path("credential")]));
    all.extend(words([&"--beneficiary-pin-file", &cast.beneficiary.path("pin")]));
    let mandate = cast.professional.run_all(&all).text("mandate_id");
    let file = cast.papers.pdf.with_file_name(FILE_NAME);
    fs::write(&file, CONTENT.repeat(40)).unwrap();
    let mut all = words([&"deposit", &"--vault", &cast.vault, &"--folder", &"Logement", &"--type", &"rent-receipt"]);
    all.extend(words([&"--title", &TITLE, &file]));
    let json = cast.desk.run_all(&all).done();
    let document = json[0]["document_id"].as_str().unwrap();
    let found = cast.professional.run([&"vault", &"find", &"diarraval"]).done();
    assert_eq!((&found[0]["given_name"], &found[0]["birth_date"]), (&GIVEN_NAME.into(), &BIRTH_DATE.into()));
    let listed = cast.professional.run([&"list", &"--vault", &cast.vault]).done();
    assert_eq!(listed[0]["title"], TITLE);
    cast.professional.open(document, "opened").done();
    assert_eq!(fs::read(cast.professional.path("opened")).unwrap(), fs::read(&file).unwrap());
    cast.desk.open(document, "opened").failed(3, "role-forbids");
    let elsewhere = cast.beneficiary.elsewhere("thief");
    elsewhere.log_in_with(&elsewhere.write_pin("wrong", "73519264")).failed(3, "wrong-pin");
    cast.revoke(&mandate).done();
    cast.professional.open(document, "again").failed(3, "mandate-revoked");
    assert!(cast.log(&cast.beneficiary).len() > 8);
    cast.auditor.run([&"log", &"verify"]).done();
}

/// Everything to look for, as it is and as text encodings would write it.
fn needles(cast: &Cast) -> Vec<Needle> {
    let text = |text: &str| text.as_bytes().to_vec();
    let mut all = vec![
        ("content", text("room Belleombre")),
        ("title", text(TITLE)),
        ("file name", text("quittance-zephyrine")),
        ("given name", text(GIVEN_NAME)),
        ("family name", text(FAMILY_NAME)),
        ("birth date", text(BIRTH_DATE)),
        ("purpose text", text(PURPOSE_TEXT)),
        ("PIN", text(PIN)),
    ];
    for person in [&cast.beneficiary, &cast.professional, &cast.auditor] {
        let code = card_code(person);
        let bytes = BASE32_NOPAD.decode(code.as_bytes()).unwrap();
        all.push(("card code", text(&code)));
        // Version and id are not secret; the twenty bytes after them are.
        all.push(("card secret", bytes[10..30].to_vec()));
        let pin = fs::read_to_string(person.path("pin")).unwrap();
        let pin = pin.trim();
        // A shorter number would be found by chance in so many random bytes.
        if pin.len() == 8 {
            all.push(("PIN", text(pin)));
        }
    }
    let sheet = code_in(&cast.beneficiary.path("sheet-credential"));
    all.push(("sheet secret", BASE32_NOPAD.decode(sheet.as_bytes()).unwrap()[10..30].to_vec()));
    all.push(("sheet code", text(&sheet)));
    all.iter().flat_map(|(what, needle)| forms(needle).into_iter().map(|form| (*what, form))).collect()
}

/// The private keys of people who are logged in, put together as only both sides of a session can.
fn account_seeds(cast: &mut Cast) -> Vec<Needle> {
    cast.server.stop();
    let tasks = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let seeds = tasks.block_on(async {
        let lock = Lock::new(Arc::new(KeyDirectory::open(&cast.server.path("keys")).unwrap()));
        let store = Store::open_sqlite(&cast.server.database()).await.unwrap();
        let mut seeds = Vec::new();
        for person in [&cast.referent, &cast.professional, &cast.desk, &cast.beneficiary] {
            let stored: Value = serde_json::from_slice(&session_of(person)).unwrap();
            let bytes = |name: &str| BASE64URL_NOPAD.decode(stored[name].as_str().unwrap().as_bytes()).unwrap();
            let mut tx = store.read().await.unwrap();
            let (session, _) = sessions::find(&mut tx, &lock, token_hash(&bytes("token"))).await.unwrap().unwrap();
            let local = SessionHalf::from_slice(&bytes("local_half")).unwrap();
            let halves = SessionHalves { local: &local, server: &session.half };
            let root = halves.open(session.account_id, &bytes("sealed_root")).unwrap().to_root();
            seeds.extend(root.chunks(32).flat_map(forms).map(|form| ("a private key", form)));
        }
        store.close().await;
        seeds
    });
    cast.server.start();
    seeds
}

fn card_code(person: &Person) -> String {
    code_in(&person.path("credential"))
}

/// The 52 characters in a credential file.
fn code_in(file: &Path) -> String {
    let credential = fs::read_to_string(file).unwrap();
    let is_code = |word: &&str| word.len() == 52 && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let code = credential.split(|c: char| !c.is_ascii_alphanumeric()).find(is_code);
    code.unwrap_or_else(|| panic!("no code in the credential file")).to_owned()
}

fn session_of(person: &Person) -> Vec<u8> {
    fs::read(person.home().join("session.json")).unwrap()
}

#[track_caller]
fn absent(needles: &[Needle], places: &[PathBuf]) {
    assert!(!places.is_empty());
    for place in places {
        for (what, needle) in needles {
            assert!(!find(needle, place), "{what} ({}) in {}", String::from_utf8_lossy(needle), place.display());
        }
    }
}
