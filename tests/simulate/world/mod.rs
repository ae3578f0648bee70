//! The other side of the model: the real server, and everything that people ever made, numbered in the order in which
//! they made it. Nothing is taken out of these lists: what the server has of it, the model says.

mod life;
mod people;
mod sealed;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use vault_core::amendment::Place;
use vault_core::api::{Bytes, NewMandate};
use vault_core::credential::{Credential, Pin};
use vault_core::entropy::SeededEntropy;
use vault_core::ids::{DocumentId, FolderId, Kid, MandateId, RecoveryId, VaultId};
use vault_core::keys::{AccountKeys, OpeningKey};
use vault_core::record::Payload;
use vault_core::secret::{DirectorySeed, ServerShare};
use vault_server::clock::TestClock;
use vault_server::config::Config;
use vault_server::entropy::SharedEntropy;

use super::model::Sealed;
use crate::api::client::{House, NOW_MS, settings_of};
use crate::api::fsck::Soundness;
use crate::api::people::{Organisation, PIN, Person, WRONG_PIN};

pub(super) use life::Snapshot;

/// How many folders a vault has.
pub(super) const FOLDERS: usize = 10;

/// An organisation's keys of one epoch.
pub(super) struct OrganisationKeys {
    pub(super) epoch: u32,
    pub(super) keys: AccountKeys,
    pub(super) directory: DirectorySeed,
    pub(super) certificate: Vec<u8>,
}

/// A folder's key of one epoch.
pub(super) struct FolderKey {
    pub(super) epoch: u32,
    pub(super) key: OpeningKey,
    pub(super) certificate: Vec<u8>,
}

/// A version as it was sealed, with what only people know of it.
pub(super) struct SealedVersion {
    pub(super) model: Sealed,
    pub(super) upload: crate::api::papers::Sealed,
    pub(super) payload: Payload,
    pub(super) share: ServerShare,
}

/// A mandate as somebody signed it.
pub(super) struct SignedMandate {
    pub(super) id: MandateId,
    pub(super) by: usize,
    pub(super) mandate: super::model::Mandate,
    pub(super) new: NewMandate,
}

/// The server, and the lists.
pub(super) struct World {
    house: Option<House>,
    writer: Option<JoinHandle<()>>,
    data: PathBuf,
    restored: usize,
    operator: life::Operator,
    pub(super) people: Vec<Person>,
    pub(super) kids: HashMap<Kid, usize>,
    pub(super) cards: Vec<(Credential, String)>,
    pub(super) tokens: Vec<Vec<u8>>,
    pub(super) organisations: Vec<Organisation>,
    pub(super) organisation_keys: Vec<OrganisationKeys>,
    pub(super) vaults: Vec<(VaultId, Vec<FolderId>)>,
    pub(super) keys: Vec<FolderKey>,
    pub(super) mandates: Vec<SignedMandate>,
    pub(super) papers: Vec<DocumentId>,
    pub(super) versions: Vec<SealedVersion>,
    pub(super) places: Vec<Place>,
    pub(super) recoveries: Vec<RecoveryId>,
}

impl World {
    /// An empty house. Its folder lies in memory where there is such a place: nothing here is meant to outlive the test.
    pub(super) async fn new(seed: u64) -> Self {
        let memory = Path::new("/dev/shm");
        let place = if memory.is_dir() { memory } else { Path::new(env!("CARGO_TARGET_TMPDIR")) };
        let folder = tempfile::tempdir_in(place).unwrap();
        let data = folder.path().join("data");
        let clock = Arc::new(TestClock::new(NOW_MS));
        let random = SharedEntropy::new(SeededEntropy::new(seed.wrapping_mul(2)));
        let (app, writer) =
            vault_server::boot::boot(&config(folder.path(), &data), clock.clone(), random).await.unwrap();
        let router = vault_server::http::router(Arc::clone(&app));
        let random = SharedEntropy::new(SeededEntropy::new(seed.wrapping_mul(2).wrapping_add(1)));
        let operator = life::Operator::new(folder.path());
        // The data move at each restoration, and the auditor compares them all the way.
        let sound = Soundness::of(config(folder.path(), &data), Arc::clone(&clock));
        sound.forgo();
        let house = House { app, router, clock, random, sound, folder };
        Self {
            house: Some(house),
            writer: Some(writer),
            data,
            restored: 0,
            operator,
            people: Vec::new(),
            kids: HashMap::new(),
            cards: Vec::new(),
            tokens: Vec::new(),
            organisations: Vec::new(),
            organisation_keys: Vec::new(),
            vaults: Vec::new(),
            keys: Vec::new(),
            mandates: Vec::new(),
            papers: Vec::new(),
            versions: Vec::new(),
            places: Vec::new(),
            recoveries: Vec::new(),
        }
    }

    /// The server that runs.
    pub(super) fn house(&self) -> &House {
        self.house.as_ref().expect("it runs")
    }

    /// What proves the PIN of this card, or fails to.
    pub(super) fn tag(&self, card: usize, right: bool) -> Bytes {
        let (credential, pin) = &self.cards[card];
        let pin = if right { pin } else { WRONG_PIN };
        Pin::enter(pin).unwrap().tag(credential).expose().to_vec().into()
    }

    /// A card whose PIN is that of everybody here.
    pub(super) fn keep_card(&mut self, card: Credential) -> usize {
        self.cards.push((card, PIN.to_owned()));
        self.cards.len() - 1
    }

    /// Somebody new.
    pub(super) fn keep_person(&mut self, person: Person) -> usize {
        self.kids.insert(person.keys.signing.kid(), self.people.len());
        self.people.push(person);
        self.people.len() - 1
    }

    /// How many objects lie in the blob store.
    pub(super) fn objects(&self) -> usize {
        crate::harness::files_under(&crate::harness::objects_in(&self.data)).len()
    }
}

fn config(folder: &Path, data: &Path) -> Config {
    Config::from_settings(settings_of(folder, data))
}

/// Parts of a house without its server.
struct Shell {
    clock: Arc<TestClock>,
    folder: TempDir,
    random: SharedEntropy,
    sound: Soundness,
}

impl Shell {
    fn furnish(self, app: Arc<vault_server::app::App>) -> House {
        let router: Router = vault_server::http::router(Arc::clone(&app));
        let Self { clock, folder, random, sound } = self;
        House { app, router, clock, random, sound, folder }
    }
}
