//! Members suspended, resumed, removed; an organisation whose keys have turned.

use vault_core::api::{
    Bytes, DirectoryView, KeyTurn, MandateView, MemberSeeds, MemberView, NamesLeft, NewKeys, OpeningView, ProblemCode,
    Removal, ResealedName, ResealedNames, Resumption, SeedsView,
};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::ids::AccountId;
use vault_core::keys::{AccountKeys, OpeningKey, SigningKey};
use vault_core::mandate::{Recipient, Rights};
use vault_core::name::Directory;
use vault_core::request::Method;
use vault_core::secret::DirectorySeed;
use vault_core::vocabulary::{EventType, FolderKind, MemberState, ResultCode, Role};
use vault_core::wrap::{MemberEpoch, Reading, SeedFor};
use vault_server::domain::{Caller, opening};
use vault_server::error::Error;
use vault_server::ledger::SignedRequest;

use super::client::House;
use super::people::{Organisation, Person, Town, WRONG_PIN, to};
use super::roles::logged;

/// An organisation's next keys, before they are sent.
struct Next {
    epoch: u32,
    keys: AccountKeys,
    directory: DirectorySeed,
    certificate: Vec<u8>,
}

impl Next {
    /// Issued by the keys in force.
    fn draw(house: &House, of: &Organisation, epoch: u32) -> Self {
        let random = &mut house.random.clone();
        let (keys, directory) = (AccountKeys::generate(random), DirectorySeed::generate(random));
        let certificate = Self::certificate(house, of, &keys, epoch).issue(&of.keys.signing);
        Self { epoch, keys, directory, certificate }
    }

    fn certificate(house: &House, of: &Organisation, keys: &AccountKeys, epoch: u32) -> Certificate {
        let first = house.first_certificate(keys, *of.id.as_bytes(), *of.id.as_bytes());
        let previous = Certificate::hash_of(&of.certificate);
        Certificate { kind: CertificateKind::Organisation, epoch, previous, ..first }
    }

    /// What a member of this role is given.
    fn seeds(&self, house: &House, of: &Organisation, member: &Person, role: Role) -> MemberSeeds {
        let seeds = self.seal(house, of, (member.account, &member.keys), role);
        MemberSeeds { account_id: member.account, seeds }
    }

    fn seal(&self, house: &House, of: &Organisation, to_whom: (AccountId, &AccountKeys), role: Role) -> Vec<Bytes> {
        let random = &mut house.random.clone();
        let of = MemberEpoch { organisation: of.id, member: to_whom.0, epoch: self.epoch };
        let envelope = to(to_whom.1.opening.sealing_key(), &self.keys.signing);
        let mut seeds = vec![envelope.seal_directory_seed(random, &of, &self.directory).unwrap().into()];
        if role != Role::Desk {
            seeds.push(envelope.seal_mandate_seed(random, &of, &self.keys.opening).unwrap().into());
        }
        if role == Role::Referent {
            seeds.push(envelope.seal_signing_seed(random, &of, &self.keys.signing).unwrap().into());
        }
        seeds
    }

    fn new_keys(&self, house: &House, of: &Organisation, members: &[(&Person, Role)]) -> NewKeys {
        let members = members.iter().map(|(member, role)| self.seeds(house, of, member, *role)).collect();
        NewKeys { certificate: self.certificate.clone().into(), members }
    }
}

fn member_path(town: &Town, member: &Person, what: &str) -> String {
    format!("/v1/organisations/{}/members/{}/{what}", town.ccas.id, member.account)
}

pub(crate) async fn suspend(town: &Town, by: &Person, member: &Person) -> super::client::Answer {
    town.house.signed(by, Method::Post, &member_path(town, member, "suspension"), Vec::new()).await
}

pub(crate) async fn resume(town: &Town, by: &Person, member: &Person, pin: &str) -> super::client::Answer {
    let body = Resumption { pin_tag: by.tag_of(pin) };
    town.house.post(by, &member_path(town, member, "resumption"), &body).await
}

/// The professional goes; the référent and the desk agent remain.
fn removal(town: &Town, next: &Next) -> Removal {
    let remaining = [(&town.ccas.referent, Role::Referent), (&town.desk, Role::Desk)];
    Removal { keys: next.new_keys(&town.house, &town.ccas, &remaining), pin_tag: town.ccas.referent.pin_tag() }
}

