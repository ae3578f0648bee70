//! The log: an event changed, dropped or reordered, a head or a checkpoint that goes back or forks, by a server that
//! holds the log's own key.

use serde_json::{Value, json};
use vault_core::ids::Hash;
use vault_core::log::{Checkpoint, VaultHead};

use vault_server::domain::operator::{self, Done};

use super::forger::{Forger, decode, encode, flip};
use crate::harness::{Answer, Person as Home};

/// What a dishonest server makes of an answer.
type Change = fn(&mut Value);

fn verify(home: &Home) -> Answer {
    home.run([&"log", &"verify"])
}

/// The call by which the owner reads.
fn own_log(forger: &Forger) -> String {
    format!("GET /v1/vaults/{}/log", forger.town.vault.id)
}

/// Something more happens in the vault.
async fn time_goes_by(forger: &Forger) {
    forger.town.own_paper().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_entries_of_a_vault() {
    let forger = Forger::new().await;
    let home = forger.home(&forger.town.vault.owner);
    let path = own_log(&forger);
    let cases: [(Change, &str, &str); 8] = [
        (|json| drop(json["entries"].as_array_mut().unwrap().remove(2)), "log-body", "sequence"),
        (|json| drop(json["entries"].as_array_mut().unwrap().pop()), "vault-head", "sequence"),
        (|json| json["entries"].as_array_mut().unwrap().swap(2, 3), "log-body", "sequence"),
        (|json| flip(&mut json["entries"][2]["body"], 70), "log-tree", "inclusion"),
        (|json| flip(&mut json["entries"][2]["salt"], 0), "log-tree", "inclusion"),
        (|json| json["entries"][2]["inclusion"][0] = "07".repeat(32).into(), "log-tree", "inclusion"),
        (|json| drop(json["entries"][2]["inclusion"].as_array_mut().unwrap().pop()), "log-tree", "length"),
        (|json| flip(&mut json["head"], 40), "vault-head", "signature"),
    ];
    for (change, what, property) in cases {
        forger.json(&path, change);
        forger.caught(&home, verify, what, property);
    }
    forger.json(&path, |json| {
        let request = json["entries"].as_array().unwrap().iter().rev().find_map(|entry| entry["request"].as_str());
        let request = Value::from(request.unwrap());
        let entry = json["entries"].as_array_mut().unwrap().iter_mut().find(|entry| entry["request"].is_string());
        entry.unwrap()["request"] = request;
    });
    forger.caught(&home, verify, "request", "hash");
    forger.json(&path, |json| {
        let entry = json["entries"].as_array_mut().unwrap().iter_mut().find(|entry| entry["request"].is_string());
        entry.unwrap()["request"] = Value::Null;
    });
    forger.caught(&home, verify, "request", "hash");
    forger.json(&path, |json| json["vault_id"] = "07".repeat(16).into());
    forger.caught(&home, verify, "log-body", "ids");
    forger.at(&home, verify).done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_vault_that_goes_back() {
    let forger = Forger::new().await;
    let home = forger.home(&forger.town.vault.owner);
    forger.at(&home, verify).done();
    // The last event is hidden, under a head that the log's own key signs anew.
    let app = std::sync::Arc::clone(&forger.town.house.app);
    let path = own_log(&forger);
    forger.json(&path, move |json| {
        let head = VaultHead::open(&decode(&json["head"]), app.log_key().key()).unwrap();
        let entries = json["entries"].as_array_mut().unwrap();
        let last = vault_core::log::EventBody::parse(&decode(&entries.pop().unwrap()["body"])).unwrap();
        let shorter = VaultHead { vault_seq: head.vault_seq - 1, leaf: last.previous, ..head };
        json["head"] = encode(&shorter.sign(app.keys.log_key()));
    });
    forger.caught(&home, verify, "vault-head", "consistency");
    forger.at(&home, verify).done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_checkpoint_that_goes_back() {
    let forger = Forger::new().await;
    let home = forger.home(&forger.town.vault.owner);
    let path = own_log(&forger);
    let before: Value = forger.town.house.get(&forger.town.vault.owner, &path[4..]).await.ok();
    time_goes_by(&forger).await;
    forger.at(&home, verify).done();
    forger.json(&path, move |json| *json = before.clone());
    forger.caught(&home, verify, "checkpoint", "consistency");
    forger.at(&home, verify).done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_checkpoint_that_forks() {
    let forger = Forger::new().await;
    let home = forger.home(&forger.town.vault.owner);
    let path = own_log(&forger);
    forger.at(&home, verify).done();
    let forked = |forger: &Forger, grow: u64| {
        let app = std::sync::Arc::clone(&forger.town.house.app);
        let name = app.log_key().name().clone();
        move |json: &mut Value| {
            let true_one = Checkpoint::open(json["checkpoint"].as_str().unwrap(), &app.log_key()).unwrap();
            let fork = Checkpoint { size: true_one.size + grow, root: Hash::from_bytes([7; 32]) };
            json["checkpoint"] = fork.sign(&name, app.keys.log_key()).into();
        }
    };
    forger.json(&path, forked(&forger, 0));
    forger.caught(&home, verify, "checkpoint", "consistency");
    forger.json(&path, forked(&forger, 1));
    forger.caught(&home, verify, "checkpoint", "consistency");
    // Signed by nobody.
    forger
        .json(&path, |json| json["checkpoint"] = json["checkpoint"].as_str().unwrap().replacen('\n', "x\n", 1).into());
    let answer = forger.at(&home, verify);
    assert_eq!(answer.code, 5, "{}", answer.json);
    // Someone who holds no vault checks the checkpoint alone.
    let professional = forger.home(&forger.town.professional);
    forger.honest();
    forger.at(&professional, verify).done();
    forger.json("GET /v1/log/consistency", forked(&forger, 0));
    forger.caught(&professional, verify, "checkpoint", "consistency");
    time_goes_by(&forger).await;
    forger.json("GET /v1/log/consistency", |json| json["proof"][0] = "07".repeat(32).into());
    forger.caught(&professional, verify, "checkpoint", "consistency");
    forger.at(&professional, verify).done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_log_before_an_auditor() {
    let forger = Forger::new().await;
    let home = forger.home(&forger.town.auditor);
    let path = "GET /v1/log/entries";
    // What is older than the kept checkpoint is held to it; what came after, to the new one.
    let cases: [(Change, &str, &str); 6] = [
        (|json| drop(json["entries"].as_array_mut().unwrap().remove(4)), "log-tree", "sequence"),
        (|json| flip(&mut json["entries"][4]["body"], 70), "checkpoint", "consistency"),
        (
            |json| flip(&mut json["entries"].as_array_mut().unwrap().last_mut().unwrap()["body"], 70),
            "log-tree",
            "inclusion",
        ),
        (
            |json| {
                let (one, two) = (json["entries"][4]["index"].clone(), json["entries"][5]["index"].clone());
                json["entries"][4]["index"] = two;
                json["entries"][5]["index"] = one;
            },
            "checkpoint",
            "consistency",
        ),
        (
            |json| {
                let entry = json["entries"].as_array_mut().unwrap().remove(4);
                json["erased"] = json!([{ "index": entry["index"], "leaf_hash": "07".repeat(32) }]);
            },
            "log-body",
            "sequence",
        ),
        (|json| json["next"] = 0.into(), "log-tree", "sequence"),
    ];
    for (change, what, property) in cases {
        forger.json(path, change);
        forger.caught(&home, verify, what, property);
    }
    forger.at(&home, verify).done();
    // A tail that is cut, under a checkpoint that the log's own key signs anew.
    let app = std::sync::Arc::clone(&forger.town.house.app);
    let name = app.log_key().name().clone();
    forger.json(path, move |json| {
        let entries = json["entries"].as_array_mut().unwrap();
        entries.truncate(3);
        let mut tree = vault_core::log::Frontier::new();
        for entry in entries.iter() {
            let body = vault_core::log::EventBody::parse(&decode(&entry["body"])).unwrap();
            let salt = vault_core::secret::LeafSalt::from_slice(&decode(&entry["salt"])).unwrap();
            tree.push(vault_core::log::leaf_hash(&vault_core::log::leaf_data(&salt, &body)));
        }
        let shorter = Checkpoint { size: tree.size(), root: tree.root() };
        json["checkpoint"] = shorter.sign(&name, app.keys.log_key()).into();
    });
    forger.caught(&home, verify, "checkpoint", "consistency");
    forger.at(&home, verify).done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_goes_back_without_a_decision_of_the_operator() {
    let forger = Forger::new().await;
    let home = forger.home(&forger.town.vault.owner);
    forger.at(&home, verify).done();
    let app = std::sync::Arc::clone(&forger.town.house.app);
    let name = app.log_key().name().clone();
    // Another log, signed with the true key. Whatever else the answer holds is the truth, but for one byte of a body.
    let lies = |spoil: bool| {
        let (app, name) = (std::sync::Arc::clone(&app), name.clone());
        move |json: &mut Value| {
            if json.get("proof").is_some() {
                let fork = Checkpoint { size: 3, root: Hash::from_bytes([7; 32]) };
                json["checkpoint"] = fork.sign(&name, app.keys.log_key()).into();
            } else if spoil {
                flip(&mut json["entry"]["body"], 89);
            }
        }
    };
    let accept =
        |line: u64| move |home: &Home| home.run([&"log", &"accept-restored", &"--decision", &line.to_string()]);
    forger.json("GET /v1/log/", lies(false));
    for line in [0, 2, 1_000_000] {
        forger.at(&home, accept(line)).failed(5, "decision-missing");
    }
    // A decision about less than what was seen here, and one about enough that was changed on its way.
    let small = operator::note(&app, Done::LogAccepted { kept: 1 }).await.unwrap();
    forger.at(&home, accept(small)).failed(5, "decision-too-small");
    let large = operator::note(&app, Done::LogAccepted { kept: 1_000_000 }).await.unwrap();
    forger.json("GET /v1/log/", lies(true));
    forger.caught(&home, accept(large), "log-tree", "inclusion");
    forger.json("GET /v1/log/", |json| {
        if let Some(entry) = json.get_mut("entry") {
            entry["index"] = 2.into();
        } else {
            json["proof"] = json!(["07".repeat(32)]);
        }
    });
    assert_eq!(forger.at(&home, accept(large)).code, 5);
    forger.honest();
    // Nothing was given up: the true log is still held to all that was seen.
    forger.at(&home, verify).done();
    forger.at(&home, accept(large)).failed(2, "log-not-behind");
}
