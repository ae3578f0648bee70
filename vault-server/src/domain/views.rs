//! What is shown of stored things: chains, owners, mandates, signers.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use vault_core::amendment::Amendment;
use vault_core::api::{
    Bytes, FolderView, MandateState, MandateView, OrganisationView, OwnerView, RecipientView, SignerView,
};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::ids::{AccountId, FolderId, Kid, OrganisationId, VaultId};
use vault_core::mandate::{Mandate, Recipient};
use vault_core::wrap::{Wrap, WrapKind};

use crate::access::Ground;
use crate::error::{Error, Result};
use crate::store::documents::Version;
use crate::store::mandates::StoredMandate;
use crate::store::vaults::Folder;
use crate::store::{Lock, Tx, accounts, amendments, organisations, reminders, vaults};

/// The key id that a stored certificate publishes.
pub(super) fn kid_of(certificate: &[u8]) -> Result<Kid> {
    let certificate = Certificate::parse(certificate).map_err(Error::Corrupt)?;
    Ok(certificate.verifying.map_or(Kid::NONE, |key| key.kid()))
}

/// People, organisations and their chains, each read once while one answer is put together.
#[derive(Debug, Default)]
pub(super) struct People {
    chains: HashMap<(u8, [u8; 16]), Vec<Bytes>>,
    organisations: HashMap<OrganisationId, OrganisationView>,
    signers: HashMap<Kid, SignerView>,
    owners: HashMap<VaultId, AccountId>,
}

impl People {
    /// Of whom one is known: the owner of this vault.
    pub(super) fn of_vault(vault_id: VaultId, owner: AccountId) -> Self {
        Self { owners: HashMap::from([(vault_id, owner)]), ..Self::default() }
    }

    pub(super) async fn chain(&mut self, tx: &mut Tx, kind: CertificateKind, subject: &[u8; 16]) -> Result<Vec<Bytes>> {
        match self.chains.entry((kind as u8, *subject)) {
            Entry::Occupied(known) => Ok(known.get().clone()),
            Entry::Vacant(place) => {
                let chain = accounts::chain(tx, kind, subject).await?.into_iter().map(Bytes).collect();
                Ok(place.insert(chain).clone())
            }
        }
    }

    pub(super) async fn owner(&mut self, tx: &mut Tx, account_id: AccountId) -> Result<OwnerView> {
        let certificates = self.chain(tx, CertificateKind::Account, account_id.as_bytes()).await?;
        Ok(OwnerView { account_id, certificates })
    }

    pub(super) async fn organisation(
        &mut self,
        tx: &mut Tx,
        organisation_id: OrganisationId,
    ) -> Result<OrganisationView> {
        if let Some(known) = self.organisations.get(&organisation_id) {
            return Ok(known.clone());
        }
        let name = organisations::name(tx, organisation_id).await?.ok_or_else(|| Error::not_found("organisation"))?;
        let certificates = self.chain(tx, CertificateKind::Organisation, organisation_id.as_bytes()).await?;
        let view = OrganisationView { organisation_id, name, certificates };
        self.organisations.insert(organisation_id, view.clone());
        Ok(view)
    }

    pub(super) async fn signer(&mut self, tx: &mut Tx, account_id: AccountId, kid: Kid) -> Result<SignerView> {
        if let Some(known) = self.signers.get(&kid) {
            return Ok(known.clone());
        }
        let (account, membership) =
            accounts::with_membership(tx, account_id).await?.ok_or_else(|| Error::not_found("account"))?;
        let view = SignerView {
            kid,
            account_id,
            display_name: account.display_name,
            organisation_id: membership.map(|membership| membership.organisation_id),
            certificates: self.chain(tx, CertificateKind::Account, account_id.as_bytes()).await?,
        };
        self.signers.insert(kid, view.clone());
        Ok(view)
    }

    /// The account of a signing key, if it is anybody's.
    async fn account_of(&self, tx: &mut Tx, kid: Kid) -> Result<Option<AccountId>> {
        match self.signers.get(&kid) {
            Some(known) => Ok(Some(known.account_id)),
            None => Ok(accounts::by_kid(tx, kid).await?),
        }
    }

    async fn owner_of(&mut self, tx: &mut Tx, vault_id: VaultId) -> Result<OwnerView> {
        let account_id = match self.owners.entry(vault_id) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => {
                let vault = vaults::find(tx, vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
                *place.insert(vault.owner)
            }
        };
        self.owner(tx, account_id).await
    }

