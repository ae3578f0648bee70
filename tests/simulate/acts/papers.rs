//! Papers added, opened, listed, moved, undone, erased.

use std::collections::HashMap;

use vault_core::api::{
    ErasureRequest, NewAmendments, NewOpening, OpeningView, RecordsRequest, RecordsView, UndoRequest,
};
use vault_core::ids::DocumentVersion;
use vault_core::wrap::Reading;

use super::super::model::{Version, Wish};
use super::super::world::SealedVersion;
use super::{Kind, Sim};

impl Sim {
    /// A paper that was ever sealed, likely one that is there.
    fn some_paper(&mut self) -> Option<usize> {
        let there: Vec<usize> = self.model.papers.keys().copied().collect();
        if self.world.papers.is_empty() {
            return None;
        }
        let any = self.dice.index(self.world.papers.len());
        Some(if self.dice.chance(88) { self.dice.pick(&there).unwrap_or(any) } else { any })
    }

    /// The vault of a paper, wherever the paper is now.
    fn vault_of(&self, paper: usize) -> usize {
        let sealed = self.world.versions.iter().find(|version| version.model.paper == paper);
        sealed.map_or(0, |version| version.model.vault)
    }

    /// The owner of a vault and those who may do this somewhere in it; now and then, those who might.
    fn concerned(&mut self, vault: usize, wish: Wish) -> Vec<usize> {
        let helpers = self.helpers();
        if !self.model.vaults.contains_key(&vault) || self.dice.chance(15) {
            return helpers;
        }
        let time = self.model.time();
        let may = |person: &usize| self.model.may_somewhere(*person, vault, wish, time).is_ok();
        let mut likely: Vec<usize> = helpers.into_iter().filter(may).collect();
        likely.extend(self.owner_of(vault));
        likely
    }

    /// Somebody seals a version, of a new paper or the next of one that is there; now and then a number too far, or one
    /// that is taken.
    async fn draw_version(&mut self, vault: usize) -> usize {
        let likely = self.concerned(vault, Wish::Add);
        let by = self.somebody(&likely).await;
        let in_vault = |(id, paper): (&usize, &super::super::model::Paper)| (paper.vault == vault).then_some(*id);
        let papers: Vec<usize> = self.model.papers.iter().filter_map(in_vault).collect();
        let next = if self.dice.chance(30) { self.dice.pick(&papers) } else { None };
        let (paper, version, folder) = match next {
            Some(paper) => {
                let known = &self.model.papers[&paper];
                let (latest, folder) = (known.latest(), known.folder);
                let number = if self.dice.chance(80) { latest + 1 } else { 1 + self.dice.below(latest + 2) };
                let folder = if self.dice.chance(95) { folder } else { self.some_folder() };
                (paper, number, folder)
            }
            None => (self.world.new_paper(), if self.dice.chance(97) { 1 } else { 2 }, self.some_folder()),
        };
        let key = self.key_of(vault, folder);
        self.world.seal(by, (vault, folder, key), (paper, version)).await.number
    }

    async fn upload_by(&mut self, kind: Kind, by: usize, number: usize) -> bool {
        let sealed = &self.world.versions[number];
        let vault = sealed.model.vault;
        self.trace.doing(format!("{by} uploads {number} for vault {vault}"));
        let path = format!("/v1/vaults/{}/uploads/{}", self.world.vaults[vault].0, sealed.upload.new.upload_id);
        let (house, person) = (self.world.house(), &self.world.people[by]);
        let request = house.request(person, vault_core::request::Method::Put, &path, &sealed.upload.object);
        let request = request.sign(&person.keys.signing).unwrap();
        let sent = crate::api::papers::upload(&path, sealed.upload.object.clone());
        let answer = house.send(sent.with_token(person).with_request(&request)).await;
        let expected = self.model.upload(by, vault, number);
        self.judge(kind, expected, &answer).is_some()
    }

    async fn add_by(&mut self, kind: Kind, by: usize, number: usize) {
        let sealed = &self.world.versions[number];
        let model = sealed.model;
        self.trace.doing(format!("{by} deposits {model:?}"));
        let path = format!("/v1/vaults/{}/deposits", self.world.vaults[model.vault].0);
        let answer = self.world.house().post(&self.world.people[by], &path, &sealed.upload.new).await;
        let expected = self.model.deposit(by, &model);
        self.judge(kind, expected, &answer);
    }

