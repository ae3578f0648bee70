//! The log: read in plain sentences, verified, and found out when somebody with the server's disk has edited it.

use serde_json::Value;
use sqlx::sqlite::SqliteConnection;
use vault_core::entropy::OsEntropy;
use vault_core::ids::VaultId;
use vault_core::log::{EventBody, SealedRow, leaf_data};
use vault_core::vocabulary::{EventType, ResultCode};
use vault_server::key_directory::KeyDirectory;

use crate::harness::{Answer, Cast, Kept, Person, edit, words};

#[test]
fn the_beneficiary_reads_who_looked_in_french_and_in_english() {
    let cast = Cast::gather();
    cast.lend();
    let document = cast.deposited(&cast.papers.pdf);
    cast.professional.open(&document, "opened").done();
    let told = |lang: &str| {
        let log = cast.beneficiary.run([&"--lang", &lang, &"log", &"show"]).done();
        let sentences = log.as_array().unwrap().iter().map(|entry| entry["sentence"].as_str().unwrap().to_owned());
        sentences.collect::<Vec<_>>()
    };
    let has = |told: &[String], parts: [&str; 2]| {
        assert!(told.iter().any(|line| parts.iter().all(|part| line.contains(part))), "{parts:?} in {told:#?}");
    };
    let french = told("fr");
    has(&french, ["Claire Morel, du CCAS de Valcourt, a créé ce coffre", ""]);
    has(&french, ["Vous avez donné une autorisation", "Pour : dossier RSA."]);
    has(&french, ["Hugo Petit, du CCAS de Valcourt, a ajouté le papier « avis-impot-2025 »", "Pour : dossier RSA."]);
    has(&french, ["Claire Morel, du CCAS de Valcourt, a ouvert le papier « avis-impot-2025 »", "Pour : dossier RSA."]);
    let english = told("en");
    has(&english, ["You gave a mandate", "For: RSA benefit application."]);
    has(&english, ["Claire Morel, of CCAS de Valcourt, opened the paper “avis-impot-2025”", ""]);

    // A log is for the person and for the auditor, not for those who are watched.
    cast.professional.run([&"log", &"show", &"--vault", &cast.vault]).failed(3, "not-allowed");
}

#[test]
fn everyone_verifies_what_they_may_and_keeps_the_checkpoint() {
    let cast = Cast::gather();
    cast.lend();
    let mut kept = [Value::Null, Value::Null, Value::Null];
    for round in 0..2 {
        let people = [(&cast.beneficiary, "vault"), (&cast.professional, "checkpoint"), (&cast.auditor, "log")];
        for ((person, scope), kept) in people.into_iter().zip(&mut kept) {
            let verified = verify(person).done();
            assert_eq!((&verified["verified"], &verified["scope"]), (&true.into(), &scope.into()));
            if round > 0 {
                assert_eq!(verified["kept_tree_size"], *kept, "{scope}: not the checkpoint of the first time");
                assert!(verified["tree_size"].as_u64() > kept.as_u64(), "{scope}");
            }
            *kept = verified["tree_size"].clone();
        }
        cast.deposited(&cast.papers.pdf);
    }
}

#[test]
fn a_reading_under_two_mandates_is_two_entries_that_hold() {
    let cast = Cast::gather();
    let first = cast.lend();
    let mut more = words([&"mandate", &"grant", &"--vault", &cast.vault, &"--to", &cast.organisation]);
    more.extend(words([&"--folder", &"Logement", &"--right", &"read,deposit", &"--purpose", &"rsa", &"--days", &"31"]));
    more.extend(cast.with_card());
    let second = cast.professional.run_all(&more).text("mandate_id");
    cast.deposited(&cast.papers.pdf);
    let file = &cast.papers.jpeg;
    let elsewhere = [
        &"deposit" as &dyn AsRef<std::ffi::OsStr>,
        &"--vault",
        &cast.vault,
        &"--folder",
        &"Logement",
        &"--type",
        &"other",
        file,
    ];
    cast.professional.run(elsewhere).done();
    let listed = cast.professional.run([&"list", &"--vault", &cast.vault]).done();
    assert_eq!(listed.as_array().unwrap().len(), 2);
    for person in [&cast.beneficiary, &cast.auditor] {
        verify(person).done();
    }
    let log = cast.log(&cast.beneficiary);
    let read = log.iter().filter(|entry| entry["type"] == "records-read" && entry["result"] == "done");
    let mandates: Vec<_> = read.filter_map(|entry| entry["mandate_id"].as_str()).collect();
    assert!([first, second].iter().all(|id| mandates.contains(&id.as_str())), "{mandates:?}");
}

