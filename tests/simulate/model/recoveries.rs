//! Access restored with the sheet: two members, a delay, and anybody concerned may stop it.

use vault_core::api::ProblemCode;
use vault_core::vocabulary::{EventType, ResultCode, Role};

use super::{Card, CardState, DAY, Line, Model, Phase, Recovery, Told};

/// From the last approval.
const DELAY: u64 = 3 * DAY;

/// How long it may be approved, then finished.
const OPEN: u64 = 30 * DAY;

impl Recovery {
    /// From when it may be finished.
    pub(in super::super) fn ready(&self) -> Option<u64> {
        self.approved.map(|approved| approved + DELAY)
    }

    fn lapses(&self) -> u64 {
        self.ready().unwrap_or(self.started) + OPEN
    }

    fn over(&self, time: u64) -> Option<ResultCode> {
        match self.phase {
            Phase::Stopped => Some(ResultCode::Stopped),
            Phase::Finished | Phase::Lapsed => Some(ResultCode::TooLate),
            Phase::Waiting => (time > self.lapses()).then_some(ResultCode::TooLate),
        }
    }
}

impl Model {
    /// Whoever helps: a professional or référent of the organisation that follows the person.
    fn helper(&mut self, by: usize, vault: usize, line: Line) -> Told {
        match self.role(by) {
            None => self.refuse(line, ResultCode::NotAllowed),
            Some((_, Role::Desk)) => self.refuse(line, ResultCode::RoleForbids),
            Some((own, _)) if own != self.vaults[&vault].follower => self.refuse(line, ResultCode::NotTrusted),
            Some(_) => Ok(()),
        }
    }

    pub(in super::super) fn start_recovery(&mut self, by: usize, vault: usize, right: bool, id: usize) -> Told {
        self.enter(by)?;
        let Some(known) = self.vaults.get(&vault) else { return Err(ProblemCode::NotFound) };
        let owner = known.owner;
        let line = Line::of(EventType::RecoveryStarted, by).vault(vault);
        self.solemn(by, right, line)?;
        self.helper(by, vault, line)?;
        let time = self.time();
        let waiting = self.recoveries.values_mut().find(|r| r.vault == vault && r.phase == Phase::Waiting);
        if let Some(former) = waiting {
            if time <= former.lapses() {
                return Err(ProblemCode::Conflict);
            }
            former.phase = Phase::Lapsed;
        }
        let sheet = |card: &Card| card.person == owner && card.sheet && card.state != CardState::Withdrawn;
        let sheet = *self.cards.iter().find(|(_, card)| sheet(card)).unwrap().0;
        self.solemnly_done(by);
        let (said, phase) = (vec![by], Phase::Waiting);
        let new = Recovery { vault, by, sheet, phase, started: time, said, approved: None, released: false };
        self.recoveries.insert(id, new);
        self.write(line);
        Ok(())
    }

    pub(in super::super) fn approve_recovery(&mut self, by: usize, id: usize, right: bool) -> Told {
        self.enter(by)?;
        let Some(known) = self.recoveries.get(&id).cloned() else { return Err(ProblemCode::NotFound) };
        let line = Line::of(EventType::RecoveryApproved, by).vault(known.vault);
        self.solemn(by, right, line)?;
        if let Some(over) = known.over(self.time()) {
            return self.refuse(line, over);
        }
        self.helper(by, known.vault, line)?;
        if known.said.contains(&by) {
            return self.refuse(line, ResultCode::SecondPersonMissing);
        }
        self.solemnly_done(by);
        let time = self.time();
        let recovery = self.recoveries.get_mut(&id).unwrap();
        recovery.said.push(by);
        // A third word does not make the wait begin anew.
        recovery.approved = recovery.approved.or(Some(time));
        self.write(line);
        Ok(())
    }

    pub(in super::super) fn stop_recovery(&mut self, by: usize, id: usize) -> Told {
        self.enter(by)?;
        let Some(known) = self.recoveries.get(&id).cloned() else { return Err(ProblemCode::NotFound) };
        let line = Line::of(EventType::RecoveryStopped, by).vault(known.vault);
        let follower = self.vaults[&known.vault].follower;
        match self.role(by) {
            _ if self.owns(by, known.vault) => {}
            Some((own, _)) if own == follower => {}
            Some(_) => return self.refuse(line, ResultCode::NotTrusted),
            None => return self.refuse(line, ResultCode::NotAllowed),
        }
        if let Some(over) = known.over(self.time()) {
            return self.refuse(line, over);
        }
        self.recoveries.get_mut(&id).unwrap().phase = Phase::Stopped;
        self.write(line);
        Ok(())
    }

    /// Whether it may be finished by this person, now.
    fn finishing(&mut self, by: usize, known: &Recovery, line: Line) -> Told {
        self.helper(by, known.vault, line)?;
        let late = |ready| (self.time() < ready).then_some(ResultCode::TooEarly);
        let early = || known.ready().map_or(Some(ResultCode::SecondPersonMissing), late);
        let others = (known.by != by).then_some(ResultCode::NotAllowed);
        let no = others.or_else(|| known.over(self.time())).or_else(early);
        no.map_or(Ok(()), |no| self.refuse(line, no))
    }

    fn sheet_stands(&mut self, sheet: usize, line: Line) -> Told {
        let stands = self.cards[&sheet].state != CardState::Withdrawn;
        if stands { Ok(()) } else { self.refuse(line, ResultCode::CredentialRevoked) }
    }

    /// The server lets go of its half; `sheet` is the one that signed.
    pub(in super::super) fn release(&mut self, by: usize, id: usize, right: bool, sheet: usize) -> Told {
        self.enter(by)?;
        let Some(known) = self.recoveries.get(&id).cloned() else { return Err(ProblemCode::NotFound) };
        let line = Line::of(EventType::RecoveryFinished, by).vault(known.vault);
        self.solemn(by, right, line)?;
        self.finishing(by, &known, line)?;
        self.sheet_stands(known.sheet, line)?;
        if sheet != known.sheet {
            return Err(ProblemCode::WrongCredential);
        }
        self.solemnly_done(by);
        self.recoveries.get_mut(&id).unwrap().released = true;
        self.write(line);
        Ok(())
    }

    /// A new card and a new sheet, in the place of everything.
    pub(in super::super) fn restore_access(&mut self, by: usize, id: usize, (card, sheet): (usize, usize)) -> Told {
        self.enter(by)?;
        let Some(known) = self.recoveries.get(&id).cloned() else { return Err(ProblemCode::NotFound) };
        let line = Line::of(EventType::CredentialAdded, by).vault(known.vault);
        self.finishing(by, &known, line)?;
        if !known.released {
            return self.refuse(line, ResultCode::TooEarly);
        }
        self.sheet_stands(known.sheet, line)?;
        let owner = self.vaults[&known.vault].owner;
        let mut withdrawn = 0;
        for card in self.cards.values_mut().filter(|card| card.person == owner) {
            withdrawn += usize::from(card.state != CardState::Withdrawn);
            card.state = CardState::Withdrawn;
        }
        self.cards.insert(card, Card::new(owner, false));
        self.cards.insert(sheet, Card::new(owner, true));
        self.end_sessions(owner);
        self.recoveries.get_mut(&id).unwrap().phase = Phase::Finished;
        self.write(line);
        self.write(line);
        for _ in 0..withdrawn {
            self.write(Line { what: EventType::CredentialRevoked, ..line });
        }
        Ok(())
    }
}
