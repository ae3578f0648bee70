//! Logging in with something one holds and something one knows (FORMATS 6), and the session after.

use vault_core::api::{
    AccountView, Bytes, Challenge, ChallengeRequest, Login, LoginAnswer, Membership, ProblemCode, SessionView,
};
use vault_core::certificate::CertificateKind;
use vault_core::entropy::generate;
use vault_core::ids::{CredentialId, Hash, Kid};
use vault_core::keys::{SealingKey, VerifyingKey};
use vault_core::login::LoginStatement;
use vault_core::origin::Origin;
use vault_core::secret::{PinTag, SessionHalf, SessionToken};
use vault_core::suite;
use vault_core::vocabulary::{EventType, ResultCode};
use vault_core::wrap::Envelope;

use super::pin::{self, Solemn};
use super::views::{self, People};
use crate::access::{self, Refusal};
use crate::app::App;
use crate::config::Limits;
use crate::edge::Address;
use crate::error::{Error, Result};
use crate::ledger::{Act, Event, Turn};
use crate::store::accounts::{self, Account, AccountStatus, Credential};
use crate::store::sessions::{self, Session};
use crate::store::{Tx, facts, idle};

/// How long a challenge may be answered (FORMATS 6).
const CHALLENGE_MS: u64 = 60_000;

/// A session's last use is written at most this often.
const TOUCH_MS: u64 = 60_000;

/// Gives a challenge, to whoever does not ask too often: an unknown credential learns nothing from it. Each login takes one.
pub async fn challenge(app: &App, caller: Address, request: ChallengeRequest) -> Result<Challenge> {
    let challenge: [u8; 32] = generate(&mut app.entropy.clone());
    let expires_ms = app.clock.now_ms() + CHALLENGE_MS;
    let hash = Hash::from_bytes(suite::sha256(&[&challenge]));
    let act = GiveChallenge {
        hash,
        credential_id: request.credential_id,
        expires_ms,
        caller: caller.hash(app.keys.pepper()),
        per_minute: app.limits.logins_per_minute,
    };
    app.ledger.perform(act).await?;
    Ok(Challenge { challenge: Bytes(challenge.to_vec()), expires_ms })
}

struct GiveChallenge {
    hash: Hash,
    credential_id: CredentialId,
    expires_ms: u64,
    caller: [u8; 32],
    per_minute: u32,
}

impl Act for GiveChallenge {
    type Answer = ();

    fn attempt(&self) -> Event {
        Event::new(EventType::Login, Kid::NONE)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<()> {
        let counted = sessions::count_login(turn.tx, &self.caller, turn.clock_ms, self.per_minute).await?;
        counted.map_err(|wait_ms| Error::TooOften { wait_s: wait_ms / 1000 + 1 })?;
        Ok(sessions::insert_challenge(turn.tx, self.hash, self.credential_id, self.expires_ms).await?)
    }
}

/// Logs in.
pub async fn login(app: &App, login: Login) -> Result<LoginAnswer> {
    let malformed = |field| Error::problem(ProblemCode::InvalidRequest, format!("{field} has the wrong length"));
    let act = LogIn {
        origin: app.origin.clone(),
        limits: app.limits.clone(),
        credential_id: login.credential_id,
        challenge: login.challenge.to_array().ok_or_else(|| malformed("challenge"))?,
        pin_tag: PinTag::from_slice(&login.pin_tag).ok_or_else(|| malformed("pin_tag"))?,
        one_time_key: login
            .one_time_key
            .to_array()
            .and_then(|key| SealingKey::from_bytes(&key))
            .ok_or_else(|| malformed("one_time_key"))?,
        signature: login.signature.0,
    };
    app.ledger.perform(act).await?.into_result().map(|answer| *answer)
}

struct LogIn {
    origin: Origin,
    limits: Limits,
    credential_id: CredentialId,
    challenge: [u8; 32],
    pin_tag: PinTag,
    one_time_key: SealingKey,
    signature: Vec<u8>,
}

impl Act for LogIn {
    type Answer = Solemn<Box<LoginAnswer>>;

