//! Every column that lies under the server's lock, in one list: from it rows are sealed anew under another epoch, and
//! it is known which epochs are still needed. `tests/api/turning.rs` holds the list to the schema.

mod trial;

use std::collections::BTreeSet;

use vault_core::at_rest;
use vault_core::entropy::Entropy;
use vault_core::ids::{AccountId, CredentialId, DocumentId, DocumentVersion, VaultId};

use super::lock::Table;
use super::{Lock, StoreError, Tx, execute, fetch_all, rows};

pub use trial::{Tried, try_page};

/// A column under the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locked {
    /// What is sealed to people.
    Wraps,
    /// Records.
    Records,
    /// The server's shares.
    Shares,
    /// Names of beneficiaries.
    Names,
    /// Kinds of folders.
    Folders,
    /// Account roots.
    Roots,
    /// Halves b of credentials.
    Halves,
    /// The server's halves of sessions.
    Sessions,
    /// Addresses of channels.
    Channels,
}

/// Which row: what its lock binds.
#[derive(Debug, Clone, Default)]
struct Key {
    /// What stands before the id in the row's name: vault, organisation or account; empty when nothing does.
    scope: Vec<u8>,
    /// The row's id.
    id: Vec<u8>,
    /// A document's version; zero where there is none.
    number: i64,
}

impl Key {
    fn version(&self) -> Result<DocumentVersion, StoreError> {
        Ok(DocumentVersion {
            vault: rows::id::<VaultId>(&self.scope, "documents.vault_id")?,
            document: rows::id::<DocumentId>(&self.id, "document_versions.document_id")?,
            version: rows::unsigned(self.number, "document_versions.version")?,
        })
    }

    fn credential(&self) -> Result<(AccountId, CredentialId), StoreError> {
        let account = rows::id(&self.scope, "credentials.account_id")?;
        Ok((account, rows::id(&self.id, "credentials.credential_id")?))
    }
}

/// Where a pass over a column stands.
#[derive(Debug, Clone, Default)]
pub struct Place(Key);

type Row = (Vec<u8>, Vec<u8>, i64, Vec<u8>);

