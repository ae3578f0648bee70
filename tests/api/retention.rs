//! What is forgotten when its time has passed, and not a day before.

use vault_core::api::{LogPage, ProblemCode, SeedsView, VaultLogView};
use vault_core::log::{EventBody, Purge};
use vault_core::mandate::{Mandate, Rights};
use vault_core::request::Method;
use vault_core::vocabulary::{ChannelKind, EventType, MemberState, ResultCode, Role};
use vault_server::config::Settings;
use vault_server::domain::retention;

use super::client::{House, NOW_MS, Sent};
use super::people::{Town, WRONG_PIN};
use super::roles::logged;
use super::staff;

const DAY_MS: u64 = 24 * 3600 * 1000;

impl Town {
    async fn forget(&self) {
        retention::round(&self.house.app).await.unwrap();
    }

    fn has_key(&self, month: u32) -> bool {
        self.house.folder.path().join(format!("keys/log-body-{month}.key")).exists()
    }

    async fn forgotten(&self) -> i64 {
        self.house.count("SELECT count(*) FROM log_entries WHERE sealed IS NULL").await
    }
}

#[tokio::test]
async fn what_the_log_says_is_forgotten_after_twelve_whole_months() {
    // January 2027.
    let town = Town::new().await;
    let entries = town.house.count("SELECT count(*) FROM log_entries").await;
    // The last day of January 2028.
    town.house.clock.set(NOW_MS + 381 * DAY_MS);
    town.forget().await;
    assert_eq!((town.forgotten().await, town.has_key(202_701)), (0, true));
    // The first of February.
    town.house.clock.set(NOW_MS + 382 * DAY_MS);
    town.forget().await;
    assert_eq!((town.forgotten().await, town.has_key(202_701)), (entries, false));
    let town = town.logged_in_again().await;
    let page: LogPage = town.house.get(&town.auditor, "/v1/log/entries?from=0&limit=500").await.ok();
    assert_eq!(page.erased.len(), usize::try_from(entries).unwrap());
    let is_purge = |entry: &&vault_core::api::EntryView| entry.body[1] == EventType::LogPurged.number();
    let event = page.entries.iter().find(is_purge).unwrap();
    let body = EventBody::parse(&event.body).unwrap();
    assert_eq!(body.event_type, EventType::LogPurged.number());
    let before = u64::try_from(entries).unwrap();
    assert_eq!(Purge::read(event.index, &body).unwrap(), Some(Purge { before, month: 202_701 }));
    // The person is shown the last of theirs, and the event.
    let view: VaultLogView = town.house.get(&town.vault.owner, &format!("/v1/vaults/{}/log", town.vault.id)).await.ok();
    assert_eq!((view.erased.len(), view.purge.unwrap().index), (1, event.index));
    assert!(view.entries.iter().all(|entry| entry.index >= before));
    // Once is enough.
    town.forget().await;
    assert_eq!(town.house.count("SELECT count(*) FROM log_purges").await, 1);
}

#[tokio::test]
async fn the_event_of_a_forgotten_month_is_forgotten_in_its_turn_and_the_next_covers_all() {
    let town = Town::new().await;
    for months in 1..=3 {
        town.house.clock.set(NOW_MS + months * 13 * 31 * DAY_MS);
        town.forget().await;
        let town_now = town.house.log_in(&town.auditor.credential, &town.auditor.pin).await.0.token.0;
        assert!(!town_now.is_empty());
    }
    assert_eq!(town.house.count("SELECT count(*) FROM log_purges").await, 3);
    let page = town.page().await;
    let last = page.erased.last().unwrap().index;
    let events: Vec<_> = page
        .entries
        .iter()
        .filter_map(|e| Purge::read(e.index, &EventBody::parse(&e.body).unwrap()).unwrap())
        .collect();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].before, last + 1);
    assert!((0..=last).zip(&page.erased).all(|(index, erased)| erased.index == index));
}

#[tokio::test]
async fn a_crash_before_the_key_is_destroyed_is_made_good() {
    let town = Town::new().await;
    let key = town.house.folder.path().join("keys/log-body-202701.key");
    let kept = std::fs::read(&key).unwrap();
    town.house.clock.set(NOW_MS + 400 * DAY_MS);
    town.forget().await;
    // The rows are forgotten and committed; the key is still there, as if the server had stopped between the two.
    std::fs::write(&key, kept).unwrap();
    town.forget().await;
    assert!(!key.exists());
    assert_eq!(town.house.count("SELECT count(*) FROM log_purges").await, 1);
}

#[tokio::test]
async fn the_operator_may_keep_longer_or_shorter() {
    for (months, day, forgotten) in [(6, 230, true), (36, 400, false)] {
        let settings = Settings { log_body_months: Some(months), ..Settings::default() };
        let town = Town::settle(House::with(settings, NOW_MS).await).await;
        town.house.clock.set(NOW_MS + day * DAY_MS);
        town.forget().await;
        assert_eq!(town.forgotten().await > 0, forgotten, "{months}");
    }
}

