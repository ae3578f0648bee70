//! A folder's next key, after somebody who could read it may no longer, and records sealed to it.

use std::collections::BTreeSet;

use vault_core::api::{EpochAnswer, NewEpoch, ProblemCode, ResealedRecord, ResealedRecords};
use vault_core::certificate::{Certificate, CertificateKind, Chain};
use vault_core::error::{Error as FormatError, Property, What};
use vault_core::ids::{AccountId, DocumentVersion, FolderEpoch, FolderId, MandateId, VaultId};
use vault_core::keys::{SealingKey, VerifyingKey};
use vault_core::mandate::{Mandate, Recipient, Rights, Target};
use vault_core::vocabulary::EventType;
use vault_core::wrap::{About, SeedFor, Wrap};

use super::{Caller, actor, enrolment};
use crate::access::amend::Amend;
use crate::access::{self, FolderAccess, OwnerAccess};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::mandates::{self, StoredMandate};
use crate::store::{Tx, accounts, amendments, facts, folders, organisations, vaults};

/// Deposits sealed to the epoch before are still taken for so long: a desk may have sealed them without a network.
pub const FORMER_EPOCH_MS: u64 = 45 * 24 * 3600 * 1000;

/// Every folder that this mandate could read needs a new key: its holder kept the old one.
pub(super) async fn mark_due(tx: &mut Tx, mandate: &Mandate) -> Result<()> {
    if let Target::Folders(ended) = &mandate.target
        && mandate.rights.contains(Rights::READ)
    {
        for folder in ended {
            folders::mark_key_due(tx, mandate.vault, *folder).await?;
        }
    }
    Ok(())
}

/// The certificate in force of a folder.
pub(super) async fn current(tx: &mut Tx, folder: FolderId) -> Result<Certificate> {
    let chain = accounts::chain(tx, CertificateKind::Folder, folder.as_bytes()).await?;
    let current = chain.last().ok_or_else(|| Error::not_found("folder"))?;
    Certificate::parse(current).map_err(Error::Corrupt)
}

/// Gives a folder its next key, by the owner.
pub async fn turn(
    app: &App,
    caller: Caller,
    (vault, folder): (VaultId, FolderId),
    new: NewEpoch,
) -> Result<EpochAnswer> {
    let act = NextEpoch { account_id: caller.account_id, key: caller.key, vault, folder, new };
    app.ledger.perform_signed(act, caller.request).await
}

struct NextEpoch {
    account_id: AccountId,
    key: VerifyingKey,
    vault: VaultId,
    folder: FolderId,
    new: NewEpoch,
}

impl Act for NextEpoch {
    type Answer = EpochAnswer;

    fn attempt(&self) -> Event {
        Event::new(EventType::FolderKeysTurned, self.key.kid()).in_vault(self.vault)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<EpochAnswer> {
        let vault = vaults::find(turn.tx, self.vault).await?.ok_or_else(|| Error::not_found("vault"))?;
        let owner = actor(turn.tx, self.account_id).await?;
        let access = access::owner(&owner, vault.vault_id, vault.owner)?;
        require_folder(turn, self.vault, self.folder).await?;
        let certificate = self.next_certificate(turn).await?;
        let of = FolderEpoch { vault: self.vault, folder: self.folder, epoch: certificate.epoch };
        enrolment::publish_next(turn, &self.new.certificate).await?;
        self.keep_own_seed(turn, &of).await?;
        self.keep_holders_seeds(turn, &access, &of).await?;
        folders::key_replaced(turn.tx, &access, self.folder).await?;
        turn.done().await?;
        let facts = facts::vault(turn.tx, &owner, self.vault).await?.ok_or_else(|| Error::not_found("vault"))?;
        let amend = access::folder::<Amend>(&owner, &facts, self.folder, None, turn.now_ms)?;
        reseal(turn, &amend, &self.key, &certificate, &self.new.records).await
    }
}

impl NextEpoch {
    /// The next of the folder's chain, by the owner's key in force, with a key that it never had.
    async fn next_certificate(&self, turn: &mut Turn<'_>) -> Result<Certificate> {
        let malformed = |property| Error::Malformed(FormatError::new(What::Certificate, property));
        let owner = accounts::chain(turn.tx, CertificateKind::Account, self.account_id.as_bytes()).await?;
        let owner = Chain::verify_beneficiary(&owner, self.account_id, self.vault).map_err(Error::Corrupt)?;
        let issuers: Vec<_> = owner.verifying_keys().copied().collect();
        let mut certificates = accounts::chain(turn.tx, CertificateKind::Folder, self.folder.as_bytes()).await?;
        let former: Vec<_> = certificates
            .iter()
            .map(|bytes| Certificate::parse(bytes).map_err(Error::Corrupt))
            .collect::<Result<_>>()?;
        certificates.push(self.new.certificate.to_vec());
        let chain = Chain::verify_folder(&certificates, self.vault, self.folder, &issuers).map_err(Error::Malformed)?;
        let next = chain.current();
        if next.issuer != self.key.kid() {
            return Err(malformed(Property::Maker));
        }
        if former.last().is_none_or(|last| next.epoch != last.epoch.saturating_add(1)) {
            return Err(malformed(Property::Epoch));
        }
        if former.iter().any(|certificate| certificate.sealing == next.sealing) {
            return Err(malformed(Property::Key));
        }
        Ok(next.clone())
    }

