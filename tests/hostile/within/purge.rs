//! A log of which the beginning was forgotten: accepted where an event of the log says so, and nowhere else.

use serde_json::{Value, json};
use vault_core::ids::Hash;
use vault_core::log::{EventBody, Purge, leaf_data, leaf_hash};
use vault_core::secret::LeafSalt;
use vault_server::clock::{Clock, SystemClock};
use vault_server::domain::retention;

use super::forger::{Forger, decode, encode, flip};
use crate::harness::{Answer, Person as Home};

const DAY_MS: u64 = 24 * 3600 * 1000;

fn verify(home: &Home) -> Answer {
    home.run([&"log", &"verify"])
}

/// A town of fourteen months ago, of which the log forgets everything today; then somebody comes.
async fn forgetful() -> Forger {
    let mut forger = Forger::since(SystemClock.now_ms() - 430 * DAY_MS).await;
    forger.town.house.clock.set(SystemClock.now_ms());
    retention::round(&forger.town.house.app).await.unwrap();
    forger.town = forger.town.logged_in_again().await;
    forger
}

fn leaf_of(entry: &Value) -> Hash {
    let body = EventBody::parse(&decode(&entry["body"])).unwrap();
    leaf_hash(&leaf_data(&LeafSalt::from_slice(&decode(&entry["salt"])).unwrap(), &body))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_told_as_forgotten_verifies_for_the_person_and_for_the_auditor() {
    let forger = forgetful().await;
    let (owner, auditor) = (forger.home(&forger.town.vault.owner), forger.home(&forger.town.auditor));
    for home in [&owner, &auditor] {
        let answer = forger.at(home, verify).done();
        assert!(answer["forgotten"].as_u64().unwrap() > 3, "{answer}");
        // What was kept is continued.
        forger.at(home, verify).done();
    }
    let told = forger.at(&owner, |home| home.run([&"log", &"show"])).done();
    assert!(
        told.as_array().unwrap().iter().all(|entry| entry["type"] == "login" || entry["type"] == "idle-warned"),
        "{told}"
    );
}

/// How a page of the log is changed on its way.
type Change = fn(&mut Value);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_forgets_more_than_it_says_is_caught_by_the_person() {
    let forger = forgetful().await;
    let home = forger.home(&forger.town.vault.owner);
    let path = format!("GET /v1/vaults/{}/log", forger.town.vault.id);
    forger.at(&home, verify).done();
    let cases: [(Change, &str, &str); 8] = [
        // No event says so.
        (|json| json["purge"] = Value::Null, "log-body", "sequence"),
        // What is said is not in the log: another range, another month.
        (|json| flip(&mut json["purge"]["body"], 81), "log-body", "order"),
        (|json| flip(&mut json["purge"]["body"], 88), "log-tree", "inclusion"),
        // Another event of the log is shown in its place.
        (
            |json| {
                let first = json["entries"][0].clone();
                json["purge"] = first;
            },
            "log-body",
            "sequence",
        ),
        // An entry that is told today is called forgotten too: it stands after the range.
        (
            |json| {
                let hidden = json["entries"].as_array_mut().unwrap().remove(0);
                json["erased"] = json!([{
                    "index": hidden["index"], "leaf_hash": leaf_of(&hidden), "inclusion": hidden["inclusion"],
                }]);
            },
            "log-body",
            "sequence",
        ),
        // The same under an index of the range: the tree has another leaf there.
        (
            |json| {
                let hidden = json["entries"].as_array_mut().unwrap().remove(0);
                json["erased"][0]["leaf_hash"] = json!(leaf_of(&hidden));
            },
            "log-tree",
            "inclusion",
        ),
        // Simply left out.
        (|json| drop(json["entries"].as_array_mut().unwrap().remove(0)), "log-body", "hash"),
        (|json| json["erased"] = json!([]), "log-body", "sequence"),
    ];
    for (number, (change, what, property)) in cases.into_iter().enumerate() {
        eprintln!("case {number}");
        forger.json(&path, change);
        if number == 1 {
            // Read before it is proved: a range that reaches past the event, or the tree says no.
            let code = forger.at(&home, verify).code;
            assert_eq!(code, 5);
            forger.honest();
            continue;
        }
        forger.caught(&home, verify, what, property);
    }
    forger.at(&home, verify).done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_forgets_more_than_it_says_is_caught_by_the_auditor() {
    let forger = forgetful().await;
    let home = forger.home(&forger.town.auditor);
    let path = "GET /v1/log/entries";
    let hide = |json: &mut Value| {
        let entries = json["entries"].as_array_mut().unwrap();
        let at = entries.iter().position(|entry| decode(&entry["body"])[1] == 2).unwrap();
        let hidden = entries.remove(at);
        let view = json!({ "index": hidden["index"], "leaf_hash": leaf_of(&hidden) });
        json["erased"].as_array_mut().unwrap().push(view);
    };
    forger.json(path, hide);
    forger.caught(&home, verify, "log-body", "sequence");
    // The event itself is called forgotten.
    forger.json(path, |json| {
        let entries = json["entries"].as_array_mut().unwrap();
        let at = entries.iter().position(|entry| decode(&entry["body"])[1] == 50).unwrap();
        let hidden = entries.remove(at);
        let view = json!({ "index": hidden["index"], "leaf_hash": leaf_of(&hidden) });
        json["erased"].as_array_mut().unwrap().push(view);
    });
    forger.caught(&home, verify, "log-body", "sequence");
    // A range that is larger than the true one is not in the tree.
    forger.json(path, move |json| {
        hide(json);
        let size = json["entries"].as_array().unwrap().last().unwrap()["index"].as_u64().unwrap();
        for entry in json["entries"].as_array_mut().unwrap() {
            let mut body = EventBody::parse(&decode(&entry["body"])).unwrap();
            if body.event_type == 50 {
                let (document, month) = Purge { before: size, month: u32::try_from(body.version).unwrap() }.fields();
                (body.document, body.version) = (document, month);
                entry["body"] = encode(&body.encode());
            }
        }
    });
    let answer = forger.at(&home, verify);
    assert_eq!(answer.code, 5, "{}", answer.json);
    forger.honest();
    forger.at(&home, verify).done();
}

/// What no honest server writes: the event itself, in the tree, and untrue. The log's own key does not help.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_that_forgets_what_had_to_be_kept_is_refused() {
    let forger = Forger::since(SystemClock.now_ms() - 100 * DAY_MS).await;
    let body = |version: u64, unix_ms: u64| EventBody {
        event_type: 50,
        unix_ms,
        vault_seq: 2,
        previous: Hash::from_bytes([1; 32]),
        version,
        ..EventBody::NONE
    };
    let now = forger.town.house.now_ms();
    let month = vault_server::clock::month_of(now);
    let mut event = body(month.into(), now);
    event.document = Purge { before: 3, month }.fields().0;
    assert!(Purge::read(9, &event).is_err());
    // And none is written before its time.
    forger.town.house.clock.set(SystemClock.now_ms());
    retention::round(&forger.town.house.app).await.unwrap();
    assert_eq!(forger.town.house.count("SELECT count(*) FROM log_purges").await, 0);
}
