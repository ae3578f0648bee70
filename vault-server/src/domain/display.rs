//! How somebody likes the page to be shown: sealed by them to themselves. Keeping it touches nobody's paper and is no event; the log
//! would only tell when somebody looks for their glasses.

use vault_core::api::{Bytes, DisplayView, NewDisplay};
use vault_core::ids::AccountId;
use vault_core::keys::VerifyingKey;
use vault_core::vocabulary::EventType;
use vault_core::wrap::{About, Wrap};

use super::{Caller, actor};
use crate::access::{self, OwnAccess};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::{Tx, display};

/// Keeps the caller's own, instead of the one before.
pub async fn keep(app: &App, caller: Caller, new: NewDisplay) -> Result<DisplayView> {
    let act = Keep { account_id: caller.account_id, key: caller.key, display: new.display };
    app.ledger.perform_signed(act, caller.request).await
}

/// The caller's own.
pub async fn show(app: &App, caller: &Caller) -> Result<DisplayView> {
    let mut tx = app.store.read().await?;
    let access = own(&mut tx, caller.account_id).await?;
    Ok(DisplayView { display: display::of_account(&mut tx, &app.lock, &access).await?.map(Bytes) })
}

struct Keep {
    account_id: AccountId,
    key: VerifyingKey,
    display: Bytes,
}

impl Act for Keep {
    type Answer = DisplayView;

    /// Never written: this act is not refused in the log's sense.
    fn attempt(&self) -> Event {
        Event::new(EventType::Login, self.key.kid())
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<DisplayView> {
        let access = own(turn.tx, self.account_id).await?;
        let wrap = Wrap::parse(&self.display).map_err(Error::Malformed)?;
        wrap.check_about(&About::display(self.account_id)).map_err(Error::Malformed)?;
        wrap.verify(&self.key).map_err(Error::Malformed)?;
        display::keep(turn.tx, turn.lock, &mut turn.entropy, &access, (&wrap, &self.display)).await?;
        Ok(DisplayView { display: Some(self.display.clone()) })
    }
}

/// A refusal is an answer here and leaves no event.
async fn own(tx: &mut Tx, account_id: AccountId) -> Result<OwnAccess> {
    let refused = |refusal: access::Refusal| Error::problem(Error::code_of(refusal.reason), "the account may not act");
    access::own(&actor(tx, account_id).await?).map_err(refused)
}
