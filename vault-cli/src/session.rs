//! Logging in, staying logged in, and what somebody who is logged in holds.

use serde::{Deserialize, Serialize};
use vault_core::api::{AccountView, Bytes, ChallengeRequest, Enrolment, Login, ProblemCode, ServerInfo, SessionView};
use vault_core::certificate::{Certificate, CertificateKind, Chain};
use vault_core::credential::{CredentialFile, Pin, open_root, seal_root};
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::{AccountId, Hash, OrganisationId};
use vault_core::keys::{AccountKeys, OpeningKey};
use vault_core::log::LogKey;
use vault_core::login::LoginStatement;
use vault_core::origin::Origin;
use vault_core::secret::{HalfB, SessionHalf, SessionToken};
use vault_core::session::SessionHalves;
use vault_core::vocabulary::{AccountKind, Role};
use vault_core::wrap::Reading;
use zeroize::Zeroizing;

use crate::calls::Calls;
use crate::desk::Desk;
use crate::error::{About, Error, Problem, Result};
use crate::pins;
use crate::remembered;
use crate::remote::{Caller, Remote};

const SERVER_FILE: &str = "server.json";
const SESSION_FILE: &str = "session.json";

/// Which server, and whose word makes it the true one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Server {
    /// `https://host[:port]`.
    pub(crate) origin: String,
    /// Certificates of the authorities (PEM).
    pub(crate) roots: String,
}

/// What stays in the profile while a session lives. Without the server's half, the root stays shut.
#[derive(Serialize, Deserialize)]
struct Stored {
    account: AccountId,
    token: Bytes,
    local_half: Bytes,
    sealed_root: Bytes,
}

impl Drop for Stored {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.token.0);
        zeroize::Zeroize::zeroize(&mut self.local_half.0);
    }
}

/// Somebody who is logged in.
#[derive(Debug)]
pub(crate) struct Actor {
    /// The server.
    pub(crate) remote: Remote,
    /// The log's key, which also signs what the server makes.
    pub(crate) log: LogKey,
    /// The person's keys.
    pub(crate) keys: AccountKeys,
    /// What the server says of the account; the certificates are verified.
    pub(crate) view: AccountView,
    /// The account's own chain.
    pub(crate) chain: Chain,
    /// The organisation, for staff that belong to one.
    pub(crate) organisation: Option<OwnOrganisation>,
    token: SessionToken,
}

/// The organisation of a member.
#[derive(Debug)]
pub(crate) struct OwnOrganisation {
    /// The organisation.
    pub(crate) id: OrganisationId,
    /// Its public name.
    pub(crate) name: String,
    /// What the member may do.
    pub(crate) role: Role,
    /// Its verified chain.
    pub(crate) chain: Chain,
}

/// The server that this profile knows.
pub(crate) fn known_server(desk: &Desk) -> Result<Option<Server>> {
    desk.profile.read(SERVER_FILE)
}

/// Remembers the server for the next commands.
pub(crate) fn remember_server(desk: &Desk, server: &Server) -> Result<()> {
    desk.profile.write(SERVER_FILE, server)
}

/// Whose session lies in the profile, over or not.
pub(crate) fn stored_account(desk: &Desk) -> Result<Option<AccountId>> {
    let stored: Option<Stored> = desk.profile.read(SESSION_FILE)?;
    Ok(stored.map(|stored| stored.account))
}

impl Server {
    /// Prepares to talk to it.
    pub(crate) fn remote(&self) -> Result<Remote> {
        let origin: Origin = self.origin.parse().map_err(|_| Problem::ServerUrl { url: self.origin.clone() })?;
        Remote::new(origin, &self.roots)
    }
}

/// Asks the server who it is, and holds it to the log key that is printed on the card or known from before.
pub(crate) fn meet(desk: &Desk, remote: &Remote, printed: Option<&CredentialFile>) -> Result<(ServerInfo, LogKey)> {
    let info = remote.server_info(desk)?;
    let origin = remote.origin();
    let same = info.origin.parse::<Origin>().is_ok_and(|said| said == *origin);
    if !same {
        return Err(Problem::ServerName { asked: origin.to_string(), said: info.origin }.into());
    }
    let log: LogKey = info.log_key.parse().about(origin)?;
    if printed.and_then(|file| file.log).is_some_and(|key| key != *log.key()) {
        return Err(Broken::new(What::Checkpoint, Property::Anchor)).about(origin);
    }
    pins::update(desk, |pins| pins.see_log_key(origin, &log))?;
    Ok((info, log))
}

