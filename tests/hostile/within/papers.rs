//! Papers: a flipped, cut, swapped or older object, record, wrap, share, deposit or mandate.

use serde_json::Value;
use vault_core::api::{MandateView, NewOpening, OpeningView};
use vault_core::ids::DocumentVersion;
use vault_core::mandate::Rights;
use vault_core::vocabulary::FolderKind;

use super::forger::{Forger, decode, encode, flip};
use crate::api::papers::opening;

const OPEN: &str = "POST /v1/openings";
const OBJECT: &str = "GET /v1/openings/";
const RESOURCES: FolderKind = FolderKind::Resources;

/// What the server would say of the other paper, to the same professional.
async fn other(forger: &Forger) -> (Value, Vec<u8>) {
    let town = &forger.town;
    let view: OpeningView = town.house.try_open(&town.professional, forger.other).await.ok();
    let object = town.house.fetch(&town.professional, view.opening_id).await.body;
    (serde_json::to_value(&view).unwrap(), object)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_object() {
    let forger = Forger::new().await;
    let home = forger.home(&forger.town.professional);
    forger.opens(&home);
    for at in [110, 20_000, 65_000] {
        forger.bytes(OBJECT, move |mut object| {
            object[at] ^= 1;
            object
        });
        forger.caught_opening(&home, "document", "authentication");
    }
    for (at, property) in
        [(0, "magic"), (4, "suite"), (6, "reserved"), (8, "ids"), (50, "commitment"), (80, "commitment")]
    {
        forger.bytes(OBJECT, move |mut object| {
            object[at] ^= 1;
            object
        });
        forger.caught_opening(&home, "document", property);
    }
    for (length, property) in
        [(0, "length"), (50, "length"), (104, "length"), (104 + 16_400 * 2, "length"), (30_000, "authentication")]
    {
        forger.bytes(OBJECT, move |object| object[..length].to_vec());
        forger.caught_opening(&home, "document", property);
    }
    forger.bytes(OBJECT, |mut object| {
        object.push(0);
        object
    });
    forger.caught_opening(&home, "document", "authentication");
    let (_, object) = other(&forger).await;
    forger.bytes(OBJECT, move |_| object.clone());
    forger.caught_opening(&home, "document", "ids");
    forger.opens(&home);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_object_sealed_again_by_a_reader() {
    // Whoever may read holds the content key: only the deposit says what the depositor sealed.
    let forger = Forger::new().await;
    let home = forger.home(&forger.town.professional);
    let (view, _) = other(&forger).await;
    let object_length = view["object_length"].clone();
    forger.json(OPEN, move |json| json["object_length"] = Value::from(object_length.as_u64().unwrap() + 1_000_000));
    forger.caught_opening(&home, "document", "length");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_with_it() {
    let forger = Forger::new().await;
    let home = forger.home(&forger.town.professional);
    forger.opens(&home);
    for (field, at, what) in [
        ("/record", 1300, "wrap"),
        ("/folder/seed", 1220, "wrap"),
        ("/server_share", 1220, "wrap"),
        ("/deposit", 100, "deposit"),
        ("/mandate/mandate", 150, "mandate"),
        ("/owner/certificates/0", 200, "certificate"),
        ("/depositor/certificates/0", 200, "certificate"),
        ("/depositor_organisation/certificates/0", 200, "certificate"),
        ("/folder/certificates/0", 200, "certificate"),
    ] {
        forger.json(OPEN, move |json| flip(json.pointer_mut(field).unwrap(), at));
        forger.caught_opening(&home, what, "signature");
    }
    let (view, _) = other(&forger).await;
    // The other paper was added by somebody else, so that its record and deposit are of another maker too.
    for (field, what, property) in
        [("/server_share", "wrap", "ids"), ("/record", "wrap", "maker"), ("/deposit", "deposit", "maker")]
    {
        let swapped = view.pointer(field).unwrap().clone();
        forger.json(OPEN, move |json| *json.pointer_mut(field).unwrap() = swapped.clone());
        forger.caught_opening(&home, what, property);
    }
    forger.json(OPEN, move |json| *json = view.clone());
    forger.caught_opening(&home, "document", "ids");
    forger.opens(&home);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_with_another_paper_of_the_same_hand() {
    let forger = Forger::new().await;
    let town = &forger.town;
    let home = forger.home(&town.professional);
    let twin = town.house.deposit(&town.desk, &town.vault, RESOURCES, b"SPECIMEN twin").await;
    let twin: OpeningView = town.house.try_open(&town.professional, twin).await.ok();
    let view = serde_json::to_value(&twin).unwrap();
    for (field, what) in [("record", "wrap"), ("deposit", "deposit")] {
        let swapped = view[field].clone();
        forger.json(OPEN, move |json| json[field] = swapped.clone());
        forger.caught_opening(&home, what, "ids");
    }
    forger.opens(&home);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_version() {
    let forger = Forger::new().await;
    let (house, town) = (&forger.town.house, &forger.town);
    let home = forger.home(&town.professional);
    let of = DocumentVersion { vault: town.vault.id, document: forger.paper, version: 2 };
    let second = house.seal_as(&town.desk, &town.vault, RESOURCES, b"SPECIMEN second", of).await;
    house.upload(&town.desk, &town.vault, &second).await.done();
    house.add(&town.desk, &town.vault, &second.new).await.done();
    let first = NewOpening { version: Some(1), ..opening(forger.paper) };
    let first: OpeningView = house.post(&town.professional, "/v1/openings", &first).await.ok();
    let object = house.fetch(&town.professional, first.opening_id).await.body;
    let first = serde_json::to_value(&first).unwrap();
    // Pieces of the first version in the place of the second's.
    forger.bytes(OBJECT, move |_| object.clone());
    forger.caught_opening(&home, "document", "ids");
    for (field, what) in [("record", "wrap"), ("deposit", "deposit"), ("server_share", "wrap")] {
        let older = first[field].clone();
        forger.json(OPEN, move |json| json[field] = older.clone());
        forger.caught_opening(&home, what, "ids");
    }
    // The whole first version as the latest, once the second was seen.
    forger.opens(&home);
    forger.json(OPEN, move |json| *json = first.clone());
    forger.caught_opening(&home, "document", "version");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_version_in_the_list() {
    let forger = Forger::new().await;
    let (house, town) = (&forger.town.house, &forger.town);
    let home = forger.home(&town.professional);
    let path = format!("/v1/vaults/{}/records", town.vault.id);
    let older: Value = house.post(&town.professional, &path, &vault_core::api::RecordsRequest::default()).await.ok();
    let of = DocumentVersion { vault: town.vault.id, document: forger.paper, version: 2 };
    let second = house.seal_as(&town.desk, &town.vault, RESOURCES, b"SPECIMEN second", of).await;
    house.upload(&town.desk, &town.vault, &second).await.done();
    house.add(&town.desk, &town.vault, &second.new).await.done();
    let vault = town.vault.id.to_string();
    forger.at(&home, |home| home.run([&"list", &"--vault", &vault])).done();
    forger.json(&format!("POST {path}"), move |json| *json = older.clone());
    forger.caught(&home, |home| home.run([&"list", &"--vault", &vault]), "document", "version");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list() {
    let forger = Forger::new().await;
    let home = forger.home(&forger.town.professional);
    let vault = forger.town.vault.id.to_string();
    let path = format!("POST /v1/vaults/{vault}/records");
    let list = |what: &str, property: &str| {
        forger.caught(&home, |home| home.run([&"list", &"--vault", &vault]), what, property);
    };
    for (field, at, what) in [
        ("/records/0/record", 1300, "wrap"),
        ("/records/0/deposit", 100, "deposit"),
        ("/vault/folders/0/seed", 1220, "wrap"),
        ("/vault/folders/0/certificates/0", 200, "certificate"),
        ("/mandates/0/mandate", 150, "mandate"),
    ] {
        forger.json(&path, move |json| flip(json.pointer_mut(field).unwrap(), at));
        list(what, "signature");
    }
    forger.json(&path, |json| {
        let (one, two) = (json["records"][0]["document_id"].clone(), json["records"][1]["document_id"].clone());
        json["records"][0]["document_id"] = two;
        json["records"][1]["document_id"] = one;
    });
    list("deposit", "ids");
    forger.json(&path, |json| json["records"][0]["version"] = 2.into());
    list("deposit", "ids");
    forger.json(&path, |json| json["records"][0]["folder_id"] = "07".repeat(16).into());
    list("deposit", "ids");
    forger.at(&home, |home| home.run([&"list", &"--vault", &vault])).done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_mandate() {
    let forger = Forger::new().await;
    let (house, town) = (&forger.town.house, &forger.town);
    let home = forger.home(&town.professional);
    let put = |view: &MandateView| {
        let view = serde_json::to_value(view).unwrap();
        forger.json(OPEN, move |json| json["mandate"] = view.clone());
    };
    // Of another vault, whose owner granted the same.
    let neighbour = house.vault(&town.ccas, &town.professional).await;
    let elsewhere = house.mandate(&neighbour, &town.ccas, &[RESOURCES], Rights::READ);
    put(&house.grant(&neighbour, &town.ccas, &elsewhere).await);
    forger.caught_opening(&home, "mandate", "ids");
    // For another folder, or without the right to read.
    let housing = house.mandate(&town.vault, &town.ccas, &[FolderKind::Housing], Rights::READ);
    put(&house.grant(&town.vault, &town.ccas, &housing).await);
    forger.caught_opening(&home, "mandate", "rights");
    let deposit = house.mandate(&town.vault, &town.ccas, &[RESOURCES], Rights::DEPOSIT);
    put(&house.grant(&town.vault, &town.ccas, &deposit).await);
    forger.caught_opening(&home, "mandate", "rights");
    // Of another organisation.
    let other = house.organisation("Association SPECIMEN").await;
    let theirs = house.mandate(&town.vault, &other, &[RESOURCES], Rights::READ);
    put(&house.grant(&town.vault, &other, &theirs).await);
    forger.caught_opening(&home, "mandate", "recipient");
    // An older one, whose last day is past.
    let mut older = house.mandate(&town.vault, &town.ccas, &[RESOURCES], Rights::READ);
    (older.not_before, older.not_after) = (house.now_s() - 90_000, house.now_s() - 3600);
    let signed = older.sign(&town.vault.owner.keys.signing).unwrap();
    let view = MandateView { mandate_id: older.id, mandate: signed.into(), ..forger.mandate.clone() };
    put(&view);
    forger.caught_opening(&home, "mandate", "validity");
    // Signed by somebody else than the owner.
    let by_another = house.mandate(&town.vault, &town.ccas, &[RESOURCES], Rights::READ);
    let signed = by_another.sign(&town.professional.keys.signing).unwrap();
    put(&MandateView { mandate_id: by_another.id, mandate: signed.into(), ..forger.mandate.clone() });
    forger.caught_opening(&home, "mandate", "maker");
    forger.opens(&home);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_of_mandates() {
    let forger = Forger::new().await;
    let home = forger.home(&forger.town.professional);
    let list =
        |what: &str, property: &str| forger.caught(&home, |home| home.run([&"mandate", &"list"]), what, property);
    forger.json("GET /v1/mandates", |json| flip(&mut json[0]["mandate"], 150));
    list("mandate", "signature");
    forger.json("GET /v1/mandates", |json| json[0]["mandate_id"] = "07".repeat(16).into());
    list("mandate", "ids");
    forger.json("GET /v1/mandates", |json| {
        let mut cut = decode(&json[0]["mandate"]);
        cut.pop();
        json[0]["mandate"] = encode(&cut);
    });
    list("mandate", "length");
    forger.at(&home, |home| home.run([&"mandate", &"list"])).done();
}
