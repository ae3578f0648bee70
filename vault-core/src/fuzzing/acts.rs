//! What people sign: deposits, amendments, mandates, revocations, consents, requests, the seal of an export.

use super::{same_but_for_the_maker, signing};
use crate::amendment::{Amendment, Place};
use crate::consent::Consent;
use crate::deposit::Deposit;
use crate::export::ManifestSeal;
use crate::mandate::{Mandate, Target};
use crate::request::{Request, from_header, to_header};
use crate::revocation::Revocation;

/// One act, whichever it is; of several in a row, a deposit and what amends it.
pub fn acts(data: &[u8]) {
    let key = signing();
    let known = key.verifying_key();
    if let Ok(read) = Deposit::parse(data) {
        let written = read.sign(&key);
        same_but_for_the_maker(data, &written);
        assert_eq!(Deposit::verify(&written, &known), Ok(Deposit { maker: key.kid(), ..read }));
    }
    if let Ok(read) = Amendment::parse(data) {
        let written = read.sign(&key);
        same_but_for_the_maker(data, &written);
        assert_eq!(Amendment::verify(&written, &known), Ok(Amendment { maker: key.kid(), ..read }));
    }
    if let Ok(read) = Revocation::parse(data) {
        let written = read.sign(&key);
        same_but_for_the_maker(data, &written);
        assert_eq!(Revocation::verify(&written, &known), Ok(Revocation { maker: key.kid(), ..read }));
    }
    if let Ok(read) = Consent::parse(data) {
        let written = read.sign(&key);
        same_but_for_the_maker(data, &written);
        assert_eq!(Consent::verify(&written, &known), Ok(Consent { maker: key.kid(), ..read }));
    }
    if let Ok(read) = ManifestSeal::parse(data) {
        let written = read.sign(&key);
        same_but_for_the_maker(data, &written);
        assert_eq!(ManifestSeal::verify(&written, &known), Ok(ManifestSeal { maker: key.kid(), ..read }));
    }
    mandate(data);
    request(data);
    amended(data);
}

fn mandate(data: &[u8]) {
    let Ok(read) = Mandate::parse(data) else { return };
    let written = read.sign(&signing());
    assert!(written.is_ok(), "what is read can be written: {written:?}");
    let written = written.unwrap_or_default();
    same_but_for_the_maker(data, &written);
    assert!(data.len() <= Mandate::MAX_LEN);
    if let Target::Folders(folders) = &read.target {
        assert!(folders.iter().all(|folder| read.covers_folder(*folder)));
    }
    assert!(read.check_valid_at(read.not_before).is_ok());
    let earlier = read.not_before.checked_sub(1);
    assert!(earlier.is_none_or(|earlier| read.check_valid_at(earlier).is_err()));
    let expected = Mandate { maker: signing().kid(), ..read };
    assert_eq!(Mandate::verify(&written, &signing().verifying_key()), Ok(expected));
}

fn request(data: &[u8]) {
    assert!(data.len() > Request::MAX_LEN || from_header(&to_header(data)).as_deref() == Ok(data));
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(bytes) = from_header(text)
    {
        assert_eq!(to_header(&bytes), text);
    }
    let Ok(read) = Request::parse(data) else { return };
    let written = read.sign(&signing());
    assert!(written.is_ok(), "what is read can be written: {written:?}");
    let written = written.unwrap_or_default();
    same_but_for_the_maker(data, &written);
    assert!(Request::signature_of(data).is_some());
    assert!(read.check_fresh(read.unix_ms, 0).is_ok());
    let _ = (read.check_fresh(0, u64::MAX), read.check_fresh(u64::MAX, 0));
    let expected = Request { maker: signing().kid(), ..read };
    assert_eq!(Request::verify(&written, &signing().verifying_key()), Ok(expected));
}

/// A deposit, and after it the amendments that bring the document where it lies.
fn amended(data: &[u8]) {
    let Some((deposit, mut rest)) = data.split_at_checked(Deposit::LEN) else { return };
    let Ok(read) = Deposit::parse(deposit) else { return };
    let mut place = Place::deposited(&read, deposit);
    while let Some((one, later)) = rest.split_at_checked(Amendment::LEN) {
        rest = later;
        let Ok(amendment) = Amendment::parse(one) else { return };
        let Ok(next) = place.amended(&amendment, one) else { return };
        assert!(next.check_folder(amendment.folder).is_ok());
        place = next;
    }
}
