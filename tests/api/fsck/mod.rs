//! The check of what is stored: a journey is clean; each kind of damage, made by hand in a copy, is told and nothing else
//! is; a repair removes what it was told to.

mod embedded;
mod log;
mod papers;
mod rows;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use data_encoding::HEXLOWER;
use tempfile::TempDir;
use vault_core::api::{OpeningView, UploadAnswer};
use vault_core::entropy::OsEntropy;
use vault_core::ids::DocumentId;
use vault_core::log::{EventBody, SealedRow};
use vault_core::mandate::Rights;
use vault_core::vocabulary::FolderKind;
use vault_server::clock::{Clock, TestClock};
use vault_server::config::Config;
use vault_server::domain::housekeeping;
use vault_server::entropy::SharedEntropy;
use vault_server::fsck::repair::{Repair, repair};
use vault_server::fsck::{Kind, Report, Stored};
use vault_server::store::Store;

use super::client::{House, settings_of};
use super::people::{PIN, Town};
use crate::harness::{Rows, fill, objects_in};

const RESOURCES: FolderKind = FolderKind::Resources;

/// What a check tells, in order.
pub(crate) async fn findings(config: &Config, now_ms: u64) -> Vec<(Kind, String)> {
    let stored = Stored::open(config, SharedEntropy::new(OsEntropy::new()), now_ms).await.unwrap();
    let mut all = Vec::new();
    let mut each = |found: &vault_server::fsck::Finding| all.push((found.kind, found.about.clone()));
    stored.check(&mut Report::new(&mut each)).await.unwrap();
    stored.close().await;
    all.sort();
    all
}

/// Looks at what a server has stored when its test is over, but where the test went behind the server's back.
pub(crate) struct Soundness {
    config: Box<Config>,
    clock: Arc<TestClock>,
    forgone: AtomicBool,
}

impl Soundness {
    pub(crate) fn of(config: Config, clock: Arc<TestClock>) -> Self {
        Self { config: Box::new(config), clock, forgone: AtomicBool::new(false) }
    }

    /// Where the server has its things.
    pub(crate) const fn config(&self) -> &Config {
        &self.config
    }

    /// What this test leaves is not sound, and is not meant to be.
    pub(crate) fn forgo(&self) {
        self.forgone.store(true, Ordering::Relaxed);
    }
}

impl Drop for Soundness {
    fn drop(&mut self) {
        if self.forgone.load(Ordering::Relaxed) || std::thread::panicking() {
            return;
        }
        let now_ms = self.clock.now_ms();
        let look = || {
            let tasks = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            tasks.block_on(findings(&self.config, now_ms))
        };
        let looked = std::thread::scope(|threads| threads.spawn(look).join().unwrap());
        assert_eq!(looked, [], "what the test has stored is sound");
    }
}

fn config(house: &House, data: &Path) -> Config {
    Config::from_settings(settings_of(house.folder.path(), data))
}

/// A town where everything that the check looks at has happened.
struct Journey {
    town: Town,
    /// A paper of the desk that the professional has opened and renamed.
    read: DocumentId,
    /// A paper of the person's own.
    own: DocumentId,
    /// Where the log tells that it was opened.
    opened: u64,
}

impl Journey {
    async fn made() -> Self {
        let town = Town::new().await;
        let (house, vault) = (&town.house, &town.vault);
        let mandate = town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
        let tick = || house.clock.advance(1_000);
        let read = house.deposit(&town.desk, vault, RESOURCES, b"SPECIMEN of the desk").await;
        tick();
        let own = house.deposit(&vault.owner, vault, RESOURCES, b"SPECIMEN of one's own").await;
        tick();
        let opened = house.try_open(&town.professional, read).await.ok::<OpeningView>().log_index;
        tick();
        let renamed = town.renaming(&town.professional, town.first(read), "Avis SPECIMEN").await;
        town.amend(&town.professional, read, &[renamed]).await.done();
        let again = town.renaming(&town.professional, town.first(read), "Avis SPECIMEN de mai").await;
        town.amend(&town.professional, read, &[again]).await.done();
        house.try_revoke(&vault.owner, &mandate).await.done();
        let (epoch, _) = town.next_epoch(&[]).await;
        town.try_turn(&vault.owner, &epoch).await.done();
        let moved = town.own_paper().await;
        let into_housing = town.moving(&vault.owner, town.first(moved)).await;
        town.amend(&vault.owner, moved, &[into_housing]).await.done();
        let gone = town.own_paper().await;
        town.erase(&vault.owner, PIN, gone).await.done();
        tick();
        housekeeping::round(&house.app).await.unwrap();
        Self { town, read, own, opened }
    }

