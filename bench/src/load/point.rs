//! One point of a curve: so many clients at a time, each with a connection of its own, each asking as soon as it was answered.

use std::sync::Arc;
use std::time::Instant;

use tokio::task::JoinSet;
use vault_core::api::OpeningView;
use vault_core::request::Method;

use crate::Result;
use crate::client::{Account, Connection};
use crate::inside::Pace;
use crate::process::{Machine, cpu_of};
use crate::report::float;
use crate::stage::Stage;

/// What a client does before it is served the next time.
pub(crate) enum Job {
    /// Requests that were signed, one after the other.
    Asked(Vec<Vec<u8>>),
    /// An opening that was signed, then its object, for which this account signs as soon as it knows the opening.
    Fetched(Vec<u8>, Arc<Account>),
}

/// What was measured.
pub(crate) struct Point {
    pub(crate) pace: Pace,
    /// From the first request to the last answer, in seconds.
    pub(crate) wall: f64,
    /// Processor time of the servers, in seconds.
    pub(crate) servers: f64,
    /// Of the clients.
    pub(crate) clients: f64,
    /// Of the database's processes and of the store, where there are any.
    pub(crate) behind: f64,
    /// Share of the machine's processors that was at work, by whomever.
    pub(crate) busy: f64,
    /// Share that had nothing to do but wait for a disk.
    pub(crate) waiting: f64,
}

impl Job {
    async fn run(&self, line: &mut Connection) -> Result<()> {
        match self {
            Self::Asked(requests) => {
                for request in requests {
                    line.ask(request).await?;
                }
            }
            Self::Fetched(request, account) => {
                let opened: OpeningView = serde_json::from_slice(&line.ask(request).await?)?;
                let path = format!("/v1/openings/{}/object", opened.opening_id);
                let object = line.ask(&account.sign(Method::Get, &path, &[])?.bytes).await?;
                if object.len() as u64 != opened.object_length {
                    return Err("an object of another length".into());
                }
            }
        }
        Ok(())
    }
}

/// Lets so many clients do these jobs. With several servers, each server has its part of the clients.
pub(crate) async fn measure(stage: &Stage, clients: usize, jobs: Vec<Job>) -> Result<Point> {
    let mut lines = Vec::with_capacity(clients);
    for port in stage.ports().into_iter().cycle().take(clients) {
        lines.push(Connection::open_at(stage, port).await?);
    }
    let own = std::process::id();
    let (servers_before, clients_before, behind_before) = (stage.cpu()?, cpu_of(own)?, stage.place.cpu()?);
    let machine_before = Machine::now()?;
    let begun = Instant::now();
    let times = shared(lines, jobs).await?;
    let wall = begun.elapsed().as_secs_f64();
    let pace = Pace { rate: float(times.len() as u64) / wall, times };
    let (busy, waiting) = Machine::now()?.since(&machine_before);
    let (servers, clients) = (stage.cpu()? - servers_before, cpu_of(own)? - clients_before);
    let behind = stage.place.cpu()? - behind_before;
    Ok(Point { pace, wall, servers, clients, behind, busy, waiting })
}

/// Each line takes its share of the jobs; gives how long each took, in milliseconds.
async fn shared(lines: Vec<Connection>, mut jobs: Vec<Job>) -> Result<Vec<f64>> {
    let (share, count) = (jobs.len().div_ceil(lines.len().max(1)), jobs.len());
    let mut tasks = JoinSet::new();
    for mut line in lines {
        let mine = jobs.split_off(jobs.len().saturating_sub(share));
        tasks.spawn(async move {
            let mut times = Vec::with_capacity(mine.len());
            for job in mine {
                let begun = Instant::now();
                job.run(&mut line).await?;
                times.push(begun.elapsed().as_secs_f64() * 1000.0);
            }
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(times)
        });
    }
    let mut times = Vec::with_capacity(count);
    while let Some(done) = tasks.join_next().await {
        times.extend(done??);
    }
    Ok(times)
}

impl Point {
    /// What bound, as far as the machine tells: how busy the processors were and with what, and what waited for a disk.
    pub(crate) fn bound(&self, processors: f64) -> String {
        let share = |seconds: f64| seconds / self.wall / processors * 100.0;
        let (servers, behind, clients) = (share(self.servers), share(self.behind), share(self.clients));
        let (busy, waiting) = (self.busy * 100.0, self.waiting * 100.0);
        let others = (busy - servers - behind - clients).max(0.0);
        format!(
            "processors {busy:.0} % (servers {servers:.0}, behind them {behind:.0}, clients {clients:.0}, others {others:.0}), \
             disk waits {waiting:.0} %"
        )
    }

    /// Several of the same point, as one: all calls, all times.
    pub(crate) fn pooled(points: Vec<Self>) -> Option<Self> {
        points.into_iter().reduce(|mut all, next| {
            let (before, now) = (all.wall, next.wall);
            let middle = |one: f64, other: f64| (one * before + other * now) / (before + now);
            all.pace.times.extend(next.pace.times);
            all.wall += now;
            all.pace.rate = float(all.pace.times.len() as u64) / all.wall;
            all.busy = middle(all.busy, next.busy);
            all.waiting = middle(all.waiting, next.waiting);
            all.servers += next.servers;
            all.clients += next.clients;
            all.behind += next.behind;
            all
        })
    }
}
