//! The check of everything that is stored: `vault-server fsck`.
//!
//! It reads; it changes nothing but by [`repair`], which removes what no paper needs. It may run beside a working server:
//! it reads moments of the database, and what may have gone between two looks is looked at twice. It needs constant
//! memory, but for what is wrong.

mod chains;
mod finding;
mod objects;
mod papers;
pub mod repair;
mod signers;
mod tree;

use std::path::Path;
use std::sync::Arc;

use vault_core::log::{Checkpoint, LogKey};

use crate::blobs::{self, BlobStore};
use crate::boot::{BootError, kept_checkpoints};
use crate::config::Config;
use crate::entropy::SharedEntropy;
use crate::error::Result;
use crate::key_directory::KeyDirectory;
use crate::store::check as rows;
use crate::store::rest::{self, Locked, Place};
use crate::store::{Location, Lock, Store, backup};

pub use finding::{Finding, Kind, Looked, Report};

/// What stays under way for so long is left alone, in milliseconds: as the server's daily round does.
const DAY_MS: u64 = 24 * 3600 * 1000;

/// Everything that is stored, opened for looking.
#[derive(Debug)]
pub struct Stored {
    store: Store,
    blobs: BlobStore,
    keys: Arc<KeyDirectory>,
    lock: Lock,
    log: LogKey,
    /// Checkpoints that were kept apart from the data, and where.
    kept: Vec<(Checkpoint, String)>,
    now_ms: u64,
}

impl Stored {
    /// Opens what the configuration names. Nothing is made: what is missing is a failure.
    pub async fn open(config: &Config, entropy: SharedEntropy, now_ms: u64) -> Result<Self, BootError> {
        let keys = Arc::new(KeyDirectory::open(&config.key_dir)?);
        let log = crate::app::log_key(&config.origin()?, &keys);
        // Before the database: what is kept by now is in it.
        let kept = kept_checkpoints(&keys, &log, &config.kept_checkpoint)?;
        let (database, objects) = (config.database()?, config.objects()?);
        if let Location::File(file) = &database {
            present(file)?;
        }
        if let blobs::Location::Folder(folder) = &objects {
            present(folder)?;
        }
        let store = Store::open_to_read(&database).await?;
        let blobs = BlobStore::at(&objects, entropy)?;
        let lock = Lock::new(Arc::clone(&keys));
        Ok(Self { store, blobs, keys, lock, log, kept, now_ms })
    }

    /// Looks at everything, and tells what is wrong as it finds it.
    pub async fn check(&self, report: &mut Report<'_>) -> Result<()> {
        if !backup::is_whole(&mut self.store.read().await?).await? {
            report.add(Kind::Database, "vault.db");
        }
        tree::check(self, report).await?;
        chains::check(self, report).await?;
        self.check_lock(report).await?;
        papers::check(self, report).await?;
        for loose in rows::loose(&mut self.store.read().await?).await? {
            report.add(Kind::LooseRow, format!("{} {}", loose.place, loose.id));
        }
        objects::check(self, report).await
    }

    /// Looks only at what lies beside the papers: what a repair removes.
    pub async fn check_left_behind(&self, report: &mut Report<'_>) -> Result<()> {
        objects::check(self, report).await
    }

    /// Closes the database.
    pub async fn close(self) {
        self.store.close().await;
    }

    /// Every row under the lock opens. Another process may be turning the lock: keys are looked up again for each page.
    async fn check_lock(&self, report: &mut Report<'_>) -> Result<()> {
        for column in Locked::ALL {
            let (table, name) = column.column();
            let mut place = Some(Place::default());
            while let Some(after) = place {
                self.keys.refresh()?;
                let mut tx = self.store.read().await?;
                let tried = rest::try_page(&mut tx, &self.lock, column, &after, 256).await?;
                report.looked.rows += tried.rows;
                for id in tried.refused {
                    report.add(Kind::SealedRow, format!("{table}.{name} {id}"));
                }
                place = tried.next;
            }
        }
        Ok(())
    }

    /// The moment before which what nothing names is left behind.
    const fn a_day_ago(&self) -> u64 {
        self.now_ms.saturating_sub(DAY_MS)
    }
}

fn present(path: &Path) -> Result<(), BootError> {
    match std::fs::metadata(path) {
        Ok(_) => Ok(()),
        Err(source) => Err(BootError::DataMissing { path: path.display().to_string(), source }),
    }
}
