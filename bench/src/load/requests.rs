//! What a desk asks most, one at a time, and the two answers that are longest where much is stored.

use std::time::Instant;

use vault_core::api::{OpeningView, RecordsRequest};
use vault_core::request::Method;

use super::Scene;
use crate::Result;
use crate::client::{Account, Connection, Ready};
use crate::openings::asking;
use crate::report::{Table, mib, quantile};
use crate::setting::Setting;

/// What is uploaded and fetched.
const PADDED: usize = 64 << 10;

/// Measures each of them, and tells them in the table.
pub(super) async fn measure(setting: &Setting, scene: &Scene, engine: &str, table: &mut Table) -> Result<()> {
    let often = setting.size(10, 500);
    let mut line = Connection::open(&scene.stage).await?;
    let mut logins = Vec::new();
    for _ in 0..setting.size(3, 100) {
        let begun = Instant::now();
        Account::log_in(&scene.stage, "professional").await?;
        logins.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    tell(table, engine, "a login, on a new connection: three calls and the client's own work", &logins);
    let vault = |number: usize| scene.target.folders[number % scene.target.folders.len()].vault;
    let get = |path: String| scene.account.sign(Method::Get, &path, &[]);
    let organisation = &scene.stage.organisation;
    let server = asked(&mut line, often, |_| get("/v1/server".to_owned())).await?;
    tell(table, engine, "`GET /v1/server`", &server);
    let session = asked(&mut line, often, |_| get("/v1/session".to_owned())).await?;
    tell(table, engine, "`GET /v1/session`", &session);
    let shown = asked(&mut line, often, |number| get(format!("/v1/vaults/{}", vault(number)))).await?;
    tell(table, engine, "`GET /v1/vaults/{id}`", &shown);
    let everything = serde_json::to_vec(&RecordsRequest::default())?;
    let post = |path: String, body: &[u8]| scene.account.sign(Method::Post, &path, body);
    let records =
        asked(&mut line, often, |number| post(format!("/v1/vaults/{}/records", vault(number)), &everything)).await?;
    tell(table, engine, "`POST /v1/vaults/{id}/records`, ten papers", &records);
    fetched(scene, engine, &mut line, often, table).await?;
    sent(scene, engine, &mut line, often, table).await?;
    let few = setting.size(2, 20);
    for (what, path) in [
        (
            "the directory, `GET /v1/organisations/{id}/directory`",
            format!("/v1/organisations/{organisation}/directory"),
        ),
        ("all mandates held, `GET /v1/mandates`", "/v1/mandates".to_owned()),
    ] {
        let length = line.ask(&get(path.clone())?.bytes).await?.len();
        let times = asked(&mut line, few, |_| get(path.clone())).await?;
        tell(table, engine, &format!("{what}: {}", mib(length as u64)), &times);
    }
    Ok(())
}

/// Openings and their objects.
async fn fetched(scene: &Scene, engine: &str, line: &mut Connection, often: usize, table: &mut Table) -> Result<()> {
    let (mut openings, mut objects) = (Vec::new(), Vec::new());
    for document in scene.documents.iter().cycle().take(often) {
        let ready = scene.account.sign(Method::Post, "/v1/openings", &serde_json::to_vec(&asking(*document))?)?;
        let begun = Instant::now();
        let opened: OpeningView = line.told(&ready).await?;
        openings.push(begun.elapsed().as_secs_f64() * 1000.0);
        let ready = scene.account.sign(Method::Get, &format!("/v1/openings/{}/object", opened.opening_id), &[])?;
        let begun = Instant::now();
        line.ask(&ready.bytes).await?;
        objects.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    tell(table, engine, "`POST /v1/openings`", &openings);
    tell(table, engine, "`GET /v1/openings/{id}/object`, 64 KiB", &objects);
    Ok(())
}

/// Uploads and their deposits.
async fn sent(scene: &Scene, engine: &str, line: &mut Connection, often: usize, table: &mut Table) -> Result<()> {
    let (mut uploads, mut deposits) = (Vec::new(), Vec::new());
    for number in 0..often {
        let [upload, deposit] = scene.target.deposit(&scene.account, PADDED, number)?;
        for (ready, times) in [(upload, &mut uploads), (deposit, &mut deposits)] {
            let begun = Instant::now();
            line.ask(&ready.bytes).await?;
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
    }
    tell(table, engine, "`PUT /v1/vaults/{id}/uploads/{id}`, 64 KiB", &uploads);
    tell(table, engine, "`POST /v1/vaults/{id}/deposits`", &deposits);
    Ok(())
}

/// How long each of so many answers took, in milliseconds; signing is not in it.
async fn asked(line: &mut Connection, often: usize, ready: impl Fn(usize) -> Result<Ready>) -> Result<Vec<f64>> {
    let mut times = Vec::with_capacity(often);
    for number in 0..often {
        let ready = ready(number)?;
        let begun = Instant::now();
        line.ask(&ready.bytes).await?;
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(times)
}

fn tell(table: &mut Table, engine: &str, what: &str, times: &[f64]) {
    let (half, most) = (quantile(times, 0.5), quantile(times, 0.99));
    table.figure(format!("{what}, {engine}"), format!("p50 {half:.2} ms, p99 {most:.2} ms, of {}", times.len()));
}
