//! New keys for the lock while people work: every locked column is known, a crash in the middle is made good, nothing is
//! destroyed too early.

use std::collections::BTreeSet;

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

/// Every column of bytes that lies outside the lock, and may: ids, key ids, public keys, hashes, certificates and signed
/// acts, which the server has to read; the leaves and hashes of the log; peppered PINs. Whoever adds a column of bytes
/// decides here, or in [`Locked`], what a stolen database may show of it.
const PLAIN: &[(&str, &str)] = &[
    ("accounts", "account_id vault_id"),
    ("amendments", "amendment document_id maker"),
    ("certificates", "certificate certificate_hash kid subject"),
    ("channels", "account_id channel_id"),
    ("closings", "claim_hash owner vault_id"),
    ("credentials", "account_id credential_id pin_hash public_key"),
    ("directory_entries", "organisation_id vault_id"),
    ("directory_invitations", "entry_hash organisation_id vault_id"),
    ("document_versions", "deposit depositor document_id"),
    ("documents", "document_id folder_id vault_id"),
    ("folders", "folder_id vault_id"),
    ("guardians", "account_id credential_id first_piece guardian_id rehearsal_key second_piece vault_id"),
    ("log_entries", "leaf vault_id"),
    ("log_state", "frontier"),
    ("log_tiles", "hashes"),
    ("login_challenges", "challenge_hash credential_id"),
    ("login_rates", "caller"),
    ("mandates", "mandate mandate_id recipient_id revocation vault_id"),
    ("member_pin_approvals", "account_id member_id"),
    ("members", "account_id organisation_id"),
    ("notices", "account_id channel_id notice_id"),
    ("openings", "account_id opening_id"),
    ("organisations", "organisation_id"),
    ("pin_reset_approvals", "account_id vault_id"),
    ("recoveries", "account_id credential_id one_time_key organisation_id recovery_id started_by vault_id"),
    ("recovery_approvals", "account_id first_piece organisation_id recovery_id second_piece"),
    ("reminders", "author document_id reminder_id text_hash vault_id"),
    ("request_nonces", "kid nonce"),
    ("sessions", "account_id credential_id token_hash"),
    ("tombstones", "document_id vault_id"),
    ("uploads", "account_id head_sha256 sha256 upload_id vault_id"),
    ("vault_heads", "leaf_hash vault_id"),
    ("vaults", "consent_sha256 owner vault_id"),
    ("wraps", "mandate_id object scope wrap_hash"),
];

#[tokio::test]
async fn every_column_of_bytes_is_known_to_be_plain_or_under_the_lock() {
    let house = House::new().await;
    let columns = house.rows().await.columns().await.into_iter();
    // Whatever is neither a number nor text holds bytes, by whichever name.
    let bytes = columns.filter(|(_, _, kind)| !["BIGINT", "TEXT"].contains(&kind.as_str()));
    let schema: BTreeSet<(String, String)> = bytes.map(|(table, column, _)| (table, column)).collect();
    let plain = PLAIN.iter().flat_map(|(table, columns)| columns.split(' ').map(|column| (*table, column)));
    let plain: BTreeSet<_> = plain.map(|(table, column)| (table.to_owned(), column.to_owned())).collect();
    let locked = Locked::ALL.map(Locked::column).map(|(table, column)| (table.to_owned(), column.to_owned()));
    let mut sealed: BTreeSet<_> = locked.into_iter().collect();
    // Log bodies lie under the key of their month.
    sealed.insert(("log_entries".to_owned(), "sealed".to_owned()));
    assert!(plain.is_disjoint(&sealed));
    assert!(plain.iter().all(|(_, column)| !column.starts_with("sealed")));
    assert_eq!(schema, &plain | &sealed, "a column of bytes belongs in PLAIN here, or in vault_server::store::rest");
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
