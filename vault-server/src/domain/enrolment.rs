//! How an account and its first credential come to be: invited by the operator, or enrolled by someone
//! who stands beside the person.

use vault_core::api::{Enrolment, NewCredential, ProblemCode, SignerView};
use vault_core::certificate::{Certificate, CertificateKind, Chain};
use vault_core::credential::{Credential, Pin, PinHash, SEALED_ROOT_LEN};
use vault_core::entropy::generate;
use vault_core::ids::{AccountId, CredentialId, Kid};
use vault_core::keys::VerifyingKey;
use vault_core::secret::{HalfB, PinTag};
use vault_core::vocabulary::{AccountKind, CredentialKind, EventType};
use vault_core::wrap::{Reading, Wrap};

use super::views::{self, People};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, SignedRequest, Turn};
use crate::store::accounts::{self, Account, AccountStatus};

/// Longest name by which staff may appear, in characters.
const MAX_DISPLAY_NAME: usize = 80;

/// A first credential, made on the server's own machine for somebody who has none to vouch for them.
/// The server learns the PIN's tag and its own half; the account's keys are made at the first login, elsewhere.
#[derive(Debug)]
pub struct Invitation {
    /// The new account.
    pub account_id: AccountId,
    /// Référent (staff) or auditor.
    pub kind: AccountKind,
    /// As they will appear.
    pub display_name: String,
    /// What they will hold.
    pub credential: Credential,
    /// What they will know first.
    pub pin: Pin,
}

/// Writes an invitation.
pub async fn invite(app: &App, invitation: Invitation) -> Result<()> {
    app.ledger.perform(Invite(invitation)).await
}

struct Invite(Invitation);

impl Act for Invite {
    type Answer = ();

    fn attempt(&self) -> Event {
        Event::new(EventType::Invitation, Kid::NONE)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<()> {
        let Invitation { account_id, kind, display_name, credential, pin } = &self.0;
        let account = Account {
            account_id: *account_id,
            kind: *kind,
            status: AccountStatus::Invited,
            display_name: Some(check_text(display_name, MAX_DISPLAY_NAME, "display_name")?),
            vault_id: None,
        };
        accounts::insert(turn.tx, &account, turn.now_ms).await?;
        let half_b = HalfB::generate(&mut turn.entropy);
        let row = accounts::NewCredential {
            credential_id: credential.id,
            account_id: *account_id,
            kind: CredentialKind::Device,
            public_key: *credential.signing_key().verifying_key().as_bytes(),
            pin_hash: *PinHash::of(turn.keys.pepper(), &pin.tag(credential)).as_bytes(),
            half_b: &half_b,
            root: None,
        };
        accounts::insert_credential(turn.tx, turn.lock, &mut turn.entropy, &row, turn.now_ms).await?;
        turn.done().await?;
        Ok(())
    }
}

/// An invited account gives its first keys.
pub async fn enrol(
    app: &App,
    account_id: AccountId,
    credential_id: CredentialId,
    enrolment: Enrolment,
    request: SignedRequest,
) -> Result<()> {
    app.ledger.perform_signed(Enrol { account_id, credential_id, enrolment, kid: request.kid() }, request).await
}

/// The key that a first certificate publishes: it signs the enrolment that carries it.
pub fn first_key(account_id: AccountId, enrolment: &Enrolment) -> Result<VerifyingKey> {
    let chain = Chain::verify_unaffiliated(&[&enrolment.certificate], account_id).map_err(Error::Malformed)?;
    Ok(*signing(&chain)?)
}

struct Enrol {
    account_id: AccountId,
    credential_id: CredentialId,
    enrolment: Enrolment,
    kid: Kid,
}

impl Act for Enrol {
    type Answer = ();

