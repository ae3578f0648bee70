//! No key is used without its certificates, verified from an anchor: one function for each kind of subject.

use std::collections::BTreeMap;

use vault_core::api::{FolderView, MandateView, OrganisationView, OwnerView, SignerView};
use vault_core::certificate::{Certificate, Chain};
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::{AccountId, FolderEpoch, Hash, Kid, OrganisationId, VaultId};
use vault_core::keys::{OpeningKey, VerifyingKey};
use vault_core::mandate::{Mandate, Recipient};
use vault_core::revocation::Revocation;
use vault_core::suite::sha256;
use vault_core::wrap::{Reading, SeedFor, Wrap};

use crate::desk::Desk;
use crate::directory::OrganisationKeys;
use crate::error::{About, Result};
use crate::pins;
use crate::session::Actor;

/// The verified owner of a vault.
#[derive(Debug)]
pub(crate) struct Owner {
    /// The account.
    pub(crate) account: AccountId,
    /// The vault.
    pub(crate) vault: VaultId,
    /// The verified chain.
    pub(crate) chain: Chain,
}

/// An organisation, held to what was seen of it.
pub(crate) fn organisation<B: AsRef<[u8]>>(desk: &Desk, id: OrganisationId, certificates: &[B]) -> Result<Chain> {
    let chain = Chain::verify_organisation(certificates, id).about(&id)?;
    pins::update(desk, |pins| pins.see_chain(&id, &chain))?;
    Ok(chain)
}

/// The owner of a vault. At first sight, staff compare with the anchor that their organisation's directory keeps
/// sealed, so that the server cannot put another person's key there.
pub(crate) fn owner(desk: &Desk, actor: &Actor, vault: VaultId, view: &OwnerView) -> Result<Owner> {
    let chain = Chain::verify_beneficiary(&view.certificates, view.account_id, vault).about(&view.account_id)?;
    if view.account_id == actor.view.account_id {
        chain.check_anchor(&actor.chain.anchor()).about(&view.account_id)?;
    } else if actor.organisation.is_some() && !pins::read(desk)?.knows(&view.account_id) {
        let keys = OrganisationKeys::fetch(desk, actor)?;
        if let Some(entry) = keys.find(desk, actor, vault)? {
            chain.check_anchor(&entry.anchor).about(&view.account_id)?;
        }
    }
    pins::update(desk, |pins| pins.see_chain(&view.account_id, &chain))?;
    Ok(Owner { account: view.account_id, vault, chain })
}

/// A folder, certified by the owner of its vault.
pub(crate) fn folder(desk: &Desk, owner: &Owner, view: &FolderView) -> Result<Chain> {
    let issuers: Vec<VerifyingKey> = owner.chain.verifying_keys().copied().collect();
    let chain =
        Chain::verify_folder(&view.certificates, owner.vault, view.folder_id, &issuers).about(&view.folder_id)?;
    pins::update(desk, |pins| pins.see_chain(&view.folder_id, &chain))?;
    Ok(chain)
}

/// The keys of a folder that somebody holds, by epoch: the one in force, and former ones while they still serve.
#[derive(Debug)]
pub(crate) struct FolderKeys(BTreeMap<u32, OpeningKey>);

impl FolderKeys {
    /// The key of this epoch, if it was given to the reader.
    pub(crate) fn at(&self, epoch: u32) -> Option<&OpeningKey> {
        self.0.get(&epoch)
    }
}

/// The folder's keys as sealed to this person, or to the organisation's mandate key; each must be the certified one of
/// its epoch.
pub(crate) fn folder_keys(
    desk: &Desk,
    actor: &Actor,
    owner: &Owner,
    view: &FolderView,
    chain: &Chain,
) -> Result<FolderKeys> {
    let wrap = |property| Broken::new(What::Wrap, property);
    let newest = view.seed.as_ref().ok_or(wrap(Property::Recipient)).about(&view.folder_id)?;
    let is_owner = owner.account == actor.view.account_id;
    let seed_for = if is_owner { SeedFor::Owner } else { SeedFor::Holder };
    let (mut keys, mut of_organisation) = (BTreeMap::new(), None);
    for bytes in std::iter::once(newest).chain(&view.former_seeds) {
        let seen = Wrap::parse(bytes).about(&view.folder_id)?;
        let maker = owner.chain.find(&seen.maker()).ok_or(wrap(Property::Maker)).about(&view.folder_id)?;
        let of = FolderEpoch { vault: owner.vault, folder: view.folder_id, epoch: seen.about().epoch };
        let with = if seen.is_for(actor.keys.opening.sealing_key()) {
            &actor.keys.opening
        } else {
            let held = match of_organisation {
                Some(ref held) => held,
                None => of_organisation.insert(OrganisationKeys::fetch(desk, actor)?),
            };
            held.mandate_key(&seen).ok_or(wrap(Property::Recipient)).about(&view.folder_id)?
        };
        let key = Reading { with, maker }.open_folder_seed(bytes, seed_for, &of).about(&view.folder_id)?;
        if chain.at_epoch(of.epoch).is_none_or(|certified| certified.sealing != *key.sealing_key()) {
            return Err(Broken::new(What::Certificate, Property::Key)).about(&view.folder_id);
        }
        keys.insert(of.epoch, key);
    }
    Ok(FolderKeys(keys))
}

