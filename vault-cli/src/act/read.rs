//! From a file to an act or a receipt, and how its keys compare with those that this computer knows.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::Hash;
use vault_core::log::{LogKey, Receipt};

use super::prove::Proven;
use super::{Act, page};
use crate::error::{About, Error, Problem, Result};
use crate::pins::Pins;

/// Larger than any act.
const MAX_FILE: u64 = 1 << 20;
const PDF: &[u8] = b"%PDF-";
const RECEIPT: &[u8] = b"c2sp.org/tlog-proof@v1";

/// What a file holds.
#[derive(Debug)]
pub(crate) enum Found {
    /// An act.
    Act(Box<Act>, Page),
    /// A receipt of the log alone.
    Receipt(Receipt),
}

/// How the page compares with the act inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// The file is, to the byte, what this program draws from the act inside.
    Same,
    /// Drawn by another version of the program: compare what is printed with what is told.
    NotCompared,
    /// The file is the act alone.
    None,
}

/// Reads a PDF, the JSON text of an act, or a receipt. Refuses a PDF of this layout that is not drawn from the act inside.
pub(crate) fn read(path: &Path) -> Result<Found> {
    let shown = || path.display().to_string();
    let bytes = content(path)?;
    if bytes.starts_with(RECEIPT) {
        let text = String::from_utf8(bytes).map_err(|_| Broken::new(What::LogTree, Property::Alphabet));
        return Ok(Found::Receipt(Receipt::parse(&text.about(&shown())?).about(&shown())?));
    }
    if !bytes.starts_with(PDF) {
        let act = Act::parse(&bytes).map_err(|_| Problem::NotAnAct { path: shown() })?;
        return Ok(Found::Act(Box::new(act), Page::None));
    }
    let json = page::attached(&bytes).ok_or_else(|| Problem::NotAnAct { path: shown() })?;
    let act = Act::parse(&json).about(&shown())?;
    let compared = if !act.is_of_this_layout() {
        Page::NotCompared
    } else if page::draw(&act).about(&shown())? == bytes {
        Page::Same
    } else {
        return Err(Broken::new(What::Act, Property::Hash)).about(&shown());
    };
    Ok(Found::Act(Box::new(act), compared))
}

fn content(path: &Path) -> Result<Vec<u8>> {
    let shown = || path.display().to_string();
    let unreadable = |e: std::io::Error| match e.kind() {
        std::io::ErrorKind::NotFound => Error::from(Problem::FileMissing { path: shown() }),
        _ => Problem::FileUnreadable { path: shown(), cause: e.to_string() }.into(),
    };
    let file = File::open(path).map_err(unreadable)?;
    if !file.metadata().map_err(unreadable)?.is_file() {
        return Err(Problem::FileNotRegular { path: shown() }.into());
    }
    let mut bytes = Vec::new();
    file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_FILE { Err(Problem::NotAnAct { path: shown() }.into()) } else { Ok(bytes) }
}

/// What was compared with what this computer, or a card, knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Known {
    /// The log's key.
    pub(crate) log: bool,
    /// The person's first certificate.
    pub(crate) owner: bool,
    /// The organisation's; none when there is no organisation in the act.
    pub(crate) organisation: Option<bool>,
}

/// The log's key that is to be believed: the one that was given, else the one pinned under that name.
pub(crate) fn log_key(pins: &Pins, name: &str, given: Option<&LogKey>) -> Result<Option<LogKey>> {
    match given {
        Some(key) => Ok(Some(key.clone())),
        None => pins.log_named(name),
    }
}

/// Holds what an act carries to what is known here. Refuses another key than the known one; what is not known is told.
pub(crate) fn compare(act: &Act, proven: &Proven, pins: &Pins, given: Option<&LogKey>) -> Result<Known> {
    let anchor = |pinned: Option<Hash>, chain: &vault_core::certificate::Chain, id: &dyn std::fmt::Display| match pinned
    {
        None => Ok(false),
        Some(pin) => chain.check_anchor(&pin).about(id).map(|()| true),
    };
    let log = match log_key(pins, proven.log.name().as_str(), given)? {
        None => false,
        Some(key) if key.key() == proven.log.key() => true,
        Some(_) => return Err(Broken::new(What::Checkpoint, Property::Anchor)).about(proven.log.name()),
    };
    let owner = anchor(pins.anchor(&act.owner.id), &proven.owner, &act.owner.id)?;
    let organisation = match (&act.organisation, &proven.organisation) {
        (Some(party), Some(chain)) => Some(anchor(pins.anchor(&party.id), chain, &party.id)?),
        _ => None,
    };
    Ok(Known { log, owner, organisation })
}
