//! `coffre guardian name|list|drop|code`: who restores access when there is no sheet, two of three together.

use serde_json::json;
use vault_core::api::{GuardianKeys, GuardiansEnd, NewGuardian, NewGuardians};
use vault_core::certificate::{Certificate, Chain};
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::{AccountId, Hash, VaultId};
use vault_core::recovery::{Piece, rehearsal_key, split};
use vault_core::vocabulary::{AccountKind, CredentialKind};
use vault_core::wrap::{Envelope, Reading, Wrap};

use super::{CardAndPin, id, solemnly};
use crate::cli::{self, GuardianName, Own};
use crate::credential::Maker;
use crate::desk::Desk;
use crate::display::clean;
use crate::error::{About, Problem, Result};
use crate::i18n::msg;
use crate::output::{Report, table};
use crate::seal::deposit_key;
use crate::session::Actor;
use crate::trust;
use crate::words::date_short;

pub(super) fn run(desk: &Desk, command: &cli::Guardian) -> Result<Report> {
    match command {
        cli::Guardian::Name(args) => name(desk, args),
        cli::Guardian::List => list(desk),
        cli::Guardian::Drop(own) => drop(desk, own),
        cli::Guardian::Code => code(desk),
    }
}

/// What one guardian holds of a vault, opened and checked to be the owner's making.
pub(super) struct Guarded {
    /// Which making.
    pub(super) generation: u32,
    /// In the order of their pairs.
    pub(super) pieces: [Piece; 2],
}

/// Opens the pieces that the actor holds of this vault.
pub(super) fn guarded(desk: &Desk, actor: &Actor, vault: VaultId) -> Result<Guarded> {
    let found = actor.calls(desk).guardianships()?.into_iter().find(|view| view.vault_id == vault);
    let view = found.ok_or_else(|| Problem::NotGuarded { vault: vault.to_string() })?;
    let owner = trust::owner(desk, actor, vault, &view.owner)?;
    let open = |bytes: &vault_core::api::Bytes| {
        let maker = owner.chain.find(&Wrap::parse(bytes)?.maker()).ok_or(Broken::new(What::Wrap, Property::Maker))?;
        let piece =
            Reading { with: &actor.keys.opening, maker }.open_recovery_piece(bytes, vault, actor.view.account_id)?;
        let same = piece.generation == view.generation;
        if same { Ok(piece) } else { Err(Broken::new(What::Recovery, Property::Epoch)) }
    };
    let [first, second] = view.pieces.as_slice() else {
        return Err(Broken::new(What::Recovery, Property::Length)).about(&vault);
    };
    let mut pieces = [open(first).about(&vault)?, open(second).about(&vault)?];
    pieces.sort_by_key(|piece| piece.pair);
    Ok(Guarded { generation: view.generation, pieces })
}

fn name(desk: &Desk, args: &GuardianName) -> Result<Report> {
    if args.to.len() != 3 {
        return Err(Problem::GuardiansThree.into());
    }
    solemnly(desk, &CardAndPin::of_card(&args.own), |actor, pin_tag| {
        let vault = actor.view.vault_id.ok_or(Problem::WrongKindOfAccount)?;
        let keys = args.to.iter().map(|text| Named::find(desk, actor, text)).collect::<Result<Vec<_>>>()?;
        let generation = actor.calls(desk).guardians()?.next_generation;
        let server = deposit_key(desk, actor, &actor.remote.server_info(desk)?)?;
        let maker = Maker { account: actor.view.account_id, keys: &actor.keys, server: &server };
        // The credential itself is forgotten at once: half a lives on in the pieces alone.
        let (secret, credential) = maker.without_pin(desk, CredentialKind::Guardians)?;
        let pieces = split(&mut &desk.random, &secret.half_a(), generation);
        let mut guardians = Vec::with_capacity(keys.len());
        for (named, pieces) in keys.iter().zip(&pieces) {
            let envelope = Envelope { to: &named.sealing, maker: &actor.keys.signing, not_after: 0 };
            let seal = |piece| {
                let sealed = envelope.seal_recovery_piece(&mut &desk.random, vault, named.account, piece)?;
                Ok(sealed.into())
            };
            guardians.push(NewGuardian {
                account_id: named.account,
                pieces: pieces.iter().map(seal).collect::<Result<_>>()?,
                rehearsal_key: rehearsal_key(vault, named.account, pieces).verifying_key().as_bytes().to_vec().into(),
            });
        }
        let pin_tag = pin_tag.expose().to_vec().into();
        actor.calls(desk).name_guardians(&NewGuardians { pin_tag, generation, credential, guardians })?;
        let ids: Vec<AccountId> = keys.iter().map(|named| named.account).collect();
        let text = msg!(desk.i18n, "done-guardians");
        Ok(Report { json: json!({ "generation": generation, "guardians": ids }), text })
    })
}

