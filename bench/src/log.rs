//! The log when it is long: what an opening and a proof cost in it, and how long an auditor verifies it.
//!
//! The entries are written by the server's own ledger, in its batches, each for a signed request of its own: what an
//! auditor checks of them is what is checked of any. Only the opening itself, whose share nobody waits for, is left out.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use tokio::task::JoinSet;
use vault_core::api::LogPage;
use vault_core::entropy::OsEntropy;
use vault_core::ids::{DocumentId, Hash, Kid, VaultId};
use vault_core::log::{EventBody, Frontier, Signatory, SignedActs, VaultChain, leaf_data, leaf_hash};
use vault_core::request::{Method, Request};
use vault_core::secret::LeafSalt;
use vault_core::vocabulary::{EventType, Purpose, ResultCode};
use vault_server::domain::{log, receipt};
use vault_server::ledger::{Act, Event, Turn};

use crate::Result;
use crate::client::Account;
use crate::inside::{Inside, caller};
use crate::openings::{asking, in_process, small_paper};
use crate::process::{cpu_of, run};
use crate::report::{Table, float, mib, middle, say};
use crate::setting::Setting;
use crate::stage::Stage;

/// How many acts wait in the ledger's line at a time.
const WAITING: u64 = 256;
/// Over so many vaults the entries are spread.
const VAULTS: u64 = 1_000;
/// Entries that an auditor asks for at a time.
const PAGE: u64 = 500;

pub(crate) fn measure(setting: &Setting) -> Result<Table> {
    let tasks = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut stage = Stage::gather(setting, "log", &[])?;
    let document = small_paper(&stage)?;
    let mut table = Table::default();
    let sizes = setting.size([200, 1_000, 5_000], [1_000, 100_000, 1_000_000]);
    tasks.block_on(async {
        let account = Arc::new(Account::log_in(&stage, "professional").await?);
        stage.stop()?;
        let house = Inside::boot(&stage).await?;
        for size in sizes {
            let begun = Instant::now();
            fill(&house, &account, size).await?;
            say(&format!("the log has {size} entries, written in {:.0} s", begun.elapsed().as_secs_f64()));
            let costs = costs(&house, &account, document, setting.size(50, 1_000)).await?;
            for (what, time) in costs.told() {
                table.beside(format!("{what}, with {size} entries"), format!("{time:.2} ms"), "", "flat");
            }
        }
        house.end().await
    })?;
    verified(setting, &mut stage, &mut table)?;
    tasks.block_on(apart(&mut stage, &mut table))?;
    Ok(table)
}

/// An event that only is told.
struct Told(Event);

impl Act for Told {
    type Answer = u64;

    fn attempt(&self) -> Event {
        self.0.clone()
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> vault_server::error::Result<u64> {
        turn.done().await
    }
}

/// Up to this size, each entry is for a signed request of its own; beyond it, entries are written by the thousand, as for acts
/// that nobody signs: what is measured afterwards is how large the log is, and not who asked for what.
const SIGNED: u64 = 1_000_000;

/// Lets the log grow to this size.
pub(crate) async fn fill(house: &Inside, account: &Arc<Account>, size: u64) -> Result<()> {
    fill_signed(house, account, size.min(SIGNED)).await?;
    let mut missing = size.saturating_sub(log::size(&house.app).await?);
    while missing > 0 {
        let many = (0..missing.min(1_000)).map(|number| event(account, number % VAULTS));
        missing = missing.saturating_sub(1_000);
        house.app.ledger.perform(Many(many.collect())).await?;
    }
    Ok(())
}

/// Events that are told together.
struct Many(Vec<Event>);

impl Act for Many {
    type Answer = ();

    fn attempt(&self) -> Event {
        Event::new(EventType::Opening, Kid::NONE)
    }

