//! Data carried from one engine to the other and back: everything is there, and never can both sides be written to.

use std::convert::Infallible;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use futures_util::stream;
use vault_core::api::ProblemCode;
use vault_core::entropy::SeededEntropy;
use vault_core::vocabulary::FolderKind;
use vault_server::blobs::BlobStore;
use vault_server::boot::{BootError, boot};
use vault_server::config::{Config, Settings};
use vault_server::relocation::{Carried, RelocationError, give_up, relocate};
use vault_server::store::relocation::begin;
use vault_server::store::{Store, StoreError};

use super::client::{House, NOW_MS, ORIGIN};
use super::fsck::findings;
use super::people::Town;
use crate::harness::{bucket, files_under, postgres_made};

/// The embedded database and a folder, under this name in the house's folder.
fn near(folder: &Path, name: &str) -> Settings {
    Settings {
        public_url: Some(ORIGIN.to_owned()),
        data_dir: Some(folder.join(name)),
        key_dir: Some(folder.join("keys")),
        ..Settings::default()
    }
}

/// PostgreSQL and a bucket.
fn far(folder: &Path, name: &str) -> Settings {
    let data = folder.join(name);
    Settings { database_url: Some(postgres_made(&data)), ..near(folder, name) }.or(bucket(&data))
}

/// A town whose data are near, with three papers, and one upload that nobody has deposited yet.
async fn settled() -> Town {
    // Whatever the others run on: this one begins near.
    let none = Settings { database_url: Some(String::new()), s3_endpoint: Some(String::new()), ..Settings::default() };
    let town = Town::settle(House::with(none, NOW_MS).await).await;
    for _ in 0..3 {
        town.own_paper().await;
    }
    let sealed = town.house.seal(&town.vault.owner, &town.vault, FolderKind::Resources, b"SPECIMEN").await;
    town.house.upload(&town.vault.owner, &town.vault, &sealed).await.done();
    town
}

async fn carry(from: &Config, to: &Config) -> Result<Carried, RelocationError> {
    relocate(from, to, NOW_MS, &mut |_| {}).await
}

/// The same town, served from these places.
async fn served(town: Town, config: &Config) -> Town {
    let (app, _writer) = boot(config, town.house.clock.clone(), town.house.random.clone()).await.unwrap();
    let router = vault_server::http::router(Arc::clone(&app));
    town.house.sound.forgo();
    let House { clock, random, sound, folder, .. } = town.house;
    Town { house: House { app, router, clock, random, sound, folder }, ..town }.logged_in_again().await
}

/// A server that has begun its log.
async fn set_up(town: &Town, config: &Config) {
    let (app, _writer) = boot(config, town.house.clock.clone(), town.house.random.clone()).await.unwrap();
    vault_server::domain::housekeeping::started(&app).await.unwrap();
}

async fn start(town: &Town, config: &Config) -> Result<(), BootError> {
    boot(config, town.house.clock.clone(), town.house.random.clone()).await.map(drop)
}

#[tokio::test]
async fn everything_is_carried_to_postgres_and_a_bucket_and_back() {
    let mut town = settled().await;
    let folder = town.house.folder.path().to_owned();
    let paper = town.own_paper().await;
    let mut from = town.house.sound.config().clone();
    for (round, place) in [far(&folder, "far"), near(&folder, "near"), far(&folder, "again")].into_iter().enumerate() {
        let to = Config::from_settings(place);
        let carried = carry(&from, &to).await.unwrap();
        assert_eq!((carried.copied, carried.found), (5 + round as u64, 0));
        assert!(carried.rows > 50, "{carried:?}");

        // What still serves the old place performs nothing, and nothing starts on it.
        town.house.try_open(&town.vault.owner, paper).await.refused(ProblemCode::Unavailable);
        assert!(matches!(start(&town, &from).await, Err(BootError::Elsewhere)));
        assert!(matches!(carry(&from, &to).await, Err(RelocationError::Over)));
        assert!(matches!(give_up(&from, &to).await, Err(RelocationError::Over)));

        town = served(town, &to).await;
        town.house.try_open(&town.vault.owner, paper).await.done();
        town.own_paper().await;
        assert_eq!(findings(&to, town.house.now_ms()).await, []);
        from = to;
    }
}

