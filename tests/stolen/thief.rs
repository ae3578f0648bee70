//! A thief who has copies of files and some keys, knows every format, and opens whatever these open: the same code for
//! what must stay shut and for what does open.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, FromRow, Row};
use vault_core::at_rest::{self, Lock};
use vault_core::certificate::Certificate;
use vault_core::credential::{Credential, open_root};
use vault_core::document::Opener;
use vault_core::ids::{AccountId, CredentialId, DocumentVersion, FolderEpoch, FolderId, OrganisationId, VaultId};
use vault_core::keys::{AccountKeys, OpeningKey, VerifyingKey};
use vault_core::log::{EventBody, SealedRow};
use vault_core::name::Directory;
use vault_core::secret::{ClientShare, DirectorySeed, HalfB, ServerShare, SessionHalf};
use vault_core::session::SessionHalves;
use vault_core::share::derive_document_key;
use vault_core::wrap::{MemberEpoch, Reading, SeedFor, Wrap, WrapKind};
use vault_server::key_directory::KeyDirectory;

use crate::harness::files_under;

/// Everything secret that somebody has come to hold, and may have kept.
#[derive(Debug, Default)]
pub(super) struct Ring {
    /// Roots of accounts, opened.
    pub(super) accounts: BTreeMap<AccountId, AccountKeys>,
    /// Cards, without their PIN.
    pub(super) cards: Vec<Credential>,
    /// Keys of folders and mandate keys of organisations.
    pub(super) opening: Vec<OpeningKey>,
    /// Seeds of directories, by organisation and epoch.
    pub(super) directories: Vec<(OrganisationId, u32, DirectorySeed)>,
    /// Client shares of papers whose description was read.
    pub(super) clients: HashMap<DocumentVersion, ClientShare>,
}

/// What came to light.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Loot {
    /// Contents of papers.
    pub(super) contents: BTreeSet<Vec<u8>>,
    /// Titles.
    pub(super) titles: BTreeSet<String>,
    /// Names and birth dates of beneficiaries.
    pub(super) names: BTreeSet<String>,
    /// How many accounts' roots were opened with a card.
    pub(super) roots: usize,
    /// How many entries of the log can be read.
    pub(super) log: usize,
}

/// What was stolen.
#[derive(Debug, Default)]
pub(super) struct Thief {
    /// A copy of the database.
    pub(super) database: Option<PathBuf>,
    /// A folder in which copies of sealed objects lie.
    pub(super) objects: Option<PathBuf>,
    /// A copy of the key directory.
    pub(super) keys: Option<KeyDirectory>,
}

impl Thief {
    /// Somebody with a copy of the data folder.
    pub(super) fn of_data(data: &Path) -> Self {
        Self { database: Some(data.join("vault.db")), objects: Some(data.join("blobs")), keys: None }
    }

    /// The same, with a copy of the key directory.
    pub(super) fn with_keys(mut self, keys: &Path) -> Self {
        self.keys = Some(KeyDirectory::open(keys).expect("a copy of the keys"));
        self
    }

    /// Opens everything that these copies and this ring open; the ring grows by what is found.
    pub(super) fn rob(&self, ring: &mut Ring) -> Loot {
        let mut loot = Loot::default();
        if self.database.is_some() {
            loot.roots = self.open_roots(ring);
            while self.open_wraps(ring) {}
            self.open_papers(ring, &mut loot);
            self.open_names(ring, &mut loot);
            loot.log = self.read_log();
        }
        loot
    }

