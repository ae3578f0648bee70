//! From what the server let go of back to the account's keys, checked against the account's certificate.

use vault_core::api::RecoveryReleased;
use vault_core::certificate::Chain;
use vault_core::credential::{CredentialFile, open_root, open_root_with};
use vault_core::error::{Error as Broken, Property, What};
use vault_core::ids::{FolderEpoch, VaultId};
use vault_core::keys::{AccountKeys, OpeningKey, VerifyingKey};
use vault_core::recovery::{Piece, combine};
use vault_core::secret::{HalfA, HalfB};
use vault_core::wrap::{Envelope, Reading, SeedFor, Wrap};

use crate::desk::Desk;
use crate::error::{About, Result};
use crate::session::Actor;
use crate::trust;

/// What a recovery gives back.
#[derive(Debug)]
pub(super) struct Restored {
    /// The former keys.
    pub(super) keys: AccountKeys,
    /// The account's verified chain.
    pub(super) chain: Chain,
}

/// Opens the root, with a sheet or with the guardians' pieces.
pub(super) fn restore(
    desk: &Desk,
    actor: &Actor,
    vault: VaultId,
    one_time: &OpeningKey,
    sheet: Option<&CredentialFile>,
    released: &RecoveryReleased,
) -> Result<Restored> {
    let account = released.owner.account_id;
    let owner = trust::owner(desk, actor, vault, &released.owner)?;
    let reading = Reading { with: one_time, maker: actor.log.key() };
    let half_b = reading.open_half_to_login(&released.half_b, account, released.credential_id).about(&account)?;
    let keys = match sheet {
        Some(file) => {
            if let Some(anchor) = &file.account {
                owner.chain.check_anchor(anchor).about(&account)?;
            }
            open_root(&file.credential, &half_b, account, &released.root).about(&account)?
        }
        None => from_guardians(vault, one_time, &half_b, released).about(&account)?,
    };
    let same = owner.chain.verifying() == Some(&keys.signing.verifying_key())
        && owner.chain.current().sealing == *keys.opening.sealing_key();
    if !same {
        return Err(Broken::new(What::Recovery, Property::Key)).about(&account);
    }
    Ok(Restored { keys, chain: owner.chain })
}

/// Tries the pair that two of the guardians share.
fn from_guardians(
    vault: VaultId,
    one_time: &OpeningKey,
    half_b: &HalfB,
    released: &RecoveryReleased,
) -> std::result::Result<AccountKeys, Broken> {
    let mut all: Vec<Piece> = Vec::new();
    for given in &released.pieces {
        // Whoever signed for a guardian, pieces that do not restore the certified keys are refused in the end.
        let key = given.signing_key.to_array().ok_or(Broken::new(What::Recovery, Property::Key))?;
        let maker = VerifyingKey::from_bytes(key);
        let reading = Reading { with: one_time, maker: &maker };
        for bytes in &given.pieces {
            all.push(reading.open_recovery_piece(bytes, vault, given.account_id)?);
        }
    }
    let half_a = first_pair(&all)?;
    let account = released.owner.account_id;
    open_root_with(&half_a, half_b, account, released.credential_id, &released.root)
}

fn first_pair(pieces: &[Piece]) -> std::result::Result<HalfA, Broken> {
    for (n, one) in pieces.iter().enumerate() {
        for other in &pieces[n + 1..] {
            if let Ok(half) = combine(one, other) {
                return Ok(half);
            }
        }
    }
    Err(Broken::new(What::Recovery, Property::Kind))
}

/// Every seed that the account held, for its new keys.
pub(super) fn seeds_for(
    desk: &Desk,
    vault: VaultId,
    restored: &Restored,
    new: &AccountKeys,
    released: &RecoveryReleased,
) -> Result<Vec<vault_core::api::Bytes>> {
    let envelope = Envelope { to: new.opening.sealing_key(), maker: &new.signing, not_after: 0 };
    let mut seeds = Vec::new();
    for folder in &released.folders {
        for bytes in &folder.seeds {
            let wrap = Wrap::parse(bytes).about(&folder.folder_id)?;
            let of = FolderEpoch { vault, folder: folder.folder_id, epoch: wrap.about().epoch };
            let maker = restored.chain.find(&wrap.maker()).ok_or(Broken::new(What::Wrap, Property::Maker));
            let reading = Reading { with: &restored.keys.opening, maker: maker.about(&folder.folder_id)? };
            let key = reading.open_folder_seed(bytes, SeedFor::Owner, &of).about(&folder.folder_id)?;
            seeds.push(envelope.seal_folder_seed(&mut &desk.random, SeedFor::Owner, &of, &key)?.into());
        }
    }
    Ok(seeds)
}
