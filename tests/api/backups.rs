//! Backups: made while people work, whole or absent, every changed byte noticed, restored once and checked.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use age::x25519::Recipient;
use vault_core::api::{LogPage, OpeningView, ProblemCode};
use vault_core::entropy::SeededEntropy;
use vault_core::ids::DocumentId;
use vault_core::log::EventBody;
use vault_core::mandate::Rights;
use vault_core::secret::ClaimCode;
use vault_core::vocabulary::{EventType, FolderKind};
use vault_core::wrap::SeedFor;
use vault_server::app::{App, Upkeep};
use vault_server::backup::sealing::{Opener, new_identity, recipient};
use vault_server::backup::{self, BackupError, Folder, Made, Target};
use vault_server::boot::{BootError, Gap, accept_log, boot, start_keeper};
use vault_server::config::Config;
use vault_server::domain::housekeeping;
use vault_server::domain::lock_epochs::{self, Kept};
use vault_server::domain::operator::{self, Done};

use vault_server::key_directory::KeyDirectory;

use super::client::{House, settings_of};
use super::people::{PIN, Person, Town};

/// What the operator has.
pub(crate) struct Operator {
    folder: PathBuf,
    recipient: Recipient,
    opener: Opener,
}

impl Operator {
    pub(crate) fn new(house: &House) -> Self {
        let identity = house.folder.path().join("identity");
        let recipient = recipient(&new_identity(&identity).unwrap()).unwrap();
        Self { folder: house.folder.path().join("backups"), recipient, opener: Opener::read(&identity).unwrap() }
    }

    async fn back_up(&self, house: &House) -> Made {
        // Names sort by the second in which they were made.
        house.clock.advance(1_000);
        let made = backup::make(&house.app, &data(house), &self.folder, &self.recipient).await.unwrap();
        let manifest = &made.header.manifest;
        assert!(manifest.missing.is_empty(), "{:?}", manifest.missing);
        let (snapshot, oldest_epoch, made_ms) = (manifest.snapshot.clone(), manifest.oldest_epoch(), manifest.made_ms);
        operator::note(&house.app, Done::Backup { snapshot, oldest_epoch, made_ms }).await.unwrap();
        made
    }

    async fn verify(&self, house: &House, snapshot: &str) -> Result<(), BackupError> {
        let (app, folder) = (&house.app, Folder::for_reading(&self.folder)?);
        let header = backup::verify(&folder, snapshot, &app.keys, &app.log_key(), &data(house), &self.opener).await?;
        let manifest = header.manifest;
        let (snapshot, oldest_epoch, made_ms) = (manifest.snapshot.clone(), manifest.oldest_epoch(), manifest.made_ms);
        operator::note(app, Done::Verified { snapshot, oldest_epoch, made_ms }).await?;
        Ok(())
    }

    pub(crate) async fn verified_backup(&self, house: &House) -> String {
        let made = self.back_up(house).await;
        self.verify(house, made.snapshot()).await.unwrap();
        made.snapshot().to_owned()
    }

    async fn restore(&self, house: &House, snapshot: &str, to: &Path) -> Result<(), BackupError> {
        let (app, folder) = (&house.app, Folder::for_reading(&self.folder)?);
        let (config, now_ms) = (config(house, to), house.now_ms());
        let target = Target { data: to, database: &config.database().unwrap(), objects: &config.objects().unwrap() };
        backup::restore(&folder, snapshot, &app.keys, &app.log_key(), target, &self.opener, now_ms).await.map(drop)
    }
}

trait Named {
    fn snapshot(&self) -> &str;
}

impl Named for Made {
    fn snapshot(&self) -> &str {
        &self.header.manifest.snapshot
    }
}

fn data(house: &House) -> PathBuf {
    house.folder.path().join("data")
}

fn config(house: &House, data: &Path) -> Config {
    Config::from_settings(settings_of(house.folder.path(), data))
}

/// Another process on the same data, with these settings.
pub(crate) async fn again_with(house: &House, upkeep: Upkeep) -> Arc<App> {
    let (path, recipient) = upkeep.key_copy.unwrap_or_default();
    let config = Config {
        key_copy: path,
        key_copy_recipient: recipient,
        turn_keys: upkeep.turn_keys,
        ..config(house, &data(house))
    };
    boot(&config, house.clock.clone(), house.random.clone()).await.unwrap().0
}

