//! One file for each verb; this one says which is which.

mod card;
mod channel;
mod closing;
mod completion;
mod deposit;
mod document;
mod epochs;
mod export;
mod folders;
mod guardian;
mod import;
mod list;
mod log;
mod login;
mod mandate;
mod open;
mod org;
mod page;
mod pin;
mod queue;
mod recovery;
mod reminder;
mod restored_log;
mod staff;
mod tie;
mod vault;
mod verify;

use std::path::Path;

use vault_core::credential::{CredentialFile, Pin};
use vault_core::error::Property;
use vault_core::ids::VaultId;
use vault_core::secret::PinTag;

use crate::ask;
use crate::cli::{self, Beneficiary, Command};
use crate::desk::Desk;
use crate::error::{Problem, Result};
use crate::i18n::msg;
use crate::output::{Report, remark};
use crate::remembered;
use crate::session::{self, Actor};

/// Versions of the consent texts: a text that is changed gets another one.
const CONSENT_VAULT_VERSION: &str = "ouverture-1";
const CONSENT_MANDATE_VERSION: &str = "autorisation-1";

/// Runs a command.
pub(crate) fn run(desk: &Desk, command: &Command) -> Result<Report> {
    match command {
        Command::Login(args) => login::login(desk, args),
        Command::Logout(args) => login::logout(desk, args),
        Command::Whoami => login::whoami(desk),
        Command::Org(cli::Org::Create(args)) => org::create(desk, args),
        Command::Org(cli::Org::AddMember(args)) => org::add_member(desk, args),
        Command::Org(cli::Org::Members) => staff::members(desk),
        Command::Org(cli::Org::Suspend(args)) => staff::suspend(desk, args),
        Command::Org(cli::Org::Resume(args)) => staff::resume(desk, args),
        Command::Org(cli::Org::Remove(args)) => staff::remove(desk, args),
        Command::Org(cli::Org::TurnKeys(args)) => staff::turn_keys(desk, args),
        Command::Vault(cli::Vault::Create(args)) => vault::create(desk, args),
        Command::Vault(cli::Vault::Find(args)) => vault::find(desk, args),
        Command::Vault(cli::Vault::Join(args)) => tie::join(desk, args),
        Command::Vault(cli::Vault::Leave(args)) => tie::leave(desk, args),
        Command::Vault(cli::Vault::Release(args)) => tie::release(desk, args),
        Command::Vault(cli::Vault::Organisations(args)) => tie::organisations(desk, args),
        Command::Folders(args) => folders::folders(desk, args),
        Command::Mandate(cli::Mandate::Grant(args)) => mandate::grant(desk, args),
        Command::Mandate(cli::Mandate::List(args)) => mandate::list(desk, args),
        Command::Mandate(cli::Mandate::Revoke(args)) => mandate::revoke(desk, args),
        Command::Deposit(args) => match (&args.act, &args.new) {
            (Some(cli::DepositAct::Undo(args)), _) => document::undo(desk, args),
            (None, Some(args)) => deposit::deposit(desk, args),
            (None, None) => Err(Problem::FileMissing { path: String::new() }.into()),
        },
        Command::Document(cli::Document::Move(args)) => document::relocate(desk, args),
        Command::Document(cli::Document::Rename(args)) => document::rename(desk, args),
        Command::Document(cli::Document::Erase(args)) => document::erase(desk, args),
        Command::Reminder(cli::Reminder::Set(args)) => reminder::set(desk, args),
        Command::Reminder(cli::Reminder::List(args)) => reminder::list(desk, args),
        Command::Reminder(cli::Reminder::Remove(args)) => reminder::remove(desk, args),
        Command::List(args) => list::list(desk, args),
        Command::Open(args) => open::open(desk, args),
        Command::Export(args) => export::export(desk, args),
        Command::Import(args) => import::import(desk, args),
        Command::Log(cli::Log::Show(args)) => log::show(desk, args),
        Command::Log(cli::Log::Verify(args)) => log::verify(desk, args),
        Command::Log(cli::Log::AcceptRestored(args)) => restored_log::accept(desk, args),
        Command::Queue(cli::Queue::List) => queue::list(desk),
        Command::Queue(cli::Queue::Send) => queue::send(desk),
        Command::Queue(cli::Queue::Drop(args)) => queue::drop(desk, args),
        Command::Channel(cli::Channel::Add(args)) => channel::add(desk, args),
        Command::Channel(cli::Channel::List(args)) => channel::list(desk, args),
        Command::Channel(cli::Channel::Remove(args)) => channel::remove(desk, args),
        Command::Card(command) => card::run(desk, command),
        Command::Pin(command) => pin::run(desk, command),
        Command::Recovery(command) => recovery::run(desk, command),
        Command::Guardian(command) => guardian::run(desk, command),
        Command::Vault(cli::Vault::Refuse) => closing::refuse(desk),
        Command::Vault(cli::Vault::Close(args)) => closing::close(desk, args),
        Command::Vault(cli::Vault::Keep(args)) => closing::keep(desk, args),
        Command::Vault(cli::Vault::Receipt(args)) => closing::receipt(desk, args),
        Command::Page(cli::Page::Verify(args)) => page::verify(desk, args),
        Command::Verify(args) => verify::verify(desk, args),
        Command::Completion(args) => Ok(completion::completion(args)),
    }
}

/// The vault that is named, else the one of the person logged in.
fn vault_id(actor: &Actor, named: Option<&str>) -> Result<VaultId> {
    match named {
        Some(text) => id(text),
        None => actor.view.vault_id.ok_or_else(|| Problem::VaultMissing.into()),
    }
}

