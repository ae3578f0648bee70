//! The people of these tests, with the keys that only they hold, made as a client makes them.

use vault_core::api::{
    Bytes, Challenge, ChallengeRequest, Enrolment, Login, LoginAnswer, NewCredential, NewFolder, NewMember,
    NewOrganisation, NewVault,
};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::credential::{Credential, CredentialFile, Pin, open_root, seal_root};
use vault_core::ids::{AccountId, FolderEpoch, FolderId, Hash, OrganisationId, VaultId};
use vault_core::keys::{AccountKeys, OpeningKey, SigningKey};
use vault_core::login::LoginStatement;
use vault_core::name::{Directory, NameEntry};
use vault_core::request::Method;
use vault_core::secret::{DirectorySeed, HalfB};
use vault_core::suite::sha256;
use vault_core::vocabulary::{AccountKind, CredentialKind, FolderKind, Role};
use vault_core::wrap::{Envelope, MemberEpoch, Reading, SeedFor};
use vault_server::admin;

use super::client::{Answer, House, Sent};

/// A PIN that nobody would guess first.
pub(crate) const PIN: &str = "5829";
/// Another one.
pub(crate) const WRONG_PIN: &str = "8305";

/// Somebody who is logged in.
pub(crate) struct Person {
    pub(crate) account: AccountId,
    pub(crate) keys: AccountKeys,
    pub(crate) credential: Credential,
    pub(crate) pin: String,
    pub(crate) token: Vec<u8>,
    /// Hash of the first certificate.
    pub(crate) anchor: Hash,
}

impl Person {
    /// What proves the PIN once more, with a solemn act.
    pub(crate) fn pin_tag(&self) -> Bytes {
        self.tag_of(&self.pin)
    }

    /// The same for another PIN.
    pub(crate) fn tag_of(&self, pin: &str) -> Bytes {
        Pin::enter(pin).unwrap().tag(&self.credential).expose().to_vec().into()
    }
}

/// An organisation and its secrets.
pub(crate) struct Organisation {
    pub(crate) id: OrganisationId,
    /// `opening` is its mandate key.
    pub(crate) keys: AccountKeys,
    pub(crate) directory: DirectorySeed,
    /// Its one certificate.
    pub(crate) certificate: Vec<u8>,
    pub(crate) referent: Person,
}

/// A vault and its owner.
pub(crate) struct Vault {
    pub(crate) id: VaultId,
    pub(crate) owner: Person,
    /// In the order of [`FolderKind::ALL`].
    pub(crate) folders: Vec<(FolderId, OpeningKey)>,
}

impl Vault {
    /// The folder of this kind.
    pub(crate) fn folder(&self, kind: FolderKind) -> FolderId {
        self.folders[usize::from(kind.number()) - 1].0
    }
}

/// Two organisations, a vault that the first one opened, and an auditor.
pub(crate) struct Town {
    pub(crate) house: House,
    pub(crate) ccas: Organisation,
    pub(crate) professional: Person,
    pub(crate) desk: Person,
    pub(crate) vault: Vault,
    pub(crate) auditor: Person,
}

impl Town {
    /// On a server with the default settings.
    pub(crate) async fn new() -> Self {
        Self::settle(House::new().await).await
    }

    /// On this server.
    pub(crate) async fn settle(house: House) -> Self {
        let ccas = house.organisation("CCAS SPECIMEN").await;
        let professional = house.member(&ccas, Role::Professional, "Claire SPECIMEN").await;
        let desk = house.member(&ccas, Role::Desk, "Accueil SPECIMEN").await;
        let vault = house.vault(&ccas, &professional).await;
        let auditor = house.invited(AccountKind::Auditor, "Contrôle SPECIMEN").await;
        Self { house, ccas, professional, desk, vault, auditor }
    }

    /// A professional of another organisation.
    pub(crate) async fn stranger(&self) -> Person {
        let other = self.house.organisation("Association SPECIMEN").await;
        self.house.member(&other, Role::Professional, "Paul SPECIMEN").await
    }

    /// The same people, in new sessions: time has passed.
    pub(crate) async fn logged_in_again(mut self) -> Self {
        self.log_in_again().await;
        self
    }

    /// Puts them into new sessions.
    pub(crate) async fn log_in_again(&mut self) {
        let people =
            [&mut self.ccas.referent, &mut self.professional, &mut self.desk, &mut self.vault.owner, &mut self.auditor];
        for person in people {
            person.token = self.house.log_in(&person.credential, &person.pin).await.0.token.0;
        }
    }
}

