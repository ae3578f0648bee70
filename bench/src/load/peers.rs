//! `peers`: the same store asked directly by the library that the server uses, the same database asked by `pgbench`, beside our
//! server with TLS, alternately.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use axum::body::Bytes;
use sqlx::{Connection, PgConnection};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use vault_core::document::{Padding, object_length};
use vault_core::ids::DocumentId;
use vault_core::request::Method;

use super::point::{self, Job};
use super::{PATIENT, Scene, Work, in_time};
use crate::Result;
use crate::engine::{Engine, from_scripts};
use crate::inside::Pace;
use crate::openings::{asking, small_paper};
use crate::process::run;
use crate::report::{Table, middle, speed};
use crate::setting::Setting;
use crate::stage::Stage;
use crate::transfer::{NO_LIMIT, paper};

/// Padded lengths.
const LENGTHS: [usize; 2] = [1 << 20, 8 << 20];
const TARGET: &str = "≥ 0.8";
/// Where the programs of PostgreSQL are.
const PROGRAMS: &str = "COFFRE_TEST_POSTGRES_PROGRAMS";

pub(crate) fn measure(setting: &Setting) -> Result<Table> {
    let tasks = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut table = Table::default();
    store(setting, &tasks, &mut table)?;
    commits(setting, &tasks, &mut table)?;
    Ok(table)
}

/// The same objects, through the server and straight to the store.
fn store(setting: &Setting, tasks: &Runtime, table: &mut Table) -> Result<()> {
    let stage = Stage::gather_on(setting, "peers-store", Engine::Garage, &[NO_LIMIT, PATIENT].concat())?;
    let (client, bucket) = stage.place.bucket()?.ok_or("this stage has no bucket")?;
    let direct = Direct { client, bucket };
    let mut documents = Vec::new();
    for length in LENGTHS {
        let file = stage.path("specimen.pdf");
        paper(&file, (length - 16) as u64)?;
        documents.push(stage.deposited(&file)?.parse()?);
    }
    tasks.block_on(async {
        let scene = Scene::enter(stage, documents).await?;
        for (length, document) in LENGTHS.into_iter().zip(&scene.documents) {
            for clients in setting.size(vec![4], vec![1, 4, 16]) {
                compare(setting, &scene, &direct, (length, *document, clients), table).await?;
            }
        }
        Ok(())
    })
}

/// One length and one number of clients: deposits beside `PutObject`, openings with their objects beside `GetObject`.
async fn compare(
    setting: &Setting,
    scene: &Scene,
    direct: &Direct,
    (padded, document, clients): (usize, DocumentId, usize),
    table: &mut Table,
) -> Result<()> {
    let object = Bytes::from(vec![7; usize::try_from(object_length((padded - 8) as u64, Padding::Padme)?)?]);
    let least = setting.size(4, 3 * clients.max(16));
    let mut paces: [Vec<f64>; 4] = Default::default();
    for _ in 0..setting.times("peers") {
        let warm = direct.put(&object, clients, clients.max(4)).await?;
        let count = setting.size(4, in_time(warm.rate, least).min(Work::Deposit(padded).most()));
        let deposits = scene.target.deposits(&scene.account, padded, count)?;
        paces[0].push(point::measure(&scene.stage, clients, deposits).await?.pace.rate);
        paces[1].push(direct.put(&object, clients, count).await?.rate);
        let jobs = fetches(scene, document, count)?;
        paces[2].push(point::measure(&scene.stage, clients, jobs).await?.pace.rate);
        paces[3].push(direct.get(&object, clients, count).await?.rate);
    }
    let [deposits, puts, openings, gets] = paces.map(|rates| middle(&rates));
    let told = |rate: f64| format!("{rate:.1}/s ({})", speed(object.len() as u64, 1.0 / rate));
    let size = padded >> 20;
    for (what, call, own, bare) in
        [("deposits", "PutObject", deposits, puts), ("openings with their objects", "GetObject", openings, gets)]
    {
        let what = format!("{what} of {size} MiB, {clients} at a time");
        table.ratio(what, told(own), format!("`{call}` of aws-sdk-s3: {}", told(bare)), own / bare, TARGET);
    }
    Ok(())
}

fn fetches(scene: &Scene, document: DocumentId, count: usize) -> Result<Vec<Job>> {
    let body = serde_json::to_vec(&asking(document))?;
    let sign = |_| {
        Ok(Job::Fetched(scene.account.sign(Method::Post, "/v1/openings", &body)?.bytes, Arc::clone(&scene.account)))
    };
    (0..count).map(sign).collect()
}

