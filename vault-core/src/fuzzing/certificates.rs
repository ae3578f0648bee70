//! Certificates and their chains.

use super::{same_but_for_the_maker, signing};
use crate::certificate::{Certificate, Chain, verify_deposit_key};
use crate::error::Result;
use crate::ids::{AccountId, FolderId, Hash, OrganisationId, VaultId};

/// Any number of certificates, one after the other; the last may be cut.
pub fn certificates(data: &[u8]) {
    let claimed: Vec<&[u8]> = data.chunks(Certificate::LEN).collect();
    let mut read = Vec::new();
    for bytes in &claimed {
        if let Ok(certificate) = Certificate::parse(bytes) {
            same_but_for_the_maker(bytes, &certificate.issue(&signing()));
            read.push(certificate);
        }
    }
    let Some(first) = read.first().cloned() else { return };
    policies(&claimed, &first);
    policies(&issued_anew(&read, false), &first);
    policies(&issued_anew(&read, true), &first);
    let alone = first.issue(&signing());
    let _ = verify_deposit_key(&alone, &signing().verifying_key(), first.not_before);
}

/// The same certificates, each signed by the key that all of them carry and naming the one before it, as a person who
/// holds a key would make them; with `in_order`, their epochs grow.
fn issued_anew(read: &[Certificate], in_order: bool) -> Vec<Vec<u8>> {
    let key = signing();
    let mut out: Vec<Vec<u8>> = Vec::new();
    for (epoch, certificate) in (1..).zip(read) {
        let mut certificate = certificate.clone();
        certificate.verifying = certificate.kind.signs().then(|| key.verifying_key());
        certificate.previous = out.last().map_or(Hash::NONE, |last| Certificate::hash_of(last));
        if in_order {
            certificate.epoch = epoch;
        }
        out.push(certificate.issue(&key));
    }
    out
}

fn policies<B: AsRef<[u8]>>(all: &[B], first: &Certificate) {
    let (account, vault) = (AccountId::from_bytes(first.subject), VaultId::from_bytes(first.scope));
    let organisation = OrganisationId::from_bytes(first.subject);
    holds(all, Chain::verify_organisation(all, organisation));
    holds(all, Chain::verify_beneficiary(all, account, vault));
    holds(all, Chain::verify_unaffiliated(all, account));
    let keys: Vec<_> = all.iter().filter_map(|one| Certificate::parse(one.as_ref()).ok()?.verifying).collect();
    let keys = [keys, vec![signing().verifying_key()]].concat();
    holds(all, Chain::verify_folder(all, vault, FolderId::from_bytes(first.subject), &keys));
    for at in 1..all.len() {
        let (before, after) = all.split_at(at);
        let Ok(its) = Chain::verify_organisation(before, organisation) else { continue };
        let Ok(next) = Certificate::parse(after[0].as_ref()) else { continue };
        holds(after, Chain::verify_staff(after, AccountId::from_bytes(next.subject), &its));
    }
}

/// What an accepted chain says of itself agrees with its certificates.
fn holds<B: AsRef<[u8]>>(all: &[B], chain: Result<Chain>) {
    let Ok(chain) = chain else { return };
    let (first, last) = (all[0].as_ref(), all[all.len() - 1].as_ref());
    assert_eq!((chain.anchor(), chain.current_hash()), (Certificate::hash_of(first), Certificate::hash_of(last)));
    assert_eq!(Certificate::parse(last).as_ref(), Ok(chain.current()));
    let mut epochs: Vec<_> = chain.epochs().collect();
    assert_eq!(epochs.len(), all.len());
    epochs.sort_unstable();
    epochs.dedup();
    assert_eq!(epochs.len(), all.len(), "an epoch twice");
    assert_eq!(chain.at_epoch(chain.current().epoch), Some(chain.current()));
    assert!(chain.check_epoch_at_least(chain.current().epoch).is_ok());
    assert!(chain.verifying_keys().all(|key| chain.find(&key.kid()).is_some()));
}