/// The professional is removed by the référent.
pub(crate) async fn remove(town: &Town) -> super::client::Answer {
    let next = Next::draw(&town.house, &town.ccas, 2);
    let path = member_path(town, &town.professional, "removal");
    town.house.post(&town.ccas.referent, &path, &removal(town, &next)).await
}

pub(crate) async fn state_of(town: &Town, member: &Person) -> Option<MemberState> {
    let path = format!("/v1/organisations/{}/members", town.ccas.id);
    let members: Vec<MemberView> = town.house.get(&town.ccas.referent, &path).await.ok();
    members.iter().find(|view| view.account_id == member.account).map(|view| view.state)
}

#[tokio::test]
async fn a_suspension_holds_at_once_and_until_it_is_lifted() {
    let mut town = Town::new().await;
    town.resources_mandate(Rights::READ).await;
    let document = town.own_paper().await;
    town.house.try_open(&town.professional, document).await.done();

    suspend(&town, &town.ccas.referent, &town.professional).await.done();
    logged(&town, &town.ccas.referent, EventType::MemberSuspended, ResultCode::Done).await;
    assert_eq!(state_of(&town, &town.professional).await, Some(MemberState::Suspended));
    town.house.try_open(&town.professional, document).await.refused(ProblemCode::SessionOver);
    let card = &town.professional.credential;
    town.house.try_log_in(card, &town.professional.pin).await.refused(ProblemCode::MemberSuspended);
    logged(&town, &town.professional, EventType::Login, ResultCode::MemberSuspended).await;
    // Twice is once.
    let events = town.house.count("SELECT count(*) FROM log_entries").await;
    let again: MemberView = suspend(&town, &town.ccas.referent, &town.professional).await.ok();
    assert_eq!(again.state, MemberState::Suspended);
    assert_eq!(town.house.count("SELECT count(*) FROM log_entries").await, events);

    let problem = resume(&town, &town.ccas.referent, &town.professional, WRONG_PIN).await;
    problem.refused(ProblemCode::WrongPin);
    logged(&town, &town.ccas.referent, EventType::MemberResumed, ResultCode::WrongPin).await;
    assert_eq!(state_of(&town, &town.professional).await, Some(MemberState::Suspended));
    let pin = town.ccas.referent.pin.clone();
    resume(&town, &town.ccas.referent, &town.professional, &pin).await.done();
    logged(&town, &town.ccas.referent, EventType::MemberResumed, ResultCode::Done).await;
    // The old session does not come back; a new one opens as before.
    town.house.try_open(&town.professional, document).await.refused(ProblemCode::SessionOver);
    town.professional.token = town.house.log_in(&town.professional.credential, &town.professional.pin).await.0.token.0;
    town.house.try_open(&town.professional, document).await.done();
}

#[tokio::test]
async fn a_request_that_was_in_line_before_the_suspension_is_refused_after_it() {
    let town = Town::new().await;
    town.resources_mandate(Rights::READ).await;
    let document = town.own_paper().await;
    let body = super::papers::opening(document);
    let bytes = serde_json::to_vec(&body).unwrap();
    let request = town.house.request(&town.professional, Method::Post, "/v1/openings", &bytes);
    let signed = request.sign(&town.professional.keys.signing).unwrap();
    let caller = Caller {
        account_id: town.professional.account,
        credential_id: town.professional.credential.id,
        token_hash: vault_server::domain::login::token_hash(&town.professional.token),
        key: town.professional.keys.signing.verifying_key(),
        request: SignedRequest::new(signed, &request),
    };
    suspend(&town, &town.ccas.referent, &town.professional).await.done();
    let refused = opening::open(&town.house.app, caller, body).await.unwrap_err();
    assert!(matches!(&refused, Error::Refused(refusal) if refusal.reason == ResultCode::MemberSuspended), "{refused}");
    let event = town.house.last_event(&town.vault, &town.auditor).await;
    assert_eq!((event.what, event.result), (EventType::Opening, ResultCode::MemberSuspended));
}