    /// An object that is sent and waits.
    pub(super) async fn upload_only(&mut self) {
        let vault = self.some_vault();
        let number = self.draw_version(vault).await;
        let by = self.world.versions[number].model.by;
        self.upload_by(Kind::Upload, by, number).await;
    }

    /// An object and its deposit, one after the other.
    pub(super) async fn deposit(&mut self) {
        let vault = self.some_vault();
        let number = self.draw_version(vault).await;
        let by = self.world.versions[number].model.by;
        let sent = self.dice.chance(98);
        if !sent || self.upload_by(Kind::Upload, by, number).await {
            let by = if self.dice.chance(98) { by } else { self.somebody(&[]).await };
            self.add_by(Kind::Deposit, by, number).await;
        }
    }

    /// What was sealed before: sent for the first time, or again.
    pub(super) async fn deposit_again(&mut self) {
        let waiting: Vec<usize> = self.model.uploads.keys().copied().collect();
        if self.world.versions.is_empty() {
            return;
        }
        let any = self.dice.index(self.world.versions.len());
        let out =
            |version: &&SealedVersion| self.model.remembered.contains(&(version.model.paper, version.model.version));
        let out: Vec<usize> = self.world.versions.iter().filter(out).map(|version| version.model.number).collect();
        let number = match self.dice.below(4) {
            0 | 1 => self.dice.pick(&waiting).unwrap_or(any),
            2 => self.dice.pick(&out).unwrap_or(any),
            _ => any,
        };
        let by = self.world.versions[number].model.by;
        self.come_in(by).await;
        self.dress(by);
        if self.dice.chance(40) && !self.upload_by(Kind::Upload, by, number).await {
            return;
        }
        self.add_by(Kind::Again, by, number).await;
    }

    pub(super) async fn open(&mut self) {
        let Some(paper) = self.some_paper() else { return };
        let vault = self.vault_of(paper);
        let likely = self.concerned(vault, Wish::Read);
        let by = self.somebody(&likely).await;
        let version = if self.dice.chance(20) { Some(1 + self.dice.below(3)) } else { None };
        let undone = self.model.gone.iter().filter(|(paper, _)| self.model.papers.contains_key(paper));
        let undone: Vec<(usize, u64)> = undone.copied().collect();
        let (paper, version) = match self.dice.pick(&undone) {
            Some((paper, version)) if self.dice.chance(4) => (paper, Some(version)),
            _ => (paper, version),
        };
        let mandates: Vec<usize> = self.model.mandates.keys().copied().collect();
        let asked = if self.dice.chance(10) { self.dice.pick(&mandates) } else { None };
        self.trace.doing(format!("{by} opens paper {paper}, version {version:?}, under {asked:?}"));
        let mandate_id = asked.map(|number| self.world.mandates[number].id);
        let new = NewOpening { document_id: self.world.papers[paper], version, mandate_id, purpose: None };
        let answer = self.world.house().post(&self.world.people[by], "/v1/openings", &new).await;
        let expected = self.model.open(by, paper, version, asked);
        if let Some((version, sealed)) = self.judge(Kind::Open, expected, &answer) {
            self.check_share(by, version, sealed, &answer.ok());
        }
    }

    /// What was released is the very share that was sealed in, for this reader.
    fn check_share(&self, by: usize, version: u64, sealed: usize, view: &OpeningView) {
        let (sealed, log) = (&self.world.versions[sealed], self.world.house().log_key());
        let of = DocumentVersion { version, ..sealed.upload.of };
        assert_eq!((view.document_id, view.version), (of.document, version));
        let reading = Reading { with: &self.world.people[by].keys.opening, maker: log.key() };
        let share = reading.open_share_to_reader(&view.server_share, &of).expect("the reader opens it");
        assert_eq!(share.expose(), sealed.share.expose(), "another share is released");
    }

    pub(super) async fn list(&mut self) {
        let vault = self.some_vault();
        let likely = self.concerned(vault, Wish::Read);
        let by = self.somebody(&likely).await;
        self.list_by(by, vault).await;
    }

