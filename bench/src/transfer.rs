//! A large document over TLS on this machine: deposited and opened by `coffre`, against `curl` and a bare server that
//! hashes and syncs.

use std::fs::{self, File};
use std::io::Write;
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::Duration;

use crate::Result;
use crate::process::{Cost, cpu_of, run};
use crate::report::{Table, mib, middle, speed};
use crate::setting::Setting;
use crate::stage::{Stage, free_port};

/// So that nothing is refused for its size.
pub(crate) const NO_LIMIT: [&str; 2] = ["--max-document-bytes=17179869184", "--max-vault-bytes=1099511627776"];

pub(crate) fn measure(setting: &Setting) -> Result<Table> {
    let length = setting.size(32 << 20, 1 << 30);
    let stage = Stage::gather(setting, "transfer", &NO_LIMIT)?;
    let sink = Sink::start(&stage.folder)?;
    let (file, out) = (stage.path("large.pdf"), stage.path("out.pdf"));
    paper(&file, length)?;
    // What `coffre` sends and fetches is a little longer, padded and sealed; `curl` sends the file.
    let mut costs: [Vec<Cost>; 4] = Default::default();
    let mut server = Vec::new();
    for _ in 0..setting.times("transfer") {
        let before = cpu_of(stage.pid()?)?;
        let (deposit, told) = run(&mut stage.deposit(&file))?;
        server.push(cpu_of(stage.pid()?)? - before);
        let told: serde_json::Value = serde_json::from_slice(&told.stdout)?;
        let document = told[0]["document_id"].as_str().ok_or("no document")?.to_owned();
        let up = run(sink.curl(&stage.ca()).arg("-T").arg(&file))?.0;
        let open = run(&mut stage.open(&document, &out))?.0;
        fs::remove_file(&out)?;
        // As `coffre` does: what is kept is on the disk before the program ends.
        let mut sync = Command::new("sync");
        let down = run(sink.curl(&stage.ca()).arg("-o").arg(&out))?.0.and(run(sync.arg(&out))?.0);
        fs::remove_file(&out)?;
        for (costs, cost) in costs.iter_mut().zip([deposit, up, open, down]) {
            costs.push(cost);
        }
    }
    let mut table = Table::default();
    let of = |costs: &[Cost], which: fn(&Cost) -> f64| middle(&costs.iter().map(which).collect::<Vec<_>>());
    let [deposit, up, open, down] = &costs;
    for (what, own, bare) in [("deposit", deposit, up), ("open", open, down)] {
        let (wall, cpu) = (of(own, |cost| cost.wall), of(own, |cost| cost.cpu));
        let beside = of(bare, |cost| cost.wall);
        let measured = format!("{wall:.2} s ({}); `coffre` {cpu:.2} s of processor", speed(length, wall));
        let shown = format!("curl and the bare server: {beside:.2} s ({})", speed(length, beside));
        table.ratio(format!("{what} {}", mib(length)), measured, shown, beside / wall, "≥ 0.7");
    }
    table.figure("the server's processor time for one such deposit", format!("{:.2} s", middle(&server)));
    Ok(table)
}

/// A file that begins as a PDF and of which the rest cannot be made shorter.
pub(crate) fn paper(path: &Path, length: u64) -> Result<()> {
    let mut file = std::io::BufWriter::new(File::create(path)?);
    file.write_all(b"%PDF-1.7\n% SPECIMEN\n")?;
    let (mut state, mut left) = (0x9E37_79B9_7F4A_7C15_u64, length.saturating_sub(20));
    while left >= 8 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        file.write_all(&state.to_le_bytes())?;
        left -= 8;
    }
    file.flush()?;
    file.get_ref().sync_all()?;
    Ok(())
}

/// The bare server in a process of its own.
struct Sink {
    child: Child,
    port: u16,
}

impl Sink {
    fn start(folder: &Path) -> Result<Self> {
        let port = free_port()?;
        let here: PathBuf = std::env::current_exe()?;
        let child = Command::new(here).arg("sink").arg(folder).arg(port.to_string()).spawn()?;
        let mut sink = Self { child, port };
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if let Some(status) = sink.child.try_wait()? {
                return Err(format!("the bare server ended: {status}").into());
            }
            sleep(Duration::from_millis(10));
        }
        Ok(sink)
    }

    fn curl(&self, ca: &Path) -> Command {
        let mut command = Command::new("curl");
        command.args(["--silent", "--show-error", "--fail", "--tlsv1.3", "--http1.1", "--cacert"]).arg(ca);
        command.arg(format!("https://localhost:{}/object", self.port));
        command
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
