//! Words for people: the language, and a reader of Fluent files.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// A language that messages exist in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// French, the default.
    #[default]
    French,
    /// English.
    English,
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::French, Self::English];

    /// The language of a tag of the configuration: `fr` or `en`.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The language of a run of the program: the last `--lang` on the command line, else the first of `LC_ALL`,
    /// `LC_MESSAGES` and `LANG` that is set, else French. Read before the arguments are parsed, so that help and
    /// refusals are in it too.
    pub fn choose<'a>(args: impl IntoIterator<Item = &'a str>, env: impl Fn(&str) -> Option<String>) -> Self {
        let mut chosen = None;
        let mut args = args.into_iter().take_while(|arg| *arg != "--").peekable();
        while let Some(arg) = args.next() {
            let tag = if arg == "--lang" { args.peek().copied() } else { arg.strip_prefix("--lang=") };
            chosen = tag.and_then(Self::of_tag).or(chosen);
        }
        let from_env = || {
            let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| env(name)).find(|v| !v.is_empty())?;
            Self::of_tag(set.split(['-', '_', '.', '@']).next()?)
        };
        chosen.or_else(from_env).unwrap_or_default()
    }

    /// The tag that names it.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }
}

/// The messages of one file in one language.
pub struct Messages(FluentBundle<FluentResource>);

impl Messages {
    /// Reads a file, given as its text. A line that does not parse is left out; tests keep the files free of such lines.
    #[must_use]
    pub fn new(language: Language, file: &str) -> Self {
        let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Isolation marks are for mixed-direction pages; in a letter or on a terminal they are noise.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(file.to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
        Self(bundle)
    }

    /// A message with its variables. An unknown id yields itself, so that nothing is ever blank.
    #[must_use]
    pub fn say(&self, id: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        self.find(id, None, args).unwrap_or_else(|| id.to_owned())
    }

    /// A message, or one of its attributes; nothing when there is none.
    #[must_use]
    pub fn find(&self, id: &str, attribute: Option<&str>, args: &[(&str, FluentValue<'_>)]) -> Option<String> {
        let message = self.0.get_message(id)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(name) => message.get_attribute(name)?.value(),
        };
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            values.set(*name, value.clone());
        }
        Some(self.0.format_pattern(pattern, Some(&values), &mut Vec::new()).into_owned())
    }
}

impl std::fmt::Debug for Messages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Messages")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_follows_the_option_then_the_environment_then_french() {
        let language = |args: &[&str], set: &[(&str, &str)]| {
            let env = |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            Language::choose(args.iter().copied(), env)
        };
        assert_eq!(language(&["vault-server", "check"], &[]), Language::French);
        assert_eq!(language(&["vault-server", "check"], &[("LANG", "en_GB.UTF-8")]), Language::English);
        assert_eq!(language(&["vault-server", "--lang", "fr"], &[("LANG", "en_GB.UTF-8")]), Language::French);
        assert_eq!(language(&["vault-server", "--lang=en"], &[("LANG", "fr_FR.UTF-8")]), Language::English);
        assert_eq!(language(&["vault-server"], &[("LC_ALL", "fr_FR"), ("LANG", "en_GB")]), Language::French);
        assert_eq!(language(&["vault-server"], &[("LC_ALL", ""), ("LC_MESSAGES", "en_US")]), Language::English);
        assert_eq!(language(&["vault-server"], &[("LANG", "C.UTF-8")]), Language::French);
        assert_eq!(language(&["vault-server", "--", "--lang=en"], &[]), Language::French);
    }
}
