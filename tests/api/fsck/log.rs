//! Entries that say something else than they did, under the true keys: what whoever holds those could write.

use data_encoding::HEXLOWER;
use vault_core::ids::{DocumentId, Hash};
use vault_core::log::{Checkpoint, EventBody, LogName, SealedRow};
use vault_core::vocabulary::{EventType, ResultCode};
use vault_server::store::check;
use vault_server::store::log::Told;

use super::{Config, Copied, Journey, Kind, findings, x};

/// An entry as it is: its place, what it says, and the month of its key.
struct Entry {
    index: i64,
    told: Told,
    body: EventBody,
    month: u32,
}

impl Journey {
    /// The entries of which this is so, in order.
    async fn entries(&self, is_so: impl Fn(&EventBody) -> bool) -> Vec<Entry> {
        let (mut tx, mut found) = (self.town.house.app.store.read().await.unwrap(), Vec::new());
        for index in 0.. {
            let Some(row) = check::entry_at(&mut tx, index).await.unwrap() else { break };
            let told = row.open(&self.town.house.app.keys).unwrap().unwrap();
            let body = EventBody::parse(&told.body).unwrap();
            if is_so(&body) {
                found.push(Entry { index, told, body, month: SealedRow::month_of(&row.sealed.unwrap()).unwrap() });
            }
        }
        found
    }

    /// The entry of a paper's event.
    async fn entry(&self, what: EventType, document: DocumentId) -> Entry {
        self.entries(|body| body.event_type == what.number() && body.document == document).await.remove(0)
    }
}

impl Copied<'_> {
    /// Writes another text or another request over an entry, sealed by the true key.
    async fn reseal(&self, entry: &Entry, body: &EventBody, request: &[u8]) {
        let house = &self.journey.town.house;
        let key = house.app.keys.log_body_key(entry.month).unwrap().unwrap();
        let row = SealedRow { index: entry.index.unsigned_abs(), salt: &entry.told.salt, body, request };
        let sealed = HEXLOWER.encode(&row.seal(&mut house.random.clone(), entry.month, &key));
        self.sql(&format!("UPDATE log_entries SET sealed = x'{sealed}' WHERE log_index = {}", entry.index)).await;
    }
}

#[tokio::test]
async fn an_entry_that_says_something_else_is_told_and_covers_nothing() {
    let journey = Journey::made().await;
    let deposit = journey.entry(EventType::Deposit, journey.own).await;
    let (line, paper) = (deposit.index.to_string(), format!("{}/1", journey.own));

    let later = journey.copy();
    let body = EventBody { unix_ms: deposit.body.unix_ms + 1, ..deposit.body.clone() };
    later.reseal(&deposit, &body, &deposit.told.request).await;
    later.finds(&[(Kind::EntryChanged, &line)]).await;

    let refused = journey.copy();
    let body = EventBody { result: ResultCode::NotAllowed.number(), ..deposit.body.clone() };
    refused.reseal(&deposit, &body, &deposit.told.request).await;
    refused.finds(&[(Kind::EntryChanged, &line), (Kind::DepositUnlogged, &paper)]).await;

    let opening = journey.entry(EventType::Opening, journey.read).await;
    let (line, paper) = (opening.index.to_string(), format!("{}/1", journey.read));
    let unopened = journey.copy();
    let body = EventBody { result: ResultCode::NotAllowed.number(), ..opening.body.clone() };
    unopened.reseal(&opening, &body, &opening.told.request).await;
    let twice = (Kind::OpeningUnlogged, paper.as_str());
    unopened.finds(&[(Kind::EntryChanged, &line), twice, twice]).await;
}

