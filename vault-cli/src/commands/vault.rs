//! `coffre vault create`, `vault find`.

use serde_json::{Map, Value, json};
use vault_core::api::{NewFolder, NewVault, ServerInfo};
use vault_core::certificate::{Certificate, CertificateKind, Chain};
use vault_core::consent::{Consent, text_hash};
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::{FolderEpoch, FolderId, Hash, OrganisationId, VaultId};
use vault_core::keys::OpeningKey;
use vault_core::name::{Directory, NameEntry};
use vault_core::vocabulary::{FolderKind, Role};
use vault_core::wrap::{Envelope, SeedFor};

use super::chosen_pin;
use crate::act::make::{self, Draft, check_free};
use crate::act::{Kind, Party, Said};
use crate::ask;
use crate::card::Card;
use crate::cli;
use crate::desk::Desk;
use crate::directory::OrganisationKeys;
use crate::display::{clean, fold};
use crate::enrol::{Newcomer, Outlets};
use crate::error::{Error, Problem, Result};
use crate::handover::Pages;
use crate::i18n::msg;
use crate::output::{Report, table};
use crate::pins;
use crate::session::Actor;
use crate::words;

pub(super) fn create(desk: &Desk, args: &cli::VaultCreate) -> Result<Report> {
    let birth_date = words::date(&args.birth_date)?;
    if !args.no_protection_measure {
        ask_protection_measure(desk)?;
    }
    let actor = Actor::resume(desk)?;
    let own = actor.own_organisation()?;
    if own.role == Role::Desk {
        return Err(Problem::WrongKindOfAccount.into());
    }
    let keys = OrganisationKeys::fetch(desk, &actor)?;
    let (directory_epoch, seed) = keys.directory().ok_or(Problem::OrganisationNone)?;
    let directory = Directory::derive(seed, own.id, directory_epoch);
    let info = actor.remote.server_info(desk)?;
    check_free(args.act_out.as_deref())?;
    let consent =
        msg!(desk.i18n, "consent-vault", organisation = own.name.clone(), version = super::CONSENT_VAULT_VERSION);
    super::show_consent(desk, &consent, || super::closing::tell_refusal(desk, &actor))?;
    let pin_file = args.beneficiary_pin_file.as_deref();
    let pin = chosen_pin(desk, pin_file, "--beneficiary-pin-file", Some(&birth_date))?;

    let vault = VaultId::generate(&mut &desk.random);
    let person = Newcomer::make(desk, &actor, &info, &pin, *vault.as_bytes(), None)?;
    let outlets = Outlets { card: args.card_out.as_deref(), credential: args.credential_out.as_deref() };
    person.check_outlets(outlets)?;
    let (sheet, sheet_file) = person.sheet(desk)?;
    let sheet_pages = Pages::sheet(
        sheet.credential_id,
        args.sheet.sheet_out.as_deref(),
        Some(&person.card_path(outlets)),
        args.sheet.sheet_credential_out.as_deref(),
    );
    sheet_pages.check()?;
    let entry = NameEntry {
        given_name: args.given_name.trim().to_owned(),
        family_name: args.family_name.trim().to_owned(),
        birth_date,
        anchor: Certificate::hash_of(&person.certificate),
    };
    let sealed_name = directory.seal(&mut &desk.random, vault, &entry).map_err(|broken| match broken.what {
        What::Name => Error::from(Problem::NameUnusable),
        _ => broken.into(),
    })?;
    let folders = make_folders(desk, &person, vault, &info)?;
    let ids = labelled(desk, &folders);
    let created = actor.calls(desk).create_vault(&NewVault {
        vault_id: vault,
        account_id: person.account,
        certificate: person.certificate.clone().into(),
        credential: person.credential.clone(),
        sheet: Some(sheet),
        folders,
        organisation_id: own.id,
        directory_epoch,
        directory_entry: sealed_name.into(),
        consent_sha256: text_hash(&consent),
    })?;
    let chain = Chain::verify_beneficiary(&[&person.certificate], person.account, vault)?;
    pins::update(desk, |pins| pins.see_chain(&person.account, &chain))?;
    let holder = format!("{} {}", entry.given_name, entry.family_name);
    let holder = args.name_on_card.then(|| holder.trim());
    let card = Card { file: &person.file, is_staff: false, organisation: &own.name, holder };
    let mut json = person.hand_over(desk, &card, outlets)?;
    json["sheet"] = sheet_pages.write_sheet(desk, &sheet_file, &own.name)?;
    if let Some(path) = &args.act_out {
        let index = created.log_index.ok_or(Broken::new(What::LogBody, Property::Ids))?;
        let said = args.name_on_card.then(|| format!("{} {}", entry.given_name, entry.family_name));
        json["act"] = opening_act(desk, &actor, &person, vault, consent, said).write(desk, &actor, index, path)?;
    }
    json["vault_id"] = json!(vault);
    json["account_id"] = json!(person.account);
    json["folders"] = ids;
    let path = person.card_path(outlets).display().to_string();
    let sheet = sheet_pages.page.display().to_string();
    let mut text = msg!(desk.i18n, "done-vault", id = vault.to_string(), card = path, sheet = sheet);
    make::tell(desk, &mut text, args.act_out.as_deref());
    Ok(Report { json, text })
}

