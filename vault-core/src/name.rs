//! Names of beneficiaries, as the members of an organisation see them: sealed under keys derived
//! from the directory seed, so that names are found locally and the server learns none (FORMATS 4).

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::codec::{ensure, labelled};
use crate::entropy::Entropy;
use crate::error::{Error, Property, Result, What};
use crate::ids::{Hash, OrganisationId, VaultId};
use crate::padded::{pad, unpad};
use crate::secret::{DirectorySeed, NameKey};
use crate::suite::{self, Aead};
use crate::text::{check_date, check_line, parse_json};

const W: What = What::Name;
const KEY_LABEL: &[u8] = b"vault/directory/v1";
const AAD_LABEL: &str = "vault/name/v1";
/// Longest padded entry.
const MAX_PADDED: usize = 1024;
/// Longest name, in characters.
pub const MAX_NAME: usize = 100;

/// Who a vault belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameEntry {
    /// Given names, as the person says them.
    pub given_name: String,
    /// Family name; may be empty when the person has a single name.
    pub family_name: String,
    /// `YYYY-MM-DD`.
    pub birth_date: String,
    /// Hash of the beneficiary's first certificate: how staff recognise the true key, whatever the server says.
    pub anchor: Hash,
}

impl NameEntry {
    fn check(&self) -> Result<()> {
        check_line(W, &self.given_name, MAX_NAME)?;
        check_line(W, &self.family_name, MAX_NAME)?;
        let named = |text: &str| !text.trim().is_empty();
        ensure(named(&self.given_name) || named(&self.family_name), W, Property::Length)?;
        check_date(W, &self.birth_date)?;
        ensure(!self.anchor.is_none(), W, Property::Anchor)
    }
}

/// One epoch of an organisation's directory: seals and opens names.
#[derive(Debug)]
pub struct Directory {
    organisation: OrganisationId,
    epoch: u32,
    key: NameKey,
}

impl Directory {
    /// The directory that a seed opens. `epoch`: of the organisation's certificate.
    #[must_use]
    pub fn derive(seed: &DirectorySeed, organisation: OrganisationId, epoch: u32) -> Self {
        let info = [KEY_LABEL, &epoch.to_be_bytes()];
        let key = suite::hkdf_sha256(organisation.as_ref(), &[seed.expose()], &info);
        Self { organisation, epoch, key: NameKey::from_bytes(*key) }
    }

    /// Seals one vault's entry: nonce 12 ‖ ciphertext ‖ tag 16.
    pub fn seal(&self, entropy: &mut dyn Entropy, vault: VaultId, entry: &NameEntry) -> Result<Vec<u8>> {
        entry.check()?;
        let json = Zeroizing::new(serde_json::to_vec(entry).map_err(|_| Error::new(W, Property::Json))?);
        let padded = pad(W, &[], &json, MAX_PADDED)?;
        Ok(self.seal_plain(entropy, vault, &padded))
    }

    /// Seals a plaintext as it is.
    pub(crate) fn seal_plain(&self, entropy: &mut dyn Entropy, vault: VaultId, plain: &[u8]) -> Vec<u8> {
        Aead::new(self.key.expose()).seal(entropy, &self.aad(vault), plain)
    }

    /// Opens one vault's entry.
    pub fn open(&self, vault: VaultId, sealed: &[u8]) -> Result<NameEntry> {
        ensure(is_sealed_len(sealed.len()), W, Property::Length)?;
        let padded = Aead::new(self.key.expose())
            .open(&self.aad(vault), sealed)
            .map_err(|_| Error::new(W, Property::Authentication))?;
        let ([], json) = unpad(W, &padded, MAX_PADDED)?;
        let entry: NameEntry = parse_json(W, json)?;
        entry.check()?;
        Ok(entry)
    }

    fn aad(&self, vault: VaultId) -> Vec<u8> {
        labelled(AAD_LABEL, &[self.organisation.as_ref(), &self.epoch.to_be_bytes(), vault.as_ref()])
    }
}

/// Whether a sealed entry may have this length: for the server, which sees no more than that.
#[must_use]
pub const fn is_sealed_len(len: usize) -> bool {
    let overhead = suite::NONCE_LEN + suite::TAG_LEN;
    len > overhead && crate::padded::is_padded_len(len - overhead, MAX_PADDED)
}