    fn attempt(&self) -> Event {
        Event::new(EventType::Login, Kid::NONE)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<Solemn<Box<LoginAnswer>>> {
        let (credential, account) = self.identify(turn).await?;
        turn.attempt = account_event(turn.tx, &account, EventType::Login).await?;
        let entering = facts::actor(turn.tx, account.account_id).await?.ok_or_else(|| Error::not_found("account"))?;
        access::enter(&entering, account.status == AccountStatus::Invited)?;
        pin::check_status(&credential)?;
        if !credential.kind.has_pin() {
            return Err(Refusal::plain(ResultCode::NotAllowed).into());
        }
        if !pin::check_pin(turn, &credential, &self.pin_tag).await? {
            let tries_left = pin::record_wrong_pin(turn, self.credential_id).await?;
            return Ok(Solemn::WrongPin { tries_left });
        }
        let token = SessionToken::generate(&mut turn.entropy);
        let session = Session {
            token_hash: token_hash(token.expose()),
            account_id: account.account_id,
            credential_id: self.credential_id,
            half: SessionHalf::generate(&mut turn.entropy),
            seen_ms: turn.clock_ms,
            ends_ms: turn.clock_ms + self.limits.session_max_ms,
        };
        sessions::insert(turn.tx, turn.lock, &mut turn.entropy, &session).await?;
        idle::seen(turn.tx, account.account_id, turn.now_ms).await?;
        turn.done().await?;
        let envelope = Envelope { to: &self.one_time_key, maker: turn.keys.log_key(), not_after: 0 };
        let half_b = envelope
            .seal_half_to_login(&mut turn.entropy, account.account_id, self.credential_id, &credential.half_b)
            .map_err(Error::Malformed)?;
        Ok(Solemn::Done(Box::new(LoginAnswer {
            token: Bytes(token.expose().to_vec()),
            half_b: Bytes(half_b),
            root: credential.root.map(Bytes),
            session: session_view(turn.tx, &session, self.limits.session_idle_ms).await?,
        })))
    }
}

impl LogIn {
    /// The credential whose key signed this login. Whoever cannot sign is told nothing and leaves no event.
    async fn identify(&self, turn: &mut Turn<'_>) -> Result<(Credential, Account)> {
        let unknown = || Error::problem(ProblemCode::WrongCredential, "unknown credential, challenge or signature");
        let hash = Hash::from_bytes(suite::sha256(&[&self.challenge]));
        if !sessions::use_challenge(turn.tx, hash, self.credential_id, turn.clock_ms).await? {
            return Err(unknown());
        }
        let credential = accounts::credential(turn.tx, turn.lock, self.credential_id).await?.ok_or_else(unknown)?;
        let statement = LoginStatement {
            origin: &self.origin,
            credential: self.credential_id,
            challenge: &self.challenge,
            pin_tag: &self.pin_tag,
            one_time_key: &self.one_time_key,
        };
        statement.verify(&VerifyingKey::from_bytes(credential.public_key), &self.signature).map_err(|_| unknown())?;
        let account = accounts::find(turn.tx, credential.account_id).await?.ok_or_else(unknown)?;
        Ok((credential, account))
    }
}

/// An event of an account, by its key in force: in its vault, for a beneficiary.
pub(super) async fn account_event(tx: &mut Tx, account: &Account, event_type: EventType) -> Result<Event> {
    let chain = accounts::chain(tx, CertificateKind::Account, account.account_id.as_bytes()).await?;
    let kid = match chain.last() {
        Some(bytes) => views::kid_of(bytes)?,
        None => Kid::NONE,
    };
    let event = Event::new(event_type, kid);
    Ok(account.vault_id.map_or(event.clone(), |vault_id| event.in_vault(vault_id)))
}

/// What a token is known by: the server never stores the token itself.
#[must_use]
pub fn token_hash(token: &[u8]) -> Hash {
    Hash::from_bytes(suite::sha256(&[b"vault/session-token/v1\0", token]))
}

/// The session of a token, if it still lives. A use is remembered, so that idleness can be measured.
pub async fn session(app: &App, token: &[u8]) -> Result<(Session, Option<Vec<u8>>)> {
    let over = || Error::problem(ProblemCode::SessionOver, "no such session, or it is over");
    let now_ms = app.clock.now_ms();
    let mut tx = app.store.read().await?;
    let (session, certificate) = sessions::find(&mut tx, &app.lock, token_hash(token)).await?.ok_or_else(over)?;
    if now_ms > session.ends_ms || now_ms > session.seen_ms + app.limits.session_idle_ms {
        return Err(over());
    }
    if now_ms > session.seen_ms + TOUCH_MS {
        app.ledger.perform(Touch(session.token_hash)).await?;
    }
    Ok((session, certificate))
}

struct Touch(Hash);

impl Act for Touch {
    type Answer = ();

    fn attempt(&self) -> Event {
        Event::new(EventType::Login, Kid::NONE)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<()> {
        Ok(sessions::touch(turn.tx, self.0, turn.clock_ms).await?)
    }
}

/// What a session tells its holder.
pub async fn view(app: &App, session: &Session) -> Result<SessionView> {
    let mut tx = app.store.read().await?;
    session_view(&mut tx, session, app.limits.session_idle_ms).await
}

/// Ends a session.
pub async fn logout(app: &App, session: &Session) -> Result<()> {
    app.ledger.perform(LogOut(session.token_hash)).await
}

struct LogOut(Hash);

impl Act for LogOut {
    type Answer = ();

    fn attempt(&self) -> Event {
        Event::new(EventType::Login, Kid::NONE)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> Result<()> {
        Ok(sessions::end(turn.tx, self.0).await?)
    }
}

async fn session_view(tx: &mut Tx, session: &Session, idle_ms: u64) -> Result<SessionView> {
    let (account, membership) =
        accounts::with_membership(tx, session.account_id).await?.ok_or_else(|| Error::not_found("account"))?;
    let mut people = People::default();
    let membership = match membership {
        None => None,
        Some(accounts::Membership { organisation_id, role, .. }) => {
            let organisation = people.organisation(tx, organisation_id).await?;
            let certificates = organisation.certificates;
            Some(Membership { organisation_id, name: organisation.name, role, certificates })
        }
    };
    Ok(SessionView {
        account: AccountView {
            account_id: session.account_id,
            credential_id: session.credential_id,
            kind: account.kind,
            display_name: account.display_name,
            certificates: people.chain(tx, CertificateKind::Account, session.account_id.as_bytes()).await?,
            membership,
            vault_id: account.vault_id,
        },
        session_half: Bytes(session.half.expose().to_vec()),
        idle_ends_ms: session.seen_ms + idle_ms,
        ends_ms: session.ends_ms,
    })
}
