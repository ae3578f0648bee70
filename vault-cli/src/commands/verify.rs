//! `coffre verify`: checks a printed act or a receipt, offline and without an account.

use serde_json::{Value, json};
use vault_core::consent::text_hash;
use vault_core::error::{Error as Broken, Property, What};
use vault_core::keys::VerifyingKey;
use vault_core::log::{Checkpoint, LogKey, Receipt};
use vault_core::vocabulary::{EventType, ResultCode};

use crate::act::prove::prove;
use crate::act::read::{self, Found, Known, Page};
use crate::act::tell::{self, Line};
use crate::act::{Act, grouped};
use crate::cli;
use crate::desk::Desk;
use crate::display::clean;
use crate::error::{About, Problem, Result};
use crate::i18n::{I18n, msg};
use crate::output::Report;
use crate::pins::{self, Pins};
use crate::words;

pub(super) fn verify(desk: &Desk, args: &cli::Verify) -> Result<Report> {
    let pins = pins::read(desk)?;
    match read::read(&args.file)? {
        Found::Act(act, page) => {
            let carried = act.log_key.parse::<LogKey>().about(&args.file.display())?;
            let given = args.log_key.as_deref().map(|text| key(text, carried.name().as_str())).transpose()?;
            act_report(desk, &act, page, &pins, given.as_ref())
        }
        Found::Receipt(receipt) => {
            let name = receipt.checkpoint.lines().next().unwrap_or_default().to_owned();
            let given = args.log_key.as_deref().map(|text| key(text, &name)).transpose()?;
            receipt_report(desk, args, &receipt, &name, &pins, given.as_ref())
        }
    }
}

/// The key as it is printed on a card, in hexadecimal, or with the log's name before it.
fn key(text: &str, name: &str) -> Result<LogKey> {
    let unreadable = || Problem::LogKeyUnreadable { key: clean(text, 120) };
    if let Ok(key) = text.trim().parse() {
        return Ok(key);
    }
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    let bytes = data_encoding::HEXLOWER.decode(plain.as_bytes()).map_err(|_| unreadable())?;
    let bytes: [u8; 32] = bytes.try_into().map_err(|_| unreadable())?;
    let name = vault_core::log::LogName::new(name.to_owned()).map_err(|_| unreadable())?;
    Ok(LogKey::new(name, VerifyingKey::from_bytes(bytes)))
}

fn act_report(desk: &Desk, act: &Act, page: Page, pins: &Pins, given: Option<&LogKey>) -> Result<Report> {
    let i18n = &desk.i18n;
    let proven = prove(act).about(&tell::title(i18n, act))?;
    let compared = read::compare(act, &proven, pins, given)?;
    let code = tell::code(act, &act.to_json()?, &proven);
    let lines = tell::proved(i18n, act, &proven, &desk.zone);
    let said = tell::said(i18n, act, &desk.zone);
    let when = tell::when(i18n, &proven, &desk.zone);
    let mut text = vec![msg!(i18n, "verify-act", title = tell::title(i18n, act), when = when)];
    text.extend(listed(&lines));
    if let Some(consent) = &act.consent {
        text.push(msg!(i18n, "verify-consent"));
        text.extend(consent.lines().map(|line| format!("  {}", clean(line, 400))));
    }
    if !said.is_empty() {
        text.push(msg!(i18n, "verify-said"));
        text.extend(listed(&said));
    }
    text.push(match page {
        Page::Same => msg!(i18n, "verify-page-same"),
        Page::NotCompared => msg!(i18n, "verify-page-other"),
        Page::None => msg!(i18n, "verify-page-none"),
    });
    text.extend(unknown(i18n, compared));
    text.push(msg!(i18n, "verify-code", code = code.clone()));
    text.push(msg!(i18n, "verify-not"));
    let json = json!({
        "kind": act.kind.code(),
        "vault_id": act.vault,
        "account_id": act.owner.id,
        "organisation_id": act.organisation.as_ref().map(|o| o.id),
        "mandate_id": Some(proven.body.mandate).filter(|id| !id.is_none()),
        "document_id": Some(proven.body.document).filter(|id| !id.is_none()),
        "at_ms": proven.body.unix_ms,
        "log_index": proven.index,
        "log_size": proven.checkpoint.size,
        "log": proven.log.to_string(),
        "consent_sha256": act.consent.as_deref().map(text_hash),
        "page": match page { Page::Same => "same", Page::NotCompared => "not-compared", Page::None => "none" },
        "known": { "log": compared.log, "person": compared.owner, "organisation": compared.organisation },
        "code": code,
        "said": act.said,
    });
    Ok(Report { json, text: text.join("\n") })
}

fn listed(lines: &[Line]) -> impl Iterator<Item = String> {
    lines.iter().map(|(label, value)| format!("  {label} : {value}"))
}

/// What could not be compared with anything known here.
fn unknown(i18n: &I18n, known: Known) -> Vec<String> {
    let all = [
        (!known.log).then(|| msg!(i18n, "verify-log-unknown")),
        (!known.owner).then(|| msg!(i18n, "verify-person-unknown")),
        (known.organisation == Some(false)).then(|| msg!(i18n, "verify-organisation-unknown")),
    ];
    all.into_iter().flatten().collect()
}

/// A receipt carries no key: one must be given or pinned.
fn receipt_report(
    desk: &Desk,
    args: &cli::Verify,
    receipt: &Receipt,
    name: &str,
    pins: &Pins,
    given: Option<&LogKey>,
) -> Result<Report> {
    let i18n = &desk.i18n;
    let log = read::log_key(pins, name, given)?.ok_or_else(|| Problem::LogKeyMissing { log: clean(name, 120) })?;
    let (told, Checkpoint { size, .. }) = receipt.told(&log).about(&args.file.display())?;
    let body = &told.body;
    let event = EventType::from_number(body.event_type).ok_or(Broken::new(What::LogBody, Property::Kind))?;
    let result = ResultCode::from_number(body.result).ok_or(Broken::new(What::LogBody, Property::Kind))?;
    let sentence = match (event, result) {
        (EventType::VaultClosing, ResultCode::Done) => msg!(i18n, "receipt-closing"),
        (EventType::VaultDestroyed, ResultCode::Done) => msg!(i18n, "receipt-destroyed"),
        _ => msg!(i18n, "receipt-other", event = event.code(), result = result.code()),
    };
    let when = words::date_time(i18n, body.unix_ms, &desk.zone);
    let lines = [
        (msg!(i18n, "act-vault"), grouped(body.vault.as_bytes())),
        (msg!(i18n, "act-log"), msg!(i18n, "act-log-line", index = receipt.index.to_string(), log = clean(name, 80))),
    ];
    let mut text = vec![msg!(i18n, "verify-receipt", sentence = sentence, when = when)];
    text.extend(listed(&lines));
    text.push(msg!(i18n, "verify-receipt-not"));
    let json = json!({
        "kind": "receipt",
        "event": event.code(),
        "result": result.code(),
        "vault_id": body.vault,
        "at_ms": body.unix_ms,
        "log_index": receipt.index,
        "log_size": size,
        "log": log.to_string(),
        "claim": if told.claim.is_some() { Value::Bool(true) } else { Value::Bool(false) },
    });
    Ok(Report { json, text: text.join("\n") })
}
