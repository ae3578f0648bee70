//! Keys and wraps of an earlier epoch, once there is a next one; a mandate that was revoked.

use serde_json::Value;
use vault_core::api::{OpeningView, OrganisationView};
use vault_core::mandate::Rights;
use vault_core::vocabulary::FolderKind;

use super::forger::Forger;
use crate::api::papers::opening;
use crate::harness::Person as Home;

const OPEN: &str = "POST /v1/openings";

/// What the server says of the paper, to this person.
async fn shown(forger: &Forger, to: &crate::api::people::Person) -> Value {
    let view: OpeningView = forger.town.house.post(to, &OPEN[5..], &opening(forger.paper)).await.ok();
    serde_json::to_value(&view).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrap_of_a_folders_earlier_epoch() {
    let forger = Forger::new().await;
    let home = forger.home(&forger.town.vault.owner);
    let first = shown(&forger, &forger.town.vault.owner).await;
    // The mandate ends, and the folder's key with it.
    let mandate = forger.mandate.mandate_id.to_string();
    forger.at(&home, |home| home.run([&"mandate", &"revoke", &mandate])).done();
    forger.opens(&home);
    let second = shown(&forger, &forger.town.vault.owner).await;
    assert_eq!(second["folder"]["certificates"].as_array().unwrap().len(), 2);
    for (field, what, property) in [("/folder/seed", "wrap", "epoch"), ("/folder", "certificate", "epoch")] {
        let old = first.pointer(field).unwrap().clone();
        forger.json(OPEN, move |json| {
            *json.pointer_mut(field).unwrap() = old.clone();
            json["folder"]["former_seeds"] = Value::Array(Vec::new());
        });
        forger.caught_opening(&home, what, property);
    }
    forger.opens(&home);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_organisation_as_it_was_before_its_keys_turned() {
    let forger = Forger::new().await;
    let owner = forger.home(&forger.town.vault.owner);
    let referent = forger.home(&forger.town.ccas.referent);
    let organisation = forger.town.ccas.id.to_string();
    let grant = |home: &Home| {
        let days = ["--folder", "Logement", "--right", "read", "--purpose", "housing", "--days", "1"];
        let mut all = crate::harness::words([&"mandate", &"grant", &"--to", &organisation]);
        all.extend(days.map(Into::into));
        home.run_all(&all)
    };
    let mut turn = crate::harness::words([&"org", &"turn-keys"]);
    let pin = referent.write_pin("pin", &forger.town.ccas.referent.pin);
    turn.extend(crate::harness::words([&"--credential-file", &referent.path("credential"), &"--pin-file", &pin]));
    forger.at(&referent, |home| home.run_all(&turn)).done();
    forger.at(&owner, grant).done();
    let town = &forger.town;
    let path = format!("/v1/organisations/{organisation}");
    let view: OrganisationView = town.house.get(&town.vault.owner, &path).await.ok();
    assert_eq!(view.certificates.len(), 2);
    // A member who has left still holds the former key: a mandate would be sealed to it.
    forger.json(&format!("GET {path}"), |json| drop(json["certificates"].as_array_mut().unwrap().pop()));
    forger.caught(&owner, grant, "certificate", "epoch");
    let given: Vec<vault_core::api::MandateView> =
        town.house.get(&town.vault.owner, &format!("/v1/vaults/{}/mandates", town.vault.id)).await.ok();
    assert_eq!(given.len(), 2, "the town's first one, and the one that was given");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mandate_that_was_revoked() {
    let forger = Forger::new().await;
    let (house, town) = (&forger.town.house, &forger.town);
    // Two desks: one will see the revocation, the other not.
    let (seen, unseen) = (forger.home(&town.professional), forger.home(&town.professional));
    let again = house.mandate(&town.vault, &town.ccas, &[FolderKind::Resources], Rights::READ);
    house.grant(&town.vault, &town.ccas, &again).await;
    let revoked = serde_json::to_value(&forger.mandate).unwrap();
    house.try_revoke(&town.vault.owner, &forger.mandate).await.done();
    forger.at(&seen, |home| home.run([&"mandate", &"list"])).done();
    let reopen = move |json: &mut Value| json["mandate"] = revoked.clone();
    forger.json(OPEN, reopen.clone());
    forger.caught_opening(&seen, "mandate", "validity");
    // Whoever has not seen it cannot know: SECURITY.md says so. The paper is true all the same.
    forger.json(OPEN, reopen);
    forger.opens(&unseen);
    forger.honest();
    forger.opens(&seen);
}
