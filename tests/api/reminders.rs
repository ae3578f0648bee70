//! Reminders: who sets them, for which days, what the person is told on the day, and what goes with them.

use vault_core::api::{MovedReminder, NewReminder, ProblemCode, RecordsRequest, RecordsView, ReminderView};
use vault_core::error::Property;
use vault_core::ids::{DocumentId, ReminderId};
use vault_core::keys::OpeningKey;
use vault_core::mandate::Rights;
use vault_core::reminder::{MAX_AHEAD_MS, MAX_PER_DOCUMENT, Reminder};
use vault_core::vocabulary::{ChannelKind, EventType, FolderKind, ResultCode};
use vault_core::wrap::Reading;
use vault_server::app::Upkeep;
use vault_server::domain::{housekeeping, notices};

use super::backups::again_with;
use super::channels::MAIL;
use super::client::{Answer, NOW_MS};
use super::notices::Office;
use super::people::{PIN, Person, Town, to};
use crate::harness::Tls;

const DAY_MS: u64 = 24 * 3600 * 1000;
/// The clock of these tests begins at 08:00 UTC: this is a day.
const DUE_MS: u64 = NOW_MS + 30 * DAY_MS;
const TEXT: &str = "Carte-SPECIMEN à refaire : prendre rendez-vous en mairie";
const RESOURCES: FolderKind = FolderKind::Resources;
const TOLD: &str = "SELECT count(*) FROM notices WHERE kind = 8";
const KEPT: &str = "SELECT count(*) FROM reminders";
const TEXTS: &str = "SELECT count(*) FROM wraps WHERE kind = 14";

impl Town {
    /// A reminder for this day, sealed by somebody to the first key of the folder Ressources.
    fn reminder(&self, by: &Person, document: DocumentId, due_ms: u64) -> NewReminder {
        let id = ReminderId::generate(&mut self.house.random.clone());
        let of = Reminder { id, vault: self.vault.id, document, due_ms };
        NewReminder { reminder_id: id, due_ms, text: self.sealed(by, &of, self.key(), 1) }
    }

    fn key(&self) -> &OpeningKey {
        &self.vault.folders[usize::from(RESOURCES.number()) - 1].1
    }

    fn sealed(&self, by: &Person, of: &Reminder, key: &OpeningKey, epoch: u32) -> vault_core::api::Bytes {
        let envelope = to(key.sealing_key(), &by.keys.signing);
        envelope.seal_reminder(&mut self.house.random.clone(), of, epoch, TEXT).unwrap().into()
    }

    async fn try_remind(&self, by: &Person, document: DocumentId, new: &NewReminder) -> Answer {
        self.house.post(by, &format!("/v1/documents/{document}/reminders"), new).await
    }

    async fn remind(&self, by: &Person, document: DocumentId) -> ReminderId {
        let new = self.reminder(by, document, DUE_MS);
        let view: ReminderView = self.try_remind(by, document, &new).await.ok();
        assert_eq!((view.document_id, view.due_ms, view.author), (document, DUE_MS, by.account));
        view.reminder_id
    }

    async fn try_forget(&self, by: &Person, reminder: ReminderId) -> Answer {
        let path = format!("/v1/reminders/{reminder}/removal");
        self.house.signed(by, vault_core::request::Method::Post, &path, Vec::new()).await
    }

    /// The reminders as somebody reads them, opened.
    async fn reminders(&self, by: &Person) -> Vec<(ReminderId, String)> {
        let path = format!("/v1/vaults/{}/records", self.vault.id);
        let view: RecordsView = self.house.post(by, &path, &RecordsRequest::default()).await.ok();
        let open = |shown: &ReminderView| {
            let of = Reminder {
                id: shown.reminder_id,
                vault: self.vault.id,
                document: shown.document_id,
                due_ms: shown.due_ms,
            };
            let people = [&self.vault.owner, &self.professional];
            let author = people.into_iter().find(|person| person.account == shown.author).unwrap();
            assert!(view.signers.iter().any(|signer| signer.kid == author.keys.signing.kid()));
            let maker = author.keys.signing.verifying_key();
            let text = Reading { with: self.key(), maker: &maker }.open_reminder(&shown.text, &of, 1);
            (shown.reminder_id, text.unwrap())
        };
        view.reminders.iter().map(open).collect()
    }

