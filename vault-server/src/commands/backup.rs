//! `vault-server backup`, `backup list`, `backup verify` and `restore`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use vault_core::log::LogKey;
use vault_server::app::log_key;
use vault_server::backup::sealing::{Opener, recipient};
use vault_server::backup::{self, BackupError, Folder, Found, Header, Target};
use vault_server::clock::moment;
use vault_server::config::{Config, Purpose};
use vault_server::domain::operator::{self, Done};
use vault_server::key_directory::KeyDirectory;
use vault_server::process;
use vault_server::store::{Store, backup as rows, lock_epochs};

use super::sentences::told;
use super::words::{Words, say, tell};
use super::{Failure, Place, World, with_app};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Backup {
    #[command(subcommand)]
    look: Option<Look>,
    /// The folder of backups.
    #[arg(long, required = true)]
    to: Option<PathBuf>,
    /// To whom it is sealed, age1…; the setting `backup_recipient` when not given.
    #[arg(long)]
    recipient: Option<String>,
    /// Keep only so many snapshots, the newest, and the objects that they name.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    keep: Option<u32>,
    #[command(flatten)]
    place: Place,
}

#[derive(Subcommand)]
enum Look {
    /// Tells the snapshots of a folder, and which open no more.
    List {
        /// The folder of backups.
        #[arg(long)]
        from: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Checks a snapshot: every byte, and with the identity every row and the whole log.
    Verify {
        /// The folder of backups.
        #[arg(long)]
        from: PathBuf,
        /// Which; the newest when not given.
        #[arg(long)]
        snapshot: Option<String>,
        /// The identity file that opens it.
        #[arg(long)]
        identity: Option<PathBuf>,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Args)]
pub(crate) struct Restore {
    /// The folder of backups.
    #[arg(long)]
    from: PathBuf,
    /// Which; see `vault-server backup list`.
    #[arg(long)]
    snapshot: String,
    /// The identity file that opens it.
    #[arg(long)]
    identity: PathBuf,
    #[command(flatten)]
    place: Place,
}

impl Backup {
    pub(crate) async fn run(self, world: World) -> Result<(), Failure> {
        match self.look {
            Some(Look::List { from, place }) => list(&from, &place.load(Purpose::Administer)?, &world.words).await,
            Some(Look::Verify { from, snapshot, identity, place }) => {
                verify(&from, snapshot, identity.as_deref(), &place.load(Purpose::Administer)?, world).await
            }
            None => {
                let config = self.place.load(Purpose::Administer)?;
                let to = self.to.unwrap_or_default();
                make(&config, &to, self.recipient.as_deref(), self.keep, world).await
            }
        }
    }
}

async fn make(config: &Config, to: &Path, given: Option<&str>, keep: Option<u32>, world: World) -> Result<(), Failure> {
    let words = Arc::clone(&world.words);
    let recipient = recipient(given.unwrap_or(&config.backup_recipient))?;
    with_app(config, world, async |app| {
        let made = backup::make(app, &config.data_dir, to, &recipient).await?;
        let manifest = &made.header.manifest;
        operator::note(
            app,
            Done::Backup {
                snapshot: manifest.snapshot.clone(),
                oldest_epoch: manifest.oldest_epoch(),
                made_ms: manifest.made_ms,
            },
        )
        .await?;
        let (snapshot, copied) = (describe(&made.header, &words), made.copied.to_string());
        tell(&say!(words, "operator-said-backup-made", snapshot = snapshot, copied = copied))?;
        if let Some(keep) = keep {
            let folder = Folder::for_writing(to)?;
            for gone in folder.prune(keep as usize, &app.keys.log_key().verifying_key())? {
                tell(&say!(words, "operator-said-removed", snapshot = gone.as_str()))?;
            }
        }
        if manifest.missing.is_empty() {
            return Ok(());
        }
        Err(BackupError::SourceDamaged { snapshot: manifest.snapshot.clone(), keys: manifest.missing.clone() }.into())
    })
    .await
}

fn describe(header: &Header, words: &Words) -> String {
    let manifest = &header.manifest;
    let epochs: Vec<_> = manifest.lock_epochs.iter().map(ToString::to_string).collect();
    say!(
        words,
        "operator-said-snapshot",
        snapshot = manifest.snapshot.as_str(),
        made = moment(manifest.made_ms),
        database = manifest.database_length.to_string(),
        objects = manifest.objects.to_string(),
        bytes = manifest.objects_length.to_string(),
        epochs = epochs.join(", "),
    )
}

async fn list(from: &Path, config: &Config, words: &Words) -> Result<(), Failure> {
    let keys = KeyDirectory::open(&config.key_dir)?;
    let database = config.database()?;
    let store = if database.is_new().await? { None } else { Some(Store::open(&database).await?) };
    let found = Folder::for_reading(from)?.list(&keys.log_key().verifying_key())?;
    if found.is_empty() {
        tell(&say!(words, "operator-said-no-snapshot"))?;
    }
    for Found { snapshot, header } in found {
        match header {
            Err(error) => {
                // One line for each snapshot: scripts take the last line.
                let why = told(&error.into(), words).replace('\n', " ");
                tell(&say!(words, "operator-said-unusable", snapshot = snapshot, why = why))?;
            }
            Ok(header) => {
                let state = state(&header, &keys, store.as_ref(), words).await?;
                tell(&say!(words, "operator-said-listed", snapshot = describe(&header, words), state = state))?;
            }
        }
    }
    if let Some(store) = store {
        store.close().await;
    }
    Ok(())
}

/// Whether it was verified, and whether it opens.
async fn state(header: &Header, keys: &KeyDirectory, store: Option<&Store>, words: &Words) -> Result<String, Failure> {
    let manifest = &header.manifest;
    let gone = manifest.lock_epochs.iter().find(|epoch| keys.rest(**epoch).is_none());
    let Some(store) = store else {
        return Ok(gone.map_or_else(|| say!(words, "operator-state-usable"), |epoch| no_key(*epoch, words)));
    };
    let mut tx = store.read().await?;
    if let Some(epoch) = gone {
        let when = lock_epochs::destroyed_ms(&mut tx, *epoch).await?;
        let Some(when) = when else { return Ok(no_key(*epoch, words)) };
        let erased = rows::erased_since(&mut tx, manifest.made_ms).await?;
        let ids: Vec<_> = erased.iter().map(ToString::to_string).collect();
        let (epoch, when) = (epoch.to_string(), moment(when));
        return Ok(if ids.is_empty() {
            say!(words, "operator-state-key-destroyed", epoch = epoch, when = when)
        } else {
            say!(words, "operator-state-key-destroyed-erased", epoch = epoch, when = when, erased = ids.join(", "))
        });
    }
    Ok(match rows::verified_ms(&mut tx, &manifest.snapshot).await? {
        Some(when) => say!(words, "operator-state-verified", when = moment(when)),
        None => say!(words, "operator-state-not-verified"),
    })
}

async fn verify(
    from: &Path,
    snapshot: Option<String>,
    identity: Option<&Path>,
    config: &Config,
    world: World,
) -> Result<(), Failure> {
    let words = Arc::clone(&world.words);
    let folder = Folder::for_reading(from)?;
    let newest = || folder.snapshots().map(|all| all.last().cloned().unwrap_or_default());
    let snapshot = snapshot.map_or_else(newest, Ok)?;
    let keys = KeyDirectory::open(&config.key_dir)?;
    let Some(identity) = identity else {
        let header = backup::verify_sealed(&folder, &snapshot, &keys)?;
        tell(&describe(&header, &words))?;
        return Ok(tell(&say!(words, "operator-said-verified-sealed"))?);
    };
    let opener = Opener::read(identity)?;
    let log = our_log_key(config, &keys)?;
    let header = backup::verify(&folder, &snapshot, &keys, &log, &config.data_dir, &opener).await?;
    let manifest = header.manifest.clone();
    if !manifest.missing.is_empty() {
        return Err(BackupError::SourceDamaged { snapshot, keys: manifest.missing }.into());
    }
    let oldest_epoch = manifest.oldest_epoch();
    with_app(config, world, async |app| {
        let done = Done::Verified { snapshot: manifest.snapshot, oldest_epoch, made_ms: manifest.made_ms };
        operator::note(app, done).await?;
        Ok(())
    })
    .await?;
    tell(&describe(&header, &words))?;
    Ok(tell(&say!(words, "operator-said-verified"))?)
}

impl Restore {
    pub(crate) async fn run(self, world: World) -> Result<(), Failure> {
        let config = self.place.load(Purpose::Administer)?;
        let folder = Folder::for_reading(&self.from)?;
        let keys = KeyDirectory::open(&config.key_dir)?;
        let opener = Opener::read(&self.identity)?;
        let log = our_log_key(&config, &keys)?;
        let now_ms = world.clock.now_ms();
        let _alone =
            if config.data_dir.join("vault.db").exists() { Some(process::be_alone(&config.data_dir)?) } else { None };
        let target = Target { data: &config.data_dir, database: &config.database()?, objects: &config.objects()? };
        let header = backup::restore(&folder, &self.snapshot, &keys, &log, target, &opener, now_ms).await?;
        tell(&describe(&header, &world.words))?;
        Ok(tell(&say!(world.words, "operator-said-restored"))?)
    }
}

fn no_key(epoch: u32, words: &Words) -> String {
    say!(words, "operator-state-no-key", epoch = epoch.to_string())
}

fn our_log_key(config: &Config, keys: &KeyDirectory) -> Result<LogKey, Failure> {
    Ok(log_key(&config.origin()?, keys))
}
