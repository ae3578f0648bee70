//! After a restoration: what was erased since the backup is erased again, because the key directory remembers it.

use std::collections::{BTreeMap, HashSet};

use vault_core::ids::{DocumentId, Kid, VaultId};
use vault_core::vocabulary::EventType;

use super::closing;
use super::erasure::{self, Erased};
use crate::access::erasure::decided_before;
use crate::app::App;
use crate::error::Result;
use crate::ledger::{Act, Event, Turn};
use crate::store::{documents, erasure as rows};

/// Erases every version that the key directory remembers as erased and that the database still has, leaves a tombstone of
/// those that it does not know, and destroys the vaults that were destroyed. Gives the number of documents and vaults.
/// Each is an event; doing it twice is harmless.
pub async fn erase_again(app: &App) -> Result<usize> {
    erasure::remember_all(app).await?;
    let mut remembered: BTreeMap<DocumentId, Vec<u64>> = BTreeMap::new();
    for (document, version) in app.keys.erased()? {
        remembered.entry(document).or_default().push(version);
    }
    let tombstones: HashSet<_> = rows::tombstones(&mut app.store.read().await?).await?.into_iter().collect();
    let mut again = 0;
    for (document, versions) in remembered {
        if versions.contains(&0) {
            again += usize::from(closing::destroy_again(app, VaultId::from_bytes(*document.as_bytes())).await?);
            continue;
        }
        let buried = versions.iter().all(|version| tombstones.contains(&(document, *version)));
        if buried && documents::find(&mut app.store.read().await?, document).await?.is_none() {
            continue;
        }
        let erased = app.ledger.perform(EraseAgain { document, versions }).await?;
        again += usize::from(!erased.versions.is_empty());
        erasure::finish(app, &erased).await;
    }
    Ok(again)
}

struct EraseAgain {
    document: DocumentId,
    versions: Vec<u64>,
}

impl Act for EraseAgain {
    type Answer = Erased;

    fn attempt(&self) -> Event {
        Event { document_id: self.document, ..Event::new(EventType::DocumentErased, Kid::NONE) }
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Erased> {
        let mut erased = Erased::default();
        let found = documents::find(turn.tx, self.document).await?;
        let vault_id = found.map_or(VaultId::NONE, |found| found.vault_id);
        let access = decided_before(vault_id);
        for version in &self.versions {
            if let Some(blob) = rows::erase_version(turn.tx, &access, self.document, *version, turn.now_ms).await? {
                erased.blobs.push(blob);
                erased.versions.push((self.document, *version));
            } else {
                // Added and erased since the backup: it must not be added again.
                rows::bury(turn.tx, &access, self.document, *version, turn.now_ms).await?;
            }
        }
        if !erased.versions.is_empty() {
            turn.attempt.vault_id = vault_id;
            turn.done().await?;
        }
        Ok(erased)
    }
}
