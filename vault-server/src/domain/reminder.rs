//! Reminders: on the day, the owner is told that a paper is to be renewed, and nothing else.

use std::collections::BTreeSet;

use vault_core::api::{Bytes, MovedReminder, NewReminder, ProblemCode, ReminderRemoved, ReminderView};
use vault_core::certificate::Certificate;
use vault_core::error::{Error as FormatError, Property, What};
use vault_core::ids::{AccountId, DocumentId, Hash, Kid, ReminderId, VaultId};
use vault_core::keys::VerifyingKey;
use vault_core::reminder::{self, DayRefused, MAX_PER_DOCUMENT, Reminder};
use vault_core::suite;
use vault_core::vocabulary::{EventType, NoticeKind};
use vault_core::wrap::{About, Wrap};

use super::views::Signers;
use super::{Caller, actor, epoch, erasure, notices};
use crate::access::amend::Amend;
use crate::access::remind::{self as policy, Remind, ReminderFacts};
use crate::access::{self, FolderAccess, Read};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::reminders::{self, Stored};
use crate::store::{Tx, facts, vaults};

/// Most vaults whose owners are told in one round; the next round tells the next.
const BATCH: u32 = 500;

/// Sets a reminder on a document.
pub async fn set(app: &App, caller: Caller, document: DocumentId, new: NewReminder) -> Result<ReminderView> {
    let act = Set { account_id: caller.account_id, key: caller.key, document, new };
    app.ledger.perform_signed(act, caller.request).await
}

struct Set {
    account_id: AccountId,
    key: VerifyingKey,
    document: DocumentId,
    new: NewReminder,
}

impl Act for Set {
    type Answer = ReminderView;

    fn attempt(&self) -> Event {
        Event { document_id: self.document, ..Event::new(EventType::ReminderChanged, self.key.kid()) }
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<ReminderView> {
        let document = erasure::existing(turn.tx, self.document).await?;
        turn.attempt = turn.attempt.clone().in_vault(document.vault_id);
        let actor = actor(turn.tx, self.account_id).await?;
        let facts = facts::vault(turn.tx, &actor, document.vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
        let access = access::folder::<Remind>(&actor, &facts, document.folder_id, None, turn.now_ms)?;
        turn.attempt = turn.attempt.clone().on_ground(access.ground());
        if let Some(known) = self.again(turn, document.vault_id).await? {
            return Ok(known);
        }
        check_day(self.new.due_ms, turn.now_ms)?;
        if reminders::count(turn.tx, self.document).await? >= MAX_PER_DOCUMENT {
            let detail = format!("a document has at most {MAX_PER_DOCUMENT} reminders");
            return Err(Error::problem(ProblemCode::Conflict, detail));
        }
        let stored = self.keep(turn, &access).await?;
        turn.done().await?;
        Ok(view(&stored, self.new.text.0.clone()))
    }
}

impl Set {
    fn reminder(&self, vault: VaultId) -> Reminder {
        Reminder { id: self.new.reminder_id, vault, document: self.document, due_ms: self.new.due_ms }
    }

    /// The same, sent twice, is one reminder; another one under the same id is refused.
    async fn again(&self, turn: &mut Turn<'_>, vault: VaultId) -> Result<Option<ReminderView>> {
        let Some(known) = reminders::find(turn.tx, self.new.reminder_id).await? else { return Ok(None) };
        let text = Hash::from_bytes(suite::sha256(&[&self.new.text]));
        if known.reminder == self.reminder(vault) && known.author == self.account_id && known.text == text {
            Ok(Some(view(&known, self.new.text.0.clone())))
        } else {
            Err(Error::problem(ProblemCode::Conflict, "reminder_id is taken"))
        }
    }

    async fn keep(&self, turn: &mut Turn<'_>, access: &FolderAccess<Remind>) -> Result<Stored> {
        let folder = epoch::current(turn.tx, access.folder_id()).await?;
        let reminder = self.reminder(access.vault_id());
        let wrap = check_text(&self.new.text, (reminder.vault, reminder.id), &self.key, &folder)?;
        let sealed = (&wrap, &self.new.text[..]);
        Ok(reminders::insert(turn.tx, turn.lock, &mut turn.entropy, access, &reminder, sealed, turn.now_ms).await?)
    }
}

/// The text must be sealed to the key in force of the folder, by the one who sends it.
fn check_text<'a>(
    text: &'a [u8],
    (vault, id): (VaultId, ReminderId),
    maker: &VerifyingKey,
    folder: &Certificate,
) -> Result<Wrap<'a>> {
    let wrap = Wrap::parse(text).map_err(Error::Malformed)?;
    wrap.verify(maker).map_err(Error::Malformed)?;
    wrap.check_about(&About::reminder(vault, id, folder.epoch)).map_err(Error::Malformed)?;
    if !wrap.is_for(&folder.sealing) {
        return Err(Error::Malformed(FormatError::new(What::Wrap, Property::Recipient)));
    }
    Ok(wrap)
}

