//! The sentences of the demonstration, in both languages.

use vault_cli::i18n::{I18n, Lang};

const FRENCH: &str = include_str!("../../messages/fr/demo.ftl");
const ENGLISH: &str = include_str!("../../messages/en/demo.ftl");

/// The messages of one language.
pub(crate) fn load(lang: Lang) -> I18n {
    let file = match lang {
        Lang::Fr => FRENCH,
        Lang::En => ENGLISH,
    };
    I18n::from_files(lang, &[file])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Ids, each with its variables.
    fn declared(file: &str) -> BTreeSet<(String, Vec<String>)> {
        let lines = file.lines().filter_map(|line| line.split_once(" = "));
        let variables = |text: &str| {
            let mut names: Vec<String> =
                text.split("{ $").skip(1).filter_map(|rest| rest.split(' ').next()).map(str::to_owned).collect();
            names.sort();
            names.dedup();
            names
        };
        lines.map(|(id, text)| (id.to_owned(), variables(text))).collect()
    }

    #[test]
    fn both_languages_say_the_same_things_and_the_code_asks_for_each() {
        assert_eq!(declared(FRENCH), declared(ENGLISH));
        let code =
            [include_str!("main.rs"), include_str!("fill.rs"), include_str!("tell.rs"), include_str!("error.rs")];
        for (id, _) in declared(FRENCH) {
            let quoted = format!("\"{id}\"");
            assert!(code.iter().any(|file| file.contains(&quoted)), "{id} is declared and not used");
        }
    }
}
