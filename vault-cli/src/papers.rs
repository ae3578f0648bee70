//! A paper's signatures and its description: who deposited it, who moved it or described it anew, who sealed the
//! description last; all verified before the description is believed.

use std::collections::BTreeMap;

use vault_core::amendment::{Amendment, Place};
use vault_core::api::{Bytes, OrganisationView, RecordView, RecordsView, ReminderView, SignerView};
use vault_core::certificate::Chain;
use vault_core::deposit::Deposit;
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::{AccountId, DocumentVersion, FolderId, Kid, VaultId};
use vault_core::keys::VerifyingKey;
use vault_core::record::{Payload, Record};
use vault_core::reminder::Reminder;
use vault_core::secret::ClientShare;
use vault_core::wrap::{Reading, Wrap};

use crate::desk::Desk;
use crate::error::{About, Result};
use crate::pins;
use crate::session::Actor;
use crate::trust::{self, FolderKeys, Owner};

/// What the server shows of one version.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown<'a> {
    /// Which.
    pub(crate) of: DocumentVersion,
    /// Where it is said to lie.
    pub(crate) folder: FolderId,
    /// `VDP1`.
    pub(crate) deposit: &'a [u8],
    /// `VAM1`, the first one first.
    pub(crate) amendments: &'a [Bytes],
    /// `VWR1` kind 3.
    pub(crate) record: &'a [u8],
}

/// Those who signed, as the server shows them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signers<'a> {
    /// People.
    pub(crate) people: &'a [SignerView],
    /// Their organisations.
    pub(crate) organisations: &'a [OrganisationView],
}

/// One version, verified.
#[derive(Debug)]
pub(crate) struct Paper {
    /// What the depositor signed.
    pub(crate) deposit: Deposit,
    /// Where it lies and how it is described, by everything that was signed since.
    pub(crate) place: Place,
    /// The description, to the byte.
    pub(crate) payload: Payload,
    /// The client's share of its key.
    pub(crate) client: ClientShare,
    /// The description, read.
    pub(crate) record: Record,
}

/// Verifies the deposit, each amendment, that it lies where it is shown, and that the description is the one that was
/// signed last. None when the description is sealed to a former key of the folder that this reader was never given.
pub(crate) fn open(
    desk: &Desk,
    owner: &Owner,
    shown: &Shown<'_>,
    signers: Signers<'_>,
    (chain, keys): (&Chain, &FolderKeys),
) -> Result<Option<Paper>> {
    let id = shown.of.document;
    let claimed = Deposit::parse(shown.deposit).about(&id)?;
    let (depositor, key) = signers.find(desk, owner, &claimed.maker, What::Deposit)?;
    let deposit = Deposit::verify(shown.deposit, &key).about(&id)?;
    deposit.check_document(&shown.of).about(&id)?;
    let mut place = Place::deposited(&deposit, shown.deposit);
    for bytes in shown.amendments {
        let claimed = Amendment::parse(bytes).about(&id)?;
        let (_, key) = signers.find(desk, owner, &claimed.maker, What::Amendment)?;
        let amendment = Amendment::verify(bytes, &key).about(&id)?;
        place = place.amended(&amendment, bytes).about(&id)?;
    }
    place.check_folder(shown.folder).about(&id)?;
    pins::update(desk, |pins| pins.see_place(&place))?;

    let wrap = Wrap::parse(shown.record).about(&id)?;
    let epoch = wrap.about().epoch;
    let Some(with) = keys.at(epoch) else {
        // The folder had this key, and somebody who still reads it will seal the description anew.
        let former = chain.at_epoch(epoch).is_some() && epoch < chain.current().epoch;
        return if former { Ok(None) } else { Err(Broken::new(What::Wrap, Property::Epoch)).about(&id) };
    };
    let (_, maker) = signers.find(desk, owner, &wrap.maker(), What::Wrap)?;
    let payload = Reading { with, maker: &maker }.open_record_to_folder(shown.record, &shown.of, epoch).about(&id)?;
    place.check_record(&payload).about(&id)?;
    let (client, record) = payload.read().about(&id)?;
    if record.depositor != depositor || record.depositor_kid != deposit.maker {
        return Err(Broken::new(What::Record, Property::Maker)).about(&id);
    }
    Ok(Some(Paper { deposit, place, payload, client, record }))
}

