//! What must hold for all bytes and all values, not for chosen ones: what is written is read, any
//! changed byte and any cut is refused, and no reader panics.

use proptest::prelude::*;

use crate::amendment::{Amendment, Place};
use crate::at_rest::{Lock, epoch_of};
use crate::certificate::{Certificate, CertificateKind, Chain};
use crate::credential::{Credential, CredentialFile, Pin, open_root, seal_root};
use crate::deposit::Deposit;
use crate::entropy::SeededEntropy;
use crate::error::Result;
use crate::ids::{
    AccountId, CredentialId, DocumentId, DocumentVersion, FolderId, Hash, Kid, MandateId, Nonce, OrganisationId,
    VaultId,
};
use crate::keys::{AccountKeys, OpeningKey, SigningKey};
use crate::mandate::{MAX_FOLDERS, Mandate, Recipient, Rights, Target};
use crate::name::{Directory, NameEntry};
use crate::origin::Origin;
use crate::record::{Payload, Record};
use crate::recovery::{Piece, combine, split};
use crate::request::{Method, Request, from_header};
use crate::revocation::Revocation;
use crate::secret::{CardSecret, ClientShare, DirectorySeed, HalfA, HalfB, RestKey, ServerShare, SessionHalf};
use crate::session::SessionHalves;
use crate::wrap::{Envelope, Reading, Wrap};

fn ids<T>(from: fn([u8; 16]) -> T) -> impl Strategy<Value = T>
where
    T: std::fmt::Debug,
{
    any::<[u8; 16]>().prop_map(from)
}

fn hashes() -> impl Strategy<Value = Hash> {
    any::<[u8; 32]>().prop_map(Hash::from_bytes)
}

fn versions() -> impl Strategy<Value = DocumentVersion> {
    (ids(VaultId::from_bytes), ids(DocumentId::from_bytes), 1..=u64::MAX)
        .prop_map(|(vault, document, version)| DocumentVersion { vault, document, version })
}

fn keys() -> impl Strategy<Value = SigningKey> {
    any::<u64>().prop_map(|number| SigningKey::generate(&mut SeededEntropy::new(number)))
}

/// Every byte changed by `mask`, and every cut, must be refused.
fn refuses_all_damage<T>(bytes: &[u8], mask: u8, read: impl Fn(&[u8]) -> Result<T>) -> Result<(), TestCaseError> {
    let mut damaged = bytes.to_vec();
    for at in 0..bytes.len() {
        damaged[at] ^= mask;
        prop_assert!(read(&damaged).is_err(), "byte {} changed by {:#04x}", at, mask);
        damaged[at] = bytes[at];
        prop_assert!(read(&bytes[..at]).is_err(), "cut at {}", at);
    }
    damaged.push(mask);
    prop_assert!(read(&damaged).is_err(), "a byte after the end");
    Ok(())
}

fn deposits() -> impl Strategy<Value = Deposit> {
    (versions(), ids(FolderId::from_bytes), hashes(), hashes(), hashes()).prop_map(
        |(document, folder, object, head, record)| Deposit { document, folder, maker: Kid::NONE, object, head, record },
    )
}

fn targets() -> impl Strategy<Value = (Target, Rights)> {
    let folders = proptest::collection::btree_set(ids(FolderId::from_bytes), 1..=MAX_FOLDERS);
    prop_oneof![
        (folders, 1..8_u8)
            .prop_map(|(set, bits)| (Target::Folders(set.into_iter().collect()), Rights::from_bits(bits).unwrap())),
        ids(DocumentId::from_bytes).prop_map(|document| (Target::Document(document), Rights::READ)),
    ]
}