#[tokio::test]
async fn a_damaged_object_stops_it_and_it_goes_on_or_is_given_up() {
    let town = settled().await;
    let paper = town.own_paper().await;
    let folder = town.house.folder.path().to_owned();
    let from = town.house.sound.config().clone();
    let to = Config::from_settings(far(&folder, "far"));
    let damaged = files_under(&folder.join("data/blobs")).pop().unwrap();
    let whole = fs::read(&damaged).unwrap();
    let mut bytes = whole.clone();
    bytes[200] ^= 1;
    fs::write(&damaged, &bytes).unwrap();
    let name = damaged.file_name().unwrap().to_str().unwrap().to_owned();
    let stopped = carry(&from, &to).await;
    assert!(matches!(&stopped, Err(RelocationError::Object(object)) if *object == name), "{stopped:?}");

    // Nobody writes on either side meanwhile.
    town.house.try_open(&town.vault.owner, paper).await.refused(ProblemCode::Unavailable);
    assert!(matches!(start(&town, &from).await, Err(BootError::OnItsWay)));
    assert!(to.database().unwrap().is_new().await.unwrap());

    give_up(&from, &to).await.unwrap();
    assert!(matches!(give_up(&from, &to).await, Err(RelocationError::NotBegun)));
    town.own_paper().await;
    start(&town, &from).await.unwrap();

    fs::write(&damaged, &whole).unwrap();
    let carried = carry(&from, &to).await.unwrap();
    assert_eq!(carried.copied + carried.found, 6);
    assert!(carried.found > 0, "what was copied is not copied again");
    let town = served(town, &to).await;
    assert_eq!(findings(&to, town.house.now_ms()).await, []);
}

/// While objects are still copied, somebody gives it up from another terminal.
fn given_up(from: &Config, to: &Config) {
    std::thread::scope(|threads| {
        let other = threads.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(give_up(from, to)).unwrap();
        });
        other.join().unwrap();
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_given_up_while_it_runs_brings_no_row() {
    let town = settled().await;
    let folder = town.house.folder.path().to_owned();
    let from = town.house.sound.config().clone();
    let to = Config::from_settings(far(&folder, "far"));
    let mut objects = 0;
    let mut told = |_: &Carried| {
        objects += 1;
        if objects == 2 {
            given_up(&from, &to);
        }
    };
    let refused = relocate(&from, &to, NOW_MS, &mut told).await;
    assert!(matches!(refused, Err(RelocationError::GivenUp)), "{refused:?}");
    assert!(to.database().unwrap().is_new().await.unwrap());
    let paper = town.own_paper().await;

    // Nor is it taken for one that was begun after: that one copies what was added meanwhile.
    let mut objects = 0;
    let mut told = |_: &Carried| {
        objects += 1;
        if objects == 2 {
            given_up(&from, &to);
            std::thread::scope(|threads| threads.spawn(|| begun_again(&from)).join().unwrap());
        }
    };
    let refused = relocate(&from, &to, NOW_MS + 1, &mut told).await;
    assert!(matches!(refused, Err(RelocationError::GivenUp)), "{refused:?}");
    assert!(to.database().unwrap().is_new().await.unwrap());

    carry(&from, &to).await.unwrap();
    let town = served(town, &to).await;
    town.house.try_open(&town.vault.owner, paper).await.done();
    assert_eq!(findings(&to, town.house.now_ms()).await, []);
}

#[tokio::test]
async fn it_is_not_given_up_while_rows_come() {
    let town = settled().await;
    let folder = town.house.folder.path().to_owned();
    let from = town.house.sound.config().clone();
    let to = Config::from_settings(far(&folder, "far"));
    std::thread::scope(|threads| threads.spawn(|| begun_again(&from)).join().unwrap());
    // As whoever brings rows has it.
    let target = Store::open(&to.database().unwrap()).await.unwrap();
    let turn = target.write().await.unwrap();
    let given_up = tokio::spawn(async move { give_up(&from, &to).await });
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(!given_up.is_finished());
    drop(turn);
    given_up.await.unwrap().unwrap();
    town.own_paper().await;
}

/// The mark of another relocation, begun later.
fn begun_again(from: &Config) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = Store::open(&from.database().unwrap()).await.unwrap();
        let mut writing = store.write().await.unwrap();
        begin(&mut writing, NOW_MS + 2).await.unwrap();
        writing.commit().await.unwrap();
        store.close().await;
    });
}

