//! `coffre mandate grant`, `list`, `revoke`.

use serde_json::{Value, json};
use vault_core::api::{Bytes, MandateView, NewMandate, NewRevocation, VaultView};
use vault_core::certificate::Chain;
use vault_core::consent::text_hash;
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::{AccountId, FolderEpoch, FolderId, Hash, MandateId, OrganisationId, VaultId};
use vault_core::mandate::{Mandate, Recipient, Rights, Target};
use vault_core::revocation::Revocation;
use vault_core::suite::sha256;
use vault_core::vocabulary::Purpose;
use vault_core::wrap::{Envelope, SeedFor};

use super::{epochs, folders, id, show_consent, vault_id, with_beneficiary};
use crate::act::make::{self, Draft, check_free};
use crate::act::{Kind, Party, Said};
use crate::cli::{self, Right};
use crate::desk::Desk;
use crate::display::clean;
use crate::error::{About, Error, Problem, Result};
use crate::exit::Exit;
use crate::i18n::msg;
use crate::output::{Report, remark, table};
use crate::pins;
use crate::receive::CLOCK_SLACK;
use crate::session::Actor;
use crate::trust::{self, Owner};
use crate::words::{self, label};

const DAY: u64 = 24 * 60 * 60;

/// Who will hold the mandate, and the key to seal to.
pub(super) struct Holder {
    recipient: Recipient,
    name: String,
    /// Their verified chain.
    pub(super) chain: Chain,
    organisation: Option<Party<OrganisationId>>,
    account: Option<Party<AccountId>>,
}

pub(super) fn grant(desk: &Desk, args: &cli::MandateGrant) -> Result<Report> {
    check_free(args.act_out.as_deref())?;
    let purpose = words::purpose(&desk.i18n, &args.purpose)?;
    let days: u64 = args.days.parse().unwrap_or(1);
    let rights = args.right.iter().map(|r| bits(*r)).reduce(|all, r| all | r).unwrap_or(Rights::READ);
    let to = match &args.to {
        Some(text) => Some(id::<OrganisationId>(text)?),
        None => Actor::still_here(desk).ok().and_then(|a| a.organisation.map(|o| o.id)),
    };
    let to = to.ok_or(Problem::RecipientMissing)?;
    with_beneficiary(desk, &args.beneficiary, |person| {
        let vault = vault_id(person, args.vault.as_deref())?;
        if person.view.vault_id != Some(vault) {
            return Err(Problem::OtherVault.into());
        }
        // A new holder is given the key in force alone: descriptions are sealed to it first.
        epochs::turn_due(desk, person)?;
        epochs::reseal_left(desk, person, vault, &person.calls(desk).all_records(vault)?)?;
        let view = person.calls(desk).vault(vault)?;
        let owner = trust::owner(desk, person, vault, &view.owner)?;
        let holder = holder(desk, person, to)?;
        let mut chosen =
            args.folder.iter().map(|f| folders::find(desk, person, &view, f)).collect::<Result<Vec<_>>>()?;
        chosen.sort_by_key(|f| f.folder_id);
        chosen.dedup_by_key(|f| f.folder_id);
        let labels: Vec<_> = chosen.iter().map(|f| label(&desk.i18n, "folder", f.kind.code())).collect();
        let consent = msg!(
            desk.i18n,
            "consent-mandate",
            recipient = clean(&holder.name, 120),
            folders = labels.join(", "),
            rights = rights_label(desk, rights),
            purpose = label(&desk.i18n, "purpose", purpose.code()),
            days = days,
            version = super::CONSENT_MANDATE_VERSION
        );
        // Nothing was signed and nothing was sent: a mandate that is not given leaves nothing.
        show_consent(desk, &consent, || Ok(()))?;
        let now = desk.now_s();
        let mut mandate = Mandate {
            id: MandateId::generate(&mut &desk.random),
            vault,
            recipient: holder.recipient,
            recipient_certificate: holder.chain.current_hash(),
            target: Target::Folders(chosen.iter().map(|f| f.folder_id).collect()),
            rights,
            purpose: purpose.number(),
            purpose_text: Hash::NONE,
            not_before: now.saturating_sub(CLOCK_SLACK),
            not_after: now + days * DAY,
            consent: text_hash(&consent),
            replaces: MandateId::NONE,
            maker: person.keys.signing.kid(),
        };
        let new = seal(desk, person, &owner, (&view, &holder), &mut mandate, args.purpose_text.as_deref())?;
        let granted = person.calls(desk).grant(vault, &new)?;
        let mut json = describe(desk, &mandate, &holder.name);
        json["state"] = json!("active");
        if let Some(path) = &args.act_out {
            let index = granted.log_index.ok_or(Broken::new(What::LogBody, Property::Ids))?;
            let draft = act(person, vault, holder, new.mandate, consent, labels.join(", "));
            json["act"] = draft.write(desk, person, index, path)?;
        }
        let mut text = msg!(desk.i18n, "done-mandate", id = mandate.id.to_string());
        make::tell(desk, &mut text, args.act_out.as_deref());
        Ok(Report { json, text })
    })
}