prop_compose! {
    fn mandates()(
        id in ids(MandateId::from_bytes), vault in ids(VaultId::from_bytes), to in any::<[u8; 16]>(), person in any::<bool>(),
        hashes in [hashes(), hashes(), hashes()], (target, rights) in targets(), purpose in any::<u16>(),
        not_before in 0..u64::MAX, replaces in ids(MandateId::from_bytes)
    )(
        not_after in not_before + 1..=u64::MAX, id in Just(id), vault in Just(vault), to in Just(to),
        person in Just(person), hashes in Just(hashes), target in Just(target), rights in Just(rights),
        purpose in Just(purpose), not_before in Just(not_before), replaces in Just(replaces)
    ) -> Mandate {
        let [recipient_certificate, purpose_text, consent] = hashes;
        let recipient = if person {
            Recipient::Account(AccountId::from_bytes(to))
        } else {
            Recipient::Organisation(OrganisationId::from_bytes(to))
        };
        Mandate {
            id, vault, recipient, recipient_certificate, target, rights, purpose, purpose_text, not_before, not_after,
            consent, replaces, maker: Kid::NONE,
        }
    }
}

prop_compose! {
    fn requests()(
        account in ids(AccountId::from_bytes), origin in hashes(), unix_ms in any::<u64>(), nonce in ids(Nonce::from_bytes),
        body in hashes(), method in 0..4_usize, path in "/[!-\"$-~]{0,200}"
    ) -> Request {
        let method = [Method::Get, Method::Post, Method::Put, Method::Delete][method];
        Request { account, maker: Kid::NONE, origin, unix_ms, nonce, body, method, path }
    }
}

