//! Mandates granted and taken back; folders that get another key.

use std::collections::BTreeSet;

use vault_core::api::NewRevocation;
use vault_core::mandate::Mandate as Signed;
use vault_core::request::Method;
use vault_core::revocation::Revocation;
use vault_core::vocabulary::Role;

use super::super::model::{DAY, Mandate, SECOND, To};
use super::super::world::FOLDERS;
use super::{Kind, Sim};

/// Folders that the dice prefer, so that papers and mandates meet.
const BUSY: u64 = 3;

impl Sim {
    /// A vault that was ever opened, likely one that is there; none before the first.
    pub(super) fn some_vault(&mut self) -> usize {
        let there: Vec<usize> = self.model.vaults.keys().copied().collect();
        let any = self.dice.index(self.world.vaults.len());
        if self.dice.chance(97) { self.dice.pick(&there).unwrap_or(any) } else { any }
    }

    pub(super) fn some_folder(&mut self) -> usize {
        let end = if self.dice.chance(85) { BUSY } else { FOLDERS as u64 };
        usize::try_from(self.dice.below(end)).unwrap()
    }

    /// The key in force of a folder; the first one that was made, for a vault that is not there.
    pub(super) fn key_of(&self, vault: usize, folder: usize) -> usize {
        self.model.vaults.get(&vault).map_or(0, |vault| vault.folders[folder].key)
    }

    pub(super) fn owner_of(&self, vault: usize) -> Vec<usize> {
        self.model.vaults.get(&vault).map(|vault| vault.owner).into_iter().collect()
    }

    /// Members of organisations who may serve themselves of mandates.
    pub(super) fn helpers(&self) -> Vec<usize> {
        let roles = [Role::Professional, Role::Referent, Role::Desk];
        (0..2).flat_map(|organisation| self.staff(organisation, &roles)).collect()
    }

    fn draw_mandate(&mut self, vault: usize) -> Mandate {
        let organisation = self.dice.index(2);
        let people: Vec<usize> = self.staff(organisation, &[Role::Professional, Role::Desk]);
        let anybody = self.dice.index(self.world.people.len());
        // Référents have a second certificate, which a mandate to a person does not name here.
        let anybody = if self.staff(0, &[Role::Referent]).contains(&anybody) { None } else { Some(anybody) };
        let anybody = anybody.filter(|person| !self.staff(1, &[Role::Referent]).contains(person));
        let to = match self.dice.below(100) {
            0..70 => To::Organisation(organisation),
            70..95 => self.dice.pick(&people).map_or(To::Organisation(organisation), To::Person),
            _ => anybody.map_or(To::Organisation(organisation), To::Person),
        };
        let keys = match to {
            To::Organisation(number) => {
                let known = self.model.organisations[&number].clone();
                // Now and then one who saw the organisation's keys before they turned.
                if self.dice.chance(5) { known.first().copied() } else { known.last().copied() }
            }
            To::Person(_) => None,
        };
        let folders: BTreeSet<usize> = (0..=self.dice.below(3)).map(|_| self.some_folder()).collect();
        let (reads, adds) = self.dice.pick(&[(true, true), (true, true), (true, false), (false, true)]).unwrap();
        let now = self.model.clock / SECOND;
        let day = DAY / SECOND;
        let from = if self.dice.chance(15) { now + self.dice.below(2 * day) } else { now };
        let length = self.dice.pick(&[1, 60, 3_600, day, 7 * day, 31 * day, 182 * day, 365 * day]).unwrap();
        let id = *self.world.mandate_id().as_bytes();
        let purpose = self.dice.pick(&[1, 2, 3, 99]).unwrap();
        let epoch = |folder: usize| self.model.vaults.get(&vault).map_or(1, |vault| vault.folders[folder].epoch);
        let epochs = folders.iter().map(|folder: &usize| epoch(*folder)).collect();
        Mandate { vault, to, keys, folders, epochs, reads, adds, purpose, from, until: from + length, id }
    }

