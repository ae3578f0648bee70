//! `coffre export`, `coffre export verify`.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use vault_core::api::NewExport;
use vault_core::export::Manifest;
use vault_core::provenance::Anchor;

use super::open::check_free;
use super::{solemnly, vault_id};
use crate::cli;
use crate::desk::Desk;
use crate::display::clean;
use crate::error::{Error, Problem, Result};
use crate::export::check::{Checked, check};
use crate::export::write::write;
use crate::i18n::msg;
use crate::outfile::OutFile;
use crate::output::Report;
use crate::words;

pub(super) fn export(desk: &Desk, args: &cli::Export) -> Result<Report> {
    match &args.act {
        Some(cli::ExportAct::Verify(args)) => verify(desk, args),
        None => take_out(desk, args, &args.output.clone().unwrap_or_default()),
    }
}

fn take_out(desk: &Desk, args: &cli::Export, output: &Path) -> Result<Report> {
    let unreadable = |text: &str| Problem::RecipientUnreadable { recipient: clean(text, 100) };
    let recipient = args.age.as_deref().map(|text| text.trim().parse().map_err(|_| unreadable(text))).transpose()?;
    let output = if recipient.is_some() { with_age(output) } else { output.to_owned() };
    check_free(&output, args.force)?;
    solemnly(desk, &(&args.beneficiary).into(), |person, pin_tag| {
        let vault = vault_id(person, args.vault.as_deref())?;
        if person.view.vault_id != Some(vault) {
            return Err(Problem::OtherVault.into());
        }
        let failed = |e: io::Error| failed(&output, &e.to_string());
        let mut file = OutFile::begin(&output).map_err(failed)?;
        let told = person.calls(desk).export(vault, &NewExport { pin_tag: pin_tag.expose().to_vec().into() })?;
        let manifest = write(desk, person, &told, file.file(), recipient.as_ref()).map_err(|e| named(e, &output))?;
        file.keep(args.force).map_err(failed)?;
        Ok(taken_out(desk, &manifest, &output, recipient.is_some()))
    })
}

/// `.age` is added unless it is there.
fn with_age(output: &Path) -> PathBuf {
    match output.extension() {
        Some(extension) if extension.eq_ignore_ascii_case("age") => output.to_owned(),
        _ => {
            let mut name = output.as_os_str().to_owned();
            name.push(".age");
            name.into()
        }
    }
}

fn failed(output: &Path, cause: &str) -> Problem {
    Problem::OutputFailed { path: output.display().to_string(), cause: cause.to_owned() }
}

/// Stages that write know the file by no name.
fn named(error: Error, output: &Path) -> Error {
    match error {
        Error::Problem(Problem::OutputFailed { path, cause }) if path.is_empty() => failed(output, &cause).into(),
        error => error,
    }
}

fn taken_out(desk: &Desk, manifest: &Manifest, output: &Path, encrypted: bool) -> Report {
    let shown = std::path::absolute(output).unwrap_or_else(|_| output.to_owned()).display().to_string();
    let json = json!({
        "vault_id": manifest.vault.vault_id,
        "output": shown,
        "encrypted": encrypted,
        "documents": manifest.documents.len(),
        "versions": manifest.versions().count(),
        "reminders": manifest.reminders.len(),
        "files": manifest.files.len(),
        "exported_ms": manifest.exported_ms,
        "log_index": manifest.log_index,
    });
    let n = manifest.documents.len();
    let text = msg!(desk.i18n, "done-export", n = n, path = output.display().to_string());
    let next = if encrypted { msg!(desk.i18n, "done-export-age") } else { msg!(desk.i18n, "done-export-clear") };
    Report { json, text: format!("{text}\n{next}") }
}

fn verify(desk: &Desk, args: &cli::ExportVerify) -> Result<Report> {
    let Checked { verified, .. } = check(desk, &args.file, args.identity.as_deref())?;
    let manifest = &verified.manifest;
    let named = |anchor: &Anchor| describe(manifest, anchor);
    let json = json!({
        "verified": true,
        "vault_id": manifest.vault.vault_id,
        "server": manifest.server.origin,
        "exported_ms": manifest.exported_ms,
        "documents": manifest.documents.len(),
        "versions": manifest.versions().count(),
        "files": manifest.files.len(),
        "mandates": manifest.mandates.len(),
        "reminders": manifest.reminders.len(),
        "log_entries": verified.entries.len(),
        "tree_size": verified.checkpoint.size,
        "account_anchor": verified.owner,
        "log_key": manifest.server.log_key,
        "depositors": verified.depositors.iter().map(named).collect::<Vec<_>>(),
        "former_homes": verified.former.iter().map(named).collect::<Vec<_>>(),
    });
    let i18n = &desk.i18n;
    let when = words::date_time(i18n, manifest.exported_ms, &desk.zone);
    let (n, versions) = (manifest.documents.len(), manifest.versions().count());
    let mut lines = vec![
        msg!(i18n, "done-export-verify", n = n, versions = versions, when = when),
        msg!(i18n, "verify-export-proves", entries = verified.entries.len()),
        msg!(i18n, "verify-export-compare"),
        msg!(i18n, "export-anchor-account", value = verified.owner.to_string()),
    ];
    for anchor in &verified.depositors {
        if let Anchor::Organisation(id, hash) = anchor {
            let name = manifest.organisation(id).map(|o| clean(&o.name, 120)).unwrap_or_default();
            lines.push(msg!(i18n, "export-anchor-organisation", name = name, value = hash.to_string()));
        }
    }
    lines.push(msg!(i18n, "export-anchor-log", value = manifest.server.log_key.clone()));
    lines.push(msg!(i18n, "export-readme-names"));
    Ok(Report { json, text: lines.join("\n") })
}

fn describe(manifest: &Manifest, anchor: &Anchor) -> Value {
    match anchor {
        Anchor::Owner(id, hash) => json!({ "kind": "account", "id": id, "anchor": hash }),
        Anchor::Organisation(id, hash) => {
            let name = manifest.organisation(id).map(|o| o.name.clone());
            json!({ "kind": "organisation", "id": id, "anchor": hash, "name": name })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encrypted_file_is_called_so() {
        assert_eq!(with_age(Path::new("a/coffre.zip")), Path::new("a/coffre.zip.age"));
        assert_eq!(with_age(Path::new("coffre.zip.age")), Path::new("coffre.zip.age"));
        assert_eq!(with_age(Path::new("coffre")), Path::new("coffre.age"));
    }
}
