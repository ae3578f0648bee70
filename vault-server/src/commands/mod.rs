//! The operator's commands: each opens what it needs, does one thing, and tells it.

pub(crate) mod backup;
mod failure;
pub(crate) mod fsck;
pub(crate) mod keys;
pub(crate) mod localise;
pub(crate) mod relocation;
pub(crate) mod sentences;
pub(crate) mod words;

use std::path::PathBuf;
use std::sync::Arc;

use vault_server::app::App;
use vault_server::boot;
use vault_server::clock::Clock;
use vault_server::config::{Config, ConfigError, Purpose, Settings};
use vault_server::entropy::SharedEntropy;

pub(crate) use failure::Failure;
use words::Words;

/// Where everything lies.
#[derive(clap::Args)]
pub(crate) struct Place {
    /// A TOML file (docs/CONFIGURATION.md).
    #[arg(long, env = "COFFRE_SERVER_CONFIG")]
    config: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
}

impl Place {
    pub(crate) fn load(self, purpose: Purpose) -> Result<Config, ConfigError> {
        Config::load(self.config.as_deref(), self.settings, purpose)
    }
}

/// Time, randomness and words, made in `main`.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: SharedEntropy,
    pub(crate) words: Arc<Words>,
}

/// Runs something on the server's data, beside a running server or without one.
pub(crate) async fn with_app<T>(
    config: &Config,
    world: World,
    act: impl AsyncFnOnce(&App) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let (app, writer) = boot::boot(config, world.clock, world.entropy).await?;
    let done = act(&app).await;
    let store = app.store.clone();
    drop(app);
    writer.await?;
    store.close().await;
    done
}
