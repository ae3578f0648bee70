//! Everything a person reads, from the Fluent files in `messages/`, French first.
//!
//! Message ids name meanings, not places on a screen, so that the web page shares the same files.

use std::fmt;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// One language's files, embedded.
macro_rules! files {
    ($lang:literal) => {
        &[
            include_str!(concat!("../../messages/", $lang, "/words.ftl")),
            include_str!(concat!("../../messages/", $lang, "/journal.ftl")),
            include_str!(concat!("../../messages/", $lang, "/problems.ftl")),
            include_str!(concat!("../../messages/", $lang, "/cli.ftl")),
            include_str!(concat!("../../messages/", $lang, "/card.ftl")),
            include_str!(concat!("../../messages/", $lang, "/recovery.ftl")),
            include_str!(concat!("../../messages/", $lang, "/act.ftl")),
            include_str!(concat!("../../messages/", $lang, "/export.ftl")),
            include_str!(concat!("../../messages/", $lang, "/reminder.ftl")),
        ]
    };
}

const FRENCH: &[&str] = files!("fr");
const ENGLISH: &[&str] = files!("en");

/// A language that the messages exist in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// French, the default.
    #[default]
    Fr,
    /// English.
    En,
}

impl Lang {
    /// Both, in the order in which they are written.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The language that a tag (`fr`, `en-GB`, `fr_FR.UTF-8`) names, if it is one of ours.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_', '.', '@']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "fr" => Some(Self::Fr),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The language of this run: the last `--lang` on the command line, else the first of `LC_ALL`, `LC_MESSAGES`
    /// and `LANG` that is set, else French. Read before the arguments are parsed, so that help is in it too.
    pub fn choose<'a>(args: impl IntoIterator<Item = &'a str>, env: impl Fn(&str) -> Option<String>) -> Self {
        let mut chosen = None;
        let mut args = args.into_iter().take_while(|a| *a != "--").peekable();
        while let Some(arg) = args.next() {
            let tag = if arg == "--lang" { args.peek().copied() } else { arg.strip_prefix("--lang=") };
            chosen = tag.and_then(Self::of_tag).or(chosen);
        }
        let from_env = || {
            let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| env(name)).find(|v| !v.is_empty())?;
            Self::of_tag(&set)
        };
        chosen.or_else(from_env).unwrap_or_default()
    }

    /// The tag by which `--lang` names it.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    const fn files(self) -> &'static [&'static str] {
        match self {
            Self::Fr => FRENCH,
            Self::En => ENGLISH,
        }
    }
}

/// The messages of one language.
pub struct I18n {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl I18n {
    /// The messages of `coffre`.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self::from_files(lang, lang.files())
    }

    /// The messages of some files of one language, given as their text: another program's own. A line that does not parse
    /// is left out; a test keeps the files free of such lines.
    #[must_use]
    pub fn from_files(lang: Lang, files: &[&str]) -> Self {
        let tag: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![tag]);
        // Isolation marks are for mixed-direction pages; on a terminal they are noise.
        bundle.set_use_isolating(false);
        for file in files {
            let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(partial, _)| partial);
            bundle.add_resource_overriding(resource);
        }
        Self { lang, bundle }
    }

    /// The language.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether a message exists.
    #[must_use]
    pub(crate) fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// A message without variables. An unknown id yields itself, so that nothing is ever blank.
    #[must_use]
    pub fn text(&self, id: &str) -> String {
        self.format(id, &[])
    }

    /// A message with its variables; `id.attribute` reads an attribute.
    #[must_use]
    pub fn format(&self, id: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        self.find(id, args).unwrap_or_else(|| id.to_owned())
    }

    /// As [`Self::format`], or nothing when there is no such message.
    #[must_use]
    pub fn find(&self, id: &str, args: &[(&str, FluentValue<'_>)]) -> Option<String> {
        let (name, attribute) = id.split_once('.').map_or((id, None), |(n, a)| (n, Some(a)));
        let message = self.bundle.get_message(name)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(attribute) => message.get_attribute(attribute)?.value(),
        };
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            values.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        Some(self.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned())
    }
}

impl fmt::Debug for I18n {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "I18n({})", self.lang.tag())
    }
}

/// `msg!(i18n, "id", name = value)`: a message by its literal id. A test checks each use against the files.
macro_rules! msg {
    ($i18n:expr, $id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $i18n.format($id, &[$((stringify!($name), ::fluent_bundle::FluentValue::from($value))),*])
    };
}
pub(crate) use msg;

#[cfg(test)]
#[path = "i18n_tests.rs"]
mod tests;
