//! Time, the server's own work, the operator's, and whoever reads the log.

use vault_core::api::{ServerInfo, VaultLogView};
use vault_core::certificate::Certificate;
use vault_core::log::{VaultChain, VaultHead};
use vault_core::secret::LeafSalt;
use vault_server::domain::housekeeping;

use super::super::audit;
use super::super::model::{DAY, Line, Place, SECOND};
use super::super::world::Snapshot;
use super::{Kind, Sim};
use crate::api::client::Sent;

/// Most backups that are kept.
const BACKUPS: usize = 3;

impl Sim {
    /// Some minutes, or hours.
    pub(super) fn wait(&mut self) {
        let ms = self.dice.pick(&[60, 600, 900, 3_600, 20_000]).unwrap() * SECOND;
        let ms = self.dice.below(ms);
        self.trace.doing(format!("{ms} ms go by"));
        self.pass(ms);
        self.report.count(Kind::Wait, Ok(()));
    }

    /// To a moment at which something changes by itself: just before it, at it, or just after; or some days on.
    pub(super) fn jump(&mut self) {
        let far = self.model.clock + self.dice.below(20 * DAY);
        let mut moments = self.model.moments();
        moments.retain(|at| *at < self.model.clock + 60 * DAY);
        let moment = if self.dice.chance(80) { self.dice.pick(&moments).unwrap_or(far) } else { far };
        let beside = self.dice.pick(&[-1_000, -1, 0, 1, 999, 1_000]).unwrap();
        let at = moment.saturating_add_signed(beside).max(self.model.clock);
        self.trace.doing(format!("the clock jumps by {} ms", at - self.model.clock));
        self.set_clock(at);
        self.report.count(Kind::Jump, Ok(()));
    }

    /// The machine's clock is set back: the log's time stands still meanwhile.
    pub(super) async fn back(&mut self) {
        // Not before the server's key of the day: people would not seal to a key that begins tomorrow.
        let info: ServerInfo = self.world.house().send(Sent::get("/v1/server")).await.ok();
        let since = Certificate::parse(&info.deposit_certificate).unwrap().not_before * SECOND;
        let ms = self.dice.below(90 * SECOND).min(self.model.clock.saturating_sub(since + SECOND));
        self.trace.doing(format!("the clock goes back by {ms} ms"));
        self.set_clock(self.model.clock - ms);
        self.report.count(Kind::Back, Ok(()));
    }

    pub(in super::super) async fn round(&mut self) {
        self.trace.doing("a round of housekeeping".to_owned());
        housekeeping::round(&self.world.house().app).await.expect("a round");
        self.model.round();
        self.report.count(Kind::Round, Ok(()));
        let versions: usize = self.model.papers.values().map(|paper| paper.versions.len()).sum();
        assert_eq!(versions + self.model.uploads.len(), self.world.objects(), "objects (left: the model)");
    }

    pub(super) async fn restart(&mut self) {
        self.trace.doing("the server is stopped and started".to_owned());
        self.world.restart().await;
        self.model.start(false, |paper| *self.world.papers[paper].as_bytes());
        self.report.count(Kind::Restart, Ok(()));
    }

    pub(super) async fn back_up(&mut self) {
        self.trace.doing("a backup".to_owned());
        let model = self.model.clone();
        let name = self.world.back_up().await;
        self.model.write(Line::new(vault_core::vocabulary::EventType::Backup, None));
        self.snapshots.push(Snapshot { name, model, auditor: self.auditor.clone() });
        if self.snapshots.len() > BACKUPS {
            self.snapshots.remove(0);
        }
        self.report.count(Kind::BackUp, Ok(()));
    }

    pub(super) async fn restore(&mut self) {
        if self.snapshots.is_empty() {
            return;
        }
        let which = self.dice.index(self.snapshots.len());
        let Snapshot { name, model, auditor } = &self.snapshots[which];
        self.trace.doing(format!("backup {which} is restored"));
        self.world.restore(name).await;
        self.auditor.given_up(self.world.house(), auditor).await;
        self.model.restore(model);
        self.model.start(true, |paper| *self.world.papers[paper].as_bytes());
        self.report.count(Kind::Restore, Ok(()));
    }

    /// An auditor reads all that is new, verifies it, and finds exactly what the model says.
    pub(in super::super) async fn audit(&mut self) {
        self.come_in(self.watcher).await;
        self.dress(self.watcher);
        self.trace.doing("the whole log is verified and compared".to_owned());
        loop {
            let more = self.auditor.read(&self.world, self.watcher).await;
            self.model.read_log(self.watcher, None).expect("an auditor reads");
            if !more {
                break;
            }
        }
        self.auditor.compare(&self.world, &self.model.log).await;
        self.report.audits += 1;
        self.report.count(Kind::Audit, Ok(()));
    }

    /// Somebody reads the log of a vault: its owner finds each line, in order.
    pub(super) async fn read_log(&mut self) {
        let vault = self.some_vault();
        let by = self.somebody(&self.owner_of(vault)).await;
        self.trace.doing(format!("{by} reads the log of vault {vault}"));
        let id = self.world.vaults[vault].0;
        let answer = self.world.house().get(&self.world.people[by], &format!("/v1/vaults/{id}/log")).await;
        let expected = self.model.read_log(by, Some(vault));
        if self.judge(Kind::ReadLog, expected, &answer).is_none() {
            return;
        }
        let view: VaultLogView = answer.ok();
        let erased = std::collections::BTreeMap::new();
        let mut chain = VaultChain::new(id, &erased);
        let mut seen = Vec::new();
        for entry in &view.entries {
            let body = vault_core::log::EventBody::parse(&entry.body).unwrap();
            chain.push(entry.index, &LeafSalt::from_slice(&entry.salt).unwrap(), &body).expect("it follows");
            seen.push(audit::line(&self.world, &body));
        }
        let all: Vec<Line> = self.model.log.iter().filter(|line| line.vault == Some(vault)).copied().collect();
        assert_eq!(all[..seen.len().min(all.len())], seen[..], "the log of vault {vault} (left: the model)");
        if !view.more {
            assert_eq!(all.len(), seen.len(), "the log of vault {vault} is cut");
            let head = VaultHead::open(&view.head, self.world.house().log_key().key()).expect("a head");
            chain.finish(&head).expect("all of it");
        }
        let owner = self.model.people[&by].place;
        assert!(matches!(owner, Place::Owner(_) | Place::Auditor));
    }
}
