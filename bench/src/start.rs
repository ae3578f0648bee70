//! A server at rest: how soon it answers, how large it is.

use std::fs;

use tokio::runtime::Builder;

use crate::Result;
use crate::client::Connection;
use crate::ground::seconds;
use crate::process::status;
use crate::report::{Table, float, mib, middle};
use crate::setting::Setting;
use crate::stage::Stage;

pub(crate) fn measure(setting: &Setting) -> Result<Table> {
    let mut table = Table::default();
    let tasks = Builder::new_current_thread().enable_all().build()?;
    let mut stage = Stage::gather(setting, "start", &[])?;
    let (mut times, mut rest) = (Vec::new(), Vec::new());
    for _ in 0..setting.times("start") {
        stage.stop()?;
        let (taken, ()) = seconds(|| {
            stage.start()?;
            tasks.block_on(async { Connection::open(&stage).await?.server_info(&stage).await.map(drop) })
        })?;
        times.push(taken * 1000.0);
        rest.push(float(status(stage.pid()?, "VmRSS:").ok_or("no memory is told")?));
    }
    let first = format!("{:.0} ms", middle(&times));
    table.figure("from the start of the program to its first answer over TLS, on data that exist", first);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes that were counted")]
    table.figure("memory of the server after its first answer", mib(middle(&rest) as u64));
    for name in ["vault-server", "coffre"] {
        let length = fs::metadata(setting.program(name))?.len();
        table.figure(format!("size of `{name}`, as `cargo build --release` leaves it"), mib(length));
    }
    Ok(table)
}