/// What is printed of the opening: the person's first signature, under the text that they agreed to.
fn opening_act(
    desk: &Desk,
    actor: &Actor,
    person: &Newcomer,
    vault: VaultId,
    text: String,
    name: Option<String>,
) -> Draft {
    let (organisation, staff) = make::actor(actor);
    let consent = Consent {
        vault,
        account: person.account,
        organisation: organisation.as_ref().map_or(OrganisationId::NONE, |party| party.id),
        text: text_hash(&text),
        unix_ms: desk.now_ms(),
        maker: person.keys.signing.kid(),
    };
    let said = Said {
        organisation: actor.organisation.as_ref().map(|own| own.name.clone()),
        professional: actor.view.display_name.clone(),
        person: name,
        ..Said::default()
    };
    Draft {
        kind: Kind::Opening,
        vault,
        owner: Party { id: person.account, certificates: vec![person.certificate.clone().into()] },
        organisation,
        staff,
        signed: consent.sign(&person.keys.signing).into(),
        consent: Some(text),
        said,
        claim: None,
    }
}

/// A vault is not opened over the head of the person in charge of a protection measure.
fn ask_protection_measure(desk: &Desk) -> Result<()> {
    let answer = ask::line("--no-protection-measure", &msg!(desk.i18n, "ask-protection"));
    match ask::yes_or_no(&answer.map_err(|_| Problem::ProtectionUnanswered)?) {
        Some(false) => Ok(()),
        Some(true) => Err(Problem::ProtectionMeasure.into()),
        None => Err(Problem::ProtectionUnanswered.into()),
    }
}

fn make_folders(desk: &Desk, person: &Newcomer, vault: VaultId, info: &ServerInfo) -> Result<Vec<NewFolder>> {
    let random = &mut &desk.random;
    let owner = &person.keys;
    let kinds = FolderKind::ALL.iter().filter(|kind| info.health_folder || **kind != FolderKind::Health);
    kinds
        .map(|kind| {
            let folder = FolderId::generate(random);
            let key = OpeningKey::generate(random);
            let certificate = Certificate {
                kind: CertificateKind::Folder,
                scope: *vault.as_bytes(),
                subject: *folder.as_bytes(),
                epoch: 1,
                not_before: desk.now_s(),
                not_after: 0,
                sealing: key.sealing_key().clone(),
                verifying: None,
                previous: Hash::NONE,
                issuer: owner.signing.kid(),
            };
            let of = FolderEpoch { vault, folder, epoch: certificate.epoch };
            let envelope = Envelope { to: owner.opening.sealing_key(), maker: &owner.signing, not_after: 0 };
            let seed = envelope.seal_folder_seed(random, SeedFor::Owner, &of, &key)?;
            let certificate = certificate.issue(&owner.signing).into();
            Ok(NewFolder { folder_id: folder, kind: *kind, certificate, seed: seed.into() })
        })
        .collect()
}

fn labelled(desk: &Desk, folders: &[NewFolder]) -> Value {
    let named = folders.iter().map(|f| (words::label(&desk.i18n, "folder", f.kind.code()), json!(f.folder_id)));
    Value::Object(named.collect::<Map<_, _>>())
}

pub(super) fn find(desk: &Desk, args: &cli::VaultFind) -> Result<Report> {
    let actor = Actor::resume(desk)?;
    let keys = OrganisationKeys::fetch(desk, &actor)?;
    let sought = fold(&args.text);
    let mut found: Vec<(VaultId, NameEntry)> = keys.names(desk, &actor)?;
    found.retain(|(_, entry)| {
        let all = format!("{} {} {}", fold(&entry.given_name), fold(&entry.family_name), fold(&entry.birth_date));
        sought.split(' ').all(|word| all.contains(word))
    });
    found.sort_by_cached_key(|(_, e)| (fold(&e.family_name), fold(&e.given_name), e.birth_date.clone()));
    let json = found.iter().map(|(vault, e)| {
        json!({
            "vault_id": vault,
            "given_name": e.given_name,
            "family_name": e.family_name,
            "birth_date": e.birth_date,
        })
    });
    let json = Value::Array(json.collect());
    let i18n = &desk.i18n;
    if found.is_empty() {
        return Ok(Report { json, text: msg!(i18n, "none-vault", text = clean(&args.text, 80)) });
    }
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|(vault, e)| {
            vec![clean(&e.family_name, 40), clean(&e.given_name, 40), e.birth_date.clone(), vault.to_string()]
        })
        .collect();
    let head = [
        msg!(i18n, "head-family-name"),
        msg!(i18n, "head-given-name"),
        msg!(i18n, "head-birth-date"),
        msg!(i18n, "head-vault"),
    ];
    Ok(Report { json, text: table(&head, &rows) })
}
