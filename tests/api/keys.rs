//! The second copy of the key directory: complete, current, and enough to begin again.

use std::fs;

use vault_core::vocabulary::EventType;
use vault_server::app::Upkeep;
use vault_server::backup::sealing::{Opener, new_identity, recipient};
use vault_server::backup::{BackupError, key_copy};
use vault_server::domain::lock_epochs;
use vault_server::key_directory::{Bundle, KeyDirectory};

use super::backups::told;
use super::people::{PIN, Town};

#[tokio::test]
async fn a_copy_of_the_keys_is_sealed_told_when_it_is_not_current_and_enough_to_begin_again() {
    let town = Town::new().await;
    let house = &town.house;
    let (identity, copy) = (house.folder.path().join("identity"), house.folder.path().join("copy.age"));
    let to = recipient(&new_identity(&identity).unwrap()).unwrap();
    let opener = Opener::read(&identity).unwrap();
    let keys = &house.app.keys;
    key_copy::export(&house.app, &copy, &to).await.unwrap();
    assert_eq!(told(&town, EventType::KeysExported).await, 1);
    let sealed = fs::read(&copy).unwrap();
    for name in ["rest-0001.key", "log.key", "pepper.key"] {
        let secret = &fs::read(keys.path().join(name)).unwrap()[28..60];
        assert!(!sealed.windows(32).any(|window| window == secret), "{name} lies open in the copy");
    }
    let difference = || key_copy::read(&copy, &opener).unwrap().compare(&keys.bundle().unwrap());
    assert!(difference().is_none());

    // Something is erased, the lock turns, and the key before is destroyed: the copy lacks one and has one too many.
    let paper = town.own_paper().await;
    town.erase(&town.vault.owner, PIN, paper).await.done();
    lock_epochs::turn(&house.app).await.unwrap();
    keys.destroy_rest(1).unwrap();
    let found = difference();
    assert_eq!(found.missing, ["erased.list", "rest-0002.key"]);
    assert_eq!((found.left, found.changed.len()), (vec!["rest-0001.key".to_owned()], 0));
    key_copy::export(&house.app, &copy, &to).await.unwrap();
    assert!(difference().is_none());

    // Begun again elsewhere, once, and only with the identity.
    let elsewhere = house.folder.path().join("elsewhere");
    let other = house.folder.path().join("other");
    new_identity(&other).unwrap();
    let refused = key_copy::import(&copy, &Opener::read(&other).unwrap(), &elsewhere);
    assert!(matches!(refused, Err(BackupError::Sealed { .. })));
    let imported = key_copy::import(&copy, &opener, &elsewhere).unwrap();
    assert_eq!(imported.bundle().unwrap().fingerprint(), keys.bundle().unwrap().fingerprint());
    assert_eq!(imported.erased().unwrap(), keys.erased().unwrap());
    assert!(key_copy::import(&copy, &opener, &elsewhere).is_err(), "over keys that are there");
    assert!(new_identity(&identity).is_err(), "over an identity that is there");

    let whole = fs::read(&copy).unwrap();
    for at in [0, whole.len() / 2, whole.len() - 1] {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        fs::write(&copy, changed).unwrap();
        assert!(key_copy::read(&copy, &opener).is_err(), "{at}");
    }
}

#[tokio::test]
async fn the_server_keeps_the_copy_up_to_date_by_itself() {
    let town = Town::new().await;
    let (identity, copy) = (town.house.folder.path().join("identity"), town.house.folder.path().join("copy.age"));
    let recipient = new_identity(&identity).unwrap();
    let opener = Opener::read(&identity).unwrap();
    key_copy::renew(&town.house.app).await.unwrap();
    assert!(!copy.exists(), "nobody asked for one");

    let upkeep = Upkeep { key_copy: Some((copy.clone(), recipient)), turn_keys: true };
    let app = super::backups::again_with(&town.house, upkeep).await;
    key_copy::renew(&app).await.unwrap();
    let first = fs::read(&copy).unwrap();
    key_copy::renew(&app).await.unwrap();
    assert_eq!(fs::read(&copy).unwrap(), first, "nothing had changed");
    lock_epochs::begin(&app).await.unwrap();
    key_copy::renew(&app).await.unwrap();
    let now: Bundle = app.keys.bundle().unwrap();
    assert!(key_copy::read(&copy, &opener).unwrap().compare(&now).is_none());
    fs::remove_file(&copy).unwrap();
    key_copy::renew(&app).await.unwrap();
    assert!(copy.exists(), "a copy that is gone is made again");
}

#[test]
fn only_the_files_of_a_key_directory_are_let_in() {
    let file = |name: &str, bytes: &[u8]| {
        let mut out = vec![u8::try_from(name.len()).unwrap()];
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(&u32::try_from(bytes.len()).unwrap().to_be_bytes());
        out.extend_from_slice(bytes);
        out
    };
    let whole = |files: &[Vec<u8>]| [b"VKD1".as_slice(), &files.concat()].concat();
    let log = file("log.key", b"SPECIMEN");
    assert!(Bundle::parse(&whole(std::slice::from_ref(&log))).is_some());
    for name in ["../log.key", "/etc/passwd", "rest-1.key", "checkpoint.seen", "", ".incoming", "log-body-1.key"] {
        assert!(Bundle::parse(&whole(&[log.clone(), file(name, b"x")])).is_none(), "{name}");
    }
    assert!(Bundle::parse(&whole(&[log.clone(), log.clone()])).is_none(), "twice");
    assert!(Bundle::parse(&whole(&[file("pepper.key", b"x")])).is_none(), "no log key");
    let bytes = whole(&[log]);
    assert!(Bundle::parse(&bytes[..bytes.len() - 1]).is_none());
    assert!(Bundle::parse(b"").is_none());
    assert!(KeyDirectory::import(std::path::Path::new("/proc/never"), &Bundle::parse(&bytes).unwrap()).is_err());
}