    /// Another copy of the data, to be damaged; the keys are the true ones.
    fn copy(&self) -> Copied<'_> {
        let folder = tempfile::tempdir_in(self.town.house.folder.path()).unwrap();
        let data = self.town.house.folder.path().join("data");
        copy_files(&data, folder.path());
        let (from, to) = (objects_in(&data), objects_in(folder.path()));
        if !from.starts_with(&data) {
            copy_files(&from, &to);
        }
        let (from, to) = (config(&self.town.house, &data), config(&self.town.house, folder.path()));
        fill(&from.database().unwrap(), &to.database().unwrap());
        Copied { journey: self, folder }
    }

    async fn number(&self, statement: &'static str) -> i64 {
        self.town.house.count(statement).await
    }
}

fn copy_files(from: &Path, to: &Path) {
    for file in crate::harness::files_under(from) {
        let to = to.join(file.strip_prefix(from).unwrap());
        if !to.to_string_lossy().ends_with("-shm") {
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(file, to).unwrap();
        }
    }
}

/// A copy of the data of a journey.
struct Copied<'a> {
    journey: &'a Journey,
    folder: TempDir,
}

impl Copied<'_> {
    fn config(&self) -> Config {
        config(&self.journey.town.house, self.folder.path())
    }

    async fn rows(&self) -> Rows {
        Rows::of(&self.config().database().unwrap()).await
    }

    /// Damages rows, and does damage some.
    async fn sql(&self, statement: &str) -> &Self {
        assert!(self.rows().await.change(statement).await > 0, "{statement}");
        self
    }

    async fn finds(&self, expected: &[(Kind, &str)]) {
        let mut expected: Vec<_> = expected.iter().map(|(kind, about)| (*kind, (*about).to_owned())).collect();
        expected.sort();
        assert_eq!(findings(&self.config(), self.journey.town.house.now_ms()).await, expected);
    }

    /// What a query for one text finds.
    async fn text(&self, query: &str) -> String {
        self.rows().await.text(query).await
    }

    /// Where the object of a paper lies, and its key.
    async fn object(&self, document: DocumentId) -> (PathBuf, String) {
        let of = format!("SELECT blob_key FROM document_versions WHERE document_id = {}", x(document));
        let key = self.text(&of).await;
        (objects_in(self.folder.path()).join(&key[..2]).join(&key), key)
    }

    /// A file that nobody names, as old as this before the house's clock.
    fn strange(&self, name: &str, age: Duration) -> PathBuf {
        let path = objects_in(self.folder.path()).join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let file = File::create(&path).unwrap();
        let now = SystemTime::UNIX_EPOCH + Duration::from_millis(self.journey.town.house.now_ms());
        file.set_modified(now - age).unwrap();
        path
    }
}

/// A literal of SQL.
fn x(id: DocumentId) -> String {
    format!("x'{id}'")
}

#[tokio::test]
async fn a_journey_is_clean_beside_the_working_server_and_in_a_copy() {
    let journey = Journey::made().await;
    let house = &journey.town.house;
    assert_eq!(findings(&config(house, &house.folder.path().join("data")), house.now_ms()).await, []);
    journey.copy().finds(&[]).await;
}

