//! The end of a recovery, in two calls: the server lets go of its half, then the new card takes the place of everything.
//! The first may be repeated until the second has come, so that a client that dies in between loses nothing.

use std::collections::BTreeSet;

use vault_core::api::{
    Bytes, FolderSeeds, GuardianPieces, ProblemCode, RecoveryEnrolment, RecoveryRelease, RecoveryReleased,
};
use vault_core::certificate::{CertificateKind, Chain};
use vault_core::ids::{AccountId, FolderEpoch, FolderId, Kid, RecoveryId};
use vault_core::keys::{SealingKey, VerifyingKey};
use vault_core::origin::Origin;
use vault_core::recovery::RecoveryStatement;
use vault_core::vocabulary::{CredentialKind, EventType, NoticeKind, RecoveryMeans, ResultCode};
use vault_core::wrap::{About, Envelope, SeedFor, Wrap, WrapKind};

use super::super::pin::{PinProof, Solemn};
use super::super::views::People;
use super::super::{Caller, actor, credentials::withdraw, enrolment, notices};
use super::find;
use crate::access::recovery::{self as policy, ReleaseAccess};
use crate::access::{FollowerAccess, Refusal};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::accounts::{self, CredentialStatus};
use crate::store::recoveries::{self, Recovery};
use crate::store::{credentials, facts, folders, guardians, organisations, vaults};

/// Lets go of the server's half, sealed to the request's one-time key.
pub async fn release(
    app: &App,
    caller: Caller,
    recovery_id: RecoveryId,
    asked: RecoveryRelease,
) -> Result<RecoveryReleased> {
    let act = Release {
        account_id: caller.account_id,
        kid: caller.kid(),
        proof: PinProof::new(&caller, &asked.pin_tag)?,
        delay_ms: app.limits.recovery_delay_ms,
        origin: app.origin.clone(),
        recovery_id,
        signature: asked.signature,
    };
    app.ledger.perform_signed(act, caller.request).await?.into_result().map(|released| *released)
}

struct Release {
    account_id: AccountId,
    kid: Kid,
    proof: PinProof,
    delay_ms: u64,
    origin: Origin,
    recovery_id: RecoveryId,
    signature: Option<Bytes>,
}

impl Act for Release {
    type Answer = Solemn<Box<RecoveryReleased>>;

