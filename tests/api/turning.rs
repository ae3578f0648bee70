//! New keys for the lock while people work: every locked column is known, a crash in the middle is made good, nothing is
//! destroyed too early.

use std::collections::BTreeSet;

use sqlx::Row;
use vault_core::api::{OpeningView, ProblemCode};
use vault_core::vocabulary::FolderKind;
use vault_core::wrap::SeedFor;
use vault_server::app::Upkeep;
use vault_server::domain::{housekeeping, lock_epochs};
use vault_server::key_directory::{DEPOSIT_KEY_GRACE_S, DEPOSIT_KEY_LIFE_S};
use vault_server::store::rest::{Locked, epochs_in_use};

use super::backups::{Operator, again_with};
use super::client::House;
use super::people::Town;

async fn epochs(house: &House) -> Vec<u32> {
    epochs_in_use(&mut house.app.store.read().await.unwrap()).await.unwrap().into_iter().collect()
}

#[tokio::test]
async fn every_column_under_the_lock_is_in_the_list() {
    let house = House::new().await;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(house.folder.path().join("data/vault.db"));
    let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
    let found = sqlx::query(
        "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND c.name LIKE 'sealed%'",
    );
    let rows = found.fetch_all(&mut connection).await.unwrap();
    let mut schema: BTreeSet<(String, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    // Log bodies lie under the key of their month.
    assert!(schema.remove(&("log_entries".to_owned(), "sealed".to_owned())));
    let list = Locked::ALL.map(Locked::column).map(|(table, column)| (table.to_owned(), column.to_owned()));
    assert_eq!(schema, list.into_iter().collect(), "a column named sealed… belongs in vault_server::store::rest");
}

#[tokio::test]
async fn the_lock_turns_while_people_work_and_everything_opens_afterwards() {
    let town = Town::new().await;
    let paper = town.own_paper().await;
    assert_eq!(epochs(&town.house).await, [1]);
    let working = async {
        for _ in 0..6 {
            town.own_paper().await;
        }
    };
    let (turned, ()) = tokio::join!(lock_epochs::turn(&town.house.app), working);
    assert_eq!(turned.unwrap(), 2);
    assert_eq!(epochs(&town.house).await, [2]);
    let owner = &town.vault.owner;
    let view: OpeningView = town.house.try_open(owner, paper).await.ok();
    let content = town.house.read(owner, (&owner.keys.opening, SeedFor::Owner), &view).await;
    assert_eq!(content, b"SPECIMEN");
    // Roots, halves and sessions too: people log in again.
    town.logged_in_again().await.own_paper().await;
}

#[tokio::test]
async fn what_the_operators_process_turns_or_destroys_the_running_server_follows_at_once() {
    let town = Town::new().await;
    let operator = Operator::new(&town.house);
    town.own_paper().await;
    let beside = again_with(&town.house, Upkeep::default()).await;
    assert_eq!(lock_epochs::begin(&beside).await.unwrap(), 2);
    let paper = town.own_paper().await;
    assert_eq!(epochs(&town.house).await, [1, 2], "the server went on under the key that is to end");
    lock_epochs::seal_anew(&beside).await.unwrap();
    operator.verified_backup(&town.house).await;
    assert_eq!(lock_epochs::destroy(&beside).await.unwrap().lock, [1]);
    town.house.try_open(&town.vault.owner, paper).await.done();
    assert_eq!(town.house.app.keys.rest_epochs(), [2], "a key that was destroyed is still in memory");
}

#[tokio::test]
async fn a_turning_that_was_interrupted_goes_on_and_no_key_goes_before_its_time() {
    let town = Town::new().await;
    let operator = Operator::new(&town.house);
    town.own_paper().await;
    let app = &town.house.app;
    // The key is made, and the server stops there.
    assert_eq!(lock_epochs::begin(app).await.unwrap(), 2);
    town.house.deposit(&town.vault.owner, &town.vault, FolderKind::Resources, b"SPECIMEN").await;
    assert_eq!(epochs(&town.house).await, [1, 2]);
    operator.verified_backup(&town.house).await;
    let early = lock_epochs::destroy(app).await.unwrap();
    assert_eq!((early.lock.len(), &early.kept[..]), (0, &[(1, lock_epochs::Kept::Rows)][..]));
    lock_epochs::upkeep(app).await.unwrap();
    assert_eq!(epochs(&town.house).await, [2]);
    // The verified backup is of before the end of the turning: it needs both keys.
    assert_eq!(app.keys.rest_epochs(), [1, 2]);
    operator.verified_backup(&town.house).await;
    lock_epochs::upkeep(app).await.unwrap();
    assert_eq!(app.keys.rest_epochs(), [2]);
}

#[tokio::test]
async fn a_deposit_key_is_destroyed_when_its_days_and_their_grace_are_over() {
    let town = Town::new().await;
    let app = &town.house.app;
    let late = town.house.seal(&town.vault.owner, &town.vault, FolderKind::Resources, b"SPECIMEN").await;
    town.house.clock.advance(DEPOSIT_KEY_LIFE_S * 1000);
    housekeeping::round(app).await.unwrap();
    assert_eq!(app.keys.deposit_epochs(), [1, 2]);
    assert!(lock_epochs::destroy(app).await.unwrap().deposit.is_empty(), "too early");
    town.house.clock.advance(DEPOSIT_KEY_GRACE_S * 1000);
    assert_eq!(lock_epochs::destroy(app).await.unwrap().deposit, [1]);
    assert_eq!(app.keys.deposit_epochs(), [2]);
    assert!(!town.house.folder.path().join("keys/deposit-0001.key").exists());
    // What was sealed to it comes too late.
    let town = town.logged_in_again().await;
    town.house.upload(&town.vault.owner, &town.vault, &late).await.done();
    town.house.add(&town.vault.owner, &town.vault, &late.new).await.refused(ProblemCode::Conflict);
}
