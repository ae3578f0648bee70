//! `growth`: what an opening and a proof cost in a log that grows, on either database, beside the same in a log that stays short,
//! asked in turn: whatever else the machine does meanwhile makes both slower.

use std::sync::Arc;

use crate::Result;
use crate::client::Account;
use crate::engine::Engine;
use crate::inside::Inside;
use crate::log::{Costs, costs, fill};
use crate::openings::small_paper;
use crate::report::{Table, middle, say};
use crate::setting::Setting;
use crate::stage::Stage;
use vault_core::ids::DocumentId;

/// At most so many times what it costs in a short log.
const TARGET: &str = "≤ 1.2";
/// Turns at each size.
const TURNS: usize = 5;

/// A log, and who writes in it.
struct Written {
    stage: Stage,
    account: Arc<Account>,
    document: DocumentId,
}

pub(crate) fn measure(setting: &Setting) -> Result<Table> {
    let tasks = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut table = Table::default();
    for engine in [Engine::Embedded, Engine::Postgres] {
        let mut logs = Vec::new();
        for name in ["short", "long"] {
            let mut stage = Stage::gather_on(setting, &format!("growth-{name}-{}", engine as u8), engine, &[])?;
            let document = small_paper(&stage)?;
            let account = Arc::new(tasks.block_on(Account::log_in(&stage, "professional"))?);
            stage.stop()?;
            logs.push(Written { stage, account, document });
        }
        let [short, long] = &logs[..] else { return Err("two logs".into()) };
        tasks.block_on(grow(setting, engine, short, long, &mut table))?;
    }
    Ok(table)
}

async fn grow(setting: &Setting, engine: Engine, short: &Written, long: &Written, table: &mut Table) -> Result<()> {
    let sizes = if setting.small { vec![1_000, 3_000] } else { vec![1_000, 100_000, 1_000_000] };
    let sizes = if setting.long { [sizes, vec![10_000_000]].concat() } else { sizes };
    let (house, control) = (Inside::boot(&long.stage).await?, Inside::boot(&short.stage).await?);
    fill(&control, &short.account, sizes.first().copied().unwrap_or(0)).await?;
    for size in sizes {
        fill(&house, &long.account, size).await?;
        say(&format!("{}: {size} entries are written", engine.told()));
        let (mut own, mut beside) = (Vec::new(), Vec::new());
        for _ in 0..TURNS {
            own.push(costs(&house, &long.account, long.document, setting.size(10, 200)).await?);
            beside.push(costs(&control, &short.account, short.document, setting.size(10, 200)).await?);
        }
        for which in 0..own.first().map_or(0, |costs| costs.told().len()) {
            let of = |all: &[Costs]| middle(&all.iter().map(|costs| costs.told()[which].1).collect::<Vec<_>>());
            let what = own.first().map_or("", |costs| costs.told()[which].0);
            let (time, short) = (of(&own), of(&beside));
            let shown = format!("in a log of some thousand entries, in turn: {short:.3} ms");
            let what = format!("{what}, {}, {size} entries", engine.told());
            table.ratio(what, format!("{time:.3} ms"), shown, time / short, TARGET);
        }
    }
    house.end().await?;
    control.end().await
}
