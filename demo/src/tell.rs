//! What the person at the keyboard reads: what was made, and commands to paste, in the order of a visit.

use std::io::{self, Write};
use std::path::Path;
use std::slice;

use vault_cli::i18n::I18n;

use crate::fill::{DAYS, ORGANISATION, SHARED};
use crate::record::{Person, Record};
use crate::settings::Settings;

/// The whole page.
pub(crate) fn page(messages: &I18n, settings: &Settings, record: &Record) -> String {
    let folder = quoted(&settings.folder);
    let mut page = vec![
        messages.format("demo-running", &[("url", record.url.clone().into())]),
        messages.format("demo-where", &[("folder", folder.clone().into())]),
        String::new(),
        people(messages, record),
        String::new(),
        made(messages, record),
        String::new(),
        messages.text("demo-try"),
    ];
    let programs = record.coffre.parent().unwrap_or(Path::new("."));
    page.push(format!("   export PATH={}:\"$PATH\"", quoted(programs)));
    page.extend(visits(messages, settings, record));
    page.push(String::new());
    page.push(messages.text("demo-stop"));
    page.push(messages.format("demo-afresh", &[("folder", folder.into())]));
    page.join("\n")
}

/// Prints a line at once; a closed terminal is no reason to stop.
pub(crate) fn say(text: &str) {
    let mut out = io::stdout().lock();
    drop(writeln!(out, "{text}").and_then(|()| out.flush()));
}

/// Prints why the demonstration stopped.
pub(crate) fn complain(text: &str) {
    drop(writeln!(io::stderr().lock(), "{text}"));
}

fn people(messages: &I18n, record: &Record) -> String {
    let all = &record.people;
    let lines = [
        (&all.referent, "demo-who-referent"),
        (&all.professional, "demo-who-professional"),
        (&all.desk, "demo-who-desk"),
        (&all.beneficiary, "demo-who-beneficiary"),
        (&all.auditor, "demo-who-auditor"),
    ];
    let card = all.beneficiary.credential_file.with_file_name("card.pdf");
    let told = lines.map(|(person, id)| {
        let does = messages.format(id, &[("organisation", ORGANISATION.into()), ("card", quoted(&card).into())]);
        format!("   {:<16}{does}", person.name)
    });
    format!("{}\n{}", messages.text("demo-who"), told.join("\n"))
}

fn made(messages: &I18n, record: &Record) -> String {
    let mandate = messages.format(
        "demo-made-mandate",
        &[("days", DAYS.into()), ("folders", SHARED.join(", ").into()), ("organisation", ORGANISATION.into())],
    );
    let papers = messages.format("demo-made-papers", &[("papers", record.documents.len().into())]);
    format!("{}\n   {mandate}\n   {papers}", messages.text("demo-made"))
}

/// One paragraph for each thing to try.
fn visits(messages: &I18n, settings: &Settings, record: &Record) -> Vec<String> {
    let (people, vault) = (&record.people, &record.vault_id);
    let document = record.documents.first().map(|document| document.document_id.as_str()).unwrap_or_default();
    let copy = quoted(&settings.folder.join("copie.pdf"));
    let refused = format!("open {document} -o {}", quoted(&settings.folder.join("refus.pdf")));
    let [zip, sheet, act] =
        ["coffre.zip", "feuille.pdf", "feuille-acte.pdf"].map(|name| quoted(&settings.folder.join(name)));
    let [card, pin] = [&people.beneficiary.credential_file, &people.beneficiary.pin_file].map(|path| quoted(path));
    let visit = |id: &str, person: &Person, commands: &[String]| {
        let mut lines = vec![String::new(), messages.text(id), log_in(record, person)];
        lines.extend(commands.iter().map(|command| format!("   coffre {command}")));
        lines.join("\n")
    };
    vec![
        visit(
            "demo-visit-professional",
            &people.professional,
            &[format!("list --vault {vault}"), format!("open {document} -o {copy} --force")],
        ),
        visit("demo-visit-desk", &people.desk, slice::from_ref(&refused)),
        visit("demo-visit-beneficiary", &people.beneficiary, &[format!("log show --vault {vault}")]),
        visit("demo-visit-auditor", &people.auditor, &["log verify".to_owned()]),
        visit("demo-visit-revoke", &people.beneficiary, &[format!("mandate revoke {}", record.mandate_id)]),
        visit("demo-visit-again", &people.professional, slice::from_ref(&refused)),
        visit(
            "demo-visit-sheet",
            &people.beneficiary,
            &[
                format!("card sheet --credential-file {card} --pin-file {pin} --sheet-out {sheet} --act-out {act}"),
                format!("verify {act}"),
            ],
        ),
        visit(
            "demo-visit-export",
            &people.beneficiary,
            &[
                format!("export --beneficiary-credential-file {card} --beneficiary-pin-file {pin} -o {zip} --force"),
                format!("export verify {zip}"),
            ],
        ),
    ]
}

fn log_in(record: &Record, person: &Person) -> String {
    let [home, ca] = [&person.home, &record.ca].map(|path| quoted(path));
    let [card, pin] = [&person.credential_file, &person.pin_file].map(|path| quoted(path));
    let server = &record.url;
    format!(
        "   export COFFRE_HOME={home}\n   coffre login --server {server} --ca {ca} --credential-file {card} --pin-file {pin}"
    )
}

/// A path as a shell takes it.
pub(crate) fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |letter: char| letter.is_alphanumeric() || "/._-+:@".contains(letter);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_survives_the_shell() {
        assert_eq!(quoted(Path::new("/tmp/démo-1/a_b.pdf")), "/tmp/démo-1/a_b.pdf");
        assert_eq!(quoted(Path::new("/tmp/my demo/$HOME")), "'/tmp/my demo/$HOME'");
        assert_eq!(quoted(Path::new("/tmp/l'été")), r"'/tmp/l'\''été'");
    }
}