    async fn keep_own_seed(&self, turn: &mut Turn<'_>, of: &FolderEpoch) -> Result<()> {
        let own = recipient_key(turn.tx, Recipient::Account(self.account_id)).await?;
        self.keep_seed(turn, SeedFor::Owner, of, (&self.new.seed, &own), None).await
    }

    /// One seed for each live mandate that reads the folder: with one less its holder would be shut out, with one more
    /// somebody would be let in.
    async fn keep_holders_seeds(&self, turn: &mut Turn<'_>, access: &OwnerAccess, of: &FolderEpoch) -> Result<()> {
        let reading = reading_mandates(turn.tx, self.vault, self.folder, turn.now_ms).await?;
        let live: BTreeSet<MandateId> = reading.iter().map(|stored| stored.mandate.id).collect();
        let given: BTreeSet<MandateId> = self.new.holders.iter().map(|holder| holder.mandate_id).collect();
        if given != live || given.len() != self.new.holders.len() {
            let detail = "holders: one for each mandate that reads this folder and has not ended";
            return Err(Error::problem(ProblemCode::Conflict, detail));
        }
        folders::forget_seeds_of_others(turn.tx, access, self.folder, &live).await?;
        for holder in &self.new.holders {
            let stored = reading.iter().find(|stored| stored.mandate.id == holder.mandate_id);
            let stored = stored.ok_or_else(|| Error::not_found("mandate"))?;
            let to = recipient_key(turn.tx, stored.mandate.recipient).await?;
            self.keep_seed(turn, SeedFor::Holder, of, (&holder.seed, &to), Some(holder.mandate_id)).await?;
        }
        Ok(())
    }