    async fn round(&self) {
        housekeeping::round(&self.house.app).await.unwrap();
    }

    /// The last event of the vault is one of reminders, by this person, and ended so.
    async fn reminder_ended(&self, by: &Person, result: ResultCode) {
        let seen = self.house.last_event(&self.vault, &self.auditor).await;
        let expected = (EventType::ReminderChanged, result, by.keys.signing.kid());
        assert_eq!((seen.what, seen.result, seen.actor), expected);
    }

    /// Refused as malformed in this way, and nothing is kept.
    async fn malformed_reminder(&self, by: &Person, document: DocumentId, new: &NewReminder, property: Property) {
        let problem = self.try_remind(by, document, new).await.refused(ProblemCode::Malformed);
        assert_eq!((problem.what.as_deref(), problem.property.as_deref()), (Some("wrap"), Some(property.code())));
        assert_eq!((self.house.count(KEPT).await, self.house.count(TEXTS).await), (0, 0));
    }
}

#[tokio::test]
async fn on_the_day_the_person_is_told_once_and_nothing_of_the_text() {
    let mut office = Office::open(Tls::Starts).await;
    office.reach(ChannelKind::Mail, MAIL).await;
    let town = &office.town;
    let (house, owner) = (&town.house, &town.vault.owner);
    let mandate = town.resources_mandate(Rights::READ).await;
    let (first, second) = (town.own_paper().await, town.own_paper().await);
    let by_owner = town.remind(owner, first).await;
    town.reminder_ended(owner, ResultCode::Done).await;
    let by_holder = town.remind(&town.professional, second).await;
    town.reminder_ended(&town.professional, ResultCode::Done).await;
    assert_eq!(house.last_event(&town.vault, &town.auditor).await.mandate, mandate.mandate_id);
    for reader in [owner, &town.professional] {
        let mut read = town.reminders(reader).await;
        read.sort_unstable();
        let mut expected = [(by_owner, TEXT.to_owned()), (by_holder, TEXT.to_owned())];
        expected.sort_unstable();
        assert_eq!(read, expected);
    }

    house.clock.advance(30 * DAY_MS - 1);
    town.round().await;
    assert_eq!((office.deliver().await, house.count(TOLD).await), (0, 0));
    house.clock.advance(1);
    town.round().await;
    assert_eq!(house.count(TOLD).await, 1, "one message, for two papers");
    assert_eq!(office.deliver().await, 1);
    let mail = office.mail.taken().pop().unwrap();
    assert_eq!((mail.to.as_str(), office.mail.taken().len()), (MAIL, 1));
    for hidden in ["SPECIMEN", "rendez-vous", "mairie", &first.to_string(), &town.vault.id.to_string()] {
        assert!(!mail.text.contains(hidden), "{hidden} in {}", mail.text);
    }
    // Not again: not in the next round, not the day after, not by another process on the same data.
    town.round().await;
    house.clock.advance(DAY_MS);
    town.round().await;
    let restarted = again_with(house, Upkeep::default()).await;
    housekeeping::round(&restarted).await.unwrap();
    assert_eq!((notices::deliver(&restarted).await.unwrap(), house.count(TOLD).await), (0, 1));
    office.town = office.town.logged_in_again().await;
    let town = &office.town;
    assert_eq!(town.reminders(&town.vault.owner).await.len(), 2, "what was told is still there");
    let sent = town.house.events(&town.vault).await.into_iter().filter(|seen| seen.what == EventType::NoticeSent);
    assert_eq!(sent.map(|seen| seen.result).collect::<Vec<_>>(), [ResultCode::Done]);
}

#[tokio::test]
async fn a_server_that_was_stopped_on_the_day_tells_when_it_is_back_and_nobody_is_needed() {
    let town = Town::new().await;
    let document = town.own_paper().await;
    town.remind(&town.vault.owner, document).await;
    town.house.channel(&town.vault.owner, ChannelKind::Mail, MAIL).await;
    town.house.clock.advance(33 * DAY_MS);
    let restarted = again_with(&town.house, Upkeep::default()).await;
    housekeeping::round(&restarted).await.unwrap();
    assert_eq!(town.house.count(TOLD).await, 1);
}

