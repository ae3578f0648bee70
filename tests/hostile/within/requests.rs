//! Events that nobody asked for, in a log that is true in every other respect: the server that writes it holds every key
//! of the server and every request that it was ever sent, and none of the people's keys.

use serde_json::{Value, json};
use vault_core::api::{NewOpening, RecordsRequest};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::ids::{AccountId, DocumentId, Hash, Nonce, VaultId};
use vault_core::keys::AccountKeys;
use vault_core::request::{Method, Request};
use vault_core::vocabulary::EventType;
use vault_server::error::Result;
use vault_server::ledger::{Act, Event, SignedRequest, Turn};

use super::forger::{Forger, encode};
use crate::api::people::Person;
use crate::harness::{Answer, Person as Home};

fn verify(home: &Home) -> Answer {
    home.run([&"log", &"verify"])
}

/// Events that the server writes of its own accord.
struct Invented(Vec<Event>);

impl Act for Invented {
    type Answer = ();

    fn attempt(&self) -> Event {
        self.0[0].clone()
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<()> {
        for event in &self.0 {
            turn.record(event).await?;
        }
        Ok(())
    }
}

/// What the server has in hand.
struct Scene {
    forger: Forger,
    /// The professional opens the paper.
    opening: Event,
}

impl Scene {
    async fn new() -> Self {
        let forger = Forger::new().await;
        let event = Event::new(EventType::Opening, forger.town.professional.keys.signing.kid());
        let opening = Event { document_id: forger.paper, version: 1, ..event.in_vault(forger.town.vault.id) };
        Self { forger, opening }
    }

    /// The professional's request for this, as it should be.
    fn request(&self, path: &str, body: &[u8]) -> Request {
        self.forger.town.house.request(&self.forger.town.professional, Method::Post, path, body)
    }

    fn opening_of(&self, document: DocumentId) -> Request {
        let new = NewOpening { document_id: document, version: None, mandate_id: None, purpose: None };
        self.request("/v1/openings", &serde_json::to_vec(&new).unwrap())
    }

    fn records_of(&self, vault: VaultId) -> Request {
        let body = serde_json::to_vec(&RecordsRequest::default()).unwrap();
        self.request(&format!("/v1/vaults/{vault}/records"), &body)
    }

    fn signed(&self, request: &Request) -> Vec<u8> {
        request.sign(&self.forger.town.professional.keys.signing).unwrap()
    }

    /// Writes events over this request, as if it had just come.
    async fn write(&self, events: Vec<Event>, bytes: Option<Vec<u8>>) {
        let ledger = &self.forger.town.house.app.ledger;
        match bytes {
            None => ledger.perform(Invented(events)).await.unwrap(),
            Some(bytes) => {
                let nonce = Nonce::generate(&mut self.forger.town.house.random.clone());
                let fresh = Request { nonce, ..Request::parse(&bytes).unwrap() };
                ledger.perform_signed(Invented(events), SignedRequest::new(bytes, &fresh)).await.unwrap();
            }
        }
    }

