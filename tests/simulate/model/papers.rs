//! Papers: added, opened, listed, moved, undone, erased.

use std::collections::BTreeMap;

use vault_core::api::ProblemCode;
use vault_core::vocabulary::{EventType, ResultCode};

use super::mandates::{Ground, No, Wish};
use super::{DAY, Line, Model, Paper, SECOND, Sealed, Told, Upload, Version};

/// How long a deposit may be undone.
const UNDO: u64 = 15 * 60 * SECOND;

/// How long what was sealed to a folder's former key is taken.
const FORMER: u64 = 45 * DAY;

impl Line {
    fn on(self, ground: Ground) -> Self {
        let (mandate, purpose) = ground.map_or((None, 0), |(mandate, purpose)| (Some(mandate), purpose));
        Self { mandate, purpose, ..self }
    }

    const fn paper(self, paper: usize, version: u64) -> Self {
        Self { paper: Some(paper), version, ..self }
    }
}

impl Model {
    /// Refused by those who may not, under the mandate that came nearest.
    fn refuse_no(&mut self, line: Line, (result, mandate): No) -> Told {
        self.refuse(Line { mandate: mandate.or(line.mandate), ..line }, result)
    }

    /// An object is sent: by whoever may add anywhere in the vault.
    pub(in super::super) fn upload(&mut self, by: usize, vault: usize, number: usize) -> Told {
        self.enter(by)?;
        if !self.vaults.contains_key(&vault) {
            return Err(ProblemCode::NotFound);
        }
        if let Err(no) = self.may_somewhere(by, vault, Wish::Add, self.time()) {
            return self.refuse_no(Line::of(EventType::Deposit, by).vault(vault), no);
        }
        let at = self.time();
        self.uploads.insert(number, Upload { by, vault, at });
        Ok(())
    }

    /// What was sent becomes a version of a paper.
    pub(in super::super) fn deposit(&mut self, by: usize, sealed: &Sealed) -> Told {
        self.enter(by)?;
        if by != sealed.by {
            return Err(ProblemCode::Malformed);
        }
        let known = self.papers.get(&sealed.paper).and_then(|paper| paper.versions.get(&sealed.version));
        match known {
            Some(known) if known.sealed == sealed.number => return Ok(()),
            Some(_) => return Err(ProblemCode::Conflict),
            None if self.gone.contains(&(sealed.paper, sealed.version)) => return Err(ProblemCode::Erased),
            None => {}
        }
        let Some(vault) = self.vaults.get(&sealed.vault) else { return Err(ProblemCode::NotFound) };
        let folder = vault.folders[sealed.folder].clone();
        let line = Line::of(EventType::Deposit, by).vault(sealed.vault).paper(sealed.paper, sealed.version);
        let ground = match self.may(by, (sealed.vault, sealed.folder), Wish::Add, None, self.time()) {
            Ok(ground) => ground,
            Err(no) => return self.refuse_no(line, no),
        };
        let next = match self.papers.get(&sealed.paper) {
            None => 1,
            Some(paper) if (paper.vault, paper.folder) != (sealed.vault, sealed.folder) => {
                return Err(ProblemCode::Conflict);
            }
            Some(paper) => paper.latest().max(self.highest_gone(sealed.paper)) + 1,
        };
        if sealed.version != next {
            return Err(ProblemCode::Conflict);
        }
        if self.uploads.get(&sealed.number).is_none_or(|upload| (upload.by, upload.vault) != (by, sealed.vault)) {
            return Err(ProblemCode::NotFound);
        }
        let late = folder.former.is_some_and(|(key, ended)| key == sealed.key && self.time() <= ended + FORMER);
        if sealed.key != folder.key && !late {
            return Err(ProblemCode::Malformed);
        }
        let version = Version { sealed: sealed.number, by, at: self.time(), read: false, place: sealed.place };
        let new = Paper { vault: sealed.vault, folder: sealed.folder, versions: BTreeMap::new() };
        self.papers.entry(sealed.paper).or_insert(new).versions.insert(sealed.version, version);
        self.uploads.remove(&sealed.number);
        self.write(line.on(ground));
        Ok(())
    }

    fn highest_gone(&self, paper: usize) -> u64 {
        self.gone.range((paper, 0)..=(paper, u64::MAX)).map(|(_, version)| *version).max().unwrap_or(0)
    }

    /// A paper that is there; told apart from one that was.
    fn existing(&self, paper: usize) -> Result<&Paper, ProblemCode> {
        let gone = || if self.highest_gone(paper) > 0 { ProblemCode::Erased } else { ProblemCode::NotFound };
        self.papers.get(&paper).ok_or_else(gone)
    }