#[tokio::test]
async fn a_damaged_object_is_told() {
    let journey = Journey::made().await;
    let about = |key: &str| format!("{}/1 {key}", journey.own);

    let cut = journey.copy();
    let (path, key) = cut.object(journey.own).await;
    let length = fs::metadata(&path).unwrap().len();
    File::options().write(true).open(&path).unwrap().set_len(length - 1).unwrap();
    cut.finds(&[(Kind::ObjectChanged, &about(&key))]).await;

    let flipped = journey.copy();
    let (path, _) = flipped.object(journey.own).await;
    let mut bytes = fs::read(&path).unwrap();
    bytes[200] ^= 1;
    fs::write(&path, bytes).unwrap();
    flipped.finds(&[(Kind::ObjectChanged, &about(&key))]).await;

    let gone = journey.copy();
    fs::remove_file(gone.object(journey.own).await.0).unwrap();
    gone.finds(&[(Kind::ObjectMissing, &about(&key))]).await;
}

#[tokio::test]
async fn a_damaged_paper_is_told() {
    let journey = Journey::made().await;
    let (own, read) = (journey.own, journey.read);
    let own_version = format!("{own}/1");
    let of_other = |column: &str| {
        format!(
            "UPDATE document_versions SET {column} = (SELECT {column} FROM document_versions WHERE document_id = {})
             WHERE document_id = {}",
            x(read),
            x(own)
        )
    };

    for column in ["sealed_share", "sealed_record"] {
        let about = format!("document_versions.{column} {own}/1");
        journey.copy().sql(&of_other(column)).await.finds(&[(Kind::SealedRow, &about)]).await;
    }
    journey.copy().sql(&of_other("deposit")).await.finds(&[(Kind::Deposit, &own_version)]).await;
    // The last byte of the signature.
    let unsigned = format!(
        "UPDATE document_versions SET deposit = CAST(substr(deposit, 1, 239) || x'00' AS BLOB) WHERE document_id = {}",
        x(own)
    );
    journey.copy().sql(&unsigned).await.finds(&[(Kind::Deposit, &own_version)]).await;
    let depositor = of_other("depositor");
    journey.copy().sql(&depositor).await.finds(&[(Kind::Deposit, &own_version)]).await;
    journey.copy().sql(&of_other("log_index")).await.finds(&[(Kind::DepositUnlogged, &own_version)]).await;
    let moved = format!(
        "UPDATE documents SET folder_id = (SELECT folder_id FROM documents WHERE folder_id <>
             (SELECT folder_id FROM documents WHERE document_id = {})) WHERE document_id = {}",
        x(own),
        x(own)
    );
    journey.copy().sql(&moved).await.finds(&[(Kind::Place, &own_version)]).await;
    let unread = format!("UPDATE document_versions SET read_ms = read_ms - 1 WHERE document_id = {}", x(read));
    journey.copy().sql(&unread).await.finds(&[(Kind::OpeningUnlogged, &format!("{read}/1"))]).await;
    let opened = "UPDATE openings SET expires_ms = expires_ms + 1";
    journey.copy().sql(opened).await.finds(&[(Kind::OpeningUnlogged, &format!("{read}/1"))]).await;
}

