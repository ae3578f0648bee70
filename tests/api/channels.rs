//! Ways to reach people: who may change them, with what, and who hears of it.

use vault_core::api::{ChannelRemoval, ChannelView, NewChannel, ProblemCode};
use vault_core::credential::Pin;
use vault_core::ids::{ChannelId, MandateId};
use vault_core::vocabulary::{ChannelKind, EventType, Purpose, ResultCode};

use super::client::{Answer, House};
use super::events::Seen;
use super::people::{Person, Town, WRONG_PIN};

pub(crate) const MAIL: &str = "amina.specimen@exemple.fr";
pub(crate) const PHONE: &str = "+33639981234";

impl House {
    /// Tries to add a channel.
    pub(crate) async fn try_add_channel(&self, person: &Person, new: &NewChannel) -> Answer {
        self.post(person, "/v1/channels", new).await
    }

    /// Adds a channel; gives its id.
    pub(crate) async fn channel(&self, person: &Person, kind: ChannelKind, address: &str) -> ChannelId {
        let new = self.new_channel(person, kind, address);
        self.try_add_channel(person, &new).await.done();
        new.channel_id
    }

    pub(crate) fn new_channel(&self, person: &Person, kind: ChannelKind, address: &str) -> NewChannel {
        NewChannel {
            channel_id: ChannelId::generate(&mut self.random.clone()),
            kind,
            address: address.to_owned(),
            pin_tag: tag(person, &person.pin),
        }
    }

    pub(crate) async fn try_remove_channel(&self, person: &Person, channel: ChannelId, pin: &str) -> Answer {
        let removal = ChannelRemoval { pin_tag: tag(person, pin) };
        self.post(person, &format!("/v1/channels/{channel}/removal"), &removal).await
    }

    async fn channels(&self, person: &Person) -> Vec<ChannelView> {
        self.get(person, "/v1/channels").await.ok()
    }
}

fn tag(person: &Person, pin: &str) -> vault_core::api::Bytes {
    Pin::enter(pin).unwrap().tag(&person.credential).expose().to_vec().into()
}

fn changed(person: &Person, result: ResultCode) -> Seen {
    let actor = person.keys.signing.kid();
    Seen { what: EventType::ChannelChanged, result, actor, mandate: MandateId::NONE, purpose: Purpose::None }
}

#[tokio::test]
async fn a_channel_is_shown_to_its_owner_only_and_not_whole() {
    let town = Town::new().await;
    let (house, owner) = (&town.house, &town.vault.owner);
    let id = house.channel(owner, ChannelKind::Mail, MAIL).await;
    assert_eq!(house.last_event(&town.vault, &town.auditor).await, changed(owner, ResultCode::Done));
    let shown = house.channels(owner).await;
    assert_eq!((shown.len(), shown[0].channel_id, shown[0].hint.as_str()), (1, id, "a…@exemple.fr"));
    for other in [&town.professional, &town.auditor] {
        assert!(house.channels(other).await.is_empty());
        house.try_remove_channel(other, id, &other.pin).await.refused(ProblemCode::NotFound);
    }
    assert_eq!(house.channels(owner).await.len(), 1);
    // Staff may have their own.
    house.channel(&town.professional, ChannelKind::Phone, PHONE).await;
    assert_eq!(house.channels(&town.professional).await[0].hint, "… 34");
}

#[tokio::test]
async fn an_address_lies_under_the_servers_lock() {
    let town = Town::new().await;
    town.house.channel(&town.vault.owner, ChannelKind::Mail, MAIL).await;
    for file in std::fs::read_dir(town.house.folder.path().join("data")).unwrap().map(|entry| entry.unwrap().path()) {
        if file.is_file() {
            let bytes = std::fs::read(&file).unwrap();
            assert!(!bytes.windows(14).any(|window| window == b"amina.specimen"), "{}", file.display());
        }
    }
}

