//! What a fuzzer calls: each family of readers, fed with any bytes at all. Compiled for tests and for the fuzzer alone.
//!
//! A reader may refuse; it may not panic, and what it accepts must come out of the writer as it went in. Where a
//! signature or a key stands before a reader, the bytes are signed or sealed here with a key that everybody knows, so
//! that what lies behind is reached: a person with a key of their own may be hostile too.
//!
//! The inputs that were worth keeping lie in `fuzz/corpus`; the test below gives each of them once more.

#![expect(clippy::missing_panics_doc, reason = "a panic is how a finding is told")]

mod acts;
mod certificates;
mod log;
mod texts;
mod wraps;

pub use crate::document::fuzzing::documents;
pub use acts::acts;
pub use certificates::certificates;
pub use log::log;
pub use texts::texts;
pub use wraps::wraps;

use crate::keys::{OpeningKey, SigningKey};
use crate::secret::{SigningSeed, XWingSeed};

/// The signing key that everybody knows.
fn signing() -> SigningKey {
    SigningKey::from_seed(SigningSeed::from_bytes([7; SigningSeed::LEN]))
}

/// The opening key that everybody knows.
fn opening() -> OpeningKey {
    OpeningKey::from_seed(XWingSeed::from_bytes([7; XWingSeed::LEN]))
}

/// The two have the same length and differ, before the signature, by nothing but the 16 bytes that name the maker.
fn same_but_for_the_maker(read: &[u8], written: &[u8]) {
    assert_eq!(read.len(), written.len());
    let body = read.len() - crate::suite::SIGNATURE_LEN;
    let different: Vec<usize> = (0..body).filter(|at| read[*at] != written[*at]).collect();
    if let (Some(first), Some(last)) = (different.first(), different.last()) {
        assert!(last - first < crate::ids::Kid::LEN, "bytes {first} to {last} came out changed");
    }
}

/// The next `N` bytes of the input, zeros when it has ended.
fn take<const N: usize>(data: &mut &[u8]) -> [u8; N] {
    let (now, later) = data.split_at(N.min(data.len()));
    *data = later;
    let mut out = [0; N];
    out[..now.len()].copy_from_slice(now);
    out
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// Gives every kept input of a target to it; there must be some.
    fn replay(name: &str, target: fn(&[u8])) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(name);
        let mut count = 0;
        for entry in std::fs::read_dir(&folder).expect("the kept corpus") {
            target(&std::fs::read(entry.unwrap().path()).unwrap());
            count += 1;
        }
        assert!(count > 10, "{} holds {count} inputs", folder.display());
    }

    #[test]
    fn what_was_found_in_certificates_stays_found() {
        replay("certificates", super::certificates);
    }

    #[test]
    fn what_was_found_in_acts_stays_found() {
        replay("acts", super::acts);
    }

    #[test]
    fn what_was_found_in_wraps_stays_found() {
        replay("wraps", super::wraps);
    }

    #[test]
    fn what_was_found_in_documents_stays_found() {
        replay("documents", super::documents);
    }

    #[test]
    fn what_was_found_in_the_log_stays_found() {
        replay("log", super::log);
    }

    #[test]
    fn what_was_found_in_texts_stays_found() {
        replay("texts", super::texts);
    }
}