    async fn perform(&self, turn: &mut Turn<'_>) -> vault_server::error::Result<()> {
        for event in &self.0 {
            turn.record(event).await?;
        }
        Ok(())
    }
}

async fn fill_signed(house: &Inside, account: &Arc<Account>, size: u64) -> Result<()> {
    let missing = size.saturating_sub(log::size(&house.app).await?);
    let mut tasks = JoinSet::new();
    for task in 0..WAITING {
        let (app, account) = (Arc::clone(&house.app), Arc::clone(account));
        let mine = missing / WAITING + u64::from(task < missing % WAITING);
        tasks.spawn(async move {
            for number in 0..mine {
                let (request, event) = told(&account, (task * 7 + number) % VAULTS)?;
                app.ledger.perform_signed(Told(event), request).await?;
            }
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok(())
}

/// An opening in one of many vaults, and the request that asked for it.
fn told(account: &Account, vault: u64) -> Result<(vault_server::ledger::SignedRequest, Event)> {
    let event = event(account, vault);
    let ready = account.sign(Method::Post, "/v1/openings", &serde_json::to_vec(&asking(event.document_id))?)?;
    Ok((caller(account, &ready).request, event))
}

fn event(account: &Account, vault: u64) -> Event {
    let mut vault_id = [0xEE; 16];
    vault_id[8..].copy_from_slice(&vault.to_be_bytes());
    Event {
        document_id: DocumentId::generate(&mut OsEntropy::new()),
        version: 1,
        purpose: Purpose::None,
        result: ResultCode::Done,
        ..Event::new(EventType::Opening, account.keys.signing.kid()).in_vault(VaultId::from_bytes(vault_id))
    }
}

/// What one act costs in a log as it stands, in milliseconds.
pub(crate) struct Costs {
    opening: f64,
    receipt: f64,
    way: f64,
}

impl Costs {
    pub(crate) const fn told(&self) -> [(&'static str, f64); 3] {
        [
            ("an opening in process, one at a time", self.opening),
            ("a receipt with its proof", self.receipt),
            ("a proof of continuation", self.way),
        ]
    }
}

/// One opening, one receipt, one way from an earlier checkpoint, so often, in this log.
pub(crate) async fn costs(house: &Inside, account: &Account, document: DocumentId, count: usize) -> Result<Costs> {
    let opening = middle(&in_process(house, account, document, 1, count).await?.times);
    let grown = log::size(&house.app).await?;
    let (mut receipts, mut ways) = (Vec::new(), Vec::new());
    for number in 0..count as u64 {
        // Spread over the whole log, but for its first entries, which are not this account's.
        let index = grown - 1 - number * (grown - 100) / count as u64;
        let ready = account.sign(Method::Get, &format!("/v1/log/receipts/{index}"), &[])?;
        let begun = Instant::now();
        receipt::of_own_act(&house.app, caller(account, &ready), index).await?;
        receipts.push(begun.elapsed().as_secs_f64() * 1000.0);
        let begun = Instant::now();
        log::consistency(&house.app, index).await?;
        ways.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(Costs { opening, receipt: middle(&receipts), way: middle(&ways) })
}

/// `coffre log verify`, by an auditor.
fn verified(setting: &Setting, stage: &mut Stage, table: &mut Table) -> Result<()> {
    stage.start()?;
    // Writing a long log takes longer than a session may be idle.
    stage.log_in("auditor")?;
    let (mut walls, mut cpus, mut servers, mut peak, mut entries) = (vec![], vec![], vec![], 0, 0);
    for _ in 0..setting.times("log") {
        let before = cpu_of(stage.pid()?)?;
        let (cost, output) = run(&mut stage.command("auditor", &["log".into(), "verify".into()]))?;
        let told: serde_json::Value = serde_json::from_slice(&output.stdout)?;
        entries = told["entries"].as_u64().ok_or("not the number of entries")?;
        servers.push(cpu_of(stage.pid()?)? - before);
        walls.push(cost.wall);
        cpus.push(cost.cpu);
        peak = cost.peak.max(peak);
    }
    let measured =
        format!("{:.1} s; `coffre` {:.1} s of processor, {} at most", middle(&walls), middle(&cpus), mib(peak));
    let beside = format!("the server meanwhile: {:.1} s of processor", middle(&servers));
    table.beside(format!("`coffre log verify` of {entries} entries, signatures included"), measured, beside, "");
    stage.stop()
}

/// What of it is hashing, and what is signatures: on the same entries, in memory, one core.
async fn apart(stage: &mut Stage, table: &mut Table) -> Result<()> {
    stage.start()?;
    let auditor = Account::log_in(stage, "auditor").await?;
    let professional = Account::log_in(stage, "professional").await?;
    stage.stop()?;
    let house = Inside::boot(stage).await?;
    let (mut pages, mut from, begun) = (Vec::new(), 0, Instant::now());
    loop {
        let ready = auditor.sign(Method::Get, &format!("/v1/log/entries?from={from}&limit={PAGE}"), &[])?;
        let page = log::page(&house.app, caller(&auditor, &ready), from, Some(PAGE)).await?;
        let next = page.next;
        pages.push(page);
        match next {
            Some(next) => from = next,
            None => break,
        }
    }
    let fetched = begun.elapsed().as_secs_f64();
    let written = Instant::now();
    let json = pages.iter().map(serde_json::to_vec).collect::<std::result::Result<Vec<_>, _>>()?;
    let (written, bytes) = (written.elapsed().as_secs_f64(), json.iter().map(|page| page.len() as u64).sum::<u64>());
    let read = Instant::now();
    let pages =
        json.iter().map(|page| serde_json::from_slice(page)).collect::<std::result::Result<Vec<LogPage>, _>>()?;
    let read = read.elapsed().as_secs_f64();
    let entries: u64 = pages.iter().map(|page| page.entries.len() as u64).sum();

    let begun = Instant::now();
    let bodies = hashed(&pages)?;
    let hashes = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    let signed = signatures(&pages, &bodies, &[&auditor, &professional])?;
    let signatures = begun.elapsed().as_secs_f64();
    let each = |seconds: f64| format!("{:.1} µs an entry", seconds * 1e6 / float(entries));
    let what = format!("hashes, chains and the head of {entries} entries, in memory, one core");
    table.beside(what, format!("{hashes:.1} s"), each(hashes), "< 10 s for a million");
    table.beside(format!("{signed} signatures of them, one core"), format!("{signatures:.1} s"), each(signatures), "");
    table.figure("the server's pages of them, in process", format!("{fetched:.1} s"));
    table.figure("the same as JSON", format!("{}, written in {written:.1} s, read in {read:.1} s", mib(bytes)));
    house.end().await
}

/// Every body is read, its leaf hashed, every vault's chain replayed, the tree rebuilt.
fn hashed(pages: &[LogPage]) -> Result<Vec<EventBody>> {
    let (nothing, mut tree, mut bodies) = (BTreeMap::new(), Frontier::new(), Vec::new());
    let mut chains: BTreeMap<VaultId, VaultChain<'_>> = BTreeMap::new();
    for entry in pages.iter().flat_map(|page| &page.entries) {
        let salt = LeafSalt::from_slice(&entry.salt).ok_or("not a salt")?;
        let body = EventBody::parse(&entry.body)?;
        if let Some(request) = &entry.request {
            let same = Request::hash_of(request) == body.request_hash && Request::parse(request)?.maker == body.actor;
            if !same {
                return Err("another request".into());
            }
        }
        let chain = chains.entry(body.vault).or_insert_with(|| VaultChain::new(body.vault, &nothing));
        chain.push(entry.index, &salt, &body)?;
        tree.push(leaf_hash(&leaf_data(&salt, &body)));
        bodies.push(body);
    }
    let root: Hash = tree.root();
    std::hint::black_box(root);
    Ok(bodies)
}

/// Every signed request that one of these accounts made.
fn signatures(pages: &[LogPage], bodies: &[EventBody], accounts: &[&Account]) -> Result<u64> {
    let (mut acts, mut count) = (SignedActs::default(), 0);
    for (entry, body) in pages.iter().flat_map(|page| &page.entries).zip(bodies) {
        let Some(request) = &entry.request else { continue };
        let Some(who) = accounts.iter().find(|account| account.keys.signing.kid() == body.actor) else { continue };
        let signatory = Signatory { account: who.id, key: who.keys.signing.verifying_key() };
        acts.check(body, Some(&request[..]), body.actor, |_| Some(signatory))?;
        count += 1;
    }
    Ok(count)
}
