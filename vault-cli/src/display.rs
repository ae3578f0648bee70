//! Text from elsewhere, made safe for a terminal: names of files, titles and names that others chose.

/// At most this many characters of a foreign text are shown or stored as a title.
pub(crate) const TITLE_MAX: usize = 120;

/// Replaces what could move the cursor, change colours or turn the reading direction around, and cuts at `max` characters.
#[must_use]
pub(crate) fn clean(text: &str, max: usize) -> String {
    let mut shown: String =
        text.chars().take(max).map(|c| if is_unsafe(c) { '\u{fffd}' } else { c }).collect::<String>().trim().to_owned();
    if text.chars().nth(max).is_some() {
        shown.push('…');
    }
    shown
}

/// A title made of a file's name: the last part of the path, without its extension, cleaned.
#[must_use]
pub(crate) fn title_of_file(path: &std::path::Path) -> String {
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    // A name may hold separators of another system.
    let last = stem.rsplit(['/', '\\']).next().unwrap_or_default();
    clean(last, TITLE_MAX)
}

/// Control characters (C0, C1, DEL), bidirectional controls, and invisible joiners of lines or words.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Lower case without accents: how names of folders, purposes and people are compared.
#[must_use]
pub(crate) fn fold(text: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    let plain: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    plain
        .chars()
        .map(|c| if matches!(c, '-' | '_' | '\'' | '’' | '\u{a0}' | '\u{202f}') { ' ' } else { c })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn escapes_and_direction_marks_never_reach_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\u{9b}d\u{200b}e", 99), "a\u{fffd}[31mb\u{fffd}c\u{fffd}d\u{fffd}e");
        assert_eq!(clean("ligne\nsuivante", 99), "ligne\u{fffd}suivante");
        assert_eq!(clean("Éloïse — ok", 99), "Éloïse — ok");
        assert_eq!(clean("abcdef", 3), "abc…");
    }

    #[test]
    fn a_title_keeps_nothing_of_a_path() {
        assert_eq!(title_of_file(Path::new("/tmp/../etc/bulletin de paie.pdf")), "bulletin de paie");
        assert_eq!(title_of_file(Path::new("..\\..\\secret.jpg")), "secret");
        assert_eq!(title_of_file(Path::new("a\u{202e}fdp.exe")), "a\u{fffd}fdp");
    }

    #[test]
    fn comparison_ignores_case_accents_and_hyphens() {
        assert_eq!(fold("Droits santé"), fold("DROITS-SANTE"));
        assert_eq!(fold("  Amélie   L’Hôte "), "amelie l hote");
        assert_ne!(fold("Identité"), fold("Emploi"));
    }
}
