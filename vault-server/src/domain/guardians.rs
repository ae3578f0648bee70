//! Guardians: named by the person, each with two pieces that only they open; rehearsed without opening anything.

use vault_core::api::{
    Bytes, GuardianKeys, GuardianView, GuardiansEnd, GuardiansView, GuardianshipView, NewGuardian, NewGuardians,
    NewRehearsal, ProblemCode, REQUEST_WINDOW_MS,
};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::ids::{AccountId, Hash, Kid, VaultId};
use vault_core::keys::VerifyingKey;
use vault_core::recovery::Rehearsal;
use vault_core::suite;
use vault_core::vocabulary::{AccountKind, CredentialKind, EventType};
use vault_core::wrap::{About, Wrap};

use super::credentials::withdraw;
use super::pin::{PinProof, Solemn};
use super::recovery::helper;
use super::views::People;
use super::{Caller, actor, enrolment};
use crate::access::{self, Actor};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::guardians::{self, Guardian};
use crate::store::{Tx, accounts, credentials, organisations, vaults};

/// How many guardians there are: two of them restore access.
const GUARDIANS: usize = 3;

/// Names three guardians, in the place of those named before.
pub async fn name(app: &App, caller: Caller, new: NewGuardians) -> Result<()> {
    let proof = PinProof::new(&caller, &new.pin_tag)?;
    let act = Name { account_id: caller.account_id, key: caller.key, proof, new: Some(new) };
    app.ledger.perform_signed(act, caller.request).await?.into_result()
}

/// No more guardians.
pub async fn end(app: &App, caller: Caller, asked: GuardiansEnd) -> Result<()> {
    let proof = PinProof::new(&caller, &asked.pin_tag)?;
    let act = Name { account_id: caller.account_id, key: caller.key, proof, new: None };
    app.ledger.perform_signed(act, caller.request).await?.into_result()
}

struct Name {
    account_id: AccountId,
    key: VerifyingKey,
    proof: PinProof,
    /// None: no more guardians.
    new: Option<NewGuardians>,
}

impl Act for Name {
    type Answer = Solemn<()>;

    fn attempt(&self) -> Event {
        Event::new(EventType::GuardiansNamed, self.key.kid())
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<()>> {
        let person = actor(turn.tx, self.account_id).await?;
        let vault_id = own_vault(turn.tx, &person).await?;
        turn.attempt = turn.attempt.clone().in_vault(vault_id);
        if let Some(tries_left) = self.proof.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        let access = access::own_credentials(&person)?;
        let all = credentials::of_account(turn.tx, self.account_id).await?;
        let former: Vec<_> = all
            .iter()
            .filter(|listed| listed.kind == CredentialKind::Guardians && listed.stands())
            .map(|listed| listed.credential_id)
            .collect();
        if self.new.is_none() && former.is_empty() {
            return Err(Error::not_found("guardians"));
        }
        guardians::remove(turn.tx, &access).await?;
        if let Some(new) = &self.new {
            let generation = next_generation(all.iter().map(|listed| listed.kind))?;
            self.insert(turn, &person, vault_id, new, generation).await?;
        }
        turn.done().await?;
        withdraw(turn, &access, &former).await?;
        Ok(Solemn::Done(()))
    }
}

impl Name {
    async fn insert(
        &self,
        turn: &mut Turn<'_>,
        person: &Actor,
        vault_id: VaultId,
        new: &NewGuardians,
        generation: u32,
    ) -> Result<()> {
        let invalid = |detail: &str| Error::problem(ProblemCode::InvalidRequest, detail);
        if new.generation != generation {
            return Err(Error::problem(ProblemCode::Conflict, "guardians were named meanwhile"));
        }
        if new.credential.kind != CredentialKind::Guardians {
            return Err(invalid("credential: of kind guardians"));
        }
        let ids: Vec<AccountId> = new.guardians.iter().map(|guardian| guardian.account_id).collect();
        let repeated = ids.iter().enumerate().any(|(n, id)| *id == self.account_id || ids[..n].contains(id));
        if ids.len() != GUARDIANS || repeated {
            return Err(invalid("guardians: three others, each once"));
        }
        enrolment::add_credential(turn, self.account_id, &self.key, &new.credential).await?;
        let owner = access::owner(person, vault_id, self.account_id)?;
        for (place, given) in (1..).zip(&new.guardians) {
            let pieces = self.keep_pieces(turn, vault_id, given).await?;
            let rehearsal_key = given.rehearsal_key.to_array().ok_or_else(|| invalid("rehearsal_key: 32 bytes"))?;
            let guardian = Guardian {
                account_id: self.account_id,
                place,
                guardian_id: given.account_id,
                vault_id,
                credential_id: new.credential.credential_id,
                generation,
                pieces,
                rehearsal_key,
                named_ms: turn.now_ms,
                rehearsed_ms: None,
            };
            guardians::insert(turn.tx, &owner, &guardian).await?;
        }
        Ok(())
    }

