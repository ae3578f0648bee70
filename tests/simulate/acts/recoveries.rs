//! Access restored with the sheet, by the right people and the others.

use vault_core::api::{NewRecovery, RecoveryApproval, RecoveryEnrolment, RecoveryRelease};
use vault_core::ids::RecoveryId;
use vault_core::recovery::{RecoveryStatement, one_time_key};
use vault_core::request::Method;
use vault_core::vocabulary::{CredentialKind, RecoveryMeans, Role};

use super::super::model::{Phase, Recovery};
use super::{Kind, Sim};

impl Sim {
    fn some_recovery(&mut self, likely: impl Fn(&Recovery) -> bool) -> Option<usize> {
        if self.world.recoveries.is_empty() {
            return None;
        }
        let wanted = |(id, known): (&usize, &Recovery)| (known.phase == Phase::Waiting && likely(known)).then_some(*id);
        let wanted: Vec<usize> = self.model.recoveries.iter().filter_map(wanted).collect();
        let any = self.dice.index(self.world.recoveries.len());
        Some(if self.dice.chance(90) { self.dice.pick(&wanted).unwrap_or(any) } else { any })
    }

    fn followers(&self, vault: usize) -> Vec<usize> {
        let follower = self.model.vaults.get(&vault).map_or(0, |vault| vault.follower);
        self.staff(follower, &[Role::Professional, Role::Referent])
    }

    pub(super) async fn start_recovery(&mut self) {
        let vault = self.some_vault();
        let by = self.somebody(&self.followers(vault)).await;
        let right = self.right_pin(by);
        self.trace.doing(format!("{by} starts a recovery of vault {vault}, right PIN: {right}"));
        let recovery_id = RecoveryId::generate(&mut self.world.house().random.clone());
        let person = &self.world.people[by];
        let key = one_time_key(&person.keys, recovery_id);
        let new = NewRecovery {
            recovery_id,
            vault_id: self.world.vaults[vault].0,
            means: RecoveryMeans::Sheet,
            one_time_key: key.sealing_key().as_bytes().to_vec().into(),
            pin_tag: self.world.tag(self.card_in_use(by), right),
        };
        let answer = self.world.house().post(person, "/v1/recoveries", &new).await;
        self.world.recoveries.push(recovery_id);
        let expected = self.model.start_recovery(by, vault, right, self.world.recoveries.len() - 1);
        self.judge(Kind::StartRecovery, expected, &answer);
    }

    pub(super) async fn approve_recovery(&mut self) {
        let Some(id) = self.some_recovery(|known| known.approved.is_none()) else { return };
        let vault = self.model.recoveries.get(&id).map_or(0, |known| known.vault);
        let by = self.somebody(&self.followers(vault)).await;
        let right = self.right_pin(by);
        self.trace.doing(format!("{by} approves recovery {id}, right PIN: {right}"));
        let pin_tag = self.world.tag(self.card_in_use(by), right);
        let approval = RecoveryApproval { pin_tag, pieces: Vec::new() };
        let path = format!("/v1/recoveries/{}/approvals", self.world.recoveries[id]);
        let answer = self.world.house().post(&self.world.people[by], &path, &approval).await;
        let expected = self.model.approve_recovery(by, id, right);
        self.judge(Kind::Approve, expected, &answer);
    }

    pub(super) async fn stop_recovery(&mut self) {
        let Some(id) = self.some_recovery(|_| true) else { return };
        let vault = self.model.recoveries.get(&id).map_or(0, |known| known.vault);
        let by = self.somebody(&self.owner_of(vault)).await;
        self.trace.doing(format!("{by} stops recovery {id}"));
        let path = format!("/v1/recoveries/{}/stop", self.world.recoveries[id]);
        let answer = self.world.house().signed(&self.world.people[by], Method::Post, &path, Vec::new()).await;
        let expected = self.model.stop_recovery(by, id);
        self.judge(Kind::Stop, expected, &answer);
    }

    /// Those who may finish, in time: the clock is moved to where the delay ends, or just before.
    fn towards_the_end(&mut self, id: usize) {
        let ready = self.model.recoveries.get(&id).and_then(Recovery::ready);
        if let Some(ready) = ready.filter(|ready| *ready > self.model.clock)
            && self.dice.chance(60)
        {
            let early = self.dice.below(2);
            self.set_clock(ready - early);
        }
    }

    pub(super) async fn release(&mut self) {
        let Some(id) = self.some_recovery(|known| known.approved.is_some()) else { return };
        self.towards_the_end(id);
        let known = self.model.recoveries.get(&id).cloned();
        let likely: Vec<usize> = known.iter().map(|known| known.by).collect();
        let by = self.somebody(&likely).await;
        let right = self.right_pin(by);
        let any = self.dice.index(self.world.cards.len());
        let sheet = if self.dice.chance(95) { known.map_or(any, |known| known.sheet) } else { any };
        self.trace.doing(format!("{by} finishes recovery {id} with sheet {sheet}, right PIN: {right}"));
        let (recovery, card) = (self.world.recoveries[id], &self.world.cards[sheet].0);
        let person = &self.world.people[by];
        let key = one_time_key(&person.keys, recovery);
        let (origin, one_time_key) = (self.world.house().origin(), key.sealing_key());
        let statement = RecoveryStatement { origin, recovery, credential: card.id, one_time_key };
        let asked = RecoveryRelease {
            pin_tag: self.world.tag(self.card_in_use(by), right),
            signature: Some(statement.sign(&card.signing_key()).to_vec().into()),
        };
        let path = format!("/v1/recoveries/{recovery}/release");
        let answer = self.world.house().post(person, &path, &asked).await;
        let expected = self.model.release(by, id, right, sheet);
        self.judge(Kind::Release, expected, &answer);
    }

    pub(super) async fn restore_access(&mut self) {
        let released = self.model.recoveries.values().any(|known| known.released && known.phase == Phase::Waiting);
        let Some(id) = self.some_recovery(|known| known.released || !released) else { return };
        let known = self.model.recoveries.get(&id).cloned();
        let likely: Vec<usize> = known.iter().map(|known| known.by).collect();
        let by = self.somebody(&likely).await;
        self.trace.doing(format!("{by} restores access by recovery {id}"));
        // The root that the sheet opened gives the person's keys, by which the new card is sealed.
        let owner = known.and_then(|known| self.owner_of(known.vault).first().copied()).unwrap_or(0);
        let (house, person) = (self.world.house(), &self.world.people[owner]);
        let (card, new_card) = house.credential_of(CredentialKind::Card, person.account, &person.keys).await;
        let (sheet, new_sheet) = house.credential_of(CredentialKind::Sheet, person.account, &person.keys).await;
        let asked = RecoveryEnrolment { certificate: None, seeds: Vec::new(), card: new_card, sheet: new_sheet };
        let path = format!("/v1/recoveries/{}/enrolment", self.world.recoveries[id]);
        let answer = house.post(&self.world.people[by], &path, &asked).await;
        let cards = (self.world.keep_card(card), self.world.keep_card(sheet));
        let expected = self.model.restore_access(by, id, cards);
        self.judge(Kind::RestoreAccess, expected, &answer);
    }
}
