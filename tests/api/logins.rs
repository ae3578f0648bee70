//! Logging in: something one holds, something one knows, five tries; then a session, which ends.

use tower::ServiceExt;
use vault_core::api::{ChallengeRequest, LoginAnswer, PinChange, Problem, ProblemCode, SessionView};
use vault_core::credential::{Credential, Pin};
use vault_core::ids::MandateId;
use vault_core::login::LoginStatement;
use vault_core::origin::Origin;
use vault_core::request::Method;
use vault_core::secret::PinTag;
use vault_core::vocabulary::{EventType, Purpose, ResultCode};
use vault_server::config::Settings;
use vault_server::domain::housekeeping;
use vault_server::edge::Remote;

use super::client::{House, NOW_MS, Sent};
use super::events::Seen;
use super::people::{Attempt, PIN, Person, Town, WRONG_PIN};

fn login(person: &Person, result: ResultCode) -> Seen {
    let actor = person.keys.signing.kid();
    Seen { what: EventType::Login, result, actor, mandate: MandateId::NONE, purpose: Purpose::None }
}

#[tokio::test]
async fn five_wrong_pins_block_and_the_right_one_is_then_refused() {
    let town = Town::new().await;
    let (house, owner) = (&town.house, &town.vault.owner);
    let before = house.events(&town.vault).await.len();
    for tries_left in (0..5).rev() {
        let problem = house.try_log_in(&owner.credential, WRONG_PIN).await.refused(ProblemCode::WrongPin);
        assert_eq!(problem.tries_left, Some(tries_left));
    }
    house.try_log_in(&owner.credential, PIN).await.refused(ProblemCode::CredentialBlocked);
    let events = house.events(&town.vault).await;
    let mut expected = vec![login(owner, ResultCode::WrongPin); 5];
    expected.extend([login(owner, ResultCode::CredentialBlocked); 2]);
    assert_eq!(events[before..], expected);
    assert_eq!(house.last_event(&town.vault, &town.auditor).await, expected[6]);
}

#[tokio::test]
async fn the_right_pin_gives_all_tries_back() {
    let town = Town::new().await;
    let (house, card) = (&town.house, &town.vault.owner.credential);
    for _ in 0..4 {
        house.try_log_in(card, WRONG_PIN).await.refused(ProblemCode::WrongPin);
    }
    house.try_log_in(card, PIN).await.done();
    let problem = house.try_log_in(card, WRONG_PIN).await.refused(ProblemCode::WrongPin);
    assert_eq!(problem.tries_left, Some(4));
}

#[tokio::test]
async fn a_credential_that_was_withdrawn_is_refused_and_logged() {
    let town = Town::new().await;
    let owner = &town.vault.owner;
    let id = owner.credential.id;
    assert_eq!(town.house.sql("UPDATE credentials SET status = 3 WHERE credential_id = $1", id.as_ref()).await, 1);
    town.house.try_log_in(&owner.credential, PIN).await.refused(ProblemCode::CredentialRevoked);
    assert_eq!(town.house.last_event(&town.vault, &town.auditor).await, login(owner, ResultCode::CredentialRevoked));
}

/// Refused without an event and without a try spent: it was not proved that the card was there.
async fn unknown(town: &Town, attempt: &Attempt) {
    let before = town.house.events(&town.vault).await.len();
    town.house.send(Sent::post("/v1/logins", &attempt.login)).await.refused(ProblemCode::WrongCredential);
    assert_eq!(town.house.events(&town.vault).await.len(), before);
    assert_eq!(town.house.count("SELECT min(tries_left) FROM credentials").await, 5);
}

#[tokio::test]
async fn a_challenge_serves_once() {
    let town = Town::new().await;
    let attempt = town.house.attempt(&town.vault.owner.credential, PIN).await;
    town.house.send(Sent::post("/v1/logins", &attempt.login)).await.done();
    unknown(&town, &attempt).await;
}

#[tokio::test]
async fn a_challenge_serves_for_sixty_seconds() {
    let town = Town::new().await;
    let card = &town.vault.owner.credential;
    let (in_time, late) = (town.house.attempt(card, PIN).await, town.house.attempt(card, PIN).await);
    town.house.clock.advance(60_000);
    town.house.send(Sent::post("/v1/logins", &in_time.login)).await.done();
    town.house.clock.advance(1);
    unknown(&town, &late).await;
}

#[tokio::test]
async fn a_challenge_serves_the_credential_that_asked_for_it() {
    let town = Town::new().await;
    let other = town.house.challenge(&town.professional.credential).await.challenge.to_array().unwrap();
    unknown(&town, &signed(&town.house, &town.vault.owner.credential, town.house.origin(), &other)).await;
}

#[tokio::test]
async fn a_login_for_another_server_is_refused() {
    let town = Town::new().await;
    let card = &town.vault.owner.credential;
    let challenge = town.house.challenge(card).await.challenge.to_array().unwrap();
    let elsewhere: Origin = "https://coffre.exemple.org".parse().unwrap();
    unknown(&town, &signed(&town.house, card, &elsewhere, &challenge)).await;
}

