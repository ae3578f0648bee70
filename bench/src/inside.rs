//! The server's rules and its one writer in this process, on the data of a stage whose server has stopped: nothing of
//! HTTP, of TLS or of signature checks.

use std::sync::Arc;
use std::time::Instant;

use tokio::task::JoinHandle;
use vault_core::entropy::OsEntropy;
use vault_core::ids::Hash;
use vault_core::suite::sha256;
use vault_server::app::App;
use vault_server::boot;
use vault_server::clock::SystemClock;
use vault_server::config::{Config, Settings};
use vault_server::domain::Caller;
use vault_server::entropy::SharedEntropy;
use vault_server::ledger::SignedRequest;

use crate::Result;
use crate::client::{Account, Ready};
use crate::report::float;
use crate::stage::Stage;

/// The application and its writer.
pub(crate) struct Inside {
    pub(crate) app: Arc<App>,
    writer: JoinHandle<()>,
}

impl Inside {
    /// Boots on the stage's data.
    pub(crate) async fn boot(stage: &Stage) -> Result<Self> {
        let settings = Settings {
            public_url: Some(stage.url()),
            data_dir: Some(stage.path("data")),
            key_dir: Some(stage.path("keys")),
            ..stage.place.settings()
        };
        let entropy = SharedEntropy::new(OsEntropy::new());
        let (app, writer) = boot::boot(&Config::from_settings(settings), Arc::new(SystemClock), entropy).await?;
        Ok(Self { app, writer })
    }

    /// Lets go of the data, so that the program can take them up again.
    pub(crate) async fn end(self) -> Result<()> {
        let store = self.app.store.clone();
        drop(self.app);
        self.writer.await?;
        store.close().await;
        Ok(())
    }
}

/// Somebody whose session and signature were checked.
pub(crate) fn caller(account: &Account, ready: &Ready) -> Caller {
    Caller {
        account_id: account.id,
        credential_id: account.credential,
        token_hash: Hash::from_bytes(sha256(&[&account.token])),
        key: account.keys.signing.verifying_key(),
        request: SignedRequest::new(ready.signed.clone(), &ready.request),
    }
}

/// How quickly things were done, and how long each took.
pub(crate) struct Pace {
    /// In a second.
    pub(crate) rate: f64,
    /// Of each one, in milliseconds.
    pub(crate) times: Vec<f64>,
}

impl Pace {
    /// Begun at one moment, ended now.
    pub(crate) fn since(begun: Instant, times: Vec<f64>) -> Self {
        Self { rate: float(times.len() as u64) / begun.elapsed().as_secs_f64(), times }
    }
}