impl House {
    /// Somebody whom the operator invites, and who then makes their keys.
    pub(crate) async fn invited(&self, kind: AccountKind, name: &str) -> Person {
        let folder = tempfile::tempdir_in(self.folder.path()).unwrap();
        let (card, pin) = (folder.path().join("card"), folder.path().join("pin"));
        let account = admin::invite(&self.app, kind, name, &card, &pin).await.unwrap();
        let file = CredentialFile::parse(&std::fs::read_to_string(card).unwrap()).unwrap();
        let pin = std::fs::read_to_string(pin).unwrap().trim().to_owned();
        let (answer, half_b) = self.log_in(&file.credential, &pin).await;
        assert!(answer.root.is_none(), "no keys yet");
        let keys = AccountKeys::generate(&mut self.random.clone());
        let certificate = self.first_certificate(&keys, [0; 16], *account.as_bytes()).issue(&keys.signing);
        let root = seal_root(&mut self.random.clone(), &file.credential, &half_b, account, &keys);
        let enrolment = Enrolment { certificate: certificate.clone().into(), root: root.into() };
        let anchor = Certificate::hash_of(&certificate);
        let person = Person { account, keys, credential: file.credential, pin, token: answer.token.0, anchor };
        let body = serde_json::to_vec(&enrolment).unwrap();
        self.signed(&person, Method::Put, "/v1/enrolment", body).await.done();
        person
    }

    /// An organisation and the référent who creates it.
    pub(crate) async fn organisation(&self, name: &str) -> Organisation {
        let referent = self.invited(AccountKind::Staff, "Référente SPECIMEN").await;
        let (organisation, new) = self.new_organisation(referent, name);
        self.post(&organisation.referent, "/v1/organisations", &new).await.done();
        organisation
    }

    /// What a référent sends to create an organisation.
    pub(crate) fn new_organisation(&self, referent: Person, name: &str) -> (Organisation, NewOrganisation) {
        let random = &mut self.random.clone();
        let id = OrganisationId::generate(random);
        let (keys, directory) = (AccountKeys::generate(random), DirectorySeed::generate(random));
        let first = self.first_certificate(&keys, *id.as_bytes(), *id.as_bytes());
        let certificate = Certificate { kind: CertificateKind::Organisation, ..first }.issue(&keys.signing);
        let own = self.first_certificate(&referent.keys, *id.as_bytes(), *referent.account.as_bytes());
        let member_certificate = Certificate { epoch: 2, previous: referent.anchor, ..own }.issue(&keys.signing);
        let organisation = Organisation { id, keys, directory, certificate, referent };
        let seeds =
            self.seeds(&organisation, organisation.referent.account, &organisation.referent.keys, Role::Referent);
        let new = NewOrganisation {
            organisation_id: id,
            name: name.to_owned(),
            certificate: organisation.certificate.clone().into(),
            member_certificate: member_certificate.into(),
            seeds,
        };
        (organisation, new)
    }

    /// A member, enrolled by the référent and then logged in.
    pub(crate) async fn member(&self, organisation: &Organisation, role: Role, name: &str) -> Person {
        let (keys, credential, new) = self.new_member(organisation, role, name).await;
        let path = format!("/v1/organisations/{}/members", organisation.id);
        self.post(&organisation.referent, &path, &new).await.done();
        self.enter(new.account_id, keys, credential, &new.certificate).await
    }

    /// What a référent sends to enrol a member.
    pub(crate) async fn new_member(
        &self,
        organisation: &Organisation,
        role: Role,
        name: &str,
    ) -> (AccountKeys, Credential, NewMember) {
        let random = &mut self.random.clone();
        let account = AccountId::generate(random);
        let keys = AccountKeys::generate(random);
        let own = self.first_certificate(&keys, *organisation.id.as_bytes(), *account.as_bytes());
        let (secret, credential) = self.new_credential(account, &keys).await;
        let new = NewMember {
            account_id: account,
            role,
            display_name: name.to_owned(),
            certificate: own.issue(&organisation.keys.signing).into(),
            credential,
            seeds: self.seeds(organisation, account, &keys, role),
            pin_tag: organisation.referent.pin_tag(),
        };
        (keys, secret, new)
    }

