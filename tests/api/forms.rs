//! What does not have the documented form: a clear problem, and nothing half-done.

use axum::body::Body;
use futures_util::stream;
use vault_core::api::{Problem, ProblemCode, RecordsRequest};
use vault_core::request::Method;
use vault_server::config::Settings;

use super::client::{House, NOW_MS, Sent};
use super::people::Town;

/// A signed call with this body, whatever it is.
async fn signed(town: &Town, path: &str, body: Vec<u8>) -> super::client::Answer {
    town.house.signed(&town.vault.owner, Method::Post, path, body).await
}

#[tokio::test]
async fn json_that_is_none() {
    let town = Town::new().await;
    let events = town.house.events(&town.vault).await;
    let id = "00".repeat(16);
    for body in [
        b"{".to_vec(),
        b"null".to_vec(),
        b"[]".to_vec(),
        b"{}".to_vec(),
        b"\xff\xfe{}".to_vec(),
        b"{\"document_id\":\"\xc3\x28\"}".to_vec(),
        format!("{{\"document_id\":\"{id}\"}} ").into_bytes().into_iter().chain(*b"x").collect(),
        format!("{{\"document_id\":\"{id}\",\"unknown\":1}}").into_bytes(),
        format!("{{\"document_id\":\"{id}\",\"document_id\":\"{id}\"}}").into_bytes(),
        format!("{{\"document_id\":\"{}\"}}", "0".repeat(31)).into_bytes(),
        format!("{{\"document_id\":\"{}\"}}", "A".repeat(32)).into_bytes(),
        format!("{{\"document_id\":\"{id}\",\"version\":-1}}").into_bytes(),
        format!("{{\"document_id\":\"{id}\",\"purpose\":\"curiosity\"}}").into_bytes(),
        "[".repeat(100_000).into_bytes(),
    ] {
        signed(&town, "/v1/openings", body).await.refused(ProblemCode::InvalidRequest);
    }
    for body in
        [&b"{"[..], b"\xff", b"{\"credential_id\":\"00\"}", b"{\"credential_id\":\"000000000000000000\",\"x\":0}"]
    {
        let sent = Sent::new(Method::Post, "/v1/login-challenges", body.to_vec());
        town.house.send(sent).await.refused(ProblemCode::InvalidRequest);
    }
    assert_eq!(town.house.events(&town.vault).await, events);
}

#[tokio::test]
async fn json_over_the_limit() {
    let settings = Settings { max_json_bytes: Some(40_000), ..Settings::default() };
    let house = House::with(settings, NOW_MS).await;
    let long = vec![b' '; 40_001];
    let announced = Sent::new(Method::Post, "/v1/logins", long.clone()).header("content-length", "40001");
    let problem = house.send(announced).await.refused(ProblemCode::TooLarge);
    assert_eq!(problem.limit, Some(40_000));
    let pieces = long.chunks(1000).map(|piece| Ok::<_, std::io::Error>(piece.to_vec())).collect::<Vec<_>>();
    let streamed = Sent::new(Method::Post, "/v1/logins", vec![0]).carrying(Body::from_stream(stream::iter(pieces)));
    house.send(streamed).await.refused(ProblemCode::TooLarge);
    let just = Sent::new(Method::Post, "/v1/logins", long[1..].to_vec());
    house.send(just).await.refused(ProblemCode::InvalidRequest);
}

#[tokio::test]
async fn json_that_is_cut() {
    let house = House::new().await;
    let pieces = [Ok(b"{\"cred".to_vec()), Err(std::io::Error::other("the line was cut"))];
    let cut = Sent::new(Method::Post, "/v1/logins", vec![0]).carrying(Body::from_stream(stream::iter(pieces)));
    house.send(cut).await.refused(ProblemCode::BodyMismatch);
}