    /// The keys of whoever's session lies in a profile, if the server's half is in the copy.
    pub(super) fn open_session(&self, profile: &Path, server_half: Option<&SessionHalf>) -> Option<AccountKeys> {
        let stored: serde_json::Value = serde_json::from_slice(&fs::read(profile.join("session.json")).ok()?).ok()?;
        let bytes = |name: &str| data_encoding::BASE64URL_NOPAD.decode(stored[name].as_str()?.as_bytes()).ok();
        let account: AccountId = stored["account"].as_str()?.parse().ok()?;
        let found;
        let server = if let Some(half) = server_half {
            half
        } else {
            let hash = vault_server::domain::login::token_hash(&bytes("token")?);
            let rows: Vec<(Vec<u8>, Vec<u8>)> = self.rows("SELECT token_hash, sealed_half FROM sessions");
            let (_, sealed) = rows.into_iter().find(|(token, _)| token[..] == *hash.as_ref())?;
            found = SessionHalf::from_slice(&self.unlock(6, hash.as_ref(), &sealed)?)?;
            &found
        };
        let local = SessionHalf::from_slice(&bytes("local_half")?)?;
        SessionHalves { local: &local, server }.open(account, &bytes("sealed_root")?).ok()
    }

    /// The server's share of each paper, which it lets go of at each opening.
    pub(super) fn shares(&self) -> Vec<(DocumentVersion, ServerShare)> {
        let rows: Vec<PaperRow> = self.rows(PAPERS);
        let share = |row: &PaperRow| {
            let (epoch, key) = self.lock_of(&row.share)?;
            Some((row.version(), Lock { epoch, key: &*key? }.open_share(&row.version(), &row.share).ok()?))
        };
        rows.iter().filter_map(share).collect()
    }

    /// The server's half of each credential, which it lets go of at each login.
    pub(super) fn halves(&self) -> Vec<HalfB> {
        let rows: Vec<(Vec<u8>, Vec<u8>, Vec<u8>)> =
            self.rows("SELECT credential_id, account_id, sealed_half_b FROM credentials");
        let half = |(id, account, sealed): &(Vec<u8>, Vec<u8>, Vec<u8>)| {
            let (epoch, key) = self.lock_of(sealed)?;
            let (account, id) = (AccountId::try_from(&account[..]).ok()?, CredentialId::try_from(&id[..]).ok()?);
            Lock { epoch, key: &*key? }.open_half(account, id, sealed).ok()
        };
        rows.iter().filter_map(half).collect()
    }

    /// What lies under the server's lock; as it lies there for whoever has no key, in case it is not locked at all.
    fn unlock(&self, table: u8, key: &[u8], row: &[u8]) -> Option<Vec<u8>> {
        match self.lock_of(row) {
            None => Some(row.to_vec()),
            Some((epoch, rest)) => Lock { epoch, key: &*rest? }.open_row(table, key, row).ok().map(|row| row.to_vec()),
        }
    }

    /// The key that a row names; an inner none when it was destroyed, an outer one for whoever has no keys.
    fn lock_of(&self, row: &[u8]) -> Option<(u32, Option<std::sync::Arc<vault_core::secret::RestKey>>)> {
        let epoch = at_rest::epoch_of(row).unwrap_or(0);
        self.keys.as_ref().map(|keys| (epoch, keys.rest(epoch)))
    }

    fn open_roots(&self, ring: &mut Ring) -> usize {
        let rows: Vec<RootRow> = self.rows(
            "SELECT credential_id, account_id, sealed_root, sealed_half_b FROM credentials WHERE sealed_root IS NOT NULL",
        );
        let mut opened = 0;
        for (id, account, root, half) in rows {
            let account = AccountId::try_from(&account[..]).expect("an id");
            let id = CredentialId::try_from(&id[..]).expect("an id");
            let Some(card) = ring.cards.iter().find(|card| card.id == id) else { continue };
            let half = match self.lock_of(&half) {
                None => HalfB::from_slice(&half[..half.len().min(32)]),
                Some((epoch, rest)) => {
                    rest.and_then(|key| Lock { epoch, key: &key }.open_half(account, id, &half).ok())
                }
            };
            let Some((half, root)) = half.zip(self.unlock(5, id.as_ref(), &root)) else { continue };
            if let Ok(keys) = open_root(card, &half, account, &root) {
                ring.accounts.insert(account, keys);
                opened += 1;
            }
        }
        opened
    }

