//! Notices, sent to a real mail server and a real web hook that are slow, refuse, or hang up half-way.

use std::time::{Duration, Instant};

use tempfile::TempDir;
use vault_core::ids::{Kid, MandateId};
use vault_core::vocabulary::{ChannelKind, EventType, NoticeKind, Purpose, ResultCode};
use vault_server::config::Settings;
use vault_server::domain::{housekeeping, notices};
use vault_server::ledger::{Act, Event, Turn};
use vault_server::store::notices::take_due;

use super::channels::{MAIL, PHONE};
use super::client::{House, NOW_MS};
use super::events::Seen;
use super::people::Town;
use crate::harness::{Authority, Mood, PostServer, Taken, Tls};

const HOUR_MS: u64 = 3600 * 1000;
const KIND: NoticeKind = NoticeKind::RecoveryStarted;

/// Something that the owner is told.
struct Told(vault_core::ids::AccountId);

impl Act for Told {
    type Answer = usize;

    fn attempt(&self) -> Event {
        Event::new(EventType::Maintenance, Kid::NONE)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> vault_server::error::Result<usize> {
        notices::tell(turn, self.0, KIND).await
    }
}

/// A town whose owner has a mail address and a number, and the servers that reach them.
pub(super) struct Office {
    pub(super) town: Town,
    pub(super) mail: PostServer,
    hook: PostServer,
    /// What the settings name lies here.
    _folder: TempDir,
}

impl Office {
    pub(super) async fn open(tls: Tls) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let authority = Authority::new(folder.path());
        let (mail, hook) = (PostServer::mail(&authority, tls), PostServer::hook(&authority));
        let secret = |name: &str, text: &str| {
            use std::os::unix::fs::PermissionsExt;
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
            Some(path)
        };
        let settings = Settings {
            smtp_host: Some("localhost".to_owned()),
            smtp_port: Some(mail.port),
            smtp_tls: Some(if tls == Tls::Implicit { "implicit" } else { "starttls" }.to_owned()),
            smtp_user: Some("coffre".to_owned()),
            smtp_password_file: secret("password", "mot-SPECIMEN\n"),
            mail_from: Some("coffre@exemple.fr".to_owned()),
            sms_url: Some(format!("https://localhost:{}/sms", hook.port)),
            sms_token_file: secret("token", "jeton-SPECIMEN\n"),
            notice_ca: Some(folder.path().join("ca.pem")),
            ..Settings::default()
        };
        let town = Town::settle(House::with(settings, NOW_MS).await).await;
        Self { town, mail, hook, _folder: folder }
    }

    async fn with_both(tls: Tls) -> Self {
        let office = Self::open(tls).await;
        office.reach(ChannelKind::Mail, MAIL).await;
        office.reach(ChannelKind::Phone, PHONE).await;
        // Of the second channel the first one was told.
        office.deliver().await;
        office
    }

    pub(super) async fn reach(&self, kind: ChannelKind, address: &str) {
        self.town.house.channel(&self.town.vault.owner, kind, address).await;
    }

    async fn tell(&self) -> usize {
        self.town.house.app.ledger.perform(Told(self.town.vault.owner.account)).await.unwrap()
    }

    pub(super) async fn deliver(&self) -> usize {
        notices::deliver(&self.town.house.app).await.unwrap()
    }

    /// Later, the server tries again.
    async fn deliver_after(&self, hours: u64) -> usize {
        self.town.house.clock.advance(hours * HOUR_MS);
        self.deliver().await
    }

    async fn all_tried(&self) -> bool {
        let mut tx = self.town.house.app.store.read().await.unwrap();
        notices::all_tried(&mut tx, self.town.vault.owner.account, KIND, NOW_MS).await.unwrap()
    }

    /// How the notices ended, as the vault's log says. The clock has moved: the owner logs in again for it.
    async fn ends(&mut self) -> Vec<ResultCode> {
        let owner = &mut self.town.vault.owner;
        owner.token = self.town.house.log_in(&owner.credential, &owner.pin).await.0.token.0;
        let is_end = |seen: &Seen| seen.what == EventType::NoticeSent;
        let events = self.town.house.events(&self.town.vault).await;
        assert!(
            events.iter().filter(|seen| is_end(seen)).all(|seen| {
                (seen.actor, seen.mandate, seen.purpose) == (Kid::NONE, MandateId::NONE, Purpose::None)
            })
        );
        events.into_iter().filter(is_end).map(|seen| seen.result).collect()
    }
}

