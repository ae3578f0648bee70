//! Who may do what: founders, référents, professionals, desks, beneficiaries, auditors.

use vault_core::api::{
    DirectoryView, LogPage, MemberView, NewMember, NewVault, OrganisationView, ProblemCode, RecordsRequest,
    RecordsView, SeedsView, SignerView, VaultLogView, VaultView,
};
use vault_core::ids::{Kid, VaultId};
use vault_core::log::EventBody;
use vault_core::mandate::Rights;
use vault_core::vocabulary::{AccountKind, EventType, FolderKind, ResultCode, Role};
use vault_server::config::Settings;

use super::client::{House, NOW_MS};
use super::people::{Person, Town};

/// The last event of the whole log, before the auditor asked.
pub(crate) async fn last_of_all(town: &Town) -> (EventType, ResultCode, Kid, VaultId) {
    let last = town.house.count("SELECT max(log_index) FROM log_entries").await;
    let page: LogPage = town.house.get(&town.auditor, &format!("/v1/log/entries?from={last}&limit=1")).await.ok();
    let body = EventBody::parse(&page.entries[0].body).unwrap();
    let what = EventType::from_number(body.event_type).unwrap();
    (what, ResultCode::from_number(body.result).unwrap(), body.actor, body.vault)
}

pub(crate) async fn logged(town: &Town, by: &Person, what: EventType, result: ResultCode) {
    assert_eq!(last_of_all(town).await, (what, result, by.keys.signing.kid(), VaultId::NONE));
}

#[tokio::test]
async fn a_vault_is_opened_by_those_who_may_read() {
    let town = Town::new().await;
    let stranger = town.stranger().await;
    let (new, ..) = town.house.new_vault(&town.ccas).await;
    for (by, code, result) in [
        (&town.desk, ProblemCode::RoleForbids, ResultCode::RoleForbids),
        (&stranger, ProblemCode::NotAMember, ResultCode::NotAMember),
        (&town.vault.owner, ProblemCode::NotAMember, ResultCode::NotAMember),
        (&town.auditor, ProblemCode::NotAMember, ResultCode::NotAMember),
    ] {
        town.house.post(by, "/v1/vaults", &new).await.refused(code);
        logged(&town, by, EventType::VaultCreated, result).await;
    }
    assert_eq!(town.house.count("SELECT count(*) FROM vaults").await, 1);
    town.house.post(&town.ccas.referent, "/v1/vaults", &new).await.done();
}

#[tokio::test]
async fn a_vault_has_one_folder_of_each_kind() {
    let town = Town::new().await;
    let (whole, ..) = town.house.new_vault(&town.ccas).await;
    let mut missing = whole.clone();
    missing.folders.pop();
    let mut twice = whole.clone();
    twice.folders[3].kind = FolderKind::Identity;
    for new in [missing, twice] {
        town.house.post(&town.professional, "/v1/vaults", &new).await.refused(ProblemCode::InvalidRequest);
    }
    let settings = Settings { health_folder: Some(false), ..Settings::default() };
    let house = House::with(settings, NOW_MS).await;
    let ccas = house.organisation("CCAS SPECIMEN").await;
    let (mut new, ..) = house.new_vault(&ccas).await;
    house.post(&ccas.referent, "/v1/vaults", &new).await.refused(ProblemCode::InvalidRequest);
    new.folders.retain(|folder| folder.kind != FolderKind::Health);
    house.post(&ccas.referent, "/v1/vaults", &new).await.done();
}