#[tokio::test]
async fn a_damaged_log_is_told() {
    let journey = Journey::made().await;
    let vault = HEXLOWER.encode(journey.town.vault.id.as_ref());
    let size = journey.number("SELECT size FROM log_state").await;
    let deposit = journey.number("SELECT MIN(log_index) FROM document_versions").await;
    let next = journey
        .number(
            "SELECT MIN(log_index) FROM log_entries WHERE (vault_id, log_index) >
                 (SELECT vault_id, log_index FROM log_entries
                  WHERE log_index = (SELECT MIN(log_index) FROM document_versions))",
        )
        .await;
    let (line, follower) = (deposit.to_string(), next.to_string());
    let paper = format!("{}/1", journey.read);
    let tree = format!("{size} {}", size - 1);

    let removed = journey.copy();
    removed.sql(&format!("DELETE FROM log_entries WHERE log_index = {deposit}")).await;
    removed
        .finds(&[
            (Kind::EntryMissing, &line),
            (Kind::EntryUnlinked, &follower),
            (Kind::Checkpoint, &tree),
            (Kind::DepositUnlogged, &paper),
        ])
        .await;

    let of_next = format!("(SELECT sealed FROM log_entries WHERE log_index = {next})");
    let swapped = format!("UPDATE log_entries SET sealed = {of_next} WHERE log_index = {deposit}");
    journey.copy().sql(&swapped).await.finds(&[(Kind::EntrySealed, &line)]).await;
    let emptied = format!("UPDATE log_entries SET sealed = NULL WHERE log_index = {deposit}");
    journey.copy().sql(&emptied).await.finds(&[(Kind::EntryForgotten, &line)]).await;
    let head = "UPDATE vault_heads SET vault_seq = vault_seq + 1 WHERE vault_id = (SELECT vault_id FROM vaults)";
    journey.copy().sql(head).await.finds(&[(Kind::Head, &vault)]).await;
    let tile = "UPDATE log_tiles SET hashes = CAST(substr(hashes, 1, 32) || substr(hashes, 1, 32) AS BLOB)";
    let tile_path = format!("tile/0/000.p/{size}");
    journey.copy().sql(tile).await.finds(&[(Kind::Tile, &tile_path)]).await;
    let unsigned = "UPDATE log_state SET checkpoint = replace(checkpoint, '\n', '\n ')";
    journey.copy().sql(unsigned).await.finds(&[(Kind::Checkpoint, "log_state")]).await;
}

#[tokio::test]
async fn an_entry_under_another_request_is_told() {
    let journey = Journey::made().await;
    let (line, sealed) = without_request(&journey).await;
    let copy = journey.copy();
    copy.sql(&format!("UPDATE log_entries SET sealed = x'{sealed}' WHERE log_index = {line}")).await;
    copy.finds(&[(Kind::EntryUnsigned, &line.to_string())]).await;
}

/// The first deposit's entry, sealed by the true key without the request that proves it.
async fn without_request(journey: &Journey) -> (i64, String) {
    let house = &journey.town.house;
    let line = journey.number("SELECT MIN(log_index) FROM document_versions").await;
    let index = u64::try_from(line).unwrap();
    let mut tx = house.app.store.read().await.unwrap();
    let row = vault_server::store::check::entry_at(&mut tx, line).await.unwrap().unwrap();
    let told = row.open(&house.app.keys).unwrap().unwrap();
    let body = EventBody::parse(&told.body).unwrap();
    let month = SealedRow::month_of(&row.sealed.unwrap()).unwrap();
    let key = house.app.keys.log_body_key(month).unwrap().unwrap();
    let stripped = SealedRow { index, salt: &told.salt, body: &body, request: &[] };
    (line, HEXLOWER.encode(&stripped.seal(&mut house.random.clone(), month, &key)))
}

#[tokio::test]
async fn a_log_that_went_back_is_told() {
    let journey = Journey::made().await;
    let before = journey.copy();
    let had = journey.number("SELECT size FROM log_state").await;
    let house = &journey.town.house;
    journey.town.own_paper().await;
    // The memory of the key directory is renewed at most every ten seconds.
    house.clock.advance(11_000);
    journey.town.own_paper().await;
    let kept = house.app.keys.seen_checkpoint(&house.log_key()).unwrap().unwrap().size;
    let about = format!("{had} {kept} {}", house.app.keys.path().display());
    before.finds(&[(Kind::LogBehind, &about)]).await;
}

