//! `vault-server keys`: the second copy of the key directory, and the turning and end of the lock's keys.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use vault_server::backup::key_copy;
use vault_server::backup::sealing::{Opener, new_identity, recipient};
use vault_server::config::{Config, Purpose};
use vault_server::domain::lock_epochs::{self, Kept};
use vault_server::key_directory::{KeyDirectory, refuse_if_inside};

use super::words::{Words, say, tell};
use super::{Failure, Place, World, with_app};

#[derive(Subcommand)]
pub(crate) enum Keys {
    /// Makes an age identity for opening backups or copies of the keys, and tells its recipient.
    Identity {
        /// Where it goes: a file that does not exist yet.
        #[arg(long)]
        out: PathBuf,
    },
    /// Writes the second copy of the key directory, sealed.
    Export(Export),
    /// Tells whether a sealed copy is complete and current.
    Check(Second),
    /// Makes a key directory, in the empty or missing folder of the settings, of a sealed copy.
    Import(Second),
    /// Gives the lock a new key and seals every row under it, while the server runs.
    Turn(Place),
    /// Destroys the keys that neither a row nor the newest verified backup needs any more.
    Destroy(Place),
}

#[derive(Args)]
pub(crate) struct Export {
    /// Where the copy goes; one that is there is replaced.
    #[arg(long)]
    to: Option<PathBuf>,
    /// To whom it is sealed, age1…
    #[arg(long)]
    recipient: Option<String>,
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
pub(crate) struct Second {
    /// The sealed copy.
    #[arg(long)]
    copy: PathBuf,
    /// The identity file that opens it.
    #[arg(long)]
    identity: PathBuf,
    #[command(flatten)]
    place: Place,
}

impl Keys {
    pub(crate) async fn run(self, world: World) -> Result<(), Failure> {
        match self {
            Self::Identity { out } => {
                let recipient = new_identity(&out)?;
                Ok(tell(&recipient)?)
            }
            Self::Export(export) => export.run(world).await,
            Self::Check(copy) => {
                check(&copy.copy, &copy.identity, &copy.place.load(Purpose::Administer)?, &world.words)
            }
            Self::Import(copy) => {
                let config = copy.place.load(Purpose::Administer)?;
                refuse_if_inside(&config.data_dir, &config.key_dir, config.allow_keys_beside_data)?;
                key_copy::import(&copy.copy, &Opener::read(&copy.identity)?, &config.key_dir)?;
                Ok(tell(&say!(world.words, "operator-said-keys-imported"))?)
            }
            Self::Turn(place) => turn(&place.load(Purpose::Administer)?, world).await,
            Self::Destroy(place) => destroy(&place.load(Purpose::Administer)?, world).await,
        }
    }
}

impl Export {
    async fn run(self, world: World) -> Result<(), Failure> {
        let config = self.place.load(Purpose::Administer)?;
        let to = self.to.unwrap_or_else(|| config.key_copy.clone());
        if to.as_os_str().is_empty() {
            return Err(Failure::NoKeyCopy);
        }
        let recipient = recipient(self.recipient.as_deref().unwrap_or(&config.key_copy_recipient))?;
        let words = Arc::clone(&world.words);
        with_app(&config, world, async |app| Ok(key_copy::export(app, &to, &recipient).await?)).await?;
        Ok(tell(&say!(words, "operator-said-keys-exported"))?)
    }
}

fn check(copy: &Path, identity: &Path, config: &Config, words: &Words) -> Result<(), Failure> {
    let copied = key_copy::read(copy, &Opener::read(identity)?)?;
    let difference = copied.compare(&KeyDirectory::open(&config.key_dir)?.bundle()?);
    if difference.is_none() {
        return Ok(tell(&say!(words, "operator-said-copy-current"))?);
    }
    for name in &difference.missing {
        tell(&say!(words, "operator-said-copy-misses", name = name.as_str()))?;
    }
    for name in &difference.changed {
        tell(&say!(words, "operator-said-copy-older", name = name.as_str()))?;
    }
    for name in &difference.left {
        tell(&say!(words, "operator-said-copy-keeps", name = name.as_str()))?;
    }
    Err(Failure::KeyCopyBehind)
}

async fn turn(config: &Config, world: World) -> Result<(), Failure> {
    let words = Arc::clone(&world.words);
    let epoch = with_app(config, world, async |app| {
        let epoch = lock_epochs::begin(app).await?;
        // Before a row needs it.
        key_copy::renew(app).await?;
        lock_epochs::seal_anew(app).await?;
        Ok(epoch)
    })
    .await?;
    tell(&say!(words, "operator-said-turned", epoch = epoch.to_string()))?;
    if config.key_copy.as_os_str().is_empty() {
        tell(&say!(words, "operator-said-renew-copy"))?;
    }
    Ok(tell(&say!(words, "operator-said-turned-next"))?)
}

async fn destroy(config: &Config, world: World) -> Result<(), Failure> {
    let words = Arc::clone(&world.words);
    let destroyed = with_app(config, world, async |app| {
        let destroyed = lock_epochs::destroy(app).await?;
        key_copy::renew(app).await?;
        Ok(destroyed)
    })
    .await?;
    for epoch in &destroyed.lock {
        tell(&say!(words, "operator-said-lock-destroyed", epoch = epoch.to_string()))?;
    }
    for epoch in &destroyed.deposit {
        tell(&say!(words, "operator-said-deposit-destroyed", epoch = epoch.to_string()))?;
    }
    for (epoch, kept) in &destroyed.kept {
        let epoch = epoch.to_string();
        tell(&match kept {
            Kept::Rows => say!(words, "operator-said-kept-rows", epoch = epoch),
            Kept::NoBackup => say!(words, "operator-said-kept-no-backup", epoch = epoch),
        })?;
    }
    if destroyed.lock.is_empty() && destroyed.deposit.is_empty() {
        return Ok(tell(&say!(words, "operator-said-nothing-destroyed"))?);
    }
    Ok(tell(&say!(words, "operator-said-destroyed-next"))?)
}
