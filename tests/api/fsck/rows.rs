//! Rows that name what is not there, table by table; rows that do not open; sums.

use super::{Journey, Kind, x};

/// An id that nobody has.
const NOBODY: &str = "x'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee'";
const NOBODYS: &str = "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";
/// A moment that never is a day ago.
const LATER: &str = "9000000000000000";

/// One damage, and the places that are told of it: each with an id, and no other.
async fn loose(journey: &Journey, damage: &str, told: &[(&str, &str)]) {
    let copy = journey.copy();
    copy.sql(damage).await;
    let about: Vec<_> = told.iter().map(|(place, id)| format!("{place} {id}")).collect();
    let expected: Vec<_> = about.iter().map(|about| (Kind::LooseRow, about.as_str())).collect();
    copy.finds(&expected).await;
}

/// The same where the row is not sealed as its id says, either: `column` tells so.
async fn loose_and_sealed(journey: &Journey, damage: &str, column: &str, told: &[(&str, &str)]) {
    let copy = journey.copy();
    copy.sql(damage).await;
    let sealed = format!("{column} {}", told[0].1);
    let about: Vec<_> = told.iter().map(|(place, id)| format!("{place} {id}")).collect();
    let mut expected: Vec<_> = about.iter().map(|about| (Kind::LooseRow, about.as_str())).collect();
    expected.push((Kind::SealedRow, &sealed));
    copy.finds(&expected).await;
}

#[tokio::test]
async fn papers_that_hang_in_the_air_are_told() {
    let journey = Journey::made().await;
    let (own, read, vault) = (journey.own, journey.read, journey.town.vault.id);
    let whose = journey.copy();
    let folder = whose.text("SELECT lower(hex(MIN(folder_id))) FROM folders").await;
    let empty = format!("INSERT INTO documents VALUES ({NOBODY}, x'{vault}', x'{folder}', 1, 1)");
    loose(&journey, &empty, &[("documents.document_id", NOBODYS)]).await;
    let nowhere = format!("INSERT INTO documents VALUES ({NOBODY}, {NOBODY}, x'{folder}', 1, 1)");
    let places = ["documents.document_id", "documents.vault_id", "documents.folder_id"];
    loose(&journey, &nowhere, &places.map(|place| (place, NOBODYS))).await;
    let outside = format!("INSERT INTO documents VALUES ({NOBODY}, x'{vault}', {NOBODY}, 1, 1)");
    loose(&journey, &outside, &[places[0], places[2]].map(|place| (place, NOBODYS))).await;

    let amended = format!("INSERT INTO amendments VALUES ({NOBODY}, 1, 1, x'00', {NOBODY}, 1)");
    loose(&journey, &amended, &[("amendments.document_id", NOBODYS)]).await;
    let opened = format!("INSERT INTO openings VALUES ({NOBODY}, {NOBODY}, '{NOBODYS}', 1, {LATER})");
    loose(&journey, &opened, &[("openings.blob_key", NOBODYS)]).await;
    let reminded = format!("INSERT INTO reminders VALUES ({NOBODY}, x'{vault}', {NOBODY}, 1, NULL, {NOBODY}, 1, 1)");
    loose(&journey, &reminded, &[("reminders.document_id", NOBODYS)]).await;
    let untold =
        format!("INSERT INTO reminders VALUES ({NOBODY}, x'{vault}', {}, 1, {NOBODY}, {NOBODY}, 1, 1)", x(own));
    loose(&journey, &untold, &[("reminders.text_hash", NOBODYS)]).await;

    let by_nobody = journey.copy();
    by_nobody.sql(&format!("UPDATE document_versions SET depositor = {NOBODY} WHERE document_id = {}", x(own))).await;
    let (deposit, about) = (format!("{own}/1"), format!("document_versions.depositor {own}"));
    by_nobody.finds(&[(Kind::Deposit, &deposit), (Kind::LooseRow, &about)]).await;

    let shared = journey.copy();
    let (left, taken) = (shared.object(own).await.1, shared.object(read).await.1);
    shared.sql(&format!("UPDATE document_versions SET blob_key = '{taken}' WHERE document_id = {}", x(own))).await;
    let both = [own, read].map(|paper| format!("document_versions.blob_key {paper}"));
    shared
        .finds(&[
            (Kind::ObjectChanged, &format!("{own}/1 {taken}")),
            // What was opened under this name was the other one.
            (Kind::OpeningUnlogged, &format!("{own}/1")),
            (Kind::LooseRow, &both[0]),
            (Kind::LooseRow, &both[1]),
            (Kind::OrphanObject, &left),
        ])
        .await;
}

