//! Records and openings. The server's share leaves its lock only here, inside the transaction that has
//! checked the mandate and appended the event; it is sealed to its reader once that is durable, and the caller gets it.

use vault_core::api::{
    Bytes, FolderView, NewOpening, OpeningView, ProblemCode, RecordView, RecordsRequest, RecordsView,
};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::deposit::Deposit;
use vault_core::ids::{AccountId, DocumentVersion, Hash, Kid, MandateId, OpeningId, VaultId};
use vault_core::secret::ServerShare;
use vault_core::suite;
use vault_core::vocabulary::{EventType, Purpose};
use vault_core::wrap::Envelope;

use super::views::{People, Signers};
use super::{Caller, actor, erasure, reminder, vault, views};
use crate::access::{self, FolderAccess, Ground, Read};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::documents::{self, Opening, Version};
use crate::store::mandates::StoredMandate;
use crate::store::{Lock, Tx, amendments, facts, mandates, vaults};

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
    app.ledger.perform_signed(act, caller.request).await?.answer(app).await
}

struct Open {
    account_id: AccountId,
    kid: Kid,
    new: NewOpening,
}

/// An opening that is allowed and durable. What its answer needs that may be replaced or taken away was read in the
/// transaction that decided; certificates and public names, to which is only ever added, are read afterwards.
struct Opened {
    reader: AccountId,
    opening_id: OpeningId,
    log_index: u64,
    owner: AccountId,
    of: DocumentVersion,
    version: Version,
    amendments: Vec<Vec<u8>>,
    folder: FolderView,
    mandate: Option<(StoredMandate, Option<Bytes>)>,
    now_ms: u64,
    /// Boxed: what is handed on by value leaves copies of itself in memory that nobody wipes.
    share: Box<ServerShare>,
}

impl Opened {
    /// Seals the share to its reader and shows the rest. Nobody in the ledger's line waits for it.
    async fn answer(self, app: &App) -> Result<OpeningView> {
        let mut tx = app.store.read().await?;
        let mut people = People::of_vault(self.of.vault, self.owner);
        let Self { version, folder, .. } = self;
        let reader = people.chain(&mut tx, CertificateKind::Account, self.reader.as_bytes()).await?;
        let deposit = Deposit::parse(&version.deposit).map_err(Error::Corrupt)?;
        let depositor = people.signer(&mut tx, version.depositor, deposit.maker).await?;
        let depositor_organisation = match depositor.organisation_id {
            Some(id) => Some(people.organisation(&mut tx, id).await?),
            None => None,
        };
        let mandate = match &self.mandate {
            Some((stored, text)) => {
                Some(views::mandate_with(&mut tx, &mut people, stored, text.clone(), self.now_ms).await?)
            }
            None => None,
        };
        let owner = people.owner(&mut tx, self.owner).await?;
        let mut signers = Signers::knowing(people);
        signers.add_makers(&mut tx, &version, &self.amendments).await?;
        let (signers, organisations) = signers.into_lists();
        Ok(OpeningView {
            opening_id: self.opening_id,
            vault_id: self.of.vault,
            document_id: version.document_id,
            version: version.version,
            owner,
            folder,
            mandate,
            record: Bytes(version.record),
            deposit: Bytes(version.deposit),
            amendments: self.amendments.into_iter().map(Bytes).collect(),
            depositor,
            depositor_organisation,
            signers,
            organisations,
            server_share: sealed(app, &reader, &self.of, &self.share)?,
            object_length: version.object_length,
            log_index: self.log_index,
        })
    }
}