#[tokio::test]
async fn changing_channels_asks_for_the_pin_again() {
    let town = Town::new().await;
    let (house, owner) = (&town.house, &town.vault.owner);
    let id = house.channel(owner, ChannelKind::Mail, MAIL).await;
    let with_wrong_pin =
        NewChannel { pin_tag: tag(owner, WRONG_PIN), ..house.new_channel(owner, ChannelKind::Phone, PHONE) };
    let problem = house.try_add_channel(owner, &with_wrong_pin).await.refused(ProblemCode::WrongPin);
    assert_eq!(problem.tries_left, Some(4));
    assert_eq!(house.last_event(&town.vault, &town.auditor).await, changed(owner, ResultCode::WrongPin));
    let problem = house.try_remove_channel(owner, id, WRONG_PIN).await.refused(ProblemCode::WrongPin);
    assert_eq!(problem.tries_left, Some(3));
    assert_eq!(house.channels(owner).await.len(), 1);
    assert_eq!(house.count("SELECT count(*) FROM notices").await, 0, "nothing happened that could be told");
}

#[tokio::test]
async fn wrong_addresses_doubles_and_a_sixth_are_refused() {
    let town = Town::new().await;
    let (house, owner) = (&town.house, &town.vault.owner);
    for (kind, address) in [
        (ChannelKind::Mail, "amina"),
        (ChannelKind::Mail, "amina@exemple.fr\r\nBcc: autre@exemple.fr"),
        (ChannelKind::Mail, PHONE),
        (ChannelKind::Phone, "0639981234"),
        (ChannelKind::Phone, MAIL),
    ] {
        let new = house.new_channel(owner, kind, address);
        house.try_add_channel(owner, &new).await.refused(ProblemCode::InvalidRequest);
    }
    let new = house.new_channel(owner, ChannelKind::Mail, MAIL);
    house.try_add_channel(owner, &new).await.done();
    house.try_add_channel(owner, &new).await.done();
    assert_eq!(house.channels(owner).await.len(), 1, "the same sent twice is one");
    let again = house.new_channel(owner, ChannelKind::Mail, MAIL);
    house.try_add_channel(owner, &again).await.refused(ProblemCode::Conflict);
    let other = NewChannel { address: "autre@exemple.fr".to_owned(), ..new };
    house.try_add_channel(owner, &other).await.refused(ProblemCode::Conflict);
    for number in 0..4 {
        house.channel(owner, ChannelKind::Phone, &format!("{PHONE}{number}")).await;
    }
    let sixth = house.new_channel(owner, ChannelKind::Phone, PHONE);
    house.try_add_channel(owner, &sixth).await.refused(ProblemCode::Conflict);
    assert_eq!(house.channels(owner).await.len(), 5);
}

#[tokio::test]
async fn whoever_is_reached_is_told_of_each_change_and_so_is_the_one_that_leaves() {
    let town = Town::new().await;
    let (house, owner) = (&town.house, &town.vault.owner);
    let mail = house.channel(owner, ChannelKind::Mail, MAIL).await;
    assert_eq!(house.count("SELECT count(*) FROM notices").await, 0, "there was nobody else to tell");
    let phone = house.channel(owner, ChannelKind::Phone, PHONE).await;
    assert_eq!(notices_of(house, mail).await, 1);
    assert_eq!(notices_of(house, phone).await, 0);
    house.try_remove_channel(owner, mail, &owner.pin).await.done();
    assert_eq!((notices_of(house, mail).await, notices_of(house, phone).await), (2, 1));
    // It is out of use at once, and kept until it was told.
    assert_eq!(house.channels(owner).await.len(), 1);
    house.try_remove_channel(owner, mail, &owner.pin).await.refused(ProblemCode::NotFound);
    assert_eq!((notices_of(house, mail).await, notices_of(house, phone).await), (2, 1), "undone with the act");
    vault_server::domain::housekeeping::round(&house.app).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM channels").await, 2);
    vault_server::domain::notices::deliver(&house.app).await.unwrap();
    vault_server::domain::housekeeping::round(&house.app).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM channels").await, 1);
}

async fn notices_of(house: &House, channel: ChannelId) -> u64 {
    // Changes nothing; gives how many rows it would have.
    house.sql("UPDATE notices SET kind = kind WHERE channel_id = $1 AND kind = 10", channel.as_ref()).await
}