impl Signers<'_> {
    /// The account and the key of this name: the owner's, or that of staff. `what` they are said to have made.
    fn find(&self, desk: &Desk, owner: &Owner, kid: &Kid, what: What) -> Result<(AccountId, VerifyingKey)> {
        let found = self.people.iter().find(|signer| signer.kid == *kid);
        let found = found.ok_or(Broken::new(what, Property::Maker)).about(kid)?;
        Ok((found.account_id, trust::signer(desk, owner, found, self.organisations, kid)?))
    }
}

/// A vault as its records are shown: its owner and its folders, verified.
#[derive(Debug)]
pub(crate) struct Shelves {
    /// Whose it is.
    pub(crate) owner: Owner,
    folders: BTreeMap<FolderId, (Chain, Option<FolderKeys>)>,
}

impl Shelves {
    /// Verifies the owner, the mandates relied on, the folders' chains and keys.
    pub(crate) fn verify(desk: &Desk, actor: &Actor, vault: VaultId, view: &RecordsView) -> Result<Self> {
        if view.vault.vault_id != vault {
            return Err(Broken::new(What::Record, Property::Ids)).about(&vault);
        }
        let owner = trust::owner(desk, actor, vault, &view.vault.owner)?;
        for shown in &view.mandates {
            let mandate = trust::mandate(desk, actor, shown, Some(&owner))?;
            trust::check_holder(actor, &mandate)?;
        }
        let mut folders = BTreeMap::new();
        for folder in &view.vault.folders {
            let chain = trust::folder(desk, &owner, folder)?;
            let keys = match folder.seed {
                Some(_) => Some(trust::folder_keys(desk, actor, &owner, folder, &chain)?),
                None => None,
            };
            folders.insert(folder.folder_id, (chain, keys));
        }
        Ok(Self { owner, folders })
    }

    /// The verified chain of a folder.
    pub(crate) fn chain(&self, folder: FolderId) -> Result<&Chain> {
        let found = self.folders.get(&folder).map(|(chain, _)| chain);
        found.ok_or(Broken::new(What::Certificate, Property::Ids)).about(&folder)
    }

    /// See [`open`].
    pub(crate) fn open(&self, desk: &Desk, view: &RecordsView, shown: &RecordView) -> Result<Option<Paper>> {
        let of = DocumentVersion { vault: self.owner.vault, document: shown.document_id, version: shown.version };
        let signers = Signers { people: &view.signers, organisations: &view.organisations };
        let nowhere = Broken::new(What::Deposit, Property::Ids);
        let (chain, keys) = self.folders.get(&shown.folder_id).ok_or(nowhere).about(&shown.document_id)?;
        let unreadable = Broken::new(What::Wrap, Property::Recipient);
        let keys = keys.as_ref().ok_or(unreadable).about(&shown.document_id)?;
        let RecordView { deposit, amendments, record, .. } = shown;
        let shown = Shown { of, folder: shown.folder_id, deposit, amendments, record };
        open(desk, &self.owner, &shown, signers, (chain, keys))
    }

    /// Verifies and opens the text of a reminder: signed by the author that is shown, for this paper and this day. None
    /// when it is sealed to a former key of the folder that this reader was never given.
    pub(crate) fn reminder(&self, desk: &Desk, view: &RecordsView, shown: &ReminderView) -> Result<Option<String>> {
        let id = shown.reminder_id;
        let broken = |property| Broken::new(What::Wrap, property);
        let paper = view.records.iter().find(|record| record.document_id == shown.document_id);
        let folder = paper.ok_or(broken(Property::Ids)).about(&id)?.folder_id;
        let (chain, keys) = self.folders.get(&folder).ok_or(broken(Property::Ids)).about(&id)?;
        let keys = keys.as_ref().ok_or(broken(Property::Recipient)).about(&id)?;
        let wrap = Wrap::parse(&shown.text).about(&id)?;
        let epoch = wrap.about().epoch;
        let Some(with) = keys.at(epoch) else {
            let former = chain.at_epoch(epoch).is_some() && epoch < chain.current().epoch;
            return if former { Ok(None) } else { Err(broken(Property::Epoch)).about(&id) };
        };
        let signers = Signers { people: &view.signers, organisations: &view.organisations };
        let (author, maker) = signers.find(desk, &self.owner, &wrap.maker(), What::Wrap)?;
        if author != shown.author {
            return Err(broken(Property::Maker)).about(&id);
        }
        let (vault, document, due_ms) = (self.owner.vault, shown.document_id, shown.due_ms);
        let of = Reminder { id, vault, document, due_ms };
        Reading { with, maker: &maker }.open_reminder(&shown.text, &of, epoch).map(Some).about(&id)
    }
}
