//! What `coffre` keeps between two commands: the account root, sealed under two halves, one in the
//! profile folder and one that the server returns while the session lives (FORMATS 6).

use crate::codec::labelled;
use crate::entropy::Entropy;
use crate::error::{Error, Property, Result, What};
use crate::ids::AccountId;
use crate::keys::AccountKeys;
use crate::secret::{RootKey, SessionHalf};
use crate::suite::{self, Aead};

const KEY_LABEL: &[u8] = b"vault/session/v1";
const AAD_LABEL: &str = "vault/session-root/v1";

/// Both halves of one session. A disk stolen after the session's end holds one, which opens nothing.
#[derive(Debug, Clone, Copy)]
pub struct SessionHalves<'a> {
    /// Kept in the profile folder.
    pub local: &'a SessionHalf,
    /// Kept by the server until the session ends.
    pub server: &'a SessionHalf,
}

impl SessionHalves<'_> {
    /// nonce 12 ‖ AES-256-GCM(account root).
    #[must_use]
    pub fn seal(&self, entropy: &mut dyn Entropy, account: AccountId, keys: &AccountKeys) -> Vec<u8> {
        Aead::new(self.key(account).expose()).seal(entropy, &aad(account), &*keys.to_root())
    }

    /// Opens what [`Self::seal`] made.
    pub fn open(&self, account: AccountId, sealed: &[u8]) -> Result<AccountKeys> {
        let root = Aead::new(self.key(account).expose())
            .open(&aad(account), sealed)
            .map_err(|_| Error::new(What::Root, Property::Authentication))?;
        AccountKeys::from_root(&root).ok_or(Error::new(What::Root, Property::Length))
    }

    fn key(&self, account: AccountId) -> RootKey {
        let ikm: [&[u8]; 2] = [self.local.expose(), self.server.expose()];
        RootKey::from_bytes(*suite::hkdf_sha256(&[], &ikm, &[KEY_LABEL, account.as_ref()]))
    }
}

fn aad(account: AccountId) -> Vec<u8> {
    labelled(AAD_LABEL, &[account.as_ref()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    #[test]
    fn needs_both_halves_and_the_account() {
        let mut entropy = SeededEntropy::new(1);
        let (local, server, other) = (
            SessionHalf::generate(&mut entropy),
            SessionHalf::generate(&mut entropy),
            SessionHalf::generate(&mut entropy),
        );
        let keys = AccountKeys::generate(&mut entropy);
        let account = AccountId::from_bytes([1; 16]);
        let halves = SessionHalves { local: &local, server: &server };
        let sealed = halves.seal(&mut entropy, account, &keys);
        assert_eq!(halves.open(account, &sealed).unwrap().to_root(), keys.to_root());

        let refused = |halves: SessionHalves<'_>, account, sealed: &[u8]| halves.open(account, sealed).unwrap_err();
        let error = Error::new(What::Root, Property::Authentication);
        assert_eq!(refused(SessionHalves { local: &local, server: &other }, account, &sealed), error);
        assert_eq!(refused(SessionHalves { local: &other, server: &server }, account, &sealed), error);
        assert_eq!(refused(SessionHalves { local: &server, server: &local }, account, &sealed), error);
        assert_eq!(refused(halves, AccountId::from_bytes([2; 16]), &sealed), error);
        assert_eq!(refused(halves, account, &sealed[..11]), error);
    }
}
