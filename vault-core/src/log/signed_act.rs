//! Whether a signed request is the one that an event tells: its maker, its time, what it asked for, on what, and once
//! (FORMATS 8, "What a request proves of its event").

use std::collections::HashMap;

use crate::api::{NewOpening, REQUEST_WINDOW_MS};
use crate::codec::ensure;
use crate::error::{Error, Property, Result, What};
use crate::ids::{AccountId, Hash, Kid};
use crate::keys::VerifyingKey;
use crate::log::EventBody;
use crate::request::{Method, Request};
use crate::suite::sha256;
use crate::vocabulary::{EventType as E, Purpose, ResultCode};

const W: What = What::Request;

/// How far an event's time may be from that of its request, in milliseconds: what a server accepts, and the time that
/// a large upload may take before it is refused.
pub const MAX_LAG_MS: u64 = REQUEST_WINDOW_MS + 55 * 60 * 1000;

/// Who acted: the account and the key that its certificates give to the event's actor.
#[derive(Debug, Clone, Copy)]
pub struct Signatory {
    /// The account.
    pub account: AccountId,
    /// The key, present or past.
    pub key: VerifyingKey,
}

/// The requests that were seen under events, so that none serves twice.
#[derive(Debug, Default)]
pub struct SignedActs(HashMap<Hash, Seen>);

#[derive(Debug, Clone, Copy)]
struct Seen {
    unix_ms: u64,
    result: u16,
    several: bool,
}

impl SignedActs {
    /// Checks one entry against the request shown with it, if one is. `signatory` is asked for the owner of a key once
    /// the structure is known to name it; `server` is the log's own key.
    pub fn check(
        &mut self,
        body: &EventBody,
        request: Option<&[u8]>,
        server: Kid,
        signatory: impl FnOnce(&Kid) -> Option<Signatory>,
    ) -> Result<()> {
        let Some(bytes) = request else { return unsigned(body, server) };
        let who = signatory(&body.actor).ok_or(Error::new(W, Property::Maker))?;
        let request = Request::verify(bytes, &who.key)?;
        ensure(request.maker == body.actor, W, Property::Maker)?;
        ensure(request.account == who.account, W, Property::Ids)?;
        ensure(request.unix_ms.abs_diff(body.unix_ms) <= MAX_LAG_MS, W, Property::Validity)?;
        let several = asked_for(&request, body)?;
        self.once(Request::hash_of(bytes), body, several)
    }

    /// A request has one event, unless its act has several, told at one time. The block that the last wrong PIN brings
    /// follows the wrong PIN.
    fn once(&mut self, hash: Hash, body: &EventBody, several: bool) -> Result<()> {
        let now = Seen { unix_ms: body.unix_ms, result: body.result, several };
        let Some(before) = self.0.insert(hash, now) else { return Ok(()) };
        let block = (ResultCode::WrongPin.number(), ResultCode::CredentialBlocked.number());
        let follows = before.several && several || (before.result, body.result) == block;
        ensure(follows && before.unix_ms == body.unix_ms, W, Property::Sequence)
    }
}

/// What the server does by itself, and logins, which prove themselves otherwise (FORMATS 6), carry no request; nothing
/// else may.
fn unsigned(body: &EventBody, server: Kid) -> Result<()> {
    let own = match E::from_number(body.event_type) {
        Some(E::Login | E::IdleWarned | E::IdleDisabled | E::NoticeSent) => true,
        Some(E::KeyPublication) => body.actor == server,
        Some(
            E::MandateExpired
            | E::Invitation
            | E::Maintenance
            | E::UnsignedRequests
            | E::DocumentErased
            | E::VaultDestroyed
            | E::LogPurged
            | E::MandatesPurged
            | E::Backup
            | E::BackupVerified
            | E::Restore
            | E::LogBehindAccepted
            | E::KeysTurned
            | E::KeysDestroyed
            | E::KeysExported,
        )
        | None => body.actor.is_none(),
        Some(_) => false,
    };
    ensure(own, W, Property::Signature)
}