#[tokio::test]
async fn without_a_channel_nothing_is_sent_and_nothing_is_lost() {
    let town = Town::new().await;
    let document = town.own_paper().await;
    let id = town.remind(&town.vault.owner, document).await;
    town.house.clock.advance(31 * DAY_MS);
    town.round().await;
    assert_eq!(town.house.count(TOLD).await, 0);
    let town = town.logged_in_again().await;
    assert_eq!(town.reminders(&town.vault.owner).await, [(id, TEXT.to_owned())]);
}

#[tokio::test]
async fn who_may_not_read_the_paper_sets_no_reminder() {
    let town = Town::new().await;
    let document = town.own_paper().await;
    let stranger = town.stranger().await;
    let refused = async |by: &Person, code, result| {
        town.try_remind(by, document, &town.reminder(by, document, DUE_MS)).await.refused(code);
        town.reminder_ended(by, result).await;
        assert_eq!((town.house.count(KEPT).await, town.house.count(TEXTS).await), (0, 0));
    };
    for by in [&town.professional, &stranger, &town.auditor] {
        refused(by, ProblemCode::NoMandate, ResultCode::NoMandate).await;
    }
    let deposits = town.resources_mandate(Rights::DEPOSIT).await;
    refused(&town.professional, ProblemCode::RightMissing, ResultCode::RightMissing).await;
    town.house.try_revoke(&town.vault.owner, &deposits).await.done();
    let mandate = town.resources_mandate(Rights::READ).await;
    refused(&town.desk, ProblemCode::RoleForbids, ResultCode::RoleForbids).await;
    town.house.try_revoke(&town.vault.owner, &mandate).await.done();
    refused(&town.professional, ProblemCode::MandateRevoked, ResultCode::MandateRevoked).await;
    town.house.close(&town.vault, &super::leaving::claim(1)).await;
    refused(&town.vault.owner, ProblemCode::VaultClosing, ResultCode::VaultClosing).await;
}

#[tokio::test]
async fn a_reminder_is_for_a_day_to_come_and_a_paper_has_a_few() {
    let town = Town::new().await;
    let (owner, document) = (&town.vault.owner, town.own_paper().await);
    let far = NOW_MS + MAX_AHEAD_MS;
    for day in [NOW_MS - DAY_MS, NOW_MS, DUE_MS + 1, DUE_MS - 3600 * 1000, far + DAY_MS, 0] {
        let new = town.reminder(owner, document, day);
        town.try_remind(owner, document, &new).await.refused(ProblemCode::InvalidRequest);
    }
    assert_eq!(town.house.count(KEPT).await, 0);
    let new = town.reminder(owner, document, far);
    town.try_remind(owner, document, &new).await.done();
    // Sent twice it is one, even once the day is past; another one under its id is refused.
    town.try_remind(owner, document, &new).await.done();
    let later = NewReminder { due_ms: far - DAY_MS, ..new.clone() };
    town.try_remind(owner, document, &later).await.refused(ProblemCode::Conflict);
    let other = town.own_paper().await;
    town.try_remind(owner, other, &new).await.refused(ProblemCode::Conflict);
    for _ in 1..MAX_PER_DOCUMENT {
        town.remind(owner, document).await;
    }
    let one_more = town.reminder(owner, document, DUE_MS);
    town.try_remind(owner, document, &one_more).await.refused(ProblemCode::Conflict);
    assert_eq!(town.house.count(KEPT).await, 5);
    town.remind(owner, other).await;
}

#[tokio::test]
async fn the_text_is_sealed_by_who_sends_it_to_the_folder_of_the_paper() {
    let town = Town::new().await;
    let (owner, document) = (&town.vault.owner, town.own_paper().await);
    let good = town.reminder(owner, document, DUE_MS);
    let of = Reminder { id: good.reminder_id, vault: town.vault.id, document, due_ms: DUE_MS };
    let with = |text| NewReminder { text, ..good.clone() };
    let theirs = with(town.sealed(&town.professional, &of, town.key(), 1));
    town.malformed_reminder(owner, document, &theirs, Property::Maker).await;
    let astray = with(town.sealed(owner, &of, &town.vault.folders[0].1, 1));
    town.malformed_reminder(owner, document, &astray, Property::Recipient).await;
    let later = with(town.sealed(owner, &of, town.key(), 2));
    town.malformed_reminder(owner, document, &later, Property::Epoch).await;
    let other = Reminder { id: ReminderId::from_bytes([7; 16]), ..of };
    let of_another = with(town.sealed(owner, &other, town.key(), 1));
    town.malformed_reminder(owner, document, &of_another, Property::Ids).await;
    let mut cut = good.clone();
    cut.text.0.pop();
    town.malformed_reminder(owner, document, &cut, Property::Length).await;
    town.try_remind(owner, DocumentId::from_bytes([7; 16]), &good).await.refused(ProblemCode::NotFound);
}

