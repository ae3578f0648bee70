//! An account root at rest: opens only with both halves, the credential's and the server's.

use super::Credential;
use crate::codec::{ensure, labelled};
use crate::entropy::Entropy;
use crate::error::{Error, Property, Result, What};
use crate::ids::{AccountId, CredentialId};
use crate::keys::AccountKeys;
use crate::secret::{HalfA, HalfB, RootKey};
use crate::suite::{self, Aead, NONCE_LEN, TAG_LEN};

const W: What = What::Root;
const KEY_LABEL: &[u8] = b"card/kek2/v1";
const AAD_LABEL: &str = "vault/root/v1";

/// Length of a sealed root.
pub const SEALED_ROOT_LEN: usize = NONCE_LEN + AccountKeys::ROOT_LEN + TAG_LEN;

/// The key of one credential of one account, from both halves.
#[must_use]
pub fn derive_root_key(a: &HalfA, b: &HalfB, account: AccountId, credential: CredentialId) -> RootKey {
    let info = [KEY_LABEL, account.as_ref(), credential.as_ref()];
    RootKey::from_bytes(*suite::hkdf_sha256(&[], &[a.expose(), b.expose()], &info))
}

/// nonce 12 ‖ AES-256-GCM(account root).
#[must_use]
pub fn seal_root(
    entropy: &mut dyn Entropy,
    credential: &Credential,
    half_b: &HalfB,
    account: AccountId,
    keys: &AccountKeys,
) -> Vec<u8> {
    let key = derive_root_key(&credential.half_a(), half_b, account, credential.id);
    Aead::new(key.expose()).seal(entropy, &aad(account, credential.id), &*keys.to_root())
}

/// Opens what [`seal_root`] made.
pub fn open_root(credential: &Credential, half_b: &HalfB, account: AccountId, sealed: &[u8]) -> Result<AccountKeys> {
    open_root_with(&credential.half_a(), half_b, account, credential.id, sealed)
}

/// The same from half a alone: what two guardians restore.
pub fn open_root_with(
    half_a: &HalfA,
    half_b: &HalfB,
    account: AccountId,
    credential: CredentialId,
    sealed: &[u8],
) -> Result<AccountKeys> {
    ensure(sealed.len() == SEALED_ROOT_LEN, W, Property::Length)?;
    let key = derive_root_key(half_a, half_b, account, credential);
    let root = Aead::new(key.expose())
        .open(&aad(account, credential), sealed)
        .map_err(|_| Error::new(W, Property::Authentication))?;
    AccountKeys::from_root(&root).ok_or(Error::new(W, Property::Length))
}

fn aad(account: AccountId, credential: CredentialId) -> Vec<u8> {
    labelled(AAD_LABEL, &[account.as_ref(), credential.as_ref()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    #[test]
    fn needs_both_halves_and_the_account() {
        let mut entropy = SeededEntropy::new(1);
        let credential = Credential::generate(&mut entropy);
        let half = HalfB::generate(&mut entropy);
        let keys = AccountKeys::generate(&mut entropy);
        let account = AccountId::from_bytes([1; 16]);
        let sealed = seal_root(&mut entropy, &credential, &half, account, &keys);
        assert_eq!(sealed.len(), SEALED_ROOT_LEN);
        assert_eq!(open_root(&credential, &half, account, &sealed).unwrap().to_root(), keys.to_root());

        let error = Error::new(W, Property::Authentication);
        let another = Credential::generate(&mut entropy);
        let renamed = Credential { id: another.id, secret: credential.secret.duplicate() };
        assert_eq!(open_root(&another, &half, account, &sealed).unwrap_err(), error);
        assert_eq!(open_root(&renamed, &half, account, &sealed).unwrap_err(), error);
        assert_eq!(open_root(&credential, &HalfB::from_bytes([0; 32]), account, &sealed).unwrap_err(), error);
        assert_eq!(open_root(&credential, &half, AccountId::from_bytes([2; 16]), &sealed).unwrap_err(), error);
        assert_eq!(open_root(&credential, &half, account, &sealed[1..]).unwrap_err(), Error::new(W, Property::Length));
    }
}