#[tokio::test]
async fn members_are_suspended_resumed_and_removed_by_another_referent_of_theirs() {
    let town = Town::new().await;
    let other = town.house.organisation("Association SPECIMEN").await;
    let next = Next::draw(&town.house, &town.ccas, 2);
    for (by, code, result) in [
        (&town.professional, ProblemCode::RoleForbids, ResultCode::RoleForbids),
        (&town.desk, ProblemCode::RoleForbids, ResultCode::RoleForbids),
        (&other.referent, ProblemCode::NotAMember, ResultCode::NotAMember),
        (&town.vault.owner, ProblemCode::NotAMember, ResultCode::NotAMember),
        (&town.auditor, ProblemCode::NotAMember, ResultCode::NotAMember),
    ] {
        suspend(&town, by, &town.desk).await.refused(code);
        logged(&town, by, EventType::MemberSuspended, result).await;
        resume(&town, by, &town.desk, &by.pin).await.refused(code);
        logged(&town, by, EventType::MemberResumed, result).await;
        let removal = Removal { pin_tag: by.pin_tag(), ..removal(&town, &next) };
        town.house.post(by, &member_path(&town, &town.professional, "removal"), &removal).await.refused(code);
        logged(&town, by, EventType::MemberRemoved, result).await;
        let turn = KeyTurn { keys: removal.keys, pin_tag: by.pin_tag() };
        town.house.post(by, &format!("/v1/organisations/{}/keys", town.ccas.id), &turn).await.refused(code);
        logged(&town, by, EventType::OrganisationKeysTurned, result).await;
        let names = ResealedNames { epoch: 1, entries: Vec::new() };
        town.house.post(by, &format!("/v1/organisations/{}/names", town.ccas.id), &names).await.refused(code);
    }
    // Not themself: the last référent would leave nobody to undo it.
    let referent = &town.ccas.referent;
    suspend(&town, referent, referent).await.refused(ProblemCode::NotAllowed);
    let own = member_path(&town, referent, "removal");
    town.house.post(referent, &own, &removal(&town, &next)).await.refused(ProblemCode::NotAllowed);
    // Not somebody of another organisation.
    let stranger = town.house.member(&other, Role::Desk, "Léa SPECIMEN").await;
    suspend(&town, referent, &stranger).await.refused(ProblemCode::NotFound);
    assert_eq!(state_of(&town, &town.desk).await, Some(MemberState::Active));
    assert_eq!(town.house.count("SELECT count(*) FROM members WHERE state <> 1").await, 0);
}

