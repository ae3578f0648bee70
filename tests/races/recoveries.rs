//! The end of a recovery, asked for several times at once, beside somebody who stops it.

use std::sync::Arc;

use vault_core::api::{CredentialState, CredentialView, NewRecovery, ProblemCode, RecoveryEnrolment, RecoveryView};
use vault_core::credential::Credential;
use vault_core::ids::RecoveryId;
use vault_core::keys::AccountKeys;
use vault_core::recovery::one_time_key;
use vault_core::vocabulary::{CredentialKind, EventType, RecoveryMeans, RecoveryState};

use super::{Call, Log, ROUNDS, Race, together};
use crate::api::people::{PIN, Person, Town};

const DELAY_MS: u64 = 3 * 24 * 3600 * 1000;

/// A town in which the sheet has opened the root, and nothing is left but the new card.
async fn released() -> (Town, RecoveryId) {
    let town = Town::new().await;
    let (house, owner) = (&town.house, &town.vault.owner);
    let (sheet, new) = house.credential_of(CredentialKind::Sheet, owner.account, &owner.keys).await;
    house.change_credentials(owner, Some(new), &[]).await.done();
    let recovery_id = RecoveryId::generate(&mut house.random.clone());
    let starter = &town.professional;
    let new = NewRecovery {
        recovery_id,
        vault_id: town.vault.id,
        means: RecoveryMeans::Sheet,
        one_time_key: one_time_key(&starter.keys, recovery_id).sealing_key().as_bytes().to_vec().into(),
        pin_tag: starter.pin_tag(),
    };
    house.post(starter, "/v1/recoveries", &new).await.done();
    house.approve(&town.ccas.referent, recovery_id).await.done();
    house.clock.advance(DELAY_MS);
    let town = town.logged_in_again().await;
    town.house.release(&town.professional, recovery_id, Some(&sheet)).await.done();
    (town, recovery_id)
}

/// Six programs of the starter finish, each with a card of its own; the person and a member may stop it.
async fn run(town: &Arc<Town>, id: RecoveryId, stopped: bool, round: u64) -> (Vec<Credential>, Vec<Call>) {
    let owner = &town.vault.owner;
    let (mut cards, mut ends) = (Vec::new(), Vec::new());
    for _ in 0..6 {
        let (secret, card) = town.house.credential_of(CredentialKind::Card, owner.account, &owner.keys).await;
        let (_, sheet) = town.house.credential_of(CredentialKind::Sheet, owner.account, &owner.keys).await;
        cards.push(secret);
        ends.push(RecoveryEnrolment { certificate: None, seeds: Vec::new(), card, sheet });
    }
    let ends = Arc::new(ends);
    let stoppers = if stopped { 2 } else { 0 };
    let race = Race::of(6 + stoppers, round);
    let runners = (0..6 + stoppers).map(|runner| {
        let (town, race, ends) = (Arc::clone(town), Arc::clone(&race), Arc::clone(&ends));
        async move {
            race.ready(runner as u64).await;
            if runner < 6 {
                let path = format!("/v1/recoveries/{id}/enrolment");
                return race.post(&town.house, &town.professional, &path, &ends[runner]).await;
            }
            let by = if runner == 6 { &town.vault.owner } else { &town.desk };
            race.signed(&town.house, by, &format!("/v1/recoveries/{id}/stop"), Vec::new()).await
        }
    });
    (cards, together(runners.collect()).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_recovery_ends_once() {
    for round in 0..ROUNDS {
        let (town, id) = released().await;
        let town = Arc::new(town);
        let (cards, calls) = run(&town, id, round % 2 == 1, round).await;
        let log = Log::verified(&town.house, &town.auditor).await;
        log.keeps_the_order_of(calls.iter());
        let done: Vec<usize> = (0..calls.len()).filter(|number| calls[*number].told().is_ok()).collect();
        assert_eq!(done.len(), 1, "finished or stopped, once");
        let (won, end) = (done[0], log.place(&calls[done[0]]).unwrap());
        for call in calls.iter().filter(|call| call.told().is_err()) {
            // The person's session may have ended with the card.
            let code = call.told().unwrap_err();
            let expected = if won < 6 { ProblemCode::TooLate } else { ProblemCode::Stopped };
            assert!(code == expected || (won < 6 && code == ProblemCode::SessionOver), "{code:?}");
            if let Some(place) = log.place(call) {
                assert!(place > end, "refused before it was over");
            }
        }
        let added = log.0.iter().filter(|body| body.request_hash == calls[won].request);
        let added = added.filter(|body| body.event_type == EventType::CredentialAdded.number()).count();
        assert_eq!(added, if won < 6 { 2 } else { 0 });
        check_cards(&town, &cards, won).await;
        let seen: Vec<RecoveryView> = town.house.get(&town.professional, "/v1/recoveries").await.ok();
        let state = if won < 6 { RecoveryState::Finished } else { RecoveryState::Stopped };
        assert_eq!(seen.iter().map(|view| view.state).collect::<Vec<_>>(), [state]);
    }
}

/// The card of the one that won logs in and no other; the lost one only if nobody won.
async fn check_cards(town: &Town, cards: &[Credential], won: usize) {
    let (house, owner) = (&town.house, &town.vault.owner);
    for (number, card) in cards.iter().enumerate() {
        let answer = house.try_log_in(card, PIN).await;
        assert_eq!(answer.status.is_success(), number == won, "card {number}, {won} won");
    }
    let lost = house.try_log_in(&owner.credential, PIN).await;
    assert_eq!(lost.status.is_success(), won >= cards.len());
    if won < cards.len() {
        let token = house.log_in(&cards[won], PIN).await.0.token.0;
        let keys = AccountKeys::from_root(&owner.keys.to_root()[..]).unwrap();
        let credential = Credential { id: cards[won].id, secret: cards[won].secret.duplicate() };
        let (account, anchor, pin) = (owner.account, owner.anchor, PIN.to_owned());
        let back = Person { account, keys, credential, pin, token, anchor };
        let listed: Vec<CredentialView> = house.get(&back, "/v1/credentials").await.ok();
        let live = listed.iter().filter(|view| view.state == CredentialState::Live).count();
        assert_eq!(live, 2, "one card and one sheet");
    }
}
