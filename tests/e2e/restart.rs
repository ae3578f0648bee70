//! A server that stops and starts again, uploads that are cut, sessions that are left alone.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

use coffre_demo::specimen;

use crate::harness::{Answer, Cast, Server, files_under, same_content, words};

/// Long enough to be caught on its way.
const LARGE: u64 = 96 << 20;

#[test]
fn a_document_added_before_a_restart_opens_after_it() {
    let mut cast = Cast::gather();
    cast.lend();
    let document = cast.deposited(&cast.papers.jpeg);
    assert!(cast.server.stop().success(), "{}", cast.server.told());
    cast.server.start();
    // Nobody logs in again: sessions outlive the process.
    cast.professional.open(&document, "opened").done();
    assert!(same_content(&cast.professional.path("opened"), &cast.papers.jpeg));
    cast.auditor.run([&"log", &"verify"]).done();
}

#[test]
fn a_server_told_to_stop_during_an_upload_leaves_nothing_and_the_queue_sends_it_later() {
    let mut cast = Cast::gather_on(Server::prepare(&["--stop-grace-s=0"]));
    cast.lend();
    let file = large(&cast);
    let child = upload_on_its_way(&cast, &file);
    cast.server.ask_to_stop();
    kept(child);
    assert!(cast.server.wait().success(), "{}", cast.server.told());
    assert_eq!(cast.blobs(), 0, "a piece of the upload stayed");
    cast.server.start();
    sent_later(&cast, &file);
}

#[test]
fn a_server_that_was_killed_during_an_upload_leaves_nothing_visible_and_clears_the_rest() {
    let mut cast = Cast::gather();
    cast.lend();
    let file = large(&cast);
    let child = upload_on_its_way(&cast, &file);
    cast.server.kill();
    kept(child);
    cast.server.start();
    assert_eq!(cast.blobs(), 0, "a piece of the upload stayed");
    sent_later(&cast, &file);
}

#[test]
fn an_upload_cut_by_its_sender_leaves_nothing_and_the_queue_sends_it_later() {
    let cast = Cast::gather();
    cast.lend();
    let file = large(&cast);
    let mut child = upload_on_its_way(&cast, &file);
    child.kill().unwrap();
    child.wait().unwrap();
    let begun = Instant::now();
    while cast.blobs() > 0 {
        assert!(begun.elapsed() < Duration::from_secs(20), "a piece of the upload stayed");
        sleep(Duration::from_millis(20));
    }
    sent_later(&cast, &file);
}

#[test]
fn a_session_left_alone_is_over_and_what_it_left_on_the_computer_opens_nothing() {
    let cast = Cast::gather_on(Server::prepare_clocked());
    cast.lend();
    let document = cast.deposited(&cast.papers.pdf);
    cast.server.set_clock_ahead(Duration::from_mins(14));
    cast.professional.open(&document, "in-time").done();
    cast.server.set_clock_ahead(Duration::from_mins(28));
    cast.professional.run([&"whoami"]).done();
    cast.server.set_clock_ahead(Duration::from_mins(44));
    cast.professional.run([&"whoami"]).failed(3, "session-over");
    cast.professional.open(&document, "late").failed(3, "session-over");
    assert!(!cast.professional.path("late").exists());
}

fn large(cast: &Cast) -> PathBuf {
    let file = cast.papers.pdf.with_file_name("large.pdf");
    std::io::copy(&mut specimen::bytes(3, LARGE), &mut File::create(&file).unwrap()).unwrap();
    file
}

/// Begins a deposit, and returns while the server has a part of it.
fn upload_on_its_way(cast: &Cast, file: &Path) -> Child {
    let all = words([&"deposit", &"--vault", &cast.vault, &"--folder", &"Ressources", &"--type", &"other", &file]);
    let mut child = cast.desk.command(&all).spawn().unwrap();
    let incoming = cast.server.data().join("blobs/incoming");
    let begun = Instant::now();
    loop {
        let size = |path: PathBuf| fs::metadata(path).map_or(0, |meta| meta.len());
        let arrived: u64 = files_under(&incoming).into_iter().map(size).sum();
        if arrived > LARGE / 50 {
            assert!(arrived < LARGE, "the upload was over before it could be cut");
            return child;
        }
        assert!(child.try_wait().unwrap().is_none(), "the deposit ended before it could be cut");
        assert!(begun.elapsed() < Duration::from_mins(1), "nothing arrived");
    }
}

/// The deposit was cut: it is told, and the sealed document waits.
fn kept(child: Child) {
    let answer = Answer::of(&child.wait_with_output().unwrap(), "deposit".to_owned());
    answer.failed(6, "deposit-kept");
}

/// Nothing is visible of a cut deposit; what waits is then sent, and comes back byte for byte.
fn sent_later(cast: &Cast, file: &Path) {
    assert!(cast.listed().is_empty());
    let waiting = cast.desk.run([&"queue", &"list"]).done();
    assert_eq!(waiting.as_array().unwrap().len(), 1, "{waiting}");
    let sent = cast.desk.run([&"queue", &"send"]).done();
    assert_eq!(sent[0]["document_id"], waiting[0]["document_id"]);
    assert_eq!(cast.desk.run([&"queue", &"list"]).done(), serde_json::json!([]));
    cast.professional.open(sent[0]["document_id"].as_str().unwrap(), "opened").done();
    assert!(same_content(&cast.professional.path("opened"), file));
    assert_eq!((cast.listed().len(), cast.blobs()), (1, 1));
}
