//! A log entry at rest: what it says, under the key of its month (FORMATS 8). Destroying that key makes
//! the month forget, in old backups too; the leaf stays.

use crate::codec::{Put, labelled};
use crate::entropy::Entropy;
use crate::error::{Error, Property, Result, What};
use crate::log::EventBody;
use crate::secret::{LeafSalt, LogBodyKey};
use crate::suite::Aead;

const LABEL: &str = "vault/log-row/v1";
const MONTH_LEN: usize = 4;

/// What is sealed of one entry: `month 4 ‖ nonce 12 ‖ AES-256-GCM(K_month, salt 32 ‖ body 222 ‖ VRQ1)`.
#[derive(Debug)]
pub struct SealedRow<'a> {
    /// Place in the log, bound to the row.
    pub index: u64,
    /// What hides the body behind its leaf.
    pub salt: &'a LeafSalt,
    /// What the entry says.
    pub body: &'a EventBody,
    /// `VRQ1` of the request that caused it, or empty.
    pub request: &'a [u8],
}

impl SealedRow<'_> {
    /// Seals under the key of a month (`yyyymm`).
    #[must_use]
    pub fn seal(&self, entropy: &mut dyn Entropy, month: u32, key: &LogBodyKey) -> Vec<u8> {
        let plain = self.salt.expose().to_vec().put(&self.body.encode()).put(self.request);
        let sealed = Aead::new(key.expose()).seal(entropy, &aad(self.index), &plain);
        month.to_be_bytes().to_vec().put(&sealed)
    }

    /// The month whose key opens a row.
    pub fn month_of(sealed: &[u8]) -> Result<u32> {
        let (month, _) = sealed.split_first_chunk::<MONTH_LEN>().ok_or(fail(Property::Length))?;
        Ok(u32::from_be_bytes(*month))
    }

    /// Opens a row: the salt, the 222 bytes of the body, and `VRQ1` or nothing.
    pub fn open(key: &LogBodyKey, index: u64, sealed: &[u8]) -> Result<(LeafSalt, Vec<u8>, Vec<u8>)> {
        let (_, sealed) = sealed.split_first_chunk::<MONTH_LEN>().ok_or(fail(Property::Length))?;
        let plain = Aead::new(key.expose()).open(&aad(index), sealed).map_err(|_| fail(Property::Authentication))?;
        let (salt, rest) = plain.split_first_chunk::<{ LeafSalt::LEN }>().ok_or(fail(Property::Length))?;
        let (body, request) = rest.split_at_checked(EventBody::LEN).ok_or(fail(Property::Length))?;
        Ok((LeafSalt::from_bytes(*salt), body.to_vec(), request.to_vec()))
    }
}

const fn fail(property: Property) -> Error {
    Error::new(What::LogBody, property)
}

fn aad(index: u64) -> Vec<u8> {
    labelled(LABEL, &[&index.to_be_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    #[test]
    fn a_row_opens_at_its_own_place_only() {
        let mut entropy = SeededEntropy::new(1);
        let key = LogBodyKey::generate(&mut entropy);
        let salt = LeafSalt::generate(&mut entropy);
        let body = EventBody { event_type: 14, unix_ms: 1, vault_seq: 1, ..EventBody::NONE };
        let row = SealedRow { index: 7, salt: &salt, body: &body, request: b"request" };
        let sealed = row.seal(&mut entropy, 202_611, &key);
        assert_eq!(SealedRow::month_of(&sealed), Ok(202_611));
        let (opened_salt, opened_body, request) = SealedRow::open(&key, 7, &sealed).unwrap();
        assert_eq!((opened_salt, opened_body, request), (salt, body.encode(), b"request".to_vec()));
        assert_eq!(SealedRow::open(&key, 8, &sealed).unwrap_err(), fail(Property::Authentication));
        let mut flipped = sealed;
        *flipped.last_mut().unwrap() ^= 1;
        assert_eq!(SealedRow::open(&key, 7, &flipped).unwrap_err(), fail(Property::Authentication));
    }
}
