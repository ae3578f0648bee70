//! The key directory, whole, broken and shared.

use std::os::unix::fs::{PermissionsExt, symlink};

use tempfile::TempDir;
use vault_core::certificate::verify_deposit_key;
use vault_core::entropy::SeededEntropy;
use vault_core::ids::DocumentId;

use super::*;

const JANUARY_MS: u64 = 1_735_689_600_000;
const DAY_MS: u64 = 24 * 60 * 60 * 1000;

fn fresh() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    (folder, path)
}

fn open(path: &Path, seed: u64) -> Result<KeyDirectory, KeyDirectoryError> {
    KeyDirectory::open_or_create(path, &mut SeededEntropy::new(seed), JANUARY_MS)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn the_first_start_makes_private_files_and_the_second_reads_the_same_keys() {
    let (_folder, path) = fresh();
    let first = open(&path, 1).unwrap();
    assert_eq!(mode(&path), 0o700);
    for name in ["rest-0001.key", "log.key", "pepper.key", "log-body-202501.key", "deposit-0001.key"] {
        assert_eq!(mode(&path.join(name)), 0o600, "{name}");
    }
    let second = open(&path, 2).unwrap();
    assert_eq!(first.current_rest(), second.current_rest());
    assert_eq!(first.log_key().verifying_key(), second.log_key().verifying_key());
    assert!(first.pepper() == second.pepper());
    assert_eq!(first.deposit(1).unwrap().sealing_key(), second.deposit(1).unwrap().sealing_key());
    assert_eq!(first.log_body_key(202_501).unwrap(), second.log_body_key(202_501).unwrap());
}

#[test]
fn no_two_keys_are_the_same() {
    let (_folder, path) = fresh();
    open(&path, 1).unwrap();
    let files = fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path());
    let keys = files.filter(|file| file.extension().is_some_and(|is| is == "key"));
    let mut secrets: Vec<_> = keys.map(|file| fs::read(file).unwrap()[28..60].to_vec()).collect();
    let count = secrets.len();
    secrets.sort();
    secrets.dedup();
    assert_eq!((secrets.len(), count), (5, 5));
}

#[test]
fn every_missing_piece_is_refused() {
    for name in ["rest-0001.key", "log.key", "pepper.key"] {
        let (_folder, path) = fresh();
        open(&path, 1).unwrap();
        fs::remove_file(path.join(name)).unwrap();
        let error = open(&path, 2).unwrap_err();
        assert!(matches!(&error, KeyDirectoryError::MissingPiece { path } if path.ends_with(name)), "{name}: {error}");
        assert!(!path.join(name).exists(), "{name} was replaced");
    }
}

#[test]
fn a_server_with_data_gets_no_new_keys() {
    let (_folder, path) = fresh();
    assert!(matches!(KeyDirectory::open(&path), Err(KeyDirectoryError::Io { .. })));
    DirBuilder::new().mode(0o700).create(&path).unwrap();
    assert!(matches!(KeyDirectory::open(&path), Err(KeyDirectoryError::MissingPiece { .. })));
    let left: Vec<_> = fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, [super::LOCK]);
}

#[test]
fn an_interrupted_creation_is_done_again() {
    let (_folder, path) = fresh();
    open(&path, 1).unwrap();
    fs::remove_file(path.join("log.key")).unwrap();
    fs::write(path.join(UNFINISHED), b"").unwrap();
    assert!(KeyDirectory::open(&path).is_err());
    open(&path, 2).unwrap();
    assert!(!path.join(UNFINISHED).exists());
}

#[test]
fn what_others_may_read_is_refused() {
    for (name, exposed) in [("", 0o750), ("log.key", 0o640), ("rest-0001.key", 0o604), ("deposit-0001.key", 0o660)] {
        let (_folder, path) = fresh();
        open(&path, 1).unwrap();
        fs::set_permissions(path.join(name), fs::Permissions::from_mode(exposed)).unwrap();
        assert!(matches!(open(&path, 1), Err(KeyDirectoryError::Exposed { mode, .. }) if mode == exposed), "{name}");
    }
}

#[test]
fn cut_changed_long_and_swapped_files_are_refused() {
    let (_folder, path) = fresh();
    open(&path, 1).unwrap();
    let pepper = path.join("pepper.key");
    let whole = fs::read(&pepper).unwrap();
    let mut changed = whole.clone();
    changed[40] ^= 1;
    let rest = fs::read(path.join("rest-0001.key")).unwrap();
    for wrong in [&whole[..99], &[whole.as_slice(), b"x"].concat(), &changed, &rest, b""] {
        fs::write(&pepper, wrong).unwrap();
        assert!(matches!(open(&path, 1), Err(KeyDirectoryError::Damaged { .. })));
    }
    fs::write(&pepper, &whole).unwrap();
    open(&path, 1).unwrap();
}

