//! Saying no, closing a vault, keeping it, its destruction, and receipts.

use vault_core::api::{
    ClosingView, DestructionClaim, KeptView, NewClosing, NewConsentRefusal, NewKeeping, ProblemCode, ReceiptView,
    VaultView,
};
use vault_core::credential::Pin;
use vault_core::ids::{DocumentId, Hash};
use vault_core::log::{EventBody, Receipt, ToldEntry};
use vault_core::mandate::Rights;
use vault_core::secret::{ClaimCode, LeafSalt};
use vault_core::vocabulary::{EventType, FolderKind, ResultCode, Role};
use vault_server::domain::housekeeping;

use super::client::{Answer, House, Sent};
use super::events::seen;
use super::people::{PIN, Person, Town, Vault, WRONG_PIN};

const DAY_MS: u64 = 24 * 3600 * 1000;

pub(super) fn claim(byte: u8) -> ClaimCode {
    ClaimCode::from_bytes([byte; 16])
}

fn tag(person: &Person, pin: &str) -> vault_core::api::Bytes {
    Pin::enter(pin).unwrap().tag(&person.credential).expose().to_vec().into()
}

impl House {
    async fn try_close(&self, by: &Person, vault: &Vault, pin: &str, code: &ClaimCode) -> Answer {
        let body = NewClosing { pin_tag: tag(by, pin), claim_sha256: code.hash() };
        self.post(by, &format!("/v1/vaults/{}/closing", vault.id), &body).await
    }

    pub(super) async fn close(&self, vault: &Vault, code: &ClaimCode) -> ClosingView {
        self.try_close(&vault.owner, vault, PIN, code).await.ok()
    }

    async fn try_keep(&self, by: &Person, vault: &Vault, pin: &str) -> Answer {
        let path = format!("/v1/vaults/{}/keeping", vault.id);
        self.post(by, &path, &NewKeeping { pin_tag: tag(by, pin) }).await
    }

    pub(super) async fn claimed(&self, code: &ClaimCode) -> Answer {
        let body = DestructionClaim { claim: code.expose().to_vec().into() };
        self.send(Sent::post("/v1/destruction-receipts", &body)).await
    }

    async fn view(&self, by: &Person, vault: &Vault) -> Answer {
        self.get(by, &format!("/v1/vaults/{}", vault.id)).await
    }

    async fn round(&self) -> usize {
        housekeeping::round(&self.app).await.unwrap()
    }

    /// The receipt as a text, read back and verified with the log's key alone.
    fn verified(&self, view: &ReceiptView) -> EventBody {
        let salt = LeafSalt::from_slice(&view.entry.salt).unwrap();
        let body = EventBody::parse(&view.entry.body).unwrap();
        let receipt = Receipt {
            extra: Some(ToldEntry { salt, body, claim: None }.encode()),
            index: view.entry.index,
            proof: view.entry.inclusion.clone(),
            checkpoint: view.checkpoint.clone(),
        };
        Receipt::parse(&receipt.encode()).unwrap().told(&self.log_key()).unwrap().0.body
    }
}

/// The vault as it was closed on the first day, a month and a minute later, in new sessions.
async fn after_the_grace(town: Town) -> Town {
    town.house.clock.advance(30 * DAY_MS + 60_000);
    town.logged_in_again().await
}

#[tokio::test]
async fn a_no_leaves_the_event_and_nothing_else() {
    let town = Town::new().await;
    let house = &town.house;
    let tables = || async {
        let count = |statement| house.count(statement);
        (count("SELECT count(*) FROM accounts").await, count("SELECT count(*) FROM directory_entries").await)
    };
    let before = tables().await;
    let entries = house.count("SELECT count(*) FROM log_entries").await;
    let body = NewConsentRefusal { organisation_id: town.ccas.id };
    house.post(&town.professional, "/v1/consent-refusals", &body).await.done();
    assert_eq!((tables().await, house.count("SELECT count(*) FROM log_entries").await), (before, entries + 1));
    let index = u64::try_from(entries).unwrap();
    let told: ReceiptView = house.get(&town.professional, &format!("/v1/log/receipts/{index}")).await.ok();
    let said = house.verified(&told);
    assert_eq!((said.event_type, said.result), (EventType::ConsentRefused.number(), 0));
    assert_eq!(said.actor, town.professional.keys.signing.kid());
    assert!(said.vault.is_none() && said.document.is_none() && said.mandate.is_none());
}

