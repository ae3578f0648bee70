//! Organisations, members, what is sealed to members, and directories.

use vault_core::entropy::Entropy;
use vault_core::ids::{AccountId, FolderId, Hash, MandateId, OrganisationId, VaultId};
use vault_core::suite;
use vault_core::vocabulary::{MemberState, Role};
use vault_core::wrap::{Wrap, WrapKind};

use super::lock::Table;
use super::{Lock, StoreError, Tx, execute, fetch_all, fetch_optional, rows};
use crate::access::MemberAccess;
use crate::access::recovery::ReleaseAccess;

/// A member.
#[derive(Debug, Clone)]
pub struct Member {
    /// The account.
    pub account_id: AccountId,
    /// The role.
    pub role: Role,
    /// As the member chose to appear.
    pub display_name: String,
    /// Active or suspended.
    pub state: MemberState,
}

/// A line of a directory.
#[derive(Debug)]
pub struct DirectoryEntry {
    /// The vault.
    pub vault_id: VaultId,
    /// The directory seed's epoch.
    pub epoch: u32,
    /// The sealed name.
    pub entry: Vec<u8>,
}

/// Writes a new organisation. Its maker has proved with [`crate::access::founder`] that it may.
pub async fn insert(tx: &mut Tx, organisation_id: OrganisationId, name: &str, now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO organisations (organisation_id, name, created_ms) VALUES ($1, $2, $3)",
        organisation_id.as_ref().to_vec(),
        name.to_owned(),
        rows::signed(now_ms),
    )
    .map(drop)
}

/// An organisation's public name.
pub async fn name(tx: &mut Tx, organisation_id: OrganisationId) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = fetch_optional!(
        tx,
        "SELECT name FROM organisations WHERE organisation_id = $1",
        organisation_id.as_ref().to_vec(),
    )?;
    Ok(row.map(|(name,)| name))
}

/// Every organisation: id and public name.
pub async fn all(tx: &mut Tx) -> Result<Vec<(OrganisationId, String)>, StoreError> {
    let rows: Vec<(Vec<u8>, String)> = fetch_all!(tx, "SELECT organisation_id, name FROM organisations ORDER BY name")?;
    rows.into_iter().map(|(id, name)| Ok((rows::id(&id, "organisations.organisation_id")?, name))).collect()
}

/// Makes an account a member.
pub async fn insert_member(
    tx: &mut Tx,
    organisation_id: OrganisationId,
    account_id: AccountId,
    role: Role,
    now_ms: u64,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO members (account_id, organisation_id, role, created_ms) VALUES ($1, $2, $3, $4)",
        account_id.as_ref().to_vec(),
        organisation_id.as_ref().to_vec(),
        i64::from(role.number()),
        rows::signed(now_ms),
    )
    .map(drop)
}

/// Where an account belongs, or belonged until it was removed: see [`super::accounts::Membership`].
pub async fn membership(tx: &mut Tx, account_id: AccountId) -> Result<Option<(OrganisationId, Role)>, StoreError> {
    let row: Option<(Vec<u8>, i64)> = fetch_optional!(
        tx,
        "SELECT organisation_id, role FROM members WHERE account_id = $1",
        account_id.as_ref().to_vec(),
    )?;
    row.map(|(id, role)| {
        Ok((rows::id(&id, "members.organisation_id")?, rows::code(role, Role::from_number, "members.role")?))
    })
    .transpose()
}

/// The members who were not removed, to a member. One whose account was disabled, for not having come for long, is shown
/// as suspended: it comes to the same, and is lifted in the same way.
pub async fn members(tx: &mut Tx, access: &MemberAccess) -> Result<Vec<Member>, StoreError> {
    let rows: Vec<(Vec<u8>, i64, i64, Option<String>)> = fetch_all!(
        tx,
        "SELECT m.account_id, m.role, CASE WHEN a.status = 3 THEN 2 ELSE m.state END, a.display_name
         FROM members m JOIN accounts a ON a.account_id = m.account_id
         WHERE m.organisation_id = $1 AND m.state <> 3 ORDER BY m.created_ms",
        access.organisation_id().as_ref().to_vec(),
    )?;
    rows.into_iter()
        .map(|(id, role, state, name)| {
            Ok(Member {
                account_id: rows::id(&id, "members.account_id")?,
                role: rows::code(role, Role::from_number, "members.role")?,
                display_name: name.unwrap_or_default(),
                state: rows::code(state, MemberState::from_number, "members.state")?,
            })
        })
        .collect()
}