#[tokio::test]
async fn a_login_signed_by_another_card_is_refused() {
    let town = Town::new().await;
    let mut attempt = town.house.attempt(&town.vault.owner.credential, PIN).await;
    let stolen = town.house.attempt(&town.professional.credential, PIN).await;
    attempt.login.signature = stolen.login.signature;
    unknown(&town, &attempt).await;
    // A credential that nobody knows gets a challenge, and nothing more.
    let nobody = Credential::generate(&mut town.house.random.clone());
    unknown(&town, &town.house.attempt(&nobody, PIN).await).await;
}

/// A login signed for this origin, on this challenge.
fn signed(house: &House, card: &Credential, origin: &Origin, challenge: &[u8; 32]) -> Attempt {
    let one_time = vault_core::keys::OpeningKey::generate(&mut house.random.clone());
    let pin_tag = Pin::enter(PIN).unwrap().tag(card);
    let one_time_key = one_time.sealing_key();
    let statement = LoginStatement { origin, credential: card.id, challenge, pin_tag: &pin_tag, one_time_key };
    let login = vault_core::api::Login {
        credential_id: card.id,
        challenge: challenge.to_vec().into(),
        pin_tag: pin_tag.expose().to_vec().into(),
        one_time_key: one_time_key.as_bytes().to_vec().into(),
        signature: statement.sign(&card.signing_key()).to_vec().into(),
    };
    Attempt { login, one_time }
}

#[tokio::test]
async fn malformed_logins_are_told_apart_from_wrong_ones() {
    let town = Town::new().await;
    let attempt = town.house.attempt(&town.vault.owner.credential, PIN).await;
    let cut = |bytes: &vault_core::api::Bytes| bytes[1..].to_vec().into();
    for broken in 0..3 {
        let mut login = attempt.login.clone();
        match broken {
            0 => login.challenge = cut(&login.challenge),
            1 => login.pin_tag = cut(&login.pin_tag),
            _ => login.one_time_key = cut(&login.one_time_key),
        }
        town.house.send(Sent::post("/v1/logins", &login)).await.refused(ProblemCode::InvalidRequest);
    }
}