impl Actor {
    /// Logs in with a credential and its PIN. Nothing is written but pins: see [`Self::stay`].
    pub(crate) fn log_in(desk: &Desk, remote: Remote, file: &CredentialFile, pin: &Pin) -> Result<Self> {
        let (_, log) = meet(desk, &remote, Some(file))?;
        let credential = &file.credential;
        let one_time = OpeningKey::generate(&mut &desk.random);
        let challenge = remote.challenge(desk, &ChallengeRequest { credential_id: credential.id })?.challenge;
        let challenge = challenge.to_array().ok_or(Broken::new(What::Login, Property::Length))?;
        let pin_tag = pin.tag(credential);
        let statement = LoginStatement {
            origin: remote.origin(),
            credential: credential.id,
            challenge: &challenge,
            pin_tag: &pin_tag,
            one_time_key: one_time.sealing_key(),
        };
        let answer = remote.login(
            desk,
            &Login {
                credential_id: credential.id,
                challenge: challenge.to_vec().into(),
                pin_tag: pin_tag.expose().to_vec().into(),
                one_time_key: one_time.sealing_key().as_bytes().to_vec().into(),
                signature: statement.sign(&credential.signing_key()).to_vec().into(),
            },
        )?;
        let account = answer.session.account.account_id;
        let half_b = Reading { with: &one_time, maker: log.key() }
            .open_half_to_login(&answer.half_b, account, credential.id)
            .about(&account)?;
        let token = SessionToken::from_slice(&answer.token).ok_or(Broken::new(What::Login, Property::Length))?;
        let (keys, view) = match &answer.root {
            Some(root) => (open_root(credential, &half_b, account, root).about(&account)?, answer.session.account),
            None => enrol(desk, &remote, file, &half_b, account, &token)?,
        };
        let actor = Self::accept(desk, remote, log, keys, view, token)?;
        actor.check_anchors(file)?;
        Ok(actor)
    }

    /// Takes up the session that an earlier login left in the profile. When it has ended, and this computer was enrolled for
    /// its holder, the PIN is asked for and a new one begins.
    pub(crate) fn resume(desk: &Desk) -> Result<Self> {
        match Self::still_here(desk) {
            Err(Error::Server(refusal)) if refusal.code == ProblemCode::SessionOver => {
                remembered::again(desk)?.ok_or(Error::Server(refusal))
            }
            result => result,
        }
    }

    /// The same, and nobody is asked anything.
    pub(crate) fn still_here(desk: &Desk) -> Result<Self> {
        let stored: Stored = desk.profile.read(SESSION_FILE)?.ok_or(Problem::NotLoggedIn)?;
        let server = known_server(desk)?.ok_or(Problem::NotLoggedIn)?;
        let remote = server.remote()?;
        let log = pins::read(desk)?.log_key(remote.origin())?.ok_or(Problem::NotLoggedIn)?;
        let broken = || Broken::new(What::Root, Property::Length);
        let token = SessionToken::from_slice(&stored.token).ok_or(broken())?;
        let local = SessionHalf::from_slice(&stored.local_half).ok_or(broken())?;
        let session = remote.session(desk, &token)?;
        let server_half = server_half(&session)?;
        let keys = SessionHalves { local: &local, server: &server_half }
            .open(stored.account, &stored.sealed_root)
            .about(&stored.account)?;
        if session.account.account_id != stored.account {
            return Err(Broken::new(What::Login, Property::Ids)).about(&session.account.account_id);
        }
        Self::accept(desk, remote, log, keys, session.account, token)
    }

    /// Leaves the session in the profile for the next commands: the root sealed under two halves, of which the server
    /// keeps one.
    pub(crate) fn stay(&self, desk: &Desk) -> Result<()> {
        let session = self.remote.session(desk, &self.token)?;
        let local = SessionHalf::generate(&mut &desk.random);
        let server = server_half(&session)?;
        let halves = SessionHalves { local: &local, server: &server };
        let account = self.view.account_id;
        let stored = Stored {
            account,
            token: self.token.expose().to_vec().into(),
            local_half: local.expose().to_vec().into(),
            sealed_root: halves.seal(&mut &desk.random, account, &self.keys).into(),
        };
        desk.profile.write(SESSION_FILE, &stored)
    }

    /// Ends the session here, and on the server if it can be reached.
    pub(crate) fn leave(desk: &Desk) -> Result<bool> {
        let ended = Self::still_here(desk).and_then(|actor| actor.calls(desk).end_session());
        desk.profile.remove(SESSION_FILE)?;
        Ok(ended.is_ok())
    }

