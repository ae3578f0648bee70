//! Amendments and folder keys: left out, repeated, forged, or older than what was seen.

use serde_json::Value;
use vault_core::api::OpeningView;

use super::forger::{Forger, flip};
use crate::api::papers::opening;
use crate::harness::{Answer, Person as Home};

const OPEN: &str = "POST /v1/openings";

/// What the server says of the paper, to the professional.
async fn shown(forger: &Forger) -> Value {
    let town = &forger.town;
    let view: OpeningView = town.house.post(&town.professional, OPEN_PATH, &opening(forger.paper)).await.ok();
    serde_json::to_value(&view).unwrap()
}

const OPEN_PATH: &str = "/v1/openings";

fn rename(forger: &Forger, home: &Home, title: &str) -> Answer {
    let (paper, vault) = (forger.paper.to_string(), forger.town.vault.id.to_string());
    forger.at(home, |home| home.run([&"document", &"rename", &paper, &"--vault", &vault, &"--title", &title]))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paper_that_was_described_anew() {
    let forger = Forger::new().await;
    let home = forger.home(&forger.town.professional);
    let fresh = forger.home(&forger.town.professional);
    let older = shown(&forger).await;
    rename(&forger, &home, "SPECIMEN one").done();
    rename(&forger, &home, "SPECIMEN two").done();
    forger.opens(&home);

    let record = older["record"].clone();
    forger.json(OPEN, move |json| json["record"] = record.clone());
    forger.caught_opening(&home, "record", "hash");
    forger.json(OPEN, |json| flip(&mut json["amendments"][1], 70));
    forger.caught_opening(&home, "amendment", "signature");
    forger.json(OPEN, |json| {
        let first = json["amendments"][0].clone();
        json["amendments"].as_array_mut().unwrap().push(first);
    });
    forger.caught_opening(&home, "amendment", "sequence");
    forger.json(OPEN, |json| json["amendments"].as_array_mut().unwrap().swap(0, 1));
    forger.caught_opening(&home, "amendment", "sequence");
    // Left out: the new description does not fit, and who has seen it is not sent back to the old one.
    forger.json(OPEN, |json| json["amendments"] = Value::Array(Vec::new()));
    forger.caught_opening(&fresh, "record", "hash");
    forger.json(OPEN, move |json| *json = older.clone());
    forger.caught_opening(&home, "amendment", "sequence");
    forger.json(OPEN, |json| drop(json["amendments"].as_array_mut().unwrap().pop()));
    forger.caught_opening(&home, "amendment", "sequence");
    // Somebody who is shown to nobody has signed.
    forger.json(OPEN, |json| json["signers"] = Value::Array(Vec::new()));
    forger.caught_opening(&home, "amendment", "maker");
    forger.opens(&home);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paper_that_is_shown_where_it_does_not_lie() {
    let forger = Forger::new().await;
    let owner = forger.home(&forger.town.vault.owner);
    let paper = forger.paper.to_string();
    forger.opens(&owner);
    let before = {
        let town = &forger.town;
        let view: OpeningView = town.house.post(&town.vault.owner, OPEN_PATH, &opening(forger.paper)).await.ok();
        serde_json::to_value(&view).unwrap()
    };
    forger.at(&owner, |home| home.run([&"document", &"move", &paper, &"--folder", &"Logement"])).done();
    forger.opens(&owner);
    let fresh = forger.home(&forger.town.vault.owner);
    let folder = before["folder"].clone();
    forger.json(OPEN, move |json| json["folder"] = folder.clone());
    forger.caught_opening(&fresh, "amendment", "ids");
    forger.json(OPEN, move |json| *json = before.clone());
    forger.caught_opening(&owner, "amendment", "sequence");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_whose_key_has_changed() {
    let forger = Forger::new().await;
    let owner = forger.home(&forger.town.vault.owner);
    let older = forger.town.house.get(&forger.town.vault.owner, &format!("/v1/vaults/{}", forger.town.vault.id)).await;
    let older: Value = older.ok();
    let mandate = forger.mandate.mandate_id.to_string();
    forger.at(&owner, |home| home.run([&"mandate", &"revoke", &mandate])).done();
    forger.opens(&owner);
    // The folder as it was: its former key is in force no more for who has seen the next.
    let call = format!("GET /v1/vaults/{}", forger.town.vault.id);
    forger.json(&call, move |json| *json = older.clone());
    forger.caught(&owner, |home| home.run([&"folders"]), "certificate", "epoch");
    // The mandate as if it had never been revoked: its holder would be given the next key.
    let call = format!("GET /v1/vaults/{}/mandates", forger.town.vault.id);
    forger.json(&call, |json| {
        json[0]["revocation"] = Value::Null;
        json[0]["state"] = "active".into();
    });
    forger.caught(&owner, |home| home.run([&"mandate", &"list"]), "mandate", "validity");
    // A key that the server made: nobody certified it.
    forger.json(OPEN, |json| flip(&mut json["folder"]["certificates"][1], 200));
    forger.caught_opening(&owner, "certificate", "signature");
    forger.opens(&owner);
}
