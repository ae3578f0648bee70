//! Ties between a person and organisations: joined by the person with card and PIN, at the desk of a member; ended by
//! either side.

use std::collections::BTreeSet;

use vault_core::api::{Departure, NewDirectoryEntry, NewInvitation, OrganisationView, ProblemCode};
use vault_core::ids::{AccountId, Hash, MandateId, OrganisationId, VaultId};
use vault_core::keys::VerifyingKey;
use vault_core::mandate::{Mandate, Recipient};
use vault_core::name;
use vault_core::revocation::Revocation;
use vault_core::suite;
use vault_core::vocabulary::{EventType, ResultCode, Role};

use super::pin::{PinProof, Solemn};
use super::views::People;
use super::{Caller, actor, organisation_keys};
use crate::access::{self, Refusal, TieAccess};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::mandates::{self, StoredMandate};
use crate::store::organisations::{self, DirectoryEntry};
use crate::store::ties::{self, Invitation};
use crate::store::{facts, vaults};

/// The person allows an organisation to keep this very sealed name.
pub async fn invite(app: &App, caller: Caller, vault_id: VaultId, new: NewInvitation) -> Result<()> {
    let proof = PinProof::new(&caller, &new.pin_tag)?;
    let act = Invite { account_id: caller.account_id, kid: caller.kid(), vault_id, proof, new };
    app.ledger.perform_signed(act, caller.request).await?.into_result()
}

struct Invite {
    account_id: AccountId,
    kid: vault_core::ids::Kid,
    vault_id: VaultId,
    proof: PinProof,
    new: NewInvitation,
}

impl Act for Invite {
    type Answer = Solemn<()>;

