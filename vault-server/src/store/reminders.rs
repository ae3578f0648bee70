//! Days on which owners are told that a paper is to be renewed. What is to be done is sealed to the paper's folder, and
//! lies among the wraps.

use std::collections::BTreeSet;

use vault_core::entropy::Entropy;
use vault_core::ids::{AccountId, DocumentId, FolderId, Hash, ReminderId, VaultId};
use vault_core::reminder::Reminder;
use vault_core::suite;
use vault_core::wrap::Wrap;

use super::{Lock, StoreError, Tx, execute, fetch_all, fetch_optional, organisations, rows};
use crate::access::amend::Amend;
use crate::access::remind::{Remind, RemovalAccess};
use crate::access::{FolderAccess, Read};

/// A reminder as it is kept.
#[derive(Debug)]
pub struct Stored {
    /// What it is about.
    pub reminder: Reminder,
    /// SHA-256 of its text (`VWR1` kind 14).
    pub text: Hash,
    /// Who set it.
    pub author: AccountId,
    /// When, Unix milliseconds.
    pub created_ms: u64,
}

type Row = (Vec<u8>, Vec<u8>, Vec<u8>, i64, Vec<u8>, Vec<u8>, i64);

/// Sets a reminder on a document that lies in the folder of the proof.
pub async fn insert(
    tx: &mut Tx,
    lock: &Lock,
    entropy: &mut (dyn Entropy + Send),
    access: &FolderAccess<Remind>,
    reminder: &Reminder,
    (wrap, text): (&Wrap<'_>, &[u8]),
    now_ms: u64,
) -> Result<Stored, StoreError> {
    let hash = Hash::from_bytes(suite::sha256(&[text]));
    organisations::insert_wrap(tx, lock, entropy, wrap, text, None).await?;
    execute!(
        tx,
        "INSERT INTO reminders (reminder_id, vault_id, document_id, due_ms, text_hash, author, created_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        reminder.id.as_ref().to_vec(),
        access.vault_id().as_ref().to_vec(),
        reminder.document.as_ref().to_vec(),
        rows::signed(reminder.due_ms),
        hash.as_ref().to_vec(),
        access.account_id().as_ref().to_vec(),
        rows::signed(now_ms),
    )?;
    Ok(Stored { reminder: *reminder, text: hash, author: access.account_id(), created_ms: now_ms })
}

/// One reminder.
pub async fn find(tx: &mut Tx, id: ReminderId) -> Result<Option<Stored>, StoreError> {
    let row: Option<Row> = fetch_optional!(
        tx,
        "SELECT reminder_id, vault_id, document_id, due_ms, text_hash, author, created_ms
         FROM reminders WHERE reminder_id = $1",
        id.as_ref().to_vec(),
    )?;
    row.map(stored).transpose()
}

/// How many reminders a document has.
pub async fn count(tx: &mut Tx, document: DocumentId) -> Result<u64, StoreError> {
    let row: Option<(i64,)> =
        fetch_optional!(tx, "SELECT COUNT(*) FROM reminders WHERE document_id = $1", document.as_ref().to_vec(),)?;
    rows::unsigned(row.map_or(0, |(count,)| count), "reminders")
}

/// The reminders of a document.
pub async fn of_document(tx: &mut Tx, document: DocumentId) -> Result<BTreeSet<ReminderId>, StoreError> {
    let found: Vec<(Vec<u8>,)> =
        fetch_all!(tx, "SELECT reminder_id FROM reminders WHERE document_id = $1", document.as_ref().to_vec())?;
    found.into_iter().map(|(id,)| rows::id(&id, "reminders.reminder_id")).collect()
}

/// Puts another text in the place of that of a reminder, whose document moves to the folder of the proof.
pub async fn replace_text(
    tx: &mut Tx,
    lock: &Lock,
    entropy: &mut (dyn Entropy + Send),
    into: &FolderAccess<Amend>,
    id: ReminderId,
    (wrap, text): (&Wrap<'_>, &[u8]),
) -> Result<(), StoreError> {
    forget_text(tx, into.vault_id(), id).await?;
    organisations::insert_wrap(tx, lock, entropy, wrap, text, None).await?;
    execute!(
        tx,
        "UPDATE reminders SET text_hash = $1, author = $2 WHERE reminder_id = $3 AND vault_id = $4",
        suite::sha256(&[text]).to_vec(),
        into.account_id().as_ref().to_vec(),
        id.as_ref().to_vec(),
        into.vault_id().as_ref().to_vec(),
    )
    .map(drop)
}

async fn forget_text(tx: &mut Tx, vault: VaultId, id: ReminderId) -> Result<(), StoreError> {
    execute!(
        tx,
        "DELETE FROM wraps WHERE wrap_hash IN
             (SELECT text_hash FROM reminders WHERE reminder_id = $1 AND vault_id = $2)",
        id.as_ref().to_vec(),
        vault.as_ref().to_vec(),
    )
    .map(drop)
}

/// The reminders of the documents in the folder of the proof, with their sealed texts.
pub async fn in_folder(
    tx: &mut Tx,
    lock: &Lock,
    access: &FolderAccess<Read>,
) -> Result<Vec<(Stored, Vec<u8>)>, StoreError> {
    let found: Vec<Row> = fetch_all!(
        tx,
        "SELECT r.reminder_id, r.vault_id, r.document_id, r.due_ms, r.text_hash, r.author, r.created_ms
         FROM documents d JOIN reminders r ON r.document_id = d.document_id
         WHERE d.vault_id = $1 AND d.folder_id = $2 ORDER BY r.due_ms, r.reminder_id",
        access.vault_id().as_ref().to_vec(),
        access.folder_id().as_ref().to_vec(),
    )?;
    let mut reminders = Vec::with_capacity(found.len());
    for row in found {
        let stored = stored(row)?;
        let text = organisations::wrap(tx, lock, stored.text).await?;
        reminders.push((stored, text.ok_or(StoreError::Form("reminders.text_hash"))?));
    }
    Ok(reminders)
}

/// The epochs of a folder to which texts of reminders are sealed.
pub async fn epochs(tx: &mut Tx, folder: FolderId) -> Result<BTreeSet<u32>, StoreError> {
    let found: Vec<(i64,)> = fetch_all!(
        tx,
        "SELECT DISTINCT w.epoch FROM documents d
             JOIN reminders r ON r.document_id = d.document_id JOIN wraps w ON w.wrap_hash = r.text_hash
         WHERE d.folder_id = $1",
        folder.as_ref().to_vec(),
    )?;
    found.into_iter().map(|(epoch,)| rows::unsigned(epoch, "wraps.epoch")).collect()
}

/// Removes a reminder of the proof's vault, and its text.
pub async fn remove(tx: &mut Tx, access: &RemovalAccess, id: ReminderId) -> Result<(), StoreError> {
    forget_text(tx, access.vault_id(), id).await?;
    execute!(
        tx,
        "DELETE FROM reminders WHERE reminder_id = $1 AND vault_id = $2",
        id.as_ref().to_vec(),
        access.vault_id().as_ref().to_vec(),
    )
    .map(drop)
}

/// The vaults of which a reminder has come due and was not told, at most so many.
pub async fn due(tx: &mut Tx, now_ms: u64, limit: u32) -> Result<Vec<VaultId>, StoreError> {
    let found: Vec<(Vec<u8>,)> = fetch_all!(
        tx,
        "SELECT DISTINCT vault_id FROM reminders WHERE sent_ms IS NULL AND due_ms <= $1 ORDER BY vault_id LIMIT $2",
        rows::signed(now_ms),
        i64::from(limit),
    )?;
    found.into_iter().map(|(id,)| rows::id(&id, "reminders.vault_id")).collect()
}

/// The reminders of a vault that have come due are told now, and not again.
pub async fn told(tx: &mut Tx, vault: VaultId, now_ms: u64) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE reminders SET sent_ms = $1 WHERE vault_id = $2 AND sent_ms IS NULL AND due_ms <= $1",
        rows::signed(now_ms),
        vault.as_ref().to_vec(),
    )
    .map(drop)
}

fn stored((id, vault, document, due_ms, text, author, created_ms): Row) -> Result<Stored, StoreError> {
    Ok(Stored {
        reminder: Reminder {
            id: rows::id(&id, "reminders.reminder_id")?,
            vault: rows::id(&vault, "reminders.vault_id")?,
            document: rows::id(&document, "reminders.document_id")?,
            due_ms: rows::unsigned(due_ms, "reminders.due_ms")?,
        },
        text: rows::id(&text, "reminders.text_hash")?,
        author: rows::id(&author, "reminders.author")?,
        created_ms: rows::unsigned(created_ms, "reminders.created_ms")?,
    })
}
