//! What notices say, from `messages/*/notices.ftl`. They name nobody, no document, no folder and no organisation: a
//! mailbox is not a vault.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;
use vault_core::vocabulary::{AccountKind, NoticeKind};

/// A language that notices exist in.
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

    const fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    const fn file(self) -> &'static str {
        match self {
            Self::French => include_str!("../../../messages/fr/notices.ftl"),
            Self::English => include_str!("../../../messages/en/notices.ftl"),
        }
    }
}

/// A message with its subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) subject: String,
    pub(super) body: String,
}

/// The texts of one language.
pub(super) struct Texts(FluentBundle<FluentResource>);

impl Texts {
    pub(super) fn new(language: Language) -> Self {
        let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(language.file().to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
        Self(bundle)
    }

    /// As a letter: what happened, what to do, and that nobody answers.
    pub(super) fn mail(&self, kind: NoticeKind, reader: AccountKind) -> Text {
        let (told, foot) = (self.told(kind, reader), self.say("notice-foot", None, reader));
        Text { subject: self.say("notice-subject", None, reader), body: format!("{told}\n\n{foot}\n") }
    }

    /// As a short message.
    pub(super) fn short(&self, kind: NoticeKind, reader: AccountKind) -> String {
        self.say(&id_of(kind), Some("short"), reader)
    }

    fn told(&self, kind: NoticeKind, reader: AccountKind) -> String {
        self.say(&id_of(kind), None, reader)
    }

    fn say(&self, id: &str, attribute: Option<&str>, reader: AccountKind) -> String {
        let Some(message) = self.0.get_message(id) else { return id.to_owned() };
        let pattern = match attribute {
            None => message.value(),
            Some(name) => message.get_attribute(name).map(|attribute| attribute.value()),
        };
        let Some(pattern) = pattern else { return id.to_owned() };
        let mut args = FluentArgs::new();
        args.set("reader", reader.code());
        self.0.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Texts")
    }
}

fn id_of(kind: NoticeKind) -> String {
    format!("notice-{}", kind.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notice_is_told_in_both_languages_at_both_lengths() {
        for language in Language::ALL {
            let texts = Texts::new(language);
            for kind in NoticeKind::ALL {
                for reader in [AccountKind::Beneficiary, AccountKind::Staff] {
                    let (mail, short) = (texts.mail(*kind, reader), texts.short(*kind, reader));
                    for told in [&mail.subject, &mail.body, &short] {
                        assert!(!told.contains("notice-") && !told.contains('{'), "{language:?} {kind:?}: {told}");
                    }
                    assert!(short.chars().count() <= 160, "{language:?} {kind:?}: {short}");
                }
            }
        }
        assert_eq!(
            Texts::new(Language::French).short(NoticeKind::Reminder, AccountKind::Beneficiary),
            "Un papier est à renouveler. Passez à un accueil."
        );
    }

    #[test]
    fn every_line_of_the_files_parses() {
        for language in Language::ALL {
            assert!(FluentResource::try_new(language.file().to_owned()).is_ok(), "{language:?}");
        }
    }
}