#[tokio::test]
async fn a_removal_is_whole_or_not_at_all() {
    let town = Town::new().await;
    let (house, ccas, referent) = (&town.house, &town.ccas, &town.ccas.referent);
    let next = Next::draw(house, ccas, 2);
    let path = member_path(&town, &town.professional, "removal");
    let whole = removal(&town, &next);
    let with = |change: &dyn Fn(&mut Removal)| {
        let mut removal = whole.clone();
        change(&mut removal);
        removal
    };
    let all = [(referent, Role::Referent), (&town.desk, Role::Desk), (&town.professional, Role::Professional)];
    let former = Next { keys: ccas_keys(house), ..Next::draw(house, ccas, 2) };
    let same_key = Next::certificate(house, ccas, &ccas.keys, 2).issue(&ccas.keys.signing);
    let reader = next.seeds(house, ccas, &town.desk, Role::Professional);
    let misaddressed = next.seeds(house, ccas, &town.professional, Role::Desk).seeds;
    let unreadable = next.seal(house, ccas, (town.desk.account, &town.professional.keys), Role::Desk);
    let forged =
        next.made_by(SigningKey::generate(&mut house.random.clone())).seeds(house, ccas, &town.desk, Role::Desk);
    let cases: [(Removal, ProblemCode); 6] = [
        (with(&|r| r.pin_tag = referent.tag_of(WRONG_PIN)), ProblemCode::WrongPin),
        // Somebody is forgotten, or the one who goes is among those who remain.
        (with(&|r| drop(r.keys.members.pop())), ProblemCode::Conflict),
        (with(&|r| r.keys = next.new_keys(house, ccas, &all)), ProblemCode::Conflict),
        (with(&|r| r.keys.members.push(r.keys.members[0].clone())), ProblemCode::Conflict),
        // The desk agent would read.
        (with(&|r| r.keys.members[1] = reader.clone()), ProblemCode::InvalidRequest),
        // Not the next certificate.
        (with(&|r| r.keys.certificate = ccas.certificate.clone().into()), ProblemCode::Conflict),
    ];
    let malformed = [
        // The desk agent's seeds are about somebody else, sealed to somebody else, made by somebody else.
        (with(&|r| r.keys.members[1].seeds.clone_from(&misaddressed)), "wrap", "ids"),
        (with(&|r| r.keys.members[1].seeds.clone_from(&unreadable)), "wrap", "recipient"),
        (with(&|r| r.keys.members[1] = forged.clone()), "wrap", "maker"),
        // Not issued by the keys in force; keys that do not change.
        (with(&|r| r.keys.certificate = former.self_issued(house, ccas).into()), "certificate", "maker"),
        (with(&|r| r.keys.certificate = same_key.clone().into()), "certificate", "key"),
    ];
    let cases = cases.into_iter().map(|(removal, code)| (removal, code, None));
    let malformed =
        malformed.into_iter().map(|(removal, what, why)| (removal, ProblemCode::Malformed, Some((what, why))));
    for (removal, code, why) in cases.chain(malformed) {
        let problem = house.post(referent, &path, &removal).await.refused(code);
        assert_eq!(problem.what.as_deref().zip(problem.property.as_deref()), why);
        assert_eq!(state_of(&town, &town.professional).await, Some(MemberState::Active));
        assert_eq!(house.count("SELECT count(*) FROM certificates WHERE kind = 2").await, 1);
        assert_eq!(house.count("SELECT count(*) FROM wraps WHERE kind IN (6, 9, 10)").await, 6);
        let seeds: SeedsView = house.get(&town.professional, &seeds_path(&town)).await.ok();
        assert_eq!(seeds.seeds.len(), 2);
    }
    house.post(referent, &path, &whole).await.done();
}

fn ccas_keys(house: &House) -> AccountKeys {
    AccountKeys::generate(&mut house.random.clone())
}

impl Next {
    /// The same keys, but for who signs.
    fn made_by(&self, signing: SigningKey) -> Self {
        let opening = OpeningKey::from_seed(self.keys.opening.seed().duplicate());
        Self {
            keys: AccountKeys { opening, signing },
            directory: self.directory.duplicate(),
            certificate: self.certificate.clone(),
            ..*self
        }
    }

    /// By itself, as somebody would who lacks the keys in force.
    fn self_issued(&self, house: &House, of: &Organisation) -> Vec<u8> {
        Self::certificate(house, of, &self.keys, self.epoch).issue(&self.keys.signing)
    }
}

fn seeds_path(town: &Town) -> String {
    format!("/v1/organisations/{}/seeds", town.ccas.id)
}

