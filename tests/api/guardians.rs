//! Guardians: three, two of whom restore access; one alone, or somebody else, restores nothing. Rehearsals open nothing.

use vault_core::api::{
    Bytes, GuardiansEnd, GuardiansView, GuardianshipView, NewGuardian, NewGuardians, NewRehearsal, ProblemCode,
    RecoveryApproval, RecoveryEnrolment, RecoveryReleased, RecoveryView,
};
use vault_core::certificate::Certificate;
use vault_core::credential::open_root_with;
use vault_core::error::Property;
use vault_core::ids::{FolderEpoch, Hash, RecoveryId};
use vault_core::keys::{AccountKeys, SealingKey, VerifyingKey};
use vault_core::recovery::{Piece, Rehearsal, combine, one_time_key, rehearsal_key, split};
use vault_core::suite::sha256;
use vault_core::vocabulary::{CredentialKind, EventType, RecoveryMeans, ResultCode};
use vault_core::wrap::{Reading, SeedFor, Wrap};

use super::client::Answer;
use super::credentials::tag;
use super::people::{PIN, Person, Town, to};

const DELAY_MS: u64 = 3 * 24 * 3600 * 1000;

/// A town, and three guardians: the référent, the desk agent, and the owner of another vault.
struct Guarded {
    town: Town,
    friend: Person,
}

impl Guarded {
    async fn new() -> Self {
        let town = Town::new().await;
        let friend = town.house.vault(&town.ccas, &town.professional).await.owner;
        let guarded = Self { town, friend };
        guarded.name(1).await.done();
        guarded
    }

    fn guardians(&self) -> [&Person; 3] {
        [&self.town.ccas.referent, &self.town.desk, &self.friend]
    }

    async fn naming(&self, generation: u32) -> NewGuardians {
        let (house, owner, vault) = (&self.town.house, &self.town.vault.owner, self.town.vault.id);
        let (secret, credential) = house.credential_of(CredentialKind::Guardians, owner.account, &owner.keys).await;
        let random = &mut house.random.clone();
        let all = split(random, &secret.half_a(), generation);
        let guardians = self.guardians().into_iter().zip(&all).map(|(guardian, pieces)| {
            let envelope = to(guardian.keys.opening.sealing_key(), &owner.keys.signing);
            let seal = |piece: &Piece| {
                let random = &mut house.random.clone();
                Bytes(envelope.seal_recovery_piece(random, vault, guardian.account, piece).unwrap())
            };
            NewGuardian {
                account_id: guardian.account,
                pieces: pieces.iter().map(seal).collect(),
                rehearsal_key: rehearsal_key(vault, guardian.account, pieces)
                    .verifying_key()
                    .as_bytes()
                    .to_vec()
                    .into(),
            }
        });
        let guardians = guardians.collect();
        NewGuardians { pin_tag: tag(&owner.credential, &owner.pin).into(), generation, credential, guardians }
    }

    async fn name(&self, generation: u32) -> Answer {
        self.town.house.post(&self.town.vault.owner, "/v1/guardians", &self.naming(generation).await).await
    }

    /// What a guardian opens of the own pieces.
    async fn pieces(&self, guardian: &Person) -> [Piece; 2] {
        let held: Vec<GuardianshipView> = self.town.house.get(guardian, "/v1/guardianships").await.ok();
        let maker = self.town.vault.owner.keys.signing.verifying_key();
        let reading = Reading { with: &guardian.keys.opening, maker: &maker };
        let open = |bytes: &Bytes| reading.open_recovery_piece(bytes, self.town.vault.id, guardian.account).unwrap();
        [open(&held[0].pieces[0]), open(&held[0].pieces[1])]
    }

    /// Both pieces for this key.
    async fn given(&self, guardian: &Person, key: &SealingKey) -> RecoveryApproval {
        let envelope = to(key, &guardian.keys.signing);
        let random = &mut self.town.house.random.clone();
        let mut pieces = Vec::new();
        for piece in self.pieces(guardian).await {
            let sealed = envelope.seal_recovery_piece(random, self.town.vault.id, guardian.account, &piece).unwrap();
            pieces.push(sealed.into());
        }
        RecoveryApproval { pin_tag: tag(&guardian.credential, &guardian.pin).into(), pieces }
    }

    async fn start(&self) -> RecoveryId {
        let town = &self.town;
        let (id, answer) = town.house.try_start(&town.professional, town, RecoveryMeans::Guardians).await;
        answer.done();
        id
    }