#[tokio::test]
async fn mandates_are_forgotten_three_years_after_their_end() {
    let town = Town::new().await;
    let (ended, revoked) = (town.resources_mandate(Rights::READ).await, town.resources_mandate(Rights::READ).await);
    town.house.try_revoke(&town.vault.owner, &revoked).await.done();
    let end_ms = Mandate::parse(&ended.mandate).unwrap().not_after * 1000;
    let sealed = "SELECT count(*) FROM wraps WHERE mandate_id IS NOT NULL";
    let left = async || (town.house.count("SELECT count(*) FROM mandates").await, town.house.count(sealed).await);
    let before = left().await;
    assert_eq!(before.0, 2);
    // The revoked one ended at once, the other on its last day.
    town.house.clock.set(NOW_MS + 3 * 366 * DAY_MS - DAY_MS);
    vault_server::domain::housekeeping::round(&town.house.app).await.unwrap();
    town.forget().await;
    assert_eq!(left().await, before);
    town.house.clock.set(NOW_MS + 3 * 366 * DAY_MS + DAY_MS);
    town.forget().await;
    assert_eq!(left().await.0, 1);
    town.house.clock.set(end_ms + 3 * 366 * DAY_MS + DAY_MS);
    town.forget().await;
    assert_eq!(left().await, (0, 0));
    let events = town.of_type(EventType::MandatesPurged).await;
    assert_eq!(events.iter().map(|body| body.version).collect::<Vec<_>>(), [1, 1]);
}

impl Town {
    /// The whole log, as the auditor reads it in a new session.
    async fn page(&self) -> LogPage {
        let token = self.house.log_in(&self.auditor.credential, &self.auditor.pin).await.0.token.0;
        let path = "/v1/log/entries?from=0&limit=500";
        let request =
            self.house.request(&self.auditor, Method::Get, path, &[]).sign(&self.auditor.keys.signing).unwrap();
        let bearer = format!("Bearer {}", data_encoding::BASE64URL_NOPAD.encode(&token));
        self.house.send(Sent::get(path).with_request(&request).header("authorization", bearer)).await.ok()
    }

    /// The events of a type that the auditor still reads.
    async fn of_type(&self, event_type: EventType) -> Vec<EventBody> {
        let page = self.page().await;
        let bodies = page.entries.iter().map(|entry| EventBody::parse(&entry.body).unwrap());
        bodies.filter(|body| body.event_type == event_type.number()).collect()
    }
}

#[tokio::test]
async fn idle_staff_are_warned_once_and_may_act_no_more_thirty_days_later() {
    let town = Town::new().await;
    let (house, idle) = (&town.house, &town.professional);
    house.channel(idle, ChannelKind::Mail, "claire.specimen@exemple.fr").await;
    let kid = idle.keys.signing.kid();
    let warned = async || town.of_type(EventType::IdleWarned).await.iter().filter(|body| body.actor == kid).count();
    let keep_others = async || {
        for person in [&town.ccas.referent, &town.desk, &town.vault.owner] {
            house.log_in(&person.credential, &person.pin).await;
        }
    };
    house.clock.set(NOW_MS + 150 * DAY_MS - 1000);
    keep_others().await;
    town.forget().await;
    assert_eq!(warned().await, 0);
    house.clock.set(NOW_MS + 150 * DAY_MS);
    for _ in 0..2 {
        town.forget().await;
        assert_eq!((warned().await, house.count("SELECT count(*) FROM notices WHERE kind = 9").await), (1, 1));
    }
    house.clock.set(NOW_MS + 180 * DAY_MS - 1000);
    town.forget().await;
    assert_eq!(town.of_type(EventType::IdleDisabled).await.len(), 0);
    house.log_in(&town.ccas.referent.credential, &town.ccas.referent.pin).await;
    house.clock.set(NOW_MS + 180 * DAY_MS);
    town.forget().await;
    assert_eq!(town.of_type(EventType::IdleDisabled).await.iter().map(|body| body.actor).collect::<Vec<_>>(), [kid]);
    house.try_log_in(&idle.credential, &idle.pin).await.refused(ProblemCode::AccountDisabled);
    assert_eq!(
        house.sql("DELETE FROM sessions WHERE account_id = $1", idle.account.as_ref()).await,
        0,
        "sessions ended"
    );
}

#[tokio::test]
async fn whoever_comes_back_in_time_is_not_disabled_and_the_last_referent_never_is() {
    let town = Town::new().await;
    let house = &town.house;
    house.clock.set(NOW_MS + 170 * DAY_MS);
    town.forget().await;
    house.log_in(&town.desk.credential, &town.desk.pin).await;
    house.clock.set(NOW_MS + 205 * DAY_MS);
    town.forget().await;
    // The professional was warned thirty-five days ago; the desk agent came; the référent is the only one.
    let disabled: Vec<_> = town.of_type(EventType::IdleDisabled).await.iter().map(|body| body.actor).collect();
    assert_eq!(disabled, [town.professional.keys.signing.kid()]);
    house.log_in(&town.ccas.referent.credential, &town.ccas.referent.pin).await;
    house.log_in(&town.desk.credential, &town.desk.pin).await;
}