#[tokio::test]
async fn who_was_removed_opens_nothing_though_every_key_was_kept() {
    let town = Town::new().await;
    let (house, referent, gone) = (&town.house, &town.ccas.referent, &town.professional);
    town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
    let mut personal = house.mandate(&town.vault, &town.ccas, &[FolderKind::Resources], Rights::READ);
    personal.recipient = Recipient::Account(gone.account);
    personal.recipient_certificate = gone.anchor;
    let _: MandateView =
        house.try_grant(&town.vault, &house.new_mandate(&town.vault, &gone.keys.opening, &personal)).await.ok();
    let deposited = house.deposit(gone, &town.vault, FolderKind::Resources, b"SPECIMEN").await;
    let view: OpeningView = house.try_open(gone, deposited).await.ok();

    let next = Next::draw(house, &town.ccas, 2);
    let path = member_path(&town, gone, "removal");
    let left: Vec<MemberView> = house.post(referent, &path, &removal(&town, &next)).await.ok();
    assert_eq!(left.len(), 2);
    let (what, ..) = super::roles::last_of_all(&town).await;
    assert_eq!(what, EventType::OrganisationKeysTurned);

    house.try_open(gone, deposited).await.refused(ProblemCode::SessionOver);
    house.fetch(gone, view.opening_id).await.refused(ProblemCode::SessionOver);
    house.try_log_in(&gone.credential, &gone.pin).await.refused(ProblemCode::AccountDisabled);
    logged(&town, gone, EventType::Login, ResultCode::AccountDisabled).await;
    // Nothing was left that somebody could hand out later.
    assert_eq!(
        house.count("SELECT count(*) FROM sessions s JOIN accounts a USING (account_id) WHERE a.status = 3").await,
        0
    );
    assert_eq!(
        house.count("SELECT count(*) FROM credentials c JOIN accounts a USING (account_id) WHERE a.status = 3 AND (c.status <> 3 OR c.sealed_root IS NOT NULL)").await,
        0
    );
    assert_eq!(
        house.count("SELECT count(*) FROM wraps w JOIN accounts a ON a.account_id = w.object WHERE a.status = 3").await,
        0
    );
    // Removed twice, resumed, suspended: there is no such member any more.
    house.post(referent, &path, &removal(&town, &next)).await.refused(ProblemCode::NotFound);
    resume(&town, referent, gone, &referent.pin).await.refused(ProblemCode::NotFound);
    suspend(&town, referent, gone).await.refused(ProblemCode::NotFound);
    // Nobody lends them anything either.
    let again = vault_core::mandate::Mandate { id: vault_core::ids::MandateId::from_bytes([5; 16]), ..personal };
    let again = house.new_mandate(&town.vault, &gone.keys.opening, &again);
    house.try_grant(&town.vault, &again).await.refused(ProblemCode::NotFound);
    // What they had added still verifies: who they were stays known.
    let view: OpeningView = house.try_open(referent, deposited).await.ok();
    let seeds = (&town.ccas.keys.opening, SeedFor::Holder);
    assert_eq!(house.read(referent, seeds, &view).await, b"SPECIMEN");
}

#[tokio::test]
async fn after_a_turn_old_mandates_open_and_new_ones_go_to_the_new_key() {
    let town = Town::new().await;
    let (house, ccas) = (&town.house, &town.ccas);
    town.resources_mandate(Rights::READ).await;
    let document = town.own_paper().await;
    let next = Next::draw(house, ccas, 2);
    let path = format!("/v1/organisations/{}/keys", ccas.id);
    let members =
        [(&ccas.referent, Role::Referent), (&town.professional, Role::Professional), (&town.desk, Role::Desk)];
    let turn = KeyTurn { keys: next.new_keys(house, ccas, &members), pin_tag: ccas.referent.pin_tag() };
    let wrong = KeyTurn { pin_tag: ccas.referent.tag_of(WRONG_PIN), ..turn.clone() };
    house.post(&ccas.referent, &path, &wrong).await.refused(ProblemCode::WrongPin);
    house.post(&ccas.referent, &path, &turn).await.done();
    logged(&town, &ccas.referent, EventType::OrganisationKeysTurned, ResultCode::Done).await;
    house.post(&ccas.referent, &path, &turn).await.refused(ProblemCode::Conflict);

    let view: OpeningView = house.try_open(&town.professional, document).await.ok();
    assert_eq!(house.read(&town.professional, (&ccas.keys.opening, SeedFor::Holder), &view).await, b"SPECIMEN");
    // Each holds both epochs, the desk agent the names' seeds only.
    for (by, count) in [(&ccas.referent, 6), (&town.professional, 4), (&town.desk, 2)] {
        let seeds: SeedsView = house.get(by, &seeds_path(&town)).await.ok();
        assert_eq!(seeds.seeds.len(), count);
    }
    let desk: SeedsView = house.get(&town.desk, &seeds_path(&town)).await.ok();
    for seed in &desk.seeds {
        let epoch = vault_core::wrap::Wrap::parse(seed).unwrap().about().epoch;
        let maker = if epoch == 1 { &ccas.keys.signing } else { &next.keys.signing };
        let of = MemberEpoch { organisation: ccas.id, member: town.desk.account, epoch };
        let reading = Reading { with: &town.desk.keys.opening, maker: &maker.verifying_key() };
        reading.open_directory_seed(seed, &of).unwrap();
        reading.open_mandate_seed(seed, &of).unwrap_err();
    }
    house.try_open(&town.desk, document).await.refused(ProblemCode::RoleForbids);

    // A new mandate names the key in force.
    let mut mandate = house.mandate(&town.vault, ccas, &[FolderKind::Housing], Rights::READ);
    let stale = house.new_mandate(&town.vault, &ccas.keys.opening, &mandate);
    let problem = house.try_grant(&town.vault, &stale).await.refused(ProblemCode::Malformed);
    assert_eq!((problem.what.as_deref(), problem.property.as_deref()), (Some("mandate"), Some("recipient")));
    mandate.recipient_certificate = Certificate::hash_of(&next.certificate);
    let to_former = house.new_mandate(&town.vault, &ccas.keys.opening, &mandate);
    let problem = house.try_grant(&town.vault, &to_former).await.refused(ProblemCode::Malformed);
    assert_eq!((problem.what.as_deref(), problem.property.as_deref()), (Some("wrap"), Some("recipient")));
    house.try_grant(&town.vault, &house.new_mandate(&town.vault, &next.keys.opening, &mandate)).await.done();
    // A new vault's name goes under the directory in force.
    let (vault, ..) = house.new_vault(ccas).await;
    house.post(&town.professional, "/v1/vaults", &vault).await.refused(ProblemCode::Conflict);
}

