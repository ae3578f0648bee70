//! The steps: what somebody does, likely something sensible, often something that they may not.
//!
//! Each asks the model and the server the same, and compares the two answers.

mod life;
mod mandates;
mod papers;
mod people;
mod recoveries;

use std::collections::VecDeque;

use vault_core::api::ProblemCode;
use vault_core::vocabulary::Role;

use super::audit::Auditor;
use super::dice::Dice;
use super::model::{Model, Place, SECOND, Told};
use super::report::Report;
use super::world::{Snapshot, World};
use crate::api::client::{Answer, NOW_MS};

macro_rules! kinds {
    ($($kind:ident $weight:literal,)*) => {
        /// A kind of step.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Kind { $($kind,)* }

        impl Kind {
            pub(super) const ALL: [Self; [$($weight),*].len()] = [$(Self::$kind),*];
            const WEIGHTED: [(u64, Self); Self::ALL.len()] = [$(($weight, Self::$kind)),*];
        }
    };
}

kinds! {
    OpenVault 2, LogIn 4, WrongPin 3, ReplaceCard 3, AddMember 1, Suspend 2, Resume 3, Remove 1,
    Grant 12, Revoke 3, TurnKeys 3,
    Upload 4, Deposit 24, Again 5, Open 30, List 5, Move 8, Undo 6, Erase 3, ReadLog 3,
    StartRecovery 4, Approve 4, Stop 1, Release 5, RestoreAccess 4,
    Wait 8, Jump 4, Back 1, Round 6, Restart 1, BackUp 1, Restore 1, Audit 1,
}

impl Kind {
    /// Whether anybody may be told no. The others are the operator's, the clock's, and ours.
    pub(super) const fn may_be_refused(self) -> bool {
        !matches!(
            self,
            Self::Wait
                | Self::Jump
                | Self::Back
                | Self::Round
                | Self::Restart
                | Self::BackUp
                | Self::Restore
                | Self::Audit
        )
    }
}

/// A town that is simulated: dice, model, server, and what was seen so far.
pub(super) struct Sim {
    pub(super) dice: Dice,
    pub(super) model: Model,
    pub(super) world: World,
    pub(super) auditor: Auditor,
    pub(super) report: Report,
    pub(super) trace: Trace,
    snapshots: Vec<Snapshot>,
    /// Who reads the whole log.
    watcher: usize,
}

/// The seed, and the last steps: told when a test fails.
#[derive(Debug)]
pub(super) struct Trace {
    pub(super) seed: u64,
    pub(super) step: u64,
    last: VecDeque<String>,
    loud: bool,
}

impl Trace {
    fn doing(&mut self, what: impl Into<String>) {
        let what = what.into();
        if self.loud {
            println!("{}: {what}", self.step);
        }
        if self.last.len() == 12 {
            self.last.pop_front();
        }
        self.last.push_back(format!("{}: {what}", self.step));
    }
}

impl Drop for Trace {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let Self { seed, step, last, .. } = self;
            println!("the simulation with seed {seed} fails at step {step}; the last steps were");
            for line in last {
                println!("  {line}");
            }
            println!("to play it again: make simulate SEED={seed} STEPS={step}");
        }
    }
}

impl Sim {
    /// Two organisations, an auditor, two vaults.
    pub(super) async fn new(seed: u64) -> Self {
        let loud = std::env::var_os("COFFRE_SIMULATE_LOUD").is_some();
        let trace = Trace { seed, step: 0, last: VecDeque::new(), loud };
        let mut world = World::new(seed).await;
        let mut model = Model { clock: NOW_MS, last: NOW_MS, ..Model::default() };
        for organisation in 0..2 {
            let (referent, card) = world.found(["CCAS SPECIMEN", "Association SPECIMEN"][organisation]).await;
            model.settle(referent, Place::Staff(organisation, Role::Referent), card);
            model.organisations.insert(organisation, vec![organisation]);
        }
        let (watcher, card) = world.invite_auditor().await;
        model.settle(watcher, Place::Auditor, card);
        let auditor = Auditor::new(world.house().app.as_ref()).await;
        let (dice, report) = (Dice::new(seed), Report::default());
        let mut sim = Self { dice, model, world, auditor, report, trace, snapshots: Vec::new(), watcher };
        for (organisation, role) in [(0, Role::Professional), (0, Role::Desk), (1, Role::Professional)] {
            sim.enrol(organisation, role).await;
        }
        for organisation in 0..2 {
            sim.settle_vault(organisation).await;
        }
        sim
    }