#[tokio::test]
async fn an_entry_in_another_place_than_it_says_is_told() {
    let journey = Journey::made().await;
    let vault = journey.town.vault.id;
    let last = journey.entries(|body| body.vault == vault).await.pop().unwrap();
    let line = last.index.to_string();
    let renumbered = format!("UPDATE log_entries SET vault_seq = 1000 WHERE log_index = {line}");
    let head = vault.to_string();
    journey.copy().sql(&renumbered).await.finds(&[(Kind::EntryChanged, &line), (Kind::Head, &head)]).await;
    let nobody = "ee".repeat(16);
    let elsewhere = format!("UPDATE log_entries SET vault_id = x'{nobody}' WHERE log_index = {line}");
    let told = [(Kind::EntryChanged, line.as_str()), (Kind::Head, &head), (Kind::Head, &nobody)];
    journey.copy().sql(&elsewhere).await.finds(&told).await;
    let leaf = "UPDATE vault_heads SET leaf_hash = zeroblob(32) WHERE vault_id = (SELECT vault_id FROM vaults)";
    journey.copy().sql(leaf).await.finds(&[(Kind::Head, &head)]).await;
}

#[tokio::test]
async fn a_leaf_of_another_length_is_told() {
    let journey = Journey::made().await;
    let size = journey.number("SELECT size FROM log_state").await;
    let line = (size - 1).to_string();
    let vault = journey.entries(|_| true).await.pop().unwrap().body.vault.to_string();
    let longer = format!("UPDATE log_entries SET leaf = leaf || x'00' WHERE log_index = {line}");
    let tree = format!("{size} {line}");
    journey
        .copy()
        .sql(&longer)
        .await
        .finds(&[
            (Kind::Checkpoint, &tree),
            (Kind::EntryChanged, &line),
            (Kind::EntryChanged, &line),
            (Kind::Head, &vault),
        ])
        .await;
}

#[tokio::test]
async fn another_request_of_the_same_person_proves_nothing() {
    let journey = Journey::made().await;
    let of_owner = |body: &EventBody| {
        body.event_type == EventType::Deposit.number()
            && body.actor == journey.town.vault.owner.keys.signing.kid()
            && !body.request_hash.is_none()
    };
    let deposits = journey.entries(of_owner).await;
    let [one, other, ..] = &deposits[..] else { panic!("the owner has added papers") };
    let copy = journey.copy();
    copy.reseal(one, &one.body, &other.told.request).await;
    copy.finds(&[(Kind::EntryUnsigned, &one.index.to_string())]).await;

    let auditor = &journey.town.auditor;
    let uncertified = format!("DELETE FROM certificates WHERE subject = x'{}'", auditor.account);
    let signed = journey.entries(|body| body.actor == auditor.keys.signing.kid() && !body.request_hash.is_none()).await;
    let lines: Vec<_> = signed.iter().map(|entry| entry.index.to_string()).collect();
    assert!(!lines.is_empty());
    let account = format!("accounts.account_id {}", auditor.account);
    let mut expected: Vec<_> = lines.iter().map(|line| (Kind::EntryUnsigned, line.as_str())).collect();
    expected.push((Kind::LooseRow, &account));
    journey.copy().sql(&uncertified).await.finds(&expected).await;
}

#[tokio::test]
async fn a_growing_end_that_is_not_that_of_the_entries_is_told() {
    let journey = Journey::made().await;
    let house = &journey.town.house;
    let size = journey.number("SELECT size FROM log_state").await.unsigned_abs();
    let (log, key) = (house.log_key(), house.app.keys.log_key());
    let name: &LogName = log.name();
    // Signed by the log's own key, of a log that never was.
    let other = Checkpoint { size, root: Hash::from_bytes([7; 32]) }.sign(name, key);
    let signed = format!("UPDATE log_state SET checkpoint = '{other}'");
    journey.copy().sql(&signed).await.finds(&[(Kind::Checkpoint, "log_state")]).await;
    let formless = "UPDATE log_state SET frontier = x'00'";
    journey.copy().sql(formless).await.finds(&[(Kind::Checkpoint, "log_state")]).await;

    let copy = journey.copy();
    let kept = house.folder.path().join("kept");
    let config = Config { kept_checkpoint: kept.clone(), ..copy.config() };
    std::fs::write(&kept, &other).unwrap();
    let told = format!("{size} {}", kept.display());
    assert_eq!(findings(&config, house.now_ms()).await, [(Kind::LogDiffers, told)]);
    std::fs::write(&kept, Checkpoint { size: size + 1, root: Hash::from_bytes([7; 32]) }.sign(name, key)).unwrap();
    let told = format!("{size} {} {}", size + 1, kept.display());
    assert_eq!(findings(&config, house.now_ms()).await, [(Kind::LogBehind, told)]);
}