    fn attempt(&self) -> Event {
        Event::new(EventType::Enrolment, self.kid)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<()> {
        let already = || Error::problem(ProblemCode::Conflict, "this account has its keys already");
        let chain =
            Chain::verify_unaffiliated(&[&self.enrolment.certificate], self.account_id).map_err(Error::Malformed)?;
        if !accounts::activate(turn.tx, self.account_id).await? {
            return Err(already());
        }
        let root = &self.enrolment.root;
        if !accounts::set_root(turn.tx, turn.lock, &mut turn.entropy, self.credential_id, root).await? {
            return Err(already());
        }
        accounts::publish(turn.tx, chain.current(), &self.enrolment.certificate, turn.now_ms).await?;
        turn.done().await?;
        Ok(())
    }
}

/// Writes an account that is enrolled with the person present, its certificate and its credential.
pub(super) async fn enrol_beside(
    turn: &mut Turn<'_>,
    account: &Account,
    chain: &Chain,
    certificate: &[u8],
    credential: &NewCredential,
) -> Result<()> {
    accounts::insert(turn.tx, account, turn.now_ms).await.map_err(|error| taken(error, "account_id"))?;
    accounts::publish(turn.tx, chain.current(), certificate, turn.now_ms).await?;
    add_credential(turn, account.account_id, signing(chain)?, credential).await
}

/// Writes a credential whose half b the account itself has sealed to a deposit key.
pub(super) async fn add_credential(
    turn: &mut Turn<'_>,
    account_id: AccountId,
    maker: &VerifyingKey,
    credential: &NewCredential,
) -> Result<()> {
    let half_b = open_half(turn, account_id, maker, credential)?;
    let malformed = |field| Error::problem(ProblemCode::InvalidRequest, format!("{field} has the wrong length"));
    if credential.root.len() != SEALED_ROOT_LEN {
        return Err(malformed("root"));
    }
    let pin_hash = if credential.kind.has_pin() {
        let tag = PinTag::from_slice(&credential.pin_tag).ok_or_else(|| malformed("pin_tag"))?;
        *PinHash::of(turn.keys.pepper(), &tag).as_bytes()
    } else if credential.pin_tag.is_empty() {
        // Random: whatever went wrong elsewhere, no tag would be found right.
        generate(&mut turn.entropy)
    } else {
        return Err(malformed("pin_tag"));
    };
    let row = accounts::NewCredential {
        credential_id: credential.credential_id,
        account_id,
        kind: credential.kind,
        public_key: credential.public_key.to_array().ok_or_else(|| malformed("public_key"))?,
        pin_hash,
        half_b: &half_b,
        root: Some(&credential.root),
    };
    accounts::insert_credential(turn.tx, turn.lock, &mut turn.entropy, &row, turn.now_ms)
        .await
        .map_err(|error| taken(error, "credential_id"))
}

/// Half b arrives sealed to a deposit key, by the account that the credential unlocks.
fn open_half(
    turn: &Turn<'_>,
    account_id: AccountId,
    maker: &VerifyingKey,
    credential: &NewCredential,
) -> Result<HalfB> {
    let wrap = Wrap::parse(&credential.half_b).map_err(Error::Malformed)?;
    let epoch = wrap.about().epoch;
    let key = turn.keys.deposit(epoch).ok_or_else(|| unknown_deposit_key(epoch))?;
    Reading { with: &key, maker }
        .open_half_to_server(&credential.half_b, account_id, credential.credential_id, epoch)
        .map_err(Error::Malformed)
}

pub(super) fn unknown_deposit_key(epoch: u32) -> Error {
    Error::problem(ProblemCode::Conflict, format!("deposit key {epoch} is not in use any more; ask /v1/server again"))
}

/// The signing key in force of someone who must have one.
pub(super) fn signing(chain: &Chain) -> Result<&VerifyingKey> {
    use vault_core::error::{Error as FormatError, Property, What};
    chain.verifying().ok_or(Error::Malformed(FormatError::new(What::Certificate, Property::Kind)))
}

/// An id that the client chose is in use.
pub(super) fn taken(error: crate::store::StoreError, field: &str) -> Error {
    if error.is_taken() { Error::problem(ProblemCode::Conflict, format!("{field} is taken")) } else { error.into() }
}

/// A public text: trimmed, neither empty nor too long, without control characters.
pub(super) fn check_text(text: &str, max: usize, field: &str) -> Result<String> {
    let text = text.trim();
    let count = text.chars().count();
    if count == 0 || count > max || text.chars().any(char::is_control) {
        return Err(Error::problem(ProblemCode::InvalidRequest, format!("{field}: 1 to {max} printable characters")));
    }
    Ok(text.to_owned())
}

/// Adds a certificate to a chain that the caller has verified as a whole.
pub(super) async fn publish_next(turn: &mut Turn<'_>, bytes: &[u8]) -> Result<()> {
    let certificate = Certificate::parse(bytes).map_err(Error::Malformed)?;
    accounts::publish(turn.tx, &certificate, bytes, turn.now_ms)
        .await
        .map_err(|error| taken(error, "this epoch of the certificate"))
}

/// The public keys of a staff member, to whom a mandate may be given. Beneficiaries are not found this way.
pub async fn staff_keys(app: &App, account_id: AccountId) -> Result<SignerView> {
    let unknown = || Error::not_found("account");
    let mut tx = app.store.read().await?;
    let account = accounts::find(&mut tx, account_id).await?.ok_or_else(unknown)?;
    let chain = accounts::chain(&mut tx, CertificateKind::Account, account_id.as_bytes()).await?;
    match (account.kind, chain.last()) {
        (AccountKind::Staff, Some(current)) => {
            People::default().signer(&mut tx, account_id, views::kid_of(current)?).await
        }
        _ => Err(unknown()),
    }
}
