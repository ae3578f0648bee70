//! People and organisations: who is there when it begins, who comes, whose keys turn.

use vault_core::api::{Bytes, MemberSeeds, NewKeys, NewMember, NewVault};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::credential::Credential;
use vault_core::ids::{AccountId, Hash, OrganisationId};
use vault_core::keys::AccountKeys;
use vault_core::name::{Directory, NameEntry};
use vault_core::secret::DirectorySeed;
use vault_core::vocabulary::{AccountKind, Role};
use vault_core::wrap::MemberEpoch;

use super::super::model::Opened;
use super::{FOLDERS, FolderKey, OrganisationKeys, World};
use crate::api::people::{Person, to};

/// Somebody's things, twice.
fn twin(person: &Person) -> Person {
    Person {
        account: person.account,
        keys: AccountKeys::from_root(&person.keys.to_root()[..]).unwrap(),
        credential: twin_card(&person.credential),
        pin: person.pin.clone(),
        token: person.token.clone(),
        anchor: person.anchor,
    }
}

fn twin_card(card: &Credential) -> Credential {
    Credential { id: card.id, secret: card.secret.duplicate() }
}

impl World {
    /// An organisation with its référent: the number of the référent and of the card.
    pub(in super::super) async fn found(&mut self, name: &str) -> (usize, usize) {
        let organisation = self.house().organisation(name).await;
        let referent = twin(&organisation.referent);
        self.organisation_keys.push(OrganisationKeys {
            epoch: 1,
            keys: AccountKeys::from_root(&organisation.keys.to_root()[..]).unwrap(),
            directory: organisation.directory.duplicate(),
            certificate: organisation.certificate.clone(),
        });
        self.organisations.push(organisation);
        self.keep_invited(referent)
    }

    /// The auditor.
    pub(in super::super) async fn invite_auditor(&mut self) -> (usize, usize) {
        let auditor = self.house().invited(AccountKind::Auditor, "Contrôle SPECIMEN").await;
        self.keep_invited(auditor)
    }

    /// Without the session of their invitation, which the model does not know: everybody comes in anew.
    fn keep_invited(&mut self, person: Person) -> (usize, usize) {
        let person = Person { token: vec![0; 32], ..person };
        self.cards.push((twin_card(&person.credential), person.pin.clone()));
        (self.keep_person(person), self.cards.len() - 1)
    }

    /// Somebody whom a référent enrols, certified and given seeds by the organisation's keys in force.
    pub(in super::super) async fn new_member(
        &mut self,
        organisation: usize,
        known: &[usize],
        role: Role,
        pin_tag: Bytes,
    ) -> (usize, usize, NewMember) {
        let house = self.house();
        let id = self.organisations[organisation].id;
        let random = &mut house.random.clone();
        let (account, keys) = (AccountId::generate(random), AccountKeys::generate(random));
        let (card, credential) = house.new_credential(account, &keys).await;
        let current = &self.organisation_keys[*known.last().unwrap()];
        let certificate = house.first_certificate(&keys, *id.as_bytes(), *account.as_bytes());
        let certificate = certificate.issue(&current.keys.signing);
        let seeds = known.iter().flat_map(|number| {
            let epoch = &self.organisation_keys[*number];
            self.seeds(id, (account, &keys), role, epoch, &current.keys)
        });
        let new = NewMember {
            account_id: account,
            role,
            display_name: "Membre SPECIMEN".to_owned(),
            certificate: certificate.clone().into(),
            credential,
            seeds: seeds.collect(),
            pin_tag,
        };
        let anchor = Certificate::hash_of(&certificate);
        let (credential, pin) = (twin_card(&card), crate::api::people::PIN.to_owned());
        let person = self.keep_person(Person { account, keys, credential, pin, token: vec![0; 32], anchor });
        (person, self.keep_card(card), new)
    }