#[tokio::test]
async fn rows_that_name_nothing_and_what_was_erased_are_told() {
    let journey = Journey::made().await;
    let (own, vault) = (journey.own, journey.town.vault.id);
    let sum = "UPDATE vaults SET bytes_used = bytes_used + 1";
    journey.copy().sql(sum).await.finds(&[(Kind::LooseRow, &format!("vaults.bytes_used {vault}"))]).await;
    let latest = format!("UPDATE documents SET latest_version = 2 WHERE document_id = {}", x(own));
    let about = format!("documents.latest_version {own}");
    journey.copy().sql(&latest).await.finds(&[(Kind::LooseRow, &about)]).await;
    let tombstone = format!("INSERT INTO tombstones VALUES ({}, 1, x'{vault}', 1)", x(own));
    let about = format!("tombstones.document_id {own}");
    journey.copy().sql(&tombstone).await.finds(&[(Kind::LooseRow, &about)]).await;
    let row = journey.copy();
    row.sql(&format!("DELETE FROM documents WHERE document_id = {}", x(own))).await;
    row.finds(&[
        (Kind::LooseRow, &format!("document_versions.document_id {own}")),
        (Kind::LooseRow, &format!("vaults.bytes_used {vault}")),
    ])
    .await;
    // The copies' objects were written long before the house's clock.
    let paper = journey.copy();
    let key = paper.object(own).await.1;
    for table in ["documents", "document_versions"] {
        paper.sql(&format!("DELETE FROM {table} WHERE document_id = {}", x(own))).await;
    }
    paper
        .finds(&[
            (Kind::PaperLost, &format!("{own}/1")),
            (Kind::LooseRow, &format!("vaults.bytes_used {vault}")),
            (Kind::OrphanObject, &key),
        ])
        .await;
    journey.town.house.sound.forgo();
    journey.town.house.app.keys.remember_erased(&[(own, 1)]).unwrap();
    journey.copy().finds(&[(Kind::ErasedPresent, &format!("{own}/1"))]).await;
}

#[tokio::test]
async fn what_was_left_behind_is_told_after_a_day_and_removed_when_told_to() {
    let journey = Journey::made().await;
    let (house, vault) = (&journey.town.house, &journey.town.vault);
    let sealed = house.seal(&vault.owner, vault, RESOURCES, b"SPECIMEN never deposited").await;
    house.upload(&vault.owner, vault, &sealed).await.ok::<UploadAnswer>();
    let (hour, orphan) = (Duration::from_hours(1), "ab".repeat(16));
    let young = journey.copy();
    young.strange(&format!("ab/{orphan}"), hour);
    young.strange("incoming/left", hour);
    young.finds(&[]).await;

    house.clock.advance(25 * 3600 * 1000);
    house.sound.forgo();
    let old = journey.copy();
    let paper = old.object(journey.own).await.0;
    let files = [old.strange(&format!("ab/{orphan}"), 25 * hour), old.strange("incoming/left", 25 * hour)];
    let upload = sealed.new.upload_id.to_string();
    let mut left = vec![(Kind::OrphanObject, orphan.as_str()), (Kind::AbandonedUpload, upload.as_str())];
    // What is unfinished in a bucket has no file: tests/blobs.
    let on_disk = files[1].starts_with(old.folder.path());
    left.extend(on_disk.then_some((Kind::UnfinishedUpload, "left")));
    old.finds(&left).await;

    let stored = Stored::open(&old.config(), house.random.clone(), house.now_ms()).await.unwrap();
    let writing = Store::open(&old.config().database().unwrap()).await.unwrap();
    let there = || (files[0].exists(), files[1].exists());
    assert_eq!(repair(&stored, &writing, Repair::Orphans).await.unwrap(), 1);
    assert_eq!(there(), (false, true));
    old.finds(&left[1..]).await;
    assert_eq!(repair(&stored, &writing, Repair::Uploads).await.unwrap(), 1);
    assert_eq!(there(), (false, true));
    old.finds(&left[2..]).await;
    assert_eq!(repair(&stored, &writing, Repair::Unfinished).await.unwrap(), u64::from(on_disk));
    old.finds(&[]).await;
    assert!(paper.exists() && files[1].exists() != on_disk);
    for again in [Repair::Orphans, Repair::Uploads, Repair::Unfinished] {
        assert_eq!(repair(&stored, &writing, again).await.unwrap(), 0);
    }
}
