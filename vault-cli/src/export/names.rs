//! Names of files in an archive: what people called their papers, made safe for every system.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use vault_core::export::is_device;
use vault_core::record::Record;

use crate::display::{clean, fold};

/// Longest part made of a title, in characters and in bytes: with numbers and extension it stays below what file
/// systems take (255 bytes).
const MAX_CHARS: usize = 80;
const MAX_BYTES: usize = 160;

/// Extensions by media type: where the first bytes told what a file is, its former name does not matter.
const BY_MEDIA_TYPE: &[(&str, &str)] = &[
    ("application/pdf", "pdf"),
    ("image/jpeg", "jpg"),
    ("image/png", "png"),
    ("image/tiff", "tif"),
    ("image/webp", "webp"),
    ("image/heic", "heic"),
    ("text/plain", "txt"),
];

/// Extensions that are kept from a file's former name: documents, nothing that a system would run.
const KEPT: &[&str] = &[
    "bmp", "csv", "doc", "docx", "eml", "gif", "heic", "jpeg", "jpg", "json", "odp", "ods", "odt", "pdf", "png", "ppt",
    "pptx", "rtf", "tif", "tiff", "txt", "vcf", "webp", "xls", "xlsx", "xml", "zip",
];

/// The names that an archive has given so far. Two that differ only by capitals, accents or punctuation would be one
/// file on some systems.
#[derive(Debug, Default)]
pub(crate) struct Names(BTreeSet<String>);

impl Names {
    /// The path of one version of a document. `number`: its version, if the document has several.
    pub(crate) fn document(&mut self, folder: &str, record: &Record, fallback: &str, number: Option<u64>) -> String {
        let mut stem = safe(&record.title, fallback);
        if let Some(number) = number {
            stem = format!("{stem} - version {number}");
        }
        let (folder, extension) = (safe(folder, "dossier"), extension(record));
        let mut path = format!("documents/{folder}/{stem}.{extension}");
        let mut again = 2_u32;
        while !self.0.insert(key(&path)) {
            path = format!("documents/{folder}/{stem} ({again}).{extension}");
            again += 1;
        }
        path
    }
}

/// Paths with the same key may not lie in one archive.
pub(super) fn key(path: &str) -> String {
    path.split('/').map(fold).collect::<Vec<_>>().join("/")
}

/// One part of a path, made of a text that somebody chose.
fn safe(text: &str, fallback: &str) -> String {
    let forbidden = |c: char| matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' | '\u{fffd}');
    let composed: String = text.nfc().collect();
    let plain: String = clean(&composed, usize::MAX).chars().map(|c| if forbidden(c) { '_' } else { c }).collect();
    let spaced = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut name = cut(spaced.trim_start_matches(['.', ' ']));
    if name.is_empty() {
        return if fallback.is_empty() { "papier".to_owned() } else { safe(fallback, "") };
    }
    if is_device(&name) {
        name.insert(0, '_');
    }
    name
}

/// At most so many characters and bytes, without a dot or a space at the end.
fn cut(text: &str) -> String {
    let mut name = String::new();
    for c in text.chars().take(MAX_CHARS) {
        if name.len() + c.len_utf8() > MAX_BYTES {
            break;
        }
        name.push(c);
    }
    name.trim_end_matches(['.', ' ']).to_owned()
}