    /// The person and the auditor find it.
    fn caught(&self, property: &str) {
        for reader in [&self.forger.town.vault.owner, &self.forger.town.auditor] {
            let home = self.forger.home(reader);
            self.forger.caught(&home, verify, "request", property);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_asked_for_and_done_is_accepted() {
    let scene = Scene::new().await;
    let request = scene.signed(&scene.opening_of(scene.forger.paper));
    scene.write(vec![scene.opening.clone()], Some(request)).await;
    scene.forger.town.house.try_open(&scene.forger.town.professional, scene.forger.other).await.done();
    for reader in [&scene.forger.town.vault.owner, &scene.forger.town.auditor] {
        scene.forger.at(&scene.forger.home(reader), verify).done();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_the_server_signed_itself() {
    let scene = Scene::new().await;
    let town = &scene.forger.town;
    let mut bytes = scene.opening_of(scene.forger.paper).sign(town.house.app.keys.log_key()).unwrap();
    // The professional's name is put over the server's.
    bytes[24..40].copy_from_slice(town.professional.keys.signing.kid().as_ref());
    scene.write(vec![scene.opening.clone()], Some(bytes)).await;
    scene.caught("signature");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_opening_without_a_request() {
    let scene = Scene::new().await;
    scene.write(vec![scene.opening.clone()], None).await;
    scene.caught("signature");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_for_another_act() {
    let scene = Scene::new().await;
    let request = scene.signed(&scene.records_of(scene.forger.town.vault.id));
    scene.write(vec![scene.opening.clone()], Some(request)).await;
    scene.caught("kind");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_for_another_vault() {
    let scene = Scene::new().await;
    let event = Event { document_id: DocumentId::NONE, version: 0, ..scene.opening.clone() };
    let request = scene.signed(&scene.records_of(VaultId::from_bytes([7; 16])));
    scene.write(vec![Event { event_type: EventType::RecordsRead, ..event }], Some(request)).await;
    scene.caught("ids");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_to_open_another_paper() {
    let scene = Scene::new().await;
    let request = scene.signed(&scene.opening_of(scene.forger.other));
    scene.write(vec![scene.opening.clone()], Some(request)).await;
    scene.caught("hash");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_of_another_account() {
    let scene = Scene::new().await;
    let request = Request { account: AccountId::from_bytes([7; 16]), ..scene.opening_of(scene.forger.paper) };
    scene.write(vec![scene.opening.clone()], Some(scene.signed(&request))).await;
    scene.caught("ids");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_of_another_day() {
    let scene = Scene::new().await;
    let now = scene.forger.town.house.now_ms();
    let request = Request { unix_ms: now - 24 * 3600 * 1000, ..scene.opening_of(scene.forger.paper) };
    scene.write(vec![scene.opening.clone()], Some(scene.signed(&request))).await;
    scene.caught("validity");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_serves_twice() {
    // In one act, and once more later.
    for together in [true, false] {
        let scene = Scene::new().await;
        let request = scene.signed(&scene.opening_of(scene.forger.paper));
        let twice = vec![scene.opening.clone(), scene.opening.clone()];
        if together {
            scene.write(twice, Some(request)).await;
        } else {
            for event in twice {
                scene.write(vec![event], Some(request.clone())).await;
            }
        }
        scene.caught("sequence");
    }
}

/// A certificate that somebody makes for an account, as if it were the first one.
fn self_made(keys: &AccountKeys, account: AccountId) -> Value {
    let certificate = Certificate {
        kind: CertificateKind::Account,
        scope: [0; 16],
        subject: *account.as_bytes(),
        epoch: 1,
        not_before: 1,
        not_after: 0,
        sealing: keys.opening.sealing_key().clone(),
        verifying: Some(keys.signing.verifying_key()),
        previous: Hash::NONE,
        issuer: keys.signing.kid(),
    };
    encode(&certificate.issue(&keys.signing))
}

fn signer<'a>(json: &'a mut Value, person: &str) -> &'a mut Value {
    json["signers"].as_array_mut().unwrap().iter_mut().find(|signer| signer["kid"] == *person).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn certificates_of_the_server_s_own_making() {
    let scene = Scene::new().await;
    let (forger, town) = (&scene.forger, &scene.forger.town);
    let kid = |person: &Person| person.keys.signing.kid().to_string();
    let (professional, desk) = (kid(&town.professional), kid(&town.desk));
    let account = town.professional.account;
    forger.town.house.try_open(&town.professional, forger.paper).await.done();
    let home = forger.home(&town.vault.owner);
    let path = format!("GET /v1/vaults/{}/log", town.vault.id);

    // Nobody's.
    forger.json(&path, |json| json["signers"] = json!([]));
    forger.caught(&home, verify, "request", "maker");
    // A colleague's.
    let (who, other) = (professional.clone(), desk);
    forger.json(&path, move |json| {
        let theirs = signer(json, &other)["certificates"].clone();
        signer(json, &who)["certificates"] = theirs;
    });
    forger.caught(&home, verify, "certificate", "ids");
    // The server's: the professional's key would be the server's own.
    let (who, keys) = (professional.clone(), AccountKeys::generate(&mut town.house.random.clone()));
    let made = self_made(&keys, account);
    forger.json(&path, move |json| {
        signer(json, &who)["certificates"] = json!([made.clone()]);
    });
    forger.caught(&home, verify, "certificate", "maker");
    // Somebody of no organisation, under the name of one.
    let (who, made) = (professional, self_made(&keys, account));
    forger.json(&path, move |json| {
        let signer = signer(json, &who);
        signer["certificates"] = json!([made.clone()]);
        signer["organisation_id"] = Value::Null;
    });
    forger.caught(&home, verify, "certificate", "ids");
    forger.at(&home, verify).done();
}

/// An approval and what it releases, each signed by whoever asked, with less than a day between them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recovery_that_the_server_lets_through_too_early() {
    for (hours, property) in [(23, Some("validity")), (24, None)] {
        let then = vault_server::clock::Clock::now_ms(&vault_server::clock::SystemClock) - 48 * 3600 * 1000;
        let forger = Forger::since(then).await;
        let (professional, referent) = (&forger.town.professional, &forger.town.ccas.referent);
        let act = async |by: &Person, path: &str, event: EventType| {
            let request = forger.town.house.request(by, Method::Post, path, b"{}");
            let event = Event::new(event, by.keys.signing.kid()).in_vault(forger.town.vault.id);
            let signed = SignedRequest::new(request.sign(&by.keys.signing).unwrap(), &request);
            forger.town.house.app.ledger.perform_signed(Invented(vec![event]), signed).await.unwrap();
        };
        act(referent, "/v1/recoveries/07070707070707070707070707070707/approvals", EventType::RecoveryApproved).await;
        forger.town.house.clock.advance(hours * 3600 * 1000);
        let release = "/v1/recoveries/07070707070707070707070707070707/release";
        act(professional, release, EventType::RecoveryFinished).await;
        let home = forger.shut_home(&forger.town.auditor);
        forger.at(&home, Home::log_in).done();
        match property {
            Some(property) => forger.caught(&home, verify, "recovery", property),
            None => drop(forger.at(&home, verify).done()),
        }
    }
}