/// An id as people paste it.
fn id<T: std::str::FromStr>(text: &str) -> Result<T> {
    let plain = text.trim().to_ascii_lowercase();
    plain.parse().map_err(|_| Problem::IdUnreadable { id: text.to_owned() }.into())
}

/// The PIN of a login, from a file or typed.
fn typed_pin(desk: &Desk, file: Option<&Path>, option: &str) -> Result<Pin> {
    let text = ask::secret(&desk.i18n, file, option, &msg!(desk.i18n, "ask-pin"))?;
    Pin::enter(&text).map_err(|_| Problem::PinUnreadable.into())
}

/// A PIN that somebody chooses, from a file or typed twice.
fn chosen_pin(desk: &Desk, file: Option<&Path>, option: &str, birth_date: Option<&str>) -> Result<Pin> {
    let (question, again) = (msg!(desk.i18n, "ask-new-pin"), msg!(desk.i18n, "ask-new-pin-again"));
    let text = ask::new_pin(&desk.i18n, file, option, &question, &again)?;
    Pin::choose(&text, birth_date).map_err(|e| match e.property {
        Property::Weak => Problem::PinWeak.into(),
        _ => Problem::PinUnreadable.into(),
    })
}

/// Shows what the person is asked to agree to. On a terminal they answer; a script has asked them before. A clear no
/// is told to `on_refusal` before the command stops.
fn show_consent(desk: &Desk, consent: &str, on_refusal: impl FnOnce() -> Result<()>) -> Result<()> {
    remark(consent);
    if desk.output.is_json() || !ask::is_terminal() {
        return Ok(());
    }
    match ask::yes_or_no(&ask::line("--json", &msg!(desk.i18n, "ask-consent"))?) {
        Some(true) => return Ok(()),
        Some(false) => on_refusal()?,
        // Only a clear yes is one, and only a clear no is a refusal.
        None => {}
    }
    Err(Problem::ConsentRefused.into())
}

/// The person whose vault it is, beside the professional: logged in for this command only, in memory. When no card is
/// given and the session is already the person's, that session serves.
fn with_beneficiary<T>(desk: &Desk, args: &Beneficiary, act: impl FnOnce(&Actor) -> Result<T>) -> Result<T> {
    if args.beneficiary_credential_file.is_none()
        && let Ok(actor) = Actor::still_here(desk)
        && actor.view.vault_id.is_some()
    {
        return act(&actor);
    }
    solemnly(desk, &args.into(), |actor, _| act(actor))
}

/// Where the card and the PIN for one act come from, and the options that name them.
struct CardAndPin<'a> {
    card: (Option<&'a Path>, &'static str),
    pin: (Option<&'a Path>, &'static str),
    /// Whether a computer that was enrolled for the one who acts stands in for the card.
    computer: bool,
}

impl<'a> CardAndPin<'a> {
    /// For acts of persons, for whom no computer is enrolled.
    fn of_card(args: &'a cli::Own) -> Self {
        Self { computer: false, ..args.into() }
    }
}

impl<'a> From<&'a Beneficiary> for CardAndPin<'a> {
    fn from(args: &'a Beneficiary) -> Self {
        Self {
            card: (args.beneficiary_credential_file.as_deref(), "--beneficiary-credential-file"),
            pin: (args.beneficiary_pin_file.as_deref(), "--beneficiary-pin-file"),
            computer: false,
        }
    }
}

impl<'a> From<&'a cli::Own> for CardAndPin<'a> {
    fn from(args: &'a cli::Own) -> Self {
        Self {
            card: (args.credential_file.as_deref(), "--credential-file"),
            pin: (args.pin_file.as_deref(), "--pin-file"),
            computer: args.credential_file.is_none() && !args.card,
        }
    }
}

/// Logs in for one act: with the PIN alone on a computer that was enrolled, else with card and PIN.
fn enter(desk: &Desk, from: &CardAndPin<'_>) -> Result<(Actor, CredentialFile, Pin)> {
    if from.computer
        && let Some(computer) = remembered::find(desk)?
    {
        let pin = computer.ask_pin(desk, from.pin)?;
        return Ok((computer.log_in(desk, &pin)?, computer.file()?, pin));
    }
    let text = ask::secret(&desk.i18n, from.card.0, from.card.1, &msg!(desk.i18n, "ask-card"))?;
    let file = session::parse_credential(&text)?;
    let pin = typed_pin(desk, from.pin.0, from.pin.1)?;
    let server = session::known_server(desk)?.ok_or(Problem::ServerMissing)?;
    Ok((Actor::log_in(desk, server.remote()?, &file, &pin)?, file, pin))
}

/// A solemn act: card and PIN are asked for again, whatever session is open, and serve for this act only, in memory.
/// The proof of the PIN goes with the call, and the server checks it once more.
fn solemnly<T>(desk: &Desk, from: &CardAndPin<'_>, act: impl FnOnce(&Actor, PinTag) -> Result<T>) -> Result<T> {
    solemnly_with(desk, from, |actor, pin_tag, _| act(actor, pin_tag))
}

/// The same, for an act that also needs what is written on the card.
fn solemnly_with<T>(
    desk: &Desk,
    from: &CardAndPin<'_>,
    act: impl FnOnce(&Actor, PinTag, &CredentialFile) -> Result<T>,
) -> Result<T> {
    let (actor, file, pin) = enter(desk, from)?;
    let done = act(&actor, pin.tag(&file.credential), &file);
    // The session lives in memory only; that the server could not be told to end it changes nothing to what was done.
    let _ = actor.calls(desk).end_session();
    done
}