#[tokio::test]
async fn only_who_may_open_a_vault_tells_of_a_no() {
    let town = Town::new().await;
    let body = NewConsentRefusal { organisation_id: town.ccas.id };
    let path = "/v1/consent-refusals";
    town.house.post(&town.desk, path, &body).await.refused(ProblemCode::RoleForbids);
    town.house.post(&town.stranger().await, path, &body).await.refused(ProblemCode::NotAMember);
    town.house.post(&town.vault.owner, path, &body).await.refused(ProblemCode::NotAMember);
}

#[tokio::test]
async fn nobody_but_the_owner_closes_and_not_without_the_pin() {
    let town = Town::new().await;
    let (house, vault) = (&town.house, &town.vault);
    town.resources_mandate(Rights::READ | Rights::DEPOSIT | Rights::MANAGE).await;
    for other in [&town.professional, &town.ccas.referent, &town.desk, &town.auditor] {
        let pin = other.pin.clone();
        house.try_close(other, vault, &pin, &claim(1)).await.refused(ProblemCode::NotAllowed);
        let told = house.last_event(vault, &town.auditor).await;
        assert_eq!((told.what, told.result), (EventType::VaultClosing, ResultCode::NotAllowed));
    }
    let problem = house.try_close(&vault.owner, vault, WRONG_PIN, &claim(1)).await.refused(ProblemCode::WrongPin);
    assert_eq!(problem.tries_left, Some(4));
    assert_eq!(house.last_event(vault, &town.auditor).await.result, ResultCode::WrongPin);
    assert_eq!(house.count("SELECT count(*) FROM closings").await, 0);
    let view: VaultView = house.view(&vault.owner, vault).await.ok();
    assert_eq!(view.destroy_ms, None);
}

#[tokio::test]
async fn during_the_grace_only_the_owner_reads_and_nobody_adds() {
    let town = Town::new().await;
    let (house, vault) = (&town.house, &town.vault);
    let paper = town.own_paper().await;
    town.resources_mandate(Rights::READ | Rights::DEPOSIT).await;
    house.try_open(&town.professional, paper).await.done();
    let told = house.close(vault, &claim(1)).await;
    assert_eq!(told.destroy_ms, house.now_ms() + 30 * DAY_MS);
    assert_eq!(house.last_event(vault, &town.auditor).await.what, EventType::VaultClosing);

    for refused in [house.try_open(&town.professional, paper).await, house.view(&town.professional, vault).await] {
        refused.refused(ProblemCode::VaultClosing);
        assert_eq!(house.last_event(vault, &town.auditor).await.result, ResultCode::VaultClosing);
    }
    for by in [&town.desk, &vault.owner] {
        let sealed = house.seal(by, vault, FolderKind::Resources, b"SPECIMEN").await;
        house.upload(by, vault, &sealed).await.refused(ProblemCode::VaultClosing);
    }
    let mandate = house.mandate(vault, &town.ccas, &[FolderKind::Resources], Rights::READ);
    let new = house.new_mandate(vault, &town.ccas.keys.opening, &mandate);
    house.try_grant(vault, &new).await.refused(ProblemCode::VaultClosing);
    // Somebody without a mandate is not told that the vault is being closed.
    house.view(&town.stranger().await, vault).await.refused(ProblemCode::NoMandate);

    house.try_open(&vault.owner, paper).await.done();
    let view: VaultView = house.view(&vault.owner, vault).await.ok();
    assert_eq!(view.destroy_ms, Some(told.destroy_ms));
}