#[tokio::test]
async fn another_media_type() {
    let town = Town::new().await;
    for media in ["text/plain", "application/jsonp", "application/octet-stream", ""] {
        let sent = Sent::post("/v1/logins", &RecordsRequest::default()).header("content-type", media);
        town.house.send(sent).await.refused(ProblemCode::UnsupportedMediaType);
    }
    let charset =
        Sent::post("/v1/logins", &RecordsRequest::default()).header("content-type", "Application/JSON; charset=utf-8");
    town.house.send(charset).await.refused(ProblemCode::InvalidRequest);
}

#[tokio::test]
async fn unknown_paths_and_methods() {
    let house = House::new().await;
    for path in ["/v1", "/v1/", "/v2/server", "/v1/server/", "/../etc/passwd", "/v1/vaults/%00/x", "/log/tile"] {
        let problem = house.send(Sent::get(path)).await.refused(ProblemCode::NotFound);
        assert_eq!(problem.detail.as_deref(), Some(path));
    }
    for (method, path) in
        [("DELETE", "/v1/server"), ("PATCH", "/v1/openings"), ("GET", "/v1/logins"), ("BREW", "/healthz")]
    {
        house.send(Sent::get(path).by(method)).await.refused(ProblemCode::MethodNotAllowed);
    }
}

#[tokio::test]
async fn ids_that_are_none() {
    let town = Town::new().await;
    let zeros = "0".repeat(32);
    for id in ["x", "0", &zeros[1..], &format!("{zeros}00"), &"G".repeat(32), &"A".repeat(32), "..%2f..%2fetc"] {
        for path in [format!("/v1/vaults/{id}"), format!("/v1/accounts/{id}"), format!("/v1/openings/{id}/object")] {
            town.house.get(&town.vault.owner, &path).await.refused(ProblemCode::InvalidRequest);
        }
        let path = format!("/v1/vaults/{}/uploads/{id}", town.vault.id);
        let sent = super::papers::upload(&path, vec![0]);
        town.house.send(sent).await.refused(ProblemCode::InvalidRequest);
    }
}

#[tokio::test]
async fn queries_that_are_none() {
    let town = Town::new().await;
    for query in ["from=-1", "from=x", "limit=1x", "from=1&from=2", "unknown=1"] {
        let path = format!("/v1/log/entries?{query}");
        town.house.get(&town.auditor, &path).await.refused(ProblemCode::InvalidRequest);
    }
    for query in ["", "?from=", "?from=99999999999999999999"] {
        let path = format!("/v1/log/consistency{query}");
        town.house.send(Sent::get(&path)).await.refused(ProblemCode::InvalidRequest);
    }
    let path = format!("/v1/vaults/{}/log?after_seq=one", town.vault.id);
    town.house.get(&town.vault.owner, &path).await.refused(ProblemCode::InvalidRequest);
}

#[tokio::test]
async fn tiles_that_are_none() {
    let town = Town::new().await;
    for path in
        ["0/001", "0/000", "9/000.p/1", "entries/000", "entries/x000", "0/000.p/0", "0/000.p/256", "x", "../../keys"]
    {
        town.house.send(Sent::get(&format!("/log/tile/{path}"))).await.refused(ProblemCode::NotFound);
    }
}

#[test]
fn every_problem_has_a_name_of_its_own_and_the_form_of_rfc_9457() {
    let mut names = std::collections::BTreeSet::new();
    for code in ProblemCode::ALL {
        let problem = Problem::new(*code);
        assert!(names.insert(code.code()), "{}", code.code());
        assert!((400..600).contains(&problem.status) && !problem.title.is_empty());
        let json = serde_json::to_value(&problem).unwrap();
        assert_eq!(json["type"], format!("urn:coffre:problem:{}", code.code()));
        assert_eq!((json["status"].as_u64(), json["code"].as_str()), (Some(problem.status.into()), Some(code.code())));
        assert_eq!(json.as_object().unwrap().len(), 4, "nothing that was not told");
    }
}