#[tokio::test]
async fn a_session_that_is_not_used_ends() {
    let town = Town::new().await;
    let (house, owner) = (&town.house, &town.vault.owner);
    let session = || Sent::get("/v1/session").with_token(owner);
    let view: SessionView = house.send(session()).await.ok();
    assert_eq!(view.account.vault_id, Some(town.vault.id));
    assert_eq!(view.idle_ends_ms, house.now_ms() + 15 * 60_000);
    // Used every quarter of an hour, it lives.
    for _ in 0..3 {
        house.clock.advance(15 * 60_000);
        house.send(session()).await.done();
    }
    house.clock.advance(15 * 60_000 + 1);
    house.send(session()).await.refused(ProblemCode::SessionOver);
    house.get(owner, "/v1/mandates").await.refused(ProblemCode::SessionOver);
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_in_any_case() {
    let town = Town::new().await;
    let session = || Sent::get("/v1/session").with_token(&town.vault.owner);
    for _ in 0..72 {
        town.house.clock.advance(10 * 60_000);
        town.house.send(session()).await.done();
    }
    town.house.clock.advance(1);
    town.house.send(session()).await.refused(ProblemCode::SessionOver);
}

#[tokio::test]
async fn a_session_idles_by_the_clock_while_the_log_is_ahead_of_it() {
    let town = Town::new().await;
    let (house, now) = (&town.house, town.house.now_ms());
    // An hour too far; somebody comes meanwhile, and the log never goes back.
    house.clock.set(now + 3_600_000);
    house.try_log_in(&town.auditor.credential, &town.auditor.pin).await.done();
    house.clock.set(now);
    let town = town.logged_in_again().await;
    let (house, session) = (&town.house, || Sent::get("/v1/session").with_token(&town.vault.owner));
    house.send(session()).await.done();
    housekeeping::round(&house.app).await.unwrap();
    house.clock.advance(10 * 60_000);
    house.send(session()).await.done();
    house.clock.advance(15 * 60_000 + 1);
    house.send(session()).await.refused(ProblemCode::SessionOver);
    // One that was never used either.
    house.get(&town.desk, "/v1/mandates").await.refused(ProblemCode::SessionOver);
}

#[tokio::test]
async fn a_session_that_was_ended_is_over() {
    let town = Town::new().await;
    let owner = &town.vault.owner;
    town.house.send(Sent::get("/v1/session").by("DELETE").with_token(owner)).await.done();
    town.house.get(owner, "/v1/mandates").await.refused(ProblemCode::SessionOver);
    let forged = Sent::get("/v1/session").header("authorization", "Bearer AAAA");
    town.house.send(forged).await.refused(ProblemCode::SessionOver);
}

#[tokio::test]
async fn a_pin_is_changed_by_whoever_knows_it() {
    let town = Town::new().await;
    let (house, owner) = (&town.house, &town.vault.owner);
    let tag = |pin| Pin::enter(pin).unwrap().tag(&owner.credential);
    let change = |current: &PinTag, new: &PinTag| PinChange {
        current_pin_tag: current.expose().to_vec().into(),
        new_pin_tag: new.expose().to_vec().into(),
    };
    let wrong = change(&tag(WRONG_PIN), &tag("90210"));
    let problem = house.post(owner, "/v1/pin-changes", &wrong).await.refused(ProblemCode::WrongPin);
    assert_eq!(problem.tries_left, Some(4));
    let event = house.last_event(&town.vault, &town.auditor).await;
    assert_eq!((event.what, event.result), (EventType::PinChange, ResultCode::WrongPin));

    house.post(owner, "/v1/pin-changes", &change(&tag(PIN), &tag("90210"))).await.done();
    let event = house.last_event(&town.vault, &town.auditor).await;
    assert_eq!((event.what, event.result), (EventType::PinChange, ResultCode::Done));
    house.try_log_in(&owner.credential, PIN).await.refused(ProblemCode::WrongPin);
    let _: LoginAnswer = house.try_log_in(&owner.credential, "90210").await.ok();
}

#[tokio::test]
async fn an_account_makes_its_keys_once() {
    let town = Town::new().await;
    let (house, referent) = (&town.house, &town.ccas.referent);
    let certificate = house.first_certificate(&referent.keys, [0; 16], *referent.account.as_bytes());
    let enrolment = vault_core::api::Enrolment {
        certificate: certificate.issue(&referent.keys.signing).into(),
        root: vec![0; vault_core::credential::SEALED_ROOT_LEN].into(),
    };
    let body = serde_json::to_vec(&enrolment).unwrap();
    house.signed(referent, Method::Put, "/v1/enrolment", body).await.refused(ProblemCode::Conflict);
}

#[tokio::test]
async fn people_log_in_once_a_clock_that_ran_ahead_was_put_right() {
    let town = Town::new().await;
    let (house, owner) = (&town.house, &town.vault.owner);
    let right = house.now_ms();
    house.clock.advance(3_600_000);
    housekeeping::started(&house.app).await.unwrap();
    // The log's time stands still until then; a challenge is given and judged by the clock.
    house.clock.set(right);
    house.log_in(&owner.credential, &owner.pin).await;
}

/// A challenge that somebody at this address asks for.
async fn challenge(house: &House, person: &Person, remote: &str) -> Result<(), u64> {
    let asked = Sent::post("/v1/login-challenges", &ChallengeRequest { credential_id: person.credential.id });
    let mut request = asked.into_http();
    request.extensions_mut().insert(Remote(remote.parse().unwrap()));
    let answer = house.router.clone().oneshot(request).await.unwrap();
    let status = answer.status().as_u16();
    let body = axum::body::to_bytes(answer.into_body(), 1 << 16).await.unwrap();
    if status == 200 {
        return Ok(());
    }
    let problem: Problem = serde_json::from_slice(&body).unwrap();
    assert_eq!((status, problem.code), (429, ProblemCode::TooManyRequests));
    Err(problem.retry_after_s.unwrap())
}

#[tokio::test]
async fn an_address_begins_so_many_logins_in_a_minute_at_all_servers_together() {
    let settings = Settings { logins_per_minute: Some(10), ..Settings::default() };
    let town = Town::settle(House::with(settings, NOW_MS).await).await;
    town.house.clock.advance(60_000);
    let (one, other, owner) = (&town.house, town.house.another().await, &town.vault.owner);
    for round in 0..10 {
        let house = if round % 2 == 0 { one } else { &other };
        assert_eq!(challenge(house, owner, "192.0.2.1").await, Ok(()), "{round}");
    }
    assert_eq!(challenge(one, owner, "192.0.2.1").await, Err(7));
    assert_eq!(challenge(&other, owner, "192.0.2.1").await, Err(7), "a refusal does not count");
    assert_eq!(challenge(&other, owner, "192.0.2.2").await, Ok(()), "another address");

    one.clock.advance(6_000);
    assert_eq!(challenge(&other, owner, "192.0.2.1").await, Ok(()));
    assert!(challenge(one, owner, "192.0.2.1").await.is_err());
    // A clock that was an hour ahead keeps nobody out for an hour.
    let right = one.now_ms();
    one.clock.advance(3_600_000);
    assert_eq!(challenge(one, owner, "192.0.2.1").await, Ok(()));
    one.clock.set(right);
    assert!(challenge(one, owner, "192.0.2.1").await.is_err_and(|wait_s| wait_s <= 7));

    one.clock.advance(3_700_000);
    housekeeping::round(&one.app).await.unwrap();
    assert_eq!(one.count("SELECT count(*) FROM login_rates").await, 0, "what is past is forgotten");
}
