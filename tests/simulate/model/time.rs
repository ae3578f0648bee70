//! What happens by itself: ends of mandates, what is forgotten, starts, backups, restorations.

use std::collections::BTreeMap;

use vault_core::vocabulary::EventType;

use super::{DAY, Line, Model, SECOND};

impl Model {
    /// The server's own work, once a minute.
    pub(in super::super) fn round(&mut self) {
        let time = self.time();
        let mut ended: Vec<_> = self.mandates.iter_mut().collect();
        ended.retain(|(_, granted)| {
            !granted.end_told && !granted.revoked && granted.mandate.until * SECOND + 999 < time
        });
        ended.sort_by_key(|(_, granted)| granted.nth);
        let mut lines = Vec::new();
        for (id, granted) in ended {
            granted.end_told = true;
            let line = Line::new(EventType::MandateExpired, None).vault(granted.mandate.vault);
            lines.push(Line { mandate: Some(*id), ..line });
        }
        for line in lines {
            self.write(line);
        }
        self.forget_sessions();
        self.uploads.retain(|_, upload| upload.at >= time - DAY);
    }

    /// The server starts. After a restoration, what was erased since is erased again; `order` is that of their ids.
    pub(in super::super) fn start(&mut self, restored: bool, order: impl Fn(usize) -> [u8; 16]) {
        if restored {
            self.write(Line::new(EventType::Restore, None));
        }
        self.write(Line::new(EventType::Maintenance, None));
        let mut again: BTreeMap<[u8; 16], (usize, Vec<u64>)> = BTreeMap::new();
        for (paper, version) in &self.remembered {
            if self.papers.get(paper).is_some_and(|known| known.versions.contains_key(version)) {
                again.entry(order(*paper)).or_insert((*paper, Vec::new())).1.push(*version);
            }
        }
        for (paper, versions) in again.into_values() {
            let line = Line::new(EventType::DocumentErased, None).vault(self.papers[&paper].vault);
            self.take_out(paper, &versions);
            self.write(Line { paper: Some(paper), ..line });
        }
        self.gone.extend(self.remembered.iter().copied());
    }

    /// A backup is put back: everything as it was then, but for what the key directory remembers, the clock, and what was
    /// under way.
    pub(in super::super) fn restore(&mut self, before: &Self) {
        let (clock, remembered) = (self.clock, std::mem::take(&mut self.remembered));
        *self = before.clone();
        self.clock = clock;
        self.remembered.extend(remembered);
        self.uploads.clear();
        self.people.values_mut().for_each(|person| person.session = None);
        self.write(Line::new(EventType::LogBehindAccepted, None));
    }

    /// Moments at which something changes by itself.
    pub(in super::super) fn moments(&self) -> Vec<u64> {
        let mandates = self.mandates.values().filter(|granted| !granted.revoked).map(|granted| &granted.mandate);
        let mandates = mandates.flat_map(|mandate| [mandate.from * SECOND, mandate.until * SECOND + 1_000]);
        let versions = self.papers.values().flat_map(|paper| paper.versions.values());
        let undo = versions.map(super::Version::undo_until);
        let ready = self.recoveries.values().filter_map(super::Recovery::ready);
        let former = self.vaults.values().flat_map(|vault| &vault.folders).filter_map(|folder| folder.former);
        let former = former.map(|(_, ended)| ended + 45 * DAY);
        let sessions = self.people.values().filter_map(|person| person.session);
        let sessions = sessions.flat_map(|session| [session.ends, session.seen + 15 * 60 * SECOND]);
        mandates.chain(undo).chain(ready).chain(former).chain(sessions).filter(|at| *at > self.clock).collect()
    }
}