/// The size of the log at the last refusal to start, or none when it starts.
async fn refused(house: &House, config: &Config) -> Option<u64> {
    match boot(config, house.clock.clone(), house.random.clone()).await {
        Err(BootError::LogBehind { has, .. }) => Some(has),
        Ok(_) => None,
        Err(error) => panic!("{error}"),
    }
}

/// The town on a server that starts on restored data, once the operator has accepted its log.
async fn on_restored(town: Town, to: &Path) -> Town {
    // The memory of the key directory is renewed at most every ten seconds.
    town.house.clock.advance(11_000);
    housekeeping::round(&town.house.app).await.unwrap();
    let config = config(&town.house, to);
    let size = refused(&town.house, &config).await.expect("a backup is behind what was signed since");
    let (app, _writer, _) =
        accept_log(&config, town.house.clock.clone(), town.house.random.clone(), size).await.unwrap();
    on(town, app).await
}

async fn on(town: Town, app: Arc<App>) -> Town {
    start_keeper(&app).await.unwrap().abort();
    let router = vault_server::http::router(Arc::clone(&app));
    // Its data are elsewhere now.
    town.house.sound.forgo();
    let House { clock, folder, random, sound, .. } = town.house;
    Town { house: House { app, router, clock, random, sound, folder }, ..town }.logged_in_again().await
}

async fn reads(town: &Town, document: DocumentId) -> Vec<u8> {
    let owner = &town.vault.owner;
    let view: OpeningView = town.house.try_open(owner, document).await.ok();
    town.house.read(owner, (&owner.keys.opening, SeedFor::Owner), &view).await
}

/// How many events of a type the whole log tells.
pub(crate) async fn told(town: &Town, what: EventType) -> usize {
    let (mut from, mut found) = (0, 0);
    loop {
        let page: LogPage = town.house.get(&town.auditor, &format!("/v1/log/entries?from={from}")).await.ok();
        let bodies = page.entries.iter().map(|entry| EventBody::parse(&entry.body).unwrap());
        found += bodies.filter(|body| body.event_type == what.number()).count();
        match page.next {
            Some(next) => from = next,
            None => return found,
        }
    }
}

#[tokio::test]
async fn a_backup_made_while_people_deposit_restores_to_one_moment_and_is_told_by_the_log() {
    let mut town = Town::new().await;
    let operator = Operator::new(&town.house);
    let first = town.own_paper().await;
    let depositing = async {
        for _ in 0..12 {
            town.own_paper().await;
        }
    };
    let (made, ()) = tokio::join!(operator.back_up(&town.house), depositing);
    let objects = made.header.manifest.objects;
    assert!((1..=13).contains(&objects), "{objects}");
    operator.verify(&town.house, made.snapshot()).await.unwrap();
    assert_eq!((told(&town, EventType::Backup).await, told(&town, EventType::BackupVerified).await), (1, 1));

    // The second copies only what is new.
    let again = operator.back_up(&town.house).await;
    assert_eq!((again.header.manifest.objects, again.copied), (13, 13 - objects));

    let to = town.house.folder.path().join("restored");
    operator.restore(&town.house, made.snapshot(), &to).await.unwrap();
    let again = operator.restore(&town.house, made.snapshot(), &to).await;
    assert!(matches!(again, Err(BackupError::NotEmpty(_) | BackupError::DatabaseNotEmpty)), "{again:?}");
    let owner = town.vault.owner.token.clone();
    town = on_restored(town, &to).await;
    assert_ne!(owner, town.vault.owner.token);
    assert_eq!(reads(&town, first).await, b"SPECIMEN");
    assert_eq!(u64::try_from(town.house.count("SELECT count(*) FROM document_versions").await).unwrap(), 13);
    assert_eq!((told(&town, EventType::Restore).await, told(&town, EventType::LogBehindAccepted).await), (1, 1));
    // What is restored works on.
    let later = town.own_paper().await;
    assert_eq!(reads(&town, later).await, b"SPECIMEN");
}

