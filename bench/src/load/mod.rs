//! `load`: deposits and openings over TLS, from one client to 256, on every engine. `filled` does some of it again when much is
//! stored, `growth` tells what an opening costs as the log grows, `peers` what others do on the same database and the same store.

pub(crate) mod filled;
pub(crate) mod growth;
pub(crate) mod papers;
pub(crate) mod peers;
pub(crate) mod point;
mod raw;
mod requests;
mod town;

use std::sync::Arc;

use vault_core::ids::DocumentId;

use self::papers::{Target, openings};
use self::point::{Job, Point};
use self::raw::Raw;
use crate::Result;
use crate::client::Account;
use crate::engine::Engine;
use crate::openings::small_paper;
use crate::process::Machine;
use crate::report::{Table, float, quantile};
use crate::setting::Setting;
use crate::stage::Stage;
use crate::transfer::NO_LIMIT;

/// How many clients at a time.
const AT_A_TIME: [usize; 5] = [1, 4, 16, 64, 256];
/// A point lasts about so many seconds, if it can be done in this time so often that a hundredth of it can be told.
const SECONDS: f64 = 5.0;
const LEAST: usize = 200;
/// What prepared requests may take of this process's memory, in bytes, and how many there may be.
const MOST_BYTES: usize = 1 << 30;
const MOST: usize = 12_000;

/// On a machine that has much else to do, an answer that comes late is told as late, and not as none.
pub(super) const PATIENT: [&str; 2] = ["--request-timeout-s=300", "--idle-timeout-s=300"];

/// What is done.
#[derive(Debug, Clone, Copy)]
pub(super) enum Work {
    /// A paper is uploaded and deposited, two calls: its padded length.
    Deposit(usize),
    /// A paper's share is released, one call; its object is not fetched.
    Open,
}

impl Work {
    const ALL: [Self; 3] = [Self::Deposit(64 << 10), Self::Deposit(1 << 20), Self::Open];

    fn told(self) -> String {
        match self {
            Self::Deposit(padded) if padded < 1 << 20 => format!("deposits of {} KiB", padded >> 10),
            Self::Deposit(padded) => format!("deposits of {} MiB", padded >> 20),
            Self::Open => "openings".to_owned(),
        }
    }

    const fn most(self) -> usize {
        match self {
            Self::Deposit(padded) if MOST_BYTES / padded < MOST => MOST_BYTES / padded,
            _ => MOST,
        }
    }
}

/// A running stage and who asks there.
pub(super) struct Scene {
    pub(super) stage: Stage,
    pub(super) account: Arc<Account>,
    pub(super) target: Target,
    /// What is opened, in turn.
    pub(super) documents: Vec<DocumentId>,
}

impl Scene {
    /// The professional of this stage comes in.
    pub(super) async fn enter(stage: Stage, documents: Vec<DocumentId>) -> Result<Self> {
        let account = Arc::new(Account::log_in(&stage, "professional").await?);
        let target = Target::find(&stage, &account).await?;
        Ok(Self { stage, account, target, documents })
    }

    /// So many jobs of this kind.
    fn jobs(&self, work: Work, count: usize) -> Result<Vec<Job>> {
        match work {
            Work::Deposit(padded) => self.target.deposits(&self.account, padded, count),
            Work::Open => openings(&self.account, &self.documents, count),
        }
    }

    /// One point: warmed up, which also tells how often it can be done in its time.
    pub(super) async fn point(&self, setting: &Setting, work: Work, clients: usize) -> Result<Point> {
        let warm = point::measure(&self.stage, clients, self.jobs(work, clients.max(8))?).await?;
        let count = setting.size(clients.max(10), in_time(warm.pace.rate, LEAST.max(2 * clients)).min(work.most()));
        point::measure(&self.stage, clients, self.jobs(work, count)?).await
    }
}

/// How often something is done in the time of a point, and at least.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rate that was measured")]
fn in_time(rate: f64, least: usize) -> usize {
    ((rate * SECONDS) as usize).max(least)
}

pub(crate) fn measure(setting: &Setting) -> Result<Table> {
    let tasks = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut scenes = Vec::new();
    for (number, engine) in Engine::ALL.into_iter().enumerate() {
        let flags = [NO_LIMIT, PATIENT].concat();
        let stage = Stage::gather_on(setting, &format!("load-{number}"), engine, &flags)?;
        let document = small_paper(&stage)?;
        scenes.push((engine, tasks.block_on(Scene::enter(stage, vec![document]))?));
    }
    let mut raw = Raw::default();
    let clients = setting.size(vec![1, 16], AT_A_TIME.to_vec());
    let (mut table, mut points) = (Table::default(), Points::default());
    tasks.block_on(async {
        // In turn, so that whatever else this machine does meanwhile disturbs all of them.
        for round in 0..setting.times("load") {
            for (engine, scene) in &mut scenes {
                scene.account = Arc::new(Account::log_in(&scene.stage, "professional").await?);
                for work in Work::ALL {
                    for clients in &clients {
                        let what = format!("{}, {}, {clients} at a time", work.told(), engine.told());
                        if setting.wants(&what) {
                            let point = scene.point(setting, work, *clients).await?;
                            raw.add(engine.told(), &work.told(), *clients, round, &point)?;
                            points.add(what, point);
                        }
                    }
                }
            }
        }
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
    })?;
    points.tell(&mut table)?;
    raw.write(setting, "load.csv")?;
    Ok(table)
}

/// Points by what they are, in the order in which they were first measured.
#[derive(Default)]
pub(super) struct Points(Vec<(String, Vec<Point>)>);

impl Points {
    pub(super) fn add(&mut self, what: String, point: Point) {
        match self.0.iter_mut().find(|(known, _)| *known == what) {
            Some((_, points)) => points.push(point),
            None => self.0.push((what, vec![point])),
        }
    }

    /// One line for each, of all rounds together.
    pub(super) fn tell(self, table: &mut Table) -> Result<()> {
        #[expect(clippy::cast_precision_loss, reason = "a few processors")]
        let processors = Machine::now()?.processors as f64;
        for (what, points) in self.0 {
            let Some(point) = Point::pooled(points) else { continue };
            let each = point.servers * 1000.0 / float(point.pace.times.len() as u64);
            let beside = format!("{each:.2} ms of the servers' processor each; {}", point.bound(processors));
            table.beside(what, told(&point.pace), beside, "");
        }
        Ok(())
    }
}

/// Rate and times.
pub(super) fn told(pace: &crate::inside::Pace) -> String {
    let [half, most, nearly_all] = [0.5, 0.99, 0.999].map(|share| quantile(&pace.times, share));
    format!("{:.0}/s, p50 {half:.1} ms, p99 {most:.1} ms, p999 {nearly_all:.1} ms", pace.rate)
}