/// The bucket of the server, asked without it.
#[derive(Clone)]
struct Direct {
    client: Client,
    bucket: String,
}

impl Direct {
    /// So many objects, under names that no server draws.
    async fn put(&self, object: &Bytes, clients: usize, count: usize) -> Result<Pace> {
        let object = object.clone();
        self.shared(clients, count, move |direct, number| {
            let object = object.clone();
            async move {
                let asked = direct.client.put_object().bucket(&direct.bucket).key(format!("direct/{number}"));
                asked.body(ByteStream::from(object)).send().await?;
                Ok(())
            }
        })
        .await
    }

    /// The same objects.
    async fn get(&self, object: &Bytes, clients: usize, count: usize) -> Result<Pace> {
        let length = object.len();
        self.shared(clients, count, move |direct, number| async move {
            let asked = direct.client.get_object().bucket(&direct.bucket).key(format!("direct/{number}"));
            let got = asked.send().await?.body.collect().await?.into_bytes();
            if got.len() == length { Ok(()) } else { Err("an object of another length".into()) }
        })
        .await
    }

    async fn shared<F>(
        &self,
        clients: usize,
        count: usize,
        ask: impl Fn(Self, usize) -> F + Clone + Send + 'static,
    ) -> Result<Pace>
    where
        F: Future<Output = Result<()>> + Send,
    {
        let begun = Instant::now();
        let mut tasks = JoinSet::new();
        for first in 0..clients {
            let (direct, ask) = (self.clone(), ask.clone());
            tasks.spawn(async move {
                let mut times = Vec::new();
                for number in (first..count).step_by(clients) {
                    let begun = Instant::now();
                    ask(direct.clone(), number).await?;
                    times.push(begun.elapsed().as_secs_f64() * 1000.0);
                }
                Ok::<_, Box<dyn std::error::Error + Send + Sync>>(times)
            });
        }
        let mut times = Vec::with_capacity(count);
        while let Some(done) = tasks.join_next().await {
            times.extend(done??);
        }
        Ok(Pace::since(begun, times))
    }
}

/// Openings at 64 clients beside one-row commits one after the other, on the same cluster, whose syncs are real.
fn commits(setting: &Setting, tasks: &Runtime, table: &mut Table) -> Result<()> {
    let stage = Stage::gather_on(setting, "peers-commits", Engine::Postgres, &PATIENT)?;
    let document = small_paper(&stage)?;
    let url = stage.place.database().ok_or("this stage has no database")?.to_owned();
    let script = stage.path("insert.sql");
    fs::write(&script, "INSERT INTO bare (bytes) VALUES (decode(repeat('07', 650), 'hex'));\n")?;
    let scene = tasks.block_on(Scene::enter(stage, vec![document]))?;
    let (mut bare, mut own) = (Vec::new(), Vec::new());
    for turn in 0..setting.times("peers") {
        if turn == 0 {
            tasks.block_on(make_table(&url))?;
        }
        bare.push(serial_commits(setting, &url, &script)?);
        let point = tasks.block_on(scene.point(setting, Work::Open, 64))?;
        own.push(point.pace.rate);
    }
    let (bare, own) = (middle(&bare), middle(&own));
    let beside = format!("`pgbench`, one client, one row in each durable commit: {bare:.0}/s");
    table.ratio("openings, PostgreSQL + disk, 64 at a time", format!("{own:.0}/s"), beside, own / bare, "≥ 10");
    Ok(())
}

async fn make_table(url: &str) -> Result<()> {
    let mut connection = PgConnection::connect(url).await?;
    let sql = "CREATE TABLE bare (id BIGSERIAL PRIMARY KEY, bytes BYTEA NOT NULL)";
    sqlx::query(sql).execute(&mut connection).await?;
    Ok(connection.close().await?)
}

/// Commits in a second, as `pgbench` tells them.
fn serial_commits(setting: &Setting, url: &str, script: &Path) -> Result<f64> {
    let mut command = Command::new(Path::new(&from_scripts(PROGRAMS)?).join("pgbench"));
    command
        .args(["-n", "-c", "1", "-j", "1", "-M", "prepared", "-T", setting.size("1", "8"), "-f"])
        .arg(script)
        .arg(url)
        // As the server does inside one machine.
        .env("PGSSLMODE", "disable");
    let output = run(&mut command)?.1;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let rate = told.lines().find_map(|line| line.strip_prefix("tps = ")?.split_whitespace().next()?.parse().ok());
    rate.ok_or_else(|| format!("pgbench told no rate: {told}").into())
}
