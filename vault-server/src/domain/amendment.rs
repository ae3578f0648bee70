//! Moving a paper to another folder, and describing it anew: signed statements that continue its deposit.

use vault_core::amendment::{Amendment, Place};
use vault_core::api::{AmendAnswer, MovedReminder, NewAmendment, NewAmendments, ProblemCode};
use vault_core::deposit::Deposit;
use vault_core::error::{Error as FormatError, Property, What};
use vault_core::ids::{AccountId, DocumentId, FolderId};
use vault_core::keys::VerifyingKey;
use vault_core::vocabulary::EventType;

use super::{Caller, actor, epoch, erasure, reminder};
use crate::access::amend::Amend;
use crate::access::{self, FolderAccess};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::{Tx, amendments, facts, vaults};

/// Moves a document with all its versions, or describes one version anew.
pub async fn amend(app: &App, caller: Caller, document: DocumentId, new: NewAmendments) -> Result<AmendAnswer> {
    let mut signed = Vec::with_capacity(new.amendments.len());
    for NewAmendment { amendment, record } in new.amendments {
        let read = Amendment::verify(&amendment, &caller.key).map_err(Error::Malformed)?;
        signed.push(Signed { read, bytes: amendment.0, record: record.0 });
    }
    let folder = signed.first().map(|first| first.read.folder);
    let folder = folder.ok_or_else(|| Error::problem(ProblemCode::InvalidRequest, "amendments: at least one"))?;
    if signed.iter().any(|signed| signed.read.folder != folder) {
        return Err(Error::problem(ProblemCode::InvalidRequest, "amendments: all into one folder"));
    }
    let reminders = new.reminders;
    let act = Amends { account_id: caller.account_id, key: caller.key, document, folder, signed, reminders };
    app.ledger.perform_signed(act, caller.request).await
}

/// An amendment whose signature holds.
struct Signed {
    read: Amendment,
    bytes: Vec<u8>,
    record: Vec<u8>,
}

struct Amends {
    account_id: AccountId,
    key: VerifyingKey,
    document: DocumentId,
    /// Where it lies from now on.
    folder: FolderId,
    signed: Vec<Signed>,
    reminders: Vec<MovedReminder>,
}

impl Act for Amends {
    type Answer = AmendAnswer;

    fn attempt(&self) -> Event {
        Event { document_id: self.document, ..Event::new(EventType::DocumentMoved, self.key.kid()) }
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<AmendAnswer> {
        let document = erasure::existing(turn.tx, self.document).await?;
        turn.attempt = turn.attempt.clone().in_vault(document.vault_id);
        let moves = document.folder_id != self.folder;
        if !moves {
            let version = self.signed.first().map_or(0, |signed| signed.read.document.version);
            turn.attempt = Event { event_type: EventType::DocumentRenamed, version, ..turn.attempt.clone() };
        }
        let vault = document.vault_id;
        let actor = actor(turn.tx, self.account_id).await?;
        let facts = facts::vault(turn.tx, &actor, vault).await?.ok_or_else(|| Error::not_found("vault"))?;
        let from = access::folder::<Amend>(&actor, &facts, document.folder_id, None, turn.now_ms)?;
        if !vaults::folders(turn.tx, turn.lock, vault).await?.iter().any(|folder| folder.folder_id == self.folder) {
            return Err(Error::not_found("folder"));
        }
        let into = access::folder::<Amend>(&actor, &facts, self.folder, None, turn.now_ms)?;
        turn.attempt = turn.attempt.clone().on_ground(from.ground());
        reminder::check_moved(turn.tx, moves.then_some(self.document), &self.reminders).await?;
        self.check_chains(turn.tx, moves).await?;
        let log_index = turn.done().await?;
        if moves {
            amendments::move_document(turn.tx, &from, &into, self.document).await?;
        }
        self.write(turn, &into).await?;
        Ok(AmendAnswer { document_id: self.document, folder_id: self.folder, log_index })
    }
}

impl Amends {
    /// Each continues the chain of its version. A move concerns every version and leaves each description as it is; a
    /// new description concerns one version.
    async fn check_chains(&self, tx: &mut Tx, moves: bool) -> Result<()> {
        let deposits = amendments::deposits(tx, self.document).await?;
        let mut concerned: Vec<u64> = self.signed.iter().map(|signed| signed.read.document.version).collect();
        concerned.sort_unstable();
        let whole = deposits.iter().map(|(version, _)| *version).eq(concerned.iter().copied());
        if if moves { !whole } else { concerned.len() != 1 } {
            let detail = "amendments: one for each version to move, or a single one to describe it anew";
            return Err(Error::problem(ProblemCode::InvalidRequest, detail));
        }
        for signed in &self.signed {
            let version = signed.read.document.version;
            let deposit = deposits.iter().find(|(known, _)| *known == version);
            let (_, deposit) = deposit.ok_or_else(|| Error::not_found("version"))?;
            let place = self.place(tx, version, deposit).await?;
            place.amended(&signed.read, &signed.bytes).map_err(Error::Malformed)?;
            if moves && place.record != signed.read.record {
                return Err(Error::Malformed(FormatError::new(What::Record, Property::Hash)));
            }
        }
        Ok(())
    }

    async fn place(&self, tx: &mut Tx, version: u64, deposit: &[u8]) -> Result<Place> {
        let mut place = Place::deposited(&Deposit::parse(deposit).map_err(Error::Corrupt)?, deposit);
        for bytes in amendments::of_version(tx, self.document, version).await? {
            let amendment = Amendment::parse(&bytes).map_err(Error::Corrupt)?;
            place = place.amended(&amendment, &bytes).map_err(Error::Corrupt)?;
        }
        Ok(place)
    }

    async fn write(&self, turn: &mut Turn<'_>, into: &FolderAccess<Amend>) -> Result<()> {
        let certificate = epoch::current(turn.tx, self.folder).await?;
        for moved in &self.reminders {
            reminder::move_text(turn, into, (&self.key, &certificate), moved).await?;
        }
        for Signed { read, bytes, record } in &self.signed {
            epoch::check_record(record, &self.key, &read.document, &certificate)?;
            amendments::insert(turn.tx, into, read, bytes, turn.now_ms).await?;
            let record = (&record[..], certificate.epoch);
            amendments::replace_record(turn.tx, turn.lock, &mut turn.entropy, into, &read.document, record).await?;
        }
        Ok(())
    }
}