#[tokio::test]
async fn a_vault_begins_with_certificates_that_hold() {
    let town = Town::new().await;
    let (whole, ..) = town.house.new_vault(&town.ccas).await;
    let (other, ..) = town.house.new_vault(&town.ccas).await;
    let mut certificate = whole.clone();
    certificate.certificate = other.certificate.clone();
    let mut folder = whole.clone();
    folder.folders[0].certificate = other.folders[0].certificate.clone();
    let mut seed = whole.clone();
    seed.folders[0].seed = whole.folders[1].seed.clone();
    let mut half = whole.clone();
    half.credential.half_b = other.credential.half_b.clone();
    let broken: [(NewVault, &str); 4] =
        [(certificate, "certificate"), (folder, "certificate"), (seed, "wrap"), (half, "wrap")];
    for (new, what) in broken {
        let problem = town.house.post(&town.professional, "/v1/vaults", &new).await.refused(ProblemCode::Malformed);
        assert_eq!(problem.what.as_deref(), Some(what));
    }
    let mut name = whole.clone();
    name.directory_entry.0.pop();
    town.house.post(&town.professional, "/v1/vaults", &name).await.refused(ProblemCode::InvalidRequest);
    assert_eq!(town.house.count("SELECT count(*) FROM vaults").await, 1);
    town.house.post(&town.professional, "/v1/vaults", &whole).await.done();
    town.house.post(&town.professional, "/v1/vaults", &whole).await.refused(ProblemCode::Conflict);
}

#[tokio::test]
async fn an_organisation_is_created_by_a_referent_who_has_none() {
    let town = Town::new().await;
    let newcomer = town.house.invited(AccountKind::Staff, "Référent SPECIMEN").await;
    let (other, new) = town.house.new_organisation(newcomer, "Association SPECIMEN");
    for by in [&town.professional, &town.ccas.referent, &town.vault.owner, &town.auditor] {
        town.house.post(by, "/v1/organisations", &new).await.refused(ProblemCode::NotAllowed);
        logged(&town, by, EventType::OrganisationCreated, ResultCode::NotAllowed).await;
    }
    for name in ["", "  ", "a\u{7}b", &"é".repeat(121)] {
        let unnamed = vault_core::api::NewOrganisation { name: name.to_owned(), ..new.clone() };
        town.house.post(&other.referent, "/v1/organisations", &unnamed).await.refused(ProblemCode::InvalidRequest);
    }
    let mut unsealed = new.clone();
    unsealed.seeds.pop();
    town.house.post(&other.referent, "/v1/organisations", &unsealed).await.refused(ProblemCode::InvalidRequest);
    assert_eq!(town.house.count("SELECT count(*) FROM organisations").await, 1);
    let view: OrganisationView = town.house.post(&other.referent, "/v1/organisations", &new).await.ok();
    assert_eq!(view.certificates[0].0, other.certificate);
}

#[tokio::test]
async fn members_are_enrolled_by_a_referent_of_theirs() {
    let town = Town::new().await;
    let other = town.house.organisation("Association SPECIMEN").await;
    let path = format!("/v1/organisations/{}/members", town.ccas.id);
    let (_, _, new) = town.house.new_member(&town.ccas, Role::Professional, "Luc SPECIMEN").await;
    for (by, code, result) in [
        (&town.professional, ProblemCode::RoleForbids, ResultCode::RoleForbids),
        (&town.desk, ProblemCode::RoleForbids, ResultCode::RoleForbids),
        (&other.referent, ProblemCode::NotAMember, ResultCode::NotAMember),
    ] {
        town.house.post(by, &path, &new).await.refused(code);
        logged(&town, by, EventType::MemberAdded, result).await;
    }
    // Certified by another organisation, or given more than the role holds.
    let (_, _, foreign) = town.house.new_member(&other, Role::Professional, "Luc SPECIMEN").await;
    let foreign = NewMember { pin_tag: town.ccas.referent.pin_tag(), ..foreign };
    let problem = town.house.post(&town.ccas.referent, &path, &foreign).await.refused(ProblemCode::Malformed);
    assert_eq!(problem.what.as_deref(), Some("certificate"));
    let mut desk = new.clone();
    desk.role = Role::Desk;
    town.house.post(&town.ccas.referent, &path, &desk).await.refused(ProblemCode::InvalidRequest);
    assert_eq!(town.house.count("SELECT count(*) FROM members").await, 4);
    town.house.post(&town.ccas.referent, &path, &new).await.done();
    town.house.post(&town.ccas.referent, &path, &new).await.refused(ProblemCode::Conflict);
}

