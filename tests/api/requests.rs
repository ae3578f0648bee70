//! A signed request serves once: this method, this path, this body, here, now, by this account.

use vault_core::api::{ProblemCode, REQUEST_WINDOW_MS, RecordsRequest};
use vault_core::ids::Nonce;
use vault_core::mandate::Rights;
use vault_core::origin::Origin;
use vault_core::request::{Method, Request};

use super::client::Sent;
use super::papers::opening;
use super::people::Town;

struct Scene {
    town: Town,
    body: Vec<u8>,
}

impl Scene {
    /// A professional about to open a paper, as the mandate allows.
    async fn new() -> Self {
        let town = Town::new().await;
        town.resources_mandate(Rights::READ).await;
        let document = town.own_paper().await;
        Self { town, body: serde_json::to_vec(&opening(document)).unwrap() }
    }

    fn request(&self) -> Request {
        self.town.house.request(&self.town.professional, Method::Post, "/v1/openings", &self.body)
    }

    fn sent(&self, request: &Request) -> Sent {
        let signed = request.sign(&self.town.professional.keys.signing).unwrap();
        Sent::new(Method::Post, "/v1/openings", self.body.clone())
            .with_token(&self.town.professional)
            .with_request(&signed)
    }

    async fn refused(&self, sent: Sent, code: ProblemCode) {
        let before = self.town.house.events(&self.town.vault).await.len();
        self.town.house.send(sent).await.refused(code);
        assert_eq!(
            self.town.house.events(&self.town.vault).await.len(),
            before,
            "a request that nobody signed is no event"
        );
        assert_eq!(self.town.house.count("SELECT count(*) FROM openings").await, 0);
    }
}

#[tokio::test]
async fn served_once() {
    let scene = Scene::new().await;
    let request = scene.request();
    scene.town.house.send(scene.sent(&request)).await.done();
    let before = scene.town.house.events(&scene.town.vault).await.len();
    scene.town.house.send(scene.sent(&request)).await.refused(ProblemCode::Conflict);
    assert_eq!(scene.town.house.events(&scene.town.vault).await.len(), before);
    assert_eq!(scene.town.house.count("SELECT count(*) FROM openings").await, 1);
}

#[tokio::test]
async fn a_refused_request_is_not_served_again_either() {
    let town = Town::new().await;
    let document = town.own_paper().await;
    let scene = Scene { body: serde_json::to_vec(&opening(document)).unwrap(), town };
    let request = scene.request();
    scene.town.house.send(scene.sent(&request)).await.refused(ProblemCode::NoMandate);
    scene.town.resources_mandate(Rights::READ).await;
    scene.refused(scene.sent(&request), ProblemCode::Conflict).await;
}

#[tokio::test]
async fn two_at_the_same_time_are_served_once() {
    let scene = Scene::new().await;
    let request = scene.request();
    let house = &scene.town.house;
    let (one, two) = tokio::join!(house.send(scene.sent(&request)), house.send(scene.sent(&request)));
    let served = [&one, &two].iter().filter(|answer| answer.status.is_success()).count();
    assert_eq!(served, 1, "{one:?} {two:?}");
    assert_eq!(house.count("SELECT count(*) FROM openings").await, 1);
}

#[tokio::test]
async fn for_another_path_method_or_server() {
    let scene = Scene::new().await;
    let path = Request { path: "/v1/openings?".to_owned(), ..scene.request() };
    let method = Request { method: Method::Put, ..scene.request() };
    let elsewhere: Origin = "https://coffre.exemple.org".parse().unwrap();
    let origin = Request { origin: elsewhere.hash(), ..scene.request() };
    for request in [path, method, origin] {
        scene.refused(scene.sent(&request), ProblemCode::NotSigned).await;
    }
}

#[tokio::test]
async fn for_another_body() {
    let scene = Scene::new().await;
    let mut spaced = scene.body.clone();
    spaced.push(b' ');
    let sent = scene.sent(&scene.request()).carrying(spaced.into());
    scene.refused(sent, ProblemCode::NotSigned).await;
}

