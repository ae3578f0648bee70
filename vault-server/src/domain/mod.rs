//! The rules, one noun per file. Knows neither axum nor sqlx: what changes or releases anything is an
//! [`crate::ledger::Act`]; what only reads opens a reading transaction.

pub mod amendment;
pub mod channel;
pub mod closing;
pub mod consent;
pub mod credentials;
pub mod deposit;
pub mod display;
pub mod enrolment;
pub mod epoch;
pub mod erased_again;
pub mod erasure;
pub mod export;
pub mod guardians;
pub mod housekeeping;
mod idle;
pub mod lock_epochs;
pub mod log;
pub mod login;
pub mod mandate;
pub mod member_pin;
pub mod notices;
pub mod opening;
pub mod operator;
pub mod organisation;
mod organisation_keys;
pub mod pin;
pub mod pin_reset;
pub mod receipt;
pub mod recovery;
pub mod reminder;
pub mod retention;
pub mod staff;
pub mod tie;
pub mod vault;
mod views;

use vault_core::ids::{AccountId, CredentialId, Hash, Kid};
use vault_core::keys::VerifyingKey;

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::ledger::SignedRequest;
use crate::store::{Tx, facts};

/// Who sent a request that was authenticated: session and signature were checked.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The account.
    pub account_id: AccountId,
    /// The credential of the session.
    pub credential_id: CredentialId,
    /// The session.
    pub token_hash: Hash,
    /// The account's signing key in force.
    pub key: VerifyingKey,
    /// The signed request.
    pub request: SignedRequest,
}

impl Caller {
    /// The key id that the log names.
    #[must_use]
    pub fn kid(&self) -> Kid {
        self.key.kid()
    }
}

/// Who acts, read in the transaction that decides.
async fn actor(tx: &mut Tx, account_id: AccountId) -> Result<Actor> {
    facts::actor(tx, account_id).await?.ok_or_else(|| Error::not_found("account"))
}