    async fn approve(&self, guardian: &Person, id: RecoveryId) -> Answer {
        let key = one_time_key(&self.town.professional.keys, id);
        let approval = self.given(guardian, key.sealing_key()).await;
        self.town.house.post(guardian, &format!("/v1/recoveries/{id}/approvals"), &approval).await
    }

    async fn later(mut self) -> Self {
        self.town.house.clock.advance(DELAY_MS);
        self.town = self.town.logged_in_again().await;
        self.friend.token = self.town.house.log_in(&self.friend.credential, PIN).await.0.token.0;
        self
    }

    async fn rehearse(&self, guardian: &Person, key: &[Piece; 2], unix_ms: u64) -> Answer {
        let vault = self.town.vault.id;
        let rehearsal = Rehearsal { vault, guardian: guardian.account, generation: 1, unix_ms };
        let signature = rehearsal.sign(&rehearsal_key(vault, guardian.account, key)).to_vec().into();
        let new = NewRehearsal { vault_id: vault, unix_ms, signature };
        self.town.house.post(guardian, "/v1/guardianships/rehearsals", &new).await
    }

    /// Half a from what the server let go of.
    fn keys(&self, id: RecoveryId, released: &RecoveryReleased) -> AccountKeys {
        let key = one_time_key(&self.town.professional.keys, id);
        let mut pieces = Vec::new();
        for given in &released.pieces {
            let maker = VerifyingKey::from_bytes(given.signing_key.to_array().unwrap());
            let reading = Reading { with: &key, maker: &maker };
            for bytes in &given.pieces {
                pieces.push(reading.open_recovery_piece(bytes, self.town.vault.id, given.account_id).unwrap());
            }
        }
        let pairs = pieces.iter().flat_map(|one| pieces.iter().map(move |other| combine(one, other)));
        let half_a = pairs.flatten().next().unwrap();
        let half_b = self.town.house.half_b(&key, released);
        let account = self.town.vault.owner.account;
        open_root_with(&half_a, &half_b, account, released.credential_id, &released.root).unwrap()
    }

    /// New keys, a new card and a new sheet.
    async fn renewal(&self, former: &AccountKeys, released: &RecoveryReleased) -> (AccountKeys, RecoveryEnrolment) {
        let (house, vault) = (&self.town.house, &self.town.vault);
        let random = &mut house.random.clone();
        let keys = AccountKeys::generate(random);
        let first = house.first_certificate(&keys, *vault.id.as_bytes(), *vault.owner.account.as_bytes());
        let previous = Hash::from_bytes(sha256(&[released.owner.certificates.last().unwrap()]));
        let certificate = Certificate { epoch: 2, previous, ..first }.issue(&former.signing);
        let mut seeds = Vec::new();
        for folder in &released.folders {
            let of = FolderEpoch { vault: vault.id, folder: folder.folder_id, epoch: 1 };
            let maker = former.signing.verifying_key();
            let reading = Reading { with: &former.opening, maker: &maker };
            let key = reading.open_folder_seed(&folder.seeds[0], SeedFor::Owner, &of).unwrap();
            let sealed = to(keys.opening.sealing_key(), &keys.signing);
            seeds.push(sealed.seal_folder_seed(random, SeedFor::Owner, &of, &key).unwrap().into());
        }
        let (_, card) = house.credential_of(CredentialKind::Card, vault.owner.account, &keys).await;
        let (_, sheet) = house.credential_of(CredentialKind::Sheet, vault.owner.account, &keys).await;
        (keys, RecoveryEnrolment { certificate: Some(certificate.into()), seeds, card, sheet })
    }
}

