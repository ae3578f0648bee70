//! `vault-server fsck`: looks at everything that is stored, tells what is wrong, and removes what it is told to.

use std::collections::BTreeMap;
use std::io;

use clap::{Args, ValueEnum};
use serde_json::json;
use vault_server::config::{Config, Purpose};
use vault_server::fsck::repair::{Repair, repair};
use vault_server::fsck::{Finding, Kind, Looked, Report, Stored};
use vault_server::process;
use vault_server::store::Store;

use super::words::{Words, say, tell};
use super::{Failure, Place, World};

#[derive(Args)]
pub(crate) struct Fsck {
    /// One JSON object a line; the last one is the summary.
    #[arg(long)]
    json: bool,
    /// What may be removed; told only, without `--apply`.
    #[arg(long, value_enum)]
    repair: Vec<Mend>,
    /// Removes it. No server may be working on the data.
    #[arg(long, requires = "repair")]
    apply: bool,
    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Mend {
    Orphans,
    Uploads,
    Unfinished,
}

impl Mend {
    const fn repair(self) -> Repair {
        match self {
            Self::Orphans => Repair::Orphans,
            Self::Uploads => Repair::Uploads,
            Self::Unfinished => Repair::Unfinished,
        }
    }
}

impl Fsck {
    pub(crate) async fn run(self, world: World) -> Result<(), Failure> {
        let config = self.place.load(Purpose::Administer)?;
        let _alone = if self.apply { Some(process::be_alone(&config.data_dir)?) } else { None };
        let stored = Stored::open(&config, world.entropy, world.clock.now_ms()).await?;
        let teller = Teller { json: self.json, words: &world.words };
        let (mut counts, looked) = teller.check(&stored).await?;
        let repairs: Vec<_> = self.repair.iter().map(|mend| mend.repair()).collect();
        if self.apply {
            let done = mend(&config, &stored, &repairs, &counts).await?;
            for (kind, removed) in done {
                teller.removed(kind, removed)?;
            }
            counts.retain(|kind, _| !kind.is_left_behind());
            let mut ignored = |_: &Finding| {};
            let mut report = Report::new(&mut ignored);
            stored.check_left_behind(&mut report).await?;
            counts.extend(report.counts());
        } else {
            for repair in repairs {
                teller.would_remove(counts.get(&repair.mends()).copied().unwrap_or_default())?;
            }
        }
        stored.close().await;
        teller.summary(looked, &counts)?;
        match counts.values().sum() {
            0 => Ok(()),
            count => Err(Failure::Unsound { count }),
        }
    }
}

/// Removes what the repairs name, unless anything else is wrong: an object that no row names may be that of a row that
/// was lost.
async fn mend(
    config: &Config,
    stored: &Stored,
    repairs: &[Repair],
    counts: &BTreeMap<Kind, u64>,
) -> Result<Vec<(Kind, u64)>, Failure> {
    if counts.keys().any(|kind| !kind.is_left_behind()) {
        return Err(Failure::NotRepaired);
    }
    let writing = Store::open(&config.database()?).await?;
    let mut done = Vec::new();
    for what in repairs {
        done.push((what.mends(), repair(stored, &writing, *what).await?));
    }
    writing.close().await;
    Ok(done)
}

/// Says what comes of it, in sentences or for scripts.
struct Teller<'a> {
    json: bool,
    words: &'a Words,
}