#[tokio::test]
async fn a_newcomer_is_certified_by_the_key_in_force_and_holds_every_epoch() {
    let town = Town::new().await;
    let (house, ccas) = (&town.house, &town.ccas);
    town.resources_mandate(Rights::READ).await;
    let document = town.own_paper().await;
    let next = Next::draw(house, ccas, 2);
    let members =
        [(&ccas.referent, Role::Referent), (&town.professional, Role::Professional), (&town.desk, Role::Desk)];
    let turn = KeyTurn { keys: next.new_keys(house, ccas, &members), pin_tag: ccas.referent.pin_tag() };
    house.post(&ccas.referent, &format!("/v1/organisations/{}/keys", ccas.id), &turn).await.done();

    let path = format!("/v1/organisations/{}/members", ccas.id);
    let (keys, card, mut new) = house.new_member(ccas, Role::Professional, "Luc SPECIMEN").await;
    let problem = house.post(&ccas.referent, &path, &new).await.refused(ProblemCode::Malformed);
    assert_eq!((problem.what.as_deref(), problem.property.as_deref()), (Some("certificate"), Some("maker")));
    let own = house.first_certificate(&keys, *ccas.id.as_bytes(), *new.account_id.as_bytes());
    new.certificate = own.issue(&next.keys.signing).into();
    new.seeds = next.seal(house, ccas, (new.account_id, &keys), new.role);
    house.post(&ccas.referent, &path, &new).await.refused(ProblemCode::InvalidRequest);
    // The former seeds too, sealed by the key in force: mandates from before the turn rest on them.
    let former = Next {
        epoch: 1,
        keys: AccountKeys {
            opening: OpeningKey::from_seed(ccas.keys.opening.seed().duplicate()),
            signing: SigningKey::from_seed(next.keys.signing.seed().duplicate()),
        },
        directory: ccas.directory.duplicate(),
        certificate: Vec::new(),
    };
    new.seeds.extend(former.seal(house, ccas, (new.account_id, &keys), new.role));
    let wrong = vault_core::api::NewMember { pin_tag: ccas.referent.tag_of(WRONG_PIN), ..new.clone() };
    house.post(&ccas.referent, &path, &wrong).await.refused(ProblemCode::WrongPin);
    logged(&town, &ccas.referent, EventType::MemberAdded, ResultCode::WrongPin).await;
    house.post(&ccas.referent, &path, &new).await.done();
    let newcomer = house.enter(new.account_id, keys, card, &new.certificate).await;
    let view: OpeningView = house.try_open(&newcomer, document).await.ok();
    assert_eq!(house.read(&newcomer, (&ccas.keys.opening, SeedFor::Holder), &view).await, b"SPECIMEN");
}