/// Keeps something sealed to people (`VWR1`) that the caller has verified.
pub async fn insert_wrap(
    tx: &mut Tx,
    lock: &Lock,
    entropy: &mut (dyn Entropy + Send),
    wrap: &Wrap<'_>,
    bytes: &[u8],
    mandate_id: Option<MandateId>,
) -> Result<(), StoreError> {
    let hash = Hash::from_bytes(suite::sha256(&[bytes]));
    let sealed = lock.seal_row(entropy, Table::Wraps, hash.as_ref(), bytes);
    let about = wrap.about();
    execute!(
        tx,
        "INSERT INTO wraps (wrap_hash, kind, scope, object, epoch, mandate_id, sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        hash.as_ref().to_vec(),
        i64::from(about.kind as u8),
        about.scope.to_vec(),
        about.object.to_vec(),
        i64::from(about.epoch),
        mandate_id.map(|id| id.as_ref().to_vec()),
        sealed,
    )
    .map(drop)
}

/// What is sealed about an object: all wraps of a kind, newest epoch first, of one mandate or of none.
pub async fn wraps(
    tx: &mut Tx,
    lock: &Lock,
    kind: WrapKind,
    object: &[u8; 16],
    mandate_id: Option<MandateId>,
) -> Result<Vec<Vec<u8>>, StoreError> {
    let rows: Vec<(Vec<u8>, Vec<u8>)> = fetch_all!(
        tx,
        "SELECT wrap_hash, sealed FROM wraps WHERE kind = $1 AND object = $2
             AND ((mandate_id IS NULL AND $3 IS NULL) OR mandate_id = $3) ORDER BY epoch DESC",
        i64::from(kind as u8),
        object.to_vec(),
        mandate_id.map(|id| id.as_ref().to_vec()),
    )?;
    rows.into_iter().map(|(hash, sealed)| Ok(lock.open_row(Table::Wraps, &hash, &sealed)?.to_vec())).collect()
}

/// One wrap by its hash.
pub async fn wrap(tx: &mut Tx, lock: &Lock, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
    let row: Option<(Vec<u8>,)> =
        fetch_optional!(tx, "SELECT sealed FROM wraps WHERE wrap_hash = $1", hash.as_ref().to_vec())?;
    row.map(|(sealed,)| Ok(lock.open_row(Table::Wraps, hash.as_ref(), &sealed)?.to_vec())).transpose()
}

/// Forgets the seeds of a folder that were sealed to the owner's former key.
pub async fn remove_owner_seeds(
    tx: &mut Tx,
    _at_the_end_of: &ReleaseAccess,
    folder_id: FolderId,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "DELETE FROM wraps WHERE kind = $1 AND object = $2 AND mandate_id IS NULL",
        i64::from(WrapKind::FolderSeedToOwner as u8),
        folder_id.as_ref().to_vec(),
    )
    .map(drop)
}

/// Writes a name into the directory of the proof's organisation.
pub async fn insert_directory_entry(
    tx: &mut Tx,
    lock: &Lock,
    entropy: &mut (dyn Entropy + Send),
    access: &MemberAccess,
    entry: &DirectoryEntry,
) -> Result<(), StoreError> {
    let key = directory_key(access.organisation_id(), entry.vault_id);
    let sealed = lock.seal_row(entropy, Table::DirectoryEntries, &key, &entry.entry);
    execute!(
        tx,
        "INSERT INTO directory_entries (organisation_id, vault_id, epoch, sealed) VALUES ($1, $2, $3, $4)",
        access.organisation_id().as_ref().to_vec(),
        entry.vault_id.as_ref().to_vec(),
        i64::from(entry.epoch),
        sealed,
    )
    .map(drop)
}

/// The directory of the proof's organisation.
pub async fn directory(tx: &mut Tx, lock: &Lock, access: &MemberAccess) -> Result<Vec<DirectoryEntry>, StoreError> {
    let rows: Vec<(Vec<u8>, i64, Vec<u8>)> = fetch_all!(
        tx,
        "SELECT vault_id, epoch, sealed FROM directory_entries WHERE organisation_id = $1",
        access.organisation_id().as_ref().to_vec(),
    )?;
    rows.into_iter()
        .map(|(vault_id, epoch, sealed)| {
            let vault_id = rows::id(&vault_id, "directory_entries.vault_id")?;
            let key = directory_key(access.organisation_id(), vault_id);
            Ok(DirectoryEntry {
                vault_id,
                epoch: rows::unsigned(epoch, "directory_entries.epoch")?,
                entry: lock.open_row(Table::DirectoryEntries, &key, &sealed)?.to_vec(),
            })
        })
        .collect()
}

pub(super) fn directory_key(organisation_id: OrganisationId, vault_id: VaultId) -> Vec<u8> {
    [organisation_id.as_ref(), vault_id.as_ref()].concat()
}
