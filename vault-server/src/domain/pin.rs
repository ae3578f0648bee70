//! The PIN: checked at each login and before each solemn act, changed by who knows it.

use vault_core::api::{PinChange, ProblemCode};
use vault_core::credential::PinHash;
use vault_core::ids::{AccountId, CredentialId, Kid};
use vault_core::secret::PinTag;
use vault_core::vocabulary::{EventType, ResultCode};

use super::Caller;
use crate::access::Refusal;
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::accounts::{self, Credential, CredentialStatus};

/// What a solemn act answers. A wrong PIN is not an error of the act: the try that it cost must stay.
#[derive(Debug)]
pub(super) enum Solemn<T> {
    /// The PIN was right, and the act was done.
    Done(T),
    /// The PIN was wrong, and nothing was done.
    WrongPin {
        /// How many tries remain.
        tries_left: u8,
    },
}

impl<T> Solemn<T> {
    /// What the caller is told.
    pub(super) fn into_result(self) -> Result<T> {
        match self {
            Self::Done(answer) => Ok(answer),
            Self::WrongPin { tries_left } => Err(Error::WrongPin { tries_left }),
        }
    }
}

/// The proof of a PIN, given again with a solemn act: whoever takes over a session that somebody left open cannot do it.
#[derive(Debug)]
pub(super) struct PinProof {
    credential_id: CredentialId,
    tag: PinTag,
}

impl PinProof {
    /// Of the credential of the caller's session.
    pub(super) fn new(caller: &Caller, tag: &[u8]) -> Result<Self> {
        let malformed = || Error::problem(ProblemCode::InvalidRequest, "pin_tag has the wrong length");
        Ok(Self { credential_id: caller.credential_id, tag: PinTag::from_slice(tag).ok_or_else(malformed)? })
    }

    /// The tries that remain when it is wrong; none when it is right. Call it before anything is written, and with
    /// [`Turn::attempt`] filled in: a wrong PIN is written as an event of that type.
    pub(super) async fn fails(&self, turn: &mut Turn<'_>) -> Result<Option<u8>> {
        let credential = accounts::credential(turn.tx, turn.lock, self.credential_id)
            .await?
            .ok_or_else(|| Error::not_found("credential"))?;
        check_status(&credential)?;
        if check_pin(turn, &credential, &self.tag).await? {
            return Ok(None);
        }
        record_wrong_pin(turn, self.credential_id).await.map(Some)
    }
}

/// Changes the PIN of the session's credential; the current one is proved again, and costs a try when wrong.
pub async fn change_pin(app: &App, caller: Caller, change: PinChange) -> Result<()> {
    let malformed = || Error::problem(ProblemCode::InvalidRequest, "new_pin_tag has the wrong length");
    let act = ChangePin {
        account_id: caller.account_id,
        credential_id: caller.credential_id,
        kid: caller.kid(),
        current: PinProof::new(&caller, &change.current_pin_tag)?,
        new: PinTag::from_slice(&change.new_pin_tag).ok_or_else(malformed)?,
    };
    app.ledger.perform_signed(act, caller.request).await?.into_result()
}

struct ChangePin {
    account_id: AccountId,
    credential_id: CredentialId,
    kid: Kid,
    current: PinProof,
    new: PinTag,
}

impl Act for ChangePin {
    type Answer = Solemn<()>;

    fn attempt(&self) -> Event {
        Event::new(EventType::PinChange, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<()>> {
        let account = accounts::find(turn.tx, self.account_id).await?.ok_or_else(|| Error::not_found("account"))?;
        if let Some(vault_id) = account.vault_id {
            turn.attempt = turn.attempt.clone().in_vault(vault_id);
        }
        if let Some(tries_left) = self.current.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        let hash = PinHash::of(turn.keys.pepper(), &self.new);
        accounts::set_pin_hash(turn.tx, self.credential_id, hash.as_bytes()).await?;
        turn.done().await?;
        Ok(Solemn::Done(()))
    }
}

/// Refuses a credential that does not log in.
pub(super) const fn check_status(credential: &Credential) -> Result<()> {
    match credential.status {
        CredentialStatus::Live => Ok(()),
        CredentialStatus::Blocked => Err(Error::Refused(Refusal::plain(ResultCode::CredentialBlocked))),
        CredentialStatus::Revoked => Err(Error::Refused(Refusal::plain(ResultCode::CredentialRevoked))),
    }
}

/// One try fewer, then the comparison in constant time, then all tries back when it was right.
pub(super) async fn check_pin(turn: &mut Turn<'_>, credential: &Credential, tag: &PinTag) -> Result<bool> {
    accounts::take_pin_try(turn.tx, credential.credential_id).await?;
    let right = PinHash::of(turn.keys.pepper(), tag) == PinHash::from_bytes(credential.pin_hash);
    if right {
        accounts::restore_pin_tries(turn.tx, credential.credential_id).await?;
    }
    Ok(right)
}

/// The wrong PIN is an event; so is the block that the fifth one brings. Gives the tries that remain.
pub(super) async fn record_wrong_pin(turn: &mut Turn<'_>, credential_id: CredentialId) -> Result<u8> {
    let event = turn.attempt.clone();
    turn.record(&event.clone().ended(ResultCode::WrongPin)).await?;
    let tries_left = accounts::tries_left(turn.tx, credential_id).await?;
    if tries_left == 0 {
        turn.record(&event.ended(ResultCode::CredentialBlocked)).await?;
    }
    Ok(tries_left)
}