impl Locked {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Wraps,
        Self::Records,
        Self::Shares,
        Self::Names,
        Self::Folders,
        Self::Roots,
        Self::Halves,
        Self::Sessions,
        Self::Channels,
    ];

    /// Table and column.
    #[must_use]
    pub const fn column(self) -> (&'static str, &'static str) {
        match self {
            Self::Wraps => ("wraps", "sealed"),
            Self::Records => ("document_versions", "sealed_record"),
            Self::Shares => ("document_versions", "sealed_share"),
            Self::Names => ("directory_entries", "sealed"),
            Self::Folders => ("folders", "sealed_kind"),
            Self::Roots => ("credentials", "sealed_root"),
            Self::Halves => ("credentials", "sealed_half_b"),
            Self::Sessions => ("sessions", "sealed_half"),
            Self::Channels => ("channels", "sealed"),
        }
    }

    /// The rows after a place, in the order of their ids: scope, id, number, what is sealed.
    async fn page(self, tx: &mut Tx, Place(after): &Place, limit: i64) -> Result<Vec<Row>, StoreError> {
        let (scope, id, number) = (after.scope.clone(), after.id.clone(), after.number);
        match self {
            Self::Wraps => fetch_all!(
                tx,
                "SELECT substr(wrap_hash, 1, 0), wrap_hash, CAST(0 AS BIGINT), sealed FROM wraps
                 WHERE wrap_hash > $1 ORDER BY wrap_hash LIMIT $2",
                id,
                limit,
            ),
            Self::Records => fetch_all!(
                tx,
                "SELECT d.vault_id, v.document_id, v.version, v.sealed_record
                 FROM document_versions v JOIN documents d ON d.document_id = v.document_id
                 WHERE (v.document_id, v.version) > ($1, $2) ORDER BY v.document_id, v.version LIMIT $3",
                id,
                number,
                limit,
            ),
            Self::Shares => fetch_all!(
                tx,
                "SELECT d.vault_id, v.document_id, v.version, v.sealed_share
                 FROM document_versions v JOIN documents d ON d.document_id = v.document_id
                 WHERE (v.document_id, v.version) > ($1, $2) ORDER BY v.document_id, v.version LIMIT $3",
                id,
                number,
                limit,
            ),
            Self::Names => fetch_all!(
                tx,
                "SELECT organisation_id, vault_id, CAST(0 AS BIGINT), sealed FROM directory_entries
                 WHERE (organisation_id, vault_id) > ($1, $2) ORDER BY organisation_id, vault_id LIMIT $3",
                scope,
                id,
                limit,
            ),
            Self::Folders => fetch_all!(
                tx,
                "SELECT substr(folder_id, 1, 0), folder_id, CAST(0 AS BIGINT), sealed_kind FROM folders
                 WHERE folder_id > $1 ORDER BY folder_id LIMIT $2",
                id,
                limit,
            ),
            Self::Roots => fetch_all!(
                tx,
                "SELECT account_id, credential_id, CAST(0 AS BIGINT), sealed_root FROM credentials
                 WHERE sealed_root IS NOT NULL AND credential_id > $1 ORDER BY credential_id LIMIT $2",
                id,
                limit,
            ),
            Self::Halves => fetch_all!(
                tx,
                "SELECT account_id, credential_id, CAST(0 AS BIGINT), sealed_half_b FROM credentials
                 WHERE credential_id > $1 ORDER BY credential_id LIMIT $2",
                id,
                limit,
            ),
            Self::Sessions => fetch_all!(
                tx,
                "SELECT substr(token_hash, 1, 0), token_hash, CAST(0 AS BIGINT), sealed_half FROM sessions
                 WHERE token_hash > $1 ORDER BY token_hash LIMIT $2",
                id,
                limit,
            ),
            Self::Channels => fetch_all!(
                tx,
                "SELECT substr(channel_id, 1, 0), channel_id, CAST(0 AS BIGINT), sealed FROM channels
                 WHERE channel_id > $1 ORDER BY channel_id LIMIT $2",
                id,
                limit,
            ),
        }
    }

    /// The different epochs, as the first bytes of what is sealed.
    async fn epochs(self, tx: &mut Tx) -> Result<Vec<(Vec<u8>,)>, StoreError> {
        match self {
            Self::Wraps => fetch_all!(tx, "SELECT DISTINCT substr(sealed, 1, 4) FROM wraps"),
            Self::Records => fetch_all!(tx, "SELECT DISTINCT substr(sealed_record, 1, 4) FROM document_versions"),
            Self::Shares => fetch_all!(tx, "SELECT DISTINCT substr(sealed_share, 1, 4) FROM document_versions"),
            Self::Names => fetch_all!(tx, "SELECT DISTINCT substr(sealed, 1, 4) FROM directory_entries"),
            Self::Folders => fetch_all!(tx, "SELECT DISTINCT substr(sealed_kind, 1, 4) FROM folders"),
            Self::Roots => fetch_all!(
                tx,
                "SELECT DISTINCT substr(sealed_root, 1, 4) FROM credentials WHERE sealed_root IS NOT NULL",
            ),
            Self::Halves => fetch_all!(tx, "SELECT DISTINCT substr(sealed_half_b, 1, 4) FROM credentials"),
            Self::Sessions => fetch_all!(tx, "SELECT DISTINCT substr(sealed_half, 1, 4) FROM sessions"),
            Self::Channels => fetch_all!(tx, "SELECT DISTINCT substr(sealed, 1, 4) FROM channels"),
        }
    }

    async fn put(self, tx: &mut Tx, Key { scope, id, number }: Key, sealed: Vec<u8>) -> Result<(), StoreError> {
        match self {
            Self::Wraps => execute!(tx, "UPDATE wraps SET sealed = $1 WHERE wrap_hash = $2", sealed, id),
            Self::Records => execute!(
                tx,
                "UPDATE document_versions SET sealed_record = $1 WHERE document_id = $2 AND version = $3",
                sealed,
                id,
                number,
            ),
            Self::Shares => execute!(
                tx,
                "UPDATE document_versions SET sealed_share = $1 WHERE document_id = $2 AND version = $3",
                sealed,
                id,
                number,
            ),
            Self::Names => execute!(
                tx,
                "UPDATE directory_entries SET sealed = $1 WHERE organisation_id = $2 AND vault_id = $3",
                sealed,
                scope,
                id,
            ),
            Self::Folders => execute!(tx, "UPDATE folders SET sealed_kind = $1 WHERE folder_id = $2", sealed, id),
            Self::Roots => {
                execute!(tx, "UPDATE credentials SET sealed_root = $1 WHERE credential_id = $2", sealed, id)
            }
            Self::Halves => {
                execute!(tx, "UPDATE credentials SET sealed_half_b = $1 WHERE credential_id = $2", sealed, id)
            }
            Self::Sessions => execute!(tx, "UPDATE sessions SET sealed_half = $1 WHERE token_hash = $2", sealed, id),
            Self::Channels => execute!(tx, "UPDATE channels SET sealed = $1 WHERE channel_id = $2", sealed, id),
        }
        .map(drop)
    }

    /// The same row under the current epoch.
    fn seal_anew(
        self,
        lock: &Lock,
        entropy: &mut dyn Entropy,
        key: &Key,
        sealed: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let mut row = |table, name: &[u8]| {
            let opened = lock.open_row(table, name, sealed)?;
            Ok(lock.seal_row(entropy, table, name, &opened))
        };
        match self {
            Self::Wraps => row(Table::Wraps, &key.id),
            Self::Records => row(Table::Records, &key.version()?.to_bytes()),
            Self::Names => row(Table::DirectoryEntries, &[&key.scope[..], &key.id].concat()),
            Self::Folders => row(Table::Folders, &key.id),
            Self::Roots => row(Table::Roots, &key.id),
            Self::Sessions => row(Table::Sessions, &key.id),
            Self::Channels => row(Table::Channels, &key.id),
            Self::Shares => {
                let of = key.version()?;
                Ok(lock.seal_share(entropy, &of, &lock.open_share(&of, sealed)?))
            }
            Self::Halves => {
                let (account, credential) = key.credential()?;
                Ok(lock.seal_half(entropy, account, credential, &lock.open_half(account, credential, sealed)?))
            }
        }
    }
}

