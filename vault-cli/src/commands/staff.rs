//! `coffre org members`, `suspend`, `resume`, `remove`, `turn-keys`.

use serde_json::{Value, json};
use vault_core::api::{KeyTurn, MemberView, Removal, Resumption};
use vault_core::ids::AccountId;

use super::{id, solemnly};
use crate::cli;
use crate::desk::Desk;
use crate::directory::OrganisationKeys;
use crate::display::clean;
use crate::error::{Error, Problem, Result};
use crate::i18n::msg;
use crate::output::{Report, table};
use crate::session::Actor;
use crate::turn::{self, NextKeys};
use crate::words::label;

pub(super) fn members(desk: &Desk) -> Result<Report> {
    let actor = Actor::resume(desk)?;
    let members = actor.calls(desk).members(actor.own_organisation()?.id)?;
    let i18n = &desk.i18n;
    let rows: Vec<Vec<String>> = members
        .iter()
        .map(|member| {
            vec![
                clean(&member.display_name, 40),
                label(i18n, "role", member.role.code()),
                label(i18n, "member-state", member.state.code()),
                member.account_id.to_string(),
            ]
        })
        .collect();
    let head = [msg!(i18n, "head-name"), msg!(i18n, "head-role"), msg!(i18n, "head-state"), msg!(i18n, "head-id")];
    Ok(Report { json: Value::Array(members.iter().map(describe).collect()), text: table(&head, &rows) })
}

fn describe(member: &MemberView) -> Value {
    json!({
        "account_id": member.account_id,
        "display_name": member.display_name,
        "role": member.role.code(),
        "state": member.state.code(),
    })
}

/// An emergency brake: whoever is logged in as a référent pulls it, without card or PIN.
pub(super) fn suspend(desk: &Desk, args: &cli::OrgMember) -> Result<Report> {
    let member: AccountId = id(&args.account)?;
    let actor = Actor::resume(desk)?;
    actor.calls(desk).suspend(actor.own_organisation()?.id, member)?;
    let json = json!({ "account_id": member, "state": "suspended" });
    Ok(Report { json, text: msg!(desk.i18n, "done-suspended", id = member.to_string()) })
}

pub(super) fn resume(desk: &Desk, args: &cli::OrgMemberSolemn) -> Result<Report> {
    let member: AccountId = id(&args.account)?;
    solemnly(desk, &(&args.own).into(), |actor, pin_tag| {
        let body = Resumption { pin_tag: pin_tag.expose().to_vec().into() };
        actor.calls(desk).resume_member(actor.own_organisation()?.id, member, &body)?;
        let json = json!({ "account_id": member, "state": "active" });
        Ok(Report { json, text: msg!(desk.i18n, "done-resumed", id = member.to_string()) })
    })
}

pub(super) fn remove(desk: &Desk, args: &cli::OrgMemberSolemn) -> Result<Report> {
    let gone: AccountId = id(&args.account)?;
    solemnly(desk, &(&args.own).into(), |actor, pin_tag| {
        let own = actor.own_organisation()?;
        if gone == actor.view.account_id {
            return Err(Problem::OneselfRemoved.into());
        }
        let former = OrganisationKeys::fetch(desk, actor)?;
        let mut members = actor.calls(desk).members(own.id)?;
        let before = members.len();
        members.retain(|member| member.account_id != gone);
        if members.len() == before {
            return Err(Problem::MemberMissing { account: gone.to_string() }.into());
        }
        let next = NextKeys::draw(desk, own);
        let keys = next.seal(desk, own, &former, &members)?;
        let body = Removal { keys, pin_tag: pin_tag.expose().to_vec().into() };
        actor.calls(desk).remove_member(own.id, gone, &body)?;
        let names = next.reseal(desk, actor, &former).map_err(|error| names_left(&error))?;
        let json = json!({
            "account_id": gone,
            "state": "removed",
            "members": members.iter().map(describe).collect::<Vec<_>>(),
            "names": names,
        });
        Ok(Report { json, text: msg!(desk.i18n, "done-removed", id = gone.to_string(), names = names) })
    })
}

pub(super) fn turn_keys(desk: &Desk, args: &cli::OrgTurnKeys) -> Result<Report> {
    if args.names_only {
        let names = turn::finish(desk, &Actor::resume(desk)?)?;
        return Ok(Report { json: json!({ "names": names }), text: msg!(desk.i18n, "done-names", names = names) });
    }
    solemnly(desk, &(&args.own).into(), |actor, pin_tag| {
        let own = actor.own_organisation()?;
        let former = OrganisationKeys::fetch(desk, actor)?;
        let members = actor.calls(desk).members(own.id)?;
        let next = NextKeys::draw(desk, own);
        let keys = next.seal(desk, own, &former, &members)?;
        actor.calls(desk).turn_keys(own.id, &KeyTurn { keys, pin_tag: pin_tag.expose().to_vec().into() })?;
        let names = next.reseal(desk, actor, &former).map_err(|error| names_left(&error))?;
        let json = json!({ "members": members.iter().map(describe).collect::<Vec<_>>(), "names": names });
        Ok(Report { json, text: msg!(desk.i18n, "done-turned", members = members.len(), names = names) })
    })
}

/// The keys have turned, the names are not all sealed anew: nothing is lost, and the rest can be done later.
fn names_left(error: &Error) -> Error {
    Problem::NamesLeft { cause: error.to_string() }.into()
}
