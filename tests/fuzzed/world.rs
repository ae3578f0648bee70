//! A town with papers and mandates, as it stood once: each input is given to a copy of it, so that one finding needs one input.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use tempfile::TempDir;
use vault_core::entropy::SeededEntropy;
use vault_core::mandate::Rights;
use vault_core::vocabulary::FolderKind;
use vault_server::boot::boot;
use vault_server::clock::{Clock, TestClock};
use vault_server::config::Config;
use vault_server::entropy::SharedEntropy;

use super::calls::{self, Seen};
use crate::api::client::{House, NOW_MS, settings_of};
use crate::api::fsck::Soundness;
use crate::api::people::{Person, Town};

/// The town, and the ids that calls may name.
pub(crate) struct World {
    town: Town,
    /// What stands for an id in an input, and the id.
    pub(crate) names: Vec<(&'static str, String)>,
}

impl World {
    /// Builds the town.
    pub(crate) async fn settle() -> Self {
        let town = Town::new().await;
        let document = town.own_paper().await;
        let mandate = town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
        let owner = &town.vault.owner;
        let waiting = town.house.seal(owner, &town.vault, FolderKind::Resources, b"SPECIMEN").await;
        town.house.upload(owner, &town.vault, &waiting).await.done();
        let names = vec![
            ("$newdeposit", serde_json::to_string(&waiting.new).unwrap()),
            ("$vault", town.vault.id.to_string()),
            ("$folder", town.vault.folders[2].0.to_string()),
            ("$document", document.to_string()),
            ("$mandate", mandate.mandate_id.to_string()),
            ("$organisation", town.ccas.id.to_string()),
            ("$owner", town.vault.owner.account.to_string()),
            ("$professional", town.professional.account.to_string()),
            ("$desk", town.desk.account.to_string()),
            ("$referent", town.ccas.referent.account.to_string()),
            ("$credential", town.vault.owner.credential.id.to_string()),
            ("$kid", town.vault.owner.keys.signing.kid().to_string()),
            ("$anchor", town.vault.owner.anchor.to_string()),
        ];
        Self { town, names }
    }

    /// Who makes a call: a letter, or the account's id.
    pub(crate) fn person(&self, who: &str) -> Option<&Person> {
        let Town { ccas, professional, desk, vault, auditor, .. } = &self.town;
        let people = [("o", &vault.owner), ("p", professional), ("d", desk), ("r", &ccas.referent), ("a", auditor)];
        people.into_iter().find(|(letter, person)| *letter == who || person.account.to_string() == who).map(|(_, p)| p)
    }

    /// The text with every name replaced; `$tag` proves the PIN of whoever calls.
    pub(crate) fn fill(&self, text: &str, by: Option<&Person>) -> String {
        let tag = by.map(|person| BASE64URL_NOPAD.encode(&person.pin_tag().0)).unwrap_or_default();
        let named = self.names.iter().fold(text.to_owned(), |text, (name, id)| text.replace(name, id));
        named.replace("$tag", &tag)
    }

    /// Gives one input to a fresh copy of the town.
    pub(crate) async fn give(&self, input: &[u8]) -> BTreeSet<Seen> {
        let house = self.copy().await;
        let seen = calls::make(self, &house, input).await;
        let House { app, router, .. } = house;
        let store = app.store.clone();
        drop((app, router));
        store.close().await;
        seen
    }

    /// A second server on a copy of the folders, at the time of the first.
    async fn copy(&self) -> House {
        let folder = tempfile::tempdir().unwrap();
        for part in ["data", "keys"] {
            copy_folder(&self.town.house.folder.path().join(part), &folder.path().join(part));
        }
        let clock = Arc::new(TestClock::new(NOW_MS));
        let shared: Arc<dyn Clock> = clock.clone();
        let config = settings(&folder);
        let (app, _writer) = boot(&config, shared, SharedEntropy::new(SeededEntropy::new(3))).await.unwrap();
        let router = vault_server::http::router(Arc::clone(&app));
        // The copy goes with its answers; what is stored is looked at by the tests of each act.
        let sound = Soundness::of(config, Arc::clone(&clock));
        sound.forgo();
        House { app, router, clock, folder, random: SharedEntropy::new(SeededEntropy::new(4)), sound }
    }
}

fn settings(folder: &TempDir) -> Config {
    Config::from_settings(settings_of(folder.path(), &folder.path().join("data")))
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    std::fs::set_permissions(to, std::fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, name) = (entry.as_ref().unwrap().path(), entry.as_ref().unwrap().file_name());
        if path.is_dir() {
            copy_folder(&path, &to.join(name));
        } else {
            // The fuzzer's alarm may end a system call.
            while let Err(error) = std::fs::copy(&path, to.join(&name)) {
                assert_eq!(error.kind(), ErrorKind::Interrupted, "{error}");
            }
        }
    }
}
