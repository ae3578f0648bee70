//! Keys: nobody's is used without the certificates that lead to what was printed, sealed or seen first.

use std::fs;

use serde_json::{Value, json};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::ids::OrganisationId;
use vault_core::keys::{AccountKeys, SigningKey};
use vault_core::log::LogKey;
use vault_core::vocabulary::FolderKind;

use super::forger::{Forger, decode, encode, flip};
use crate::harness::{Answer, Person as Home};

const SERVER: &str = "GET /v1/server";

/// A chain of one certificate for these ids, of keys that the server made: it verifies by itself.
fn fresh(forger: &Forger, kind: CertificateKind, scope: [u8; 16], subject: [u8; 16]) -> (AccountKeys, Value) {
    let keys = AccountKeys::generate(&mut forger.town.house.random.clone());
    let first = forger.town.house.first_certificate(&keys, scope, subject);
    let bytes = Certificate { kind, ..first }.issue(&keys.signing);
    (keys, json!([encode(&bytes)]))
}

fn deposit(forger: &Forger, home: &Home) -> Answer {
    let file = home.path("scan.pdf");
    fs::write(&file, b"%PDF-1.4\nSPECIMEN\n%%EOF\n").unwrap();
    let vault = forger.town.vault.id.to_string();
    home.run([&"deposit", &"--vault", &vault, &"--folder", &"Ressources", &"--type", &"payslip", &file])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_owners() {
    let forger = Forger::new().await;
    let vault = &forger.town.vault;
    let owner = vault.owner.account;
    let (keys, chain) = fresh(&forger, CertificateKind::Account, *vault.id.as_bytes(), *owner.as_bytes());
    // A server that would read what desks add: its own owner, its own folder key.
    let view = format!("GET /v1/vaults/{}", vault.id);
    let folder_id = vault.folder(FolderKind::Resources);
    let folder = forger.town.house.folder_certificate(vault.id, folder_id, 1, &keys.opening).issue(&keys.signing);
    let lie = move |json: &mut Value| {
        json["owner"]["certificates"] = chain.clone();
        json["folders"][0]["certificates"] = json!([encode(&folder)]);
    };
    // At first sight, by the anchor sealed in the organisation's directory; later, by what was seen.
    let desk = forger.home(&forger.town.desk);
    forger.json(&view, lie.clone());
    forger.caught(&desk, |home| deposit(&forger, home), "certificate", "anchor");
    forger.at(&desk, |home| deposit(&forger, home)).done();
    forger.json(&view, lie.clone());
    forger.caught(&desk, |home| deposit(&forger, home), "certificate", "anchor");
    // The directory is sealed: to change it is seen too.
    let professional = forger.home(&forger.town.professional);
    forger.json(&format!("GET /v1/organisations/{}/directory", forger.town.ccas.id), |json| {
        flip(&mut json["entries"][0]["entry"], 20);
    });
    forger.caught(&professional, |home| deposit(&forger, home), "name", "authentication");
    // To the owner, another chain than that of the keys that the card opened.
    let home = forger.home(&vault.owner);
    let vault = vault.id.to_string();
    forger.json(&view, lie);
    forger.caught(&home, |home| home.run([&"folders", &"--vault", &vault]), "certificate", "anchor");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folders() {
    let forger = Forger::new().await;
    let (house, vault) = (&forger.town.house, &forger.town.vault);
    let home = forger.home(&vault.owner);
    let view = format!("GET /v1/vaults/{}", vault.id);
    let folders = |home: &Home| home.run([&"folders"]);
    forger.json(&view, |json| json["folders"][0]["certificates"] = json["folders"][1]["certificates"].clone());
    forger.caught(&home, folders, "certificate", "ids");
    // Certified by nobody who may.
    let (id, key) = &vault.folders[0];
    let by_another = house.folder_certificate(vault.id, *id, 1, key).issue(&forger.town.professional.keys.signing);
    forger.json(&view, move |json| json["folders"][0]["certificates"] = json!([encode(&by_another)]));
    forger.caught(&home, folders, "certificate", "maker");
    // A next epoch, certified by the owner, is seen; to go back below it is refused.
    let first: Value = house.get(&vault.owner, &format!("/v1/vaults/{}", vault.id)).await.ok();
    let first = decode(&first["folders"][0]["certificates"][0]);
    let next = house.folder_certificate(vault.id, *id, 2, key);
    let next = Certificate { previous: Certificate::hash_of(&first), ..next }.issue(&vault.owner.keys.signing);
    let chain = json!([encode(&first), encode(&next)]);
    forger.json(&view, move |json| json["folders"][0]["certificates"] = chain.clone());
    forger.at(&home, folders).done();
    forger.honest();
    forger.caught(&home, folders, "certificate", "epoch");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_organisations() {
    let forger = Forger::new().await;
    let id: OrganisationId = forger.town.ccas.id;
    let home = forger.home(&forger.town.professional);
    let (_, chain) = fresh(&forger, CertificateKind::Organisation, *id.as_bytes(), *id.as_bytes());
    let lie = move |json: &mut Value| json["account"]["membership"]["certificates"] = chain.clone();
    forger.json("GET /v1/session", lie);
    forger.caught(&home, |home| home.run([&"whoami"]), "certificate", "anchor");
    // The organisation of the one who added a paper.
    let (_, chain) = fresh(&forger, CertificateKind::Organisation, *id.as_bytes(), *id.as_bytes());
    forger.json("POST /v1/openings", move |json| json["depositor_organisation"]["certificates"] = chain.clone());
    forger.caught_opening(&home, "certificate", "anchor");
    // Seeds of somebody else, and changed ones.
    let seeds = format!("GET /v1/organisations/{id}/seeds");
    let theirs: Value = forger.town.house.get(&forger.town.ccas.referent, &seeds[4..]).await.ok();
    forger.json(&seeds, move |json| *json = theirs.clone());
    forger.caught_opening(&home, "wrap", "ids");
    forger.json(&seeds, |json| flip(&mut json["seeds"][1], 1230));
    forger.caught_opening(&home, "wrap", "signature");
    forger.opens(&home);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_recipient_of_a_mandate() {
    let forger = Forger::new().await;
    let id = forger.town.ccas.id;
    let home = forger.home(&forger.town.vault.owner);
    let organisation = id.to_string();
    let grant = |home: &Home| {
        let days = ["--folder", "Logement", "--right", "read", "--purpose", "housing", "--days", "1"];
        let mut all = crate::harness::words([&"mandate", &"grant", &"--to", &organisation]);
        all.extend(days.map(Into::into));
        home.run_all(&all)
    };
    forger.at(&home, grant).done();
    let (_, chain) = fresh(&forger, CertificateKind::Organisation, *id.as_bytes(), *id.as_bytes());
    forger.json(&format!("GET /v1/organisations/{id}"), move |json| json["certificates"] = chain.clone());
    forger.caught(&home, grant, "certificate", "anchor");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_logs() {
    let forger = Forger::new().await;
    let home = forger.home(&forger.town.professional);
    let other = SigningKey::generate(&mut forger.town.house.random.clone());
    let name = forger.town.house.log_key().name().clone();
    let key = LogKey::new(name, other.verifying_key()).to_string();
    forger.json(SERVER, move |json| json["log_key"] = key.clone().into());
    forger.caught(&home, Home::log_in, "checkpoint", "anchor");
    // A deposit key that the log did not certify would let another read the server's shares.
    let info: vault_core::api::ServerInfo =
        forger.town.house.send(crate::api::client::Sent::get("/v1/server")).await.ok();
    let certificate = Certificate::parse(&info.deposit_certificate).unwrap();
    let uncertified = certificate.issue(&other);
    forger.json(SERVER, move |json| json["deposit_certificate"] = encode(&uncertified));
    forger.caught(&home, |home| deposit(&forger, home), "certificate", "maker");
    forger.json(SERVER, |json| flip(&mut json["deposit_certificate"], 100));
    forger.caught(&home, |home| deposit(&forger, home), "certificate", "signature");
    forger.at(&home, |home| deposit(&forger, home)).done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ones_own() {
    let forger = Forger::new().await;
    let home = forger.shut_home(&forger.town.vault.owner);
    let logins = "POST /v1/logins";
    forger.json(logins, |json| flip(&mut json["half_b"], 1230));
    forger.caught(&home, Home::log_in, "wrap", "signature");
    forger.json(logins, |json| flip(&mut json["root"], 30));
    forger.caught(&home, Home::log_in, "root", "authentication");
    let (_, chain) = fresh(
        &forger,
        CertificateKind::Account,
        *forger.town.vault.id.as_bytes(),
        *forger.town.vault.owner.account.as_bytes(),
    );
    forger.json(logins, move |json| json["session"]["account"]["certificates"] = chain.clone());
    forger.caught(&home, Home::log_in, "certificate", "key");
    forger.at(&home, Home::log_in).done();
    forger.json("GET /v1/session", |json| flip(&mut json["session_half"], 3));
    forger.caught(&home, |home| home.run([&"whoami"]), "root", "authentication");
}
