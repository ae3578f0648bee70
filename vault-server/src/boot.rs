//! From a configuration to a running application: keys, database, blobs, the writer.

mod log_check;

pub(crate) use log_check::kept_checkpoints;

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::app::{App, Parts};
use crate::backup::{BackupError, key_copy};
use crate::blobs::{BlobError, BlobStore};
use crate::clock::Clock;
use crate::config::{Config, ConfigError};
use crate::domain::{erased_again, housekeeping, lock_epochs, notices, retention};
use crate::entropy::SharedEntropy;
use crate::error::Error;
use crate::key_directory::{KeyDirectory, KeyDirectoryError, refuse_if_inside};
use crate::post::{Post, PostError};
use crate::store::relocation::{self, Relocation};
use crate::store::{Store, StoreError, log};

/// How often the server looks after itself.
const ROUND: Duration = Duration::from_mins(1);

/// Rounds between two searches for orphan blobs, and for what has passed its time: a day.
const DAILY_ROUNDS: u32 = 24 * 60;

/// How often waiting notices are looked for.
const COLLECTION: Duration = Duration::from_secs(5);

/// Why the server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum BootError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The key directory.
    #[error(transparent)]
    Keys(#[from] KeyDirectoryError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The blob store.
    #[error(transparent)]
    Blobs(#[from] BlobError),
    /// The ways to reach people.
    #[error(transparent)]
    Post(#[from] PostError),
    /// The log goes on under a key that is not there: going on without it would hide what the log says already.
    #[error("log-body-{month}.key is missing from the key directory; put it back from its second copy")]
    LogKeyMissing {
        /// The month, as yyyymm.
        month: u32,
    },
    /// The log is not the one that was signed last.
    #[error("the log has {has} entries and {what} the checkpoint of {kept} entries that was kept in {place}")]
    LogBehind {
        /// Entries of the log.
        has: u64,
        /// How they differ.
        what: Gap,
        /// Entries of the kept checkpoint.
        kept: u64,
        /// Where it was kept.
        place: String,
    },
    /// The size that the operator named is not the log's, or there is nothing to accept.
    #[error("{0}")]
    NotAccepted(Declined),
    /// A kept checkpoint is not one of this log.
    #[error("{path} is not a checkpoint that this log signed: {why}")]
    KeptCheckpoint {
        /// The file.
        path: String,
        /// Why.
        why: String,
    },
    /// The log cannot be read.
    #[error("the log cannot be read: {0}")]
    Log(Box<Error>),
    /// The data are being carried to another place.
    #[error("these data are being carried to another place: end it, or give it up (`vault-server migrate-store`)")]
    OnItsWay,
    /// The data were carried to another place.
    #[error("these data were carried to another place: use the configuration that names it")]
    Elsewhere,
    /// What is to be checked is not there.
    #[error("{path}: {source}; give the data folder of a server that was started once")]
    DataMissing {
        /// What.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The data folder.
    #[error("the data folder {path} cannot be made: {source}; give one that this user may write to")]
    DataFolder {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

/// How a log differs from a kept checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Gap {
    /// It is shorter.
    #[error("is behind")]
    Behind,
    /// It says something else.
    #[error("does not continue")]
    Differs,
}

/// Why the operator's decision to go on was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Declined {
    /// There is nothing to decide.
    #[error("the log is not behind anything that was kept")]
    NothingBehind,
    /// The decision names another size.
    #[error("the log has {has} entries, not {named}")]
    OtherSize {
        /// Entries of the log.
        has: u64,
        /// What was named.
        named: u64,
    },
}

/// Opens everything that the configuration names. A server without data yet gets its keys; one that has data must
/// find them, so that a key directory that was not mounted is told and not replaced.
pub async fn boot(
    config: &Config,
    clock: Arc<dyn Clock>,
    entropy: SharedEntropy,
) -> Result<(Arc<App>, JoinHandle<()>), BootError> {
    let (app, writer) = open(config, clock, entropy).await?;
    match log_check::behind(&app, &config.kept_checkpoint).await? {
        None => Ok((app, writer)),
        Some(behind) => Err(stop(app, writer, behind.into_error()).await),
    }
}

/// The same on a log that is behind or differs, because the operator has decided to go on from its `size` entries:
/// the decision is an event, and the key directory remembers from here. The decision's place in the log comes back:
/// people who have seen more need it to go on (`coffre log accept-restored`).
pub async fn accept_log(
    config: &Config,
    clock: Arc<dyn Clock>,
    entropy: SharedEntropy,
    size: u64,
) -> Result<(Arc<App>, JoinHandle<()>, u64), BootError> {
    let (app, writer) = open(config, clock, entropy).await?;
    match log_check::accept(&app, &config.kept_checkpoint, size).await {
        Ok(index) => Ok((app, writer, index)),
        Err(error) => Err(stop(app, writer, error).await),
    }
}

/// Lets go of everything before saying why it cannot be used.
async fn stop(app: Arc<App>, writer: JoinHandle<()>, error: BootError) -> BootError {
    let store = app.store.clone();
    drop(app);
    let _ = writer.await;
    store.close().await;
    error
}

async fn open(
    config: &Config,
    clock: Arc<dyn Clock>,
    mut entropy: SharedEntropy,
) -> Result<(Arc<App>, JoinHandle<()>), BootError> {
    let origin = config.origin()?;
    make_private(&config.data_dir)?;
    refuse_if_inside(&config.data_dir, &config.key_dir, config.allow_keys_beside_data)?;
    let database = config.database()?;
    let (store, keys) = if database.is_new().await? {
        let keys = KeyDirectory::open_or_create(&config.key_dir, &mut entropy, clock.now_ms())?;
        (Store::open(&database).await?, keys)
    } else {
        let keys = KeyDirectory::open(&config.key_dir)?;
        (Store::open(&database).await?, keys)
    };
    require_here(&store).await?;
    require_log_key(&store, &keys).await?;
    let blobs = BlobStore::at(&config.objects()?, entropy.clone())?;
    Ok(App::start(Parts {
        origin,
        limits: config.limits(),
        health_folder: config.health_folder,
        store,
        blobs,
        retention: config.retention(),
        post: Post::new(config)?,
        keys: Arc::new(keys),
        clock,
        entropy,
        upkeep: config.upkeep(),
    }))
}

/// A database that is elsewhere is not served.
async fn require_here(store: &Store) -> Result<(), BootError> {
    match relocation::mark(&mut store.read().await?).await? {
        None => Ok(()),
        Some(Relocation::OnItsWay { .. }) => Err(BootError::OnItsWay),
        Some(Relocation::Over) => Err(BootError::Elsewhere),
    }
}

/// The key of the month in which the log ends must be there: a new one for the same month would stand in its place.
async fn require_log_key(store: &Store, keys: &KeyDirectory) -> Result<(), BootError> {
    let month = log::last_month(&mut store.read().await?).await.map_err(|error| BootError::Log(Box::new(error)))?;
    match month {
        Some(month) if keys.log_body_key(month)?.is_none() => Err(BootError::LogKeyMissing { month }),
        _ => Ok(()),
    }
}

/// Before the first request: clears what a crash left of uploads and writes that the server was started; then looks
/// after it once a minute, until the handle is aborted. Not for a second process beside a running server, whose
/// uploads it would clear.
pub async fn start_keeper(app: &Arc<App>) -> Result<JoinHandle<()>, Error> {
    app.blobs.remove_unfinished().await?;
    housekeeping::started(app).await?;
    erased_again::erase_again(app).await?;
    let app = Arc::clone(app);
    Ok(tokio::spawn(async move {
        tokio::join!(keep(&app), send_notices(&app));
    }))
}

/// After each commit that wrote one, and as long as one waits.
async fn send_notices(app: &App) {
    loop {
        if let Err(error) = notices::deliver(app).await {
            tracing::error!(%error, "notices could not be sent");
        }
        tokio::time::sleep(COLLECTION).await;
    }
}

async fn keep(app: &App) {
    let mut rounds_left = 0;
    loop {
        if let Err(error) = housekeeping::round(app).await {
            tracing::error!(%error, "a round of housekeeping failed");
        }
        if let Err(error) = key_copy::renew(app).await {
            tracing::error!(%error, "the second copy of the keys could not be renewed");
        }
        // What failed, because a database or a store was away, is not put off for a day.
        rounds_left = match rounds_left {
            0 if daily(app).await => DAILY_ROUNDS - 1,
            0 => 0,
            left => left - 1,
        };
        tokio::time::sleep(ROUND).await;
    }
}

/// What is done once a day; says whether all of it succeeded.
async fn daily(app: &App) -> bool {
    let mut done = true;
    if let Err(error) = housekeeping::remove_orphans(app).await {
        tracing::error!(%error, "orphan blobs could not be removed");
        done = false;
    }
    if let Err(error) = retention::round(app).await {
        tracing::error!(%error, "what has passed its time could not be forgotten");
        done = false;
    }
    if let Err(error) = look_after_keys(app).await {
        tracing::error!(%error, "the daily work on keys and erasures failed");
        done = false;
    }
    done
}

/// Once a day. What was erased is remembered; the lock turns if something was, but never to a key of which there is no
/// second copy.
async fn look_after_keys(app: &App) -> Result<(), BackupError> {
    erased_again::erase_again(app).await?;
    if app.upkeep.turn_keys && app.upkeep.key_copy.is_some() && lock_epochs::is_due(app).await? {
        lock_epochs::begin(app).await?;
        key_copy::renew(app).await?;
        lock_epochs::seal_anew(app).await?;
    }
    lock_epochs::upkeep(app).await?;
    key_copy::renew(app).await
}

pub(crate) fn make_private(folder: &std::path::Path) -> Result<(), BootError> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|source| BootError::DataFolder { path: folder.display().to_string(), source })
}