#[tokio::test]
async fn two_guardians_and_the_delay_restore_access_under_new_keys() {
    let guarded = Guarded::new().await;
    let id = guarded.start().await;
    guarded.approve(&guarded.friend, id).await.done();
    let view: RecoveryView = guarded.approve(&guarded.town.desk, id).await.ok();
    assert!(view.approvals.iter().all(|approval| approval.guardian) && view.ready_ms.is_some());
    let (house, professional) = (&guarded.town.house, &guarded.town.professional);
    house.release(professional, id, None).await.refused(ProblemCode::TooEarly);
    let guarded = guarded.later().await;
    let (house, professional) = (&guarded.town.house, &guarded.town.professional);
    let released: RecoveryReleased = house.release(professional, id, None).await.ok();
    let former = guarded.keys(id, &released);
    assert_eq!(former.to_root(), guarded.town.vault.owner.keys.to_root());

    let (keys, good) = guarded.renewal(&former, &released).await;
    // Without new keys; with a seed too few; with a seed twice; certified by somebody else: nothing is half done.
    let without = RecoveryEnrolment { certificate: None, ..good.clone() };
    house.enrol(professional, id, &without).await.refused(ProblemCode::InvalidRequest);
    let fewer = RecoveryEnrolment { seeds: good.seeds[1..].to_vec(), ..good.clone() };
    house.enrol(professional, id, &fewer).await.refused(ProblemCode::InvalidRequest);
    let mut twice = good.clone();
    twice.seeds[0] = twice.seeds[1].clone();
    house.enrol(professional, id, &twice).await.refused(ProblemCode::InvalidRequest);
    let (_, foreign) = guarded.renewal(&former, &released).await;
    let foreign = RecoveryEnrolment { certificate: foreign.certificate, ..good.clone() };
    house.enrol(professional, id, &foreign).await.refused(ProblemCode::Malformed);
    house.get(&guarded.town.vault.owner, "/v1/mandates").await.done();
    house.enrol(professional, id, &good).await.done();

    assert_eq!(house.count("SELECT count(*) FROM guardians").await, 0);
    assert_eq!(house.count("SELECT count(*) FROM wraps WHERE kind = 5").await, 0, "no piece stays");
    let seeds = house.count("SELECT count(*) FROM wraps WHERE kind = 1").await;
    assert_eq!(seeds, 2 * i64::try_from(guarded.town.vault.folders.len()).unwrap(), "those of two vaults");
    house.try_log_in(&guarded.town.vault.owner.credential, PIN).await.refused(ProblemCode::CredentialRevoked);
    assert_ne!(keys.to_root(), former.to_root());
    let events = house.events_for(&guarded.town.auditor, &guarded.town.vault).await;
    assert!(events.iter().any(|event| event.what == EventType::KeyPublication));
    house.enrol(professional, id, &good).await.refused(ProblemCode::TooLate);
}

#[tokio::test]
async fn one_guardian_is_not_enough_and_nobody_else_counts() {
    let guarded = Guarded::new().await;
    let town = &guarded.town;
    let id = guarded.start().await;
    guarded.approve(&town.desk, id).await.done();
    guarded.approve(&town.desk, id).await.refused(ProblemCode::SecondPersonMissing);
    for person in [&town.professional, &town.vault.owner, &town.auditor, &town.stranger().await] {
        let refusal = town.house.approve(person, id).await;
        refusal.refused(ProblemCode::NotAllowed);
    }
    let path = format!("/v1/recoveries/{id}/approvals");
    // A guardian without pieces; with pieces for another key; with one piece.
    town.house.approve(&town.ccas.referent, id).await.refused(ProblemCode::InvalidRequest);
    let other = one_time_key(&town.professional.keys, RecoveryId::NONE);
    let astray = guarded.given(&town.ccas.referent, other.sealing_key()).await;
    town.house.post(&town.ccas.referent, &path, &astray).await.refused(ProblemCode::InvalidRequest);
    let key = one_time_key(&town.professional.keys, id);
    let mut one = guarded.given(&town.ccas.referent, key.sealing_key()).await;
    one.pieces.pop();
    town.house.post(&town.ccas.referent, &path, &one).await.refused(ProblemCode::InvalidRequest);
    let guarded = guarded.later().await;
    let town = &guarded.town;
    town.house.release(&town.professional, id, None).await.refused(ProblemCode::SecondPersonMissing);
}

#[tokio::test]
async fn whoever_starts_does_not_also_approve_as_a_guardian() {
    let guarded = Guarded::new().await;
    let town = &guarded.town;
    let (id, answer) = town.house.try_start(&town.ccas.referent, town, RecoveryMeans::Guardians).await;
    answer.done();
    let key = one_time_key(&town.ccas.referent.keys, id);
    let approval = guarded.given(&town.ccas.referent, key.sealing_key()).await;
    let path = format!("/v1/recoveries/{id}/approvals");
    town.house.post(&town.ccas.referent, &path, &approval).await.refused(ProblemCode::SecondPersonMissing);
}