#[tokio::test]
async fn what_lies_there_under_an_objects_name_counts_only_if_it_is_that_object() {
    let town = settled().await;
    let folder = town.house.folder.path().to_owned();
    let from = town.house.sound.config().clone();
    let to = Config::from_settings(far(&folder, "far"));
    let objects = files_under(&folder.join("data/blobs"));
    let name = objects[0].file_name().unwrap().to_str().unwrap();
    let mut other = fs::read(&objects[0]).unwrap();
    other[200] ^= 1;
    let there = BlobStore::at(&to.objects().unwrap(), SeededEntropy::new(1)).unwrap();
    let length = other.len() as u64;
    there.put_as(name, stream::iter([Ok::<_, Infallible>(Bytes::from(other))]), length).await.unwrap();

    let carried = carry(&from, &to).await.unwrap();
    assert_eq!((carried.copied, carried.found), (4, 0));
    let town = served(town, &to).await;
    assert_eq!(findings(&to, town.house.now_ms()).await, []);
}

#[tokio::test]
async fn a_log_that_is_not_whole_is_not_carried() {
    let town = settled().await;
    let folder = town.house.folder.path().to_owned();
    let from = town.house.sound.config().clone();
    let to = Config::from_settings(far(&folder, "far"));
    let mut rows = town.house.rows().await;
    town.house.sound.forgo();
    let leaf = "(SELECT leaf FROM log_entries WHERE log_index = 1)";
    assert_eq!(rows.change(&format!("UPDATE log_entries SET leaf = {leaf} WHERE log_index = 2")).await, 1);
    let stopped = carry(&from, &to).await;
    assert!(matches!(stopped, Err(RelocationError::Store(StoreError::Form(_)))), "{stopped:?}");
    assert!(to.database().unwrap().is_new().await.unwrap());
    give_up(&from, &to).await.unwrap();
}

#[tokio::test]
async fn a_place_that_has_rows_of_another_origin_is_refused() {
    let town = settled().await;
    let folder = town.house.folder.path().to_owned();
    let from = town.house.sound.config().clone();
    // The same rows, brought otherwise: whoever did that may write there already.
    let twin = Config::from_settings(far(&folder, "twin"));
    let (old, new) = (Store::open(&from.database().unwrap()).await.unwrap(), twin.database().unwrap());
    Store::open(&new).await.unwrap().fill_from(&old).await.unwrap();
    assert!(matches!(carry(&from, &twin).await, Err(RelocationError::NotEmpty)));
    town.own_paper().await;

    // Begun, stopped, and meanwhile another server was set up there.
    let to = Config::from_settings(far(&folder, "far"));
    let damaged = files_under(&folder.join("data/blobs")).pop().unwrap();
    town.house.sound.forgo();
    fs::remove_file(&damaged).unwrap();
    assert!(matches!(carry(&from, &to).await, Err(RelocationError::Object(_))));
    set_up(&town, &Config { key_dir: folder.join("strange-keys"), ..to.clone() }).await;
    assert!(matches!(carry(&from, &to).await, Err(RelocationError::NotEmpty)));
}

#[tokio::test]
async fn it_ends_what_was_stopped_after_the_rows() {
    let town = settled().await;
    let folder = town.house.folder.path().to_owned();
    let from = town.house.sound.config().clone();
    let to = Config::from_settings(far(&folder, "far"));
    carry(&from, &to).await.unwrap();
    // As if it had been stopped just before the last step.
    let mut rows = town.house.rows().await;
    town.house.sound.forgo();
    assert_eq!(rows.change("UPDATE relocation SET is_over = 0").await, 1);
    assert!(matches!(give_up(&from, &to).await, Err(RelocationError::Over)), "the new place has rows");
    assert!(matches!(start(&town, &from).await, Err(BootError::OnItsWay)));
    carry(&from, &to).await.unwrap();
    assert!(matches!(start(&town, &from).await, Err(BootError::Elsewhere)));
}

#[tokio::test]
async fn other_servers_and_places_in_use_are_refused() {
    let town = settled().await;
    let folder = town.house.folder.path().to_owned();
    let from = town.house.sound.config().clone();
    let to = Config::from_settings(far(&folder, "far"));
    let other = Config { public_url: "https://autre.exemple.fr".to_owned(), ..to.clone() };
    assert!(matches!(carry(&from, &other).await, Err(RelocationError::OtherServer("public_url"))));
    let other = Config { key_dir: folder.join("other-keys"), ..to.clone() };
    assert!(matches!(carry(&from, &other).await, Err(RelocationError::OtherServer("key_dir"))));
    assert!(matches!(carry(&from, &from).await, Err(RelocationError::SamePlace)));
    let used = Config::from_settings(near(&folder, "used"));
    let strange = Config { key_dir: folder.join("strange-keys"), ..used.clone() };
    set_up(&town, &strange).await;
    assert!(matches!(carry(&from, &used).await, Err(RelocationError::NotEmpty)));
    // Nothing of it stopped the old place.
    town.own_paper().await;
}