    pub(super) async fn list_by(&mut self, by: usize, vault: usize) {
        self.trace.doing(format!("{by} lists vault {vault}"));
        let path = format!("/v1/vaults/{}/records", self.world.vaults[vault].0);
        let request = RecordsRequest::default();
        let answer = self.world.house().post(&self.world.people[by], &path, &request).await;
        let expected = self.model.list(by, vault);
        let Some(expected) = self.judge(Kind::List, expected, &answer) else { return };
        let view: RecordsView = answer.ok();
        let papers: HashMap<_, _> = self.world.papers.iter().zip(0..).collect();
        let folders = &self.world.vaults[vault].1;
        let seen = view.records.iter().map(|record| {
            let folder = folders.iter().position(|folder| *folder == record.folder_id).expect("a folder of the vault");
            (papers[&record.document_id], record.version, folder)
        });
        let mut seen: Vec<(usize, u64, usize)> = seen.collect();
        seen.sort_unstable();
        assert_eq!(expected, seen, "what {by} sees of vault {vault} (left: the model)");
    }

    /// Who sees what, everybody and everywhere.
    pub(in super::super) async fn everybody_lists_everything(&mut self) {
        let people: Vec<usize> = self.model.people.keys().copied().collect();
        let vaults: Vec<usize> = self.model.vaults.keys().copied().collect();
        for person in people {
            self.come_in(person).await;
            self.dress(person);
            for vault in &vaults {
                self.list_by(person, *vault).await;
            }
        }
    }

    pub(super) async fn move_paper(&mut self) {
        let Some(paper) = self.some_paper() else { return };
        let vault = self.vault_of(paper);
        let likely = self.concerned(vault, Wish::Amend);
        let by = self.somebody(&likely).await;
        let known = self.model.papers.get(&paper);
        let from = known.map(|known| known.folder);
        let versions: Vec<(usize, usize)> = if let Some(known) = known {
            known.versions.values().map(|version| (version.sealed, version.place)).collect()
        } else {
            // Gone: signed as if it were there.
            let sealed = self.world.versions.iter().filter(|version| version.model.paper == paper);
            sealed.map(|version| (version.model.number, version.model.place)).take(1).collect()
        };
        let to = self.some_folder();
        if Some(to) == from || versions.is_empty() {
            return;
        }
        self.trace.doing(format!("{by} moves paper {paper} from {from:?} to {to}"));
        let key = self.key_of(vault, to);
        let (places, amendments) = self.world.moving(by, &versions, (vault, to, key));
        let new = NewAmendments { amendments, reminders: Vec::new() };
        let path = format!("/v1/documents/{}/amendments", self.world.papers[paper]);
        let answer = self.world.house().post(&self.world.people[by], &path, &new).await;
        let expected = self.model.move_paper(by, paper, to, &places);
        self.judge(Kind::Move, expected, &answer);
    }

    pub(super) async fn undo(&mut self) {
        // The last ones added, likely by whoever added them.
        let mut recent: Vec<(u64, usize, u64, usize)> = Vec::new();
        for (id, paper) in &self.model.papers {
            recent.extend(paper.versions.iter().map(|(number, version)| (version.at, *id, *number, version.by)));
        }
        recent.sort_unstable();
        let recent: Vec<_> = recent.into_iter().rev().take(6).collect();
        let Some(any) = self.some_paper() else { return };
        let any = (0, any, 1 + self.dice.below(2), 0);
        let (_, paper, version, depositor) =
            if self.dice.chance(85) { self.dice.pick(&recent).unwrap_or(any) } else { any };
        let limit =
            self.model.papers.get(&paper).and_then(|known| known.versions.get(&version)).map(Version::undo_until);
        if let Some(limit) = limit.filter(|limit| *limit > self.model.clock && self.dice.chance(40)) {
            let late = self.dice.below(2);
            self.set_clock(limit + late);
        }
        let by = self.somebody(&[depositor]).await;
        self.trace.doing(format!("{by} undoes paper {paper}, version {version}"));
        let path = format!("/v1/documents/{}/undo", self.world.papers[paper]);
        let answer = self.world.house().post(&self.world.people[by], &path, &UndoRequest { version }).await;
        let expected = self.model.undo(by, paper, version);
        self.judge(Kind::Undo, expected, &answer);
    }

    pub(super) async fn erase(&mut self) {
        let Some(paper) = self.some_paper() else { return };
        let vault = self.vault_of(paper);
        let by = self.somebody(&self.owner_of(vault)).await;
        let right = self.right_pin(by);
        self.trace.doing(format!("{by} erases paper {paper}, right PIN: {right}"));
        let request = ErasureRequest { pin_tag: self.world.tag(self.card_in_use(by), right) };
        let path = format!("/v1/documents/{}/erasure", self.world.papers[paper]);
        let answer = self.world.house().post(&self.world.people[by], &path, &request).await;
        let expected = self.model.erase(by, paper, right);
        self.judge(Kind::Erase, expected, &answer);
    }
}
