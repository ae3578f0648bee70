//! Records and openings. The server's share leaves its lock only here, inside the transaction that has
//! checked the mandate and appended the event; it is sealed to its reader once that is durable, and the caller gets it.

use vault_core::api::{
    Bytes, MandateView, NewOpening, OpeningView, ProblemCode, RecordView, RecordsRequest, RecordsView,
};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::deposit::Deposit;
use vault_core::ids::{AccountId, DocumentVersion, Hash, Kid, MandateId, OpeningId, VaultId};
use vault_core::keys::SealingKey;
use vault_core::secret::ServerShare;
use vault_core::suite;
use vault_core::vocabulary::{EventType, FolderKind, Purpose};
use vault_core::wrap::Envelope;

use super::views::Signers;
use super::{Caller, actor, erasure, reminder, vault, views};
use crate::access::{self, FolderAccess, Ground, Read};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::documents::{self, Opening, Version};
use crate::store::{Tx, accounts, facts, mandates, vaults};

/// How long the object may be fetched after an opening.
pub(crate) const FETCH_MS: u64 = 10 * 60 * 1000;

/// Opens a document. The request must have been signed over the one written form of its body: then whoever reads the
/// log can tell, from the event alone, that this document was asked for.
pub async fn open(app: &App, caller: Caller, new: NewOpening) -> Result<OpeningView> {
    let written = serde_json::to_vec(&new).map(|json| Hash::from_bytes(suite::sha256(&[&json])));
    if !written.is_ok_and(|hash| caller.request.is_over(&hash)) {
        return Err(Error::problem(ProblemCode::InvalidRequest, "the body is not in its one written form"));
    }
    let act = Open { account_id: caller.account_id, kid: caller.kid(), new };
    app.ledger.perform_signed(act, caller.request).await?.seal(app)
}

struct Open {
    account_id: AccountId,
    kid: Kid,
    new: NewOpening,
}

/// An opening that is allowed. The share is sealed once that is durable: sealing costs more than any other step, and
/// nobody else in the ledger's line has to wait for it.
struct Opened {
    view: OpeningView,
    of: DocumentVersion,
    reader: SealingKey,
    /// Boxed: what is handed on by value leaves copies of itself in memory that nobody wipes.
    share: Box<ServerShare>,
}

impl Opened {
    /// Seals the share so that only the reader opens it.
    fn seal(self, app: &App) -> Result<OpeningView> {
        let Self { view, of, reader, share } = self;
        let sealed = Envelope { to: &reader, maker: app.keys.log_key(), not_after: 0 }
            .seal_share_to_reader(&mut app.entropy.clone(), &of, &share)
            .map_err(Error::Corrupt)?;
        Ok(OpeningView { server_share: Bytes(sealed), ..view })
    }
}

impl Act for Open {
    type Answer = Opened;

