//! What an organisation seals to its members: its mandate key, its directory of names, its signing key.

use std::collections::BTreeMap;

use vault_core::api::{Bytes, DirectoryEntryView};
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::{AccountId, VaultId};
use vault_core::keys::{OpeningKey, SealingKey, SigningKey};
use vault_core::name::{Directory, NameEntry};
use vault_core::secret::DirectorySeed;
use vault_core::vocabulary::Role;
use vault_core::wrap::{Envelope, MemberEpoch, Reading, Wrap, WrapKind};

use crate::desk::Desk;
use crate::error::{About, Problem, Result};
use crate::session::{Actor, OwnOrganisation};

/// The keys of the caller's organisation that are sealed to the caller.
#[derive(Debug, Default)]
pub(crate) struct OrganisationKeys {
    mandate: BTreeMap<u32, OpeningKey>,
    directories: BTreeMap<u32, DirectorySeed>,
    signing: Option<SigningKey>,
}

impl OrganisationKeys {
    /// Asks the server for them and verifies each: made by the organisation, for the caller, and the certified ones.
    pub(crate) fn fetch(desk: &Desk, actor: &Actor) -> Result<Self> {
        let own = actor.own_organisation()?;
        let mut keys = Self::default();
        for bytes in actor.calls(desk).seeds(own.id)?.seeds {
            keys.take(actor, own, &bytes).about(&own.id)?;
        }
        Ok(keys)
    }

    fn take(&mut self, actor: &Actor, own: &OwnOrganisation, bytes: &[u8]) -> std::result::Result<(), Broken> {
        let wrap = Wrap::parse(bytes)?;
        let epoch = wrap.about().epoch;
        let maker = own.chain.find(&wrap.maker()).ok_or(Broken::new(What::Wrap, Property::Maker))?;
        let of = MemberEpoch { organisation: own.id, member: actor.view.account_id, epoch };
        let certified = own.chain.at_epoch(epoch).ok_or(Broken::new(What::Wrap, Property::Epoch))?;
        let reading = Reading { with: &actor.keys.opening, maker };
        let other = Broken::new(What::Certificate, Property::Key);
        match wrap.about().kind {
            WrapKind::MandateSeedToMember => {
                let key = reading.open_mandate_seed(bytes, &of)?;
                if certified.sealing != *key.sealing_key() {
                    return Err(other);
                }
                self.mandate.insert(epoch, key);
            }
            WrapKind::DirectorySeedToMember => {
                self.directories.insert(epoch, reading.open_directory_seed(bytes, &of)?);
            }
            WrapKind::SigningSeedToReferent => {
                let key = reading.open_signing_seed(bytes, &of)?;
                if certified.verifying != Some(key.verifying_key()) {
                    return Err(other);
                }
                if own.chain.verifying() == Some(&key.verifying_key()) {
                    self.signing = Some(key);
                }
            }
            _ => return Err(Broken::new(What::Wrap, Property::Kind)),
        }
        Ok(())
    }

    /// The mandate key to which this is sealed.
    pub(crate) fn mandate_key(&self, wrap: &Wrap<'_>) -> Option<&OpeningKey> {
        self.mandate.values().find(|key| wrap.is_for(key.sealing_key()))
    }

    /// The organisation's signing key, for a référent.
    pub(crate) const fn signing(&self) -> Option<&SigningKey> {
        self.signing.as_ref()
    }

    /// The latest directory seed and its epoch.
    pub(crate) fn directory(&self) -> Option<(u32, &DirectorySeed)> {
        self.directories.last_key_value().map(|(epoch, seed)| (*epoch, seed))
    }

    /// Seals to a newcomer what their role holds: the seeds of every epoch, because names and mandates from before the
    /// last turn rest on former ones, and for a référent the signing key in force.
    pub(crate) fn seal_all(
        &self,
        desk: &Desk,
        own: &OwnOrganisation,
        member: AccountId,
        to: &SealingKey,
        role: Role,
    ) -> Result<Vec<Bytes>> {
        let random = &mut &desk.random;
        let maker = self.signing().ok_or(Problem::WrongKindOfAccount)?;
        let envelope = Envelope { to, maker, not_after: 0 };
        let missing = || Broken::new(What::Wrap, Property::Epoch);
        let mut seeds = Vec::new();
        for epoch in own.chain.epochs() {
            let of = MemberEpoch { organisation: own.id, member, epoch };
            let directory = self.directories.get(&epoch).ok_or_else(missing)?;
            seeds.push(envelope.seal_directory_seed(random, &of, directory)?.into());
            if role != Role::Desk {
                let mandate = self.mandate.get(&epoch).ok_or_else(missing)?;
                seeds.push(envelope.seal_mandate_seed(random, &of, mandate)?.into());
            }
            if role == Role::Referent && epoch == own.chain.current().epoch {
                seeds.push(envelope.seal_signing_seed(random, &of, maker)?.into());
            }
        }
        Ok(seeds)
    }

    /// Every name that the organisation keeps, opened here.
    pub(crate) fn names(&self, desk: &Desk, actor: &Actor) -> Result<Vec<(VaultId, NameEntry)>> {
        self.entries(desk, actor, |_| true)
    }

    /// The names that are still sealed under keys from before this epoch.
    pub(crate) fn names_before(&self, desk: &Desk, actor: &Actor, epoch: u32) -> Result<Vec<(VaultId, NameEntry)>> {
        self.entries(desk, actor, |entry| entry.epoch < epoch)
    }

    /// The name of one vault's owner, if the organisation keeps it.
    pub(crate) fn find(&self, desk: &Desk, actor: &Actor, vault: VaultId) -> Result<Option<NameEntry>> {
        Ok(self.entries(desk, actor, |entry| entry.vault_id == vault)?.pop().map(|(_, entry)| entry))
    }

    fn entries(
        &self,
        desk: &Desk,
        actor: &Actor,
        wanted: impl Fn(&DirectoryEntryView) -> bool,
    ) -> Result<Vec<(VaultId, NameEntry)>> {
        let own = actor.own_organisation()?;
        let directories: BTreeMap<u32, Directory> =
            self.directories.iter().map(|(e, seed)| (*e, Directory::derive(seed, own.id, *e))).collect();
        let listed = actor.calls(desk).directory(own.id)?.entries;
        let mut names = Vec::new();
        for entry in listed.into_iter().filter(wanted) {
            let directory = directories.get(&entry.epoch).ok_or(Broken::new(What::Name, Property::Epoch));
            let name = directory.and_then(|d| d.open(entry.vault_id, &entry.entry)).about(&entry.vault_id)?;
            names.push((entry.vault_id, name));
        }
        Ok(names)
    }
}
