//! What people read in an archive: the list of papers, who looked, and a word about the file. Plain HTML without
//! script, font or image: it opens on any computer, with no network, and a screen reader reads it in order.

use std::fmt::Write as _;

use jiff::tz::TimeZone;
use vault_core::export::{Document, Manifest, ReminderEntry, Signer, Version};
use vault_core::ids::Hash;
use vault_core::provenance::Provenance;
use vault_core::reminder::due_ms;

use crate::desk::Desk;
use crate::i18n::{I18n, msg};
use crate::words::{date_short, date_time, size, type_label};

const STYLE: &str = "body{font:1.1rem/1.5 sans-serif;max-width:70rem;margin:0 auto;padding:1rem;color:#111;background:#fff}\
table{border-collapse:collapse;width:100%;margin:0 0 2rem}\
caption{text-align:start;font-weight:bold;font-size:1.3rem;padding:.5rem 0}\
th,td{border:1px solid #767676;padding:.4rem .6rem;text-align:start;vertical-align:top}\
th{background:#eee}a{color:#003a8c}li{margin:0 0 .5rem}";

/// `LISEZMOI.txt`.
pub(super) fn read_me(desk: &Desk, manifest: &Manifest, owner: Hash) -> String {
    let i18n = &desk.i18n;
    let when = date_time(i18n, manifest.exported_ms, &desk.zone);
    let parts = [
        msg!(i18n, "export-title"),
        msg!(i18n, "export-readme-what", when = when, server = manifest.server.origin.clone()),
        msg!(i18n, "export-readme-open"),
        msg!(i18n, "export-readme-safe"),
        msg!(i18n, "export-readme-import"),
        msg!(i18n, "export-readme-check"),
        msg!(i18n, "export-readme-names"),
        anchors(i18n, manifest, owner).join("\n"),
    ];
    // Windows' plain editor has long shown other line ends as none.
    (parts.join("\n\n") + "\n").replace('\n', "\r\n")
}

fn anchors(i18n: &I18n, manifest: &Manifest, owner: Hash) -> Vec<String> {
    vec![
        msg!(i18n, "export-anchor-vault", value = manifest.vault.vault_id.to_string()),
        msg!(i18n, "export-anchor-account", value = owner.to_string()),
        msg!(i18n, "export-anchor-log", value = manifest.server.log_key.clone()),
    ]
}

/// `index.html`.
pub(super) fn index(desk: &Desk, manifest: &Manifest) -> String {
    let i18n = &desk.i18n;
    let mut body = String::new();
    let when = date_time(i18n, manifest.exported_ms, &desk.zone);
    paragraph(&mut body, &msg!(i18n, "export-index-intro", when = when, server = manifest.server.origin.clone()));
    paragraph(&mut body, &msg!(i18n, "export-readme-safe"));
    let _ =
        writeln!(body, "<p><a href=\"journal/journal.html\">{}</a></p>", escape(&msg!(i18n, "export-journal-link")));
    let mut any = false;
    for folder in &manifest.folders {
        let inside: Vec<_> = manifest.documents.iter().filter(|d| d.folder_id == folder.folder_id).collect();
        if !inside.is_empty() {
            any = true;
            table(&mut body, desk, manifest, &folder.label, &inside);
        }
    }
    if !any {
        paragraph(&mut body, &msg!(i18n, "none-document"));
    }
    if !manifest.reminders.is_empty() {
        reminders(&mut body, desk, manifest);
    }
    page(i18n, &msg!(i18n, "export-title"), &body)
}

fn table(body: &mut String, desk: &Desk, manifest: &Manifest, caption: &str, documents: &[&Document]) {
    let i18n = &desk.i18n;
    let heads = [
        msg!(i18n, "head-title"),
        msg!(i18n, "head-type"),
        msg!(i18n, "export-head-dates"),
        msg!(i18n, "head-added"),
        msg!(i18n, "export-head-by"),
        msg!(i18n, "head-size"),
    ];
    let _ = write!(body, "<table>\n<caption>{}</caption>\n<thead><tr>", escape(caption));
    for head in heads {
        let _ = write!(body, "<th scope=\"col\">{}</th>", escape(&head));
    }
    body.push_str("</tr></thead>\n<tbody>\n");
    for document in documents {
        for version in &document.versions {
            row(body, desk, manifest, document, version);
        }
    }
    body.push_str("</tbody>\n</table>\n");
}