#[tokio::test]
async fn members_and_directory_are_for_members() {
    let town = Town::new().await;
    let stranger = town.stranger().await;
    let path = |what| format!("/v1/organisations/{}/{what}", town.ccas.id);
    for by in [&town.ccas.referent, &town.professional, &town.desk] {
        let members: Vec<MemberView> = town.house.get(by, &path("members")).await.ok();
        assert_eq!(members.len(), 3);
        let directory: DirectoryView = town.house.get(by, &path("directory")).await.ok();
        assert_eq!(directory.entries[0].vault_id, town.vault.id);
    }
    for by in [&stranger, &town.vault.owner, &town.auditor] {
        for what in ["members", "directory", "seeds"] {
            town.house.get(by, &path(what)).await.refused(ProblemCode::NotAMember);
            logged(&town, by, EventType::DirectoryRead, ResultCode::NotAMember).await;
        }
    }
    // Whoever may look leaves nothing.
    let events = town.house.count("SELECT count(*) FROM log_entries").await;
    town.house.get(&town.desk, &path("directory")).await.done();
    assert_eq!(town.house.count("SELECT count(*) FROM log_entries").await, events);
    for (by, count) in [(&town.ccas.referent, 3), (&town.professional, 2), (&town.desk, 1)] {
        let seeds: SeedsView = town.house.get(by, &path("seeds")).await.ok();
        assert_eq!(seeds.seeds.len(), count);
    }
}

#[tokio::test]
async fn keys_of_staff_are_found_and_those_of_beneficiaries_are_not() {
    let town = Town::new().await;
    let by = &town.vault.owner;
    let path = |person: &Person| format!("/v1/accounts/{}", person.account);
    let view: SignerView = town.house.get(by, &path(&town.professional)).await.ok();
    assert_eq!((view.account_id, view.organisation_id), (town.professional.account, Some(town.ccas.id)));
    town.house.get(&town.professional, &path(&town.vault.owner)).await.refused(ProblemCode::NotFound);
    town.house.get(&town.professional, &path(&town.auditor)).await.refused(ProblemCode::NotFound);
}

#[tokio::test]
async fn an_auditor_reads_the_log_without_a_name_and_that_is_an_event() {
    let town = Town::new().await;
    town.resources_mandate(Rights::READ).await;
    let path = format!("/v1/vaults/{}/log", town.vault.id);
    let document = town.own_paper().await;
    town.house.try_open(&town.professional, document).await.done();
    let seen: VaultLogView = town.house.get(&town.auditor, &path).await.ok();
    assert!(seen.actors.iter().any(|actor| actor.organisation_name.as_deref() == Some("CCAS SPECIMEN")));
    assert!(seen.actors.iter().all(|actor| actor.display_name.is_none()));
    let own: VaultLogView = town.house.get(&town.vault.owner, &path).await.ok();
    assert!(own.actors.iter().any(|actor| actor.display_name.as_deref() == Some("Claire SPECIMEN")));
    let event = town.house.last_event(&town.vault, &town.auditor).await;
    assert_eq!(
        (event.what, event.result, event.actor),
        (EventType::LogRead, ResultCode::Done, town.auditor.keys.signing.kid())
    );
    // An auditor reads nothing else.
    town.house.try_open(&town.auditor, document).await.refused(ProblemCode::NoMandate);
    town.house.get(&town.auditor, &format!("/v1/vaults/{}", town.vault.id)).await.refused(ProblemCode::NoMandate);
    let records = format!("/v1/vaults/{}/records", town.vault.id);
    town.house.post(&town.auditor, &records, &RecordsRequest::default()).await.refused(ProblemCode::NoMandate);
}

