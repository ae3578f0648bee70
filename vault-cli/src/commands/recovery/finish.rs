//! `coffre recovery finish`: the person is there, the root is restored, a new card and a new sheet are printed.

use serde_json::json;
use vault_core::api::{Bytes, NewCredential, RecoveryEnrolment, RecoveryRelease, RecoveryReleased, RecoveryView};
use vault_core::certificate::Certificate;
use vault_core::credential::CredentialFile;
use vault_core::keys::AccountKeys;
use vault_core::recovery::{RecoveryStatement, one_time_key};
use vault_core::secret::PinTag;
use vault_core::vocabulary::{CredentialKind, RecoveryMeans};

use super::restore::{Restored, restore, seeds_for};
use super::{find, id, solemnly};
use crate::ask;
use crate::card::Card;
use crate::cli::RecoveryFinish;
use crate::commands::card::organisation_name;
use crate::commands::chosen_pin;
use crate::credential::{Maker, file_beside};
use crate::desk::Desk;
use crate::directory::OrganisationKeys;
use crate::error::{Error, Result};
use crate::handover::Pages;
use crate::i18n::msg;
use crate::output::Report;
use crate::seal::deposit_key;
use crate::session::{self, Actor};

pub(super) fn finish(desk: &Desk, args: &RecoveryFinish) -> Result<Report> {
    let recovery_id = id(&args.recovery)?;
    solemnly(desk, &(&args.own).into(), |actor, pin_tag| {
        let view = find(desk, actor, recovery_id)?;
        let sheet = match view.means {
            RecoveryMeans::Guardians => None,
            RecoveryMeans::Sheet => {
                let question = msg!(desk.i18n, "ask-sheet");
                let from = args.sheet_credential_file.as_deref();
                let text = ask::secret(&desk.i18n, from, "--sheet-credential-file", &question)?;
                Some(session::parse_credential(&text)?)
            }
        };
        let released = release(desk, actor, &view, &pin_tag, sheet.as_ref())?;
        let key = one_time_key(&actor.keys, recovery_id);
        let restored = restore(desk, actor, view.vault_id, &key, sheet.as_ref(), &released)?;
        enrol(desk, actor, args, &view, &restored, &released)
    })
}

fn release(
    desk: &Desk,
    actor: &Actor,
    view: &RecoveryView,
    pin_tag: &PinTag,
    sheet: Option<&CredentialFile>,
) -> Result<RecoveryReleased> {
    let key = one_time_key(&actor.keys, view.recovery_id);
    let signature = sheet.map(|file| {
        let statement = RecoveryStatement {
            origin: actor.remote.origin(),
            recovery: view.recovery_id,
            credential: file.credential.id,
            one_time_key: key.sealing_key(),
        };
        statement.sign(&file.credential.signing_key()).to_vec().into()
    });
    let pin_tag = pin_tag.expose().to_vec().into();
    actor.calls(desk).release_recovery(view.recovery_id, &RecoveryRelease { pin_tag, signature })
}

/// What the account is from now on: the same keys after a sheet, new ones after guardians.
struct Renewed {
    keys: Option<AccountKeys>,
    certificate: Option<Bytes>,
    seeds: Vec<Bytes>,
}

fn renew(desk: &Desk, view: &RecoveryView, restored: &Restored, released: &RecoveryReleased) -> Result<Renewed> {
    if view.means == RecoveryMeans::Sheet {
        return Ok(Renewed { keys: None, certificate: None, seeds: Vec::new() });
    }
    let keys = AccountKeys::generate(&mut &desk.random);
    let current = restored.chain.current();
    let certificate = Certificate {
        epoch: current.epoch + 1,
        not_before: desk.now_s(),
        sealing: keys.opening.sealing_key().clone(),
        verifying: Some(keys.signing.verifying_key()),
        previous: restored.chain.current_hash(),
        ..current.clone()
    };
    let certificate = Some(certificate.issue(&restored.keys.signing).into());
    let seeds = seeds_for(desk, view.vault_id, restored, &keys, released)?;
    Ok(Renewed { keys: Some(keys), certificate, seeds })
}

/// Both pages are written before the server is told: a computer that stops in between leaves no one without a card.
fn enrol(
    desk: &Desk,
    actor: &Actor,
    args: &RecoveryFinish,
    view: &RecoveryView,
    restored: &Restored,
    released: &RecoveryReleased,
) -> Result<Report> {
    let entry = OrganisationKeys::fetch(desk, actor)?.find(desk, actor, view.vault_id)?;
    let birth_date = entry.as_ref().map(|entry| entry.birth_date.as_str());
    let pin = chosen_pin(desk, args.new.new_pin_file.as_deref(), "--new-pin-file", birth_date)?;
    let renewed = renew(desk, view, restored, released)?;
    let keys = renewed.keys.as_ref().unwrap_or(&restored.keys);
    let server = deposit_key(desk, actor, &actor.remote.server_info(desk)?)?;
    let maker = Maker { account: released.owner.account_id, keys, server: &server };
    let (secret, card) = maker.with_pin(desk, CredentialKind::Card, &pin)?;
    let file = CredentialFile {
        credential: secret,
        origin: Some(actor.remote.origin().clone()),
        account: Some(restored.chain.anchor()),
        organisation: actor.organisation.as_ref().map(|own| own.chain.anchor()),
        log: Some(*actor.log.key()),
    };
    let (sheet_secret, sheet) = maker.without_pin(desk, CredentialKind::Sheet)?;
    let sheet_file = file_beside(&file, sheet_secret);
    let pages = pages(args, &card, &sheet)?;
    let organisation = organisation_name(desk, actor);
    let mut json =
        pages.0.write_card(desk, &Card { file: &file, is_staff: false, organisation: &organisation, holder: None })?;
    json["sheet"] = pages.1.write_sheet(desk, &sheet_file, &organisation)?;
    let asked = RecoveryEnrolment { certificate: renewed.certificate, seeds: renewed.seeds, card, sheet };
    let told = actor.calls(desk).enrol_recovery(view.recovery_id, &asked);
    // Refused: these open nothing. Unanswered: they may be the only ones that open.
    if let Err(Error::Server(_)) = &told {
        pages.0.remove();
        pages.1.remove();
    }
    told?;
    json["vault_id"] = json!(view.vault_id);
    json["credential_id"] = json!(file.credential.id);
    let (card, sheet) = (pages.0.page.display().to_string(), pages.1.page.display().to_string());
    let text = match view.means {
        RecoveryMeans::Sheet => msg!(desk.i18n, "done-recovery", card = card, sheet = sheet),
        RecoveryMeans::Guardians => msg!(desk.i18n, "done-recovery-guardians", card = card, sheet = sheet),
    };
    Ok(Report { json, text })
}

fn pages(args: &RecoveryFinish, card: &NewCredential, sheet: &NewCredential) -> Result<(Pages, Pages)> {
    let out = args.new.credential_out.as_deref();
    let card = Pages::card(card.credential_id, args.new.card_out.as_deref(), out);
    let out = args.sheet.sheet_credential_out.as_deref();
    let sheet = Pages::sheet(sheet.credential_id, args.sheet.sheet_out.as_deref(), Some(&card.page), out);
    card.check()?;
    sheet.check()?;
    Ok((card, sheet))
}
