//! Coming in with a card and a PIN; a card that takes the place of another.

use vault_core::api::ProblemCode;
use vault_core::vocabulary::{EventType, ResultCode};

use super::{Card, CardState, Line, Model, SECOND, Session, Standing, Told};

/// Wrong PINs before a card is blocked.
const TRIES: u8 = 5;

/// A session ends after so long unused, or after so long, used or not.
const IDLE: u64 = 15 * 60 * SECOND;
/// See [`IDLE`].
const LONGEST: u64 = 12 * 3_600 * SECOND;

impl Card {
    pub(in super::super) const fn new(person: usize, sheet: bool) -> Self {
        Self { person, sheet, state: CardState::Live, tries: TRIES }
    }
}

impl Model {
    /// Whether somebody's session still lives, by the machine's clock: the log's time stands still after one that was ahead.
    pub(in super::super) fn is_in(&self, person: usize) -> bool {
        let session = self.people.get(&person).and_then(|person| person.session);
        session.is_some_and(|session| self.clock <= session.ends && self.clock <= session.seen + IDLE)
    }

    /// Every call begins here: without a session nobody is heard, and nothing is written.
    pub(super) fn enter(&mut self, person: usize) -> Told {
        if !self.is_in(person) {
            return Err(ProblemCode::SessionOver);
        }
        let clock = self.clock;
        if let Some(session) = &mut self.people.get_mut(&person).unwrap().session
            && clock > session.seen + 60 * SECOND
        {
            session.seen = session.seen.max(clock);
        }
        Ok(())
    }

    /// What nobody uses any more is forgotten.
    pub(super) fn forget_sessions(&mut self) {
        let clock = self.clock;
        for person in self.people.values_mut() {
            person.session = person.session.filter(|session| session.ends >= clock && session.seen >= clock - IDLE);
        }
    }

    pub(super) fn end_sessions(&mut self, person: usize) {
        self.people.get_mut(&person).unwrap().session = None;
    }

    /// Somebody logs in with this card. The session, if there is one, has this token.
    pub(in super::super) fn log_in(&mut self, card: usize, right: bool, token: usize) -> Told {
        let Some(known) = self.cards.get(&card) else { return Err(ProblemCode::WrongCredential) };
        let (person, sheet) = (known.person, known.sheet);
        let line = self.account(EventType::Login, person);
        match self.people[&person].standing {
            Standing::Active => {}
            Standing::Suspended => return self.refuse(line, ResultCode::MemberSuspended),
            Standing::Removed => return self.refuse(line, ResultCode::AccountDisabled),
        }
        self.stands(card, line)?;
        if sheet {
            return self.refuse(line, ResultCode::NotAllowed);
        }
        self.pin(card, right, line)?;
        self.all_tries(card);
        let seen = self.clock;
        self.people.get_mut(&person).unwrap().session = Some(Session { token, card, seen, ends: seen + LONGEST });
        self.write(line);
        Ok(())
    }

    fn stands(&mut self, card: usize, line: Line) -> Told {
        match self.cards[&card].state {
            CardState::Live => Ok(()),
            CardState::Blocked => self.refuse(line, ResultCode::CredentialBlocked),
            CardState::Withdrawn => self.refuse(line, ResultCode::CredentialRevoked),
        }
    }

    fn pin(&mut self, card: usize, right: bool, line: Line) -> Told {
        if right {
            return Ok(());
        }
        self.write(line.ended(ResultCode::WrongPin));
        let known = self.cards.get_mut(&card).unwrap();
        known.tries -= 1;
        self.tries_left = known.tries;
        if known.tries == 0 {
            known.state = CardState::Blocked;
            self.write(line.ended(ResultCode::CredentialBlocked));
        }
        Err(ProblemCode::WrongPin)
    }

    /// The PIN of the session's card, once more: for what cannot be taken back.
    pub(super) fn solemn(&mut self, by: usize, right: bool, line: Line) -> Told {
        let card = self.people[&by].session.unwrap().card;
        self.stands(card, line)?;
        self.pin(card, right, line)
    }

    /// A solemn act that was done gives all tries back.
    pub(super) fn solemnly_done(&mut self, by: usize) {
        if let Some(session) = self.people[&by].session {
            self.all_tries(session.card);
        }
    }

    fn all_tries(&mut self, card: usize) {
        self.cards.get_mut(&card).unwrap().tries = TRIES;
    }

    /// A new card in the place of the one that is used.
    pub(in super::super) fn replace(&mut self, by: usize, right: bool, card: usize) -> Told {
        self.enter(by)?;
        let line = self.account(EventType::CredentialAdded, by);
        self.solemn(by, right, line)?;
        self.solemnly_done(by);
        let lost = self.people[&by].session.unwrap().card;
        self.cards.insert(card, Card::new(by, false));
        self.cards.get_mut(&lost).unwrap().state = CardState::Withdrawn;
        self.end_sessions(by);
        self.write(line);
        self.write(Line { what: EventType::CredentialRevoked, ..line });
        Ok(())
    }

    /// Somebody's cards that log in, blocked ones included.
    pub(in super::super) fn cards_of(&self, person: usize) -> Vec<usize> {
        let stands = |card: &Card| card.person == person && !card.sheet && card.state != CardState::Withdrawn;
        self.cards.iter().filter(|(_, card)| stands(card)).map(|(id, _)| *id).collect()
    }
}
