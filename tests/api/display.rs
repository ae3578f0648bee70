//! Display profiles: each account keeps its own, sealed to itself, and nobody else's can be read or replaced.

use vault_core::api::{DisplayView, NewDisplay, ProblemCode};
use vault_core::request::Method;
use vault_core::wrap::{Display, Envelope, Reading};

use super::client::{Answer, House, Sent};
use super::people::{Person, Town, to};
use super::staff;

const KEPT: &str = "SELECT count(*) FROM wraps WHERE kind = 15";
const EVENTS: &str = "SELECT count(*) FROM log_entries";

fn display(size: u16, language: &str) -> Display {
    Display { size, contrast: true, spacing: false, still: true, language: language.to_owned() }
}

impl House {
    /// Seals as `maker` for `of`, to the key of `of`.
    fn seal_display(&self, maker: &Person, of: &Person, display: &Display) -> Vec<u8> {
        let envelope: Envelope<'_> = to(of.keys.opening.sealing_key(), &maker.keys.signing);
        envelope.seal_display(&mut self.random.clone(), of.account, display).unwrap()
    }

    async fn try_keep_display(&self, by: &Person, display: Vec<u8>) -> Answer {
        let body = serde_json::to_vec(&NewDisplay { display: display.into() }).unwrap();
        self.signed(by, Method::Put, "/v1/display", body).await
    }

    async fn keep_display(&self, by: &Person, display: &Display) {
        self.try_keep_display(by, self.seal_display(by, by, display)).await.done();
    }

    async fn shown_display(&self, by: &Person) -> Option<Vec<u8>> {
        self.get(by, "/v1/display").await.ok::<DisplayView>().display.map(|bytes| bytes.0)
    }

    async fn opened_display(&self, by: &Person) -> Option<Display> {
        let maker = by.keys.signing.verifying_key();
        let reading = Reading { with: &by.keys.opening, maker: &maker };
        self.shown_display(by).await.map(|bytes| reading.open_display(&bytes, by.account).unwrap())
    }
}

#[tokio::test]
async fn everybody_keeps_their_own_and_the_last_one_stays() {
    let town = Town::new().await;
    let house = &town.house;
    let people = [&town.vault.owner, &town.professional, &town.desk, &town.auditor];
    let events = house.count(EVENTS).await;
    for (person, size) in people.into_iter().zip([100, 125, 150, 200]) {
        assert_eq!(house.opened_display(person).await, None);
        house.keep_display(person, &display(100, "fr")).await;
        house.keep_display(person, &display(size, "ar")).await;
    }
    for (person, size) in people.into_iter().zip([100, 125, 150, 200]) {
        assert_eq!(house.opened_display(person).await, Some(display(size, "ar")));
    }
    assert_eq!(house.count(KEPT).await, 4);
    assert_eq!(house.count(EVENTS).await, events, "nobody's paper is touched");
    // The same bytes once more are the same.
    let again = house.shown_display(&town.auditor).await.unwrap();
    house.try_keep_display(&town.auditor, again.clone()).await.done();
    assert_eq!(house.shown_display(&town.auditor).await, Some(again));
}

#[tokio::test]
async fn nobody_reads_or_replaces_that_of_another() {
    let town = Town::new().await;
    let (house, owner, other) = (&town.house, &town.vault.owner, &town.professional);
    house.keep_display(owner, &display(200, "ar")).await;
    // One about the owner, made by somebody else: whoever sends it, it is not theirs to send.
    for by in [other, owner] {
        house
            .try_keep_display(by, house.seal_display(other, owner, &display(100, "fr")))
            .await
            .refused(ProblemCode::Malformed);
    }
    house
        .try_keep_display(other, house.seal_display(owner, owner, &display(100, "fr")))
        .await
        .refused(ProblemCode::Malformed);
    assert_eq!(house.opened_display(owner).await, Some(display(200, "ar")));
    assert_eq!(house.shown_display(other).await, None);
    // Without a session, or signed by another key than the session's, there is nothing at all.
    let request = house.request(other, Method::Get, "/v1/display", b"").sign(&other.keys.signing).unwrap();
    let stolen = Sent::get("/v1/display").with_token(owner).with_request(&request);
    assert!(!house.send(stolen).await.status.is_success());
    assert!(!house.send(Sent::get("/v1/display")).await.status.is_success());
}

#[tokio::test]
async fn what_is_too_long_or_something_else_is_refused() {
    let town = Town::new().await;
    let (house, owner) = (&town.house, &town.vault.owner);
    let good = house.seal_display(owner, owner, &display(200, "ar"));
    let mut long = good.clone();
    long.extend([0; 256]);
    let mut changed = good.clone();
    changed[1300] ^= 1;
    // A record's number on the same bytes: another kind is not kept here.
    let mut kind = good.clone();
    kind[5] = 3;
    for bytes in [long, good[..good.len() - 1].to_vec(), changed, kind, Vec::new()] {
        house.try_keep_display(owner, bytes).await.refused(ProblemCode::Malformed);
    }
    let vast = house.try_keep_display(owner, vec![0; 8 << 20]).await;
    assert_eq!(vast.status.as_u16(), 413);
    assert_eq!(house.count(KEPT).await, 0);
}

#[tokio::test]
async fn a_stolen_database_shows_neither_language_nor_size_and_each_has_one_length() {
    let town = Town::new().await;
    let (house, owner) = (&town.house, &town.vault.owner);
    house.keep_display(owner, &display(100, "fr")).await;
    let first = house.shown_display(owner).await.unwrap();
    house.keep_display(owner, &display(200, "abcdefgh")).await;
    let second = house.shown_display(owner).await.unwrap();
    assert_eq!(first.len(), second.len());
    assert!(house.tables_with(b"abcdefgh").await.is_empty(), "the language is in clear");
    // Not even as it was sent: the row lies under the server's lock.
    assert!(house.tables_with(&second[1300..1340]).await.is_empty(), "the wrap is in clear");
}

#[tokio::test]
async fn it_goes_with_the_account() {
    let town = Town::new().await;
    let (house, member) = (&town.house, &town.professional);
    house.keep_display(member, &display(200, "ar")).await;
    house.keep_display(&town.desk, &display(125, "en")).await;
    staff::remove(&town).await.done();
    assert_eq!(house.count(KEPT).await, 1, "a removed member's is gone, another's stays");
    assert_eq!(house.opened_display(&town.desk).await, Some(display(125, "en")));
    assert!(
        !house
            .try_keep_display(member, house.seal_display(member, member, &display(100, "fr")))
            .await
            .status
            .is_success()
    );
}
