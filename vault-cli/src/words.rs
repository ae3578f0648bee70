//! The words of the vocabularies, dates and sizes: from codes to labels, and from what a person types to codes.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use vault_core::vocabulary::{DOCUMENT_TYPES, FolderKind, Purpose};

use crate::display::fold;
use crate::error::{Problem, Result};
use crate::i18n::{I18n, Lang, msg};

/// The label of a code: `folder-identity`, `purpose-rsa`, `role-desk`…
#[must_use]
pub(crate) fn label(i18n: &I18n, family: &str, code: &str) -> String {
    i18n.text(&format!("{family}-{code}"))
}

/// The label of a document type; the bare word for a type that is not offered by name.
#[must_use]
pub(crate) fn type_label(i18n: &I18n, code: &str) -> String {
    i18n.find(&format!("document-type-{code}"), &[]).unwrap_or_else(|| code.to_owned())
}

/// Bytes, in the largest unit that keeps the number whole enough to read.
#[must_use]
pub(crate) fn size(i18n: &I18n, bytes: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = 1024 * KIB;
    match bytes {
        0..KIB => msg!(i18n, "size-bytes", n = bytes.to_string()),
        KIB..MIB => msg!(i18n, "size-kib", n = bytes.div_ceil(KIB).to_string()),
        _ => msg!(i18n, "size-mib", n = bytes.div_ceil(MIB).to_string()),
    }
}

/// "mardi 3 mars 2026 à 14 h 10", in the time zone of this computer.
#[must_use]
pub(crate) fn date_time(i18n: &I18n, unix_ms: u64, zone: &TimeZone) -> String {
    let Some(at) = zoned(unix_ms, zone) else { return unix_ms.to_string() };
    let date = msg!(
        i18n,
        "date-long",
        weekday = msg!(i18n, "weekday", day = at.weekday().to_monday_one_offset()),
        day = at.day(),
        month = msg!(i18n, "month", month = at.month()),
        year = at.year().to_string(),
    );
    let (hour, minute) = (at.hour().to_string(), format!("{:02}", at.minute()));
    msg!(i18n, "date-time-long", date = date, hour = hour, minute = minute)
}

/// "03/03/2026".
#[must_use]
pub(crate) fn date_short(i18n: &I18n, unix_ms: u64, zone: &TimeZone) -> String {
    let Some(at) = zoned(unix_ms, zone) else { return unix_ms.to_string() };
    let two = |n: i8| format!("{n:02}");
    msg!(i18n, "date-short", day = two(at.day()), month = two(at.month()), year = at.year().to_string())
}

fn zoned(unix_ms: u64, zone: &TimeZone) -> Option<Zoned> {
    Some(Timestamp::from_millisecond(i64::try_from(unix_ms).ok()?).ok()?.to_zoned(zone.clone()))
}

/// A date as `YYYY-MM-DD` that exists.
pub(crate) fn date(text: &str) -> Result<String> {
    let parsed: Option<jiff::civil::Date> = text.parse().ok().filter(|_| text.len() == 10);
    parsed.map(|d| d.to_string()).ok_or_else(|| Problem::DateUnknown { date: text.to_owned() }.into())
}

/// A démarche by its code or its label, in either language.
pub(crate) fn purpose(i18n: &I18n, text: &str) -> Result<Purpose> {
    let found = by_name("purpose", text, Purpose::ALL.iter().map(|p| (*p, p.code())));
    found.ok_or_else(|| {
        let known = known(i18n, "purpose", Purpose::ALL.iter().map(|p| p.code()));
        Problem::PurposeUnknown { purpose: text.to_owned(), known }.into()
    })
}

/// A document type by its code or its label, in either language.
pub(crate) fn document_type(i18n: &I18n, text: &str) -> Result<&'static str> {
    let found = by_name("document-type", text, DOCUMENT_TYPES.iter().map(|code| (*code, *code)));
    found.ok_or_else(|| {
        let known = known(i18n, "document-type", DOCUMENT_TYPES.iter().copied());
        Problem::TypeUnknown { document_type: text.to_owned(), known }.into()
    })
}

/// A folder kind by its code or its label, in either language.
#[must_use]
pub(crate) fn folder_kind(text: &str) -> Option<FolderKind> {
    by_name("folder", text, FolderKind::ALL.iter().map(|k| (*k, k.code())))
}

fn by_name<T>(family: &str, text: &str, mut codes: impl Iterator<Item = (T, &'static str)>) -> Option<T> {
    let wanted = fold(text);
    let languages = Lang::ALL.map(I18n::new);
    codes
        .find(|(_, code)| fold(code) == wanted || languages.iter().any(|l| fold(&label(l, family, code)) == wanted))
        .map(|(value, _)| value)
}

fn known<'a>(i18n: &I18n, family: &str, codes: impl Iterator<Item = &'a str>) -> String {
    codes.map(|code| format!("{code} ({})", label(i18n, family, code))).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_as_a_person_would_say_it() {
        let paris = TimeZone::get("Europe/Paris").expect("bundled");
        let (fr, en) = (I18n::new(Lang::Fr), I18n::new(Lang::En));
        assert_eq!(date_time(&fr, 1_772_543_400_000, &paris), "mardi 3 mars 2026 à 14 h 10");
        assert_eq!(date_time(&en, 1_772_543_400_000, &paris), "Tuesday 3 March 2026 at 14:10");
        assert_eq!(date_time(&fr, 1_775_024_280_000, &paris), "mercredi 1er avril 2026 à 8 h 18");
        assert_eq!(date_short(&fr, 1_772_543_400_000, &paris), "03/03/2026");
    }

    #[test]
    fn codes_and_labels_of_both_languages_are_understood() {
        let fr = I18n::new(Lang::Fr);
        assert_eq!(purpose(&fr, "rsa").expect("a code"), Purpose::Rsa);
        assert_eq!(purpose(&fr, "Dossier RSA").expect("a label"), Purpose::Rsa);
        assert_eq!(purpose(&fr, "aide d'urgence").expect("a straight apostrophe"), Purpose::EmergencyAid);
        assert_eq!(document_type(&fr, "bulletin de paie").expect("a label"), "payslip");
        assert_eq!(folder_kind("droits sante"), Some(FolderKind::Health));
        assert_eq!(folder_kind("Health cover"), Some(FolderKind::Health));
        let refused = purpose(&fr, "vacances").expect_err("unknown");
        assert!(refused.told(&fr).1.contains("rsa (dossier RSA)"));
    }

    #[test]
    fn dates_must_exist() {
        assert_eq!(date("1984-02-29").expect("a leap year"), "1984-02-29");
        for wrong in ["1983-02-29", "29/02/1984", "1984-2-9", "", "1984-02-29T00:00"] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn sizes_never_read_as_less_than_they_are() {
        let fr = I18n::new(Lang::Fr);
        assert_eq!(size(&fr, 1023), "1023 octets");
        assert_eq!(size(&fr, 1025), "2 Kio");
        assert_eq!(size(&fr, 256 * 1024 * 1024), "256 Mio");
    }
}
