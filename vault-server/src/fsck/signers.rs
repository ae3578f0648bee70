//! Whose key signed: accounts and the chains of their certificates, verified, some at a time in memory.

use std::collections::HashMap;

use vault_core::certificate::{Certificate, CertificateKind, Chain};
use vault_core::ids::{AccountId, Kid, OrganisationId, VaultId};
use vault_core::log::Signatory;

use crate::error::Result;
use crate::store::{Tx, accounts, organisations};

/// Keys remembered at a time.
const MOST: usize = 4096;

/// Signing keys by their ids; none for one that no verified chain names.
#[derive(Debug, Default)]
pub(super) struct Signers(HashMap<Kid, Option<Signatory>>);

impl Signers {
    /// The owner of a key, present or past.
    pub(super) async fn find(&mut self, tx: &mut Tx, kid: Kid) -> Result<Option<Signatory>> {
        if let Some(known) = self.0.get(&kid) {
            return Ok(*known);
        }
        if self.0.len() >= MOST {
            self.0.clear();
        }
        let found = look_up(tx, kid).await?;
        self.0.insert(kid, found);
        Ok(found)
    }
}

async fn look_up(tx: &mut Tx, kid: Kid) -> Result<Option<Signatory>> {
    let Some(account) = accounts::by_kid(tx, kid).await? else { return Ok(None) };
    let key = chain(tx, account).await?.and_then(|chain| chain.find(&kid).copied());
    Ok(key.map(|key| Signatory { account, key }))
}

/// The account's chain: under its organisation, as a person with a vault, or as nobody's.
async fn chain(tx: &mut Tx, account: AccountId) -> Result<Option<Chain>> {
    let certificates = accounts::chain(tx, CertificateKind::Account, account.as_bytes()).await?;
    if let Some((organisation, _)) = organisations::membership(tx, account).await? {
        let Some(its) = organisation_chain(tx, organisation).await? else { return Ok(None) };
        return Ok(Chain::verify_staff(&certificates, account, &its).ok());
    }
    let Some(Ok(first)) = certificates.first().map(|bytes| Certificate::parse(bytes)) else { return Ok(None) };
    Ok(match first.scope {
        scope if scope == [0; 16] => Chain::verify_unaffiliated(&certificates, account).ok(),
        scope => Chain::verify_beneficiary(&certificates, account, VaultId::from_bytes(scope)).ok(),
    })
}

async fn organisation_chain(tx: &mut Tx, organisation: OrganisationId) -> Result<Option<Chain>> {
    let certificates = accounts::chain(tx, CertificateKind::Organisation, organisation.as_bytes()).await?;
    Ok(Chain::verify_organisation(&certificates, organisation).ok())
}