    /// One step, and whatever it needs before.
    pub(super) async fn step(&mut self) {
        self.trace.step += 1;
        let ms = 1 + self.dice.below(4 * SECOND);
        self.pass(ms);
        match self.dice.weighted(&Kind::WEIGHTED) {
            Kind::OpenVault => self.open_vault().await,
            Kind::LogIn => self.log_in_anyhow().await,
            Kind::WrongPin => self.wrong_pin().await,
            Kind::ReplaceCard => self.replace_card().await,
            Kind::AddMember => self.add_member().await,
            Kind::Suspend => self.suspend().await,
            Kind::Resume => self.resume().await,
            Kind::Remove => self.remove().await,
            Kind::Grant => self.grant().await,
            Kind::Revoke => self.revoke().await,
            Kind::TurnKeys => self.turn_keys().await,
            Kind::Upload => self.upload_only().await,
            Kind::Deposit => self.deposit().await,
            Kind::Again => self.deposit_again().await,
            Kind::Open => self.open().await,
            Kind::List => self.list().await,
            Kind::Move => self.move_paper().await,
            Kind::Undo => self.undo().await,
            Kind::Erase => self.erase().await,
            Kind::ReadLog => self.read_log().await,
            Kind::StartRecovery => self.start_recovery().await,
            Kind::Approve => self.approve_recovery().await,
            Kind::Stop => self.stop_recovery().await,
            Kind::Release => self.release().await,
            Kind::RestoreAccess => self.restore_access().await,
            Kind::Wait => self.wait(),
            Kind::Jump => self.jump(),
            Kind::Back => self.back().await,
            Kind::Round => self.round().await,
            Kind::Restart => self.restart().await,
            Kind::BackUp => self.back_up().await,
            Kind::Restore => self.restore().await,
            Kind::Audit => self.audit().await,
        }
    }

    /// Everything is compared, a last time.
    pub(super) async fn end(mut self) -> Report {
        self.round().await;
        self.audit().await;
        self.everybody_lists_everything().await;
        self.audit().await;
        self.report.entries = self.auditor.seen;
        let Self { report, .. } = self;
        report
    }

    /// Model and server must have said the same.
    fn judge<T>(&mut self, kind: Kind, expected: Result<T, ProblemCode>, answer: &Answer) -> Option<T> {
        let told: Told = if answer.status.is_success() { Ok(()) } else { Err(answer.problem().code) };
        let (expected, value) = match expected {
            Ok(value) => (Ok(()), Some(value)),
            Err(code) => (Err(code), None),
        };
        let body = String::from_utf8_lossy(&answer.body[..answer.body.len().min(400)]);
        assert_eq!(expected, told, "{kind:?}: the model and the server differ (left: the model); {body}");
        if told == Err(ProblemCode::WrongPin) {
            assert_eq!(answer.problem().tries_left, Some(self.model.tries_left), "tries (right: the model)");
        }
        self.report.count(kind, told);
        value
    }

    fn pass(&mut self, ms: u64) {
        self.set_clock(self.model.clock + ms);
    }

    fn set_clock(&mut self, at: u64) {
        self.model.clock = at;
        self.world.house().clock.set(at);
    }

    /// Somebody: likely one of these, else anybody who was ever there; logged in, most of the time.
    async fn somebody(&mut self, likely: &[usize]) -> usize {
        let anybody = self.dice.index(self.world.people.len());
        let by = if self.dice.chance(75) { self.dice.pick(likely).unwrap_or(anybody) } else { anybody };
        if self.dice.chance(97) {
            self.come_in(by).await;
        }
        self.dress(by);
        by
    }

    /// Gives somebody the session that the server should know, if there is one.
    fn dress(&mut self, by: usize) {
        let session = self.model.people.get(&by).and_then(|person| person.session);
        if let Some(session) = session {
            self.world.people[by].token.clone_from(&self.world.tokens[session.token]);
        }
    }

    /// The card of somebody's session, or any that they ever had.
    fn card_in_use(&self, by: usize) -> usize {
        let session = self.model.people.get(&by).and_then(|person| person.session);
        let any = || self.model.cards.iter().find(|(_, card)| card.person == by).map_or(0, |(id, _)| *id);
        session.map_or_else(any, |session| session.card)
    }

    /// The right PIN, most of the time.
    fn right(&mut self) -> bool {
        self.dice.chance(90)
    }

    fn staff(&self, organisation: usize, roles: &[Role]) -> Vec<usize> {
        let members = self.model.members(organisation);
        members.into_iter().filter(|(_, role)| roles.contains(role)).map(|(person, _)| person).collect()
    }
}