#[tokio::test]
async fn the_owner_and_the_author_remove_a_reminder_and_nobody_else() {
    let town = Town::new().await;
    let association = town.house.organisation("Association SPECIMEN").await;
    let theirs = town.house.mandate(&town.vault, &association, &[RESOURCES], Rights::READ);
    town.house.grant(&town.vault, &association, &theirs).await;
    let mandate = town.resources_mandate(Rights::READ | Rights::DEPOSIT | Rights::MANAGE).await;
    let document = town.own_paper().await;
    let by_owner = town.remind(&town.vault.owner, document).await;
    let by_holder = town.remind(&town.professional, document).await;
    for by in [&association.referent, &town.desk, &town.auditor] {
        town.try_forget(by, by_holder).await.refused(ProblemCode::NotAllowed);
        town.reminder_ended(by, ResultCode::NotAllowed).await;
    }
    town.try_forget(&town.professional, by_owner).await.refused(ProblemCode::NotAllowed);
    assert_eq!((town.house.count(KEPT).await, town.house.count(TEXTS).await), (2, 2));
    // The author still takes back what they set, once the mandate has ended.
    town.house.try_revoke(&town.vault.owner, &mandate).await.done();
    town.try_forget(&town.professional, by_holder).await.done();
    town.reminder_ended(&town.professional, ResultCode::Done).await;
    town.try_forget(&town.professional, by_holder).await.refused(ProblemCode::NotFound);
    assert_eq!((town.house.count(KEPT).await, town.house.count(TEXTS).await), (1, 1));
    town.try_forget(&town.vault.owner, by_owner).await.done();
    assert_eq!((town.house.count(KEPT).await, town.house.count(TEXTS).await), (0, 0));
    town.house.channel(&town.vault.owner, ChannelKind::Mail, MAIL).await;
    town.house.clock.advance(31 * DAY_MS);
    town.round().await;
    assert_eq!(town.house.count(TOLD).await, 0, "what was removed is not told");
}

#[tokio::test]
async fn a_reminder_goes_with_its_paper() {
    let town = Town::new().await;
    let owner = &town.vault.owner;
    let (erased, undone, stays) = (town.own_paper().await, town.own_paper().await, town.own_paper().await);
    for document in [erased, undone, stays] {
        town.remind(owner, document).await;
    }
    let kept = async || (town.house.count(KEPT).await, town.house.count(TEXTS).await);
    town.erase(owner, PIN, erased).await.done();
    assert_eq!(kept().await, (2, 2));
    town.undo(owner, undone, 1).await.done();
    assert_eq!(kept().await, (1, 1));
    let late = town.reminder(owner, erased, DUE_MS);
    town.try_remind(owner, erased, &late).await.refused(ProblemCode::Erased);
    // A version that is taken back leaves the paper, and its reminder.
    let second = vault_core::ids::DocumentVersion { version: 2, ..town.first(stays) };
    let sealed = town.house.seal_as(owner, &town.vault, RESOURCES, b"SPECIMEN later", second).await;
    town.house.upload(owner, &town.vault, &sealed).await.done();
    town.house.add(owner, &town.vault, &sealed.new).await.done();
    town.undo(owner, stays, 2).await.done();
    assert_eq!(kept().await, (1, 1));
}