/// The professional has not come for 185 days, and was warned in time; the others log in again.
async fn with_professional_disabled(mut town: Town) -> Town {
    town.house.clock.set(NOW_MS + 150 * DAY_MS);
    town.forget().await;
    town.house.clock.set(NOW_MS + 185 * DAY_MS);
    for person in [&mut town.ccas.referent, &mut town.desk, &mut town.vault.owner, &mut town.auditor] {
        person.token = town.house.log_in(&person.credential, &person.pin).await.0.token.0;
    }
    town.forget().await;
    town
}

#[tokio::test]
async fn a_referent_brings_back_who_was_disabled_and_nobody_else_does() {
    let mut town = with_professional_disabled(Town::new().await).await;
    let (house, referent, idle) = (&town.house, &town.ccas.referent, &town.professional);
    house.try_log_in(&idle.credential, &idle.pin).await.refused(ProblemCode::AccountDisabled);
    assert_eq!(staff::state_of(&town, idle).await, Some(MemberState::Suspended), "a référent sees it");
    staff::resume(&town, &town.desk, idle, &town.desk.pin).await.refused(ProblemCode::RoleForbids);
    staff::resume(&town, referent, idle, WRONG_PIN).await.refused(ProblemCode::WrongPin);
    house.try_log_in(&idle.credential, &idle.pin).await.refused(ProblemCode::AccountDisabled);

    staff::resume(&town, referent, idle, &referent.pin).await.done();
    logged(&town, referent, EventType::MemberResumed, ResultCode::Done).await;
    assert_eq!(staff::state_of(&town, idle).await, Some(MemberState::Active));
    // Twice is once.
    let events = house.count("SELECT count(*) FROM log_entries").await;
    staff::resume(&town, referent, idle, &referent.pin).await.done();
    assert_eq!(house.count("SELECT count(*) FROM log_entries").await, events);
    // The days are counted anew: the next round neither warns nor disables.
    town.forget().await;
    assert_eq!(house.count("SELECT count(*) FROM accounts WHERE status = 3 OR idle_warned_ms IS NOT NULL").await, 0);
    town.professional.token = house.log_in(&town.professional.credential, &town.professional.pin).await.0.token.0;
    let seeds = format!("/v1/organisations/{}/seeds", town.ccas.id);
    let _: SeedsView = house.get(&town.professional, &seeds).await.ok();
}

#[tokio::test]
async fn who_was_removed_while_disabled_does_not_come_back() {
    let town = with_professional_disabled(Town::new().await).await;
    let (referent, gone) = (&town.ccas.referent, &town.professional);
    staff::remove(&town).await.done();
    staff::resume(&town, referent, gone, &referent.pin).await.refused(ProblemCode::NotFound);
    town.house.try_log_in(&gone.credential, &gone.pin).await.refused(ProblemCode::AccountDisabled);
    assert_eq!(staff::state_of(&town, gone).await, None);
}

#[tokio::test]
async fn a_suspended_referent_does_not_count_as_one_who_may_act() {
    let town = Town::new().await;
    let (house, first) = (&town.house, &town.ccas.referent);
    let second = house.member(&town.ccas, Role::Referent, "Farid SPECIMEN").await;
    staff::suspend(&town, first, &second).await.done();
    house.clock.set(NOW_MS + 150 * DAY_MS);
    town.forget().await;
    house.clock.set(NOW_MS + 180 * DAY_MS);
    town.forget().await;
    // The suspended one cannot log in, and so goes; the one who may still act stays, though as idle.
    house.try_log_in(&second.credential, &second.pin).await.refused(ProblemCode::AccountDisabled);
    let mut town = town;
    town.ccas.referent.token =
        town.house.log_in(&town.ccas.referent.credential, &town.ccas.referent.pin).await.0.token.0;
    let referent = &town.ccas.referent;
    // One act lifts both.
    staff::resume(&town, referent, &second, &referent.pin).await.done();
    town.house.log_in(&second.credential, &second.pin).await;
}

#[tokio::test]
async fn a_person_who_does_not_come_is_told_once_a_year_and_keeps_everything() {
    let town = Town::new().await;
    let house = &town.house;
    house.channel(&town.vault.owner, ChannelKind::Phone, "+33639981234").await;
    let told = async |day: u64| {
        house.clock.set(NOW_MS + day * DAY_MS);
        town.forget().await;
        house.count("SELECT count(*) FROM notices WHERE kind = 9").await
    };
    assert_eq!(told(365).await, 0);
    assert_eq!(told(366).await, 1);
    assert_eq!(told(700).await, 1);
    assert_eq!(told(732).await, 2);
    assert_eq!(house.count("SELECT count(*) FROM vaults").await, 1);
    house.log_in(&town.vault.owner.credential, &town.vault.owner.pin).await;
    assert_eq!(told(1000).await, 2);
}