/// The share, so that only the reader opens it.
fn sealed(app: &App, reader: &[Bytes], of: &DocumentVersion, share: &ServerShare) -> Result<Bytes> {
    let reader = reader.last().ok_or_else(|| Error::not_found("account"))?;
    let to = Certificate::parse(reader).map_err(Error::Corrupt)?.sealing;
    Envelope { to: &to, maker: app.keys.log_key(), not_after: 0 }
        .seal_share_to_reader(&mut app.entropy.clone(), of, share)
        .map(Bytes)
        .map_err(Error::Corrupt)
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
        let Some(held) = documents::version_for(turn.tx, turn.lock, &access, &of).await? else {
            return Err(erasure::no_version(turn.tx, &of).await?);
        };
        let opening_id = OpeningId::generate(&mut turn.entropy);
        documents::insert_opening(turn.tx, &access, opening_id, &held.version, turn.now_ms + FETCH_MS).await?;
        documents::mark_read(turn.tx, &access, &held, turn.now_ms).await?;
        let log_index = turn.done().await?;
        Ok(Opened {
            reader: self.account_id,
            opening_id,
            log_index,
            owner: facts.owner,
            of,
            amendments: amendments::of_version(turn.tx, of.document, of.version).await?,
            folder: folder(turn, &access).await?,
            mandate: relied_on(turn.tx, turn.lock, access.ground()).await?,
            now_ms: turn.now_ms,
            share: Box::new(documents::share_for(turn.lock, &held)?),
            version: held.version,
        })
    }
}

async fn folder(turn: &mut Turn<'_>, access: &FolderAccess<Read>) -> Result<FolderView> {
    let folders = vaults::folders(turn.tx, turn.lock, access.vault_id()).await?;
    let found = folders.into_iter().find(|folder| folder.folder_id == access.folder_id());
    let found = found.ok_or_else(|| Error::not_found("folder"))?;
    views::folder(turn.tx, turn.lock, found, Some(access.ground())).await
}

/// The mandate relied on, and why it was given.
async fn relied_on(tx: &mut Tx, lock: &Lock, ground: Ground) -> Result<Option<(StoredMandate, Option<Bytes>)>> {
    let Ground::Mandate(mandate_id, _) = ground else { return Ok(None) };
    let stored = mandates::find(tx, mandate_id).await?.ok_or_else(|| Error::not_found("mandate"))?;
    let text = views::purpose_text(tx, lock, &stored).await?;
    Ok(Some((stored, text)))
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
        let ids: Vec<_> = folders.iter().map(|folder| folder.folder_id).collect();
        let granted = access::folders::<Read>(&actor, &facts, &ids, self.request.mandate_id, turn.now_ms)?;

        let (mut records, mut signers, mut shown) = (Vec::new(), Signers::default(), Vec::new());
        let (mut grounds, mut reminders): (Vec<Ground>, Vec<_>) = (Vec::new(), Vec::new());
        for access in &granted {
            let mut amended = amendments::in_folder(turn.tx, access).await?;
            for version in documents::in_folder(turn.tx, turn.lock, access, self.request.all_versions).await? {
                let deposit = Deposit::parse(&version.deposit).map_err(Error::Corrupt)?;
                signers.add(turn.tx, version.depositor, deposit.maker).await?;
                let amendments = amended.remove(&(version.document_id, version.version)).unwrap_or_default();
                signers.add_makers(turn.tx, &version, &amendments).await?;
                records.push(record_view(version, amendments));
            }
            reminders.extend(reminder::in_folder(turn, &mut signers, access).await?);
            let folder = folders.iter().find(|folder| folder.folder_id == access.folder_id());
            shown.extend(folder.map(|folder| (*folder, Some(access.ground()))));
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
            if let Some((stored, text)) = relied_on(turn.tx, turn.lock, ground).await? {
                let people = &mut signers.people;
                mandates.push(views::mandate_with(turn.tx, people, &stored, text, turn.now_ms).await?);
            }
        }
        let vault = vault::view(turn.tx, turn.lock, &stored, shown).await?;
        reminders.sort_by_key(|reminder| (reminder.due_ms, reminder.reminder_id));
        let (signers, organisations) = signers.into_lists();
        Ok(RecordsView { vault, mandates, records, reminders, signers, organisations })
    }
}

fn record_view(version: Version, amendments: Vec<Vec<u8>>) -> RecordView {
    RecordView {
        document_id: version.document_id,
        version: version.version,
        folder_id: version.folder_id,
        record: Bytes(version.record),
        deposit: Bytes(version.deposit),
        amendments: amendments.into_iter().map(Bytes).collect(),
        object_length: version.object_length,
        deposited_ms: version.created_ms,
    }
}