    fn attempt(&self) -> Event {
        Event::new(EventType::OrganisationJoined, self.kid).in_vault(self.vault_id)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<()>> {
        let vault = vaults::find(turn.tx, self.vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
        let access = access::owner(&actor(turn.tx, self.account_id).await?, vault.vault_id, vault.owner)?;
        organisation_keys::chain(turn.tx, self.new.organisation_id).await?;
        if let Some(tries_left) = self.proof.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        let expires_ms = turn.now_ms + NewInvitation::LASTS_MS;
        let invitation = Invitation { entry_hash: self.new.entry_sha256, expires_ms };
        ties::invite(turn.tx, &access, self.new.organisation_id, &invitation).await?;
        turn.done().await?;
        Ok(Solemn::Done(()))
    }
}

/// A member writes the name into the directory of the organisation, as the person allowed it.
pub async fn join(
    app: &App,
    caller: Caller,
    organisation_id: OrganisationId,
    new: NewDirectoryEntry,
) -> Result<OrganisationView> {
    let act = Join { account_id: caller.account_id, kid: caller.kid(), organisation_id, new };
    app.ledger.perform_signed(act, caller.request).await
}

struct Join {
    account_id: AccountId,
    kid: vault_core::ids::Kid,
    organisation_id: OrganisationId,
    new: NewDirectoryEntry,
}

impl Act for Join {
    type Answer = OrganisationView;

    fn attempt(&self) -> Event {
        Event::new(EventType::OrganisationJoined, self.kid).in_vault(self.new.vault_id)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<OrganisationView> {
        let new = &self.new;
        vaults::find(turn.tx, new.vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
        let member = actor(turn.tx, self.account_id).await?;
        let access = access::member(&member, self.organisation_id, &[Role::Referent, Role::Professional])?;
        if !name::is_sealed_len(new.directory_entry.len()) {
            return Err(Error::problem(ProblemCode::InvalidRequest, "directory_entry has the wrong length"));
        }
        let epoch = organisation_keys::chain(turn.tx, self.organisation_id).await?.current().epoch;
        if new.directory_epoch != epoch {
            return Err(Error::problem(ProblemCode::Conflict, "directory_epoch: not the one in force"));
        }
        let refused = |reason| Error::Refused(Refusal::plain(reason));
        let allowed = ties::invitation(turn.tx, &access, new.vault_id).await?;
        let allowed = allowed.ok_or_else(|| refused(ResultCode::NotTrusted))?;
        if allowed.entry_hash != Hash::from_bytes(suite::sha256(&[&new.directory_entry])) {
            return Err(refused(ResultCode::NotTrusted));
        }
        if turn.now_ms > allowed.expires_ms {
            return Err(refused(ResultCode::TooLate));
        }
        ties::make_room(turn.tx, &access, new.vault_id).await?;
        let entry = DirectoryEntry { vault_id: new.vault_id, epoch, entry: new.directory_entry.to_vec() };
        organisations::insert_directory_entry(turn.tx, turn.lock, &mut turn.entropy, &access, &entry).await?;
        turn.done().await?;
        People::default().organisation(turn.tx, self.organisation_id).await
    }
}

/// Ends a tie: the name is removed, and the mandates that the organisation held are revoked, in one act.
pub async fn leave(
    app: &App,
    caller: Caller,
    (vault_id, organisation_id): (VaultId, OrganisationId),
    body: Departure,
) -> Result<()> {
    let mut revocations = Vec::with_capacity(body.revocations.len());
    for bytes in &body.revocations {
        revocations.push((Revocation::verify(bytes, &caller.key).map_err(Error::Malformed)?, bytes.to_vec()));
    }
    let proof = PinProof::new(&caller, &body.pin_tag)?;
    let act = Leave { account_id: caller.account_id, key: caller.key, vault_id, organisation_id, proof, revocations };
    app.ledger.perform_signed(act, caller.request).await?.into_result()
}

struct Leave {
    account_id: AccountId,
    key: VerifyingKey,
    vault_id: VaultId,
    organisation_id: OrganisationId,
    proof: PinProof,
    revocations: Vec<(Revocation, Vec<u8>)>,
}

impl Act for Leave {
    type Answer = Solemn<()>;

    fn attempt(&self) -> Event {
        Event::new(EventType::OrganisationLeft, self.key.kid()).in_vault(self.vault_id)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<()>> {
        let vault = vaults::find(turn.tx, self.vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
        let by = actor(turn.tx, self.account_id).await?;
        let access = access::tie(&by, (vault.vault_id, vault.owner), self.organisation_id)?;
        if let Some(tries_left) = self.proof.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        // A person whom no organisation knows any more is found by nobody: only they may decide that.
        if !access.by_owner() && facts::followers(turn.tx, self.vault_id).await? == [self.organisation_id] {
            return Err(Error::Refused(Refusal::plain(ResultCode::NotAllowed)));
        }
        let revoked = self.revoke(turn, &access).await?;
        if !ties::end(turn.tx, &access).await? && revoked == 0 {
            return Err(Error::not_found("organisation"));
        }
        turn.done().await?;
        Ok(Solemn::Done(()))
    }
}

impl Leave {
    /// Revokes each mandate in force that falls with the tie; all of them, and no other.
    async fn revoke(&self, turn: &mut Turn<'_>, access: &TieAccess) -> Result<usize> {
        let falling = falling(turn, access).await?;
        let wanted: BTreeSet<MandateId> = falling.iter().map(|stored| stored.mandate.id).collect();
        let given: BTreeSet<MandateId> = self.revocations.iter().map(|(revocation, _)| revocation.mandate).collect();
        if wanted != given || self.revocations.len() != given.len() {
            return Err(Error::problem(ProblemCode::Conflict, "revocations: one for each mandate in force"));
        }
        for (revocation, bytes) in &self.revocations {
            let stored = falling.iter().find(|stored| stored.mandate.id == revocation.mandate);
            let stored = stored.ok_or_else(|| Error::not_found("mandate"))?;
            revocation.check_mandate(stored.mandate.id, &Mandate::hash_of(&stored.bytes)).map_err(Error::Malformed)?;
            mandates::revoke(turn.tx, stored.mandate.id, bytes, turn.now_ms).await?;
            let event = Event::new(EventType::MandateRevoked, self.key.kid());
            turn.record(&event.in_vault(self.vault_id).about_mandate(stored.mandate.id)).await?;
        }
        Ok(self.revocations.len())
    }
}

/// The mandates in force of the organisation; those of its members too, which only the owner may revoke for all.
async fn falling(turn: &mut Turn<'_>, access: &TieAccess) -> Result<Vec<StoredMandate>> {
    let second = turn.now_ms / 1000;
    let mut falling = Vec::new();
    for stored in mandates::of_vault(turn.tx, access.vault_id()).await? {
        if stored.revocation.is_some() || second > stored.mandate.not_after {
            continue;
        }
        let falls = match stored.mandate.recipient {
            Recipient::Organisation(id) => id == access.organisation_id(),
            Recipient::Account(id) => {
                let belongs = organisations::membership(turn.tx, id).await?;
                access.by_owner() && belongs.is_some_and(|(of, _)| of == access.organisation_id())
            }
        };
        if falls {
            falling.push(stored);
        }
    }
    Ok(falling)
}

/// The organisations that keep the owner's name, to the owner.
pub async fn of_vault(app: &App, caller: &Caller, vault_id: VaultId) -> Result<Vec<OrganisationView>> {
    let mut tx = app.store.read().await?;
    let vault = vaults::find(&mut tx, vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
    access::owner(&actor(&mut tx, caller.account_id).await?, vault_id, vault.owner)?;
    let (mut known, mut people) = (Vec::new(), People::default());
    for organisation_id in facts::followers(&mut tx, vault_id).await? {
        known.push(people.organisation(&mut tx, organisation_id).await?);
    }
    Ok(known)
}