/// A way to edit the log, and its name.
type Edit = (&'static str, fn(&Cast));

/// Every edit is made by somebody who has the disk and the key directory too, and can seal rows again.
const EDITS: [Edit; 5] = [
    ("a refusal that became an opening", rewrite),
    ("rows whose bytes were flipped", |cast| {
        run(
            cast,
            "UPDATE log_entries SET sealed = substr(sealed, 1, 40) || x'00' || substr(sealed, 42) WHERE vault_id = $1",
        );
    }),
    ("a row that was emptied", |cast| {
        run(cast, "UPDATE log_entries SET sealed = NULL WHERE vault_id = $1 AND vault_seq = 4");
    }),
    ("a row that was removed", |cast| {
        run(cast, "DELETE FROM log_entries WHERE vault_id = $1 AND vault_seq = 4");
    }),
    ("two rows that changed places", swap),
];

#[test]
fn rows_changed_removed_or_reordered_in_the_database_are_found() {
    let mut cast = Cast::gather();
    cast.lend();
    let document = cast.deposited(&cast.papers.pdf);
    cast.desk.open(&document, "refused").failed(3, "role-forbids");
    cast.server.stop();
    let whole = Kept::of(&cast.server);
    for (at, (name, edit)) in EDITS.into_iter().enumerate() {
        edit(&cast);
        cast.server.start();
        for found in verified_by_newcomers(&cast, at) {
            assert_eq!(found.code, 5, "{name}: {found:?}");
            assert!(!found.stderr.is_empty(), "{name}");
        }
        cast.server.stop();
        whole.put_back(&cast.server);
    }
    cast.server.start();
    for found in verified_by_newcomers(&cast, EDITS.len()) {
        found.done();
    }
}

/// The beneficiary and the auditor on computers that have kept nothing: only the log itself can contradict itself.
fn verified_by_newcomers(cast: &Cast, at: usize) -> [Answer; 2] {
    [(&cast.beneficiary, "beneficiary"), (&cast.auditor, "auditor")].map(|(person, name)| {
        let newcomer = person.elsewhere(&format!("{name}-{at}"));
        newcomer.log_in().done();
        verify(&newcomer)
    })
}

#[test]
fn the_end_of_a_vaults_own_log_cannot_be_taken_away() {
    let mut cast = Cast::gather();
    cast.lend();
    let document = cast.deposited(&cast.papers.pdf);
    cast.professional.open(&document, "opened").done();
    verify(&cast.beneficiary).done();
    cast.server.stop();
    cut_vault(&cast);
    cast.server.start();
    // The beneficiary remembers how far the vault had come; the auditor misses a leaf.
    assert_eq!(verify(&cast.beneficiary).failed(5, "integrity-vault-head")["property"], "consistency");
    assert_eq!(verify(&cast.auditor).code, 5);
    // Neither is fooled by other events in the place of the one that went.
    cast.beneficiary.elsewhere("other-desk").log_in().done();
    assert_eq!(verify(&cast.beneficiary).code, 5);
    assert_eq!(verify(&cast.auditor).code, 5);
}

#[test]
fn a_tail_that_was_cut_is_found_by_whoever_kept_a_checkpoint() {
    let mut cast = Cast::gather();
    cast.lend();
    let document = cast.deposited(&cast.papers.pdf);
    cast.server.stop();
    let earlier = Kept::of(&cast.server);
    cast.server.start();
    cast.professional.open(&document, "opened").done();
    let people = [&cast.beneficiary, &cast.professional, &cast.auditor];
    for person in people {
        verify(person).done();
    }
    cast.server.stop();
    // The whole database of before the opening: true in itself, but not what was shown.
    earlier.put_back(&cast.server);
    cast.server.start();
    for person in people {
        let found = verify(person);
        assert_eq!(found.code, 5, "{found:?}");
    }
    // Whoever kept nothing cannot see it.
    let auditor = cast.auditor.elsewhere("new-auditor");
    auditor.log_in().done();
    verify(&auditor).done();
}

fn verify(person: &Person) -> Answer {
    person.run([&"log", &"verify"])
}

fn vault_of(cast: &Cast) -> Vec<u8> {
    cast.vault.parse::<VaultId>().unwrap().as_ref().to_vec()
}

fn run(cast: &Cast, sql: &'static str) {
    edit(&cast.server, async |connection| {
        let done = sqlx::query(sql).bind(vault_of(cast)).execute(connection).await?;
        assert!(done.rows_affected() > 0, "nothing was edited");
        Ok(())
    });
}

struct Row {
    index: i64,
    leaf: Vec<u8>,
    sealed: Vec<u8>,
}

async fn rows(connection: &mut SqliteConnection, vault: &[u8]) -> sqlx::Result<Vec<Row>> {
    let sql = "SELECT log_index, leaf, sealed FROM log_entries WHERE vault_id = $1 ORDER BY vault_seq";
    let rows: Vec<(i64, Vec<u8>, Vec<u8>)> = sqlx::query_as(sql).bind(vault).fetch_all(connection).await?;
    Ok(rows.into_iter().map(|(index, leaf, sealed)| Row { index, leaf, sealed }).collect())
}

async fn put(connection: &mut SqliteConnection, index: i64, leaf: &[u8], sealed: &[u8]) -> sqlx::Result<()> {
    let sql = "UPDATE log_entries SET leaf = $2, sealed = $3 WHERE log_index = $1";
    sqlx::query(sql).bind(index).bind(leaf).bind(sealed).execute(connection).await.map(drop)
}

/// Opens a row with the server's keys, lets `change` edit what it says, and seals it again at a place.
fn reseal(cast: &Cast, row: &Row, at: i64, change: impl FnOnce(&mut EventBody)) -> (Vec<u8>, Vec<u8>) {
    let keys = KeyDirectory::open(&cast.server.path("keys")).unwrap();
    let month = SealedRow::month_of(&row.sealed).unwrap();
    let key = keys.log_body_key(month).unwrap().unwrap();
    let (salt, body, request) = SealedRow::open(&key, row.index.cast_unsigned(), &row.sealed).unwrap();
    let mut body = EventBody::parse(&body).unwrap();
    change(&mut body);
    let sealed = SealedRow { index: at.cast_unsigned(), salt: &salt, body: &body, request: &request };
    (leaf_data(&salt, &body).to_vec(), sealed.seal(&mut OsEntropy::new(), month, &key))
}

/// The refused opening of the desk agent becomes one that was done.
fn rewrite(cast: &Cast) {
    edit(&cast.server, async |connection| {
        let mut changed = 0;
        for row in rows(connection, &vault_of(cast)).await? {
            let (leaf, sealed) = reseal(cast, &row, row.index, |body| {
                let refused = body.event_type == EventType::Opening.number() && body.result != 0;
                changed += usize::from(refused);
                body.result = if refused { ResultCode::Done.number() } else { body.result };
            });
            put(connection, row.index, &leaf, &sealed).await?;
        }
        assert_eq!(changed, 1);
        Ok(())
    });
}

/// Two entries of the vault change places, and their numbers with them.
fn swap(cast: &Cast) {
    edit(&cast.server, async |connection| {
        let rows = rows(connection, &vault_of(cast)).await?;
        let (first, second) = (&rows[1], &rows[2]);
        for (row, place) in [(first, second), (second, first)] {
            let (leaf, sealed) = reseal(cast, row, place.index, |_| {});
            assert_ne!(leaf, place.leaf);
            put(connection, place.index, &leaf, &sealed).await?;
        }
        Ok(())
    });
}

/// The end of the vault's own chain goes, and the head is put back to the entry before.
fn cut_vault(cast: &Cast) {
    run(
        cast,
        "DELETE FROM log_entries WHERE vault_id = $1 AND vault_seq = (SELECT vault_seq FROM vault_heads WHERE vault_id = $1)",
    );
    edit(&cast.server, async |connection| {
        let rows = rows(connection, &vault_of(cast)).await?;
        let leaf: [u8; 33] = rows.last().unwrap().leaf.clone().try_into().unwrap();
        let hash = vault_core::log::leaf_hash(&leaf);
        let sql = "UPDATE vault_heads SET vault_seq = vault_seq - 1, leaf_hash = $2 WHERE vault_id = $1";
        sqlx::query(sql).bind(vault_of(cast)).bind(hash.as_ref().to_vec()).execute(connection).await.map(drop)
    });
}
