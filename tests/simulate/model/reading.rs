//! Who reads the log: the owner of a vault, unseen; an auditor, whose reading is an event; nobody else.

use vault_core::api::ProblemCode;
use vault_core::vocabulary::{EventType, ResultCode};

use super::{Line, Model, Place, Told};

impl Model {
    /// One vault, or all.
    pub(in super::super) fn read_log(&mut self, by: usize, vault: Option<usize>) -> Told {
        self.enter(by)?;
        if vault.is_some_and(|vault| !self.vaults.contains_key(&vault)) {
            return Err(ProblemCode::NotFound);
        }
        if vault.is_some_and(|vault| self.owns(by, vault)) {
            return Ok(());
        }
        let line = Line { vault, ..Line::of(EventType::LogRead, by) };
        if self.people[&by].place != Place::Auditor {
            return self.refuse(line, ResultCode::NotAllowed);
        }
        self.write(line);
        Ok(())
    }
}
