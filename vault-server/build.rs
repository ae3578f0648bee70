//! Embeds the built page: lists `web/dist/page` into a table that `src/web` includes. Also makes a new migration be compiled in
//! even when no source has changed.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    println!("cargo:rerun-if-changed=../migrations");
    println!("cargo:rerun-if-changed=web/dist");
    println!("cargo:rerun-if-changed=web/screens.json");
    let web = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("web");
    let page = web.join("dist/page");
    let mut found = Vec::new();
    if page.is_dir() {
        list(&page, &mut found)?;
    }
    found.sort();
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let kept = keep(&page, &found, &out.join("page"))?;
    fs::write(out.join("page.rs"), table(&out.join("page"), &kept)?)?;
    Ok(())
}

/// Copies the files, so that a page that is built anew meanwhile does not pull them away from the compiler.
fn keep(page: &Path, found: &[PathBuf], into: &Path) -> Result<Vec<PathBuf>> {
    if into.exists() {
        fs::remove_dir_all(into)?;
    }
    let mut kept = Vec::new();
    for path in found {
        let to = into.join(path.strip_prefix(page)?);
        fs::create_dir_all(to.parent().ok_or("a file without a folder")?)?;
        fs::copy(path, &to)?;
        kept.push(to);
    }
    Ok(kept)
}

/// Every file under a folder.
fn list(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// The table as an expression of Rust: each file once, with its compressed forms, which lie beside it as `.br` and `.gz`.
fn table(page: &Path, found: &[PathBuf]) -> Result<String> {
    let mut text = String::from("&[\n");
    for path in found.iter().filter(|path| !is_compressed(path)) {
        let name = as_text(path.strip_prefix(page)?)?;
        let here = as_text(path)?;
        let beside = |end: &str| {
            let file = format!("{here}{end}");
            if Path::new(&file).is_file() { format!("Some(include_bytes!({file:?}))") } else { "None".to_owned() }
        };
        let (brotli, gzip) = (beside(".br"), beside(".gz"));
        let (place, kind) = (format!("/{name}"), kind(path)?);
        let forms = format!("plain: include_bytes!({here:?}), brotli: {brotli}, gzip: {gzip}");
        writeln!(text, "    File {{ path: {place:?}, kind: {kind:?}, {forms} }},")?;
    }
    text.push(']');
    Ok(text)
}

fn as_text(path: &Path) -> Result<&str> {
    path.to_str().ok_or_else(|| "a name of the page is not UTF-8".into())
}

fn is_compressed(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "br" || end == "gz")
}

/// The content type of a file. A file of another kind does not enter the page unnoticed.
fn kind(path: &Path) -> Result<&'static str> {
    match path.extension().and_then(|end| end.to_str()) {
        Some("html") => Ok("text/html; charset=utf-8"),
        Some("js") => Ok("text/javascript; charset=utf-8"),
        Some("css") => Ok("text/css; charset=utf-8"),
        Some("svg") => Ok("image/svg+xml"),
        Some("json") => Ok("application/json"),
        Some("wasm") => Ok("application/wasm"),
        _ => Err(format!("{} has no known content type", path.display()).into()),
    }
}
