//! What the server should do, in plain maps: who may what until when, which papers are where, which lines the log has.
//!
//! Written from what is promised (PRODUCT, FORMATS, SECURITY) and not from the server's policy, of which it uses no line:
//! two readings of one text, compared after each step.

mod credentials;
mod mandates;
mod papers;
mod reading;
mod recoveries;
mod staff;
mod time;

pub(super) use mandates::Wish;
pub(super) use staff::Opened;

use std::collections::{BTreeMap, BTreeSet};

use vault_core::api::ProblemCode;
use vault_core::vocabulary::{EventType, ResultCode, Role};

/// What an act answers: done, or this refusal.
pub(super) type Told = Result<(), ProblemCode>;

/// A second, a day, in milliseconds.
pub(super) const SECOND: u64 = 1_000;
/// See [`SECOND`].
pub(super) const DAY: u64 = 24 * 3_600 * SECOND;

/// A line of the log. People, vaults, papers and mandates are numbers, given in the order in which they were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) what: EventType,
    pub(super) result: ResultCode,
    pub(super) vault: Option<usize>,
    pub(super) by: Option<usize>,
    pub(super) mandate: Option<usize>,
    pub(super) paper: Option<usize>,
    pub(super) version: u64,
    pub(super) purpose: u16,
}

impl Line {
    pub(super) const fn new(what: EventType, by: Option<usize>) -> Self {
        Self { what, result: ResultCode::Done, vault: None, by, mandate: None, paper: None, version: 0, purpose: 0 }
    }

    const fn of(what: EventType, by: usize) -> Self {
        Self::new(what, Some(by))
    }

    const fn vault(self, vault: usize) -> Self {
        Self { vault: Some(vault), ..self }
    }

    const fn ended(self, result: ResultCode) -> Self {
        Self { result, ..self }
    }
}

/// What somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Of this vault.
    Owner(usize),
    /// Of this organisation.
    Staff(usize, Role),
    Auditor,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Active,
    Suspended,
    Removed,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Session {
    pub(super) token: usize,
    pub(super) card: usize,
    pub(super) seen: u64,
    pub(super) ends: u64,
}

#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) place: Place,
    pub(super) standing: Standing,
    pub(super) session: Option<Session>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CardState {
    Live,
    Blocked,
    Withdrawn,
}

/// A card, or a recovery sheet.
#[derive(Debug, Clone)]
pub(super) struct Card {
    pub(super) person: usize,
    pub(super) sheet: bool,
    pub(super) state: CardState,
    pub(super) tries: u8,
}

#[derive(Debug, Clone)]
pub(super) struct Vault {
    pub(super) owner: usize,
    /// The organisation whose directory has the name.
    pub(super) follower: usize,
    pub(super) folders: Vec<Folder>,
}

/// A folder: its key in force, which one that is in the folder's row of keys, and the one before with its end.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    pub(super) key: usize,
    pub(super) epoch: u32,
    pub(super) former: Option<(usize, u64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum To {
    Organisation(usize),
    Person(usize),
}

/// A mandate as it is granted. Times in Unix seconds, both included.
#[derive(Debug, Clone)]
pub(super) struct Mandate {
    pub(super) vault: usize,
    pub(super) to: To,
    /// The organisation's keys that it names.
    pub(super) keys: Option<usize>,
    pub(super) folders: BTreeSet<usize>,
    /// Of each folder, the epoch whose seed comes with it.
    pub(super) epochs: Vec<u32>,
    pub(super) reads: bool,
    pub(super) adds: bool,
    pub(super) purpose: u16,
    pub(super) from: u64,
    pub(super) until: u64,
    /// Its id decides between two of the same millisecond.
    pub(super) id: [u8; 16],
}

#[derive(Debug, Clone)]
pub(super) struct Granted {
    pub(super) mandate: Mandate,
    pub(super) at: u64,
    pub(super) nth: usize,
    pub(super) revoked: bool,
    pub(super) end_told: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Paper {
    pub(super) vault: usize,
    pub(super) folder: usize,
    pub(super) versions: BTreeMap<u64, Version>,
}

#[derive(Debug, Clone)]
pub(super) struct Version {
    /// Which sealed version.
    pub(super) sealed: usize,
    pub(super) by: usize,
    pub(super) at: u64,
    pub(super) read: bool,
    /// Which signed place it continues.
    pub(super) place: usize,
}

/// A version as somebody sealed it, to be sent now or later.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sealed {
    pub(super) number: usize,
    pub(super) by: usize,
    pub(super) vault: usize,
    pub(super) folder: usize,
    pub(super) key: usize,
    pub(super) paper: usize,
    pub(super) version: u64,
    pub(super) place: usize,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Upload {
    pub(super) by: usize,
    pub(super) vault: usize,
    pub(super) at: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Waiting,
    Stopped,
    Finished,
    Lapsed,
}

#[derive(Debug, Clone)]
pub(super) struct Recovery {
    pub(super) vault: usize,
    pub(super) by: usize,
    pub(super) sheet: usize,
    pub(super) phase: Phase,
    pub(super) started: u64,
    pub(super) said: Vec<usize>,
    pub(super) approved: Option<u64>,
    pub(super) released: bool,
}

/// Everything that the server should hold.
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    /// The clock of the machine, Unix milliseconds.
    pub(super) clock: u64,
    /// The time of the last line of the log.
    pub(super) last: u64,
    pub(super) people: BTreeMap<usize, Person>,
    pub(super) cards: BTreeMap<usize, Card>,
    /// Of each organisation, the keys that it had.
    pub(super) organisations: BTreeMap<usize, Vec<usize>>,
    pub(super) vaults: BTreeMap<usize, Vault>,
    pub(super) mandates: BTreeMap<usize, Granted>,
    pub(super) papers: BTreeMap<usize, Paper>,
    pub(super) uploads: BTreeMap<usize, Upload>,
    /// What was erased or undone: the database's tombstones.
    pub(super) gone: BTreeSet<(usize, u64)>,
    /// What was erased or undone: remembered apart, and so by no backup undone.
    pub(super) remembered: BTreeSet<(usize, u64)>,
    pub(super) recoveries: BTreeMap<usize, Recovery>,
    pub(super) log: Vec<Line>,
    /// What the last wrong PIN left.
    pub(super) tries_left: u8,
}

impl Model {
    /// The time that the log would write now: it never goes back.
    pub(super) fn time(&self) -> u64 {
        self.clock.max(self.last)
    }

    pub(super) fn write(&mut self, line: Line) {
        self.last = self.time();
        self.log.push(line);
    }

    /// A refusal that everybody concerned reads in the log.
    fn refuse(&mut self, line: Line, result: ResultCode) -> Told {
        self.write(line.ended(result));
        Err(word(result))
    }

    fn role(&self, person: usize) -> Option<(usize, Role)> {
        match self.people[&person].place {
            Place::Staff(organisation, role) => Some((organisation, role)),
            Place::Owner(_) | Place::Auditor => None,
        }
    }

    fn owns(&self, person: usize, vault: usize) -> bool {
        self.vaults[&vault].owner == person
    }

    /// The line about somebody's account: in their vault, if they have one.
    fn account(&self, what: EventType, person: usize) -> Line {
        let line = Line::of(what, person);
        match self.people[&person].place {
            Place::Owner(vault) => line.vault(vault),
            Place::Staff(..) | Place::Auditor => line,
        }
    }
}

/// Refusals are called the same in the log and in answers.
fn word(result: ResultCode) -> ProblemCode {
    serde_json::from_value(result.code().into()).unwrap()
}
