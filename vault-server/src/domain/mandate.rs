//! Mandates: granted by the person alone, listed, revoked by the person or given up by the recipient.

use vault_core::api::{MandateView, NewMandate, NewRevocation, ProblemCode};
use vault_core::certificate::{Certificate, CertificateKind, Chain};
use vault_core::error::{Error as FormatError, Property, What};
use vault_core::ids::{AccountId, FolderEpoch, FolderId, Hash, Kid, MandateId, VaultId};
use vault_core::keys::{SealingKey, VerifyingKey};
use vault_core::mandate::{Mandate, Recipient, Rights, Target};
use vault_core::revocation::Revocation;
use vault_core::suite;
use vault_core::vocabulary::{AccountKind, EventType, Purpose, ResultCode};
use vault_core::wrap::{About, SeedFor, Wrap};

use super::views::{self, People};
use super::{Caller, actor, closing, epoch};
use crate::access::{self, Refusal};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::accounts::AccountStatus;
use crate::store::mandates::{self, StoredMandate};
use crate::store::{accounts, organisations, vaults};

/// A longer mandate than a year, and a day for clocks, is refused: a person must be asked again.
const MAX_SECONDS: u64 = 366 * 24 * 3600;

/// Grants a mandate.
pub async fn grant(app: &App, caller: Caller, vault_id: VaultId, new: NewMandate) -> Result<MandateView> {
    let mandate = Mandate::verify(&new.mandate, &caller.key).map_err(Error::Malformed)?;
    let act = Grant { account_id: caller.account_id, key: caller.key, vault_id, mandate, new };
    app.ledger.perform_signed(act, caller.request).await
}

struct Grant {
    account_id: AccountId,
    key: VerifyingKey,
    vault_id: VaultId,
    mandate: Mandate,
    new: NewMandate,
}

impl Act for Grant {
    type Answer = MandateView;

