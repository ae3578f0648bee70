//! What is shown of stored things: chains, owners, mandates, signers.

use std::collections::{BTreeMap, BTreeSet};

use vault_core::amendment::Amendment;
use vault_core::api::{
    Bytes, FolderView, MandateState, MandateView, OrganisationView, OwnerView, RecipientView, SignerView,
};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::ids::{AccountId, FolderId, Kid, OrganisationId};
use vault_core::mandate::{Mandate, Recipient};
use vault_core::vocabulary::FolderKind;
use vault_core::wrap::{Wrap, WrapKind};

use crate::access::Ground;
use crate::error::{Error, Result};
use crate::store::documents::Version;
use crate::store::mandates::StoredMandate;
use crate::store::{Lock, Tx, accounts, amendments, folders, organisations, reminders, vaults};

pub(super) async fn chain(tx: &mut Tx, kind: CertificateKind, subject: &[u8; 16]) -> Result<Vec<Bytes>> {
    Ok(accounts::chain(tx, kind, subject).await?.into_iter().map(Bytes).collect())
}

/// The key id that a stored certificate publishes.
pub(super) fn kid_of(certificate: &[u8]) -> Result<Kid> {
    let certificate = Certificate::parse(certificate).map_err(Error::Corrupt)?;
    Ok(certificate.verifying.map_or(Kid::NONE, |key| key.kid()))
}

pub(super) async fn owner(tx: &mut Tx, account_id: AccountId) -> Result<OwnerView> {
    let certificates = chain(tx, CertificateKind::Account, account_id.as_bytes()).await?;
    Ok(OwnerView { account_id, certificates })
}

pub(super) async fn organisation(tx: &mut Tx, organisation_id: OrganisationId) -> Result<OrganisationView> {
    let name = organisations::name(tx, organisation_id).await?.ok_or_else(|| Error::not_found("organisation"))?;
    let certificates = chain(tx, CertificateKind::Organisation, organisation_id.as_bytes()).await?;
    Ok(OrganisationView { organisation_id, name, certificates })
}

pub(super) async fn signer(tx: &mut Tx, account_id: AccountId, kid: Kid) -> Result<SignerView> {
    let account = accounts::find(tx, account_id).await?.ok_or_else(|| Error::not_found("account"))?;
    let membership = organisations::membership(tx, account_id).await?;
    Ok(SignerView {
        kid,
        account_id,
        display_name: account.display_name,
        organisation_id: membership.map(|(id, _)| id),
        certificates: chain(tx, CertificateKind::Account, account_id.as_bytes()).await?,
    })
}

/// A folder, with its seed as sealed to the one whose ground this is.
pub(super) async fn folder(
    tx: &mut Tx,
    lock: &Lock,
    (folder_id, kind): (FolderId, FolderKind),
    ground: Option<Ground>,
) -> Result<FolderView> {
    let object = folder_id.as_bytes();
    let seeds = match ground {
        None => Vec::new(),
        Some(Ground::Owner) => organisations::wraps(tx, lock, WrapKind::FolderSeedToOwner, object, None).await?,
        Some(Ground::Mandate(mandate_id, _)) => {
            organisations::wraps(tx, lock, WrapKind::FolderSeedToHolder, object, Some(mandate_id)).await?
        }
    };
    let mut seeds = seeds.into_iter();
    let seed = seeds.next().map(Bytes);
    Ok(FolderView {
        folder_id,
        kind,
        certificates: chain(tx, CertificateKind::Folder, object).await?,
        seed,
        former_seeds: needed(tx, folder_id, seeds).await?,
        key_due: folders::is_key_due(tx, folder_id).await?,
    })
}

/// Of the seeds of former epochs, those to which a record or the text of a reminder is still sealed.
async fn needed(tx: &mut Tx, folder: FolderId, former: impl ExactSizeIterator<Item = Vec<u8>>) -> Result<Vec<Bytes>> {
    if former.len() == 0 {
        return Ok(Vec::new());
    }
    let mut epochs = amendments::record_epochs(tx, folder).await?;
    epochs.extend(reminders::epochs(tx, folder).await?);
    let mut needed = Vec::new();
    for seed in former {
        if epochs.contains(&Wrap::parse(&seed).map_err(Error::Corrupt)?.about().epoch) {
            needed.push(Bytes(seed));
        }
    }
    Ok(needed)
}

