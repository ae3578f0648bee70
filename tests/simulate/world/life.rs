//! Starts, backups and restorations, by the code that the program itself runs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use age::x25519::Recipient;
use tokio::task::JoinHandle;
use vault_server::app::App;
use vault_server::backup::sealing::{Opener, new_identity, recipient};
use vault_server::backup::{self, Folder, Target};
use vault_server::boot::{BootError, accept_log, boot, start_keeper};
use vault_server::domain::operator::{self, Done};
use vault_server::entropy::SharedEntropy;

use super::super::audit::Auditor;
use super::super::model::Model;
use super::{House, Shell, World, config};

/// A backup, what the model said when it was made, and what the auditor had read.
pub(in super::super) struct Snapshot {
    pub(in super::super) name: String,
    pub(in super::super) model: Model,
    pub(in super::super) auditor: Auditor,
}

/// What the operator has.
pub(super) struct Operator {
    folder: PathBuf,
    recipient: Recipient,
    opener: Opener,
}

impl Operator {
    pub(super) fn new(folder: &Path) -> Self {
        let identity = folder.join("identity");
        let recipient = recipient(&new_identity(&identity).unwrap()).unwrap();
        Self { folder: folder.join("backups"), recipient, opener: Opener::read(&identity).unwrap() }
    }
}

impl World {
    /// Stops the server as a program ends: the line is emptied, then everything is let go of.
    async fn stop(&mut self) -> Shell {
        let House { app, router, clock, folder, random, sound } = self.house.take().expect("it runs");
        let store = app.store.clone();
        drop((app, router));
        self.writer.take().expect("it runs").await.unwrap();
        store.close().await;
        Shell { clock, folder, random, sound }
    }

    async fn open(&mut self, shell: Shell, app: Arc<App>, writer: JoinHandle<()>) {
        // What it does by itself, the simulator does step by step.
        start_keeper(&app).await.unwrap().abort();
        (self.house, self.writer) = (Some(shell.furnish(app)), Some(writer));
    }

    /// The randomness of the server after a start: another stream than before, and the same when it is played again.
    fn drawn(shell: &Shell) -> SharedEntropy {
        shell.random.clone()
    }

    /// Stops and starts.
    pub(in super::super) async fn restart(&mut self) {
        let shell = self.stop().await;
        let config = config(shell.folder.path(), &self.data);
        let (app, writer) = boot(&config, shell.clock.clone(), Self::drawn(&shell)).await.expect("it starts again");
        self.open(shell, app, writer).await;
    }

    /// A backup, and its event.
    pub(in super::super) async fn back_up(&mut self) -> String {
        let house = self.house();
        let Operator { folder, recipient, .. } = &self.operator;
        let made = backup::make(&house.app, &self.data, folder, recipient).await.expect("a backup");
        let manifest = made.header.manifest;
        assert!(manifest.missing.is_empty(), "objects are missing: {:?}", manifest.missing);
        let snapshot = manifest.snapshot.clone();
        let (oldest_epoch, made_ms) = (manifest.oldest_epoch(), manifest.made_ms);
        let done = Done::Backup { snapshot: snapshot.clone(), oldest_epoch, made_ms };
        operator::note(&house.app, done).await.expect("noted");
        snapshot
    }

    /// Puts a backup in the place of the data. The server refuses to start on it until its size is named.
    pub(in super::super) async fn restore(&mut self, snapshot: &str) {
        let shell = self.stop().await;
        let keys_from = config(shell.folder.path(), &self.data);
        self.restored += 1;
        let to = shell.folder.path().join(format!("data-{}", self.restored));
        let keys = vault_server::key_directory::KeyDirectory::open(&keys_from.key_dir).expect("keys");
        let log = vault_server::app::log_key(&keys_from.origin().expect("an origin"), &keys);
        let folder = Folder::for_reading(&self.operator.folder).expect("backups");
        let now_ms = vault_server::clock::Clock::now_ms(&*shell.clock);
        let config = config(shell.folder.path(), &to);
        let (database, objects) = (config.database().expect("a database"), config.objects().expect("objects"));
        let target = Target { data: &to, database: &database, objects: &objects };
        backup::restore(&folder, snapshot, &keys, &log, target, &self.operator.opener, now_ms).await.expect("restored");
        drop((folder, keys));
        let has = match boot(&config, shell.clock.clone(), Self::drawn(&shell)).await {
            Err(BootError::LogBehind { has, .. }) => has,
            Ok(_) => panic!("it starts on a log that is behind"),
            Err(error) => panic!("{error}"),
        };
        let wrong = accept_log(&config, shell.clock.clone(), Self::drawn(&shell), has + 1).await;
        assert!(matches!(wrong, Err(BootError::NotAccepted(_))), "another size is accepted");
        let accepted = accept_log(&config, shell.clock.clone(), Self::drawn(&shell), has).await;
        let (app, writer, decision) = accepted.expect("accepted");
        assert_eq!(decision, has, "the decision is the first line after the restored ones");
        std::fs::remove_dir_all(&self.data).expect("the former data");
        self.data = to;
        self.open(shell, app, writer).await;
    }
}
