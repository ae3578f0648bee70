//! Whose signed request stands under each entry of the log: checked against certificates that are verified here.

use std::collections::BTreeMap;

use vault_core::api::{ActorView, EntryView, OrganisationView, REQUEST_WINDOW_MS, SignerView};
use vault_core::certificate::{Certificate, Chain};
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::{Kid, VaultId};
use vault_core::log::{EventBody, Signatory, SignedActs};
use vault_core::recovery::MIN_DELAY_MS;
use vault_core::request::Request;
use vault_core::vocabulary::{EventType, ResultCode};

use crate::desk::Desk;
use crate::error::{About, Result};
use crate::pins;
use crate::session::Actor;
use crate::trust;

/// How far the clocks of two desks may be apart: each may be as far from the server's, either way.
const CLOCKS_MS: u64 = 2 * REQUEST_WINDOW_MS;

/// The requests of a part of the log, and the keys of those who signed them.
#[derive(Debug, Default)]
pub(crate) struct Signatures {
    keys: BTreeMap<Kid, Signatory>,
    seen: SignedActs,
    /// When each recovery was first approved, by the signed requests.
    approved_ms: BTreeMap<String, u64>,
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
        self.seen.check(body, request, server, |kid| keys.get(kid).copied()).about(&entry.index)?;
        self.check_delay(body, request).about(&entry.index)
    }

    /// What a recovery releases comes a day at least after its first approval, by the times that people signed: whatever
    /// the server says of its clock. An approval more than was needed may come later, and is not told apart here.
    fn check_delay(&mut self, body: &EventBody, request: Option<&[u8]>) -> std::result::Result<(), Broken> {
        let (Some(bytes), Some(event)) = (request, EventType::from_number(body.event_type)) else { return Ok(()) };
        if ResultCode::from_number(body.result) != Some(ResultCode::Done) {
            return Ok(());
        }
        let request = Request::parse(bytes)?;
        let recovery = request.path.split('/').nth(3).unwrap_or_default();
        match event {
            EventType::RecoveryApproved => {
                self.approved_ms.entry(recovery.to_owned()).or_insert(request.unix_ms);
            }
            EventType::RecoveryFinished => {
                // An approval of which the log has forgotten the body is months old.
                let ripe =
                    self.approved_ms.get(recovery).map_or(0, |first| first.saturating_add(MIN_DELAY_MS - CLOCKS_MS));
                if request.unix_ms < ripe {
                    return Err(Broken::new(What::Recovery, Property::Validity));
                }
            }
            _ => {}
        }
        Ok(())
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
