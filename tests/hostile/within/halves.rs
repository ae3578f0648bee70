//! Halves of somebody else, or of nobody, well sealed to the one who asked and signed with the log's own key; answers
//! to another login.

use std::sync::Arc;

use serde_json::Value;
use vault_core::api::Login;
use vault_core::keys::SealingKey;
use vault_core::secret::HalfB;

use super::forger::{Forger, encode};
use crate::api::people::{Person, to};
use crate::harness::Person as Home;

const LOGINS: &str = "POST /v1/logins";

/// What the server answered when this person logged in elsewhere, and their half.
async fn login_of(forger: &Forger, person: &Person) -> (Value, HalfB) {
    let (answer, half) = forger.town.house.log_in(&person.credential, &person.pin).await;
    (serde_json::to_value(&answer).unwrap(), half)
}

/// From now on logins are given this half, sealed to them by the server itself, as that of this person.
fn give(forger: &Forger, half: &HalfB, named: &Person) {
    let app = Arc::clone(&forger.town.house.app);
    let (mut random, account, credential) = (forger.town.house.random.clone(), named.account, named.credential.id);
    let half = HalfB::from_bytes(*half.expose());
    forger.json_for(LOGINS, move |asked: &Login, json| {
        let key = SealingKey::from_bytes(&asked.one_time_key.to_array().unwrap()).unwrap();
        let envelope = to(&key, app.keys.log_key());
        json["half_b"] = encode(&envelope.seal_half_to_login(&mut random, account, credential, &half).unwrap());
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_login_in_the_place_of_ones_own() {
    let forger = Forger::new().await;
    let (owner, professional) = (&forger.town.vault.owner, &forger.town.professional);
    let home = forger.shut_home(owner);
    let refused = |what: &str, property: &str| {
        forger.caught(&home, Home::log_in, what, property);
        assert!(!home.home().join("session.json").exists(), "nobody is logged in");
    };
    let (theirs, their_half) = login_of(&forger, professional).await;
    let (older, own_half) = login_of(&forger, owner).await;

    // Answers that come late or astray: to somebody else's login, to an earlier one of one's own.
    for (other, what, property) in [(&theirs, "wrap", "ids"), (&older, "wrap", "recipient")] {
        let half = other["half_b"].clone();
        forger.json(LOGINS, move |json| json["half_b"] = half.clone());
        refused(what, property);
        let whole = other.clone();
        forger.json(LOGINS, move |json| *json = whole.clone());
        refused(what, property);
    }

    // Another's half, sealed by the server to this very login: named as theirs, and as one's own.
    give(&forger, &their_half, professional);
    refused("wrap", "ids");
    give(&forger, &their_half, owner);
    refused("root", "authentication");
    // The same forger, with the true half: it is the half that was refused.
    give(&forger, &own_half, owner);
    forger.at(&home, Home::log_in).done();
}
