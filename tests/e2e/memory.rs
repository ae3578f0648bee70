//! The largest document goes through both programs without either ever holding it.

use std::fs::{self, File};
use std::process::Child;
use std::thread::sleep;
use std::time::Duration;

use coffre_demo::specimen;

use crate::harness::{Answer, Cast, same_content, words};

const LARGEST: u64 = 256 << 20;
/// Most memory that either program may ever have held, in KiB.
const MOST_KIB: u64 = 64 << 10;

#[test]
fn the_largest_document_is_added_and_opened_within_64_mib_of_memory_on_each_side() {
    let cast = Cast::gather();
    cast.lend();
    let file = cast.papers.pdf.with_file_name("largest.pdf");
    std::io::copy(&mut specimen::bytes(5, LARGEST), &mut File::create(&file).unwrap()).unwrap();

    let all = words([&"deposit", &"--vault", &cast.vault, &"--folder", &"Ressources", &"--type", &"other", &file]);
    let (deposit, deposit_kib) = watched(cast.desk.command(&all).spawn().unwrap());
    let document = deposit.done()[0]["document_id"].as_str().unwrap().to_owned();
    let output = cast.professional.path("opened");
    let all = words([&"open", &document, &"-o", &output]);
    let (open, open_kib) = watched(cast.professional.command(&all).spawn().unwrap());
    assert_eq!(open.done()["length"], LARGEST);
    assert!(same_content(&output, &file), "another content came back");

    let server_kib = peak_kib(cast.server.pid()).unwrap();
    println!("peak memory: deposit {deposit_kib} KiB, open {open_kib} KiB, server {server_kib} KiB");
    for (who, kib) in [("deposit", deposit_kib), ("open", open_kib), ("server", server_kib)] {
        assert!(kib > 1024, "{who}: {kib} KiB was not measured");
        assert!(kib < MOST_KIB, "{who}: {kib} KiB");
    }
}

/// Waits for a command; also gives the most memory that it ever held, in KiB.
fn watched(mut child: Child) -> (Answer, u64) {
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        most = peak_kib(child.id()).unwrap_or(most);
        sleep(Duration::from_millis(5));
    }
    (Answer::of(&child.wait_with_output().unwrap(), "watched".to_owned()), most)
}

/// The system's own high-water mark of a process; none once it has ended.
fn peak_kib(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
