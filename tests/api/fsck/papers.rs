//! Papers beside the events, amendments and objects that are theirs.

use std::fs;

use vault_core::api::{OpeningView, UploadAnswer};

use super::{Journey, Kind, RESOURCES, x};

#[tokio::test]
async fn another_event_does_not_cover_a_deposit_or_an_opening() {
    let journey = Journey::made().await;
    let (own, read, owner) = (journey.own, journey.read, journey.town.vault.owner.account);
    let set = |column: &str, to: &str, of| {
        format!("UPDATE document_versions SET {column} = {to} WHERE document_id = {}", x(of))
    };
    let (own_version, read_version) = (format!("{own}/1"), format!("{read}/1"));

    // Its own opening, instead of its own deposit.
    let opened = journey.opened.to_string();
    let told = [(Kind::DepositUnlogged, read_version.as_str())];
    journey.copy().sql(&set("log_index", &opened, read)).await.finds(&told).await;
    // A second later its title was changed: that is no opening.
    let told = [(Kind::OpeningUnlogged, read_version.as_str())];
    journey.copy().sql(&set("read_ms", "read_ms + 1000", read)).await.finds(&told).await;
    // At that moment another paper was opened.
    let moment = format!("(SELECT read_ms FROM document_versions WHERE document_id = {})", x(read));
    let told = [(Kind::OpeningUnlogged, own_version.as_str())];
    journey.copy().sql(&set("read_ms", &moment, own)).await.finds(&told).await;
    // Somebody else opened it.
    let other = format!("UPDATE openings SET account_id = x'{owner}'");
    journey.copy().sql(&other).await.finds(&[(Kind::OpeningUnlogged, &read_version)]).await;
}

#[tokio::test]
async fn amendments_that_are_not_signed_or_do_not_follow_are_told() {
    let journey = Journey::made().await;
    let read = journey.read;
    let paper = format!("{read}/1");
    let gap = format!(
        "DELETE FROM amendments WHERE document_id = {} AND
             sequence = (SELECT MIN(sequence) FROM amendments WHERE document_id = {})",
        x(read),
        x(read)
    );
    journey.copy().sql(&gap).await.finds(&[(Kind::Place, &paper)]).await;
    // The last byte of the last one's signature.
    let forged = format!(
        "UPDATE amendments SET amendment = CAST(substr(amendment, 1, length(amendment) - 1) ||
             CASE substr(amendment, length(amendment)) WHEN x'00' THEN x'01' ELSE x'00' END AS BLOB)
         WHERE document_id = {} AND sequence = (SELECT MAX(sequence) FROM amendments WHERE document_id = {})",
        x(read),
        x(read)
    );
    journey.copy().sql(&forged).await.finds(&[(Kind::Place, &paper)]).await;
}

#[tokio::test]
async fn an_object_is_held_to_its_length_and_to_its_last_byte() {
    let journey = Journey::made().await;
    let (house, vault) = (&journey.town.house, &journey.town.vault);
    let long = house.deposit(&vault.owner, vault, RESOURCES, &vec![b'x'; 200_000]).await;
    let copy = journey.copy();
    let (path, key) = copy.object(long).await;
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let about = format!("{long}/1 {key}");
    copy.finds(&[(Kind::ObjectChanged, &about)]).await;

    let sum = format!("vaults.bytes_used {}", vault.id);
    let longer =
        format!("UPDATE document_versions SET object_length = object_length + 1 WHERE document_id = {}", x(long));
    journey.copy().sql(&longer).await.finds(&[(Kind::ObjectChanged, &about), (Kind::LooseRow, &sum)]).await;
}

#[tokio::test]
async fn an_upload_is_held_to_its_length_and_to_its_hash() {
    let journey = Journey::made().await;
    let (house, vault) = (&journey.town.house, &journey.town.vault);
    let sealed = house.seal(&vault.owner, vault, RESOURCES, b"SPECIMEN not deposited yet").await;
    house.upload(&vault.owner, vault, &sealed).await.ok::<UploadAnswer>();
    journey.copy().finds(&[]).await;
    let upload = sealed.new.upload_id.to_string();
    for changed in ["object_length = object_length + 1", "sha256 = zeroblob(32)"] {
        let copy = journey.copy();
        copy.sql(&format!("UPDATE uploads SET {changed}")).await.finds(&[(Kind::UploadDamaged, &upload)]).await;
    }
}

#[tokio::test]
async fn an_opening_by_two_is_covered_for_each() {
    let journey = Journey::made().await;
    let (house, owner) = (&journey.town.house, &journey.town.vault.owner);
    house.try_open(owner, journey.read).await.ok::<OpeningView>();
    journey.copy().finds(&[]).await;
    // Of the person's own opening nothing else tells: it was not the first.
    let taken = format!("UPDATE openings SET expires_ms = expires_ms + 1 WHERE account_id = x'{}'", owner.account);
    let told = [(Kind::OpeningUnlogged, format!("{}/1", journey.read))];
    journey.copy().sql(&taken).await.finds(&told.each_ref().map(|(kind, about)| (*kind, about.as_str()))).await;
}
