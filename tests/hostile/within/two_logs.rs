//! Two people are shown two logs. Neither can know it alone; whoever is then shown the other one refuses it, and keeps
//! the first, signed by the log.

use std::fs;
use std::sync::Arc;

use serde_json::Value;
use vault_core::ids::Hash;
use vault_core::log::Checkpoint;

use super::forger::Forger;
use crate::harness::{Answer, Person as Home};

fn verify(home: &Home) -> Answer {
    home.run([&"log", &"verify"])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_who_are_shown_two_logs() {
    let forger = Forger::new().await;
    let (one, two) = (forger.home(&forger.town.professional), forger.shut_home(&forger.town.professional));
    let app = Arc::clone(&forger.town.house.app);
    // A log of the same name and size, with another past, signed by the log's own key.
    let other = move |json: &mut Value| {
        let told = Checkpoint::open(json["checkpoint"].as_str().unwrap(), &app.log_key()).unwrap();
        let other = Checkpoint { root: Hash::from_bytes([7; 32]), ..told };
        json["checkpoint"] = other.sign(app.log_key().name(), app.keys.log_key()).into();
    };
    let call = "GET /v1/log/consistency";

    // Not stopped: each is content, and only what they were shown differs.
    forger.json(call, other.clone());
    forger.at(&two, Home::log_in).done();
    let lie = forger.at(&two, verify).done();
    forger.honest();
    let truth = forger.at(&one, verify).done();
    assert_eq!(truth["tree_size"], lie["tree_size"]);
    assert_ne!(truth["root_hash"], lie["root_hash"]);

    // Whoever goes from one to the other finds out, either way, and keeps what was shown first.
    let kept = fs::read_to_string(two.home().join("pins.json")).unwrap();
    forger.caught(&two, verify, "checkpoint", "consistency");
    forger.json(call, other);
    forger.caught(&one, verify, "checkpoint", "consistency");
    assert_eq!(fs::read_to_string(two.home().join("pins.json")).unwrap(), kept);
    let pins: Value = serde_json::from_str(&kept).unwrap();
    let note = pins["logs"].as_object().unwrap().values().next().unwrap()["checkpoint"].as_str().unwrap().to_owned();
    let proof = Checkpoint::open(&note, &forger.town.house.log_key()).unwrap();
    assert_eq!(proof.root, Hash::from_bytes([7; 32]), "the log's own signature over what it denies");
}