#[tokio::test]
async fn names_are_sealed_anew_in_batches_that_may_be_sent_twice() {
    let town = Town::new().await;
    let (house, ccas, referent) = (&town.house, &town.ccas, &town.ccas.referent);
    let second = house.vault(ccas, &town.professional).await;
    let next = Next::draw(house, ccas, 2);
    let path = format!("/v1/organisations/{}/names", ccas.id);
    let early = ResealedNames { epoch: 2, entries: Vec::new() };
    house.post(referent, &path, &early).await.refused(ProblemCode::Conflict);
    let removal = removal(&town, &next);
    house.post(referent, &member_path(&town, &town.professional, "removal"), &removal).await.done();
    // The act is done, the names are not: they still open, under the epoch that each line names.
    let listed = || async {
        let view: DirectoryView = house.get(&town.desk, &format!("/v1/organisations/{}/directory", ccas.id)).await.ok();
        view.entries
    };
    assert!(listed().await.iter().all(|line| line.epoch == 1));

    let (from, into) = (Directory::derive(&ccas.directory, ccas.id, 1), Directory::derive(&next.directory, ccas.id, 2));
    let mut entries = Vec::new();
    for line in listed().await {
        let name = from.open(line.vault_id, &line.entry).unwrap();
        let entry = into.seal(&mut house.random.clone(), line.vault_id, &name).unwrap().into();
        entries.push(ResealedName { vault_id: line.vault_id, entry });
    }
    let batch = |entries: &[ResealedName]| ResealedNames { epoch: 2, entries: entries.to_vec() };
    let mut cut = batch(&entries);
    cut.entries[0].entry.0.pop();
    house.post(referent, &path, &cut).await.refused(ProblemCode::InvalidRequest);
    let many = vec![entries[0].clone(); ResealedNames::MAX + 1];
    house.post(referent, &path, &batch(&many)).await.refused(ProblemCode::InvalidRequest);
    let left: NamesLeft = house.post(referent, &path, &batch(&entries[..1])).await.ok();
    assert_eq!(left.left, 1);
    let events = house.count("SELECT count(*) FROM log_entries").await;
    // The same again, and a vault that is in no directory: nothing changes.
    let stray = ResealedName { vault_id: vault_core::ids::VaultId::from_bytes([7; 16]), ..entries[0].clone() };
    let left: NamesLeft = house.post(referent, &path, &batch(&[entries[0].clone(), stray])).await.ok();
    assert_eq!((left.left, house.count("SELECT count(*) FROM log_entries").await), (1, events));
    let left: NamesLeft = house.post(referent, &path, &batch(&entries)).await.ok();
    assert_eq!(left.left, 0);
    let lines = listed().await;
    assert_eq!(lines.len(), 2);
    for line in lines {
        assert_eq!(line.epoch, 2);
        from.open(line.vault_id, &line.entry).unwrap_err();
        assert_eq!(into.open(line.vault_id, &line.entry).unwrap().given_name, "Amina");
        assert!([town.vault.id, second.id].contains(&line.vault_id));
    }
}

#[tokio::test]
async fn the_keys_of_many_members_pass_where_other_requests_of_that_size_do_not() {
    let settings = vault_server::config::Settings { max_json_bytes: Some(60_000), ..Default::default() };
    let town = Town::settle(House::with(settings, super::client::NOW_MS).await).await;
    let (house, ccas, referent) = (&town.house, &town.ccas, &town.ccas.referent);
    let next = Next::draw(house, ccas, 2);
    let one = next.seeds(house, ccas, &town.professional, Role::Professional);
    // What the documentation counts with.
    assert!(serde_json::to_vec(&one).unwrap().len() < 3_650);
    let turn = |members: usize| KeyTurn {
        keys: NewKeys { certificate: next.certificate.clone().into(), members: vec![one.clone(); members] },
        pin_tag: referent.pin_tag(),
    };
    let path = format!("/v1/organisations/{}/keys", ccas.id);
    // Read, and refused for what it says.
    house.post(referent, &path, &turn(120)).await.refused(ProblemCode::Conflict);
    house.post(referent, &path, &turn(140)).await.refused(ProblemCode::TooLarge);
    let resumption = member_path(&town, &town.professional, "resumption");
    house.post(referent, &resumption, &turn(20)).await.refused(ProblemCode::TooLarge);
}