/// What is printed of a mandate.
fn act(person: &Actor, vault: VaultId, holder: Holder, signed: Bytes, consent: String, folders: String) -> Draft {
    let to_account = matches!(holder.recipient, Recipient::Account(_));
    let name = Some(clean(&holder.name, 120));
    let said = Said {
        organisation: name.clone().filter(|_| !to_account),
        professional: name.filter(|_| to_account),
        folders: Some(folders),
        ..Said::default()
    };
    Draft {
        kind: Kind::Mandate,
        vault,
        owner: Party { id: person.view.account_id, certificates: person.view.certificates.clone() },
        organisation: holder.organisation,
        staff: holder.account,
        signed,
        consent: Some(consent),
        said,
        claim: None,
    }
}

const fn bits(right: Right) -> Rights {
    match right {
        Right::Read => Rights::READ,
        Right::Deposit => Rights::DEPOSIT,
        Right::Manage => Rights::MANAGE,
    }
}

/// Seals what goes with a mandate, then signs it.
fn seal(
    desk: &Desk,
    person: &Actor,
    owner: &Owner,
    (view, holder): (&VaultView, &Holder),
    mandate: &mut Mandate,
    purpose_text: Option<&str>,
) -> Result<NewMandate> {
    let random = &mut &desk.random;
    let Target::Folders(targets) = &mandate.target else {
        return Err(Problem::IdUnreadable { id: String::new() }.into());
    };
    let mut seeds = Vec::new();
    let mut first = None;
    for target in targets {
        let folder = view.folders.iter().find(|f| f.folder_id == *target);
        let folder = folder.ok_or_else(|| Problem::FolderMissing { folder: target.to_string() })?;
        let chain = trust::folder(desk, owner, folder)?;
        if mandate.rights.contains(Rights::READ) {
            let keys = trust::folder_keys(desk, person, owner, folder, &chain)?;
            let of = FolderEpoch { vault: owner.vault, folder: *target, epoch: chain.current().epoch };
            let key = keys.at(of.epoch).ok_or(Broken::new(What::Wrap, Property::Epoch)).about(target)?;
            let to = &holder.chain.current().sealing;
            let envelope = Envelope { to, maker: &person.keys.signing, not_after: mandate.not_after };
            seeds.push(envelope.seal_folder_seed(random, SeedFor::Holder, &of, key)?.into());
        }
        first.get_or_insert(chain);
    }
    let purpose_text = match (purpose_text, &first) {
        (Some(text), Some(folder)) => {
            let to = &folder.current().sealing;
            let envelope = Envelope { to, maker: &person.keys.signing, not_after: 0 };
            let epoch = folder.current().epoch;
            let sealed = envelope.seal_purpose_text(random, owner.vault, mandate.id, epoch, text);
            Some(sealed.map_err(|_| Problem::NameUnusable)?)
        }
        _ => None,
    };
    if let Some(sealed) = &purpose_text {
        mandate.purpose_text = Hash::from_bytes(sha256(&[sealed]));
    }
    let signed = mandate.sign(&person.keys.signing)?;
    Ok(NewMandate { mandate: signed.into(), seeds, purpose_text: purpose_text.map(Into::into) })
}

