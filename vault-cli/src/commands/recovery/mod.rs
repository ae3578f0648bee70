//! `coffre recovery start|approve|stop|finish|status|rehearse`.

mod finish;
mod restore;

use serde_json::json;
use vault_core::api::{NewRecovery, NewRehearsal, RecoveryApproval, RecoveryView};
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::{Hash, RecoveryId, VaultId};
use vault_core::keys::SealingKey;
use vault_core::recovery::{Rehearsal, one_time_key, rehearsal_key};
use vault_core::suite::sha256;
use vault_core::vocabulary::RecoveryMeans;
use vault_core::wrap::Envelope;

use super::guardian::{Guarded, guarded};
use super::{id, solemnly};
use crate::ask;
use crate::cli::{self, RecoveryApprove, RecoveryRehearse, RecoveryStart, RecoveryStatus, RecoveryStop};
use crate::desk::Desk;
use crate::display::clean;
use crate::error::{Problem, Result};
use crate::i18n::msg;
use crate::output::{Report, remark};
use crate::session::Actor;
use crate::words::{date_time, label};

pub(super) fn run(desk: &Desk, command: &cli::Recovery) -> Result<Report> {
    match command {
        cli::Recovery::Start(args) => start(desk, args),
        cli::Recovery::Approve(args) => approve(desk, args),
        cli::Recovery::Stop(args) => stop(desk, args),
        cli::Recovery::Finish(args) => finish::finish(desk, args),
        cli::Recovery::Status(args) => status(desk, args),
        cli::Recovery::Rehearse(args) => rehearse(desk, args),
    }
}

fn start(desk: &Desk, args: &RecoveryStart) -> Result<Report> {
    let vault_id = id(&args.vault)?;
    let means = if args.guardians { RecoveryMeans::Guardians } else { RecoveryMeans::Sheet };
    solemnly(desk, &(&args.own).into(), |actor, pin_tag| {
        let recovery_id = RecoveryId::generate(&mut &desk.random);
        // Made anew from the account root when it is needed: nothing lies on this computer in between.
        let key = one_time_key(&actor.keys, recovery_id);
        let view = actor.calls(desk).start_recovery(&NewRecovery {
            recovery_id,
            vault_id,
            means,
            one_time_key: key.sealing_key().as_bytes().to_vec().into(),
            pin_tag: pin_tag.expose().to_vec().into(),
        })?;
        Ok(report(desk, &[view]))
    })
}

fn approve(desk: &Desk, args: &RecoveryApprove) -> Result<Report> {
    let recovery_id = id(&args.recovery)?;
    solemnly(desk, &(&args.own).into(), |actor, pin_tag| {
        let view = find(desk, actor, recovery_id)?;
        let pieces = match view.means {
            RecoveryMeans::Sheet => Vec::new(),
            RecoveryMeans::Guardians => {
                let guarded = guarded(desk, actor, view.vault_id)?;
                check_fingerprint(desk, &view, args.fingerprint.as_deref())?;
                sealed_anew(desk, actor, &view, &guarded)?
            }
        };
        let pin_tag = pin_tag.expose().to_vec().into();
        let view = actor.calls(desk).approve_recovery(recovery_id, &RecoveryApproval { pin_tag, pieces })?;
        Ok(report(desk, &[view]))
    })
}

/// A guardian's pieces, for the key of this request.
fn sealed_anew(
    desk: &Desk,
    actor: &Actor,
    view: &RecoveryView,
    guarded: &Guarded,
) -> Result<Vec<vault_core::api::Bytes>> {
    let key = one_time_public(view)?;
    let envelope = Envelope { to: &key, maker: &actor.keys.signing, not_after: 0 };
    let account = actor.view.account_id;
    let seal = |piece| {
        let sealed = envelope.seal_recovery_piece(&mut &desk.random, view.vault_id, account, piece)?;
        Ok(sealed.into())
    };
    guarded.pieces.iter().map(seal).collect()
}

fn one_time_public(view: &RecoveryView) -> Result<SealingKey> {
    let key = view.one_time_key.to_array().and_then(|key| SealingKey::from_bytes(&key));
    Ok(key.ok_or(Broken::new(What::Recovery, Property::Key))?)
}

/// What both screens show, so that no server puts a key of its own between a guardian and who started the request.
fn fingerprint(view: &RecoveryView) -> String {
    let hash = Hash::from_bytes(sha256(&[&view.one_time_key])).to_string();
    let groups: Vec<&str> = (0..5).filter_map(|n| hash.get(4 * n..4 * n + 4)).collect();
    groups.join(" ")
}

fn check_fingerprint(desk: &Desk, view: &RecoveryView, typed: Option<&str>) -> Result<()> {
    let shown = fingerprint(view);
    let same = if let Some(typed) = typed {
        let plain = |text: &str| text.to_ascii_lowercase().replace([' ', '-'], "");
        plain(typed) == plain(&shown)
    } else {
        remark(&msg!(desk.i18n, "recovery-fingerprint", value = shown));
        let answer = ask::line("--fingerprint", &msg!(desk.i18n, "ask-fingerprint"))?;
        ask::yes_or_no(&answer) == Some(true)
    };
    if same { Ok(()) } else { Err(Problem::OtherFingerprint.into()) }
}