#[tokio::test]
async fn closed_again_the_date_stays_and_the_claim_code_is_replaced() {
    let town = Town::new().await;
    let (house, vault) = (&town.house, &town.vault);
    let first = house.close(vault, &claim(1)).await;
    house.clock.advance(60_000);
    let second = house.close(vault, &claim(2)).await;
    assert_eq!((second.destroy_ms, second.log_index), (first.destroy_ms, first.log_index + 1));
    house.claimed(&claim(1)).await.refused(ProblemCode::NotFound);
    house.claimed(&claim(2)).await.refused(ProblemCode::TooEarly);
}

#[tokio::test]
async fn kept_by_the_owner_alone_once_and_everything_is_as_before() {
    let town = Town::new().await;
    let (house, vault) = (&town.house, &town.vault);
    house.try_keep(&vault.owner, vault, PIN).await.refused(ProblemCode::Conflict);
    let paper = town.own_paper().await;
    town.resources_mandate(Rights::READ).await;
    house.close(vault, &claim(1)).await;
    let pin = town.professional.pin.clone();
    house.try_keep(&town.professional, vault, &pin).await.refused(ProblemCode::NotAllowed);
    house.try_keep(&vault.owner, vault, WRONG_PIN).await.refused(ProblemCode::WrongPin);
    house.try_open(&town.professional, paper).await.refused(ProblemCode::VaultClosing);

    let kept: KeptView = house.try_keep(&vault.owner, vault, PIN).await.ok();
    let told: ReceiptView = house.get(&vault.owner, &format!("/v1/log/receipts/{}", kept.log_index)).await.ok();
    assert_eq!(house.verified(&told).event_type, EventType::VaultKept.number());
    house.try_open(&town.professional, paper).await.done();
    house.claimed(&claim(1)).await.refused(ProblemCode::NotFound);
    house.try_keep(&vault.owner, vault, PIN).await.refused(ProblemCode::Conflict);
    let town = after_the_grace(town).await;
    town.house.round().await;
    town.house.try_open(&town.vault.owner, paper).await.done();
}

#[tokio::test]
async fn not_destroyed_before_its_time_and_then_wholly() {
    let town = Town::new().await;
    let paper = town.own_paper().await;
    town.resources_mandate(Rights::READ).await;
    let closing = town.house.close(&town.vault, &claim(1)).await;
    town.house.clock.set(closing.destroy_ms);
    let mut town = town.logged_in_again().await;
    town.house.round().await;
    town.house.try_open(&town.vault.owner, paper).await.done();
    assert_eq!(town.house.blobs(), 1);

    town.house.clock.advance(1);
    town.house.round().await;
    let (house, vault) = (&town.house, &town.vault);
    assert_eq!(house.blobs(), 0);
    house.view(&vault.owner, vault).await.refused(ProblemCode::SessionOver);
    house.try_log_in(&vault.owner.credential, PIN).await.refused(ProblemCode::WrongCredential);
    house.view(&town.professional, vault).await.refused(ProblemCode::NoMandate);
    house.try_open(&town.professional, paper).await.refused(ProblemCode::Erased);
    let pin = town.professional.pin.clone();
    house.try_close(&town.professional, vault, &pin, &claim(2)).await.refused(ProblemCode::NotAllowed);
    // The account's id is not taken up again, nor the vault's.
    let (mut again, ..) = house.new_vault(&town.ccas).await;
    again.vault_id = vault.id;
    assert!(!house.post(&town.professional, "/v1/vaults", &again).await.status.is_success());
    // The same round once more: nothing is destroyed twice.
    let entries = house.count("SELECT count(*) FROM log_entries").await;
    house.round().await;
    assert_eq!(house.count("SELECT count(*) FROM log_entries").await, entries);
    town.professional = town.house.member(&town.ccas, Role::Professional, "Marc SPECIMEN").await;
    town.house.vault(&town.ccas, &town.professional).await;
}

