//! `vault-server backup`, `backup list`, `backup verify` and `restore`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use vault_core::log::LogKey;
use vault_server::app::log_key;
use vault_server::backup::sealing::{Opener, recipient};
use vault_server::backup::{self, BackupError, Folder, Found, Header};
use vault_server::clock::moment;
use vault_server::config::{Config, Purpose};
use vault_server::domain::operator::{self, Done};
use vault_server::key_directory::KeyDirectory;
use vault_server::process;
use vault_server::store::{Store, backup as rows, lock_epochs};

use super::{Failure, Place, World, tell, with_app};

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
            Some(Look::List { from, place }) => list(&from, &place.load(Purpose::Administer)?).await,
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
        tell(&format!("{}; {} copied now", describe(&made.header), made.copied))?;
        if let Some(keep) = keep {
            let folder = Folder::for_writing(to)?;
            for gone in folder.prune(keep as usize, &app.keys.log_key().verifying_key())? {
                tell(&format!("{gone} removed"))?;
            }
        }
        if manifest.missing.is_empty() {
            return Ok(());
        }
        Err(BackupError::SourceDamaged { snapshot: manifest.snapshot.clone(), keys: manifest.missing.clone() }.into())
    })
    .await
}

fn describe(header: &Header) -> String {
    let manifest = &header.manifest;
    format!(
        "{}: made {}, database {} bytes, {} objects of {} bytes, lock epochs {:?}",
        manifest.snapshot,
        moment(manifest.made_ms),
        manifest.database_length,
        manifest.objects,
        manifest.objects_length,
        manifest.lock_epochs,
    )
}

async fn list(from: &Path, config: &Config) -> Result<(), Failure> {
    let keys = KeyDirectory::open(&config.key_dir)?;
    let database = config.data_dir.join("vault.db");
    let store = if database.exists() { Some(Store::open_sqlite(&database).await?) } else { None };
    let found = Folder::for_reading(from)?.list(&keys.log_key().verifying_key())?;
    if found.is_empty() {
        tell("no snapshot")?;
    }
    for Found { snapshot, header } in found {
        match header {
            Err(error) => tell(&format!("{snapshot}: UNUSABLE: {error}"))?,
            Ok(header) => tell(&format!("{}; {}", describe(&header), state(&header, &keys, store.as_ref()).await?))?,
        }
    }
    if let Some(store) = store {
        store.close().await;
    }
    Ok(())
}

/// Whether it was verified, and whether it opens.
async fn state(header: &Header, keys: &KeyDirectory, store: Option<&Store>) -> Result<String, Failure> {
    let manifest = &header.manifest;
    let gone = manifest.lock_epochs.iter().find(|epoch| keys.rest(**epoch).is_none());
    let Some(store) = store else {
        return Ok(gone.map_or_else(|| "usable".to_owned(), |epoch| format!("UNUSABLE: no key of lock epoch {epoch}")));
    };
    let mut tx = store.read().await?;
    if let Some(epoch) = gone {
        let when = lock_epochs::destroyed_ms(&mut tx, *epoch).await?;
        let Some(when) = when else { return Ok(format!("UNUSABLE: no key of lock epoch {epoch}")) };
        let erased = rows::erased_since(&mut tx, manifest.made_ms).await?;
        let ids: Vec<_> = erased.iter().map(ToString::to_string).collect();
        return Ok(format!(
            "UNUSABLE: lock epoch {epoch} was destroyed on {}; erased since this snapshot: {}",
            moment(when),
            if ids.is_empty() { "nothing".to_owned() } else { ids.join(", ") },
        ));
    }
    Ok(match rows::verified_ms(&mut tx, &manifest.snapshot).await? {
        Some(when) => format!("usable, verified on {}", moment(when)),
        None => "usable, NOT VERIFIED".to_owned(),
    })
}

async fn verify(
    from: &Path,
    snapshot: Option<String>,
    identity: Option<&Path>,
    config: &Config,
    world: World,
) -> Result<(), Failure> {
    let folder = Folder::for_reading(from)?;
    let newest = || folder.snapshots().map(|all| all.last().cloned().unwrap_or_default());
    let snapshot = snapshot.map_or_else(newest, Ok)?;
    let keys = KeyDirectory::open(&config.key_dir)?;
    let Some(identity) = identity else {
        let header = backup::verify_sealed(&folder, &snapshot, &keys)?;
        tell(&describe(&header))?;
        return tell(
            "every byte is the one that was signed. NOT CHECKED, for want of --identity: that it opens, its rows, its log",
        );
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
    tell(&describe(&header))?;
    tell("verified whole: every byte, the database, the log, every object")
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
        let header = backup::restore(&folder, &self.snapshot, &keys, &log, &config.data_dir, &opener, now_ms).await?;
        tell(&describe(&header))?;
        tell(
            "restored and checked. What was done after it is lost; the next start writes the restoration into the log, and \
             refuses to begin if the log is behind what people have seen (docs/OPERATE.md)",
        )
    }
}

fn our_log_key(config: &Config, keys: &KeyDirectory) -> Result<LogKey, Failure> {
    Ok(log_key(&config.origin()?, keys))
}