/// The key of whoever signed a deposit: the owner, or staff of an organisation.
pub(crate) fn signer(
    desk: &Desk,
    owner: &Owner,
    view: &SignerView,
    organisations: &[OrganisationView],
    kid: &Kid,
) -> Result<VerifyingKey> {
    let refused = |property| Broken::new(What::Certificate, property);
    if view.kid != *kid {
        return Err(refused(Property::Maker)).about(&view.account_id);
    }
    let chain = if view.account_id == owner.account {
        owner.chain.clone()
    } else {
        let id = view.organisation_id.ok_or(refused(Property::Maker)).about(&view.account_id)?;
        let found = organisations.iter().find(|o| o.organisation_id == id);
        let found = found.ok_or(refused(Property::Ids)).about(&id)?;
        staff(desk, view.account_id, &view.certificates, &organisation(desk, id, &found.certificates)?)?
    };
    chain.find(kid).copied().ok_or(refused(Property::Maker)).about(&view.account_id)
}

/// A mandate, signed by the vault's owner, and its revocation if there is one.
pub(crate) fn mandate(desk: &Desk, actor: &Actor, view: &MandateView, owner: Option<&Owner>) -> Result<Mandate> {
    let id = view.mandate_id;
    let claimed = Mandate::parse(&view.mandate).about(&id)?;
    if claimed.id != id || claimed.vault != view.vault_id {
        return Err(Broken::new(What::Mandate, Property::Ids)).about(&id);
    }
    let verified;
    let owner = if let Some(owner) = owner {
        owner
    } else {
        let view = OwnerView { account_id: owner_of(view)?, certificates: view.owner_certificates.clone() };
        verified = self::owner(desk, actor, claimed.vault, &view)?;
        &verified
    };
    if owner.vault != claimed.vault {
        return Err(Broken::new(What::Mandate, Property::Ids)).about(&id);
    }
    let key = owner.chain.find(&claimed.maker).ok_or(Broken::new(What::Mandate, Property::Maker)).about(&id)?;
    let mandate = Mandate::verify(&view.mandate, key).about(&id)?;
    check_surroundings(desk, view, &mandate, owner)?;
    if let Some(bytes) = &view.revocation {
        let revocation = Revocation::parse(bytes).about(&id)?;
        revocation.check_mandate(id, &Mandate::hash_of(&view.mandate)).about(&id)?;
        // A recipient who gives up may have signed too; whoever forges that one takes nothing but their own right away.
        if let Some(key) = owner.chain.find(&revocation.maker) {
            Revocation::verify(bytes, key).about(&id)?;
            pins::update(desk, |pins| {
                pins.see_revoked(id);
                Ok(())
            })?;
        }
    } else {
        pins::read(desk)?.check_not_revoked(id)?;
    }
    Ok(mandate)
}

/// What is shown with a mandate must be what the mandate signs: the text of its purpose, the keys of its holder and of
/// its maker.
fn check_surroundings(desk: &Desk, view: &MandateView, mandate: &Mandate, owner: &Owner) -> Result<()> {
    let id = mandate.id;
    let text = view.purpose_text.as_ref().map_or(Hash::NONE, |text| Hash::from_bytes(sha256(&[text])));
    if text != mandate.purpose_text {
        return Err(Broken::new(What::Mandate, Property::Hash)).about(&id);
    }
    if let Recipient::Organisation(holder) = mandate.recipient {
        organisation(desk, holder, &view.recipient.certificates)?;
    }
    let named = view.recipient.certificates.iter().any(|c| Certificate::hash_of(c) == mandate.recipient_certificate);
    if !named {
        return Err(Broken::new(What::Mandate, Property::Recipient)).about(&id);
    }
    let account = owner.account;
    let maker = Chain::verify_beneficiary(&view.owner_certificates, account, owner.vault).about(&account)?;
    maker.check_anchor(&owner.chain.anchor()).about(&account)
}

/// Refuses a mandate that is held by somebody else.
pub(crate) fn check_holder(actor: &Actor, mandate: &Mandate) -> Result<()> {
    let held = match mandate.recipient {
        Recipient::Account(account) => account == actor.view.account_id,
        Recipient::Organisation(id) => actor.organisation.as_ref().is_some_and(|own| own.id == id),
    };
    if held { Ok(()) } else { Err(Broken::new(What::Mandate, Property::Recipient)).about(&mandate.id) }
}

/// The account that the first certificate of the owner's chain names; verified with the chain.
fn owner_of(view: &MandateView) -> Result<AccountId> {
    let first = view.owner_certificates.first().ok_or(Broken::new(What::Certificate, Property::Length))?;
    Ok(AccountId::from_bytes(Certificate::parse(first)?.subject))
}

/// A member of an organisation.
pub(crate) fn staff<B: AsRef<[u8]>>(
    desk: &Desk,
    account: AccountId,
    certificates: &[B],
    organisation: &Chain,
) -> Result<Chain> {
    let chain = Chain::verify_staff(certificates, account, organisation).about(&account)?;
    pins::update(desk, |pins| pins.see_chain(&account, &chain))?;
    Ok(chain)
}

/// An account that belongs to no organisation.
pub(crate) fn unaffiliated<B: AsRef<[u8]>>(desk: &Desk, account: AccountId, certificates: &[B]) -> Result<Chain> {
    let chain = Chain::verify_unaffiliated(certificates, account).about(&account)?;
    pins::update(desk, |pins| pins.see_chain(&account, &chain))?;
    Ok(chain)
}
