//! `filled`: some of the points of `load` once 30,000 vaults hold 300,000 papers (Garage: a tenth), what those take on the disk, and
//! what the server takes of memory.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use sqlx::{Connection, PgConnection};
use vault_server::store::documents::names_blob;

use super::papers::Folder;
use super::raw::Raw;
use super::town::Town;
use super::{PATIENT, Points, Scene, Work, requests};
use crate::Result;
use crate::engine::{Engine, from_scripts};
use crate::inside::Inside;
use crate::process::status;
use crate::report::{Table, float, mib, middle, say};
use crate::setting::Setting;
use crate::stage::Stage;

/// Papers in each vault.
const EACH: usize = 10;
/// Clients at a time.
const AT_A_TIME: [usize; 2] = [16, 64];
/// The folder of the store that `scripts/with-garage.sh` has started.
const STORE: &str = "COFFRE_TEST_S3_FOLDER";

pub(crate) fn measure(setting: &Setting) -> Result<Table> {
    let tasks = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (mut table, mut raw) = (Table::default(), Raw::default());
    for engine in [Engine::Embedded, Engine::Postgres, Engine::Garage] {
        let vaults = match engine {
            Engine::Garage => setting.size(20, 3_000),
            _ => setting.size(40, 30_000),
        };
        let mut stage = Stage::gather_on(setting, &format!("filled-{}", engine as u8), engine, &PATIENT)?;
        let town = Arc::new(tasks.block_on(Town::of(&stage))?);
        stage.stop()?;
        let filled = tasks.block_on(fill(&stage, engine, &town, vaults, &mut table))?;
        // What is measured in the large is what this looked at in the small.
        if setting.small {
            stage.check()?;
        }
        stage.start()?;
        let rest = status(stage.pid()?, "VmRSS:").unwrap_or(0);
        let mut scene = tasks.block_on(Scene::enter(stage, filled.documents))?;
        scene.target.folders = filled.folders;
        let busy = tasks.block_on(asked(setting, engine, &scene, &mut table, &mut raw))?;
        table.beside(
            format!("memory of the server, {}", engine.told()),
            mib(busy),
            format!("at rest, before the first request: {}", mib(rest)),
            "",
        );
        fs::remove_dir_all(&scene.stage.folder)?;
    }
    raw.write(setting, "filled.csv")?;
    Ok(table)
}

/// What was put in.
struct Filled {
    folders: Vec<Folder>,
    documents: Vec<vault_core::ids::DocumentId>,
}

/// Fills the stage's data, and tells how large they are.
async fn fill(stage: &Stage, engine: Engine, town: &Arc<Town>, vaults: usize, table: &mut Table) -> Result<Filled> {
    let begun = Instant::now();
    let empty = Sizes::of(stage).await?;
    let house = Inside::boot(stage).await?;
    let folders = town.vaults(&house.app, vaults).await?;
    house.end().await?;
    say(&format!("{}: {vaults} vaults after {:.0} s", engine.told(), begun.elapsed().as_secs_f64()));
    let with_vaults = Sizes::of(stage).await?;
    let house = Inside::boot(stage).await?;
    let (documents, length) = town.papers(&house.app, &folders, EACH).await?;
    let sought = search(&house).await?;
    house.end().await?;
    let papers = (vaults * EACH) as u64;
    say(&format!("{}: {papers} papers after {:.0} s", engine.told(), begun.elapsed().as_secs_f64()));
    let with_papers = Sizes::of(stage).await?;
    let each = |more: u64, count: u64| format!("{:.1} KiB", float(more) / float(count) / 1024.0);
    let name = engine.told();
    let rows = with_vaults.rows.saturating_sub(empty.rows);
    table.figure(format!("rows and events of a vault that is lent once, {name}"), each(rows, vaults as u64));
    let rows = with_papers.rows.saturating_sub(with_vaults.rows);
    table.beside(
        format!("rows and events of a paper, {name}"),
        each(rows, papers),
        format!("database of {papers} papers in {vaults} vaults: {}", mib(with_papers.rows)),
        "",
    );
    let objects = with_papers.objects.saturating_sub(with_vaults.objects);
    table.beside(
        format!("place of an object beyond its ciphertext, {name}"),
        each(objects.saturating_sub(length), papers),
        format!("ciphertext: {}", each(length, papers)),
        "",
    );
    let what = format!("whether a row names an object, as the daily search asks for each, {papers} papers, {name}");
    table.figure(what, format!("{sought:.3} ms"));
    Ok(Filled { folders, documents })
}

/// How long it takes to find that no row names an object, in milliseconds.
async fn search(house: &Inside) -> Result<f64> {
    let mut times = Vec::new();
    for _ in 0..5 {
        let mut tx = house.app.store.read().await?;
        let begun = Instant::now();
        if names_blob(&mut tx, "00000000000000000000000000000000").await? {
            return Err("a row names an object that nobody stored".into());
        }
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(middle(&times))
}

/// The points of `load`, then single requests; gives the server's memory at its most.
async fn asked(setting: &Setting, engine: Engine, scene: &Scene, table: &mut Table, raw: &mut Raw) -> Result<u64> {
    let mut points = Points::default();
    for work in Work::ALL {
        for clients in AT_A_TIME {
            let point = scene.point(setting, work, clients).await?;
            raw.add(engine.told(), &work.told(), clients, 0, &point)?;
            points.add(format!("{}, {}, {clients} at a time, filled", work.told(), engine.told()), point);
        }
    }
    points.tell(table)?;
    let most = status(scene.stage.pid()?, "VmHWM:").unwrap_or(0);
    requests::measure(setting, scene, engine.told(), table).await?;
    let longest = status(scene.stage.pid()?, "VmHWM:").unwrap_or(0);
    let beside = format!("before the directory and all mandates were asked for: {}", mib(most));
    table.beside(format!("the same once both were answered, {}", engine.told()), mib(longest), beside, "");
    Ok(most)
}

/// What lies on the disk, in bytes.
struct Sizes {
    rows: u64,
    objects: u64,
}

impl Sizes {
    async fn of(stage: &Stage) -> Result<Self> {
        let rows = match stage.place.database() {
            None => on_disk(&stage.path("data"), Some("blobs"))?,
            Some(url) => {
                let mut connection = PgConnection::connect(url).await?;
                sqlx::query("VACUUM").execute(&mut connection).await?;
                let (size,): (i64,) =
                    sqlx::query_as("SELECT pg_database_size(current_database())").fetch_one(&mut connection).await?;
                connection.close().await?;
                u64::try_from(size)?
            }
        };
        let objects = match stage.place.bucket()? {
            None => on_disk(&stage.path("data/blobs"), None)?,
            Some(_) => on_disk(Path::new(&from_scripts(STORE)?), None)?,
        };
        Ok(Self { rows, objects })
    }
}

/// What the files of a folder occupy, but for one folder in it.
fn on_disk(folder: &Path, but: Option<&str>) -> Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if but.is_some_and(|name| entry.file_name() == name) {
            continue;
        }
        // A store may move its files meanwhile.
        let Ok(metadata) = entry.metadata() else { continue };
        sum += if metadata.is_dir() { on_disk(&entry.path(), None)? } else { metadata.blocks() * 512 };
    }
    Ok(sum)
}
