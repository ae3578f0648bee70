//! Deposits: a sealed object staged as a stream, then made a document by a signed act.

use vault_core::api::{DepositAnswer, NewDeposit, ProblemCode, UploadAnswer};
use vault_core::certificate::Certificate;
use vault_core::deposit::Deposit as SignedDeposit;
use vault_core::document::{self, Padding};
use vault_core::error::{Error as FormatError, Property, What};
use vault_core::ids::{AccountId, Hash, Kid, UploadId, VaultId};
use vault_core::keys::VerifyingKey;
use vault_core::vocabulary::EventType;
use vault_core::wrap::{Reading, Wrap};

use super::{Caller, actor, enrolment, epoch};
use crate::access::{self, Deposit, FolderAccess};
use crate::app::App;
use crate::blobs::StagedBlob;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::documents::{self, NewVersion, Upload};
use crate::store::{erasure, facts, folders, log, vaults};

/// Before a byte is taken: may the caller deposit anywhere in this vault, and is there room?
pub async fn before_upload(
    app: &App,
    caller: &Caller,
    (vault_id, upload_id): (VaultId, UploadId),
    length: u64,
) -> Result<()> {
    if length > max_object_bytes(app) {
        return Err(Error::OverLimit { code: ProblemCode::TooLarge, limit: app.limits.max_document_bytes });
    }
    let act = MayUpload {
        account_id: caller.account_id,
        kid: caller.kid(),
        vault_id,
        upload_id,
        length,
        max_vault_bytes: app.limits.max_vault_bytes,
    };
    let mut tx = app.store.read().await?;
    // As the ledger will: its time never goes back. Were this one behind, what is refused here could be allowed there, and
    // the request would be spent before the object came.
    let now_ms = app.clock.now_ms().max(log::state(&mut tx).await?.last_ms);
    match act.decide(&mut tx, &app.lock, now_ms).await {
        // Only a refusal needs the writer.
        Err(Error::Refused(_)) => app.ledger.perform_signed(act, caller.request.clone()).await,
        other => other,
    }
}

/// Length of the sealed object of the largest document.
fn max_object_bytes(app: &App) -> u64 {
    document::object_length(app.limits.max_document_bytes, Padding::Padme).unwrap_or(u64::MAX)
}

struct MayUpload {
    account_id: AccountId,
    kid: Kid,
    vault_id: VaultId,
    upload_id: UploadId,
    length: u64,
    max_vault_bytes: u64,
}

impl Act for MayUpload {
    type Answer = ();