#[test]
fn the_highest_epoch_seals_and_earlier_ones_still_open() {
    let (_folder, path) = fresh();
    open(&path, 1).unwrap();
    create_key(&path, Kind::Rest, 2, &mut SeededEntropy::new(9)).unwrap();
    let directory = open(&path, 1).unwrap();
    assert_eq!(directory.current_rest().0, 2);
    assert!(directory.rest(1).is_some());
    assert_ne!(directory.rest(1), directory.rest(2));
    assert!(directory.rest(3).is_none());
}

#[test]
fn an_epoch_that_another_process_made_is_taken_up_and_one_that_it_destroyed_is_forgotten() {
    let (_folder, path) = fresh();
    let (server, operator) = (open(&path, 1).unwrap(), open(&path, 1).unwrap());
    assert_eq!(operator.turn_rest(&mut SeededEntropy::new(2)).unwrap(), 2);
    assert_eq!(server.rest(2), operator.rest(2));
    assert!(server.rest(2).is_some());
    assert_eq!((server.current_rest().0, server.rest_epochs()), (2, vec![1, 2]));

    assert!(matches!(operator.destroy_rest(2), Err(KeyDirectoryError::StillNeeded { .. })));
    assert!(matches!(operator.destroy_rest(3), Err(KeyDirectoryError::StillNeeded { .. })));
    operator.destroy_rest(1).unwrap();
    operator.destroy_rest(1).unwrap();
    server.refresh_rest().unwrap();
    assert!(server.rest(1).is_none());
    assert_eq!((server.rest_epochs(), path.join("rest-0001.key").exists()), (vec![2], false));
    assert_eq!(operator.turn_rest(&mut SeededEntropy::new(3)).unwrap(), 3, "a number is never used twice");
}

#[test]
fn a_directory_that_lost_its_newest_epoch_is_told_and_not_worked_with() {
    let (_folder, path) = fresh();
    let server = open(&path, 1).unwrap();
    server.turn_rest(&mut SeededEntropy::new(2)).unwrap();
    fs::remove_file(path.join("rest-0002.key")).unwrap();
    assert!(matches!(server.refresh_rest(), Err(KeyDirectoryError::MissingPiece { .. })));
    assert_eq!(server.current_rest().0, 2, "what is known stays");
}

#[test]
fn what_was_erased_is_remembered_once_even_after_a_crash_in_the_middle() {
    let (_folder, path) = fresh();
    let directory = open(&path, 1).unwrap();
    assert!(directory.erased().unwrap().is_empty());
    let version = |id: u8, version| (DocumentId::from_bytes([id; 16]), version);
    directory.remember_erased(&[version(1, 1), version(1, 2)]).unwrap();
    directory.remember_erased(&[version(1, 2), version(2, 1)]).unwrap();
    let list = path.join("erased.list");
    assert_eq!((fs::metadata(&list).unwrap().len(), mode(&list)), (96, 0o600));

    let whole = fs::read(&list).unwrap();
    fs::write(&list, &whole[..90]).unwrap();
    assert_eq!(open(&path, 1).unwrap().erased().unwrap().len(), 2);
    directory.remember_erased(&[version(2, 1)]).unwrap();
    assert_eq!(fs::read(&list).unwrap(), whole);
    assert_eq!(directory.erased().unwrap(), [version(1, 1), version(1, 2), version(2, 1)].into());

    let mut changed = whole;
    changed[3] ^= 1;
    fs::write(&list, &changed).unwrap();
    assert!(matches!(open(&path, 1), Err(KeyDirectoryError::Damaged { .. })));
    assert!(directory.remember_erased(&[version(9, 1)]).is_err());
}

#[test]
fn a_month_gets_its_key_once_even_from_two_processes() {
    let (_folder, path) = fresh();
    let (server, operator) = (open(&path, 1).unwrap(), open(&path, 1).unwrap());
    assert!(server.log_body_key(202_502).unwrap().is_none());
    let made = server.ensure_log_body_key(202_502, &mut SeededEntropy::new(2)).unwrap();
    let read = operator.ensure_log_body_key(202_502, &mut SeededEntropy::new(3)).unwrap();
    assert_eq!(made, read);
}