#[tokio::test]
async fn a_rehearsal_proves_the_pieces_and_shows_nothing() {
    let guarded = Guarded::new().await;
    let (town, house) = (&guarded.town, &guarded.town.house);
    let (own, other) = (guarded.pieces(&town.desk).await, guarded.pieces(&guarded.friend).await);
    guarded.rehearse(&town.desk, &own, house.now_ms()).await.done();
    let event = house.last_event(&town.vault, &town.auditor).await;
    assert_eq!((event.what, event.result), (EventType::GuardianRehearsed, ResultCode::Done));
    let told: GuardiansView = house.get(&town.vault.owner, "/v1/guardians").await.ok();
    let rehearsed: Vec<_> = told.guardians.iter().map(|line| line.rehearsed_ms).collect();
    assert_eq!(rehearsed, [None, Some(house.now_ms()), None]);
    // The pieces of another guardian; an old signature; somebody who guards nothing.
    let problem = guarded.rehearse(&town.desk, &other, house.now_ms()).await.refused(ProblemCode::Malformed);
    assert_eq!(problem.property.as_deref(), Some(Property::Signature.code()));
    guarded.rehearse(&town.desk, &own, house.now_ms() - 300_001).await.refused(ProblemCode::ClockSkew);
    guarded.rehearse(&town.professional, &own, house.now_ms()).await.refused(ProblemCode::NotAllowed);
    // What the server keeps for it is a public key, and no half a.
    assert_eq!(house.count("SELECT count(*) FROM guardians WHERE length(rehearsal_key) = 32").await, 3);
}

#[tokio::test]
async fn guardians_are_named_by_the_person_alone_and_anew() {
    let guarded = Guarded::new().await;
    let (town, house, owner) = (&guarded.town, &guarded.town.house, &guarded.town.vault.owner);
    guarded.name(1).await.refused(ProblemCode::Conflict);
    let good = guarded.naming(2).await;
    house.post(&town.professional, "/v1/guardians", &good).await.refused(ProblemCode::NotFound);
    let wrong = NewGuardians { pin_tag: tag(&owner.credential, "8305").into(), ..good.clone() };
    house.post(owner, "/v1/guardians", &wrong).await.refused(ProblemCode::WrongPin);
    let two = NewGuardians { guardians: good.guardians[..2].to_vec(), ..good.clone() };
    house.post(owner, "/v1/guardians", &two).await.refused(ProblemCode::InvalidRequest);
    let mut same = good.clone();
    same.guardians[1] = same.guardians[0].clone();
    house.post(owner, "/v1/guardians", &same).await.refused(ProblemCode::InvalidRequest);
    let mut crossed = good.clone();
    crossed.guardians[1].pieces = good.guardians[0].pieces.clone();
    house.post(owner, "/v1/guardians", &crossed).await.refused(ProblemCode::Malformed);
    assert_eq!(house.count("SELECT max(generation) FROM guardians").await, 1, "nothing half done");
    house.post(owner, "/v1/guardians", &good).await.done();
    assert_eq!(house.count("SELECT count(*) FROM guardians WHERE generation = 2").await, 3);
    assert_eq!(house.count("SELECT count(*) FROM wraps WHERE kind = 5").await, 6, "the former pieces are gone");

    // A request under way with the former ones ends in nothing.
    let id = guarded.start().await;
    let end = GuardiansEnd { pin_tag: tag(&owner.credential, PIN).into() };
    house.post(owner, "/v1/guardians/end", &end).await.done();
    house.post(owner, "/v1/guardians/end", &end).await.refused(ProblemCode::NotFound);
    let approval = RecoveryApproval { pin_tag: tag(&town.desk.credential, PIN).into(), pieces: Vec::new() };
    let path = format!("/v1/recoveries/{id}/approvals");
    house.post(&town.desk, &path, &approval).await.refused(ProblemCode::NotAllowed);
    let held: Vec<GuardianshipView> = house.get(&town.desk, "/v1/guardianships").await.ok();
    assert!(held.is_empty());
}

#[tokio::test]
async fn keys_of_guardians_are_shown_to_beneficiaries_only() {
    let guarded = Guarded::new().await;
    let (town, house) = (&guarded.town, &guarded.town.house);
    let path = format!("/v1/accounts/{}/guardian-keys", guarded.friend.account);
    house.get(&town.vault.owner, &path).await.done();
    house.get(&town.professional, &path).await.refused(ProblemCode::NotFound);
    let auditor = format!("/v1/accounts/{}/guardian-keys", town.auditor.account);
    house.get(&town.vault.owner, &auditor).await.refused(ProblemCode::NotFound);
    // What the server stores of a piece opens for its guardian alone.
    let held: Vec<GuardianshipView> = house.get(&town.desk, "/v1/guardianships").await.ok();
    assert!(!Wrap::parse(&held[0].pieces[0]).unwrap().is_for(guarded.friend.keys.opening.sealing_key()));
}
