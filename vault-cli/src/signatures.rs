//! Whose signed request stands under each entry of the log: checked against certificates that are verified here.

use std::collections::BTreeMap;

use vault_core::api::{ActorView, EntryView, OrganisationView, SignerView};
use vault_core::certificate::{Certificate, Chain};
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::{Kid, VaultId};
use vault_core::log::{EventBody, Signatory, SignedActs};

use crate::desk::Desk;
use crate::error::{About, Result};
use crate::pins;
use crate::session::Actor;
use crate::trust;

/// The requests of a part of the log, and the keys of those who signed them.
#[derive(Debug, Default)]
pub(crate) struct Signatures {
    keys: BTreeMap<Kid, Signatory>,
    seen: SignedActs,
}

impl Signatures {
    /// Verifies the certificates of one answer. Who is told to belong to an organisation must hold a certificate of it.
    pub(crate) fn learn(
        &mut self,
        desk: &Desk,
        actor: &Actor,
        (signers, organisations): (&[SignerView], &[OrganisationView]),
        told: &[ActorView],
    ) -> Result<()> {
        for signer in signers {
            let organisation = organisations.iter().find(|o| Some(o.organisation_id) == signer.organisation_id);
            let told = told.iter().find(|actor| actor.kid == signer.kid).and_then(|a| a.organisation_name.as_ref());
            if told.is_some_and(|name| organisation.is_none_or(|o| o.name != *name)) {
                return Err(Broken::new(What::Certificate, Property::Ids)).about(&signer.account_id);
            }
            if self.keys.contains_key(&signer.kid) {
                continue;
            }
            let chain = chain(desk, actor, signer, organisation)?;
            let key = chain.find(&signer.kid).ok_or(Broken::new(What::Certificate, Property::Maker));
            let key = *key.about(&signer.account_id)?;
            self.keys.insert(signer.kid, Signatory { account: signer.account_id, key });
        }
        Ok(())
    }

    /// Checks one entry, in the order of the log.
    pub(crate) fn check(&mut self, actor: &Actor, entry: &EntryView, body: &EventBody) -> Result<()> {
        let request = entry.request.as_ref().map(|bytes| &bytes[..]);
        let keys = &self.keys;
        let server = actor.log.key().kid();
        self.seen.check(body, request, server, |kid| keys.get(kid).copied()).about(&entry.index)
    }
}

fn chain(desk: &Desk, actor: &Actor, signer: &SignerView, organisation: Option<&OrganisationView>) -> Result<Chain> {
    let id = signer.account_id;
    if id == actor.view.account_id {
        return Ok(actor.chain.clone());
    }
    if let Some(organisation) = organisation {
        let its = trust::organisation(desk, organisation.organisation_id, &organisation.certificates)?;
        return trust::staff(desk, id, &signer.certificates, &its);
    }
    let first = signer.certificates.first().ok_or(Broken::new(What::Certificate, Property::Length)).about(&id)?;
    let scope = Certificate::parse(first).about(&id)?.scope;
    if scope == [0; 16] {
        return trust::unaffiliated(desk, id, &signer.certificates);
    }
    let chain = Chain::verify_beneficiary(&signer.certificates, id, VaultId::from_bytes(scope)).about(&id)?;
    pins::update(desk, |pins| pins.see_chain(&id, &chain))?;
    Ok(chain)
}