prop_compose! {
    fn records()(
        document_type in "[a-z0-9-]{1,40}", title in "[^\\p{C}\\p{Zl}\\p{Zp}]{1,200}",
        issued_on in proptest::option::of("20[0-9]{2}-0[1-9]-[0-2][1-8]"), pages in any::<Option<u32>>(),
        file_name in proptest::option::of("[a-zé]{1,20}\\.pdf"), content_sha256 in hashes(), length in 0..1_u64 << 53,
        depositor in ids(AccountId::from_bytes), remarks in proptest::option::of("[a-zé\n\"\\\\]{0,2000}"),
        replaces in proptest::option::of(ids(DocumentId::from_bytes))
    ) -> Record {
        Record {
            document_type, title, issued_on, expires_on: None, pages, media_type: "image/jpeg".to_owned(), file_name,
            content_sha256, length, depositor, depositor_kid: Kid::from_bytes([1; 16]), remarks, replaces,
            provenance: Vec::new(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_deposit_is_read_back(deposit in deposits(), maker in keys()) {
        let expected = Deposit { maker: maker.kid(), ..deposit };
        prop_assert_eq!(Deposit::verify(&deposit.sign(&maker), &maker.verifying_key()), Ok(expected));
    }

    #[test]
    fn a_mandate_is_read_back(mandate in mandates(), maker in keys()) {
        let bytes = mandate.sign(&maker).unwrap();
        let expected = Mandate { maker: maker.kid(), ..mandate };
        prop_assert_eq!(Mandate::verify(&bytes, &maker.verifying_key()), Ok(expected));
    }

    #[test]
    fn a_request_is_read_back(request in requests(), maker in keys()) {
        let bytes = request.sign(&maker).unwrap();
        let expected = Request { maker: maker.kid(), ..request };
        prop_assert_eq!(Request::verify(&bytes, &maker.verifying_key()), Ok(expected));
    }

    #[test]
    fn a_record_is_read_back(record in records(), share: [u8; 32]) {
        let payload = record.to_payload(&ClientShare::from_bytes(share)).unwrap();
        prop_assert_eq!(payload.as_bytes().len() % 256, 0);
        let (read_share, read) = payload.read().unwrap();
        prop_assert_eq!(read_share.expose(), &share);
        prop_assert_eq!(read, record);
    }

    #[test]
    fn a_credential_is_read_back(id: [u8; 9], secret: [u8; 20]) {
        let credential = Credential { id: CredentialId::from_bytes(id), secret: CardSecret::from_bytes(secret) };
        prop_assert_eq!(credential.to_text().parse::<Credential>().unwrap(), credential);
    }

    #[test]
    fn any_one_character_of_a_credential_matters(id: [u8; 9], secret: [u8; 20], at in 0..52_usize, step in 1..32_usize) {
        const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let credential = Credential { id: CredentialId::from_bytes(id), secret: CardSecret::from_bytes(secret) };
        let mut text = credential.to_text().as_bytes().to_vec();
        let index = ALPHABET.iter().position(|c| *c == text[at]).unwrap();
        text[at] = ALPHABET[(index + step) % 32];
        prop_assert!(std::str::from_utf8(&text).unwrap().parse::<Credential>().is_err());
    }

    #[test]
    fn two_guardians_restore_any_half(half: [u8; 32], generation in 1..=u32::MAX, seed: u64) {
        let pieces = split(&mut SeededEntropy::new(seed), &HalfA::from_bytes(half), generation);
        let [first, second, third] = pieces;
        for (one, other) in [(&first[0], &second[0]), (&first[1], &third[0]), (&second[1], &third[1])] {
            prop_assert_eq!(combine(one, other).unwrap(), HalfA::from_bytes(half));
            prop_assert_eq!(&Piece::from_bytes(&one.to_bytes()[..]).unwrap(), one);
        }
    }

    #[test]
    fn no_reader_panics(mut bytes in proptest::collection::vec(any::<u8>(), 0..2000), magic in 0..7_usize) {
        // Half of a reader hides behind its magic.
        if let Some(start) = bytes.first_chunk_mut::<4>() {
            *start = [*b"VKC1", *b"VWR1", *b"VDP1", *b"VMD1", *b"VRV1", *b"VRQ1", *start][magic];
        }
        let _ = Certificate::parse(&bytes);
        let _ = Chain::verify_organisation(&[&bytes], OrganisationId::NONE);
        let _ = Wrap::parse(&bytes);
        let _ = Deposit::parse(&bytes);
        let _ = Mandate::parse(&bytes);
        let _ = Revocation::parse(&bytes);
        let _ = Request::parse(&bytes);
        let _ = Piece::from_bytes(&bytes);
        let _ = epoch_of(&bytes);
        let _ = Payload::from_bytes(bytes.clone().into()).and_then(|payload| payload.read());
        bytes.resize(bytes.len().next_multiple_of(256), 0);
        let _ = Payload::from_bytes(bytes.clone().into()).and_then(|payload| payload.read());
        let _ = Directory::derive(&DirectorySeed::from_bytes([0; 32]), OrganisationId::NONE, 1).open(VaultId::NONE, &bytes);
    }

    #[test]
    fn no_text_reader_panics(text in "\\PC{0,80}", digits in "[0-9]{0,10}", date in "[0-9-]{0,12}") {
        let _ = text.parse::<Credential>();
        let _ = text.parse::<Origin>();
        let _ = text.parse::<Rights>();
        let _ = format!("https://{text}").parse::<Origin>();
        let _ = Credential::from_link(&format!("https://a/#{text}"));
        let _ = CredentialFile::parse(&text);
        let _ = from_header(&text);
        let _ = Pin::choose(&digits, Some(&date));
        let _ = Pin::choose(&text, Some(&text));
    }

    #[test]
    fn an_origin_has_one_form(host in "[a-zA-Z0-9.-]{1,40}", port in proptest::option::of(any::<u16>()), slash in "/?") {
        let port = port.map_or(String::new(), |port| format!(":{port}"));
        let origin: Origin = format!("HTTPS://{host}{port}{slash}").parse().unwrap();
        prop_assert_eq!(origin.as_str().parse::<Origin>().unwrap(), origin);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3))]

    #[test]
    fn no_damaged_act_is_accepted(
        deposit in deposits(), mandate in mandates(), request in requests(), mandate_hash in hashes(), unix_ms: u64,
        maker in keys(), mask in 1..=u8::MAX,
    ) {
        let key = maker.verifying_key();
        refuses_all_damage(&deposit.sign(&maker), mask, |bytes| Deposit::verify(bytes, &key))?;
        refuses_all_damage(&mandate.sign(&maker).unwrap(), mask, |bytes| Mandate::verify(bytes, &key))?;
        refuses_all_damage(&request.sign(&maker).unwrap(), mask, |bytes| Request::verify(bytes, &key))?;
        let amendment = Place::deposited(&deposit, &[]).amend(deposit.folder, mandate_hash, unix_ms);
        refuses_all_damage(&amendment.sign(&maker), mask, |bytes| Amendment::verify(bytes, &key))?;
        let revocation = Revocation { mandate: mandate.id, mandate_hash, unix_ms, maker: Kid::NONE };
        refuses_all_damage(&revocation.sign(&maker), mask, |bytes| Revocation::verify(bytes, &key))?;
    }

    #[test]
    fn no_damaged_certificate_is_accepted(seed: u64, id in ids(OrganisationId::from_bytes), mask in 1..=u8::MAX) {
        let keys = AccountKeys::generate(&mut SeededEntropy::new(seed));
        let certificate = Certificate {
            kind: CertificateKind::Organisation, scope: *id.as_bytes(), subject: *id.as_bytes(), epoch: 1, not_before: 0,
            not_after: 0, sealing: keys.opening.sealing_key().clone(), verifying: Some(keys.signing.verifying_key()),
            previous: Hash::NONE, issuer: keys.signing.kid(),
        };
        let bytes = certificate.issue(&keys.signing);
        prop_assert_eq!(bytes.len(), Certificate::LEN);
        let chain = Chain::verify_organisation(&[&bytes], id).unwrap();
        prop_assert_eq!(chain.current(), &certificate);
        prop_assert_eq!(chain.anchor(), Certificate::hash_of(&bytes));
        refuses_all_damage(&bytes, mask, |bytes| Chain::verify_organisation(&[bytes], id))?;
    }

    #[test]
    fn no_damaged_wrap_is_opened(seed: u64, of in versions(), share: [u8; 32], mask in 1..=u8::MAX) {
        let entropy = &mut SeededEntropy::new(seed);
        let (reader, maker) = (OpeningKey::generate(entropy), SigningKey::generate(entropy));
        let envelope = Envelope { to: reader.sealing_key(), maker: &maker, not_after: 0 };
        let bytes = envelope.seal_share_to_reader(entropy, &of, &ServerShare::from_bytes(share)).unwrap();
        let key = maker.verifying_key();
        let reading = Reading { with: &reader, maker: &key };
        prop_assert_eq!(reading.open_share_to_reader(&bytes, &of).unwrap(), ServerShare::from_bytes(share));
        refuses_all_damage(&bytes, mask, |bytes| reading.open_share_to_reader(bytes, &of))?;
    }

    #[test]
    fn nothing_damaged_at_rest_is_opened(seed: u64, row in proptest::collection::vec(any::<u8>(), 0..300), mask in 1..=u8::MAX) {
        let entropy = &mut SeededEntropy::new(seed);
        let key = RestKey::generate(entropy);
        let lock = Lock { epoch: 4, key: &key };
        let bytes = lock.seal_row(entropy, 1, b"key", &row);
        let opened = lock.open_row(1, b"key", &bytes).unwrap();
        prop_assert_eq!(opened.as_slice(), row.as_slice());
        refuses_all_damage(&bytes, mask, |bytes| lock.open_row(1, b"key", bytes))?;

        let account = AccountId::from_bytes([1; 16]);
        let (credential, half) = (Credential::generate(entropy), HalfB::generate(entropy));
        let keys = AccountKeys::generate(entropy);
        let root = seal_root(entropy, &credential, &half, account, &keys);
        refuses_all_damage(&root, mask, |bytes| open_root(&credential, &half, account, bytes))?;

        let (local, server) = (SessionHalf::generate(entropy), SessionHalf::generate(entropy));
        let halves = SessionHalves { local: &local, server: &server };
        let session = halves.seal(entropy, account, &keys);
        refuses_all_damage(&session, mask, |bytes| halves.open(account, bytes))?;
    }

    #[test]
    fn no_damaged_name_is_opened(seed: [u8; 32], vault in ids(VaultId::from_bytes), given_name in "[a-zéØ ]{1,99}x", mask in 1..=u8::MAX) {
        let directory = Directory::derive(&DirectorySeed::from_bytes(seed), OrganisationId::from_bytes([2; 16]), 1);
        let anchor = Hash::from_bytes([1; 32]);
        let entry = NameEntry { given_name, family_name: String::new(), birth_date: "2001-02-03".to_owned(), anchor };
        let bytes = directory.seal(&mut SeededEntropy::new(1), vault, &entry).unwrap();
        prop_assert_eq!(directory.open(vault, &bytes).unwrap(), entry);
        refuses_all_damage(&bytes, mask, |bytes| directory.open(vault, bytes))?;
    }
}
