//! Keeps the published list of the page's files, when the page was built beside: what `coffre page verify` compares a server with.

use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=../vault-server/web/dist");
    let place = |name: &str| env::var_os(name).map(PathBuf::from).unwrap_or_default();
    let list =
        fs::read(place("CARGO_MANIFEST_DIR").join("../vault-server/web/dist/page/page.json")).unwrap_or_default();
    fs::write(place("OUT_DIR").join("page.json"), list)
}