    fn attempt(&self) -> Event {
        Event::new(EventType::Deposit, self.kid).in_vault(self.vault_id)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<()> {
        self.decide(turn.tx, turn.lock, turn.now_ms).await
    }
}

impl MayUpload {
    async fn decide(&self, tx: &mut crate::store::Tx, lock: &crate::store::Lock, now_ms: u64) -> Result<()> {
        let actor = actor(tx, self.account_id).await?;
        let facts = facts::vault(tx, &actor, self.vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
        let folders = vaults::folders(tx, lock, self.vault_id).await?;
        let folders: Vec<_> = folders.into_iter().map(|folder| folder.folder_id).collect();
        access::folders::<Deposit>(&actor, &facts, &folders, None, now_ms)?;
        check_room(tx, (self.vault_id, self.upload_id), self.length, self.max_vault_bytes).await
    }
}

/// Is there room for an upload, beside the others? One that comes again is not counted twice.
async fn check_room(
    tx: &mut crate::store::Tx,
    (vault_id, upload_id): (VaultId, UploadId),
    length: u64,
    limit: u64,
) -> Result<()> {
    let vault = vaults::find(tx, vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
    let staged = documents::staged_bytes(tx, vault_id, upload_id).await?;
    if vault.bytes_used.saturating_add(staged).saturating_add(length) > limit {
        return Err(Error::OverLimit { code: ProblemCode::VaultFull, limit });
    }
    Ok(())
}

/// Remembers an object that arrived whole. When this fails, or when it had arrived before, the object is deleted.
pub async fn stage(
    app: &App,
    caller: &Caller,
    vault_id: VaultId,
    upload_id: UploadId,
    blob: StagedBlob,
) -> Result<UploadAnswer> {
    let blob_key = blob.key.clone();
    let act = Stage {
        kid: caller.kid(),
        max_vault_bytes: app.limits.max_vault_bytes,
        upload: Upload {
            upload_id,
            vault_id,
            account_id: caller.account_id,
            blob_key: blob.key,
            sha256: blob.sha256,
            head_sha256: blob.head_sha256,
            object_length: blob.length,
        },
    };
    let staged = app.ledger.perform_signed(act, caller.request.clone()).await;
    if !matches!(staged, Ok(Staged { new: true, .. })) {
        app.blobs.delete(&blob_key).await?;
    }
    staged.map(|staged| staged.answer)
}

struct Stage {
    kid: Kid,
    max_vault_bytes: u64,
    upload: Upload,
}

struct Staged {
    answer: UploadAnswer,
    /// Whether the object that just arrived is the one that is kept.
    new: bool,
}

impl Act for Stage {
    type Answer = Staged;

    fn attempt(&self) -> Event {
        Event::new(EventType::Deposit, self.kid).in_vault(self.upload.vault_id)
    }

    /// Nothing is visible yet, so it is no event.
    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Staged> {
        let upload = &self.upload;
        let answer = UploadAnswer { upload_id: upload.upload_id, sha256: upload.sha256, length: upload.object_length };
        if self.again(turn).await? {
            documents::touch_upload(turn.tx, upload.upload_id, turn.now_ms).await?;
            return Ok(Staged { answer, new: false });
        }
        check_room(turn.tx, (upload.vault_id, upload.upload_id), upload.object_length, self.max_vault_bytes).await?;
        documents::insert_upload(turn.tx, upload, turn.now_ms).await?;
        Ok(Staged { answer, new: true })
    }
}

impl Stage {
    /// The same object from the same person, sent twice, is one upload: who was cut between the upload and the deposit
    /// sends both again. Another object under the same id is refused.
    async fn again(&self, turn: &mut Turn<'_>) -> Result<bool> {
        let new = &self.upload;
        match documents::upload(turn.tx, new.upload_id).await? {
            None => Ok(false),
            Some(known)
                if (known.account_id, known.vault_id, known.sha256) == (new.account_id, new.vault_id, new.sha256) =>
            {
                Ok(true)
            }
            Some(_) => Err(Error::problem(ProblemCode::Conflict, "upload_id is taken")),
        }
    }
}

/// Makes a staged object a document, or its next version.
pub async fn deposit(app: &App, caller: Caller, vault_id: VaultId, new: NewDeposit) -> Result<DepositAnswer> {
    let deposit = SignedDeposit::verify(&new.deposit, &caller.key).map_err(Error::Malformed)?;
    if deposit.document.vault != vault_id {
        return Err(Error::Malformed(FormatError::new(What::Deposit, Property::Ids)));
    }
    let act = Add {
        account_id: caller.account_id,
        key: caller.key,
        max_vault_bytes: app.limits.max_vault_bytes,
        deposit,
        new,
    };
    app.ledger.perform_signed(act, caller.request).await
}

struct Add {
    account_id: AccountId,
    key: VerifyingKey,
    max_vault_bytes: u64,
    deposit: SignedDeposit,
    new: NewDeposit,
}

impl Act for Add {
    type Answer = DepositAnswer;

    fn attempt(&self) -> Event {
        let of = &self.deposit.document;
        Event {
            document_id: of.document,
            version: of.version,
            ..Event::new(EventType::Deposit, self.key.kid()).in_vault(of.vault)
        }
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<DepositAnswer> {
        if let Some(answer) = self.again(turn).await? {
            return Ok(answer);
        }
        let access = self.decide(turn).await?;
        self.check_place(turn).await?;
        let upload = self.check_upload(turn).await?;
        let record_epoch = self.check_record(turn).await?;
        let share = self.open_share(turn)?;
        turn.attempt = turn.attempt.clone().on_ground(access.ground());
        let log_index = turn.done().await?;
        let version = NewVersion {
            of: self.deposit.document,
            deposit: &self.new.deposit,
            upload: &upload,
            record: &self.new.record,
            record_epoch,
            share: &share,
            log_index,
        };
        documents::insert_version(turn.tx, turn.lock, &mut turn.entropy, &access, &version, turn.now_ms).await?;
        Ok(self.answer(log_index))
    }
}

impl Add {
    const fn answer(&self, log_index: u64) -> DepositAnswer {
        DepositAnswer {
            document_id: self.deposit.document.document,
            version: self.deposit.document.version,
            folder_id: self.deposit.folder,
            log_index,
        }
    }

    /// Same bytes, same deposit; other bytes under the same name are refused.
    async fn again(&self, turn: &mut Turn<'_>) -> Result<Option<DepositAnswer>> {
        let of = &self.deposit.document;
        match documents::deposit_of(turn.tx, of).await? {
            None if erasure::is_erased(turn.tx, of.document, of.version).await? => {
                Err(Error::problem(ProblemCode::Erased, "this version was erased"))
            }
            None => Ok(None),
            Some((known, log_index)) if known == self.new.deposit.0 => Ok(Some(self.answer(log_index))),
            Some(_) => Err(Error::problem(ProblemCode::Conflict, "this version exists with another content")),
        }
    }

    async fn decide(&self, turn: &mut Turn<'_>) -> Result<FolderAccess<Deposit>> {
        let vault_id = self.deposit.document.vault;
        let actor = actor(turn.tx, self.account_id).await?;
        let facts = facts::vault(turn.tx, &actor, vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
        let folders = vaults::folders(turn.tx, turn.lock, vault_id).await?;
        if !folders.iter().any(|folder| folder.folder_id == self.deposit.folder) {
            return Err(Error::not_found("folder"));
        }
        Ok(access::folder::<Deposit>(&actor, &facts, self.deposit.folder, self.new.mandate_id, turn.now_ms)?)
    }

    /// A new document begins at version 1; the next version of one stays in its folder.
    async fn check_place(&self, turn: &mut Turn<'_>) -> Result<()> {
        let of = &self.deposit.document;
        let expected = match documents::find(turn.tx, of.document).await? {
            None => 1,
            Some(known) if known.vault_id == of.vault && known.folder_id == self.deposit.folder => {
                // The number of a version that was undone is not given again.
                let undone = erasure::highest_erased(turn.tx, of.document).await?.unwrap_or(0);
                known.latest_version.max(undone) + 1
            }
            Some(_) => return Err(Error::problem(ProblemCode::Conflict, "document_id is taken")),
        };
        if of.version == expected {
            Ok(())
        } else {
            Err(Error::problem(ProblemCode::Conflict, format!("the next version is {expected}")))
        }
    }

    async fn check_upload(&self, turn: &mut Turn<'_>) -> Result<Upload> {
        let upload = documents::upload(turn.tx, self.new.upload_id)
            .await?
            .filter(|upload| upload.account_id == self.account_id && upload.vault_id == self.deposit.document.vault)
            .ok_or_else(|| Error::not_found("upload"))?;
        if upload.sha256 != self.deposit.object || upload.head_sha256 != self.deposit.head {
            return Err(Error::problem(ProblemCode::BodyMismatch, "the deposit names another object"));
        }
        let vault = vaults::find(turn.tx, upload.vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
        if vault.bytes_used.saturating_add(upload.object_length) > self.max_vault_bytes {
            return Err(Error::OverLimit { code: ProblemCode::VaultFull, limit: self.max_vault_bytes });
        }
        Ok(upload)
    }

    /// The record is sealed by the depositor to the folder's key in force, or to the one before when it is not long
    /// past. Gives the epoch of that key.
    async fn check_record(&self, turn: &mut Turn<'_>) -> Result<u32> {
        let of = &self.deposit.document;
        let current = epoch::current(turn.tx, self.deposit.folder).await?;
        let sealed_to = Wrap::parse(&self.new.record).map_err(Error::Malformed)?.about().epoch;
        let former = match folders::former_key(turn.tx, self.deposit.folder, current.epoch).await? {
            Some((former, ended_ms)) if turn.now_ms <= ended_ms.saturating_add(epoch::FORMER_EPOCH_MS) => {
                Some(Certificate::parse(&former).map_err(Error::Corrupt)?).filter(|former| former.epoch == sealed_to)
            }
            _ => None,
        };
        let key = former.as_ref().unwrap_or(&current);
        epoch::check_record(&self.new.record, &self.key, of, key)?;
        Ok(key.epoch)
    }

    fn open_share(&self, turn: &Turn<'_>) -> Result<vault_core::secret::ServerShare> {
        let wrap = Wrap::parse(&self.new.server_share).map_err(Error::Malformed)?;
        let epoch = wrap.about().epoch;
        let key = turn.keys.deposit(epoch).ok_or_else(|| enrolment::unknown_deposit_key(epoch))?;
        Reading { with: &key, maker: &self.key }
            .open_share_to_server(&self.new.server_share, &self.deposit.document, epoch)
            .map_err(Error::Malformed)
    }
}

/// What a signed upload announced must be what arrived.
pub fn check_arrived(blob: &StagedBlob, announced: Hash) -> Result<()> {
    if blob.sha256 == announced {
        Ok(())
    } else {
        Err(Error::problem(ProblemCode::BodyMismatch, "the object is not the one that was signed for"))
    }
}