fn message_id(taken: &Taken) -> String {
    taken.text.lines().find(|line| line.starts_with("Message-ID: ")).unwrap().to_owned()
}

#[tokio::test]
async fn a_notice_reaches_every_channel_and_names_nothing() {
    for tls in [Tls::Starts, Tls::Implicit] {
        let mut office = Office::with_both(tls).await;
        assert_eq!((office.mail.taken().len(), office.hook.taken().len()), (1, 0));
        assert_eq!(office.tell().await, 2);
        assert!(!office.all_tried().await);
        assert_eq!(office.deliver().await, 2);
        assert!(office.all_tried().await);
        assert_eq!(office.ends().await, [ResultCode::Done; 3]);

        let mail = office.mail.taken().pop().unwrap();
        assert_eq!((mail.to.as_str(), mail.proof.as_str()), (MAIL, "coffre:mot-SPECIMEN"));
        for part in ["From: coffre@exemple.fr", "Auto-Submitted: auto-generated", "@coffre.exemple.fr>"] {
            assert!(mail.text.contains(part), "{part} in {}", mail.text);
        }
        let sms = office.hook.taken().pop().unwrap();
        assert_eq!((sms.to.as_str(), sms.proof.as_str()), (PHONE, "Bearer jeton-SPECIMEN"));
        let json: serde_json::Value = serde_json::from_str(&sms.text).unwrap();
        assert!(json["text"].as_str().unwrap().contains("Allez vite"), "{json}");
        assert_eq!(json["id"].as_str().unwrap().len(), 32);
        for text in [&mail.text, &sms.text] {
            for name in ["CCAS", "SPECIMEN", "Amina", "Ressources"] {
                assert!(!text.contains(name), "{name} in {text}");
            }
            assert!(!text.contains(&office.town.vault.id.to_string()));
        }
        assert_eq!(office.deliver().await, 0, "sent once");
    }
}

#[tokio::test]
async fn who_refuses_or_hangs_up_is_tried_again_under_the_same_id_until_it_takes() {
    let mut office = Office::with_both(Tls::Starts).await;
    let moods = [Mood::Refuse, Mood::CutBefore, Mood::Take];
    office.mail.will(&moods);
    office.hook.will(&moods);
    office.tell().await;
    assert_eq!(office.deliver().await, 2);
    assert!(office.all_tried().await, "a try that failed is a try");
    assert_eq!(office.deliver().await, 0, "not at once");
    assert_eq!(office.deliver_after(1).await, 2);
    assert_eq!(office.deliver_after(1).await, 2);
    assert_eq!(office.deliver_after(100).await, 0);
    // The first mail told of the second channel.
    assert_eq!((office.mail.taken().len(), office.hook.taken().len()), (2, 1));
    assert_eq!((office.mail.attempts(), office.hook.attempts()), (4, 3));
    assert_eq!(office.ends().await, [ResultCode::Done; 3], "one event for each, at its end");
}

#[tokio::test]
async fn what_was_taken_without_an_answer_is_sent_twice_and_can_be_told_apart() {
    let office = Office::with_both(Tls::Starts).await;
    office.mail.will(&[Mood::CutAfter]);
    office.hook.will(&[Mood::CutAfter]);
    office.tell().await;
    office.deliver().await;
    office.deliver_after(1).await;
    let mails = office.mail.taken();
    assert_eq!(mails.len(), 3);
    assert_eq!(message_id(&mails[1]), message_id(&mails[2]));
    assert_ne!(message_id(&mails[0]), message_id(&mails[1]));
    let hooks = office.hook.taken();
    assert_eq!((hooks.len(), &hooks[0]), (2, &hooks[1]));
}

#[tokio::test]
async fn what_is_never_taken_is_given_up_after_eight_tries_and_said_so() {
    let mut office = Office::open(Tls::Starts).await;
    office.reach(ChannelKind::Mail, MAIL).await;
    office.mail.will(&[Mood::Refuse; 20]);
    office.tell().await;
    for tries in 0..8 {
        assert_eq!(office.deliver_after(24).await, 1, "{tries}");
    }
    assert_eq!(office.deliver_after(24).await, 0);
    assert_eq!(office.mail.attempts(), 8);
    assert_eq!(office.ends().await, [ResultCode::NotDelivered]);
}