#[tokio::test]
async fn a_changed_byte_anywhere_and_a_missing_part_are_noticed() {
    let town = Town::new().await;
    let operator = Operator::new(&town.house);
    town.own_paper().await;
    let made = operator.back_up(&town.house).await;
    let snapshot = made.snapshot();
    let keys = &town.house.app.keys;
    let check = || backup::verify_sealed(&Folder::for_reading(&operator.folder).unwrap(), snapshot, keys);
    check().unwrap();
    let files = crate::harness::files_under(&operator.folder);
    assert_eq!(files.len(), 4, "header, list, sealed file, one object");
    for file in files {
        let whole = fs::read(&file).unwrap();
        for at in [0, whole.len() / 3, whole.len() / 2, whole.len() - 1] {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            fs::write(&file, &changed).unwrap();
            assert!(check().is_err(), "{} {at}", file.display());
            assert!(operator.verify(&town.house, snapshot).await.is_err());
            let to = town.house.folder.path().join("never");
            assert!(operator.restore(&town.house, snapshot, &to).await.is_err());
            assert!(!to.join("vault.db").exists(), "a damaged backup gave a database");
            if to.exists() {
                fs::remove_dir_all(to).unwrap();
            }
        }
        fs::write(&file, &whole[..whole.len() - 1]).unwrap();
        assert!(check().is_err(), "{} cut", file.display());
        fs::remove_file(&file).unwrap();
        assert!(check().is_err(), "{} missing", file.display());
        fs::write(&file, &whole).unwrap();
    }
    check().unwrap();
    assert!(fs::read_dir(data(&town.house).join("backup-work")).unwrap().next().is_none(), "a clear copy stayed");
}

#[tokio::test]
async fn another_identity_and_another_servers_keys_open_nothing() {
    let town = Town::new().await;
    let operator = Operator::new(&town.house);
    let snapshot = operator.verified_backup(&town.house).await;
    let other = town.house.folder.path().join("other");
    new_identity(&other).unwrap();
    let wrong = Operator { opener: Opener::read(&other).unwrap(), ..Operator::new_in(&operator) };
    assert!(matches!(wrong.verify(&town.house, &snapshot).await, Err(BackupError::Sealed { .. })));
    let keys = town.house.folder.path().join("other-keys");
    let stranger = KeyDirectory::open_or_create(&keys, &mut SeededEntropy::new(99), town.house.now_ms()).unwrap();
    let folder = Folder::for_reading(&operator.folder).unwrap();
    let found = backup::verify_sealed(&folder, &snapshot, &stranger);
    assert!(matches!(found, Err(BackupError::Damaged { .. })));
    // Under the name of another moment: an old state passed off as a newer one.
    let newer = "29991231T000000000Z-00000000";
    for part in ["age", "objects", "snapshot"] {
        let place = |name: &str| operator.folder.join("snapshots").join(format!("{name}.{part}"));
        fs::copy(place(&snapshot), place(newer)).unwrap();
    }
    let renamed = operator.verify(&town.house, newer).await;
    assert!(matches!(renamed, Err(BackupError::Damaged { .. })));
    let unknown = operator.verify(&town.house, "20270101T000000Z-00000000").await;
    assert!(matches!(unknown, Err(BackupError::NoSnapshot { .. })));
}

impl Operator {
    fn new_in(other: &Self) -> Self {
        let identity = other.folder.with_file_name("identity");
        Self {
            folder: other.folder.clone(),
            recipient: other.recipient.clone(),
            opener: Opener::read(&identity).unwrap(),
        }
    }
}

#[tokio::test]
async fn what_is_interrupted_leaves_no_snapshot_and_the_next_backup_clears_it() {
    let town = Town::new().await;
    let operator = Operator::new(&town.house);
    town.own_paper().await;
    let whole = operator.back_up(&town.house).await;
    // As a crash leaves it: a clear copy, something that was arriving, parts without a header.
    let copy = data(&town.house).join("backup-work/copy.db");
    let leftovers = [
        copy.clone(),
        operator.folder.join("incoming/sealed"),
        operator.folder.join("snapshots/29991231T000000Z-00000000.age"),
        operator.folder.join("snapshots/29991231T000000Z-00000000.objects"),
    ];
    for path in &leftovers {
        fs::write(path, b"half").unwrap();
    }
    assert_eq!(Folder::for_reading(&operator.folder).unwrap().snapshots().unwrap(), [whole.snapshot()]);
    let held = Folder::for_reading(&operator.folder).unwrap();
    let busy = backup::make(&town.house.app, &data(&town.house), &operator.folder, &operator.recipient).await;
    assert!(matches!(busy, Err(BackupError::Busy(_))));
    drop(held);
    let next = operator.back_up(&town.house).await;
    assert!(leftovers.iter().all(|path| !path.exists()));
    operator.verify(&town.house, next.snapshot()).await.unwrap();
}