/// An act: how it is asked for, and the events that it leaves. `{vault}`, `{document}` and `{mandate}` in a path must be
/// those of the event; `{}` is any id.
struct Asked(Method, &'static str, &'static [E], Events);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Events {
    One,
    Several,
}

use Events::{One, Several};
use Method::{Get, Post, Put};

/// Every act that an account signs and that leaves an event, be it only when it is refused.
const ACTS: &[Asked] = &[
    Asked(Put, "/v1/enrolment", &[E::Enrolment], One),
    Asked(Post, "/v1/pin-changes", &[E::PinChange], One),
    Asked(Post, "/v1/credentials", &[E::CredentialAdded, E::CredentialRevoked], Several),
    Asked(Post, "/v1/pin-resets/approvals", &[E::PinResetApproved], One),
    Asked(Post, "/v1/pin-resets/member-approvals", &[E::PinResetApproved], One),
    Asked(Post, "/v1/pin-resets", &[E::PinReset], One),
    Asked(Post, "/v1/recoveries", &[E::RecoveryStarted], One),
    Asked(Post, "/v1/recoveries/{}/approvals", &[E::RecoveryApproved], One),
    Asked(Post, "/v1/recoveries/{}/stop", &[E::RecoveryStopped], One),
    Asked(Post, "/v1/recoveries/{}/release", &[E::RecoveryFinished], One),
    Asked(Post, "/v1/recoveries/{}/enrolment", &[E::CredentialAdded, E::CredentialRevoked, E::KeyPublication], Several),
    Asked(Post, "/v1/guardians", &[E::GuardiansNamed, E::CredentialRevoked], Several),
    Asked(Post, "/v1/guardians/end", &[E::GuardiansNamed, E::CredentialRevoked], Several),
    Asked(Post, "/v1/guardianships/rehearsals", &[E::GuardianRehearsed], One),
    Asked(Post, "/v1/channels", &[E::ChannelChanged], One),
    Asked(Post, "/v1/channels/{}/removal", &[E::ChannelChanged], One),
    Asked(Post, "/v1/organisations", &[E::OrganisationCreated], One),
    Asked(Post, "/v1/organisations/{}/members", &[E::MemberAdded], One),
    Asked(Post, "/v1/organisations/{}/members/{}/suspension", &[E::MemberSuspended], One),
    Asked(Post, "/v1/organisations/{}/members/{}/resumption", &[E::MemberResumed], One),
    Asked(Post, "/v1/organisations/{}/members/{}/removal", &[E::MemberRemoved, E::OrganisationKeysTurned], Several),
    Asked(Post, "/v1/organisations/{}/keys", &[E::OrganisationKeysTurned], One),
    Asked(Post, "/v1/organisations/{}/names", &[E::OrganisationKeysTurned], One),
    Asked(Get, "/v1/organisations/{}/members", &[E::DirectoryRead], One),
    Asked(Get, "/v1/organisations/{}/seeds", &[E::DirectoryRead], One),
    Asked(Get, "/v1/organisations/{}/directory", &[E::DirectoryRead], One),
    Asked(Post, "/v1/organisations/{}/directory", &[E::OrganisationJoined], One),
    Asked(Post, "/v1/vaults", &[E::VaultCreated], One),
    Asked(Get, "/v1/vaults/{vault}", &[E::VaultRead], One),
    Asked(Post, "/v1/consent-refusals", &[E::ConsentRefused], One),
    Asked(Post, "/v1/vaults/{vault}/closing", &[E::VaultClosing], One),
    Asked(Post, "/v1/vaults/{vault}/keeping", &[E::VaultKept], One),
    Asked(Post, "/v1/vaults/{vault}/records", &[E::RecordsRead], Several),
    Asked(Post, "/v1/vaults/{vault}/mandates", &[E::MandateGranted], One),
    Asked(Post, "/v1/vaults/{vault}/directory-invitations", &[E::OrganisationJoined], One),
    Asked(Post, "/v1/vaults/{vault}/organisations/{}/departure", &[E::OrganisationLeft, E::MandateRevoked], Several),
    Asked(Put, "/v1/vaults/{vault}/uploads/{}", &[E::Deposit], One),
    Asked(Post, "/v1/vaults/{vault}/deposits", &[E::Deposit], One),
    Asked(Post, "/v1/vaults/{vault}/folders/{}/epochs", &[E::FolderKeysTurned], One),
    Asked(Put, "/v1/vaults/{vault}/folders/{}/records", &[E::FolderKeysTurned], One),
    Asked(Post, "/v1/documents/{document}/amendments", &[E::DocumentMoved, E::DocumentRenamed], One),
    Asked(Post, "/v1/documents/{document}/erasure", &[E::DocumentErased], One),
    Asked(Post, "/v1/documents/{document}/undo", &[E::DepositUndone], One),
    Asked(Post, "/v1/documents/{document}/reminders", &[E::ReminderChanged], One),
    Asked(Post, "/v1/reminders/{}/removal", &[E::ReminderChanged], One),
    Asked(Post, "/v1/vaults/{vault}/exports", &[E::Export], One),
    Asked(Get, "/v1/vaults/{vault}/log", &[E::LogRead], One),
    Asked(Post, "/v1/mandates/{mandate}/revocation", &[E::MandateRevoked], One),
    Asked(Post, "/v1/openings", &[E::Opening], One),
    Asked(Get, "/v1/log/entries", &[E::LogRead], One),
    Asked(Get, "/v1/log/receipts/{}", &[E::LogRead], One),
];

