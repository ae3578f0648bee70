//! Taking everything out: the owner alone, with their PIN, and the log says so.

use vault_core::api::{ExportView, NewExport, ProblemCode};
use vault_core::credential::Pin;
use vault_core::ids::{DocumentVersion, MandateId};
use vault_core::mandate::Rights;
use vault_core::vocabulary::{EventType, FolderKind, Purpose, ResultCode};

use super::client::Answer;
use super::events::Seen;
use super::people::{PIN, Person, Town, WRONG_PIN};

async fn export(town: &Town, by: &Person, pin: &str) -> Answer {
    let pin_tag = Pin::enter(pin).unwrap().tag(&by.credential).expose().to_vec().into();
    town.house.post(by, &format!("/v1/vaults/{}/exports", town.vault.id), &NewExport { pin_tag }).await
}

fn event(by: &Person, result: ResultCode) -> Seen {
    let actor = by.keys.signing.kid();
    Seen { what: EventType::Export, result, actor, mandate: MandateId::NONE, purpose: Purpose::None }
}

#[tokio::test]
async fn the_owner_is_told_every_version_and_the_log_tells_the_owner() {
    let town = Town::new().await;
    let (house, vault, owner) = (&town.house, &town.vault, &town.vault.owner);
    town.resources_mandate(Rights::DEPOSIT).await;
    let first = house.deposit(owner, vault, FolderKind::Private, b"SPECIMEN 1").await;
    house.clock.advance(1000);
    let second = house.deposit(&town.desk, vault, FolderKind::Resources, b"SPECIMEN 2").await;
    let of = DocumentVersion { vault: vault.id, document: first, version: 2 };
    let next = house.seal_as(owner, vault, FolderKind::Private, b"SPECIMEN 3", of).await;
    house.upload(owner, vault, &next).await.done();
    house.add(owner, vault, &next.new).await.done();

    for _ in 0..2 {
        let told: ExportView = export(&town, owner, PIN).await.ok();
        let listed: Vec<_> = told.versions.iter().map(|v| (v.document_id, v.version, v.folder_id)).collect();
        let private = vault.folder(FolderKind::Private);
        let resources = vault.folder(FolderKind::Resources);
        assert_eq!(listed, [(first, 1, private), (first, 2, private), (second, 1, resources)]);
        assert_eq!(told.log_index, house.vault_log(vault).await.last().unwrap().index);
        assert_eq!(house.last_event(vault, &town.auditor).await, event(owner, ResultCode::Done));
    }
}

#[tokio::test]
async fn nobody_else_and_not_without_the_pin() {
    let town = Town::new().await;
    let (house, vault, owner) = (&town.house, &town.vault, &town.vault.owner);
    town.own_paper().await;
    town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
    // A mandate that reads does not take out.
    export(&town, &town.professional, PIN).await.refused(ProblemCode::NotAllowed);
    assert_eq!(house.last_event(vault, &town.auditor).await, event(&town.professional, ResultCode::NotAllowed));
    export(&town, &town.auditor, &town.auditor.pin).await.refused(ProblemCode::NotAllowed);

    let problem = export(&town, owner, WRONG_PIN).await.refused(ProblemCode::WrongPin);
    assert_eq!(problem.tries_left, Some(4));
    assert_eq!(house.last_event(vault, &town.auditor).await, event(owner, ResultCode::WrongPin));
    let short = NewExport { pin_tag: vec![0; 31].into() };
    let path = format!("/v1/vaults/{}/exports", vault.id);
    house.post(owner, &path, &short).await.refused(ProblemCode::InvalidRequest);
    let nowhere = format!("/v1/vaults/{}/exports", "0".repeat(32));
    let pin_tag = Pin::enter(PIN).unwrap().tag(&owner.credential).expose().to_vec().into();
    house.post(owner, &nowhere, &NewExport { pin_tag }).await.refused(ProblemCode::NotFound);

    for _ in 0..4 {
        export(&town, owner, WRONG_PIN).await.refused(ProblemCode::WrongPin);
    }
    export(&town, owner, PIN).await.refused(ProblemCode::CredentialBlocked);
}