    /// Two pieces, made by the person for the guardian's key in force.
    async fn keep_pieces(&self, turn: &mut Turn<'_>, vault_id: VaultId, given: &NewGuardian) -> Result<[Hash; 2]> {
        let chain = accounts::chain(turn.tx, CertificateKind::Account, given.account_id.as_bytes()).await?;
        let current = chain.last().ok_or_else(|| Error::not_found("guardian"))?;
        let sealing = Certificate::parse(current).map_err(Error::Corrupt)?.sealing;
        let invalid =
            || Error::problem(ProblemCode::InvalidRequest, "pieces: two, sealed to the guardian's key in force");
        let [first, second] = given.pieces.as_slice() else { return Err(invalid()) };
        let about = About::recovery_piece(vault_id, given.account_id);
        for bytes in [first, second] {
            let wrap = Wrap::parse(bytes).map_err(Error::Malformed)?;
            wrap.verify(&self.key).map_err(Error::Malformed)?;
            wrap.check_about(&about).map_err(Error::Malformed)?;
            if !wrap.is_for(&sealing) {
                return Err(invalid());
            }
            organisations::insert_wrap(turn.tx, turn.lock, &mut turn.entropy, &wrap, bytes, None)
                .await
                .map_err(|error| enrolment::taken(error, "piece"))?;
        }
        let hash = |bytes: &Bytes| Hash::from_bytes(suite::sha256(&[bytes]));
        Ok([hash(first), hash(second)])
    }
}

/// Credentials are never forgotten: each of kind guardians was one generation.
fn next_generation(kinds: impl Iterator<Item = CredentialKind>) -> Result<u32> {
    let past = kinds.filter(|kind| *kind == CredentialKind::Guardians).count();
    u32::try_from(past + 1).map_err(|_| Error::problem(ProblemCode::Conflict, "too many generations"))
}

async fn own_vault(tx: &mut Tx, person: &Actor) -> Result<VaultId> {
    let account = accounts::find(tx, person.account_id).await?.ok_or_else(|| Error::not_found("account"))?;
    account.vault_id.ok_or_else(|| Error::not_found("vault"))
}

/// The caller's own guardians.
pub async fn list(app: &App, caller: &Caller) -> Result<GuardiansView> {
    let mut tx = app.store.read().await?;
    let all = credentials::of_account(&mut tx, caller.account_id).await?;
    let mut guardians = Vec::new();
    for guardian in guardians::of_account(&mut tx, caller.account_id).await? {
        let membership = organisations::membership(&mut tx, guardian.guardian_id).await?;
        guardians.push(GuardianView {
            guardian: helper(&mut tx, guardian.guardian_id, membership.map(|(id, _)| id)).await?,
            named_ms: guardian.named_ms,
            rehearsed_ms: guardian.rehearsed_ms,
        });
    }
    Ok(GuardiansView { next_generation: next_generation(all.iter().map(|listed| listed.kind))?, guardians })
}

/// The vaults whose owner named the caller, with the caller's pieces.
pub async fn guarded(app: &App, caller: &Caller) -> Result<Vec<GuardianshipView>> {
    let mut tx = app.store.read().await?;
    let mut views = Vec::new();
    for guardian in guardians::by_guardian(&mut tx, caller.account_id).await? {
        let mut pieces = Vec::with_capacity(guardian.pieces.len());
        for hash in guardian.pieces {
            let wrap = organisations::wrap(&mut tx, &app.lock, hash).await?;
            pieces.push(Bytes(wrap.ok_or_else(|| Error::not_found("piece"))?));
        }
        views.push(GuardianshipView {
            vault_id: guardian.vault_id,
            owner: People::default().owner(&mut tx, guardian.account_id).await?,
            generation: guardian.generation,
            pieces,
            rehearsed_ms: guardian.rehearsed_ms,
        });
    }
    Ok(views)
}

/// A guardian's pieces work.
pub async fn rehearse(app: &App, caller: Caller, new: NewRehearsal) -> Result<()> {
    let act = Rehearse { account_id: caller.account_id, kid: caller.kid(), new };
    app.ledger.perform_signed(act, caller.request).await
}

struct Rehearse {
    account_id: AccountId,
    kid: Kid,
    new: NewRehearsal,
}

impl Act for Rehearse {
    type Answer = ();

    fn attempt(&self) -> Event {
        Event::new(EventType::GuardianRehearsed, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<()> {
        let vault = vaults::find(turn.tx, self.new.vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
        turn.attempt = turn.attempt.clone().in_vault(vault.vault_id);
        let person = actor(turn.tx, self.account_id).await?;
        let all = guardians::of_account(turn.tx, vault.owner).await?;
        let named: Vec<AccountId> = all.iter().map(|guardian| guardian.guardian_id).collect();
        access::recovery::rehearse(&person, &named)?;
        let guardian = all.into_iter().find(|guardian| guardian.guardian_id == self.account_id);
        let guardian = guardian.ok_or_else(|| Error::not_found("guardian"))?;
        if turn.now_ms.abs_diff(self.new.unix_ms) > REQUEST_WINDOW_MS {
            return Err(Error::problem(ProblemCode::ClockSkew, "rehearsed too long ago, or in the future"));
        }
        let rehearsal = Rehearsal {
            vault: vault.vault_id,
            guardian: self.account_id,
            generation: guardian.generation,
            unix_ms: self.new.unix_ms,
        };
        rehearsal
            .verify(&VerifyingKey::from_bytes(guardian.rehearsal_key), &self.new.signature)
            .map_err(Error::Malformed)?;
        guardians::rehearsed(turn.tx, &guardian, turn.now_ms).await?;
        turn.done().await?;
        Ok(())
    }
}

/// The keys of somebody whom a beneficiary wants to name: staff, or the owner of another vault, whose account id says
/// who they are to those only to whom they gave it.
pub async fn keys(app: &App, caller: &Caller, account_id: AccountId) -> Result<GuardianKeys> {
    let unknown = || Error::not_found("account");
    let mut tx = app.store.read().await?;
    let asker = actor(&mut tx, caller.account_id).await?;
    let (account, membership) = accounts::with_membership(&mut tx, account_id).await?.ok_or_else(unknown)?;
    if asker.kind != AccountKind::Beneficiary || account.kind == AccountKind::Auditor {
        return Err(unknown());
    }
    Ok(GuardianKeys {
        account_id,
        display_name: account.display_name,
        organisation_id: membership.map(|membership| membership.organisation_id),
        certificates: People::default().chain(&mut tx, CertificateKind::Account, account_id.as_bytes()).await?,
    })
}