    async fn keep_seed(
        &self,
        turn: &mut Turn<'_>,
        seed_for: SeedFor,
        of: &FolderEpoch,
        (bytes, to): (&[u8], &SealingKey),
        mandate: Option<MandateId>,
    ) -> Result<()> {
        let wrap = Wrap::parse(bytes).map_err(Error::Malformed)?;
        wrap.verify(&self.key).map_err(Error::Malformed)?;
        wrap.check_about(&About::folder_seed(seed_for, of)).map_err(Error::Malformed)?;
        if !wrap.is_for(to) {
            return Err(Error::Malformed(FormatError::new(What::Wrap, Property::Recipient)));
        }
        Ok(organisations::insert_wrap(turn.tx, turn.lock, &mut turn.entropy, &wrap, bytes, mandate).await?)
    }
}

/// The mandates that read this folder and have not ended; those that have not begun too.
async fn reading_mandates(tx: &mut Tx, vault: VaultId, folder: FolderId, now_ms: u64) -> Result<Vec<StoredMandate>> {
    let mut stored = mandates::of_vault(tx, vault).await?;
    stored.retain(|stored| {
        let mandate = &stored.mandate;
        let live = stored.revocation.is_none() && now_ms / 1000 <= mandate.not_after;
        live && mandate.rights.contains(Rights::READ) && mandate.covers_folder(folder)
    });
    Ok(stored)
}

async fn recipient_key(tx: &mut Tx, recipient: Recipient) -> Result<SealingKey> {
    let (kind, subject) = match recipient {
        Recipient::Account(id) => (CertificateKind::Account, *id.as_bytes()),
        Recipient::Organisation(id) => (CertificateKind::Organisation, *id.as_bytes()),
    };
    let chain = accounts::chain(tx, kind, &subject).await?;
    let current = chain.last().ok_or_else(|| Error::not_found("recipient"))?;
    Ok(Certificate::parse(current).map_err(Error::Corrupt)?.sealing)
}

/// Takes records sealed to the key in force, in the place of those sealed to former ones.
pub async fn reseal_records(
    app: &App,
    caller: Caller,
    (vault, folder): (VaultId, FolderId),
    new: ResealedRecords,
) -> Result<EpochAnswer> {
    let act = Reseal { account_id: caller.account_id, key: caller.key, vault, folder, new };
    app.ledger.perform_signed(act, caller.request).await
}

struct Reseal {
    account_id: AccountId,
    key: VerifyingKey,
    vault: VaultId,
    folder: FolderId,
    new: ResealedRecords,
}

impl Act for Reseal {
    type Answer = EpochAnswer;

    fn attempt(&self) -> Event {
        Event::new(EventType::FolderKeysTurned, self.key.kid()).in_vault(self.vault)
    }

    /// Nothing that was signed changes, so only a refusal is an event.
    async fn perform(&self, turn: &mut Turn<'_>) -> Result<EpochAnswer> {
        let actor = actor(turn.tx, self.account_id).await?;
        let facts = facts::vault(turn.tx, &actor, self.vault).await?.ok_or_else(|| Error::not_found("vault"))?;
        require_folder(turn, self.vault, self.folder).await?;
        let access = access::folder::<Amend>(&actor, &facts, self.folder, None, turn.now_ms)?;
        let certificate = current(turn.tx, self.folder).await?;
        reseal(turn, &access, &self.key, &certificate, &self.new.records).await
    }
}

async fn require_folder(turn: &mut Turn<'_>, vault: VaultId, folder: FolderId) -> Result<()> {
    let known = vaults::folders(turn.tx, turn.lock, vault).await?;
    if known.iter().any(|known| known.folder_id == folder) { Ok(()) } else { Err(Error::not_found("folder")) }
}

/// A record that is sealed to the key in force already stays as it is: somebody else was first.
async fn reseal(
    turn: &mut Turn<'_>,
    access: &FolderAccess<Amend>,
    maker: &VerifyingKey,
    certificate: &Certificate,
    records: &[ResealedRecord],
) -> Result<EpochAnswer> {
    let (vault, folder) = (access.vault_id(), access.folder_id());
    for new in records {
        let of = DocumentVersion { vault, document: new.document_id, version: new.version };
        check_record(&new.record, maker, &of, certificate)?;
        let sealed_to = amendments::record_epoch(turn.tx, &of, folder).await?;
        if sealed_to.ok_or_else(|| Error::not_found("document"))? < certificate.epoch {
            let record = (&new.record[..], certificate.epoch);
            amendments::replace_record(turn.tx, turn.lock, &mut turn.entropy, access, &of, record).await?;
        }
    }
    let left = amendments::records_before(turn.tx, folder, certificate.epoch).await?;
    Ok(EpochAnswer { epoch: certificate.epoch, left })
}

/// A record must be sealed to this key of its folder, by the one who sends it.
pub(super) fn check_record(
    record: &[u8],
    maker: &VerifyingKey,
    of: &DocumentVersion,
    folder: &Certificate,
) -> Result<()> {
    let wrap = Wrap::parse(record).map_err(Error::Malformed)?;
    wrap.verify(maker).map_err(Error::Malformed)?;
    wrap.check_about(&About::record_to_folder(of, folder.epoch)).map_err(Error::Malformed)?;
    if wrap.is_for(&folder.sealing) {
        Ok(())
    } else {
        Err(Error::Malformed(FormatError::new(What::Wrap, Property::Recipient)))
    }
}
