//! Openings beside the end of a mandate, and beside the end of a paper.

use std::sync::Arc;

use vault_core::api::{ErasureRequest, NewRevocation, OpeningView, ProblemCode};
use vault_core::mandate::{Mandate, Rights};
use vault_core::revocation::Revocation;
use vault_core::vocabulary::ResultCode;

use super::{Call, Log, ROUNDS, Race, may_come_after, together};
use crate::api::papers::opening;
use crate::api::people::{Person, Town};

const OPENERS: u64 = 12;

/// What somebody signs to end a mandate.
fn revocation(town: &Town, by: &Person, mandate: &vault_core::api::MandateView) -> NewRevocation {
    let revocation = Revocation {
        mandate: mandate.mandate_id,
        mandate_hash: Mandate::hash_of(&mandate.mandate),
        unix_ms: town.house.now_ms(),
        maker: by.keys.signing.kid(),
    };
    NewRevocation { revocation: revocation.sign(&by.keys.signing).into() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_opened_after_the_line_of_the_revocation() {
    let town = Arc::new(Town::new().await);
    let document = town.own_paper().await;
    for round in 0..ROUNDS {
        let mandate = Arc::new(town.resources_mandate(Rights::READ).await);
        // The person revokes twice, a member gives it up; the others open, twice each.
        let race = Race::of(3 + usize::try_from(OPENERS).unwrap(), round);
        let runners = (0..3 + OPENERS).map(|runner| {
            let (town, race, mandate) = (Arc::clone(&town), Arc::clone(&race), Arc::clone(&mandate));
            async move {
                race.ready(runner).await;
                if runner < 3 {
                    let by = if runner < 2 { &town.vault.owner } else { &town.professional };
                    let path = format!("/v1/mandates/{}/revocation", mandate.mandate_id);
                    let ended = race.post(&town.house, by, &path, &revocation(&town, by, &mandate)).await;
                    (vec![ended], Vec::new())
                } else {
                    let first = race.post(&town.house, &town.professional, "/v1/openings", &opening(document)).await;
                    let second = race.post(&town.house, &town.professional, "/v1/openings", &opening(document)).await;
                    (Vec::new(), vec![first, second])
                }
            }
        });
        let (ends, opens): (Vec<_>, Vec<_>) = together(runners.collect()).await.into_iter().unzip();
        let (ends, opens): (Vec<Call>, Vec<Call>) =
            (ends.into_iter().flatten().collect(), opens.into_iter().flatten().collect());
        let log = Log::verified(&town.house, &town.auditor).await;
        log.keeps_the_order_of(ends.iter().chain(&opens));
        let done: Vec<&Call> = ends.iter().filter(|end| end.told().is_ok()).collect();
        assert_eq!(done.len(), 1, "a mandate ends once");
        let end = log.place(done[0]).unwrap();
        for other in ends.iter().filter(|end| end.told().is_err()) {
            assert_eq!(other.told(), Err(ProblemCode::MandateRevoked));
            assert!(log.place(other).unwrap() > end);
        }
        for open in &opens {
            // Released or refused, it has a line; which of both, the order decides.
            let place = log.place(open).expect("every opening has a line");
            if place < end {
                assert_eq!(open.told(), Ok(()));
                assert_eq!(log.0[place].result, ResultCode::Done.number());
                let view: OpeningView = serde_json::from_slice(&open.answer.body).unwrap();
                assert_eq!(view.log_index, place as u64);
            } else {
                assert_eq!(open.told(), Err(ProblemCode::MandateRevoked));
                assert_eq!(log.0[place].result, ResultCode::MandateRevoked.number());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_opened_after_the_line_of_the_erasure() {
    let town = Arc::new(Town::new().await);
    town.resources_mandate(Rights::READ).await;
    for round in 0..ROUNDS {
        let document = town.own_paper().await;
        let race = Race::of(2 + usize::try_from(OPENERS).unwrap(), round);
        let runners = (0..2 + OPENERS).map(|runner| {
            let (town, race) = (Arc::clone(&town), Arc::clone(&race));
            async move {
                race.ready(runner).await;
                let owner = &town.vault.owner;
                if runner < 2 {
                    let path = format!("/v1/documents/{document}/erasure");
                    let request = ErasureRequest { pin_tag: owner.pin_tag() };
                    (true, race.post(&town.house, owner, &path, &request).await)
                } else {
                    let by = if runner % 2 == 0 { owner } else { &town.professional };
                    (false, race.post(&town.house, by, "/v1/openings", &opening(document)).await)
                }
            }
        });
        let (erasures, opens): (Vec<_>, Vec<_>) =
            together(runners.collect()).await.into_iter().partition(|(erases, _)| *erases);
        let log = Log::verified(&town.house, &town.auditor).await;
        log.keeps_the_order_of(erasures.iter().chain(&opens).map(|(_, call)| call));
        let done: Vec<_> = erasures.iter().map(|(_, call)| call).filter(|call| call.told().is_ok()).collect();
        assert_eq!(done.len(), 1, "a paper is erased once");
        let end = log.place(done[0]).unwrap();
        for (_, call) in erasures.iter().chain(&opens).filter(|(_, call)| call.request != done[0].request) {
            match (call.told(), log.place(call)) {
                (Ok(()), Some(place)) => {
                    assert!(place < end, "opened after the line of the erasure");
                    assert!(call.made < done[0].answered, "opened by a call that was made after the answer");
                    // What was opened and not yet fetched is there no more.
                    let view: OpeningView = serde_json::from_slice(&call.answer.body).unwrap();
                    for by in [&town.vault.owner, &town.professional] {
                        town.house.fetch(by, view.opening_id).await.refused(ProblemCode::NotFound);
                    }
                }
                (Err(ProblemCode::Erased), None) => may_come_after(call, done[0]),
                (told, place) => panic!("{told:?} at {place:?}"),
            }
        }
        assert_eq!(town.house.blobs(), 0, "no object is left");
    }
}