#[tokio::test]
async fn a_paper_moves_with_all_its_reminders_sealed_to_its_new_folder() {
    let town = Town::new().await;
    let owner = &town.vault.owner;
    let (paper, other) = (town.own_paper().await, town.own_paper().await);
    town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
    let (by_holder, by_owner) = (town.remind(&town.professional, paper).await, town.remind(owner, paper).await);
    let elsewhere = town.remind(owner, other).await;
    let moving = [town.moving(owner, town.first(paper)).await];
    let housing = &town.vault.folders[usize::from(FolderKind::Housing.number()) - 1].1;
    let sealed = |id, key, by: &Person| {
        let of = Reminder { id, vault: town.vault.id, document: paper, due_ms: DUE_MS };
        MovedReminder { reminder_id: id, text: town.sealed(by, &of, key, 1) }
    };
    let right = |id| sealed(id, housing, owner);

    // One missing, one of another paper, one twice, or none at all.
    for wrong in [
        vec![],
        vec![right(by_holder)],
        vec![right(by_holder), right(by_owner), right(elsewhere)],
        vec![right(by_holder), right(elsewhere)],
        vec![right(by_holder), right(by_owner), right(by_owner)],
    ] {
        town.amend_reminded(owner, paper, &moving, &wrong).await.refused(ProblemCode::Conflict);
    }
    // To the folder that it leaves; under another id; by somebody else.
    for (wrong, property) in [
        (sealed(by_holder, town.key(), owner), Property::Recipient),
        (MovedReminder { reminder_id: by_holder, ..right(by_owner) }, Property::Ids),
        (sealed(by_holder, housing, &town.professional), Property::Maker),
    ] {
        let problem = town.amend_reminded(owner, paper, &moving, &[right(by_owner), wrong]).await;
        let problem = problem.refused(ProblemCode::Malformed);
        assert_eq!((problem.what.as_deref(), problem.property.as_deref()), (Some("wrap"), Some(property.code())));
    }
    // A paper that stays takes none along.
    let renaming = [town.renaming(owner, town.first(paper), "SPECIMEN").await];
    let both = [right(by_holder), right(by_owner)];
    town.amend_reminded(owner, paper, &renaming, &both).await.refused(ProblemCode::Conflict);
    assert_eq!(town.house.count("SELECT count(*) FROM amendments").await, 0);
    assert_eq!(town.reminders(&town.professional).await.len(), 3, "nothing has changed");

    town.amend_reminded(owner, paper, &moving, &both).await.done();
    assert_eq!((town.house.count(KEPT).await, town.house.count(TEXTS).await), (3, 3), "no former text stays");
    let kept: Vec<_> = town.reminders(&town.professional).await.into_iter().map(|(id, _)| id).collect();
    assert_eq!(kept, [elsewhere], "who does not read the other folder has lost it");
    let path = format!("/v1/vaults/{}/records", town.vault.id);
    let view: RecordsView = town.house.post(owner, &path, &RecordsRequest::default()).await.ok();
    for id in [by_holder, by_owner] {
        let shown = view.reminders.iter().find(|shown| shown.reminder_id == id).unwrap();
        assert_eq!((shown.due_ms, shown.author, shown.document_id), (DUE_MS, owner.account, paper));
        let of = Reminder { id, vault: town.vault.id, document: paper, due_ms: DUE_MS };
        let maker = owner.keys.signing.verifying_key();
        assert_eq!(Reading { with: housing, maker: &maker }.open_reminder(&shown.text, &of, 1).unwrap(), TEXT);
    }
    // Who set it before has nothing to do with it any more.
    town.try_forget(&town.professional, by_holder).await.refused(ProblemCode::NotAllowed);
}

#[tokio::test]
async fn after_the_folders_key_has_turned_the_text_is_still_read_with_the_former_one() {
    let town = Town::new().await;
    let owner = &town.vault.owner;
    let mandate = town.resources_mandate(Rights::READ).await;
    let document = town.own_paper().await;
    let id = town.remind(owner, document).await;
    let (new, _) = town.next_epoch(&[(&mandate, &town.ccas.keys.opening)]).await;
    town.try_turn(owner, &new).await.done();
    assert_eq!(town.folder().await.former_seeds.len(), 1, "the text needs the former key");
    for reader in [owner, &town.professional] {
        assert_eq!(town.reminders(reader).await, [(id, TEXT.to_owned())]);
    }
    // A new one is sealed to the key in force.
    let stale = town.reminder(owner, document, DUE_MS);
    let problem = town.try_remind(owner, document, &stale).await.refused(ProblemCode::Malformed);
    assert_eq!(problem.property.as_deref(), Some("epoch"));
    town.try_forget(owner, id).await.done();
    assert!(town.folder().await.former_seeds.is_empty());
}
