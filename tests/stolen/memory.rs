//! The server's memory while people use it, as a core dump would hold it.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::net::TcpStream;
use std::os::unix::process::ExitStatusExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use data_encoding::BASE32_NOPAD;
use rustix::process::{Pid, Signal, kill_process};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::needles::Needles;
use super::scene::{READ, Scene, UNREAD};
use super::thief::{Ring, Thief};
use crate::harness::{BIRTH_DATE, FAMILY_NAME, GIVEN_NAME, PIN, Server};

/// What a client has sent and not finished: it must be in the server's memory, and be found there.
const PLANTED: &str = "SPECIMEN-planted-Aigremont-0417";

const NOTHING: [&str; 0] = [];

/// Memory of a process that this one has stopped meanwhile: what it may write, region by region.
fn dump(pid: u32) -> Vec<Vec<u8>> {
    let process = Pid::from_raw(i32::try_from(pid).expect("a pid")).expect("a pid");
    kill_process(process, Signal::STOP).expect("stopped");
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).expect("its regions");
    let mut memory = File::open(format!("/proc/{pid}/mem")).expect("its memory");
    let mut regions = Vec::new();
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let (from, to) = line.split(' ').next().and_then(|range| range.split_once('-')).expect("a range");
        let [from, to] = [from, to].map(|end| u64::from_str_radix(end, 16).expect("an address"));
        let mut bytes = vec![0; usize::try_from(to - from).expect("a length")];
        memory.seek(SeekFrom::Start(from)).expect("sought");
        // A file that was cut since it was mapped ends earlier than its region.
        if memory.read_exact(&mut bytes).is_ok() {
            regions.push(bytes);
        }
    }
    kill_process(process, Signal::CONT).expect("goes on");
    regions
}

fn found(needles: &Needles, memory: &[Vec<u8>]) -> Vec<String> {
    let mut found: Vec<String> = memory.iter().flat_map(|region| needles.found_in(region)).collect();
    found.sort();
    found.dedup();
    found
}

