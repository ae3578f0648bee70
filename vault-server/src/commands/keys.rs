//! `vault-server keys`: the second copy of the key directory, and the turning and end of the lock's keys.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use vault_server::backup::key_copy;
use vault_server::backup::sealing::{Opener, new_identity, recipient};
use vault_server::config::{Config, Purpose};
use vault_server::domain::lock_epochs::{self, Kept};
use vault_server::key_directory::{KeyDirectory, refuse_if_inside};

use super::{Failure, Place, World, tell, with_app};

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
                tell(&recipient)
            }
            Self::Export(export) => export.run(world).await,
            Self::Check(copy) => check(&copy.copy, &copy.identity, &copy.place.load(Purpose::Administer)?),
            Self::Import(copy) => {
                let config = copy.place.load(Purpose::Administer)?;
                refuse_if_inside(&config.data_dir, &config.key_dir, config.allow_keys_beside_data)?;
                key_copy::import(&copy.copy, &Opener::read(&copy.identity)?, &config.key_dir)?;
                tell("the key directory is there again; check it against the data by starting the server")
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
            return Err("no file: give --to FILE, or set key_copy".into());
        }
        let recipient = recipient(self.recipient.as_deref().unwrap_or(&config.key_copy_recipient))?;
        with_app(&config, world, async |app| Ok(key_copy::export(app, &to, &recipient).await?)).await?;
        tell("the second copy is written; put it in another place, in other hands than the backups")
    }
}

fn check(copy: &Path, identity: &Path, config: &Config) -> Result<(), Failure> {
    let copied = key_copy::read(copy, &Opener::read(identity)?)?;
    let difference = copied.compare(&KeyDirectory::open(&config.key_dir)?.bundle()?);
    if difference.is_none() {
        return tell("the copy is complete and current");
    }
    for name in &difference.missing {
        tell(&format!("{name}: missing from the copy"))?;
    }
    for name in &difference.changed {
        tell(&format!("{name}: older in the copy"))?;
    }
    for name in &difference.left {
        tell(&format!("{name}: destroyed here, still in the copy"))?;
    }
    Err("the copy is not current: make a new one with `vault-server keys export`, then destroy the old one".into())
}

async fn turn(config: &Config, world: World) -> Result<(), Failure> {
    let epoch = with_app(config, world, async |app| {
        let epoch = lock_epochs::begin(app).await?;
        // Before a row needs it.
        key_copy::renew(app).await?;
        lock_epochs::seal_anew(app).await?;
        Ok(epoch)
    })
    .await?;
    tell(&format!("every row is under epoch {epoch} of the lock"))?;
    if config.key_copy.as_os_str().is_empty() {
        tell(
            "renew the second copy of the keys NOW (`vault-server keys export`): the one before opens nothing any more",
        )?;
    }
    tell("then make a backup and verify it; `vault-server keys destroy` ends the key before")
}

async fn destroy(config: &Config, world: World) -> Result<(), Failure> {
    let destroyed = with_app(config, world, async |app| {
        let destroyed = lock_epochs::destroy(app).await?;
        key_copy::renew(app).await?;
        Ok(destroyed)
    })
    .await?;
    for epoch in &destroyed.lock {
        tell(&format!("epoch {epoch} of the lock is destroyed here; backups from before it ended open no more"))?;
    }
    for epoch in &destroyed.deposit {
        tell(&format!("epoch {epoch} of the deposit key is destroyed here"))?;
    }
    for (epoch, kept) in &destroyed.kept {
        let why = match kept {
            Kept::Rows => "rows lie under it still: run `vault-server keys turn`",
            Kept::NoBackup => "no verified backup does without it: make one, and verify it with the identity",
        };
        tell(&format!("epoch {epoch} of the lock is kept: {why}"))?;
    }
    if destroyed.lock.is_empty() && destroyed.deposit.is_empty() {
        return tell("nothing was destroyed");
    }
    tell("final once the second copy is renewed and the copies before it are destroyed")
}