    /// A vault, created by a professional beside the person.
    pub(crate) async fn vault(&self, organisation: &Organisation, professional: &Person) -> Vault {
        let (new, keys, secret, folders) = self.new_vault(organisation).await;
        self.post(professional, "/v1/vaults", &new).await.done();
        let owner = self.enter(new.account_id, keys, secret, &new.certificate).await;
        Vault { id: new.vault_id, owner, folders }
    }

    /// What a professional sends to create a vault.
    pub(crate) async fn new_vault(
        &self,
        organisation: &Organisation,
    ) -> (NewVault, AccountKeys, Credential, Vec<(FolderId, OpeningKey)>) {
        let random = &mut self.random.clone();
        let (vault, account) = (VaultId::generate(random), AccountId::generate(random));
        let keys = AccountKeys::generate(random);
        let certificate = self.first_certificate(&keys, *vault.as_bytes(), *account.as_bytes()).issue(&keys.signing);
        let (secret, credential) = self.new_credential(account, &keys).await;
        let made: Vec<_> = FolderKind::ALL.iter().map(|kind| self.new_folder(vault, &keys, *kind)).collect();
        let entry = NameEntry {
            given_name: "Amina".to_owned(),
            family_name: "SPECIMEN".to_owned(),
            birth_date: "1987-04-23".to_owned(),
            anchor: Certificate::hash_of(&certificate),
        };
        let directory = Directory::derive(&organisation.directory, organisation.id, 1);
        let (folders, opened): (Vec<_>, Vec<_>) =
            made.into_iter().map(|(new, key)| (new.clone(), (new.folder_id, key))).unzip();
        let new = NewVault {
            vault_id: vault,
            account_id: account,
            certificate: certificate.into(),
            credential,
            sheet: None,
            folders,
            organisation_id: organisation.id,
            directory_epoch: 1,
            directory_entry: directory.seal(random, vault, &entry).unwrap().into(),
            consent_sha256: Hash::from_bytes(sha256(&[b"SPECIMEN"])),
        };
        (new, keys, secret, opened)
    }

    fn new_folder(&self, vault: VaultId, owner: &AccountKeys, kind: FolderKind) -> (NewFolder, OpeningKey) {
        let random = &mut self.random.clone();
        let (folder, key) = (FolderId::generate(random), OpeningKey::generate(random));
        let certificate = self.folder_certificate(vault, folder, 1, &key).issue(&owner.signing);
        let of = FolderEpoch { vault, folder, epoch: 1 };
        let seed = to(owner.opening.sealing_key(), &owner.signing)
            .seal_folder_seed(random, SeedFor::Owner, &of, &key)
            .unwrap();
        (NewFolder { folder_id: folder, kind, certificate: certificate.into(), seed: seed.into() }, key)
    }

    /// A folder's certificate, to be issued.
    pub(crate) fn folder_certificate(
        &self,
        vault: VaultId,
        folder: FolderId,
        epoch: u32,
        key: &OpeningKey,
    ) -> Certificate {
        Certificate {
            kind: CertificateKind::Folder,
            scope: *vault.as_bytes(),
            subject: *folder.as_bytes(),
            epoch,
            not_before: self.now_s(),
            not_after: 0,
            sealing: key.sealing_key().clone(),
            verifying: None,
            previous: Hash::NONE,
            issuer: vault_core::ids::Kid::NONE,
        }
    }

    /// The first certificate of an account, to be issued.
    pub(crate) fn first_certificate(&self, keys: &AccountKeys, scope: [u8; 16], subject: [u8; 16]) -> Certificate {
        Certificate {
            kind: CertificateKind::Account,
            scope,
            subject,
            epoch: 1,
            not_before: self.now_s(),
            not_after: 0,
            sealing: keys.opening.sealing_key().clone(),
            verifying: Some(keys.signing.verifying_key()),
            previous: Hash::NONE,
            issuer: keys.signing.kid(),
        }
    }

    /// What an organisation seals to a member of this role.
    pub(crate) fn seeds(
        &self,
        organisation: &Organisation,
        member: AccountId,
        keys: &AccountKeys,
        role: Role,
    ) -> Vec<Bytes> {
        let random = &mut self.random.clone();
        let of = MemberEpoch { organisation: organisation.id, member, epoch: 1 };
        let envelope = to(keys.opening.sealing_key(), &organisation.keys.signing);
        let mut seeds = vec![envelope.seal_directory_seed(random, &of, &organisation.directory).unwrap().into()];
        if role != Role::Desk {
            seeds.push(envelope.seal_mandate_seed(random, &of, &organisation.keys.opening).unwrap().into());
        }
        if role == Role::Referent {
            seeds.push(envelope.seal_signing_seed(random, &of, &organisation.keys.signing).unwrap().into());
        }
        seeds
    }

