//! Turns an organisation's keys: draws new ones, seals them to the members who remain, and seals the names anew.

use vault_core::api::{MemberSeeds, MemberView, NewKeys, ResealedName, ResealedNames};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::keys::{AccountKeys, SealingKey};
use vault_core::name::Directory;
use vault_core::secret::DirectorySeed;
use vault_core::vocabulary::Role;
use vault_core::wrap::{Envelope, MemberEpoch};

use crate::desk::Desk;
use crate::directory::OrganisationKeys;
use crate::error::{Problem, Result};
use crate::session::{Actor, OwnOrganisation, first_certificate};
use crate::trust;

/// The keys of the next epoch.
#[derive(Debug)]
pub(crate) struct NextKeys {
    epoch: u32,
    /// `opening` is the mandate key.
    keys: AccountKeys,
    directory: DirectorySeed,
}

impl NextKeys {
    /// Draws them.
    pub(crate) fn draw(desk: &Desk, own: &OwnOrganisation) -> Self {
        let random = &mut &desk.random;
        Self {
            epoch: own.chain.current().epoch + 1,
            keys: AccountKeys::generate(random),
            directory: DirectorySeed::generate(random),
        }
    }

    /// What the server is told: the certificate, issued by the keys in force, and the seeds of each member. Each
    /// member's key is taken from a certificate that the organisation has issued, so that the server can add nobody.
    pub(crate) fn seal(
        &self,
        desk: &Desk,
        own: &OwnOrganisation,
        former: &OrganisationKeys,
        members: &[MemberView],
    ) -> Result<NewKeys> {
        let issuer = former.signing().ok_or(Problem::WrongKindOfAccount)?;
        let scope = *own.id.as_bytes();
        let next = Certificate {
            epoch: self.epoch,
            previous: own.chain.current_hash(),
            ..first_certificate(&self.keys, CertificateKind::Organisation, scope, scope, desk.now_s())
        };
        let mut seeds = Vec::with_capacity(members.len());
        for member in members {
            let chain = trust::staff(desk, member.account_id, &member.certificates, &own.chain)?;
            seeds.push(self.member(desk, own, member, &chain.current().sealing)?);
        }
        Ok(NewKeys { certificate: next.issue(issuer).into(), members: seeds })
    }

    fn member(&self, desk: &Desk, own: &OwnOrganisation, member: &MemberView, to: &SealingKey) -> Result<MemberSeeds> {
        let random = &mut &desk.random;
        let of = MemberEpoch { organisation: own.id, member: member.account_id, epoch: self.epoch };
        let envelope = Envelope { to, maker: &self.keys.signing, not_after: 0 };
        let mut seeds = vec![envelope.seal_directory_seed(random, &of, &self.directory)?.into()];
        if member.role != Role::Desk {
            seeds.push(envelope.seal_mandate_seed(random, &of, &self.keys.opening)?.into());
        }
        if member.role == Role::Referent {
            seeds.push(envelope.seal_signing_seed(random, &of, &self.keys.signing)?.into());
        }
        Ok(MemberSeeds { account_id: member.account_id, seeds })
    }

    /// Seals every name anew under these keys. The turn is done already: what stops here can be taken up later.
    pub(crate) fn reseal(&self, desk: &Desk, actor: &Actor, former: &OrganisationKeys) -> Result<usize> {
        let own = actor.own_organisation()?;
        let directory = Directory::derive(&self.directory, own.id, self.epoch);
        reseal(desk, actor, former, (self.epoch, &directory))
    }
}

/// Takes up the sealing of names under the keys in force, where an earlier turn was interrupted.
pub(crate) fn finish(desk: &Desk, actor: &Actor) -> Result<usize> {
    let own = actor.own_organisation()?;
    let keys = OrganisationKeys::fetch(desk, actor)?;
    let (epoch, seed) = keys.directory().ok_or(Problem::OrganisationNone)?;
    let directory = Directory::derive(seed, own.id, epoch);
    reseal(desk, actor, &keys, (epoch, &directory))
}

fn reseal(desk: &Desk, actor: &Actor, keys: &OrganisationKeys, into: (u32, &Directory)) -> Result<usize> {
    let own = actor.own_organisation()?;
    let calls = actor.calls(desk);
    let names = keys.names_before(desk, actor, into.0)?;
    for batch in names.chunks(ResealedNames::MAX) {
        let mut entries = Vec::with_capacity(batch.len());
        for (vault_id, name) in batch {
            let entry = into.1.seal(&mut &desk.random, *vault_id, name)?.into();
            entries.push(ResealedName { vault_id: *vault_id, entry });
        }
        calls.reseal_names(own.id, &ResealedNames { epoch: into.0, entries })?;
    }
    Ok(names.len())
}