#[tokio::test]
async fn an_object_that_is_damaged_where_it_lies_is_told_and_not_copied_over_a_good_one() {
    let town = Town::new().await;
    town.house.sound.forgo();
    let operator = Operator::new(&town.house);
    town.own_paper().await;
    let blobs = crate::harness::objects_in(&data(&town.house));
    let object = crate::harness::files_under(&blobs).pop().unwrap();
    let whole = fs::read(&object).unwrap();
    fs::write(&object, &whole[1..]).unwrap();
    let made = backup::make(&town.house.app, &data(&town.house), &operator.folder, &operator.recipient).await.unwrap();
    let name = object.file_name().unwrap().to_str().unwrap();
    assert_eq!((made.header.manifest.objects, &made.header.manifest.missing[..]), (0, &[name.to_owned()][..]));
    fs::write(&object, &whole).unwrap();
    let good = operator.back_up(&town.house).await;
    fs::remove_file(&object).unwrap();
    let later = operator.back_up(&town.house).await;
    assert_eq!((good.copied, later.copied, later.header.manifest.objects), (1, 0, 1));
}

#[tokio::test]
async fn pruning_keeps_the_newest_snapshots_and_what_they_name() {
    let town = Town::new().await;
    let operator = Operator::new(&town.house);
    let first = town.own_paper().await;
    let older = operator.back_up(&town.house).await;
    town.erase(&town.vault.owner, PIN, first).await.done();
    town.own_paper().await;
    let newer = operator.back_up(&town.house).await;
    let objects = || crate::harness::files_under(&operator.folder.join("objects")).len();
    assert_eq!(objects(), 2);
    let log = town.house.app.keys.log_key().verifying_key();
    let prune = |keep| Folder::for_writing(&operator.folder).unwrap().prune(keep, &log);
    assert_eq!(prune(2).unwrap(), [""; 0]);
    assert_eq!(prune(1).unwrap(), [older.snapshot()]);
    assert_eq!(objects(), 1);
    operator.verify(&town.house, newer.snapshot()).await.unwrap();
    // A damaged header might name anything: nothing goes.
    let header = operator.folder.join("snapshots").join(format!("{}.snapshot", newer.snapshot()));
    fs::write(&header, b"damaged").unwrap();
    assert!(prune(1).is_err());
    assert_eq!(objects(), 1);
}