/// An organisation of that id, else an account.
fn holder(desk: &Desk, person: &Actor, to: OrganisationId) -> Result<Holder> {
    let calls = person.calls(desk);
    match calls.organisation(to) {
        Ok(found) => {
            let chain = trust::organisation(desk, to, &found.certificates)?;
            let organisation = Some(Party { id: to, certificates: found.certificates });
            Ok(Holder { recipient: Recipient::Organisation(to), name: found.name, chain, organisation, account: None })
        }
        Err(Error::Server(refusal)) if Error::Server(refusal.clone()).exit() == Exit::NotFound => {
            let account = AccountId::from_bytes(*to.as_bytes());
            staff(desk, person, account)
        }
        Err(error) => Err(error),
    }
}

/// A member of staff, by the name under which they chose to appear.
pub(super) fn staff(desk: &Desk, person: &Actor, account: AccountId) -> Result<Holder> {
    let calls = person.calls(desk);
    let found = calls.account(account)?;
    let mut organisation = None;
    let chain = match found.organisation_id {
        Some(id) => {
            let of = calls.organisation(id)?;
            let own = trust::organisation(desk, id, &of.certificates)?;
            organisation = Some(Party { id, certificates: of.certificates });
            trust::staff(desk, account, &found.certificates, &own)?
        }
        None => trust::unaffiliated(desk, account, &found.certificates)?,
    };
    let name = found.display_name.unwrap_or_else(|| account.to_string());
    let party = Party { id: account, certificates: found.certificates };
    Ok(Holder { recipient: Recipient::Account(account), name, chain, organisation, account: Some(party) })
}

pub(super) fn list(desk: &Desk, args: &cli::MandateList) -> Result<Report> {
    let named = args.vault.as_deref().map(id::<VaultId>).transpose()?;
    if args.beneficiary.beneficiary_credential_file.is_some() {
        return with_beneficiary(desk, &args.beneficiary, |person| listed(desk, person, named));
    }
    listed(desk, &Actor::resume(desk)?, named)
}

/// What the owner signed may lie beyond any calendar.
fn row(desk: &Desk, mandate: &Mandate, state: String, name: &str) -> Vec<String> {
    vec![
        state,
        clean(name, 40),
        rights_label(desk, mandate.rights),
        purpose_label(desk, mandate.purpose),
        words::date_short(&desk.i18n, mandate.not_after.saturating_mul(1000), &desk.zone),
        mandate.id.to_string(),
    ]
}

fn listed(desk: &Desk, actor: &Actor, named: Option<VaultId>) -> Result<Report> {
    let calls = actor.calls(desk);
    let views = match named.or(actor.view.vault_id) {
        Some(vault) => calls.vault_mandates(vault)?,
        None => calls.mandates()?,
    };
    let (mut json, mut rows) = (Vec::new(), Vec::new());
    for view in &views {
        let mandate = trust::mandate(desk, actor, view, None)?;
        let name = view.recipient.name.clone().unwrap_or_default();
        let state = serde_json::to_value(view.state).unwrap_or_default();
        let state_label = label(&desk.i18n, "mandate-state", state.as_str().unwrap_or_default());
        let mut described = describe(desk, &mandate, &name);
        described["state"] = state;
        described["granted_ms"] = json!(view.granted_ms);
        json.push(described);
        rows.push(row(desk, &mandate, state_label, &name));
    }
    let i18n = &desk.i18n;
    let head = [
        msg!(i18n, "head-state"),
        msg!(i18n, "head-recipient"),
        msg!(i18n, "head-rights"),
        msg!(i18n, "head-purpose"),
        msg!(i18n, "head-until"),
        msg!(i18n, "head-id"),
    ];
    let text = if rows.is_empty() { msg!(i18n, "none-mandate") } else { table(&head, &rows) };
    Ok(Report { json: Value::Array(json), text })
}

pub(super) fn revoke(desk: &Desk, args: &cli::MandateRevoke) -> Result<Report> {
    let mandate: MandateId = id(&args.mandate)?;
    if args.beneficiary.beneficiary_credential_file.is_some() {
        return with_beneficiary(desk, &args.beneficiary, |person| revoked(desk, person, mandate));
    }
    revoked(desk, &Actor::resume(desk)?, mandate)
}