    /// What a member of this role is given of one epoch.
    fn seeds(
        &self,
        organisation: OrganisationId,
        (member, keys): (AccountId, &AccountKeys),
        role: Role,
        epoch: &OrganisationKeys,
        maker: &AccountKeys,
    ) -> Vec<Bytes> {
        let random = &mut self.house().random.clone();
        let of = MemberEpoch { organisation, member, epoch: epoch.epoch };
        let envelope = to(keys.opening.sealing_key(), &maker.signing);
        let mut seeds = vec![envelope.seal_directory_seed(random, &of, &epoch.directory).unwrap().into()];
        if role != Role::Desk {
            seeds.push(envelope.seal_mandate_seed(random, &of, &epoch.keys.opening).unwrap().into());
        }
        if role == Role::Referent && epoch.keys.signing.kid() == maker.signing.kid() {
            seeds.push(envelope.seal_signing_seed(random, &of, &epoch.keys.signing).unwrap().into());
        }
        seeds
    }

    /// An organisation's next keys, for those who remain: their number, and what is sent.
    pub(in super::super) fn next_keys(
        &mut self,
        organisation: usize,
        current: usize,
        remain: &[(usize, Role)],
    ) -> (usize, NewKeys) {
        let (house, id) = (self.house(), self.organisations[organisation].id);
        let random = &mut house.random.clone();
        let former = &self.organisation_keys[current];
        let (keys, directory) = (AccountKeys::generate(random), DirectorySeed::generate(random));
        let first = house.first_certificate(&keys, *id.as_bytes(), *id.as_bytes());
        let previous = Certificate::hash_of(&former.certificate);
        let epoch = former.epoch + 1;
        let certificate = Certificate { kind: CertificateKind::Organisation, epoch, previous, ..first };
        let certificate = certificate.issue(&former.keys.signing);
        let next = OrganisationKeys { epoch, keys, directory, certificate: certificate.clone() };
        let seeds = |(person, role): &(usize, Role)| {
            let person = &self.people[*person];
            let seeds = self.seeds(id, (person.account, &person.keys), *role, &next, &next.keys);
            MemberSeeds { account_id: person.account, seeds }
        };
        let new = NewKeys { certificate: certificate.into(), members: remain.iter().map(seeds).collect() };
        self.organisation_keys.push(next);
        (self.organisation_keys.len() - 1, new)
    }

    /// A vault with its owner, a card and a sheet, whose name is sealed under these keys of the organisation.
    pub(in super::super) async fn new_vault(&mut self, organisation: usize, keys: usize) -> (Opened, NewVault) {
        let house = self.house();
        let (mut new, owner, card, folders) = house.new_vault(&self.organisations[organisation]).await;
        let kind = vault_core::vocabulary::CredentialKind::Sheet;
        let (sheet, credential) = house.credential_of(kind, new.account_id, &owner).await;
        new.sheet = Some(credential);
        let current = &self.organisation_keys[keys];
        let directory = Directory::derive(&current.directory, new.organisation_id, current.epoch);
        let entry = NameEntry {
            given_name: "Amina".to_owned(),
            family_name: "SPECIMEN".to_owned(),
            birth_date: "1987-04-23".to_owned(),
            anchor: Certificate::hash_of(&new.certificate),
        };
        new.directory_epoch = current.epoch;
        new.directory_entry = directory.seal(&mut house.random.clone(), new.vault_id, &entry).unwrap().into();
        let first_key = self.keys.len();
        let ids = folders.iter().map(|(id, _)| *id).collect();
        for ((_, key), told) in folders.into_iter().zip(&new.folders) {
            self.keys.push(FolderKey { epoch: 1, key, certificate: told.certificate.to_vec() });
        }
        self.vaults.push((new.vault_id, ids));
        let anchor: Hash = Certificate::hash_of(&new.certificate);
        let (pin, token) = (crate::api::people::PIN.to_owned(), vec![0; 32]);
        let account = new.account_id;
        let person = Person { account, keys: owner, credential: twin_card(&card), pin, token, anchor };
        let owner = self.keep_person(person);
        let (card, sheet) = (self.keep_card(card), self.keep_card(sheet));
        let vault = self.vaults.len() - 1;
        (Opened { vault, owner, card, sheet, first_key, folders: FOLDERS }, new)
    }
}
