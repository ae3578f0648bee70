//! Whether the log goes on from what this server signed last: nobody who puts an old database back goes unnoticed.

use std::path::Path;

use vault_core::log::{Checkpoint, LogKey};

use super::{BootError, Declined, Gap};
use crate::app::App;
use crate::domain::{log, operator};
use crate::key_directory::KeyDirectory;

/// What is wrong with the log.
#[derive(Debug)]
pub(super) struct Behind {
    has: u64,
    what: Gap,
    kept: u64,
    place: String,
}

impl Behind {
    pub(super) fn into_error(self) -> BootError {
        let Self { has, what, kept, place } = self;
        BootError::LogBehind { has, what, kept, place }
    }
}

/// Compares the log with the checkpoint that the key directory remembers, and with the one that the operator keeps.
pub(super) async fn behind(app: &App, kept_file: &Path) -> Result<Option<Behind>, BootError> {
    let kept = kept_checkpoints(&app.keys, &app.log_key(), kept_file)?;
    let has = log::size(app).await.map_err(wrapped)?;
    for (checkpoint, place) in kept {
        let what = if checkpoint.size > has {
            Gap::Behind
        } else if log::continues(app, &checkpoint).await.map_err(wrapped)? {
            continue;
        } else {
            Gap::Differs
        };
        return Ok(Some(Behind { has, what, kept: checkpoint.size, place }));
    }
    Ok(None)
}

/// The checkpoints that were kept apart from the data, and where: by the key directory, and by the operator.
pub(crate) fn kept_checkpoints(
    keys: &KeyDirectory,
    log: &LogKey,
    kept_file: &Path,
) -> Result<Vec<(Checkpoint, String)>, BootError> {
    let mut kept = Vec::new();
    if let Some(seen) = keys.seen_checkpoint(log)? {
        kept.push((seen, keys.path().display().to_string()));
    }
    if !kept_file.as_os_str().is_empty() {
        kept.push((read(log, kept_file)?, kept_file.display().to_string()));
    }
    Ok(kept)
}

/// The operator's decision, once, for a log of exactly this size. Gives the decision's place in the log.
pub(super) async fn accept(app: &App, kept_file: &Path, size: u64) -> Result<u64, BootError> {
    let Some(behind) = behind(app, kept_file).await? else {
        return Err(BootError::NotAccepted(Declined::NothingBehind));
    };
    if behind.has != size {
        return Err(BootError::NotAccepted(Declined::OtherSize { has: behind.has, named: size }));
    }
    let index = operator::note(app, operator::Done::LogAccepted { kept: behind.kept }).await.map_err(wrapped)?;
    let checkpoint = log::checkpoint(app).await.map_err(wrapped)?;
    app.keys.replace_checkpoint(&checkpoint)?;
    Ok(index)
}

fn read(log: &LogKey, path: &Path) -> Result<Checkpoint, BootError> {
    let wrong = |why: String| BootError::KeptCheckpoint { path: path.display().to_string(), why };
    let note = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    Checkpoint::open(&note, log).map_err(|error| wrong(error.to_string()))
}

fn wrapped(error: crate::error::Error) -> BootError {
    BootError::Log(Box::new(error))
}