fn revoked(desk: &Desk, actor: &Actor, id: MandateId) -> Result<Report> {
    let calls = actor.calls(desk);
    let views: Vec<MandateView> = match actor.view.vault_id {
        Some(vault) => calls.vault_mandates(vault)?,
        None => calls.mandates()?,
    };
    let view = views.iter().find(|v| v.mandate_id == id);
    let view = view.ok_or_else(|| Problem::MandateMissing { mandate: id.to_string() })?;
    trust::mandate(desk, actor, view, None)?;
    let revocation = Revocation {
        mandate: id,
        mandate_hash: Mandate::hash_of(&view.mandate),
        unix_ms: desk.now_ms(),
        maker: actor.keys.signing.kid(),
    };
    calls.revoke(id, &NewRevocation { revocation: revocation.sign(&actor.keys.signing).into() })?;
    if actor.view.vault_id.is_some() {
        pins::update(desk, |pins| {
            pins.see_revoked(id);
            Ok(())
        })?;
        turn_now(desk, actor);
    }
    let json = json!({ "mandate_id": id, "vault_id": view.vault_id, "state": "revoked" });
    Ok(Report { json, text: msg!(desk.i18n, "done-revocation", id = id.to_string()) })
}

/// The folders that the holder could read get new keys at once. The revocation is done whatever becomes of it: what
/// cannot be done now is done by the person's next command, and said.
pub(super) fn turn_now(desk: &Desk, actor: &Actor) {
    if let Err(error) = epochs::turn_due(desk, actor) {
        let (sentence, _) = error.told(&desk.i18n);
        remark(&msg!(desk.i18n, "remark-keys-later", cause = sentence));
    }
}

fn describe(desk: &Desk, mandate: &Mandate, name: &str) -> Value {
    let (kind, recipient) = match mandate.recipient {
        Recipient::Account(id) => ("account", id.to_string()),
        Recipient::Organisation(id) => ("organisation", id.to_string()),
    };
    let (folders, document): (&[FolderId], _) = match &mandate.target {
        Target::Folders(folders) => (folders, None),
        Target::Document(document) => (&[], Some(document)),
    };
    let rights = mandate.rights.to_string();
    json!({
        "mandate_id": mandate.id,
        "vault_id": mandate.vault,
        "recipient": { "kind": kind, "id": recipient, "name": name },
        "folders": folders,
        "document_id": document,
        "rights": rights.split(',').collect::<Vec<_>>(),
        "purpose": Purpose::from_number(mandate.purpose).map(Purpose::code),
        "purpose_label": purpose_label(desk, mandate.purpose),
        "not_before": mandate.not_before,
        "not_after": mandate.not_after,
    })
}

fn rights_label(desk: &Desk, rights: Rights) -> String {
    rights.to_string().split(',').map(|r| label(&desk.i18n, "right", r)).collect::<Vec<_>>().join(", ")
}

fn purpose_label(desk: &Desk, number: u16) -> String {
    label(&desk.i18n, "purpose", Purpose::from_number(number).unwrap_or(Purpose::Other).code())
}

#[cfg(test)]
mod tests {
    use vault_core::ids::{DocumentId, Kid};

    use super::*;

    #[test]
    fn a_mandate_without_an_end_that_a_calendar_knows_is_shown_all_the_same() {
        let home = tempfile::tempdir().expect("a folder");
        let desk = Desk::for_test(home.path());
        let mut mandate = Mandate {
            id: MandateId::NONE,
            vault: VaultId::NONE,
            recipient: Recipient::Account(AccountId::NONE),
            recipient_certificate: Hash::NONE,
            target: Target::Document(DocumentId::NONE),
            rights: Rights::READ,
            purpose: 3,
            purpose_text: Hash::NONE,
            not_before: 0,
            not_after: 1_772_543_400,
            consent: Hash::NONE,
            replaces: MandateId::NONE,
            maker: Kid::NONE,
        };
        assert_eq!(row(&desk, &mandate, String::new(), "SPECIMEN")[4], "03/03/2026");
        for beyond in [u64::MAX / 1000, u64::MAX / 1000 + 1, u64::MAX] {
            mandate.not_after = beyond;
            assert!(!row(&desk, &mandate, String::new(), "SPECIMEN")[4].contains('/'), "{beyond} is no day");
        }
    }
}
