//! What an act says, in words: the same lines on paper and on screen.

use data_encoding::HEXLOWER;
use jiff::tz::TimeZone;
use vault_core::consent::text_hash;
use vault_core::mandate::{Mandate, Target};
use vault_core::suite::sha256;
use vault_core::vocabulary::Purpose;

use super::prove::{Proven, Signed};
use super::{Act, Kind, fingerprint, grouped};
use crate::display::clean;
use crate::i18n::{I18n, msg};
use crate::words;

/// A line: what it is about, and what it says.
pub(crate) type Line = (String, String);

/// The title of an act.
pub(crate) fn title(i18n: &I18n, act: &Act) -> String {
    i18n.text(&format!("act-{}", act.kind.code()))
}

/// When it was done, as the log says.
pub(crate) fn when(i18n: &I18n, proven: &Proven, zone: &TimeZone) -> String {
    words::date_time(i18n, proven.body.unix_ms, zone)
}

/// What is proved.
pub(crate) fn proved(i18n: &I18n, act: &Act, proven: &Proven, zone: &TimeZone) -> Vec<Line> {
    let mut lines = vec![(msg!(i18n, "act-vault"), grouped(act.vault.as_bytes()))];
    lines.push((msg!(i18n, "act-person"), fingerprint(proven.owner.anchor().as_bytes())));
    if let Some(organisation) = &proven.organisation {
        lines.push((msg!(i18n, "act-organisation"), fingerprint(organisation.anchor().as_bytes())));
    }
    if let Some(staff) = &proven.staff {
        lines.push((msg!(i18n, "act-staff"), fingerprint(staff.anchor().as_bytes())));
    }
    match &proven.signed {
        Signed::Consent(_) | Signed::Request => {}
        Signed::Mandate(mandate) => lines.extend(mandate_lines(i18n, mandate, zone)),
        Signed::Deposit(deposit) => {
            lines.push((msg!(i18n, "act-document"), grouped(deposit.document.document.as_bytes())));
            lines.push((msg!(i18n, "act-folder"), grouped(deposit.folder.as_bytes())));
            lines.push((msg!(i18n, "act-object"), fingerprint(deposit.object.as_bytes())));
        }
    }
    if let Some(text) = &act.consent {
        lines.push((msg!(i18n, "act-consent-hash"), fingerprint(text_hash(text).as_bytes())));
    }
    if let Some(claim) = &proven.claim {
        lines.push((msg!(i18n, "act-claim"), grouped(claim.expose())));
    }
    let log = clean(proven.log.name().as_str(), 80);
    lines.push((msg!(i18n, "act-log"), msg!(i18n, "act-log-line", index = proven.index.to_string(), log = log)));
    lines.push((msg!(i18n, "act-log-key"), fingerprint(proven.log.key().as_bytes())));
    lines
}

fn mandate_lines(i18n: &I18n, mandate: &Mandate, zone: &TimeZone) -> Vec<Line> {
    let rights = mandate.rights.to_string();
    let rights: Vec<_> = rights.split(',').map(|right| words::label(i18n, "right", right)).collect();
    let purpose = Purpose::from_number(mandate.purpose).unwrap_or(Purpose::Other);
    let mut lines = vec![
        (msg!(i18n, "act-mandate-id"), grouped(mandate.id.as_bytes())),
        (msg!(i18n, "act-rights"), rights.join(", ")),
        (msg!(i18n, "act-purpose"), words::label(i18n, "purpose", purpose.code())),
        (msg!(i18n, "act-until"), words::date_time(i18n, mandate.not_after.saturating_mul(1000), zone)),
    ];
    if let Target::Folders(folders) = &mandate.target {
        lines.push((msg!(i18n, "act-folders"), msg!(i18n, "act-folder-count", n = folders.len())));
    }
    lines
}

/// What the desk wrote and nothing proves.
pub(crate) fn said(i18n: &I18n, act: &Act, zone: &TimeZone) -> Vec<Line> {
    let said = &act.said;
    let line = |label: String, value: &Option<String>| value.as_ref().map(|value| (label, clean(value, 120)));
    let all = [
        line(msg!(i18n, "act-said-organisation"), &said.organisation),
        line(msg!(i18n, "act-said-professional"), &said.professional),
        line(msg!(i18n, "act-said-person"), &said.person),
        line(msg!(i18n, "act-said-title"), &said.title),
        line(msg!(i18n, "act-said-folders"), &said.folders),
        said.destroy_ms.map(|ms| (msg!(i18n, "act-said-destroy"), words::date_time(i18n, ms, zone))),
        said.sheet.map(|id| (msg!(i18n, "act-said-sheet"), grouped(id.as_bytes()))),
    ];
    all.into_iter().flatten().collect()
}

/// What to know about it, under its title; the text that the person agreed to, where there is one.
pub(crate) fn advice(i18n: &I18n, act: &Act) -> Option<(String, String)> {
    match (act.kind, &act.consent) {
        (_, Some(text)) => Some((msg!(i18n, "act-consent-title"), text.clone())),
        (Kind::Closing, None) => Some((msg!(i18n, "act-closing-title"), msg!(i18n, "act-closing-advice"))),
        (Kind::Sheet, None) => Some((msg!(i18n, "act-sheet-title"), msg!(i18n, "act-sheet-advice"))),
        (_, None) => None,
    }
}

/// What the QR code carries: kind, id, hash of the act and place in the log.
pub(crate) fn code(act: &Act, json: &[u8], proven: &Proven) -> String {
    let id = match &proven.signed {
        Signed::Request => *act.vault.as_bytes(),
        Signed::Consent(consent) => *consent.vault.as_bytes(),
        Signed::Mandate(mandate) => *mandate.id.as_bytes(),
        Signed::Deposit(deposit) => *deposit.document.document.as_bytes(),
    };
    let hash = sha256(&[json]);
    let short = hash.get(..16).unwrap_or(&hash);
    let (kind, id, hash) = (act.kind.code(), HEXLOWER.encode(&id), HEXLOWER.encode(short));
    format!("coffre-act:1:{kind}:{id}:{hash}:{}", proven.index)
}
