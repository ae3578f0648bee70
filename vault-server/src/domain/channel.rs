//! Ways to reach a person. Changing them asks for the PIN again, and the other channels are told: a thief who could
//! do it quietly would make every later notice useless.

use vault_core::api::{ChannelRemoval, ChannelView, NewChannel, ProblemCode};
use vault_core::ids::{AccountId, ChannelId, Kid};
use vault_core::vocabulary::{ChannelKind, EventType, NoticeKind};
use zeroize::Zeroizing;

use super::pin::{PinProof, Solemn};
use super::{Caller, actor, notices};
use crate::access::{self, OwnAccess};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::post;
use crate::store::channels::{self, Channel};
use crate::store::{Tx, accounts};

/// Most channels of one account.
const MOST: usize = 5;

/// Adds a channel to the caller's own.
pub async fn add(app: &App, caller: Caller, new: NewChannel) -> Result<ChannelView> {
    if !post::is_address(new.kind, &new.address) {
        let detail = "address is neither a mail address nor a number as + and 8 to 15 digits";
        return Err(Error::problem(ProblemCode::InvalidRequest, detail));
    }
    let act = Add {
        account_id: caller.account_id,
        kid: caller.kid(),
        proof: PinProof::new(&caller, &new.pin_tag)?,
        channel_id: new.channel_id,
        kind: new.kind,
        address: Zeroizing::new(new.address),
    };
    app.ledger.perform_signed(act, caller.request).await?.into_result()
}

/// The caller's own channels.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<ChannelView>> {
    let mut tx = app.store.read().await?;
    let access = access::own(&actor(&mut tx, caller.account_id).await?)?;
    Ok(channels::of_account(&mut tx, &app.lock, &access).await?.iter().map(view).collect())
}

/// Removes one of the caller's own; gives those that remain.
pub async fn remove(
    app: &App,
    caller: Caller,
    channel_id: ChannelId,
    removal: ChannelRemoval,
) -> Result<Vec<ChannelView>> {
    let proof = PinProof::new(&caller, &removal.pin_tag)?;
    let act = Remove { account_id: caller.account_id, kid: caller.kid(), proof, channel_id };
    app.ledger.perform_signed(act, caller.request).await?.into_result()
}

struct Add {
    account_id: AccountId,
    kid: Kid,
    proof: PinProof,
    channel_id: ChannelId,
    kind: ChannelKind,
    address: Zeroizing<String>,
}

impl Act for Add {
    type Answer = Solemn<ChannelView>;

    fn attempt(&self) -> Event {
        Event::new(EventType::ChannelChanged, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<ChannelView>> {
        turn.attempt = event_of(turn.tx, self.account_id, self.attempt()).await?;
        let access = enter(turn, self.account_id).await?;
        if let Some(tries_left) = self.proof.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        let known = channels::of_account(turn.tx, turn.lock, &access).await?;
        if let Some(same) = known.iter().find(|channel| channel.channel_id == self.channel_id)
            && same.kind == self.kind
            && same.address == self.address
        {
            return Ok(Solemn::Done(view(same)));
        }
        if known.iter().any(|channel| channel.address == self.address) {
            return Err(Error::problem(ProblemCode::Conflict, "this address is a channel already"));
        }
        if known.len() >= MOST {
            return Err(Error::problem(ProblemCode::Conflict, format!("an account has at most {MOST} channels")));
        }
        if channels::owner(turn.tx, self.channel_id).await?.is_some() {
            return Err(Error::problem(ProblemCode::Conflict, "channel_id is taken"));
        }
        // The others, before this one is among them.
        notices::tell(turn, self.account_id, NoticeKind::ChannelChanged).await?;
        let channel = Channel {
            channel_id: self.channel_id,
            kind: self.kind,
            address: self.address.clone(),
            created_ms: turn.now_ms,
        };
        channels::insert(turn.tx, turn.lock, &mut turn.entropy, &access, &channel).await?;
        turn.done().await?;
        Ok(Solemn::Done(view(&channel)))
    }
}

struct Remove {
    account_id: AccountId,
    kid: Kid,
    proof: PinProof,
    channel_id: ChannelId,
}

impl Act for Remove {
    type Answer = Solemn<Vec<ChannelView>>;

    fn attempt(&self) -> Event {
        Event::new(EventType::ChannelChanged, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<Vec<ChannelView>>> {
        turn.attempt = event_of(turn.tx, self.account_id, self.attempt()).await?;
        let access = enter(turn, self.account_id).await?;
        if let Some(tries_left) = self.proof.fails(turn).await? {
            return Ok(Solemn::WrongPin { tries_left });
        }
        // The one that leaves is told too, while it is still among them.
        notices::tell(turn, self.account_id, NoticeKind::ChannelChanged).await?;
        if !channels::remove(turn.tx, &access, self.channel_id, turn.now_ms).await? {
            return Err(Error::not_found("channel"));
        }
        turn.done().await?;
        let left = channels::of_account(turn.tx, turn.lock, &access).await?;
        Ok(Solemn::Done(left.iter().map(view).collect()))
    }
}

async fn enter(turn: &mut Turn<'_>, account_id: AccountId) -> Result<OwnAccess> {
    Ok(access::own(&actor(turn.tx, account_id).await?)?)
}

/// An event of an account: in its vault, for a beneficiary.
pub(super) async fn event_of(tx: &mut Tx, account_id: AccountId, event: Event) -> Result<Event> {
    let account = accounts::find(tx, account_id).await?;
    Ok(match account.and_then(|account| account.vault_id) {
        Some(vault_id) => event.in_vault(vault_id),
        None => event,
    })
}

fn view(channel: &Channel) -> ChannelView {
    ChannelView {
        channel_id: channel.channel_id,
        kind: channel.kind,
        hint: hint(channel.kind, &channel.address),
        created_ms: channel.created_ms,
    }
}

/// The first letter and the domain of a mail address; the last two digits of a number.
fn hint(kind: ChannelKind, address: &str) -> String {
    match kind {
        ChannelKind::Mail => {
            let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
            let first: String = local.chars().take(1).collect();
            format!("{first}…@{domain}")
        }
        ChannelKind::Phone => {
            let tail = address.get(address.len().saturating_sub(2)..).unwrap_or_default();
            format!("… {tail}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_shows_too_little_to_write_to() {
        assert_eq!(hint(ChannelKind::Mail, "amina.specimen@exemple.fr"), "a…@exemple.fr");
        assert_eq!(hint(ChannelKind::Phone, "+33639981234"), "… 34");
    }
}
