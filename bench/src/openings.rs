//! Openings: how many in a second, each with its event durable before the share leaves.

use std::fs;
use std::sync::Arc;
use std::time::Instant;

use tokio::task::JoinSet;
use vault_core::api::NewOpening;
use vault_core::ids::DocumentId;
use vault_core::request::{Method, Request};
use vault_server::domain::opening;

use crate::Result;
use crate::client::{Account, Ready};
use crate::ground::bare_commits;
use crate::inside::{Inside, Pace, caller};
use crate::load::papers::openings;
use crate::load::point;
use crate::report::{Table, float, middle, quantile};
use crate::setting::Setting;
use crate::stage::Stage;

/// How many ask at the same time.
const AT_A_TIME: [usize; 4] = [1, 16, 64, 256];

pub(crate) fn measure(setting: &Setting) -> Result<Table> {
    let tasks = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut stage = Stage::gather(setting, "openings", &[])?;
    let document = small_paper(&stage)?;
    let mut table = Table::default();
    tasks.block_on(async {
        let account = Account::log_in(&stage, "professional").await?;
        stage.stop()?;
        let (mut bare, mut checks) = (Vec::new(), Vec::new());
        let mut inside: [Vec<Pace>; 4] = Default::default();
        let mut outside: [Vec<(Pace, f64)>; 4] = Default::default();
        for _ in 0..setting.times("openings") {
            bare.push(bare_commits(&stage.folder, setting.size(300, 5_000)).await?);
            checks.push(signature_checks(&account, setting.size(500, 10_000))?);
            let house = Inside::boot(&stage).await?;
            for (at_a_time, paces) in AT_A_TIME.into_iter().zip(&mut inside) {
                paces.push(in_process(&house, &account, document, at_a_time, count(setting, at_a_time)).await?);
            }
            house.end().await?;
            stage.start()?;
            for (at_a_time, paces) in AT_A_TIME.into_iter().zip(&mut outside) {
                paces.push(over_https(&stage, &account, document, at_a_time, count(setting, at_a_time)).await?);
            }
            stage.stop()?;
        }
        let (bare, checks) = (middle(&bare), middle(&checks));
        for (at_a_time, paces) in AT_A_TIME.into_iter().zip(&inside) {
            let beside = format!("bare durable commits one by one: {bare:.0}/s");
            tell(&mut table, &format!("in process, {at_a_time} at a time"), paces.iter(), &beside, bare, target_inside(at_a_time));
        }
        for (at_a_time, paces) in AT_A_TIME.into_iter().zip(&outside) {
            let own = middle(&paces.iter().map(|(_, cpu)| *cpu).collect::<Vec<_>>());
            let beside = format!("checks of one signature, one core: {checks:.0}/s; the server's processor time for each opening: {own:.2} ms");
            let target = if at_a_time == 64 { "≥ 0.5" } else { "" };
            tell(&mut table, &format!("over HTTPS, {at_a_time} at a time"), paces.iter().map(|(pace, _)| pace), &beside, checks, target);
        }
        Ok(table)
    })
}

const fn target_inside(at_a_time: usize) -> &'static str {
    if at_a_time == 64 { "≥ 10" } else { "" }
}

fn count(setting: &Setting, at_a_time: usize) -> usize {
    setting.size(100, if at_a_time == 1 { 2_000 } else { 8_000 }).max(at_a_time)
}

fn tell<'a>(
    table: &mut Table,
    what: &str,
    paces: impl Iterator<Item = &'a Pace>,
    beside: &str,
    against: f64,
    target: &str,
) {
    let (mut rates, mut times) = (Vec::new(), Vec::new());
    for pace in paces {
        rates.push(pace.rate);
        times.extend_from_slice(&pace.times);
    }
    let rate = middle(&rates);
    let (half, most) = (quantile(&times, 0.5), quantile(&times, 0.99));
    let measured = format!("{rate:.0}/s, p50 {half:.1} ms, p99 {most:.1} ms");
    table.ratio(what, measured, beside, rate / against, target);
}

/// A paper of a few kilobytes.
pub(crate) fn small_paper(stage: &Stage) -> Result<DocumentId> {
    let file = stage.path("specimen.pdf");
    fs::write(&file, [b"%PDF-1.7\n% SPECIMEN\n".as_slice(), &vec![b' '; 20_000]].concat())?;
    Ok(stage.deposited(&file)?.parse()?)
}

/// What opens this document, not signed yet.
pub(crate) const fn asking(document_id: DocumentId) -> NewOpening {
    NewOpening { document_id, version: None, mandate_id: None, purpose: None }
}

fn sign(account: &Account, document: DocumentId, count: usize) -> Result<Vec<Ready>> {
    let body = serde_json::to_vec(&asking(document))?;
    (0..count).map(|_| account.sign(Method::Post, "/v1/openings", &body)).collect()
}

/// Checks of a signed request in a second, one after the other.
fn signature_checks(account: &Account, count: usize) -> Result<f64> {
    let ready = account.sign(Method::Get, "/v1/openings", &[])?;
    let key = account.keys.signing.verifying_key();
    let begun = Instant::now();
    for _ in 0..count {
        Request::verify(std::hint::black_box(&ready.signed), &key)?;
    }
    Ok(float(count as u64) / begun.elapsed().as_secs_f64())
}

/// Openings by callers whose session and signature count as checked.
pub(crate) async fn in_process(
    house: &Inside,
    account: &Account,
    document: DocumentId,
    at_a_time: usize,
    count: usize,
) -> Result<Pace> {
    let mut callers: Vec<_> = sign(account, document, count)?.iter().map(|ready| caller(account, ready)).collect();
    let share = count.div_ceil(at_a_time);
    let mut tasks = JoinSet::new();
    let begun = Instant::now();
    while !callers.is_empty() {
        let (app, mine) = (Arc::clone(&house.app), callers.split_off(callers.len().saturating_sub(share)));
        tasks.spawn(async move {
            let mut times = Vec::with_capacity(mine.len());
            for caller in mine {
                let begun = Instant::now();
                opening::open(&app, caller, asking(document)).await?;
                times.push(begun.elapsed().as_secs_f64() * 1000.0);
            }
            Ok::<_, vault_server::error::Error>(times)
        });
    }
    let mut times = Vec::with_capacity(count);
    while let Some(done) = tasks.join_next().await {
        times.extend(done??);
    }
    Ok(Pace::since(begun, times))
}

/// Openings through the whole server; gives its processor time for each too, in milliseconds.
async fn over_https(
    stage: &Stage,
    account: &Account,
    document: DocumentId,
    at_a_time: usize,
    count: usize,
) -> Result<(Pace, f64)> {
    let point = point::measure(stage, at_a_time, openings(account, &[document], count)?).await?;
    Ok((point.pace, point.servers * 1000.0 / float(count as u64)))
}