    /// Somebody whom no server has been asked about.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn offline(remote: Remote, log: LogKey, keys: AccountKeys, view: AccountView, chain: Chain) -> Self {
        let token = SessionToken::from_bytes([0; 32]);
        Self { remote, log, keys, view, chain, organisation: None, token }
    }

    /// The calls that this person may make.
    pub(crate) fn calls<'a>(&'a self, desk: &'a Desk) -> Calls<'a> {
        let caller = Caller { token: &self.token, account: self.view.account_id, signing: &self.keys.signing };
        Calls { remote: &self.remote, caller, desk }
    }

    /// The organisation, or the problem that there is none.
    pub(crate) fn own_organisation(&self) -> Result<&OwnOrganisation> {
        self.organisation.as_ref().ok_or_else(|| Problem::OrganisationNone.into())
    }

    /// Verifies what the server says of the account against the account's own keys and the pins.
    fn accept(
        desk: &Desk,
        remote: Remote,
        log: LogKey,
        keys: AccountKeys,
        view: AccountView,
        token: SessionToken,
    ) -> Result<Self> {
        let account = view.account_id;
        let organisation = match &view.membership {
            None => None,
            Some(m) => {
                let chain = Chain::verify_organisation(&m.certificates, m.organisation_id).about(&m.organisation_id)?;
                pins::update(desk, |pins| pins.see_chain(&m.organisation_id, &chain))?;
                Some(OwnOrganisation { id: m.organisation_id, name: m.name.clone(), role: m.role, chain })
            }
        };
        let chain = match (&organisation, view.kind, view.vault_id) {
            (Some(org), _, _) => Chain::verify_staff(&view.certificates, account, &org.chain),
            (None, AccountKind::Beneficiary, Some(vault)) => {
                Chain::verify_beneficiary(&view.certificates, account, vault)
            }
            _ => Chain::verify_unaffiliated(&view.certificates, account),
        }
        .about(&account)?;
        let own = chain.verifying() == Some(&keys.signing.verifying_key())
            && chain.current().sealing == *keys.opening.sealing_key();
        if !own {
            return Err(Broken::new(What::Certificate, Property::Key)).about(&account);
        }
        pins::update(desk, |pins| pins.see_chain(&account, &chain))?;
        Ok(Self { remote, log, keys, view, chain, organisation, token })
    }

    fn check_anchors(&self, file: &CredentialFile) -> Result<()> {
        if let Some(anchor) = &file.account {
            self.chain.check_anchor(anchor).about(&self.view.account_id)?;
        }
        if let (Some(anchor), Some(org)) = (&file.organisation, &self.organisation) {
            org.chain.check_anchor(anchor).about(&org.id)?;
        }
        Ok(())
    }
}

fn server_half(session: &SessionView) -> Result<SessionHalf> {
    let half = SessionHalf::from_slice(&session.session_half);
    Ok(half.ok_or(Broken::new(What::Root, Property::Length))?)
}

/// An invited account makes its keys at its first login.
fn enrol(
    desk: &Desk,
    remote: &Remote,
    file: &CredentialFile,
    half_b: &HalfB,
    account: AccountId,
    token: &SessionToken,
) -> Result<(AccountKeys, AccountView)> {
    let keys = AccountKeys::generate(&mut &desk.random);
    let certificate = first_certificate(&keys, CertificateKind::Account, [0; 16], *account.as_bytes(), desk.now_s());
    let enrolment = Enrolment {
        certificate: certificate.issue(&keys.signing).into(),
        root: seal_root(&mut &desk.random, &file.credential, half_b, account, &keys).into(),
    };
    let caller = Caller { token, account, signing: &keys.signing };
    Calls { remote, caller, desk }.enrol(&enrolment)?;
    let view = remote.session(desk, token)?.account;
    Ok((keys, view))
}

/// Epoch 1 of a key pair, without an end, to be issued by whoever may.
pub(crate) fn first_certificate(
    keys: &AccountKeys,
    kind: CertificateKind,
    scope: [u8; 16],
    subject: [u8; 16],
    now_s: u64,
) -> Certificate {
    Certificate {
        kind,
        scope,
        subject,
        epoch: 1,
        not_before: now_s,
        not_after: 0,
        sealing: keys.opening.sealing_key().clone(),
        verifying: Some(keys.signing.verifying_key()),
        previous: Hash::NONE,
        issuer: keys.signing.kid(),
    }
}

/// Reads a credential file, or the characters typed in its place.
pub(crate) fn parse_credential(text: &Zeroizing<String>) -> Result<CredentialFile> {
    CredentialFile::parse(text).map_err(|_| Problem::CredentialUnreadable.into())
}