    async fn recipient(&mut self, tx: &mut Tx, recipient: Recipient) -> Result<RecipientView> {
        match recipient {
            Recipient::Organisation(id) => {
                let organisation = self.organisation(tx, id).await?;
                Ok(RecipientView { name: Some(organisation.name), certificates: organisation.certificates })
            }
            Recipient::Account(id) => {
                let name = accounts::find(tx, id).await?.and_then(|account| account.display_name);
                Ok(RecipientView { name, certificates: self.chain(tx, CertificateKind::Account, id.as_bytes()).await? })
            }
        }
    }
}

/// A folder, with its seed as sealed to the one whose ground this is.
pub(super) async fn folder(
    tx: &mut Tx,
    lock: &Lock,
    Folder { folder_id, kind, key_due }: Folder,
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
        certificates: accounts::chain(tx, CertificateKind::Folder, object).await?.into_iter().map(Bytes).collect(),
        seed,
        former_seeds: needed(tx, folder_id, seeds).await?,
        key_due,
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

/// A mandate that nobody has shown yet.
pub(super) async fn mandate(tx: &mut Tx, lock: &Lock, stored: &StoredMandate, now_ms: u64) -> Result<MandateView> {
    let text = purpose_text(tx, lock, stored).await?;
    mandate_with(tx, &mut People::default(), stored, text, now_ms).await
}

/// Why the owner gave a mandate, as sealed to its folders' readers.
pub(super) async fn purpose_text(tx: &mut Tx, lock: &Lock, stored: &StoredMandate) -> Result<Option<Bytes>> {
    // The mandate names its text by its hash, or has none.
    if stored.mandate.purpose_text.is_none() {
        return Ok(None);
    }
    let id = stored.mandate.id;
    let texts = organisations::wraps(tx, lock, WrapKind::PurposeToFolder, id.as_bytes(), Some(id)).await?;
    Ok(texts.into_iter().next().map(Bytes))
}

/// A mandate, with people who may be known already.
pub(super) async fn mandate_with(
    tx: &mut Tx,
    people: &mut People,
    stored: &StoredMandate,
    purpose_text: Option<Bytes>,
    now_ms: u64,
) -> Result<MandateView> {
    let mandate = &stored.mandate;
    Ok(MandateView {
        mandate_id: mandate.id,
        vault_id: mandate.vault,
        mandate: Bytes(stored.bytes.clone()),
        purpose_text,
        state: state(mandate, stored.revocation.is_some(), now_ms),
        revocation: stored.revocation.clone().map(Bytes),
        recipient: people.recipient(tx, mandate.recipient).await?,
        owner_certificates: people.owner_of(tx, mandate.vault).await?.certificates,
        granted_ms: stored.created_ms,
        log_index: stored.log_index,
    })
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
    pub(super) people: People,
    shown: BTreeMap<Kid, SignerView>,
    organisations: BTreeMap<OrganisationId, OrganisationView>,
}

impl Signers {
    /// With people who were read already.
    pub(super) fn knowing(people: People) -> Self {
        Self { people, ..Self::default() }
    }

    pub(super) async fn add(&mut self, tx: &mut Tx, account_id: AccountId, kid: Kid) -> Result<()> {
        if self.shown.contains_key(&kid) {
            return Ok(());
        }
        let view = self.people.signer(tx, account_id, kid).await?;
        if let Some(id) = view.organisation_id
            && !self.organisations.contains_key(&id)
        {
            self.organisations.insert(id, self.people.organisation(tx, id).await?);
        }
        self.shown.insert(kid, view);
        Ok(())
    }

    /// Who sealed the record of a version, and who signed its amendments.
    pub(super) async fn add_makers(&mut self, tx: &mut Tx, version: &Version, amendments: &[Vec<u8>]) -> Result<()> {
        let mut makers = BTreeSet::from([Wrap::parse(&version.record).map_err(Error::Corrupt)?.maker()]);
        for bytes in amendments {
            makers.insert(Amendment::parse(bytes).map_err(Error::Corrupt)?.maker);
        }
        for kid in makers {
            if let Some(account) = self.people.account_of(tx, kid).await? {
                self.add(tx, account, kid).await?;
            }
        }
        Ok(())
    }

    /// Keys without the names by which people chose to appear.
    pub(super) fn without_names(mut self) -> Self {
        self.shown.values_mut().for_each(|signer| signer.display_name = None);
        self
    }

    pub(super) fn into_lists(self) -> (Vec<SignerView>, Vec<OrganisationView>) {
        (self.shown.into_values().collect(), self.organisations.into_values().collect())
    }
}