    fn attempt(&self) -> Event {
        Event {
            document_id: self.new.document_id,
            mandate_id: self.new.mandate_id.unwrap_or(MandateId::NONE),
            purpose: self.new.purpose.unwrap_or(Purpose::None),
            ..Event::new(EventType::Opening, self.kid)
        }
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Opened> {
        let unknown = || Error::not_found("document");
        let document = erasure::existing(turn.tx, self.new.document_id).await?;
        let version = self.new.version.unwrap_or(document.latest_version);
        turn.attempt = Event { version, ..turn.attempt.clone().in_vault(document.vault_id) };

        let actor = actor(turn.tx, self.account_id).await?;
        let facts = facts::vault(turn.tx, &actor, document.vault_id).await?.ok_or_else(unknown)?;
        let access = access::folder::<Read>(&actor, &facts, document.folder_id, self.new.mandate_id, turn.now_ms)?;
        if access.ground().mandate_id().is_none() && self.new.mandate_id.is_some() {
            return Err(Error::problem(ProblemCode::InvalidRequest, "mandate_id: an owner relies on none"));
        }
        let purpose = self.new.purpose.unwrap_or(access.ground().purpose());
        turn.attempt = Event { purpose, ..turn.attempt.clone().on_ground(access.ground()) };

        let of = DocumentVersion { vault: document.vault_id, document: document.document_id, version };
        let Some(stored) = documents::version_for(turn.tx, turn.lock, &access, &of).await? else {
            return Err(erasure::no_version(turn.tx, &of).await?);
        };
        let opening_id = OpeningId::generate(&mut turn.entropy);
        documents::insert_opening(turn.tx, &access, opening_id, &stored, turn.now_ms + FETCH_MS).await?;
        documents::mark_read(turn.tx, &access, &stored, turn.now_ms).await?;
        let log_index = turn.done().await?;
        let share = documents::share_for(turn.tx, turn.lock, &access, &of).await?.map(Box::new).ok_or_else(unknown)?;
        let reader = self.reader(turn.tx).await?;
        let view = show(turn, &access, stored, Released { opening_id, log_index }).await?;
        Ok(Opened { view, of, reader, share })
    }
}

/// What only this act gives.
struct Released {
    opening_id: OpeningId,
    log_index: u64,
}

impl Open {
    /// The key of the account that opens, as it stands in this transaction.
    async fn reader(&self, tx: &mut Tx) -> Result<SealingKey> {
        let chain = accounts::chain(tx, CertificateKind::Account, self.account_id.as_bytes()).await?;
        let reader = chain.last().ok_or_else(|| Error::not_found("account"))?;
        Ok(Certificate::parse(reader).map_err(Error::Corrupt)?.sealing)
    }
}

async fn show(
    turn: &mut Turn<'_>,
    access: &FolderAccess<Read>,
    version: Version,
    released: Released,
) -> Result<OpeningView> {
    let vault = vaults::find(turn.tx, access.vault_id()).await?.ok_or_else(|| Error::not_found("vault"))?;
    let kind = folder_kind(turn, access).await?;
    let deposit = Deposit::parse(&version.deposit).map_err(Error::Corrupt)?;
    let depositor = views::signer(turn.tx, version.depositor, deposit.maker).await?;
    let depositor_organisation = match depositor.organisation_id {
        Some(id) => Some(views::organisation(turn.tx, id).await?),
        None => None,
    };
    let mut signers = Signers::default();
    let amendments = views::amended(turn.tx, &mut signers, &version).await?;
    let (signers, organisations) = signers.into_lists();
    Ok(OpeningView {
        opening_id: released.opening_id,
        vault_id: access.vault_id(),
        document_id: version.document_id,
        version: version.version,
        owner: views::owner(turn.tx, vault.owner).await?,
        folder: views::folder(turn.tx, turn.lock, (access.folder_id(), kind), Some(access.ground())).await?,
        mandate: mandate_view(turn.tx, turn.lock, access.ground(), turn.now_ms).await?,
        record: Bytes(version.record),
        deposit: Bytes(version.deposit),
        amendments,
        depositor,
        depositor_organisation,
        signers,
        organisations,
        server_share: Bytes::default(),
        object_length: version.object_length,
        log_index: released.log_index,
    })
}

async fn folder_kind(turn: &mut Turn<'_>, access: &FolderAccess<Read>) -> Result<FolderKind> {
    let folders = vaults::folders(turn.tx, turn.lock, access.vault_id()).await?;
    let found = folders.into_iter().find(|(id, _)| *id == access.folder_id());
    found.map(|(_, kind)| kind).ok_or_else(|| Error::not_found("folder"))
}

async fn mandate_view(
    tx: &mut Tx,
    lock: &crate::store::Lock,
    ground: Ground,
    now_ms: u64,
) -> Result<Option<MandateView>> {
    let Ground::Mandate(mandate_id, _) = ground else { return Ok(None) };
    let stored = mandates::find(tx, mandate_id).await?.ok_or_else(|| Error::not_found("mandate"))?;
    views::mandate(tx, lock, &stored, now_ms).await.map(Some)
}

/// The object of an opening, while it may be fetched by the one who opened.
pub async fn object(app: &App, caller: &Caller, opening_id: OpeningId) -> Result<Opening> {
    let mut tx = app.store.read().await?;
    documents::opening(&mut tx, opening_id, caller.account_id, app.clock.now_ms())
        .await?
        .ok_or_else(|| Error::not_found("opening"))
}

/// The descriptions of the documents that the caller may read. An event, unless it is their own vault.
pub async fn records(app: &App, caller: Caller, vault_id: VaultId, request: RecordsRequest) -> Result<RecordsView> {
    let act = ReadRecords { account_id: caller.account_id, kid: caller.kid(), vault_id, request };
    app.ledger.perform_signed(act, caller.request).await
}

struct ReadRecords {
    account_id: AccountId,
    kid: Kid,
    vault_id: VaultId,
    request: RecordsRequest,
}

impl Act for ReadRecords {
    type Answer = RecordsView;

