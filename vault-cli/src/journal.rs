//! From log entries to sentences: who did what, when, and for what.

use std::collections::BTreeMap;

use vault_core::api::ActorView;
use vault_core::ids::{DocumentId, Kid};
use vault_core::log::EventBody;
use vault_core::vocabulary::{EventType, Purpose, ResultCode};

use crate::desk::Desk;
use crate::display::{clean, fold};
use crate::i18n::{I18n, msg};
use crate::words::{date_time, label};

/// What turns ids into words.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Who acted, as the server tells it.
    pub(crate) actors: Vec<ActorView>,
    /// The reader's own keys.
    pub(crate) own: Vec<Kid>,
    /// Titles that the reader may see.
    pub(crate) titles: BTreeMap<DocumentId, String>,
}

/// One entry as a sentence or two.
pub(crate) fn sentence(desk: &Desk, body: &EventBody, names: &Names) -> String {
    let i18n = &desk.i18n;
    let event = EventType::from_number(body.event_type).map_or("maintenance", EventType::code);
    let refused = body.result != 0;
    let id = if refused { format!("event-{event}.refused") } else { format!("event-{event}") };
    let who = if names.own.contains(&body.actor) { "you" } else { "other" };
    let mut told = i18n.format(
        &id,
        &[
            ("who", who.into()),
            ("actor", actor(i18n, names, body.actor).into()),
            ("document", document(i18n, names, body.document).into()),
            ("when", date_time(i18n, body.unix_ms, &desk.zone).into()),
            ("reason", label(i18n, "result", reason(body.result)).into()),
        ],
    );
    if let Some(purpose) = Purpose::from_number(body.purpose).filter(|p| *p != Purpose::None) {
        told.push(' ');
        told.push_str(&msg!(i18n, "journal-purpose", purpose = label(i18n, "purpose", purpose.code())));
    }
    told
}

/// The code of a refusal; an unknown number reads as the most general one.
pub(crate) fn reason(result: u16) -> &'static str {
    ResultCode::from_number(result).unwrap_or(ResultCode::NotAllowed).code()
}

fn document(i18n: &I18n, names: &Names, document: DocumentId) -> String {
    match names.titles.get(&document) {
        Some(title) => msg!(i18n, "journal-document", title = clean(title, 80)),
        None => msg!(i18n, "journal-document-unknown"),
    }
}

fn actor(i18n: &I18n, names: &Names, kid: Kid) -> String {
    let Some(view) = names.actors.iter().find(|a| a.kid == kid) else { return msg!(i18n, "journal-actor-unknown") };
    let name = match (&view.display_name, view.role) {
        (Some(name), _) => clean(name, 80),
        (None, Some(role)) => msg!(i18n, "journal-actor-role", role = role.code()),
        (None, None) => msg!(i18n, "journal-actor-kind", kind = view.kind.code()),
    };
    match &view.organisation_name {
        None => name,
        Some(organisation) => {
            let organisation = clean(organisation, 120);
            let first = fold(organisation.split_whitespace().next().unwrap_or_default());
            let organisation = msg!(i18n, "journal-organisation", first = first, organisation = organisation);
            msg!(i18n, "journal-actor-staff", name = name, organisation = organisation)
        }
    }
}

#[cfg(test)]
mod tests {
    use vault_core::ids::VaultId;
    use vault_core::vocabulary::{AccountKind, Role};

    use super::*;
    use crate::i18n::Lang;

    fn desk(lang: Lang, folder: &tempfile::TempDir) -> Desk {
        Desk { i18n: I18n::new(lang), ..Desk::for_test(folder.path()) }
    }

    fn body(event: EventType, result: ResultCode) -> EventBody {
        EventBody {
            event_type: event.number(),
            unix_ms: 1_772_543_400_000,
            vault: VaultId::from_bytes([1; 16]),
            vault_seq: 1,
            document: DocumentId::from_bytes([2; 16]),
            version: 1,
            actor: Kid::from_bytes([3; 16]),
            purpose: Purpose::Rsa.number(),
            result: result.number(),
            ..EventBody::NONE
        }
    }

    fn names() -> Names {
        let claire = ActorView {
            kid: Kid::from_bytes([3; 16]),
            kind: AccountKind::Staff,
            display_name: Some("Claire Morel".to_owned()),
            organisation_name: Some("CCAS de Valcourt".to_owned()),
            role: Some(Role::Professional),
        };
        Names { actors: vec![claire], ..Names::default() }
    }

    #[test]
    fn an_opening_reads_as_one_would_say_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = desk(Lang::Fr, &folder);
        let opening = body(EventType::Opening, ResultCode::Done);
        assert_eq!(
            sentence(&desk, &opening, &names()),
            "Claire Morel, du CCAS de Valcourt, a ouvert un papier mardi 3 mars 2026 à 14 h 10. Pour : dossier RSA."
        );
        let mut own = names();
        own.own = vec![Kid::from_bytes([3; 16])];
        own.titles.insert(DocumentId::from_bytes([2; 16]), "Bulletin\u{1b}[2J".to_owned());
        assert_eq!(
            sentence(&desk, &opening, &own),
            "Vous avez ouvert le papier « Bulletin\u{fffd}[2J » mardi 3 mars 2026 à 14 h 10. Pour : dossier RSA."
        );
    }

    #[test]
    fn a_refusal_says_why_and_an_auditor_sees_no_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut names = names();
        names.actors[0].display_name = None;
        let refused = body(EventType::Opening, ResultCode::NoMandate);
        assert_eq!(
            sentence(&desk(Lang::Fr, &folder), &refused, &names),
            "Un professionnel, du CCAS de Valcourt, a voulu ouvrir un papier mardi 3 mars 2026 à 14 h 10. \
             Refusé : pas d’autorisation. Pour : dossier RSA."
        );
        assert_eq!(
            sentence(&desk(Lang::En, &folder), &refused, &Names::default()),
            "Someone unknown tried to open a paper on Tuesday 3 March 2026 at 14:10. \
             Refused: no mandate. For: RSA benefit application."
        );
    }

    #[test]
    fn every_event_has_both_its_sentences_in_both_languages() {
        let folder = tempfile::tempdir().expect("a folder");
        for lang in Lang::ALL {
            let desk = desk(lang, &folder);
            for event in EventType::ALL {
                for result in [ResultCode::Done, ResultCode::WrongPin] {
                    let told = sentence(&desk, &body(*event, result), &names());
                    assert!(told.contains("2026") && !told.contains('{') && !told.contains("event-"), "{told}");
                }
            }
        }
    }
}