/// `VAM1` of a version, and who signed them or sealed its record.
pub(super) async fn amended(tx: &mut Tx, signers: &mut Signers, version: &Version) -> Result<Vec<Bytes>> {
    let amendments = amendments::of_version(tx, version.document_id, version.version).await?;
    let mut makers = BTreeSet::from([Wrap::parse(&version.record).map_err(Error::Corrupt)?.maker()]);
    for bytes in &amendments {
        makers.insert(Amendment::parse(bytes).map_err(Error::Corrupt)?.maker);
    }
    for kid in makers {
        if let Some(account) = accounts::by_kid(tx, kid).await? {
            signers.add(tx, account, kid).await?;
        }
    }
    Ok(amendments.into_iter().map(Bytes).collect())
}

pub(super) async fn mandate(tx: &mut Tx, lock: &Lock, stored: &StoredMandate, now_ms: u64) -> Result<MandateView> {
    let mandate = &stored.mandate;
    let texts =
        organisations::wraps(tx, lock, WrapKind::PurposeToFolder, mandate.id.as_bytes(), Some(mandate.id)).await?;
    let vault = vaults::find(tx, mandate.vault).await?.ok_or_else(|| Error::not_found("vault"))?;
    Ok(MandateView {
        mandate_id: mandate.id,
        vault_id: mandate.vault,
        mandate: Bytes(stored.bytes.clone()),
        purpose_text: texts.into_iter().next().map(Bytes),
        state: state(mandate, stored.revocation.is_some(), now_ms),
        revocation: stored.revocation.clone().map(Bytes),
        recipient: recipient(tx, mandate.recipient).await?,
        owner_certificates: owner(tx, vault.owner).await?.certificates,
        granted_ms: stored.created_ms,
        log_index: stored.log_index,
    })
}

async fn recipient(tx: &mut Tx, recipient: Recipient) -> Result<RecipientView> {
    match recipient {
        Recipient::Organisation(id) => {
            let organisation = organisation(tx, id).await?;
            Ok(RecipientView { name: Some(organisation.name), certificates: organisation.certificates })
        }
        Recipient::Account(id) => {
            let name = accounts::find(tx, id).await?.and_then(|account| account.display_name);
            Ok(RecipientView { name, certificates: chain(tx, CertificateKind::Account, id.as_bytes()).await? })
        }
    }
}

fn state(mandate: &Mandate, revoked: bool, now_ms: u64) -> MandateState {
    let second = now_ms / 1000;
    if revoked {
        MandateState::Revoked
    } else if second > mandate.not_after {
        MandateState::Expired
    } else if second < mandate.not_before {
        MandateState::NotStarted
    } else {
        MandateState::Active
    }
}

/// Signers and their organisations, each told once.
#[derive(Debug, Default)]
pub(super) struct Signers {
    signers: BTreeMap<Kid, SignerView>,
    organisations: BTreeMap<OrganisationId, OrganisationView>,
}

impl Signers {
    pub(super) async fn add(&mut self, tx: &mut Tx, account_id: AccountId, kid: Kid) -> Result<()> {
        if self.signers.contains_key(&kid) {
            return Ok(());
        }
        let view = signer(tx, account_id, kid).await?;
        if let Some(id) = view.organisation_id
            && !self.organisations.contains_key(&id)
        {
            self.organisations.insert(id, organisation(tx, id).await?);
        }
        self.signers.insert(kid, view);
        Ok(())
    }

    /// Keys without the names by which people chose to appear.
    pub(super) fn without_names(mut self) -> Self {
        self.signers.values_mut().for_each(|signer| signer.display_name = None);
        self
    }

    pub(super) fn into_lists(self) -> (Vec<SignerView>, Vec<OrganisationView>) {
        (self.signers.into_values().collect(), self.organisations.into_values().collect())
    }
}