    fn attempt(&self) -> Event {
        let event = Event::new(EventType::RecordsRead, self.kid).in_vault(self.vault_id);
        event.about_mandate(self.request.mandate_id.unwrap_or(MandateId::NONE))
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<RecordsView> {
        let unknown = || Error::not_found("vault");
        let actor = actor(turn.tx, self.account_id).await?;
        let stored = vaults::find(turn.tx, self.vault_id).await?.ok_or_else(unknown)?;
        let facts = facts::vault(turn.tx, &actor, self.vault_id).await?.ok_or_else(unknown)?;
        let folders = vaults::folders(turn.tx, turn.lock, self.vault_id).await?;
        let ids: Vec<_> = folders.iter().map(|(id, _)| *id).collect();
        let granted = access::folders::<Read>(&actor, &facts, &ids, self.request.mandate_id, turn.now_ms)?;

        let (mut records, mut signers, mut shown) = (Vec::new(), Signers::default(), Vec::new());
        let (mut grounds, mut reminders): (Vec<Ground>, Vec<_>) = (Vec::new(), Vec::new());
        for access in &granted {
            for version in documents::in_folder(turn.tx, turn.lock, access, self.request.all_versions).await? {
                let deposit = Deposit::parse(&version.deposit).map_err(Error::Corrupt)?;
                signers.add(turn.tx, version.depositor, deposit.maker).await?;
                let amendments = views::amended(turn.tx, &mut signers, &version).await?;
                records.push(record_view(version, amendments));
            }
            reminders.extend(reminder::in_folder(turn, &mut signers, access).await?);
            let kind = folders.iter().find(|(id, _)| *id == access.folder_id()).map(|(_, kind)| *kind);
            shown.extend(kind.map(|kind| ((access.folder_id(), kind), Some(access.ground()))));
            if !grounds.contains(&access.ground()) {
                grounds.push(access.ground());
            }
        }
        let mut mandates = Vec::new();
        for ground in grounds {
            // One event per mandate relied on; none for one's own vault.
            if ground != Ground::Owner {
                turn.attempt = turn.attempt.clone().on_ground(ground);
                turn.done().await?;
            }
            mandates.extend(mandate_view(turn.tx, turn.lock, ground, turn.now_ms).await?);
        }
        let vault = vault::view(turn.tx, turn.lock, &stored, shown).await?;
        reminders.sort_by_key(|reminder| (reminder.due_ms, reminder.reminder_id));
        let (signers, organisations) = signers.into_lists();
        Ok(RecordsView { vault, mandates, records, reminders, signers, organisations })
    }
}

fn record_view(version: Version, amendments: Vec<Bytes>) -> RecordView {
    RecordView {
        document_id: version.document_id,
        version: version.version,
        folder_id: version.folder_id,
        record: Bytes(version.record),
        deposit: Bytes(version.deposit),
        amendments,
        object_length: version.object_length,
        deposited_ms: version.created_ms,
    }
}