#[tokio::test]
async fn a_full_tile_that_is_not_that_of_its_entries_is_told() {
    let journey = Journey::made().await;
    let (house, stranger) = (&journey.town.house, &journey.town.auditor);
    for _ in 0..256 {
        // A refusal has its line.
        let refused = house.get(stranger, &format!("/v1/vaults/{}", journey.town.vault.id)).await;
        assert!(refused.status.is_client_error(), "{refused:?}");
    }
    assert!(journey.number("SELECT size FROM log_state").await > 256);
    let first = "UPDATE log_tiles SET hashes = CAST(zeroblob(32) || substr(hashes, 33) AS BLOB)
         WHERE level = 0 AND tile_index = 0";
    journey.copy().sql(first).await.finds(&[(Kind::Tile, "tile/0/000")]).await;
}

#[tokio::test]
async fn what_was_forgotten_is_covered_by_its_purge_alone() {
    let journey = Journey::made().await;
    let house = &journey.town.house;
    house.clock.advance(400 * 24 * 3600 * 1000);
    vault_server::domain::retention::round(&house.app).await.unwrap();
    journey.copy().finds(&[]).await;
    let purge = journey.number("SELECT log_index FROM log_purges").await;
    let last = journey.number("SELECT before_index - 1 FROM log_purges").await.to_string();
    let event = purge.to_string();

    let month = "UPDATE log_purges SET month = month + 1";
    journey.copy().sql(month).await.finds(&[(Kind::EntryForgotten, &event)]).await;
    let fewer = "UPDATE log_purges SET before_index = before_index - 1";
    let told = [(Kind::EntryForgotten, last.as_str()), (Kind::EntryForgotten, &event)];
    journey.copy().sql(fewer).await.finds(&told).await;
    let more = "UPDATE log_purges SET before_index = before_index + 1";
    journey.copy().sql(more).await.finds(&[(Kind::EntryForgotten, &event)]).await;
    let nowhere = "UPDATE log_purges SET log_index = 1000000";
    journey.copy().sql(nowhere).await.finds(&[(Kind::EntryForgotten, "1000000")]).await;

    // A deposit that names what a vault's own entries do not tell any more, and one of another vault's.
    let vault = journey.town.vault.id;
    let mine = format!("(SELECT MIN(log_index) FROM log_entries WHERE vault_id = x'{vault}')");
    let moved =
        |to: &str| format!("UPDATE document_versions SET log_index = {to} WHERE document_id = {}", x(journey.own));
    journey.copy().sql(&moved(&mine)).await.finds(&[]).await;
    let paper = format!("{}/1", journey.own);
    journey.copy().sql(&moved("0")).await.finds(&[(Kind::DepositUnlogged, &paper)]).await;

    // Forgotten or not, no entry may be missing between two of a vault.
    let missing = journey.number("SELECT MIN(log_index) FROM document_versions").await;
    let removed = journey.copy();
    removed.sql(&format!("DELETE FROM log_entries WHERE log_index = {missing}")).await;
    let follower = removed
        .text(&format!(
            "SELECT CAST(MIN(log_index) AS TEXT) FROM log_entries WHERE vault_id = x'{vault}' AND log_index > {missing}"
        ))
        .await;
    let (entries, gone) = (journey.number("SELECT size FROM log_state").await, missing.to_string());
    let tree = format!("{entries} {}", entries - 1);
    let paper = format!("{}/1", journey.read);
    removed
        .finds(&[
            (Kind::EntryMissing, &gone),
            (Kind::EntryUnlinked, &follower),
            (Kind::Checkpoint, &tree),
            (Kind::DepositUnlogged, &paper),
        ])
        .await;
}
