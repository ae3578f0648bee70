//! `coffre org create`, `org add-member`.

use serde_json::json;
use vault_core::api::{NewMember, NewOrganisation};
use vault_core::certificate::{Certificate, CertificateKind};
use vault_core::ids::OrganisationId;
use vault_core::keys::AccountKeys;
use vault_core::secret::DirectorySeed;
use vault_core::vocabulary::{AccountKind, Role};
use vault_core::wrap::{Envelope, MemberEpoch};

use super::{chosen_pin, solemnly};
use crate::card::Card;
use crate::cli;
use crate::desk::Desk;
use crate::directory::OrganisationKeys;
use crate::display::clean;
use crate::enrol::{Newcomer, Outlets};
use crate::error::{Problem, Result};
use crate::i18n::msg;
use crate::output::Report;
use crate::session::{Actor, first_certificate};
use crate::words::label;

pub(super) fn create(desk: &Desk, args: &cli::OrgCreate) -> Result<Report> {
    let name = visible(&args.name, 120)?;
    let actor = Actor::resume(desk)?;
    if actor.view.kind != AccountKind::Staff || actor.organisation.is_some() {
        return Err(Problem::WrongKindOfAccount.into());
    }
    let random = &mut &desk.random;
    let id = OrganisationId::generate(random);
    let scope = *id.as_bytes();
    // `opening` is the organisation's mandate key.
    let keys = AccountKeys::generate(random);
    let directory = DirectorySeed::generate(random);
    let first = first_certificate(&keys, CertificateKind::Organisation, scope, scope, desk.now_s());
    let member = Certificate {
        scope,
        epoch: actor.chain.current().epoch + 1,
        not_before: desk.now_s(),
        previous: actor.chain.current_hash(),
        ..actor.chain.current().clone()
    };
    let of = MemberEpoch { organisation: id, member: actor.view.account_id, epoch: first.epoch };
    let to_self = Envelope { to: actor.keys.opening.sealing_key(), maker: &keys.signing, not_after: 0 };
    let seeds = vec![
        to_self.seal_directory_seed(random, &of, &directory)?.into(),
        to_self.seal_mandate_seed(random, &of, &keys.opening)?.into(),
        to_self.seal_signing_seed(random, &of, &keys.signing)?.into(),
    ];
    actor.calls(desk).create_organisation(&NewOrganisation {
        organisation_id: id,
        name: name.clone(),
        certificate: first.issue(&keys.signing).into(),
        member_certificate: member.issue(&keys.signing).into(),
        seeds,
    })?;
    let text = msg!(desk.i18n, "done-organisation", name = name.clone(), id = id.to_string());
    Ok(Report { json: json!({ "organisation_id": id, "name": name }), text })
}

pub(super) fn add_member(desk: &Desk, args: &cli::AddMember) -> Result<Report> {
    let name = visible(&args.name, 80)?;
    let role = match args.role {
        cli::Role::Referent => Role::Referent,
        cli::Role::Professional => Role::Professional,
        cli::Role::Desk => Role::Desk,
    };
    let pin = chosen_pin(desk, args.new_pin_file.as_deref(), "--new-pin-file", None)?;
    solemnly(desk, &(&args.own).into(), |actor, pin_tag| {
        let own = actor.own_organisation()?;
        let keys = OrganisationKeys::fetch(desk, actor)?;
        let signing = keys.signing().ok_or(Problem::WrongKindOfAccount)?;
        let info = actor.remote.server_info(desk)?;
        let newcomer = Newcomer::make(desk, actor, &info, &pin, *own.id.as_bytes(), Some(signing))?;
        let outlets = Outlets { card: args.card_out.as_deref(), credential: args.credential_out.as_deref() };
        newcomer.check_outlets(outlets)?;
        let to = newcomer.keys.opening.sealing_key();
        actor.calls(desk).add_member(
            own.id,
            &NewMember {
                account_id: newcomer.account,
                role,
                display_name: name.clone(),
                certificate: newcomer.certificate.clone().into(),
                credential: newcomer.credential.clone(),
                seeds: keys.seal_all(desk, own, newcomer.account, to, role)?,
                pin_tag: pin_tag.expose().to_vec().into(),
            },
        )?;
        let card = Card { file: &newcomer.file, is_staff: true, organisation: &own.name, holder: Some(&name) };
        let mut json = newcomer.hand_over(desk, &card, outlets)?;
        json["account_id"] = json!(newcomer.account);
        json["display_name"] = json!(name);
        json["role"] = json!(role.code());
        let text = msg!(
            desk.i18n,
            "done-member",
            name = name.clone(),
            role = label(&desk.i18n, "role", role.code()),
            card = newcomer.card_path(outlets).display().to_string()
        );
        Ok(Report { json, text })
    })
}

/// A public name that a screen can show as it is.
fn visible(text: &str, max: usize) -> Result<String> {
    let name = clean(text, max);
    if name.is_empty() || name != text.trim() { Err(Problem::NameUnusable.into()) } else { Ok(name) }
}
