//! What was done and how it was answered, counted; and whether every kind of step was both done and refused.

use std::collections::BTreeMap;
use std::fmt;

use super::acts::Kind;
use super::model::Told;

/// How often each kind of step was answered in each way.
#[derive(Debug, Default)]
pub(super) struct Report {
    counts: BTreeMap<Kind, BTreeMap<&'static str, u64>>,
    pub(super) entries: u64,
    pub(super) audits: u64,
}

impl Report {
    pub(super) fn count(&mut self, kind: Kind, told: Told) {
        let how = told.err().map_or("done", |code| code.code());
        *self.counts.entry(kind).or_default().entry(how).or_default() += 1;
    }

    pub(super) fn add(&mut self, other: Self) {
        self.entries += other.entries;
        self.audits += other.audits;
        for (kind, counts) in other.counts {
            for (how, count) in counts {
                *self.counts.entry(kind).or_default().entry(how).or_default() += count;
            }
        }
    }

    /// The kinds that never happened, were never done, or were never refused though they can be.
    pub(super) fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        for kind in Kind::ALL {
            let counts = self.counts.get(&kind).cloned().unwrap_or_default();
            if !counts.contains_key("done") {
                missing.push(format!("{kind:?} was never done"));
            }
            let refused = counts.keys().any(|how| !["done", "session-over"].contains(how));
            if !refused && kind.may_be_refused() {
                missing.push(format!("{kind:?} was never refused"));
            }
        }
        missing
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total: u64 = self.counts.values().flat_map(BTreeMap::values).sum();
        writeln!(f, "{total} steps, {} log entries verified in {} audits", self.entries, self.audits)?;
        for (kind, counts) in &self.counts {
            let told: Vec<_> = counts.iter().map(|(how, count)| format!("{how} {count}")).collect();
            writeln!(f, "  {:<16} {:>8}  {}", format!("{kind:?}"), counts.values().sum::<u64>(), told.join(", "))?;
        }
        Ok(())
    }
}
