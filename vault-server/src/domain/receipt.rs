//! Receipts: one entry of the log with all that proves it, to the one whose act it tells.

use vault_core::api::{DestructionClaim, ProblemCode, ReceiptView};
use vault_core::ids::{AccountId, Kid};
use vault_core::log::EventBody;
use vault_core::secret::ClaimCode;
use vault_core::vocabulary::EventType;

use super::{Caller, actor, log};
use crate::access::{self, EntryAccess};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::log::{self as rows};
use crate::store::{Tx, accounts, closings};

/// The receipt of one's own act. A refusal is an event.
pub async fn of_own_act(app: &App, caller: Caller, index: u64) -> Result<ReceiptView> {
    let mut tx = app.store.read().await?;
    let acted = who_acted(app, &mut tx, index).await?;
    let act = Ask { account_id: caller.account_id, kid: caller.kid(), acted, index };
    let access = match act.decide(&mut tx).await {
        // Only a refusal needs the writer.
        Err(Error::Refused(_)) => app.ledger.perform_signed(act, caller.request).await?,
        other => other?,
    };
    show(app, &mut tx, &access).await
}

/// The receipt of a destruction, for whoever holds its claim code: no account is left to sign with.
pub async fn of_destruction(app: &App, claim: DestructionClaim) -> Result<ReceiptView> {
    let malformed = || Error::problem(ProblemCode::InvalidRequest, "claim has the wrong length");
    let claim = ClaimCode::from_slice(&claim.claim).ok_or_else(malformed)?;
    let mut tx = app.store.read().await?;
    let closing = closings::by_claim(&mut tx, claim.hash()).await?.ok_or_else(|| Error::not_found("claim"))?;
    let not_yet = || Error::problem(ProblemCode::TooEarly, "the vault stands still");
    let access = access::claimed_entry(&closing).ok_or_else(not_yet)?;
    show(app, &mut tx, &access).await
}

/// The operator's decision to go on from a log that is behind, for whoever knows its place in the log. Any other entry
/// is told like one that is not there.
pub async fn of_decision(app: &App, index: u64) -> Result<ReceiptView> {
    let unknown = || Error::not_found("decision");
    let mut tx = app.store.read().await?;
    let body = rows::body_at(&mut tx, &app.keys, index).await?.flatten().ok_or_else(unknown)?;
    let body = EventBody::parse(&body).map_err(Error::Corrupt)?;
    let access = access::decision_entry(&body, index).ok_or_else(unknown)?;
    show(app, &mut tx, &access).await
}

struct Ask {
    account_id: AccountId,
    kid: Kid,
    acted: Option<AccountId>,
    index: u64,
}

impl Act for Ask {
    type Answer = EntryAccess;

    fn attempt(&self) -> Event {
        Event::new(EventType::LogRead, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<EntryAccess> {
        self.decide(turn.tx).await
    }
}

impl Ask {
    async fn decide(&self, tx: &mut Tx) -> Result<EntryAccess> {
        Ok(access::own_entry(&actor(tx, self.account_id).await?, self.acted, self.index)?)
    }
}

/// The account whose key an entry names; an entry that was forgotten is told as such.
async fn who_acted(app: &App, tx: &mut Tx, index: u64) -> Result<Option<AccountId>> {
    let body = rows::body_at(tx, &app.keys, index).await?.ok_or_else(|| Error::not_found("log entry"))?;
    let body = EventBody::parse(&body.ok_or_else(forgotten)?).map_err(Error::Corrupt)?;
    if body.actor.is_none() { Ok(None) } else { Ok(accounts::by_kid(tx, body.actor).await?) }
}

async fn show(app: &App, tx: &mut Tx, access: &EntryAccess) -> Result<ReceiptView> {
    let state = rows::state(tx).await?;
    let entry = rows::one(tx, &app.keys, access).await?.ok_or_else(|| Error::not_found("log entry"))?;
    let proof = log::inclusion(tx, entry.index, state.frontier.size()).await?;
    let (told, _) = log::split(vec![entry], vec![proof]);
    let entry = told.into_iter().next().ok_or_else(forgotten)?;
    Ok(ReceiptView { checkpoint: state.checkpoint, entry })
}

fn forgotten() -> Error {
    Error::problem(ProblemCode::Erased, "this entry of the log was forgotten")
}
