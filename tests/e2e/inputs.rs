//! What people hand over by mistake or on purpose: a clear error, and nothing half-done.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use coffre_demo::specimen;
use serde_json::Value;

use crate::harness::{Answer, Cast, Server, files_under, words};

#[test]
fn a_file_that_is_not_a_readable_document_is_refused_by_its_own_name() {
    let cast = Cast::gather();
    cast.lend();
    let pipe = path(&cast, "pipe.pdf");
    let (kind, mode) = (rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR);
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, kind, mode, 0).unwrap();
    let cases = [
        (written(&cast, "empty.pdf", b""), "file-empty"),
        (path(&cast, "none.pdf"), "file-missing"),
        (path(&cast, ""), "file-not-regular"),
        (pipe, "file-not-regular"),
        (PathBuf::from("/dev/zero"), "file-not-regular"),
        (unreadable(&cast), "file-unreadable"),
    ];
    for (file, code) in cases {
        let told = leaves_nothing(&cast, cast.deposit(&cast.desk, &file), 2, code);
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        assert!(told["message"].as_str().unwrap().contains(&name), "{told}");
    }
    // One that cannot be taken stops the others of the same command before any is sent.
    let mut all = words([&"deposit", &"--vault", &cast.vault, &"--folder", &"Ressources", &"--type", &"tax-notice"]);
    all.extend(words([&cast.papers.pdf, &path(&cast, "empty.pdf")]));
    leaves_nothing(&cast, cast.desk.run_all(&all), 2, "file-empty");
}

#[test]
fn a_file_that_grows_while_it_is_read_is_refused() {
    let cast = Cast::gather();
    cast.lend();
    let file = path(&cast, "growing.pdf");
    std::io::copy(&mut specimen::bytes(1, 24 << 20), &mut File::create(&file).unwrap()).unwrap();
    let done = AtomicBool::new(false);
    let answer = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut writer = OpenOptions::new().append(true).open(&file).unwrap();
            while !done.load(Ordering::Relaxed) {
                writer.write_all(b"one more line of the scan").unwrap();
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
        });
        let answer = cast.deposit(&cast.desk, &file);
        done.store(true, Ordering::Relaxed);
        answer
    });
    leaves_nothing(&cast, answer, 2, "file-changed");
    cast.deposit(&cast.desk, &file).done();
}

#[test]
fn what_is_not_known_is_told_and_nothing_is_done() {
    let cast = Cast::gather();
    cast.lend();
    let (pdf, nobody) = (&cast.papers.pdf, "0123456789abcdef0123456789abcdef");
    let deposit = |vault: &str, folder: &str, kind: &str| {
        let all = words([&"deposit", &"--vault", &vault, &"--folder", &folder, &"--type", &kind, pdf]);
        cast.desk.run_all(&all)
    };
    leaves_nothing(&cast, deposit(&cast.vault, "Cuisine", "tax-notice"), 2, "folder-unknown");
    leaves_nothing(&cast, deposit(&cast.vault, nobody, "tax-notice"), 4, "folder-missing");
    leaves_nothing(&cast, deposit(&cast.vault, "Ressources", "recipe"), 2, "type-unknown");
    leaves_nothing(&cast, deposit("not-an-id", "Ressources", "tax-notice"), 2, "id-unreadable");
    leaves_nothing(&cast, deposit(nobody, "Ressources", "tax-notice"), 4, "not-found");
    // A folder of the vault that was not lent.
    let private = deposit(&cast.vault, "Privé", "tax-notice");
    assert_eq!(private.code, 3, "{private:?}");
    assert!(cast.listed().is_empty());

    cast.professional.open(nobody, "none").failed(4, "not-found");
    cast.professional.open("../../etc/passwd", "none").failed(2, "id-unreadable");
    cast.professional.run([&"mandate", &"revoke", &nobody]).failed(4, "mandate-missing");
    cast.desk.run([&"lend", &"everything"]).failed(2, "command-line");
    cast.desk.run([&"deposit", &"--vault", &cast.vault]).failed(2, "command-line");
    let title = OsStr::from_bytes(b"\xff\xfe");
    let mut all = words([&"deposit", &"--vault", &cast.vault, &"--folder", &"Ressources", &"--type", &"tax-notice"]);
    all.extend(words([&"--title", &title, pdf]));
    leaves_nothing(&cast, cast.desk.run_all(&all), 2, "command-line");
    cast.desk.run([&"logout"]).done();
    leaves_nothing(&cast, cast.deposit(&cast.desk, pdf), 3, "not-logged-in");
}

#[test]
fn names_of_files_lead_nowhere_and_show_nothing_false() {
    let cast = Cast::gather();
    cast.lend();
    let names: [&[u8]; 6] = [
        b"..\\..\\windows\\system32.pdf",
        b"%2e%2e%2fetc%2fpasswd",
        "avis\u{202e}fdp.exe".as_bytes(),
        b"two\nlines\x1b[2J.pdf",
        b"scan-\xff\xfe.pdf",
        b"-rf.pdf",
    ];
    for name in names {
        let file = path(&cast, "").join(OsStr::from_bytes(name));
        fs::copy(&cast.papers.pdf, &file).unwrap();
        let document = cast.deposited(&file);
        let shown = cast.listed().into_iter().find(|shown| shown["document_id"] == document).unwrap();
        let title = shown["title"].as_str().unwrap().to_owned();
        let is_plain = |c: char| !c.is_control() && c != '\u{202e}' && c != '\\' && c != '/';
        assert!(!title.is_empty() && title.chars().all(is_plain), "{title:?}");
        let before = files_under(&cast.professional.path(""));
        cast.professional.open(&document, "opened").done();
        let output = cast.professional.path("opened");
        assert!(fs::read(&output).unwrap() == fs::read(&file).unwrap(), "{title}");
        fs::remove_file(output).unwrap();
        assert_eq!(files_under(&cast.professional.path("")), before, "something else was written");
    }
}