#[tokio::test]
async fn no_page_of_the_log_is_read_without_an_event() {
    let town = Town::new().await;
    let count = || town.house.count("SELECT count(*) FROM log_entries");
    for path in ["/v1/log/entries?from=1".to_owned(), format!("/v1/vaults/{}/log?after_seq=1", town.vault.id)] {
        let before = count().await;
        town.house.get(&town.auditor, &path).await.done();
        assert_eq!(count().await, before + 1, "{path}");
        town.house.get(&town.vault.owner, &format!("/v1/vaults/{}/log?after_seq=1", town.vault.id)).await.done();
        assert_eq!(count().await, before + 1, "one's own log is no event");
    }
}

#[tokio::test]
async fn the_log_of_a_vault_is_for_its_owner() {
    let town = Town::new().await;
    town.resources_mandate(Rights::READ | Rights::DEPOSIT | Rights::MANAGE).await;
    let neighbour = town.house.vault(&town.ccas, &town.professional).await;
    let path = format!("/v1/vaults/{}/log", town.vault.id);
    for by in [&neighbour.owner, &town.professional, &town.ccas.referent, &town.desk] {
        town.house.get(by, &path).await.refused(ProblemCode::NotAllowed);
        let event = town.house.last_event(&town.vault, &town.auditor).await;
        let expected = (EventType::LogRead, ResultCode::NotAllowed, by.keys.signing.kid());
        assert_eq!((event.what, event.result, event.actor), expected);
        town.house.get(by, "/v1/log/entries").await.refused(ProblemCode::NotAllowed);
        logged(&town, by, EventType::LogRead, ResultCode::NotAllowed).await;
    }
    let unknown = format!("/v1/vaults/{}/log", VaultId::from_bytes([7; 16]));
    town.house.get(&town.vault.owner, &unknown).await.refused(ProblemCode::NotFound);
}

#[tokio::test]
async fn a_vault_shows_the_folders_that_one_may_use() {
    let town = Town::new().await;
    let path = format!("/v1/vaults/{}", town.vault.id);
    town.house.get(&town.professional, &path).await.refused(ProblemCode::NoMandate);
    let event = town.house.last_event(&town.vault, &town.auditor).await;
    assert_eq!((event.what, event.result), (EventType::VaultRead, ResultCode::NoMandate));

    town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
    for (by, folders, seeds) in [(&town.vault.owner, 10, 10), (&town.professional, 1, 1), (&town.desk, 1, 0)] {
        let view: VaultView = town.house.get(by, &path).await.ok();
        let opened = view.folders.iter().filter(|folder| folder.seed.is_some()).count();
        assert_eq!((view.folders.len(), opened), (folders, seeds));
    }
}

#[tokio::test]
async fn reading_the_descriptions_is_an_event_unless_it_is_the_owner() {
    let town = Town::new().await;
    let mandate = town.resources_mandate(Rights::READ).await;
    town.own_paper().await;
    town.house.deposit(&town.vault.owner, &town.vault, FolderKind::Private, b"SPECIMEN").await;
    let path = format!("/v1/vaults/{}/records", town.vault.id);
    let before = town.house.events(&town.vault).await;
    let own: RecordsView = town.house.post(&town.vault.owner, &path, &RecordsRequest::default()).await.ok();
    assert_eq!((own.records.len(), own.mandates.len()), (2, 0));
    assert_eq!(town.house.events(&town.vault).await, before);
    let read: RecordsView = town.house.post(&town.professional, &path, &RecordsRequest::default()).await.ok();
    assert_eq!(read.records.len(), 1);
    assert_eq!(read.mandates[0].mandate_id, mandate.mandate_id);
    let event = town.house.last_event(&town.vault, &town.auditor).await;
    assert_eq!(
        (event.what, event.result, event.mandate),
        (EventType::RecordsRead, ResultCode::Done, mandate.mandate_id)
    );
    town.house.post(&town.desk, &path, &RecordsRequest::default()).await.refused(ProblemCode::RoleForbids);
    let event = town.house.last_event(&town.vault, &town.auditor).await;
    assert_eq!((event.what, event.result), (EventType::RecordsRead, ResultCode::RoleForbids));
}