    pub(super) async fn grant(&mut self) {
        let vault = self.some_vault();
        let by = self.somebody(&self.owner_of(vault)).await;
        if self.dice.chance(10) && !self.world.mandates.is_empty() {
            // The same again, by whoever.
            let number = self.dice.index(self.world.mandates.len());
            let signer = self.world.mandates[number].by;
            let by = if self.dice.chance(80) { signer } else { by };
            self.come_in(by).await;
            self.dress(by);
            return self.grant_by(by, number).await;
        }
        let mandate = self.draw_mandate(vault);
        let keys: Vec<usize> = mandate.folders.iter().map(|folder| self.key_of(vault, *folder)).collect();
        let id = vault_core::ids::MandateId::from_bytes(mandate.id);
        self.world.sign_mandate(by, id, mandate, &keys);
        self.grant_by(by, self.world.mandates.len() - 1).await;
    }

    async fn grant_by(&mut self, by: usize, number: usize) {
        let known = &self.world.mandates[number];
        let (mandate, signer) = (known.mandate.clone(), known.by);
        self.trace.doing(format!("{by} grants {number}: {mandate:?}"));
        let path = format!("/v1/vaults/{}/mandates", self.world.vaults[mandate.vault].0);
        let answer = self.world.house().post(&self.world.people[by], &path, &known.new).await;
        let expected = self.model.grant(by, number, &mandate, signer);
        self.judge(Kind::Grant, expected, &answer);
    }

    pub(super) async fn revoke(&mut self) {
        if self.world.mandates.is_empty() {
            return;
        }
        let live: Vec<usize> = self.model.mandates.iter().filter(|(_, m)| !m.revoked).map(|(id, _)| *id).collect();
        let any = self.dice.index(self.world.mandates.len());
        let number = if self.dice.chance(75) { self.dice.pick(&live).unwrap_or(any) } else { any };
        let vault = self.world.mandates[number].mandate.vault;
        let by = self.somebody(&self.owner_of(vault)).await;
        self.trace.doing(format!("{by} revokes {number}"));
        let known = &self.world.mandates[number];
        let person = &self.world.people[by];
        let revocation = Revocation {
            mandate: known.id,
            mandate_hash: Signed::hash_of(&known.new.mandate),
            unix_ms: self.model.clock,
            maker: person.keys.signing.kid(),
        };
        let new = NewRevocation { revocation: revocation.sign(&person.keys.signing).into() };
        let path = format!("/v1/mandates/{}/revocation", known.id);
        let body = serde_json::to_vec(&new).unwrap();
        let answer = self.world.house().signed(person, Method::Post, &path, body).await;
        let expected = self.model.revoke(by, number);
        self.judge(Kind::Revoke, expected, &answer);
    }

    pub(super) async fn turn_keys(&mut self) {
        let vault = self.some_vault();
        if !self.model.vaults.contains_key(&vault) {
            return;
        }
        let folder = self.some_folder();
        let by = self.somebody(&self.owner_of(vault)).await;
        let mut given = self.model.readers(vault, folder);
        if self.dice.chance(10) {
            // One who is left out, or one too many.
            let extra = self.model.mandates.keys().copied().find(|id| {
                let mandate = &self.model.mandates[id].mandate;
                !given.contains(id) && mandate.vault == vault
            });
            if given.pop().is_none() {
                given.extend(extra);
            }
        }
        self.trace.doing(format!("{by} turns folder {folder} of vault {vault}, for {given:?}"));
        let keys = |id: &usize| match self.model.mandates[id].mandate.to {
            To::Organisation(number) => self.model.organisations[&number].last().copied(),
            To::Person(_) => None,
        };
        let holders: Vec<_> = given.iter().map(|id| (*id, keys(id))).collect();
        let current = self.key_of(vault, folder);
        let (key, new) = self.world.next_key(by, (vault, folder, current), &holders);
        let (vault_id, folders) = &self.world.vaults[vault];
        let path = format!("/v1/vaults/{vault_id}/folders/{}/epochs", folders[folder]);
        let answer = self.world.house().post(&self.world.people[by], &path, &new).await;
        let expected = self.model.turn(by, (vault, folder), key, &given);
        self.judge(Kind::TurnKeys, expected, &answer);
    }
}