/// Somebody who shall be a guardian, with verified keys.
struct Named {
    account: AccountId,
    sealing: vault_core::keys::SealingKey,
}

impl Named {
    /// `ACCOUNT` for staff, whose organisation vouches; `ACCOUNT:ANCHOR` for somebody who has a vault.
    fn find(desk: &Desk, actor: &Actor, text: &str) -> Result<Self> {
        let (account, anchor) = match text.split_once(':') {
            Some((account, anchor)) => (account, Some(id::<Hash>(anchor)?)),
            None => (text, None),
        };
        let account = id(account)?;
        let view = actor.calls(desk).guardian_keys(account)?;
        let chain = match (anchor, view.organisation_id) {
            (None, Some(organisation)) => {
                let told = actor.calls(desk).organisation(organisation)?;
                let organisation = trust::organisation(desk, organisation, &told.certificates)?;
                trust::staff(desk, account, &view.certificates, &organisation)?
            }
            (Some(anchor), None) => beneficiary(account, &view, &anchor)?,
            _ => return Err(Problem::GuardianCode.into()),
        };
        Ok(Self { account, sealing: chain.current().sealing.clone() })
    }
}

/// Nobody vouches for a beneficiary's keys: the anchor that the guardian gave does.
fn beneficiary(account: AccountId, view: &GuardianKeys, anchor: &Hash) -> Result<Chain> {
    let first = view.certificates.first().ok_or(Broken::new(What::Certificate, Property::Length)).about(&account)?;
    let vault = VaultId::from_bytes(Certificate::parse(first).about(&account)?.scope);
    let chain = Chain::verify_beneficiary(&view.certificates, account, vault).about(&account)?;
    chain.check_anchor(anchor).about(&account)?;
    Ok(chain)
}

fn list(desk: &Desk) -> Result<Report> {
    let view = Actor::resume(desk)?.calls(desk).guardians()?;
    let i18n = &desk.i18n;
    if view.guardians.is_empty() {
        return Ok(Report { json: json!(view), text: msg!(i18n, "none-guardian") });
    }
    let rows: Vec<Vec<String>> = view
        .guardians
        .iter()
        .map(|line| {
            let who = line.guardian.display_name.as_deref().map(|name| clean(name, 80));
            vec![
                who.unwrap_or_else(|| line.guardian.account_id.to_string()),
                date_short(i18n, line.named_ms, &desk.zone),
                line.rehearsed_ms.map_or_else(String::new, |ms| date_short(i18n, ms, &desk.zone)),
            ]
        })
        .collect();
    let head = [msg!(i18n, "head-guardian"), msg!(i18n, "head-named"), msg!(i18n, "head-rehearsed")];
    Ok(Report { json: json!(view), text: table(&head, &rows) })
}

fn drop(desk: &Desk, own: &Own) -> Result<Report> {
    solemnly(desk, &CardAndPin::of_card(own), |actor, pin_tag| {
        actor.calls(desk).end_guardians(&GuardiansEnd { pin_tag: pin_tag.expose().to_vec().into() })?;
        Ok(Report { json: json!({ "dropped": true }), text: msg!(desk.i18n, "done-guardians-dropped") })
    })
}

/// What a guardian tells the person who wants to name them.
fn code(desk: &Desk) -> Result<Report> {
    let actor = Actor::resume(desk)?;
    let account = actor.view.account_id;
    let code = match actor.view.kind {
        AccountKind::Staff => account.to_string(),
        AccountKind::Beneficiary => format!("{account}:{}", actor.chain.anchor()),
        AccountKind::Auditor => return Err(Problem::WrongKindOfAccount.into()),
    };
    let text = msg!(desk.i18n, "done-guardian-code", code = code.clone());
    Ok(Report { json: json!({ "code": code }), text })
}