#[tokio::test]
async fn an_upload_for_no_vault_and_one_without_its_object_are_told() {
    let journey = Journey::made().await;
    let vault = journey.town.vault.id;
    let upload = |vault: &str| {
        format!("INSERT INTO uploads VALUES ({NOBODY}, {vault}, {NOBODY}, '{NOBODYS}', x'00', x'00', 1, {LATER})")
    };
    let copy = journey.copy();
    copy.sql(&upload(&format!("x'{vault}'"))).await;
    copy.finds(&[(Kind::UploadDamaged, NOBODYS)]).await;
    let copy = journey.copy();
    copy.sql(&upload(NOBODY)).await;
    let about = format!("uploads.vault_id {NOBODYS}");
    copy.finds(&[(Kind::LooseRow, &about), (Kind::UploadDamaged, NOBODYS)]).await;
}

#[tokio::test]
async fn vaults_folders_and_mandates_that_hang_in_the_air_are_told() {
    let journey = Journey::made().await;
    let vault = journey.town.vault.id.to_string();
    let organisation = journey.town.ccas.id;
    let copy = journey.copy();
    loose(&journey, &format!("UPDATE vaults SET owner = {NOBODY}"), &[("vaults.owner", &vault)]).await;
    let unused = "SELECT lower(hex(MIN(folder_id))) FROM folders
        WHERE folder_id NOT IN (SELECT folder_id FROM documents)";
    let folder = copy.text(unused).await;
    let moved = format!("UPDATE folders SET vault_id = {NOBODY} WHERE folder_id = x'{folder}'");
    loose(&journey, &moved, &[("folders.vault_id", &folder)]).await;
    let uncertified = format!("DELETE FROM certificates WHERE subject = x'{folder}'");
    loose(&journey, &uncertified, &[("certificates.subject", &folder)]).await;
    let mandate = copy.text("SELECT lower(hex(MIN(mandate_id))) FROM mandates").await;
    let strayed = format!("UPDATE mandates SET vault_id = {NOBODY}");
    loose(&journey, &strayed, &[("mandates.vault_id", &mandate)]).await;
    let wrap = copy.text("SELECT lower(hex(MIN(wrap_hash))) FROM wraps").await;
    let wrapped = format!("UPDATE wraps SET mandate_id = {NOBODY} WHERE wrap_hash = x'{wrap}'");
    loose(&journey, &wrapped, &[("wraps.mandate_id", &wrap)]).await;
    for (organisation, of, told) in [
        (format!("x'{organisation}'"), NOBODY.to_owned(), ("directory_entries.vault_id", NOBODYS)),
        (NOBODY.to_owned(), format!("x'{vault}'"), ("directory_entries.organisation_id", vault.as_str())),
    ] {
        let named = format!("INSERT INTO directory_entries VALUES ({organisation}, {of}, 1, x'0000000100')");
        loose_and_sealed(&journey, &named, "directory_entries.sealed", &[told]).await;
    }
    let closing = format!("INSERT INTO closings VALUES ({NOBODY}, {NOBODY}, x'00', 1, 1, NULL)");
    loose(&journey, &closing, &[("closings.vault_id", NOBODYS)]).await;
    let destroyed = format!("INSERT INTO closings VALUES ({NOBODY}, {NOBODY}, x'00', 1, 1, 1000000)");
    loose(&journey, &destroyed, &[("closings.destroyed_index", NOBODYS)]).await;
    let head = format!("INSERT INTO vault_heads VALUES ({NOBODY}, 1, x'00')");
    loose(&journey, &head, &[("vault_heads.vault_id", NOBODYS)]).await;
}

#[tokio::test]
async fn people_who_are_not_there_are_told() {
    let journey = Journey::made().await;
    let (desk, organisation) = (journey.town.desk.account, journey.town.ccas.id);
    let account = format!("INSERT INTO accounts (account_id, kind, status, created_ms) VALUES ({NOBODY}, 2, 2, 1)");
    loose(&journey, &account, &[("accounts.account_id", NOBODYS)]).await;
    let credential =
        format!("INSERT INTO credentials VALUES ({NOBODY}, {NOBODY}, 1, 1, x'00', x'00', 5, x'0000000100', NULL, 1)");
    loose_and_sealed(&journey, &credential, "credentials.sealed_half_b", &[("credentials.account_id", NOBODYS)]).await;
    let session = journey.copy().text("SELECT lower(hex(MIN(token_hash))) FROM sessions").await;
    for column in ["credential_id", "account_id"] {
        let strange = format!("UPDATE sessions SET {column} = {NOBODY} WHERE token_hash = x'{session}'");
        loose(&journey, &strange, &[("sessions.credential_id", &session)]).await;
    }
    let member = format!("INSERT INTO members VALUES ({NOBODY}, x'{organisation}', 1, 1, 1)");
    loose(&journey, &member, &[("members.account_id", NOBODYS)]).await;
    let nowhere = format!("INSERT INTO members VALUES ({NOBODY}, {NOBODY}, 1, 1, 1)");
    let both = [("members.account_id", NOBODYS), ("members.organisation_id", NOBODYS)];
    loose(&journey, &nowhere, &both).await;
    let channel = format!("INSERT INTO channels VALUES ({NOBODY}, {NOBODY}, 1, x'0000000100', 1, NULL)");
    loose_and_sealed(&journey, &channel, "channels.sealed", &[("channels.account_id", NOBODYS)]).await;
    let notice = format!("INSERT INTO notices VALUES ({NOBODY}, {NOBODY}, x'{desk}', 1, 1, 0, 1, 1)");
    loose(&journey, &notice, &[("notices.channel_id", NOBODYS)]).await;
}