    /// One opening: the version that is given out.
    pub(in super::super) fn open(
        &mut self,
        by: usize,
        paper: usize,
        version: Option<u64>,
        asked: Option<usize>,
    ) -> Result<(u64, usize), ProblemCode> {
        self.enter(by)?;
        let known = self.existing(paper)?;
        let (vault, folder, version) = (known.vault, known.folder, version.unwrap_or(known.latest()));
        let line = Line { mandate: asked, ..Line::of(EventType::Opening, by).vault(vault).paper(paper, version) };
        let ground = match self.may(by, (vault, folder), Wish::Read, asked, self.time()) {
            Ok(ground) => ground,
            Err(no) => return self.refuse_no(line, no).map(|()| (0, 0)),
        };
        if ground.is_none() && asked.is_some() {
            return Err(ProblemCode::InvalidRequest);
        }
        let gone = self.gone.contains(&(paper, version));
        let Some(stored) = self.papers.get_mut(&paper).unwrap().versions.get_mut(&version) else {
            return Err(if gone { ProblemCode::Erased } else { ProblemCode::NotFound });
        };
        stored.read |= stored.by != by;
        let sealed = stored.sealed;
        self.write(line.on(ground));
        Ok((version, sealed))
    }

    /// The latest versions that somebody sees, and where they lie.
    pub(in super::super) fn list(&mut self, by: usize, vault: usize) -> Result<Vec<(usize, u64, usize)>, ProblemCode> {
        self.enter(by)?;
        if !self.vaults.contains_key(&vault) {
            return Err(ProblemCode::NotFound);
        }
        let line = Line::of(EventType::RecordsRead, by).vault(vault);
        let open = match self.may_somewhere(by, vault, Wish::Read, self.time()) {
            Ok(open) => open,
            Err(no) => return self.refuse_no(line, no).map(|()| Vec::new()),
        };
        let mut told = Vec::new();
        for (_, ground) in &open {
            if ground.is_some() && !told.contains(ground) {
                told.push(*ground);
                self.write(line.on(*ground));
            }
        }
        let seen = |paper: &Paper| paper.vault == vault && open.iter().any(|(folder, _)| *folder == paper.folder);
        let papers = self.papers.iter().filter(|(_, paper)| seen(paper));
        Ok(papers.map(|(id, paper)| (*id, paper.latest(), paper.folder)).collect())
    }

    /// A paper into another folder, with all its versions, each of which gets a new signed place.
    pub(in super::super) fn move_paper(&mut self, by: usize, paper: usize, to: usize, places: &[usize]) -> Told {
        self.enter(by)?;
        let known = self.existing(paper)?;
        let (vault, from) = (known.vault, known.folder);
        let line = Line::of(EventType::DocumentMoved, by).vault(vault).paper(paper, 0);
        let ground = match self.may(by, (vault, from), Wish::Amend, None, self.time()) {
            Ok(ground) => ground,
            Err(no) => return self.refuse_no(line, no),
        };
        if let Err(no) = self.may(by, (vault, to), Wish::Amend, None, self.time()) {
            return self.refuse_no(line, no);
        }
        let known = self.papers.get_mut(&paper).unwrap();
        known.folder = to;
        for (version, place) in known.versions.values_mut().zip(places) {
            version.place = *place;
        }
        self.write(line.on(ground));
        Ok(())
    }

    /// Soon, by whoever added it, and while nobody else has opened it.
    pub(in super::super) fn undo(&mut self, by: usize, paper: usize, version: u64) -> Told {
        self.enter(by)?;
        let known = self.existing(paper)?;
        let (vault, latest) = (known.vault, known.latest());
        let Some(stored) = known.versions.get(&version).cloned() else {
            let gone = self.gone.contains(&(paper, version));
            return Err(if gone { ProblemCode::Erased } else { ProblemCode::NotFound });
        };
        let line = Line::of(EventType::DepositUndone, by).vault(vault).paper(paper, version);
        if stored.by != by {
            return self.refuse(line, ResultCode::NotAllowed);
        }
        if stored.read {
            return self.refuse(line, ResultCode::AlreadyRead);
        }
        if self.time() > stored.undo_until() {
            return self.refuse(line, ResultCode::TooLate);
        }
        if version != latest {
            return Err(ProblemCode::Conflict);
        }
        self.take_out(paper, &[version]);
        self.write(line);
        Ok(())
    }

    /// By the owner alone, with the PIN.
    pub(in super::super) fn erase(&mut self, by: usize, paper: usize, right: bool) -> Told {
        self.enter(by)?;
        let vault = self.existing(paper)?.vault;
        let line = Line::of(EventType::DocumentErased, by).vault(vault).paper(paper, 0);
        if !self.owns(by, vault) {
            return self.refuse(line, ResultCode::NotAllowed);
        }
        self.solemn(by, right, line)?;
        self.solemnly_done(by);
        let versions: Vec<u64> = self.papers[&paper].versions.keys().copied().collect();
        self.take_out(paper, &versions);
        self.write(line);
        Ok(())
    }

    /// What is taken out stays so, whatever is restored.
    pub(super) fn take_out(&mut self, paper: usize, versions: &[u64]) {
        let known = self.papers.get_mut(&paper).unwrap();
        known.versions.retain(|version, _| !versions.contains(version));
        if known.versions.is_empty() {
            self.papers.remove(&paper);
        }
        self.gone.extend(versions.iter().map(|version| (paper, *version)));
        self.remembered.extend(versions.iter().map(|version| (paper, *version)));
    }
}

impl Version {
    /// The last moment at which it may be undone.
    pub(in super::super) const fn undo_until(&self) -> u64 {
        self.at + UNDO
    }
}

impl Paper {
    pub(in super::super) fn latest(&self) -> u64 {
        self.versions.keys().next_back().copied().unwrap_or(0)
    }
}