    fn attempt(&self) -> Event {
        Event::new(EventType::RecoveryFinished, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<Box<RecoveryReleased>>> {
        let recovery = find(turn.tx, self.recovery_id, self.delay_ms).await?;
        turn.attempt = turn.attempt.clone().in_vault(recovery.facts.vault_id);
        if let Some(tries_left) = self.proof.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        let starter = starter(turn, self.account_id, &recovery).await?;
        let access = policy::release(&starter, &recovery.facts, turn.now_ms)?;
        let credential = accounts::credential(turn.tx, turn.lock, access.credential_id())
            .await?
            .ok_or_else(|| Error::not_found("credential"))?;
        if credential.status == CredentialStatus::Revoked {
            return Err(Refusal::plain(ResultCode::CredentialRevoked).into());
        }
        let key = one_time_key(&recovery)?;
        self.check_sheet(&recovery, &VerifyingKey::from_bytes(credential.public_key), &key)?;
        let root = credential.root.ok_or_else(|| Error::not_found("root"))?;
        recoveries::released(turn.tx, &access, turn.now_ms).await?;
        turn.done().await?;
        let envelope = Envelope { to: &key, maker: turn.keys.log_key(), not_after: 0 };
        let half_b = envelope
            .seal_half_to_login(&mut turn.entropy, credential.account_id, credential.credential_id, &credential.half_b)
            .map_err(Error::Malformed)?;
        Ok(Solemn::Done(Box::new(RecoveryReleased {
            credential_id: credential.credential_id,
            half_b: Bytes(half_b),
            root: Bytes(root),
            owner: People::default().owner(turn.tx, credential.account_id).await?,
            folders: owner_seeds(turn, &recovery).await?,
            pieces: pieces(turn, &recovery).await?,
        })))
    }
}

impl Release {
    /// A sheet signs for this request; guardians have nothing to sign with.
    fn check_sheet(&self, recovery: &Recovery, sheet: &VerifyingKey, one_time_key: &SealingKey) -> Result<()> {
        let wrong = || Error::problem(ProblemCode::WrongCredential, "signature: by the sheet of this request");
        match (recovery.facts.means, &self.signature) {
            (RecoveryMeans::Guardians, None) => Ok(()),
            (RecoveryMeans::Sheet, Some(signature)) => {
                let statement = RecoveryStatement {
                    origin: &self.origin,
                    recovery: recovery.facts.recovery_id,
                    credential: recovery.facts.credential_id,
                    one_time_key,
                };
                statement.verify(sheet, signature).map_err(|_| wrong())
            }
            _ => Err(wrong()),
        }
    }
}

async fn starter(turn: &mut Turn<'_>, account_id: AccountId, recovery: &Recovery) -> Result<FollowerAccess> {
    let vault_id = recovery.facts.vault_id;
    let followers = facts::followers(turn.tx, vault_id).await?;
    Ok(policy::start(&actor(turn.tx, account_id).await?, vault_id, &followers)?)
}

fn one_time_key(recovery: &Recovery) -> Result<SealingKey> {
    use vault_core::error::{Error as FormatError, Property, What};
    let key = recovery.one_time_key.as_slice().try_into().ok().and_then(SealingKey::from_bytes);
    key.ok_or(Error::Corrupt(FormatError::new(What::Recovery, Property::Key)))
}

/// The seeds of every folder, every epoch, as sealed to the account.
async fn owner_seeds(turn: &mut Turn<'_>, recovery: &Recovery) -> Result<Vec<FolderSeeds>> {
    let mut folders = Vec::new();
    for vaults::Folder { folder_id, .. } in vaults::folders(turn.tx, turn.lock, recovery.facts.vault_id).await? {
        let kind = WrapKind::FolderSeedToOwner;
        let seeds = organisations::wraps(turn.tx, turn.lock, kind, folder_id.as_bytes(), None).await?;
        folders.push(FolderSeeds { folder_id, seeds: seeds.into_iter().map(Bytes).collect() });
    }
    Ok(folders)
}

async fn pieces(turn: &mut Turn<'_>, recovery: &Recovery) -> Result<Vec<GuardianPieces>> {
    let mut all = Vec::new();
    for approved in recoveries::approvals(turn.tx, recovery.facts.recovery_id).await? {
        let mut pieces = Vec::with_capacity(approved.pieces.len());
        for hash in &approved.pieces {
            let wrap = organisations::wrap(turn.tx, turn.lock, *hash).await?;
            pieces.push(Bytes(wrap.ok_or_else(|| Error::not_found("piece"))?));
        }
        let Some(first) = pieces.first() else { continue };
        let maker = Wrap::parse(first).map_err(Error::Corrupt)?.maker();
        let chain = accounts::chain(turn.tx, CertificateKind::Account, approved.account_id.as_bytes()).await?;
        let mut signing_key = None;
        for bytes in chain {
            let certificate = vault_core::certificate::Certificate::parse(&bytes).map_err(Error::Corrupt)?;
            signing_key = signing_key.or(certificate.verifying.filter(|key| key.kid() == maker));
        }
        let signing_key = signing_key.ok_or_else(|| Error::not_found("guardian"))?.as_bytes().to_vec().into();
        all.push(GuardianPieces { account_id: approved.account_id, signing_key, pieces });
    }
    Ok(all)
}

/// Enrols the new card, and withdraws every former credential in the same act.
pub async fn enrol(app: &App, caller: Caller, recovery_id: RecoveryId, asked: RecoveryEnrolment) -> Result<()> {
    let delay_ms = app.limits.recovery_delay_ms;
    let act = Enrol { account_id: caller.account_id, kid: caller.kid(), delay_ms, recovery_id, asked };
    app.ledger.perform_signed(act, caller.request).await
}

struct Enrol {
    account_id: AccountId,
    kid: Kid,
    delay_ms: u64,
    recovery_id: RecoveryId,
    asked: RecoveryEnrolment,
}

impl Act for Enrol {
    type Answer = ();

    fn attempt(&self) -> Event {
        Event::new(EventType::CredentialAdded, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<()> {
        let recovery = find(turn.tx, self.recovery_id, self.delay_ms).await?;
        let facts = &recovery.facts;
        turn.attempt = turn.attempt.clone().in_vault(facts.vault_id);
        let starter = starter(turn, self.account_id, &recovery).await?;
        let access = policy::enrolment(&starter, facts, turn.now_ms)?;
        let former = credentials::of_account(turn.tx, facts.account_id).await?;
        let former: Vec<_> = former.iter().filter(|c| c.stands()).map(|c| c.credential_id).collect();
        if !former.contains(&facts.credential_id) {
            return Err(Refusal::plain(ResultCode::CredentialRevoked).into());
        }
        let key = self.keys_in_force(turn, &recovery, &access).await?;
        for (new, kind) in [(&self.asked.card, CredentialKind::Card), (&self.asked.sheet, CredentialKind::Sheet)] {
            if new.kind != kind {
                return Err(Error::problem(ProblemCode::InvalidRequest, format!("of kind {}", kind.code())));
            }
            // Half b is sealed by the account's own key: whoever did not open the root cannot make it.
            enrolment::add_credential(turn, facts.account_id, &key, new).await?;
            turn.done().await?;
        }
        withdraw(turn, &access.credentials(), &former).await?;
        guardians::remove(turn.tx, &access.credentials()).await?;
        recoveries::finish(turn.tx, &access, turn.now_ms).await?;
        notices::tell(turn, facts.account_id, NoticeKind::RecoveryFinished).await?;
        Ok(())
    }
}

impl Enrol {
    /// The account's key from now on. Guardians restored the former root: a new one takes its place.
    async fn keys_in_force(
        &self,
        turn: &mut Turn<'_>,
        recovery: &Recovery,
        access: &ReleaseAccess,
    ) -> Result<VerifyingKey> {
        let facts = &recovery.facts;
        let mut chain = accounts::chain(turn.tx, CertificateKind::Account, facts.account_id.as_bytes()).await?;
        let former = Chain::verify_beneficiary(&chain, facts.account_id, facts.vault_id).map_err(Error::Corrupt)?;
        match (facts.means, &self.asked.certificate) {
            (RecoveryMeans::Sheet, None) if self.asked.seeds.is_empty() => Ok(*enrolment::signing(&former)?),
            (RecoveryMeans::Guardians, Some(certificate)) => {
                chain.push(certificate.to_vec());
                let chain =
                    Chain::verify_beneficiary(&chain, facts.account_id, facts.vault_id).map_err(Error::Malformed)?;
                let key = *enrolment::signing(&chain)?;
                enrolment::publish_next(turn, certificate).await?;
                let event = Event { event_type: EventType::KeyPublication, ..turn.attempt.clone() };
                turn.record(&event).await?;
                self.replace_seeds(turn, recovery, access, &chain).await?;
                Ok(key)
            }
            _ => Err(Error::problem(ProblemCode::InvalidRequest, "certificate and seeds: with guardians only")),
        }
    }

    /// Every seed that the account held, of every folder and epoch, comes back sealed to the new key, and no other.
    async fn replace_seeds(
        &self,
        turn: &mut Turn<'_>,
        recovery: &Recovery,
        access: &ReleaseAccess,
        chain: &Chain,
    ) -> Result<()> {
        let mut held: BTreeSet<(FolderId, u32)> = BTreeSet::new();
        for folder in owner_seeds(turn, recovery).await? {
            for seed in &folder.seeds {
                held.insert((folder.folder_id, Wrap::parse(seed).map_err(Error::Corrupt)?.about().epoch));
            }
            // Whoever held the lost credential may have kept the folder's key.
            folders::mark_key_due(turn.tx, recovery.facts.vault_id, folder.folder_id).await?;
            organisations::remove_owner_seeds(turn.tx, access, folder.folder_id).await?;
        }
        let wrong = || Error::problem(ProblemCode::InvalidRequest, "seeds: each that was released, once");
        for bytes in &self.asked.seeds {
            let wrap = Wrap::parse(bytes).map_err(Error::Malformed)?;
            let folder = FolderId::from_bytes(wrap.about().object);
            let of = FolderEpoch { vault: recovery.facts.vault_id, folder, epoch: wrap.about().epoch };
            wrap.verify(enrolment::signing(chain)?).map_err(Error::Malformed)?;
            wrap.check_about(&About::folder_seed(SeedFor::Owner, &of)).map_err(Error::Malformed)?;
            if !held.remove(&(folder, of.epoch)) || !wrap.is_for(&chain.current().sealing) {
                return Err(wrong());
            }
            organisations::insert_wrap(turn.tx, turn.lock, &mut turn.entropy, &wrap, bytes, None).await?;
        }
        if held.is_empty() { Ok(()) } else { Err(wrong()) }
    }
}