    /// One pass over what is sealed to people; whether something new was found.
    fn open_wraps(&self, ring: &mut Ring) -> bool {
        let makers = self.makers();
        let rows: Vec<(Vec<u8>, Vec<u8>)> = self.rows("SELECT wrap_hash, sealed FROM wraps");
        let before = (ring.opening.len(), ring.directories.len());
        for bytes in rows.iter().filter_map(|(hash, sealed)| self.unlock(1, hash, sealed)) {
            let Ok(wrap) = Wrap::parse(&bytes) else { continue };
            let Some(maker) = makers.iter().find(|key| key.kid() == wrap.maker()) else { continue };
            let own = ring.accounts.values().map(|keys| &keys.opening).chain(&ring.opening);
            let Some(with) = own.into_iter().find(|key| wrap.is_for(key.sealing_key())) else { continue };
            let reading = Reading { with, maker };
            let about = wrap.about();
            let of = FolderEpoch {
                vault: VaultId::from_bytes(about.scope),
                folder: FolderId::from_bytes(about.object),
                epoch: about.epoch,
            };
            let member = MemberEpoch {
                organisation: OrganisationId::from_bytes(about.scope),
                member: AccountId::from_bytes(about.object),
                epoch: about.epoch,
            };
            let found = match about.kind {
                WrapKind::FolderSeedToOwner => reading.open_folder_seed(&bytes, SeedFor::Owner, &of),
                WrapKind::FolderSeedToHolder => reading.open_folder_seed(&bytes, SeedFor::Holder, &of),
                WrapKind::MandateSeedToMember => reading.open_mandate_seed(&bytes, &member),
                WrapKind::DirectorySeedToMember => {
                    let known =
                        ring.directories.iter().any(|(id, epoch, _)| (*id, *epoch) == (member.organisation, of.epoch));
                    if !known && let Ok(seed) = reading.open_directory_seed(&bytes, &member) {
                        ring.directories.push((member.organisation, of.epoch, seed));
                    }
                    continue;
                }
                _ => continue,
            };
            if let Ok(key) = found
                && !ring.opening.iter().any(|known| known.sealing_key() == key.sealing_key())
            {
                ring.opening.push(key);
            }
        }
        before != (ring.opening.len(), ring.directories.len())
    }

    fn open_papers(&self, ring: &mut Ring, loot: &mut Loot) {
        let makers = self.makers();
        let rows: Vec<PaperRow> = self.rows(PAPERS);
        for row in rows {
            let of = row.version();
            if let Some(bytes) = self.unlock(2, &of.to_bytes(), &row.record)
                && let Ok(wrap) = Wrap::parse(&bytes)
                && let Some(maker) = makers.iter().find(|key| key.kid() == wrap.maker())
                && let Some(with) = ring.opening.iter().find(|key| wrap.is_for(key.sealing_key()))
            {
                let reading = Reading { with, maker };
                let payload =
                    reading.open_record_to_folder(&bytes, &of, wrap.about().epoch).expect("sealed to this key");
                let (client, record) = payload.read().expect("a record");
                loot.titles.insert(record.title);
                ring.clients.insert(of, client);
            }
            let server = match self.lock_of(&row.share) {
                None => ServerShare::from_slice(&row.share[..32]),
                Some((epoch, rest)) => rest.and_then(|key| Lock { epoch, key: &key }.open_share(&of, &row.share).ok()),
            };
            if let Some((client, server)) = ring.clients.get(&of).zip(server)
                && let Some(content) = self.open_object(&row.blob_key, client, &server, &of)
            {
                loot.contents.insert(content);
            }
        }
    }

    fn open_object(
        &self,
        key: &str,
        client: &ClientShare,
        server: &ServerShare,
        of: &DocumentVersion,
    ) -> Option<Vec<u8>> {
        let object = files_under(self.objects.as_ref()?)
            .into_iter()
            .find(|path| path.file_name().is_some_and(|name| name == key))?;
        let (mut opener, mut content) = (Opener::new(&derive_document_key(client, server, of), *of), Vec::new());
        opener.push(&fs::read(object).ok()?, &mut content).ok()?;
        opener.finish(&mut content).ok()?;
        Some(content)
    }

