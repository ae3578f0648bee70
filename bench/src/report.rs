//! Tables: printed, and written between two marks of `docs/BENCHMARKS.md`; what people wrote around them stays.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;

use crate::Result;
use crate::setting::Setting;

/// One line of a table.
pub(crate) struct Row {
    what: String,
    measured: String,
    beside: String,
    ratio: String,
    target: String,
}

/// The figures of one section.
#[derive(Default)]
pub(crate) struct Table(Vec<Row>);

impl Table {
    /// A figure that stands alone.
    pub(crate) fn figure(&mut self, what: impl Into<String>, measured: impl Into<String>) {
        self.add(what.into(), measured.into(), String::new(), String::new(), "");
    }

    /// A figure with something that is worth knowing beside it, or a target.
    pub(crate) fn beside(
        &mut self,
        what: impl Into<String>,
        measured: impl Into<String>,
        beside: impl Into<String>,
        target: &str,
    ) {
        self.add(what.into(), measured.into(), beside.into(), String::new(), target);
    }

    /// A figure with the same run's measure of something else, and what the one is to the other.
    pub(crate) fn ratio(
        &mut self,
        what: impl Into<String>,
        measured: impl Into<String>,
        beside: impl Into<String>,
        ratio: f64,
        target: &str,
    ) {
        self.add(what.into(), measured.into(), beside.into(), format!("{ratio:.2}"), target);
    }

    fn add(&mut self, what: String, measured: String, beside: String, ratio: String, target: &str) {
        say(&format!("{what}: {measured} | {beside} | {ratio} | {target}"));
        self.0.push(Row { what, measured, beside, ratio, target: target.to_owned() });
    }

    fn lines(&self) -> String {
        let mut text =
            "| what | measured | beside it, in the same run | ratio | target |\n|---|---|---|---|---|\n".to_owned();
        for Row { what, measured, beside, ratio, target } in &self.0 {
            let _ = writeln!(text, "| {what} | {measured} | {beside} | {ratio} | {target} |");
        }
        text
    }
}

/// Writes a section's table into its place.
pub(crate) fn write(setting: &Setting, section: &str, table: &Table) -> Result<()> {
    let (begin, end) = (format!("<!-- make bench {section}: begin -->"), format!("<!-- make bench {section}: end -->"));
    let text = fs::read_to_string(Setting::page())?;
    let missing = || format!("docs/BENCHMARKS.md has no marks for {section}");
    let from = text.find(&begin).ok_or_else(missing)?;
    let to = text.find(&end).filter(|to| *to > from).ok_or_else(missing)?;
    let how = match setting.times(section) {
        1 => "Once.".to_owned(),
        times if section == "load" => format!("All calls of {times} rounds."),
        times => format!("Middle value of {times}."),
    };
    let head = format!("Measured on {}. {how}", machine()?);
    let block = format!("{begin}\n\n{head}\n\n{}\n", table.lines());
    fs::write(Setting::page(), format!("{}{block}{}", &text[..from], &text[to..]))?;
    Ok(())
}

/// The day, the processors, the memory, and how busy the machine was when the section ended.
fn machine() -> Result<String> {
    let cpu = fs::read_to_string("/proc/cpuinfo")?;
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("\t: an unknown processor");
    let model = model.trim_start_matches([' ', '\t', ':']).to_owned();
    let count = cpu.lines().filter(|line| line.starts_with("processor")).count();
    let memory = fs::read_to_string("/proc/meminfo")?;
    let total: u64 = memory.split_whitespace().nth(1).and_then(|kib| kib.parse().ok()).unwrap_or(0);
    let load = fs::read_to_string("/proc/loadavg")?;
    let load = load.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    let day = crate::ground::day();
    Ok(format!("{day} on {count} × {model}, {} GiB, load {load} at the end", total.div_ceil(1 << 20)))
}

/// One line on standard output.
pub(crate) fn say(text: &str) {
    // Nobody reads any more: nothing is lost but the words.
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// The value in the middle.
pub(crate) fn middle(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// The value below which this share of all lies.
pub(crate) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index"
    )]
    let at = ((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().unwrap_or(f64::NAN)
}

/// As a floating-point number; counts and bytes here are far below 2^53.
#[expect(clippy::cast_precision_loss, reason = "counts and bytes far below 2^53")]
pub(crate) const fn float(value: u64) -> f64 {
    value as f64
}

/// Bytes in mebibytes.
pub(crate) fn mib(bytes: u64) -> String {
    format!("{:.0} MiB", float(bytes) / float(1 << 20))
}

/// Bytes per second, told in mebibytes.
pub(crate) fn speed(bytes: u64, seconds: f64) -> String {
    format!("{:.0} MiB/s", float(bytes) / float(1 << 20) / seconds)
}