#[tokio::test]
async fn after_the_end_of_an_epoch_an_erased_paper_comes_back_from_no_backup_and_the_others_do() {
    let mut town = Town::new().await;
    let operator = Operator::new(&town.house);
    let (erased, kept) = (town.own_paper().await, town.own_paper().await);
    let under_first = operator.verified_backup(&town.house).await;
    assert_eq!(lock_epochs::turn(&town.house.app).await.unwrap(), 2);
    let destroyed = lock_epochs::destroy(&town.house.app).await.unwrap();
    assert_eq!((destroyed.lock.len(), &destroyed.kept[..]), (0, &[(1, Kept::NoBackup)][..]));
    let under_second = operator.verified_backup(&town.house).await;
    town.erase(&town.vault.owner, PIN, erased).await.done();
    assert!(lock_epochs::is_due(&town.house.app).await.unwrap());
    assert_eq!(lock_epochs::destroy(&town.house.app).await.unwrap().lock, [1]);
    assert_eq!(lock_epochs::destroy(&town.house.app).await.unwrap(), lock_epochs::Destroyed::default());
    assert_eq!((told(&town, EventType::KeysTurned).await, told(&town, EventType::KeysDestroyed).await), (1, 1));
    assert!(!town.house.folder.path().join("keys/rest-0001.key").exists());

    // The backup under the destroyed key opens nothing.
    let to = town.house.folder.path().join("restored");
    let refused = operator.restore(&town.house, &under_first, &to).await;
    assert!(matches!(refused, Err(BackupError::EpochGone { epoch: 1, .. })), "{refused:?}");
    assert!(!to.exists());
    let refused = operator.verify(&town.house, &under_first).await;
    assert!(matches!(refused, Err(BackupError::EpochGone { epoch: 1, .. })), "{refused:?}");

    // The one under the living key holds the paper, and it is erased again before anybody is served.
    let before = town.house.app.keys.erased().unwrap();
    operator.restore(&town.house, &under_second, &to).await.unwrap();
    town = on_restored(town, &to).await;
    town.house.try_open(&town.vault.owner, erased).await.refused(ProblemCode::Erased);
    let last =
        town.house.events(&town.vault).await.into_iter().rev().find(|seen| seen.what == EventType::DocumentErased);
    assert!(last.unwrap().actor.is_none(), "the server did it, from memory");
    assert_eq!(town.house.app.keys.erased().unwrap(), before);
    assert_eq!(reads(&town, kept).await, b"SPECIMEN");
    assert_eq!(
        (town.house.count("SELECT count(*) FROM tombstones").await, told(&town, EventType::DocumentErased).await),
        (1, 1)
    );

    // And once the next key is turned and the one before destroyed, that backup opens no more either.
    assert_eq!(lock_epochs::turn(&town.house.app).await.unwrap(), 3);
    let made = backup::make(&town.house.app, &to, &operator.folder, &operator.recipient).await.unwrap();
    let header = made.header.manifest;
    let done =
        Done::Verified { oldest_epoch: header.oldest_epoch(), snapshot: header.snapshot, made_ms: header.made_ms };
    operator::note(&town.house.app, done).await.unwrap();
    assert_eq!(lock_epochs::destroy(&town.house.app).await.unwrap().lock, [2]);
    let again = town.house.folder.path().join("again");
    let refused = operator.restore(&town.house, &under_second, &again).await;
    assert!(matches!(refused, Err(BackupError::EpochGone { epoch: 2, .. })), "{refused:?}");
    assert_eq!(reads(&town, kept).await, b"SPECIMEN");
}

#[tokio::test]
async fn a_log_that_is_behind_what_was_signed_is_refused_until_the_operator_names_its_size() {
    let town = Town::new().await;
    town.house.sound.forgo();
    let operator = Operator::new(&town.house);
    town.own_paper().await;
    let made = operator.back_up(&town.house).await;
    town.own_paper().await;
    town.house.clock.advance(11_000);
    town.own_paper().await;
    let to = town.house.folder.path().join("restored");
    operator.restore(&town.house, made.snapshot(), &to).await.unwrap();
    let config = config(&town.house, &to);
    let size = refused(&town.house, &config).await.expect("refused");
    let accept = async |size| accept_log(&config, town.house.clock.clone(), town.house.random.clone(), size).await;
    assert!(matches!(accept(size - 1).await, Err(BootError::NotAccepted(_))));
    assert!(matches!(accept(size + 1).await, Err(BootError::NotAccepted(_))));
    assert_eq!(refused(&town.house, &config).await, Some(size), "nothing was decided");
    let (app, writer, decision) = accept(size).await.unwrap();
    assert_eq!(decision, size, "the first line after the restored log");
    let shown = vault_server::domain::receipt::of_decision(&app, decision).await.unwrap();
    let body = EventBody::parse(&shown.entry.body).unwrap();
    assert_eq!(body.event_type, EventType::LogBehindAccepted.number());
    assert!(body.version > size, "it tells how much is given up");
    for other in [0, decision - 1, decision + 1] {
        assert!(vault_server::domain::receipt::of_decision(&app, other).await.is_err(), "only decisions are shown");
    }
    let kept = vault_server::domain::log::checkpoint(&app).await.unwrap();
    drop(app);
    writer.await.unwrap();
    assert_eq!(refused(&town.house, &config).await, None);
    assert!(matches!(accept(size + 1).await, Err(BootError::NotAccepted(_))), "once");

    // The operator's own checkpoint is held to as well, and one of the same length with another root.
    let file = town.house.folder.path().join("kept");
    fs::write(&file, vault_server::domain::log::checkpoint(&town.house.app).await.unwrap()).unwrap();
    let with_kept = Config { kept_checkpoint: file.clone(), ..config.clone() };
    assert_eq!(refused(&town.house, &with_kept).await, Some(size + 1));
    fs::write(&file, &kept).unwrap();
    assert_eq!(refused(&town.house, &with_kept).await, None);
    fs::write(&file, kept.replace('\n', "\r\n")).unwrap();
    let found = boot(&with_kept, town.house.clock.clone(), town.house.random.clone()).await;
    assert!(matches!(found, Err(BootError::KeptCheckpoint { .. })));
    // Another log under the same name: the data of before, while the other has gone on from the decision.
    let old = self::config(&town.house, &data(&town.house));
    let found = boot(&old, town.house.clock.clone(), town.house.random.clone()).await;
    assert!(matches!(found, Err(BootError::LogBehind { what: Gap::Differs, .. })));
}

