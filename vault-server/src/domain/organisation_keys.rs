//! The keys of an organisation: what is sealed to its members, and how they turn.

use std::collections::BTreeSet;

use vault_core::api::{Bytes, NewKeys, ProblemCode};
use vault_core::certificate::{Certificate, CertificateKind, Chain};
use vault_core::error::{Error as FormatError, Property, What};
use vault_core::ids::{AccountId, OrganisationId};
use vault_core::keys::SealingKey;
use vault_core::vocabulary::Role;
use vault_core::wrap::{About, MemberEpoch, Wrap};

use super::enrolment;
use crate::access::RosterAccess;
use crate::error::{Error, Result};
use crate::ledger::Turn;
use crate::store::{Tx, accounts, organisations};

/// A member to whom seeds are sealed.
#[derive(Debug)]
pub(super) struct Keyholder<'a> {
    /// The account.
    pub(super) account_id: AccountId,
    /// Which seeds it may hold.
    pub(super) role: Role,
    /// Its key.
    pub(super) sealing: &'a SealingKey,
}

/// An organisation's accepted chain.
pub(super) async fn chain(tx: &mut Tx, organisation_id: OrganisationId) -> Result<Chain> {
    let chain = accounts::chain(tx, CertificateKind::Organisation, organisation_id.as_bytes()).await?;
    if chain.is_empty() {
        return Err(Error::not_found("organisation"));
    }
    Chain::verify_organisation(&chain, organisation_id).map_err(Error::Corrupt)
}

/// Keeps the seeds of these epochs: exactly those of the member's role, made by the organisation, for this member.
pub(super) async fn keep_seeds(
    turn: &mut Turn<'_>,
    organisation: &Chain,
    to: &Keyholder<'_>,
    epochs: &[u32],
    seeds: &[Bytes],
) -> Result<()> {
    let wanted = wanted(organisation, to, epochs);
    if seeds.len() != wanted.len() {
        return Err(Error::problem(ProblemCode::InvalidRequest, format!("seeds: {} for this role", wanted.len())));
    }
    for about in &wanted {
        let (wrap, bytes) = find_wrap(seeds, about)?;
        wrap.verify(enrolment::signing(organisation)?).map_err(Error::Malformed)?;
        if !wrap.is_for(to.sealing) {
            return Err(Error::Malformed(FormatError::new(What::Wrap, Property::Recipient)));
        }
        organisations::insert_wrap(turn.tx, turn.lock, &mut turn.entropy, &wrap, bytes, None).await?;
    }
    Ok(())
}

/// Who may read holds the mandate key; référents sign. Former signing keys are nobody's need.
fn wanted(organisation: &Chain, to: &Keyholder<'_>, epochs: &[u32]) -> Vec<About> {
    let current = organisation.current();
    let id = OrganisationId::from_bytes(current.subject);
    let mut wanted = Vec::new();
    for epoch in epochs {
        let of = MemberEpoch { organisation: id, member: to.account_id, epoch: *epoch };
        wanted.push(About::directory_seed(&of));
        if to.role != Role::Desk {
            wanted.push(About::mandate_seed(&of));
        }
        if to.role == Role::Referent && *epoch == current.epoch {
            wanted.push(About::signing_seed(&of));
        }
    }
    wanted
}

fn find_wrap<'a>(seeds: &'a [Bytes], about: &About) -> Result<(Wrap<'a>, &'a [u8])> {
    let mut near = None;
    for bytes in seeds {
        let wrap = Wrap::parse(bytes).map_err(Error::Malformed)?;
        match wrap.check_about(about) {
            Ok(()) => return Ok((wrap, bytes)),
            Err(error) if wrap.about().kind == about.kind => near = Some(error),
            Err(_) => {}
        }
    }
    // One of the right kind is about something else: told so.
    Err(near.map_or_else(
        || Error::problem(ProblemCode::InvalidRequest, "seeds: one is missing for this role"),
        Error::Malformed,
    ))
}

/// Publishes the next keys, and keeps their seeds for exactly the members who remain.
pub(super) async fn turn_keys(turn: &mut Turn<'_>, access: &RosterAccess, new: &NewKeys) -> Result<()> {
    let organisation_id = access.organisation_id();
    let known = chain(turn.tx, organisation_id).await?;
    let next = Certificate::parse(&new.certificate).map_err(Error::Malformed)?;
    if next.previous != known.current_hash() {
        return Err(Error::problem(ProblemCode::Conflict, "certificate: not the next one; the keys were turned"));
    }
    let mut all = accounts::chain(turn.tx, CertificateKind::Organisation, organisation_id.as_bytes()).await?;
    all.push(new.certificate.to_vec());
    let organisation = Chain::verify_organisation(&all, organisation_id).map_err(Error::Malformed)?;
    let former = known.current();
    if next.sealing == former.sealing || next.verifying == former.verifying {
        return Err(Error::Malformed(FormatError::new(What::Certificate, Property::Key)));
    }
    let members = organisations::members(turn.tx, access.member()).await?;
    let ids: BTreeSet<AccountId> = members.iter().map(|member| member.account_id).collect();
    let named: BTreeSet<AccountId> = new.members.iter().map(|seeds| seeds.account_id).collect();
    if named != ids || new.members.len() != ids.len() {
        return Err(Error::problem(ProblemCode::Conflict, "members: each who remains, once, and nobody else"));
    }
    enrolment::publish_next(turn, &new.certificate).await?;
    for member in members {
        let certificates = accounts::chain(turn.tx, CertificateKind::Account, member.account_id.as_bytes()).await?;
        let current = certificates.last().ok_or_else(|| Error::not_found("member"))?;
        let sealing = Certificate::parse(current).map_err(Error::Corrupt)?.sealing;
        let to = Keyholder { account_id: member.account_id, role: member.role, sealing: &sealing };
        let given = new.members.iter().find(|seeds| seeds.account_id == member.account_id);
        let seeds = given.map_or(&[][..], |given| &given.seeds);
        keep_seeds(turn, &organisation, &to, &[next.epoch], seeds).await?;
    }
    Ok(())
}
