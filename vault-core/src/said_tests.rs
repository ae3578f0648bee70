//! What values say of themselves, and little things that everything leans on.

use crate::api::{Bytes, CredentialState};
use crate::credential::{Credential, Pin, PinHash};
use crate::entropy::{self, Entropy, OsEntropy, SeededEntropy};
use crate::error::{Error, Property, What};
use crate::ids::Hash;
use crate::keys::{OpeningKey, SigningKey};
use crate::log::Tile;
use crate::mandate::{Mandate, Rights};
use crate::secret::ClaimCode;
use crate::suite::{Aead, Sha256, sha256};
use crate::vocabulary::{CredentialKind, ResultCode};

#[test]
fn the_operating_systems_bytes_are_no_zeros_and_never_the_same() {
    let mut source = OsEntropy::new();
    let (one, two): ([u8; 32], [u8; 32]) = (entropy::generate(&mut source), entropy::generate(&mut source));
    assert!(one != [0; 32] && two != [0; 32] && one != two);
    // Lent, a source gives what it would have given.
    let (mut lent, mut own) = ([0; 40], [0; 40]);
    let mut source = SeededEntropy::new(1);
    Entropy::fill(&mut &mut source, &mut lent);
    SeededEntropy::new(1).fill(&mut own);
    assert_eq!(lent, own);
}

#[test]
fn what_is_secret_is_shown_as_redacted_and_the_rest_by_its_name() {
    let e = &mut SeededEntropy::new(1);
    let (signing, opening) = (SigningKey::generate(e), OpeningKey::generate(e));
    let shown = [
        format!("{:?}", Pin::enter("5829").unwrap()),
        format!("{:?}", PinHash::from_bytes([1; 32])),
        format!("{signing:?}"),
        format!("{opening:?}"),
        format!("{:?}", Aead::new(&[1; 32])),
    ];
    for text in shown {
        assert!(text.contains("redacted") && !text.contains("5829") && text.len() < 80, "{text}");
    }
    assert!(!format!("{:?}{:?}", signing.verifying_key(), Sha256::default()).is_empty());
    assert_eq!(format!("{:?}", Bytes(vec![1; 5])), "Bytes(5 bytes)");
    let credential = Credential::generate(e);
    assert_eq!(credential.to_string(), credential.id.to_string());
    assert_eq!(Error::new(What::Mandate, Property::Validity).to_string(), "mandate: validity does not hold");
}

#[test]
fn hashes_of_whole_acts_and_of_claim_codes() {
    assert_eq!(Mandate::hash_of(b"SPECIMEN"), Hash::from_bytes(sha256(&[b"SPECIMEN"])));
    let claim = ClaimCode::from_bytes([5; 16]);
    assert_eq!(claim.hash(), Hash::from_bytes(sha256(&[b"vault/claim/v1\0", &[5; 16]])));
}

#[test]
fn words_bits_and_places() {
    assert_eq!((Rights::READ | Rights::MANAGE).bits(), 5);
    assert_eq!(Rights::from_bits(Rights::DEPOSIT.bits()), Some(Rights::DEPOSIT));
    assert_eq!(Tile::new(0, 3, 10).unwrap().leaves(), 768..778);
    assert_eq!(Bytes(vec![7; 3]).to_array(), Some([7; 3]));
    assert_eq!(Bytes(vec![7; 3]).to_array::<4>(), None);
    assert!(CredentialKind::ALL.iter().any(|kind| kind.has_pin()) && CredentialKind::Card.has_pin());
    assert!(!CredentialKind::ALL.iter().all(|kind| kind.has_pin()));
    for result in ResultCode::ALL {
        assert_eq!(result.is_refusal(), *result != ResultCode::Done, "{result:?}");
    }
    for state in [CredentialState::Live, CredentialState::Blocked, CredentialState::Revoked] {
        assert_eq!(serde_json::to_value(state).unwrap(), state.code());
    }
}