#[tokio::test]
async fn no_row_of_a_destroyed_vault_remains_but_public_keys_the_log_and_tombstones() {
    let town = Town::new().await;
    let paper = town.own_paper().await;
    let mandate = town.resources_mandate(Rights::READ).await;
    town.house.try_open(&town.vault.owner, paper).await.done();
    let sealed = town.house.seal(&town.vault.owner, &town.vault, FolderKind::Resources, b"SPECIMEN").await;
    town.house.upload(&town.vault.owner, &town.vault, &sealed).await.done();
    let owner = &town.vault.owner;
    let insert =
        "INSERT INTO channels (channel_id, account_id, kind, sealed, created_ms) VALUES (x'01', $1, 1, x'00', 0)";
    town.house.sql(insert, owner.account.as_ref()).await;
    for insert in [
        "INSERT INTO guardians (account_id, place, guardian_id, vault_id, credential_id, generation, first_piece,
             second_piece, rehearsal_key, named_ms)
         SELECT account_id, 1, x'01', vault_id, x'01', 1, x'01', x'01', x'01', 0 FROM accounts WHERE account_id = $1",
        "INSERT INTO recoveries (recovery_id, account_id, vault_id, means, credential_id, started_by, organisation_id,
             one_time_key, state, started_ms)
         SELECT account_id, account_id, vault_id, 1, x'01', x'01', x'01', x'01', 3, 0 FROM accounts WHERE account_id = $1",
        "INSERT INTO recovery_approvals (recovery_id, account_id, approved_ms) VALUES ($1, x'01', 0)",
        "INSERT INTO pin_reset_approvals (vault_id, account_id, approved_ms)
         SELECT vault_id, x'01', 0 FROM accounts WHERE account_id = $1",
        "INSERT INTO reminders (reminder_id, vault_id, document_id, due_ms, author, created_ms)
         SELECT x'01', vault_id, x'01', 0, account_id, 0 FROM accounts WHERE account_id = $1",
        "INSERT INTO wraps (wrap_hash, kind, scope, object, epoch, sealed)
         SELECT x'01', 15, account_id, account_id, 0, x'00' FROM accounts WHERE account_id = $1",
    ] {
        assert_eq!(town.house.sql(insert, owner.account.as_ref()).await, 1);
    }
    town.house.close(&town.vault, &claim(1)).await;
    assert_eq!(town.house.count("SELECT count(*) FROM notices WHERE kind = 6").await, 1);
    let town = after_the_grace(town).await;
    town.house.round().await;
    // The channel waits for the last notice, and goes once that is settled.
    let kinds = "SELECT count(*) FROM notices WHERE kind = 7 AND state = 1";
    assert_eq!((town.house.count(kinds).await, town.house.count("SELECT count(*) FROM channels").await), (1, 1));
    town.house.sql("UPDATE notices SET state = 2 WHERE account_id = $1", town.vault.owner.account.as_ref()).await;
    town.house.clock.advance(365 * DAY_MS);
    town.house.round().await;
    assert_eq!(town.house.count("SELECT count(*) FROM channels").await, 0);

    let (house, vault) = (&town.house, &town.vault);
    let stays = ["log_entries", "vault_heads", "certificates", "tombstones", "closings", "accounts", "vaults"];
    let mut ids: Vec<Vec<u8>> = vault.folders.iter().map(|(id, _)| id.as_ref().to_vec()).collect();
    ids.extend([vault.id.as_ref().to_vec(), vault.owner.account.as_ref().to_vec(), paper.as_ref().to_vec()]);
    ids.extend([vault.owner.credential.id.as_ref().to_vec(), mandate.mandate_id.as_ref().to_vec()]);
    for id in ids {
        for table in house.tables_with(&id).await {
            assert!(stays.contains(&table.as_str()), "{table} still names it");
        }
    }
    assert_eq!(house.count("SELECT bytes_used FROM vaults").await, 0);
    let mark = (DocumentId::from_bytes(*vault.id.as_bytes()), 0);
    assert_eq!(house.app.keys.erased().unwrap(), [(paper, 1), mark].into());
}

