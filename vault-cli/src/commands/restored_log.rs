//! `coffre log accept-restored`: goes on with a log that was restored, after the operator's own written message.
//!
//! The decision stands in the new log, signed, and names how much of the old one is given up. Whoever holds the log's key
//! could write one; nobody can do so without leaving it there for everyone to see.

use serde_json::json;
use vault_core::api::ReceiptView;
use vault_core::ids::VaultId;
use vault_core::log::{Checkpoint, EventBody, LogKey, leaf_data, leaf_hash};
use vault_core::secret::LeafSalt;
use vault_core::vocabulary::{EventType, ResultCode};

use crate::act::fingerprint;
use crate::act::make::read_receipt;
use crate::ask;
use crate::cli;
use crate::desk::Desk;
use crate::error::{Error, Problem, Result};
use crate::i18n::msg;
use crate::output::{Report, remark};
use crate::pins;
use crate::remote::Remote;
use crate::session;
use crate::verify::{continues, way_from};
use crate::words;

pub(super) fn accept(desk: &Desk, args: &cli::LogAcceptRestored) -> Result<Report> {
    let remote = session::known_server(desk)?.ok_or(Problem::ServerMissing)?.remote()?;
    let origin = remote.origin();
    let log = pins::read(desk)?.log_key(origin)?.ok_or(Problem::ServerMissing)?;
    let old = pins::read(desk)?.checkpoint(origin, &log)?.ok_or(Problem::LogNotBehind)?;
    if goes_on(desk, &remote, &log, &old)? {
        return Err(Problem::LogNotBehind.into());
    }
    let line = line(desk, args)?;
    let view = shown(desk, &remote, line)?;
    let (body, new) = decision(&view, &log, line, &old)?;
    let salt = LeafSalt::from_slice(&view.entry.salt).ok_or_else(|| missing(line))?;
    let leaf = leaf_hash(&leaf_data(&salt, &body));
    if pins::read(desk)?.has_given_up(origin, &leaf) {
        return Err(Problem::DecisionUsed { line: line.to_string() }.into());
    }
    confirm(desk, line, &body, &old, &new)?;
    let revoked = pins::update(desk, |pins| Ok(pins.give_up(origin, &view.checkpoint, leaf)))?;
    let json = json!({
        "decision": line,
        "decided_ms": body.unix_ms,
        "given_up": { "tree_size": old.size, "root_hash": old.root },
        "accepted": { "tree_size": new.size, "root_hash": new.root },
        "revoke_again": revoked,
    });
    let mut text = vec![msg!(desk.i18n, "done-restored-log")];
    if !revoked.is_empty() {
        text.push(msg!(desk.i18n, "restored-revoke-again", n = revoked.len()));
        text.extend(revoked.iter().map(|id| format!("  {id}")));
    }
    Ok(Report { json, text: text.join("\n") })
}

/// Whether the server's log has the kept checkpoint in it, as it should.
fn goes_on(desk: &Desk, remote: &Remote, log: &LogKey, old: &Checkpoint) -> Result<bool> {
    let broken = |result: Result<()>| match result {
        Ok(()) => Ok(true),
        Err(Error::Integrity { .. }) => Ok(false),
        Err(other) => Err(other),
    };
    broken(way_from(desk, remote, old.size).and_then(|answer| {
        // A note that the log did not sign is no restored log.
        let new = Checkpoint::open(&answer.checkpoint, log)
            .map_err(|_| Problem::AnswerUnreadable { cause: remote.origin().to_string() })?;
        continues(old, &new, &answer.proof)
    }))
}

/// The number that the operator wrote to the organisations.
fn line(desk: &Desk, args: &cli::LogAcceptRestored) -> Result<u64> {
    if let Some(line) = args.decision {
        return Ok(line);
    }
    let typed = ask::line("--decision", &msg!(desk.i18n, "ask-decision"))?;
    typed.parse().map_err(|_| Problem::DecisionMissing { line: crate::display::clean(&typed, 40) }.into())
}

fn missing(line: u64) -> Error {
    Problem::DecisionMissing { line: line.to_string() }.into()
}

fn shown(desk: &Desk, remote: &Remote, line: u64) -> Result<ReceiptView> {
    remote.decision(desk, line).map_err(|error| match error {
        Error::Server(_) => missing(line),
        other => other,
    })
}

/// Checks that the entry is in the new log, that it is such a decision, and that it gives up all that was seen here.
fn decision(view: &ReceiptView, log: &LogKey, line: u64, old: &Checkpoint) -> Result<(EventBody, Checkpoint)> {
    let (receipt, body) = read_receipt(view, log, None)?;
    let is_one = body.event_type == EventType::LogBehindAccepted.number()
        && body.result == ResultCode::Done.number()
        && body.vault == VaultId::NONE
        && receipt.index == line;
    if !is_one {
        return Err(missing(line));
    }
    if body.version < old.size {
        let (given, seen) = (body.version.to_string(), old.size.to_string());
        return Err(Problem::DecisionTooSmall { line: line.to_string(), given, seen }.into());
    }
    Ok((body, Checkpoint::open(&view.checkpoint, log)?))
}

/// Shows both and what it means. On a terminal somebody answers; a script has named the line.
fn confirm(desk: &Desk, line: u64, body: &EventBody, old: &Checkpoint, new: &Checkpoint) -> Result<()> {
    let i18n = &desk.i18n;
    let told = |checkpoint: &Checkpoint| (checkpoint.size.to_string(), fingerprint(checkpoint.root.as_bytes()));
    let ((old_size, old_root), (new_size, new_root)) = (told(old), told(new));
    let when = words::date_time(i18n, body.unix_ms, &desk.zone);
    remark(&msg!(i18n, "restored-seen", size = old_size, root = old_root));
    remark(&msg!(i18n, "restored-now", size = new_size, root = new_root));
    remark(&msg!(i18n, "restored-decision", line = line.to_string(), when = when));
    remark(&msg!(i18n, "restored-means"));
    if desk.output.is_json() || !ask::is_terminal() {
        return Ok(());
    }
    match ask::yes_or_no(&ask::line("--json", &msg!(i18n, "ask-restored"))?) {
        Some(true) => Ok(()),
        _ => Err(Problem::NotAccepted.into()),
    }
}