/// Seals the next rows of a column under the current epoch, those that are not yet. Gives the place from which to go
/// on, or none when the column is done: whatever is written meanwhile is under the current epoch already.
pub async fn seal_page_anew(
    tx: &mut Tx,
    lock: &Lock,
    entropy: &mut (dyn Entropy + Send),
    column: Locked,
    after: &Place,
    limit: u32,
) -> Result<Option<Place>, StoreError> {
    let page = column.page(tx, after, limit.into()).await?;
    let more = page.len() == limit as usize;
    let mut last = Place::default();
    for (scope, id, number, sealed) in page {
        let key = Key { scope, id, number };
        last = Place(key.clone());
        if at_rest::epoch_of(&sealed).map_err(StoreError::Corrupt)? != lock.current_epoch() {
            let anew = column.seal_anew(lock, entropy, &key, &sealed)?;
            column.put(tx, key, anew).await?;
        }
    }
    Ok(more.then_some(last))
}

/// The epochs under which any row lies.
pub async fn epochs_in_use(tx: &mut Tx) -> Result<BTreeSet<u32>, StoreError> {
    let mut epochs = BTreeSet::new();
    for column in Locked::ALL {
        for (beginning,) in column.epochs(tx).await? {
            epochs.insert(at_rest::epoch_of(&beginning).map_err(StoreError::Corrupt)?);
        }
    }
    Ok(epochs)
}
