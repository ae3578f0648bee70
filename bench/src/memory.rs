//! Peak memory of both sides while documents of growing size are deposited and opened.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use crate::Result;
use crate::process::{run, status};
use crate::report::{Table, mib};
use crate::setting::Setting;
use crate::stage::Stage;
use crate::transfer::NO_LIMIT;

/// What neither side may pass.
const TARGET: &str = "< 64 MiB, flat";

pub(crate) fn measure(setting: &Setting) -> Result<Table> {
    let mut table = Table::default();
    for length in setting.size(vec![8 << 20, 64 << 20], vec![256 << 20, 1 << 30, 5 << 30]) {
        // A server of its own: the kernel tells the peak of a whole life.
        let mut stage = Stage::gather(setting, &format!("memory-{length}"), &NO_LIMIT)?;
        let (file, out) = (stage.path("large.pdf"), stage.path("out.pdf"));
        hollow(&file, length)?;
        let rest = status(stage.pid()?, "VmRSS:").unwrap_or(0);
        let (deposit, told) = run(&mut stage.deposit(&file))?;
        let told: serde_json::Value = serde_json::from_slice(&told.stdout)?;
        let document = told[0]["document_id"].as_str().ok_or("no document")?.to_owned();
        let open = run(&mut stage.open(&document, &out))?.0;
        let server = status(stage.pid()?, "VmHWM:").unwrap_or(0);
        stage.stop()?;
        let size = mib(length);
        table.beside(format!("`coffre deposit`, {size}"), mib(deposit.peak), "", TARGET);
        table.beside(format!("`coffre open`, {size}"), mib(open.peak), "", TARGET);
        table.beside(format!("the server, both, {size}"), mib(server), format!("before them: {}", mib(rest)), TARGET);
        fs::remove_dir_all(&stage.folder)?;
    }
    Ok(table)
}

/// A file that begins as a PDF and is otherwise a hole: it costs no place of its own on the disk, and is sealed like any.
fn hollow(path: &Path, length: u64) -> Result<()> {
    let mut file = File::create(path)?;
    file.write_all(b"%PDF-1.7\n% SPECIMEN\n")?;
    Ok(file.set_len(length)?)
}