impl Teller<'_> {
    async fn check(&self, stored: &Stored) -> Result<(BTreeMap<Kind, u64>, Looked), Failure> {
        let mut told: io::Result<()> = Ok(());
        let mut each = |found: &Finding| {
            if told.is_ok() {
                told = self.finding(found);
            }
        };
        let mut report = Report::new(&mut each);
        stored.check(&mut report).await?;
        let done = (report.counts().clone(), report.looked());
        told?;
        Ok(done)
    }

    fn finding(&self, found: &Finding) -> io::Result<()> {
        if self.json {
            return tell(&json!({ "finding": found.kind.code(), "about": found.about }).to_string());
        }
        tell(&sentence(found, self.words))
    }

    fn removed(&self, kind: Kind, count: u64) -> io::Result<()> {
        if self.json {
            return tell(&json!({ "removed": kind.code(), "count": count }).to_string());
        }
        tell(&say!(self.words, "operator-fsck-removed", count = count, what = kind.code()))
    }

    fn would_remove(&self, count: u64) -> io::Result<()> {
        if self.json { Ok(()) } else { tell(&say!(self.words, "operator-fsck-would-remove", count = count)) }
    }

    fn summary(&self, looked: Looked, counts: &BTreeMap<Kind, u64>) -> io::Result<()> {
        let Looked { entries, versions, bytes, rows } = looked;
        if self.json {
            let findings: BTreeMap<_, _> = counts.iter().map(|(kind, count)| (kind.code(), count)).collect();
            let looked = json!({ "entries": entries, "versions": versions, "bytes": bytes, "rows": rows });
            return tell(&json!({ "looked": looked, "findings": findings }).to_string());
        }
        let (entries, versions) = (entries.to_string(), versions.to_string());
        let (bytes, rows) = (bytes.to_string(), rows.to_string());
        let said = say!(
            self.words,
            "operator-fsck-looked",
            entries = entries,
            versions = versions,
            bytes = bytes,
            rows = rows
        );
        tell(&said)?;
        if counts.is_empty() { tell(&say!(self.words, "operator-fsck-clean")) } else { Ok(()) }
    }
}

fn sentence(Finding { kind, about }: &Finding, words: &Words) -> String {
    let about = about.as_str();
    match kind {
        Kind::Database => say!(words, "operator-fsck-database", about = about),
        Kind::Checkpoint => say!(words, "operator-fsck-checkpoint", about = about),
        Kind::LogBehind => say!(words, "operator-fsck-log-behind", about = about),
        Kind::LogDiffers => say!(words, "operator-fsck-log-differs", about = about),
        Kind::EntryMissing => say!(words, "operator-fsck-entry-missing", about = about),
        Kind::EntryChanged => say!(words, "operator-fsck-entry-changed", about = about),
        Kind::EntrySealed => say!(words, "operator-fsck-entry-sealed", about = about),
        Kind::EntryUnlinked => say!(words, "operator-fsck-entry-unlinked", about = about),
        Kind::EntryUnsigned => say!(words, "operator-fsck-entry-unsigned", about = about),
        Kind::EntryForgotten => say!(words, "operator-fsck-entry-forgotten", about = about),
        Kind::Head => say!(words, "operator-fsck-head", about = about),
        Kind::Tile => say!(words, "operator-fsck-tile", about = about),
        Kind::SealedRow => say!(words, "operator-fsck-sealed-row", about = about),
        Kind::Deposit => say!(words, "operator-fsck-deposit", about = about),
        Kind::DepositUnlogged => say!(words, "operator-fsck-deposit-unlogged", about = about),
        Kind::PaperLost => say!(words, "operator-fsck-paper-lost", about = about),
        Kind::Place => say!(words, "operator-fsck-place", about = about),
        Kind::ObjectMissing => say!(words, "operator-fsck-object-missing", about = about),
        Kind::ObjectChanged => say!(words, "operator-fsck-object-changed", about = about),
        Kind::OpeningUnlogged => say!(words, "operator-fsck-opening-unlogged", about = about),
        Kind::LooseRow => say!(words, "operator-fsck-loose-row", about = about),
        Kind::ErasedPresent => say!(words, "operator-fsck-erased-present", about = about),
        Kind::OrphanObject => say!(words, "operator-fsck-orphan-object", about = about),
        Kind::AbandonedUpload => say!(words, "operator-fsck-abandoned-upload", about = about),
        Kind::UploadDamaged => say!(words, "operator-fsck-upload-damaged", about = about),
        Kind::UnfinishedUpload => say!(words, "operator-fsck-unfinished-upload", about = about),
    }
}
