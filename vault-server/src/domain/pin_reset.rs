//! A forgotten PIN, card in hand: two members of an organisation that the person trusts vouch, the person types a new
//! PIN at once. No key changes: only the server enforces the PIN. For a member of an organisation, see [`member_pin`].

use vault_core::api::{PinReset, PinResetApproval, PinResetApproved, ProblemCode};
use vault_core::credential::{PinHash, PinResetStatement};
use vault_core::ids::{AccountId, CredentialId, Hash, Kid, VaultId};
use vault_core::keys::VerifyingKey;
use vault_core::origin::Origin;
use vault_core::secret::PinTag;
use vault_core::suite;
use vault_core::vocabulary::{EventType, NoticeKind, ResultCode};

use super::pin::{PinProof, Solemn};
use super::{Caller, actor, member_pin, notices};
use crate::access::{self, PIN_APPROVAL_MS, PIN_APPROVALS, Refusal, Vouching};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::accounts::{self, Account, CredentialStatus};
use crate::store::{credentials, facts, sessions, vaults};

/// A member vouches.
pub async fn approve(app: &App, caller: Caller, approval: PinResetApproval) -> Result<PinResetApproved> {
    let proof = PinProof::new(&caller, &approval.pin_tag)?;
    let act = Approve { account_id: caller.account_id, kid: caller.kid(), proof, vault_id: approval.vault_id };
    app.ledger.perform_signed(act, caller.request).await?.into_result()
}

struct Approve {
    account_id: AccountId,
    kid: Kid,
    proof: PinProof,
    vault_id: VaultId,
}

impl Act for Approve {
    type Answer = Solemn<PinResetApproved>;

    fn attempt(&self) -> Event {
        Event::new(EventType::PinResetApproved, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<PinResetApproved>> {
        vaults::find(turn.tx, self.vault_id).await?.ok_or_else(|| Error::not_found("vault"))?;
        turn.attempt = turn.attempt.clone().in_vault(self.vault_id);
        if let Some(tries_left) = self.proof.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        let trusted = facts::trusted(turn.tx, self.vault_id, turn.now_ms).await?;
        let access = access::follower(&actor(turn.tx, self.account_id).await?, self.vault_id, &trusted)?;
        credentials::approve_pin_reset(turn.tx, &access, turn.now_ms).await?;
        turn.done().await?;
        let given = given(turn, self.vault_id).await?;
        Ok(Solemn::Done(approved(given.iter().map(|vouching| vouching.approved_ms), turn.now_ms)))
    }
}

/// What who vouched is told, after words that were given at these times.
pub(super) fn approved(given_ms: impl Iterator<Item = u64>, now_ms: u64) -> PinResetApproved {
    let fresh = given_ms.filter(|approved_ms| now_ms <= approved_ms + PIN_APPROVAL_MS).count();
    PinResetApproved {
        approvals: u32::try_from(fresh).unwrap_or(u32::MAX),
        needed: u32::try_from(PIN_APPROVALS).unwrap_or(u32::MAX),
        until_ms: now_ms + PIN_APPROVAL_MS,
    }
}

/// Who vouched and still may: a member who was removed since counts no more.
async fn given(turn: &mut Turn<'_>, vault_id: VaultId) -> Result<Vec<Vouching>> {
    let trusted = facts::trusted(turn.tx, vault_id, turn.now_ms).await?;
    let mut given = Vec::new();
    for (account_id, approved_ms) in credentials::pin_reset_approvals(turn.tx, vault_id).await? {
        if let Ok(by) = access::follower(&actor(turn.tx, account_id).await?, vault_id, &trusted) {
            given.push(Vouching { by, approved_ms });
        }
    }
    Ok(given)
}

/// Sets the new PIN.
pub async fn reset(app: &App, caller: Caller, reset: PinReset) -> Result<()> {
    let malformed = |field| Error::problem(ProblemCode::InvalidRequest, format!("{field} has the wrong length"));
    let act = Reset {
        account_id: caller.account_id,
        kid: caller.kid(),
        origin: app.origin.clone(),
        credential_id: reset.credential_id,
        challenge: reset.challenge.to_array().ok_or_else(|| malformed("challenge"))?,
        new: PinTag::from_slice(&reset.new_pin_tag).ok_or_else(|| malformed("new_pin_tag"))?,
        signature: reset.signature.0,
    };
    app.ledger.perform_signed(act, caller.request).await
}

struct Reset {
    account_id: AccountId,
    kid: Kid,
    origin: Origin,
    credential_id: CredentialId,
    challenge: [u8; 32],
    new: PinTag,
    signature: Vec<u8>,
}

impl Act for Reset {
    type Answer = ();

    fn attempt(&self) -> Event {
        Event::new(EventType::PinReset, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<()> {
        let (account, status) = self.identify(turn).await?;
        let hash = PinHash::of(turn.keys.pepper(), &self.new);
        let Some(vault_id) = account.vault_id else {
            let access = member_pin::vouched(turn, self.account_id, account.account_id).await?;
            check_not_revoked(status)?;
            credentials::reset_member_pin(turn.tx, &access, self.credential_id, &hash).await?;
            turn.done().await?;
            notices::tell(turn, account.account_id, NoticeKind::PinReset).await?;
            return Ok(());
        };
        turn.attempt = turn.attempt.clone().in_vault(vault_id);
        let trusted = facts::trusted(turn.tx, vault_id, turn.now_ms).await?;
        let follower = access::follower(&actor(turn.tx, self.account_id).await?, vault_id, &trusted)?;
        let given = given(turn, vault_id).await?;
        let access = access::pin_reset(&follower, &given, turn.now_ms)?;
        check_not_revoked(status)?;
        credentials::reset_pin(turn.tx, &access, self.credential_id, &hash).await?;
        turn.done().await?;
        notices::tell(turn, account.account_id, NoticeKind::PinReset).await?;
        Ok(())
    }
}

fn check_not_revoked(status: CredentialStatus) -> Result<()> {
    if status == CredentialStatus::Revoked {
        return Err(Refusal::plain(ResultCode::CredentialRevoked).into());
    }
    Ok(())
}

impl Reset {
    /// Whose card signed, and where it stands. Whoever cannot sign is told nothing and leaves no event.
    async fn identify(&self, turn: &mut Turn<'_>) -> Result<(Account, CredentialStatus)> {
        let unknown = || Error::problem(ProblemCode::WrongCredential, "unknown credential, challenge or signature");
        let hash = Hash::from_bytes(suite::sha256(&[&self.challenge]));
        if !sessions::use_challenge(turn.tx, hash, self.credential_id, turn.clock_ms).await? {
            return Err(unknown());
        }
        let credential = accounts::credential(turn.tx, turn.lock, self.credential_id).await?.ok_or_else(unknown)?;
        let statement = PinResetStatement {
            origin: &self.origin,
            credential: self.credential_id,
            challenge: &self.challenge,
            new_pin_tag: &self.new,
        };
        statement.verify(&VerifyingKey::from_bytes(credential.public_key), &self.signature).map_err(|_| unknown())?;
        let account = accounts::find(turn.tx, credential.account_id).await?.ok_or_else(unknown)?;
        if credential.kind.has_pin() { Ok((account, credential.status)) } else { Err(unknown()) }
    }
}
