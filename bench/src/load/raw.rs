//! The figures as they came, for `bench/curves.py`: one line for each point and round.

use std::fmt::Write as _;
use std::fs;

use super::point::Point;
use crate::Result;
use crate::ground::day;
use crate::report::{float, quantile, say};
use crate::setting::Setting;

const HEAD: &str = "day,engine,work,clients,round,calls,per_second,p50_ms,p99_ms,p999_ms,server_cpu_ms,behind_cpu_ms,client_cpu_ms,busy,disk_wait,load";

/// Lines of a file of figures.
#[derive(Default)]
pub(super) struct Raw(String);

impl Raw {
    /// A point, as it was measured.
    pub(super) fn add(&mut self, engine: &str, work: &str, clients: usize, round: usize, point: &Point) -> Result<()> {
        let times = &point.pace.times;
        let calls = float(times.len() as u64);
        let [half, most, nearly_all] = [0.5, 0.99, 0.999].map(|share| quantile(times, share));
        let [server, behind, client] =
            [point.servers, point.behind, point.clients].map(|seconds| seconds * 1000.0 / calls);
        let load = fs::read_to_string("/proc/loadavg")?;
        let load = load.split_whitespace().next().unwrap_or("");
        let (day, rate) = (day(), point.pace.rate);
        let line = format!(
            "{day},\"{engine}\",{work},{clients},{round},{calls},{rate:.1},{half:.3},{most:.3},{nearly_all:.3},{server:.3},{behind:.3},{client:.3},{:.2},{:.2},{load}",
            point.busy, point.waiting
        );
        say(&line);
        writeln!(self.0, "{line}")?;
        Ok(())
    }

    /// Writes them in place of those of the last run.
    pub(super) fn write(&self, setting: &Setting, name: &str) -> Result<()> {
        let folder = if setting.keeps() { Setting::figures().to_owned() } else { setting.folder("figures")? };
        fs::create_dir_all(&folder)?;
        Ok(fs::write(folder.join(name), format!("{HEAD}\n{}", self.0))?)
    }
}