    fn open_names(&self, ring: &Ring, loot: &mut Loot) {
        let rows: Vec<(Vec<u8>, Vec<u8>, Vec<u8>)> =
            self.rows("SELECT organisation_id, vault_id, sealed FROM directory_entries");
        for (organisation, vault, sealed) in rows {
            let Some(name) = self.unlock(3, &[&organisation[..], &vault].concat(), &sealed) else { continue };
            let vault = VaultId::try_from(&vault[..]).expect("an id");
            for (of, epoch, seed) in &ring.directories {
                if let Ok(entry) = Directory::derive(seed, *of, *epoch).open(vault, &name) {
                    loot.names.insert(format!("{} {} {}", entry.given_name, entry.family_name, entry.birth_date));
                }
            }
        }
    }

    fn read_log(&self) -> usize {
        let rows: Vec<(i64, Vec<u8>)> = self.rows("SELECT log_index, sealed FROM log_entries WHERE sealed IS NOT NULL");
        let read = |(index, sealed): &(i64, Vec<u8>)| {
            let Some(keys) = &self.keys else { return EventBody::parse(sealed).is_ok() };
            let month = SealedRow::month_of(sealed).expect("a month");
            let key = keys.log_body_key(month).expect("keys that can be read");
            key.is_some_and(|key| SealedRow::open(&key, u64::try_from(*index).expect("an index"), sealed).is_ok())
        };
        rows.iter().filter(|row| read(row)).count()
    }

    /// Everybody's verifying keys: public, and in the copy.
    fn makers(&self) -> Vec<VerifyingKey> {
        let rows: Vec<(Vec<u8>,)> = self.rows("SELECT certificate FROM certificates");
        rows.iter().filter_map(|(bytes,)| Certificate::parse(bytes).ok()?.verifying).collect()
    }

    /// Rows of the copy.
    pub(super) fn rows<T>(&self, statement: &'static str) -> Vec<T>
    where
        T: for<'r> FromRow<'r, sqlx::sqlite::SqliteRow> + Send + Unpin,
    {
        let Some(database) = &self.database else { return Vec::new() };
        let tasks = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        tasks
            .block_on(async {
                let options = SqliteConnectOptions::new().filename(database);
                let mut connection = SqliteConnection::connect_with(&options).await?;
                let rows = sqlx::query_as(statement).fetch_all(&mut connection).await?;
                connection.close().await?;
                Ok::<_, sqlx::Error>(rows)
            })
            .expect("a copy of the database")
    }
}

/// A credential, its account, the account's root and the server's half.
type RootRow = (Vec<u8>, Vec<u8>, Vec<u8>, Vec<u8>);

const PAPERS: &str = "SELECT d.vault_id, v.document_id, v.version, v.blob_key, v.sealed_record, v.sealed_share
                      FROM document_versions v JOIN documents d ON d.document_id = v.document_id";

struct PaperRow {
    vault: Vec<u8>,
    document: Vec<u8>,
    number: i64,
    blob_key: String,
    record: Vec<u8>,
    share: Vec<u8>,
}

impl FromRow<'_, sqlx::sqlite::SqliteRow> for PaperRow {
    fn from_row(row: &sqlx::sqlite::SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            vault: row.try_get(0)?,
            document: row.try_get(1)?,
            number: row.try_get(2)?,
            blob_key: row.try_get(3)?,
            record: row.try_get(4)?,
            share: row.try_get(5)?,
        })
    }
}

impl PaperRow {
    fn version(&self) -> DocumentVersion {
        DocumentVersion {
            vault: VaultId::try_from(&self.vault[..]).expect("an id"),
            document: vault_core::ids::DocumentId::try_from(&self.document[..]).expect("an id"),
            version: u64::try_from(self.number).expect("a version"),
        }
    }
}
