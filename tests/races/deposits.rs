//! Deposits beside deposits of the same id, and beside a folder's next key.

use std::sync::Arc;

use vault_core::api::{DepositAnswer, EpochAnswer, NewDeposit, ProblemCode};
use vault_core::ids::{DocumentId, DocumentVersion, FolderEpoch};
use vault_core::mandate::Rights;
use vault_core::vocabulary::{EventType, FolderKind, ResultCode};

use super::{Call, Log, ROUNDS, Race, may_come_after, together};
use crate::api::people::{Person, Town, to};

const RESOURCES: FolderKind = FolderKind::Resources;

fn person(town: &Town, number: usize) -> &Person {
    [&town.vault.owner, &town.professional, &town.desk][number % 3]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_several_deposits_of_one_id_one_is_taken() {
    let town = Arc::new(Town::new().await);
    town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
    for round in 0..ROUNDS {
        // Six contents under one name, by three people; each is sent three times.
        let document = DocumentId::generate(&mut town.house.random.clone());
        let of = DocumentVersion { vault: town.vault.id, document, version: 1 };
        let mut contents: Vec<NewDeposit> = Vec::new();
        for number in 0..6 {
            let by = person(&town, number);
            let content = format!("SPECIMEN {number}");
            let sealed = town.house.seal_as(by, &town.vault, RESOURCES, content.as_bytes(), of).await;
            town.house.upload(by, &town.vault, &sealed).await.done();
            contents.push(sealed.new);
        }
        let contents = Arc::new(contents);
        let race = Race::of(18, round);
        let runners = (0..18_usize).map(|runner| {
            let (town, race, contents) = (Arc::clone(&town), Arc::clone(&race), Arc::clone(&contents));
            async move {
                race.ready(runner as u64).await;
                let path = format!("/v1/vaults/{}/deposits", town.vault.id);
                (runner % 6, race.post(&town.house, person(&town, runner % 6), &path, &contents[runner % 6]).await)
            }
        });
        let calls = together(runners.collect()).await;
        let log = Log::verified(&town.house, &town.auditor).await;
        let lines = |body: &&vault_core::log::EventBody| {
            body.event_type == EventType::Deposit.number() && body.document == document
        };
        let lines: Vec<_> = log.0.iter().filter(lines).collect();
        assert_eq!(lines.len(), 1, "one deposit, one line");
        let line = log.0.iter().position(|body| body.request_hash == lines[0].request_hash).unwrap();
        let (taken, first) = calls.iter().find(|(_, call)| log.place(call) == Some(line)).expect("somebody's");
        for (content, call) in &calls {
            if content == taken {
                assert_eq!(call.told(), Ok(()), "the same again is the same");
                let answer: DepositAnswer = serde_json::from_slice(&call.answer.body).unwrap();
                assert_eq!(answer.log_index, line as u64);
            } else {
                assert_eq!(call.told(), Err(ProblemCode::Conflict));
            }
            may_come_after(call, first);
        }
        let kept = format!("SPECIMEN {taken}");
        let view = town.house.try_open(&town.vault.owner, document).await.ok();
        let own = (&town.vault.owner.keys.opening, vault_core::wrap::SeedFor::Owner);
        assert_eq!(town.house.read(&town.vault.owner, own, &view).await, kept.as_bytes());
    }
}

/// The same deposit, its record sealed to the folder's next key.
fn under(town: &Town, key: &vault_core::keys::OpeningKey, sealed: &crate::api::papers::Sealed) -> NewDeposit {
    let folder = &town.vault.folders[usize::from(RESOURCES.number()) - 1].1;
    let sign = &town.vault.owner.keys.signing;
    let maker = sign.verifying_key();
    let reading = vault_core::wrap::Reading { with: folder, maker: &maker };
    let payload = reading.open_record_to_folder(&sealed.new.record, &sealed.of, 1).unwrap();
    let random = &mut town.house.random.clone();
    let record = to(key.sealing_key(), sign).seal_record_to_folder(random, &sealed.of, 2, &payload).unwrap();
    NewDeposit { record: record.into(), ..sealed.new.clone() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_deposit_beside_a_turn_is_under_one_key_or_the_other() {
    for round in 0..ROUNDS / 2 {
        let town = Arc::new(Town::new().await);
        let owner = &town.vault.owner;
        // Two programs of the owner turn the folder's key; papers arrive under the former key, and under the first new one.
        let (one, key) = town.next_epoch(&[]).await;
        let (other, _) = town.next_epoch(&[]).await;
        let turns = Arc::new([one, other]);
        let mut deposits = Vec::new();
        for number in 0..10 {
            let sealed = town.house.seal(owner, &town.vault, RESOURCES, b"SPECIMEN").await;
            town.house.upload(owner, &town.vault, &sealed).await.done();
            deposits.push(if number < 6 { sealed.new } else { under(&town, &key, &sealed) });
        }
        let deposits = Arc::new(deposits);
        let race = Race::of(12, round);
        let runners = (0..12_usize).map(|runner| {
            let (town, race) = (Arc::clone(&town), Arc::clone(&race));
            let (turns, deposits) = (Arc::clone(&turns), Arc::clone(&deposits));
            async move {
                race.ready(runner as u64).await;
                let (vault, owner) = (town.vault.id, &town.vault.owner);
                if runner < 2 {
                    let path = format!("/v1/vaults/{vault}/folders/{}/epochs", town.vault.folder(RESOURCES));
                    race.post(&town.house, owner, &path, &turns[runner]).await
                } else {
                    let path = format!("/v1/vaults/{vault}/deposits");
                    race.post(&town.house, owner, &path, &deposits[runner - 2]).await
                }
            }
        });
        let calls = together(runners.collect()).await;
        let log = Log::verified(&town.house, &town.auditor).await;
        log.keeps_the_order_of(calls.iter());
        let (turned, added) = calls.split_at(2);
        let won = turned.iter().position(|turn| turn.told().is_ok()).expect("one of them turns it");
        assert_eq!(turned[1 - won].told(), Err(ProblemCode::Malformed), "a key is followed by one other");
        let turn = log.place(&turned[won]).unwrap();
        check_deposits(&log, added, &turned[won], (turn, won));
        let before = added[..6].iter().filter(|call| log.place(call).is_some_and(|place| place < turn)).count();
        let answer: EpochAnswer = serde_json::from_slice(&turned[won].answer.body).unwrap();
        assert_eq!((answer.epoch, answer.left), (2, before as u64), "papers under the former key by then");
        let of = FolderEpoch { vault: town.vault.id, folder: town.vault.folder(RESOURCES), epoch: 2 };
        assert_eq!(town.folder().await.certificates.len(), usize::try_from(of.epoch).unwrap());
    }
}

/// Under the former key: always taken. Under the new one: once it is in force, and if it is this one.
fn check_deposits(log: &Log, added: &[Call], turn: &Call, (line, won): (usize, usize)) {
    for call in &added[..6] {
        assert_eq!(call.told(), Ok(()), "what was sealed before is taken");
        assert_eq!(log.0[log.place(call).unwrap()].result, ResultCode::Done.number());
    }
    for call in &added[6..] {
        match call.told() {
            Ok(()) => assert!(won == 0 && log.place(call).unwrap() > line, "taken before its key"),
            Err(ProblemCode::Malformed) => {
                assert!(log.place(call).is_none());
                assert!(won == 1 || call.made < turn.answered, "refused though its key was in force");
            }
            Err(code) => panic!("{code:?}"),
        }
    }
}
