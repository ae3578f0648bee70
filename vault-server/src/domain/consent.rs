//! "Je refuse": somebody was offered a vault and said no. The event is all that remains of it.

use vault_core::api::NewConsentRefusal;
use vault_core::ids::{AccountId, Kid, OrganisationId};
use vault_core::vocabulary::{EventType, Role};

use super::{Caller, actor};
use crate::access;
use crate::app::App;
use crate::error::Result;
use crate::ledger::{Act, Event, Turn};

/// Writes that somebody said no, told by the professional beside them.
pub async fn refuse(app: &App, caller: Caller, new: NewConsentRefusal) -> Result<()> {
    let act = Refuse { account_id: caller.account_id, kid: caller.kid(), organisation_id: new.organisation_id };
    app.ledger.perform_signed(act, caller.request).await
}

struct Refuse {
    account_id: AccountId,
    kid: Kid,
    organisation_id: OrganisationId,
}

impl Act for Refuse {
    type Answer = ();

    fn attempt(&self) -> Event {
        Event::new(EventType::ConsentRefused, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<()> {
        let actor = actor(turn.tx, self.account_id).await?;
        access::member(&actor, self.organisation_id, &[Role::Referent, Role::Professional])?;
        turn.done().await?;
        Ok(())
    }
}
