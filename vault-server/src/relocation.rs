//! A server's data carried to other places: from the embedded database and a folder to PostgreSQL and a bucket, and back.
//!
//! The keys stay where they are. The order makes sure that at most one side can be written to, whenever this stops: the old
//! database is marked first, from when on nothing is performed on it, by running servers neither; then objects are copied,
//! each against its hash; then the database in one transaction, which brings the mark's absence with it. What was copied
//! before a stop is not copied again.

use futures_util::StreamExt;
use vault_core::entropy::OsEntropy;
use vault_core::ids::Hash;
use vault_core::suite::Sha256;

use crate::blobs::{BlobError, BlobStore};
use crate::boot::{BootError, make_private};
use crate::config::{Config, ConfigError};
use crate::store::backup::{NamedObject, objects};
use crate::store::check::uploads;
use crate::store::relocation::{Relocation, begin, end, lift, mark};
use crate::store::{Location, Store, StoreError, log};

/// Why data were not carried over. Both sides are as they were, but for what is told.
#[derive(Debug, thiserror::Error)]
pub enum RelocationError {
    /// The two configurations are of two servers.
    #[error("the two configurations differ in {0}; only the places of data may")]
    OtherServer(&'static str),
    /// Both name one database.
    #[error("both configurations name the same database")]
    SamePlace,
    /// The new database holds something that does not come from here.
    #[error("the database of the new configuration is not empty")]
    NotEmpty,
    /// The old database was carried over before.
    #[error("these data were carried over already: the new place holds them")]
    Over,
    /// Nothing was begun that could be given up.
    #[error("nothing was begun")]
    NotBegun,
    /// Another command gave it up meanwhile.
    #[error("it was given up while it was done")]
    GivenUp,
    /// An object is not what was deposited.
    #[error("the object {0} is missing in the old place, or is not what was deposited")]
    Object(String),
    /// A configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The new data folder.
    #[error(transparent)]
    Folder(#[from] BootError),
    /// A database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A place of objects.
    #[error(transparent)]
    Blobs(#[from] BlobError),
}

/// What was carried over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Carried {
    /// Objects that were copied now.
    pub copied: u64,
    /// Objects that were there already, whole.
    pub found: u64,
    /// Bytes of all of them.
    pub bytes: u64,
    /// Rows.
    pub rows: u64,
}

/// Carries everything from the places of one configuration to those of another, and tells after each object how far it is.
///
/// # Errors
///
/// See [`RelocationError`]. Called again, it goes on where it stopped.
pub async fn relocate(
    from: &Config,
    to: &Config,
    now_ms: u64,
    told: &mut (dyn FnMut(&Carried) + Send),
) -> Result<Carried, RelocationError> {
    let (old, new) = places(from, to)?;
    make_private(&to.data_dir)?;
    let source = Store::open(&old).await?;
    let is_new = new.is_new().await?;
    let target = Store::open(&new).await?;
    let begun = mark(&mut source.read().await?).await?;
    if begun == Some(Relocation::Over) {
        return Err(RelocationError::Over);
    }
    let mut carried = Carried::default();
    if is_new {
        let mut writing = source.write().await?;
        begin(&mut writing, now_ms).await?;
        writing.commit().await?;
        let bring = Bring {
            from: BlobStore::at(&from.objects()?, OsEntropy::new())?,
            to: BlobStore::at(&to.objects()?, OsEntropy::new())?,
        };
        let marked = mark(&mut source.read().await?).await?.ok_or(RelocationError::GivenUp)?;
        bring.all(&source, &mut carried, told).await?;
        carried.rows = target.carry_over_from(&source, marked).await?.ok_or(RelocationError::GivenUp)?;
    } else if begun.is_none() || !same_log(&source, &target).await? {
        // Else it was stopped after the last step but one.
        return Err(RelocationError::NotEmpty);
    }
    let mut writing = source.write().await?;
    end(&mut writing).await?;
    writing.commit().await?;
    source.close().await;
    target.close().await;
    Ok(carried)
}

/// Goes on in the old place, when the new one holds no row yet. Objects that were copied stay there. Whoever still carries
/// them over is stopped before the first row.
///
/// # Errors
///
/// See [`RelocationError`].
pub async fn give_up(from: &Config, to: &Config) -> Result<(), RelocationError> {
    let (old, new) = places(from, to)?;
    let source = Store::open(&old).await?;
    match mark(&mut source.read().await?).await? {
        None => return Err(RelocationError::NotBegun),
        Some(Relocation::Over) => return Err(RelocationError::Over),
        Some(Relocation::OnItsWay { .. }) => {}
    }
    make_private(&to.data_dir)?;
    let target = Store::open(&new).await?;
    // Rows come in one such turn: they are all there, or the mark is gone before the first of them.
    let turn = target.write().await?;
    if !new.is_new().await? {
        return Err(RelocationError::Over);
    }
    let mut writing = source.write().await?;
    lift(&mut writing).await?;
    writing.commit().await?;
    drop(turn);
    target.close().await;
    source.close().await;
    Ok(())
}

fn places(from: &Config, to: &Config) -> Result<(Location, Location), RelocationError> {
    if from.public_url != to.public_url {
        return Err(RelocationError::OtherServer("public_url"));
    }
    if from.key_dir != to.key_dir {
        return Err(RelocationError::OtherServer("key_dir"));
    }
    let (old, new) = (from.database()?, to.database()?);
    if old.is_same(&new) { Err(RelocationError::SamePlace) } else { Ok((old, new)) }
}

async fn same_log(source: &Store, target: &Store) -> Result<bool, StoreError> {
    let (old, new) = (log::state(&mut source.read().await?).await?, log::state(&mut target.read().await?).await?);
    Ok(old.checkpoint == new.checkpoint && old.frontier.root() == new.frontier.root())
}

/// From one place of objects to another.
struct Bring {
    from: BlobStore,
    to: BlobStore,
}

impl Bring {
    async fn all(
        &self,
        source: &Store,
        carried: &mut Carried,
        told: &mut (dyn FnMut(&Carried) + Send),
    ) -> Result<(), RelocationError> {
        let mut after = None;
        loop {
            let page = objects(&mut source.read().await?, after).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.version);
            for NamedObject { key, length, sha256, .. } in &page {
                self.one(key, *length, *sha256, carried).await?;
                told(carried);
            }
        }
        for (_, key, length, sha256, _) in uploads(&mut source.read().await?).await? {
            let damaged = || RelocationError::Object(key.clone());
            let (Ok(length), Ok(sha256)) = (u64::try_from(length), <[u8; 32]>::try_from(sha256)) else {
                return Err(damaged());
            };
            self.one(&key, length, Hash::from_bytes(sha256), carried).await?;
            told(carried);
        }
        Ok(())
    }

    async fn one(&self, key: &str, length: u64, sha256: Hash, carried: &mut Carried) -> Result<(), RelocationError> {
        carried.bytes += length;
        if self.is_there(key, length, sha256).await? {
            carried.found += 1;
            return Ok(());
        }
        let damaged = || RelocationError::Object(key.to_owned());
        let bytes = match self.from.open(key).await {
            Err(BlobError::Missing(_)) => return Err(damaged()),
            opened => opened?,
        };
        match self.to.put_as(key, bytes, length).await {
            Ok(put) if put.sha256 == sha256 => {
                carried.copied += 1;
                Ok(())
            }
            Ok(_) => {
                self.to.delete(key).await?;
                Err(damaged())
            }
            Err(BlobError::WrongLength) => Err(damaged()),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether the new place has it, to the last byte.
    async fn is_there(&self, key: &str, length: u64, sha256: Hash) -> Result<bool, RelocationError> {
        let mut bytes = match self.to.open(key).await {
            Err(BlobError::Missing(_)) => return Ok(false),
            opened => opened?,
        };
        if bytes.length() != length {
            return Ok(false);
        }
        let mut hasher = Sha256::default();
        while let Some(chunk) = bytes.next().await {
            hasher.update(&chunk.map_err(BlobError::from)?);
        }
        Ok(hasher.finish() == *sha256.as_bytes())
    }
}