#[tokio::test]
async fn a_query_is_signed_with_the_path() {
    let town = Town::new().await;
    let owner = &town.vault.owner;
    let path = format!("/v1/vaults/{}/log", town.vault.id);
    let signed = town.house.request(owner, Method::Get, &path, &[]).sign(&owner.keys.signing).unwrap();
    let sent = |path: &str| Sent::get(path).with_token(owner).with_request(&signed);
    town.house.send(sent(&path)).await.done();
    town.house.send(sent(&format!("{path}?after_seq=1"))).await.refused(ProblemCode::NotSigned);
}

#[tokio::test]
async fn too_old_or_from_the_future() {
    let scene = Scene::new().await;
    let now = scene.town.house.now_ms();
    for unix_ms in [now - REQUEST_WINDOW_MS - 1, now + REQUEST_WINDOW_MS + 1] {
        scene.refused(scene.sent(&Request { unix_ms, ..scene.request() }), ProblemCode::ClockSkew).await;
    }
    for unix_ms in [now - REQUEST_WINDOW_MS, now + REQUEST_WINDOW_MS] {
        scene.town.house.send(scene.sent(&Request { unix_ms, ..scene.request() })).await.done();
    }
}

#[tokio::test]
async fn by_another_account() {
    let scene = Scene::new().await;
    let (town, own) = (&scene.town, &scene.town.professional);
    // Signed by a colleague, sent with this session.
    let colleague = town.house.request(&town.ccas.referent, Method::Post, "/v1/openings", &scene.body);
    let colleague = colleague.sign(&town.ccas.referent.keys.signing).unwrap();
    let sent = Sent::new(Method::Post, "/v1/openings", scene.body.clone()).with_token(own);
    scene.refused(sent.with_request(&colleague), ProblemCode::NotSigned).await;
    // In the name of a colleague.
    let named = Request { account: town.ccas.referent.account, ..scene.request() };
    scene.refused(scene.sent(&named), ProblemCode::NotSigned).await;
    // One bit of the signature.
    let mut signed = scene.request().sign(&own.keys.signing).unwrap();
    *signed.last_mut().unwrap() ^= 1;
    let sent = Sent::new(Method::Post, "/v1/openings", scene.body.clone()).with_token(own);
    scene.refused(sent.with_request(&signed), ProblemCode::NotSigned).await;
    let sent = Sent::new(Method::Post, "/v1/openings", scene.body.clone()).with_token(own);
    scene.refused(sent.header("coffre-request", "not base64!"), ProblemCode::NotSigned).await;
}

#[tokio::test]
async fn each_signed_write_needs_its_own_nonce() {
    let town = Town::new().await;
    town.resources_mandate(Rights::READ).await;
    let (house, by) = (&town.house, &town.professional);
    let path = format!("/v1/vaults/{}/records", town.vault.id);
    let body = serde_json::to_vec(&RecordsRequest::default()).unwrap();
    let first = house.request(by, Method::Post, &path, &body);
    let send = async |request: &Request| {
        let signed = request.sign(&by.keys.signing).unwrap();
        house.send(Sent::new(Method::Post, &path, body.clone()).with_token(by).with_request(&signed)).await
    };
    send(&first).await.done();
    let same_nonce = Request { unix_ms: first.unix_ms + 1, ..first.clone() };
    send(&same_nonce).await.refused(ProblemCode::Conflict);
    send(&Request { nonce: Nonce::generate(&mut house.random.clone()), ..first }).await.done();
}

#[tokio::test]
async fn strangers_are_counted_in_one_event_a_minute() {
    let town = Town::new().await;
    let before = town.house.count("SELECT count(*) FROM log_entries").await;
    for _ in 0..20 {
        town.house.send(Sent::get("/v1/mandates")).await.refused(ProblemCode::SessionOver);
    }
    assert_eq!(town.house.count("SELECT count(*) FROM log_entries").await, before);
    vault_server::domain::housekeeping::round(&town.house.app).await.unwrap();
    let path = format!("/v1/log/entries?from={before}");
    let page: vault_core::api::LogPage = town.house.get(&town.auditor, &path).await.ok();
    let bodies = page.entries.iter().map(|entry| vault_core::log::EventBody::parse(&entry.body).unwrap());
    let unsigned = vault_core::vocabulary::EventType::UnsignedRequests.number();
    let counted: Vec<u64> = bodies.filter(|body| body.event_type == unsigned).map(|body| body.version).collect();
    assert_eq!(counted, [20]);
}
