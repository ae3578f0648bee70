//! `coffre channel add`, `list`, `remove`.

use serde_json::{Value, json};
use vault_core::api::{ChannelRemoval, ChannelView, NewChannel};
use vault_core::ids::ChannelId;
use vault_core::vocabulary::ChannelKind;

use super::{CardAndPin, id, solemnly, with_beneficiary};
use crate::cli;
use crate::desk::Desk;
use crate::display::clean;
use crate::error::{Problem, Result};
use crate::i18n::msg;
use crate::output::{Report, table};
use crate::session::Actor;
use crate::words::{date_short, label};

pub(super) fn add(desk: &Desk, args: &cli::ChannelAdd) -> Result<Report> {
    let (kind, address) = match (&args.mail, &args.phone) {
        (Some(mail), _) => (ChannelKind::Mail, mail.trim().to_owned()),
        (None, phone) => (ChannelKind::Phone, number(phone.as_deref().unwrap_or_default())?),
    };
    let channel_id = ChannelId::generate(&mut &desk.random);
    let added = solemnly(desk, &card_of(&args.who), |actor, pin_tag| {
        let pin_tag = pin_tag.expose().to_vec().into();
        actor.calls(desk).add_channel(&NewChannel { channel_id, kind, address, pin_tag })
    })?;
    Ok(Report { json: describe(&added), text: msg!(desk.i18n, "done-channel", id = added.channel_id.to_string()) })
}

pub(super) fn list(desk: &Desk, args: &cli::ChannelList) -> Result<Report> {
    let read = |actor: &Actor| actor.calls(desk).channels();
    let known = if args.who.own.credential_file.is_some() {
        solemnly(desk, &(&args.who.own).into(), |actor, _| read(actor))?
    } else {
        with_beneficiary(desk, &args.who.beneficiary, read)?
    };
    let row = |channel: &ChannelView| {
        vec![
            label(&desk.i18n, "channel-kind", channel.kind.code()),
            clean(&channel.hint, 60),
            date_short(&desk.i18n, channel.created_ms, &desk.zone),
            channel.channel_id.to_string(),
        ]
    };
    let head = [
        msg!(desk.i18n, "head-type"),
        msg!(desk.i18n, "head-address"),
        msg!(desk.i18n, "head-added"),
        msg!(desk.i18n, "head-id"),
    ];
    let rows: Vec<_> = known.iter().map(row).collect();
    let text = if rows.is_empty() { msg!(desk.i18n, "none-channel") } else { table(&head, &rows) };
    Ok(Report { json: Value::Array(known.iter().map(describe).collect()), text })
}

pub(super) fn remove(desk: &Desk, args: &cli::ChannelRemove) -> Result<Report> {
    let channel: ChannelId = id(&args.channel)?;
    let left = solemnly(desk, &card_of(&args.who), |actor, pin_tag| {
        actor.calls(desk).remove_channel(channel, &ChannelRemoval { pin_tag: pin_tag.expose().to_vec().into() })
    })?;
    let json = json!({ "channel_id": channel, "removed": true, "left": left.len() });
    Ok(Report { json, text: msg!(desk.i18n, "done-channel-removed", id = channel.to_string()) })
}

/// One's own card when it is named, else that of the person at the desk.
fn card_of(who: &cli::Who) -> CardAndPin<'_> {
    if who.own.credential_file.is_some() { (&who.own).into() } else { (&who.beneficiary).into() }
}

/// A number as people write it, in the one form that is kept: `+` and digits.
fn number(text: &str) -> Result<String> {
    let kept: String =
        text.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')' | '\u{a0}' | '\u{202f}')).collect();
    let international = kept.strip_prefix("00").map_or(kept.clone(), |rest| format!("+{rest}"));
    if international.starts_with('+') { Ok(international) } else { Err(Problem::PhoneUnreadable.into()) }
}

fn describe(channel: &ChannelView) -> Value {
    json!({
        "channel_id": channel.channel_id,
        "kind": channel.kind.code(),
        "hint": channel.hint,
        "created_ms": channel.created_ms,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_with_their_country() {
        assert_eq!(number("+33 6.39-98 12\u{a0}34").expect("a number"), "+33639981234");
        assert_eq!(number("0033 6 39 98 12 34").expect("a number"), "+33639981234");
        assert!(number("06 39 98 12 34").is_err());
    }
}
