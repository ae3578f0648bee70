//! An old backup after a destruction.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use vault_server::backup::sealing::Opener;
use vault_server::clock::Clock;
use vault_server::key_directory::KeyDirectory;

use super::scene::{READ, Scene, UNREAD, copy_all};
use super::thief::{Loot, Ring, Thief};
use crate::harness::{Server, files_under, find, words};

/// A thief of a backup: its database, opened with the operator's identity, and its objects.
fn thief_of(backups: &Path, snapshot: &Path, identity: &Path, to: PathBuf) -> Thief {
    let mut clear = Opener::read(identity).expect("an identity").open(snapshot).expect("sealed to it");
    // Its manifest, with its length, then the database.
    let mut length = [0; 4];
    clear.read_exact(&mut length).expect("a length");
    std::io::copy(&mut (&mut clear).take(u32::from_be_bytes(length).into()), &mut std::io::sink()).expect("a manifest");
    std::io::copy(&mut clear, &mut File::create(&to).expect("a file")).expect("copied");
    Thief { database: Some(to), objects: Some(backups.join("objects")), keys: None }
}

/// The sealed databases of a backup folder, oldest first.
fn snapshots(backups: &Path) -> Vec<PathBuf> {
    let mut all: Vec<_> = files_under(&backups.join("snapshots"));
    all.retain(|path| path.extension().is_some_and(|end| end == "age"));
    all.sort();
    all
}

#[test]
fn an_old_backup_opens_nothing_once_its_key_is_destroyed() {
    let (mut scene, _, [read, _]) = Scene::lent_on(Server::prepare(&[]));
    let identity = scene.cast.server.path("identity");
    let backups = scene.back_up(&identity);
    let stolen = scene.cast.server.path("stolen-backups");
    copy_all(&backups, &stolen);
    let old_keys = scene.copy("then").1;

    // The person erases a paper; the operator destroys the key under which old backups lie.
    let cast = &scene.cast;
    let mut erase = words([&"document", &"erase", &read]);
    erase.extend(cast.with_card());
    cast.beneficiary.run_all(&erase).done();
    let server = &cast.server;
    server.operate([&"keys", &"turn"]);
    // Names of snapshots sort by the second in which they were made.
    let now_s = || vault_server::clock::SystemClock.now_ms() / 1000;
    let made = now_s();
    while now_s() == made {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let recipient = fs::read_to_string(&identity).expect("an identity");
    let recipient = recipient.lines().find_map(|line| line.split("age1").nth(1)).expect("its recipient");
    server.operate([&"backup", &"--to", &backups, &"--recipient", &format!("age1{}", recipient.trim())]);
    server.operate([&"backup", &"verify", &"--from", &backups, &"--identity", &identity]);
    server.operate([&"keys", &"destroy"]);
    let keys = scene.copy("now").1;

    let card = || Ring { cards: vec![Scene::card(&scene.cast.beneficiary)], ..Ring::default() };
    let sealed = snapshots(&stolen).remove(0);
    for hidden in [READ, UNREAD, "CCAS de Valcourt"] {
        assert!(!files_under(&stolen).iter().any(|file| find(hidden.as_bytes(), file)), "{hidden}");
    }
    let thief = |name: &str| thief_of(&stolen, &sealed, &identity, scene.cast.server.path(name));
    // The identity and the card, without keys; with the keys of today.
    assert_eq!(thief("one.db").rob(&mut card()), Loot::default());
    let today = thief("two.db").with_keys(&keys).rob(&mut card());
    assert!(today.log > 10, "the log of that time can still be read");
    assert_eq!(Loot { log: 0, ..today }, Loot::default());
    // With the keys of that time, kept by somebody: everything, the erased paper too.
    let then = thief("three.db").with_keys(&old_keys).rob(&mut card());
    assert_eq!(then.contents.len(), 2);
    assert!(then.contents.contains(READ.as_bytes()), "what was erased comes back");
    assert_ne!(
        KeyDirectory::open(&old_keys).expect("keys").rest_epochs(),
        KeyDirectory::open(&keys).expect("keys").rest_epochs()
    );
}