#[tokio::test]
async fn a_slow_server_does_not_hold_up_the_others() {
    let office = Office::with_both(Tls::Starts).await;
    office.mail.will(&[Mood::Slow; 3]);
    for _ in 0..3 {
        office.tell().await;
    }
    let before = Instant::now();
    assert_eq!(office.deliver().await, 6);
    assert!(before.elapsed() < Duration::from_millis(1800), "one after the other: {:?}", before.elapsed());
    assert_eq!((office.mail.taken().len(), office.hook.taken().len()), (4, 3));
}

#[tokio::test]
async fn of_two_servers_one_sends() {
    let office = Office::with_both(Tls::Starts).await;
    let other = office.town.house.another().await;
    office.mail.will(&[Mood::Slow; 4]);
    for _ in 0..4 {
        office.tell().await;
    }
    let (one, another) = tokio::join!(office.deliver(), async { notices::deliver(&other.app).await.unwrap() });
    assert_eq!(one + another, 8, "{one} and {another}");
    assert_eq!((office.mail.taken().len(), office.hook.taken().len()), (5, 4));
}

#[tokio::test]
async fn what_a_server_took_and_never_sent_another_takes() {
    let office = Office::with_both(Tls::Starts).await;
    office.tell().await;
    let app = &office.town.house.app;
    let (now_ms, minutes) = (office.town.house.now_ms(), 10 * 60 * 1000);
    let mut tx = app.store.write().await.unwrap();
    assert_eq!(take_due(&mut tx, &app.lock, now_ms, now_ms + minutes, 64).await.unwrap().len(), 2);
    tx.commit().await.unwrap();
    assert_eq!(office.deliver().await, 0, "it may still be about them");
    office.town.house.clock.advance(minutes);
    assert_eq!(office.deliver().await, 2);
    assert_eq!((office.mail.taken().len(), office.hook.taken().len()), (2, 1));
}

#[tokio::test]
async fn nothing_is_sent_in_clear_nor_to_an_unknown_authority() {
    // A mail server that offers no TLS gets nothing, not even the password.
    let office = Office::with_both(Tls::Never).await;
    office.tell().await;
    office.deliver().await;
    assert_eq!((office.mail.attempts(), office.mail.taken().len()), (0, 0));
    assert_eq!(office.hook.taken().len(), 1);
    // Under another authority than the one that is trusted, nobody gets anything.
    let other = tempfile::tempdir().unwrap();
    Authority::new(other.path());
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new(folder.path());
    let (mail, hook) = (PostServer::mail(&authority, Tls::Starts), PostServer::hook(&authority));
    let settings = Settings {
        smtp_host: Some("localhost".to_owned()),
        smtp_port: Some(mail.port),
        mail_from: Some("coffre@exemple.fr".to_owned()),
        sms_url: Some(format!("https://localhost:{}/sms", hook.port)),
        notice_ca: Some(other.path().join("ca.pem")),
        ..Settings::default()
    };
    let town = Town::settle(House::with(settings, NOW_MS).await).await;
    let office = Office { town, mail, hook, _folder: folder };
    office.reach(ChannelKind::Mail, MAIL).await;
    office.reach(ChannelKind::Phone, PHONE).await;
    office.tell().await;
    office.deliver().await;
    assert_eq!((office.mail.attempts(), office.hook.attempts()), (0, 0));
}

#[tokio::test]
async fn without_a_way_out_a_notice_is_given_up_at_once() {
    let town = Town::new().await;
    town.house.channel(&town.vault.owner, ChannelKind::Mail, MAIL).await;
    town.house.app.ledger.perform(Told(town.vault.owner.account)).await.unwrap();
    assert_eq!(notices::deliver(&town.house.app).await.unwrap(), 1);
    let mut tx = town.house.app.store.read().await.unwrap();
    assert!(notices::all_tried(&mut tx, town.vault.owner.account, KIND, NOW_MS).await.unwrap());
    drop(tx);
    let last = town.house.events(&town.vault).await.pop().unwrap();
    assert_eq!((last.what, last.result), (EventType::NoticeSent, ResultCode::NotDelivered));
    // What is settled is forgotten after thirty days.
    town.house.clock.advance(31 * 24 * HOUR_MS);
    housekeeping::round(&town.house.app).await.unwrap();
    assert_eq!(town.house.count("SELECT count(*) FROM notices").await, 0);
}