fn stop(desk: &Desk, args: &RecoveryStop) -> Result<Report> {
    let recovery_id = id(&args.recovery)?;
    // Easy on purpose: any session serves, and a card if one is given.
    let stop = |actor: &Actor| {
        actor.calls(desk).stop_recovery(recovery_id)?;
        Ok(report(desk, &[find(desk, actor, recovery_id)?]))
    };
    if args.own.credential_file.is_some() {
        solemnly(desk, &(&args.own).into(), |actor, _| stop(actor))
    } else {
        stop(&Actor::resume(desk)?)
    }
}

fn status(desk: &Desk, args: &RecoveryStatus) -> Result<Report> {
    let actor = Actor::resume(desk)?;
    match &args.recovery {
        Some(text) => Ok(report(desk, &[find(desk, &actor, id(text)?)?])),
        None => Ok(report(desk, &actor.calls(desk).recoveries()?)),
    }
}

fn find(desk: &Desk, actor: &Actor, recovery_id: RecoveryId) -> Result<RecoveryView> {
    let found = actor.calls(desk).recoveries()?.into_iter().find(|view| view.recovery_id == recovery_id);
    found.ok_or_else(|| Problem::RecoveryMissing { recovery: recovery_id.to_string() }.into())
}

/// What a request looks like, for a script and for a person.
fn report(desk: &Desk, views: &[RecoveryView]) -> Report {
    let mut json = Vec::with_capacity(views.len());
    let mut text = Vec::with_capacity(views.len());
    for view in views {
        let mut value = json!(view);
        value["fingerprint"] = json!(fingerprint(view));
        if let Some(object) = value.as_object_mut() {
            object.remove("one_time_key");
        }
        json.push(value);
        text.push(told(desk, view));
    }
    let text = if text.is_empty() { msg!(desk.i18n, "none-recovery") } else { text.join("\n\n") };
    let json = match json.as_slice() {
        [one] => one.clone(),
        _ => json!(json),
    };
    Report { json, text }
}

fn told(desk: &Desk, view: &RecoveryView) -> String {
    let i18n = &desk.i18n;
    let at = |ms| date_time(i18n, ms, &desk.zone);
    let who = |helper: &vault_core::api::Helper| {
        let name = helper.display_name.as_deref().map(|name| clean(name, 80));
        let organisation = helper.organisation.as_deref().map(|name| clean(name, 120));
        [name, organisation].into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    let mut lines = vec![
        msg!(i18n, "recovery-id", id = view.recovery_id.to_string()),
        msg!(i18n, "recovery-started", who = who(&view.started_by), when = at(view.started_ms)),
        msg!(
            i18n,
            "recovery-state",
            means = label(i18n, "recovery-means", view.means.code()),
            state = label(i18n, "recovery-state", view.state.code())
        ),
    ];
    for approval in &view.approvals {
        let (who, when) = (who(&approval.by), at(approval.approved_ms));
        lines.push(match (approval.guardian, who.is_empty()) {
            (true, true) => msg!(i18n, "recovery-approved-unnamed", when = when),
            (true, false) => msg!(i18n, "recovery-approved-guardian", who = who, when = when),
            _ => msg!(i18n, "recovery-approved", who = who, when = when),
        });
    }
    match (view.ended_ms, view.ready_ms) {
        (Some(ended), _) => lines.push(msg!(i18n, "recovery-ended", when = at(ended))),
        (None, Some(ready)) => {
            lines.push(msg!(i18n, "recovery-ready", from = at(ready), until = at(view.lapses_ms)));
        }
        (None, None) => lines.push(msg!(i18n, "recovery-missing", until = at(view.lapses_ms))),
    }
    lines.push(msg!(i18n, "recovery-fingerprint", value = fingerprint(view)));
    lines.join("\n")
}

/// A guardian tries the pieces that are held, of one vault or of all. Nothing is opened with them.
fn rehearse(desk: &Desk, args: &RecoveryRehearse) -> Result<Report> {
    let actor = Actor::resume(desk)?;
    let vaults: Vec<VaultId> = match &args.vault {
        Some(text) => vec![id(text)?],
        None => actor.calls(desk).guardianships()?.iter().map(|view| view.vault_id).collect(),
    };
    for vault in &vaults {
        let held = guarded(desk, &actor, *vault)?;
        let guardian = actor.view.account_id;
        let unix_ms = desk.now_ms();
        let rehearsal = Rehearsal { vault: *vault, guardian, generation: held.generation, unix_ms };
        let signature = rehearsal.sign(&rehearsal_key(*vault, guardian, &held.pieces)).to_vec().into();
        actor.calls(desk).rehearse(&NewRehearsal { vault_id: *vault, unix_ms, signature })?;
    }
    let text = if vaults.is_empty() {
        msg!(desk.i18n, "none-guarded")
    } else {
        msg!(desk.i18n, "done-rehearsed", n = vaults.len())
    };
    Ok(Report { json: json!({ "rehearsed": vaults }), text })
}