/// With a document that moves come the texts of all its reminders, and no other; with one that stays, none.
pub(super) async fn check_moved(tx: &mut Tx, document: Option<DocumentId>, moved: &[MovedReminder]) -> Result<()> {
    let known = match document {
        Some(document) => reminders::of_document(tx, document).await?,
        None => BTreeSet::new(),
    };
    let sent: BTreeSet<ReminderId> = moved.iter().map(|moved| moved.reminder_id).collect();
    if sent.len() == moved.len() && sent == known {
        return Ok(());
    }
    Err(Error::problem(ProblemCode::Conflict, "reminders: one for each of a document that moves"))
}

/// The text goes with its document to those who read the other folder.
pub(super) async fn move_text(
    turn: &mut Turn<'_>,
    into: &FolderAccess<Amend>,
    (maker, folder): (&VerifyingKey, &Certificate),
    moved: &MovedReminder,
) -> Result<()> {
    let wrap = check_text(&moved.text, (into.vault_id(), moved.reminder_id), maker, folder)?;
    let sealed = (&wrap, &moved.text[..]);
    Ok(reminders::replace_text(turn.tx, turn.lock, &mut turn.entropy, into, moved.reminder_id, sealed).await?)
}

fn check_day(due_ms: u64, now_ms: u64) -> Result<()> {
    let detail = match reminder::check_day(due_ms, now_ms) {
        Ok(()) => return Ok(()),
        Err(DayRefused::Hour) => "due_ms: not 08:00 UTC of a day",
        Err(DayRefused::Past) => "due_ms: this day is past",
        Err(DayRefused::TooFar) => "due_ms: this day is too far ahead",
    };
    Err(Error::problem(ProblemCode::InvalidRequest, detail))
}

/// Removes a reminder, by the owner of the vault or by its author.
pub async fn remove(app: &App, caller: Caller, reminder_id: ReminderId) -> Result<ReminderRemoved> {
    let act = Remove { account_id: caller.account_id, kid: caller.kid(), reminder_id };
    app.ledger.perform_signed(act, caller.request).await
}

struct Remove {
    account_id: AccountId,
    kid: Kid,
    reminder_id: ReminderId,
}

impl Act for Remove {
    type Answer = ReminderRemoved;

    fn attempt(&self) -> Event {
        Event::new(EventType::ReminderChanged, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<ReminderRemoved> {
        let found = reminders::find(turn.tx, self.reminder_id).await?.ok_or_else(|| Error::not_found("reminder"))?;
        let Reminder { vault, document, .. } = found.reminder;
        turn.attempt = Event { document_id: document, ..turn.attempt.clone().in_vault(vault) };
        let owner = vaults::find(turn.tx, vault).await?.ok_or_else(|| Error::not_found("vault"))?.owner;
        let facts = ReminderFacts { vault_id: vault, owner, author: found.author };
        let access = policy::removal(&actor(turn.tx, self.account_id).await?, &facts)?;
        reminders::remove(turn.tx, &access, self.reminder_id).await?;
        let log_index = turn.done().await?;
        Ok(ReminderRemoved { reminder_id: self.reminder_id, log_index })
    }
}

/// Tells the owner of each vault of which a reminder has come due, once however many there are: on every channel, and
/// only that a paper is to be renewed. Without a channel nothing is sent; whoever reads the vault still sees it.
pub(super) async fn tell_due(turn: &mut Turn<'_>) -> Result<()> {
    for vault in reminders::due(turn.tx, turn.now_ms, BATCH).await? {
        reminders::told(turn.tx, vault, turn.now_ms).await?;
        if let Some(vault) = vaults::find(turn.tx, vault).await? {
            notices::tell(turn, vault.owner, NoticeKind::Reminder).await?;
        }
    }
    Ok(())
}

/// The reminders of a folder, for those who may read it, and who sealed their texts.
pub(super) async fn in_folder(
    turn: &mut Turn<'_>,
    signers: &mut Signers,
    access: &FolderAccess<Read>,
) -> Result<Vec<ReminderView>> {
    let mut shown = Vec::new();
    for (stored, text) in reminders::in_folder(turn.tx, turn.lock, access).await? {
        let maker = Wrap::parse(&text).map_err(Error::Corrupt)?.maker();
        signers.add(turn.tx, stored.author, maker).await?;
        shown.push(view(&stored, text));
    }
    Ok(shown)
}

fn view(stored: &Stored, text: Vec<u8>) -> ReminderView {
    ReminderView {
        reminder_id: stored.reminder.id,
        document_id: stored.reminder.document,
        due_ms: stored.reminder.due_ms,
        text: Bytes(text),
        author: stored.author,
        created_ms: stored.created_ms,
    }
}
