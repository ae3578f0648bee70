//! What the operator reads, from `messages/*/operator.ftl`: results, refusals and help.

use std::io::{self, Write};

use fluent_bundle::FluentValue;
use vault_server::messages::{Language, Messages};

pub(super) const fn file(language: Language) -> &'static str {
    match language {
        Language::French => include_str!("../../../messages/fr/operator.ftl"),
        Language::English => include_str!("../../../messages/en/operator.ftl"),
    }
}

/// The operator's words in one language.
#[derive(Debug)]
pub(crate) struct Words(Messages);

impl Words {
    pub(crate) fn new(language: Language) -> Self {
        Self(Messages::new(language, file(language)))
    }

    /// A message and, on a line of its own, the next thing to do where it names one (`.next`).
    pub(crate) fn say(&self, id: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        let said = self.0.say(id, args);
        match self.0.find(id, Some("next"), args) {
            Some(next) => format!("{said}\n{next}"),
            None => said,
        }
    }

    /// A help text or the name of a value, which a command may not have.
    pub(super) fn find(&self, id: &str, attribute: Option<&str>) -> Option<String> {
        self.0.find(id, attribute, &[])
    }
}

/// `say!(words, "operator-…", name = value)`: a message by its literal id. A test checks each use against the files.
macro_rules! say {
    ($words:expr, $id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $words.say($id, &[$((stringify!($name), ::fluent_bundle::FluentValue::from($value))),*])
    };
}
pub(crate) use say;

/// One answer for whoever called.
pub(crate) fn tell(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout();
    writeln!(stdout, "{text}")?;
    stdout.flush()
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
