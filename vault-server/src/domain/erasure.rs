//! What is taken out of a vault for good: a document by its owner, a deposit by whoever made it a moment ago.
//!
//! Rows go in the act's transaction and leave a tombstone for each version; objects go after COMMIT, and when the server
//! stops in between, [`super::housekeeping::remove_orphans`] finds them.

use vault_core::api::{ErasureAnswer, ErasureRequest, ProblemCode, UndoRequest};
use vault_core::ids::{AccountId, DocumentId, DocumentVersion, Kid};
use vault_core::vocabulary::EventType;

use super::closing::destroyed_mark;
use super::pin::{PinProof, Solemn};
use super::{Caller, actor};
use crate::access::erasure::{self as policy, ErasureAccess};
use crate::access::owner;
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::documents::{self, Document};
use crate::store::{Tx, closings, erasure, vaults};

/// What was erased in a transaction, and what remains to do once it is committed.
#[derive(Debug, Default)]
pub struct Erased {
    /// The document versions that are there no more; for a destroyed vault, also what it is remembered by.
    pub versions: Vec<(DocumentId, u64)>,
    /// The objects that no row names any more; see [`finish`].
    pub blobs: Vec<String>,
}

/// Erases a document of the proof's vault, with all its versions. Writes no event: the act that decides does.
pub async fn erase_document(turn: &mut Turn<'_>, access: &ErasureAccess, document: DocumentId) -> Result<Erased> {
    let mut erased = Erased::default();
    for version in erasure::versions(turn.tx, access, document).await? {
        erase_version(turn, access, document, version, &mut erased).await?;
    }
    Ok(erased)
}

/// Erases every document of the proof's vault.
pub async fn erase_all(turn: &mut Turn<'_>, access: &ErasureAccess) -> Result<Erased> {
    let mut erased = Erased::default();
    for document in erasure::documents(turn.tx, access).await? {
        let more = erase_document(turn, access, document).await?;
        erased.versions.extend(more.versions);
        erased.blobs.extend(more.blobs);
    }
    Ok(erased)
}

async fn erase_version(
    turn: &mut Turn<'_>,
    access: &ErasureAccess,
    document: DocumentId,
    version: u64,
    erased: &mut Erased,
) -> Result<()> {
    let blob = erasure::erase_version(turn.tx, access, document, version, turn.now_ms).await?;
    erased.blobs.extend(blob);
    erased.versions.push((document, version));
    Ok(())
}

/// Once the transaction that erased is committed: remembers it apart from the data, so that no backup brings it back,
/// and deletes the objects. What fails now is tried again by the daily sweep: what was decided stays done.
pub async fn finish(app: &App, erased: &Erased) {
    if let Err(error) = app.keys.remember_erased(&erased.versions) {
        tracing::error!(%error, "what was erased could not be remembered in the key directory; the daily sweep will");
    }
    for key in &erased.blobs {
        if let Err(error) = app.blobs.delete(key).await {
            tracing::warn!(%error, key, "an erased object could not be deleted; the daily sweep will");
        }
    }
}

/// Remembers every tombstone and every destroyed vault apart from the data: for those after which the server stopped too soon.
pub async fn remember_all(app: &App) -> Result<()> {
    let mut tx = app.store.read().await?;
    let mut erased = erasure::tombstones(&mut tx).await?;
    erased.extend(closings::destroyed(&mut tx).await?.into_iter().map(destroyed_mark));
    Ok(app.keys.remember_erased(&erased)?)
}

/// Where a document lies; 410 when it was erased.
pub(super) async fn existing(tx: &mut Tx, document: DocumentId) -> Result<Document> {
    if let Some(found) = documents::find(tx, document).await? {
        return Ok(found);
    }
    match erasure::highest_erased(tx, document).await? {
        Some(_) => Err(Error::problem(ProblemCode::Erased, "document")),
        None => Err(Error::not_found("document")),
    }
}

/// What is answered about a version that is not there: 410 when it was erased or undone.
pub(super) async fn no_version(tx: &mut Tx, of: &DocumentVersion) -> Result<Error> {
    let erased = erasure::is_erased(tx, of.document, of.version).await?;
    Ok(Error::problem(if erased { ProblemCode::Erased } else { ProblemCode::NotFound }, "version"))
}

/// Erases a document, by the owner of its vault alone.
pub async fn erase(app: &App, caller: Caller, document: DocumentId, request: ErasureRequest) -> Result<ErasureAnswer> {
    let act = Erase {
        account_id: caller.account_id,
        kid: caller.kid(),
        document,
        proof: PinProof::new(&caller, &request.pin_tag)?,
    };
    let (answer, erased) = app.ledger.perform_signed(act, caller.request).await?.into_result()?;
    finish(app, &erased).await;
    Ok(answer)
}

struct Erase {
    account_id: AccountId,
    kid: Kid,
    document: DocumentId,
    proof: PinProof,
}

impl Act for Erase {
    type Answer = Solemn<(ErasureAnswer, Erased)>;

    fn attempt(&self) -> Event {
        Event { document_id: self.document, ..Event::new(EventType::DocumentErased, self.kid) }
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Self::Answer> {
        let document = existing(turn.tx, self.document).await?;
        turn.attempt = turn.attempt.clone().in_vault(document.vault_id);
        let vault = vaults::find(turn.tx, document.vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
        let access = owner(&actor(turn.tx, self.account_id).await?, vault.vault_id, vault.owner)?;
        if let Some(tries_left) = self.proof.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        let erased = erase_document(turn, &policy::by_owner(&access), self.document).await?;
        let log_index = turn.done().await?;
        Ok(Solemn::Done((answer(self.document, &erased, log_index), erased)))
    }
}

/// Undoes a deposit, by its depositor alone, soon, and while nobody else has opened it.
pub async fn undo(app: &App, caller: Caller, document: DocumentId, request: UndoRequest) -> Result<ErasureAnswer> {
    let act = Undo { account_id: caller.account_id, kid: caller.kid(), document, version: request.version };
    let (answer, erased) = app.ledger.perform_signed(act, caller.request).await?;
    finish(app, &erased).await;
    Ok(answer)
}

struct Undo {
    account_id: AccountId,
    kid: Kid,
    document: DocumentId,
    version: u64,
}

impl Act for Undo {
    type Answer = (ErasureAnswer, Erased);

    fn attempt(&self) -> Event {
        let event = Event::new(EventType::DepositUndone, self.kid);
        Event { document_id: self.document, version: self.version, ..event }
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Self::Answer> {
        let found = existing(turn.tx, self.document).await?;
        turn.attempt = turn.attempt.clone().in_vault(found.vault_id);
        let of = DocumentVersion { vault: found.vault_id, document: self.document, version: self.version };
        let Some(facts) = erasure::deposit_facts(turn.tx, &of).await? else {
            return Err(no_version(turn.tx, &of).await?);
        };
        let access = policy::undo(&actor(turn.tx, self.account_id).await?, &facts, turn.now_ms)?;
        if self.version != found.latest_version {
            return Err(Error::problem(ProblemCode::Conflict, format!("the latest is {}", found.latest_version)));
        }
        let mut erased = Erased::default();
        erase_version(turn, &access, self.document, self.version, &mut erased).await?;
        let log_index = turn.done().await?;
        Ok((answer(self.document, &erased, log_index), erased))
    }
}

fn answer(document_id: DocumentId, erased: &Erased, log_index: u64) -> ErasureAnswer {
    ErasureAnswer { document_id, versions: erased.versions.iter().map(|(_, version)| *version).collect(), log_index }
}