#[test]
fn a_document_over_the_limit_and_a_full_vault_are_refused() {
    let cast = Cast::gather_on(Server::prepare(&["--max-document-bytes=20000000", "--max-vault-bytes=30000000"]));
    cast.lend();
    let large = path(&cast, "large.pdf");
    let file = File::create(&large).unwrap();
    file.set_len(20_000_001).unwrap();
    leaves_nothing(&cast, cast.deposit(&cast.desk, &large), 2, "file-too-large");
    file.set_len(16_000_000).unwrap();
    cast.deposited(&large);
    // Too large to be sent and forgotten: the refusal must come before the object goes.
    let told = cast.deposit(&cast.desk, &large).failed(2, "vault-full");
    assert_eq!(told["limit"], 30_000_000);
    assert_eq!((cast.listed().len(), cast.blobs(), waiting(&cast)), (1, 1, 0));
}

#[test]
fn an_unreachable_server_is_told_and_nothing_waits_that_was_not_sealed() {
    let mut cast = Cast::gather();
    cast.lend();
    cast.server.stop();
    cast.deposit(&cast.desk, &cast.papers.pdf).failed(6, "unreachable");
    cast.professional.run([&"log", &"verify"]).failed(6, "unreachable");
    assert_eq!(waiting(&cast), 0);
    cast.server.start();
    assert_eq!((cast.listed().len(), cast.blobs()), (0, 0));
}

#[test]
fn a_file_that_is_there_is_not_written_over() {
    let cast = Cast::gather();
    cast.lend();
    let document = cast.deposited(&cast.papers.pdf);
    let there = cast.professional.path("there");
    fs::write(&there, "kept").unwrap();
    cast.professional.open(&document, "there").failed(2, "output-exists");
    cast.professional.open(&document, "no/such/folder").failed(1, "output-failed");
    assert_eq!(fs::read(&there).unwrap(), b"kept");
    cast.professional.run([&"open", &document, &"-o", &there, &"--force"]).done();
    assert!(fs::read(&there).unwrap() == fs::read(&cast.papers.pdf).unwrap());
    assert_eq!(fs::metadata(&there).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn the_same_file_sent_twice_at_once_makes_two_whole_documents() {
    let cast = Cast::gather();
    cast.lend();
    let begin = || {
        let list = ["deposit", "--vault", &cast.vault, "--folder", "Identité", "--type", "identity-card"];
        let mut all: Vec<_> = list.iter().map(Into::into).collect();
        all.push(cast.papers.jpeg.clone().into());
        cast.desk.command(&all).spawn().unwrap()
    };
    let both = [begin(), begin()].map(|child| child.wait_with_output().unwrap());
    for (at, output) in both.iter().enumerate() {
        let json = Answer::of(output, "deposit".to_owned()).done();
        let name = format!("opened-{at}");
        cast.professional.open(json[0]["document_id"].as_str().unwrap(), &name).done();
        assert!(fs::read(cast.professional.path(&name)).unwrap() == fs::read(&cast.papers.jpeg).unwrap());
    }
    assert_eq!((cast.listed().len(), cast.blobs(), waiting(&cast)), (2, 2, 0));
}

/// A deposit that failed so: no document, no object, nothing waiting and no piece of it on this computer.
#[track_caller]
fn leaves_nothing(cast: &Cast, answer: Answer, exit: i32, code: &str) -> Value {
    let told = answer.failed(exit, code);
    assert!(cast.listed().is_empty(), "{code}: a document is listed");
    assert_eq!((cast.blobs(), waiting(cast)), (0, 0), "{code}: something was kept");
    told
}

/// Files that wait on the desk agent's computer, pieces included.
fn waiting(cast: &Cast) -> usize {
    let queue = cast.desk.home().join("queue");
    if queue.exists() { files_under(&queue).len() } else { 0 }
}

fn path(cast: &Cast, name: &str) -> PathBuf {
    cast.papers.pdf.with_file_name("given").join(name)
}

fn written(cast: &Cast, name: &str, bytes: &[u8]) -> PathBuf {
    let file = path(cast, name);
    fs::write(&file, bytes).unwrap();
    file
}

/// A file that the system refuses to open; to the superuser, who may read all, a link that leads to itself.
fn unreadable(cast: &Cast) -> PathBuf {
    let file = written(cast, "unreadable.pdf", b"SPECIMEN");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    if can_read(&file) {
        fs::remove_file(&file).unwrap();
        symlink(&file, &file).unwrap();
    }
    file
}

fn can_read(file: &Path) -> bool {
    File::open(file).is_ok_and(|mut open| open.read(&mut [0]).is_ok())
}