/// Refuses another act than the event's, or on something else; gives whether the act has several events.
fn asked_for(request: &Request, body: &EventBody) -> Result<bool> {
    let path = request.path.split('?').next().unwrap_or_default();
    // Told by a newer server: what it asks for is unknown here.
    let Some(told) = E::from_number(body.event_type) else { return Ok(false) };
    let same_act = |asked: &&Asked| asked.0 == request.method && asked.2.contains(&told);
    let mut property = Property::Kind;
    for asked in ACTS.iter().filter(same_act) {
        match on_same(asked.1, path, body) {
            Some(true) => {
                ensure(asked.1 != "/v1/openings" || opened(request, body), W, Property::Hash)?;
                return Ok(asked.3 == Several);
            }
            Some(false) => property = Property::Ids,
            None => {}
        }
    }
    Err(Error::new(W, property))
}

/// Whether a path is of this form, and then whether it names what the event is about.
fn on_same(form: &str, path: &str, body: &EventBody) -> Option<bool> {
    let (mut form, mut path) = (form.split('/'), path.split('/'));
    let mut same = true;
    loop {
        match (form.next(), path.next()) {
            (None, None) => return Some(same),
            (Some("{vault}"), Some(id)) => same &= id == body.vault.to_string(),
            (Some("{document}"), Some(id)) => same &= id == body.document.to_string(),
            (Some("{mandate}"), Some(id)) => same &= id == body.mandate.to_string(),
            (Some("{}"), Some(_)) => {}
            (Some(fixed), Some(part)) if fixed == part => {}
            _ => return None,
        }
    }
}

/// Whether this opening asked for the event's document: its body has one written form, in which version, mandate and
/// purpose are either named or left to the server.
fn opened(request: &Request, body: &EventBody) -> bool {
    for version in [None, Some(body.version)] {
        for mandate_id in [None, Some(body.mandate)] {
            for purpose in [None, Purpose::from_number(body.purpose)] {
                let new = NewOpening { document_id: body.document, version, mandate_id, purpose };
                let json = serde_json::to_vec(&new);
                if json.is_ok_and(|json| request.body == Hash::from_bytes(sha256(&[&json]))) {
                    return true;
                }
            }
        }
    }
    false
}

/// Method and form of the path of every act that an account signs and that leaves an event.
pub fn acts() -> impl Iterator<Item = (&'static str, &'static str)> {
    ACTS.iter().map(|asked| (asked.0.as_str(), asked.1))
}