/// A request that is begun and not ended.
fn plant(server: &Server) -> StreamOwned<ClientConnection, TcpStream> {
    let mut roots = RootCertStore::empty();
    for root in CertificateDer::pem_file_iter(server.ca()).expect("the authority") {
        roots.add(root.expect("a certificate")).expect("an authority");
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().expect("tls");
    let config = config.with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from("localhost").expect("a name");
    let connection = ClientConnection::new(Arc::new(config), name).expect("tls");
    let stream = TcpStream::connect(("127.0.0.1", server.port())).expect("connected");
    let mut wire = StreamOwned::new(connection, stream);
    wire.write_all(format!("GET /v1/server HTTP/1.1\r\nx-planted: {PLANTED}\r\n").as_bytes()).expect("sent");
    wire.flush().expect("sent");
    wire
}

/// What no server ever has.
fn never(scene: &Scene, inside: &Thief) -> Needles {
    let mut needles = Needles::default();
    for (what, text) in [
        ("content", READ),
        ("content", UNREAD),
        ("given name", GIVEN_NAME),
        ("family name", FAMILY_NAME),
        ("birth date", BIRTH_DATE),
        ("PIN", PIN),
        ("file name", "unread.txt"),
    ] {
        needles.add(what, text.as_bytes());
    }
    let mut ring = Ring::default();
    for person in [&scene.cast.professional, &scene.cast.beneficiary, &scene.cast.desk] {
        let card = Scene::card(person);
        ring.accounts.insert(
            person.run([&"whoami"]).text("account_id").parse().expect("an id"),
            inside.open_session(&person.home(), None).expect("a session"),
        );
        needles.add("card code", card.to_text().as_bytes());
        needles.add("card secret", &BASE32_NOPAD.decode(card.to_text().as_bytes()).expect("a code")[10..30]);
    }
    inside.rob(&mut ring);
    for keys in ring.accounts.values() {
        for piece in keys.to_root().chunks(32) {
            needles.add("an account's key", piece);
        }
    }
    for key in &ring.opening {
        needles.add("a folder's or an organisation's key", key.seed().expose());
    }
    for share in ring.clients.values() {
        needles.add("a client share", share.expose());
    }
    needles
}

#[test]
fn what_was_let_go_of_is_not_in_memory_any_more_and_what_people_hold_never_was() {
    let (mut scene, _, [read, unread]) = Scene::lent_on(Server::prepare_clocked());
    let (data, keys) = scene.copy("known");
    let inside = Thief::of_data(&data).with_keys(&keys);
    let never = never(&scene, &inside);
    // The share of the paper that is read before, and not while, memory is looked at.
    let mut released = Needles::default();
    let mut sought = inside.shares();
    sought.retain(|(of, _)| of.document.to_string() == read);
    assert_eq!(sought.len(), 1);
    released.add("a server's share", sought[0].1.expose());
    for half in inside.halves() {
        released.add("half b", half.expose());
    }
    let cast = &scene.cast;
    for name in ["first", "second", "third"] {
        cast.professional.open(&read, name).done();
    }
    // Somebody comes and leaves again.
    let left = cast.desk.path("left.json");
    cast.desk.log_in().done();
    fs::copy(cast.desk.home().join("session.json"), &left).expect("copied");
    cast.desk.run([&"logout"]).done();

    let (stop, openings) = (AtomicBool::new(false), AtomicUsize::new(0));
    let memory = thread::scope(|scope| {
        // The wire is held until memory was read.
        let _held = plant(&cast.server);
        for name in ["load-one", "load-two"] {
            let (stop, openings, unread) = (&stop, &openings, &unread);
            let reader = cast.beneficiary.elsewhere(name);
            scope.spawn(move || {
                reader.log_in().done();
                while !stop.load(Ordering::Relaxed) {
                    reader.open(unread, "opened").done();
                    fs::remove_file(reader.path("opened")).expect("it was written");
                    openings.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let mut control = Needles::default();
        control.add("planted", PLANTED.as_bytes());
        let begun = Instant::now();
        let memory = loop {
            let memory = dump(cast.server.pid());
            if openings.load(Ordering::Relaxed) > 4 && !found(&control, &memory).is_empty() {
                break memory;
            }
            assert!(begun.elapsed() < Duration::from_mins(1), "what was planted is not found");
            thread::sleep(Duration::from_millis(50));
        };
        stop.store(true, Ordering::Relaxed);
        memory
    });
    // The server's own keys are there, for it works with them: thirty-two bytes are found wherever they lie.
    let mut own = Needles::default();
    own.add("the key of the lock", inside.keys.as_ref().expect("keys").current_rest().1.expose());
    assert_eq!(found(&own, &memory), ["the key of the lock"]);
    assert_eq!(found(&never, &memory), NOTHING, "what people alone hold");
    assert_eq!(found(&released, &memory), NOTHING, "what was let go of");
    // The token of a session that is over may lie in what the network has read, until that is used again. It is worth
    // nothing any more.
    fs::rename(left, scene.cast.desk.home().join("session.json")).expect("put back");
    scene.cast.desk.run([&"whoami"]).failed(3, "session-over");
}

#[test]
fn the_real_program_writes_no_core() {
    let mut server = Server::prepare(&[]);
    server.start();
    let limits = fs::read_to_string(format!("/proc/{}/limits", server.pid())).expect("its limits");
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("a line");
    assert_eq!(core.split_whitespace().filter(|word| *word == "0").count(), 2, "{core}");
    if !rustix::process::getuid().is_root() {
        let refused = File::open(format!("/proc/{}/mem", server.pid())).expect_err("another's memory");
        assert_eq!(refused.kind(), std::io::ErrorKind::PermissionDenied);
    }
    let process = Pid::from_raw(i32::try_from(server.pid()).expect("a pid")).expect("a pid");
    kill_process(process, Signal::ABORT).expect("told");
    let status = server.wait();
    assert!(status.signal().is_some() && !status.core_dumped(), "{status}");
}