#[tokio::test]
async fn guardians_and_recoveries_of_nothing_are_told() {
    let journey = Journey::made().await;
    let vault = journey.town.vault.id;
    let copy = journey.copy();
    let wrap = copy.text("SELECT lower(hex(MIN(wrap_hash))) FROM wraps").await;
    let credential = copy.text("SELECT lower(hex(MIN(credential_id))) FROM credentials").await;
    let guardian = |vault: &str, credential: &str, first: &str, second: &str| {
        format!(
            "INSERT INTO guardians VALUES ({NOBODY}, 1, {NOBODY}, {vault}, {credential}, 1, {first}, {second}, x'00', 1, NULL)"
        )
    };
    let (vault, credential, wrap) = (format!("x'{vault}'"), format!("x'{credential}'"), format!("x'{wrap}'"));
    for (damage, place) in [
        (guardian(NOBODY, &credential, &wrap, &wrap), "guardians.vault_id"),
        (guardian(&vault, NOBODY, &wrap, &wrap), "guardians.credential_id"),
        (guardian(&vault, &credential, NOBODY, &wrap), "guardians.first_piece"),
        (guardian(&vault, &credential, &wrap, NOBODY), "guardians.first_piece"),
    ] {
        loose(&journey, &damage, &[(place, NOBODYS)]).await;
    }
    let recovery = format!(
        "INSERT INTO recoveries VALUES
             ({NOBODY}, {NOBODY}, {NOBODY}, 1, {NOBODY}, {NOBODY}, {NOBODY}, x'00', 1, 1, NULL, NULL, NULL)"
    );
    loose(&journey, &recovery, &[("recoveries.vault_id", NOBODYS)]).await;
    let approval = format!("INSERT INTO recovery_approvals VALUES ({NOBODY}, {NOBODY}, NULL, NULL, NULL, 1)");
    loose(&journey, &approval, &[("recovery_approvals.recovery_id", NOBODYS)]).await;
}

/// The locked columns of papers are looked at in `a_damaged_paper_is_told`; those here have rows of any journey.
#[tokio::test]
async fn a_sealed_row_that_does_not_open_is_told() {
    let journey = Journey::made().await;
    let organisation = journey.town.ccas.id;
    for (table, id, column) in [
        ("wraps", "wrap_hash", "sealed"),
        ("directory_entries", "vault_id", "sealed"),
        ("folders", "folder_id", "sealed_kind"),
        ("credentials", "credential_id", "sealed_root"),
        ("credentials", "credential_id", "sealed_half_b"),
        ("sessions", "token_hash", "sealed_half"),
    ] {
        let copy = journey.copy();
        let found = copy.text(&format!("SELECT lower(hex(MIN({id}))) FROM {table} WHERE {column} IS NOT NULL")).await;
        // The last byte, the other way round than it was.
        let changed = format!(
            "UPDATE {table} SET {column} = CAST(substr({column}, 1, length({column}) - 1) ||
                 CASE substr({column}, length({column})) WHEN x'00' THEN x'01' ELSE x'00' END AS BLOB) WHERE {id} = x'{found}'"
        );
        copy.sql(&changed).await.finds(&[(Kind::SealedRow, &format!("{table}.{column} {found}"))]).await;
    }
    let copy = journey.copy();
    let channel = format!(
        "INSERT INTO channels SELECT {NOBODY}, account_id, 1, x'0000000100', 1, NULL FROM members
         WHERE organisation_id = x'{organisation}' LIMIT 1"
    );
    copy.sql(&channel).await.finds(&[(Kind::SealedRow, &format!("channels.sealed {NOBODYS}"))]).await;
}
