//! The server's lock on everything it keeps: `epoch 4 ‖ nonce 12 ‖ AES-256-GCM` (FORMATS 2).
//!
//! The keys live in the key directory, apart from the database; which key an epoch names is the
//! caller's to find ([`epoch_of`]). Each use has its own label and names its row, so that a row moved
//! to another place does not open.

use zeroize::Zeroizing;

use crate::codec::{Put, labelled};
use crate::entropy::Entropy;
use crate::error::{Error, Property, Result, What};
use crate::ids::{AccountId, CredentialId, DocumentVersion};
use crate::secret::{HalfB, RestKey, ServerShare};
use crate::suite::Aead;

const W: What = What::AtRest;
const EPOCH_LEN: usize = 4;

/// The epoch whose key locked these bytes.
pub fn epoch_of(locked: &[u8]) -> Result<u32> {
    let (epoch, _) = locked.split_first_chunk::<EPOCH_LEN>().ok_or(Error::new(W, Property::Length))?;
    Ok(u32::from_be_bytes(*epoch))
}

/// One epoch of the server's lock.
#[derive(Debug, Clone, Copy)]
pub struct Lock<'a> {
    /// Its number, from 1.
    pub epoch: u32,
    /// Its key, from the key directory.
    pub key: &'a RestKey,
}

impl Lock<'_> {
    /// Locks one row of a table. `row_key` names the row: its primary key, of one length per table.
    #[must_use]
    pub fn seal_row(&self, entropy: &mut dyn Entropy, table: u8, row_key: &[u8], row: &[u8]) -> Vec<u8> {
        self.seal(entropy, &row_aad(table, row_key), row)
    }

    /// Unlocks one row of a table.
    pub fn open_row(&self, table: u8, row_key: &[u8], locked: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        self.open(&row_aad(table, row_key), locked)
    }

    /// Locks the server's share of a document.
    #[must_use]
    pub fn seal_share(&self, entropy: &mut dyn Entropy, of: &DocumentVersion, share: &ServerShare) -> Vec<u8> {
        self.seal(entropy, &share_aad(of), share.expose())
    }

    /// Unlocks the server's share of a document.
    pub fn open_share(&self, of: &DocumentVersion, locked: &[u8]) -> Result<ServerShare> {
        let share = self.open(&share_aad(of), locked)?;
        ServerShare::from_slice(&share).ok_or(Error::new(W, Property::Length))
    }

    /// Locks half b of a credential.
    #[must_use]
    pub fn seal_half(
        &self,
        entropy: &mut dyn Entropy,
        account: AccountId,
        credential: CredentialId,
        half: &HalfB,
    ) -> Vec<u8> {
        self.seal(entropy, &half_aad(account, credential), half.expose())
    }

    /// Unlocks half b of a credential.
    pub fn open_half(&self, account: AccountId, credential: CredentialId, locked: &[u8]) -> Result<HalfB> {
        let half = self.open(&half_aad(account, credential), locked)?;
        HalfB::from_slice(&half).ok_or(Error::new(W, Property::Length))
    }

    fn seal(&self, entropy: &mut dyn Entropy, aad: &[u8], plaintext: &[u8]) -> Vec<u8> {
        let sealed = Aead::new(self.key.expose()).seal(entropy, aad, plaintext);
        Vec::with_capacity(EPOCH_LEN + sealed.len()).put(&self.epoch.to_be_bytes()).put(&sealed)
    }

    fn open(&self, aad: &[u8], locked: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        if epoch_of(locked)? != self.epoch {
            return Err(Error::new(W, Property::Epoch));
        }
        Aead::new(self.key.expose())
            .open(aad, &locked[EPOCH_LEN..])
            .map_err(|_| Error::new(W, Property::Authentication))
    }
}

fn row_aad(table: u8, row_key: &[u8]) -> Vec<u8> {
    labelled("vault/at-rest/v1", &[&[table], row_key])
}

fn share_aad(of: &DocumentVersion) -> Vec<u8> {
    labelled("vault/share/v1", &[&of.to_bytes()])
}

fn half_aad(account: AccountId, credential: CredentialId) -> Vec<u8> {
    labelled("vault/half-b/v1", &[account.as_ref(), credential.as_ref()])
}