fn extension(record: &Record) -> String {
    if let Some((_, extension)) = BY_MEDIA_TYPE.iter().find(|(media, _)| *media == record.media_type) {
        return (*extension).to_owned();
    }
    let former =
        record.file_name.as_deref().and_then(|name| name.rsplit_once('.')).map(|(_, e)| e.to_ascii_lowercase());
    former.filter(|e| KEPT.contains(&e.as_str())).unwrap_or_else(|| match record.media_type.as_str() {
        "application/zip" => "zip".to_owned(),
        _ => "bin".to_owned(),
    })
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;
    use vault_core::export::is_path;
    use vault_core::ids::{AccountId, Hash, Kid};

    use super::*;

    pub(crate) fn record(title: &str, media_type: &str, file_name: Option<&str>) -> Record {
        Record {
            document_type: "other".to_owned(),
            title: title.to_owned(),
            issued_on: None,
            expires_on: None,
            pages: None,
            media_type: media_type.to_owned(),
            file_name: file_name.map(str::to_owned),
            content_sha256: Hash::NONE,
            length: 1,
            depositor: AccountId::NONE,
            depositor_kid: Kid::NONE,
            remarks: None,
            replaces: None,
            provenance: Vec::new(),
        }
    }

    fn named(title: &str) -> String {
        Names::default().document("Identité", &record(title, "application/pdf", None), "Autre", None)
    }

    #[test]
    fn titles_become_names_that_every_system_takes() {
        for (title, name) in [
            ("Carte d’identité", "Carte d’identité.pdf"),
            ("../../etc/passwd", "_.._etc_passwd.pdf"),
            ("C:\\Windows\\x", "C__Windows_x.pdf"),
            ("CON", "_CON.pdf"),
            ("lpt1.txt", "_lpt1.txt.pdf"),
            ("com¹", "_com¹.pdf"),
            (".cache", "cache.pdf"),
            ("avis. . .", "avis.pdf"),
            ("...", "Autre.pdf"),
            ("avis\u{202e}fdp.exe", "avis_fdp.exe.pdf"),
            ("a\tb  c", "a_b c.pdf"),
            ("e\u{301}te\u{301}", "été.pdf"),
            ("بطاقة الهوية", "بطاقة الهوية.pdf"),
            ("身份证", "身份证.pdf"),
        ] {
            assert_eq!(named(title), format!("documents/Identité/{name}"), "{title:?}");
        }
        assert!(named(&"é".repeat(200)).len() < 240);
    }

    #[test]
    fn an_extension_tells_what_the_bytes_are_and_starts_no_program() {
        for (media, file, expected) in [
            ("application/pdf", Some("virus.exe"), "pdf"),
            ("application/zip", Some("lettre.DOCX"), "docx"),
            ("application/zip", None, "zip"),
            ("application/octet-stream", Some("lettre.exe"), "bin"),
            ("application/octet-stream", Some("page.html"), "bin"),
            ("application/octet-stream", Some("lettre.odt"), "odt"),
            ("application/octet-stream", Some("lettre"), "bin"),
        ] {
            assert_eq!(extension(&record("a", media, file)), expected, "{media} {file:?}");
        }
    }

    #[test]
    fn names_that_some_system_confuses_are_numbered() {
        let mut names = Names::default();
        let mut add = |title, version| names.document("Divers", &record(title, "image/png", None), "", version);
        assert_eq!(add("Été", None), "documents/Divers/Été.png");
        assert_eq!(add("ETE", None), "documents/Divers/ETE (2).png");
        assert_eq!(add("été", None), "documents/Divers/été (3).png");
        assert_eq!(add("Bail", Some(1)), "documents/Divers/Bail - version 1.png");
        assert_eq!(add("Bail", Some(2)), "documents/Divers/Bail - version 2.png");
    }

    proptest! {
        #[test]
        fn any_title_gives_a_path_that_stays_in_the_archive(
            titles in proptest::collection::vec("\\PC{0,200}|[./\\\\ A-Za-z:]{0,12}|\\p{Arabic}{1,40}|\\p{Han}{1,200}", 1..8),
            folder in "\\PC{0,40}", file in proptest::option::of("\\PC{1,20}\\.[a-zA-Z]{1,6}")
        ) {
            let mut names = Names::default();
            let mut keys = BTreeSet::new();
            for title in &titles {
                let record = record(title, "application/octet-stream", file.as_deref());
                let path = names.document(&folder, &record, "", None);
                prop_assert!(is_path(&path), "{path:?}");
                prop_assert!(path.nfc().eq(path.chars()), "{path:?}");
                prop_assert!(path.split('/').all(|part| part.len() <= 255), "{path:?}");
                prop_assert!(path.matches('/').count() == 2 && path.starts_with("documents/"), "{path:?}");
                prop_assert!(keys.insert(key(&path)), "{path:?} twice");
            }
        }
    }
}
