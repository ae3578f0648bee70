//! Other programs: run, timed, and watched from outside.

use std::fs;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::Result;
use crate::report::float;

/// How often the memory of a program is looked at. What counts is the kernel's own peak, which only grows.
const LOOK_EVERY: Duration = Duration::from_millis(5);
/// The kernel tells processor time in hundredths of a second, on every machine that this project runs on.
const TICKS: f64 = 100.0;

/// What a program cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// From its start to its end, in seconds.
    pub(crate) wall: f64,
    /// Of the processors, in seconds: its own code and the kernel's on its behalf.
    pub(crate) cpu: f64,
    /// Most memory at one time, in bytes.
    pub(crate) peak: u64,
}

impl Cost {
    /// And then another program's.
    pub(crate) fn and(self, then: Self) -> Self {
        Self { wall: self.wall + then.wall, cpu: self.cpu + then.cpu, peak: self.peak.max(then.peak) }
    }
}

/// Runs a program to its end, which must be a good one.
pub(crate) fn run(command: &mut Command) -> Result<(Cost, Output)> {
    let (before, begun) = (waited_for()?, Instant::now());
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let peak = watch(&mut child)?;
    let output = child.wait_with_output()?;
    let cost = Cost { wall: begun.elapsed().as_secs_f64(), cpu: waited_for()? - before, peak };
    if output.status.success() {
        return Ok((cost, output));
    }
    Err(format!("{command:?}: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
        .into())
}

/// Looks until the program has ended; gives its peak memory.
fn watch(child: &mut Child) -> Result<u64> {
    let mut peak = 0;
    // The outputs of these programs are short: they never wait for a full pipe.
    while child.try_wait()?.is_none() {
        peak = peak.max(status(child.id(), "VmHWM:").unwrap_or(0));
        sleep(LOOK_EVERY);
    }
    Ok(peak)
}

/// A line of what the kernel tells of a process's memory, in bytes.
pub(crate) fn status(pid: u32, line: &str) -> Option<u64> {
    status_of(pid, line).map(|kib| kib * 1024)
}

/// The number in a line of what the kernel tells of a process.
fn status_of(pid: u32, line: &str) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let told = text.lines().find_map(|told| told.strip_prefix(line))?;
    told.split_whitespace().next()?.parse().ok()
}

/// Processor time of a running process, in seconds.
pub(crate) fn cpu_of(pid: u32) -> Result<f64> {
    Ok(times(&pid.to_string())?.0)
}

/// What all processors of this machine have done since it started, in hundredths of a second.
pub(crate) struct Machine {
    /// Nothing.
    idle: u64,
    /// Nothing, but somebody waited for a disk.
    waiting: u64,
    /// Everything.
    all: u64,
    /// How many processors there are.
    pub(crate) processors: usize,
}

impl Machine {
    /// Until now.
    pub(crate) fn now() -> Result<Self> {
        let text = fs::read_to_string("/proc/stat")?;
        let told = text.lines().next().unwrap_or("").split_whitespace().skip(1);
        // What guests did is in the first two columns already.
        let counts = told.take(8).map(str::parse).collect::<std::result::Result<Vec<u64>, _>>()?;
        let [_, _, _, idle, waiting, ..] = counts[..] else { return Err("/proc/stat has another form".into()) };
        let processors = text.lines().filter(|line| line.starts_with("cpu")).count() - 1;
        Ok(Self { idle, waiting, all: counts.iter().sum(), processors })
    }

    /// Which part of the time since then somebody worked, and which part nobody did but for a disk.
    pub(crate) fn since(&self, then: &Self) -> (f64, f64) {
        let all = float((self.all - then.all).max(1));
        let (idle, waiting) = (self.idle.saturating_sub(then.idle), self.waiting.saturating_sub(then.waiting));
        (1.0 - float(idle + waiting) / all, float(waiting) / all)
    }
}

/// Processor time of a running process and of all its children, those that have ended included, in seconds.
pub(crate) fn cpu_of_family(pid: u32) -> Result<f64> {
    let (own, ended) = times(&pid.to_string())?;
    let mut sum = own + ended;
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(other) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // One that is gone meanwhile counts with those that have ended.
        if status_of(other, "PPid:") == Some(u64::from(pid)) {
            sum += cpu_of(other).unwrap_or(0.0);
        }
    }
    Ok(sum)
}

/// Processor time of all programs that were waited for, in seconds.
fn waited_for() -> Result<f64> {
    Ok(times("self")?.1)
}

/// Its own processor time, and that of its children that have ended.
fn times(process: &str) -> Result<(f64, f64)> {
    let text = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name in parentheses may hold anything: what is counted comes after it.
    let after = text.rsplit_once(')').map_or("", |(_, after)| after);
    let field = |at: usize| after.split_whitespace().nth(at).and_then(|told| told.parse().ok()).unwrap_or(0_u64);
    Ok((float(field(11) + field(12)) / TICKS, float(field(13) + field(14)) / TICKS))
}