fn reminders(body: &mut String, desk: &Desk, manifest: &Manifest) {
    let i18n = &desk.i18n;
    let _ = write!(body, "<h2>{}</h2>\n<ul>\n", escape(&msg!(i18n, "export-reminders")));
    for ReminderEntry { document_id, on, text } in &manifest.reminders {
        let document = manifest.documents.iter().find(|document| document.document_id == *document_id);
        let title = document.and_then(|d| d.versions.last()).map(|v| v.record.title.clone()).unwrap_or_default();
        let day = due_ms(on).map(|due_ms| date_short(i18n, due_ms, &TimeZone::UTC)).unwrap_or_default();
        let line = msg!(i18n, "export-reminder-line", day = day, title = title, text = text.clone());
        let _ = writeln!(body, "<li dir=\"auto\">{}</li>", escape(&line).replace('\n', "<br>"));
    }
    body.push_str("</ul>\n");
}

fn row(body: &mut String, desk: &Desk, manifest: &Manifest, document: &Document, version: &Version) {
    let i18n = &desk.i18n;
    let record = &version.record;
    let mut title = escape(&record.title);
    if document.versions.len() > 1 {
        let number = msg!(i18n, "export-version", n = version.version.to_string());
        let _ = write!(title, " ({})", escape(&number));
    }
    let _ = write!(body, "<tr><th scope=\"row\" dir=\"auto\"><a href=\"{}\">{title}</a>", link(&version.path));
    if let Some(remarks) = &record.remarks {
        let _ = write!(body, "<br>{}", escape(remarks).replace('\n', "<br>"));
    }
    for home in &record.provenance {
        let _ = write!(body, "<br>{}", escape(&provenance(desk, home)));
    }
    let issued = record.issued_on.as_ref().map(|day| msg!(i18n, "export-issued", day = day.as_str()));
    let expires = record.expires_on.as_ref().map(|day| msg!(i18n, "export-expires", day = day.as_str()));
    let dates = issued.into_iter().chain(expires);
    let dates: Vec<_> = dates.map(|text| escape(&text)).collect();
    let signer = manifest.signers.iter().find(|s| s.kid == record.depositor_kid);
    let cells = [
        escape(&type_label(i18n, &record.document_type)),
        dates.join("<br>"),
        escape(&date_short(i18n, version.deposited_ms, &desk.zone)),
        escape(&depositor(i18n, manifest, signer)),
        escape(&size(i18n, record.length)),
    ];
    body.push_str("</th>");
    for cell in cells {
        let _ = write!(body, "<td dir=\"auto\">{cell}</td>");
    }
    body.push_str("</tr>\n");
}

fn provenance(desk: &Desk, home: &Provenance) -> String {
    let who = [home.depositor.clone(), home.organisation.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let when = date_short(&desk.i18n, home.deposited_ms, &desk.zone);
    let kind = if who.is_empty() { "owner" } else { "staff" };
    msg!(desk.i18n, "export-provenance", server = home.server.clone(), when = when, kind = kind, who = who)
}

/// Who added a paper, in words.
fn depositor(i18n: &I18n, manifest: &Manifest, signer: Option<&Signer>) -> String {
    let Some(signer) = signer else { return String::new() };
    if signer.account_id == manifest.vault.account_id {
        return msg!(i18n, "export-by-owner");
    }
    let organisation = signer.organisation_id.and_then(|id| manifest.organisation(&id)).map(|o| o.name.clone());
    [signer.display_name.clone(), organisation].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// `journal/journal.html`.
pub(super) fn journal(desk: &Desk, sentences: &[String]) -> String {
    let i18n = &desk.i18n;
    let mut body = String::new();
    paragraph(&mut body, &msg!(i18n, "export-journal-intro"));
    let _ = write!(body, "<p><a href=\"../index.html\">{}</a></p>\n<ol>\n", escape(&msg!(i18n, "export-index-link")));
    for sentence in sentences {
        let _ = writeln!(body, "<li dir=\"auto\">{}</li>", escape(sentence));
    }
    body.push_str("</ol>\n");
    page(i18n, &msg!(i18n, "export-journal-link"), &body)
}

fn page(i18n: &I18n, title: &str, body: &str) -> String {
    let (lang, title) = (i18n.lang().tag(), escape(title));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}</main>\n\
         </body>\n</html>\n"
    )
}

fn paragraph(body: &mut String, text: &str) {
    let _ = writeln!(body, "<p>{}</p>", escape(text));
}

/// Text that cannot be taken for markup, in an element or in a quoted attribute.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A path as a relative link: everything but unreserved characters and `/` is percent-encoded.
fn link(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_somebody_wrote_becomes_markup_or_leads_elsewhere() {
        assert_eq!(
            escape("<script>\"a\" & 'b'</script>"),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;"
        );
        assert_eq!(link("documents/Été/a b\"><x.pdf"), "documents/%C3%89t%C3%A9/a%20b%22%3E%3Cx.pdf");
        assert_eq!(link("documents/javascript:x#y?z%41.pdf"), "documents/javascript%3Ax%23y%3Fz%2541.pdf");
    }
}