    /// A card, and what the server is told of it.
    pub(crate) async fn new_credential(&self, account: AccountId, keys: &AccountKeys) -> (Credential, NewCredential) {
        let server = self.deposit_key().await;
        let random = &mut self.random.clone();
        let (secret, half_b) = (Credential::generate(random), HalfB::generate(random));
        let envelope = to(&server.sealing, &keys.signing);
        let sealed = envelope.seal_half_to_server(random, account, secret.id, server.epoch, &half_b).unwrap();
        let credential = NewCredential {
            credential_id: secret.id,
            kind: CredentialKind::Card,
            public_key: secret.signing_key().verifying_key().as_bytes().to_vec().into(),
            pin_tag: Pin::enter(PIN).unwrap().tag(&secret).expose().to_vec().into(),
            half_b: sealed.into(),
            root: seal_root(random, &secret, &half_b, account, keys).into(),
        };
        (secret, credential)
    }

    /// Logs somebody in who was just enrolled; what comes back opens the very same keys.
    pub(crate) async fn enter(
        &self,
        account: AccountId,
        keys: AccountKeys,
        credential: Credential,
        certificate: &[u8],
    ) -> Person {
        let (answer, half_b) = self.log_in(&credential, PIN).await;
        let opened = open_root(&credential, &half_b, account, answer.root.as_ref().unwrap()).unwrap();
        assert_eq!(opened.to_root(), keys.to_root());
        let anchor = Certificate::hash_of(certificate);
        Person { account, keys, credential, pin: PIN.to_owned(), token: answer.token.0, anchor }
    }

    /// Logs in; gives the answer and half b.
    pub(crate) async fn log_in(&self, credential: &Credential, pin: &str) -> (LoginAnswer, HalfB) {
        let attempt = self.attempt(credential, pin).await;
        let answer: LoginAnswer = self.send(Sent::post("/v1/logins", &attempt.login)).await.ok();
        let key = self.log_key();
        let reading = Reading { with: &attempt.one_time, maker: key.key() };
        let account = answer.session.account.account_id;
        let half_b = reading.open_half_to_login(&answer.half_b, account, credential.id).unwrap();
        (answer, half_b)
    }

    /// Tries to log in.
    pub(crate) async fn try_log_in(&self, credential: &Credential, pin: &str) -> Answer {
        self.send(Sent::post("/v1/logins", &self.attempt(credential, pin).await.login)).await
    }

    /// A login on a fresh challenge, ready to be sent.
    pub(crate) async fn attempt(&self, credential: &Credential, pin: &str) -> Attempt {
        let challenge = self.challenge(credential).await.challenge.to_array().unwrap();
        let one_time = OpeningKey::generate(&mut self.random.clone());
        let pin_tag = Pin::enter(pin).unwrap().tag(credential);
        let statement = LoginStatement {
            origin: self.origin(),
            credential: credential.id,
            challenge: &challenge,
            pin_tag: &pin_tag,
            one_time_key: one_time.sealing_key(),
        };
        let login = Login {
            credential_id: credential.id,
            challenge: challenge.to_vec().into(),
            pin_tag: pin_tag.expose().to_vec().into(),
            one_time_key: one_time.sealing_key().as_bytes().to_vec().into(),
            signature: statement.sign(&credential.signing_key()).to_vec().into(),
        };
        Attempt { login, one_time }
    }

    /// A challenge.
    pub(crate) async fn challenge(&self, credential: &Credential) -> Challenge {
        self.send(Sent::post("/v1/login-challenges", &ChallengeRequest { credential_id: credential.id })).await.ok()
    }
}

/// A login on its way.
pub(crate) struct Attempt {
    pub(crate) login: Login,
    pub(crate) one_time: OpeningKey,
}

/// An envelope without an end.
pub(crate) const fn to<'a>(key: &'a vault_core::keys::SealingKey, maker: &'a SigningKey) -> Envelope<'a> {
    Envelope { to: key, maker, not_after: 0 }
}
