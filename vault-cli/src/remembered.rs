//! A computer that was enrolled for a member of staff: it keeps a credential of its own in the profile, and asks for the
//! PIN alone. What lies there opens nothing without the PIN, whose tries the server counts, and is withdrawn like a card.

use std::path::Path;

use serde::{Deserialize, Serialize};
use vault_core::api::{CredentialChange, CredentialState, NewCredential, ProblemCode};
use vault_core::credential::{CredentialFile, Pin};
use vault_core::ids::{AccountId, CredentialId};
use vault_core::origin::Origin;
use vault_core::secret::PinTag;
use vault_core::vocabulary::{AccountKind, CredentialKind};

use crate::ask;
use crate::credential::{Maker, file_beside};
use crate::desk::Desk;
use crate::display::clean;
use crate::error::{Error, Problem, Result};
use crate::exit::Exit;
use crate::i18n::msg;
use crate::seal::deposit_key;
use crate::session::{self, Actor, Server};
use crate::verify;

const FILE: &str = "computer.json";

/// For whom this computer was enrolled, and the credential that it keeps.
#[derive(Serialize, Deserialize)]
pub(crate) struct Remembered {
    account: AccountId,
    credential_id: CredentialId,
    origin: String,
    name: String,
    credential: String,
}

impl Drop for Remembered {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.credential);
    }
}

/// What enrols a computer: the account's session, begun with a card, and that card's PIN.
pub(crate) struct Enroller<'a> {
    /// Who is logged in.
    pub(crate) actor: Actor,
    /// The card.
    pub(crate) file: &'a CredentialFile,
    /// Its PIN, which becomes that of the computer too.
    pub(crate) pin: &'a Pin,
    /// Where.
    pub(crate) server: &'a Server,
}

/// This computer, if it was enrolled at the server that the profile knows, and nobody else is logged in here.
pub(crate) fn find(desk: &Desk) -> Result<Option<Remembered>> {
    let Some(server) = session::known_server(desk)? else { return Ok(None) };
    let stored = session::stored_account(desk)?;
    let found: Option<Remembered> = desk.profile.read(FILE)?;
    Ok(found.filter(|found| found.origin == server.origin && stored.is_none_or(|account| account == found.account)))
}

/// The session has ended: its holder, for whom this computer was enrolled, gives the PIN and goes on. None for others.
pub(crate) fn again(desk: &Desk) -> Result<Option<Actor>> {
    let Some(computer) = find(desk)? else { return Ok(None) };
    let pin = computer.ask_pin(desk, (desk.session_pin.as_deref(), "--session-pin-file"))?;
    computer.begin(desk, &pin).map(Some)
}

impl Remembered {
    /// The credential that it keeps.
    pub(crate) const fn credential_id(&self) -> CredentialId {
        self.credential_id
    }

    /// Whether it was enrolled at the server that is named, if one is.
    pub(crate) fn is_at(&self, named: Option<&str>) -> bool {
        named.is_none_or(|named| named.parse::<Origin>().is_ok_and(|origin| origin.to_string() == self.origin))
    }

    /// Asks for the PIN, and says whose.
    pub(crate) fn ask_pin(&self, desk: &Desk, from: (Option<&Path>, &str)) -> Result<Pin> {
        let question = msg!(desk.i18n, "ask-computer-pin", name = clean(&self.name, 80));
        let text = ask::secret(&desk.i18n, from.0, from.1, &question)?;
        Pin::enter(&text).map_err(|_| Problem::PinUnreadable.into())
    }

    /// The credential, with the anchors of the card that it was made beside.
    pub(crate) fn file(&self) -> Result<CredentialFile> {
        CredentialFile::parse(&self.credential).map_err(|_| Problem::ProfileBroken { path: FILE.to_owned() }.into())
    }

    /// Logs in for one act, in memory. A credential that was withdrawn or blocked is removed from here.
    pub(crate) fn log_in(&self, desk: &Desk, pin: &Pin) -> Result<Actor> {
        let server = session::known_server(desk)?.ok_or(Problem::ServerMissing)?;
        match Actor::log_in(desk, server.remote()?, &self.file()?, pin) {
            Err(error) if is_dead(&error) => {
                desk.profile.remove(FILE)?;
                Err(Problem::ComputerForgotten.into())
            }
            result => result,
        }
    }

