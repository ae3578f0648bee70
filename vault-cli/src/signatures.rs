//! Whose signed request stands under each entry of the log: checked against certificates that are verified here.

use std::collections::BTreeMap;
use std::panic::resume_unwind;

use vault_core::api::{ActorView, EntryView, OrganisationView, REQUEST_WINDOW_MS, SignerView};
use vault_core::certificate::{Certificate, Chain};
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::{Kid, VaultId};
use vault_core::log::{EventBody, Signatory, SignedActs};
use vault_core::recovery::MIN_DELAY_MS;
use vault_core::request::Request;
use vault_core::vocabulary::{EventType, ResultCode};

use crate::desk::Desk;
use crate::error::{About, Result};
use crate::pins;
use crate::session::Actor;
use crate::trust;

/// How far the clocks of two desks may be apart: each may be as far from the server's, either way.
const CLOCKS_MS: u64 = 2 * REQUEST_WINDOW_MS;

/// Most threads at a time.
const MOST_LANES: usize = 8;

/// The requests of a part of the log, and the keys of those who signed them.
#[derive(Debug)]
pub(crate) struct Signatures {
    keys: BTreeMap<Kid, Signatory>,
    /// One for each processor. Entries of one request are always in the same lane.
    lanes: Vec<SignedActs>,
    /// When each recovery was first approved, by the signed requests.
    approved_ms: BTreeMap<String, u64>,
}