#[tokio::test]
async fn the_receipt_of_the_destruction_needs_no_account_and_no_other_code_gives_it() {
    let town = Town::new().await;
    let closing = town.house.close(&town.vault, &claim(1)).await;
    let path = format!("/v1/log/receipts/{}", closing.log_index);
    let told: ReceiptView = town.house.get(&town.vault.owner, &path).await.ok();
    assert_eq!(town.house.verified(&told).event_type, EventType::VaultClosing.number());
    town.house.claimed(&claim(1)).await.refused(ProblemCode::TooEarly);
    let town = after_the_grace(town).await;
    town.house.round().await;
    let told: ReceiptView = town.house.claimed(&claim(1)).await.ok();
    let body = town.house.verified(&told);
    assert_eq!((body.event_type, body.vault), (EventType::VaultDestroyed.number(), town.vault.id));
    town.house.claimed(&claim(9)).await.refused(ProblemCode::NotFound);
    let short = DestructionClaim { claim: vec![1; 15].into() };
    town.house.send(Sent::post("/v1/destruction-receipts", &short)).await.refused(ProblemCode::InvalidRequest);
    assert_ne!(claim(1).hash(), Hash::from_bytes(vault_core::suite::sha256(&[claim(1).expose()])), "a label apart");
}

#[tokio::test]
async fn objects_left_by_a_stop_after_the_commit_open_for_nobody_and_go_the_next_day() {
    let town = Town::new().await;
    let paper = town.own_paper().await;
    town.house.close(&town.vault, &claim(1)).await;
    let town = after_the_grace(town).await;
    let kept = town.house.copy_of_blobs();
    town.house.round().await;
    for (path, bytes) in kept {
        std::fs::write(path, bytes).unwrap();
    }
    assert_eq!(town.house.blobs(), 1);
    town.house.try_open(&town.professional, paper).await.refused(ProblemCode::Erased);
    assert_eq!(housekeeping::remove_orphans(&town.house.app).await.unwrap(), 1);
    assert_eq!(town.house.blobs(), 0);
}

#[tokio::test]
async fn a_receipt_is_given_to_the_one_who_acted_and_a_refusal_is_an_event() {
    let town = Town::new().await;
    let house = &town.house;
    let mandate = town.resources_mandate(Rights::READ).await;
    let path = format!("/v1/log/receipts/{}", mandate.log_index.unwrap());
    let told: ReceiptView = house.get(&town.vault.owner, &path).await.ok();
    assert_eq!(house.verified(&told).mandate, mandate.mandate_id);
    assert_eq!(seen(&told.entry).what, EventType::MandateGranted);
    for other in [&town.professional, &town.auditor] {
        house.get(other, &path).await.refused(ProblemCode::NotAllowed);
        let last = house.count("SELECT max(log_index) FROM log_entries").await;
        let page: vault_core::api::LogPage =
            house.get(&town.auditor, &format!("/v1/log/entries?from={last}")).await.ok();
        let told = seen(&page.entries[0]);
        assert_eq!((told.what, told.result), (EventType::LogRead, ResultCode::NotAllowed));
        assert_eq!(told.actor, other.keys.signing.kid());
    }
    house.get(&town.professional, "/v1/log/receipts/99999").await.refused(ProblemCode::NotFound);
    // Nobody acted in the server's own entries.
    house.get(&town.professional, "/v1/log/receipts/0").await.refused(ProblemCode::NotAllowed);
    let view: VaultView = house.view(&town.vault.owner, &town.vault).await.ok();
    let path = format!("/v1/log/receipts/{}", view.log_index.unwrap());
    let told: ReceiptView = house.get(&town.professional, &path).await.ok();
    assert_eq!(house.verified(&told).event_type, EventType::VaultCreated.number());
    house.get(&town.vault.owner, &path).await.refused(ProblemCode::NotAllowed);
}