#[tokio::test]
async fn a_vault_that_was_destroyed_comes_back_from_no_backup() {
    // One from before the person asked for the end, one from the days of grace.
    for asked_before in [false, true] {
        let town = Town::new().await;
        town.house.sound.forgo();
        let operator = Operator::new(&town.house);
        let paper = town.own_paper().await;
        town.resources_mandate(Rights::READ).await;
        let code = ClaimCode::from_bytes([1; 16]);
        let before = operator.verified_backup(&town.house).await;
        let closing = town.house.close(&town.vault, &code).await;
        let during = operator.verified_backup(&town.house).await;
        town.house.clock.set(closing.destroy_ms + 1);
        housekeeping::round(&town.house.app).await.unwrap();
        let mark = (DocumentId::from_bytes(*town.vault.id.as_bytes()), 0);
        assert!(town.house.app.keys.erased().unwrap().contains(&mark));

        // The days of grace do not begin again, whichever is restored.
        let to = town.house.folder.path().join("restored");
        operator.restore(&town.house, if asked_before { &during } else { &before }, &to).await.unwrap();
        let (clock, credential) = (town.house.clock.clone(), &town.vault.owner.credential);
        clock.advance(11_000);
        housekeeping::round(&town.house.app).await.unwrap();
        let config = config(&town.house, &to);
        let size = refused(&town.house, &config).await.expect("a backup is behind what was signed since");
        let (app, _writer, _) = accept_log(&config, clock, town.house.random.clone(), size).await.unwrap();
        start_keeper(&app).await.unwrap().abort();
        let router = vault_server::http::router(Arc::clone(&app));
        let house = House {
            app,
            router,
            folder: town.house.folder,
            clock: town.house.clock,
            random: town.house.random,
            sound: town.house.sound,
        };
        assert!(!house.try_log_in(credential, PIN).await.status.is_success());
        let token = house.log_in(&town.professional.credential, &town.professional.pin).await.0.token.0;
        let professional = Person { token, ..town.professional };
        house.try_open(&professional, paper).await.refused(ProblemCode::Erased);
        let path = format!("/v1/vaults/{}", town.vault.id);
        house.get(&professional, &path).await.refused(ProblemCode::NoMandate);
        // It is told once, by the server alone; the receipt is for whoever the restored database still knows.
        let sweep = vault_server::domain::erased_again::erase_again(&house.app).await.unwrap();
        assert_eq!(sweep, 0);
        assert_eq!(house.claimed(&code).await.status.is_success(), asked_before);
    }
}

#[tokio::test]
async fn what_was_added_and_undone_since_the_backup_is_not_added_again() {
    let town = Town::new().await;
    let operator = Operator::new(&town.house);
    let snapshot = operator.verified_backup(&town.house).await;
    let (house, vault, owner) = (&town.house, &town.vault, &town.vault.owner);
    let sealed = house.seal(owner, vault, FolderKind::Resources, b"SPECIMEN").await;
    house.upload(owner, vault, &sealed).await.done();
    house.add(owner, vault, &sealed.new).await.done();
    town.undo(owner, sealed.of.document, 1).await.done();
    let to = house.folder.path().join("restored");
    operator.restore(house, &snapshot, &to).await.unwrap();
    let town = on_restored(town, &to).await;
    let (house, vault, owner) = (&town.house, &town.vault, &town.vault.owner);
    house.try_open(owner, sealed.of.document).await.refused(ProblemCode::Erased);
    house.upload(owner, vault, &sealed).await.done();
    house.add(owner, vault, &sealed.new).await.refused(ProblemCode::Erased);
}