    fn attempt(&self) -> Event {
        let purpose = Purpose::from_number(self.mandate.purpose).unwrap_or(Purpose::Other);
        let event = Event::new(EventType::MandateGranted, self.key.kid());
        Event { purpose, ..event.in_vault(self.vault_id).about_mandate(self.mandate.id) }
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<MandateView> {
        let mandate = &self.mandate;
        let vault = vaults::find(turn.tx, self.vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
        let granter = actor(turn.tx, self.account_id).await?;
        let access = access::owner(&granter, vault.vault_id, vault.owner)?;
        if let Some(known) = mandates::find(turn.tx, mandate.id).await? {
            return self.again(turn, &known).await;
        }
        closing::refuse_while_closing(turn.tx, self.vault_id).await?;
        self.check(turn.now_ms)?;
        let recipient = self.recipient_key(turn).await?;
        let folders = self.check_folders(turn).await?;
        let log_index = turn.done().await?;
        mandates::insert(turn.tx, &access, mandate, &self.new.mandate, log_index, turn.now_ms).await?;
        if mandate.rights.contains(Rights::READ) {
            self.keep_seeds(turn, &recipient, &folders).await?;
        } else if !self.new.seeds.is_empty() {
            return Err(Error::problem(ProblemCode::InvalidRequest, "seeds: a mandate that does not read has none"));
        }
        self.keep_purpose_text(turn, &folders).await?;
        let stored = mandates::find(turn.tx, mandate.id).await?.ok_or_else(|| Error::not_found("mandate"))?;
        views::mandate(turn.tx, turn.lock, &stored, turn.now_ms).await
    }
}

impl Grant {
    /// The same mandate sent twice is the same mandate.
    async fn again(&self, turn: &mut Turn<'_>, known: &StoredMandate) -> Result<MandateView> {
        if known.bytes == self.new.mandate.0 {
            views::mandate(turn.tx, turn.lock, known, turn.now_ms).await
        } else {
            Err(Error::problem(ProblemCode::Conflict, "mandate_id is taken"))
        }
    }

    fn check(&self, now_ms: u64) -> Result<()> {
        let malformed = |property| Err(Error::Malformed(FormatError::new(What::Mandate, property)));
        let mandate = &self.mandate;
        if mandate.vault != self.vault_id {
            return malformed(Property::Ids);
        }
        if now_ms / 1000 > mandate.not_after || mandate.not_after - mandate.not_before > MAX_SECONDS {
            return malformed(Property::Validity);
        }
        if !matches!(mandate.target, Target::Folders(_)) {
            return malformed(Property::Kind);
        }
        Ok(())
    }

    /// The recipient's key in force: the mandate must name its certificate.
    async fn recipient_key(&self, turn: &mut Turn<'_>) -> Result<SealingKey> {
        let (kind, subject) = match self.mandate.recipient {
            Recipient::Account(id) => (CertificateKind::Account, *id.as_bytes()),
            Recipient::Organisation(id) => (CertificateKind::Organisation, *id.as_bytes()),
        };
        if let Recipient::Account(id) = self.mandate.recipient {
            let account = accounts::find(turn.tx, id).await?.ok_or_else(|| Error::not_found("recipient"))?;
            // Who was removed, or never enrolled, will never open anything.
            if account.status != AccountStatus::Active {
                return Err(Error::not_found("recipient"));
            }
            if account.kind != AccountKind::Staff {
                return Err(Error::problem(
                    ProblemCode::InvalidRequest,
                    "a mandate is given to staff or to an organisation",
                ));
            }
        }
        let chain = accounts::chain(turn.tx, kind, &subject).await?;
        let current = chain.last().ok_or_else(|| Error::not_found("recipient"))?;
        if Certificate::hash_of(current) != self.mandate.recipient_certificate {
            return Err(Error::Malformed(FormatError::new(What::Mandate, Property::Recipient)));
        }
        Ok(Certificate::parse(current).map_err(Error::Corrupt)?.sealing)
    }

    /// The folders that the mandate names, with their epochs in force; all must be of this vault.
    async fn check_folders(&self, turn: &mut Turn<'_>) -> Result<Vec<(FolderEpoch, SealingKey)>> {
        let Target::Folders(wanted) = &self.mandate.target else { return Ok(Vec::new()) };
        let known = vaults::folders(turn.tx, turn.lock, self.vault_id).await?;
        let mut folders = Vec::with_capacity(wanted.len());
        for folder_id in wanted {
            if !known.iter().any(|folder| folder.folder_id == *folder_id) {
                return Err(Error::not_found(format!("folder {folder_id}")));
            }
            folders.push(self.folder_epoch(turn, *folder_id).await?);
        }
        Ok(folders)
    }

    async fn folder_epoch(&self, turn: &mut Turn<'_>, folder: FolderId) -> Result<(FolderEpoch, SealingKey)> {
        let chain = accounts::chain(turn.tx, CertificateKind::Folder, folder.as_bytes()).await?;
        // A recovery may have given the person new keys since the folder was certified.
        let owner = accounts::chain(turn.tx, CertificateKind::Account, self.account_id.as_bytes()).await?;
        let owner = Chain::verify_beneficiary(&owner, self.account_id, self.vault_id).map_err(Error::Corrupt)?;
        let issuers: Vec<VerifyingKey> = owner.verifying_keys().copied().collect();
        let chain = Chain::verify_folder(&chain, self.vault_id, folder, &issuers).map_err(Error::Corrupt)?;
        let epoch = chain.current().epoch;
        Ok((FolderEpoch { vault: self.vault_id, folder, epoch }, chain.current().sealing.clone()))
    }

    /// One seed per folder, made by the person, sealed to the recipient.
    async fn keep_seeds(
        &self,
        turn: &mut Turn<'_>,
        recipient: &SealingKey,
        folders: &[(FolderEpoch, SealingKey)],
    ) -> Result<()> {
        let each = || Error::problem(ProblemCode::InvalidRequest, "seeds: one for each folder of the mandate");
        if self.new.seeds.len() != folders.len() {
            return Err(each());
        }
        for (of, _) in folders {
            let about = About::folder_seed(SeedFor::Holder, of);
            let mut found = None;
            for bytes in &self.new.seeds {
                let wrap = Wrap::parse(bytes).map_err(Error::Malformed)?;
                if wrap.check_about(&about).is_ok() && found.replace((wrap, bytes)).is_some() {
                    return Err(each());
                }
            }
            let (wrap, bytes) = found.ok_or_else(each)?;
            self.keep_wrap(turn, &wrap, bytes, recipient).await?;
        }
        Ok(())
    }

    async fn keep_purpose_text(&self, turn: &mut Turn<'_>, folders: &[(FolderEpoch, SealingKey)]) -> Result<()> {
        let named = !self.mandate.purpose_text.is_none();
        let Some(bytes) = &self.new.purpose_text else {
            return if named {
                Err(Error::problem(ProblemCode::InvalidRequest, "purpose_text: the mandate names one"))
            } else {
                Ok(())
            };
        };
        if Hash::from_bytes(suite::sha256(&[bytes])) != self.mandate.purpose_text {
            return Err(Error::Malformed(FormatError::new(What::Mandate, Property::Hash)));
        }
        let Some((of, key)) = folders.first() else { return Ok(()) };
        let wrap = Wrap::parse(bytes).map_err(Error::Malformed)?;
        wrap.check_about(&About::purpose_text(self.vault_id, self.mandate.id, of.epoch)).map_err(Error::Malformed)?;
        self.keep_wrap(turn, &wrap, bytes, key).await
    }

    async fn keep_wrap(&self, turn: &mut Turn<'_>, wrap: &Wrap<'_>, bytes: &[u8], to: &SealingKey) -> Result<()> {
        wrap.verify(&self.key).map_err(Error::Malformed)?;
        if !wrap.is_for(to) {
            return Err(Error::Malformed(FormatError::new(What::Wrap, Property::Recipient)));
        }
        let id = Some(self.mandate.id);
        Ok(organisations::insert_wrap(turn.tx, turn.lock, &mut turn.entropy, wrap, bytes, id).await?)
    }
}

/// The mandates that the caller holds, by itself or through its organisation.
pub async fn held(app: &App, caller: &Caller) -> Result<Vec<MandateView>> {
    let mut tx = app.store.read().await?;
    let actor = actor(&mut tx, caller.account_id).await?;
    let organisation = actor.membership.map(|(id, _)| id);
    let stored = mandates::of_recipient(&mut tx, caller.account_id, organisation).await?;
    show(app, &mut tx, &stored).await
}

/// The mandates on a vault: to its owner all, to others those that they hold.
pub async fn of_vault(app: &App, caller: &Caller, vault_id: VaultId) -> Result<Vec<MandateView>> {
    let mut tx = app.store.read().await?;
    let actor = actor(&mut tx, caller.account_id).await?;
    let vault = vaults::find(&mut tx, vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
    let mut stored = mandates::of_vault(&mut tx, vault_id).await?;
    if access::owner(&actor, vault_id, vault.owner).is_err() {
        stored.retain(|stored| match stored.mandate.recipient {
            Recipient::Account(id) => id == actor.account_id,
            Recipient::Organisation(id) => actor.membership.is_some_and(|(own, _)| own == id),
        });
    }
    show(app, &mut tx, &stored).await
}

async fn show(app: &App, tx: &mut crate::store::Tx, stored: &[StoredMandate]) -> Result<Vec<MandateView>> {
    let now_ms = app.clock.now_ms();
    let (mut views, mut people) = (Vec::with_capacity(stored.len()), People::default());
    for mandate in stored {
        let text = views::purpose_text(tx, &app.lock, mandate).await?;
        views.push(views::mandate_with(tx, &mut people, mandate, text, now_ms).await?);
    }
    Ok(views)
}

/// Revokes a mandate: final at once, for everything not yet opened.
pub async fn revoke(app: &App, caller: Caller, mandate_id: MandateId, new: NewRevocation) -> Result<MandateView> {
    let revocation = Revocation::verify(&new.revocation, &caller.key).map_err(Error::Malformed)?;
    let act = Revoke { account_id: caller.account_id, kid: caller.kid(), mandate_id, revocation, new };
    app.ledger.perform_signed(act, caller.request).await
}

struct Revoke {
    account_id: AccountId,
    kid: Kid,
    mandate_id: MandateId,
    revocation: Revocation,
    new: NewRevocation,
}

impl Act for Revoke {
    type Answer = MandateView;

    fn attempt(&self) -> Event {
        Event::new(EventType::MandateRevoked, self.kid).about_mandate(self.mandate_id)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<MandateView> {
        let unknown = || Error::not_found("mandate");
        let stored = mandates::find(turn.tx, self.mandate_id).await?.ok_or_else(unknown)?;
        let vault = vaults::find(turn.tx, stored.mandate.vault).await?.ok_or_else(unknown)?;
        turn.attempt = turn.attempt.clone().in_vault(vault.vault_id);
        let actor = actor(turn.tx, self.account_id).await?;
        if access::owner(&actor, vault.vault_id, vault.owner).is_err() {
            let (account, organisation) = match stored.mandate.recipient {
                Recipient::Account(id) => (Some(id), None),
                Recipient::Organisation(id) => (None, Some(id)),
            };
            access::recipient(&actor, account, organisation)
                .map_err(|refusal| Refusal { mandate_id: self.mandate_id, ..refusal })?;
        }
        let hash = Hash::from_bytes(suite::sha256(&[&stored.bytes]));
        self.revocation.check_mandate(self.mandate_id, &hash).map_err(Error::Malformed)?;
        if !mandates::revoke(turn.tx, self.mandate_id, &self.new.revocation, turn.now_ms).await? {
            return Err(Error::Refused(Refusal { reason: ResultCode::MandateRevoked, mandate_id: self.mandate_id }));
        }
        epoch::mark_due(turn.tx, &stored.mandate).await?;
        turn.done().await?;
        let stored = mandates::find(turn.tx, self.mandate_id).await?.ok_or_else(unknown)?;
        views::mandate(turn.tx, turn.lock, &stored, turn.now_ms).await
    }
}
