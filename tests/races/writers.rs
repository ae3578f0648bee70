//! Sixty-four at a time, each doing several things, on one server and on two.

use std::sync::Arc;

use vault_core::api::{DepositAnswer, OpeningView, RecordsRequest};
use vault_core::mandate::Rights;
use vault_core::vocabulary::{EventType, FolderKind, ResultCode};

use super::{Call, Log, Race, together};
use crate::api::client::House;
use crate::api::papers::{Sealed, opening};
use crate::api::people::Town;

const WRITERS: usize = 64;

/// One of them: adds a paper, opens it, lets somebody else open it, lists.
async fn write(town: &Town, race: &Race, houses: &[House; 2], sealed: &Sealed, runner: usize) -> Vec<Call> {
    race.ready(runner as u64).await;
    let (vault, document) = (town.vault.id, sealed.of.document);
    let by = [&town.vault.owner, &town.professional][runner % 2];
    let reader = [&town.professional, &town.vault.owner][runner % 2];
    vec![
        race.post(&houses[0], by, &format!("/v1/vaults/{vault}/deposits"), &sealed.new).await,
        race.post(&houses[1], by, "/v1/openings", &opening(document)).await,
        race.post(&houses[0], reader, "/v1/openings", &opening(document)).await,
        race.post(&houses[1], &town.professional, &format!("/v1/vaults/{vault}/records"), &RecordsRequest::default())
            .await,
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_writers_are_one_line() {
    let town = Town::new().await;
    let houses = [(); 2].map(|()| town.house.same());
    are_one_line(town, houses).await;
}

/// What one server has written, the other knows at once, and neither writes over the other's lines.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_writers_at_two_servers_are_one_line() {
    let town = Town::new().await;
    let houses = [town.house.same(), town.house.another().await];
    assert!(!Arc::ptr_eq(&houses[0].app, &houses[1].app));
    are_one_line(town, houses).await;
}

async fn are_one_line(town: Town, houses: [House; 2]) {
    let (town, houses) = (Arc::new(town), Arc::new(houses));
    town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
    let mut papers = Vec::new();
    for number in 0..WRITERS {
        let by = [&town.vault.owner, &town.professional][number % 2];
        let sealed = town.house.seal(by, &town.vault, FolderKind::Resources, b"SPECIMEN").await;
        town.house.upload(by, &town.vault, &sealed).await.done();
        papers.push(sealed);
    }
    let papers = Arc::new(papers);
    let race = Race::of(WRITERS, 1);
    let runners = (0..WRITERS).map(|runner| {
        let (town, race, papers, houses) =
            (Arc::clone(&town), Arc::clone(&race), Arc::clone(&papers), Arc::clone(&houses));
        async move { write(&town, &race, &houses, &papers[runner], runner).await }
    });
    let calls = together(runners.collect()).await;
    let log = Log::verified(&houses[1], &town.auditor).await;
    log.keeps_the_order_of(calls.iter().flatten());
    let mut places = Vec::new();
    for (paper, calls) in papers.iter().zip(&calls) {
        for (call, what) in
            calls.iter().zip([EventType::Deposit, EventType::Opening, EventType::Opening, EventType::RecordsRead])
        {
            assert_eq!(call.told(), Ok(()));
            let place = log.place(call).expect("each has a line");
            let line = &log.0[place];
            assert_eq!((line.event_type, line.result), (what.number(), ResultCode::Done.number()));
            assert!(what == EventType::RecordsRead || line.document == paper.of.document);
            places.push(place);
            let told = match what {
                EventType::Deposit => {
                    Some(serde_json::from_slice::<DepositAnswer>(&call.answer.body).unwrap().log_index)
                }
                EventType::Opening => Some(serde_json::from_slice::<OpeningView>(&call.answer.body).unwrap().log_index),
                _ => None,
            };
            assert!(told.is_none_or(|told| told == place as u64), "the line that was told is its own");
        }
    }
    places.sort_unstable();
    assert!(places.windows(2).all(|two| two[0] < two[1]), "a line for each");
}