    /// Logs in and stays.
    pub(crate) fn begin(&self, desk: &Desk, pin: &Pin) -> Result<Actor> {
        let actor = self.log_in(desk, pin)?;
        verify::head_of_log(desk, &actor)?;
        actor.stay(desk)?;
        Ok(actor)
    }
}

/// Enrols this computer, and goes on in a session that it began.
pub(crate) fn enrol(desk: &Desk, enroller: Enroller<'_>) -> Result<Actor> {
    let Enroller { actor, file, pin, server } = enroller;
    let told = keep_credential(desk, &actor, (file, pin), server);
    // The card's session is needed no more, whatever came of it.
    let _ = actor.calls(desk).end_session();
    let kept = told?;
    Actor::log_in(desk, server.remote()?, &kept, pin)
}

fn keep_credential(desk: &Desk, actor: &Actor, card: (&CredentialFile, &Pin), at: &Server) -> Result<CredentialFile> {
    let (file, pin) = card;
    let view = &actor.view;
    if view.kind != AccountKind::Staff {
        return Err(Problem::RememberStaffOnly.into());
    }
    let former: Option<Remembered> = desk.profile.read(FILE)?;
    if let Some(former) = former.as_ref().filter(|former| former.account != view.account_id) {
        return Err(Problem::ComputerTaken { name: clean(&former.name, 80) }.into());
    }
    let key = deposit_key(desk, actor, &actor.remote.server_info(desk)?)?;
    let maker = Maker { account: view.account_id, keys: &actor.keys, server: &key };
    let (secret, new) = maker.with_pin(desk, CredentialKind::Device, pin)?;
    let kept = file_beside(file, secret);
    let computer = Remembered {
        account: view.account_id,
        credential_id: kept.credential.id,
        origin: at.origin.clone(),
        name: view.display_name.clone().unwrap_or_default(),
        credential: kept.to_text("").to_string(),
    };
    // Written before the server is told: a credential that nobody holds would stay in the list for ever.
    desk.profile.write(FILE, &computer)?;
    let told = replace(desk, actor, &pin.tag(&file.credential), new, former.as_ref());
    if let Err(Error::Server(_)) = &told {
        match &former {
            Some(former) => desk.profile.write(FILE, former)?,
            None => desk.profile.remove(FILE)?,
        }
    }
    told.map(|()| kept)
}

/// Adds the new credential; the one that this computer held before goes in the same act.
fn replace(
    desk: &Desk,
    actor: &Actor,
    pin_tag: &PinTag,
    new: NewCredential,
    former: Option<&Remembered>,
) -> Result<()> {
    let listed = actor.calls(desk).credentials()?;
    let stands =
        |id: CredentialId| listed.iter().any(|view| view.credential_id == id && view.state != CredentialState::Revoked);
    let revoke = former.map(Remembered::credential_id).filter(|id| stands(*id)).into_iter().collect();
    let pin_tag = pin_tag.expose().to_vec().into();
    actor.calls(desk).change_credentials(&CredentialChange { pin_tag, add: Some(new), revoke })?;
    Ok(())
}

/// Withdraws this computer's credential and removes it from here; gives its id if the server could not be told.
pub(crate) fn forget(desk: &Desk, pin_file: Option<&Path>) -> Result<Option<CredentialId>> {
    let computer: Remembered = desk.profile.read(FILE)?.ok_or(Problem::ComputerUnknown)?;
    let pin = computer.ask_pin(desk, (pin_file, "--pin-file"))?;
    let told = computer.log_in(desk, &pin).and_then(|actor| {
        let pin_tag = pin.tag(&computer.file()?.credential).expose().to_vec().into();
        let revoke = vec![computer.credential_id];
        let withdrawn = actor.calls(desk).change_credentials(&CredentialChange { pin_tag, add: None, revoke });
        if withdrawn.is_err() {
            let _ = actor.calls(desk).end_session();
        }
        withdrawn
    });
    let left = match told {
        Ok(_) | Err(Error::Problem(Problem::ComputerForgotten)) => None,
        Err(error) if error.exit() == Exit::Unreachable => Some(computer.credential_id),
        Err(error) => return Err(error),
    };
    desk.profile.remove(FILE)?;
    Ok(left)
}

/// Whether a login with this credential can never be done again.
fn is_dead(error: &Error) -> bool {
    matches!(error, Error::Server(refusal) if matches!(
        refusal.code,
        ProblemCode::CredentialRevoked | ProblemCode::CredentialBlocked | ProblemCode::WrongCredential
    ))
}