impl Signatures {
    /// None seen yet.
    pub(crate) fn new() -> Self {
        let lanes = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_LANES);
        let lanes = std::iter::repeat_with(SignedActs::default).take(lanes).collect();
        Self { keys: BTreeMap::new(), lanes, approved_ms: BTreeMap::new() }
    }

    /// Verifies the certificates of one answer. Who is told to belong to an organisation must hold a certificate of it.
    pub(crate) fn learn(
        &mut self,
        desk: &Desk,
        actor: &Actor,
        (signers, organisations): (&[SignerView], &[OrganisationView]),
        told: &[ActorView],
    ) -> Result<()> {
        for signer in signers {
            let organisation = organisations.iter().find(|o| Some(o.organisation_id) == signer.organisation_id);
            let told = told.iter().find(|actor| actor.kid == signer.kid).and_then(|a| a.organisation_name.as_ref());
            if told.is_some_and(|name| organisation.is_none_or(|o| o.name != *name)) {
                return Err(Broken::new(What::Certificate, Property::Ids)).about(&signer.account_id);
            }
            if self.keys.contains_key(&signer.kid) {
                continue;
            }
            let chain = chain(desk, actor, signer, organisation)?;
            let key = chain.find(&signer.kid).ok_or(Broken::new(What::Certificate, Property::Maker));
            let key = *key.about(&signer.account_id)?;
            self.keys.insert(signer.kid, Signatory { account: signer.account_id, key });
        }
        Ok(())
    }

    /// Checks entries, given in the order of the log, on all processors: most of the time goes into signatures. Of those
    /// that do not hold, the first is told. `server`: the log's own key.
    pub(crate) fn check(&mut self, server: Kid, entries: &[(&EntryView, &EventBody)]) -> Result<()> {
        let (keys, lanes) = (&self.keys, self.lanes.len());
        let check = |lane: usize, seen: &mut SignedActs| {
            let own = entries.iter().filter(|(_, body)| usize::from(body.request_hash.as_bytes()[0]) % lanes == lane);
            own.map(|(entry, body)| {
                let request = entry.request.as_ref().map(|bytes| &bytes[..]);
                let checked = seen.check(body, request, server, |kid| keys.get(kid).copied());
                checked.map_err(|broken| (entry.index, broken))
            })
            .find_map(std::result::Result::err)
        };
        let first = std::thread::scope(|scope| {
            let lanes = self.lanes.iter_mut().enumerate();
            let running: Vec<_> = lanes.map(|(lane, seen)| scope.spawn(move || check(lane, seen))).collect();
            let ended = running.into_iter().map(|lane| lane.join().unwrap_or_else(|panic| resume_unwind(panic)));
            ended.flatten().min_by_key(|(index, _)| *index)
        });
        if let Some((index, broken)) = first {
            return Err(broken).about(&index);
        }
        for (entry, body) in entries {
            self.check_delay(body, entry.request.as_ref().map(|bytes| &bytes[..])).about(&entry.index)?;
        }
        Ok(())
    }

    /// What a recovery releases comes a day at least after its first approval, by the times that people signed: whatever
    /// the server says of its clock. An approval more than was needed may come later, and is not told apart here.
    fn check_delay(&mut self, body: &EventBody, request: Option<&[u8]>) -> std::result::Result<(), Broken> {
        let (Some(bytes), Some(event)) = (request, EventType::from_number(body.event_type)) else { return Ok(()) };
        if ResultCode::from_number(body.result) != Some(ResultCode::Done) {
            return Ok(());
        }
        let request = Request::parse(bytes)?;
        let recovery = request.path.split('/').nth(3).unwrap_or_default();
        match event {
            EventType::RecoveryApproved => {
                self.approved_ms.entry(recovery.to_owned()).or_insert(request.unix_ms);
            }
            EventType::RecoveryFinished => {
                // An approval of which the log has forgotten the body is months old.
                let ripe =
                    self.approved_ms.get(recovery).map_or(0, |first| first.saturating_add(MIN_DELAY_MS - CLOCKS_MS));
                if request.unix_ms < ripe {
                    return Err(Broken::new(What::Recovery, Property::Validity));
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn chain(desk: &Desk, actor: &Actor, signer: &SignerView, organisation: Option<&OrganisationView>) -> Result<Chain> {
    let id = signer.account_id;
    if id == actor.view.account_id {
        return Ok(actor.chain.clone());
    }
    if let Some(organisation) = organisation {
        let its = trust::organisation(desk, organisation.organisation_id, &organisation.certificates)?;
        return trust::staff(desk, id, &signer.certificates, &its);
    }
    let first = signer.certificates.first().ok_or(Broken::new(What::Certificate, Property::Length)).about(&id)?;
    let scope = Certificate::parse(first).about(&id)?.scope;
    if scope == [0; 16] {
        return trust::unaffiliated(desk, id, &signer.certificates);
    }
    let chain = Chain::verify_beneficiary(&signer.certificates, id, VaultId::from_bytes(scope)).about(&id)?;
    pins::update(desk, |pins| pins.see_chain(&id, &chain))?;
    Ok(chain)
}

#[cfg(test)]
mod tests {
    use vault_core::api::NewOpening;
    use vault_core::entropy::SeededEntropy;
    use vault_core::ids::{AccountId, DocumentId, Hash, Nonce};
    use vault_core::keys::SigningKey;
    use vault_core::request::{Method, Request};
    use vault_core::suite::sha256;
    use vault_core::vocabulary::EventType;

    use super::*;

    const COUNT: u64 = 24;

    /// An opening at this place of the log, and the request that asked for it.
    fn entry(index: u64, key: &SigningKey, random: &mut SeededEntropy) -> (EntryView, EventBody) {
        let document = DocumentId::generate(random);
        let asked = NewOpening { document_id: document, version: None, mandate_id: None, purpose: None };
        let request = Request {
            account: AccountId::from_bytes([7; 16]),
            maker: key.kid(),
            origin: Hash::NONE,
            unix_ms: 1_800_000_000_000,
            nonce: Nonce::generate(random),
            body: Hash::from_bytes(sha256(&[&serde_json::to_vec(&asked).expect("JSON")])),
            method: Method::Post,
            path: "/v1/openings".to_owned(),
        };
        let signed = request.sign(key).expect("signed");
        let body = EventBody {
            event_type: EventType::Opening.number(),
            unix_ms: 1_800_000_000_000,
            vault: VaultId::from_bytes([8; 16]),
            vault_seq: index + 1,
            document,
            version: 1,
            actor: key.kid(),
            request_hash: Request::hash_of(&signed),
            request_signature: *Request::signature_of(&signed).expect("a signature"),
            ..EventBody::NONE
        };
        let (salt, body_bytes) = (vec![0; 32].into(), body.encode().into());
        (EntryView { index, salt, body: body_bytes, request: Some(signed.into()), inclusion: Vec::new() }, body)
    }

    fn log() -> (Signatures, Vec<(EntryView, EventBody)>) {
        let random = &mut SeededEntropy::new(1);
        let key = SigningKey::generate(random);
        let mut signatures = Signatures::new();
        // As many as a large computer takes, whatever this one has.
        signatures.lanes.resize_with(MOST_LANES, SignedActs::default);
        let signatory = Signatory { account: AccountId::from_bytes([7; 16]), key: key.verifying_key() };
        signatures.keys.insert(key.kid(), signatory);
        (signatures, (0..COUNT).map(|index| entry(index, &key, random)).collect())
    }

    fn check(signatures: &mut Signatures, entries: &[(EntryView, EventBody)]) -> std::result::Result<(), String> {
        let told: Vec<_> = entries.iter().map(|(entry, body)| (entry, body)).collect();
        signatures.check(Kid::NONE, &told).map_err(|error| error.to_string())
    }

    #[test]
    fn a_request_that_is_not_signed_is_found_wherever_it_stands_and_the_first_is_told() {
        let (mut signatures, whole) = log();
        check(&mut signatures, &whole).expect("a true log");
        for wrong in 0..whole.len() {
            let (mut signatures, mut entries) = log();
            for (entry, _) in &mut entries[wrong..] {
                let request = entry.request.as_mut().expect("a request");
                *request.0.last_mut().expect("bytes") ^= 1;
            }
            let told = check(&mut signatures, &entries).expect_err("refused");
            assert!(told.ends_with(&format!("({wrong})")), "{wrong}: {told}");
        }
    }

    #[test]
    fn a_request_that_serves_twice_is_found_across_answers() {
        for twice in 0..usize::try_from(COUNT).expect("small") {
            let (mut signatures, entries) = log();
            check(&mut signatures, &entries).expect("a true log");
            let told = check(&mut signatures, &entries[twice..=twice]).expect_err("refused");
            assert!(told.contains("sequence") && told.ends_with(&format!("({twice})")), "{told}");
        }
    }
}