#[test]
fn keys_that_another_server_made_are_found_and_those_that_it_destroyed_are_forgotten() {
    let (_folder, path) = fresh();
    let (one, other) = (open(&path, 1).unwrap(), open(&path, 1).unwrap());
    let mut entropy = SeededEntropy::new(2);
    let later_ms = JANUARY_MS + 46 * DAY_MS;
    assert_eq!(one.current_deposit(later_ms, &mut entropy).unwrap().epoch, 2);
    assert!(other.deposit(2).is_some(), "what was sealed to it may arrive here first");
    one.ensure_log_body_key(202_502, &mut entropy).unwrap();
    assert!(other.log_body_key(202_502).unwrap().is_some());

    one.destroy_deposit(1).unwrap();
    one.destroy_log_body_key(202_501).unwrap();
    other.refresh().unwrap();
    assert!(other.deposit(1).is_none());
    assert_eq!((other.deposit_epochs(), other.log_body_key(202_501).unwrap()), (vec![2], None));
    assert!(other.deposit(2).is_some() && other.log_body_key(202_502).unwrap().is_some());
}

#[test]
fn a_deposit_key_is_used_for_45_days_and_kept_afterwards() {
    let (_folder, path) = fresh();
    let directory = open(&path, 1).unwrap();
    let mut entropy = SeededEntropy::new(5);
    let first = directory.current_deposit(JANUARY_MS, &mut entropy).unwrap();
    assert_eq!((first.epoch, first.not_before), (1, JANUARY_MS / 1000));
    let last_ms = JANUARY_MS + 45 * DAY_MS - 1;
    assert_eq!(directory.current_deposit(last_ms, &mut entropy).unwrap().epoch, 1);
    let second = directory.current_deposit(last_ms + 1, &mut entropy).unwrap();
    assert_eq!((second.epoch, second.not_after + 1 - second.not_before), (2, DEPOSIT_KEY_LIFE_S));
    assert!(directory.deposit(1).is_some());

    let operator = KeyDirectory::open(&path).unwrap();
    assert_eq!(operator.current_deposit(last_ms + 1, &mut entropy).unwrap().epoch, 2);
    fs::remove_file(path.join("deposit-0001.key")).unwrap();
    assert!(KeyDirectory::open(&path).unwrap().deposit(1).is_none());
}

#[test]
fn deposit_certificates_form_a_chain_that_outlives_destroyed_keys() {
    let (_folder, path) = fresh();
    let directory = open(&path, 1).unwrap();
    let mut entropy = SeededEntropy::new(5);
    let later_ms = JANUARY_MS + 46 * DAY_MS;
    let first = directory.current_deposit(JANUARY_MS, &mut entropy).unwrap();
    let second = directory.current_deposit(later_ms, &mut entropy).unwrap();
    let log = directory.log_key().verifying_key();
    let certificate = verify_deposit_key(&first.certificate, &log, JANUARY_MS / 1000).unwrap();
    assert_eq!((certificate.epoch, certificate.previous), (1, Hash::NONE));
    assert!(verify_deposit_key(&first.certificate, &log, later_ms / 1000).is_err());
    let certificate = verify_deposit_key(&second.certificate, &log, later_ms / 1000).unwrap();
    assert_eq!((certificate.epoch, certificate.previous), (2, Certificate::hash_of(&first.certificate)));

    fs::remove_file(path.join("deposit-0001.key")).unwrap();
    let again = KeyDirectory::open(&path).unwrap().current_deposit(later_ms, &mut entropy).unwrap();
    assert_eq!(again.certificate, second.certificate);
}

#[test]
fn nothing_secret_is_shown() {
    let (_folder, path) = fresh();
    let shown = format!("{:?}", open(&path, 1).unwrap());
    let secret = data_encoding::HEXLOWER.encode(&fs::read(path.join("rest-0001.key")).unwrap()[28..60]);
    assert!(shown.contains("redacted"), "{shown}");
    assert!(!shown.contains(&secret[..16]));
}

#[test]
fn keys_and_data_lie_apart_whatever_links_say() {
    let (folder, _) = fresh();
    let (data, keys) = (folder.path().join("data"), folder.path().join("keys"));
    assert!(refuse_if_inside(&data, &keys, false).is_ok());
    assert!(refuse_if_inside(&data, &data.join("keys"), false).is_err());
    assert!(refuse_if_inside(&data, &data.join("keys"), true).is_ok());
    assert!(refuse_if_inside(&keys.join("data"), &keys, false).is_err());
    assert!(refuse_if_inside(&data, &data, false).is_err());
    assert!(refuse_if_inside(&data, &folder.path().join("keys/../data/k"), false).is_err());
    assert!(refuse_if_inside(&data, &folder.path().join("data-keys"), false).is_ok());

    fs::create_dir(&data).unwrap();
    symlink(&data, folder.path().join("link")).unwrap();
    assert!(refuse_if_inside(&data, &folder.path().join("link/not/yet"), false).is_err());
    symlink("data/inner", &keys).unwrap();
    assert!(refuse_if_inside(&data, &keys, false).is_err());
}
