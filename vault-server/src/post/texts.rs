//! What notices say, from `messages/*/notices.ftl`. They name nobody, no document, no folder and no organisation: a
//! mailbox is not a vault.

use fluent_bundle::FluentValue;
use vault_core::vocabulary::{AccountKind, NoticeKind};

use crate::messages::{Language, Messages};

const fn file(language: Language) -> &'static str {
    match language {
        Language::French => include_str!("../../../messages/fr/notices.ftl"),
        Language::English => include_str!("../../../messages/en/notices.ftl"),
    }
}

/// A message with its subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) subject: String,
    pub(super) body: String,
}

/// The texts of one language.
#[derive(Debug)]
pub(super) struct Texts(Messages);

impl Texts {
    pub(super) fn new(language: Language) -> Self {
        Self(Messages::new(language, file(language)))
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
        let args = [("reader", FluentValue::from(reader.code()))];
        self.0.find(id, attribute, &args).unwrap_or_else(|| id.to_owned())
    }
}

fn id_of(kind: NoticeKind) -> String {
    format!("notice-{}", kind.code())
}

#[cfg(test)]
mod tests {
    use fluent_bundle::FluentResource;

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
            assert!(FluentResource::try_new(file(language).to_owned()).is_ok(), "{language:?}");
        }
    }
}
