//! `vault-server migrate-store`: the data to other places, and the way back from a beginning.

use std::path::{Path, PathBuf};

use clap::Args;
use vault_server::config::{Config, Purpose, Settings};
use vault_server::relocation::{Carried, give_up, relocate};

use super::words::{say, tell};
use super::{Failure, World};

/// Objects between two lines that tell how far it is.
const TELL_EVERY: u64 = 1_000;

#[derive(Args)]
pub(crate) struct MigrateStore {
    /// The configuration that names the places where the data are.
    #[arg(long)]
    from: PathBuf,
    /// The configuration that names those where they come to be.
    #[arg(long)]
    to: PathBuf,
    /// Goes on in the old places instead, while the new ones hold no row.
    #[arg(long)]
    give_up: bool,
}

impl MigrateStore {
    pub(crate) async fn run(self, world: World) -> Result<(), Failure> {
        // Neither flags nor the environment: they would say the same of both.
        let load = |path: &Path| Config::load(Some(path), Settings::default(), Purpose::Administer);
        let (from, to) = (load(&self.from)?, load(&self.to)?);
        let words = &world.words;
        if self.give_up {
            give_up(&from, &to).await?;
            return Ok(tell(&say!(words, "operator-said-relocation-given-up"))?);
        }
        let mut told = Ok(());
        let mut each = |carried: &Carried| {
            let objects = carried.copied + carried.found;
            if objects.is_multiple_of(TELL_EVERY) && told.is_ok() {
                told = tell(&say!(words, "operator-said-relocating", objects = objects.to_string()));
            }
        };
        let carried = relocate(&from, &to, world.clock.now_ms(), &mut each).await?;
        told?;
        let Carried { copied, found, bytes, rows } = carried;
        Ok(tell(&say!(
            words,
            "operator-said-relocated",
            objects = (copied + found).to_string(),
            found = found.to_string(),
            bytes = bytes.to_string(),
            rows = rows.to_string(),
        ))?)
    }
}
